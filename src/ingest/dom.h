/* dom.h: an HTML page or fragment as a tree of our own: over gumbo, which is seen only by dom.c.
 *
 * Parsing is safe on any bytes: html_tidy runs first, so depth is bounded (DOM_DEPTH) and time is linear. Everything
 * lives in the arena; text is decoded UTF-8, not cleaned of control characters beyond what utf8_clean leaves. Walks are
 * loops or recursion; recursion is safe because of the bound. */
#ifndef INGEST_DOM_H
#define INGEST_DOM_H

#include "ingest/tags.h"

#define DOM_DEPTH 900 /* TIDY_DEPTH and what the tree builder implies (tbody, tr, colgroup for stray cells) */

enum {
    NODE_GONE = 1u << 31,  /* node flag: writers leave the node and everything below it out */
    NODE_TAKEN = 1u << 30, /* gone because it has become something else: bullets */
    NODE_SHUT = 1u << 29,  /* gone and certainly not the article: nobody looks for bullets in there */
};

struct node {
    enum tag tag;
    unsigned flags; /* NODE_GONE; the other bits are for the walker's own use; zero after parsing */
    struct node *parent, *first, *last, *prev, *next;
    struct str text; /* T_TEXT */
    struct attribute_value *attrs;
    size_t attr_count;
    void *extra; /* for the walker's own use */
};

struct dom {
    struct node *root; /* page: <html>; fragment: a node whose children are the fragment */
    size_t nodes;
    size_t flattened; /* elements that stood too deep and lost their tags */
};

/* html must be UTF-8 (utf8_clean or utf8_from); borrowed, must outlive the tree. */
void dom_parse_page(struct arena *a, struct str html, struct dom *out);
void dom_parse_fragment(struct arena *a, struct str html, struct dom *out);

struct str node_attr(const struct node *n, enum attr a); /* {NULL,0} when absent */
bool node_has(const struct node *n, enum attr a);

/* Pre-order: the next node below `top` (never `top` itself), NULL at the end. dom_skip leaves out n's children. */
struct node *dom_next(const struct node *top, const struct node *n);
struct node *dom_skip(const struct node *top, const struct node *n);
struct node *dom_find(const struct node *top, enum tag tag); /* first below top */
void dom_append(struct node *parent, struct node *n);        /* n stands nowhere yet */
void dom_remove(struct node *n);
void dom_unwrap(struct node *n);                                 /* what it holds stands in its place */
bool dom_holds(const struct node *around, const struct node *n); /* n is around, or stands in it */
/* Without the controls that turn the direction of text around (U+202A..202E, U+2066..2069): one that is left open turns
 * what a page's neighbors say, and mail has dir attributes for those who need them. */
struct str straight_text(struct arena *a, struct str s);

/* Not shown by its own word: hidden attribute, display:none and the like. */
bool node_hidden(const struct node *n);
/* The text below n in one line: white space folded, blocks parted by a space; at most max bytes. */
struct str dom_text(struct arena *a, const struct node *n, size_t max);

#endif
