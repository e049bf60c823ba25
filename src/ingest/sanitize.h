/* sanitize.h: a tree written as HTML that may stand in a mail: elements and attributes of an allow-list, everything
 * escaped anew, well nested. The allow-list is TAG_KEEP in tags.h; attributes and addresses are decided in sanitize.c.
 */
#ifndef INGEST_SANITIZE_H
#define INGEST_SANITIZE_H

#include "ingest/dom.h"

/* Nodes marked NODE_GONE are left out. Relative addresses are resolved against base; without one they are dropped. */
struct str dom_html(struct arena *a, const struct node *top, struct str base);

/* An address as it may be used: control characters and spaces out, absolute, http, https or (links) mailto. */
struct str clean_address(struct arena *a, struct str base, struct str address, bool link);
/* The picture an <img> (or the <picture> around it) stands for: lazy-loading attributes too; {NULL,0} when there is
 * none, or when it is there to count readers: 1x1, hidden, or an address of the known kind. */
struct str image_address(struct arena *a, const struct node *img, struct str base);

#endif
