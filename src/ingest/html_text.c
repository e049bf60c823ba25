#include "ingest/html_text.h"

#include "base/buf.h"
#include "base/lanes.h"
#include "base/map.h"
#include "base/url.h"
#include "base/utf8.h"
#include "ingest/readers.h"
#include <string.h>

#define TEXT_MAX (32u << 20)
#define LINKS_MAX 2000 /* addresses listed below one text */
#define INDENT_MAX 24  /* columns of prefix: deeper lists and quotes stay at this edge */

struct writer {
    struct arena *a;
    const struct text_style *style;
    struct buf out, line; /* finished text; the paragraph being gathered */
    int gap;              /* line breaks wanted before the next paragraph */
    bool space;           /* white space seen, not yet written */
    int pre;              /* open <pre> */
    struct buf next;      /* prefix of following lines: quote marks and indents of the open blocks */
    struct str mark;      /* "- " or "3. ", once, before the first line of an item */
    struct map seen;      /* address -> its number */
    struct strs links;
};

/* A line that stays as it is, unless it is too wide for people who asked for a width: code goes on below its own
 * indent. */
static void plain_line(struct writer *w, struct str l, struct str first, struct str next)
{
    size_t columns = w->style->columns, indent = 0;
    if (columns && utf8_width(first) + utf8_width(l) > columns) {
        while (indent < l.n && indent < INDENT_MAX && l.s[indent] == ' ')
            indent++;
        struct str space = str_sub(l, 0, indent);
        first = str_fmt(w->a, STR_FMT STR_FMT, STR_ARG(first), STR_ARG(space));
        next = str_fmt(w->a, STR_FMT STR_FMT, STR_ARG(next), STR_ARG(space));
        buf_str(&w->out, utf8_wrap(w->a, str_dup(w->a, str_sub(l, indent, l.n)), columns, first.s, next.s));
        return;
    }
    buf_str(&w->out, first);
    buf_str(&w->out, l);
}

static void flush(struct writer *w, int gap)
{
    struct str s = buf_view(&w->line);
    if (!w->pre)
        s = str_trim(s);
    else
        while (s.n && (s.s[s.n - 1] == '\n' || s.s[s.n - 1] == ' '))
            s.n--;
    if (s.n) {
        if (w->out.n)
            buf_c(&w->out, w->gap > 1 ? "\n\n" : "\n");
        w->gap = 0;
        struct str next = buf_view(&w->next), first = next;
        if (w->mark.n) {
            /* the mark stands in the last columns of the indent */
            size_t keep = next.n > w->mark.n ? next.n - w->mark.n : 0;
            first = str_fmt(w->a, STR_FMT STR_FMT, STR_ARG(str_sub(next, 0, keep)), STR_ARG(w->mark));
            w->mark = (struct str){NULL, 0};
        }
        if (!w->style->columns && !w->pre && !first.n && !next.n) {
            buf_str(&w->out, s);
        } else if (w->style->columns && !w->pre) {
            buf_str(&w->out, utf8_wrap(w->a, str_dup(w->a, s), w->style->columns, str_dup(w->a, first).s,
                                       str_dup(w->a, next).s));
        } else {
            struct str l;
            for (bool more = false; str_line(&s, &l); more = true) {
                if (more)
                    buf_ch(&w->out, '\n');
                plain_line(w, l, more ? next : first, next);
            }
        }
    }
    buf_clear(&w->line);
    w->space = false;
    if (gap > w->gap)
        w->gap = gap;
}

/* Of sixteen bytes none is a control or 0xC2, and no two, nor the last and the one behind it, are spaces. */
static inline bool words_at(const char *p)
{
    lanes v = lanes_at(p);
    return !lanes_any(lanes_below(v, ' ') | lanes_is(v, 0xC2) | (lanes_is(v, ' ') & lanes_is(lanes_at(p + 1), ' ')));
}

/* Words parted by single spaces, none at the ends: what stays as it is, in one piece. */
static size_t word_run(struct str s, size_t from)
{
    size_t i = from;
    if (s.s[from] != ' ')
        while (i + LANES < s.n && words_at(s.s + i))
            i += LANES;
    if (i > from && i + LANES >= s.n && words_at(s.s + s.n - LANES - 1))
        i = s.n - 1; /* the last ones, looked at with some before them */
    if (i > from && s.s[i - 1] == ' ')
        i--;
    for (; i < s.n; i++) {
        unsigned char c = (unsigned char)s.s[i];
        if (c > ' ' && c != 0xC2)
            continue;
        if (c != ' ' || i == from || i + 1 == s.n || (unsigned char)s.s[i + 1] <= ' ' ||
            (unsigned char)s.s[i + 1] == 0xC2)
            break;
    }
    return i - from;
}

static void put(struct writer *w, struct str s)
{
    if (w->pre) {
        buf_str(&w->line, s);
        return;
    }
    for (size_t i = 0; i < s.n;) {
        size_t from = i;
        i += word_run(s, i);
        if (i < s.n && (unsigned char)s.s[i] == 0xC2 && !(i + 1 < s.n && (unsigned char)s.s[i + 1] == 0xA0)) {
            i++;
            if (w->space && w->line.n)
                buf_ch(&w->line, ' ');
            w->space = false;
            buf_str(&w->line, str_sub(s, from, i));
            continue;
        }
        if (i > from) {
            if (w->space && w->line.n && w->line.p[w->line.n - 1] != '\n')
                buf_ch(&w->line, ' ');
            w->space = false;
            buf_str(&w->line, str_sub(s, from, i));
        }
        if (i < s.n) { /* white space, also the no-break kind */
            w->space = true;
            i += (unsigned char)s.s[i] == 0xC2 ? 2 : 1;
        }
    }
}

static void line_break(struct writer *w)
{
    while (w->line.n && w->line.p[w->line.n - 1] == ' ')
        w->line.n--;
    if (w->line.n && w->line.p[w->line.n - 1] == '\n') { /* two in a row part paragraphs */
        flush(w, 2);
        return;
    }
    w->space = false;
    if (w->line.n)
        buf_ch(&w->line, '\n');
}

static void link_mark(struct writer *w, const struct node *n)
{
    struct str href = str_trim(node_attr(n, A_HREF));
    if (!href.n || !w->style->links)
        return;
    if (!url_is_web(href)) {
        href = w->style->base.n ? url_resolve(w->a, w->style->base, href) : (struct str){NULL, 0};
        if (!href.n || !url_is_web(href))
            return;
    }
    size_t number = (size_t)map_get(&w->seen, href);
    if (!number) {
        if (w->links.n == LINKS_MAX)
            return;
        vec_add(w->a, &w->links, href);
        number = w->links.n;
        *map_at(w->a, &w->seen, href) = (void *)number;
    }
    buf_fmt(&w->line, " [%zu]", number);
}

static void walk(struct writer *w, const struct node *n);

static void walk_children(struct writer *w, const struct node *n)
{
    for (const struct node *c = n->first; c; c = c->next)
        walk(w, c);
}

/* A block whose lines all begin with `prefix`. */
static void indented(struct writer *w, const struct node *n, const char *prefix, int gap)
{
    flush(w, gap);
    size_t was = w->next.n;
    if (w->style->marks && was < INDENT_MAX)
        buf_c(&w->next, prefix);
    walk_children(w, n);
    flush(w, gap);
    w->next.n = was;
    if (w->next.cap)
        w->next.p[was] = '\0';
}

static void list(struct writer *w, const struct node *n)
{
    int gap = n->parent && n->parent->tag == T_LI ? 1 : 2;
    int64_t number = 1;
    str_i64(str_trim(node_attr(n, A_START)), &number);
    flush(w, gap);
    for (const struct node *c = n->first; c; c = c->next) {
        if (c->tag != T_LI || (c->flags & NODE_GONE) || node_hidden(c)) {
            walk(w, c);
            continue;
        }
        flush(w, 1);
        if (w->style->marks) {
            w->mark = n->tag == T_OL ? str_fmt(w->a, "%lld. ", (long long)number++) : str_lit("- ");
            indented(w, c, n->tag == T_OL ? "    " : "  ", 1);
            w->mark = (struct str){NULL, 0};
        } else {
            walk_children(w, c);
            flush(w, 1);
        }
    }
    flush(w, gap);
}

static void walk(struct writer *w, const struct node *n)
{
    if (n->flags & NODE_GONE)
        return;
    switch (n->tag) {
    case T_TEXT:
        put(w, n->text);
        return;
    case T_SCRIPT:
    case T_STYLE:
    case T_HEAD:
    case T_TITLE:
    case T_META:
    case T_LINK:
        return;
    default:
        break;
    }
    if (n->attr_count && node_hidden(n))
        return;
    switch (n->tag) {
    case T_BR:
        if (w->pre)
            buf_ch(&w->line, '\n');
        else
            line_break(w);
        return;
    case T_A:
        walk_children(w, n);
        link_mark(w, n);
        return;
    case T_UL:
    case T_OL:
        list(w, n);
        return;
    case T_BLOCKQUOTE:
        indented(w, n, "> ", 2);
        return;
    case T_DD:
        indented(w, n, "  ", 1);
        return;
    case T_TR:
    case T_DT:
    case T_LI: /* outside a list */
        flush(w, 1);
        walk_children(w, n);
        flush(w, 1);
        return;
    case T_TD:
    case T_TH: /* cells of a row stand on one line; blocks inside a cell break it, as in layout tables */
        w->space = true;
        walk_children(w, n);
        w->space = true;
        return;
    case T_PRE:
        flush(w, 2);
        w->pre++;
        walk_children(w, n);
        flush(w, 2);
        w->pre--;
        return;
    default:
        break;
    }
    bool block = (tag_flags(n->tag) & TAG_BLOCK) != 0 && n->tag != T_TBODY && n->tag != T_THEAD && n->tag != T_TFOOT;
    if (block)
        flush(w, 2);
    walk_children(w, n);
    if (block)
        flush(w, 2);
}

struct str dom_plain(struct arena *a, const struct node *top, const struct text_style *style)
{
    struct writer w = {.a = a, .style = style};
    buf_init(&w.out, TEXT_MAX);
    buf_init(&w.line, TEXT_MAX);
    buf_reserve(&w.out, 8192); /* most articles */
    buf_reserve(&w.line, 1024);
    buf_init(&w.next, INDENT_MAX + 8);
    walk(&w, top);
    flush(&w, 2);
    for (size_t i = 0; i < w.links.n; i++)
        buf_fmt(&w.out, "%s[%zu] " STR_FMT, i ? "\n" : "\n\n", i + 1, STR_ARG(w.links.v[i]));
    struct str text = buf_dup(a, &w.out);
    buf_end(&w.out);
    buf_end(&w.line);
    buf_end(&w.next);
    return text;
}

struct str ingest_html_text(struct arena *a, struct str html)
{
    struct str text;
    ingest_fragment(a, html, (struct str){NULL, 0}, NULL, &text);
    return text;
}

struct str ingest_html_text_links(struct arena *a, struct str html, struct str base_url, size_t columns)
{
    struct arena scratch = {0};
    struct dom d;
    dom_parse_fragment(&scratch, utf8_clean(&scratch, html), &d);
    struct text_style style = {.columns = columns, .links = true, .marks = true, .base = base_url};
    struct str text = str_dup(a, dom_plain(&scratch, d.root, &style));
    arena_end(&scratch);
    return text;
}
