/* Reading figures, days and hours out of a sentence in the many ways people write them. */
#include "why/values.h"
#include "why/countries.h"
#include "why/equal.h"
#include <math.h>
#include <stdlib.h>
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

static bool joined(const struct tokens *t, size_t i)
{
    return i < t->n && (t->v[i].gap == GAP_SPACE || t->v[i].gap == GAP_HYPHEN);
}

/* "2.4bn", "25C", "100km", "7pm": the figures at the beginning, and what follows them. */
bool figure_glued(const struct token *x, double *v, struct str *tail)
{
    char mem[32];
    size_t n = 0, k = 0;
    struct str s = x->w.s;
    while (n < s.n && ((s.s[n] >= '0' && s.s[n] <= '9') || s.s[n] == '.' || s.s[n] == ','))
        n++;
    if (!n || n == s.n || n >= sizeof mem)
        return false;
    for (size_t i = 0; i < n; i++)
        if (s.s[i] != ',')
            mem[k++] = s.s[i];
    mem[k] = 0;
    *v = strtod(mem, NULL);
    *tail = str_sub(x->low, x->low.n >= s.n - n ? x->low.n - (s.n - n) : 0, x->low.n);
    return true;
}

bool figure_at(const struct tokens *t, size_t i, struct figure *f)
{
    const struct token *x = &t->v[i];
    *f = (struct figure){.to = i};
    if (figure_glued(x, &f->v, &f->tail))
        return true;
    if (token_in(t, i, " a an ") && joined(t, i + 1) &&
        token_in(t, i + 1, " dozen hundred thousand million billion ")) {
        f->to = i + 1;
        f->word = true;
        f->v = token_is(t, i + 1, "dozen") ? 12 : 1;
        if (!token_is(t, i + 1, "dozen"))
            f->to = i;
    } else if (isnan(x->number)) {
        return false;
    } else {
        f->v = x->number;
        f->word = x->w.kind == WORD_LETTERS;
        if (f->word && f->v >= 20 && f->v < 100 && joined(t, i + 1) && t->v[i + 1].w.kind == WORD_LETTERS &&
            t->v[i + 1].number >= 1 && t->v[i + 1].number <= 9)
            f->v += t->v[f->to = i + 1].number;
    }
    return true;
}

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
    for (size_t k = 0; joined(t, i) && k < sizeof money_words / sizeof *money_words; k++)
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

/* "of the forest", "of its workforce" */
static uint32_t noun_of(const struct tokens *t, size_t i, const struct concepts *c)
{
    uint32_t last = TERM_NONE;
    while (token_in(t, i, " the its their all a an his her this "))
        i++;
    for (size_t k = i; k < t->n && k < i + 4; k++) {
        const struct token *x = &t->v[k];
        if ((x->flags & TERM_STOP) || (k > i && x->gap > GAP_HYPHEN) || x->w.kind != WORD_LETTERS || x->possessive ||
            str_ends(x->low, "ed"))
            break;
        last = concept_of(c, x->term);
        if (str_ends(x->low, "s") && !str_ends(x->low, "ss"))
            break;
    }
    return last;
}

static double span_of(const struct tokens *t, size_t i)
{
    for (size_t k = 0; joined(t, i) && k < sizeof spans / sizeof *spans; k++)
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
             joined(t, k + 1)) {
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

static struct str with_signs(const struct tokens *t, const struct value *v)
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

/* "52-48", "3-1", "52 to 48": a vote or a score where a word says so; else a range. */
static bool pair_at(const struct tokens *t, size_t i, struct value *v)
{
    static const char votes[] = " vote votes voted by passed pass rejected approved margin score beat beats won win "
                                "lost victory defeat defeated "
                                "against drew draw ended tie favor favour plan bill finished finish led lead was ";
    const struct token *x = &t->v[i];
    size_t k = i + 1;
    if (x->w.kind != WORD_NUMBER || k >= t->n)
        return false;
    bool dash = t->v[k].gap == GAP_HYPHEN || (t->v[k].gap == GAP_OTHER && t->v[k].w.s.s - (x->w.s.s + x->w.s.n) == 3 &&
                                              !memcmp(x->w.s.s + x->w.s.n, "\xe2\x80\x93", 3));
    bool to = token_is(t, k, "to") && t->v[k].gap == GAP_SPACE;
    k += to;
    if ((!dash && !to) || k >= t->n || t->v[k].w.kind != WORD_NUMBER || x->number > 999 || t->v[k].number > 999 ||
        (k + 1 < t->n && t->v[k + 1].gap == GAP_HYPHEN))
        return false;
    bool said = false;
    for (size_t d = 1; d <= 6; d++)
        said |= (d <= i && token_in(t, i - d, votes)) || token_in(t, k + d, " vote votes margin victory win defeat ");
    bool unit = k + 1 < t->n && t->v[k + 1].gap == GAP_SPACE && t->v[k + 1].w.kind == WORD_LETTERS &&
                !(t->v[k + 1].flags & TERM_STOP) && !token_in(t, k + 1, " vote votes victory win defeat ");
    *v = (struct value){.from = i,
                        .to = k,
                        .fate = -1,
                        .low = x->number,
                        .high = x->number,
                        .second = t->v[k].number,
                        .unit = TERM_NONE};
    v->kind = VALUE_TALLY;
    if (said && !(unit && to) && x->number == floor(x->number))
        return true;
    return false;
}

static bool ordinal_at(const struct tokens *t, size_t i, const struct concepts *c, struct value *v)
{
    static const char *const words[] = {"second",  "third",  "fourth", "fifth", "sixth",
                                        "seventh", "eighth", "ninth",  "tenth"};
    double n = 0;
    struct str tail;
    if (figure_glued(&t->v[i], &n, &tail) && n == floor(n) && n >= 1 && n < 1000 && word_in(" st nd rd th ", tail))
        ;
    else {
        n = 0;
        for (size_t k = 0; k < 9; k++)
            n = str_eqc(t->v[i].low, words[k]) ? (double)k + 2 : n;
        if (n < 2 || t->v[i].w.capital)
            return false;
    }
    if (token_in(t, i + 1, " century street avenue floor grade infantry "))
        return false;
    *v = (struct value){.kind = VALUE_ORDINAL, .from = i, .to = i, .low = n, .high = n, .fate = -1};
    v->unit = token_is(t, i + 1, "time") ? TERM_NONE : noun_of(t, i + 1, c);
    return true;
}

static bool number_value(const struct tokens *t, size_t i, const struct concepts *c, struct value *v)
{
    struct figure f;
    double scale, seconds, metres;
    size_t noun = STR_NONE, to;
    *v = (struct value){.from = i, .to = i, .fate = -1, .unit = TERM_NONE};
    if (quarter_or_such(t, i, &v->low, &v->to)) {
        v->kind = VALUE_SHARE;
        v->low -= 2;
        v->high = v->low + 4; /* nobody means 25.00 percent */
        v->vague = true;
        return true;
    }
    if (!figure_at(t, i, &f))
        return false;
    v->to = f.to;
    v->low = v->high = f.v;
    struct str unit = f.tail.n ? f.tail : joined(t, f.to + 1) ? t->v[f.to + 1].low : str_lit("");
    bool apart = !f.tail.n;
    uint32_t money = currency_sign(t, i);
    while ((scale = scale_in(unit)) > 0 &&
           (money || str_listed(" hundred thousand million billion trillion bn ", unit) || (apart && unit.n > 1))) {
        v->low = v->high = v->low * scale;
        v->to += apart;
        unit = joined(t, v->to + 1) ? t->v[v->to + 1].low : str_lit("");
        apart = true;
    }
    if (!money && (money = currency_word(t, v->to + 1)))
        v->to++;
    if (money) {
        v->kind = VALUE_MONEY;
        v->unit = money;
    } else if ((apart && word_in(" percent pct ", unit)) || word_in(" pct ", unit)) {
        v->kind = VALUE_SHARE;
        v->to += apart;
    } else if (apart && str_eqc(unit, "per") && token_is(t, v->to + 2, "cent")) {
        v->kind = VALUE_SHARE;
        v->to += 2;
    } else if (token_after(t, v->to, "%") || token_after(t, v->to, " %")) {
        v->kind = VALUE_SHARE;
    } else if (apart && word_in(" percentage ", unit) && token_in(t, v->to + 2, " point points ")) {
        v->kind = VALUE_SHARE;
        v->unit = 1;
        v->to += 2;
    } else if (year_word(&t->v[i]) && f.to == i && (!i || t->v[i].gap != GAP_HYPHEN) &&
               (token_in(t, i - 1,
                         " in since by of from until during before after late early mid january february march april "
                         "may june july "
                         "august september october november december and ") ||
                t->v[i].gap == GAP_COMMA || !unit.n)) {
        v->kind = VALUE_YEAR;
        return true;
    } else if (apart && str_eqc(unit, "year") && token_is(t, v->to + 2, "old")) {
        v->kind = VALUE_AGE;
        return v->low < 120;
    } else if ((i && token_is(t, i - 1, "aged")) || (i > 2 && token_is(t, i - 1, "of") && token_is(t, i - 2, "age")) ||
               (!f.word && i > 0 && t->v[i].gap == GAP_COMMA && t->v[i - 1].name && v->low < 110 && v->low >= 4 &&
                (i + 1 == t->n || t->v[i + 1].gap == GAP_COMMA || t->v[i + 1].gap == GAP_DOT ||
                 t->v[i + 1].gap == GAP_OTHER))) {
        v->kind = VALUE_AGE;
        return true;
    } else if (word_in(" c f ", unit) || token_after(t, v->to, "\xc2\xb0") ||
               (apart && word_in(" degrees degree ", unit))) {
        v->kind = VALUE_HEAT;
        bool sign = token_after(t, v->to, "\xc2\xb0");
        struct str scale_word = unit;
        if (apart && word_in(" degrees degree ", unit)) {
            v->to++;
            scale_word = joined(t, v->to + 1) ? t->v[v->to + 1].low : str_lit("");
            v->to += word_in(" celsius c fahrenheit f centigrade ", scale_word);
        } else if (sign) {
            scale_word = v->to + 1 < t->n ? t->v[v->to + 1].low : str_lit("");
            v->to += word_in(" c f ", scale_word);
        } else if (apart) {
            return false; /* "3 c" */
        }
        if (word_in(" fahrenheit f ", scale_word))
            v->low = v->high = (v->low - 32) / 1.8;
        else if (!word_in(" celsius c centigrade ", scale_word))
            v->both_scales = true;
        return true;
    } else if (apart && (seconds = span_of(t, v->to + 1)) > 0) {
        v->kind = VALUE_SPAN;
        v->to++;
        v->low *= seconds;
        v->high = v->low;
        if (token_in(t, v->to + 1, " old "))
            v->kind = VALUE_AGE, v->low /= 365.25 * 86400, v->high = v->low;
    } else if ((metres = length_of(unit)) > 0 && (apart || unit.n >= 1)) {
        v->kind = VALUE_LENGTH;
        v->to += apart;
        v->low *= metres;
        v->high = v->low;
    } else if (f.tail.n) {
        return false; /* "5th", "4K", "A320" */
    } else {
        v->kind = VALUE_NUMBER;
        if (f.word && v->low < 2 && v->to == i)
            return false;
        if (token_in(
                t, i - 1,
                " no number route flight highway article section chapter phase interstate top class grade channel page "
                "january february march april may june july august september october november december jan feb mar apr "
                "jun jul aug sep sept oct nov dec ") &&
            (t->v[i].gap == GAP_SPACE || t->v[i].gap == GAP_DOT))
            return false;
        if (t->v[i].gap == GAP_HYPHEN && i && t->v[i - 1].w.kind != WORD_NUMBER)
            return false;
        if (token_in(t, v->to + 1, " strong ") && t->v[v->to + 1].gap == GAP_HYPHEN)
            v->unit = noun_behind(t, v->to + 2, c, &noun);
        else if (joined(t, v->to + 1))
            v->unit = noun_behind(t, v->to + 1, c, &noun);
        to = v->unit != TERM_NONE ? noun : v->to; /* "450 injured" counts no injured, but people */
        v->fate = toll_fate(t, v->from, to);
        v->noun = noun;
        v->more = token_in(t, v->to + 1, " more other others additional further extra ") ||
                  (i && token_in(t, i - 1, " another other additional further extra "));
    }
    read_bounds(t, v);
    return true;
}

void values_read(const struct reading *r, const struct concepts *c, struct values *out)
{
    const struct tokens *t = r->t;
    for (size_t i = 0; i < t->n; i++) {
        struct value v = {.fate = -1};
        struct day_found d = {.from = i};
        bool weekday = day_is_weekday(t, i) && i + 1 < t->n && day_explicit(r, i + 1, &d);
        if ((weekday || day_explicit(r, i, &d) || day_relative(r, i, &d)) && !t->v[d.to].possessive)
            v = (struct value){.kind = VALUE_DAY,
                               .from = i,
                               .to = d.to,
                               .low = d.low,
                               .high = d.high,
                               .relative = d.relative,
                               .fate = -1};
        else if (!value_clock(t, i, &v) && !pair_at(t, i, &v) && !ordinal_at(t, i, c, &v) &&
                 !number_value(t, i, c, &v) && !value_name(t, i, &v))
            continue;
        v.of = v.kind == VALUE_SHARE && token_is(t, v.to + 1, "of") ? noun_of(t, v.to + 2, c) : TERM_NONE;
        v.shown = v.kind >= VALUE_NAME ? tokens_span(t, v.from, v.to) : with_signs(t, &v);
        vec_add(r->a, out, v);
        i = v.to;
    }
}
