/* Counts of people and things, amounts of money, percentages, ages. */
#include "why/facts.h"
#include <math.h>
#include <string.h>

static const struct {
    const char *name;
    enum differ_kind what;
    const char *words;
} fates[] = {
    {"killed", DIFFER_KILLED, " killed killing kills dead died deaths death fatalities lives toll perished "},
    {"injured", DIFFER_INJURED, " injured injuring injures wounded wounding hurt injuries wounds "},
    {"missing", DIFFER_MISSING, " missing unaccounted "},
    {"arrested", DIFFER_ARRESTED, " arrested arresting detained arrests custody "},
    {"evacuated", DIFFER_NUMBER, " evacuated evacuating displaced evacuees evacuations "},
    {"rescued", DIFFER_NUMBER, " rescued rescuing saved freed "},
    {"taken to hospital", DIFFER_NUMBER, " hospitalized hospitalised hospital hospitals "},
    {"laid off", DIFFER_NUMBER, " layoffs laid dismissed "},
    {"infected", DIFFER_NUMBER, " infected infections "},
};
static const char people[] =
    " people persons person others passengers civilians residents men women children soldiers troops workers "
    "employees students officers protesters demonstrators victims villagers miners crew tourists pupils "
    "patients migrants refugees firefighters police inmates prisoners staff jobs shoppers worshippers guests "
    "sailors fishermen farmers teachers nurses doctors spectators fans commuters drivers pedestrians ";
static const char *const sums[] = {
    "fine",       "penalty", "deal",       "contract", "cost",    "price",    "damage",   "loan",    "budget",
    "investment", "aid",     "package",    "profit",   "revenue", "sale",     "loss",     "losse",   "ransom",
    "bail",       "prize",   "settlement", "fund",     "funding", "grant",    "donation", "salary",  "debt",
    "fee",        "tax",     "bill",       "lawsuit",  "bid",     "purchase", "project",  "upgrade", "bond",
    "order",      "value",   "worth",      "repair",   "rent",    "wage",     "subsidy",  "bonus"};
enum { SUMS = sizeof sums / sizeof *sums };
static const char *const scales[] = {"hundred", "thousand", "million", "billion", "trillion"};
static const double scale_values[] = {1e2, 1e3, 1e6, 1e9, 1e12};

struct number_found {
    size_t from, to; /* words of the number, scale and unit included */
    double value, low, high;
    bool vague;
    struct str currency; /* "USD"; unknown: no money */
    bool percent;
};

static const struct {
    const char *sign, *code;
} signs[] = {{"$", "USD"}, {"\xe2\x82\xac", "EUR"}, {"\xc2\xa3", "GBP"}, {"\xc2\xa5", "JPY"}};

static struct str currency_before(const struct tokens *t, size_t i)
{
    for (size_t k = 0; k < sizeof signs / sizeof *signs; k++)
        if (token_before(t, i, signs[k].sign))
            return str_c(signs[k].code);
    return (struct str){0};
}

/* The value as it is written, with the signs that stand at it. */
static struct str with_signs(const struct tokens *t, size_t from, struct str value)
{
    for (size_t k = 0; k < sizeof signs / sizeof *signs; k++)
        if (token_before(t, from, signs[k].sign)) {
            size_t n = strlen(signs[k].sign);
            value = (struct str){value.s - n, value.n + n};
        }
    if (token_after(t, from, "%"))
        value.n++;
    return value;
}

static struct str currency_word(const struct tokens *t, size_t i)
{
    static const struct {
        const char *words, *code;
    } names[] = {{" dollar dollars ", "USD"},
                 {" euro euros ", "EUR"},
                 {" pound pounds ", "GBP"},
                 {" yen ", "JPY"},
                 {" yuan ", "CNY"},
                 {" rupee rupees ", "INR"},
                 {" ruble rubles rouble roubles ", "RUB"},
                 {" won ", "KRW"}};
    for (size_t k = 0; k < sizeof names / sizeof *names; k++)
        if (token_in(t, i, names[k].words) && (k != 6 || token_in(t, i - 1, " million billion trillion ")))
            return str_c(names[k].code);
    return (struct str){0};
}

/* "about", "more than", "up to" before the number; "or so" behind. */
static void read_bounds(const struct tokens *t, struct number_found *f)
{
    size_t i = f->from;
    f->low = f->high = f->value;
    if (token_in(t, i - 1, " about around roughly approximately some nearly almost estimated circa ") ||
        (token_is(t, i - 1, "to") && token_is(t, i - 2, "close")) || token_is(t, f->to + 1, "or")) {
        f->vague = true;
        f->low = f->value * 0.85;
        f->high = f->value * 1.15;
    } else if (token_in(t, i - 1, " over least exceeding topping above ") ||
               (token_is(t, i - 1, "than") && token_is(t, i - 2, "more"))) {
        f->vague = true;
        f->high = INFINITY; /* more than 2,000 are 300,000, too */
    } else if (token_in(t, i - 1, " under most below ") ||
               (token_is(t, i - 1, "than") && token_in(t, i - 2, " less fewer ")) ||
               (token_is(t, i - 1, "to") && token_is(t, i - 2, "up")) ||
               (token_is(t, i - 1, "as") && token_is(t, i - 2, "many"))) {
        f->vague = true;
        f->low = 0;
    }
}

static bool is_number(const struct token *x)
{
    return !isnan(x->number);
}

static bool number_at(const struct tokens *t, size_t i, struct number_found *f)
{
    const struct token *x = &t->v[i];
    if (!is_number(x) || x->quoted)
        return false;
    *f = (struct number_found){.from = i, .to = i, .value = x->number};
    f->currency = currency_before(t, i);
    if (token_is(t, i, "dozen"))
        return false;
    /* twenty-one */
    if (i + 1 < t->n && t->v[i + 1].gap == GAP_HYPHEN && is_number(&t->v[i + 1]) && x->w.kind == WORD_LETTERS &&
        x->number >= 20) {
        f->value += t->v[i + 1].number;
        f->to++;
    }
    for (size_t k = 0; k < 5; k++)
        if (f->to + 1 < t->n && t->v[f->to + 1].gap <= GAP_HYPHEN && token_is(t, f->to + 1, scales[k])) {
            f->value *= scale_values[k];
            f->to++;
            k = (size_t)-1;
        }
    if (f->to + 1 < t->n && t->v[f->to + 1].gap == GAP_SPACE &&
        (token_is(t, f->to + 1, "percent") || (token_is(t, f->to + 1, "per") && token_is(t, f->to + 2, "cent")))) {
        f->percent = true;
        f->to += token_is(t, f->to + 1, "percent") ? 1 : 2;
    } else if (token_after(t, i, "%")) {
        f->percent = true;
    }
    if (!f->currency.n) {
        f->currency = currency_word(t, f->to + 1);
        f->to += f->currency.n != 0;
    }
    read_bounds(t, f);
    return true;
}

/* Numbers that count nothing: years, parts of dates, of names, of scores; pronouns like "one". */
static bool counts_nothing(const struct tokens *t, const struct number_found *f)
{
    const struct token *x = &t->v[f->from];
    if (f->currency.n || f->percent)
        return false;
    if (x->w.kind == WORD_LETTERS && x->number < 2)
        return true;
    if (x->w.kind == WORD_NUMBER && x->w.s.n == 4 && x->number >= 1900 && x->number <= 2100 &&
        !memchr(x->w.s.s, ',', x->w.s.n))
        return true;
    if (x->gap == GAP_HYPHEN || (f->to + 1 < t->n && t->v[f->to + 1].gap == GAP_HYPHEN))
        return true;
    if (token_in(t, f->from - 1,
                 " no number january february march april may june july august september october november december jan "
                 "feb mar apr jun jul aug sep sept oct nov dec route flight highway article section chapter phase aged "
                 "age at interstate top class grade week day year ") &&
        !token_is(t, f->from - 1, "at"))
        return true;
    return token_in(t, f->to + 1,
                    " am pm january february march april may june july august september october november december ") ||
           (f->to + 1 < t->n && t->v[f->to + 1].gap == GAP_OTHER && is_number(&t->v[f->to + 1]));
}

/* The noun that is counted: the last content word before grammar, punctuation or a fate. */
static size_t unit_of(const struct tokens *t, size_t i)
{
    size_t last = STR_NONE;
    for (size_t k = i; k < t->n && k < i + 4; k++) {
        const struct token *x = &t->v[k];
        if ((x->flags & TERM_STOP) || x->gap > GAP_HYPHEN || x->w.kind != WORD_LETTERS)
            break;
        bool fate = false;
        for (size_t c = 0; c < sizeof fates / sizeof *fates; c++)
            fate |= word_in(fates[c].words, x->low);
        if (fate && !word_in(" deaths injuries arrests fatalities infections layoffs ", x->low))
            break;
        last = k;
        if (word_in(people, x->low) || fate)
            break;
        /* a plural noun closes the group, unless another noun follows at once */
        if (str_ends(x->low, "s") && !str_ends(x->low, "ss"))
            break;
    }
    return last;
}

enum differ_kind fate_kind(int fate, struct str *subject)
{
    *subject = fates[fate].what == DIFFER_NUMBER ? str_c(fates[fate].name) : (struct str){0};
    return fates[fate].what;
}

int toll_fate(const struct tokens *t, size_t from, size_t to)
{
    enum { REACH = 6 };
    for (size_t d = 1; d <= REACH; d++) {
        size_t ahead = to + d, back = from - d;
        for (int c = 0; c < (int)(sizeof fates / sizeof *fates); c++) {
            bool comma = false;
            for (size_t k = to + 1; k <= ahead && k < t->n; k++)
                comma |= t->v[k].gap >= GAP_COMMA || token_is(t, k, "and");
            if (!comma && token_in(t, ahead, fates[c].words))
                return c;
            comma = false;
            for (size_t k = back + 1; d <= from && k <= from && k < t->n; k++)
                comma |= t->v[k].gap >= GAP_COMMA || token_is(t, k, "and");
            if (d <= from && !comma && token_in(t, back, fates[c].words))
                return c;
        }
    }
    return -1;
}

/* Which of the sums word i names, one or several of it; SUMS: none. */
static size_t sum_word(const struct tokens *t, size_t i)
{
    if (i >= t->n)
        return SUMS;
    struct str w = t->v[i].low;
    for (size_t k = 0; k < SUMS; k++)
        if (str_eqc(w, sums[k]) || (str_starts(w, sums[k]) && w.n == strlen(sums[k]) + 1 && w.s[w.n - 1] == 's'))
            return k;
    return SUMS;
}

static void add_amount(struct reading *r, const struct number_found *n)
{
    const struct tokens *t = r->t;
    size_t what = STR_NONE, word;
    uint64_t near = 0;
    for (size_t d = 1; d <= 8; d++) {
        size_t places[2] = {n->to + d, d <= n->from ? n->from - d : STR_NONE};
        for (int k = 0; k < 2; k++) {
            if ((word = sum_word(t, places[k])) == SUMS)
                continue;
            near |= (uint64_t)1 << word;
            what = what == STR_NONE ? places[k] : what;
        }
    }
    struct fact *f = fact_add(r, FACT_COUNT, n->from, n->to);
    f->key = str_fmt(r->a, "amount|" STR_FMT, STR_ARG(n->currency));
    f->what = DIFFER_AMOUNT;
    f->subject = what != STR_NONE ? t->v[what].low : (struct str){0};
    f->sums = near;
    f->low = n->low;
    f->high = n->high;
    f->vague = n->vague;
    f->value = with_signs(t, n->from, f->value);
}

static void add_percent(struct reading *r, const struct number_found *n)
{
    struct fact *f = fact_add(r, FACT_COUNT, n->from, n->to);
    f->key = str_lit("percent");
    f->what = DIFFER_SHARE;
    f->low = n->low;
    f->high = n->high;
    f->vague = n->vague;
    f->value = with_signs(r->t, n->from, f->value);
}

/* "18 critically injured", "31 to Croydon hospital", "12 of the injured": a part, not the whole. */
static bool part_of_toll(const struct tokens *t, size_t to)
{
    for (size_t i = to + 1; i < t->n && i <= to + 6; i++) {
        if (token_in(t, i, " critically seriously badly severely slightly lightly critical serious "))
            return true;
        if (token_in(t, i, " hospital hospitals ") && (t->v[i - 1].w.capital || t->v[i - 2].w.capital))
            return true;
    }
    return token_in(t, to + 1, " of ") && token_in(t, to + 2, " the them those whom which ");
}

static void add_count(struct reading *r, const struct number_found *n)
{
    const struct tokens *t = r->t;
    size_t unit = unit_of(t, n->to + 1);
    int fate = toll_fate(t, n->from, unit != STR_NONE ? unit : n->to);
    bool persons = unit == STR_NONE || word_in(people, t->v[unit].low);
    bool plural = unit != STR_NONE && (persons || str_ends(t->v[unit].low, "s"));
    if (fate < 0 && !plural) /* "the Apollo 11 mission" counts no missions */
        return;
    if (unit != STR_NONE)
        for (int c = 0; c < (int)(sizeof fates / sizeof *fates); c++)
            if (word_in(fates[c].words, t->v[unit].low))
                fate = c; /* "12 deaths" */
    if (unit != STR_NONE && fate >= 0 && word_in(fates[fate].words, t->v[unit].low))
        persons = true;
    if (fate >= 0 && part_of_toll(t, n->to))
        return;
    struct fact *f = fact_add(r, FACT_COUNT, n->from, unit != STR_NONE ? unit : n->to);
    f->low = n->low;
    f->high = n->high;
    f->vague = n->vague;
    if (fate >= 0 && persons) {
        f->key = str_fmt(r->a, "fate|%s", fates[fate].name);
        f->what = fate_kind(fate, &f->subject);
        f->value = tokens_span(t, n->from, n->to);
    } else {
        struct str stem = lexicon_term(r->l, t->v[unit].term);
        bool of =
            token_is(t, unit + 1, "of") && unit + 2 < t->n && !(t->v[unit + 2].flags & TERM_STOP); /* tons of wheat */
        f->key = str_fmt(r->a, "count|" STR_FMT "%s" STR_FMT, STR_ARG(stem), of ? " " : "",
                         STR_ARG(of ? lexicon_term(r->l, t->v[unit + 2].term) : str_lit("")));
        f->what = DIFFER_NUMBER;
        f->subject = t->v[unit].low;
    }
}

/* A name of two words or more that begins, or ends, at word i: its other end; STR_NONE. */
static size_t person_from(const struct tokens *t, size_t i)
{
    size_t k = i;
    while (k < t->n && t->v[k].name && t->v[k].w.kind == WORD_LETTERS && (k == i || t->v[k].gap <= GAP_HYPHEN))
        k++;
    return k > i + 1 ? k - 1 : STR_NONE;
}

static size_t person_to(const struct tokens *t, size_t i)
{
    size_t k = i + 1;
    while (k > 0 && t->v[k - 1].name && t->v[k - 1].w.kind == WORD_LETTERS && !t->v[k - 1].possessive &&
           (k == i + 1 || t->v[k].gap <= GAP_HYPHEN))
        k--;
    return k < i ? k : STR_NONE;
}

/* Whose age stands at word i: "Maria Lopez, 34," "34-year-old Maria Lopez", "Lopez, aged 34", "Maria Lopez died at the
 * age of 34", "Maria Lopez, the 34-year-old goalkeeper". */
static bool whose_age(const struct tokens *t, size_t i, size_t *from, size_t *to)
{
    bool old = token_in(t, i + 1, " year ") && token_is(t, i + 2, "old");
    bool aged =
        i > 0 && (token_is(t, i - 1, "aged") || (token_is(t, i - 1, "of") && i > 1 && token_is(t, i - 2, "age")));
    bool apposed = i >= 2 && t->v[i].gap == GAP_COMMA && (i + 1 == t->n || t->v[i + 1].gap >= GAP_COMMA);
    if (old) {
        for (size_t k = i + 3; k < t->n && k < i + 7; k++)
            if ((*to = person_from(t, k)) != STR_NONE) {
                *from = k;
                return t->v[i + 3].gap <= GAP_HYPHEN;
            }
        size_t k = i - (i > 0 && token_in(t, i - 1, " the a an "));
        if (k < 2 || k == i || t->v[k].gap != GAP_COMMA)
            return false;
        *to = k - 1;
        return (*from = person_to(t, *to)) != STR_NONE;
    }
    if (apposed) {
        *to = i - 1;
        return (*from = person_to(t, *to)) != STR_NONE;
    }
    if (!aged)
        return false;
    for (size_t k = i; k-- > 0 && k + 10 > i;) /* the nearest name before */
        if (t->v[k].name && t->v[k].w.kind == WORD_LETTERS) {
            *to = k;
            return (*from = person_to(t, k)) != STR_NONE;
        }
    return false;
}

static bool add_age(struct reading *r, size_t i)
{
    const struct tokens *t = r->t;
    const struct token *x = &t->v[i];
    size_t from, to;
    if (x->w.kind != WORD_NUMBER || x->number < 1 || x->number > 115 || x->w.s.n > 3 || !whose_age(t, i, &from, &to))
        return false;
    struct fact *f = fact_add(r, FACT_AGE, i, i);
    f->key = word_fold(r->a, tokens_span(t, from, to));
    f->what = DIFFER_AGE;
    f->subject = tokens_span(t, from, to);
    f->low = f->high = x->number;
    return true;
}

void facts_counts(struct reading *r)
{
    const struct tokens *t = r->t;
    struct number_found n;
    bool other = dated_elsewhere(r);
    for (size_t i = 0; i < t->n; i++) {
        if (add_age(r, i) || other || !number_at(t, i, &n))
            continue;
        if (!counts_nothing(t, &n) && !speaks_of_other(t, n.from, n.to)) {
            if (n.currency.n)
                add_amount(r, &n);
            else if (n.percent)
                add_percent(r, &n);
            else
                add_count(r, &n);
        }
        i = n.to;
    }
}
