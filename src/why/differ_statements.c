/* Differences between sentences that say the same but for a value (statements.h, contrasts.h). */
#include "why/differ.h"
#include "why/statements.h"

enum { DAY = 86400 };

/* The event that the value's sentence tells of, the sum, the thing that is counted: for readers. */
static enum differ_kind kind_of(const struct contrast *c, struct str *subject)
{
    static const enum differ_kind kinds[] = {
        [VALUE_NUMBER] = DIFFER_NUMBER, [VALUE_MONEY] = DIFFER_AMOUNT,    [VALUE_SHARE] = DIFFER_SHARE,
        [VALUE_DAY] = DIFFER_DATE,      [VALUE_YEAR] = DIFFER_YEAR,       [VALUE_CLOCK] = DIFFER_TIME,
        [VALUE_SPAN] = DIFFER_DURATION, [VALUE_LENGTH] = DIFFER_DISTANCE, [VALUE_HEAT] = DIFFER_TEMPERATURE,
        [VALUE_TALLY] = DIFFER_RESULT,  [VALUE_ORDINAL] = DIFFER_RANK,    [VALUE_AGE] = DIFFER_AGE,
        [VALUE_PLACE] = DIFFER_PLACE,   [VALUE_HOLDER] = DIFFER_OFFICE,   [VALUE_NAME] = DIFFER_OTHER};
    const struct tokens *t = &c->x->t;
    enum differ_kind kind = kinds[c->v->kind];
    size_t event = event_near(t, c->v->from, c->v->to);
    *subject = (struct str){0};
    if (kind == DIFFER_NUMBER && c->v->fate >= 0)
        return fate_kind(c->v->fate, subject);
    if (kind == DIFFER_NUMBER && c->v->noun != STR_NONE)
        *subject = t->v[c->v->noun].low;
    else if ((kind == DIFFER_DATE || kind == DIFFER_TIME || kind == DIFFER_PLACE) && event != STR_NONE)
        *subject = str_c(event_class(t->v[event].low));
    return kind;
}

static bool overlap(struct str x, struct str y)
{
    return str_find(x, y) != STR_NONE || str_find(y, x) != STR_NONE;
}

/* The difference that tells of this value of this sentence already; NULL. */
static struct differ *telling(struct differs *v, struct str quote, struct str value)
{
    for (size_t i = 0; i < v->n; i++)
        for (size_t k = 0; k < v->v[i].claims.n; k++)
            if (str_eq(v->v[i].claims.v[k].quote, quote) && overlap(v->v[i].claims.v[k].value, value))
                return &v->v[i];
    return NULL;
}

static bool of_outlet(const struct differ *d, struct str outlet)
{
    for (size_t i = 0; i < d->claims.n; i++)
        if (str_eq(d->claims.v[i].outlet, outlet))
            return true;
    return false;
}

/* Days of one report may overtake those of another as tolls do. */
static bool news_since(const struct article *p, const struct article *q, const struct contrast *c)
{
    int64_t from = p->published.t, to = q->published.t;
    if (p->published.has == WHEN_NONE || q->published.has == WHEN_NONE || c->v->kind == VALUE_PLACE ||
        c->v->kind == VALUE_HOLDER || c->v->kind == VALUE_AGE)
        return false;
    bool later = from < to, days = p->published.has == WHEN_DAY || q->published.has == WHEN_DAY;
    int64_t apart = later ? to - from : from - to;
    if (apart < (days ? DAY : DIFFER_UPDATE))
        return false;
    return c->v->kind != VALUE_NUMBER || (later ? c->w->high >= c->v->low : c->v->high >= c->w->low);
}

void differ_statements(struct arena *a, struct desk *d, struct differs *out)
{
    struct statements s;
    struct contrasts found = {0};
    statements_read(d->a, d->l, d->story, &s);
    statements_contrasts(&s, &found);
    for (size_t i = 0; i < found.n; i++) {
        const struct contrast *c = &found.v[i];
        const struct article *p = d->story->articles.v[c->x->article], *q = d->story->articles.v[c->y->article];
        struct differ *before = telling(out, c->x->quote, c->v->shown);
        struct str subject;
        if ((p->outlet.n && str_eq(p->outlet, q->outlet)) || news_since(p, q, c) ||
            telling(out, c->y->quote, c->w->shown))
            continue;
        if (before) {
            if (!of_outlet(before, q->outlet))
                differ_claim(a, before, q->outlet, c->w->shown, c->y->quote);
            continue;
        }
        if (out->n == DIFFERS_MOST)
            return;
        enum differ_kind kind = kind_of(c, &subject);
        struct differ now = differ_new(a, kind, subject);
        differ_claim(a, &now, p->outlet, c->v->shown, c->x->quote);
        differ_claim(a, &now, q->outlet, c->w->shown, c->y->quote);
        vec_add(a, out, now);
    }
}
