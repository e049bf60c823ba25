/* map.h: string keys to pointers, open addressing, in an arena.  Keys are borrowed, not copied.
 * Keys chosen to collide make the map change its hash function, so lookups stay short on hostile input, and the
 * order of slots is still the same in every run. */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/str.h"

struct map_slot {
    struct str key;
    void *value;
};
struct map {
    struct map_slot *slots; /* read-only for callers that walk: a slot with key.s == NULL is empty */
    size_t n, cap;
    uint64_t seed;
};

void *map_get(const struct map *m, struct str key);            /* NULL when absent */
void **map_at(struct arena *a, struct map *m, struct str key); /* inserts a NULL value when absent */

#endif
