/* Are two sentences, alike in their words, about two things? */
#include "why/equal.h"

static const struct {
    const char *one, *other;
} opposites[] = {
    {" first ", " second third fourth last final "},
    {" second ", " third fourth last final "},
    {" third ", " fourth last final "},
    {" rise rises rose risen climbed increased gained jumped higher up surged grew ",
     " fell fall falls dropped declined lost lower down slid plunged sank "},
    {" opened opening open ", " closed closing close "},
    {" arrived arrive arrives arrival landed lands ", " left departed depart departs departure took "},
    {" profit profits ", " loss losses revenue revenues sales turnover "},
    {" revenue revenues sales turnover ", " loss losses "},
    {" men man male boys ", " women woman female girls "},
    {" east eastern ", " west western north northern south southern "},
    {" west western ", " north northern south southern "},
    {" north northern ", " south southern "},
    {" highest most maximum ", " lowest least minimum "},
    {" born ", " died arrested buried lived lives "},
    {" long length ", " wide width high height deep depth tall "},
    {" wide width ", " high height deep depth tall "},
    {" import imports imported ", " export exports exported "},
    {" bought buy buys ", " sold sell sells "},
    {" morning ", " afternoon evening "},
    {" supported favour favor yes backed ", " opposed against rejected oppose no "},
    {" killed dead died deaths ", " injured wounded hurt "},
    {" arrested detained ", " released charged convicted sentenced "},
    {" charged ", " convicted sentenced released "},
    {" served ", " sentenced jailed "},
    {" adults adult ", " children child "},
    {" monday ", " tuesday wednesday thursday friday saturday sunday "},
    {" tuesday ", " wednesday thursday friday saturday sunday "},
    {" wednesday ", " thursday friday saturday sunday "},
    {" thursday ", " friday saturday sunday "},
    {" friday ", " saturday sunday "},
    {" saturday ", " sunday "},
};

/* Words that make the sentence one on something else when the other has none of them. */
static const char apart[] =
    " another other others additional further extra previous previously former earlier deputy vice ago half-time "
    "halftime "
    "forecast forecasts estimate predicted record average averaged typically usually per each every "
    "could may might would if unless target targets planned maximum limit capacity total totally overall combined "
    "compared comparison versus remaining remain remains again already last next born half later eventually "
    "adjourned postponed since until critically seriously severely slightly ";

static bool has_any(const struct tokens *t, const char *list)
{
    for (size_t i = 0; i < t->n; i++)
        if (token_in(t, i, list))
            return true;
    return false;
}

static bool has_word(const struct tokens *t, struct str low)
{
    for (size_t i = 0; i < t->n; i++)
        if (str_eq(t->v[i].low, low))
            return true;
    return false;
}

/* "those clashes": what an earlier sentence told of */
static struct str demonstrated(const struct tokens *t)
{
    for (size_t i = 0; i + 1 < t->n; i++)
        if (token_in(t, i, " those these ") && !(t->v[i + 1].flags & TERM_STOP))
            return t->v[i + 1].low;
    return (struct str){0};
}

/* "rose 5% from a year earlier" */
static bool base_of_comparison(const struct tokens *t, size_t i)
{
    return i > 1 && token_in(t, i, " earlier ago previously ") && token_in(t, i - 1, " year quarter month ") &&
           token_in(t, i - 2, " a the one ");
}

bool sentences_set_apart(const struct tokens *x, const struct tokens *y, bool with_days)
{
    enum { DAYS = 6 };
    size_t n = sizeof opposites / sizeof *opposites - (with_days ? 0 : DAYS);
    for (size_t i = 0; i < n; i++) {
        bool x1 = has_any(x, opposites[i].one), x2 = has_any(x, opposites[i].other);
        bool y1 = has_any(y, opposites[i].one), y2 = has_any(y, opposites[i].other);
        if ((x1 && !x2 && y2 && !y1) || (x2 && !x1 && y1 && !y2))
            return true;
    }
    struct str these = demonstrated(x), those = demonstrated(y);
    if (these.n && those.n && !str_eq(these, those))
        return true;
    for (int side = 0; side < 2; side++) {
        const struct tokens *p = side ? y : x, *q = side ? x : y;
        for (size_t i = 0; i < p->n; i++)
            if (token_in(p, i, apart) && !token_in(p, i + 1, " cent past ") && !base_of_comparison(p, i) &&
                !has_word(q, p->v[i].low))
                return true;
    }
    return false;
}

/* Has y one of the words of the name at from..to of x? */
static bool shares_name(const struct tokens *x, size_t from, size_t to, const struct tokens *y)
{
    for (size_t i = from; i <= to; i++)
        if (has_word(y, x->v[i].low))
            return true;
    return false;
}

static size_t name_end(const struct tokens *t, size_t i)
{
    size_t k = i;
    while (k < t->n && t->v[k].w.capital && t->v[k].w.kind == WORD_LETTERS && !(t->v[k].flags & TERM_STOP) &&
           (k == i || t->v[k].gap <= GAP_HYPHEN))
        k++;
    return k;
}

/* The name that the sentence begins with, of what or whom it tells. */
static bool subject_name(const struct tokens *t, size_t *from, size_t *to)
{
    *from = token_is(t, 0, "the") ? 1 : 0;
    size_t end = name_end(t, *from);
    if (end == *from || !t->v[*from].name)
        return false;
    *to = end - 1;
    return true;
}

/* "in Ohio" here, "in Indiana" there: -1 no place, 0 a place that y has too, 1 only places that it has not. */
static int placed_elsewhere(const struct tokens *x, const struct tokens *y)
{
    int found = -1;
    for (size_t i = 1; i < x->n; i++) {
        size_t end = name_end(x, i);
        if (end == i || !token_in(x, i - 1 - (i > 1 && token_is(x, i - 1, "the")), " in at near outside as "))
            continue;
        if (shares_name(x, i, end - 1, y))
            return 0;
        found = 1;
    }
    return found;
}

bool sentences_name_others(const struct tokens *x, const struct tokens *y, bool of_places)
{
    size_t a, b, c, d;
    if (subject_name(x, &a, &b) && subject_name(y, &c, &d)) {
        bool kin = a < b && c < d && str_eq(x->v[b].low, y->v[d].low) && !str_eq(x->v[a].low, y->v[c].low);
        if (kin || (!shares_name(x, a, b, y) && !shares_name(y, c, d, x)))
            return true;
    }
    return !of_places && placed_elsewhere(x, y) == 1 && placed_elsewhere(y, x) == 1;
}

bool sentence_is_future(const struct tokens *t)
{
    for (size_t i = 0; i < t->n; i++)
        if (token_in(t, i, " will next upcoming scheduled expected plans planned due shall tomorrow estimate ") ||
            (token_in(t, i, " is are ") && token_is(t, i + 1, "to")))
            return true;
    return false;
}
