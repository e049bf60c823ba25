#include "select/lead.h"
#include "base/utf8.h"

/* Words from which on an article is a report, and a long report. Exact lengths would make the outlet's weight idle. */
enum { REPORT = 120, LONG_REPORT = 350 };

double outlet_weight_of(const struct outlet_weight *w, size_t n, struct str outlet)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(w[i].outlet, outlet))
            return w[i].weight > 0 ? w[i].weight : 1;
    return 1;
}

static bool own_bullets(const struct article *x)
{
    return x->why.n && (x->why_from == WHY_EDITOR || x->why_from == WHY_PAGE);
}

static int length_class(const struct article *x)
{
    size_t words = x->words ? x->words : utf8_words(x->text);
    return words >= LONG_REPORT ? 2 : words >= REPORT ? 1 : 0;
}

/* Is y the better lead? Then *why says by which rule. */
static bool better(const struct article *x, const struct article *y, const struct outlet_weight *w, size_t n,
                   const char **why)
{
    if (own_bullets(x) != own_bullets(y)) {
        *why = "it has its own \"Why it matters\"";
        return own_bullets(y);
    }
    int p = length_class(x), q = length_class(y);
    if (p != q) {
        *why = "it is the fuller report";
        return q > p;
    }
    double a = outlet_weight_of(w, n, x->outlet), b = outlet_weight_of(w, n, y->outlet);
    if (a < b || a > b) {
        *why = "its outlet weighs more";
        return b > a;
    }
    *why = "it came first";
    return x->published.has == WHEN_NONE && y->published.has != WHEN_NONE;
}

/* The best article but `without`. */
static size_t best_of(const struct article_refs *v, size_t without, const struct outlet_weight *w, size_t n)
{
    size_t best = without == 0 && v->n > 1 ? 1 : 0;
    const char *rule;
    for (size_t i = best + 1; i < v->n; i++)
        if (i != without && better(v->v[best], v->v[i], w, n, &rule))
            best = i;
    return best;
}

size_t lead_choose(struct arena *a, const struct article_refs *v, const struct outlet_weight *w, size_t n,
                   struct strs *reasons)
{
    size_t best = best_of(v, STR_NONE, w, n);
    if (v->n > 1) {
        size_t second = best_of(v, best, w, n);
        const char *rule;
        better(v->v[best < second ? best : second], v->v[best < second ? second : best], w, n, &rule);
        struct str name = v->v[best]->outlet.n ? v->v[best]->outlet : v->v[best]->id;
        vec_add(a, reasons, str_fmt(a, "lead: " STR_FMT ", of %zu articles, because %s", STR_ARG(name), v->n, rule));
    }
    return best;
}
