/* Inlining: html.c says which elements a template's text makes and where they stand; the changes are made in the text
 * itself. */
#include "render/css.h"
#include "render/css_vars.h"
#include "render/html.h"
#include "render/marked.h"
#include <stdlib.h>
#include <string.h>

struct edit { /* bytes [from, to) of the page become `text` */
    size_t from, to, order;
    struct str text;
};
VEC(edits, struct edit);

struct inliner {
    struct arena *a;
    struct marked *m;
    struct str page;
    struct sheet_rules rules;
    struct str kept; /* every style that stays, for "is this class still needed" */
    struct edits edits;
};

static void edit(struct inliner *in, size_t from, size_t to, struct str text)
{
    struct edit e = {from, to, in->edits.n, text};
    vec_add(in->a, &in->edits, e);
}

static bool blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* The words of a class attribute that always stand there: not those inside a section, nor those made by a value. */
static bool next_class(const struct inliner *in, struct str *rest, int *sections, struct str *word, bool *fixed)
{
    *rest = str_trim(*rest);
    if (!rest->n)
        return false;
    size_t n = 0;
    *fixed = *sections == 0;
    for (; n < rest->n && !blank(rest->s[n]); n++) {
        if (rest->s[n] != MARK_OPEN)
            continue;
        size_t end = str_chr(str_sub(*rest, n, rest->n), MARK_CLOSE);
        end = end == STR_NONE ? rest->n - 1 : n + end;
        bool section = !marked_is_value(in->m, *rest, n);
        if (section && *fixed && n > 0 && (end + 1 == rest->n || blank(rest->s[end + 1])))
            break; /* class="a{{#x}} b{{/x}}": a stands there by itself */
        *fixed = false;
        *sections += !section ? 0 : marked_is_end(in->m, *rest, n) ? -1 : 1;
        n = end;
    }
    *word = str_sub(*rest, 0, n);
    *rest = str_sub(*rest, n, rest->n);
    return true;
}

/* Selectors see the classes that always stand there. */
static void fix_classes(struct inliner *in, struct html_node *n)
{
    struct str rest = html_get(n, "class"), word;
    int sections = 0;
    n->classes.n = 0;
    for (bool fixed; next_class(in, &rest, &sections, &word, &fixed);)
        if (fixed)
            vec_add(in->a, &n->classes, word);
}

/* -- what an element's style becomes -- */

static char ascii_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

struct winner {
    const struct declaration *d;
    unsigned long weight; /* importance, specificity */
    size_t order;
};
VEC(winners, struct winner);

static int by_weight(const void *x, const void *y)
{
    const struct winner *a = x, *b = y;
    if (a->weight != b->weight)
        return a->weight < b->weight ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

/* What a value stands for decides, not its mark: border-{{start}} is one property wherever it is written. */
static bool same_property(const struct inliner *in, struct str x, struct str y)
{
    for (size_t i = 0, k = 0; i < x.n || k < y.n;) {
        if (i >= x.n || k >= y.n)
            return false;
        if (x.s[i] == MARK_OPEN && y.s[k] == MARK_OPEN) {
            if (!str_eq(marked_name(in->m, x, &i), marked_name(in->m, y, &k)))
                return false;
        } else if (ascii_lower(x.s[i++]) != ascii_lower(y.s[k++])) {
            return false;
        }
    }
    return true;
}

/* padding-left says nothing any more once padding follows; border-radius is not part of border. */
static bool resets(struct str later, struct str property)
{
    static const char *const shorthand[] = {"margin", "padding", "border", "background", "font", "list-style"};
    if (str_istarts(property, "border-radius") || str_istarts(property, "border-collapse") ||
        str_istarts(property, "border-spacing"))
        return false;
    if (str_ieqc(later, "font") && str_ieqc(property, "line-height"))
        return true;
    for (size_t i = 0; i < sizeof shorthand / sizeof *shorthand; i++)
        if (str_ieqc(later, shorthand[i]))
            return property.n > later.n && str_istarts(property, shorthand[i]) && property.s[later.n] == '-';
    return false;
}

static bool overridden(const struct inliner *in, const struct winners *w, size_t i)
{
    for (size_t k = i + 1; k < w->n; k++)
        if (same_property(in, w->v[k].d->property, w->v[i].d->property) ||
            resets(w->v[k].d->property, w->v[i].d->property))
            return true;
    return false;
}

static bool declares(const struct declarations *own, struct str property)
{
    for (size_t i = 0; i < own->n; i++)
        if (str_ieq(own->v[i].property, property))
            return true;
    return false;
}

static struct str style_for(struct inliner *in, const struct html_node *n, struct str own)
{
    struct winners w = {0};
    for (size_t r = 0; r < in->rules.n; r++) {
        const struct sheet_rule *rule = &in->rules.v[r];
        if (!selector_fits(&rule->selector, n))
            continue;
        for (size_t i = 0; i < rule->decls.n; i++) {
            const struct declaration *d = &rule->decls.v[i];
            struct winner one = {d, (unsigned long)d->important << 32 | rule->selector.specificity, w.n};
            vec_add(in->a, &w, one);
        }
    }
    if (!w.n)
        return (struct str){0};
    qsort(w.v, w.n, sizeof *w.v, by_weight);
    struct declarations inner = {0};
    sheet_declarations(in->a, own, &inner);
    struct buf b;
    buf_init(&b, 65536);
    for (size_t i = 0; i < w.n; i++) {
        const struct declaration *d = w.v[i].d;
        if (overridden(in, &w, i) || (!d->important && declares(&inner, d->property)))
            continue;
        const char *important = d->important && declares(&inner, d->property) ? " !important" : "";
        buf_fmt(&b, "%s" STR_FMT ":" STR_FMT "%s", b.n ? ";" : "", STR_ARG(d->property), STR_ARG(d->value), important);
    }
    for (size_t i = 0; i < b.n; i++)
        if (b.p[i] == '"')
            b.p[i] = '\''; /* it stands in a quoted attribute */
    struct str s = buf_dup(in->a, &b);
    buf_end(&b);
    return s;
}

/* -- the changes in the text -- */

static void put_style(struct inliner *in, const struct html_node *n)
{
    const struct html_attr *at = html_attr(n, "style");
    struct str style = style_for(in, n, at ? at->value : (struct str){0});
    if (!style.n)
        return;
    if (at && at->quoted)
        edit(in, at->value_at, at->value_at, str_fmt(in->a, STR_FMT "%s", STR_ARG(style), at->value.n ? ";" : ""));
    size_t end = n->tag_end - 1;
    end -= end && in->page.s[end - 1] == '/';
    if (!at)
        edit(in, end, end, str_fmt(in->a, " style=\"" STR_FMT "\"", STR_ARG(style)));
}

static bool still_named(const struct inliner *in, struct str class)
{
    struct str needle = str_fmt(in->a, "." STR_FMT, STR_ARG(class)), rest = in->kept;
    for (size_t at; (at = str_find(rest, needle)) != STR_NONE;) {
        rest = str_sub(rest, at + needle.n, rest.n);
        char c = rest.n ? rest.s[0] : ' ';
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_'))
            return true;
    }
    return false;
}

static void drop_classes(struct inliner *in, const struct html_node *n)
{
    const struct html_attr *at = html_attr(n, "class");
    if (!at)
        return;
    struct strs keep = {0};
    struct str rest = at->value, word;
    int sections = 0;
    for (bool fixed; next_class(in, &rest, &sections, &word, &fixed);)
        if (!fixed || still_named(in, word))
            vec_add(in->a, &keep, word);
    if (!keep.n)
        edit(in, at->at - (at->at && in->page.s[at->at - 1] == ' '), at->end, (struct str){0});
    else
        edit(in, at->at, at->end, str_fmt(in->a, "class=\"" STR_FMT "\"", STR_ARG(str_join(in->a, &keep, " "))));
}

static int by_place(const void *x, const void *y)
{
    const struct edit *a = x, *b = y;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    return a->order < b->order ? -1 : 1;
}

static struct str edited(struct inliner *in)
{
    struct buf b;
    buf_init(&b, 16 * TEMPLATE_BYTES_MAX);
    size_t at = 0;
    if (in->edits.n)
        qsort(in->edits.v, in->edits.n, sizeof *in->edits.v, by_place);
    for (size_t i = 0; i < in->edits.n; i++) {
        const struct edit *e = &in->edits.v[i];
        if (e->from < at)
            continue;
        buf_str(&b, str_sub(in->page, at, e->from));
        buf_str(&b, e->text);
        at = e->to;
    }
    buf_str(&b, str_sub(in->page, at, in->page.n));
    struct str s = buf_dup(in->a, &b);
    buf_end(&b);
    return s;
}

/* -- the <style> elements -- */

static bool holds_section(const struct inliner *in, struct str css)
{
    for (size_t i = 0; i < css.n; i++)
        if (css.s[i] == MARK_OPEN && !marked_is_value(in->m, css, i))
            return true;
    return false;
}

static int style_element(struct inliner *in, const struct html_node *n, struct buf *kept, struct err *e)
{
    struct str css = str_sub(in->page, n->tag_end, n->close_end ? n->close_at : n->tag_end);
    const struct html_attr *embed = html_attr(n, "data-embed");
    if (embed) {
        edit(in, embed->at - (in->page.s[embed->at - 1] == ' '), embed->end, (struct str){0});
        buf_str(kept, css);
        return 0;
    }
    const struct source *file = in->m->program->v[0].in;
    if (holds_section(in, css))
        return template_error(e, file, 0,
                              "a <style> that is inlined cannot hold sections; mark it <style data-embed>, "
                              "or put the section around the elements");
    struct buf rest;
    buf_init(&rest, css.n + 4096);
    bool ok = sheet_parse(in->a, css, &in->rules, &rest);
    if (ok)
        edit(in, n->at, n->close_end ? n->close_end : n->tag_end,
             rest.n ? str_fmt(in->a, "<style>\n%s</style>", rest.p) : (struct str){0});
    buf_str(kept, buf_view(&rest));
    buf_end(&rest);
    return ok ? 0
              : template_error(e, file, 0, "a <style> has a block without its brace, or more than %d rules",
                               SHEET_RULES_MAX);
}

/* Styles, and the text of comments: Word's own styles stand in conditional ones. */
static int styles(struct inliner *in, const struct html *page, struct buf *kept, struct err *e)
{
    for (const struct html_node *n = page->outside; n; n = n->next)
        buf_str(kept, n->text);
    for (const struct html_node *n = page->root; n; n = html_next(page->root, n)) {
        if (n->kind == HTML_COMMENT)
            buf_str(kept, n->text);
        if (html_is(n, "style") && n->tag_end > n->at && style_element(in, n, kept, e))
            return -1;
    }
    return 0;
}

/* Indentation and empty lines are for those who read templates. */
static void drop_indentation(struct ops *program)
{
    for (size_t i = 0; i < program->n; i++)
        if (program->v[i].kind == OP_TEXT && (str_ifind(program->v[i].text, str_lit("<pre")) != STR_NONE ||
                                              str_ifind(program->v[i].text, str_lit("<textarea")) != STR_NONE))
            return;
    bool line_start = true;
    for (size_t i = 0; i < program->n; i++) {
        struct op *op = &program->v[i];
        if (op->kind != OP_TEXT) {
            line_start = line_start && op->kind != OP_VALUE;
            continue;
        }
        size_t from = 0;
        while (op->line_start && from < op->text.n && (op->text.s[from] == ' ' || op->text.s[from] == '\t'))
            from++;
        op->text = str_sub(op->text, from, op->text.n);
        if (line_start && (str_eqc(op->text, "\n") || str_eqc(op->text, "\r\n")))
            op->text.n = 0;
        if (op->text.n)
            line_start = op->text.s[op->text.n - 1] == '\n';
    }
}

static int inline_page(struct inliner *in, struct err *e)
{
    struct html page;
    if (!html_parse(in->a, in->page, &page))
        return template_error(e, in->m->program->v[0].in, 0, "the page has too many tags, or too many open at once");
    struct buf kept;
    buf_init(&kept, 4 * TEMPLATE_BYTES_MAX);
    int failed = styles(in, &page, &kept, e);
    in->kept = buf_dup(in->a, &kept);
    buf_end(&kept);
    for (const struct html_node *n = page.root; n && !failed; n = html_next(page.root, n))
        if (n->kind == HTML_ELEMENT)
            fix_classes(in, (struct html_node *)n);
    for (const struct html_node *n = page.root; n && !failed; n = html_next(page.root, n))
        if (n->kind == HTML_ELEMENT && n->tag_end > n->at && !html_is(n, "style")) {
            put_style(in, n);
            drop_classes(in, n);
        }
    if (!failed)
        in->page = edited(in);
    return failed;
}

int css_inline(struct arena *a, struct ops *program, struct declarations *defs, struct err *e)
{
    if (!program->n)
        return 0;
    struct marked m = {a, program};
    struct inliner *in = arena_new(a, struct inliner);
    *in = (struct inliner){.a = a, .m = &m};
    const struct op *first = &program->v[0];
    struct op near = *first;
    drop_indentation(program);
    struct str written = marked_text(&m);
    if (css_vars(&m, written, &near, &in->page, defs, e))
        return -1;
    if (inline_page(in, e))
        return -1;
    if (!marked_same_sections(&m, written, in->page))
        return template_error(e, near.in, 0,
                              "a section stands where styles are inlined: inside a class, a :root block or a "
                              "tag that is not closed");
    struct ops out = {0};
    marked_program(&m, in->page, &out);
    *program = out;
    return 0;
}
