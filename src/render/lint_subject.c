/* Subject and preheader: what an inbox shows. */
#include "base/utf8.h"
#include "render/lint.h"
#include <string.h>

enum { SUBJECT_LEAST = 30, SUBJECT_MOST = 70, PREHEADER_LEAST = 40, PREHEADER_MOST = 140 };

/* A word of four letters or more, all capitals: USA and NATO are names. */
static bool shouted(struct str word)
{
    size_t upper = 0, i = 0;
    while (i < word.n) {
        uint32_t c = utf8_next(word, &i);
        if (!utf8_is_letter(c))
            continue;
        if (!utf8_is_upper(c))
            return false;
        upper++;
    }
    return upper >= 4;
}

static bool emoji(struct str s)
{
    for (size_t i = 0; i < s.n;) {
        uint32_t c = utf8_next(s, &i);
        if ((c >= 0x1F000 && c <= 0x1FAFF) || (c >= 0x2600 && c <= 0x27BF) || c == 0x2B50 || c == 0x2B55)
            return true;
    }
    return false;
}

static void subject(struct lint *l)
{
    struct str s = l->mail->subject, at = lint_header(l, "Subject"), rest = s, word;
    if (!s.n) {
        lint_say(l, "E601", at, "no subject");
        return;
    }
    size_t n = utf8_chars(s), loud = 0, words = 0;
    if (n < SUBJECT_LEAST || n > SUBJECT_MOST)
        lint_say(l, "W602", at, "%zu characters; inboxes show 30 to 70", n);
    while (str_cut(&rest, ' ', &word)) {
        loud += shouted(word);
        words += word.n > 0;
    }
    if (loud > 1 || (loud && words < 4))
        lint_say(l, "W603", at, "whole words in capitals; filters and readers take it for shouting");
    if (str_istarts(s, "re:") || str_istarts(s, "fw:") || str_istarts(s, "fwd:"))
        lint_say(l, "W604", at, "it begins with \"" STR_FMT "\", as if it were an answer", STR_ARG(str_sub(s, 0, 4)));
    if (emoji(s))
        lint_say(l, "N605", at, "it holds a picture character; some clients show a box");
    if (str_find(s, str_lit("!!")) != STR_NONE || str_find(s, str_lit("$$$")) != STR_NONE)
        lint_say(l, "W606", at, "repeated ! or $ are what filters look for");
}

/* Visible characters: what preheaders are padded with does not count. */
static struct str shown(struct lint *l, struct str s)
{
    struct buf b;
    buf_init(&b, s.n + 4);
    for (size_t i = 0; i < s.n;) {
        size_t from = i;
        uint32_t c = utf8_next(s, &i);
        if (c == 0xA0 || c == 0x2007)
            buf_ch(&b, ' ');
        else if (c != 0x34F && c != 0xAD && !(c >= 0x200B && c <= 0x200F) && c != 0x2060 && c != 0xFEFF && c != 0x61C)
            buf_str(&b, str_sub(s, from, i));
    }
    struct str out = str_dup(l->a, str_squeeze(l->a, buf_view(&b)));
    buf_end(&b);
    return out;
}

static const struct html_node *first_words(struct lint *l)
{
    for (const struct html_node *n = l->page.root; n; n = html_next(l->page.root, n)) {
        bool unseen =
            n->parent && (html_is(n->parent, "title") || html_is(n->parent, "style") || html_is(n->parent, "script"));
        if (n->kind == HTML_TEXT && !unseen && str_trim(n->text).n)
            return n;
    }
    return NULL;
}

static size_t shared_words(struct str a, struct str b, size_t *total)
{
    size_t same = 0;
    struct str word;
    for (*total = 0; str_cut(&a, ' ', &word);) {
        if (word.n < 4)
            continue;
        (*total)++;
        same += str_ifind(b, word) != STR_NONE;
    }
    return same;
}

static void preheader(struct lint *l)
{
    const struct html_node *n = l->page.root ? first_words(l) : NULL;
    if (!n)
        return;
    if (!lint_hidden(n)) {
        lint_say(l, "W607", lint_html(l, n->at), "no preheader: inboxes show \"" STR_FMT "\" beside the subject",
                 STR_ARG(str_sub(str_trim(n->text), 0, 40)));
        return;
    }
    struct str text = shown(l, html_text(l->a, n->parent));
    size_t chars = utf8_chars(text), total;
    if (chars < PREHEADER_LEAST || chars > PREHEADER_MOST)
        lint_say(l, "W608", lint_html(l, n->at), "the preheader has %zu characters; 40 to 140 are shown", chars);
    size_t same = shared_words(text, l->mail->subject, &total);
    if (l->mail->subject.n && total > 3 && 2 * same > total)
        lint_say(l, "W609", lint_html(l, n->at), "the preheader repeats the subject: %zu of its %zu longer words", same,
                 total);
}

void lint_subject(struct lint *l)
{
    if (l->mail->headers.n)
        subject(l);
    preheader(l);
}
