/* encoding.h: what charset a document's bytes are in, when everybody says something else about it.
 *
 * Order: a byte order mark; the shape of UTF-16 and UTF-32; the HTTP header's charset; the XML declaration; UTF-8 when
 * the bytes are; a guess from byte statistics. A label that the bytes contradict is passed over. */
#ifndef INGEST_ENCODING_H
#define INGEST_ENCODING_H

#include "base/str.h"

/* UTF-8: in the arena, or the bytes themselves when they are that already; *label is the encoding that was used, in
 * lower case. content_type may be unknown. */
struct str encoding_decode(struct arena *a, struct str bytes, struct str content_type, struct str *label);
/* The charset parameter of a Content-Type header, quotes removed; {NULL,0} when none. */
struct str content_type_charset(struct str content_type);
/* For bytes that are not UTF-8 and carry no label. Never NULL. */
const char *encoding_guess(struct str bytes);

#endif
