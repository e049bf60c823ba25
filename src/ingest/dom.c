#include "ingest/dom.h"

#include "base/buf.h"
#include "base/late.h"
#include "base/utf8.h"
#include "ingest/tidy.h"
#include <gumbo.h>
#include <string.h>

/* gumbo's numbers to ours; what is not named here is T_OTHER. */
static const unsigned char from_gumbo[GUMBO_TAG_LAST] = {
#define ROW(g, t) [GUMBO_TAG_##g] = T_##t
    ROW(A, A),
    ROW(ABBR, ABBR),
    ROW(ADDRESS, ADDRESS),
    ROW(AREA, AREA),
    ROW(ARTICLE, ARTICLE),
    ROW(ASIDE, ASIDE),
    ROW(B, B),
    ROW(BASE, BASE),
    ROW(BIG, BIG),
    ROW(BLOCKQUOTE, BLOCKQUOTE),
    ROW(BODY, BODY),
    ROW(BR, BR),
    ROW(BUTTON, BUTTON),
    ROW(CAPTION, CAPTION),
    ROW(CENTER, CENTER),
    ROW(CITE, CITE),
    ROW(CODE, CODE),
    ROW(COL, COL),
    ROW(COLGROUP, COLGROUP),
    ROW(DD, DD),
    ROW(DEL, DEL),
    ROW(DETAILS, DETAILS),
    ROW(DFN, DFN),
    ROW(DIV, DIV),
    ROW(DL, DL),
    ROW(DT, DT),
    ROW(EM, EM),
    ROW(EMBED, EMBED),
    ROW(FIELDSET, FIELDSET),
    ROW(FIGCAPTION, FIGCAPTION),
    ROW(FIGURE, FIGURE),
    ROW(FONT, FONT),
    ROW(FOOTER, FOOTER),
    ROW(FORM, FORM),
    ROW(H1, H1),
    ROW(H2, H2),
    ROW(H3, H3),
    ROW(H4, H4),
    ROW(H5, H5),
    ROW(H6, H6),
    ROW(HEAD, HEAD),
    ROW(HEADER, HEADER),
    ROW(HGROUP, HGROUP),
    ROW(HR, HR),
    ROW(HTML, HTML),
    ROW(I, I),
    ROW(IMG, IMG),
    ROW(IMAGE, IMG),
    ROW(INPUT, INPUT),
    ROW(INS, INS),
    ROW(KBD, KBD),
    ROW(LABEL, LABEL),
    ROW(LEGEND, LEGEND),
    ROW(LI, LI),
    ROW(LINK, LINK),
    ROW(MAIN, MAIN),
    ROW(MAP, MAP),
    ROW(MARK, MARK),
    ROW(MENU, MENU),
    ROW(META, META),
    ROW(NAV, NAV),
    ROW(NOBR, NOBR),
    ROW(OL, OL),
    ROW(OPTGROUP, OPTGROUP),
    ROW(OPTION, OPTION),
    ROW(P, P),
    ROW(PRE, PRE),
    ROW(Q, Q),
    ROW(S, S),
    ROW(SAMP, SAMP),
    ROW(SCRIPT, SCRIPT),
    ROW(SECTION, SECTION),
    ROW(SMALL, SMALL),
    ROW(SOURCE, SOURCE),
    ROW(SPAN, SPAN),
    ROW(STRIKE, STRIKE),
    ROW(STRONG, STRONG),
    ROW(SUB, SUB),
    ROW(SUMMARY, SUMMARY),
    ROW(SUP, SUP),
    ROW(TABLE, TABLE),
    ROW(TBODY, TBODY),
    ROW(TD, TD),
    ROW(TFOOT, TFOOT),
    ROW(TH, TH),
    ROW(THEAD, THEAD),
    ROW(TIME, TIME),
    ROW(TITLE, TITLE),
    ROW(TR, TR),
    ROW(TT, TT),
    ROW(U, U),
    ROW(UL, UL),
    ROW(VAR, VAR),
    ROW(WBR, WBR),
#undef ROW
};

static void *take(void *arena, size_t n)
{
    return arena_alloc(arena, n);
}

static void leave(void *arena, void *p)
{
    (void)arena;
    (void)p;
}

/* U+202A to U+202E and U+2066 to U+2069. */
static bool turns(const char *p)
{
    unsigned char b = (unsigned char)p[1], c = (unsigned char)p[2];
    return (b == 0x80 && c >= 0xAA && c <= 0xAE) || (b == 0x81 && c >= 0xA6 && c <= 0xA9);
}

/* p: the first byte that may begin such a control. */
static struct str straightened(struct arena *a, struct str s, const char *p)
{
    const char *end = s.s + s.n;
    char *to = NULL;
    size_t n = 0;
    while (end - p >= 3 && (p = memchr(p, 0xE2, (size_t)(end - p) - 2)) != NULL) {
        if (!turns(p)) {
            p++;
            continue;
        }
        if (!to)
            to = arena_room(a, s.n + 1);
        memcpy(to + n, s.s, (size_t)(p - s.s)); /* s: what is not copied yet */
        n += (size_t)(p - s.s);
        p += 3;
        s = (struct str){p, (size_t)(end - p)};
    }
    if (!to)
        return s;
    memcpy(to + n, s.s, s.n);
    to[n + s.n] = '\0';
    return (struct str){to, n + s.n};
}

struct str straight_text(struct arena *a, struct str s)
{
    const char *p = s.n < 3 ? NULL : memchr(s.s, 0xE2, s.n - 2);
    return p ? straightened(a, s, p) : s;
}

/* gumbo makes a byte that is no character of "&#2222222222;": its number overflows below zero. */
static struct str sound(struct arena *a, const char *text)
{
    struct str s = str_c(text);
    return utf8_valid(s) ? s : utf8_clean(a, s);
}

static void take_attributes(struct arena *a, struct node *n, const GumboVector *from)
{
    if (!from->length)
        return;
    n->attrs = arena_array(a, struct attribute_value, from->length);
    for (unsigned i = 0; i < from->length; i++) {
        const GumboAttribute *g = from->data[i];
        enum attr name = attr_of(str_c(g->name));
        if (name != A_NONE)
            n->attrs[n->attr_count++] = (struct attribute_value){name, sound(a, g->value)};
    }
}

/* gumbo's tree below g becomes ours below n. Recursion is bounded: tidy saw to the depth, and the limit here is a belt.
 */
static void take_children(struct arena *a, struct dom *d, const GumboNode *g, struct node *n, int depth)
{
    const GumboVector *kids = g->type == GUMBO_NODE_DOCUMENT ? &g->v.document.children : &g->v.element.children;
    for (unsigned i = 0; i < kids->length; i++) {
        const GumboNode *k = kids->data[i];
        switch (k->type) {
        case GUMBO_NODE_TEXT:
        case GUMBO_NODE_WHITESPACE:
        case GUMBO_NODE_CDATA: {
            struct node *t = arena_new(a, struct node);
            t->tag = T_TEXT;
            t->text = straight_text(a, sound(a, k->v.text.text));
            dom_append(n, t);
            d->nodes++;
            break;
        }
        case GUMBO_NODE_ELEMENT:
        case GUMBO_NODE_TEMPLATE: {
            struct node *e = arena_new(a, struct node);
            unsigned tag = k->v.element.tag;
            e->tag = tag < GUMBO_TAG_LAST && from_gumbo[tag] ? (enum tag)from_gumbo[tag] : T_OTHER;
            take_attributes(a, e, &k->v.element.attributes);
            dom_append(n, e);
            d->nodes++;
            if (depth < DOM_DEPTH)
                take_children(a, d, k, e, depth + 1);
            break;
        }
        default:
            break;
        }
    }
}

static void parse(struct arena *a, struct str html, bool fragment, struct dom *out)
{
    *out = (struct dom){0};
    out->root = arena_new(a, struct node);
    out->root->tag = T_OTHER;
    struct buf b;
    buf_init(&b, html.n * 6 + 4096);
    out->flattened = html_tidy(html, &b);
    GumboOptions o = *late_gumbo_options();
    o.allocator = take;
    o.deallocator = leave;
    o.userdata = a;
    o.max_errors = 0;
    if (fragment)
        o.fragment_context = GUMBO_TAG_BODY;
    struct str tidy = buf_dup(a, &b); /* gumbo's text may point into it */
    buf_end(&b);
    GumboOutput *g = gumbo_parse_with_options(&o, tidy.s, tidy.n);
    if (!g)
        return;
    const GumboNode *top = g->root && fragment ? g->root : g->document;
    take_children(a, out, top, out->root, 0);
    if (!fragment)
        for (struct node *n = out->root->first; n; n = n->next)
            if (n->tag == T_HTML) {
                out->root = n;
                n->parent = NULL;
                break;
            }
}

void dom_parse_page(struct arena *a, struct str html, struct dom *out)
{
    parse(a, html, false, out);
}

void dom_parse_fragment(struct arena *a, struct str html, struct dom *out)
{
    parse(a, html, true, out);
}

struct str node_attr(const struct node *n, enum attr name)
{
    for (size_t i = 0; i < n->attr_count; i++)
        if (n->attrs[i].name == name)
            return n->attrs[i].value;
    return (struct str){NULL, 0};
}

bool node_has(const struct node *n, enum attr name)
{
    return node_attr(n, name).s != NULL;
}

struct node *dom_skip(const struct node *top, const struct node *n)
{
    while (n && n != top) {
        if (n->next)
            return n->next;
        n = n->parent;
    }
    return NULL;
}

struct node *dom_next(const struct node *top, const struct node *n)
{
    return n->first ? n->first : dom_skip(top, n);
}

struct node *dom_find(const struct node *top, enum tag tag)
{
    for (struct node *n = dom_next(top, top); n; n = dom_next(top, n))
        if (n->tag == tag)
            return n;
    return NULL;
}

bool dom_holds(const struct node *around, const struct node *n)
{
    while (n && n != around)
        n = n->parent;
    return n != NULL;
}

void dom_append(struct node *parent, struct node *n)
{
    n->parent = parent;
    n->prev = parent->last;
    if (parent->last)
        parent->last->next = n;
    else
        parent->first = n;
    parent->last = n;
}

void dom_remove(struct node *n)
{
    if (n->prev)
        n->prev->next = n->next;
    else if (n->parent)
        n->parent->first = n->next;
    if (n->next)
        n->next->prev = n->prev;
    else if (n->parent)
        n->parent->last = n->prev;
    n->parent = n->prev = n->next = NULL;
}

void dom_unwrap(struct node *n)
{
    struct node *parent = n->parent, *first = n->first ? n->first : n->next, *last = n->last ? n->last : n->prev;
    for (struct node *c = n->first; c; c = c->next)
        c->parent = parent;
    if (n->first) {
        n->first->prev = n->prev;
        n->last->next = n->next;
    }
    *(n->prev ? &n->prev->next : &parent->first) = first;
    *(n->next ? &n->next->prev : &parent->last) = last;
    n->parent = n->first = n->last = n->prev = n->next = NULL;
}

struct str dom_text(struct arena *a, const struct node *top, size_t max)
{
    struct buf b;
    buf_init(&b, max);
    bool gap = false;
    const struct node *n = top;
    do {
        if (n->tag != T_TEXT) {
            gap |= (tag_flags(n->tag) & TAG_BLOCK) || n->tag == T_BR;
            continue;
        }
        for (size_t i = 0; i < n->text.n; i++) {
            char c = n->text.s[i];
            bool nbsp = (unsigned char)c == 0xC2 && i + 1 < n->text.n && (unsigned char)n->text.s[i + 1] == 0xA0;
            if (c == ' ' || (c >= '\t' && c <= '\r') || nbsp) {
                gap = true;
                i += nbsp;
                continue;
            }
            if (gap && b.n)
                buf_ch(&b, ' ');
            gap = false;
            buf_ch(&b, c);
        }
    } while (!b.over && (n = dom_next(top, n)));
    /* a ceiling may have cut a character in two */
    struct str s = buf_view(&b);
    while (b.over && s.n && ((unsigned char)s.s[s.n - 1] & 0xC0) == 0x80)
        s.n--;
    if (b.over && s.n && ((unsigned char)s.s[s.n - 1] & 0xC0) == 0xC0)
        s.n--;
    s = str_dup(a, s);
    buf_end(&b);
    return s;
}

/* Does the style attribute set `property` to a value beginning with `value`? White space and case ignored. */
static bool style_says(struct str style, const char *property, const char *value)
{
    struct str declaration;
    while (str_cut(&style, ';', &declaration)) {
        size_t colon = str_chr(declaration, ':');
        if (colon == STR_NONE)
            continue;
        if (str_ieqc(str_trim(str_sub(declaration, 0, colon)), property) &&
            str_istarts(str_trim(str_sub(declaration, colon + 1, declaration.n)), value))
            return true;
    }
    return false;
}

bool node_hidden(const struct node *n)
{
    if (node_has(n, A_HIDDEN))
        return true;
    struct str style = node_attr(n, A_STYLE);
    if (!style.n)
        return false;
    return style_says(style, "display", "none") || style_says(style, "visibility", "hidden") ||
           style_says(style, "mso-hide", "all");
}
