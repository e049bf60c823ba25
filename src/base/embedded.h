/* embedded.h: files compiled into the program: the shipped template families, the sample newsroom and the database
 * schema. Paths are those of the source tree ("templates/brief/digest.html"). The table is made by
 * tests/tools/embed.sh. */
#ifndef BASE_EMBEDDED_H
#define BASE_EMBEDDED_H

#include "base/str.h"

struct embedded {
    const char *path; /* NULL ends the table */
    struct str bytes;
};
extern const struct embedded embedded_files[];

#endif
