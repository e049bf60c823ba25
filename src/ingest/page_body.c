/* Where on the page the article is.
 *
 * 1. Measure: for every element the text below it, how much of it is links, and how much stands in blocks that read
 * like paragraphs ("prose").
 * 2. Set aside what the page itself calls furniture (block_use), unless most of the page's prose is in it: class names
 * lie.
 * 3. Take the block that is named or marked as the article's body; otherwise go down from <article>, <main> or <body>
 * as long as one child holds nearly all of the prose.
 * 4. Inside, page_clean drops link lists, share bars, labels, credits, related boxes and pitches.
 * 5. When that left next to nothing, once more without trusting names. */
#include "ingest/page.h"

#include "ingest/page_body.h"

static bool is_block(const struct node *n)
{
    return node_is_block(n);
}

/* ---- 1. measuring */

/* Does a sentence or a part of one end here, in writing whose marks are not ASCII: Arabic, Urdu, Hindi, Burmese? Han
 * and kana texts have their marks, and much else, behind 0xE3. */
static bool is_mark(const unsigned char *p, size_t left)
{
    if (left >= 2 && (p[0] == 0xD8 || p[0] == 0xDB))
        return (p[0] == 0xD8 && (p[1] == 0x8C || p[1] == 0x9B || p[1] == 0x9F)) || (p[0] == 0xDB && p[1] == 0x94);
    if (left >= 3 && p[0] == 0xE0 && p[1] == 0xA5)
        return p[2] == 0xA4 || p[2] == 0xA5;
    return p[0] == 0xE3 || (left >= 3 && p[0] == 0xE1 && p[1] == 0x81 && (p[2] == 0x8A || p[2] == 0x8B));
}

/* Characters that show, white space counted once; sentence marks beside. Thai, Lao and Khmer have no marks: there a
 * space is one. */
static uint32_t visible(struct str s, uint32_t *marks)
{
    uint32_t n = 0;
    bool gap = true, unspaced = false;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.s[i];
        if (c <= ' ') {
            n += !gap;
            *marks += !gap && unspaced;
            gap = true;
            continue;
        }
        gap = false;
        if (c == 0xE0 || c == 0xE1)
            unspaced =
                i + 1 < s.n && ((c == 0xE0 && (unsigned char)s.s[i + 1] >= 0xB8 && (unsigned char)s.s[i + 1] <= 0xBB) ||
                                (c == 0xE1 && (unsigned char)s.s[i + 1] >= 0x9E && (unsigned char)s.s[i + 1] <= 0x9F));
        else if ((c & 0xC0) != 0x80)
            unspaced = false;
        if ((c & 0xC0) != 0x80)
            n += c >= 0xE3 && c <= 0xED ? 2 : 1; /* a CJK character says as much as two letters and more */
        if (c == ',' || c == '.' || c == ';' || c == '?' || c == '!' ||
            (c >= 0xD8 && is_mark((const unsigned char *)s.s + i, s.n - i)))
            (*marks)++;
    }
    *marks += unspaced; /* the end of it */
    return n;
}

static void measure(struct arena *a, struct node *n, struct node *block, bool link)
{
    struct stat *s = n->extra = arena_new(a, struct stat);
    if (is_block(n) || n == block)
        block = n;
    if (n->tag == T_A && node_has(n, A_HREF))
        link = true;
    for (struct node *c = n->first; c; c = c->next) {
        if (c->tag == T_TEXT) {
            uint32_t marks = 0, k = visible(c->text, &marks);
            struct stat *b = stat_of(block);
            b->own += k;
            b->marks += marks;
            s->text += k;
            if (link) {
                b->own_link += k;
                s->link += k;
            }
            continue;
        }
        if (c->tag == T_SCRIPT) {
            c->flags |= NODE_GONE;
            continue;
        }
        measure(a, c, block, link);
        s->text += stat_of(c)->text;
        s->link += stat_of(c)->link;
    }
}

/* Own text that reads like a paragraph. */
static uint32_t prose_of(const struct node *n)
{
    const struct stat *s = stat_of(n);
    if (!is_block(n) || (tag_flags(n->tag) & TAG_HEADING) || n->tag == T_FIGCAPTION || n->tag == T_ADDRESS)
        return 0;
    if (s->own < 50 || s->own_link * 2 > s->own || s->marks < 1 || (s->own < 80 && s->marks < 2))
        return 0;
    uint32_t words = s->own - s->own_link;
    return n->tag == T_LI || n->tag == T_TD || n->tag == T_DD ? words / 2 : words;
}

static uint32_t sum(struct node *n, bool first)
{
    uint32_t prose = prose_of(n);
    for (struct node *c = n->first; c; c = c->next)
        if (c->tag != T_TEXT && !(c->flags & NODE_GONE))
            prose += sum(c, first);
    if (first)
        stat_of(n)->raw = prose;
    return stat_of(n)->prose = prose;
}

/* ---- 2. furniture */

static bool never_body(const struct node *n)
{
    switch (n->tag) {
    case T_BUTTON:
    case T_OPTION:
    case T_OPTGROUP:
    case T_INPUT:
    case T_LABEL:
    case T_LEGEND:
        return true;
    default:
        return false;
    }
}

/* Does the block's name send it away, given how much of the page's prose is in it? What holds the article stays,
 * whatever it is called. */
static bool is_furniture(const struct node *n, uint32_t total, bool strict)
{
    const struct stat *s = stat_of(n);
    bool half = s->raw * 5 > total * 2, nearly_all = s->raw * 10 > total * 9;
    switch (s->use) {
    case USE_NEVER:
    case USE_COMMENTS:
        return !nearly_all || (strict && n->tag == T_NAV);
    case USE_FURNITURE:
        return strict && !half && n->tag != T_BLOCKQUOTE; /* a quoted post from elsewhere is part of the story */
    default:
        return strict && n->tag == T_ASIDE && !half && (s->link * 3 > s->text || s->raw * 10 < total);
    }
}

static void set_aside(struct node *n, uint32_t total, bool strict)
{
    for (struct node *c = n->first; c; c = c->next) {
        if (c->tag == T_TEXT || (c->flags & NODE_GONE))
            continue;
        struct stat *s = stat_of(c);
        if (never_body(c) || (c->attr_count && node_hidden(c) && s->raw * 2 < total)) {
            c->flags |= NODE_GONE | NODE_SHUT;
            continue;
        }
        bool inline_text = !is_block(c) && c->tag != T_OTHER && c->tag != T_SPAN;
        s->use = inline_text ? USE_UNKNOWN : block_use(c);
        if (is_furniture(c, total, strict))
            c->flags |= NODE_GONE | (s->use == USE_UNKNOWN ? 0 : NODE_SHUT);
        else
            set_aside(c, total, strict);
    }
}

/* ---- 3. the container */

static struct node *common(struct node *a, struct node *b)
{
    while (a && !dom_holds(a, b))
        a = a->parent;
    return a;
}

/* The next element in document order that is still there. */
static struct node *next_kept(const struct node *top, const struct node *n)
{
    struct node *k = n->flags & NODE_GONE ? dom_skip(top, n) : dom_next(top, n);
    while (k && (k->tag == T_TEXT || (k->flags & NODE_GONE)))
        k = dom_skip(top, k);
    return k;
}

/* The block that names itself the body: most of the prose is in it, or it is the only one of its kind. Of nested ones
 * the innermost that holds nearly all; of several with the same class the block around them. */
static struct node *named_body(struct node *top, uint32_t total)
{
    struct node *best = NULL;
    for (struct node *n = next_kept(top, top); n; n = next_kept(top, n)) {
        struct stat *s = stat_of(n);
        if (s->use != USE_BODY || !s->prose)
            continue;
        uint32_t b = best ? stat_of(best)->prose : 0;
        if (!best || (dom_holds(best, n) ? s->prose * 10 >= b * 9 : s->prose > b))
            best = n;
    }
    if (!best)
        return NULL;
    struct str class = node_attr(best, A_CLASS);
    uint32_t prose = stat_of(best)->prose, second = 0;
    struct node *around = best;
    for (struct node *n = next_kept(top, top); n; n = next_kept(top, n)) {
        struct stat *s = stat_of(n);
        if (n == best || s->use != USE_BODY || dom_holds(n, best) || dom_holds(best, n))
            continue;
        if (class.n && str_eq(class, node_attr(n, A_CLASS)) && s->prose * 10 > prose)
            around = common(around, n);
        else if (s->prose > second)
            second = s->prose;
    }
    if (around != best && stat_of(around)->prose * 2 >= total && stat_of(around)->prose < 4 * prose)
        return around;
    if (prose * 2 >= total || (prose * 7 >= total && second * 2 < prose && around == best))
        return best;
    return NULL;
}

/* The innermost <article> or <main> with most of the prose is where to begin looking. */
static struct node *start_of(struct node *top, uint32_t total)
{
    struct node *best = top;
    for (struct node *n = next_kept(top, top); n; n = next_kept(top, n))
        if ((n->tag == T_ARTICLE || n->tag == T_MAIN) && stat_of(n)->prose * 2 >= total && dom_holds(best, n))
            best = n;
    return best;
}

static struct node *dominant(struct node *n)
{
    for (;;) {
        struct node *next = NULL;
        for (struct node *c = n->first; c; c = c->next)
            if (c->tag != T_TEXT && !(c->flags & NODE_GONE) && stat_of(c)->prose * 100 >= stat_of(n)->prose * 85 &&
                (!next || stat_of(c)->prose > stat_of(next)->prose))
                next = c;
        if (!next || next->tag == T_P || next->tag == T_PRE || next->tag == T_LI || next->tag == T_BLOCKQUOTE ||
            !is_block(next))
            return n;
        n = next;
    }
}

/* ---- together */

static void forget(struct node *top)
{
    for (struct node *n = top; n; n = dom_next(top, n))
        if (n->tag != T_SCRIPT)
            n->flags = 0;
}

/* Text that is left below n. */
static uint32_t left(const struct node *n)
{
    uint32_t k = 0, marks = 0;
    for (const struct node *c = n->first; c; c = c->next)
        if (!(c->flags & NODE_GONE))
            k += c->tag == T_TEXT ? visible(c->text, &marks) : left(c);
    return k;
}

static struct node *attempt(struct page *p, bool strict, uint32_t *got)
{
    struct node *top = p->body;
    set_aside(top, stat_of(top)->raw, strict);
    uint32_t total = sum(top, false);
    struct node *found = total ? named_body(top, total) : NULL;
    if (!found)
        found = dominant(start_of(top, total));
    page_clean(p, found, strict);
    *got = left(found);
    return found;
}

/* The article around its body: what holds hardly more prose than the body itself. */
struct node *page_around(struct page *p, struct node *body)
{
    uint32_t raw = stat_of(body)->raw;
    for (int up = 0; up < 6 && body != p->body && body->parent; up++) {
        if (stat_of(body->parent)->raw * 2 > raw * 3 + 600 || body->tag == T_ARTICLE || body->tag == T_MAIN)
            break;
        body = body->parent;
    }
    return body;
}

struct node *page_body(struct page *p)
{
    struct node *top = p->body;
    measure(p->a, top, top, false);
    if (!stat_of(top)->text)
        return NULL;
    uint32_t raw = sum(top, true), first = 0, second = 0;
    struct node *found = attempt(p, true, &first);
    if (first < 300 && (raw > 2 * first || first < 100)) {
        forget(top);
        p->captions.n = 0;
        struct node *again = attempt(p, false, &second);
        if (second > first * 2)
            return again;
        forget(top);
        p->captions.n = 0;
        found = attempt(p, true, &first);
    }
    return found;
}
