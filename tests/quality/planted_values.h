/* planted_values.h: the ways people write a day, an hour, a toll, a sum: what differ_planted.c plants and rewords. */
#ifndef QUALITY_PLANTED_VALUES_H
#define QUALITY_PLANTED_VALUES_H

#include "base/date.h"
#include "base/str.h"
#include <math.h>
#include <string.h>

enum kind {
    TOLL,
    COUNT,
    MONEY,
    PERCENT,
    PLACE,
    DAY,
    HOUR,
    AGE,
    DURATION,
    DISTANCE,
    TEMPERATURE,
    VOTE,
    SCORE,
    ORDINAL,
    HOLDER,
    NO_KIND,
    KINDS = NO_KIND
};
static const char *const kind_names[] = {"toll",        "count", "money", "percent",  "place",
                                         "day",         "hour",  "age",   "duration", "distance",
                                         "temperature", "vote",  "score", "ordinal",  "holder"};

static inline enum kind kind_named(struct str s)
{
    int k = 0;
    while (k < NO_KIND && !str_eqc(s, kind_names[k]))
        k++;
    return (enum kind)k;
}

static uint64_t seed = 42;

static unsigned dice(unsigned n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(seed >> 33) % n;
}

struct value {
    enum kind kind;
    double v;         /* numbers as they are, DAY: days since 1970, HOUR: minutes; VOTE, SCORE: the first figure */
    double second;    /* VOTE, SCORE */
    const char *unit; /* MONEY: "$"; DURATION: "days" */
    struct str name;  /* PLACE, HOLDER */
    bool loose;       /* may be written as a bound that holds: at least, more than */
    int64_t dateline; /* DAY: the day of the report */
};

static const char *const number_words[] = {"zero",     "one",      "two",      "three",   "four",    "five",
                                           "six",      "seven",    "eight",    "nine",    "ten",     "eleven",
                                           "twelve",   "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
                                           "eighteen", "nineteen", "twenty"};
static const char *const month_names[] = {"January", "February", "March",     "April",   "May",      "June",
                                          "July",    "August",   "September", "October", "November", "December"};
static const char *const day_names[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};

static struct str grouped(struct arena *a, double v)
{
    long n = (long)v;
    if (n >= 1000000)
        return str_fmt(a, "%ld,%03ld,%03ld", n / 1000000, n / 1000 % 1000, n % 1000);
    return n >= 1000 ? str_fmt(a, "%ld,%03ld", n / 1000, n % 1000) : str_fmt(a, "%ld", n);
}

/* 1234 with 2: 1200 */
static double to_digits(double v, int digits, int up)
{
    double unit = pow(10, floor(log10(v)) + 1 - digits);
    return (up > 0 ? ceil(v / unit) : up < 0 ? floor(v / unit) : round(v / unit)) * unit;
}

static struct str write_number(struct arena *a, const struct value *x)
{
    double v = x->v;
    if (v >= 1e6)
        return dice(3) ? str_fmt(a, "%g million", to_digits(v, 2, 0) / 1e6)
                       : str_fmt(a, "some %g million", to_digits(v, 2, 0) / 1e6);
    if (v == 12 && !dice(4))
        return str_lit("a dozen");
    if (v <= 20 && dice(2))
        return str_c(number_words[(int)v]);
    if (x->loose && v >= 10 && !dice(4)) {
        static const char *const low[] = {"at least ", "more than ", "over "};
        unsigned k = dice(4);
        return k == 3 ? str_fmt(a, "nearly " STR_FMT, STR_ARG(grouped(a, to_digits(v + 1, 2, 1))))
                      : str_fmt(a, "%s" STR_FMT, low[k], STR_ARG(grouped(a, to_digits(v - 1, 2, -1))));
    }
    if (v >= 200 && !dice(4)) {
        static const char *const about[] = {"about ", "some ", "around ", "roughly "};
        return str_fmt(a, "%s" STR_FMT, about[dice(4)], STR_ARG(grouped(a, to_digits(v, 2, 0))));
    }
    return v >= 1000 && !dice(5) ? str_fmt(a, "%ld", (long)v) : grouped(a, v);
}

static struct str write_money(struct arena *a, const struct value *x)
{
    const char *word = !strcmp(x->unit, "$") ? "dollars" : !strcmp(x->unit, "£") ? "pounds" : "euros";
    double v = x->v;
    if (v < 1e6)
        return dice(3) ? str_fmt(a, "%s" STR_FMT, x->unit, STR_ARG(grouped(a, v)))
                       : str_fmt(a, STR_FMT " %s", STR_ARG(grouped(a, v)), word);
    bool big = v >= 1e9;
    double n = big ? v / 1e9 : v / 1e6;
    switch (dice(6)) {
    case 0:
        return str_fmt(a, "%g %s %s", n, big ? "billion" : "million", word);
    case 1:
        return str_fmt(a, "%s%g%s", x->unit, n, big ? "bn" : "m");
    case 2:
        return str_fmt(a, "%s%g%s", x->unit, n, big ? " bn" : "M");
    case 3:
        return str_fmt(a, "about %s%g %s", x->unit, n, big ? "billion" : "million");
    default:
        return str_fmt(a, "%s%g %s", x->unit, n, big ? "billion" : "million");
    }
}

static struct str write_percent(struct arena *a, double v)
{
    static const char *const units[] = {" percent", "%", " per cent", " percent", "%", " pct"};
    static const struct {
        double v;
        const char *word;
    } parts[] = {{25, "a quarter"},      {20, "a fifth"},    {50, "half"},
                 {75, "three quarters"}, {40, "two fifths"}, {10, "a tenth"}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (v == parts[i].v && dice(2))
            return str_c(parts[i].word);
    if (v == floor(v) && v <= 20 && !dice(4))
        return str_fmt(a, "%s percent", number_words[(int)v]);
    return str_fmt(a, "%g%s", v, units[dice(6)]);
}

static struct str ordinal(struct arena *a, int n)
{
    static const char *const words[] = {"first", "second",  "third",  "fourth", "fifth",
                                        "sixth", "seventh", "eighth", "ninth",  "tenth"};
    if (n <= 10 && dice(2))
        return str_c(words[n - 1]);
    const char *end = n % 10 == 1 && n % 100 != 11   ? "st"
                      : n % 10 == 2 && n % 100 != 12 ? "nd"
                      : n % 10 == 3 && n % 100 != 13 ? "rd"
                                                     : "th";
    return str_fmt(a, "%d%s", n, end);
}

/* Stands after "on" */
static struct str write_day(struct arena *a, const struct value *x)
{
    struct civil c = date_civil((int64_t)x->v * 86400, NULL);
    const char *m = month_names[c.month - 1], *w = day_names[c.weekday];
    switch (dice((double)x->dateline - x->v <= 6 ? 11 : 7)) {
    case 0:
        return str_fmt(a, "%s %d", m, c.day);
    case 1:
        return str_fmt(a, "%s %d, %d", m, c.day, c.year);
    case 2:
        return str_fmt(a, "%d %s", c.day, m);
    case 3:
        return str_fmt(a, "the %d%s of %s", c.day,
                       c.day % 10 == 1 && c.day != 11   ? "st"
                       : c.day % 10 == 2 && c.day != 12 ? "nd"
                       : c.day % 10 == 3 && c.day != 13 ? "rd"
                                                        : "th",
                       m);
    case 4:
        return str_fmt(a, "%d %s %d", c.day, m, c.year);
    case 5:
        return str_fmt(a, "%s, %s %d", w, m, c.day);
    case 6:
        return strlen(m) > 5 ? str_fmt(a, "%.3s. %d", m, c.day) : str_fmt(a, "%s %d", m, c.day);
    case 7:
        return str_fmt(a, "%s morning", w);
    default:
        return str_c(w);
    }
}

static struct str write_hour(struct arena *a, double minutes)
{
    int h = (int)minutes / 60, m = (int)minutes % 60, h12 = h % 12 ? h % 12 : 12;
    bool morning = h < 12;
    const char *part = morning ? "in the morning" : h < 18 ? "in the afternoon" : "in the evening";
    if (!m && h == 12 && dice(2))
        return str_lit("noon");
    if (!m && !h && dice(2))
        return str_lit("midnight");
    switch (dice(7)) {
    case 0:
        return str_fmt(a, "%02d:%02d", h, m);
    case 1:
        return str_fmt(a, "%d:%02d %s", h12, m, part);
    case 2:
        return m ? str_fmt(a, "%d.%02d%s", h12, m, morning ? "am" : "pm")
                 : str_fmt(a, "%d%s", h12, morning ? "am" : "pm");
    case 3:
        return m == 30 ? str_fmt(a, "half past %s %s", number_words[h12], part)
                       : str_fmt(a, "around %d:%02d %s", h12, m, morning ? "a.m." : "p.m.");
    case 4:
        return m ? str_fmt(a, "%d:%02d%s", h12, m, morning ? "am" : "pm")
                 : str_fmt(a, "%s o'clock %s", number_words[h12], part);
    default:
        return m ? str_fmt(a, "%d:%02d %s", h12, m, morning ? "a.m." : "p.m.")
                 : str_fmt(a, "%d %s", h12, morning ? "a.m." : "p.m.");
    }
}

static struct str write_duration(struct arena *a, const struct value *x)
{
    int n = (int)x->v;
    const char *unit = x->unit;
    if (!strcmp(unit, "days") && n % 7 == 0 && n <= 140 && dice(2))
        return n == 7 ? str_lit("a week") : str_fmt(a, "%s weeks", number_words[n / 7]);
    if (!strcmp(unit, "hours") && n % 24 == 0 && dice(2))
        return n == 24 ? str_lit("a day") : str_fmt(a, "%s days", number_words[n / 24]);
    return n <= 20 && dice(2) ? str_fmt(a, "%s %s", number_words[n], unit) : str_fmt(a, "%d %s", n, unit);
}

static struct str write_distance(struct arena *a, double km)
{
    switch (dice(5)) {
    case 0:
        return str_fmt(a, "%g miles", round(km / 1.609344));
    case 1:
        return str_fmt(a, "%gkm", km);
    case 2:
        return str_fmt(a, "%g km", km);
    default:
        return str_fmt(a, "%g %s", km, dice(2) ? "kilometres" : "kilometers");
    }
}

static struct str write_temperature(struct arena *a, double c)
{
    switch (dice(5)) {
    case 0:
        return str_fmt(a, "%g degrees Fahrenheit", round(c * 9 / 5 + 32));
    case 1:
        return str_fmt(a, "%gC", c);
    case 2:
        return str_fmt(a, "%g°C", c);
    case 3:
        return str_fmt(a, "%g degrees", c);
    default:
        return str_fmt(a, "%g degrees Celsius", c);
    }
}

static struct str write_value(struct arena *a, const struct value *x)
{
    switch (x->kind) {
    case TOLL:
    case COUNT:
        return write_number(a, x);
    case MONEY:
        return write_money(a, x);
    case PERCENT:
        return write_percent(a, x->v);
    case DAY:
        return write_day(a, x);
    case HOUR:
        return write_hour(a, x->v);
    case AGE:
        return str_fmt(a, "%d", (int)x->v);
    case DURATION:
        return write_duration(a, x);
    case DISTANCE:
        return write_distance(a, x->v);
    case TEMPERATURE:
        return write_temperature(a, x->v);
    case VOTE:
        return dice(2) ? str_fmt(a, "%g-%g", x->v, x->second) : str_fmt(a, "%g to %g", x->v, x->second);
    case SCORE:
        return dice(3) ? str_fmt(a, "%g-%g", x->v, x->second) : str_fmt(a, "%g–%g", x->v, x->second);
    case ORDINAL:
        return ordinal(a, (int)x->v);
    case PLACE:
    case HOLDER:
    case NO_KIND:
        break;
    }
    return x->name;
}

/* Those who lost the vote: in a court, a council that is counted in shares, a parliament. */
static inline double second_votes(double v)
{
    return v <= 12 ? dice((unsigned)v) : v <= 100 ? 100 - v - dice(9) : round(v * 0.7) - dice(9);
}

/* A value as its line says: "2 to 40 years", or names that go to *names. */
static inline struct value first_value(struct arena *a, enum kind kind, struct str line, int64_t dateline,
                                       struct strs *names)
{
    static const char *const currencies[] = {"$", "$", "£", "€"};
    struct value x = {.kind = kind, .dateline = dateline, .unit = "days"};
    struct str one;
    if (kind == PLACE || kind == HOLDER) {
        while (str_cut(&line, '/', &one))
            vec_add(a, names, one);
        x.name = names->v[dice((unsigned)names->n)];
        return x;
    }
    char spec[64];
    double low = 0, high = 0;
    char unit[16] = "";
    snprintf(spec, sizeof spec, STR_FMT, STR_ARG(line));
    sscanf(spec, "%lf to %lf %15s", &low, &high, unit);
    x.v = high > 1000 && kind != HOUR ? exp(log(low) + (log(high) - log(low)) * dice(1000) / 1000.0)
                                      : low + dice((unsigned)(high - low + 1));
    if (high > 1000 && x.v >= 1000)
        x.v = to_digits(x.v, kind == MONEY || x.v >= 1e6 ? 2 : 4, 0);
    x.v = kind == HOUR ? floor(x.v / 5) * 5 : kind == DAY ? (double)dateline - x.v : round(x.v);
    if (kind == HOUR && !dice(3))
        x.v = floor(x.v / 60) * 60;
    if (kind == PERCENT && !dice(3))
        x.v = x.v + dice(9) / 10.0;
    if (kind == MONEY)
        x.unit = currencies[dice(4)];
    static const char *const units[] = {"years", "months", "hours", "minutes"};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        x.unit = !strcmp(unit, units[i]) ? units[i] : x.unit;
    x.second = kind == VOTE ? second_votes(x.v) : kind == SCORE ? dice((unsigned)x.v + 1) : 0;
    return x;
}

/* A value that nobody would take for x. */
static struct value other_value(const struct value *x)
{
    static const double factors[] = {0.5, 0.6, 0.75, 1.3, 1.5, 2, 3};
    struct value y = *x;
    double f = factors[dice(7)], digits = x->kind == MONEY || x->v >= 1e6 ? 2 : 3;
    switch (x->kind) {
    case MONEY:
    case TOLL:
    case COUNT:
    case DURATION:
    case DISTANCE:
        y.v = x->v * f >= 1000 ? to_digits(x->v * f, (int)digits, 0) : round(x->v * f);
        y.v = y.v < 2 || fabs(y.v - x->v) < 1 ? x->v + 3 : y.v;
        break;
    case PERCENT:
        y.v = x->v * f > 95 ? round(x->v / 2) : round(x->v * f * 10) / 10;
        y.v = fabs(y.v - x->v) < 1 ? x->v + 2 : y.v;
        break;
    case DAY:
        y.v = x->v - (1 + dice(20));
        break;
    case HOUR:
        y.v = fmod(x->v + 60 * (1 + dice(9)) + 1440, 1440);
        break;
    case AGE:
        y.v = x->v + 1 + dice(9);
        break;
    case TEMPERATURE:
        y.v = x->v + 3 + dice(6);
        break;
    case VOTE:
        y.v = x->v + 1 + dice(4);
        y.second = x->second - 1 - dice(4);
        break;
    case SCORE:
        y.v = x->v + 1 + dice(2);
        break;
    case ORDINAL:
        y.v = x->v + 1 + dice(4);
        break;
    case PLACE:
    case HOLDER:
    case NO_KIND:
        break;
    }
    return y;
}

/* The same of a value that may be one of several names. */
static inline struct value another(const struct value *x, const struct strs *names)
{
    struct value y = other_value(x);
    while (names->n > 1 && str_eq(y.name, x->name))
        y.name = names->v[dice((unsigned)names->n)];
    return y;
}

#endif
