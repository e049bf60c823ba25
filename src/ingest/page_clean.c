/* Inside the article's block: what is not the article, by link density, by names and by wording. */
#include "ingest/page_body.h"

#include "base/utf8.h"
#include "ingest/phrases.h"

struct cleaner {
    struct page *p;
    struct node *top;
    uint32_t total; /* prose in top */
    uint32_t seen;  /* of it, so far */
    struct str title;
    bool strict;
    bool listicle; /* most of the prose stands beside pictures */
    bool ended;    /* what follows is no longer the article */
};

static void gone(struct node *n)
{
    n->flags |= NODE_GONE;
}

/* No block inside that holds text. */
static bool leaf(const struct node *n)
{
    for (const struct node *k = dom_next(n, n); k; k = dom_next(n, k))
        if (k->tag != T_TEXT && node_is_block(k) && !(k->flags & NODE_GONE) && stat_of(k)->text)
            return false;
    return true;
}

static bool mostly_links(const struct node *n)
{
    const struct stat *s = stat_of(n);
    return s->text && s->link * 10 > s->text * 6;
}

/* A heading of something else, with what stands under it. */
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

static void caption(struct cleaner *c, struct str text)
{
    if (text.n && c->p->captions.n < 50)
        vec_add(c->p->a, &c->p->captions, text);
}

/* Between the title and the first paragraph: dates, names, the title again. */
static bool is_head_line(struct cleaner *c, struct str text)
{
    struct page *p = c->p;
    struct date_line d;
    struct strs names = {0};
    return (c->title.n && str_eq(phrase_key(p->a, text), c->title)) || phrase_dates(p->a, text, p->zone, &d) ||
           phrase_byline(p->a, text, &names) || strs_ihas(&p->art->authors, text) || phrase_is_section(p->a, text);
}

/* "Read more: The other story": a label and a link, nothing said about this one. */
static bool is_pointer(const struct node *n, struct str text)
{
    const struct stat *s = stat_of(n);
    if (s->text > 260 || s->link * 10 < s->text * 6)
        return false;
    size_t colon = str_chr(text, ':');
    return s->link * 10 >= s->text * 9 || (colon != STR_NONE && colon < 45);
}

/* A pitch went: so does the heading that it had in its own box. */
static void drop_label(const struct cleaner *c, struct node *n)
{
    struct node *label = NULL;
    int children = 0; /* a box has few */
    if (n->parent == c->top)
        return;
    for (struct node *k = n->parent->first; k; k = k->next) {
        if (++children > 40)
            return;
        if ((k->flags & NODE_GONE) || (k->tag == T_TEXT ? !str_trim(k->text).n : !stat_of(k)->text))
            continue;
        if (label || !(tag_flags(k->tag) & TAG_HEADING))
            return;
        label = k;
    }
    if (label && label->tag != T_H1)
        gone(label);
}

static void clean_leaf(struct cleaner *c, struct node *n)
{
    struct stat *s = stat_of(n);
    struct page *p = c->p;
    if (!s->text)
        return;
    if (c->ended) {
        gone(n);
        return;
    }
    c->seen += s->prose;
    if (s->text > 400)
        return;
    bool heading = (tag_flags(n->tag) & TAG_HEADING) != 0;
    struct str text = dom_text(p->a, n, 1200), credit;
    enum noise noise = s->text <= 240 ? phrase_noise(p->a, text) : NOISE_NONE;
    if (noise == NOISE_SECTION)
        drop_section(n);
    else if (noise == NOISE_END && c->seen * 2 > c->total)
        c->ended = true, gone(n);
    else if (noise != NOISE_NONE)
        gone(n), drop_label(c, n);
    else if (!heading && s->text < 160 && phrase_credit(p->a, text, &credit))
        caption(c, credit), gone(n);
    else if (c->seen == 0 && s->text < 200 && is_head_line(c, text))
        gone(n);
    else if (!heading && n->tag != T_LI && n->tag != T_TD && is_pointer(n, text))
        gone(n);
    else if (phrase_pitch(p->a, text) >= 3)
        gone(n), drop_label(c, n);
}

/* A picture's block: its words are a caption. Told by its name, or by holding a picture and hardly anything else. */
static bool is_picture(const struct node *n, uint32_t total, bool listicle)
{
    const struct stat *s = stat_of(n);
    if (listicle && s->prose)
        return false;
    if (s->use == USE_CAPTION)
        return s->text < 700 && s->prose * 4 <= total;
    if (s->use != USE_PICTURE || s->text > 700 || s->prose * 4 > total)
        return false;
    return n->tag == T_FIGURE ? !dom_find(n, T_BLOCKQUOTE) && !dom_find(n, T_TABLE) && !dom_find(n, T_PRE)
                              : dom_find(n, T_IMG) != NULL;
}

/* A picture stays, its words go to the captions. */
static void take_picture(struct cleaner *c, struct node *n)
{
    caption(c, dom_text(c->p->a, n, 1000));
    if (!dom_find(n, T_IMG)) {
        gone(n);
        return;
    }
    for (struct node *k = dom_next(n, n); k; k = dom_next(n, k))
        if (k->tag == T_TEXT)
            gone(k);
}

static bool is_side_block(const struct cleaner *c, const struct node *n)
{
    const struct stat *s = stat_of(n);
    switch (n->tag) {
    case T_UL:
    case T_OL:
    case T_DL:
    case T_TABLE:
        return mostly_links(n);
    case T_HEADER: /* title, byline, date: the body does not begin before */
        return c->strict && s->prose * 5 < c->total;
    case T_FOOTER:
        return s->prose * 5 < c->total;
    case T_DIV:
    case T_SECTION:
    case T_ASIDE:
    case T_FORM:
    case T_FIELDSET:
        if (!s->prose && s->text && s->link * 2 > s->text)
            return true;
        return c->strict && s->use == USE_BYLINE && s->prose * 5 < c->total;
    case T_P:
    case T_SPAN:
    case T_ADDRESS:
        return c->strict && s->use == USE_BYLINE && s->prose * 5 < c->total && s->text < 250;
    default:
        return false;
    }
}

static void clean(struct cleaner *c, struct node *n)
{
    for (struct node *k = n->first; k; k = k->next) {
        if (k->tag == T_TEXT || (k->flags & NODE_GONE))
            continue;
        if (!node_is_block(k) && k->tag != T_OTHER && k->tag != T_SPAN)
            continue;
        struct stat *s = stat_of(k);
        if (!s->text)
            continue;
        if (is_picture(k, c->total, c->listicle))
            take_picture(c, k);
        else if (is_side_block(c, k))
            gone(k);
        else if (!leaf(k))
            clean(c, k);
        else if (node_is_block(k))
            clean_leaf(c, k);
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

/* Puts everything in `from` at the end of `to`, parted by a space. */
static void pour(struct arena *a, struct node *to, struct node *from)
{
    struct node *space = arena_new(a, struct node);
    *space = (struct node){.tag = T_TEXT, .text = str_lit(" "), .parent = to, .prev = to->last, .next = from->first};
    if (to->last)
        to->last->next = space;
    else
        to->first = space;
    for (struct node *k = from->first; k; k = k->next)
        k->parent = to;
    if (from->first)
        from->first->prev = space;
    to->last = from->last ? from->last : space;
    from->first = from->last = NULL;
    gone(from);
}

/* A sentence that the layout broke over two paragraphs: the second goes on in lower case. */
static void join_broken(struct arena *a, struct node *top)
{
    struct node *last = NULL;
    for (struct node *n = dom_next(top, top); n;) {
        if (n->flags & NODE_GONE) {
            n = dom_skip(top, n);
            continue;
        }
        if (n->tag != T_P) {
            if (node_is_block(n) && n->tag != T_DIV && n->tag != T_SECTION)
                last = NULL;
            n = dom_next(top, n);
            continue;
        }
        struct node *after = dom_skip(top, n);
        struct str text = dom_text(a, n, 300);
        if (text.n && last && starts_lower(text)) {
            struct str before = dom_text(a, last, 1u << 16);
            if (before.n > 40 && !ends_sentence(before)) {
                pour(a, last, n);
                n = after;
                continue;
            }
        }
        if (text.n)
            last = n;
        n = after;
    }
}

static uint32_t prose_in_pictures(const struct node *top)
{
    uint32_t sum = 0;
    for (const struct node *n = dom_next(top, top); n;) {
        bool picture = n->tag != T_TEXT && !(n->flags & NODE_GONE) &&
                       (stat_of(n)->use == USE_PICTURE || stat_of(n)->use == USE_CAPTION);
        if (picture && stat_of(n)->text <= 700)
            sum += stat_of(n)->prose;
        n = picture || (n->flags & NODE_GONE) ? dom_skip(top, n) : dom_next(top, n);
    }
    return sum;
}

void page_clean(struct page *p, struct node *top, bool strict)
{
    struct cleaner c = {.p = p, .top = top, .total = stat_of(top)->prose, .strict = strict};
    c.title = phrase_key(p->a, p->art->title);
    c.listicle = prose_in_pictures(top) * 2 > c.total;
    clean(&c, top);
    drop_bare_headings(top);
    join_broken(p->a, top);
}
