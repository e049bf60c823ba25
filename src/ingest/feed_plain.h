/* feed_plain.h: XML of the plain kind that nearly all XHTML in feeds is: elements and attributes without prefixes,
 * text, references that need no declaration. No comment, CDATA section or processing instruction, one namespace.
 *
 * Checked once as a whole (plain_element), it is read piece by piece without a parser, and what comes out is what the
 * parser would have said of it. */
#ifndef INGEST_FEED_PLAIN_H
#define INGEST_FEED_PLAIN_H

#include "base/buf.h"

#define PLAIN_NAMESPACE "http://www.w3.org/1999/xhtml"

enum { PLAIN_ATTRS_MAX = 16 };

enum plain_kind { PLAIN_TEXT, PLAIN_OPEN, PLAIN_CLOSE, PLAIN_EMPTY }; /* EMPTY: opened and closed in one */

struct plain_attr {
    struct str name, value; /* see plain_value */
};

struct plain_piece {
    enum plain_kind kind;
    struct str text; /* the name of a tag, or text with its references */
    struct plain_attr attrs[PLAIN_ATTRS_MAX];
    size_t attrs_n;
};

/* How many bytes at the start of s are such an element, declared by itself to be XHTML and nothing else; 0: something
 * in it needs a closer look. */
size_t plain_element(struct str s);
/* Takes the next piece off s; false: it is not plain, or s is empty. The declaration counts as an attribute. */
bool plain_next(struct str *s, struct plain_piece *piece);
bool plain_declares(const struct plain_attr *attr);
/* An attribute's value with its references resolved and white space as XML 1.0, 3.3.3 wants it. */
struct str plain_value(struct arena *a, struct str raw);

bool xml_legal(uint32_t c);
/* A reference that needs no declaration, by name or by number (XML 1.0, 4.1 and 4.6): the bytes it takes, 0 when it is
 * none. s begins with '&'. */
size_t xml_reference(struct str s, uint32_t *c);
/* Adds text in which every '&' begins such a reference; false: one stands for what utf8_clean may not leave. */
bool xml_resolve(struct buf *b, struct str raw);

#endif
