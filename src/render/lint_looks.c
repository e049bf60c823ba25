/* Colours, sizes, buttons and underlines, in light and in dark mode. */
#include "render/cascade.h"
#include "render/lint.h"
#include <string.h>

static const double text_least = 4.5; /* WCAG AA; large text too, because phones make it small */
enum { SMALLEST = 13, BODY = 16, BUTTON = 44 };

struct looks {
    struct lint *l;
    struct cascade cascade;
    size_t small, large; /* characters below and from BODY px on */
};

static bool heading(const struct html_node *n)
{
    for (; n; n = n->parent)
        if (n->tag.n == 2 && n->tag.s[0] == 'h' && n->tag.s[1] >= '1' && n->tag.s[1] <= '6')
            return true;
    return false;
}

/* Roughly, in any script; the characters that pad preheaders do not count. */
static size_t letters(struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.s[i];
        n += c < 0x80 ? c > ' ' : c >= 0xC3 && c != 0xCD && c != 0xE2;
    }
    return n;
}

static void contrast(struct looks *k, const struct html_node *text, const struct look *light, const struct look *dark)
{
    struct str words = str_sub(str_trim(text->text), 0, 40);
    double in_light = cascade_contrast(light), in_dark = cascade_contrast(dark);
    if (in_light < text_least)
        lint_say(k->l, "E401", lint_html(k->l, text->at),
                 "\"" STR_FMT "\" has a contrast of %.2f; %.1f is needed to read it", STR_ARG(words), in_light,
                 text_least);
    if (in_dark < text_least && in_light >= text_least)
        lint_say(k->l, "E402", lint_html(k->l, text->at),
                 "\"" STR_FMT "\" has a contrast of %.2f in dark mode; %.1f is needed to read it", STR_ARG(words),
                 in_dark, text_least);
}

static void text(struct looks *k, const struct html_node *n, const struct look *light, const struct look *dark)
{
    size_t count = letters(n->text);
    if (count < 2 || light->hidden)
        return;
    contrast(k, n, light, dark);
    *(light->size < BODY ? &k->small : &k->large) += count;
    if (light->size > 1 && light->size < SMALLEST)
        lint_say(k->l, "W403", lint_html(k->l, n->at), "text of %.0f px; nothing should be smaller than %d",
                 light->size, SMALLEST);
    double least = heading(n->parent) ? 1.15 : 1.25;
    if (light->line > 0 && light->line / light->size < least - 0.001 && count > 60)
        lint_say(k->l, "W405", lint_html(k->l, n->at), "lines %.0f px high for letters of %.0f px stand too close",
                 light->line, light->size);
}

static bool holds_text(struct lint *l, const struct html_node *a)
{
    for (const struct html_node *n = a; n; n = html_next(a, n))
        if (n->kind == HTML_TEXT && str_trim(n->text).n)
            return true;
    return false;
}

static void link(struct looks *k, const struct html_node *n, const struct look *look)
{
    if (look->hidden || heading(n) || !holds_text(k->l, n))
        return;
    if (!look->block) {
        if (!look->underline)
            lint_say(k->l, "W310", lint_html(k->l, n->at),
                     "the link \"" STR_FMT "\" is not underlined; by colour alone many cannot tell it from text",
                     STR_ARG(str_sub(html_text(k->l->a, n), 0, 40)));
        return;
    }
    double high = look->padding + (look->line > 0 ? look->line : look->size * 1.2);
    if (look->padding > 0 && high + 2 < BUTTON)
        lint_say(k->l, "W406", lint_html(k->l, n->at), "a button %.0f px high; a finger needs %d", high, BUTTON);
}

static void walk(struct looks *k, const struct html_node *n, const struct look *light, const struct look *dark)
{
    if (n->kind == HTML_TEXT)
        text(k, n, light, dark);
    if (n->kind != HTML_ELEMENT || html_is(n, "head") || html_is(n, "style") || html_is(n, "script"))
        return;
    struct look own = cascade_look(&k->cascade, n, light, false), own_dark = cascade_look(&k->cascade, n, dark, true);
    if (html_is(n, "a") && html_attr(n, "href"))
        link(k, n, &own);
    for (const struct html_node *c = n->first; c; c = c->next)
        walk(k, c, &own, &own_dark);
}

/* Does the page say that it has a dark mode of its own? Otherwise the client changes the colours, or shows the light
 * ones. */
static bool knows_dark(const struct html *page)
{
    for (const struct html_node *n = page->root; n; n = html_next(page->root, n))
        if (html_is(n, "meta") && str_ieqc(html_get(n, "name"), "color-scheme"))
            return str_ifind(html_get(n, "content"), str_lit("dark")) != STR_NONE;
    return false;
}

void lint_looks(struct lint *l)
{
    if (!l->page.root)
        return;
    struct looks *k = arena_new(l->a, struct looks);
    k->l = l;
    cascade_read(l->a, &l->page, &k->cascade);
    struct look light = cascade_root(false), dark = cascade_root(knows_dark(&l->page));
    walk(k, l->page.root, &light, &dark);
    if (k->small > k->large)
        lint_say(l, "W404", str_lit("html"), "most of the text is smaller than %d px", BODY);
    if (!k->cascade.dark.n)
        lint_say(l, "N407", str_lit("html"), "no dark mode: no rules for prefers-color-scheme");
}
