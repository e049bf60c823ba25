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

int64_t http_max_age(struct str cache_control)
{
    struct str part;
    int64_t n = 0;
    while (str_cut(&cache_control, ',', &part)) {
        part = str_trim(part);
        if (str_ieqc(part, "no-cache") || str_ieqc(part, "no-store"))
            return 0;
        if (str_istarts(part, "max-age=") && !str_i64(str_sub(part, 8, part.n), &n))
            n = 0;
    }
    return n < 0 ? 0 : n > AGE_MAX ? AGE_MAX : n;
}
