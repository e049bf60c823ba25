#include "why/standalone.h"
#include "base/stopwords.h"
#include "base/utf8.h"
#include <string.h>

enum { MOST_WORDS = 80 };

static bool in_list(const char *list, struct str w)
{
    char key[32];
    if (!w.n || w.n > sizeof key - 3)
        return false;
    key[0] = key[w.n + 1] = ' ';
    memcpy(key + 1, w.s, w.n);
    key[w.n + 2] = 0;
    return strstr(list, key) != NULL;
}

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

struct seen_word {
    struct word w;
    char low[28];
    size_t n; /* bytes of low; 0 when the word is longer */
    bool name;
};

static struct str low_of(const struct seen_word *x)
{
    return (struct str){x->low, x->n};
}

static size_t read(struct lexicon *l, struct str lang, struct str s, struct seen_word *v)
{
    size_t n = 0, at = 0;
    while (n < MOST_WORDS && word_next(s, &at, &v[n].w)) {
        struct seen_word *x = &v[n++];
        x->n = x->w.s.n < sizeof x->low ? x->w.s.n : 0;
        for (size_t i = 0; i < x->n; i++)
            x->low[i] = (char)(is_upper(x->w.s.s[i]) ? x->w.s.s[i] | 32 : x->w.s.s[i]);
        /* curly apostrophes count as straight ones in the lists */
        unsigned flags = lexicon_flags(l, lexicon_add(l, lang, x->w));
        x->name = x->w.capital && !(flags & TERM_STOP) && (n > 1 || !(flags & (TERM_COMMON | TERM_BROAD)));
    }
    return n;
}

/* Inside quotation marks another voice speaks: its pronouns are its own. */
static bool quoted_at(struct str s, const char *p)
{
    struct str before = str_sub(s, 0, (size_t)(p - s.s));
    return count(before, "\"") % 2 == 1 || count(before, "\xe2\x80\x9c") > count(before, "\xe2\x80\x9d");
}

static bool empty_noun_at(const struct seen_word *v, size_t n, size_t i)
{
    if (i + 1 >= n || !in_list(empty_nouns, low_of(&v[i + 1])))
        return false;
    return i + 2 >= n || !(in_list(complements, low_of(&v[i + 2])) || v[i + 2].w.capital);
}

static const char *dangling_inside(struct str s, const struct seen_word *v, size_t n)
{
    bool name = false, noun = false;
    for (size_t i = 0; i < n; i++) {
        struct str low = low_of(&v[i]);
        bool quoted = quoted_at(s, v[i].w.s.s);
        if (!quoted && in_list(personal, low) && !v[i].w.all_caps)
            return "speaks of I, we or you";
        if (in_list(person_pronouns, low) && !name)
            return "a pronoun without its person";
        if (in_list(thing_pronouns, low) && !noun)
            return "a pronoun without its noun";
        if (str_eqc(low, "this") && !(i + 1 < n && in_list(time_nouns, low_of(&v[i + 1]))))
            return "points back with this";
        if ((str_eqc(low, "these") || str_eqc(low, "such")) && !(i + 1 < n && str_eqc(low_of(&v[i + 1]), "as")))
            return "points back";
        if (str_eqc(low, "those") && !(i + 1 < n && in_list(" who in of with under ", low_of(&v[i + 1]))))
            return "points back with those";
        if (str_eqc(low, "the") && empty_noun_at(v, n, i))
            return "names something told before";
        name |= v[i].name;
        noun |= v[i].name || (i > 0 && v[i].w.s.n > 2 && !stopwords_has(str_lit("en"), low));
    }
    return NULL;
}

/* ", officials said.", "..., according to the ministry." */
static bool attribution_tail(const struct seen_word *v, size_t n, struct str s)
{
    const char *end = s.s + s.n;
    size_t tail = 0;
    for (size_t i = n; i-- > 0 && tail < 14; tail++) {
        const char *from = v[i].w.s.s, *to = from + v[i].w.s.n;
        bool clause = memchr(to, ',', (size_t)(end - to)) || memchr(to, '"', (size_t)(end - to)) ||
                      str_find((struct str){to, (size_t)(end - to)}, str_lit("\xe2\x80\x9d")) != STR_NONE;
        if (clause)
            return false; /* the last clause is over and nobody spoke in it */
        if (in_list(says, low_of(&v[i])) && i > 2) {
            /* said after a comma or a closing quotation mark, or the very last word */
            struct str before = {s.s, (size_t)(from - s.s)};
            bool after_mark = memchr(before.s, ',', before.n) || memchr(before.s, '"', before.n) ||
                              str_find(before, str_lit("\xe2\x80\x9d")) != STR_NONE;
            if (after_mark || i + 1 >= n || str_eqc(low_of(&v[i]), "according"))
                return true;
        }
    }
    return false;
}

const char *why_not_alone(struct lexicon *l, struct str lang, struct str s)
{
    struct seen_word v[MOST_WORDS];
    if (!ends_well(s))
        return "does not end as a sentence";
    if (!balanced(s))
        return "quotation marks or brackets are open";
    if (memchr(s.s, '|', s.n) || memchr(s.s, '@', s.n) || str_find(s, str_lit("http")) != STR_NONE ||
        str_find(s, str_lit("www.")) != STR_NONE || str_find(s, str_lit("\xc2\xa9")) != STR_NONE ||
        memchr(s.s, '\n', s.n))
        return "not running text";
    if (s.s[0] == '"' || s.s[0] == '\'' || str_starts(s, "\xe2\x80\x9c") || str_starts(s, "\xe2\x80\x98") ||
        s.s[0] == '-' || s.s[0] == '*')
        return "opens with a quotation";
    size_t n = read(l, lang, s, v);
    if (!n || n >= MOST_WORDS)
        return "too long or empty";
    if (v[0].w.kind == WORD_PAIR)
        return NULL;
    size_t capitals = 0;
    for (size_t i = 0; i < n; i++) {
        capitals += v[i].w.all_caps;
        if (in_list(boilerplate, low_of(&v[i])))
            return "boilerplate";
    }
    if (n < 6 || capitals * 2 > n)
        return "not a full sentence";
    bool english = !lang.n || str_istarts(lang, "en");
    if (!english)
        return NULL;
    if (!v[0].w.capital && v[0].w.kind == WORD_LETTERS)
        return "begins inside a sentence";
    if (in_list(points_back, low_of(&v[0])) || in_list(links_back, low_of(&v[0])))
        return "hangs on the sentence before";
    if (attribution_tail(v, n, s))
        return "ends in an attribution";
    return dangling_inside(s, v, n);
}
