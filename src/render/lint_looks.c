/* Colours, sizes, buttons and underlines, in light and in dark mode, at a desk and, where the mail has rules for it, on
 * a phone. */
#include "render/cascade.h"
#include "render/lint.h"
#include <string.h>

static const double text_least = 4.5; /* WCAG AA; large text too, because phones make it small */
enum { SMALLEST = 13, BODY = 16, BUTTON = 44 };
enum { DESK = 800, PHONE = 375 }; /* px: how wide the windows are */

struct looks {
    struct lint *l;
    struct cascade desk, phone;
    bool phones;         /* the page has rules of its own for phones */
    size_t small, large; /* characters below and from BODY px on */
    size_t small_phone, large_phone;
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

/* How one element looks in the four ways a reader may see it. */
struct ways {
    struct look light, dark, phone, phone_dark;
};

static void pale(struct looks *k, const struct html_node *text, const char *rule, double ratio, const char *where)
{
    struct str words = str_sub(str_trim(text->text), 0, 40);
    lint_say(k->l, rule, lint_html(k->l, text->at),
             "\"" STR_FMT "\" has a contrast of %.2f%s; %.1f is needed to read it", STR_ARG(words), ratio, where,
             text_least);
}

/* Said once for a text: where it is worst to miss first. */
static void contrast(struct looks *k, const struct html_node *text, const struct ways *w)
{
    const struct {
        const struct look *look;
        const char *rule, *where;
    } ways[] = {{&w->light, "E401", ""},
                {&w->phone, "E401", " on a phone"},
                {&w->dark, "E402", " in dark mode"},
                {&w->phone_dark, "E402", " on a phone in dark mode"}};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        double ratio = cascade_contrast(ways[i].look);
        if (ways[i].look->hidden || ratio >= text_least)
            continue;
        pale(k, text, ways[i].rule, ratio, ways[i].where);
        return;
    }
}

static bool too_small(const struct look *look)
{
    return look->size > 1 && look->size < SMALLEST && !look->hidden;
}

/* Lines of a paragraph need more than those of a headline. */
static bool too_tight(const struct html_node *n, const struct look *look, size_t count)
{
    double least = heading(n->parent) ? 1.15 : 1.25;
    return look->line > 0 && look->line / look->size < least - 0.001 && count > 60 && !look->hidden;
}

static void text(struct looks *k, const struct html_node *n, const struct ways *w)
{
    size_t count = letters(n->text);
    if (count < 2 || (w->light.hidden && w->phone.hidden))
        return;
    contrast(k, n, w);
    if (!w->light.hidden)
        *(w->light.size < BODY ? &k->small : &k->large) += count;
    if (!w->phone.hidden)
        *(w->phone.size < BODY ? &k->small_phone : &k->large_phone) += count;
    bool at_desk = too_small(&w->light);
    if (at_desk || too_small(&w->phone))
        lint_say(k->l, "W403", lint_html(k->l, n->at), "text of %.0f px%s; nothing should be smaller than %d",
                 at_desk ? w->light.size : w->phone.size, at_desk ? "" : " on a phone", SMALLEST);
    at_desk = too_tight(n, &w->light, count);
    if (at_desk || too_tight(n, &w->phone, count))
        lint_say(k->l, "W405", lint_html(k->l, n->at), "lines %.0f px high for letters of %.0f px%s stand too close",
                 at_desk ? w->light.line : w->phone.line, at_desk ? w->light.size : w->phone.size,
                 at_desk ? "" : " on a phone");
}

static bool holds_text(struct lint *l, const struct html_node *a)
{
    for (const struct html_node *n = a; n; n = html_next(a, n))
        if (n->kind == HTML_TEXT && str_trim(n->text).n)
            return true;
    return false;
}

static double button_height(const struct look *look)
{
    return look->padding + (look->line > 0 ? look->line : look->size * 1.2);
}

static bool low_button(const struct look *look)
{
    return !look->hidden && look->block && look->padding > 0 && button_height(look) + 2 < BUTTON;
}

static void link(struct looks *k, const struct html_node *n, const struct ways *w)
{
    bool inline_desk = !w->light.hidden && !w->light.block, inline_phone = !w->phone.hidden && !w->phone.block;
    if (heading(n) || !holds_text(k->l, n))
        return;
    if ((inline_desk && !w->light.underline) || (inline_phone && !w->phone.underline))
        lint_say(k->l, "W310", lint_html(k->l, n->at),
                 "the link \"" STR_FMT "\" is not underlined%s; by colour alone many cannot tell it from text",
                 STR_ARG(str_sub(html_text(k->l->a, n), 0, 40)),
                 inline_desk && !w->light.underline ? "" : " on a phone");
    bool at_desk = low_button(&w->light);
    if (at_desk || low_button(&w->phone))
        lint_say(k->l, "W406", lint_html(k->l, n->at), "a button %.0f px high%s; a finger needs %d",
                 button_height(at_desk ? &w->light : &w->phone), at_desk ? "" : " on a phone", BUTTON);
}

static void walk(struct looks *k, const struct html_node *n, const struct ways *up)
{
    if (n->kind == HTML_TEXT)
        text(k, n, up);
    if (n->kind != HTML_ELEMENT || html_is(n, "head") || html_is(n, "style") || html_is(n, "script"))
        return;
    struct ways own = {.light = cascade_look(&k->desk, n, &up->light, false),
                       .dark = cascade_look(&k->desk, n, &up->dark, true)};
    own.phone = k->phones ? cascade_look(&k->phone, n, &up->phone, false) : own.light;
    own.phone_dark = k->phones ? cascade_look(&k->phone, n, &up->phone_dark, true) : own.dark;
    if (html_is(n, "a") && html_attr(n, "href"))
        link(k, n, &own);
    for (const struct html_node *c = n->first; c; c = c->next)
        walk(k, c, &own);
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
    cascade_read(l->a, &l->page, DESK, &k->desk);
    cascade_read(l->a, &l->page, PHONE, &k->phone);
    k->phones = k->phone.own || k->desk.own;
    struct look light = cascade_root(false), dark = cascade_root(knows_dark(&l->page));
    struct ways root = {light, dark, light, dark};
    walk(k, l->page.root, &root);
    bool at_desk = k->small > k->large;
    if (at_desk || k->small_phone > k->large_phone)
        lint_say(l, "W404", str_lit("html"), "most of the text is smaller than %d px%s", BODY,
                 at_desk ? "" : " on a phone");
    if (!k->desk.dark.n && !k->phone.dark.n)
        lint_say(l, "N407", str_lit("html"), "no dark mode: no rules for prefers-color-scheme");
}
