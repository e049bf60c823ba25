#include "ingest/fragment.h"
#include "ingest/entities.h"
#include "ingest/tidy.h"
#include <string.h>

enum { OPEN_MAX = 2 * TIDY_DEPTH + 8 /* with implied rows */, ATTRS_MAX = ATTR_COUNT };

struct fragment {
    struct arena *a;
    const char *p, *end;
    struct dom *d;
    size_t depth;
    struct buf text;             /* references resolved */
    bool at_pre;                 /* the last token was <pre> */
    bool strange;                /* a reference, or something in a table, that only the page parser knows */
    struct node *open[OPEN_MAX]; /* [0] is the root */
};

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool name_char(char c)
{
    return (c | 32) >= 'a' ? (c | 32) <= 'z' : c >= '0' && c <= '9';
}

/* Is this "&name;", a reference by its form? Without the semicolon only HTML's oldest names are; what they mean then is
 * left to the page parser. */
static bool looks_like_reference(struct str s)
{
    size_t i = 1;
    while (i < s.n && i < 34 && name_char(s.s[i]))
        i++;
    return i > 2 && i < s.n && s.s[i] == ';';
}

static struct str resolved(struct fragment *f, struct str s, bool attribute)
{
    const char *amp = s.n ? memchr(s.s, '&', s.n) : NULL;
    if (!amp)
        return s;
    buf_clear(&f->text);
    while (amp) {
        uint32_t c;
        size_t before = (size_t)(amp - s.s), used;
        struct str at = str_sub(s, before, s.n);
        buf_add(&f->text, s.s, before);
        used = entity_at(at, &c);
        if (used) {
            f->strange |= c == 0xfffd; /* a control character by number, or none at all */
            buf_utf8(&f->text, entity_windows(c));
        } else {
            f->strange |= looks_like_reference(at) || entity_bare(at, attribute);
            buf_ch(&f->text, '&');
            used = 1;
        }
        s = str_sub(at, used, at.n);
        amp = s.n ? memchr(s.s, '&', s.n) : NULL;
    }
    buf_str(&f->text, s);
    return buf_dup(f->a, &f->text);
}

/* ---- tables */

static bool holds_rows(enum tag t)
{
    return t == T_TABLE || t == T_TBODY || t == T_THEAD || t == T_TFOOT;
}

static bool is_part(enum tag t)
{
    return t == T_TBODY || t == T_THEAD || t == T_TFOOT || t == T_CAPTION || t == T_COLGROUP || t == T_COL;
}

static void append(struct node *parent, struct node *n)
{
    n->parent = parent;
    n->prev = parent->last;
    if (parent->last)
        parent->last->next = n;
    else
        parent->first = n;
    parent->last = n;
}

static struct node *node_new(struct fragment *f, enum tag tag)
{
    struct node *n = arena_new(f->a, struct node);
    n->tag = tag;
    f->d->nodes++;
    return n;
}

static void push(struct fragment *f, struct node *n)
{
    f->open[++f->depth] = n;
}

/* What a table may not hold is moved about by rules that only the page parser knows (HTML's foster parenting). */
static void place(struct fragment *f, struct node *n)
{
    enum tag parent = f->open[f->depth]->tag;
    f->strange |= holds_rows(parent) || parent == T_TR || parent == T_COLGROUP;
    append(f->open[f->depth], n);
}

/* Rows and cells outside their table are the page parser's too. */
static void place_table_part(struct fragment *f, struct node *n)
{
    enum tag parent = f->open[f->depth]->tag, tag = n->tag;
    if (tag == T_TD || tag == T_TH) {
        if (holds_rows(parent) && f->depth + 2 < OPEN_MAX) {
            struct node *row = node_new(f, T_TR);
            append(f->open[f->depth], row);
            push(f, row);
            parent = T_TR;
        }
        n->tag = parent == T_TR ? tag : T_OTHER;
    } else if (tag == T_TR) {
        n->tag = holds_rows(parent) ? tag : T_OTHER;
    } else {
        n->tag = parent == T_TABLE || (tag == T_COL && parent == T_COLGROUP) ? tag : T_OTHER;
    }
    f->strange |= n->tag == T_OTHER;
    append(f->open[f->depth], n);
}

/* ---- tidy's output: text, <name attr="value">, </name>, <!   > */

static void add_text(struct fragment *f, struct str s)
{
    if (f->at_pre && s.s[0] == '\n' && !(s = str_sub(s, 1, s.n)).n)
        return; /* the line break behind <pre> is not part of it */
    bool blank = true;
    for (size_t i = 0; blank && i < s.n; i++)
        blank = is_space(s.s[i]);
    struct node *n = node_new(f, T_TEXT);
    n->text = straight_text(f->a, resolved(f, s, false));
    if (blank)
        append(f->open[f->depth], n);
    else
        place(f, n);
}

static void read_attrs(struct fragment *f, struct node *n)
{
    struct attribute_value list[ATTRS_MAX];
    const char *p = f->p, *end = f->end;
    while (p < end && *p != '>') {
        p += *p == ' ';
        const char *from = p;
        while (p < end && *p != '=' && *p != '>' && *p != ' ')
            p++;
        struct str name = {from, (size_t)(p - from)}, value = {"", 0};
        if (p < end && *p == '=' && p + 1 < end) {
            char quote = p[1];
            from = p + 2;
            p = memchr(from, quote, (size_t)(end - from));
            p = p ? p : end;
            value = (struct str){from, (size_t)(p - from)};
            p += p < end;
        }
        enum attr attr = attr_of(name);
        if (n && attr != A_NONE && n->attr_count < ATTRS_MAX)
            list[n->attr_count++] = (struct attribute_value){attr, resolved(f, value, true)};
        if (p == from && !name.n)
            p++; /* never in tidy's output; never stand still */
    }
    f->p = p < end ? p + 1 : end;
    if (n && n->attr_count)
        n->attrs = arena_copy(f->a, list, n->attr_count * sizeof *list);
}

/* The raw text of a script is nothing a fragment shows. */
static void skip_script(struct fragment *f)
{
    const char *close = memmem(f->p, (size_t)(f->end - f->p), "</script>", 9);
    f->p = close ? close + 9 : f->end;
}

static void start_tag(struct fragment *f, enum tag tag)
{
    if (tag == T_HTML || tag == T_HEAD || tag == T_BODY || tag == T_SCRIPT) {
        read_attrs(f, NULL);
        if (tag == T_SCRIPT)
            skip_script(f);
        return;
    }
    struct node *n = node_new(f, tag);
    read_attrs(f, n);
    if (is_part(tag) || tag == T_TR || tag == T_TD || tag == T_TH)
        place_table_part(f, n);
    else
        place(f, n);
    if (!(tag_flags(tag) & TAG_VOID) && f->depth + 2 < OPEN_MAX) {
        n->extra = f; /* this one waits for an end tag; implied rows do not */
        push(f, n);
        f->at_pre = tag == T_PRE;
    }
}

/* Tidy closes elements in order, so the end tag is the innermost explicit element's. */
static void end_tag(struct fragment *f)
{
    while (f->depth && !f->open[f->depth]->extra)
        f->depth--;
    if (f->depth)
        f->open[f->depth--]->extra = NULL;
}

static void read_tag(struct fragment *f)
{
    const char *p = f->p + 1;
    bool end = p < f->end && *p == '/';
    p += end;
    const char *from = p;
    while (p < f->end && name_char(*p))
        p++;
    f->p = p;
    if (from == p) { /* what tidy took back */
        const char *gt = memchr(p, '>', (size_t)(f->end - p));
        f->p = gt ? gt + 1 : f->end;
    } else if (end) {
        read_attrs(f, NULL);
        end_tag(f);
    } else {
        start_tag(f, tag_of((struct str){from, (size_t)(p - from)}));
    }
}

void fragment_parse(struct arena *a, struct str html, struct buf *tidy, struct dom *out)
{
    struct fragment f; /* but for the stack, which is most of it and written before it is read */
    memset(&f, 0, offsetof(struct fragment, open));
    f.a = a;
    f.d = out;
    *out = (struct dom){.root = arena_new(a, struct node)};
    out->root->tag = T_OTHER;
    tidy->max = html.n * 6 + 4096; /* the escapes tidy adds are bounded by what it reads */
    buf_clear(tidy);
    out->flattened = html_tidy(html, tidy);
    buf_init(&f.text, tidy->n * 4 + 64);
    f.open[0] = out->root;
    f.p = buf_view(tidy).s;
    f.end = f.p + tidy->n;
    while (f.p < f.end && !f.strange) {
        const char *lt = memchr(f.p, '<', (size_t)(f.end - f.p));
        const char *to = lt ? lt : f.end;
        if (to > f.p)
            add_text(&f, (struct str){f.p, (size_t)(to - f.p)});
        if (to > f.p || lt)
            f.at_pre = false;
        f.p = to;
        if (lt)
            read_tag(&f);
    }
    buf_end(&f.text);
    while (f.depth)
        f.open[f.depth--]->extra = NULL;
    if (f.strange)
        dom_parse_fragment(a, html, out);
}
