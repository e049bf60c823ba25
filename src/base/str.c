#include "base/str.h"
#include "base/lanes.h"
#include <stdio.h>
#include <string.h>

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str str_dup(struct arena *a, struct str s)
{
    if (!s.s)
        return s;
    char *p = arena_room(a, s.n + 1);
    memcpy(p, s.s, s.n);
    p[s.n] = 0;
    return (struct str){p, s.n};
}

struct str str_vfmt(struct arena *a, const char *fmt, va_list ap)
{
    char small[256];
    va_list again;
    va_copy(again, ap);
    int n = vsnprintf(small, sizeof small, fmt, ap);
    if (n < 0)
        n = 0;
    char *p = arena_alloc(a, (size_t)n + 1);
    if ((size_t)n < sizeof small)
        memcpy(p, small, (size_t)n);
    else
        vsnprintf(p, (size_t)n + 1, fmt, again);
    va_end(again);
    return (struct str){p, (size_t)n};
}

struct str str_fmt(struct arena *a, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    struct str s = str_vfmt(a, fmt, ap);
    va_end(ap);
    return s;
}

struct str str_join(struct arena *a, const struct strs *parts, const char *sep)
{
    size_t gap = strlen(sep), n = 0;
    for (size_t i = 0; i < parts->n; i++)
        n += parts->v[i].n + (i ? gap : 0);
    char *p = arena_alloc(a, n + 1), *w = p;
    for (size_t i = 0; i < parts->n; i++) {
        if (i)
            w = mempcpy(w, sep, gap);
        if (parts->v[i].n)
            w = mempcpy(w, parts->v[i].s, parts->v[i].n);
    }
    return (struct str){p, n};
}

bool str_eq(struct str a, struct str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.s, b.s, a.n) == 0);
}

bool str_eqc(struct str a, const char *b)
{
    return str_eq(a, str_c(b));
}

bool str_ieq(struct str a, struct str b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (a.s[i] != b.s[i] && lower(a.s[i]) != lower(b.s[i]))
            return false;
    return true;
}

int str_cmp(struct str a, struct str b)
{
    if (!a.s || !b.s)
        return (a.s != NULL) - (b.s != NULL);
    size_t n = a.n < b.n ? a.n : b.n;
    int d = n ? memcmp(a.s, b.s, n) : 0;
    return d ? d : (a.n > b.n) - (a.n < b.n);
}

bool str_ends(struct str s, const char *suffix)
{
    size_t n = strlen(suffix);
    return s.n >= n && (n == 0 || memcmp(s.s + s.n - n, suffix, n) == 0);
}

size_t str_find(struct str s, struct str needle)
{
    if (needle.n == 0)
        return 0;
    if (needle.n > s.n)
        return STR_NONE;
    const char *p = memmem(s.s, s.n, needle.s, needle.n);
    return p ? (size_t)(p - s.s) : STR_NONE;
}

/* Of sixteen places, has one the needle's first two bytes, in either case? (And now and then one that has them not.) */
static bool may_begin(const char *p, const char *needle)
{
    const lanes bit = lanes_of(0x20);
    return lanes_any(lanes_is(lanes_at(p) | bit, (unsigned char)(needle[0] | 0x20)) &
                     lanes_is(lanes_at(p + 1) | bit, (unsigned char)(needle[1] | 0x20)));
}

size_t str_ifind(struct str s, struct str needle)
{
    if (needle.n == 0)
        return 0;
    const bool lanes_fit = needle.n > 1 && s.n > LANES;
    for (size_t i = 0; i + needle.n <= s.n; i++) {
        while (lanes_fit && i + LANES < s.n && !may_begin(s.s + i, needle.s))
            i += LANES;
        if (lanes_fit && i + LANES >= s.n && !may_begin(s.s + s.n - LANES - 1, needle.s))
            break; /* nor among the last, looked at with some before them */
        if (i + needle.n <= s.n && lower(s.s[i]) == lower(needle.s[0]) &&
            str_ieq((struct str){s.s + i, needle.n}, needle))
            return i;
    }
    return STR_NONE;
}

size_t str_chr(struct str s, char c)
{
    const char *p = s.n ? memchr(s.s, c, s.n) : NULL;
    return p ? (size_t)(p - s.s) : STR_NONE;
}

/* Bytes of white space at the start of s: ASCII, or NBSP (C2 A0). */
static size_t space_at(struct str s)
{
    if (s.n && blank(s.s[0]))
        return 1;
    return s.n >= 2 && s.s[0] == '\xC2' && s.s[1] == '\xA0' ? 2 : 0;
}

static size_t space_before(struct str s)
{
    if (s.n && blank(s.s[s.n - 1]))
        return 1;
    return s.n >= 2 && s.s[s.n - 2] == '\xC2' && s.s[s.n - 1] == '\xA0' ? 2 : 0;
}

struct str str_trim(struct str s)
{
    for (size_t k; (k = space_at(s));)
        s = str_sub(s, k, s.n);
    for (size_t k; (k = space_before(s));)
        s.n -= k;
    return s;
}

struct str str_squeeze(struct arena *a, struct str s)
{
    if (!s.s)
        return s;
    s = str_trim(s);
    char *p = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n;) {
        size_t k = space_at(str_sub(s, i, s.n));
        if (!k) {
            p[n++] = s.s[i++];
            continue;
        }
        if (n && p[n - 1] != ' ')
            p[n++] = ' ';
        i += k;
    }
    p[n] = '\0';
    return (struct str){p, n};
}

bool str_listed(const char *list, struct str word)
{
    char key[48];
    if (!word.n || word.n > sizeof key - 3)
        return false;
    key[0] = key[word.n + 1] = ' ';
    memcpy(key + 1, word.s, word.n);
    key[word.n + 2] = 0;
    return strstr(list, key) != NULL;
}

bool str_cut(struct str *rest, char sep, struct str *head)
{
    if (!rest->s)
        return false;
    size_t i = str_chr(*rest, sep);
    if (i == STR_NONE) {
        *head = *rest;
        *rest = (struct str){0};
        return true;
    }
    *head = str_sub(*rest, 0, i);
    *rest = str_sub(*rest, i + 1, rest->n);
    return true;
}

bool str_line(struct str *rest, struct str *line)
{
    if (rest->n == 0)
        return false;
    size_t i = str_chr(*rest, '\n');
    size_t end = i == STR_NONE ? rest->n : i;
    *line = str_sub(*rest, 0, end);
    *rest = str_sub(*rest, end + 1, rest->n);
    if (line->n && line->s[line->n - 1] == '\r')
        line->n--;
    return true;
}

bool str_i64(struct str s, int64_t *out)
{
    bool minus = s.n && s.s[0] == '-';
    size_t i = s.n && (minus || s.s[0] == '+');
    int64_t v = 0;
    if (i == s.n)
        return false;
    for (; i < s.n; i++) {
        int d = s.s[i] - '0';
        if (d < 0 || d > 9)
            return false;
        /* counted downwards, so that INT64_MIN fits */
        if (__builtin_mul_overflow(v, 10, &v) || __builtin_sub_overflow(v, d, &v))
            return false;
    }
    if (!minus && v == INT64_MIN)
        return false;
    *out = minus ? v : -v;
    return true;
}

static uint64_t fold(uint64_t a, uint64_t b)
{
    unsigned __int128 m = (unsigned __int128)a * b;
    return (uint64_t)m ^ (uint64_t)(m >> 64);
}

static uint64_t read8(const char *p, size_t n)
{
    uint64_t v = 0;
    if (n == 8) {
        memcpy(&v, p, 8);
        return __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? v : __builtin_bswap64(v);
    }
    for (size_t i = 0; i < n; i++)
        v |= (uint64_t)(unsigned char)p[i] << (8 * i);
    return v;
}

/* The seed goes into both factors: with it in one only, an input that makes the other zero would collide under every
 * seed. The constants are the first digits of the fractional parts of sqrt(2) and sqrt(3). */
uint64_t str_hash_seed(struct str s, uint64_t seed)
{
    const uint64_t k0 = 0x6A09E667F3BCC909u, k1 = 0xBB67AE8584CAA73Bu;
    uint64_t h = fold(seed ^ k0, s.n ^ k1);
    size_t i = 0;
    for (; i + 8 <= s.n; i += 8)
        h = fold(read8(s.s + i, 8) ^ h ^ k0, h ^ k1 ^ seed);
    if (i < s.n)
        h = fold(read8(s.s + i, s.n - i) ^ h ^ k0, h ^ k1 ^ seed);
    return fold(h ^ k1, k0);
}

uint64_t str_hash(struct str s)
{
    return str_hash_seed(s, 0);
}

bool strs_has(const struct strs *v, struct str s)
{
    for (size_t i = 0; i < v->n; i++)
        if (str_eq(v->v[i], s))
            return true;
    return false;
}

bool strs_ihas(const struct strs *v, struct str s)
{
    for (size_t i = 0; i < v->n; i++)
        if (str_ieq(v->v[i], s))
            return true;
    return false;
}
