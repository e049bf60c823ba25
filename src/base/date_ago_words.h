/* date_ago_words.h: how languages count back from now. Private to date_ago.c. All words are case-folded; in a list a
 * space parts them. */
#ifndef BASE_DATE_AGO_WORDS_H
#define BASE_DATE_AGO_WORDS_H

#include "base/str.h"

enum ago_unit { AGO_SECOND, AGO_MINUTE, AGO_HOUR, AGO_DAY, AGO_WEEK, AGO_MONTH, AGO_YEAR, AGO_UNITS };

struct ago_language {
    const char *one;              /* its words for "one" where a number could stand */
    const char *dual;             /* the ending that makes two of a unit; NULL: none */
    const char *units[AGO_UNITS]; /* beginnings of its names for each unit */
};

struct ago_form { /* what stands around numbers and units; "" is nothing */
    const char *before, *after;
    const struct ago_language *language;
};
extern const struct ago_form ago_forms[];
extern const size_t ago_form_count;

/* Whole phrases. A comma parts them. */
extern const char *const ago_now, *const ago_days[3]; /* just now; today, yesterday, the day before */
extern const char *const ago_fillers;                 /* "about", "and", "at": mean nothing here */

#endif
