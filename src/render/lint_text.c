/* The text part, by itself and against the HTML. */
#include "base/utf8.h"
#include "render/lint.h"
#include <string.h>

enum { COLUMNS = 72, LINKS_MAX = 1000 };

static bool has_link(struct str line)
{
    return str_find(line, str_lit("://")) != STR_NONE || str_find(line, str_lit("mailto:")) != STR_NONE;
}

static void lines(struct lint *l)
{
    struct str rest = l->mail->text, line;
    size_t empty = 0;
    for (size_t n = 1; str_line(&rest, &line); n++) {
        if (utf8_width(line) > COLUMNS && !has_link(line))
            lint_say(l, "W502", lint_text_line(l, n),
                     "%zu columns; lines of more than %d are broken anywhere by some clients", utf8_width(line),
                     COLUMNS);
        if (str_starts(line, "From ") || str_starts(line, ".") || str_starts(line, ">"))
            lint_say(l, "W503", lint_text_line(l, n),
                     "the line begins with \"" STR_FMT "\", which mail programs change or take for a quotation",
                     STR_ARG(str_sub(line, 0, 5)));
        if (line.n && strchr(" \t", line.s[line.n - 1]))
            lint_say(l, "N504", lint_text_line(l, n), "white space at the end of the line");
        if (str_eqc(line, "-- ") && rest.n)
            lint_say(l, "W505", lint_text_line(l, n),
                     "what follows \"-- \" is a signature: some programs hide it, the way to unsubscribe too");
        empty = line.n ? 0 : empty + 1;
        if (empty == 3)
            lint_say(l, "N506", lint_text_line(l, n), "three empty lines in a row");
        if (n == 1 && !line.n)
            lint_say(l, "N507", lint_text_line(l, n),
                     "the first line is empty; inboxes show it as the beginning of the mail");
    }
}

/* Text with white space gone: the text part's line breaks stand elsewhere than the HTML's. */
static struct str packed(struct arena *a, struct str s)
{
    char *p = arena_alloc(a, s.n + 1), *w = p;
    for (size_t i = 0; i < s.n; i++) {
        if (s.s[i] == '\xC2' && i + 1 < s.n && s.s[i + 1] == '\xA0')
            i++;
        else if (!strchr(" \t\r\n", s.s[i]))
            *w++ = s.s[i];
    }
    return (struct str){p, (size_t)(w - p)};
}

static void against_html(struct lint *l)
{
    struct str text = packed(l->a, l->mail->text);
    size_t looked = 0;
    for (const struct html_node *n = l->page.root; n; n = html_next(l->page.root, n)) {
        if (html_is(n, "h3") && !lint_hidden(n) && ++looked <= LINKS_MAX) {
            struct str head = html_text(l->a, n);
            if (str_find(text, packed(l->a, head)) == STR_NONE)
                lint_say(l, "E508", lint_html(l, n->at), "the text part does not have \"" STR_FMT "\"",
                         STR_ARG(str_sub(head, 0, 60)));
        }
        if (!html_is(n, "a") || lint_hidden(n))
            continue;
        if (++looked > LINKS_MAX)
            return;
        struct str href = str_trim(html_get(n, "href"));
        if (!href.n || href.s[0] == '#' || str_find(text, packed(l->a, href)) != STR_NONE)
            continue;
        struct str words = html_text(l->a, n);
        lint_say(l, lint_leaves(words) ? "E510" : "W509", lint_html(l, n->at),
                 "the text part lacks the link \"" STR_FMT "\"", STR_ARG(str_sub(words, 0, 60)));
    }
}

void lint_text(struct lint *l)
{
    if (!l->mail->eml.n && !l->mail->text.n)
        return; /* an HTML file by itself */
    if (!str_trim(l->mail->text).n) {
        if (l->mail->html.n)
            lint_say(l, "E501", str_lit("text"),
                     "no text part; filters count it against the mail, and watches and terminals show nothing");
        return;
    }
    lines(l);
    if (l->page.root)
        against_html(l);
}
