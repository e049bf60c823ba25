#include "compose/history.h"
#include "base/buf.h"
#include "model/memory.h"

enum { CODE_MAX = 1 << 20 };

static struct str pair_key(struct arena *a, int64_t x, int64_t y)
{
    const int64_t both[2] = {x, y};
    return (struct str){arena_copy(a, both, sizeof both), sizeof both};
}

static void *get_pair(const struct map *m, int64_t x, int64_t y)
{
    const int64_t both[2] = {x, y};
    return map_get(m, (struct str){(const char *)both, sizeof both});
}

static bool bit(struct str bits, int64_t no)
{
    return no >= 0 && (size_t)no / 8 < bits.n && (uint8_t)bits.s[no / 8] & 1u << no % 8;
}

const struct story *history_form(const struct history *h, const struct story *s)
{
    if (!h)
        return s->is_again ? NULL : s;
    if (!s->versions.n || !h->seen[s->no])
        return s->unseen ? s->unseen : s;
    return s->versions.v[h->seen[s->no] - 1].form;
}

/* An edition none of whose mails are described carried everything to everybody. */
static bool had(const struct histories_of *h, const struct seen_mail *m, int64_t no)
{
    const struct mail_seen *mail = get_pair(&h->mails, m->edition, m->cohort);
    if (mail)
        return no < 0 || bit(mail->stories, no);
    return !get_pair(&h->mails, m->edition, -1);
}

/* Versions are in the order of time: the last one that was seen counts. */
static uint8_t version_seen(const struct histories_of *h, const struct memory *m, const struct story *s)
{
    for (size_t v = s->versions.n; v-- > 0;)
        for (size_t i = 0; i < m->mails.n; i++)
            if (m->mails.v[i].edition == s->versions.v[v].edition && had(h, &m->mails.v[i], s->versions.v[v].no))
                return (uint8_t)(v + 1);
    return 0;
}

static struct cta_past cta_past(const struct memory *m, const struct cta *c)
{
    for (size_t i = 0; c->id && i < m->ctas.n; i++)
        if (m->ctas.v[i].cta == c->id) {
            int64_t shown =
                m->ctas.v[i].shown; /* beyond the cap, and without one beyond the first, it is all the same */
            int64_t most = c->cap > 0 ? c->cap : 1;
            return (struct cta_past){shown > most ? most : shown, m->ctas.v[i].credit};
        }
    return (struct cta_past){0};
}

static struct history *read_history(struct histories_of *h, const struct memory *m)
{
    const struct edition *ed = h->ed;
    struct history *out = arena_new(h->a, struct history);
    *out = (struct history){.seen = arena_array(h->a, uint8_t, ed->pool.n + 1),
                            .ctas = arena_array(h->a, struct cta_past, ed->ctas.n + 1),
                            .plain = true};
    for (size_t i = 0; i < ed->pool.n; i++) {
        const struct story *s = &ed->pool.v[i];
        if (s->no < ed->pool.n && s->versions.n)
            out->seen[s->no] = version_seen(h, m, s);
        out->plain &= history_form(out, s) == history_form(NULL, s);
    }
    for (size_t i = 0; i < ed->ctas.n; i++)
        out->ctas[i] = cta_past(m, &ed->ctas.v[i]);
    return out;
}

static size_t number_of(struct histories_of *h, struct history *x)
{
    struct str seen = {(const char *)x->seen, h->ed->pool.n},
               ctas = {(const char *)x->ctas, h->ed->ctas.n * sizeof *x->ctas};
    struct buf b;
    buf_init(&b, CODE_MAX);
    buf_str(&b, seen);
    buf_str(&b, ctas);
    uintptr_t n = (uintptr_t)map_get(&h->codes, buf_view(&b));
    if (!n) {
        vec_add(h->a, &h->all, x);
        n = h->all.n;
        *map_at(h->a, &h->codes, buf_dup(h->a, &b)) = (void *)n;
    }
    buf_end(&b);
    return n - 1;
}

void histories_begin(struct arena *a, struct histories_of *h, const struct edition *ed, const struct mails_seen *mails)
{
    const struct memory nothing = {0};
    *h = (struct histories_of){.a = a, .ed = ed};
    for (size_t i = 0; mails && i < mails->n; i++) {
        const struct mail_seen *m = &mails->v[i];
        *map_at(a, &h->mails, pair_key(a, m->edition, m->cohort)) = (void *)m;
        *map_at(a, &h->mails, pair_key(a, m->edition, -1)) = (void *)m;
    }
    number_of(h, read_history(h, &nothing));
}

bool histories_know(const struct histories_of *h, int64_t memory, size_t *out)
{
    *out = 0;
    if (!memory)
        return true;
    uintptr_t n = (uintptr_t)map_get(&h->memories, (struct str){(const char *)&memory, sizeof memory});
    *out = n ? n - 1 : 0;
    return n != 0;
}

size_t histories_learn(struct histories_of *h, int64_t memory, struct str text)
{
    struct arena scratch = {0};
    struct memory m;
    memory_parse(&scratch, text, &m);
    size_t n = number_of(h, read_history(h, &m));
    struct str key = {arena_copy(h->a, &memory, sizeof memory), sizeof memory};
    *map_at(h->a, &h->memories, key) = (void *)(n + 1);
    arena_end(&scratch);
    return n;
}
