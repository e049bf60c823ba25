/* equal.h: the same in other words. Private to why. */
#ifndef WHY_EQUAL_H
#define WHY_EQUAL_H

#include "why/facts.h"

/* Is there a reading in which both claims are true? Kind and key are equal. */
bool facts_agree(struct arena *a, const struct fact *x, const struct fact *y);
/* "Secretary Hegseth" and "Pete Hegseth", "Zelensky" and "Zelenskyy" are one person. */
bool same_person(struct arena *a, struct str x, struct str y);
/* Do their sentences speak of the same thing? What that takes depends on how much the key says already. */
bool facts_comparable(const struct lexicon *l, const struct fact *x, const struct fact *y);

#endif
