/* What may be seen of any language: a whole sentence, closed quotes, running text. */
#include "why/standalone.h"
#include <string.h>

enum { LEAST_WORDS = 6, MOST_WORDS = 80 };

static const char boilerplate[] = " pictured scroll click subscribe newsletter advertisement copyright sponsored "
                                  "hyperlink photograph hashtag slideshow gallery ";
/* Two in a row are buttons. */
static const char share_sites[] = " facebook twitter pinterest whatsapp linkedin instagram reddit email print share ";
/* Before the sentence's own first capital they are who made the picture. */
static const char picture_makers[] = " REUTERS GETTY ALAMY AFP EPA PA AP REX SPLASH ";

static bool any_start(struct str s, const char *const *marks, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_starts(s, marks[i]))
            return true;
    return false;
}

static bool any_end(struct str s, const char *const *marks, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_ends(s, marks[i]))
            return true;
    return false;
}
#define STARTS(s, marks) any_start(s, marks, sizeof marks / sizeof *marks)
#define ENDS(s, marks) any_end(s, marks, sizeof marks / sizeof *marks)

static bool ends_well(struct str s)
{
    static const char *const cut_off[] = {"...", ":.", ": .", "…", "……"};
    static const char *const marks[] = {
        ".",  ".\"",  ".)",  ".”",   ".“",  ".’", ".»", ". »", ".\xc2\xa0»", ".\xe2\x80\xaf»",
        "。", "。」", "。”", "」。", "”。", "．", "।",  "!",   "！"};
    return !ENDS(s, cut_off) && ENDS(s, marks);
}

static size_t count(struct str s, const char *mark)
{
    size_t n = 0, len = strlen(mark);
    for (size_t i = 0; i + len <= s.n; i++)
        n += !memcmp(s.s + i, mark, len);
    return n;
}

/* “English”, „deutsch“, „polski”, ”svenska”, « français », »dansk«. */
static bool quotes_closed(struct str s)
{
    size_t low = count(s, "„"), open = count(s, "“"), shut = count(s, "”");
    if (count(s, "\"") % 2 || count(s, "«") != count(s, "»") || count(s, "「") != count(s, "」") ||
        count(s, "『") != count(s, "』"))
        return false;
    if (low)
        return low == open + shut;
    return open == shut || (!open && shut % 2 == 0);
}

/* 'One quotation', 'two'; an apostrophe is neither its beginning nor its end, nor is the one of the '90s. */
static bool single_quotes_closed(struct str s)
{
    size_t open = 0, shut = 0, may_shut = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.s[i] != '\'')
            continue;
        char before = i ? s.s[i - 1] : ' ', after = i + 1 < s.n ? s.s[i + 1] : ' ';
        bool starts = before == ' ' || before == '(' || before == '"';
        open += starts && after != ' ' && !(after >= '0' && after <= '9');
        shut += !starts && strchr(",.!?", before) != NULL;
        may_shut += !starts && strchr(" ,.;:!?)\"", after) != NULL;
    }
    return shut <= open && open <= may_shut && count(s, "‘") <= count(s, "’");
}

static bool brackets_closed(struct str s)
{
    return count(s, "(") == count(s, ")") && count(s, "[") == count(s, "]") && count(s, "（") == count(s, "）") &&
           count(s, "【") == count(s, "】");
}

/* "#Harbor": a word for a machine. "#2" may be a rank. */
static bool has_tag(struct str s)
{
    for (size_t i = 0; i + 1 < s.n; i++)
        if (s.s[i] == '#' && (unsigned char)(s.s[i + 1] | 32) > '9')
            return true;
    return false;
}

static bool running_text(struct str s)
{
    return !(memchr(s.s, '|', s.n) || memchr(s.s, '@', s.n) || memchr(s.s, '\n', s.n) || has_tag(s) ||
             str_find(s, str_lit("http")) != STR_NONE || str_find(s, str_lit("www.")) != STR_NONE ||
             str_find(s, str_lit("pic.twitter")) != STR_NONE || str_find(s, str_lit("©")) != STR_NONE);
}

static bool opens_apart(struct str s)
{
    static const char *const marks[] = {"\"", "'", "-", "*", "(", "[",  "“",  "‘",  "„", "‚",
                                        "”",  "«", "»", "–", "—", "「", "『", "（", "•", "·"};
    return STARTS(s, marks);
}

static const char *words_fault(const struct tokens *t, bool pairs)
{
    size_t capitals = 0;
    for (size_t i = 0; i < t->n; i++) {
        capitals += t->v[i].w.all_caps;
        if (word_in(boilerplate, t->v[i].low) || (i && t->v[i].gap == GAP_SPACE && word_in(share_sites, t->v[i].low) &&
                                                  word_in(share_sites, t->v[i - 1].low)))
            return "boilerplate";
    }
    if (t->n > 1 && word_in(picture_makers, t->v[0].w.s) && t->v[1].w.capital && t->v[1].gap == GAP_SPACE)
        return "names who made a picture";
    if (t->n < LEAST_WORDS || (!pairs && t->n > MOST_WORDS) || capitals * 2 > t->n)
        return "not a full sentence";
    return NULL;
}

const char *why_not_alone(struct lexicon *l, struct str lang, struct str s)
{
    struct arena mem = {0};
    struct tokens t;
    const char *fault = NULL;
    size_t n_pairs = 0;
    if (!ends_well(s))
        return "does not end as a sentence";
    if (!quotes_closed(s) || !single_quotes_closed(s) || !brackets_closed(s))
        return "quotation marks or brackets are open";
    if (!running_text(s))
        return "not running text";
    if (opens_apart(s))
        return "opens with a quotation";
    tokens_read(&mem, l, lang, s, &t);
    for (size_t i = 0; i < t.n; i++)
        n_pairs += t.v[i].w.kind == WORD_PAIR;
    bool pairs = n_pairs * 2 > t.n;
    fault = words_fault(&t, pairs);
    if (!fault && !pairs && (!lang.n || str_istarts(lang, "en")))
        fault = english_not_alone(&t, s);
    else if (!fault)
        fault = other_not_alone(&t, lang, s);
    arena_end(&mem);
    return fault;
}
