/* url_parts.h: what url.c and url_canonical.c share. */
#ifndef BASE_URL_PARTS_H
#define BASE_URL_PARTS_H

#include "base/url.h"

/* "news.example.org": lower-case letters, digits and single hyphens, the last label of letters only, so that it is no
 * number in disguise, and none that IDNA or a resolver would read differently. */
bool url_plain_host(struct str s);
bool url_unreserved(int c);                 /* RFC 3986 section 2.3 */
int url_escaped_at(struct str s, size_t i); /* the byte of "%41" at i; -1: none stands there */

#endif
