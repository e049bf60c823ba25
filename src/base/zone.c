/* Time zones from the system's compiled tzdata (TZif, RFC 8536). */
#include "base/zone.h"
#include "base/date.h"
#include "base/file.h"
#include "base/map.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_MAX = 1 << 20, NAME_MAX_LEN = 64, HEADER_LEN = 44, COUNT_MAX = 100000 };

/* When the clock changes every year, from the POSIX TZ string at the end of the file. */
struct change {
    char kind; /* 'M' month.week.day, 'J' day of year without February 29, 'D' day of year from 0 */
    int month, week, day;
    int32_t second; /* of the local day */
};

struct rule {
    bool known, has_dst;
    int32_t standard, dst;
    struct change start, end;
};

struct zone {
    size_t transitions, types;
    const int64_t *at;
    const uint8_t *type;
    const int32_t *offset; /* of each type */
    struct rule rule;      /* after the last transition */
};

/* Zones live as long as the program, whichever thread asked first. */
static pthread_mutex_t loading = PTHREAD_MUTEX_INITIALIZER;
static struct arena kept;
static struct map known;

static uint32_t be32(const char *p)
{
    const unsigned char *u = (const unsigned char *)p;
    return (uint32_t)u[0] << 24 | (uint32_t)u[1] << 16 | (uint32_t)u[2] << 8 | u[3];
}

static int64_t be64(const char *p)
{
    return (int64_t)((uint64_t)be32(p) << 32 | be32(p + 4));
}

struct counts {
    size_t isut, isstd, leap, time, type, chars;
};

static bool read_header(struct str s, struct counts *c)
{
    if (s.n < HEADER_LEN || memcmp(s.s, "TZif", 4) != 0)
        return false;
    *c =
        (struct counts){be32(s.s + 20), be32(s.s + 24), be32(s.s + 28), be32(s.s + 32), be32(s.s + 36), be32(s.s + 40)};
    return c->isut <= COUNT_MAX && c->isstd <= COUNT_MAX && c->leap <= COUNT_MAX && c->time <= COUNT_MAX &&
           c->type >= 1 && c->type <= 256 && c->chars <= COUNT_MAX;
}

static size_t body_length(const struct counts *c, size_t word)
{
    return c->time * (word + 1) + c->type * 6 + c->chars + c->leap * (word + 4) + c->isstd + c->isut;
}

static bool read_body(struct str s, const struct counts *c, size_t word, struct zone *z)
{
    if (s.n < body_length(c, word))
        return false;
    int64_t *at = arena_array(&kept, int64_t, c->time);
    for (size_t i = 0; i < c->time; i++)
        at[i] = word == 8 ? be64(s.s + i * 8) : (int32_t)be32(s.s + i * 4);
    const char *p = s.s + c->time * word;
    uint8_t *type = arena_copy(&kept, p, c->time);
    int32_t *offset = arena_array(&kept, int32_t, c->type);
    for (size_t i = 0; i < c->time; i++)
        if (type[i] >= c->type)
            return false;
    for (size_t i = 0; i < c->type; i++) {
        offset[i] = (int32_t)be32(p + c->time + i * 6);
        if (offset[i] < -26 * 3600 || offset[i] > 26 * 3600)
            return false;
    }
    *z = (struct zone){.transitions = c->time, .types = c->type, .at = at, .type = type, .offset = offset};
    return true;
}

/* ---- the POSIX TZ string: "EST5EDT,M3.2.0,M11.1.0" ---- */

static bool take(struct str *s, char c)
{
    if (!s->n || s->s[0] != c)
        return false;
    *s = str_sub(*s, 1, s->n);
    return true;
}

static bool take_number(struct str *s, int max, int *out)
{
    size_t i = 0;
    int v = 0;
    while (i < s->n && i < 4 && s->s[i] >= '0' && s->s[i] <= '9')
        v = v * 10 + (s->s[i++] - '0');
    *out = v;
    *s = str_sub(*s, i, s->n);
    return i > 0 && v <= max;
}

static bool take_name(struct str *s)
{
    size_t i = 0;
    if (take(s, '<')) {
        i = str_chr(*s, '>');
        if (i == STR_NONE)
            return false;
        *s = str_sub(*s, i + 1, s->n);
        return true;
    }
    while (i < s->n && ((s->s[i] | 0x20) >= 'a' && (s->s[i] | 0x20) <= 'z'))
        i++;
    *s = str_sub(*s, i, s->n);
    return i >= 3;
}

/* [+-]hh[:mm[:ss]]; RFC 8536 lets hours of changes run to 167. */
static bool take_time(struct str *s, int32_t *out)
{
    bool minus = take(s, '-');
    if (!minus)
        take(s, '+');
    int h = 0, m = 0, sec = 0;
    if (!take_number(s, 167, &h) ||
        (take(s, ':') && (!take_number(s, 59, &m) || (take(s, ':') && !take_number(s, 59, &sec)))))
        return false;
    int32_t v = h * 3600 + m * 60 + sec;
    *out = minus ? -v : v;
    return true;
}

static bool take_change(struct str *s, struct change *c)
{
    bool ok;
    c->kind = 'D';
    if (take(s, 'M')) {
        c->kind = 'M';
        ok = take_number(s, 12, &c->month) && c->month && take(s, '.') && take_number(s, 5, &c->week) && c->week &&
             take(s, '.') && take_number(s, 6, &c->day);
    } else {
        if (take(s, 'J'))
            c->kind = 'J';
        ok = take_number(s, 365, &c->day);
    }
    c->second = 2 * 3600;
    return ok && (!take(s, '/') || take_time(s, &c->second));
}

static void read_rule(struct str s, struct rule *r)
{
    int32_t west;
    if (!take_name(&s) || !take_time(&s, &west))
        return;
    r->standard = -west;
    if (s.n == 0) {
        r->known = true;
        return;
    }
    if (!take_name(&s))
        return;
    r->dst = r->standard + 3600;
    if (s.n && s.s[0] != ',') {
        if (!take_time(&s, &west))
            return;
        r->dst = -west;
    }
    r->has_dst = true;
    r->known = take(&s, ',') && take_change(&s, &r->start) && take(&s, ',') && take_change(&s, &r->end);
}

static bool leap_year(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* Local second of the year's change, as if UTC. */
static int64_t change_at(const struct change *c, int year)
{
    int64_t day;
    if (c->kind == 'M') {
        int64_t first = date_days(year, c->month, 1);
        int weekday = (int)(((first + 4) % 7 + 7) % 7);
        day = first + (c->day - weekday + 7) % 7 + 7 * (c->week - 1);
        int64_t next = c->month == 12 ? date_days(year + 1, 1, 1) : date_days(year, c->month + 1, 1);
        while (day >= next) /* week 5 is the last */
            day -= 7;
    } else if (c->kind == 'J') {
        day = date_days(year, 1, 1) + c->day - 1 + (leap_year(year) && c->day >= 60);
    } else {
        day = date_days(year, 1, 1) + c->day;
    }
    return day * 86400 + c->second;
}

static int32_t rule_offset(const struct rule *r, int64_t t)
{
    if (!r->has_dst)
        return r->standard;
    int year = date_civil(t + r->standard, NULL).year;
    int64_t start = change_at(&r->start, year) - r->standard, end = change_at(&r->end, year) - r->dst;
    bool dst = start < end ? t >= start && t < end : t >= start || t < end;
    return dst ? r->dst : r->standard;
}

/* ---- files ---- */

static bool parse_file(struct str s, struct zone *z)
{
    struct counts c;
    if (!read_header(s, &c))
        return false;
    if (s.s[4] < '2')
        return read_body(str_sub(s, HEADER_LEN, s.n), &c, 4, z);
    s = str_sub(s, HEADER_LEN + body_length(&c, 4), s.n);
    if (!read_header(s, &c) || !read_body(str_sub(s, HEADER_LEN, s.n), &c, 8, z))
        return false;
    struct str footer = str_sub(s, HEADER_LEN + body_length(&c, 8), s.n);
    if (take(&footer, '\n'))
        read_rule(str_sub(footer, 0, str_chr(footer, '\n')), &z->rule);
    return true;
}

/* Only names that stay inside the zone folder. */
static bool name_ok(const char *name)
{
    size_t n = strlen(name);
    if (n == 0 || n > NAME_MAX_LEN || name[0] == '/' || name[0] == '.' || strstr(name, ".."))
        return false;
    return strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/.") == n;
}

static const struct zone *load(const char *name)
{
    static const int32_t zero;
    static const struct zone utc = {.types = 1, .offset = &zero};
    if (!name_ok(name))
        return NULL;
    struct arena a = {0};
    struct str bytes = {0};
    struct err ignored = {0};
    const char *dir = getenv("TZDIR");
    struct str path = path_join(&a, str_c(dir && *dir ? dir : "/usr/share/zoneinfo"), str_c(name));
    struct zone *z = NULL;
    if (file_read(&a, path.s, FILE_MAX, &bytes, &ignored) == 0) {
        z = arena_new(&kept, struct zone);
        if (!parse_file(bytes, z))
            z = NULL;
    }
    arena_end(&a);
    if (!z && (strcmp(name, "UTC") == 0 || strcmp(name, "Etc/UTC") == 0))
        return &utc; /* a system without tzdata still knows this one */
    return z;
}

struct named_zone {
    const char *name;
    const struct zone *zone;
};

static struct named_zone *find_or_load(const char *name)
{
    struct str key = str_c(name);
    struct named_zone *found = map_get(&known, key);
    if (found)
        return found;
    const struct zone *z = load(name);
    if (!z)
        return NULL; /* not kept: a list of wrong names must not grow the table */
    key = str_dup(&kept, key);
    found = arena_copy(&kept, &(struct named_zone){key.s, z}, sizeof *found);
    *map_at(&kept, &known, key) = found;
    return found;
}

const struct zone *zone_find(const char *name)
{
    static _Thread_local const struct named_zone *last;
    if (!name)
        return NULL;
    if (last && strcmp(last->name, name) == 0)
        return last->zone;
    pthread_mutex_lock(&loading);
    const struct named_zone *found = find_or_load(name);
    pthread_mutex_unlock(&loading);
    if (found)
        last = found;
    return found ? found->zone : NULL;
}

int32_t zone_offset(const struct zone *z, int64_t t)
{
    if (!z)
        return 0;
    if (z->transitions == 0 || t < z->at[0])
        return z->transitions == 0 && z->rule.known ? rule_offset(&z->rule, t) : z->offset[0];
    if (t >= z->at[z->transitions - 1] && z->rule.known)
        return rule_offset(&z->rule, t);
    size_t low = 0, high = z->transitions; /* at[low] <= t < at[high] */
    while (high - low > 1) {
        size_t mid = low + (high - low) / 2;
        if (z->at[mid] <= t)
            low = mid;
        else
            high = mid;
    }
    return z->offset[z->type[low]];
}

int64_t zone_unix(const struct zone *z, int64_t local)
{
    /* no zone is more than a day from UTC, and none changes twice within two days */
    int32_t before = zone_offset(z, local - 86400), after = zone_offset(z, local + 86400);
    if (before != after && zone_offset(z, local - before) != before && zone_offset(z, local - after) == after)
        return local - after;
    return local - before;
}

bool zone_gap(const struct zone *z, int64_t local, int64_t *after)
{
    int64_t t = zone_unix(z, local);
    if (t + zone_offset(z, t) == local)
        return false;
    int64_t low = local - 2 * 86400, high = local + 2 * 86400;
    int32_t old = zone_offset(z, local - 86400);
    while (high - low > 1) {
        int64_t mid = low + (high - low) / 2;
        if (zone_offset(z, mid) == old)
            low = mid;
        else
            high = mid;
    }
    *after = high;
    return true;
}
