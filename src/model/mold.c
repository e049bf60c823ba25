#include "model/mold.h"
#include "base/escape.h"
#include "base/url.h"
#include <string.h>

enum { HOLE_MAX = 1 << 20, HOLE_USUAL = 1000 };

/* Bytes since the last line break of what is laid out so far: where on its line a header value starts. */
static size_t column(const struct pieces *out)
{
    size_t n = 0;
    for (size_t i = out->n; i > 0 && n < 1000; i--) {
        const struct iovec *p = &out->v[i - 1];
        const char *nl = memrchr(p->iov_base, '\n', p->iov_len);
        if (nl)
            return n + (size_t)((const char *)p->iov_base + p->iov_len - nl) - 1;
        n += p->iov_len;
    }
    return n;
}

/* Safe by construction, and still no value may start a header line of its own. */
static void put_raw(struct buf *b, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        size_t from = i;
        while (i < s.n && (unsigned char)s.s[i] >= 0x20 && s.s[i] != 0x7F)
            i++;
        buf_add(b, s.s + from, i - from);
    }
}

typedef void escape_fn(struct buf *b, struct str s);

static void put_qp(struct buf *b, struct buf *scratch, escape_fn *escape, struct str s)
{
    buf_clear(scratch);
    escape(scratch, s);
    escape_qp(b, buf_view(scratch));
}

static void put_urlpart(struct buf *b, struct str s)
{
    struct arena a = {0};
    escape_qp(b, url_escape(&a, s));
    arena_end(&a);
}

static void fill_hole(struct buf *b, struct buf *scratch, enum hole_context context, struct str s,
                      const struct pieces *before)
{
    switch (context) {
    case HOLE_RAW:
        put_raw(b, s);
        return;
    case HOLE_HEADER:
        escape_header(b, s, column(before));
        return;
    case HOLE_WORDS:
        escape_words(b, s, column(before));
        return;
    case HOLE_PHRASE:
        escape_phrase(b, s, column(before));
        return;
    case HOLE_TEXT_QP:
        escape_qp(b, s);
        return;
    case HOLE_HTML_QP:
        put_qp(b, scratch, escape_html_text, s);
        return;
    case HOLE_ATTR_QP:
        put_qp(b, scratch, escape_html_attr, s);
        return;
    case HOLE_URL_QP:
        put_qp(b, scratch, escape_url_attr, s);
        return;
    case HOLE_URLPART_QP:
        put_urlpart(b, s);
        return;
    }
}

static void add_piece(struct arena *a, struct pieces *out, const char *p, size_t n)
{
    if (n)
        vec_add(a, out, ((struct iovec){(void *)p, n}));
}

/* Nearly every step is one piece. */
static void make_room(struct arena *a, struct pieces *out, size_t n)
{
    if (out->n || out->cap)
        return;
    out->v = arena_array(a, struct iovec, n);
    out->cap = n;
}

/* What some holes came to: links stand twice or more in a mail, and writing them is most of the work. */
enum { KEPT = 8 };
struct kept {
    size_t field;
    enum hole_context context;
    struct iovec piece;
};

/* Does what a hole says depend on nothing but its value? In headers it depends on the column. */
static bool keeps(enum hole_context c)
{
    return c != HOLE_HEADER && c != HOLE_WORDS && c != HOLE_PHRASE;
}

static const struct iovec *find_kept(const struct kept *kept, size_t n, const struct step *s)
{
    for (size_t i = 0; i < n; i++)
        if (kept[i].field == s->field && kept[i].context == s->context)
            return &kept[i].piece;
    return NULL;
}

void mold_fill(struct arena *a, const struct mold *m, const struct str *values, struct pieces *out)
{
    struct kept kept[KEPT];
    size_t n_kept = 0;
    struct buf hole, scratch; /* one pair for all holes of the message */
    buf_init(&hole, HOLE_MAX);
    buf_init(&scratch, HOLE_MAX);
    buf_reserve(&hole, HOLE_USUAL);
    buf_reserve(&scratch, HOLE_USUAL);
    make_room(a, out, m->steps.n);
    for (size_t i = 0; i < m->steps.n;) {
        const struct step *s = &m->steps.v[i++];
        if (s->kind == STEP_TEXT) {
            add_piece(a, out, s->text.s, s->text.n);
            continue;
        }
        struct str value = values[s->field];
        if (s->kind == STEP_HOLE && value.n) {
            const struct iovec *before = find_kept(kept, n_kept, s);
            if (before) {
                add_piece(a, out, before->iov_base, before->iov_len);
                continue;
            }
            buf_clear(&hole);
            fill_hole(&hole, &scratch, s->context, value, out);
            struct iovec piece = {arena_copy(a, hole.p, hole.n), hole.n};
            add_piece(a, out, piece.iov_base, piece.iov_len);
            if (keeps(s->context) && n_kept < KEPT)
                kept[n_kept++] = (struct kept){s->field, s->context, piece};
        } else if (s->kind == STEP_IF ? !value.n : s->kind == STEP_UNLESS && value.n) {
            i = s->skip;
        }
    }
    buf_end(&hole);
    buf_end(&scratch);
}

struct str mold_fill_str(struct arena *a, const struct mold *m, const struct str *values)
{
    struct pieces pieces = {0};
    mold_fill(a, m, values, &pieces);
    size_t n = 0;
    for (size_t i = 0; i < pieces.n; i++)
        n += pieces.v[i].iov_len;
    char *p = arena_alloc(a, n + 1), *w = p;
    for (size_t i = 0; i < pieces.n; i++)
        w = mempcpy(w, pieces.v[i].iov_base, pieces.v[i].iov_len);
    return (struct str){p, n};
}
