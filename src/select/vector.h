/* vector.h: an article as a sparse vector of weighted stems, of length 1. Private to select.
 *
 * Weights lean on what kind of word it is (grammar, everyday, broad, particular) more than on how rare it is among
 * today's articles: a big story makes its own words frequent, and two articles alone know nothing of rarity. Measured:
 * full inverse document frequency loses 0.08 B-cubed F1 on headlines and wins nothing on full texts. */
#ifndef SELECT_VECTOR_H
#define SELECT_VECTOR_H

#include "base/words.h"
#include "model/article.h"

struct term_weight {
    uint32_t term;
    float weight;
};
struct vector { /* by rising term */
    struct term_weight *v;
    size_t n;
    float mass; /* how much the article says, 0 (one word) to 1 (a full text) */
};

/* One vector per article, in the same order. */
struct vector *vectors_make(struct arena *a, const struct article *const *articles, size_t n);
/* The mean cosine that two groups of that mass must at least reach to be one story. As a mean is never above its
 * greatest member, pairs of articles below it need not be known at all. */
float vector_need(float mass_x, float mass_y, float text_factor, float headline_factor);
float vector_dot(const struct vector *x, const struct vector *y);
size_t vector_common(const struct vector *x, const struct vector *y);   /* how many terms both have */
float vector_strongest(const struct vector *x, const struct vector *y); /* what the one term gives that gives most */

#endif
