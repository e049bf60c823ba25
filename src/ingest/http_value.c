#include "ingest/http_value.h"
#include "base/date.h"

enum { RETRY_AFTER_MAX = 7 * 86400, AGE_MAX = 30 * 86400 };

bool http_value_safe(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.s[i] < ' ' || (unsigned char)s.s[i] > '~')
            return false;
    return s.n > 0 && s.n <= 1024;
}

int64_t http_retry_after(struct str s)
{
    int64_t n = 0;
    struct when w;
    bool digits = s.n > 0;
    for (size_t i = 0; i < s.n; i++)
        digits &= s.s[i] >= '0' && s.s[i] <= '9';
    if (digits)
        n = s.n < 9 && str_i64(s, &n) ? n : RETRY_AFTER_MAX;
    else if (s.n && date_parse(s, NULL, &w))
        n = w.t - clock_now();
    return n < 0 ? 0 : n > RETRY_AFTER_MAX ? RETRY_AFTER_MAX : n;
}

/* max-age=60, max-age="60"; what is no number says that nothing stays fresh. -1: another directive. */
static int64_t max_age(struct str directive)
{
    int64_t n;
    if (!str_istarts(directive, "max-age="))
        return -1;
    struct str value = str_sub(directive, 8, directive.n);
    if (value.n > 2 && value.s[0] == '"' && value.s[value.n - 1] == '"')
        value = str_sub(value, 1, value.n - 1);
    return str_i64(value, &n) && n > 0 ? n : 0;
}

/* Expires is a moment of the server's clock, which its Date tells. */
static int64_t until_expires(const struct http_freshness *h)
{
    struct when until, from;
    if (!date_parse(h->expires, NULL, &until))
        return 0;
    return until.t - (date_parse(h->date, NULL, &from) ? from.t : clock_now());
}

int64_t http_fresh(const struct http_freshness *h)
{
    struct str rest = h->cache_control, part;
    int64_t n = -1, age = 0;
    while (str_cut(&rest, ',', &part)) {
        part = str_trim(part);
        if (str_ieqc(part, "no-cache") || str_ieqc(part, "no-store"))
            return 0;
        n = n < 0 ? max_age(part) : n;
    }
    n = n < 0 ? until_expires(h) : n;
    if (n > 0 && str_i64(str_trim(h->age), &age) && age > 0) /* a cache on the way had it for so long already */
        n = age < n ? n - age : 0;
    return n < 0 ? 0 : n > AGE_MAX ? AGE_MAX : n;
}

int64_t http_sent_at(struct str date)
{
    struct when w;
    int64_t now = clock_now();
    return date_parse(date, NULL, &w) && w.has == WHEN_SECOND && w.t < now && w.t > now - AGE_MAX ? w.t : now;
}
