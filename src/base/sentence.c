#include "base/sentence.h"
#include "base/sentence_words.h"
#include "base/utf8.h"
#include "base/words.h"
#include <string.h>

enum {
    SCRATCH_MOST = 1 << 16,
    QUOTE_MOST = 900 /* bytes: a quote or bracket that is open for longer was never closed */
};

struct splitter {
    struct arena *a, *scratch;
    struct str text, lang;
    struct strs *out;
    size_t from;  /* start of the sentence */
    size_t quote; /* where the open CJK bracket or quote stands; STR_NONE: none open */
    bool ordinals;
};

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_alpha(char c)
{
    return (c | 32) >= 'a' && (c | 32) <= 'z';
}

static uint32_t char_at(struct str t, size_t i, size_t *after)
{
    *after = i;
    if (i >= t.n)
        return 0;
    if ((unsigned char)t.s[i] < 0x80) {
        *after = i + 1;
        return (unsigned char)t.s[i];
    }
    return utf8_next(t, after);
}

static bool closes(uint32_t c)
{
    switch (c) {
    case '"':
    case '\'':
    case ')':
    case ']':
    case 0x2018: /* these open elsewhere; right behind a stop they close, as in „Nein!“ and »Nein!« */
    case 0x201c:
    case 0xab:
    case 0x2019:
    case 0x201d:
    case 0xbb:
    case 0x300d:
    case 0x300f:
    case 0xff09:
    case 0x300b:
    case 0x3011:
        return true;
    }
    return false;
}

static bool opens(uint32_t c)
{
    switch (c) {
    case '"':
    case '\'':
    case '(':
    case '[':
    case 0x2018:
    case 0x201c:
    case 0x201e:
    case 0xab:
    case 0x300c:
    case 0x300e:
    case 0xff08:
    case 0x2014:
    case 0x2013:
    case '-':
        return true;
    }
    return false;
}

static void put(struct splitter *p, size_t to)
{
    struct str s = str_trim(str_sub(p->text, p->from, to));
    if (s.n)
        vec_add(p->a, p->out, s);
    p->from = to;
    p->quote = STR_NONE;
}

/* The run without white space that ends at `end`, its opening brackets and quotes left out; at most 24 bytes are looked
 * at. */
static struct str word_before(struct str t, size_t from, size_t end)
{
    size_t i = end;
    while (i > from && end - i < 24 && !is_space(t.s[i - 1]) && t.s[i - 1] != '(' && t.s[i - 1] != '"' &&
           t.s[i - 1] != '/' && t.s[i - 1] != '-')
        i--;
    while (i < end && (unsigned char)t.s[i] >= 0x80 && end - i > 3 && !memcmp(t.s + i, "\xe2\x80", 2))
        i += 3;                                         /* typographic quotes and dashes */
    for (size_t k = i; k < i + 3 && k + 3 < end; k++) { /* "l'art.", not "world's." */
        if (t.s[k] == '\'')
            return str_sub(t, k + 1, end);
        if (k + 5 < end && !memcmp(t.s + k, "\xe2\x80\x99", 3))
            return str_sub(t, k + 3, end);
    }
    return str_sub(t, i, end);
}

struct ahead {
    bool end, lower, upper, letter, digit, grammar, camel;
    size_t at;
};

/* What follows at i: the first letter's case, past white space and opening marks. */
static struct ahead look_ahead(const struct splitter *p, size_t i)
{
    struct ahead f = {0};
    size_t after = i;
    uint32_t c;
    while (i < p->text.n && is_space(p->text.s[i]))
        i++;
    f.at = i;
    while ((c = char_at(p->text, i, &after)) && (opens(c) || c == ' '))
        i = after;
    if (!c) {
        f.end = true;
        return f;
    }
    f.digit =
        (c < 0x80 && is_digit((char)c)) || c == '$' || c == '#' || c == 0xa7 || c == 0x20ac || c == 0xa3 || c == 0x2116;
    f.letter = utf8_is_letter(c);
    f.upper = utf8_is_letter(c) && utf8_is_upper(c);
    f.lower = utf8_is_letter(c) && !f.upper && (c < 0x80 ? true : c < 0x590);
    if (f.lower) {
        size_t more;
        uint32_t d = char_at(p->text, after, &more);
        f.camel = d && utf8_is_upper(d);
    }
    if (f.upper) {
        struct word w;
        size_t at = 0;
        bool initial = after < p->text.n && p->text.s[after] == '.';
        if (!initial && word_next(str_sub(p->text, i, i + 60), &at, &w))
            f.grammar = word_is_stop(p->lang.n ? p->lang : str_lit("en"), word_fold(p->scratch, w.s));
        if (p->scratch->used > SCRATCH_MOST)
            arena_reset(p->scratch);
    }
    return f;
}

/* "Friedrich II. nach Wien": a number after a name, where ordinals have their full stop. */
static bool roman_ordinal(const struct splitter *p, struct str w, const struct ahead *f)
{
    for (size_t i = 0; i < w.n; i++)
        if (!strchr("IVX", w.s[i]))
            return false;
    return p->ordinals && w.n > 1 && !f->grammar;
}

/* Does the full stop at byte `dot` end a sentence, when the text goes on at `next` (past closing marks)? */
static bool dot_ends(const struct splitter *p, size_t dot, size_t next)
{
    struct str t = p->text;
    bool closed = next > dot + 1;
    if (next < t.n && !is_space(t.s[next])) {
        /* "...last year.The company": a space was lost; but not "example.Com", "3.5", "U.S.-led" */
        return !closed && dot - p->from > 2 && is_alpha(t.s[dot - 1]) && t.s[dot - 1] >= 'a' &&
               is_alpha(t.s[dot - 2]) && t.s[dot - 2] >= 'a' && next + 1 < t.n && t.s[next] >= 'A' &&
               t.s[next] <= 'Z' && t.s[next + 1] >= 'a' && t.s[next + 1] <= 'z' && look_ahead(p, next).grammar;
    }
    struct ahead f = look_ahead(p, next);
    if (f.end)
        return true;
    if (f.lower && !f.camel)
        return false;
    struct str w = word_before(t, p->from, dot);
    if (!w.n)
        return f.upper || !f.lower; /* "...": the ellipsis stands alone */
    size_t dots = 0, digits = 0, one = 0;
    for (size_t i = 0; i < w.n; i++) {
        dots += w.s[i] == '.';
        digits += is_digit(w.s[i]);
    }
    uint32_t c = char_at(w, 0, &one);
    bool unless_grammar = f.grammar || (!f.letter && !f.digit);
    if (digits == w.n && p->ordinals && w.n <= 2 && !closed)
        return f.grammar;
    if (closed)
        return true;
    enum abbreviation kind = abbreviation_of(p->lang, w);
    if (kind == ABBR_NEVER || (month_word(w) && f.digit) || (counted_word(w) && f.digit))
        return false;
    if (kind == ABBR_MAYBE || (one == w.n && utf8_is_letter(c)) || (dots && !digits)) /* an initial, "U.S.", "a.m." */
        return unless_grammar;
    return !roman_ordinal(p, w, &f);
}

/* Full stops of scripts that use them for nothing else: danda, Armenian, Ethiopic, Khmer, Burmese. */
static bool is_plain_end(uint32_t c)
{
    return c == 0x964 || c == 0x965 || c == 0x589 || c == 0x1362 || c == 0x1367 || c == 0x17d4 || c == 0x104b;
}

static bool is_stop_mark(const struct splitter *p, uint32_t c)
{
    return c == '.' || c == '!' || c == '?' || c == 0x2026 || c == 0x61f || c == 0x6d4 || is_plain_end(c) ||
           c == 0x37e || (c == ';' && str_eqc(p->lang, "el")); /* the Greek question mark */
}

static bool is_wide_stop(uint32_t c)
{
    return c == 0x3002 || c == 0xff01 || c == 0xff1f || c == 0xff61 || c == 0xff0e;
}

/* « Non ! » : French parts its quotation marks by spaces. One that opens has a letter behind it. */
static size_t past_guillemet(const struct splitter *p, size_t at)
{
    size_t i = at, after = at, behind;
    uint32_t c;
    while ((c = char_at(p->text, i, &after)) && (c == ' ' || c == 0xa0 || c == 0x202f))
        i = after;
    if (c != 0xbb)
        return at;
    c = char_at(p->text, after, &behind);
    return !c || c == ' ' || c == '\n' || c == ',' || c == '.' || c == 0xa0 ? after : at;
}

/* A run of stop marks that began at i ends at `at`: consume what closes and decide. Returns where to go on. */
static size_t at_stop(struct splitter *p, size_t i, uint32_t first, size_t at)
{
    size_t after = at, run = 1, next;
    uint32_t c, last = first;
    while ((c = char_at(p->text, at, &after)) && is_stop_mark(p, c)) {
        at = after;
        last = c;
        run++;
    }
    for (next = at; (c = char_at(p->text, next, &after)) && closes(c); next = after)
        ;
    if (next == at)
        next = past_guillemet(p, at);
    bool ends;
    if (first == '.' && run == 1) {
        ends = dot_ends(p, i, next);
    } else {
        struct ahead f = look_ahead(p, next);
        ends = f.end || (next < p->text.n && is_space(p->text.s[next]) && !(f.lower && !f.camel));
        if (is_plain_end(last))
            ends = true;
    }
    if (ends)
        put(p, next);
    return next;
}

/* Full-width marks. Inside brackets or quotes they do not end: the clause around them goes on. */
static size_t at_wide_stop(struct splitter *p, size_t at)
{
    size_t after, next = at;
    uint32_t c;
    while ((c = char_at(p->text, next, &after)) && is_wide_stop(c))
        next = after;
    bool in_quote = p->quote != STR_NONE && at - p->quote < QUOTE_MOST, shut = false;
    while ((c = char_at(p->text, next, &after)) && closes(c) && c != '"' && c != '\'' && c != 0x201c && c != 0x2018) {
        shut = true;
        next = after;
    }
    if (!in_quote) {
        put(p, next);
        return next;
    }
    if (!shut)
        return next;
    bool at_start = p->quote <= p->from + 2;
    for (size_t i = p->from; !at_start && i < p->quote && is_space(p->text.s[i]); i++)
        at_start = i + 1 == p->quote;
    p->quote = STR_NONE;
    c = char_at(p->text, next, &after);
    bool goes_on = c >= 0x3040 && c <= 0x309f; /* a particle: to itta */
    if (!c || is_space((char)c) || ((!at_start || str_eqc(p->lang, "ja")) && !goes_on))
        put(p, next);
    return next;
}

/* A line's end parts sentences, unless the line was broken inside one: no stop mark before, a small letter after. */
static size_t at_line_end(struct splitter *p, size_t i)
{
    size_t next = i;
    bool blank = false;
    while (next < p->text.n && is_space(p->text.s[next])) {
        blank |= p->text.s[next] == '\n' && next > i;
        next++;
    }
    struct ahead f = look_ahead(p, next);
    if (blank || f.end || !f.lower)
        put(p, i);
    return next;
}

void sentences(struct arena *a, struct str text, struct str lang, struct strs *out)
{
    struct arena scratch = {0};
    struct splitter p = {.a = a, .scratch = &scratch, .text = text, .lang = lang, .out = out, .quote = STR_NONE};
    size_t dash = 0;
    while (dash < lang.n && lang.s[dash] != '-')
        dash++;
    p.lang = str_sub(lang, 0, dash);
    p.ordinals = writes_ordinals(p.lang);
    for (size_t i = 0, after; i < text.n; i = after) {
        uint32_t c = char_at(text, i, &after);
        if (c == '\n')
            after = at_line_end(&p, i);
        else if (is_wide_stop(c))
            after = at_wide_stop(&p, after);
        else if (is_stop_mark(&p, c))
            after = at_stop(&p, i, c, after);
        else if ((c == 0x300c || c == 0x300e || c == 0x201c || c == 0xff08 || c == 0x300a) && p.quote == STR_NONE)
            p.quote = i;
        else if (c == 0x300d || c == 0x300f || c == 0x201d || c == 0xff09 || c == 0x300b)
            p.quote = STR_NONE;
    }
    put(&p, text.n);
    arena_end(&scratch);
}
