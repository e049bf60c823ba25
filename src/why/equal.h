/* equal.h: the same in other words. Private to why. */
#ifndef WHY_EQUAL_H
#define WHY_EQUAL_H

#include "why/facts.h"

/* Is there a reading in which both claims are true? Kind and key are equal. */
bool facts_agree(struct arena *a, const struct fact *x, const struct fact *y);
/* "Secretary Hegseth" and "Pete Hegseth", "Zelensky" and "Zelenskyy" are one person. */
bool same_person(struct arena *a, struct str x, struct str y);
bool number_rounded(double x, double y); /* one is the other rounded, and the rounding is slight */
/* Do their sentences speak of the same thing? What that takes depends on how much the key says already. */
/* Have their sentences a word in common that is not everyday vocabulary? */
bool facts_share_words(const struct lexicon *l, const struct fact *x, const struct fact *y);
bool facts_comparable(const struct lexicon *l, const struct fact *x, const struct fact *y);
/* First and last words are the same: "Andrew Getty" is not "Gordon Getty". Both folded. */
bool same_whole_name(struct str x, struct str y);
bool sentence_is_future(const struct tokens *t);
/* Has one a word that makes it speak of something else: the second half, another, forecast? with_days: days of the week
 * set them apart, too, since they are not what is compared. In contrasts.c. */
bool sentences_set_apart(const struct tokens *x, const struct tokens *y, bool with_days);
/* Do they tell of two people, two firms, or of two places (where places are not what is compared)? */
bool sentences_name_others(const struct tokens *x, const struct tokens *y, bool of_places);

#endif
