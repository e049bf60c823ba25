#include "base/map.h"

enum { PROBES_MAX = 96 }; /* at half load honest keys stay far below */

static struct map_slot *slot_for(const struct map *m, struct str key, size_t *probes)
{
    size_t mask = m->cap - 1;
    size_t i = str_hash_seed(key, m->seed) & mask;
    for (*probes = 0; m->slots[i].key.s && !str_eq(m->slots[i].key, key); ++*probes)
        i = (i + 1) & mask;
    return &m->slots[i];
}

static void rebuild(struct arena *a, struct map *m, size_t cap, uint64_t seed)
{
    struct map old = *m;
    m->slots = arena_array(a, struct map_slot, cap);
    m->cap = cap;
    m->seed = seed;
    for (size_t i = 0; i < old.cap; i++) {
        size_t probes;
        if (old.slots[i].key.s)
            *slot_for(m, old.slots[i].key, &probes) = old.slots[i];
    }
}

/* {NULL, 0} is a key too; it must not look like an empty slot. */
static struct str known(struct str key)
{
    return key.s ? key : (struct str){"", 0};
}

void *map_get(const struct map *m, struct str key)
{
    size_t probes;
    return m->n ? slot_for(m, known(key), &probes)->value : NULL;
}

void **map_at(struct arena *a, struct map *m, struct str key)
{
    key = known(key);
    if (m->n >= m->cap / 2)
        rebuild(a, m, m->cap ? m->cap * 2 : 16, m->seed);
    size_t probes;
    struct map_slot *s = slot_for(m, key, &probes);
    if (!s->key.s && probes > PROBES_MAX) {
        rebuild(a, m, m->cap, str_hash_seed(key, m->seed + 1));
        s = slot_for(m, key, &probes);
    }
    if (!s->key.s) {
        s->key = key;
        m->n++;
    }
    return &s->value;
}
