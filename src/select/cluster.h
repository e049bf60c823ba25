/* cluster.h: which articles tell one story. Private to select. */
#ifndef SELECT_CLUSTER_H
#define SELECT_CLUSTER_H

#include "select/vector.h"

struct cluster_input { /* arrays over the articles, in canonical order: undated first, then by time, then by id */
    size_t n;
    const int64_t *times;    /* seconds; INT64_MIN unknown */
    const uint32_t *langs;   /* equal numbers, equal languages; 0 unknown */
    const uint32_t *outlets; /* equal numbers, equal outlets; 0 unknown */
    const bool *alone;       /* an editor forbids joining */
    const bool *anyhow;      /* an editor wants it joined, with whatever is nearest */
    const uint32_t *with;    /* an editor wants it joined with that article; UINT32_MAX: no */
    int64_t window;          /* seconds between the first and the last article of a story */
    float strictness;        /* 1: as measured; higher joins less */
};

/* Sets group_of[i] to the number of an article that stands for i's story. */
void cluster_groups(struct arena *a, const struct cluster_input *in, const struct vector *v, uint32_t *group_of);

#endif
