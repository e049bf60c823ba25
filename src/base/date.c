#include "base/date.h"
#include "base/zone.h"
#include <stdio.h>

/* Years beyond these are never meant; the bound keeps all arithmetic below in range. */
static const int64_t t_min = -62135596800, t_max = 253402300799; /* 0001-01-01 .. 9999-12-31 */

static int64_t clamp(int64_t t)
{
    return t < t_min ? t_min : t > t_max ? t_max : t;
}

/* The calendar is counted in 400-year eras of 146,097 days whose years begin on March 1, so that the leap day is last.
 */
int64_t date_days(int year, int month, int day)
{
    int64_t y = month <= 2 ? (int64_t)year - 1 : year;
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t of_era = y - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static void from_days(int64_t days, struct civil *c)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t day_of_era = days - era * 146097;
    int64_t of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t of_year = day_of_era - (365 * of_era + of_era / 4 - of_era / 100);
    int64_t m = (5 * of_year + 2) / 153;
    c->day = (int)(of_year - (153 * m + 2) / 5 + 1);
    c->month = (int)(m < 10 ? m + 3 : m - 9);
    c->year = (int)(of_era + era * 400 + (c->month <= 2));
}

static struct civil civil_at(int64_t t, int32_t offset)
{
    int64_t local = clamp(t) + offset;
    int64_t days = local / 86400, second = local % 86400;
    if (second < 0) {
        second += 86400;
        days--;
    }
    struct civil c = {.hour = (int)(second / 3600),
                      .minute = (int)(second / 60 % 60),
                      .second = (int)(second % 60),
                      .weekday = (int)(((days + 4) % 7 + 7) % 7),
                      .offset = offset};
    from_days(days, &c);
    return c;
}

struct civil date_civil(int64_t t, const char *zone)
{
    return civil_at(t, zone_offset(zone_find(zone), t));
}

int64_t date_unix(struct civil c, const char *zone)
{
    int64_t local = date_days(c.year, c.month, c.day) * 86400 + (int64_t)c.hour * 3600 + c.minute * 60 + c.second;
    return zone_unix(zone_find(zone), local);
}

bool zone_known(const char *zone)
{
    return zone_find(zone) != NULL;
}

struct when when_at(int64_t t, const char *zone)
{
    return (struct when){.t = t, .offset = zone_offset(zone_find(zone), t), .has = WHEN_SECOND};
}

/* Offsets before standard time had seconds; both formats know minutes only. */
static int32_t whole_minutes(int32_t offset)
{
    return offset / 60 * 60;
}

struct str date_rfc3339(struct arena *a, struct when w)
{
    if (w.has == WHEN_NONE)
        return (struct str){0};
    int32_t offset = w.has == WHEN_DAY ? 0 : whole_minutes(w.offset);
    struct civil c = civil_at(w.t, offset);
    if (w.has == WHEN_DAY)
        return str_fmt(a, "%04d-%02d-%02dT00:00:00Z", c.year, c.month, c.day);
    int32_t minutes = (offset < 0 ? -offset : offset) / 60;
    char zone[32] = "Z";
    if (minutes)
        snprintf(zone, sizeof zone, "%c%02d:%02d", offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
    return str_fmt(a, "%04d-%02d-%02dT%02d:%02d:%02d%s", c.year, c.month, c.day, c.hour, c.minute, c.second, zone);
}

struct str date_rfc5322(struct arena *a, int64_t t, const char *zone)
{
    static const char days[][4] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int32_t offset = whole_minutes(zone_offset(zone_find(zone), t));
    struct civil c = civil_at(t, offset);
    int32_t minutes = (offset < 0 ? -offset : offset) / 60;
    return str_fmt(a, "%s, %02d %s %04d %02d:%02d:%02d %c%02d%02d", days[c.weekday], c.day, months[c.month - 1], c.year,
                   c.hour, c.minute, c.second, offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

static int64_t unit_seconds(char c)
{
    switch (c) {
    case 's':
        return 1;
    case 'm':
        return 60;
    case 'h':
        return 3600;
    case 'd':
        return 86400;
    case 'w':
        return 7 * 86400;
    default:
        return 0;
    }
}

bool duration_parse(struct str s, int64_t *seconds)
{
    const int64_t century = 36525LL * 86400;
    int64_t sum = 0;
    s = str_trim(s);
    if (s.n == 0)
        return false;
    for (size_t i = 0; i < s.n;) {
        int64_t v = 0;
        size_t from = i;
        while (i < s.n && s.s[i] >= '0' && s.s[i] <= '9' && v < century)
            v = v * 10 + (s.s[i++] - '0');
        int64_t unit = i < s.n ? unit_seconds(s.s[i]) : 0;
        if (i == from || !unit || v > century || (sum += v * unit) > century)
            return false;
        i++;
    }
    *seconds = sum;
    return true;
}
