/* http_value.h: what header fields say, in numbers that can be believed. */
#ifndef INGEST_HTTP_VALUE_H
#define INGEST_HTTP_VALUE_H

#include "base/str.h"

bool http_value_safe(struct str s);         /* printable ASCII, not empty, at most 1 KiB: may be kept and sent back */
int64_t http_retry_after(struct str value); /* seconds, or a date (RFC 9110 10.2.3): seconds from now, at most 7 days */

struct http_freshness { /* the header fields as they came; unknown when they did not */
    struct str cache_control, expires, date, age;
};
/* How long the answer stays fresh (RFC 9111 4.2.1): max-age, else Expires, without what a cache used up. Seconds, at
 * most 30 days; 0: not said, no-cache or no-store. */
int64_t http_fresh(const struct http_freshness *h);
/* When the server made the answer, by its Date; now when that is missing, to come, or older than caches keep. */
int64_t http_sent_at(struct str date);

#endif
