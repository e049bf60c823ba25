#include "base/sentence.h"
#include "base/utf8.h"
#include "base/words.h"
#include <string.h>

/* A full stop after these never ends a sentence: what they belong to follows. */
static const char never_ends[] = " mr mrs ms mx dr prof sen sens rep reps gov govs gen lt col sgt capt maj cpl pvt rev "
                                 "hon pres supt cmdr adm messrs insp det ave "
                                 "st mt ft vs approx est dept fig vol pp ca cf viz bzw ca evtl ggf inkl vgl sog hr frl "
                                 "mme mlle sr sra srta dott sig avv arch ing "
                                 "abt nr ";
/* After these a sentence may end: it does when a word of grammar in upper case follows. */
static const char may_end[] = " inc ltd co corp bros llc plc jr sr esq etc al no nos ph.d m.d b.a m.a usw gmbh ag ";
static const char months[] = " jan feb mar apr jun jul aug sep sept oct nov dec ";
/* Languages that write ordinal numbers with a full stop: "31. Juli". */
static const char ordinal_langs[] = " de da no nb nn fi cs sk hu sl hr sr et lv pl tr is ";

struct splitter {
    struct arena *a;
    struct str text, lang;
    struct strs *out;
    size_t from;  /* start of the sentence */
    size_t quote; /* where the open CJK bracket or quote stands; STR_NONE: none open */
    bool ordinals;
};

static bool listed(const char *list, struct str w)
{
    char key[24];
    if (!w.n || w.n > sizeof key - 3)
        return false;
    key[0] = ' ';
    for (size_t i = 0; i < w.n; i++)
        key[i + 1] = (char)(w.s[i] >= 'A' && w.s[i] <= 'Z' ? w.s[i] | 32 : w.s[i]);
    key[w.n + 1] = ' ';
    key[w.n + 2] = 0;
    return strstr(list, key) != NULL;
}

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
        i += 3; /* typographic quotes and dashes */
    return str_sub(t, i, end);
}

struct ahead {
    bool end, lower, upper, digit, grammar, camel;
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
    f.digit = c < 0x80 && is_digit((char)c);
    f.upper = utf8_is_letter(c) && utf8_is_upper(c);
    f.lower = utf8_is_letter(c) && !f.upper && (c < 0x80 ? true : c < 0x590);
    if (f.lower) {
        size_t more;
        uint32_t d = char_at(p->text, after, &more);
        f.camel = d && utf8_is_upper(d);
    }
    if (f.upper) {
        struct word w;
        struct str near = str_sub(p->text, i, i + 40);
        char mem[40];
        size_t at = 0;
        if (word_next(near, &at, &w) && w.s.n < sizeof mem) {
            for (size_t k = 0; k < w.s.n; k++)
                mem[k] = (char)(w.s.s[k] >= 'A' && w.s.s[k] <= 'Z' ? w.s.s[k] | 32 : w.s.s[k]);
            f.grammar = word_is_stop(p->lang.n ? p->lang : str_lit("en"), (struct str){mem, w.s.n});
        }
    }
    return f;
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
    bool letters = true, digits = true;
    size_t dots = 0;
    for (size_t i = 0; i < w.n; i++) {
        dots += w.s[i] == '.';
        letters &= is_alpha(w.s[i]) || w.s[i] == '.';
        digits &= is_digit(w.s[i]);
    }
    if (digits && p->ordinals && w.n <= 2 && !closed)
        return f.grammar;
    if (!letters || closed)
        return true;
    if (listed(never_ends, w) && f.upper)
        return false;
    if (listed(months, w) && f.digit)
        return false;
    if (listed(" no nos p pp art sec ", w) && f.digit)
        return false;
    if (w.n == 1 || dots) /* an initial, "U.S.", "a.m." */
        return f.grammar || (!f.upper && !f.digit);
    if (listed(may_end, w))
        return f.grammar || (!f.upper && !f.digit);
    return true;
}

static bool is_stop_mark(uint32_t c)
{
    return c == '.' || c == '!' || c == '?' || c == 0x2026 || c == 0x964 || c == 0x61f || c == 0x6d4;
}

static bool is_wide_stop(uint32_t c)
{
    return c == 0x3002 || c == 0xff01 || c == 0xff1f || c == 0xff61 || c == 0xff0e;
}

/* A run of stop marks that began at i ends at `at`: consume what closes and decide. Returns where to go on. */
static size_t at_stop(struct splitter *p, size_t i, uint32_t first, size_t at)
{
    size_t after = at, run = 1, next;
    uint32_t c, last = first;
    while ((c = char_at(p->text, at, &after)) && is_stop_mark(c)) {
        at = after;
        last = c;
        run++;
    }
    for (next = at; (c = char_at(p->text, next, &after)) && closes(c); next = after)
        ;
    bool ends;
    if (first == '.' && run == 1) {
        ends = dot_ends(p, i, next);
    } else {
        struct ahead f = look_ahead(p, next);
        ends = f.end || (next < p->text.n && is_space(p->text.s[next]) && !(f.lower && !f.camel));
        if (last == 0x964)
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
    bool in_quote = p->quote != STR_NONE, shut = false;
    while ((c = char_at(p->text, next, &after)) && closes(c) && c != '"' && c != '\'') {
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
    if (!c || is_space((char)c) || (!at_start && !(c >= 0x3040 && c <= 0x309f)))
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
    struct splitter p = {.a = a, .text = text, .lang = lang, .out = out, .quote = STR_NONE};
    size_t dash = 0;
    while (dash < lang.n && lang.s[dash] != '-')
        dash++;
    p.lang = str_sub(lang, 0, dash);
    p.ordinals = listed(ordinal_langs, p.lang);
    for (size_t i = 0, after; i < text.n; i = after) {
        uint32_t c = char_at(text, i, &after);
        if (c == '\n')
            after = at_line_end(&p, i);
        else if (is_wide_stop(c))
            after = at_wide_stop(&p, after);
        else if (is_stop_mark(c))
            after = at_stop(&p, i, c, after);
        else if ((c == 0x300c || c == 0x300e || c == 0x201c) && p.quote == STR_NONE)
            p.quote = i;
        else if (c == 0x300d || c == 0x300f || c == 0x201d)
            p.quote = STR_NONE;
    }
    put(&p, text.n);
}
