/* neighbors.h: for every article the earlier ones most like it, through an inverted index. Private to select.
 *
 * Cost is bounded per article (postings looked at, neighbours kept), so the whole grows linearly with the number of
 * articles; common words, whose postings are long, are left to the exact comparison of those that rarer words brought
 * up. */
#ifndef SELECT_NEIGHBORS_H
#define SELECT_NEIGHBORS_H

#include "select/vector.h"

struct edge {
    uint32_t a, b; /* a < b */
    float cosine;
};
VEC(edges, struct edge);

/* times: seconds, rising, INT64_MIN where unknown (these come first). Articles further apart than window are no
 * neighbours, nor those whose cosine is below `share` of vector_need. */
void neighbors_find(struct arena *a, const struct vector *v, const int64_t *times, size_t n, int64_t window,
                    float share, struct edges *out);

#endif
