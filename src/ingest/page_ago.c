/* The date of a page that only says how long ago it was. Such words stand at teasers and comments too, so only those at
 * the title count. */
#include "ingest/page.h"
#include "ingest/phrases.h"

enum {
    BELOW = 14, /* texts */
    ABOVE = 8,
    LINE_MAX = 120, /* bytes of what may say when */
    SENTENCE = 60,
    RUNNING_TEXT = 160, /* here the article has begun */
    UP_MAX = 30,
};

static bool elsewhere(const struct node *n)
{
    for (int up = 0; n && up < UP_MAX; up++, n = n->parent)
        if (n->tag == T_NAV || n->tag == T_ASIDE || n->tag == T_FOOTER ||
            (n->attr_count && block_use(n) == USE_COMMENTS))
            return true;
    return false;
}

static bool take(struct page *p, struct str line)
{
    struct date_line d;
    if (line.n > LINE_MAX || !phrase_ago(p->a, line, p->as_of, p->zone, &d))
        return false;
    p->art->published = d.published;
    p->art->updated = d.updated;
    p->art->published_about = true;
    return true;
}

/* The text itself, or with what stands beside it in its element: "2 <b>hours ago</b>". */
static bool take_text(struct page *p, const struct node *n)
{
    if (elsewhere(n->parent))
        return false;
    return take(p, n->text) || (n->parent != p->body && take(p, dom_text(p->a, n->parent, LINE_MAX + 1)));
}

/* Behind the title and at most one sentence below it. */
static bool take_below(struct page *p, const struct node *top, const struct node *n)
{
    int sentences = 0;
    for (int i = 0; i < BELOW && (n = page_next_text(top, n)) != NULL && n->text.n < RUNNING_TEXT; i++) {
        sentences += n->text.n >= SENTENCE && ends_sentence(str_trim(n->text));
        if (sentences > 1)
            return false;
        if (take_text(p, n))
            return true;
    }
    return false;
}

static bool take_above(struct page *p, const struct node *title)
{
    const struct node *above[ABOVE], *n = p->body;
    size_t before = 0;
    while ((n = page_next_text(p->body, n)) != NULL && !dom_holds(title, n))
        above[before++ % ABOVE] = n;
    for (size_t back = 0; n && back < ABOVE && back < before; back++)
        if (take_text(p, above[(before - 1 - back) % ABOVE]))
            return true;
    return false;
}

void page_date_ago(struct page *p)
{
    const struct node *title = page_heading(p), *top = p->body;
    if (title) {
        (void)(take_below(p, top, title) || take_above(p, title));
        return;
    }
    for (enum tag t = T_ARTICLE; t; t = t == T_ARTICLE ? T_MAIN : 0)
        if ((top = dom_find(p->body, t)) != NULL && take_below(p, top, top))
            return;
}
