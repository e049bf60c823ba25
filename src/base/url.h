/* url.h: URLs (RFC 3986), over libcurl's parser (here seen only by url.c).
 *
 * Texts that come out live in the arena; what cannot be made of the input is {NULL,0}. */
#ifndef BASE_URL_H
#define BASE_URL_H

#include "base/str.h"

struct url {
    /* scheme and host in lower case; path at least "/" for http */
    struct str scheme, user, host, path, query, fragment;
    int port; /* 0: none given */
};

bool url_parse(struct arena *a, struct str s, struct url *out);           /* false: relative, or no URL */
struct str url_resolve(struct arena *a, struct str base, struct str ref); /* an absolute URL */
/* One form per page: lower-case scheme and host, default port and fragment gone, tracking parameters (utm_*, fbclid,
 * gclid, mc_cid ...) removed, the other parameters kept in order. http and https only. */
struct str url_canonical(struct arena *a, struct str s);
/* The query without the fields ("name=value") that are to be dropped. */
struct str url_query_without(struct arena *a, struct str query, bool (*drop)(struct str field));
bool url_is_web(struct str s); /* absolute http or https with a host, no control characters */
struct str url_host(struct arena *a, struct str s);
struct str url_escape(struct arena *a, struct str s); /* one component, percent-encoded */
/* The parameter added to the query, before the fragment; a URL that has it already stays as it is. Only the web's. */
struct str url_with(struct arena *a, struct str url, struct str name, struct str value);
struct str url_unescape(struct arena *a, struct str s); /* %XX to bytes, whatever they are; %00 stays as it is */

#endif
