#include "ingest/fragment.h"
#include "ingest/entities.h"
#include "ingest/tidy.h"
#include <string.h>

struct fragment {
    struct tidy_to to; /* first: the functions get this and mean the whole */
    struct arena *a;
    struct dom *d;
    struct str run;      /* the text since the last tag */
    struct buf gathered; /* the run, when it does not stand in one piece */
    bool at_pre;         /* the last tag was <pre> */
    bool tables;         /* there is a part of a table */
    bool taken_back;     /* there are NODE_GONE elements that never were */
    bool strange;        /* a reference, or something in a table, that only the page parser knows */
    size_t depth;
    struct node *open[TIDY_DEPTH + 2]; /* the root, then what is open; a title is not counted in tidy's depth */
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

static struct str decoded(struct fragment *f, struct str s, size_t amp, bool attribute)
{
    struct buf out; /* no character is longer than the reference to it */
    buf_fixed(&out, arena_room(f->a, s.n + 1), s.n);
    for (; amp != STR_NONE; amp = str_chr(s, '&')) {
        uint32_t c;
        struct str at = str_sub(s, amp, s.n);
        size_t used = entity_at(at, &c);
        buf_add(&out, s.s, amp);
        if (used) {
            f->strange |= c == 0xfffd; /* a control character by number, or none at all */
            buf_utf8(&out, entity_windows(c));
        } else {
            f->strange |= looks_like_reference(at) || entity_bare(at, attribute);
            buf_ch(&out, '&');
            used = 1;
        }
        s = str_sub(at, used, at.n);
    }
    buf_str(&out, s);
    return buf_view(&out);
}

static inline struct str resolved(struct fragment *f, struct str s, bool attribute)
{
    size_t amp = str_chr(s, '&');
    return amp == STR_NONE ? s : decoded(f, s, amp, attribute);
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

static bool is_of_table(enum tag t)
{
    return holds_rows(t) || is_part(t) || t == T_TR || t == T_TD || t == T_TH;
}

static struct node *node_new(struct fragment *f, enum tag tag)
{
    struct node *n = arena_room(f->a, sizeof *n);
    *n = (struct node){.tag = tag};
    f->d->nodes++;
    return n;
}

/* A cell right below a table or one of its parts stands in a row of its own, and so does all that follows it. */
static void imply_row(struct fragment *f, struct node *cell)
{
    struct node *row = node_new(f, T_TR), *parent = cell->parent;
    *row = (struct node){.tag = T_TR, .parent = parent, .prev = cell->prev, .first = cell, .last = parent->last};
    if (row->prev)
        row->prev->next = row;
    else
        parent->first = row;
    parent->last = row;
    cell->prev = NULL;
    for (; cell; cell = cell->next)
        cell->parent = row;
}

static bool is_blank(struct str s)
{
    size_t i = 0;
    while (i < s.n && is_space(s.s[i]))
        i++;
    return i == s.n;
}

/* Rows and cells outside their table, and what a table may not hold, are moved about by rules that only the page parser
 * knows (HTML's foster parenting). */
static bool is_in_place(const struct node *n)
{
    enum tag parent = n->parent->tag, tag = n->tag;
    if (tag == T_TD || tag == T_TH)
        return parent == T_TR;
    if (tag == T_TR)
        return holds_rows(parent);
    if (is_part(tag))
        return parent == T_TABLE || (tag == T_COL && parent == T_COLGROUP);
    return !(holds_rows(parent) || parent == T_TR || parent == T_COLGROUP) || (tag == T_TEXT && is_blank(n->text));
}

static bool complete_tables(struct fragment *f)
{
    for (struct node *n = f->d->root->first; n; n = dom_next(f->d->root, n)) {
        if ((n->tag == T_TD || n->tag == T_TH) && holds_rows(n->parent->tag))
            imply_row(f, n);
        if (!is_in_place(n))
            return false;
    }
    return true;
}

/* ---- what tidy tells */

static void on_text(struct tidy_to *to, struct str s)
{
    struct fragment *f = (struct fragment *)to;
    if (!f->run.n) {
        f->run = s;
    } else if (f->run.s + f->run.n == s.s) {
        f->run.n += s.n;
    } else {
        if (f->run.s != f->gathered.p) {
            buf_clear(&f->gathered);
            buf_str(&f->gathered, f->run);
        }
        buf_str(&f->gathered, s);
        f->run = buf_view(&f->gathered);
    }
}

/* A tag: the text before it is complete. */
static void end_run(struct fragment *f)
{
    struct str s = f->run;
    bool at_pre = f->at_pre;
    f->run.n = 0;
    f->at_pre = false;
    if (at_pre && s.n && s.s[0] == '\n') /* the line break behind <pre> is not part of it */
        s = str_sub(s, 1, s.n);
    if (!s.n)
        return;
    if (f->run.s == f->gathered.p)
        s = str_dup(f->a, s);
    struct node *n = node_new(f, T_TEXT);
    n->text = straight_text(f->a, resolved(f, s, false));
    dom_append(f->open[f->depth], n);
}

static void on_start(struct tidy_to *to, enum tag tag, const struct attribute_value *attrs, size_t count)
{
    struct fragment *f = (struct fragment *)to;
    end_run(f);
    if (tag == T_HTML || tag == T_HEAD || tag == T_BODY || tag == T_SCRIPT)
        return;
    struct node *n = node_new(f, tag);
    if (count)
        n->attrs = arena_room(f->a, count * sizeof *attrs);
    for (; n->attr_count < count; attrs++)
        n->attrs[n->attr_count++] =
            (struct attribute_value){attrs->name, attrs->value.s ? resolved(f, attrs->value, true) : str_lit("")};
    f->tables |= is_of_table(tag);
    f->at_pre = tag == T_PRE;
    dom_append(f->open[f->depth], n);
    if (tidy_opens(tag))
        f->open[++f->depth] = n;
}

static void on_end(struct tidy_to *to, enum tag tag)
{
    struct fragment *f = (struct fragment *)to;
    if (tag == T_SCRIPT) { /* its raw text is nothing a fragment shows */
        f->run.n = 0;
        return;
    }
    end_run(f);
    f->depth--;
}

static void on_take_back(struct tidy_to *to, size_t inner)
{
    struct fragment *f = (struct fragment *)to;
    struct node **n = &f->open[f->depth - inner];
    (*n)->flags |= NODE_GONE;
    f->taken_back = true;
    f->depth--;
    memmove(n, n + 1, inner * sizeof *n);
}

/* Outermost first, so that nothing moves more than once, however many of them it stands in. */
static void unwrap_taken_back(struct fragment *f)
{
    for (struct node *n = f->d->root->first, *next; n; n = next) {
        next = dom_next(f->d->root, n);
        if (n->flags & NODE_GONE) {
            dom_unwrap(n);
            f->d->nodes--;
        }
    }
}

void fragment_parse(struct arena *a, struct str html, struct dom *out)
{
    struct fragment f; /* but for the stack, which is most of it and written before it is read */
    memset(&f, 0, offsetof(struct fragment, open));
    f.to = (struct tidy_to){on_text, on_start, on_end, on_take_back};
    f.a = a;
    f.d = out;
    *out = (struct dom){.root = arena_new(a, struct node)};
    out->root->tag = T_OTHER;
    f.open[0] = out->root;
    buf_init(&f.gathered, html.n * 6 + 4096); /* the escapes tidy adds are bounded by what it reads */
    out->flattened = html_tidy_to(html, &f.to);
    end_run(&f);
    buf_end(&f.gathered);
    if (f.taken_back)
        unwrap_taken_back(&f);
    if (f.strange || (f.tables && !complete_tables(&f)))
        dom_parse_fragment(a, html, out);
}
