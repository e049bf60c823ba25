/* A number with what it is of: money, percent, a year, an age, degrees, time, length, or the things that are counted.
 */
#include "why/equal.h"
#include "why/values.h"
#include <math.h>
#include <string.h>

enum { USD = 1, EUR, GBP, JPY, INR, OTHER_MONEY };

static const struct {
    const char *sign;
    uint32_t code;
} signs[] = {{"$", USD}, {"\xe2\x82\xac", EUR}, {"\xc2\xa3", GBP}, {"\xc2\xa5", JPY}, {"\xe2\x82\xb9", INR}};

static const struct {
    const char *words;
    uint32_t code;
} money_words[] = {{" dollar dollars ", USD},
                   {" euro euros ", EUR},
                   {" pound pounds sterling ", GBP},
                   {" yen ", JPY},
                   {" rupee rupees ", INR},
                   {" yuan ", OTHER_MONEY},
                   {" ruble rubles rouble roubles ", OTHER_MONEY + 1},
                   {" franc francs ", OTHER_MONEY + 2},
                   {" krona kronor kroner ", OTHER_MONEY + 3},
                   {" peso pesos ", OTHER_MONEY + 4},
                   {" naira ", OTHER_MONEY + 5},
                   {" rand ", OTHER_MONEY + 6},
                   {" lira liras ", OTHER_MONEY + 7},
                   {" shilling shillings ", OTHER_MONEY + 8},
                   {" dirham dirhams ", OTHER_MONEY + 9},
                   {" riyal riyals ", OTHER_MONEY + 10},
                   {" ringgit ", OTHER_MONEY + 11},
                   {" baht ", OTHER_MONEY + 12},
                   {" zloty zlotys ", OTHER_MONEY + 13},
                   {" forint forints ", OTHER_MONEY + 14},
                   {" shekel shekels ", OTHER_MONEY + 15},
                   {" dinar dinars ", OTHER_MONEY + 16},
                   {" rupiah ", OTHER_MONEY + 17},
                   {" riel riels ", OTHER_MONEY + 18}};

static const struct {
    const char *words;
    double seconds;
} spans[] = {{" second seconds sec secs ", 1},    {" minute minutes min mins ", 60},
             {" hour hours hrs ", 3600},          {" day days ", 86400},
             {" week weeks ", 7 * 86400},         {" fortnight fortnights ", 14 * 86400},
             {" month months ", 30.44 * 86400},   {" year years ", 365.25 * 86400},
             {" decade decades ", 3652.5 * 86400}};

static const struct {
    const char *words;
    double metres;
} lengths[] = {{" kilometre kilometres kilometer kilometers km kms ", 1000},
               {" mile miles mi ", 1609.344},
               {" metre metres meter meters m ", 1},
               {" foot feet ft ", 0.3048},
               {" yard yards ", 0.9144},
               {" inch inches ", 0.0254},
               {" centimetre centimetres centimeter centimeters cm ", 0.01}};

static const struct {
    const char *words;
    double factor;
} scales[] = {{" hundred ", 1e2},
              {" thousand k ", 1e3},
              {" million m mn mln ", 1e6},
              {" billion bn b bln ", 1e9},
              {" trillion tn trn ", 1e12}};

static double scale_in(struct str low)
{
    for (size_t k = 0; low.n && k < sizeof scales / sizeof *scales; k++)
        if (word_in(scales[k].words, low))
            return scales[k].factor;
    return 0;
}

static uint32_t currency_sign(const struct tokens *t, size_t i)
{
    for (size_t k = 0; k < sizeof signs / sizeof *signs; k++)
        if (token_before(t, i, signs[k].sign))
            return signs[k].code;
    return 0;
}

static uint32_t currency_word(const struct tokens *t, size_t i)
{
    for (size_t k = 0; words_joined(t, i) && k < sizeof money_words / sizeof *money_words; k++)
        if (token_in(t, i, money_words[k].words))
            return money_words[k].code;
    return 0;
}

/* "about", "more than", "up to", "at least": what the words leave open. Widened is the reading that is true of most. */
static void read_bounds(const struct tokens *t, struct value *v)
{
    size_t i = v->from;
    double n = v->low;
    if (i && token_in(t, i - 1, " a an the just only ") && i > 1)
        i--;
    if (!i)
        return;
    if (token_in(t, i - 1, " about around roughly approximately some estimated circa nearly almost ") ||
        (token_is(t, i - 1, "to") && token_is(t, i - 2, "close")) ||
        (token_is(t, v->to + 1, "or") && token_is(t, v->to + 2, "so"))) {
        v->vague = true;
        v->low = n * 0.88;
        v->high = n * 1.12;
    } else if (token_in(t, i - 1, " over exceeding topping above ") ||
               (token_is(t, i - 1, "least") && token_is(t, i - 2, "at")) ||
               (token_is(t, i - 1, "than") && token_is(t, i - 2, "more")) || token_is(t, v->to + 1, "plus")) {
        v->vague = true;
        v->high = INFINITY;
    } else if (token_in(t, i - 1, " under below ") || (token_is(t, i - 1, "most") && token_is(t, i - 2, "at")) ||
               (token_is(t, i - 1, "than") && token_in(t, i - 2, " less fewer ")) ||
               (token_is(t, i - 1, "to") && token_is(t, i - 2, "up")) ||
               (token_in(t, i - 1, " as ") && token_in(t, i - 2, " many much "))) {
        v->vague = true;
        v->low = 0;
    }
}

/* The noun that is counted: its concept; TERM_NONE. */
static uint32_t noun_behind(const struct tokens *t, size_t i, const struct concepts *c, size_t *at)
{
    uint32_t last = TERM_NONE;
    for (size_t k = i; k < t->n && k < i + 4; k++) {
        const struct token *x = &t->v[k];
        if (token_is(t, k, "of") && k == i)
            continue;
        if ((x->flags & TERM_STOP) || x->gap > GAP_HYPHEN || x->w.kind != WORD_LETTERS || !isnan(x->number))
            break;
        last = concept_of(c, x->term);
        *at = k;
        if (word_in(" people persons men women children ", x->low) ||
            (str_ends(x->low, "s") && !str_ends(x->low, "ss")))
            return last;
    }
    /* "four fire and rescue crews": not of fires */
    return last != TERM_NONE &&
                   token_in(t, *at, " staff aircraft crew personnel police troops youth cattle sheep fish ")
               ? last
               : TERM_NONE;
}

static double span_of(const struct tokens *t, size_t i)
{
    for (size_t k = 0; words_joined(t, i) && k < sizeof spans / sizeof *spans; k++)
        if (token_in(t, i, spans[k].words))
            return spans[k].seconds;
    return 0;
}

static double length_of(struct str low)
{
    for (size_t k = 0; low.n && k < sizeof lengths / sizeof *lengths; k++)
        if (word_in(lengths[k].words, low))
            return lengths[k].metres;
    return 0;
}

static bool quarter_or_such(const struct tokens *t, size_t i, double *v, size_t *to)
{
    static const struct {
        const char *word;
        double part;
    } parts[] = {{"half", 50},  {"third", 100.0 / 3}, {"thirds", 100.0 / 3}, {"quarter", 25}, {"quarters", 25},
                 {"fifth", 20}, {"fifths", 20},       {"tenth", 10},         {"tenths", 10},  {"quarters", 25}};
    size_t k = i;
    double times = 1;
    if (token_in(t, k, " a an one "))
        k++;
    else if (k + 1 < t->n && t->v[k].number >= 2 && t->v[k].number <= 9 && t->v[k].w.kind == WORD_LETTERS &&
             words_joined(t, k + 1)) {
        times = t->v[k].number;
        k++;
        if (!str_ends(t->v[k].low, "s"))
            return false;
    } else if (!token_is(t, k, "half")) {
        return false;
    }
    for (size_t p = 0; p < sizeof parts / sizeof *parts; p++) {
        if (!token_is(t, k, parts[p].word))
            continue;
        if (k == i + 1 && times == 1 && token_is(t, k, "half"))
            return false; /* "a half" of something else */
        bool of = token_is(t, k + 1, "of"),
             down = i && token_in(t, i - 1, " by down up fell rose dropped to reached nearly almost about was ");
        if (k == i && token_in(t, k + 1, " past hour an a time way dozen million "))
            return false;
        if (!of && !(down && (k + 1 >= t->n || t->v[k + 1].gap > GAP_HYPHEN || (t->v[k + 1].flags & TERM_STOP))) &&
            !(k > i && token_in(t, k + 1, " drop rise cut fall stake share ")))
            return false;
        *v = parts[p].part * times;
        *to = k;
        return *v < 100;
    }
    return false;
}

struct str value_with_signs(const struct tokens *t, const struct value *v)
{
    struct str s = tokens_span(t, v->from, v->to);
    for (size_t k = 0; k < sizeof signs / sizeof *signs; k++)
        if (token_before(t, v->from, signs[k].sign)) {
            size_t n = strlen(signs[k].sign);
            s = (struct str){s.s - n, s.n + n};
        }
    if (token_after(t, v->to, "%"))
        s.n++;
    else if (token_after(t, v->to, " %"))
        s.n += 2;
    return s;
}

static bool year_word(const struct token *x)
{
    return x->w.kind == WORD_NUMBER && x->w.s.n == 4 && x->number >= 1900 && x->number <= 2100 &&
           !memchr(x->w.s.s, ',', 4) && !memchr(x->w.s.s, '.', 4);
}

/* A number on its way to its kind. */
struct number {
    const struct tokens *t;
    size_t i; /* its first word */
    const struct concepts *c;
    struct figure f;
    struct str unit; /* the word behind it, or what is glued to it; "" for none */
    bool apart;      /* the unit is a word of its own */
    uint32_t money;  /* by the sign before it; 0 */
    struct value *v;
};

/* What a kind says of a number: it is of another kind; it is of this one, but says nothing; its value as it stands; or
 * what words like "about" and "up to" make of it. */
enum taken { NOT_THAT, NO_VALUE, AS_IT_IS, WITHIN_BOUNDS };

static void scale_up(struct number *n)
{
    struct value *v = n->v;
    double scale;
    while ((scale = scale_in(n->unit)) > 0 &&
           (n->money || str_listed(" hundred thousand million billion trillion bn ", n->unit) ||
            (n->apart && n->unit.n > 1))) {
        v->low = v->high = v->low * scale;
        v->to += n->apart;
        n->unit = words_joined(n->t, v->to + 1) ? n->t->v[v->to + 1].low : str_lit("");
        n->apart = true;
    }
}

static enum taken as_money(struct number *n)
{
    if (!n->money && (n->money = currency_word(n->t, n->v->to + 1)))
        n->v->to++;
    if (!n->money)
        return NOT_THAT;
    n->v->kind = VALUE_MONEY;
    n->v->unit = n->money;
    return WITHIN_BOUNDS;
}

static enum taken as_share(struct number *n)
{
    const struct tokens *t = n->t;
    struct value *v = n->v;
    if ((n->apart && word_in(" percent pct ", n->unit)) || word_in(" pct ", n->unit)) {
        v->to += n->apart;
    } else if (n->apart && str_eqc(n->unit, "per") && token_is(t, v->to + 2, "cent")) {
        v->to += 2;
    } else if (n->apart && word_in(" percentage ", n->unit) && token_in(t, v->to + 2, " point points ") &&
               !token_after(t, v->to, "%") && !token_after(t, v->to, " %")) {
        v->unit = 1;
        v->to += 2;
    } else if (!token_after(t, v->to, "%") && !token_after(t, v->to, " %")) {
        return NOT_THAT;
    }
    v->kind = VALUE_SHARE;
    return WITHIN_BOUNDS;
}

static enum taken as_year(struct number *n)
{
    const struct tokens *t = n->t;
    size_t i = n->i;
    if (!year_word(&t->v[i]) || n->f.to != i || (i && t->v[i].gap == GAP_HYPHEN))
        return NOT_THAT;
    if (!token_in(t, i - 1,
                  " in since by of from until during before after late early mid january february march april may june "
                  "july august september october november december and ") &&
        t->v[i].gap != GAP_COMMA && n->unit.n)
        return NOT_THAT;
    n->v->kind = VALUE_YEAR;
    return AS_IT_IS;
}

/* "34-year-old", "aged 34", "at the age of 34", "Maria Lopez, 34," */
static enum taken as_age(struct number *n)
{
    const struct tokens *t = n->t;
    size_t i = n->i;
    if (n->apart && str_eqc(n->unit, "year") && token_is(t, n->v->to + 2, "old")) {
        n->v->kind = VALUE_AGE;
        return n->v->low < 120 ? AS_IT_IS : NO_VALUE;
    }
    bool told = (i && token_is(t, i - 1, "aged")) || (i > 2 && token_is(t, i - 1, "of") && token_is(t, i - 2, "age"));
    bool behind_name =
        !n->f.word && i > 0 && t->v[i].gap == GAP_COMMA && t->v[i - 1].name && n->v->low < 110 && n->v->low >= 4 &&
        (i + 1 == t->n || t->v[i + 1].gap == GAP_COMMA || t->v[i + 1].gap == GAP_DOT || t->v[i + 1].gap == GAP_OTHER);
    if (!told && !behind_name)
        return NOT_THAT;
    n->v->kind = VALUE_AGE;
    return AS_IT_IS;
}

static enum taken as_heat(struct number *n)
{
    const struct tokens *t = n->t;
    struct value *v = n->v;
    bool sign = token_after(t, v->to, "\xc2\xb0"), word = n->apart && word_in(" degrees degree ", n->unit);
    struct str scale = n->unit;
    if (!sign && !word && !word_in(" c f ", n->unit))
        return NOT_THAT;
    v->kind = VALUE_HEAT;
    if (word) {
        v->to++;
        scale = words_joined(t, v->to + 1) ? t->v[v->to + 1].low : str_lit("");
        v->to += word_in(" celsius c fahrenheit f centigrade ", scale);
    } else if (sign) {
        scale = v->to + 1 < t->n ? t->v[v->to + 1].low : str_lit("");
        v->to += word_in(" c f ", scale);
    } else if (n->apart) {
        return NO_VALUE; /* "3 c" */
    }
    if (word_in(" fahrenheit f ", scale))
        v->low = v->high = (v->low - 32) / 1.8;
    else if (!word_in(" celsius c centigrade ", scale))
        v->both_scales = true;
    return AS_IT_IS;
}

static enum taken as_span(struct number *n)
{
    struct value *v = n->v;
    double seconds = n->apart ? span_of(n->t, v->to + 1) : 0;
    if (seconds <= 0)
        return NOT_THAT;
    v->to++;
    bool old = token_in(n->t, v->to + 1, " old ");
    v->kind = old ? VALUE_AGE : VALUE_SPAN;
    v->low *= seconds;
    if (old)
        v->low /= 365.25 * 86400;
    v->high = v->low;
    return WITHIN_BOUNDS;
}

static enum taken as_length(struct number *n)
{
    struct value *v = n->v;
    double metres = length_of(n->unit);
    if (metres <= 0)
        return NOT_THAT;
    v->kind = VALUE_LENGTH;
    v->to += n->apart;
    v->low *= metres;
    v->high = v->low;
    return WITHIN_BOUNDS;
}

/* "Route 7", "May 3", "Covid-19": it numbers a thing, and counts none. */
static bool is_label(const struct tokens *t, size_t i)
{
    if (token_in(
            t, i - 1,
            " no number route flight highway article section chapter phase interstate top class grade channel page "
            "january february march april may june july august september october november december jan feb mar apr "
            "jun jul aug sep sept oct nov dec ") &&
        (t->v[i].gap == GAP_SPACE || t->v[i].gap == GAP_DOT))
        return true;
    return t->v[i].gap == GAP_HYPHEN && i && t->v[i - 1].w.kind != WORD_NUMBER;
}

static enum taken as_count(struct number *n)
{
    const struct tokens *t = n->t;
    struct value *v = n->v;
    size_t noun = STR_NONE;
    if (n->f.tail.n) /* "5th", "4K", "A320" */
        return NO_VALUE;
    v->kind = VALUE_NUMBER;
    if ((n->f.word && v->low < 2 && v->to == n->i) || is_label(t, n->i))
        return NO_VALUE;
    if (token_in(t, v->to + 1, " strong ") && t->v[v->to + 1].gap == GAP_HYPHEN)
        v->unit = noun_behind(t, v->to + 2, n->c, &noun);
    else if (words_joined(t, v->to + 1))
        v->unit = noun_behind(t, v->to + 1, n->c, &noun);
    size_t to = v->unit != TERM_NONE ? noun : v->to; /* "450 injured" counts no injured, but people */
    v->fate = toll_fate(t, v->from, to);
    v->noun = noun;
    v->more = token_in(t, v->to + 1, " more other others additional further extra ") ||
              (n->i && token_in(t, n->i - 1, " another other additional further extra "));
    return WITHIN_BOUNDS;
}

bool value_number(const struct tokens *t, size_t i, const struct concepts *c, struct value *v)
{
    static enum taken (*const kinds[])(struct number *) = {as_money, as_share, as_year,   as_age,
                                                           as_heat,  as_span,  as_length, as_count};
    struct number n = {.t = t, .i = i, .c = c, .v = v};
    *v = (struct value){.from = i, .to = i, .fate = -1, .unit = TERM_NONE};
    if (quarter_or_such(t, i, &v->low, &v->to)) {
        v->kind = VALUE_SHARE;
        v->low -= 2;
        v->high = v->low + 4; /* nobody means 25.00 percent */
        v->vague = true;
        return true;
    }
    if (!figure_at(t, i, &n.f))
        return false;
    v->to = n.f.to;
    v->low = v->high = n.f.v;
    n.apart = !n.f.tail.n;
    n.unit = !n.apart ? n.f.tail : words_joined(t, n.f.to + 1) ? t->v[n.f.to + 1].low : str_lit("");
    n.money = currency_sign(t, i);
    scale_up(&n);
    enum taken taken = NOT_THAT;
    for (size_t k = 0; taken == NOT_THAT && k < sizeof kinds / sizeof *kinds; k++)
        taken = kinds[k](&n);
    if (taken == WITHIN_BOUNDS)
        read_bounds(t, v);
    return taken != NO_VALUE;
}
