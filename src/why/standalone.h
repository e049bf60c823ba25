/* standalone.h: does a sentence make sense with nothing before it? Private to why.
 *
 * Meant to be strict: a bullet that hangs in the air is worse than one bullet less. */
#ifndef WHY_STANDALONE_H
#define WHY_STANDALONE_H

#include "why/features.h"

/* The sentence without a dateline or agency mark before it: "LONDON (Reuters) - ", "(CNN)". */
struct str without_dateline(struct str s);

/* NULL when it does; else what is wrong, in a few words. */
const char *why_not_alone(struct lexicon *l, struct str lang, struct str s);

#endif
