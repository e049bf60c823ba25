/* The page's frame: language, title, headings, tables, images, lists. */
#include "base/utf8.h"
#include "render/lint.h"
#include <string.h>

static const struct html_node *first(struct lint *l, const char *tag)
{
    for (const struct html_node *n = l->page.root; n; n = html_next(l->page.root, n))
        if (html_is(n, tag))
            return n;
    return NULL;
}

static const struct html_node *meta(struct lint *l, const char *name)
{
    for (const struct html_node *n = l->page.root; n; n = html_next(l->page.root, n))
        if (html_is(n, "meta") && str_ieqc(html_get(n, "name"), name))
            return n;
    return NULL;
}

static bool has_charset(struct lint *l)
{
    for (const struct html_node *n = l->page.root; n; n = html_next(l->page.root, n))
        if (html_is(n, "meta") && (html_get(n, "charset").n || str_ieqc(html_get(n, "http-equiv"), "content-type")))
            return true;
    return false;
}

/* "user-scalable = no", "maximum-scale=1.0": white space may stand anywhere. */
static bool forbids_enlarging(struct lint *l, const struct html_node *viewport)
{
    struct str content = html_get(viewport, "content");
    char *p = arena_copy(l->a, content.s ? content.s : "", content.n + 1), *w = p;
    for (size_t i = 0; i < content.n; i++)
        if (!strchr(" \t\r\n", p[i]))
            *w++ = p[i];
    struct str s = {p, (size_t)(w - p)};
    size_t at = str_ifind(s, str_lit("maximum-scale="));
    return str_ifind(s, str_lit("user-scalable=no")) != STR_NONE ||
           str_ifind(s, str_lit("user-scalable=0")) != STR_NONE ||
           (at != STR_NONE && at + 14 < s.n && s.s[at + 14] < '2' &&
            !(at + 15 < s.n && s.s[at + 15] >= '0' && s.s[at + 15] <= '9'));
}

static bool in_list(const struct html_node *n)
{
    return n->parent && (html_is(n->parent, "ul") || html_is(n->parent, "ol") || html_is(n->parent, "menu"));
}

/* A list of terms holds <dt> and <dd>, perhaps in groups of <div>. */
static bool term(const struct html_node *n)
{
    return html_is(n, "dt") || html_is(n, "dd");
}

static bool of_terms(const struct html_node *n)
{
    return n && (html_is(n, "dl") || (html_is(n, "div") && n->parent && html_is(n->parent, "dl")));
}

static void list_of_terms(struct lint *l, const struct html_node *n)
{
    bool group = html_is(n, "div") && n->parent && html_is(n->parent, "dl");
    if (term(n) ? !of_terms(n->parent)
                : n->parent && of_terms(n->parent) && (html_is(n->parent, "dl") || html_is(n->parent, "div")) &&
                      !group && !html_is(n, "script") && !html_is(n, "template"))
        lint_say(l, "W224", lint_html(l, n->at),
                 term(n) ? "a <dt> or <dd> outside a <dl>" : "only <dt> and <dd> may stand in a <dl>");
}

static void frame(struct lint *l)
{
    const struct html_node *root = l->page.root, *title = first(l, "title");
    struct str top = str_lit("html:1:1");
    if (!l->page.doctype)
        lint_say(l, "W201", top, "no <!doctype html>; clients then lay it out by the rules of 1998");
    if (!html_get(root, "lang").n)
        lint_say(l, "E202", lint_html(l, root->at), "<html> has no lang; screen readers guess the language");
    if (!html_get(root, "dir").n)
        lint_say(l, "N203", lint_html(l, root->at), "<html> has no dir");
    if (!title || !html_text(l->a, title).n)
        lint_say(l, "E204", top, "no <title>; it is the page's name for screen readers and in a browser");
    if (!has_charset(l))
        lint_say(l, "E205", top, "no <meta charset>; a saved copy shows wrong letters");
    if (!meta(l, "viewport"))
        lint_say(l, "W206", top, "no viewport; phones then show the page as if on a wide screen");
    for (const struct html_node *n = root; n; n = html_next(root, n)) {
        if (html_is(n, "meta") && str_ieqc(html_get(n, "name"), "viewport") && forbids_enlarging(l, n))
            lint_say(l, "W219", lint_html(l, n->at),
                     "the viewport forbids enlarging; people who need larger letters are shut out");
        if (html_is(n, "meta") && str_ieqc(html_get(n, "http-equiv"), "refresh"))
            lint_say(l, "W222", lint_html(l, n->at),
                     "a page that moves on by itself is stopped, or taken for an attack");
    }
    if (!meta(l, "color-scheme"))
        lint_say(l, "W207", top, "no color-scheme; clients in dark mode invert colours by their own rules");
}

static void headings(struct lint *l)
{
    int last = 0;
    size_t ones = 0;
    for (const struct html_node *n = l->page.root; n; n = html_next(l->page.root, n)) {
        if (n->kind != HTML_ELEMENT || n->tag.n != 2 || n->tag.s[0] != 'h' || n->tag.s[1] < '1' || n->tag.s[1] > '6')
            continue;
        int level = n->tag.s[1] - '0';
        ones += level == 1;
        if (!html_text(l->a, n).n)
            lint_say(l, "E210", lint_html(l, n->at), "an empty <h%d>", level);
        if (level == 1 && ones == 2)
            lint_say(l, "W209", lint_html(l, n->at), "a second <h1>; a page has one");
        if (!last && level != 1)
            lint_say(l, "W208", lint_html(l, n->at), "the first heading is <h%d>, not <h1>", level);
        else if (last && level > last + 1)
            lint_say(l, "W211", lint_html(l, n->at), "<h%d> follows <h%d>; a level is skipped", level, last);
        last = level;
    }
    if (!last)
        lint_say(l, "W208", str_lit("html"), "no heading at all; with a screen reader there is no way to skim it");
}

static bool has_cells_of_data(const struct html_node *table)
{
    for (const struct html_node *n = table; n; n = html_next(table, n))
        if (html_is(n, "th") || html_is(n, "caption"))
            return true;
    return false;
}

static void tables(struct lint *l)
{
    for (const struct html_node *n = l->page.root; n; n = html_next(l->page.root, n)) {
        struct str role = html_is(n, "table") ? html_get(n, "role") : str_lit("none");
        if (!str_ieqc(role, "presentation") && !str_ieqc(role, "none") && !has_cells_of_data(n))
            lint_say(l, "E212", lint_html(l, n->at),
                     "a layout table without role=\"presentation\"; screen readers announce its rows and columns");
    }
}

static bool looks_like_a_file(struct str alt)
{
    static const char *const ends[] = {".jpg", ".jpeg", ".png", ".gif", ".webp"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (alt.n > strlen(ends[i]) && str_ieqc(str_sub(alt, alt.n - strlen(ends[i]), alt.n), ends[i]))
            return true;
    return false;
}

static void image(struct lint *l, const struct html_node *n)
{
    struct str src = html_get(n, "src"), alt = html_get(n, "alt"), at = lint_html(l, n->at);
    bool pixel = str_eqc(html_get(n, "width"), "1") || str_eqc(html_get(n, "height"), "1");
    if (!html_attr(n, "alt"))
        lint_say(l, "E213", at,
                 "an image without alt; without images or sight there is nothing, or its address is read out");
    else if (looks_like_a_file(alt))
        lint_say(l, "W214", at, "the alt text \"" STR_FMT "\" is a file name", STR_ARG(alt));
    if (!html_get(n, "width").n && !pixel)
        lint_say(l, "W215", at, "an image without width; Outlook shows it in its full size");
    if (!src.n)
        lint_say(l, "E216", at, "an image without src");
    else if (str_istarts(src, "data:"))
        lint_say(l, "E217", at, "an image in a data: address; Gmail and Outlook do not show it");
    else if (!str_istarts(src, "https:") && !str_istarts(src, "cid:"))
        lint_say(l, "W218", at, "the image address is not absolute https; clients do not load it");
    if (str_ifind(src, str_lit(".svg")) != STR_NONE)
        lint_say(l, "W220", at, "an SVG image; few clients show it");
}

static void contents(struct lint *l)
{
    static const char *const never[] = {"script", "form",   "video", "audio", "iframe",  "object", "embed",
                                        "input",  "button", "link",  "base",  "marquee", "blink"};
    for (const struct html_node *n = l->page.root; n; n = html_next(l->page.root, n)) {
        if (n->kind != HTML_ELEMENT || n->tag_end == n->at)
            continue;
        if (html_is(n, "img"))
            image(l, n);
        if ((html_is(n, "ul") || html_is(n, "ol")) && !html_text(l->a, n).n)
            lint_say(l, "E221", lint_html(l, n->at), "an empty list");
        if (html_is(n, "li") ? !in_list(n) : in_list(n) && !html_is(n, "script") && !html_is(n, "template"))
            lint_say(l, "W224", lint_html(l, n->at),
                     html_is(n, "li") ? "an <li> outside a list" : "only <li> may stand directly in a list");
        list_of_terms(l, n);
        if (html_is(n, "area") && !html_get(n, "alt").n && html_attr(n, "href"))
            lint_say(l, "E213", lint_html(l, n->at), "an <area> without alt; who cannot see the picture finds no link");
        for (size_t i = 0; i < sizeof never / sizeof *never; i++)
            if (html_is(n, never[i]))
                lint_say(l, "W222", lint_html(l, n->at), "<%s> is removed or does not work in mail", never[i]);
        for (size_t i = 0; i < n->attrs.n; i++)
            if (str_istarts(n->attrs.v[i].name, "on"))
                lint_say(l, "E223", lint_html(l, n->at),
                         "an event handler (" STR_FMT "); mail clients take it for an attack",
                         STR_ARG(n->attrs.v[i].name));
    }
}

void lint_structure(struct lint *l)
{
    if (!l->page.root)
        return;
    frame(l);
    headings(l);
    tables(l);
    contents(l);
}
