/* derive.h: why it matters, taken from the article. Private to why.
 *
 * One to three sentences of one article's body, each an exact substring that stands alone, chosen for what follows from
 * the event. Nothing when nothing is good enough. Sets why, why_from and why_outlet. */
#ifndef WHY_DERIVE_H
#define WHY_DERIVE_H

#include "model/story.h"

void derive_bullets(struct arena *a, struct story *s);

#endif
