/* Do the articles, in whatever sentence, know the other's value, or give two of their own? */
#include "why/contrasts.h"
#include "why/countries.h"
#include "why/equal.h"
#include "why/pairing.h"
#include <math.h>
#include <string.h>

/* A check reads every statement of both articles: a story gets so many. */
enum { MOST_CHECKS = 2000 };

/* Does a statement of the article that speaks of the like give the other's value? */
static bool article_gives(const struct statements *s, size_t article, const struct statement *of, const struct value *v,
                          double least)
{
    for (size_t i = s->begin[article]; i < s->begin[article + 1]; i++) {
        const struct statement *z = &s->list.v[i];
        for (size_t k = 0; k < z->values.n; k++) {
            const struct value *w = &z->values.v[k];
            if (w->kind != v->kind || !values_alike(v, w) || !values_agree(v, w))
                continue;
            struct likeness o = statements_compare(s, z, of);
            if (o.telling >= 1 && o.shared >= least * o.smaller)
                return true;
        }
    }
    return false;
}

/* Does the article itself give another value in another sentence on the same thing? */
static bool of_two_minds(const struct statements *s, const struct statement *x, const struct value *v)
{
    for (size_t i = s->begin[x->article]; i < s->begin[x->article + 1]; i++) {
        const struct statement *z = &s->list.v[i];
        if (z == x)
            continue;
        for (size_t k = 0; k < z->values.n; k++) {
            if (!values_alike(v, &z->values.v[k]) || values_agree(v, &z->values.v[k]))
                continue;
            struct likeness o = statements_compare(s, z, x);
            if (o.telling >= 2 && o.shared >= 0.4 * o.smaller)
                return true;
        }
    }
    return false;
}

static bool names_in_text(const struct article *x, struct str name)
{
    struct word w;
    for (size_t at = 0; word_next(name, &at, &w);)
        if (w.s.n > 2 && w.capital && (str_find(x->text, w.s) != STR_NONE || str_find(x->title, w.s) != STR_NONE))
            return true;
    return false;
}

static const char *country_of(const struct tokens *t, const struct value *v)
{
    size_t words;
    return country_at(t, v->from, &words);
}

/* Names are compared where both are of places, or both of people in an office. */
static bool names_differ(const struct statements *s, const struct contrast *c)
{
    const struct article *const *v = (const struct article *const *)s->story->articles.v;
    struct str p = c->v->shown, q = c->w->shown;
    bool place = c->v->kind == VALUE_PLACE;
    const char *one = place ? country_of(&c->x->t, c->v) : NULL, *other = place ? country_of(&c->y->t, c->w) : NULL;
    if (!one != !other || (one && one == other))
        return false;
    if (!place && (c->v->from == c->v->to || c->w->from == c->w->to))
        return false;
    if (same_person(s->a, p, q) || str_ifind(p, q) != STR_NONE || str_ifind(q, p) != STR_NONE)
        return false;
    return !names_in_text(v[c->x->article], q) && !names_in_text(v[c->y->article], p);
}

/* Nobody mistakes a thousand for a million: values so far apart are of two things. */
static bool within_reach(const struct value *v, const struct value *w)
{
    double p = isinf(v->high) ? v->low : v->high, q = isinf(w->high) ? w->low : w->high;
    switch (v->kind) {
    case VALUE_DAY:
        return fabs(p - q) <= 45;
    case VALUE_YEAR:
        return fabs(p - q) <= 10;
    case VALUE_AGE:
        return fabs(p - q) <= fmax(3, 0.4 * fmax(p, q));
    case VALUE_CLOCK:
    case VALUE_HEAT:
    case VALUE_TALLY:
        return true;
    default:
        return p > 0 && q > 0 && fmax(p, q) <= 8 * fmin(p, q);
    }
}

bool contrast_holds(struct statements *s, const struct contrast *c)
{
    const struct value *v = c->v, *w = c->w;
    if (++s->checks > MOST_CHECKS)
        return false;
    if (v->kind == VALUE_PLACE || v->kind == VALUE_HOLDER)
        return (v->kind == VALUE_PLACE || c->twin) && names_differ(s, c);
    if (v->kind == VALUE_NAME)
        return false;
    if (values_agree(v, w) || (!c->twin && !within_reach(v, w)) || !pairing_framed_alike(&c->x->t, v, &c->y->t, w))
        return false;
    double least = c->twin ? 0.5 : 0.15;
    return !article_gives(s, c->x->article, c->y, w, least) && !article_gives(s, c->y->article, c->x, v, least) &&
           (c->twin || (!of_two_minds(s, c->x, v) && !of_two_minds(s, c->y, w)));
}

bool article_has(const struct statements *s, size_t article, const struct value *v)
{
    if (v->kind == VALUE_SPAN || v->kind == VALUE_ORDINAL || (v->kind == VALUE_NUMBER && v->high < 13 && v->fate < 0))
        return false;
    for (size_t i = s->begin[article]; i < s->begin[article + 1]; i++)
        for (size_t k = 0; k < s->list.v[i].values.n; k++) {
            const struct value *w = &s->list.v[i].values.v[k];
            if (values_alike(v, w) && !w->vague && values_agree(v, w))
                return true;
        }
    return false;
}
