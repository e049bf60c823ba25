#include "why/tokens.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 120 };

bool token_is(const struct tokens *t, size_t i, const char *low)
{
    return i < t->n && str_eqc(t->v[i].low, low);
}

bool token_in(const struct tokens *t, size_t i, const char *list)
{
    return i < t->n && word_in(list, t->v[i].low);
}

bool token_after(const struct tokens *t, size_t i, const char *bytes)
{
    struct str w = t->v[i].w.s;
    size_t at = (size_t)(w.s + w.n - t->s.s);
    return str_starts(str_sub(t->s, at, t->s.n), bytes);
}

bool token_before(const struct tokens *t, size_t i, const char *bytes)
{
    return str_ends(str_sub(t->s, 0, (size_t)(t->v[i].w.s.s - t->s.s)), bytes);
}

struct str tokens_span(const struct tokens *t, size_t i, size_t k)
{
    const char *from = t->v[i].w.s.s, *to = t->v[k].w.s.s + t->v[k].w.s.n;
    return (struct str){from, (size_t)(to - from)};
}

static double number_of(const struct word *w, struct str low)
{
    static const char *const small[] = {
        "zero", "one",    "two",    "three",    "four",     "five",    "six",     "seven",     "eight",    "nine",
        "ten",  "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
    static const char *const tens[] = {"twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"};
    if (w->kind == WORD_NUMBER) {
        char mem[32];
        size_t n = 0;
        for (size_t i = 0; i < w->s.n && n < sizeof mem - 1; i++) {
            /* 1,200 and 3.5; 1.200 would be 1.2, but English is what the fact finders read */
            if (w->s.s[i] != ',')
                mem[n++] = w->s.s[i];
        }
        mem[n] = 0;
        return strtod(mem, NULL);
    }
    for (size_t i = 0; i < 20; i++)
        if (str_eqc(low, small[i]))
            return (double)i;
    for (size_t i = 0; i < 8; i++)
        if (str_eqc(low, tens[i]))
            return (double)(20 + 10 * i);
    return str_eqc(low, "dozen") ? 12 : NAN;
}

/* The bytes between two words. */
static enum gap gap_of(struct str between, bool after_initial)
{
    bool space = false, hyphen = false, dot = false;
    for (size_t i = 0; i < between.n; i++) {
        char c = between.s[i];
        if (c == ',')
            return GAP_COMMA;
        space |= c == ' ';
        hyphen |= c == '-';
        dot |= c == '.';
        if (c != ' ' && c != '-' && c != '.' && c != '\'' && c != 's')
            return (unsigned char)c >= 0x80 && between.n <= 5 && !memcmp(between.s, "\xe2\x80\x99", 3) ? GAP_SPACE
                                                                                                       : GAP_OTHER;
    }
    if (dot)
        return after_initial ? GAP_SPACE : GAP_DOT;
    return hyphen ? (space ? GAP_OTHER : GAP_HYPHEN) : GAP_SPACE;
}

/* 's, or the apostrophe alone behind an s */
static bool possessive_at(const char *p, const char *end)
{
    size_t left = (size_t)(end - p);
    return (left >= 2 && p[0] == '\'' && p[1] == 's') || (left >= 4 && !memcmp(p, "\xe2\x80\x99s", 4)) ||
           (left >= 2 && p[0] == '\'' && p[1] == ' ' && p[-1] == 's');
}

/* One character of quotation: ' is left alone, it is mostly an apostrophe. */
static void follow_quotes(struct str between, bool *quoted)
{
    for (size_t i = 0; i < between.n; i++) {
        if (between.s[i] == '"')
            *quoted = !*quoted;
        else if (i + 3 <= between.n && !memcmp(between.s + i, "\xe2\x80\x9c", 3))
            *quoted = true;
        else if (i + 3 <= between.n && !memcmp(between.s + i, "\xe2\x80\x9d", 3))
            *quoted = false;
    }
}

void tokens_read(struct arena *a, struct lexicon *l, struct str lang, struct str s, struct tokens *out)
{
    size_t at = 0;
    const char *last = s.s, *end = s.s + s.n;
    bool quoted = false;
    struct word w;
    out->s = s;
    out->v = arena_array(a, struct token, MOST);
    out->n = 0;
    while (out->n < MOST && word_next(s, &at, &w)) {
        struct token *t = &out->v[out->n];
        /* words of scripts without spaces are pairs of characters that overlap: nothing stands between them */
        struct str between = {last, w.s.s > last ? (size_t)(w.s.s - last) : 0};
        bool initial = out->n && (t[-1].w.s.n == 1 || word_in(" mr mrs ms dr gen sen gov rep jr sr st ", t[-1].low));
        follow_quotes(between, &quoted);
        *t = (struct token){.w = w, .quoted = quoted, .gap = out->n ? gap_of(between, initial) : GAP_OTHER};
        if (w.s.n < 32) {
            char *low = arena_alloc(a, w.s.n + 1);
            size_t n = 0;
            for (size_t i = 0; i < w.s.n; i++)
                if (w.s.s[i] != '.')
                    low[n++] = (char)(w.s.s[i] >= 'A' && w.s.s[i] <= 'Z' ? w.s.s[i] | 32 : w.s.s[i]);
            t->low = (struct str){low, n};
        }
        t->term = lexicon_add(l, lang, w);
        t->flags = lexicon_flags(l, t->term);
        t->number = number_of(&w, t->low);
        last = w.s.s + w.s.n;
        t->possessive = possessive_at(last, end);
        t->name = w.capital && !(t->flags & TERM_STOP) && (out->n || !(t->flags & (TERM_COMMON | TERM_BROAD)));
        out->n++;
    }
}
