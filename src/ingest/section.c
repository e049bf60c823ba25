#include "ingest/section.h"

#include "base/utf8.h"
#include "ingest/phrases.h"
#include <string.h>

#define WHY_MAX 12
#define ITEM_MAX 1200   /* bytes of one bullet */
#define INLINE_MAX 1500 /* bytes of a paragraph with a bold run-in */
#define BOX_MAX 2400    /* bytes of text in a box that is one section as a whole */
#define LABEL_MAX 100
#define NODES_MAX 400 /* looked through around a label; a hostile page has a million empty ones */
#define PARAGRAPHS_MAX 4

static bool is_block(const struct node *n)
{
    return (tag_flags(n->tag) & TAG_BLOCK) != 0;
}

static bool blank_text(const struct node *n)
{
    return n->tag == T_TEXT && str_trim(n->text).n == 0;
}

static struct node *next_element(const struct node *n)
{
    struct node *s = n->next;
    while (s && (blank_text(s) || s->tag == T_BR || s->tag == T_HR || s->tag == T_IMG || (s->flags & NODE_TAKEN)))
        s = s->next;
    return s;
}

/* The sign of a link to the heading itself ("#", "¶") says nothing. */
static bool says_something(struct str s)
{
    for (size_t i = 0; i < s.n;) {
        uint32_t c = utf8_next(s, &i);
        if ((c >= '0' && c <= '9') || utf8_is_letter(c))
            return true;
    }
    return false;
}

static bool has_text(const struct node *n)
{
    for (const struct node *k = n; k; k = dom_next(n, k))
        if (k->tag == T_TEXT && says_something(k->text))
            return true;
    return false;
}

/* Has the parent any text beside n? */
static bool alone_in_parent(const struct node *n)
{
    const struct node *top = n->parent, *k = dom_next(top, top);
    for (int i = 0; k && i < NODES_MAX; i++) {
        if (k->tag == T_TEXT && k != n && says_something(k->text))
            return false;
        k = k == n ? dom_skip(top, k) : dom_next(top, k);
    }
    return !k;
}

static void add_one(struct arena *a, struct strs *why, struct str s)
{
    while (s.n && (s.s[0] == ':' || s.s[0] == '-' || s.s[0] == '|' || s.s[0] == '.' || (unsigned char)s.s[0] <= ' ' ||
                   str_starts(s, "—") || str_starts(s, "–") || str_starts(s, "•")))
        s = str_sub(s, (unsigned char)s.s[0] == 0xE2 ? 3 : 1, s.n);
    s = utf8_line(a, s, ITEM_MAX);
    if (s.n > 3 && why->n < WHY_MAX && !strs_has(why, s))
        vec_add(a, why, s);
}

static const char bullet[] = "•";

static bool starts_with_bullet(struct str s)
{
    return str_starts(str_trim(s), bullet);
}

/* A paragraph of lines that begin with a bullet is a list without the mark-up of one. */
static void add(struct arena *a, struct strs *why, struct str s)
{
    struct str rest = str_trim(s), other = str_sub(rest, sizeof bullet - 1, rest.n);
    size_t next;
    while (str_starts(rest, bullet) && (next = str_find(other, str_c(bullet))) != STR_NONE) {
        add_one(a, why, str_sub(other, 0, next));
        rest = str_sub(other, next, other.n);
        other = str_sub(rest, sizeof bullet - 1, rest.n);
    }
    add_one(a, why, rest);
}

static struct node *list_in(struct node *n)
{
    if (!n || n->tag == T_TEXT)
        return NULL;
    if (n->tag == T_UL || n->tag == T_OL)
        return n;
    /* a wrapper around nothing but the list */
    struct node *inner = NULL;
    for (struct node *c = n->first; c; c = c->next) {
        if (blank_text(c) || !has_text(c))
            continue;
        if (inner)
            return NULL;
        inner = c;
    }
    return inner && is_block(inner) ? list_in(inner) : NULL;
}

static bool take_list(struct arena *a, struct node *list, struct strs *why)
{
    size_t before = why->n;
    size_t items = 0, links = 0;
    for (struct node *li = list->first; li; li = li->next) {
        if (li->tag != T_LI)
            continue;
        items++;
        struct node *link = dom_find(li, T_A);
        links += link && dom_text(a, link, ITEM_MAX).n * 10 >= dom_text(a, li, ITEM_MAX).n * 9;
    }
    if (!items || items > 20 || links * 2 > items) /* a list of links is a menu */
        return false;
    for (struct node *li = list->first; li; li = li->next)
        if (li->tag == T_LI && !(li->flags & NODE_TAKEN))
            add(a, why, dom_text(a, li, ITEM_MAX));
    list->flags |= NODE_GONE | NODE_TAKEN;
    return why->n > before;
}

/* Paragraphs under a heading of their own. */
static bool take_paragraphs(struct arena *a, size_t all, struct node *label, struct strs *why)
{
    struct node *ps[8];
    size_t n = 0, bytes = 0;
    bool bullets = false, ends = false; /* at a heading or at the end of a box, not in the middle of the article */
    struct node *s = next_element(label);
    for (; s && n < 8; s = next_element(s)) {
        if ((tag_flags(s->tag) & TAG_HEADING) || (s->tag == T_DT && label->tag == T_DT)) {
            ends = true;
            break;
        }
        if (!is_block(s) || s->tag == T_FIGURE || s->tag == T_TABLE)
            break;
        struct str text = dom_text(a, s, INLINE_MAX);
        if (!text.n)
            continue;
        if (n && bullets && !starts_with_bullet(text)) { /* the list is over */
            ends = true;
            break;
        }
        bullets = starts_with_bullet(text);
        ps[n++] = s;
        bytes += text.n;
    }
    if (!s)
        ends = true;
    if (!n)
        return false;
    /* a short article is not all reasons: then the first paragraph is the one */
    bool whole = ends && n <= 4 && bytes <= BOX_MAX;
    if (whole && n > 1 && !bullets && all < 2 * bytes)
        n = 1;
    struct str first = dom_text(a, ps[0], INLINE_MAX);
    if (!whole && first.n > 900)
        return false;
    for (size_t i = 0; i < (whole ? n : 1); i++) {
        add(a, why, dom_text(a, ps[i], ITEM_MAX));
        if (whole)
            ps[i]->flags |= NODE_GONE | NODE_TAKEN;
    }
    if (whole)
        label->flags |= NODE_GONE | NODE_TAKEN;
    return true;
}

/* Text without a block of its own below the label: <summary>TL;DR</summary>It is so. Up to the next block or two line
 * breaks. */
static bool take_run(struct arena *a, struct node *label, struct node *first, struct strs *why)
{
    enum { NODES = 40 };
    struct node *end = first;
    struct str all = {0};
    int nodes = 0, breaks = 0;
    for (; end && breaks < 2 && !is_block(end); end = end->next) {
        if (++nodes > NODES || all.n > ITEM_MAX)
            return false;
        breaks = end->tag == T_BR ? breaks + 1 : blank_text(end) ? breaks : 0;
        struct str one = end->tag == T_TEXT ? end->text : dom_text(a, end, INLINE_MAX);
        all = str_fmt(a, STR_FMT "%s" STR_FMT, STR_ARG(all), end->tag == T_BR ? " " : "", STR_ARG(one));
    }
    size_t before = why->n;
    if (str_trim(all).n >= 12 && all.n <= ITEM_MAX)
        add(a, why, all);
    if (why->n == before)
        return false;
    for (struct node *n = first; n != end; n = n->next)
        n->flags |= NODE_GONE | NODE_TAKEN;
    label->flags |= NODE_GONE | NODE_TAKEN;
    return true;
}

/* The label stands alone in its block: what belongs to it comes next. */
static bool take_below(struct arena *a, const struct node *top, size_t all, struct node *label, enum why_phrase kind,
                       struct strs *why)
{
    for (int up = 0; up < 4 && label != top; up++) {
        struct node *next = next_element(label), *list = list_in(next);
        if (list) {
            if (!take_list(a, list, why))
                return false;
            label->flags |= NODE_GONE | NODE_TAKEN;
            if (next != list)
                next->flags |= NODE_GONE | NODE_TAKEN;
            return true;
        }
        if (next && kind == WHY_YES && is_block(label) && !is_block(next))
            return take_run(a, label, next, why);
        if (next && kind == WHY_YES)
            return take_paragraphs(a, all, label, why);
        if (next || !label->parent || label->parent == top || !alone_in_parent(label))
            return false;
        label = label->parent;
    }
    return false;
}

static bool sets_apart(enum tag t)
{
    return t == T_STRONG || t == T_B || t == T_EM || t == T_SPAN || t == T_U || t == T_I || t == T_MARK ||
           t == T_FONT || t == T_BIG || t == T_SMALL;
}

/* In letters of its own, or on a line of its own: "Why it matters:<br>". */
static bool is_set_apart(const struct node *text)
{
    return sets_apart(text->parent->tag) ||
           (str_ends(str_trim(text->text), ":") && text->next && text->next->tag == T_BR);
}

static bool begins(const struct node *block, const struct node *text)
{
    const struct node *k = block;
    for (int i = 0; k != text && i < NODES_MAX; i++, k = dom_next(block, k))
        if (k->tag == T_TEXT && str_trim(k->text).n)
            return false;
    return k == text;
}

/* "<b>Why it </b><b>matters:</b> It is so": a label in pieces, as editors leave them. */
static enum why_phrase in_pieces(struct arena *a, const struct node *block, const struct node *text, struct str *rest)
{
    if (!(sets_apart(text->parent->tag) && text->parent->next) || text->text.n > LABEL_MAX || !begins(block, text))
        return WHY_NO;
    struct str opening = dom_text(a, block, LABEL_MAX);
    if (opening.n <= str_trim(text->text).n || phrase_why(a, opening, rest) == WHY_NO)
        return WHY_NO;
    return phrase_why(a, dom_text(a, block, INLINE_MAX), rest);
}

static struct node *block_of(const struct node *top, struct node *n)
{
    while (n != top && !is_block(n))
        n = n->parent;
    return n;
}

/* A block that the label ends: the blocks behind it in the same box are what it speaks of. */
static bool is_box(const struct node *block)
{
    return block->tag != T_P && !(tag_flags(block->tag) & TAG_HEADING);
}

/* An entry of a table of contents: the section that it leads to has the label once more. */
static bool leads_to_section(const struct node *block, const struct node *text)
{
    if (tag_flags(block->tag) & TAG_HEADING)
        return false;
    for (const struct node *n = text->parent; n != block; n = n->parent)
        if (n->tag == T_A && str_chr(node_attr(n, A_HREF), '#') != STR_NONE)
            return true;
    return false;
}

/* room: bytes of text in top, as far as it matters */
static bool take_at(struct arena *a, const struct node *top, size_t room, struct node *text, struct strs *why)
{
    struct str t = str_trim(text->text), rest;
    enum why_phrase kind = phrase_why(a, t, &rest);
    struct node *label = text, *block = block_of(top, text->parent);
    bool pieces = kind == WHY_NO;
    if (pieces && (block == top || (kind = in_pieces(a, block, text, &rest)) == WHY_NO))
        return false;
    if (!begins(block, text) || leads_to_section(block, text))
        return false;
    if (pieces)
        label = rest.n ? text : block;
    while (label->parent != top && alone_in_parent(label))
        label = label->parent;
    bool own_block = label == block || (is_block(label) && label != text);
    if (own_block && !rest.n)
        return take_below(a, top, room, label, kind, why);
    if (block == top)
        return false;
    if (is_box(block)) {
        /* <div><b>Key points</b><ul>...: a block follows inside the same box */
        struct node *inline_label = text;
        while (inline_label->parent != block)
            inline_label = inline_label->parent;
        struct node *next = next_element(inline_label), *list = list_in(next);
        if (list && !rest.n && take_list(a, list, why)) {
            inline_label->flags |= NODE_GONE | NODE_TAKEN;
            return true;
        }
    }
    if (!rest.n && (kind != WHY_YES || !is_set_apart(text)))
        return false;
    /* the whole paragraph, without the label */
    struct str all = dom_text(a, block, INLINE_MAX);
    struct str said = pieces || (rest.n && text->parent == block && !next_element(text)) ? rest : (struct str){NULL, 0};
    size_t k = str_find(all, t);
    if (!said.s && k != STR_NONE)
        said = str_sub(all, k + t.n - rest.n, all.n);
    else if (!said.s) /* its spaces are others */
        phrase_why(a, all, &said);
    if (kind == WHY_LIST_ONLY || all.n >= INLINE_MAX || str_trim(said).n < 12)
        return false;
    size_t before = why->n;
    add(a, why, said);
    if (why->n > before)
        block->flags |= NODE_GONE | NODE_TAKEN;
    return true;
}

/* A box of a few paragraphs, or of text, and nothing else. */
static bool take_box(struct arena *a, size_t all, struct node *box, struct strs *why)
{
    size_t n = 0, before = why->n;
    bool run = false;
    for (const struct node *p = box->first; p; p = p->next) {
        if (p->tag == T_P ? ++n > PARAGRAPHS_MAX : is_block(p))
            return false;
        run |= p->tag != T_P && has_text(p);
    }
    struct str text = dom_text(a, box, BOX_MAX);
    if ((run && n) || text.n >= BOX_MAX || all < 2 * text.n)
        return false;
    if (run)
        add(a, why, text);
    for (struct node *p = box->first; p; p = p->next)
        if (p->tag == T_P)
            add(a, why, dom_text(a, p, ITEM_MAX));
    if (why->n == before)
        return false;
    box->flags |= NODE_GONE | NODE_TAKEN;
    return true;
}

/* <section aria-label="Key points"><ul>...: the label is not to be seen, and says it all the same. */
static void take_labelled(struct arena *a, size_t all, struct node *box, struct strs *why)
{
    struct str label = node_attr(box, A_ARIA_LABEL), rest;
    enum why_phrase kind = label.n && label.n < LABEL_MAX ? phrase_why(a, label, &rest) : WHY_NO;
    struct node *list = kind == WHY_NO ? NULL : list_in(box);
    if (list ? take_list(a, list, why) : kind == WHY_YES && take_box(a, all, box, why))
        box->flags |= NODE_GONE | NODE_TAKEN;
}

/* <button>Key points</button><div><ul>..., <fieldset><legend>Why it matters</legend>...: parts of forms, elsewhere no
 * text, here a label. */
static void take_control(struct arena *a, const struct node *top, size_t all, struct node *n, struct strs *why)
{
    struct str label = dom_text(a, n, LABEL_MAX), rest;
    enum why_phrase kind = phrase_why(a, label, &rest);
    if (kind == WHY_NO || rest.n)
        return;
    if (n->tag != T_BUTTON) {
        take_below(a, top, all, n, kind, why);
        return;
    }
    while (n->parent != top && alone_in_parent(n))
        n = n->parent;
    struct node *next = next_element(n), *list = list_in(next);
    bool box = next && kind == WHY_YES && is_block(next);
    if (list ? take_list(a, list, why) : box && take_box(a, all, next, why))
        n->flags |= NODE_GONE | NODE_TAKEN;
}

void take_why_sections(struct arena *a, struct node *top, struct strs *why)
{
    struct node *n = dom_next(top, top);
    size_t all = dom_text(a, top, 4 * BOX_MAX).n;
    while (n && why->n < WHY_MAX) {
        if (n->flags & (NODE_TAKEN | NODE_SHUT)) {
            if ((n->tag == T_BUTTON || n->tag == T_LEGEND || n->tag == T_LABEL) && !(n->flags & NODE_TAKEN))
                take_control(a, top, all, n, why);
            n = dom_skip(top, n);
            continue;
        }
        if (n->tag == T_TEXT && n->text.n >= 3 && n->text.n < INLINE_MAX && str_trim(n->text).n >= 3)
            take_at(a, top, all, n, why);
        else if (n->tag != T_TEXT && n->attr_count)
            take_labelled(a, all, n, why);
        n = (n->flags & NODE_TAKEN) ? dom_skip(top, n) : dom_next(top, n);
    }
}
