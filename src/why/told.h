/* told.h: which words an article has used by a sentence. Private to why. */
#ifndef WHY_TOLD_H
#define WHY_TOLD_H

#include "why/features.h"

struct told {
    struct lexicon *l;
    const struct sentence_list *v;
    uint32_t *first; /* by term: 1 + the sentence it is met in first; 0: never */
    uint32_t terms;
};

void told_read(struct arena *a, struct lexicon *l, const struct sentence_list *v, struct told *out);
/* English: "The drills will run through Friday" when drills were told of in a sentence before, and not in the headline.
 * What there is only one of ("The government"), and what the article itself calls so the first time ("the water
 * board"), is named well enough. */
bool told_points_back(const struct told *k, struct str lang, const struct sentence *s, const uint32_t *title,
                      size_t n_title);

#endif
