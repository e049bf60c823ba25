#include "render/html.h"
#include "base/buf.h"
#include "base/late.h"
#include <gumbo.h>
#include <string.h>

enum { TAGS_MAX = 20000, OPEN_MAX = 1000, DEPTH_MAX = 400 };

struct builder {
    struct arena *a;
    const char *base;
    bool too_deep;
};

static bool reasonable(struct str page)
{
    size_t tags = 0, open = 0;
    for (size_t i = 0; i + 1 < page.n; i++) {
        if (page.s[i] != '<')
            continue;
        char c = page.s[i + 1];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        tags += letter;
        open = letter ? open + 1 : c == '/' && open ? open - 1 : open;
        if (tags > TAGS_MAX || open > OPEN_MAX)
            return false;
    }
    return true;
}

static struct str lower(struct arena *a, struct str s)
{
    s = str_dup(a, s);
    for (char *p = (char *)s.s; p < s.s + s.n; p++)
        *p = *p >= 'A' && *p <= 'Z' ? (char)(*p + 32) : *p;
    return s;
}

static struct str tag_of(struct builder *b, const GumboElement *el)
{
    if (el->tag != GUMBO_TAG_UNKNOWN)
        return str_c(gumbo_normalized_tagname(el->tag));
    GumboStringPiece piece = el->original_tag;
    gumbo_tag_from_original_text(&piece);
    return lower(b->a, (struct str){piece.data, piece.length});
}

static void add_attr(struct builder *b, struct html_node *n, const GumboAttribute *g)
{
    struct html_attr *at = vec_push(b->a, &n->attrs);
    at->name = lower(b->a, str_c(g->name));
    at->value = str_dup(b->a, str_c(g->value));
    if (g->original_name.data) {
        at->at = (size_t)(g->original_name.data - b->base);
        at->end = at->at + g->original_name.length;
    }
    if (g->original_value.data && g->original_value.length) {
        at->value_at = (size_t)(g->original_value.data - b->base);
        at->end = at->value_at + g->original_value.length;
        size_t size = g->original_value.length;
        char c = b->base[at->value_at], last = b->base[at->value_at + size - 1];
        at->quoted = size >= 2 && c == last && (c == '"' || c == '\'');
        at->value_at += at->quoted;
        /* gumbo makes U+FFFD of control characters; ours are the marks of a template's values (marked.h) */
        struct str raw = {b->base + at->value_at, size - 2 * (size_t)at->quoted};
        if (memchr(raw.s, '\5', raw.n))
            at->value = str_dup(b->a, raw);
    }
    if (str_eqc(at->name, "class")) {
        struct str rest = str_trim(at->value);
        while (rest.n) {
            size_t k = 0;
            while (k < rest.n && !strchr(" \t\r\n\f", rest.s[k]))
                k++;
            vec_add(b->a, &n->classes, str_sub(rest, 0, k));
            rest = str_trim(str_sub(rest, k, rest.n));
        }
    }
}

static void attach(struct html_node *parent, struct html_node *n)
{
    n->parent = parent;
    if (!parent)
        return;
    n->prev = parent->last;
    if (parent->last)
        parent->last->next = n;
    else
        parent->first = n;
    parent->last = n;
}

static struct html_node *convert(struct builder *b, const GumboNode *g, struct html_node *parent, int depth)
{
    if (depth > DEPTH_MAX) {
        b->too_deep = true;
        return NULL;
    }
    struct html_node *n = arena_new(b->a, struct html_node);
    attach(parent, n);
    if (g->type != GUMBO_NODE_ELEMENT && g->type != GUMBO_NODE_TEMPLATE) {
        n->kind = g->type == GUMBO_NODE_COMMENT ? HTML_COMMENT : HTML_TEXT;
        n->text = str_dup(b->a, str_c(g->v.text.text));
        if (g->v.text.original_text.data)
            n->at = n->tag_end = (size_t)(g->v.text.original_text.data - b->base);
        return n;
    }
    const GumboElement *el = &g->v.element;
    n->tag = tag_of(b, el);
    if (el->original_tag.length) {
        n->at = (size_t)(el->original_tag.data - b->base);
        n->tag_end = n->at + el->original_tag.length;
    }
    if (el->original_end_tag.length) {
        n->close_at = (size_t)(el->original_end_tag.data - b->base);
        n->close_end = n->close_at + el->original_end_tag.length;
    }
    for (unsigned i = 0; i < el->attributes.length; i++)
        add_attr(b, n, el->attributes.data[i]);
    for (unsigned i = 0; i < el->children.length; i++)
        convert(b, el->children.data[i], n, depth + 1);
    return n;
}

/* gumbo believes that there is always some left. */
static void *take(void *unused, size_t n)
{
    return mem_realloc(NULL, n);
}

bool html_parse(struct arena *a, struct str text, struct html *out)
{
    *out = (struct html){.text = text};
    if (!reasonable(text))
        return false;
    struct builder b = {a, text.s, false};
    GumboOptions heap = *late_gumbo_options();
    heap.allocator = take;
    GumboOutput *g = gumbo_parse_with_options(&heap, text.s ? text.s : "", text.n);
    out->root = convert(&b, g->root, NULL, 0);
    out->doctype = g->document->v.document.has_doctype;
    for (unsigned i = 0; i < g->document->v.document.children.length; i++) {
        const GumboNode *child = g->document->v.document.children.data[i];
        struct html_node *n = child->type == GUMBO_NODE_COMMENT ? convert(&b, child, NULL, 0) : NULL;
        if (n) {
            n->next = out->outside;
            out->outside = n;
        }
    }
    gumbo_destroy_output(&heap, g);
    return !b.too_deep;
}

const struct html_attr *html_attr(const struct html_node *n, const char *name)
{
    for (size_t i = 0; i < n->attrs.n; i++)
        if (str_eqc(n->attrs.v[i].name, name))
            return &n->attrs.v[i];
    return NULL;
}

struct str html_get(const struct html_node *n, const char *name)
{
    const struct html_attr *at = html_attr(n, name);
    return at ? at->value : (struct str){0};
}

const struct html_node *html_next(const struct html_node *within, const struct html_node *n)
{
    if (n->first)
        return n->first;
    while (n && n != within && !n->next)
        n = n->parent;
    return n && n != within ? n->next : NULL;
}

bool html_is(const struct html_node *n, const char *tag)
{
    return n->kind == HTML_ELEMENT && str_eqc(n->tag, tag);
}

struct str html_text(struct arena *a, const struct html_node *n)
{
    struct buf b;
    buf_init(&b, 4 << 20);
    for (const struct html_node *i = n; i; i = html_next(n, i)) {
        bool hidden = i->parent && (html_is(i->parent, "style") || html_is(i->parent, "script"));
        if (i->kind == HTML_TEXT && !hidden)
            buf_str(&b, i->text);
        else if (i->kind == HTML_ELEMENT && !html_is(i, "a") && !html_is(i, "b") && !html_is(i, "span") &&
                 !html_is(i, "i") && !html_is(i, "em") && !html_is(i, "strong"))
            buf_ch(&b, ' ');
    }
    struct str s = str_squeeze(a, buf_view(&b));
    s = str_dup(a, s);
    buf_end(&b);
    return s;
}
