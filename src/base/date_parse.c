/* Dates as people write them. What is not understood is not a date: no guesses beyond the stated ones. */
#include "base/date.h"
#include "base/date_parts.h"
#include "base/utf8.h"
#include "base/zone.h"

enum { TEXT_MAX = 300, APART_MAX = 8 /* tokens between a date and its time */ };

static bool near(const struct day *d, const struct clock *c)
{
    return c->from < d->to + APART_MAX && d->from < c->to + APART_MAX;
}

static struct when settle(const struct day *d, const struct clock *c, const char *zone)
{
    int64_t local = date_days(d->year, d->month, d->day) * 86400;
    if (!c)
        return (struct when){.t = local, .has = WHEN_DAY};
    local += c->hour * 3600 + c->minute * 60 + c->second;
    if (c->zoned)
        return (struct when){.t = local - c->offset, .offset = c->offset, .has = WHEN_SECOND};
    int64_t t = zone_unix(zone_find(c->zone ? c->zone : zone), local);
    return (struct when){.t = t, .offset = (int32_t)(local - t), .has = WHEN_SECOND};
}

/* The whole text is one long number: YYYYMMDDhhmm[ss], or seconds or milliseconds since 1970. */
static bool all_digits(const struct tokens *ts, const char *zone, struct when *out)
{
    if (ts->n < 1 || ts->v[0].kind != NUMBER)
        return false;
    const struct token *t = &ts->v[0];
    if (ts->n == 1 && (t->digits == 10 || t->digits == 13)) {
        *out = (struct when){.t = t->digits == 10 ? t->value : t->value / 1000, .has = WHEN_SECOND};
        return true;
    }
    if (t->digits != 12 && t->digits != 14)
        return false;
    int64_t v = t->digits == 12 ? t->value * 100 : t->value, date = v / 1000000;
    struct clock c = {
        .hour = (int)(v / 10000 % 100), .minute = (int)(v / 100 % 100), .second = (int)(v % 100), .to = 1};
    struct day d;
    if (!date_make_day(date / 10000, date / 100 % 100, date % 100, 0, 1, &d) || !date_clock_ok(&c, -1))
        return false;
    struct tokens rest = *ts;
    date_find_zone(&rest, &c);
    *out = settle(&d, &c, zone);
    return true;
}

bool date_parse(struct str s, const char *zone, struct when *out)
{
    s = str_trim(s);
    if (s.n < 4 || s.n > TEXT_MAX)
        return false;
    if (date_usual(s, out))
        return true;
    struct arena a = {0};
    struct tokens ts;
    date_tokenize(utf8_fold(&a, s), &ts);
    struct clock c;
    struct day d;
    bool ok = all_digits(&ts, zone, out);
    if (!ok) {
        bool timed = date_find_time(&ts, &c);
        ok = date_find_day(&ts, &d);
        if (ok)
            *out = settle(&d, timed && near(&d, &c) ? &c : NULL, zone);
    }
    arena_end(&a);
    return ok;
}
