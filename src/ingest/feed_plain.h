/* feed_plain.h: XML of the plain kind that nearly all XHTML in feeds is: elements and attributes without prefixes,
 * text, references that need no declaration. No comment, CDATA section or processing instruction, one namespace.
 *
 * What is asked of it is as much as makes it HTML as it stands: no parser need take it apart, and nobody write it out
 * again, for what reads HTML sees in it what the XML parser would have seen. */
#ifndef INGEST_FEED_PLAIN_H
#define INGEST_FEED_PLAIN_H

#include "base/buf.h"

#define PLAIN_NAMESPACE "http://www.w3.org/1999/xhtml"

enum { PLAIN_DEPTH_MAX = 64 };

/* How many bytes at the start of s, which begins with '<', are such an element, declared by itself to be XHTML and
 * nothing else; 0: something in it needs a closer look. */
size_t plain_element(struct str s);

bool xml_legal(uint32_t c);
/* A reference that needs no declaration, by name or by number (XML 1.0, 4.1 and 4.6): the bytes it takes, 0 when it is
 * none. s begins with '&'. */
size_t xml_reference(struct str s, uint32_t *c);

#endif
