/* The day in a date: ISO weeks and ordinals, CJK signs, three numbers, a month by name. */
#include "base/date.h"
#include "base/date_parts.h"
#include "base/date_words.h"
#include <string.h>

static int month_length(int year, int month)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return lengths[month - 1] + (month == 2 && leap);
}

/* RFC 2822 section 4.3, with the border at 70 because nothing we read is older than 1970 unless it says so. */
static int full_year(const struct token *t)
{
    int v = (int)t->value;
    if (t->digits <= 2)
        return v < 70 ? 2000 + v : 1900 + v;
    return t->digits == 3 ? 1900 + v : v;
}

bool date_make_day(int64_t year, int64_t month, int64_t day, size_t from, size_t to, struct day *out)
{
    if (year < 1000 || year > 9999 || month < 1 || month > 12 || day < 1 || day > month_length((int)year, (int)month))
        return false;
    *out = (struct day){(int)year, (int)month, (int)day, from, to};
    return true;
}

static bool from_ordinal(int64_t year, int64_t ordinal, size_t from, size_t to, struct day *out)
{
    if (ordinal < 1 || ordinal > (month_length((int)year, 2) == 29 ? 366 : 365))
        return false;
    struct civil c = date_civil((date_days((int)year, 1, 1) + ordinal - 1) * 86400, NULL);
    return date_make_day(c.year, c.month, c.day, from, to, out);
}

/* ISO 8601 week: week 1 holds January 4, weeks start on Monday. */
static bool from_week(int64_t year, int64_t week, int64_t weekday, size_t from, size_t to, struct day *out)
{
    if (year < 1000 || year > 9998 || week < 1 || week > 53 || weekday < 1 || weekday > 7)
        return false;
    int64_t fourth = date_days((int)year, 1, 4);
    int64_t monday = fourth - ((fourth + 3) % 7 + 7) % 7;
    struct civil c = date_civil((monday + (week - 1) * 7 + weekday - 1) * 86400, NULL);
    return date_make_day(c.year, c.month, c.day, from, to, out);
}

static bool week_date(const struct tokens *ts, size_t i, struct day *out)
{
    if (!token_is_number(ts, i, 4, 4))
        return false;
    size_t w = i + 1 + token_is_sign(ts, i + 1, '-');
    if (!token_is_word(ts, w, "w") || !token_is_number(ts, w + 1, 2, 3))
        return false;
    int64_t year = ts->v[i].value, v = ts->v[w + 1].value;
    if (ts->v[w + 1].digits == 3)
        return from_week(year, v / 10, v % 10, i, w + 2, out);
    if (token_is_sign(ts, w + 2, '-') && token_is_glued_number(ts, w + 3, 1, 1))
        return from_week(year, v, ts->v[w + 3].value, i, w + 4, out);
    return from_week(year, v, 1, i, w + 2, out);
}

static bool ordinal_date(const struct tokens *ts, size_t i, struct day *out)
{
    if (token_is_number(ts, i, 7, 7) && (ts->n == 1 || token_is_word(ts, i + 1, "t")))
        return from_ordinal(ts->v[i].value / 1000, ts->v[i].value % 1000, i, i + 1, out);
    return token_is_number(ts, i, 4, 4) && token_is_sign(ts, i + 1, '-') && token_is_glued_number(ts, i + 2, 3, 3) &&
           ts->v[i].value >= 1000 && from_ordinal(ts->v[i].value, ts->v[i + 2].value, i, i + 3, out);
}

/* 年月日 and 년월일; Japanese eras count from their first year. */
static bool cjk_date(const struct tokens *ts, size_t i, struct day *out)
{
    if (!token_is_number(ts, i, 1, 4) || (!token_begins(ts, i + 1, "年") && !token_begins(ts, i + 1, "년")) ||
        !token_is_number(ts, i + 2, 1, 2) || (!token_begins(ts, i + 3, "月") && !token_begins(ts, i + 3, "월")) ||
        !token_is_number(ts, i + 4, 1, 2))
        return false;
    int64_t year = ts->v[i].value;
    if (i > 0 && ts->v[i - 1].kind == WORD && ts->v[i].digits <= 2)
        year += str_ends(ts->v[i - 1].word, "令和") ? 2018 : str_ends(ts->v[i - 1].word, "平成") ? 1988 : 0;
    return date_make_day(year, ts->v[i + 2].value, ts->v[i + 4].value, i, i + 5, out);
}

/* Three numbers with the same sign between them. */
static bool triple_date(const struct tokens *ts, size_t i, struct day *out)
{
    if (!token_is_number(ts, i, 1, 4) || !token_is_number(ts, i + 2, 1, 2) || !token_is_number(ts, i + 4, 1, 4))
        return false;
    char sep = token_is_sign(ts, i + 1, '-')   ? '-'
               : token_is_sign(ts, i + 1, '/') ? '/'
               : token_is_sign(ts, i + 1, '.') ? '.'
                                               : 0;
    if (!sep || !token_is_sign(ts, i + 3, sep))
        return false;
    const struct token *a = &ts->v[i], *b = &ts->v[i + 2], *c = &ts->v[i + 4];
    if (a->digits == 4) /* year first; some write the day second */
        return c->digits <= 2 && (date_make_day(a->value, b->value, c->value, i, i + 5, out) ||
                                  date_make_day(a->value, c->value, b->value, i, i + 5, out));
    if (a->digits > 2 || c->digits == 3 || c->digits == 1)
        return false;
    int year = full_year(c);
    bool day_first = sep == '.' || a->value > 12;
    if (day_first)
        return date_make_day(year, b->value, a->value, i, i + 5, out);
    return date_make_day(year, a->value, b->value, i, i + 5, out) ||
           date_make_day(year, b->value, a->value, i, i + 5, out);
}

/* ISO 8601 without separators, with the time run on or behind it. */
static bool compact_date(const struct tokens *ts, size_t i, struct day *out)
{
    return token_is_number(ts, i, 8, 8) &&
           date_make_day(ts->v[i].value / 10000, ts->v[i].value / 100 % 100, ts->v[i].value % 100, i, i + 1, out);
}

static bool skippable(const struct tokens *ts, size_t i)
{
    const struct token *t = &ts->v[i];
    if (t->used)
        return true;
    if (t->kind == SIGN)
        return strchr(".,-/'()", t->word.s[0]) != NULL;
    return t->kind == WORD && date_filler(t->word);
}

/* The next number that belongs to a named month: nothing but fillers on the way. TOKENS_MAX: none. */
static size_t number_after(const struct tokens *ts, size_t i)
{
    for (; i < ts->n; i++) {
        if (token_is_number(ts, i, 1, 4))
            return i;
        if (!skippable(ts, i))
            break;
    }
    return TOKENS_MAX;
}

static size_t number_before(const struct tokens *ts, size_t i)
{
    while (i-- > 0) {
        if (token_is_number(ts, i, 1, 4))
            return i;
        if (!skippable(ts, i))
            break;
    }
    return TOKENS_MAX;
}

static bool could_be_day(const struct tokens *ts, size_t i)
{
    return i < TOKENS_MAX && ts->v[i].digits <= 2 && ts->v[i].value >= 1 && ts->v[i].value <= 31;
}

static bool is_year(const struct tokens *ts, size_t i)
{
    return i < TOKENS_MAX && ts->v[i].digits == 4;
}

/* A year of two or three digits; only where nothing better stands behind it. */
static bool short_year(const struct tokens *ts, size_t i)
{
    return i < TOKENS_MAX && (ts->v[i].digits == 2 || ts->v[i].digits == 3);
}

static bool named_date(const struct tokens *ts, size_t m, struct day *out)
{
    if (ts->v[m].kind != WORD || ts->v[m].used)
        return false;
    int month = date_month(ts->v[m].word);
    if (!month)
        return false;
    size_t before = number_before(ts, m), after = number_after(ts, m + 1);
    size_t second = after < TOKENS_MAX ? number_after(ts, after + 1) : TOKENS_MAX;
    size_t third = second < TOKENS_MAX ? number_after(ts, second + 1) : TOKENS_MAX;
    if (could_be_day(ts, before) && is_year(ts, after))
        return date_make_day(ts->v[after].value, month, ts->v[before].value, before, after + 1, out);
    if (is_year(ts, before) && could_be_day(ts, after))
        return date_make_day(ts->v[before].value, month, ts->v[after].value, before, after + 1, out);
    if (could_be_day(ts, after) && is_year(ts, second))
        return date_make_day(ts->v[second].value, month, ts->v[after].value, m, second + 1, out);
    if (could_be_day(ts, after) && could_be_day(ts, second) && is_year(ts, third)) /* "July 30-31, 2025" */
        return date_make_day(ts->v[third].value, month, ts->v[after].value, m, third + 1, out);
    if (could_be_day(ts, before) && short_year(ts, after))
        return date_make_day(full_year(&ts->v[after]), month, ts->v[before].value, before, after + 1, out);
    if (could_be_day(ts, after) && short_year(ts, second))
        return date_make_day(full_year(&ts->v[second]), month, ts->v[after].value, m, second + 1, out);
    return false;
}

bool date_find_day(const struct tokens *ts, struct day *out)
{
    for (size_t i = 0; i < ts->n; i++)
        if (week_date(ts, i, out) || cjk_date(ts, i, out) || triple_date(ts, i, out) || ordinal_date(ts, i, out) ||
            compact_date(ts, i, out) || named_date(ts, i, out))
            return true;
    /* W3C-DTF: a year with a month, which feeds write and every reader takes for the month's first day */
    return ts->n == 3 && token_is_number(ts, 0, 4, 4) && token_is_sign(ts, 1, '-') &&
           token_is_glued_number(ts, 2, 2, 2) && date_make_day(ts->v[0].value, ts->v[2].value, 1, 0, 3, out);
}
