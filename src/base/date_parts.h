/* date_parts.h: a date in writing, taken apart. Private to date_tokens.c, date_time.c, date_day.c and date_parse.c.
 *
 * The text becomes a short list of tokens; a time of day is looked for first, then a zone behind it; their tokens are
 * used up, and the day is looked for among those that are left. */
#ifndef BASE_DATE_PARTS_H
#define BASE_DATE_PARTS_H

#include "base/date.h"

enum { TOKENS_MAX = 64 };

enum token_kind { NUMBER, WORD, SIGN };

struct token {
    enum token_kind kind;
    int64_t value; /* NUMBER */
    size_t digits;
    struct str word; /* WORD: case-folded; SIGN: one byte in it */
    bool glued;      /* nothing between it and the token before */
    bool used;       /* belongs to the time or the zone */
};

struct tokens {
    struct token v[TOKENS_MAX];
    size_t n;
};

struct clock {
    int hour, minute, second;
    size_t from, to; /* tokens */
    bool zoned;
    int32_t offset;
    const char *zone; /* when the offset depends on the day */
};

struct day {
    int year, month, day;
    size_t from, to; /* tokens */
};

void date_tokenize(struct str s, struct tokens *ts); /* s is case-folded and outlives the tokens */
bool token_is_sign(const struct tokens *ts, size_t i, char c);
bool token_is_word(const struct tokens *ts, size_t i, const char *word);
/* CJK text runs on without a space ("日星期四"). */
bool token_begins(const struct tokens *ts, size_t i, const char *word);
bool token_is_number(const struct tokens *ts, size_t i, size_t least, size_t most); /* unused, with so many digits */
bool token_is_glued_number(const struct tokens *ts, size_t i, size_t least, size_t most);
void tokens_use(struct tokens *ts, size_t from, size_t to);

bool date_find_time(struct tokens *ts, struct clock *c); /* with its zone; uses them up */
/* Behind c: an offset, a name, or both ("GMT+0200", "-0400 (EDT)"). */
void date_find_zone(struct tokens *ts, struct clock *c);
bool date_clock_ok(struct clock *c, int half); /* half: 0 am, 12 pm, -1 neither; makes c a time of 24 hours */

bool date_find_day(const struct tokens *ts, struct day *out);
/* False: no such day. */
bool date_make_day(int64_t year, int64_t month, int64_t day, size_t from, size_t to, struct day *out);

bool date_usual(struct str s, struct when *out); /* the forms of RFC 3339 and RFC 5322 in full, with their zone */

#endif
