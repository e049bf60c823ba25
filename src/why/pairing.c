/* Are two values of one thing? What their sentences share, and how near to the values, in one number. */
#include "why/pairing.h"
#include "why/equal.h"
#include <math.h>

enum { CLOSE = 3, CLAUSE = 8 };

double pairing_company(const struct statements *s, const struct statement *x, const struct value *v,
                       const struct statement *y, const struct value *w, size_t near)
{
    double sum = 0;
    for (size_t i = v->from > near ? v->from - near : 0; i < x->t.n && i <= v->to + near; i++) {
        uint32_t term = concept_of(&s->concepts, x->t.v[i].term);
        bool of_value =
            (i >= v->from && i <= v->to) || (v->kind == VALUE_AGE && token_in(&x->t, i, " year years old "));
        bool content = !(x->t.v[i].flags & (TERM_STOP | TERM_NUMBER)) && term < s->terms && !of_value;
        for (size_t k = w->from > near ? w->from - near : 0; content && k < y->t.n && k <= w->to + near; k++)
            if (concept_of(&s->concepts, y->t.v[k].term) == term && (k < w->from || k > w->to)) {
                sum += s->weights[term];
                break;
            }
    }
    return sum;
}

bool pairing_framed_alike(const struct tokens *x, const struct value *v, const struct tokens *y, const struct value *w)
{
    static const char frames[] = " by to until till since from before after between every another ";
    bool p = v->from && token_in(x, v->from - 1, frames), q = w->from && token_in(y, w->from - 1, frames);
    if (p && q)
        return str_eq(x->v[v->from - 1].low, y->v[w->from - 1].low);
    if (!p && !q)
        return true;
    struct str one = p ? x->v[v->from - 1].low : y->v[w->from - 1].low;
    if (v->kind == VALUE_SPAN)
        return word_in(" after before to ", one); /* "lasted ten days", "ended after ten days" */
    return word_in(" by to ", one) && v->kind != VALUE_DAY && v->kind != VALUE_CLOCK;
}

/* Figures of the two sentences, other than v and w, that agree. */
static size_t agreeing(const struct statement *x, const struct value *v, const struct statement *y,
                       const struct value *w)
{
    size_t n = 0;
    for (size_t i = 0; i < x->values.n; i++)
        for (size_t k = 0; k < y->values.n; k++) {
            const struct value *p = &x->values.v[i], *q = &y->values.v[k];
            if (p != v && q != w && p->kind < VALUE_PLACE && values_alike(p, q) && values_agree(p, q)) {
                n++;
                break;
            }
        }
    return n;
}

/* Values of the article that might be meant by v, less those that the other article gives too. */
static size_t rivals_in(const struct statements *s, size_t article, const struct value *v, size_t other)
{
    size_t n = 0;
    for (size_t i = s->begin[article]; i < s->begin[article + 1]; i++)
        for (size_t k = 0; k < s->list.v[i].values.n; k++) {
            const struct value *w = &s->list.v[i].values.v[k];
            n += values_akin(v, w) && !(w->settled & 1U << other);
        }
    return n;
}

static size_t alike_in_sentence(const struct statement *x, const struct value *v)
{
    size_t n = 0;
    for (size_t i = 0; i < x->values.n; i++)
        n += values_akin(v, &x->values.v[i]);
    return n;
}

/* Names in x that y has not; *same: those it has. */
static size_t names_of_its_own(const struct statement *x, const struct statement *y, size_t *same)
{
    size_t n = 0;
    *same = 0;
    for (size_t i = 0; i < x->t.n; i++) {
        bool met = false;
        if (!x->t.v[i].name || x->t.v[i].w.kind != WORD_LETTERS)
            continue;
        for (size_t k = 0; k < y->t.n && !met; k++)
            met = str_eq(x->t.v[i].low, y->t.v[k].low);
        *same += met;
        n += !met;
    }
    return n;
}

/* "310 services", "700 trains"; but "people" may be of any trade. */
static bool other_noun(const struct statements *s, const struct value *v, const struct value *w)
{
    uint32_t people = s->concepts.people;
    return v->kind == VALUE_NUMBER && v->fate < 0 && v->unit != w->unit && v->unit != TERM_NONE &&
           w->unit != TERM_NONE && v->unit != people && w->unit != people;
}

static float damped(double x, double half)
{
    return (float)(x / (x + half));
}

void pairing_read(const struct statements *s, const struct statement *x, const struct value *v,
                  const struct statement *y, const struct value *w, float *f)
{
    struct likeness o = statements_compare(s, x, y);
    size_t rivals = rivals_in(s, x->article, w, y->article) * rivals_in(s, y->article, v, x->article);
    size_t same = 0, crowd = alike_in_sentence(x, v) + alike_in_sentence(y, w) - 2, figures = agreeing(x, v, y, w);
    for (size_t i = 0; i < PAIRING_FEATURES; i++)
        f[i] = 0;
    f[P_ALWAYS] = 1;
    f[P_SMALLER] = (float)(o.shared / fmax(o.smaller, 1e-9));
    f[P_LARGER] = (float)(o.shared / fmax(o.larger, 1e-9));
    f[P_TELLING] = (float)fmin((double)o.telling, 4) / 4;
    f[P_RARE] = (float)fmin((double)o.rare, 3) / 3;
    f[P_CLOSE] = damped(pairing_company(s, x, v, y, w, CLOSE), 2);
    f[P_CLAUSE] = damped(pairing_company(s, x, v, y, w, CLAUSE), 4);
    f[P_FIGURES] = (float)fmin((double)figures, 2) / 2;
    f[P_ALONE] = 1 / (float)sqrt(fmax((double)rivals, 1));
    f[P_CROWDED] = (float)fmin((double)crowd, 3) / 3;
    f[P_LEAD] = x->sentence < 2 && y->sentence < 2;
    size_t mine = names_of_its_own(x, y, &same), its = names_of_its_own(y, x, &same);
    f[P_NAMES] = (float)fmin((double)(mine < its ? mine : its), 2) / 2;
    f[P_NAMED] = (float)fmin((double)same, 2) / 2;
    f[P_FRAMED] = !pairing_framed_alike(&x->t, v, &y->t, w);
    f[P_NOUN] = ((v->kind == VALUE_NUMBER && v->fate < 0) || v->kind == VALUE_ORDINAL) && v->unit != TERM_NONE &&
                v->unit == w->unit;
    f[P_OTHER_NOUN] = other_noun(s, v, w);
    f[P_FATE] = v->kind == VALUE_NUMBER && v->fate >= 0;
    f[P_NUMBER] = v->kind == VALUE_NUMBER;
    f[P_MONEY] = v->kind == VALUE_MONEY;
    f[P_SHARE] = v->kind == VALUE_SHARE;
    f[P_DAY] = v->kind == VALUE_DAY;
    f[P_YEAR] = v->kind == VALUE_YEAR;
    f[P_CLOCK] = v->kind == VALUE_CLOCK;
    f[P_SPAN] = v->kind == VALUE_SPAN;
    f[P_LENGTH] = v->kind == VALUE_LENGTH;
    f[P_ORDINAL] = v->kind == VALUE_ORDINAL;
    f[P_AGE] = v->kind == VALUE_AGE;
    f[P_RARE_KIND] = v->kind == VALUE_TALLY || v->kind == VALUE_HEAT;
}

/* Logistic regression over 20,000 pairs of values: of real stories told by several outlets, of articles parted in two,
 * and of the shown halves of the planted sets. Values of a kind that agree were taken to be of one thing, those that do
 * not of two. */
double pairing_odds(const struct statements *s, const struct statement *x, const struct value *v,
                    const struct statement *y, const struct value *w)
{
    static const float weights[PAIRING_FEATURES] = {
        [P_ALWAYS] = -2.29F,     [P_SMALLER] = 0.71F, [P_LARGER] = 1.13F,    [P_TELLING] = -0.17F, [P_RARE] = 0.32F,
        [P_CLOSE] = 1.96F,       [P_CLAUSE] = 0.91F,  [P_FIGURES] = 0.88F,   [P_ALONE] = 2.34F,    [P_CROWDED] = -1.60F,
        [P_LEAD] = 0.64F,        [P_NAMES] = -0.30F,  [P_NAMED] = 0.16F,     [P_FRAMED] = -1.08F,  [P_NOUN] = 1.56F,
        [P_OTHER_NOUN] = -0.84F, [P_FATE] = -0.19F,   [P_NUMBER] = -0.83F,   [P_MONEY] = -0.66F,   [P_SHARE] = -0.94F,
        [P_DAY] = 0.89F,         [P_YEAR] = -0.11F,   [P_CLOCK] = 0.48F,     [P_SPAN] = 0.01F,     [P_LENGTH] = 0.26F,
        [P_ORDINAL] = -0.60F,    [P_AGE] = -0.26F,    [P_RARE_KIND] = -0.53F};
    float f[PAIRING_FEATURES];
    double sum = 0;
    pairing_read(s, x, v, y, w, f);
    for (size_t i = 0; i < PAIRING_FEATURES; i++)
        sum += (double)(weights[i] * f[i]);
    return sum;
}
