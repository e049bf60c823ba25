/* standalone.h: does a sentence make sense with nothing before it? Private to why.
 *
 * Meant to be strict: a bullet that hangs in the air is worse than one bullet less. */
#ifndef WHY_STANDALONE_H
#define WHY_STANDALONE_H

#include "why/tokens.h"

/* The sentence without a dateline or agency mark before it: "LONDON (Reuters) - ", "(CNN)", "(서울=연합뉴스)". */
struct str without_dateline(struct str s);

/* NULL when it does; else what is wrong, in a few words. */
const char *why_not_alone(struct lexicon *l, struct str lang, struct str s);

/* The same for the words of a sentence that is well formed: English, and the languages with lists. */
const char *english_not_alone(const struct tokens *t, struct str s);
const char *other_not_alone(const struct tokens *t, struct str lang, struct str s);

#endif
