/* roster_parts.h: between roster.c, which reads rows, and roster_people.c, which makes people of them. */
#ifndef INGEST_ROSTER_PARTS_H
#define INGEST_ROSTER_PARTS_H

#include "ingest/ingest.h"

/* What is said of one list. A list may be wrong on every line: beyond ROSTER_SAID_MAX of a kind findings are only
 * counted. */
enum { ROSTER_SAID_MAX = 20000 };
struct roster_said {
    struct findings *f;
    struct str file;
    size_t first; /* of this list's among the findings */
    size_t n[SEV_ERROR + 1];
};
void roster_say(struct roster_said *s, enum severity severity, int line, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
void roster_said_end(struct roster_said *s); /* in the order of lines, and how many more there were */

int roster_rows(const struct roster_input *in, ingest_row_fn *fn, void *ctx, struct roster_said *said, struct err *e);

#endif
