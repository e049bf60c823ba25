/* Which values a pair of statements gives differently. */
#include "why/contrasts.h"
#include "why/equal.h"
#include "why/pairing.h"
#include <math.h>

enum { MOST_CONTRASTS = 40 };

size_t values_like(const struct statement *s, const struct value *v, size_t *at)
{
    size_t n = 0;
    for (size_t i = 0; i < s->values.n; i++)
        if (values_alike(v, &s->values.v[i])) {
            *at = i;
            n++;
        }
    return n;
}

bool of_two_events(const struct statement *x, const struct statement *y)
{
    size_t at = 0;
    for (size_t i = 0; i < x->values.n; i++)
        if (x->values.v[i].kind < VALUE_PLACE && values_like(y, &x->values.v[i], &at) == 1 &&
            !values_agree(&x->values.v[i], &y->values.v[at]))
            return true;
    return false;
}

bool day_of_saying(const struct tokens *t, const struct value *v)
{
    static const char saying[] = " said says told added stated ";
    size_t i = v->from;
    while (i > 0 && token_in(t, i - 1, " on late early the reporters "))
        i--;
    return (i > 0 && token_in(t, i - 1, saying)) || token_in(t, v->to + 1, saying);
}

enum { CLOSE = 5, IN_CLAUSE = 8 };

/* The value of y that can only be meant by v where a sentence has several of the kind: that in the same company. */
static const struct value *counterpart(const struct statements *s, const struct statement *x, const struct value *v,
                                       const struct statement *y)
{
    size_t at = 0, one = values_like(x, v, &at), other = values_like(y, v, &at);
    if (!other || one > 4 || other > 4)
        return NULL;
    if (one == 1 && other == 1)
        return &y->values.v[at];
    const struct value *best = NULL;
    double most = 0, second = 0;
    for (size_t i = 0; i < y->values.n; i++) {
        const struct value *w = &y->values.v[i];
        double c = values_alike(v, w) ? pairing_company(s, x, v, y, w, CLOSE) : 0;
        if (c > most) {
            second = most;
            most = c;
            best = w;
        } else if (c > second) {
            second = c;
        }
    }
    for (size_t i = 0; best && i < x->values.n; i++)
        if (&x->values.v[i] != v && values_alike(&x->values.v[i], best))
            second = fmax(second, pairing_company(s, x, &x->values.v[i], y, best, CLOSE));
    return best && most > 1.8 * second ? best : NULL;
}

static bool paraphrase(const struct statement *x, const struct statement *y, struct likeness o)
{
    bool same_time = sentence_is_future(&x->t) == sentence_is_future(&y->t);
    return o.telling >= 2 && o.shared >= (same_time ? 0.45 : 0.6) * o.smaller && o.shared >= 0.3 * o.larger;
}

/* One word of each, found nowhere else in the story, may be enough for a short sentence. */
static bool short_paraphrase(const struct statement *x, const struct statement *y, struct likeness o)
{
    return sentence_is_future(&x->t) == sentence_is_future(&y->t) && o.rare >= 1 && o.shared >= 0.5 * o.smaller &&
           o.shared >= 0.35 * o.larger && x->n_terms <= 4 && y->n_terms <= 4;
}

struct pair {
    const struct statement *x, *y;
    struct alignment words;
    bool twin, same, brief, telling, same_time, apart, apart_by_days;
};

static bool read_pair(const struct statements *s, const struct statement *x, const struct statement *y, struct pair *p)
{
    struct likeness o = statements_compare(s, x, y);
    size_t shorter = x->t.n < y->t.n ? x->t.n : y->t.n;
    *p = (struct pair){.x = x, .y = y};
    if (o.telling < 1 || o.shared < 0.15 * o.larger)
        return false;
    twins_align(s, x, y, &p->words);
    p->twin = p->words.same * 10 >= shorter * 6 && o.shared >= 0.6 * o.larger && o.telling >= 3;
    size_t longer = x->t.n + y->t.n - shorter;
    p->twin |= p->words.same * 10 >= longer * 8 && shorter >= 7; /* a sentence of few words, but for one of them */
    p->same = paraphrase(x, y, o);
    p->brief = short_paraphrase(x, y, o);
    p->telling = o.telling > 0; /* enough for two shares of one thing */
    p->same_time = sentence_is_future(&x->t) == sentence_is_future(&y->t);
    p->apart = sentences_set_apart(&x->t, &y->t, false);
    p->apart_by_days = p->apart || (!p->twin && sentences_set_apart(&x->t, &y->t, true));
    return !p->apart && (p->twin || p->same || p->brief || p->telling);
}

/* The value of y that v of x is to be held against; NULL. */
static const struct value *opposite(const struct statements *s, const struct pair *p, const struct value *v, bool *twin)
{
    bool day = v->kind == VALUE_DAY, event = day || v->kind == VALUE_CLOCK || v->kind == VALUE_PLACE;
    *twin = false;
    if (!day && p->apart_by_days)
        return NULL;
    for (size_t k = 0; p->twin && k < p->y->values.n; k++)
        if (values_alike(v, &p->y->values.v[k]) && twins_same_place(&p->words, p->x, v, p->y, &p->y->values.v[k])) {
            *twin = true;
            return &p->y->values.v[k];
        }
    if ((event && !p->same_time) || (!day && v->kind != VALUE_YEAR && (p->x->elsewhere || p->y->elsewhere)))
        return NULL;
    bool name = v->kind == VALUE_PLACE || v->kind == VALUE_HOLDER;
    if (speaks_of_other(&p->x->t, v->from, v->to) || (!name && sentences_name_others(&p->x->t, &p->y->t, false)))
        return NULL;
    const struct value *w = counterpart(s, p->x, v, p->y);
    if (w && (speaks_of_other(&p->y->t, w->from, w->to) || (name && of_two_events(p->x, p->y))))
        return NULL;
    bool of = w && v->kind == VALUE_SHARE && v->of != TERM_NONE && v->of == w->of;
    if (!w || (event && (pairing_company(s, p->x, v, p->y, w, IN_CLAUSE) <= 0 || day_of_saying(&p->x->t, v) ||
                         day_of_saying(&p->y->t, w))))
        return NULL;
    return p->same || p->brief || of ? w : NULL;
}

/* The statement of the article that is most like x among those with a value like v; STR_NONE. */
static size_t answer_to(const struct statements *s, size_t x, const struct value *v, size_t article)
{
    size_t at;
    for (size_t k = 0; k < STATEMENT_BEST && s->best[x][article][k] != STR_NONE; k++)
        if (values_like(&s->list.v[s->best[x][article][k]], v, &at))
            return s->best[x][article][k];
    return STR_NONE;
}

/* ---- by all that speaks for one thing ---- */

static void look(struct statements *s, size_t i, size_t article, struct contrasts *out)
{
    const struct statement *x = &s->list.v[i];
    struct pair p = {0};
    bool fits = false;
    for (size_t k = 0; k < x->values.n && out->n < MOST_CONTRASTS; k++) {
        struct contrast c = {.x = x, .v = &x->values.v[k]};
        size_t j = answer_to(s, i, c.v, article);
        bool answered = j != STR_NONE && answer_to(s, j, c.v, x->article) == i;
        if (answered && p.y != &s->list.v[j])
            fits = read_pair(s, x, &s->list.v[j], &p);
        c.y = p.y;
        if ((answered && fits && (c.w = opposite(s, &p, c.v, &c.twin)) && contrast_holds(s, &c)) ||
            partners_differ(s, i, article, &x->values.v[k], &c))
            vec_add(s->a, out, c);
    }
}

void statements_contrasts(struct statements *s, struct contrasts *out)
{
    partners_settle(s);
    for (size_t i = 0; i < s->list.n; i++)
        for (size_t k = s->list.v[i].article + 1; k < STATEMENT_ARTICLES && out->n < MOST_CONTRASTS; k++)
            look(s, i, k, out);
}
