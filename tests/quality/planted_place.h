/* planted_place.h: values that stand in a real article, found by their form, for differ_planted.c to change or reword.
 */
#ifndef QUALITY_PLANTED_PLACE_H
#define QUALITY_PLANTED_PLACE_H

#include "planted_values.h"
#include <regex.h>
#include <stdlib.h>

struct finder {
    enum kind kind;
    const char *pattern; /* group 1 is what is replaced */
    const char *unit;
    regex_t re;
    bool ready;
};
#define MONTH "(January|February|March|April|May|June|July|August|September|October|November|December)"
#define NAME "[A-Z][a-z]+ (Mc|O')?[A-Z][a-z]+"
static struct finder finders[] = {
    {.kind = MONEY,
     .pattern = "[^A-Za-z](\\$[0-9]+(,[0-9][0-9][0-9])*(\\.[0-9]+)?( ?(million|billion|m|bn))?)([.,;] | [a-z])",
     .unit = "$"},
    {.kind = MONEY,
     .pattern = "[^A-Za-z](£[0-9]+(,[0-9][0-9][0-9])*(\\.[0-9]+)?( ?(million|billion|m|bn))?)([.,;] | [a-z])",
     .unit = "£"},
    {.kind = PERCENT, .pattern = "[ (]([0-9]+(\\.[0-9]+)?( percent| per cent|%))[ ,.;)]"},
    {.kind = TOLL,
     .pattern = "[ (]([0-9]+|two|three|four|five|six|seven|eight|nine|ten|twelve)( other)? "
                "(people|men|women|children|passengers|soldiers|students)[^.]* "
                "(killed|died|dead|injured|wounded|hurt|arrested)"},
    {.kind = TOLL,
     .pattern = "(killed|injured|killing|injuring|wounded|arrested) "
                "([0-9]+|two|three|four|five|six|seven|eight|nine|ten|twelve) [a-z]"},
    {.kind = COUNT,
     .pattern = "[a-z] ([0-9][0-9]?[0-9]?(,[0-9][0-9][0-9])?) (([a-z]+ )?[a-z]+s|people|men|women|children)[ ,.]"},
    {.kind = COUNT,
     .pattern =
         "[a-z] (two|three|four|five|six|seven|eight|nine|ten) (([a-z]+ )?[a-z]+s|people|men|women|children)[ ,.]"},
    {.kind = DAY, .pattern = "on (" MONTH " [0-9][0-9]?)[ ,.]"},
    {.kind = DAY, .pattern = "on ([0-9][0-9]? " MONTH ")[ ,.]"},
    {.kind = DAY, .pattern = "on ((Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)[ ,.]"},
    {.kind = HOUR, .pattern = "(at|around|about|before|after) ([0-9][0-9]?([:.][0-9][0-9])? ?[ap]\\.?m)"},
    {.kind = AGE, .pattern = "[A-Z][a-z]+, (aged )?([1-9][0-9]), "},
    {.kind = AGE, .pattern = "[ (]([1-9][0-9])-year-old"},
    {.kind = HOLDER,
     .pattern = "(President|Prime "
                "Minister|Minister|Chancellor|Secretary|Mayor|Governor|Sheriff|Coach|coach|Judge|Senator|executive|"
                "chairman|director|manager|"
                "spokesman|spokeswoman|Detective|Sergeant|captain|Captain) (" NAME ")[ ,.']"},
    {.kind = PLACE,
     .pattern = "[a-z] (in|near|at|outside) ([A-Z][a-z][a-z]+)(\\.|,| on | after | when | to | and | for | last )"},
    {.kind = DURATION,
     .pattern = "(for|after|lasted|to) ([0-9]+|two|three|four|five|six|seven|eight|nine|ten) "
                "(years|months|days|weeks|hours|minutes)"},
};
enum { FINDERS = sizeof finders / sizeof *finders };

static double number_of(struct str s)
{
    for (size_t i = 0; i < sizeof number_words / sizeof *number_words; i++)
        if (str_eqc(s, number_words[i]))
            return (double)i;
    double v = 0, scale = 1;
    bool point = false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.s[i] >= '0' && s.s[i] <= '9') {
            v = v * 10 + (s.s[i] - '0');
            scale *= point ? 10 : 1;
        } else if (s.s[i] == '.') {
            point = true;
        }
    }
    v /= scale;
    if (str_ends(s, "billion") || str_ends(s, "bn"))
        return v * 1e9;
    return str_ends(s, "million") || str_ends(s, "m") ? v * 1e6 : v;
}

static bool day_of(struct str s, int64_t dateline, double *out)
{
    for (int i = 0; i < 7; i++)
        if (str_eqc(s, day_names[i])) {
            int64_t day = dateline;
            while (date_civil(day * 86400, NULL).weekday != i)
                day--;
            *out = (double)day;
            return true;
        }
    struct civil c = date_civil(dateline * 86400, NULL);
    for (int m = 0; m < 12; m++)
        if (str_find(s, str_c(month_names[m])) != STR_NONE) {
            *out = (double)date_days(c.year, m + 1, (int)number_of(s));
            return true;
        }
    return false;
}

static double hour_of(struct str s)
{
    size_t n = 0;
    while (n < s.n && strchr("0123456789:.", s.s[n]))
        n++;
    struct str figures = str_sub(s, 0, n), hour;
    struct str rest = figures;
    str_cut(&rest, str_chr(figures, ':') != STR_NONE ? ':' : '.', &hour);
    double h = fmod(number_of(hour), 12), m = rest.n ? number_of(rest) : 0;
    return (h + (str_find(s, str_lit("p")) != STR_NONE ? 12 : 0)) * 60 + m;
}

/* A value of the kind in the text; where it stands is set in at and n. false: there is none. */
static bool find_value(struct arena *a, struct str text, enum kind kind, int64_t dateline, struct value *out,
                       size_t *at, size_t *n)
{
    for (size_t i = 0; i < FINDERS; i++) {
        struct finder *f = &finders[i];
        regmatch_t m[3];
        if (f->kind != kind)
            continue;
        if (!f->ready && regcomp(&f->re, f->pattern, REG_EXTENDED))
            abort();
        f->ready = true;
        if (regexec(&f->re, text.s, 3, m, 0))
            continue;
        int g = f->pattern[0] == '(' || str_find(str_c(f->pattern), str_lit("(aged )")) != STR_NONE ||
                        str_find(str_c(f->pattern), str_lit("(in|near")) != STR_NONE
                    ? 2
                    : 1;
        *at = (size_t)m[g].rm_so;
        *n = (size_t)(m[g].rm_eo - m[g].rm_so);
        struct str s = str_dup(a, str_sub(text, *at, *at + *n));
        if (kind == PLACE && str_find(str_lit(" May April March January June July "), s) != STR_NONE)
            continue;
        *out = (struct value){.kind = kind, .unit = f->unit, .dateline = dateline, .name = s};
        if (kind == DAY)
            return day_of(s, dateline, &out->v);
        if (kind == DURATION) {
            static const char *const units[] = {"years", "months", "days", "weeks", "hours", "minutes"};
            struct str rest = str_sub(text, *at + *n + 1, text.n);
            for (size_t k = 0; k < 6; k++)
                if (str_starts(rest, units[k]))
                    out->unit = units[k];
            *n += 1 + strlen(out->unit);
        }
        out->v = kind == HOUR ? hour_of(s) : number_of(s);
        return kind == PLACE || kind == HOLDER || (out->v >= 2 && out->v < 1e12);
    }
    return false;
}

#endif
