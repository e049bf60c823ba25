/* escape.h: one function per context, so that a wrong call looks wrong. All append to a buffer; input is UTF-8. */
#ifndef BASE_ESCAPE_H
#define BASE_ESCAPE_H

#include "base/buf.h"

/* & < > " ' and every non-letter outside ASCII as an entity; C1 dropped. */
void escape_html_text(struct buf *b, struct str s);
void escape_html_attr(struct buf *b, struct str s); /* the same, plus line breaks and backquote as entities */
/* A URL inside an attribute: only http, https, mailto, and cid for a part of the same mail (else "#"); control
 * characters, quotes, spaces percent-encoded. */
void escape_url_attr(struct buf *b, struct str s);
/* Quoted-printable (RFC 2045 6.7): lines <= 76, CRLF line ends, LF in the input becomes CRLF; starts at column 0 and
 * ends at column 0, with a soft break where the input did not end in a line break: pieces encoded apart may be put one
 * after the other and decode to the input's concatenation. */
void escape_qp(struct buf *b, struct str s);
/* Header text (RFC 2047): plain ASCII as it is, else encoded words of at most 75 characters, folded, never cut inside a
 * character. CR, LF and NUL become spaces. `column`: where on the line the text starts. */
void escape_header(struct buf *b, struct str s, size_t column);
/* The same, always as encoded words: pieces laid side by side with white space between them read as one text. */
void escape_words(struct buf *b, struct str s, size_t column);
/* A display name: an atom, a quoted string, or encoded words. */
void escape_phrase(struct buf *b, struct str s, size_t column);

#endif
