/* doers.h: has a sentence turned round who does what to whom? English. Private to why. */
#ifndef WHY_DOERS_H
#define WHY_DOERS_H

#include "why/tokens.h"

/* Does t put behind a verb (or "than") who stands before it in one of the n sentences, and before it who stands behind,
 * while no sentence has them as t has? A passive with "by" is read as the active. NULL, or the word they are swapped
 * around. */
const struct token *doers_swapped(const struct tokens *t, const struct tokens *v, size_t n);

#endif
