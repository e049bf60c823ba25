/* schedule.h: five-field cron expressions (minute hour day month weekday; lists, ranges, steps, names; 0 and 7 are
 * Sunday; day and weekday both restricted means either, as in crontab(5); @daily, @hourly, @weekly, @monthly). */
#ifndef BASE_SCHEDULE_H
#define BASE_SCHEDULE_H

#include "base/date.h"

struct schedule {
    uint64_t minute;
    uint32_t hour, day, month, weekday;
    bool day_any, weekday_any;
};

int schedule_parse(struct str s, struct schedule *out, struct err *e);
/* The latest moment <= t at which the schedule fires in that zone, or INT64_MIN when none in the last 400 days. A local
 * time that a DST change skips fires at the first moment after the gap; one that comes twice fires once, the first
 * time. */
int64_t schedule_prev(const struct schedule *s, int64_t t, const char *zone);
/* First moment > t; INT64_MAX when none. */
int64_t schedule_next(const struct schedule *s, int64_t t, const char *zone);

#endif
