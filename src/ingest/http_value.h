/* http_value.h: what header fields say, in numbers that can be believed. */
#ifndef INGEST_HTTP_VALUE_H
#define INGEST_HTTP_VALUE_H

#include "base/str.h"

bool http_value_safe(struct str s);         /* printable ASCII, not empty, at most 1 KiB: may be kept and sent back */
int64_t http_retry_after(struct str value); /* seconds, or a date (RFC 9110 10.2.3): seconds from now, at most 7 days */
int64_t http_max_age(struct str cache_control); /* seconds, at most 30 days; 0: none, no-cache or no-store */

#endif
