#include "select/lead.h"
#include "select/topic.h"
#include <math.h>
#include <stdlib.h>

enum { DAY = 86400 };

/* Half as fresh with every half window that passes; a story with no known time counts as one window old. */
static double freshness(const struct story *s, const struct rank_options *o)
{
    int64_t window = o->window > 0 ? o->window : DAY, newest = INT64_MIN;
    for (size_t i = 0; i < s->articles.n; i++) {
        const struct article *x = s->articles.v[i];
        const struct when *w = x->published.has != WHEN_NONE ? &x->published : &x->updated;
        /* a day without a time is taken at its noon */
        int64_t t = w->has == WHEN_NONE ? INT64_MIN : w->has == WHEN_DAY ? w->t + DAY / 2 : w->t;
        newest = t > newest ? t : newest;
    }
    double age = newest == INT64_MIN ? (double)window : (double)(o->now - newest);
    return exp2(-(age > 0 ? age : 0) / ((double)window / 2));
}

/* How many outlets tell it; more than 16 tell no more. */
static size_t outlets(const struct story *s)
{
    enum { MOST = 16 };
    struct str seen[MOST];
    size_t n = 0;
    for (size_t i = 0; i < s->articles.n && n < MOST; i++) {
        size_t k = 0;
        while (k < n && !str_eq(seen[k], s->articles.v[i]->outlet))
            k++;
        if (k == n)
            seen[n++] = s->articles.v[i]->outlet;
    }
    return n;
}

static double editor_weight(const struct story *s)
{
    double w = 0;
    for (size_t i = 0; i < s->articles.n; i++)
        w = s->articles.v[i]->weight > w ? s->articles.v[i]->weight : w;
    return w > 0 ? w : 1;
}

static double outlet_factor(const struct story *s, const struct rank_options *o)
{
    double best = 0;
    for (size_t i = 0; i < s->articles.n; i++) {
        double w = outlet_weight_of(o->weights, o->n_weights, s->articles.v[i]->outlet);
        best = w > best ? w : best;
    }
    return best;
}

static int best_first(const void *x, const void *y)
{
    const struct story *a = x, *b = y;
    if (a->score != b->score)
        return (a->score < b->score) - (a->score > b->score);
    return str_cmp(a->id, b->id);
}

void select_rank(const struct topics *topics, const struct rank_options *o, struct stories *stories)
{
    struct arena mem = {0};
    struct topic_rules *rules = topic_rules_new(&mem, topics);
    for (size_t i = 0; i < stories->n; i++) {
        struct story *s = &stories->v[i];
        s->rank.freshness = freshness(s, o);
        s->rank.outlet = outlet_factor(s, o);
        s->rank.coverage = 1 + 0.35 * log2((double)outlets(s));
        s->rank.fit = topics && topics->n ? 0.5 + 0.5 * topic_rules_best_fit(rules, s->lead) : 1;
        s->rank.editor = editor_weight(s);
        s->score = s->rank.freshness * s->rank.outlet * s->rank.coverage * s->rank.fit * s->rank.editor;
    }
    topic_rules_end(rules);
    arena_end(&mem);
    if (stories->n)
        qsort(stories->v, stories->n, sizeof *stories->v, best_first);
}
