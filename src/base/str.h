/* str.h: a slice of text, {pointer, length}.
 *
 * {NULL, 0} means "unknown"; "" (pointer set, length 0) means "known to be empty".  Strings made by str_dup,
 * str_fmt and str_lit are followed by a NUL byte, so `.s` may be given to a C function; slices made by
 * str_sub and friends are not.  Every string held in a `model` struct is NUL-terminated, holds valid UTF-8 and
 * no NUL inside (the doors in `ingest` see to that).
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include "base/arena.h"
#include "base/vec.h"
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
    const char *s;
    size_t n;
};
VEC(strs, struct str);

#define str_lit(c) ((struct str){"" c, sizeof(c) - 1})
#define STR_FMT "%.*s"
#define STR_ARG(x) (int)(x).n, (x).s ? (x).s : ""

struct str str_dup(struct arena *a, struct str s);
struct str str_fmt(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
struct str str_vfmt(struct arena *a, const char *fmt, va_list ap);
struct str str_join(struct arena *a, const struct strs *parts, const char *sep);

bool str_eq(struct str a, struct str b);
bool str_eqc(struct str a, const char *b);
bool str_ieq(struct str a, struct str b); /* ASCII case only: protocol words, keys */
int str_cmp(struct str a, struct str b);  /* bytewise, for stable orders; unknown sorts first */
bool str_ends(struct str s, const char *suffix);

#define STR_NONE ((size_t)-1)
size_t str_find(struct str s, struct str needle); /* STR_NONE if absent */
size_t str_ifind(struct str s, struct str needle);
size_t str_chr(struct str s, char c);
struct str str_trim(struct str s);                     /* ASCII white space and NBSP at both ends */
struct str str_squeeze(struct arena *a, struct str s); /* trimmed, inner white space runs to one space */
/* " one two three " has the word; spaces around each, words up to 45 bytes. */
bool str_listed(const char *list, struct str word);
bool str_cut(struct str *rest, char sep, struct str *head); /* next field; false when *rest is used up ({NULL,0}) */
bool str_line(struct str *rest, struct str *line);          /* next line without its CR LF; false at the end */
bool str_i64(struct str s, int64_t *out);                   /* whole string a decimal number in range */
uint64_t str_hash(struct str s);                            /* the same on every machine and in every run */
uint64_t str_hash_seed(struct str s, uint64_t seed);
bool strs_has(const struct strs *v, struct str s);
bool strs_ihas(const struct strs *v, struct str s);

/* These stand here because a call would cost more than what they do, and because the length of a literal is known where
 * it is written. */
static inline struct str str_c(const char *c) /* borrows; NULL gives {NULL, 0} */
{
    return (struct str){c, c ? strlen(c) : 0};
}
static inline struct str str_sub(struct str s, size_t from, size_t to) /* clamped */
{
    to = to > s.n ? s.n : to;
    from = from > to ? to : from;
    return s.s ? (struct str){s.s + from, to - from} : s;
}
static inline bool str_starts(struct str s, const char *prefix)
{
    size_t n = strlen(prefix);
    return s.n >= n && (n == 0 || memcmp(s.s, prefix, n) == 0);
}
static inline bool str_istarts(struct str s, const char *prefix)
{
    size_t n = strlen(prefix);
    return s.n >= n && str_ieq((struct str){s.s, n}, (struct str){prefix, n});
}
static inline bool str_ieqc(struct str a, const char *b)
{
    if (b && (a.n ? (a.s[0] ^ b[0]) & ~0x20 : b[0])) /* most words that are no such word begin otherwise */
        return false;
    return str_ieq(a, str_c(b));
}

#endif
