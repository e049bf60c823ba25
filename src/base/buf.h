/* buf.h: a growing byte buffer with a ceiling and a sticky error.
 *
 * Every buffer names its ceiling when it is made; an append that would pass it sets `over` and adds nothing from
 * then on, so a writer checks once at the end.  The bytes are always followed by a NUL.  Heap memory, not arena:
 * buf_end frees; buf_dup copies the content into an arena.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/str.h"

struct buf {
    char *p;
    size_t n, cap, max;
    bool over;
};

void buf_init(struct buf *b, size_t max);           /* empty; never more than max bytes, the NUL not counted */
void buf_fixed(struct buf *b, char *p, size_t max); /* in the caller's max + 1 bytes; needs no buf_end */
void buf_end(struct buf *b);                        /* frees; the buffer must be begun anew before it is used again */
void buf_clear(struct buf *b);                      /* empties, keeps the memory, forgets `over` */
void buf_reserve(struct buf *b, size_t n); /* room for n bytes, within the ceiling: spares growing step by step */
void buf_grow_add(struct buf *b, const void *p, size_t n); /* buf_add when there is no room yet, or none left */
/* These stand here because most of what they are given is a few bytes: a call would cost more than the copy. */
static inline void buf_add(struct buf *b, const void *p, size_t n)
{
    size_t end = b->n + n;
    if (n == 0 || b->over || end >= b->cap || end > b->max) {
        buf_grow_add(b, p, n);
        return;
    }
    memcpy(b->p + b->n, p, n);
    b->n = end;
    b->p[end] = '\0';
}
static inline void buf_str(struct buf *b, struct str s)
{
    buf_add(b, s.s, s.n);
}
static inline void buf_c(struct buf *b, const char *s)
{
    buf_add(b, s, strlen(s));
}
static inline void buf_ch(struct buf *b, char c)
{
    buf_add(b, &c, 1);
}
static inline struct str buf_view(const struct buf *b) /* borrows: until the next append, or the end */
{
    return (struct str){b->p ? b->p : "", b->n};
}
void buf_utf8(struct buf *b, uint32_t codepoint);
void buf_number(struct buf *b, unsigned n); /* in decimal digits */
void buf_fmt(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
struct str buf_dup(struct arena *a, const struct buf *b); /* NUL-terminated copy */

#endif
