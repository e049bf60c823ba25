/* Where on the page the article is.
 *
 * 1. Measure: for every element the text below it, how much of it is links, and how much stands in blocks that read
 * like paragraphs ("prose").
 * 2. Set aside what the page itself calls furniture (block_use), unless most of the page's prose is in it: class names
 * lie.
 * 3. Take the block that is named or marked as the article's body when it holds most of the prose; otherwise go down
 * from <body> as long as one child holds nearly all of it.
 * 4. Inside, drop link lists, share bars, labels, credits, related boxes and pitches, by link density and by wording.
 */
#include "ingest/page.h"

#include "base/utf8.h"
#include "ingest/phrases.h"
#include <string.h>

struct stat {
    uint32_t own, own_link; /* inline text of this block itself */
    uint32_t text, link;    /* all text below */
    uint32_t raw, prose;    /* text in paragraphs: before and after furniture was set aside */
    uint32_t sentences;     /* full stops and commas in own text */
    enum block_use use;
};

static struct stat *stat_of(const struct node *n)
{
    return n->extra;
}

static bool is_block(const struct node *n)
{
    return (tag_flags(n->tag) & TAG_BLOCK) != 0 || n->tag == T_BODY;
}

/* ---- 1. measuring */

/* Characters that show, white space counted once; sentence marks beside. */
static uint32_t visible(struct str s, uint32_t *marks)
{
    uint32_t n = 0;
    bool gap = true;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.s[i];
        if (c <= ' ') {
            n += !gap;
            gap = true;
            continue;
        }
        gap = false;
        if ((c & 0xC0) != 0x80)
            n += c >= 0xE3 && c <= 0xED ? 2 : 1; /* a CJK character says as much as two letters and more */
        if (c == ',' || c == '.' || c == ';' || c == '?' || c == '!' || c == 0xE3)
            (*marks)++;
    }
    return n;
}

static void measure(struct arena *a, struct node *n, struct node *block, bool link)
{
    struct stat *s = n->extra = arena_new(a, struct stat);
    bool own_block = is_block(n) || n == block;
    if (own_block)
        block = n;
    if (n->tag == T_A && node_has(n, A_HREF))
        link = true;
    for (struct node *c = n->first; c; c = c->next) {
        if (c->tag == T_TEXT) {
            uint32_t marks = 0, k = visible(c->text, &marks);
            struct stat *b = stat_of(block);
            b->own += k;
            b->sentences += marks;
            s->text += k;
            if (link) {
                b->own_link += k;
                s->link += k;
            }
            continue;
        }
        if (c->flags & NODE_GONE)
            continue;
        measure(a, c, block, link);
        struct stat *k = stat_of(c);
        s->text += k->text;
        s->link += k->link;
        s->raw += k->raw;
    }
}

/* Own text that reads like a paragraph. */
static uint32_t prose_of(const struct node *n)
{
    const struct stat *s = stat_of(n);
    if (!is_block(n) || (tag_flags(n->tag) & TAG_HEADING) || n->tag == T_FIGCAPTION || n->tag == T_ADDRESS)
        return 0;
    if (s->own < 50 || s->own_link * 2 > s->own || s->sentences < 1)
        return 0;
    if (s->own < 80 && s->sentences < 2)
        return 0;
    uint32_t words = s->own - s->own_link;
    return n->tag == T_LI || n->tag == T_TD || n->tag == T_DD ? words / 2 : words;
}

static void sum_raw(struct node *n)
{
    struct stat *s = stat_of(n);
    s->raw = prose_of(n);
    for (struct node *c = n->first; c; c = c->next)
        if (c->tag != T_TEXT && !(c->flags & NODE_GONE)) {
            sum_raw(c);
            s->raw += stat_of(c)->raw;
        }
}

/* ---- 2. furniture */

static bool never_body(const struct node *n)
{
    switch (n->tag) {
    case T_NAV:
    case T_BUTTON:
    case T_OPTION:
    case T_OPTGROUP:
    case T_INPUT:
    case T_LABEL:
    case T_SCRIPT:
    case T_LEGEND:
    case T_MENU:
        return true;
    default:
        return false;
    }
}

static void set_aside(struct node *n, uint32_t total)
{
    for (struct node *c = n->first; c; c = c->next) {
        if (c->tag == T_TEXT || (c->flags & NODE_GONE))
            continue;
        struct stat *s = stat_of(c);
        if (never_body(c) || (c->attr_count && node_hidden(c) && s->raw * 2 < total)) {
            c->flags |= NODE_GONE;
            continue;
        }
        s->use = c->attr_count || c->tag == T_FOOTER || c->tag == T_FIGCAPTION ? block_use(c) : USE_UNKNOWN;
        bool main_part = s->raw * 5 > total * 2; /* it holds the article, whatever it is called */
        bool inline_text = !is_block(c) && c->tag != T_OTHER && c->tag != T_SPAN;
        if (!main_part && !inline_text && (s->use == USE_FURNITURE || s->use == USE_COMMENTS)) {
            c->flags |= NODE_GONE;
            continue;
        }
        if (c->tag == T_ASIDE && !main_part && (s->link * 3 > s->text || s->raw * 10 < total)) {
            c->flags |= NODE_GONE;
            continue;
        }
        set_aside(c, total);
    }
}

static void sum_prose(struct node *n)
{
    struct stat *s = stat_of(n);
    s->prose = prose_of(n);
    for (struct node *c = n->first; c; c = c->next)
        if (c->tag != T_TEXT && !(c->flags & NODE_GONE)) {
            sum_prose(c);
            s->prose += stat_of(c)->prose;
        }
}

/* ---- 3. the container */

/* The block that names itself the body, or is <article> or <main>, and holds most of the prose; the innermost of a
 * kind. */
static struct node *named_body(struct node *top, uint32_t total)
{
    struct node *best = NULL;
    uint32_t best_prose = 0;
    for (struct node *n = dom_next(top, top); n;) {
        if (n->tag == T_TEXT || (n->flags & NODE_GONE) || stat_of(n)->prose * 2 < total) {
            n = dom_skip(top, n);
            continue;
        }
        if (stat_of(n)->use == USE_BODY && stat_of(n)->prose * 10 >= best_prose * 9) {
            best = n;
            best_prose = stat_of(n)->prose;
        }
        n = dom_next(top, n);
    }
    return best;
}

static struct node *dominant(struct node *top)
{
    struct node *n = top;
    for (;;) {
        struct node *next = NULL;
        for (struct node *c = n->first; c; c = c->next)
            if (c->tag != T_TEXT && !(c->flags & NODE_GONE) && stat_of(c)->prose * 100 >= stat_of(n)->prose * 75 &&
                (!next || stat_of(c)->prose > stat_of(next)->prose))
                next = c;
        if (!next || next->tag == T_P || next->tag == T_PRE || next->tag == T_LI || next->tag == T_BLOCKQUOTE ||
            !is_block(next))
            return n;
        n = next;
    }
}

/* ---- 4. cleaning */

struct cleaner {
    struct page *p;
    struct node *top;
    uint32_t total;
    struct str title;
    bool started; /* a paragraph was seen */
    bool ended;   /* what follows is no longer the article */
};

/* All the text of an element without blocks inside; NULL text when it is long. */
static bool leaf(const struct node *n)
{
    for (const struct node *k = dom_next(n, n); k; k = dom_next(n, k))
        if (k->tag != T_TEXT && is_block(k) && !(k->flags & NODE_GONE) && stat_of(k)->text)
            return false;
    return true;
}

static void gone(struct node *n)
{
    n->flags |= NODE_GONE;
}

static bool link_list(const struct node *n)
{
    const struct stat *s = stat_of(n);
    return s->text && s->link * 10 > s->text * 6;
}

static void drop_section(struct node *heading)
{
    gone(heading);
    for (struct node *s = heading->next; s; s = s->next) {
        if (s->tag == T_TEXT)
            continue;
        if ((tag_flags(s->tag) & TAG_HEADING) || stat_of(s)->prose > 100)
            break;
        gone(s);
    }
}

static void clean_leaf(struct cleaner *c, struct node *n)
{
    struct stat *s = stat_of(n);
    struct page *p = c->p;
    if (s->text > 400) {
        c->started = true;
        return;
    }
    struct str text = dom_text(p->a, n, 1200);
    if (!text.n)
        return;
    if (c->ended) {
        gone(n);
        return;
    }
    bool heading = (tag_flags(n->tag) & TAG_HEADING) != 0;
    if (!c->started && c->title.n && (str_eq(phrase_key(p->a, text), c->title))) {
        gone(n);
        return;
    }
    enum noise noise = s->text <= 240 ? phrase_noise(p->a, text) : NOISE_NONE;
    if (noise == NOISE_SECTION) {
        drop_section(n);
        return;
    }
    if (noise != NOISE_NONE) {
        gone(n);
        return;
    }
    if (s->use == USE_BYLINE && s->text < 200 && !s->prose) {
        gone(n);
        return;
    }
    struct str credit;
    if (s->text < 160 && phrase_credit(p->a, text, &credit) && !heading) {
        vec_add(p->a, &p->captions, credit);
        gone(n);
        return;
    }
    if (!c->started && s->text < 160 && !heading) { /* between title and first paragraph */
        struct date_line d;
        struct strs names = {0};
        if (phrase_dates(p->a, text, p->zone, &d) || phrase_byline(p->a, text, &names) ||
            (p->art->authors.n && strs_ihas(&p->art->authors, text))) {
            gone(n);
            return;
        }
    }
    if (phrase_pitch(p->a, text) >= 3 && s->text < 400) {
        gone(n);
        return;
    }
    if (stat_of(n)->prose)
        c->started = true;
}

static void clean(struct cleaner *c, struct node *n)
{
    for (struct node *k = n->first, *next; k; k = next) {
        next = k->next;
        if (k->tag == T_TEXT || (k->flags & NODE_GONE))
            continue;
        struct stat *s = stat_of(k);
        if (!is_block(k) && k->tag != T_OTHER && k->tag != T_SPAN) {
            continue;
        }
        if (s->use == USE_CAPTION && s->prose * 4 < c->total) {
            struct str text = dom_text(c->p->a, k, 1000);
            if (text.n)
                vec_add(c->p->a, &c->p->captions, text);
            gone(k);
            continue;
        }
        if (s->text && (k->tag == T_UL || k->tag == T_OL || k->tag == T_DL) && link_list(k)) {
            gone(k);
            continue;
        }
        if (k->tag == T_TABLE && link_list(k)) {
            gone(k);
            continue;
        }
        if ((k->tag == T_DIV || k->tag == T_SECTION || k->tag == T_ASIDE || k->tag == T_FORM || k->tag == T_FIELDSET) &&
            !s->prose && s->text && s->link * 2 > s->text) {
            gone(k);
            continue;
        }
        if (leaf(k)) {
            if (is_block(k))
                clean_leaf(c, k);
            continue;
        }
        clean(c, k);
    }
}

/* Headings with nothing under them. */
static void drop_bare_headings(struct node *top)
{
    struct node *last = NULL;
    for (struct node *n = dom_next(top, top); n;) {
        if (n->flags & NODE_GONE) {
            n = dom_skip(top, n);
            continue;
        }
        if (n->tag == T_TEXT) {
            if (last && str_trim(n->text).n)
                last = NULL;
        } else if (tag_flags(n->tag) & TAG_HEADING) {
            if (last && last->tag == n->tag)
                gone(last);
            last = n;
            n = dom_skip(top, n);
            continue;
        }
        n = dom_next(top, n);
    }
    if (last)
        gone(last);
}

/* A paragraph that the layout broke: the second part goes on in lower case. */
static void join_broken(struct arena *a, struct node *top)
{
    struct node *last = NULL;
    for (struct node *n = dom_next(top, top); n;) {
        if (n->flags & NODE_GONE) {
            n = dom_skip(top, n);
            continue;
        }
        if (n->tag != T_P) {
            if (is_block(n) && n->tag != T_DIV && n->tag != T_SECTION)
                last = NULL;
            n = dom_next(top, n);
            continue;
        }
        struct node *after = dom_skip(top, n);
        struct str text = dom_text(a, n, 1u << 16);
        if (text.n) {
            if (last && starts_lower(text)) {
                struct str before = dom_text(a, last, 1u << 16);
                if (before.n > 40 && !ends_sentence(before)) {
                    struct node *space = arena_new(a, struct node);
                    space->tag = T_TEXT;
                    space->text = str_lit(" ");
                    space->parent = last;
                    space->prev = last->last;
                    if (last->last)
                        last->last->next = space;
                    last->last = space;
                    for (struct node *k = n->first; k; k = k->next)
                        k->parent = last;
                    space->next = n->first;
                    if (n->first)
                        n->first->prev = space;
                    last->last = n->last;
                    n->first = n->last = NULL;
                    gone(n);
                    n = after;
                    continue;
                }
            }
            last = n;
        }
        n = after;
    }
}

struct node *page_body(struct page *p)
{
    struct node *top = p->body;
    measure(p->a, top, top, false);
    sum_raw(top);
    uint32_t total = stat_of(top)->raw;
    set_aside(top, total);
    sum_prose(top);
    total = stat_of(top)->prose;
    if (!stat_of(top)->text)
        return NULL;
    struct node *found = total ? named_body(top, total) : NULL;
    if (!found)
        found = dominant(top);
    struct cleaner c = {.p = p, .top = found, .total = stat_of(found)->prose, .title = phrase_key(p->a, p->art->title)};
    clean(&c, found);
    drop_bare_headings(found);
    join_broken(p->a, found);
    return found;
}
