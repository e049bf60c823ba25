#include "why/amount.h"
#include <math.h>
#include <string.h>

static const struct {
    const char *words;
    double factor;
} scales[] = {
    {" hundred hundert cien cent ", 1e2},
    {" thousand tausend mille mil mila duizend tusen tusind k ", 1e3},
    {" million millions millionen millones milioni milhoes miljoen miljoner mio mln m ", 1e6},
    {" billion billions milliarden milliards miliardi miljard mrd bn b ", 1e9},
    {" trillion trillions ", 1e12},
};

static const struct {
    const char *sign, *words;
} units[] = {
    {"%", " percent prozent pct percento procent prosent "},
    {"$", " dollar dollars "},
    {"\xe2\x82\xac", " euro euros "},
    {"\xc2\xa3", " pound pounds "},
    {"\xc2\xa5", " yen yuan "},
    {"\xe2\x82\xa9", " won "},
    {"\xe2\x82\xb9", " rupee rupees "},
};
enum { N_UNITS = sizeof units / sizeof *units };

static bool follows(const struct tokens *t, size_t i)
{
    return i < t->n && (t->v[i].gap == GAP_SPACE || t->v[i].gap == GAP_HYPHEN);
}

static double scale_of(const struct tokens *t, size_t i)
{
    for (size_t k = 0; follows(t, i) && k < sizeof scales / sizeof *scales; k++)
        if (token_in(t, i, scales[k].words))
            return scales[k].factor;
    return 0;
}

/* A unit in words belongs to the amount. */
static const char *unit_of(const struct tokens *t, size_t first, size_t *last)
{
    for (size_t k = 0; k < N_UNITS; k++)
        if (token_before(t, first, units[k].sign) || token_after(t, *last, units[k].sign))
            return units[k].sign;
    if (token_after(t, *last, " %") || token_after(t, *last, "\xc2\xa0%") || token_after(t, *last, "\xef\xbc\x85"))
        return "%";
    if (token_is(t, *last + 1, "per") && token_is(t, *last + 2, "cent")) {
        *last += 2;
        return "%";
    }
    for (size_t k = 0; follows(t, *last + 1) && k < N_UNITS; k++)
        if (token_in(t, *last + 1, units[k].words)) {
            ++*last;
            return units[k].sign;
        }
    return NULL;
}

bool amount_at(const struct tokens *t, size_t i, struct amount *out)
{
    double factor;
    if (i >= t->n || isnan(t->v[i].number))
        return false;
    const struct token *x = &t->v[i];
    *out = (struct amount){.value = x->number, .last = i};
    if (x->w.kind == WORD_NUMBER)
        out->digits = x->w.s;
    else if (x->number >= 20 && x->number < 100 && follows(t, i + 1) && t->v[i + 1].w.kind != WORD_NUMBER &&
             t->v[i + 1].number >= 1 && t->v[i + 1].number <= 9) /* twenty-five; NAN fails both */
        out->value += t->v[++out->last].number;
    while ((factor = scale_of(t, out->last + 1)) > 0) {
        out->value *= factor;
        out->last++;
    }
    out->unit = unit_of(t, i, &out->last);
    return true;
}

/* 1.200 and 1,200 are one number or two, as the language has it: outside English only the same spelling is the same. */
bool amount_same(const struct amount *x, const struct amount *y, struct str lang)
{
    if (x->unit != y->unit && !(x->unit && y->unit && !strcmp(x->unit, y->unit)))
        return false;
    if (lang.n && !str_istarts(lang, "en") && x->digits.s && y->digits.s && !str_eq(x->digits, y->digits))
        return false;
    return fabs(x->value - y->value) <= 1e-9 * fabs(x->value);
}
