/* Molds as bytes: "BMLD", version, key, fields, steps; numbers are 32-bit little-endian, strings a length and bytes. */
#include "base/utf8.h"
#include "model/mold.h"
#include <string.h>

enum { VERSION = 1, STEP_LEAST = 5 /* bytes a step takes at least */, FIELDS_MAX = 10000 };

static void put_u32(struct buf *b, size_t v)
{
    unsigned char u[4] = {(unsigned char)v, (unsigned char)(v >> 8), (unsigned char)(v >> 16),
                          (unsigned char)(v >> 24)};
    if (v > UINT32_MAX)
        b->over = true; /* no mail is so large; a blob that lies would be worse than none */
    buf_add(b, u, 4);
}

static void put_str(struct buf *b, struct str s)
{
    put_u32(b, s.n);
    buf_str(b, s);
}

void mold_save(struct buf *b, const struct mold *m)
{
    buf_c(b, "BMLD");
    put_u32(b, VERSION);
    put_str(b, m->key);
    put_u32(b, m->fields.n);
    for (size_t i = 0; i < m->fields.n; i++)
        put_str(b, m->fields.v[i]);
    put_u32(b, m->body_from);
    put_u32(b, m->steps.n);
    for (size_t i = 0; i < m->steps.n; i++) {
        const struct step *s = &m->steps.v[i];
        buf_ch(b, (char)s->kind);
        if (s->kind == STEP_TEXT) {
            put_str(b, s->text);
            continue;
        }
        put_u32(b, s->field);
        if (s->kind == STEP_HOLE)
            buf_ch(b, (char)s->context);
        else
            put_u32(b, s->skip);
    }
}

/* A reader whose mistake sticks: checked where a count is about to be believed, and at the end. */
struct reader {
    struct str left;
    bool bad;
};

static struct str take(struct reader *r, size_t n)
{
    if (r->bad || n > r->left.n) {
        r->bad = true;
        return (struct str){"", 0};
    }
    struct str s = str_sub(r->left, 0, n);
    r->left = str_sub(r->left, n, r->left.n);
    return s;
}

static size_t take_u32(struct reader *r)
{
    struct str s = take(r, 4);
    if (s.n != 4)
        return 0;
    const unsigned char *u = (const unsigned char *)s.s;
    return (size_t)u[0] | (size_t)u[1] << 8 | (size_t)u[2] << 16 | (size_t)u[3] << 24;
}

static unsigned take_u8(struct reader *r)
{
    struct str s = take(r, 1);
    return s.n ? (unsigned char)s.s[0] : 0;
}

/* A name: kept by the mold under the rule for strings. */
static struct str take_name(struct reader *r, struct arena *a)
{
    struct str s = take(r, take_u32(r));
    if (!utf8_valid(s) || str_chr(s, '\0') != STR_NONE)
        r->bad = true;
    return str_dup(a, s);
}

static void take_step(struct reader *r, struct mold *m, size_t i, size_t steps)
{
    struct step *s = &m->steps.v[i];
    unsigned kind = take_u8(r);
    if (kind > STEP_UNLESS) {
        r->bad = true;
        return;
    }
    s->kind = (enum step_kind)kind;
    if (s->kind == STEP_TEXT) {
        s->text = take(r, take_u32(r));
        m->size += s->text.n;
        return;
    }
    s->field = take_u32(r);
    r->bad |= s->field >= m->fields.n;
    if (s->kind == STEP_HOLE) {
        unsigned context = take_u8(r);
        r->bad |= context > HOLE_WORDS;
        s->context = (enum hole_context)(r->bad ? 0 : context);
        return;
    }
    s->skip = take_u32(r);
    r->bad |= s->skip <= i || s->skip > steps; /* forward only, so that filling ends */
}

int mold_load(struct arena *a, struct str blob, struct mold *out, struct err *e)
{
    struct reader r = {.left = blob};
    struct mold m = {0};
    struct str magic = take(&r, 4);
    size_t version = take_u32(&r);
    if (!str_eqc(magic, "BMLD"))
        return err_set(e, EX_DATAERR, "mold: not one; the store is damaged");
    if (version != VERSION)
        return err_set(e, EX_DATAERR,
                       "mold: version %zu, this program reads %d; send with the version that froze the edition",
                       version, VERSION);
    m.key = take_name(&r, a);
    size_t fields = take_u32(&r);
    r.bad |= fields > FIELDS_MAX || fields > r.left.n / 4;
    for (size_t i = 0; i < fields && !r.bad; i++)
        vec_add(a, &m.fields, take_name(&r, a));
    m.body_from = take_u32(&r);
    size_t steps = take_u32(&r);
    r.bad |= steps > r.left.n / STEP_LEAST || m.body_from > steps;
    if (!r.bad) {
        m.steps.v = arena_array(a, struct step, steps);
        m.steps.n = m.steps.cap = steps;
    }
    for (size_t i = 0; i < steps && !r.bad; i++)
        take_step(&r, &m, i, steps);
    if (r.bad || r.left.n)
        return err_set(e, EX_DATAERR, "mold: damaged at byte %zu of %zu; freeze the edition again", blob.n - r.left.n,
                       blob.n);
    *out = m;
    return 0;
}
