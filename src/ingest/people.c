#include "ingest/people.h"
#include "base/crypto.h"

/* The hash is kept, so growing looks at no address. */
static void grow(struct arena *a, struct people *p)
{
    struct people old = *p;
    if (!old.cap)
        random_bytes(&p->seed, sizeof p->seed);
    p->cap = old.cap ? old.cap * 2 : 256;
    p->slots = arena_alloc_array(a, p->cap, sizeof *p->slots);
    for (size_t i = 0; i < old.cap; i++) {
        if (!old.slots[i].row)
            continue;
        size_t at = old.slots[i].hash & (p->cap - 1);
        while (p->slots[at].row)
            at = (at + 1) & (p->cap - 1);
        p->slots[at].hash = old.slots[i].hash;
        p->slots[at].row = old.slots[i].row;
    }
}

size_t people_row(struct arena *a, struct people *p, const struct subscribers *list, struct str key)
{
    if (2 * (p->n + 1) > p->cap)
        grow(a, p);
    uint32_t hash = (uint32_t)(str_hash_seed(key, p->seed) >> 16);
    size_t at = hash & (p->cap - 1);
    for (; p->slots[at].row; at = (at + 1) & (p->cap - 1))
        if (p->slots[at].hash == hash && str_eq(list->v[p->slots[at].row - 1].address.key, key))
            return p->slots[at].row - 1;
    p->slots[at].hash = hash;
    p->slots[at].row = (uint32_t)list->n + 1;
    p->n++;
    return list->n;
}
