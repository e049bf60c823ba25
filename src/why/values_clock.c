/* Times of day: "9:30 p.m.", "9.30pm", "21:30", "half past nine in the evening", "noon". */
#include "why/values.h"
#include <math.h>

static bool clock_24(const struct tokens *t, size_t i, struct value *v)
{
    const struct token *x = &t->v[i];
    double m;
    size_t k = i + 1;
    if (x->w.kind != WORD_NUMBER || k >= t->n || t->v[k].w.kind != WORD_NUMBER || !token_before(t, k, ":") ||
        t->v[k].w.s.n != 2 || x->number > 23 || x->w.s.n > 2 || (m = t->v[k].number) > 59)
        return false;
    if (t->v[k].w.s.s != x->w.s.s + x->w.s.n + 1 || token_after(t, k, ":"))
        return false;
    *v = (struct value){.kind = VALUE_CLOCK, .from = i, .to = k, .low = x->number * 60 + m};
    return true;
}

/* The part of the day behind a clock. 0: none; 1: before noon; 2: after. */
static int half_of_day(const struct tokens *t, size_t i, size_t *to)
{
    if (token_in(t, i, " am pm ")) {
        *to = i;
        return token_is(t, i, "am") ? 1 : 2;
    }
    if (token_is(t, i, "a") && token_is(t, i + 1, "m")) {
        *to = i + 1;
        return 1;
    }
    if (token_is(t, i, "p") && token_is(t, i + 1, "m")) {
        *to = i + 1;
        return 2;
    }
    size_t k = token_in(t, i, " in at ") ? i + 1 : i;
    k += token_is(t, k, "the");
    if (k == i)
        return 0;
    if (token_is(t, k, "morning")) {
        *to = k;
        return 1;
    }
    if (token_in(t, k, " afternoon evening night ")) {
        *to = k;
        return 2;
    }
    return 0;
}

bool value_clock(const struct tokens *t, size_t i, struct value *v)
{
    struct figure f;
    double minutes;
    size_t k;
    int half = 0;
    bool open = false;
    *v = (struct value){.kind = VALUE_CLOCK, .from = i, .to = i};
    if (token_is(t, i, "noon") || token_is(t, i, "midnight") || token_is(t, i, "midday")) {
        minutes = token_is(t, i, "midnight") ? 0 : 720;
    } else if (token_is(t, i, "half") && token_is(t, i + 1, "past") && i + 2 < t->n && t->v[i + 2].number >= 1 &&
               t->v[i + 2].number <= 12) {
        minutes = fmod(t->v[i + 2].number, 12) * 60 + 30;
        v->to = i + 2;
        half = half_of_day(t, i + 3, &v->to);
        if (!half)
            return false;
        minutes += half == 2 ? 720 : 0;
    } else if (clock_24(t, i, v)) {
        minutes = v->low;
        k = v->to;
        half = half_of_day(t, k + 1, &v->to);
        if (half && minutes < 780)
            minutes = fmod(minutes, 720) + (half == 2 ? 720 : 0);
        open = !half && minutes < 720 && t->v[i].w.s.n == 1;
        if (!half && !token_in(t, i - 1, " at around about before after by until from to and ") && i &&
            !token_in(t, v->to + 1, " gmt est utc local "))
            return false;
    } else if (figure_at(t, i, &f) && f.v >= 1 && f.v < 13) {
        double h = floor(f.v), m = f.word ? 0 : round((f.v - h) * 100);
        if (f.tail.n && !str_eqc(f.tail, "am") && !str_eqc(f.tail, "pm"))
            return false;
        v->to = f.to;
        if (f.tail.n) {
            half = str_eqc(f.tail, "am") ? 1 : 2;
        } else if (token_is(t, f.to + 1, "o'clock") || (token_is(t, f.to + 1, "o") && token_is(t, f.to + 2, "clock"))) {
            v->to = f.to + (token_is(t, f.to + 1, "o'clock") ? 1 : 2);
            half = half_of_day(t, v->to + 1, &v->to);
        } else if (t->v[f.to].w.kind == WORD_NUMBER && f.to + 1 < t->n && t->v[f.to + 1].w.kind == WORD_LETTERS &&
                   token_before(t, f.to + 1, ":")) {
            double g; /* 6:40pm */
            if (!figure_glued(&t->v[f.to + 1], &g, &f.tail) || g > 59 ||
                (!str_eqc(f.tail, "am") && !str_eqc(f.tail, "pm")))
                return false;
            m = g;
            v->to = f.to + 1;
            half = str_eqc(f.tail, "am") ? 1 : 2;
        } else {
            half = half_of_day(t, f.to + 1, &v->to);
            if (half && !token_in(t, f.to + 1, " am pm a p ") &&
                !token_in(t, i - 1, " at around about shortly just by "))
                return false;
        }
        if (!half || m > 59)
            return false;
        minutes = fmod(h, 12) * 60 + m + (half == 2 ? 720 : 0);
    } else {
        return false;
    }
    static const char zones[] =
        " et est edt ct cst cdt pt pst pdt mt gmt utc bst cet cest kst jst ist eastern pacific central ";
    if (token_in(t, v->to + 1, zones)) {
        v->unit = 1;
        for (size_t k2 = 0; k2 < t->v[v->to + 1].low.n; k2++)
            v->unit = v->unit * 31 + (unsigned char)t->v[v->to + 1].low.s[k2];
    }
    v->vague = token_in(t, i - 1, " about around approximately roughly nearly shortly just circa ");
    v->low = minutes - (v->vague ? 15 : 0);
    v->high = minutes + (v->vague ? 15 : 0);
    v->both_scales = open; /* 6:40 may be of the morning or the evening */
    return true;
}
