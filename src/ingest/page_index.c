/* A page of headlines that lead to articles, and no article itself: a front page, a section, an archive, search
 * results.
 *
 * Such a page says little between one headline and the next, and its headlines stay within the site. What the head
 * calls an article is one, and so is what says something of its own below its title: a short article among many teasers
 * must not be lost.
 *
 * Three to five headlines stand at the foot of many an article too. They are a small front page only when nothing else
 * is there: each is a heading, each has its teaser or none has one, and no other heading has a text of its own. */
#include "base/map.h"
#include "base/url.h"
#include "base/utf8.h"
#include "ingest/page.h"
#include <stdint.h>
#include <string.h>

enum {
    HEADLINES_MIN = 6,
    HEADLINE_CHARS = 20, /* "Politics", "Read more", "Contact us" are none */
    HEADLINE_MAX = 400,
    BESIDE_MAX = 30,     /* bytes in a headline's block beside it: who, when, how many comments */
    HEADING_NODES = 200, /* hostile ones nest */
    TEASER_MAX = 500,    /* characters between two headlines; an article has more in one piece */
    TEASER_MEAN = 200,
    POSTS_MIN = 3,
    POST_CHARS = 200,  /* below a heading that is a link: a whole post, on the front page of a blog */
    OPENING_MAX = 140, /* characters below the title, before the first headline */
    HEADLINES_LOOKED_AT = 500,
    FEW_MIN = 3, /* headlines of a small front page */
    FEW_TEASER = 300,
    FEW_BEFORE = 80, /* characters in front of the first: a motto, the date */
    FEW_SAYS = 20,   /* characters of a teaser */
};

struct looking {
    struct page *p;
    struct str host;
    struct map seen; /* pages that headlines lead to */
    size_t headlines;
    size_t text;             /* characters that stand in no link */
    size_t stretch, longest; /* characters since the last headline */
    size_t opening; /* the most that stood between the title, or another heading without a link, and the headline after
                       it */
    bool below_title, below_link;
    size_t in_headings; /* headlines */
    size_t before;      /* characters in front of the first */
    size_t said, told;  /* characters since the last new headline; headlines with as many as a teaser has */
    size_t posts;
};

static bool skipped(const struct node *n)
{
    if (n->tag == T_NAV || n->tag == T_ASIDE || n->tag == T_FOOTER || n->tag == T_SCRIPT || n->tag == T_STYLE)
        return true;
    if (!n->attr_count)
        return false;
    enum block_use use = block_use(n);
    return use == USE_NEVER || use == USE_COMMENTS || node_hidden(n);
}

/* Bytes of text below n, counted once for every node: a block may hold many links. */
static size_t count_bytes(struct node *n)
{
    uintptr_t bytes = n->tag == T_TEXT ? str_trim(n->text).n : 0;
    for (struct node *c = n->first; c; c = c->next)
        bytes += count_bytes(c);
    n->extra = (void *)bytes;
    return bytes;
}

static size_t bytes_in(const struct node *n)
{
    return (uintptr_t)n->extra;
}

static const struct node *block_around(const struct node *n, const struct node *top)
{
    while (n != top && !(tag_flags(n->tag) & TAG_BLOCK))
        n = n->parent;
    return n;
}

static bool is_heading(const struct node *n)
{
    return (tag_flags(n->tag) & TAG_HEADING) != 0;
}

static bool holds_link(const struct node *heading)
{
    const struct node *n = dom_next(heading, heading);
    for (int i = 0; n && i < HEADING_NODES; i++, n = dom_next(heading, n))
        if (n->tag == T_A)
            return true;
    return false;
}

/* "news.example.org" is within "example.org". */
static bool is_within(struct str host, struct str site)
{
    return host.n > site.n && host.s[host.n - site.n - 1] == '.' &&
           str_eq(str_sub(host, host.n - site.n, host.n), site);
}

/* Within the site, and to a page of its own. */
static bool leads_to_article(struct looking *l, const struct node *link)
{
    struct str href = str_trim(node_attr(link, A_HREF));
    if (!href.n || href.s[0] == '#' || href.n > 2000)
        return false;
    if (url_is_web(href)) {
        struct str host = url_host(l->p->a, href);
        return host.n && (!l->host.n || str_eq(host, l->host) || is_within(host, l->host) || is_within(l->host, host));
    }
    size_t colon = str_chr(href, ':'), slash = str_chr(href, '/');
    return colon == STR_NONE || slash < colon; /* no mailto:, no javascript: */
}

static bool holds_heading(const struct node *link)
{
    for (const struct node *n = dom_next(link, link); n; n = dom_next(link, n))
        if (is_heading(n))
            return true;
    return false;
}

/* Does the link make a block of its own: a heading, a list's item, a card? */
static bool is_headline(struct looking *l, const struct node *link)
{
    struct str text = dom_text(l->p->a, link, HEADLINE_MAX);
    size_t chars = utf8_chars(text) * (text.n && (unsigned char)text.s[0] >= 0xE3 ? 2 : 1);
    if (chars < HEADLINE_CHARS || (chars < 2 * HEADLINE_CHARS && utf8_words(text) < 4) || !leads_to_article(l, link))
        return false;
    const struct node *block = block_around(link, l->p->body);
    if (block == l->p->body)
        return false;
    if (holds_heading(link))
        return true;
    return bytes_in(block) <= bytes_in(link) + BESIDE_MAX;
}

static void end_headline(struct looking *l)
{
    if (l->headlines)
        l->told += l->said >= FEW_SAYS;
    else
        l->before = l->said;
    l->said = 0;
}

static void end_stretch(struct looking *l)
{
    l->said += l->stretch;
    l->text += l->stretch;
    l->longest = l->stretch > l->longest ? l->stretch : l->longest;
    if (l->below_title && l->stretch > l->opening)
        l->opening = l->stretch;
    l->posts += l->below_link && l->stretch >= POST_CHARS;
    l->stretch = 0;
    l->below_title = l->below_link = false;
}

/* The sections of one page are one page; behind "#!" and "#/" stands what the page's script tells apart. */
static struct str page_of(struct str href)
{
    size_t sign = str_chr(href, '#');
    bool section = sign != STR_NONE && (sign + 1 == href.n || !strchr("!/", href.s[sign + 1]));
    return section ? str_sub(href, 0, sign) : href;
}

static void take_headline(struct looking *l, const struct node *link)
{
    end_stretch(l);
    void **known = map_at(l->p->a, &l->seen, page_of(node_attr(link, A_HREF)));
    if (!*known) {
        end_headline(l);
        l->headlines++;
        l->in_headings += is_heading(block_around(link, l->p->body)) || holds_heading(link);
    }
    l->below_link = !*known && is_heading(block_around(link, l->p->body));
    *known = l;
}

static void look(struct looking *l)
{
    const struct node *top = l->p->body, *n = dom_next(top, top);
    while (n && l->headlines < HEADLINES_LOOKED_AT) {
        if (n->tag != T_TEXT && skipped(n)) {
            n = dom_skip(top, n);
            continue;
        }
        if (n->tag == T_A && node_has(n, A_HREF)) {
            if (is_headline(l, n))
                take_headline(l, n);
            n = dom_skip(top, n);
            continue;
        }
        if (n->tag == T_TEXT)
            l->stretch += utf8_chars(str_trim(n->text));
        else if (is_heading(n) && !holds_link(n)) {
            end_stretch(l);
            l->below_title = true;
            n = dom_skip(top, n);
            continue;
        }
        n = dom_next(top, n);
    }
    end_stretch(l);
    end_headline(l);
}

static bool is_small_index(const struct looking *l)
{
    return l->headlines >= FEW_MIN && l->in_headings == l->headlines && (!l->told || l->told == l->headlines) &&
           l->longest < FEW_TEASER && l->before < FEW_BEFORE && !l->opening;
}

size_t page_headlines(struct page *p)
{
    struct looking l = {.p = p, .host = p->url.s ? url_host(p->a, p->url) : (struct str){0}};
    if (str_starts(l.host, "www."))
        l.host = str_sub(l.host, 4, l.host.n);
    if (p->says_article)
        return 0;
    count_bytes(p->body);
    look(&l);
    bool teasers = l.headlines >= HEADLINES_MIN && l.longest < TEASER_MAX && l.text <= l.headlines * TEASER_MEAN,
         posts = l.posts >= POSTS_MIN;
    return ((teasers || posts) && l.opening < OPENING_MAX) || is_small_index(&l) ? l.headlines : 0;
}
