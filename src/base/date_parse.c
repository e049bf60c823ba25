/* Dates as people write them. The text becomes a short list of tokens; a time of day is looked for first, then a zone
 * behind it, then a date among the tokens that are left. What is not understood is not a date: no guesses beyond the
 * stated ones. */
#include "base/date.h"
#include "base/date_words.h"
#include "base/utf8.h"
#include "base/zone.h"
#include <string.h>

enum { TEXT_MAX = 300, TOKENS_MAX = 64, APART_MAX = 8 /* tokens between a date and its time */ };

enum kind { NUMBER, WORD, SIGN };

struct token {
    enum kind kind;
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
    size_t from, to;
};

/* ---- tokens ---- */

static int digit_value(uint32_t c)
{
    if (c >= '0' && c <= '9')
        return (int)(c - '0');
    if (c >= 0x660 && c <= 0x669) /* Arabic */
        return (int)(c - 0x660);
    return c >= 0x6F0 && c <= 0x6F9 ? (int)(c - 0x6F0) : -1;
}

static char sign_of(uint32_t c)
{
    if (c == 0x2212 || c == 0x2010 || c == 0x2011 || c == 0x2013)
        return '-';
    return c < 0x80 ? (char)c : '?';
}

static void take_token(struct str s, size_t *i, struct token *t)
{
    static const char ascii_signs[] = "-:./,+()'[]";
    size_t from = *i, next = from;
    uint32_t c = utf8_next(s, &next);
    if (digit_value(c) >= 0) {
        t->kind = NUMBER;
        while (digit_value(c) >= 0) {
            if (t->digits < 18)
                t->value = t->value * 10 + digit_value(c);
            t->digits++;
            *i = next;
            c = next < s.n ? utf8_next(s, &next) : 0;
        }
        return;
    }
    if (utf8_is_letter(c)) {
        t->kind = WORD;
        while (next < s.n) {
            size_t after = next;
            c = utf8_next(s, &after);
            if (!utf8_is_word(c) || digit_value(c) >= 0)
                break;
            next = after;
        }
        t->word = str_sub(s, from, next);
        *i = next;
        return;
    }
    t->kind = SIGN;
    char sign = sign_of(c);
    const char *at = sign ? strchr(ascii_signs, sign) : NULL;
    t->word = at ? (struct str){at, 1} : str_lit("?");
    *i = next;
}

static void tokenize(struct str s, struct tokens *ts)
{
    ts->n = 0;
    bool glued = false;
    for (size_t i = 0; i < s.n && ts->n < TOKENS_MAX;) {
        size_t next = i;
        uint32_t c = utf8_next(s, &next);
        if (c <= ' ' || c == 0xA0 || c == 0x3000 || c == 0x202F || c == 0x2009) {
            i = next;
            glued = false;
            continue;
        }
        struct token *t = &ts->v[ts->n++];
        *t = (struct token){.glued = glued};
        take_token(s, &i, t);
        glued = true;
    }
}

static bool is_sign(const struct tokens *ts, size_t i, char c)
{
    return i < ts->n && ts->v[i].kind == SIGN && ts->v[i].word.s[0] == c;
}

static bool is_word(const struct tokens *ts, size_t i, const char *word)
{
    return i < ts->n && ts->v[i].kind == WORD && str_eqc(ts->v[i].word, word);
}

/* A word that begins so: CJK text runs on without a space ("日星期四"). */
static bool begins(const struct tokens *ts, size_t i, const char *word)
{
    return i < ts->n && ts->v[i].kind == WORD && str_starts(ts->v[i].word, word);
}

static bool is_number(const struct tokens *ts, size_t i, size_t least, size_t most)
{
    return i < ts->n && ts->v[i].kind == NUMBER && !ts->v[i].used && ts->v[i].digits >= least &&
           ts->v[i].digits <= most;
}

static bool glued_number(const struct tokens *ts, size_t i, size_t least, size_t most)
{
    return is_number(ts, i, least, most) && ts->v[i].glued;
}

static void use(struct tokens *ts, size_t from, size_t to)
{
    for (size_t i = from; i < to && i < ts->n; i++)
        ts->v[i].used = true;
}

/* ---- the time of day ---- */

/* "am", "a.m.", "p. m." at i; the token after it. */
static size_t half_at(const struct tokens *ts, size_t i, int *half)
{
    if (i >= ts->n || ts->v[i].kind != WORD)
        return i;
    int h = date_half(ts->v[i].word);
    if (h >= 0) {
        *half = h;
        return i + 1;
    }
    bool a = is_word(ts, i, "a") || is_word(ts, i, "π"), p = is_word(ts, i, "p") || is_word(ts, i, "μ");
    if ((a || p) && is_sign(ts, i + 1, '.') && (is_word(ts, i + 2, "m") || is_word(ts, i + 2, "μ"))) {
        *half = a ? 0 : 12;
        return i + 3 + is_sign(ts, i + 3, '.');
    }
    return i;
}

static bool clock_ok(struct clock *c, int half)
{
    if (half >= 0) {
        if (c->hour > 12 || (c->hour == 0 && half == 0))
            return c->hour < 24 && c->minute < 60 && c->second <= 60; /* "14:30 pm" */
        c->hour = c->hour % 12 + half;
    }
    bool midnight = c->hour == 24 && c->minute == 0 && c->second == 0;
    return (c->hour < 24 || midnight) && c->minute < 60 && c->second <= 60;
}

/* hh:mm[:ss[.fraction]] with or without am and pm. */
static bool colon_time(const struct tokens *ts, size_t i, struct clock *c, int *half)
{
    if (!is_number(ts, i, 1, 2) || !is_sign(ts, i + 1, ':') || !is_number(ts, i + 2, 1, 2))
        return false;
    *c = (struct clock){.hour = (int)ts->v[i].value, .minute = (int)ts->v[i + 2].value, .from = i, .to = i + 3};
    if (is_sign(ts, c->to, ':') && is_number(ts, c->to + 1, 1, 2)) {
        c->second = (int)ts->v[c->to + 1].value;
        c->to += 2;
        if ((is_sign(ts, c->to, '.') || is_sign(ts, c->to, ',') || is_sign(ts, c->to, ':')) &&
            glued_number(ts, c->to + 1, 1, 12) && ts->v[c->to].glued)
            c->to += 2;
    }
    c->to = half_at(ts, c->to, half);
    return true;
}

static bool oclock(const struct tokens *ts, size_t i)
{
    return is_word(ts, i, "uhr") || is_word(ts, i, "uur");
}

/* "14h30", "14 Uhr", "14.30 Uhr", "5 pm", "5시 7분", "17時30分"; "T050700" of compact ISO. */
static bool worded_time(const struct tokens *ts, size_t i, struct clock *c, int *half)
{
    if (i > 0 && is_word(ts, i - 1, "t") && (glued_number(ts, i, 6, 6) || glued_number(ts, i, 4, 4))) {
        int v = (int)(ts->v[i].digits == 4 ? ts->v[i].value * 100 : ts->v[i].value);
        *c = (struct clock){.hour = v / 10000, .minute = v / 100 % 100, .second = v % 100, .from = i, .to = i + 1};
        if ((is_sign(ts, i + 1, '.') || is_sign(ts, i + 1, ',')) && glued_number(ts, i + 2, 1, 12))
            c->to += 2;
        return true;
    }
    if (!is_number(ts, i, 1, 2))
        return false;
    *c = (struct clock){.hour = (int)ts->v[i].value, .from = i, .to = i + 1};
    if (is_sign(ts, i + 1, '.') && glued_number(ts, i + 2, 2, 2) && ts->v[i + 2].value < 60) {
        size_t after = half_at(ts, i + 3, half);
        if (oclock(ts, i + 3) || after > i + 3 || (i > 0 && (is_word(ts, i - 1, "kl") || is_word(ts, i - 1, "ore")))) {
            c->minute = (int)ts->v[i + 2].value;
            c->to = oclock(ts, i + 3) ? i + 4 : after;
            return true;
        }
    }
    if (is_word(ts, i + 1, "h") || is_word(ts, i + 1, "uhr") || begins(ts, i + 1, "시") || begins(ts, i + 1, "時") ||
        begins(ts, i + 1, "时") || begins(ts, i + 1, "点")) {
        c->to = i + 2;
        if (is_number(ts, i + 2, 1, 2) && ts->v[i + 2].value < 60) {
            c->minute = (int)ts->v[i + 2].value;
            c->to = i + 3;
            bool minutes = begins(ts, c->to, "분") || begins(ts, c->to, "分") || is_word(ts, c->to, "min");
            c->to += minutes;
            if (minutes && is_number(ts, c->to, 1, 2) && (begins(ts, c->to + 1, "초") || begins(ts, c->to + 1, "秒"))) {
                c->second = (int)ts->v[c->to].value;
                c->to += 2;
            }
        }
        return true;
    }
    size_t after = half_at(ts, i + 1, half);
    if (after == i + 1 || c->hour < 1 || c->hour > 12)
        return false;
    c->to = after;
    return true;
}

/* ±hh:mm, ±hhmm, ±hh at the sign. */
static size_t offset_at(const struct tokens *ts, size_t i, int32_t *offset)
{
    bool minus = is_sign(ts, i, '-');
    if ((!minus && !is_sign(ts, i, '+')) || !glued_number(ts, i + 1, 1, 4) || ts->v[i + 1].digits == 3)
        return i;
    int v = (int)ts->v[i + 1].value;
    int hours = ts->v[i + 1].digits == 4 ? v / 100 : v, minutes = ts->v[i + 1].digits == 4 ? v % 100 : 0;
    size_t to = i + 2;
    if (ts->v[i + 1].digits <= 2 && is_sign(ts, to, ':') && glued_number(ts, to + 1, 2, 2)) {
        minutes = (int)ts->v[to + 1].value;
        to += 2;
    }
    if (hours > 15 || minutes > 59)
        *offset = 0;
    else
        *offset = (hours * 3600 + minutes * 60) * (minus ? -1 : 1);
    return to;
}

/* The zone behind a time: an offset, a name, or both ("GMT+0200", "-0400 (EDT)"). */
static void find_zone(struct tokens *ts, struct clock *c)
{
    size_t i = c->to;
    i += is_sign(ts, i, ',') || is_sign(ts, i, '(');
    size_t after = offset_at(ts, i, &c->offset);
    c->zoned = after > i;
    if (!c->zoned && i < ts->n && ts->v[i].kind == WORD) {
        c->zone = date_zone_name(ts->v[i].word);
        c->zoned = !c->zone && date_zone(ts->v[i].word, &c->offset);
        after = i + (c->zoned || c->zone);
        int32_t relative;
        size_t more = c->zoned ? offset_at(ts, after, &relative) : after;
        if (more > after && c->offset == 0)
            c->offset = relative;
        after = more;
    }
    if (after > i)
        c->to = after;
}

static bool find_time(struct tokens *ts, struct clock *c)
{
    for (size_t i = 0; i < ts->n; i++) {
        int half = -1;
        if (!colon_time(ts, i, c, &half) && !worded_time(ts, i, c, &half))
            continue;
        if (half < 0 && i > 0 && ts->v[i - 1].kind == WORD) { /* before it: "오후 5:07", "下午5:07" */
            half = date_half(ts->v[i - 1].word);
        }
        if (!clock_ok(c, half))
            continue;
        find_zone(ts, c);
        use(ts, c->from, c->to);
        return true;
    }
    return false;
}

/* ---- the day ---- */

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

static bool make_day(int64_t year, int64_t month, int64_t day, size_t from, size_t to, struct day *out)
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
    return make_day(c.year, c.month, c.day, from, to, out);
}

/* ISO 8601 week: week 1 holds January 4, weeks start on Monday. */
static bool from_week(int64_t year, int64_t week, int64_t weekday, size_t from, size_t to, struct day *out)
{
    if (year < 1000 || year > 9998 || week < 1 || week > 53 || weekday < 1 || weekday > 7)
        return false;
    int64_t fourth = date_days((int)year, 1, 4);
    int64_t monday = fourth - ((fourth + 3) % 7 + 7) % 7;
    struct civil c = date_civil((monday + (week - 1) * 7 + weekday - 1) * 86400, NULL);
    return make_day(c.year, c.month, c.day, from, to, out);
}

static bool week_date(const struct tokens *ts, size_t i, struct day *out)
{
    if (!is_number(ts, i, 4, 4))
        return false;
    size_t w = i + 1 + is_sign(ts, i + 1, '-');
    if (!is_word(ts, w, "w") || !is_number(ts, w + 1, 2, 3))
        return false;
    int64_t year = ts->v[i].value, v = ts->v[w + 1].value;
    if (ts->v[w + 1].digits == 3)
        return from_week(year, v / 10, v % 10, i, w + 2, out);
    if (is_sign(ts, w + 2, '-') && glued_number(ts, w + 3, 1, 1))
        return from_week(year, v, ts->v[w + 3].value, i, w + 4, out);
    return from_week(year, v, 1, i, w + 2, out);
}

static bool ordinal_date(const struct tokens *ts, size_t i, struct day *out)
{
    if (is_number(ts, i, 7, 7) && (ts->n == 1 || is_word(ts, i + 1, "t")))
        return from_ordinal(ts->v[i].value / 1000, ts->v[i].value % 1000, i, i + 1, out);
    return is_number(ts, i, 4, 4) && is_sign(ts, i + 1, '-') && glued_number(ts, i + 2, 3, 3) &&
           ts->v[i].value >= 1000 && from_ordinal(ts->v[i].value, ts->v[i + 2].value, i, i + 3, out);
}

/* 年月日 and 년월일; Japanese eras count from their first year. */
static bool cjk_date(const struct tokens *ts, size_t i, struct day *out)
{
    if (!is_number(ts, i, 1, 4) || (!begins(ts, i + 1, "年") && !begins(ts, i + 1, "년")) ||
        !is_number(ts, i + 2, 1, 2) || (!begins(ts, i + 3, "月") && !begins(ts, i + 3, "월")) ||
        !is_number(ts, i + 4, 1, 2))
        return false;
    int64_t year = ts->v[i].value;
    if (i > 0 && ts->v[i - 1].kind == WORD && ts->v[i].digits <= 2)
        year += str_ends(ts->v[i - 1].word, "令和") ? 2018 : str_ends(ts->v[i - 1].word, "平成") ? 1988 : 0;
    return make_day(year, ts->v[i + 2].value, ts->v[i + 4].value, i, i + 5, out);
}

/* Three numbers with the same sign between them. */
static bool triple_date(const struct tokens *ts, size_t i, struct day *out)
{
    if (!is_number(ts, i, 1, 4) || !is_number(ts, i + 2, 1, 2) || !is_number(ts, i + 4, 1, 4))
        return false;
    char sep = is_sign(ts, i + 1, '-') ? '-' : is_sign(ts, i + 1, '/') ? '/' : is_sign(ts, i + 1, '.') ? '.' : 0;
    if (!sep || !is_sign(ts, i + 3, sep))
        return false;
    const struct token *a = &ts->v[i], *b = &ts->v[i + 2], *c = &ts->v[i + 4];
    if (a->digits == 4) /* year first; some write the day second */
        return c->digits <= 2 && (make_day(a->value, b->value, c->value, i, i + 5, out) ||
                                  make_day(a->value, c->value, b->value, i, i + 5, out));
    if (a->digits > 2 || c->digits == 3 || c->digits == 1)
        return false;
    int year = full_year(c);
    bool day_first = sep == '.' || a->value > 12;
    if (day_first)
        return make_day(year, b->value, a->value, i, i + 5, out);
    return make_day(year, a->value, b->value, i, i + 5, out) || make_day(year, b->value, a->value, i, i + 5, out);
}

/* ISO 8601 without separators, with the time run on or behind it. */
static bool compact_date(const struct tokens *ts, size_t i, struct day *out)
{
    return is_number(ts, i, 8, 8) &&
           make_day(ts->v[i].value / 10000, ts->v[i].value / 100 % 100, ts->v[i].value % 100, i, i + 1, out);
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
        if (is_number(ts, i, 1, 4))
            return i;
        if (!skippable(ts, i))
            break;
    }
    return TOKENS_MAX;
}

static size_t number_before(const struct tokens *ts, size_t i)
{
    while (i-- > 0) {
        if (is_number(ts, i, 1, 4))
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
        return make_day(ts->v[after].value, month, ts->v[before].value, before, after + 1, out);
    if (is_year(ts, before) && could_be_day(ts, after))
        return make_day(ts->v[before].value, month, ts->v[after].value, before, after + 1, out);
    if (could_be_day(ts, after) && is_year(ts, second))
        return make_day(ts->v[second].value, month, ts->v[after].value, m, second + 1, out);
    if (could_be_day(ts, after) && could_be_day(ts, second) && is_year(ts, third)) /* "July 30-31, 2025" */
        return make_day(ts->v[third].value, month, ts->v[after].value, m, third + 1, out);
    if (could_be_day(ts, before) && short_year(ts, after))
        return make_day(full_year(&ts->v[after]), month, ts->v[before].value, before, after + 1, out);
    if (could_be_day(ts, after) && short_year(ts, second))
        return make_day(full_year(&ts->v[second]), month, ts->v[after].value, m, second + 1, out);
    return false;
}

static bool find_day(const struct tokens *ts, struct day *out)
{
    for (size_t i = 0; i < ts->n; i++)
        if (week_date(ts, i, out) || cjk_date(ts, i, out) || triple_date(ts, i, out) || ordinal_date(ts, i, out) ||
            compact_date(ts, i, out) || named_date(ts, i, out))
            return true;
    /* W3C-DTF: a year with a month, which feeds write and every reader takes for the month's first day */
    return ts->n == 3 && is_number(ts, 0, 4, 4) && is_sign(ts, 1, '-') && glued_number(ts, 2, 2, 2) &&
           make_day(ts->v[0].value, ts->v[2].value, 1, 0, 3, out);
}

/* ---- together ---- */

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
    if (!make_day(date / 10000, date / 100 % 100, date % 100, 0, 1, &d) || !clock_ok(&c, -1))
        return false;
    struct tokens rest = *ts;
    find_zone(&rest, &c);
    *out = settle(&d, &c, zone);
    return true;
}

bool date_parse(struct str s, const char *zone, struct when *out)
{
    s = str_trim(s);
    if (s.n < 4 || s.n > TEXT_MAX)
        return false;
    struct arena a = {0};
    struct tokens ts;
    tokenize(utf8_fold(&a, s), &ts);
    struct clock c;
    struct day d;
    bool ok = all_digits(&ts, zone, out);
    if (!ok) {
        bool timed = find_time(&ts, &c);
        ok = find_day(&ts, &d);
        if (ok)
            *out = settle(&d, timed && near(&d, &c) ? &c : NULL, zone);
    }
    arena_end(&a);
    return ok;
}
