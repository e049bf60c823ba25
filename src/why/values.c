/* Reading figures, days and hours out of a sentence in the many ways people write them; figures with a unit:
 * values_number.c. */
#include "why/values.h"
#include "why/countries.h"
#include "why/equal.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

bool words_joined(const struct tokens *t, size_t i)
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
    if (token_in(t, i, " a an ") && words_joined(t, i + 1) &&
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
        if (f->word && f->v >= 20 && f->v < 100 && words_joined(t, i + 1) && t->v[i + 1].w.kind == WORD_LETTERS &&
            t->v[i + 1].number >= 1 && t->v[i + 1].number <= 9)
            f->v += t->v[f->to = i + 1].number;
    }
    return true;
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
                 !value_number(t, i, c, &v) && !value_name(t, i, &v))
            continue;
        v.of = v.kind == VALUE_SHARE && token_is(t, v.to + 1, "of") ? noun_of(t, v.to + 2, c) : TERM_NONE;
        v.shown = v.kind >= VALUE_NAME ? tokens_span(t, v.from, v.to) : value_with_signs(t, &v);
        vec_add(r->a, out, v);
        i = v.to;
    }
}
