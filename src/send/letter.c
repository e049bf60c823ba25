#include "send/letter.h"
#include <stdlib.h>
#include <string.h>

enum { CASTS_KEPT = 8 };

/* ---- molds */

static void cast_end(struct cast *c)
{
    uint8_t unused[32];
    if (c->begins_n)
        dkim_body_end(&c->beginning, unused);
    arena_end(&c->arena);
    free(c);
}

static void measure(struct cast *c)
{
    c->shapes = arena_array(&c->arena, struct shape, c->mold.steps.n);
    c->clean = true;
    for (size_t i = 0; i < c->mold.steps.n; i++) {
        const struct step *s = &c->mold.steps.v[i];
        if (s->kind != STEP_TEXT || s->text.n == 0)
            continue;
        struct shape *shape = &c->shapes[c->n++];
        shape_of(&c->arena, s->text, shape);
        c->eightbit |= shape->eightbit;
        c->clean &= shape->clean;
    }
}

static void make_room(struct casts *cs)
{
    struct cast **oldest = NULL;
    if (cs->n < CASTS_KEPT)
        return;
    for (struct cast **p = &cs->first; *p; p = &(*p)->next)
        if ((*p)->users == 0 && (!oldest || (*p)->used < (*oldest)->used))
            oldest = p;
    if (!oldest)
        return;
    struct cast *gone = *oldest;
    *oldest = gone->next;
    cs->n--;
    cast_end(gone);
}

int casts_get(struct casts *cs, struct str cohort, struct cast **out, struct err *e)
{
    struct cast *c = cs->first;
    while (c && !str_eq(c->key, cohort))
        c = c->next;
    if (!c) {
        make_room(cs);
        c = mem_realloc(NULL, sizeof *c);
        *c = (struct cast){0};
        c->key = str_dup(&c->arena, cohort);
        if (ledger_mold(cs->store, &c->arena, cs->edition, cohort, &c->mold, e) < 0) {
            cast_end(c);
            return -1;
        }
        measure(c);
        c->next = cs->first;
        cs->first = c;
        cs->n++;
    }
    c->users++;
    c->used = ++cs->clock;
    *out = c;
    return 0;
}

void cast_drop(struct cast *c)
{
    if (c)
        c->users--;
}

void casts_end(struct casts *cs)
{
    while (cs->first) {
        struct cast *c = cs->first;
        cs->first = c->next;
        cast_end(c);
    }
    cs->n = 0;
}

/* ---- letters */

struct letter *letter_new(struct batch *b, const struct recipient *r)
{
    struct letter *l = arena_new(&b->arena, struct letter);
    size_t at = str_chr(r->address, '@');
    l->batch = b;
    l->recipient = r;
    l->domain = at == STR_NONE ? str_lit("") : str_sub(r->address, at + 1, r->address.n);
    l->m = (struct smtp_message){.owner = l, .to = r->address, .utf8 = r->utf8};
    b->letters++;
    return l;
}

void batch_drop(struct batch *b)
{
    if (--b->letters == 0) {
        arena_end(&b->arena);
        free(b);
    }
}

void letter_end(struct letter *l)
{
    struct batch *b = l->batch;
    cast_drop(l->cast);
    free(l->signature);
    free(l->trouble);
    batch_drop(b);
}

static bool is_static(const struct cast *c, const struct iovec *p, size_t *next)
{
    size_t k = *next;
    while (k < c->n && (c->shapes[k].text.s != p->iov_base || c->shapes[k].text.n != p->iov_len))
        k++;
    if (k == c->n)
        return false;
    *next = k + 1;
    return true;
}

static bool has_eightbit(struct str s)
{
    size_t i = 0;
    uint64_t all = 0, eight;
    for (; i + 8 <= s.n; i += 8) {
        memcpy(&eight, s.s + i, 8);
        all |= eight;
    }
    for (; i < s.n; i++)
        all |= (uint64_t)(unsigned char)s.s[i];
    return all & 0x8080808080808080u;
}

/* No NUL, and CR and LF only as pairs. */
static bool is_clean(struct str s)
{
    if (memchr(s.s, 0, s.n))
        return false;
    for (size_t i = 0; i < s.n;) {
        const char *cr = memchr(s.s + i, '\r', s.n - i), *lf = memchr(s.s + i, '\n', s.n - i);
        if (!cr && !lf)
            return true;
        if (!cr || lf != cr + 1)
            return false;
        i = (size_t)(lf - s.s) + 1;
    }
    return true;
}

/* Filled holes are escaped for their place by render; here is only made sure that nothing else can happen on the wire.
 */
static bool holes_clean(const struct letter *l, bool *eightbit)
{
    size_t next = 0;
    for (size_t i = 0; i < l->raw.n; i++) {
        const struct iovec *p = &l->raw.v[i];
        struct str hole = {p->iov_base, p->iov_len};
        if (is_static(l->cast, p, &next))
            continue;
        *eightbit |= has_eightbit(hole);
        if (!is_clean(hole))
            return false;
    }
    const struct iovec *last = l->raw.n ? &l->raw.v[l->raw.n - 1] : NULL;
    return last && last->iov_len >= 2 && memcmp((char *)last->iov_base + last->iov_len - 2, "\r\n", 2) == 0;
}

static struct str flat(struct arena *a, const struct pieces *p)
{
    size_t n = wire_size(p);
    char *s = arena_alloc(a, n + 1), *w = s;
    for (size_t i = 0; i < p->n; i++)
        w = mempcpy(w, p->v[i].iov_base, p->v[i].iov_len);
    return (struct str){s, n};
}

static int fill(struct letter_office *o, struct letter *l, struct err *e)
{
    struct arena *a = &l->batch->arena;
    if (casts_get(&o->casts, l->recipient->cohort, &l->cast, e) < 0)
        return -1;
    const struct mold *mold = &l->cast->mold;
    struct str *values = arena_array(a, struct str, mold->fields.n);
    l->m.from = mailing_reader(a, &o->mailing, mold, l->recipient, values);
    mold_fill(a, mold, values, &l->raw);
    l->m.eightbit = l->cast->eightbit;
    bool eightbit = false;
    if (!holes_clean(l, &eightbit) || !l->cast->clean) {
        struct str whole = wire_canonical(a, flat(a, &l->raw));
        l->raw = (struct pieces){0};
        vec_add(a, &l->raw, ((struct iovec){(char *)whole.s, whole.n}));
        eightbit = has_eightbit(whole);
    }
    l->m.eightbit |= eightbit;
    l->m.size = wire_size(&l->raw);
    if (o->dsn)
        l->m.envid = str_fmt(a, STR_FMT ".%lld", STR_ARG(o->mailing.edition), (long long)l->recipient->row);
    l->filled = true;
    return 0;
}

int letter_write(struct letter_office *o, struct letter *l, bool stuffed, struct err *e)
{
    if (!l->filled && fill(o, l, e) < 0)
        return -1;
    if (stuffed && !l->stuffed.n)
        wire_stuff(&l->batch->arena, &l->raw, l->cast->shapes, l->cast->n, &l->stuffed);
    const struct pieces *form = stuffed ? &l->stuffed : &l->raw;
    l->m.text = form->v;
    l->m.pieces = form->n;
    return 0;
}

/* ---- signing */

bool letter_body(const struct letter *l, size_t *piece, size_t *offset)
{
    const struct pieces *p = &l->raw;
    static const char end[] = "\r\n\r\n";
    size_t matched = 0;
    for (size_t i = 0; i < p->n; i++) {
        const char *s = p->v[i].iov_base;
        for (size_t k = 0; k < p->v[i].iov_len; k++) {
            matched = s[k] == end[matched] ? matched + 1 : s[k] == '\r' ? 1 : 0;
            if (matched == 4) {
                *piece = i;
                *offset = k + 1;
                return true;
            }
        }
    }
    return false;
}

void letter_prepare_signing(struct letter *l)
{
    struct cast *c = l->cast;
    size_t piece, offset, next = 0, n = 0;
    if (c->begins_known || !c->clean || !letter_body(l, &piece, &offset))
        return;
    c->begins_known = true;
    while (piece + n < l->raw.n && is_static(c, &l->raw.v[piece + n], &next))
        n++;
    if (n == 0)
        return;
    c->begins = arena_copy(&c->arena, &l->raw.v[piece], n * sizeof *c->begins);
    c->begins_at = offset;
    dkim_body_begin(&c->beginning);
    for (size_t i = 0; i < n; i++) {
        size_t skip = i ? 0 : offset;
        dkim_body_add(&c->beginning, (const char *)c->begins[i].iov_base + skip, c->begins[i].iov_len - skip);
    }
    c->begins_n = n;
}

size_t letter_beginning(const struct letter *l, size_t piece, size_t offset, struct dkim_body *out)
{
    const struct cast *c = l->cast;
    if (c->begins_n == 0 || offset != c->begins_at || piece + c->begins_n > l->raw.n)
        return 0;
    for (size_t i = 0; i < c->begins_n; i++)
        if (c->begins[i].iov_base != l->raw.v[piece + i].iov_base ||
            c->begins[i].iov_len != l->raw.v[piece + i].iov_len)
            return 0;
    dkim_body_clone(out, &c->beginning);
    return c->begins_n;
}

void letter_seal(struct letter *l)
{
    struct arena *a = &l->batch->arena;
    struct pieces sealed = {0};
    vec_add(a, &sealed, ((struct iovec){arena_copy(a, l->signature, l->signature_n), l->signature_n}));
    for (size_t i = 0; i < l->raw.n; i++)
        vec_add(a, &sealed, l->raw.v[i]);
    free(l->signature);
    l->signature = NULL;
    l->raw = sealed;
    l->stuffed = (struct pieces){0};
    l->m.size = wire_size(&l->raw);
}

void letter_of(struct arena *a, struct str from, struct str to, struct str message, bool stuffed,
               struct smtp_message *out)
{
    struct pieces raw = {0}, *form = arena_new(a, struct pieces);
    struct str s = wire_canonical(a, message);
    vec_add(a, &raw, ((struct iovec){(char *)s.s, s.n}));
    if (stuffed)
        wire_stuff(a, &raw, NULL, 0, form);
    else
        *form = raw;
    *out = (struct smtp_message){.from = from,
                                 .to = to,
                                 .size = s.n,
                                 .eightbit = has_eightbit(s),
                                 .utf8 = has_eightbit(to) || has_eightbit(from),
                                 .text = form->v,
                                 .pieces = form->n};
}
