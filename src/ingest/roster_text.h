/* roster_text.h: a list's bytes as UTF-8, a window at a time, so that a list may be of any size. */
#ifndef INGEST_ROSTER_TEXT_H
#define INGEST_ROSTER_TEXT_H

#include "ingest/csv.h"
#include "ingest/ingest.h"

struct roster_text {
    const struct roster_input *in;
    char *window; /* writable; one byte longer than is ever filled */
    size_t n;
    int64_t from; /* which byte of the file the window begins with */
    char wide;    /* 'l' or 'b': UTF-16, little or big end first */
    unsigned char raw[4];
    size_t n_raw; /* of UTF-16: bytes that do not make a character yet */
    bool ended;
    bool nul; /* one was seen */
};

/* Fills the first window: without the byte order mark, and in UTF-8. *out: what is there. */
int roster_text_begin(struct roster_text *t, const struct roster_input *in, struct str *out, struct err *e);
/* Before every row: moves on when less than a whole row is left in the window. Takes c->at from c and sets its text. */
int roster_text_more(struct roster_text *t, struct csv *c, struct err *e);
int64_t roster_text_at(const struct roster_text *t,
                       const char *p); /* its place in the file; -1 when the file is not UTF-8 */
void roster_text_end(struct roster_text *t);

#endif
