/* date_words.h: the words that dates are written with, all case-folded. Private to date_time.c and date_day.c. */
#ifndef BASE_DATE_WORDS_H
#define BASE_DATE_WORDS_H

#include "base/str.h"

int date_month(struct str word);                  /* 1..12 by name in any of the languages known; 0 */
bool date_zone(struct str word, int32_t *offset); /* "est", "kst" */
const char *date_zone_name(struct str word); /* "et", "pacific": an IANA name whose offset depends on the day; NULL */
int date_half(struct str word);              /* am: 0, pm: 12, neither: -1; also inside a run of CJK signs */
bool date_filler(struct str word);           /* "of", "de": may stand between the parts of a date */

#endif
