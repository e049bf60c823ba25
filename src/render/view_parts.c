#include "render/view_parts.h"

static const char *const weekdays[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                     "July",    "August",   "September", "October", "November", "December"};

struct value *view_date(struct arena *a, struct when w, struct str zone, int this_year)
{
    if (w.has == WHEN_NONE)
        return NULL;
    /* a day without a time is that day everywhere */
    struct civil c = date_civil(w.t, w.has == WHEN_DAY || !zone.n ? NULL : zone.s);
    const char *weekday = weekdays[c.weekday % 7], *month = months[(c.month + 11) % 12];
    struct value *m = value_new(a, VALUE_MAP);
    value_put_text(a, m, "long", str_fmt(a, "%s, %s %d, %d", weekday, month, c.day, c.year));
    value_put_text(a, m, "full", str_fmt(a, "%s %d, %d", month, c.day, c.year));
    value_put_text(a, m, "short",
                   this_year && c.year != this_year ? str_fmt(a, "%s %d, %d", month, c.day, c.year)
                                                    : str_fmt(a, "%s %d", month, c.day));
    value_put_text(a, m, "iso", str_fmt(a, "%04d-%02d-%02d", c.year, c.month, c.day));
    value_put_text(a, m, "weekday", str_c(weekday));
    value_put_text(a, m, "month_name", str_c(month));
    value_put_text(a, m, "day", str_fmt(a, "%d", c.day));
    value_put_text(a, m, "month", str_fmt(a, "%d", c.month));
    value_put_text(a, m, "year", str_fmt(a, "%d", c.year));
    return m;
}

struct str view_number(struct arena *a, size_t n)
{
    static const char *const words[] = {"One",   "Two",   "Three", "Four", "Five",   "Six",
                                        "Seven", "Eight", "Nine",  "Ten",  "Eleven", "Twelve"};
    if (!n)
        return (struct str){0};
    return n <= 12 ? str_c(words[n - 1]) : str_fmt(a, "%zu", n);
}

struct str view_greeting(int hour)
{
    return hour < 12 ? str_lit("Good morning") : hour < 18 ? str_lit("Good afternoon") : str_lit("Good evening");
}

struct str view_and(struct arena *a, const struct strs *names)
{
    if (names->n < 2)
        return names->n ? names->v[0] : (struct str){0};
    struct strs head = {.v = names->v, .n = names->n - 1};
    return str_fmt(a, STR_FMT " and " STR_FMT, STR_ARG(str_join(a, &head, ", ")), STR_ARG(names->v[names->n - 1]));
}

struct str view_lines(struct arena *a, struct str s)
{
    struct strs lines = {0};
    struct str l;
    while (str_line(&s, &l))
        if (str_trim(l).n)
            vec_add(a, &lines, str_trim(l));
    return lines.n ? str_join(a, &lines, ", ") : (struct str){0};
}
