/* "2 hours ago", "vor 3 Stunden", "yesterday at 14:05": moments told from now. The whole text must be one; what is left
 * over makes it something else. */
#include "base/date.h"
#include "base/date_ago_words.h"
#include "base/date_parts.h"
#include "base/date_words.h"
#include "base/utf8.h"

enum { TEXT_MAX = 120, PAIRS_MAX = 3 /* "1 month, 2 weeks" */, WORD_REST_MAX = 16, DIGITS_MAX = 4 };

struct said { /* its words and numbers, without signs */
    struct token v[TOKENS_MAX];
    size_t n;
};

static void say(const struct tokens *ts, struct said *out)
{
    out->n = 0;
    for (size_t i = 0; i < ts->n; i++)
        if (ts->v[i].kind != SIGN && !ts->v[i].used)
            out->v[out->n++] = ts->v[i];
}

/* The words of one phrase at i; where they end, or i. */
static size_t phrase_at(const struct said *s, size_t i, struct str phrase)
{
    struct str word;
    size_t at = i;
    while (str_cut(&phrase, ' ', &word)) {
        if (at >= s->n || s->v[at].kind != WORD || !str_eq(s->v[at].word, word))
            return i;
        at++;
    }
    return at;
}

/* Behind the longest phrase of the list that stands at i; i when none does. */
static size_t any_at(const struct said *s, size_t i, const char *list)
{
    struct str rest = str_c(list), phrase;
    size_t best = i;
    while (str_cut(&rest, ',', &phrase)) {
        size_t to = phrase_at(s, i, phrase);
        best = to > best ? to : best;
    }
    return best;
}

static size_t skip_fillers(const struct said *s, size_t i)
{
    for (size_t to; (to = any_at(s, i, ago_fillers)) > i;)
        i = to;
    return i;
}

static bool is_one_of(struct str word, const char *list)
{
    struct str rest = str_c(list), one;
    while (str_cut(&rest, ' ', &one))
        if (str_eq(word, one))
            return true;
    return false;
}

/* The unit that the word names by its longest beginning; *rest: its ending. Short beginnings stand nearly alone ("h",
 * "hrs"). */
static bool unit_of(struct str word, const struct ago_language *l, enum ago_unit *unit, struct str *rest)
{
    size_t longest = 0;
    for (int u = 0; u < AGO_UNITS; u++) {
        struct str list = str_c(l->units[u]), begins;
        while (str_cut(&list, ' ', &begins)) {
            size_t left = word.n - begins.n, most = begins.n <= 3 ? (begins.n - 1) * 2 : WORD_REST_MAX;
            if (begins.n > longest && word.n >= begins.n && left <= most &&
                str_eq(str_sub(word, 0, begins.n), begins)) {
                longest = begins.n;
                *unit = (enum ago_unit)u;
                *rest = str_sub(word, begins.n, word.n);
            }
        }
    }
    return longest > 0;
}

struct back { /* how far, by unit; the smallest one named */
    int64_t count[AGO_UNITS];
    enum ago_unit finest;
};

/* A number and its unit at i, the number said, a word for one, or left out; behind them, or i. *closed: the unit's
 * ending was the form's last word ("3時間前"). */
static size_t pair_at(const struct said *s, size_t i, const struct ago_form *form, struct back *back, bool *closed)
{
    const struct ago_language *l = form->language;
    int64_t n = 1;
    size_t at = i;
    enum ago_unit unit;
    struct str rest;
    bool counted = at < s->n && (s->v[at].kind == NUMBER || is_one_of(s->v[at].word, l->one));
    if (counted && s->v[at].kind == NUMBER) {
        if (s->v[at].digits > DIGITS_MAX)
            return i;
        n = s->v[at].value;
    }
    at += counted;
    if (at >= s->n || s->v[at].kind != WORD || !unit_of(s->v[at].word, l, &unit, &rest))
        return i;
    *closed = form->after[0] && str_eqc(rest, form->after);
    bool cjk = (unsigned char)s->v[at].word.s[0] >= 0xE3; /* no endings there */
    if (cjk && rest.n && !*closed)
        return i;
    if (!counted && l->dual && rest.n && str_ends(rest, l->dual))
        n = 2;
    back->count[unit] += n;
    back->finest = unit < back->finest ? unit : back->finest;
    return at + 1;
}

static bool form_fits(const struct said *s, const struct ago_form *form, struct back *back)
{
    *back = (struct back){.finest = AGO_YEAR};
    size_t i = form->before[0] ? phrase_at(s, 0, str_c(form->before)) : 0;
    bool closed = false;
    if (form->before[0] && i == 0)
        return false;
    size_t pairs = 0;
    while (pairs < PAIRS_MAX && !closed) {
        size_t from = i,
               to = pair_at(s, i, form, back, &closed); /* before fillers: "en" is one to some and "and" to others */
        if (to == from) {
            from = skip_fillers(s, i);
            to = pair_at(s, from, form, back, &closed);
        }
        if (to == from)
            break;
        i = to;
        pairs++;
    }
    if (!pairs)
        return false;
    if (form->after[0] && !closed) {
        size_t after = phrase_at(s, i, str_c(form->after));
        if (after == i)
            return false;
        i = after;
    }
    return i == s->n;
}

static struct when day_of(int64_t t, const char *zone)
{
    struct civil c = date_civil(t, zone);
    return (struct when){.t = date_days(c.year, c.month, c.day) * 86400, .has = WHEN_DAY};
}

/* Whole minutes, hours or days: what was said is no surer than its smallest unit. */
static struct when go_back(const struct back *b, int64_t now, const char *zone)
{
    static const int64_t seconds[] = {1, 60, 3600, 86400, 7 * 86400};
    struct civil c = date_civil(now, zone);
    int64_t months = (int64_t)c.year * 12 + c.month - 1 - b->count[AGO_MONTH] - 12 * b->count[AGO_YEAR], t;
    if (b->count[AGO_MONTH] || b->count[AGO_YEAR]) {
        c.year = (int)(months / 12);
        c.month = (int)(months % 12) + 1;
        c.day = c.day > 28 ? 28 : c.day; /* every month has it */
    }
    t = months < 0 ? 0 : date_unix(c, zone);
    for (int u = AGO_SECOND; u <= AGO_WEEK; u++)
        t -= b->count[u] * seconds[u];
    if (b->finest >= AGO_DAY)
        return day_of(t, zone);
    t -= t % (b->finest == AGO_HOUR ? 3600 : 60);
    return when_at(t, zone);
}

/* "오후 2:05", "昨天下午5:07": the half of the day is the time's, and two signs long. */
static void drop_halves(struct said *s)
{
    enum { SIGNS = 6 };
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++) {
        struct token t = s->v[i];
        if (t.kind == WORD && t.word.n >= SIGNS && (unsigned char)t.word.s[0] >= 0xE3 && date_half(t.word) >= 0)
            t.word = str_sub(t.word, 0, t.word.n - SIGNS);
        if (t.kind == NUMBER || t.word.n)
            s->v[n++] = t;
    }
    s->n = n;
}

/* "yesterday", "gestern, 14:05 Uhr": a time that is still to come is left out. */
static bool named_day(struct tokens *ts, int64_t now, const char *zone, struct when *out)
{
    struct clock clock;
    struct said s;
    bool timed = date_find_time(ts, &clock);
    say(ts, &s);
    if (timed)
        drop_halves(&s);
    for (int back = 2; back >= 0; back--) {
        size_t to = any_at(&s, 0, ago_days[back]);
        if (to == 0 || skip_fillers(&s, to) != s.n)
            continue;
        *out = day_of(now - back * 86400, zone);
        if (!timed)
            return true;
        struct civil c = date_civil(out->t, NULL);
        c.hour = clock.hour;
        c.minute = clock.minute;
        c.second = clock.second;
        int64_t t = clock.zoned ? date_unix(c, NULL) - clock.offset : date_unix(c, clock.zone ? clock.zone : zone);
        if (t <= now)
            *out = when_at(t, zone);
        return true;
    }
    return false;
}

bool date_ago(struct str text, int64_t now, const char *zone, struct when *out)
{
    struct arena a = {0};
    struct tokens ts;
    struct said s;
    struct back back;
    text = str_trim(text);
    if (text.n < 3 || text.n > TEXT_MAX)
        return false;
    date_tokenize(utf8_fold(&a, text), &ts);
    say(&ts, &s);
    bool found = s.n && any_at(&s, 0, ago_now) == s.n;
    if (found)
        *out = when_at(now - now % 60, zone);
    for (size_t i = 0; i < ago_form_count && !found; i++) {
        found = form_fits(&s, &ago_forms[i], &back);
        if (found)
            *out = go_back(&back, now, zone);
    }
    found = found || named_day(&ts, now, zone, out);
    arena_end(&a);
    return found && out->t > 0;
}
