#include "why/standalone.h"
#include "why/tokens.h"
#include <string.h>

enum { MOST_WORDS = 80, TAIL_WORDS = 7 /* behind "said": in a statement on Thursday evening */ };

static const char points_back[] =
    " he she it they him her them his hers its their theirs this that these those such both one each "
    "another others neither either who which whose here ";
static const char links_back[] =
    " but and or so yet however also then meanwhile moreover furthermore besides still instead nevertheless "
    "nonetheless therefore thus otherwise indeed similarly likewise additionally earlier later afterwards "
    "consequently finally too because nor plus except ";
static const char personal[] =
    " i we you my our your me us mine ours yours i'm we're you're i've we've i'd we'd i'll we'll you'll ";
static const char person_pronouns[] = " he she him his her hers himself herself ";
static const char thing_pronouns[] = " it its they them their theirs itself themselves ";
static const char says[] =
    " said says say told tells saying added adds wrote writes tweeted according explained noted stated insisted "
    "warned argued recalled joked concluded ";
/* Nouns that name nothing without what they stand for; with a complement ("the decision to close the plant") they do.
 */
static const char empty_nouns[] = " move decision announcement step incident development measure measures case matter "
                                  "issue issues situation change changes event "
                                  "events call talks meeting conversation dialogue discussion discussions exchange "
                                  "action actions result results report reports "
                                  "statement comment comments remarks claim claims ruling order proposal plan plans "
                                  "agreement deal news study survey finding findings "
                                  "attack accident crash shooting video image images picture pictures photo photos "
                                  "pair couple duo trio man woman boy girl suspect "
                                  "victim victims company firm group team agency ministry official officials spokesman "
                                  "spokeswoman leaders ministers sides two three "
                                  "four former latter same project program programme initiative effort efforts process "
                                  "outcome partnership relationship vote bill "
                                  "law rule rules trial charge charges allegations film show song album game match "
                                  "season device product actor actress singer player ";
static const char complements[] =
    " of to by that between for in on with from at against about over among who which whose under into near ";
static const char time_nouns[] =
    " week year month morning afternoon evening spring summer autumn fall winter weekend season time century "
    "decade quarter day point ";
static const char boilerplate[] = " pictured scroll click subscribe newsletter advertisement copyright sponsored "
                                  "hyperlink photograph hashtag slideshow gallery ";

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_letter(char c)
{
    return (c | 32) >= 'a' && (c | 32) <= 'z';
}

/* "LONDON, March 3 (Reuters) - ", "Tokyo (CNN)": at most four capitalized words, then letters in brackets, then perhaps
 * a dash. */
static size_t agency_end(struct str s)
{
    size_t open = str_chr(str_sub(s, 0, 40), '(');
    if (open == STR_NONE)
        return 0;
    for (size_t i = 0; i < open; i++)
        if (is_letter(s.s[i]) && !is_upper(s.s[i]) && (i == 0 || s.s[i - 1] == ' '))
            return 0;
    size_t shut = open + 1;
    while (shut < s.n && shut < open + 24 &&
           (is_letter(s.s[shut]) || s.s[shut] == ' ' || s.s[shut] == '/' || s.s[shut] == '.'))
        shut++;
    if (shut >= s.n || s.s[shut] != ')' || !is_upper(s.s[open + 1]))
        return 0;
    return shut + 1;
}

/* "WASHINGTON - ": capitals only before the dash. */
static size_t capitals_end(struct str s)
{
    size_t i = 0, letters = 0;
    while (i < s.n && i < 40 && (is_upper(s.s[i]) || s.s[i] == ' ' || s.s[i] == ',' || s.s[i] == '.'))
        letters += is_upper(s.s[i++]);
    return letters >= 3 && i > 1 && i < s.n && s.s[i - 1] == ' ' ? i : 0;
}

static size_t dash_end(struct str s, size_t i)
{
    size_t from = i;
    while (i < s.n && s.s[i] == ' ')
        i++;
    if (i + 3 <= s.n && (!memcmp(s.s + i, "\xe2\x80\x93", 3) || !memcmp(s.s + i, "\xe2\x80\x94", 3)))
        i += 3;
    else if (i + 2 < s.n && s.s[i] == '-' && s.s[i + 1] == '-')
        i += 2;
    else if (i + 1 < s.n && s.s[i] == '-' && s.s[i + 1] == ' ')
        i++;
    else
        return from;
    while (i < s.n && s.s[i] == ' ')
        i++;
    return i;
}

struct str without_dateline(struct str s)
{
    size_t end = agency_end(s);
    if (end)
        return str_trim(str_sub(s, dash_end(s, end), s.n));
    size_t capitals = capitals_end(s), dash = capitals ? dash_end(s, capitals) : 0;
    return dash > capitals ? str_sub(s, dash, s.n) : s;
}

static bool ends_well(struct str s)
{
    static const char *const marks[] = {
        ".", ".\"", ".)", ".\xe2\x80\x9d", "\xe3\x80\x82", "\xef\xbc\x8e", "\xe0\xa5\xa4", "!"};
    if (str_ends(s, "...") || str_ends(s, ":."))
        return false;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (str_ends(s, marks[i]))
            return true;
    return false;
}

static size_t count(struct str s, const char *mark)
{
    size_t n = 0, len = strlen(mark);
    for (size_t i = 0; i + len <= s.n; i++)
        n += !memcmp(s.s + i, mark, len);
    return n;
}

static bool balanced(struct str s)
{
    return count(s, "\"") % 2 == 0 && count(s, "(") == count(s, ")") && count(s, "[") == count(s, "]") &&
           count(s, "\xe2\x80\x9c") == count(s, "\xe2\x80\x9d") &&
           count(s, "\xe3\x80\x8c") == count(s, "\xe3\x80\x8d") && count(s, "\xc2\xab") == count(s, "\xc2\xbb");
}

static bool empty_noun_at(const struct tokens *t, size_t i)
{
    if (!token_in(t, i + 1, empty_nouns))
        return false;
    return i + 2 >= t->n || !(token_in(t, i + 2, complements) || t->v[i + 2].w.capital);
}

/* Inside quotation marks another voice speaks: I and we are its own. */
static const char *dangling_inside(const struct tokens *t)
{
    bool name = false, noun = false;
    for (size_t i = 0; i < t->n; i++) {
        const struct token *x = &t->v[i];
        if (!x->quoted && word_in(personal, x->low) && !x->w.all_caps)
            return "speaks of I, we or you";
        if (word_in(person_pronouns, x->low) && !name)
            return "a pronoun without its person";
        if (word_in(thing_pronouns, x->low) && !noun)
            return "a pronoun without its noun";
        if (token_is(t, i, "this") && !token_in(t, i + 1, time_nouns))
            return "points back with this";
        if (token_in(t, i, " these such ") && !token_is(t, i + 1, "as"))
            return "points back";
        if (token_is(t, i, "those") && !token_in(t, i + 1, " who in of with under "))
            return "points back with those";
        if (token_is(t, i, "then") && token_in(t, i - 1, " until since only by "))
            return "points back in time";
        if (token_is(t, i, "the") && empty_noun_at(t, i))
            return "names something told before";
        name |= x->name;
        noun |= x->name || (i > 0 && x->w.s.n > 2 && !(x->flags & TERM_STOP));
    }
    return NULL;
}

/* ", officials said.", "..., according to the ministry." */
static bool attribution_tail(const struct tokens *t, struct str s)
{
    const char *end = s.s + s.n;
    for (size_t i = t->n, tail = 0; i-- > 0 && tail < 14; tail++) {
        const char *from = t->v[i].w.s.s, *to = from + t->v[i].w.s.n;
        struct str before = {s.s, (size_t)(from - s.s)}, after = {to, (size_t)(end - to)};
        if (memchr(after.s, ',', after.n) || memchr(after.s, '"', after.n) ||
            str_find(after, str_lit("\xe2\x80\x9d")) != STR_NONE)
            return false; /* the last clause is over and nobody spoke in it */
        if (i <= 2 || !word_in(says, t->v[i].low))
            continue;
        if (i + 1 == t->n || token_is(t, i, "according"))
            return true;
        if (t->n - i - 1 > TAIL_WORDS || token_is(t, i + 1, "that"))
            continue; /* what was said stands behind it */
        if (memchr(before.s, ',', before.n) || memchr(before.s, '"', before.n) ||
            str_find(before, str_lit("\xe2\x80\x9d")) != STR_NONE)
            return true;
    }
    return false;
}

static bool running_text(struct str s)
{
    return !(memchr(s.s, '|', s.n) || memchr(s.s, '@', s.n) || memchr(s.s, '\n', s.n) ||
             str_find(s, str_lit("http")) != STR_NONE || str_find(s, str_lit("www.")) != STR_NONE ||
             str_find(s, str_lit("\xc2\xa9")) != STR_NONE);
}

static bool opens_quoting(struct str s)
{
    return s.s[0] == '"' || s.s[0] == '\'' || s.s[0] == '-' || s.s[0] == '*' || str_starts(s, "\xe2\x80\x9c") ||
           str_starts(s, "\xe2\x80\x98");
}

static const char *english_fault(const struct tokens *t, struct str s)
{
    if (!t->v[0].w.capital && t->v[0].w.kind == WORD_LETTERS)
        return "begins inside a sentence";
    if (token_in(t, 0, points_back) || token_in(t, 0, links_back))
        return "hangs on the sentence before";
    if (attribution_tail(t, s))
        return "ends in an attribution";
    return dangling_inside(t);
}

const char *why_not_alone(struct lexicon *l, struct str lang, struct str s)
{
    struct arena mem = {0};
    struct tokens t;
    const char *fault = NULL;
    if (!ends_well(s))
        return "does not end as a sentence";
    if (!balanced(s))
        return "quotation marks or brackets are open";
    if (!running_text(s))
        return "not running text";
    if (opens_quoting(s))
        return "opens with a quotation";
    tokens_read(&mem, l, lang, s, &t);
    size_t capitals = 0;
    bool pairs = t.n && t.v[0].w.kind == WORD_PAIR;
    for (size_t i = 0; i < t.n; i++) {
        capitals += t.v[i].w.all_caps;
        if (word_in(boilerplate, t.v[i].low))
            fault = "boilerplate";
    }
    if (!fault && (t.n < 6 || (!pairs && t.n > MOST_WORDS) || capitals * 2 > t.n))
        fault = "not a full sentence";
    if (!fault && !pairs && (!lang.n || str_istarts(lang, "en")))
        fault = english_fault(&t, s);
    arena_end(&mem);
    return fault;
}
