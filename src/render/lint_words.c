/* What should never be read: leftovers of templates and pages, empty places, shouting; and the footer that must be. */
#include "base/utf8.h"
#include "render/labels.h"
#include "render/lint.h"
#include <string.h>

enum { CLIP_AT = 100000 };

static bool letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The word by itself: "undefined" and not "undefinedness". */
static bool has_word(struct str s, const char *word)
{
    size_t n = strlen(word);
    for (size_t at; (at = str_find(s, str_c(word))) != STR_NONE; s = str_sub(s, at + n, s.n))
        if ((at == 0 || !letter(s.s[at - 1])) && (at + n == s.n || !letter(s.s[at + n])))
            return true;
    return false;
}

static bool tag_like(struct str s)
{
    for (size_t at; (at = str_find(s, str_lit("{{"))) != STR_NONE; s = str_sub(s, at + 2, s.n)) {
        size_t end = str_find(str_sub(s, at, s.n), str_lit("}}"));
        if (end != STR_NONE && end < 120)
            return true;
    }
    return str_find(s, str_lit("*|")) != STR_NONE && str_find(s, str_lit("|*")) != STR_NONE;
}

static void leftovers(struct lint *l, struct str s, struct str where)
{
    /* our own templates leave no tags: in an edition of ours the braces come from an article */
    if (tag_like(s))
        lint_say(l, l->ed ? "W801" : "E801", where, "template braces: \"" STR_FMT "\"", STR_ARG(str_sub(s, 0, 60)));
    static const char *const broken[] = {"(null)", "[object Object]", "NaN",        "undefined",
                                         "%s",     "lorem ipsum",     "Lorem ipsum"};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
        if (has_word(s, broken[i]))
            lint_say(l, "W802", where, "\"%s\" looks like a value that was missing: \"" STR_FMT "\"", broken[i],
                     STR_ARG(str_sub(s, 0, 60)));
    if (str_find(s, str_lit("CTA Image")) != STR_NONE)
        lint_say(l, "E803", where, "\"CTA Image\" is a page's boilerplate, not an article's text");
}

/* A mark that parts two things, with nothing on one side. */
static bool separator(struct str s)
{
    static const char *const marks[] = {"\xC2\xB7", "|", "\xE2\x80\xA2"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (s.n > strlen(marks[i]) && ((i < 2 && str_starts(s, marks[i])) || str_ends(s, marks[i])))
            return true;
    return str_starts(s, ",") || str_starts(s, ";");
}

static bool doubled(struct str s)
{
    static const char *const pairs[] = {"\xC2\xB7 \xC2\xB7",        "| |", ", ,", "()", "( )", "; ;", " ,",
                                        "\xE2\x80\xA2 \xE2\x80\xA2"};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (str_find(s, str_c(pairs[i])) != STR_NONE)
            return true;
    return false;
}

static bool is_block(const struct html_node *n)
{
    static const char *const blocks[] = {"p",  "li", "h1", "h2", "h3",  "h4",
                                         "h5", "h6", "td", "th", "div", "blockquote"};
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        if (html_is(n, blocks[i]))
            return true;
    return false;
}

static bool holds_blocks(const struct html_node *n)
{
    for (const struct html_node *i = n->first; i; i = html_next(n, i))
        if (is_block(i) || html_is(i, "table") || html_is(i, "ul") || html_is(i, "ol") || html_is(i, "img"))
            return true;
    return false;
}

static void block(struct lint *l, const struct html_node *n, size_t *words, size_t *loud)
{
    struct str s = html_text(l->a, n), rest = s, word, at = lint_html(l, n->at);
    if (!s.n && html_is(n, "p"))
        lint_say(l, "W804", at, "an empty paragraph");
    if (!s.n)
        return;
    leftovers(l, s, at);
    if (separator(s) || doubled(s))
        lint_say(l, "W805", at, "a separator is left over: \"" STR_FMT "\"", STR_ARG(str_sub(s, 0, 60)));
    while (str_cut(&rest, ' ', &word)) {
        size_t capitals = 0, small = 0;
        for (size_t i = 0; i < word.n; i++) {
            capitals += word.s[i] >= 'A' && word.s[i] <= 'Z';
            small += word.s[i] >= 'a' && word.s[i] <= 'z';
        }
        *words += capitals + small > 3;
        *loud += capitals > 3 && !small;
    }
}

static void html_words(struct lint *l)
{
    size_t words = 0, loud = 0;
    for (const struct html_node *n = l->page.root; n; n = html_next(l->page.root, n))
        if (is_block(n) && !holds_blocks(n) && !lint_hidden(n))
            block(l, n, &words, &loud);
    if (words > 40 && loud * 5 > words)
        lint_say(l, "W806", str_lit("html"), "%zu of %zu longer words are in capitals", loud, words);
}

bool lint_leaves(struct str s)
{
    /* beside what our own mails say: other programs' words */
    static const char *const words[] = {"unsubscribe", "opt out",    "opt-out",     "leave this list",
                                        "abbestellen", "désabonner", "désinscrire", "cancelar suscripci",
                                        "수신거부",    "수신 거부"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_ifind(s, str_c(words[i])) != STR_NONE)
            return true;
    for (const struct labels *l = labels_table; l->lang; l++)
        if (str_ifind(s, str_c(l->unsubscribe)) != STR_NONE)
            return true;
    return false;
}

static void footer(struct lint *l)
{
    const struct html_node *found = NULL;
    for (const struct html_node *n = l->page.root; n; n = html_next(l->page.root, n))
        if (html_is(n, "a") && !lint_hidden(n) &&
            (lint_leaves(html_text(l->a, n)) || str_ifind(html_get(n, "href"), str_lit("unsubscribe")) != STR_NONE))
            found = n;
    if (!found)
        lint_say(l, "E807", str_lit("html"),
                 "no visible link to unsubscribe; the law and every large receiver ask for one");
    else if (found->at > CLIP_AT)
        lint_say(l, "E808", lint_html(l, found->at), "the link to unsubscribe stands behind byte %d, where Gmail cuts",
                 CLIP_AT);
    else if (!str_istarts(html_get(found, "href"), "https:"))
        lint_say(l, "W809", lint_html(l, found->at),
                 "the link to unsubscribe is not https; one click should be enough");
}

static void postal(struct lint *l)
{
    struct str address = l->ed->masthead.address;
    struct str all = html_text(l->a, l->page.root);
    struct str first =
        str_squeeze(l->a, str_sub(address, 0, str_chr(address, '\n') == STR_NONE ? address.n : str_chr(address, '\n')));
    if (!first.n)
        lint_say(l, "E810", str_lit("html"),
                 "no postal address is configured; bulk mail needs one by law (CAN-SPAM and others)");
    else if (str_find(all, first) == STR_NONE)
        lint_say(l, "E811", str_lit("html"), "the postal address is not in the mail");
}

void lint_words(struct lint *l)
{
    leftovers(l, l->mail->subject, lint_header(l, "Subject"));
    struct str rest = l->mail->text, line;
    for (size_t n = 1; str_line(&rest, &line); n++)
        leftovers(l, line, lint_text_line(l, n));
    if (!l->page.root)
        return;
    html_words(l);
    footer(l);
    if (l->ed)
        postal(l);
}
