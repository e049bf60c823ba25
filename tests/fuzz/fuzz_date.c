/* Any bytes as a date, as words for how long ago, as a duration and a schedule; a date that is taken survives being
 * written and read. */
#include "base/schedule.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct str s = {(const char *)data, n};
    struct when w, back;
    if (date_parse(s, "Europe/Berlin", &w)) {
        if (!date_parse(date_rfc3339(&a, w), NULL, &back) || (w.offset % 60 == 0 && w.t != back.t))
            abort();
        date_rfc5322(&a, w.t, "America/New_York");
    }
    const int64_t now = 1753971930;
    if (date_ago(s, now, "Europe/Berlin", &w) && w.t > now + 14 * 3600) /* today's midnight, seen from the east */
        abort();
    int64_t seconds;
    if (duration_parse(s, &seconds) && seconds < 0)
        abort();
    struct schedule cron;
    struct err e = {0};
    if (n < 100 && schedule_parse(s, &cron, &e) == 0) {
        int64_t t = 1741514400; /* beside a change of the clock in New York */
        int64_t prev = schedule_prev(&cron, t, "America/New_York"), next = schedule_next(&cron, t, "America/New_York");
        if (prev > t || next <= t)
            abort();
    }
    arena_end(&a);
    return 0;
}
