/* robots.h: the Robots Exclusion Protocol (RFC 9309), for pages. */
#ifndef INGEST_ROBOTS_H
#define INGEST_ROBOTS_H

#include "base/str.h"

/* May `agent` (the product name, "bulletin") fetch this path with its query, by this robots.txt? The longest matching
 * rule wins, Allow before Disallow at the same length. *delay_s is Crawl-delay, 0 when not said. */
bool robots_allow(struct str robots_txt, struct str agent, struct str path, int64_t *delay_s);

#endif
