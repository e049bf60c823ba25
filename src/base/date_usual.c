/* The two forms that nearly every date of a feed has, RFC 3339 and RFC 5322, read by their places. Whatever is not
 * exactly one of them is left to the reader of everything people write. */
#include "base/date.h"
#include "base/date_parts.h"
#include <string.h>

struct places { /* what has been read so far, and the rest */
    struct str rest;
    bool ok;
};

static int digits(struct places *p, size_t n)
{
    int v = 0;
    p->ok &= p->rest.n >= n;
    for (size_t i = 0; p->ok && i < n; i++) {
        char c = p->rest.s[i];
        p->ok = c >= '0' && c <= '9';
        v = v * 10 + (c - '0');
    }
    p->rest = str_sub(p->rest, n, p->rest.n);
    return p->ok ? v : 0;
}

static void sign(struct places *p, const char *text)
{
    p->ok &= str_starts(p->rest, text);
    p->rest = str_sub(p->rest, strlen(text), p->rest.n);
}

/* Three letters, as their place in a list of such, from 1; 0: none of them. */
static int word(struct places *p, const char *list)
{
    for (size_t i = 0; p->ok && p->rest.n >= 3 && list[i]; i += 3)
        if (memcmp(p->rest.s, list + i, 3) == 0) {
            p->rest = str_sub(p->rest, 3, p->rest.n);
            return (int)(i / 3 + 1);
        }
    return 0;
}

/* "+02:00" or, with nothing between, "+0200" */
static int32_t offset(struct places *p, const char *between)
{
    bool west = str_starts(p->rest, "-");
    sign(p, west ? "-" : "+");
    int hour = digits(p, 2);
    sign(p, between);
    int minute = digits(p, 2);
    p->ok &= hour <= 12 && minute < 60;
    return (west ? -60 : 60) * (hour * 60 + minute);
}

static void clock_time(struct places *p, struct clock *c)
{
    c->hour = digits(p, 2);
    sign(p, ":");
    c->minute = digits(p, 2);
    sign(p, ":");
    c->second = digits(p, 2);
    p->ok &= c->hour < 24 && c->minute < 60 && c->second < 60;
}

/* "2025-07-31T05:07:00Z" */
static void rfc3339(struct places *p, struct day *d, struct clock *c)
{
    d->year = digits(p, 4);
    sign(p, "-");
    d->month = digits(p, 2);
    sign(p, "-");
    d->day = digits(p, 2);
    sign(p, "T");
    clock_time(p, c);
    if (str_eqc(p->rest, "Z"))
        p->rest.n = 0;
    else
        c->offset = offset(p, ":");
}

/* "Thu, 31 Jul 2025 05:07:00 GMT" */
static void rfc5322(struct places *p, struct day *d, struct clock *c)
{
    if (word(p, "MonTueWedThuFriSatSun"))
        sign(p, ", ");
    d->day = digits(p, p->rest.n > 1 && p->rest.s[1] == ' ' ? 1 : 2);
    sign(p, " ");
    d->month = word(p, "JanFebMarAprMayJunJulAugSepOctNovDec");
    sign(p, " ");
    d->year = digits(p, 4);
    sign(p, " ");
    clock_time(p, c);
    sign(p, " ");
    if (str_eqc(p->rest, "GMT") || str_eqc(p->rest, "UTC"))
        p->rest.n = 0;
    else
        c->offset = offset(p, "");
}

bool date_usual(struct str s, struct when *out)
{
    struct places p = {s, s.n >= 20};
    struct day d = {0};
    struct clock c = {0};
    if (p.ok && s.s[4] == '-')
        rfc3339(&p, &d, &c);
    else if (p.ok)
        rfc5322(&p, &d, &c);
    if (!p.ok || p.rest.n || d.year < 1970 || d.year > 2099 || !date_make_day(d.year, d.month, d.day, 0, 1, &d))
        return false;
    int64_t local = date_days(d.year, d.month, d.day) * 86400 + c.hour * 3600 + c.minute * 60 + c.second;
    *out = (struct when){.t = local - c.offset, .offset = c.offset, .has = WHEN_SECOND};
    return true;
}
