/* loose_json.h: JSON as pages carry it in scripts: in comments, with a comma too many, quotes and backslashes that
 * nobody escaped, raw line breaks, HTML's references for its quotes, several values one after another. */
#ifndef INGEST_LOOSE_JSON_H
#define INGEST_LOOSE_JSON_H

#include "base/str.h"

/* The next object or list in *rest, mended as far as it can be; *rest moves behind it. False: there is none. *closed:
 * its last bracket was there, and not made up. In time that is linear in what is taken. */
bool loose_json_next(struct arena *a, struct str *rest, struct str *out, bool *closed);

#endif
