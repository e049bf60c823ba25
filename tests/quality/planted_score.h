/* planted_score.h: pairs of reports with something planted, or nothing: what is claimed of them, told by kind. For the
 * drivers that plant differences into reports. */
#ifndef QUALITY_PLANTED_SCORE_H
#define QUALITY_PLANTED_SCORE_H

#include "claimed.h"
#include "jsonl.h"
#include "planted_values.h"
#include "why/why.h"

struct tally {
    size_t planted, found, false_claims, harmless, harmless_claims;
};
struct score {
    struct tally kinds[2][KINDS + 1]; /* seen, kept back */
    bool loud;
};

/* One pair of reports. */
struct pair {
    struct article v[2];
    enum kind kind;
    struct str planted;   /* unknown: harmless */
    struct str was, note; /* for who asks what was missed */
    bool kept;            /* nothing is told of it but figures */
};

static inline struct str last_word(struct str s)
{
    size_t n = s.n;
    while (n && s.s[n - 1] != ' ')
        n--;
    return str_sub(s, n, s.n);
}

static inline struct str replaced(struct arena *a, struct str text, struct str from, struct str to)
{
    struct buf b;
    size_t at;
    buf_init(&b, 1 << 22);
    while (from.n && (at = str_find(text, from)) != STR_NONE) {
        bool whole = (!at || !strchr("0123456789.,", text.s[at - 1])) &&
                     (at + from.n >= text.n || !((text.s[at + from.n] >= '0' && text.s[at + from.n] <= '9') ||
                                                 (text.s[at + from.n] >= 'a' && text.s[at + from.n] <= 'z')));
        buf_str(&b, str_sub(text, 0, at));
        buf_str(&b, whole ? to : from);
        text = str_sub(text, at + from.n, text.n);
    }
    buf_str(&b, text);
    struct str out = buf_dup(a, &b);
    buf_end(&b);
    return out;
}

static inline struct str with_capital(struct arena *a, struct str s)
{
    struct str out = str_dup(a, s);
    if (out.n && out.s[0] >= 'a' && out.s[0] <= 'z')
        ((char *)out.s)[0] -= 32;
    return out;
}

static inline bool names_value(const struct differ *d, struct str value)
{
    static const char *const small_words[] = {"on ", "about ", "some ", "around ", "roughly ", "the "};
    return is_claimed(d, value, small_words, sizeof small_words / sizeof *small_words);
}

static inline void judge(struct score *r, struct pair *p)
{
    struct arena a = {0};
    struct story s = {.lead = &p->v[0]};
    struct tally *t = &r->kinds[p->kept][p->kind];
    bool found = false, loud = r->loud && !p->kept;
    p->v[0].outlet = str_lit("Gazette");
    p->v[1].outlet = str_lit("Second Post");
    p->v[1].published.t += p->v[1].published.has == WHEN_SECOND ? 1200 : 0;
    p->v[1].id = str_lit("copy");
    for (int i = 0; i < 2; i++)
        vec_add(&a, &s.articles, &p->v[i]);
    s.headline = p->v[0].title;
    why_differs(&a, &s);
    for (size_t i = 0; i < s.differs.n; i++) {
        const struct differ *d = &s.differs.v[i];
        bool right = p->planted.n && names_value(d, p->planted);
        found |= right;
        if (right)
            continue;
        *(p->planted.n ? &t->false_claims : &t->harmless_claims) += 1;
        if (loud)
            printf("false: %s: " STR_FMT ": " STR_FMT " / " STR_FMT "\n    " STR_FMT "\n    " STR_FMT "\n",
                   p->kind < KINDS ? kind_names[p->kind] : "look-alike", STR_ARG(d->about),
                   STR_ARG(d->claims.v[0].value), STR_ARG(d->claims.v[1].value), STR_ARG(d->claims.v[0].quote),
                   STR_ARG(d->claims.v[1].quote));
    }
    t->planted += p->planted.n > 0;
    t->harmless += !p->planted.n;
    t->found += found;
    if (loud && p->planted.n && !found)
        printf("missed: %s: " STR_FMT " / " STR_FMT ": " STR_FMT "\n", kind_names[p->kind], STR_ARG(p->was),
               STR_ARG(p->planted), STR_ARG(p->note));
    arena_end(&a);
}

static inline void print_score(const struct score *r)
{
    struct tally all = {0};
    for (int kept = 0; kept < 2; kept++) {
        struct tally sum = {0};
        printf("%s\n", kept ? "kept back" : "shown with -v");
        for (int k = 0; k <= KINDS; k++) {
            const struct tally *t = &r->kinds[kept][k];
            sum.planted += t->planted;
            sum.found += t->found;
            sum.false_claims += t->false_claims + t->harmless_claims;
            sum.harmless += t->harmless;
            printf("  %-12s planted %3zu  found %3zu  recall %.3f  false claims %zu  harmless %3zu  false claims %zu\n",
                   k < KINDS ? kind_names[k] : "look-alikes", t->planted, t->found,
                   t->planted ? (double)t->found / (double)t->planted : 0, t->false_claims, t->harmless,
                   t->harmless_claims);
        }
        size_t claims = sum.found + sum.false_claims;
        printf("  all          planted %zu  harmless %zu  recall %.3f  precision %.3f\n", sum.planted, sum.harmless,
               (double)sum.found / (double)sum.planted, claims ? (double)sum.found / (double)claims : 1);
        all.planted += sum.planted;
        all.found += sum.found;
        all.false_claims += sum.false_claims;
    }
    printf("both           recall %.3f  precision %.3f\n", (double)all.found / (double)all.planted,
           (double)all.found / (double)(all.found + all.false_claims));
}

#endif
