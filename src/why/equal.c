#include "why/equal.h"
#include <math.h>
#include <string.h>

enum { LONGEST = 24 };

/* Letters that must be changed, added or taken away; LONGEST for longer words. */
static size_t edits(struct str x, struct str y)
{
    size_t row[LONGEST + 1];
    if (x.n > LONGEST || y.n > LONGEST)
        return LONGEST;
    for (size_t j = 0; j <= y.n; j++)
        row[j] = j;
    for (size_t i = 1; i <= x.n; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= y.n; j++) {
            size_t above = row[j], best = diagonal + (x.s[i - 1] != y.s[j - 1]);
            best = above + 1 < best ? above + 1 : best;
            best = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
            diagonal = above;
            row[j] = best;
        }
    }
    return row[y.n];
}

/* One name in two spellings: a letter in five may differ. */
static bool same_name(struct str x, struct str y)
{
    size_t n = x.n > y.n ? x.n : y.n;
    return str_eq(x, y) || (n >= 5 && edits(x, y) <= n / 5);
}

static size_t name_words(struct arena *a, struct str s, struct str *out, size_t max)
{
    struct word w;
    size_t at = 0, n = 0;
    while (n < max && word_next(s, &at, &w))
        if (w.s.n > 1 && !word_in(" jr sr mr mrs ms dr gen lt col sen rep gov sir ", word_fold(a, w.s)))
            out[n++] = word_fold(a, w.s);
    return n;
}

bool same_whole_name(struct str x, struct str y)
{
    size_t i = str_chr(x, ' '), k = str_chr(y, ' '), n = x.n, m = y.n;
    while (n && x.s[n - 1] != ' ')
        n--;
    while (m && y.s[m - 1] != ' ')
        m--;
    return same_name(str_sub(x, 0, i), str_sub(y, 0, k)) && same_name(str_sub(x, n, x.n), str_sub(y, m, y.n));
}

bool same_person(struct arena *a, struct str x, struct str y)
{
    struct str p[8], q[8];
    size_t n = name_words(a, x, p, 8), m = name_words(a, y, q, 8);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < m; j++)
            if (same_name(p[i], q[j]) && (n == 1 || m == 1 || i + 1 == n || j + 1 == m || (i == 0 && j == 0)))
                return true;
    return n == 0 || m == 0;
}

/* How coarse a number is written: 1,200 to the hundred, 1.2 million to the hundred thousand. Below 100 every one
 * counts. */
static double grain(double v)
{
    double g = 1;
    if (v < 100)
        return v == floor(v) ? 0 : 0.1;
    while (fmod(v, g * 10) == 0)
        g *= 10;
    return g;
}

bool number_rounded(double x, double y)
{
    double g = grain(x) > grain(y) ? grain(x) : grain(y);
    return fabs(x - y) <= g / 2 && fabs(x - y) <= 0.05 * fmax(x, y);
}

static bool numbers_agree(const struct fact *x, const struct fact *y)
{
    if (x->low <= y->high && y->low <= x->high)
        return true;
    return number_rounded((x->low + x->high) / 2, (y->low + y->high) / 2);
}

bool facts_agree(struct arena *a, const struct fact *x, const struct fact *y)
{
    double slack;
    switch (x->kind) {
    case FACT_ROLE:
        return same_person(a, x->value, y->value);
    case FACT_DATE: /* two newsrooms, two days of the week: one may write from the other side of midnight */
        slack = x->relative || y->relative ? 1 : 0;
        return x->low - slack <= y->high && y->low - slack <= x->high;
    case FACT_CLOCK:
        return x->low - 10 <= y->high && y->low - 10 <= x->high;
    case FACT_COUNT:
        return numbers_agree(x, y);
    case FACT_AGE:
        return fabs(x->low - y->low) < 0.5;
    case FACT_PLACE: {
        struct str p = word_fold(a, x->value), q = word_fold(a, y->value);
        return str_find(p, q) != STR_NONE || str_find(q, p) != STR_NONE || same_name(p, q);
    }
    }
    return true;
}

struct overlap {
    size_t shared, telling, smaller; /* telling: shared words that are not everyday vocabulary */
};

static struct overlap context_overlap(const struct lexicon *l, const struct fact *x, const struct fact *y)
{
    struct overlap o = {.smaller = x->n_context < y->n_context ? x->n_context : y->n_context};
    size_t i = 0, j = 0;
    while (i < x->n_context && j < y->n_context) {
        uint32_t p = x->context[i], q = y->context[j];
        if (p == q) {
            o.shared++;
            o.telling += !(lexicon_flags(l, p) & TERM_COMMON);
        }
        i += p <= q;
        j += q <= p;
    }
    return o;
}

/* Lengths, spans and rounds of time are told of everything: they take nearly the same sentence. */
static bool loose_unit(struct str key)
{
    static const char units[] =
        " hour minut second day week month year time mile kilomet meter metr feet foot inch point degre ton tonn pound "
        "kilo "
        "kilogram mph percent nation countri leader side part thing way game match goal run inning ";
    size_t bar = str_chr(key, '|');
    return bar != STR_NONE && word_in(units, str_sub(key, bar + 1, key.n));
}

static bool counts_comparable(const struct fact *x, const struct fact *y, struct overlap o, double share)
{
    if (str_starts(x->key, "fate|"))
        return (x->head && y->head && o.telling >= 1) || ((x->head || y->head) && o.telling >= 2) || o.telling >= 3;
    if (str_starts(x->key, "count|") && !loose_unit(x->key) && x->high >= 10 && y->high >= 10)
        return (o.telling >= 1 && share >= 0.3) || (o.telling >= 2 && share >= 0.2) || (o.shared >= 3 && share >= 0.4);
    if (str_starts(x->key, "amount|") && (x->sums & y->sums)) /* both name the fine, the damage, the price */
        return (o.telling >= 1 || o.shared >= 2) && share >= 0.3;
    if (str_starts(x->key, "amount|") || str_eqc(x->key, "percent"))
        return o.telling >= 2 && share >= 0.5; /* looser likeness is statements.h's to judge */
    return o.telling >= 3 && share >= 0.5;
}

bool facts_share_words(const struct lexicon *l, const struct fact *x, const struct fact *y)
{
    return context_overlap(l, x, y).telling > 0;
}

bool facts_comparable(const struct lexicon *l, const struct fact *x, const struct fact *y)
{
    struct overlap o = context_overlap(l, x, y);
    double share = o.smaller ? (double)o.shared / (double)o.smaller : 0;
    bool outright = (x->main_event || x->tied) && (y->main_event || y->tied);
    switch (x->kind) {
    case FACT_ROLE:
    case FACT_AGE:
        return true;
    case FACT_DATE:
    case FACT_CLOCK:
        if (!x->key.n || !y->key.n) /* one does not say of what: the sentences must be close */
            return o.telling >= 3 && share >= 0.5;
        return outright || o.telling >= 2 || (x->head && y->head && o.telling >= 1);
    case FACT_COUNT:
        return counts_comparable(x, y, o, share);
    case FACT_PLACE:
        return (x->main_event && y->main_event) || (x->tied && y->tied) || (outright && o.telling >= 1) ||
               (str_ends(x->key, "|") ? o.telling >= 3 && share >= 0.5 : o.telling >= 2 && share >= 0.3);
    }
    return false;
}
