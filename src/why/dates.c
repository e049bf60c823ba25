/* Days and hours of events. "Friday" and "yesterday" are counted from the dateline. */
#include "why/facts.h"
#include <math.h>
#include <string.h>

enum { DAY = 86400, ELSEWHERE = 10 /* days */ };

static const char *const month_names[] = {"january", "february", "march",     "april",   "may",      "june",
                                          "july",    "august",   "september", "october", "november", "december"};
static const char *const weekdays[] = {"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"};

/* 1 to 12; 0: no month. Three letters and "sept" do. */
static int month_of(const struct token *x)
{
    if (!x->w.capital)
        return 0;
    for (int m = 0; m < 12; m++)
        if (str_eqc(x->low, month_names[m]) || (x->low.n == 3 && !strncmp(x->low.s, month_names[m], 3)) ||
            (m == 8 && str_eqc(x->low, "sept")))
            return m + 1;
    return 0;
}

static int weekday_of(const struct token *x)
{
    for (int d = 0; d < 7; d++)
        if (x->w.capital && str_eqc(x->low, weekdays[d]))
            return d;
    return -1;
}

bool day_is_weekday(const struct tokens *t, size_t i)
{
    return i < t->n && weekday_of(&t->v[i]) >= 0;
}

/* "31", "31st" */
static int day_of_month(const struct token *x)
{
    int v = 0;
    size_t i = 0;
    while (i < x->low.n && i < 3 && x->low.s[i] >= '0' && x->low.s[i] <= '9')
        v = v * 10 + (x->low.s[i++] - '0');
    struct str tail = str_sub(x->low, i, x->low.n);
    bool ends = !tail.n || str_eqc(tail, "st") || str_eqc(tail, "nd") || str_eqc(tail, "rd") || str_eqc(tail, "th");
    return i && ends && v >= 1 && v <= 31 ? v : 0;
}

static int year_of(const struct tokens *t, size_t i)
{
    if (i >= t->n || t->v[i].w.kind != WORD_NUMBER || t->v[i].w.s.n != 4)
        return 0;
    int y = (int)t->v[i].number;
    return y >= 1000 && y <= 2999 ? y : 0;
}

/* Days since 1970 of the dateline, in the outlet's own zone; false when there is none. */
static bool dateline_day(const struct article *x, int64_t *day)
{
    const struct when *w = x->published.has != WHEN_NONE ? &x->published : &x->updated;
    if (w->has == WHEN_NONE)
        return false;
    int64_t t = w->t + (w->has == WHEN_DAY ? 0 : w->offset);
    *day = t >= 0 ? t / DAY : -((-t + DAY - 1) / DAY);
    return true;
}

/* A date without a year lies in the year that brings it nearest to the dateline. */
static bool resolve(const struct reading *r, int year, int month, int day, struct day_found *d)
{
    int64_t dateline;
    if (year) {
        d->explicit_year = true;
        d->low = d->high = (double)date_days(year, month, day);
        return true;
    }
    if (!dateline_day(r->article, &dateline))
        return false;
    struct civil c = date_civil(dateline * DAY, NULL);
    double best = 1e9;
    for (int y = c.year - 1; y <= c.year + 1; y++) {
        double x = (double)date_days(y, month, day);
        if (fabs(x - (double)dateline) < fabs(best - (double)dateline))
            best = x;
    }
    d->low = d->high = best;
    return true;
}

static bool future_sentence(const struct tokens *t)
{
    for (size_t i = 0; i < t->n; i++)
        if (token_in(t, i, " will next upcoming scheduled slated expected plans planned set due shall tomorrow "))
            return true;
    return false;
}

bool day_relative(const struct reading *r, size_t i, struct day_found *d)
{
    const struct tokens *t = r->t;
    int64_t dateline;
    int w = weekday_of(&t->v[i]);
    if (!dateline_day(r->article, &dateline))
        return false;
    *d = (struct day_found){.from = i, .to = i, .relative = true};
    if (token_is(t, i, "yesterday"))
        d->low = d->high = (double)dateline - 1;
    else if (token_is(t, i, "today"))
        d->low = d->high = (double)dateline;
    else if (token_is(t, i, "tomorrow"))
        d->low = d->high = (double)dateline + 1;
    else if (w >= 0) {
        int64_t today = ((dateline + 4) % 7 + 7) % 7; /* 1 January 1970 was a Thursday */
        int64_t back = (today - w + 7) % 7, ahead = (w - today + 7) % 7;
        bool last = token_is(t, i - 1, "last"), next = token_is(t, i - 1, "next");
        if (next) {
            d->low = (double)(dateline + ahead);
            d->high = (double)(dateline + ahead + 7);
        } else if (last) { /* the last one gone, or the one of last week */
            d->low = (double)(dateline - back - 7);
            d->high = (double)(dateline - back);
        } else if (future_sentence(t)) { /* the word may stand in another clause than the day */
            d->low = (double)(dateline - (token_in(t, i - 1, " this coming ") ? 0 : back));
            d->high = (double)(dateline + ahead);
        } else {
            d->low = d->high = (double)(dateline - back);
        }
    } else {
        return false;
    }
    return true;
}

/* "January 31, 2025", "31 January", "Jan. 31", "the 31st of January" */
bool day_explicit(const struct reading *r, size_t i, struct day_found *d)
{
    const struct tokens *t = r->t;
    int month = month_of(&t->v[i]), day = 0;
    *d = (struct day_found){.from = i, .to = i};
    if (month && i + 1 < t->n && (t->v[i + 1].gap == GAP_SPACE || t->v[i + 1].gap == GAP_DOT) &&
        (day = day_of_month(&t->v[i + 1])))
        d->to = i + 1;
    else if (!month && (day = day_of_month(&t->v[i]))) {
        size_t m = token_is(t, i + 1, "of") ? i + 2 : i + 1;
        if (m >= t->n || t->v[m].gap != GAP_SPACE || !(month = month_of(&t->v[m])))
            return false;
        d->to = m;
    }
    if (!month || !day)
        return false;
    int year = year_of(t, d->to + 1);
    if (year && (t->v[d->to + 1].gap == GAP_COMMA || t->v[d->to + 1].gap == GAP_SPACE))
        d->to++;
    else
        year = 0;
    return resolve(r, year, month, day, d);
}

bool dated_elsewhere(const struct reading *r)
{
    const struct tokens *t = r->t;
    struct day_found d;
    int64_t dateline;
    if (!dateline_day(r->article, &dateline))
        return false;
    int now = date_civil(dateline * DAY, NULL).year;
    for (size_t i = 0; i < t->n; i++) {
        int year = year_of(t, i);
        if (year >= 1900 && year <= 2100 && year != now)
            return true;
        if (day_explicit(r, i, &d) && fabs(d.low - (double)dateline) > ELSEWHERE)
            return true;
    }
    return false;
}

/* Not the day of the event but a bound or a period. */
static bool bound_before(const struct tokens *t, size_t from)
{
    return token_in(t, from - 1,
                    " since until by from through before after between to and till starting dated during following ") ||
           (token_is(t, from - 1, "the") && !token_in(t, from - 2, " on of for was "));
}

/* Does the first sentence report this event as its news? Then a date far from the dateline is a contradiction. Kept
 * narrow: the event stands in the title, is not something the sentence refers back to, and no word speaks of another
 * time. */
static bool is_lead_event(const struct reading *r, size_t event, const struct day_found *d)
{
    const struct tokens *t = r->t;
    if (r->sentence != 0 || d->relative || future_sentence(t) || t->v[event].quoted)
        return false;
    if (!event_in_title(r, event_class(t->v[event].low)) ||
        !(token_is(t, d->from - 1, "on") || d->from == 0 || event + 6 >= d->from))
        return false;
    for (size_t k = 1; k <= 5 && k <= event; k++)
        if (token_in(t, event - k,
                     " over about after following during since related linked connected for regarding on to of from "))
            return false;
    return true;
}

static struct str in_words(struct arena *a, double day)
{
    static const char *const names[] = {"January", "February", "March",     "April",   "May",      "June",
                                        "July",    "August",   "September", "October", "November", "December"};
    struct civil c = date_civil((int64_t)day * DAY, NULL);
    return str_fmt(a, "%s %d, %d", names[c.month - 1], c.day, c.year);
}

static void add_day(struct reading *r, const struct day_found *d)
{
    const struct tokens *t = r->t;
    size_t event = event_near(t, d->from, d->to);
    if (t->v[d->to].possessive || bound_before(t, d->from) || speaks_of_other(t, d->from, d->to))
        return;
    bool said = token_in(t, d->from - 1, " said says told ") ||
                (token_is(t, d->from - 1, "on") && token_in(t, d->from - 2, " said says told "));
    if (event == STR_NONE && said)
        return; /* when somebody spoke */
    const char *class = event != STR_NONE ? event_class(t->v[event].low) : "";
    struct fact *f = fact_add(r, FACT_DATE, d->from, d->to);
    f->key = event != STR_NONE ? str_c(class) : str_lit("");
    f->what = DIFFER_DATE;
    f->subject = *class ? str_c(class) : (struct str){0};
    f->main_event = event != STR_NONE && event_in_title(r, class);
    f->tied = event != STR_NONE && event_tied(t, event, d->from);
    f->low = d->low;
    f->high = d->high;
    f->relative = d->relative;
    f->lead_event = event != STR_NONE && is_lead_event(r, event, d);
    if (d->relative && d->low == d->high)
        f->value = str_fmt(r->a, STR_FMT " (" STR_FMT ")", STR_ARG(f->value), STR_ARG(in_words(r->a, d->low)));
}

/* "9 p.m.", "9:30 am", "noon" */
static bool clock_at(const struct tokens *t, size_t i, size_t *to, double *minutes)
{
    if (token_is(t, i, "noon") || token_is(t, i, "midnight")) {
        *to = i;
        *minutes = token_is(t, i, "noon") ? 720 : 0;
        return true;
    }
    double h = t->v[i].number, m = 0;
    size_t k = i + 1;
    if (t->v[i].w.kind != WORD_NUMBER || h < 1 || h > 12)
        return false;
    if (k < t->n && t->v[k].w.kind == WORD_NUMBER && token_before(t, k, ":")) {
        m = t->v[k].number;
        k++;
    } else if (h != floor(h)) { /* 9.30 */
        m = round((h - floor(h)) * 100);
        h = floor(h);
    }
    if (!token_in(t, k, " am pm ") || m > 59)
        return false;
    *to = k;
    *minutes = (h == 12 ? 0 : h * 60) + m + (token_is(t, k, "pm") ? 720 : 0);
    return true;
}

static void add_clock(struct reading *r, size_t from, size_t to, double minutes)
{
    const struct tokens *t = r->t;
    size_t event = event_near(t, from, to);
    if (event == STR_NONE || bound_before(t, from) || speaks_of_other(t, from, to))
        return;
    bool vague = token_in(t, from - 1, " about around approximately roughly nearly shortly just ");
    struct str zone =
        token_in(t, to + 1,
                 " et est edt ct cst cdt pt pst pdt mt gmt utc bst cet cest kst jst eastern pacific central ")
            ? t->v[to + 1].low
            : str_lit("");
    const char *class = event_class(t->v[event].low);
    struct fact *f = fact_add(r, FACT_CLOCK, from, to);
    f->key = str_fmt(r->a, "%s|" STR_FMT, class, STR_ARG(zone));
    f->what = DIFFER_TIME;
    f->subject = str_c(class);
    f->low = minutes - (vague ? 15 : 0);
    f->high = minutes + (vague ? 15 : 0);
    f->main_event = event_in_title(r, class);
    f->tied = event_tied(t, event, from);
    f->vague = vague;
}

void facts_dates(struct reading *r)
{
    const struct tokens *t = r->t;
    struct day_found d = {.from = STR_NONE};
    double minutes;
    size_t to;
    for (size_t i = 0; i < t->n; i++) {
        if (t->v[i].quoted)
            continue;
        /* "Monday, October 2": the weekday adds nothing */
        if (weekday_of(&t->v[i]) >= 0 && i + 1 < t->n && day_explicit(r, i + 1, &d))
            d.from = i;
        if (d.from == i || day_explicit(r, i, &d) || day_relative(r, i, &d)) {
            add_day(r, &d);
            i = d.to;
            d.from = STR_NONE;
        } else if (clock_at(t, i, &to, &minutes)) {
            add_clock(r, i, to, minutes);
            i = to;
        }
    }
}
