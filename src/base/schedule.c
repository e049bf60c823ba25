#include "base/schedule.h"
#include "base/zone.h"
#include <string.h>

enum { LOOK_BACK = 400, LOOK_AHEAD = 9 * 366 /* February 29 may be eight years away */ };

struct field {
    const char *what;
    int low, high;
    const char *const *names; /* for low, low + 1, ... */
    int names_n;
};

static const char *const months[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                     "jul", "aug", "sep", "oct", "nov", "dec"};
static const char *const days[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

static const struct field fields[] = {
    {"minute", 0, 59, NULL, 0},   {"hour", 0, 23, NULL, 0},   {"day", 1, 31, NULL, 0},
    {"month", 1, 12, months, 12}, {"weekday", 0, 7, days, 7},
};

static bool value_of(const struct field *f, struct str s, int *out)
{
    int64_t v;
    for (int i = 0; i < f->names_n; i++)
        if (str_ieqc(s, f->names[i])) {
            *out = f->low + i;
            return true;
        }
    if (s.n == 0 || s.s[0] == '+' || !str_i64(s, &v) || v < f->low || v > f->high)
        return false;
    *out = (int)v;
    return true;
}

/* One item of a list: "*", "5", "1-5", each with an optional "/2". */
static int parse_item(const struct field *f, struct str item, struct str all, uint64_t *bits, struct err *e)
{
    size_t slash = str_chr(item, '/');
    struct str range = str_sub(item, 0, slash);
    int64_t step = 1;
    if (slash != STR_NONE && (!str_i64(str_sub(item, slash + 1, item.n), &step) || step < 1 || step > f->high))
        return err_set(e, EX_CONFIG, "schedule \"" STR_FMT "\": %s: \"" STR_FMT "\" has a step that is not 1 to %d",
                       STR_ARG(all), f->what, STR_ARG(item), f->high);
    int from = f->low, to = strcmp(f->what, "weekday") == 0 ? 6 : f->high;
    size_t dash = str_chr(range, '-');
    if (!str_eqc(range, "*")) {
        bool ok = value_of(f, str_sub(range, 0, dash), &from);
        if (dash != STR_NONE)
            ok = ok && value_of(f, str_sub(range, dash + 1, range.n), &to);
        else if (slash == STR_NONE)
            to = from;
        if (!ok)
            return err_set(e, EX_CONFIG, "schedule \"" STR_FMT "\": %s: \"" STR_FMT "\" is not within %d to %d",
                           STR_ARG(all), f->what, STR_ARG(item), f->low, f->high);
        if (from > to)
            return err_set(e, EX_CONFIG,
                           "schedule \"" STR_FMT "\": %s: \"" STR_FMT "\" runs backwards; write two ranges",
                           STR_ARG(all), f->what, STR_ARG(item));
    }
    for (int64_t v = from; v <= to; v += step)
        *bits |= 1ull << v;
    return 0;
}

static int parse_field(const struct field *f, struct str text, struct str all, uint64_t *bits, struct err *e)
{
    struct str item;
    *bits = 0;
    while (str_cut(&text, ',', &item))
        if (parse_item(f, item, all, bits, e) != 0)
            return -1;
    return 0;
}

static struct str nickname(struct str s)
{
    static const char *const names[][2] = {
        {"@hourly", "0 * * * *"},  {"@daily", "0 0 * * *"},  {"@midnight", "0 0 * * *"}, {"@weekly", "0 0 * * 0"},
        {"@monthly", "0 0 1 * *"}, {"@yearly", "0 0 1 1 *"}, {"@annually", "0 0 1 1 *"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_ieqc(s, names[i][0]))
            return str_c(names[i][1]);
    return s;
}

/* "31 2" never comes; somebody who writes it waits for ever. */
static bool possible(const struct schedule *s)
{
    static const int longest[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (s->day_any || !s->weekday_any)
        return true;
    for (int m = 1; m <= 12; m++)
        for (int d = 1; d <= longest[m - 1]; d++)
            if ((s->month >> m & 1) && (s->day >> d & 1))
                return true;
    return false;
}

int schedule_parse(struct str s, struct schedule *out, struct err *e)
{
    struct str all = str_trim(s), rest = nickname(all), word;
    uint64_t bits[5];
    bool any[5];
    size_t n = 0;
    if (all.n > 500)
        return err_set(e, EX_CONFIG, "schedule: longer than 500 characters");
    while (str_cut(&rest, ' ', &word)) {
        word = str_trim(word);
        if (word.n == 0)
            continue;
        if (n == 5)
            return err_set(e, EX_CONFIG, "schedule \"" STR_FMT "\": more than five fields", STR_ARG(all));
        any[n] = word.s[0] == '*';
        if (parse_field(&fields[n], word, all, &bits[n], e) != 0)
            return -1;
        n++;
    }
    if (n < 5)
        return err_set(e, EX_CONFIG, "schedule \"" STR_FMT "\": %zu of the five fields minute hour day month weekday",
                       STR_ARG(all), n);
    struct schedule r = {.minute = bits[0],
                         .hour = (uint32_t)bits[1],
                         .day = (uint32_t)bits[2],
                         .month = (uint32_t)bits[3],
                         .weekday = (uint32_t)((bits[4] | bits[4] >> 7) & 127),
                         .day_any = any[2],
                         .weekday_any = any[4]};
    if (!possible(&r))
        return err_set(e, EX_CONFIG, "schedule \"" STR_FMT "\": no year has such a day", STR_ARG(all));
    *out = r;
    return 0;
}

static bool day_matches(const struct schedule *s, struct civil c)
{
    bool day = s->day >> c.day & 1, weekday = s->weekday >> c.weekday & 1;
    if (!(s->month >> c.month & 1))
        return false;
    return s->day_any || s->weekday_any ? day && weekday : day || weekday;
}

static int64_t moment(const struct zone *z, int64_t local)
{
    int64_t after;
    return zone_gap(z, local, &after) ? after : zone_unix(z, local);
}

/* Local times of one day in order give moments in order, so the first hit from either end is the answer. */
static bool last_of_day(const struct schedule *s, const struct zone *z, int64_t day, int64_t until, int64_t *out)
{
    for (int minute = 1439; minute >= 0; minute--) {
        if (!(s->hour >> minute / 60 & 1) || !(s->minute >> minute % 60 & 1))
            continue;
        *out = moment(z, day * 86400 + minute * 60);
        if (*out <= until)
            return true;
    }
    return false;
}

static bool first_of_day(const struct schedule *s, const struct zone *z, int64_t day, int64_t after, int64_t *out)
{
    for (int minute = 0; minute < 1440; minute++) {
        if (!(s->hour >> minute / 60 & 1) || !(s->minute >> minute % 60 & 1))
            continue;
        *out = moment(z, day * 86400 + minute * 60);
        if (*out > after)
            return true;
    }
    return false;
}

static int64_t local_day(int64_t t, const char *zone)
{
    struct civil c = date_civil(t, zone);
    return date_days(c.year, c.month, c.day);
}

int64_t schedule_prev(const struct schedule *s, int64_t t, const char *zone)
{
    const struct zone *z = zone_find(zone);
    int64_t today = local_day(t, zone), hit;
    for (int64_t day = today + 1; day >= today - LOOK_BACK; day--)
        if (day_matches(s, date_civil(day * 86400, NULL)) && last_of_day(s, z, day, t, &hit))
            return hit;
    return INT64_MIN;
}

int64_t schedule_next(const struct schedule *s, int64_t t, const char *zone)
{
    static const int64_t end_of_dates = 253402300799; /* of 9999: beyond it every day would be its last */
    const struct zone *z = zone_find(zone);
    int64_t today = local_day(t, zone), hit;
    for (int64_t day = today - 1; day <= today + LOOK_AHEAD && day * 86400 <= end_of_dates; day++)
        if (day_matches(s, date_civil(day * 86400, NULL)) && first_of_day(s, z, day, t, &hit))
            return hit;
    return INT64_MAX;
}
