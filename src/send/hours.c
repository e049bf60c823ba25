#include "send/hours.h"
#include "base/date.h"

/* The local day `days` after that of now, at so many minutes; what a change of the clock leaves out moves forward. */
static int64_t moment(int64_t now, const char *zone, int days, int minutes)
{
    struct civil c = date_civil(now, zone);
    int64_t noon = date_unix((struct civil){.year = c.year, .month = c.month, .day = c.day, .hour = 12}, NULL) +
                   (int64_t)days * 86400;
    struct civil d = date_civil(noon, NULL);
    return date_unix(
        (struct civil){.year = d.year, .month = d.month, .day = d.day, .hour = minutes / 60, .minute = minutes % 60},
        zone);
}

int64_t hours_next(const struct hours *h, int64_t now, const char *zone)
{
    if (!h->set)
        return now;
    struct civil c = date_civil(now, zone);
    int at = c.hour * 60 + c.minute;
    bool open = h->from < h->until ? at >= h->from && at < h->until : at >= h->from || at < h->until;
    if (open)
        return now;
    int64_t next = moment(now, zone, at < h->from ? 0 : 1, h->from);
    return next > now ? next : now;
}

int64_t hours_day(int64_t now, const char *zone)
{
    struct civil c = date_civil(now, zone);
    return date_days(c.year, c.month, c.day);
}

int64_t hours_tomorrow(int64_t now, const char *zone)
{
    return moment(now, zone, 1, 0);
}
