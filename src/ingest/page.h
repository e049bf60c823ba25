/* page.h: the parts of reading an article's HTML page, in the order they run.
 *
 *     page_parse     one parse; charset by header, BOM, meta, bytes
 *     page_meta      what the page says about the article: JSON-LD, meta tags, headings, bylines, dates
 *     page_body      where the article's text stands, and what in there is furniture
 *
 * page.c puts the results together. All share one scratch arena and one tree. */
#ifndef INGEST_PAGE_H
#define INGEST_PAGE_H

#include "base/date.h"
#include "ingest/dom.h"
#include "model/article.h"

struct page {
    struct arena *a;  /* scratch: ends with the page */
    const char *zone; /* for times written without one */
    int64_t as_of;    /* when the page was as it is; 0: unknown */
    struct str base;  /* for relative addresses: the page's own address or <base>; may be unknown */
    struct str url;   /* where the page came from; may be unknown */
    struct dom dom;
    struct node *body; /* <body>, or the root */

    struct article *art;              /* filled by page_meta, then by page_body */
    struct str site_name, page_title; /* page_title: <title> as written */
    struct str ld_body;               /* JSON-LD articleBody, plain */
    struct strs captions;
    bool says_article; /* its head does: og:type, a date of publication, JSON-LD */
};

void page_meta(struct page *p);
/* JSON-LD blocks of the page; called by page_meta first, because nothing on the page is as explicit. */
void page_jsonld(struct page *p);

/* The article's title: a heading of the page, or what its head says (claims, the surest first; some may be unknown).
 * Learns the site's name from its masthead when the head did not say it. */
struct str page_title(struct page *p, const struct str *claims, size_t n);

/* The byline and the dates as they stand on the page, for what its head leaves open. */
void page_byline(struct page *p, const struct strs *meta_authors);
void page_dates(struct page *p);
void page_date_last(struct page *p); /* the address, any date near the title, words like "2 hours ago", the update */
void page_date_ago(struct page *p);  /* the last of these, seen from p->as_of */
/* The heading that is the title, or else one that holds it, or most of it; NULL. */
const struct node *page_heading(struct page *p);
/* The next text behind n that says anything. */
const struct node *page_next_text(const struct node *top, const struct node *n);

/* How many articles a page that is only a list of them leads to; 0: it is no such page. */
size_t page_headlines(struct page *p);

/* Finds the article in p->body; marks what does not belong to it NODE_GONE. NULL: the page holds no running text. */
struct node *page_body(struct page *p);

/* The whole block around the body that page_body found: boxes of bullets and the first picture stand in it. */
struct node *page_around(struct page *p, struct node *body);

/* What a block is used for by its class, id, role and tag names. */
enum block_use { USE_UNKNOWN, USE_BODY, USE_FURNITURE, USE_NEVER, USE_CAPTION, USE_PICTURE, USE_BYLINE, USE_COMMENTS };
enum block_use block_use(const struct node *n);

#endif
