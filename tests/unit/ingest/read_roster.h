/* read_roster.h: a list that lies in memory, read whole: for tests. CHUNK bytes are given at a time. */
#ifndef TEST_READ_ROSTER_H
#define TEST_READ_ROSTER_H

#include "ingest/ingest.h"
#include <string.h>

struct roster_bytes {
    struct str left;
    size_t chunk; /* 0: as many as are asked for */
    struct arena *a;
    struct subscribers *out;
};

static inline ssize_t roster_bytes_read(void *ctx, char *to, size_t n, struct err *e)
{
    struct roster_bytes *b = ctx;
    (void)e;
    n = n < b->left.n ? n : b->left.n;
    n = b->chunk && b->chunk < n ? b->chunk : n;
    if (n)
        memcpy(to, b->left.s, n);
    b->left = str_sub(b->left, n, b->left.n);
    return (ssize_t)n;
}

static inline int roster_keep(void *ctx, const struct subscriber *s, struct err *e)
{
    struct roster_bytes *b = ctx;
    struct buf packed;
    (void)e;
    buf_init(&packed, 1 << 30);
    subscriber_pack(&packed, s);
    subscriber_unpack(b->a, buf_dup(b->a, &packed), vec_push(b->a, b->out));
    buf_end(&packed);
    return 0;
}

/* Everybody once, by key. */
static inline int read_roster(struct arena *a, struct str csv, size_t chunk, struct subscribers *out,
                              struct findings *f, struct err *e)
{
    struct roster_bytes b = {csv, chunk, a, out};
    struct roster_input in = {.file = str_lit("list.csv"), .read = roster_bytes_read, .ctx = &b};
    return ingest_roster(&in, "/tmp", roster_keep, &b, f, e);
}

#endif
