/* page_body.h: between finding the article's block and cleaning it. */
#ifndef INGEST_PAGE_BODY_H
#define INGEST_PAGE_BODY_H

#include "ingest/page.h"

struct stat {               /* of one element; characters */
    uint32_t own, own_link; /* inline text of this block itself */
    uint32_t text, link;    /* all text below */
    uint32_t raw, prose;    /* text in paragraphs below: before and after furniture was set aside */
    uint32_t marks;         /* full stops and commas in its own text */
    enum block_use use;
};

static inline struct stat *stat_of(const struct node *n)
{
    return n->extra;
}

static inline bool node_is_block(const struct node *n)
{
    return (tag_flags(n->tag) & TAG_BLOCK) != 0 || n->tag == T_BODY;
}

/* Marks what is furniture inside the article's block; gathers captions. strict: names of blocks are believed. */
void page_clean(struct page *p, struct node *top, bool strict);

#endif
