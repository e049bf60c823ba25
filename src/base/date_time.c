/* The time of day in a date, and its zone. */
#include "base/date_parts.h"
#include "base/date_words.h"

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
    bool a = token_is_word(ts, i, "a") || token_is_word(ts, i, "π"),
         p = token_is_word(ts, i, "p") || token_is_word(ts, i, "μ");
    if ((a || p) && token_is_sign(ts, i + 1, '.') && (token_is_word(ts, i + 2, "m") || token_is_word(ts, i + 2, "μ"))) {
        *half = a ? 0 : 12;
        return i + 3 + token_is_sign(ts, i + 3, '.');
    }
    return i;
}

bool date_clock_ok(struct clock *c, int half)
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
    if (!token_is_number(ts, i, 1, 2) || !token_is_sign(ts, i + 1, ':') || !token_is_number(ts, i + 2, 1, 2))
        return false;
    *c = (struct clock){.hour = (int)ts->v[i].value, .minute = (int)ts->v[i + 2].value, .from = i, .to = i + 3};
    if (token_is_sign(ts, c->to, ':') && token_is_number(ts, c->to + 1, 1, 2)) {
        c->second = (int)ts->v[c->to + 1].value;
        c->to += 2;
        if ((token_is_sign(ts, c->to, '.') || token_is_sign(ts, c->to, ',') || token_is_sign(ts, c->to, ':')) &&
            token_is_glued_number(ts, c->to + 1, 1, 12) && ts->v[c->to].glued)
            c->to += 2;
    }
    c->to = half_at(ts, c->to, half);
    return true;
}

/* "kl. 14.05", "ore 14.05": a word that only a time follows. */
static bool time_follows(const struct tokens *ts, size_t i)
{
    i -= i > 0 && token_is_sign(ts, i - 1, '.');
    return i > 0 &&
           (token_is_word(ts, i - 1, "kl") || token_is_word(ts, i - 1, "klo") || token_is_word(ts, i - 1, "ore"));
}

static bool oclock(const struct tokens *ts, size_t i)
{
    return token_is_word(ts, i, "uhr") || token_is_word(ts, i, "uur");
}

/* "14h30", "14 Uhr", "14.30 Uhr", "5 pm", "5시 7분", "17時30分"; "T050700" of compact ISO. */
static bool worded_time(const struct tokens *ts, size_t i, struct clock *c, int *half)
{
    if (i > 0 && token_is_word(ts, i - 1, "t") &&
        (token_is_glued_number(ts, i, 6, 6) || token_is_glued_number(ts, i, 4, 4))) {
        int v = (int)(ts->v[i].digits == 4 ? ts->v[i].value * 100 : ts->v[i].value);
        *c = (struct clock){.hour = v / 10000, .minute = v / 100 % 100, .second = v % 100, .from = i, .to = i + 1};
        if ((token_is_sign(ts, i + 1, '.') || token_is_sign(ts, i + 1, ',')) && token_is_glued_number(ts, i + 2, 1, 12))
            c->to += 2;
        return true;
    }
    if (!token_is_number(ts, i, 1, 2))
        return false;
    *c = (struct clock){.hour = (int)ts->v[i].value, .from = i, .to = i + 1};
    if (token_is_sign(ts, i + 1, '.') && token_is_glued_number(ts, i + 2, 2, 2) && ts->v[i + 2].value < 60) {
        size_t after = half_at(ts, i + 3, half);
        if (oclock(ts, i + 3) || after > i + 3 || time_follows(ts, i)) {
            c->minute = (int)ts->v[i + 2].value;
            c->to = oclock(ts, i + 3) ? i + 4 : after;
            return true;
        }
    }
    if (token_is_word(ts, i + 1, "h") || token_is_word(ts, i + 1, "uhr") || token_begins(ts, i + 1, "시") ||
        token_begins(ts, i + 1, "時") || token_begins(ts, i + 1, "时") || token_begins(ts, i + 1, "点")) {
        c->to = i + 2;
        if (token_is_number(ts, i + 2, 1, 2) && ts->v[i + 2].value < 60) {
            c->minute = (int)ts->v[i + 2].value;
            c->to = i + 3;
            bool minutes =
                token_begins(ts, c->to, "분") || token_begins(ts, c->to, "分") || token_is_word(ts, c->to, "min");
            c->to += minutes;
            if (minutes && token_is_number(ts, c->to, 1, 2) &&
                (token_begins(ts, c->to + 1, "초") || token_begins(ts, c->to + 1, "秒"))) {
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
    bool minus = token_is_sign(ts, i, '-');
    if ((!minus && !token_is_sign(ts, i, '+')) || !token_is_glued_number(ts, i + 1, 1, 4) || ts->v[i + 1].digits == 3)
        return i;
    int v = (int)ts->v[i + 1].value;
    int hours = ts->v[i + 1].digits == 4 ? v / 100 : v, minutes = ts->v[i + 1].digits == 4 ? v % 100 : 0;
    size_t to = i + 2;
    if (ts->v[i + 1].digits <= 2 && token_is_sign(ts, to, ':') && token_is_glued_number(ts, to + 1, 2, 2)) {
        minutes = (int)ts->v[to + 1].value;
        to += 2;
    }
    if (hours > 15 || minutes > 59)
        *offset = 0;
    else
        *offset = (hours * 3600 + minutes * 60) * (minus ? -1 : 1);
    return to;
}

void date_find_zone(struct tokens *ts, struct clock *c)
{
    size_t i = c->to;
    i += token_is_sign(ts, i, ',') || token_is_sign(ts, i, '(');
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

bool date_find_time(struct tokens *ts, struct clock *c)
{
    for (size_t i = 0; i < ts->n; i++) {
        int half = -1;
        if (!colon_time(ts, i, c, &half) && !worded_time(ts, i, c, &half))
            continue;
        if (half < 0 && i > 0 && ts->v[i - 1].kind == WORD) { /* before it: "오후 5:07", "下午5:07" */
            half = date_half(ts->v[i - 1].word);
        }
        if (!date_clock_ok(c, half))
            continue;
        date_find_zone(ts, c);
        tokens_use(ts, c->from, c->to);
        return true;
    }
    return false;
}
