/* Of all values of the other article, the one most likely of the same thing, and whether that is likely enough. */
#include "why/contrasts.h"
#include "why/countries.h"
#include "why/equal.h"
#include "why/pairing.h"
#include <math.h>

enum { MOST_PAIRINGS = 20000, MOST_SETTLED = 20000, NEAR_DAY = 5, NEAR_AGE = 4, IN_CLAUSE = 8 };
/* Log odds from which two values are taken to be of one thing, how far ahead of the next best, and from which the same
 * value is. A lower SURE finds a little more and claims what is not so twice as often: readers see only the latter. */
static const double SURE = 1.3, AHEAD = 0.4, SETTLED = 0;

struct partner {
    const struct statement *y;
    const struct value *w;
    double odds, second; /* second: of the next best */
};

static void settle_value(struct statements *s, const struct statement *x, struct value *v, const struct statement *y)
{
    for (size_t m = 0; m < y->values.n; m++) {
        struct value *w = &y->values.v[m];
        if (v->kind < VALUE_PLACE && values_akin(v, w) && values_agree(v, w) && ++s->settlings < MOST_SETTLED &&
            pairing_odds(s, x, v, y, w) > SETTLED) {
            v->settled |= 1U << y->article;
            w->settled |= 1U << x->article;
        }
    }
}

void partners_settle(struct statements *s)
{
    for (size_t i = 0; i < s->list.n; i++) {
        struct statement *x = &s->list.v[i];
        for (size_t n = 0; n < x->values.n; n++)
            for (size_t b = 0; b < STATEMENT_ARTICLES; b++)
                for (size_t k = 0; k < STATEMENT_BEST && s->best[i][b][k] != STR_NONE; k++)
                    settle_value(s, x, &x->values.v[n], &s->list.v[s->best[i][b][k]]);
    }
}

/* The value of the article that is most likely of one thing with v; false: none. */
static bool partner_of(struct statements *s, size_t i, const struct value *v, size_t article, struct partner *out)
{
    *out = (struct partner){.odds = -INFINITY, .second = -INFINITY};
    for (size_t k = 0; k < STATEMENT_BEST && s->best[i][article][k] != STR_NONE; k++) {
        const struct statement *y = &s->list.v[s->best[i][article][k]];
        for (size_t n = 0; n < y->values.n; n++) {
            const struct value *w = &y->values.v[n];
            if (!values_akin(v, w) || (w->settled & 1U << s->list.v[i].article) || ++s->pairings > MOST_PAIRINGS)
                continue;
            double odds = pairing_odds(s, &s->list.v[i], v, y, w);
            if (odds > out->odds)
                *out = (struct partner){.y = y, .w = w, .odds = odds, .second = out->odds};
            else if (odds > out->second)
                out->second = odds;
        }
    }
    return out->w != NULL;
}

/* Days, hours, places and ages are told of everything and everybody: a word near both must be the same. */
static bool in_company(const struct statements *s, const struct statement *x, const struct value *v,
                       const struct statement *y, const struct value *w)
{
    size_t near = v->kind == VALUE_DAY ? NEAR_DAY : v->kind == VALUE_AGE ? NEAR_AGE : IN_CLAUSE;
    bool event = v->kind == VALUE_DAY || v->kind == VALUE_CLOCK || v->kind == VALUE_AGE || v->kind == VALUE_PLACE;
    if (v->kind == VALUE_DAY &&
        (token_in(&x->t, v->from, " today tonight ") || token_in(&y->t, w->from, " today tonight ")))
        return false; /* nowadays, or when the page was written */
    return !event || pairing_company(s, x, v, y, w, near) > 0;
}

/* "two years later": than what? */
static bool later_than_something(const struct tokens *t, const struct value *v)
{
    return v->kind == VALUE_SPAN && token_in(t, v->to + 1, " later earlier ");
}

/* "400 metres from the promenade", "2 km of the promenade" */
static bool how_far_and_how_long(const struct tokens *x, const struct value *v, const struct tokens *y,
                                 const struct value *w)
{
    static const char far[] = " from away off outside ";
    return v->kind == VALUE_LENGTH && token_in(x, v->to + 1, far) != token_in(y, w->to + 1, far);
}

static bool names_country(const struct tokens *t, const char *which)
{
    size_t words;
    for (size_t i = 0; i < t->n; i++) {
        const char *country = country_at(t, i, &words);
        if (country && (!which || country == which))
            return true;
    }
    return false;
}

/* Pakistan here, Jordan there */
static bool of_other_countries(const struct tokens *x, const struct tokens *y)
{
    size_t words;
    if (!names_country(y, NULL) || !names_country(x, NULL))
        return false;
    for (size_t i = 0; i < x->n; i++) {
        const char *country = country_at(x, i, &words);
        if (country && names_country(y, country))
            return false;
    }
    return true;
}

bool partners_differ(struct statements *s, size_t i, size_t article, const struct value *v, struct contrast *c)
{
    const struct statement *x = &s->list.v[i];
    struct partner p, back;
    bool place = v->kind == VALUE_PLACE;
    if (v->kind > VALUE_PLACE || (v->settled & 1U << article) || !partner_of(s, i, v, article, &p) || p.odds < SURE ||
        p.odds - p.second < AHEAD || values_agree(v, p.w) || (place && of_two_events(x, p.y)))
        return false;
    if (sentences_set_apart(&x->t, &p.y->t, v->kind != VALUE_DAY) || sentences_name_others(&x->t, &p.y->t, place))
        return false;
    if (v->kind == VALUE_DAY ? day_of_saying(&x->t, v) || day_of_saying(&p.y->t, p.w) : x->elsewhere || p.y->elsewhere)
        return false;
    if (!partner_of(s, (size_t)(p.y - s->list.v), p.w, x->article, &back) || back.w != v ||
        back.odds - back.second < AHEAD)
        return false;
    if (!in_company(s, x, v, p.y, p.w) || later_than_something(&x->t, v) || later_than_something(&p.y->t, p.w) ||
        how_far_and_how_long(&x->t, v, &p.y->t, p.w) || of_other_countries(&x->t, &p.y->t))
        return false;
    *c = (struct contrast){.x = x, .v = v, .y = p.y, .w = p.w};
    return !article_has(s, article, v) && !article_has(s, x->article, p.w) && contrast_holds(s, c);
}
