#include "model/memory.h"
#include "base/buf.h"

enum { CTAS_MAX = 500, MAILS_MAX = 2000, TEXT_MAX = 1 << 20, SHARE_WHOLE = 1000 };
enum { CREDIT_MAX = 1000000, SHOWN_MAX = 1000000000 }; /* sums stay far from where numbers end, whatever a text says */

/* "12.4": two numbers */
static bool pair(struct str s, char sep, int64_t *x, struct str *rest)
{
    size_t at = str_chr(s, sep);
    if (at == STR_NONE || !str_i64(str_sub(s, 0, at), x))
        return false;
    *rest = str_sub(s, at + 1, s.n);
    return true;
}

static int64_t within(int64_t x, int64_t most)
{
    return x > most ? most : x < -most ? -most : x;
}

static void parse_mail(struct arena *a, struct str one, struct seen_mails *out)
{
    struct seen_mail m;
    struct str rest;
    bool ok = out->n < MAILS_MAX && pair(one, '.', &m.edition, &rest) && str_i64(rest, &m.cohort);
    if (ok && (!out->n || out->v[out->n - 1].edition < m.edition)) /* memory_add relies on the order */
        vec_add(a, out, m);
}

static void parse_cta(struct arena *a, struct str one, struct seen_ctas *out)
{
    struct seen_cta c;
    struct str rest;
    bool ok = out->n < CTAS_MAX && pair(one, ':', &c.cta, &rest) && pair(rest, ':', &c.shown, &rest) &&
              str_i64(rest, &c.credit);
    if (!ok || (out->n && out->v[out->n - 1].cta >= c.cta))
        return;
    c.shown = within(c.shown, SHOWN_MAX);
    c.credit = within(c.credit, CREDIT_MAX);
    vec_add(a, out, c);
}

void memory_parse(struct arena *a, struct str text, struct memory *out)
{
    struct str mails, one;
    *out = (struct memory){0};
    if (!str_cut(&text, '|', &mails))
        return;
    while (str_cut(&mails, ' ', &one))
        parse_mail(a, one, &out->mails);
    while (str_cut(&text, ' ', &one))
        parse_cta(a, one, &out->ctas);
}

struct str memory_text(struct arena *a, const struct memory *m)
{
    struct buf b;
    buf_init(&b, TEXT_MAX);
    for (size_t i = 0; i < m->mails.n; i++)
        buf_fmt(&b, "%s%lld.%lld", i ? " " : "", (long long)m->mails.v[i].edition, (long long)m->mails.v[i].cohort);
    buf_ch(&b, '|');
    for (size_t i = 0; i < m->ctas.n; i++)
        buf_fmt(&b, "%s%lld:%lld:%lld", i ? " " : "", (long long)m->ctas.v[i].cta, (long long)m->ctas.v[i].shown,
                (long long)m->ctas.v[i].credit);
    struct str s = buf_dup(a, &b);
    buf_end(&b);
    return s;
}

void cta_turns_parse(struct arena *a, struct str text, struct cta_turns *out)
{
    struct str one, share;
    while (str_cut(&text, ' ', &one)) {
        struct cta_turn t = {0};
        size_t colon = str_chr(one, ':');
        if (colon == STR_NONE || !colon)
            continue;
        share = str_sub(one, colon + 1, one.n);
        t.shown = one.s[colon - 1] == '+';
        if (!str_i64(str_sub(one, 0, colon - t.shown), &t.cta) || !str_i64(share, &t.share) || out->n == CTAS_MAX)
            continue;
        t.share = within(t.share, CREDIT_MAX);
        vec_add(a, out, t);
    }
}

struct str cta_turns_text(struct arena *a, const struct cta_turns *turns)
{
    struct buf b;
    buf_init(&b, TEXT_MAX);
    for (size_t i = 0; i < turns->n; i++)
        buf_fmt(&b, "%s%lld%s:%lld", i ? " " : "", (long long)turns->v[i].cta, turns->v[i].shown ? "+" : "",
                (long long)turns->v[i].share);
    struct str s = buf_dup(a, &b);
    buf_end(&b);
    return s;
}

static struct seen_cta *cta_at(struct arena *a, struct memory *m, int64_t id)
{
    size_t i = 0;
    while (i < m->ctas.n && m->ctas.v[i].cta < id)
        i++;
    if (i < m->ctas.n && m->ctas.v[i].cta == id)
        return &m->ctas.v[i];
    if (m->ctas.n == CTAS_MAX)
        return NULL;
    vec_push(a, &m->ctas);
    for (size_t k = m->ctas.n - 1; k > i; k--)
        m->ctas.v[k] = m->ctas.v[k - 1];
    m->ctas.v[i] = (struct seen_cta){.cta = id};
    return &m->ctas.v[i];
}

static void forget(struct memory *m, int64_t oldest)
{
    size_t n = 0;
    for (size_t i = 0; i < m->mails.n; i++)
        if (m->mails.v[i].edition >= oldest)
            m->mails.v[n++] = m->mails.v[i];
    m->mails.n = n;
}

void memory_add(struct arena *a, struct memory *m, int64_t edition, int64_t cohort, const struct cta_turns *turns,
                int64_t oldest)
{
    size_t at = 0;
    forget(m, oldest);
    while (at < m->mails.n && m->mails.v[at].edition < edition)
        at++;
    if (at < m->mails.n && m->mails.v[at].edition == edition)
        return;
    if (edition >= oldest) {
        if (m->mails.n == MAILS_MAX)
            forget(m, m->mails.v[0].edition + 1), at -= at > 0;
        vec_push(a, &m->mails);
        for (size_t k = m->mails.n - 1; k > at; k--)
            m->mails.v[k] = m->mails.v[k - 1];
        m->mails.v[at] = (struct seen_mail){edition, cohort};
    }
    for (size_t i = 0; i < turns->n; i++) {
        const struct cta_turn *t = &turns->v[i];
        struct seen_cta *c = cta_at(a, m, t->cta);
        if (!c)
            continue;
        c->shown = within(c->shown + t->shown, SHOWN_MAX);
        c->credit = within(c->credit + t->share - (t->shown ? SHARE_WHOLE : 0), CREDIT_MAX);
    }
}
