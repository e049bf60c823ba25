/* stem.h: stemmers by language. Private to stem.c and lexicon.c; words.h has what others use. */
#ifndef BASE_STEM_H
#define BASE_STEM_H

#include "base/words.h"

enum { STEMMERS_MOST = 32 };

struct stemmer;
int stemmer_of(struct str lang);     /* its number; 0 (English) for an unknown language, -1 for one without a stemmer */
struct stemmer *stemmer_open(int k); /* NULL for -1 */
void stemmer_close(struct stemmer *st);
/* Folded and stemmed; only folded when st is NULL. */
struct str stem_with(struct arena *a, struct stemmer *st, struct str s);

#endif
