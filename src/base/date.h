/* date.h: moments, their precision, and the formats people write them in.
 *
 * A `struct when` keeps what was known: an instant, the offset it was written with, and whether only the day was
 * given.  A day without a time is never moved to another zone.  Zones are IANA names read from the system's tzdata.
 */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include "base/err.h"

enum precision { WHEN_NONE, WHEN_DAY, WHEN_SECOND };

struct when {
    int64_t t;          /* seconds since 1970 UTC; for WHEN_DAY: midnight UTC of that day */
    int32_t offset;     /* seconds east of UTC, as written */
    enum precision has; /* WHEN_NONE: unknown */
};

struct civil {                                  /* a broken-down local time */
    int year, month, day, hour, minute, second; /* month and day from 1 */
    int weekday;                                /* 0 Sunday .. 6 Saturday */
    int32_t offset;                             /* seconds east of UTC */
};

/* Reads RFC 3339 / ISO 8601 (also without zone, with space, week and ordinal dates), RFC 822/2822 with named zones and
 * misspellings seen in feeds, asctime, and dates in prose ("July 31, 2025 5:07 AM", "31. Juli 2025", "Updated
 * 7/31/2025", Korean, Japanese and Chinese year-month-day signs). A time without a zone is read in `zone` (NULL: UTC).
 * False: not a date. */
bool date_parse(struct str s, const char *zone, struct when *out);

/* "2 hours ago", "vor 3 Stunden", "yesterday at 14:05", seen from `now`, in the languages that date_parse knows: the
 * whole text. Minutes and hours give whole ones of them, days and more give a day. False: something else. */
bool date_ago(struct str s, int64_t now, const char *zone, struct when *out);

/* "2025-07-31T05:07:00-04:00", Z when offset is 0; a day: T00:00:00Z. */
struct str date_rfc3339(struct arena *a, struct when w);
struct str date_rfc5322(struct arena *a, int64_t t, const char *zone); /* for the Date header */
struct civil date_civil(int64_t t, const char *zone);                  /* NULL: UTC */
int64_t date_unix(struct civil c, const char *zone); /* c.offset and c.weekday ignored; a gap moves forward */
int64_t date_days(int year, int month, int day);     /* days since 1970-01-01 */
bool zone_known(const char *zone);
struct when when_at(int64_t t, const char *zone);    /* WHEN_SECOND with the zone's offset at t */
bool duration_parse(struct str s, int64_t *seconds); /* "90s" "15m" "24h" "7d" "2w" */

/* The clock. --now fixes it so that output is the same bytes every time; everything asks here. */
void clock_fix(int64_t t);
int64_t clock_now(void);     /* seconds */
int64_t clock_mono_ms(void); /* for timeouts and rates only; never fixed */

#endif
