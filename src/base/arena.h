/* arena.h: memory that ends all at once.
 *
 * The caller passes the arena; whoever made it ends it; nobody frees single objects.  Allocation never
 * returns NULL: when memory is gone the program prints one sentence and exits with EX_OSERR (71), which is
 * safe at any point because everything that must survive is in the store.
 *
 *     struct arena a = {0};          // all zero is a valid, empty arena
 *     struct thing *t = arena_new(&a, struct thing);
 *     arena_end(&a);                 // frees everything; the arena is empty again and may be used on
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena {
    struct arena_block *head;
    size_t used; /* bytes handed out, for ceilings and reports */
};

void *arena_alloc(struct arena *a, size_t n); /* zeroed, aligned for any type */
void *arena_room(struct arena *a, size_t n);  /* the same, not zeroed: for bytes that are written at once */
void *arena_copy(struct arena *a, const void *p, size_t n);
void arena_end(struct arena *a);
void arena_reset(struct arena *a); /* the same, but keeps the newest block for the next round of a loop */

#define arena_new(a, T) ((T *)arena_alloc((a), sizeof(T)))
#define arena_array(a, T, n) ((T *)arena_alloc_array((a), (n), sizeof(T)))
void *arena_alloc_array(struct arena *a, size_t n, size_t size); /* checks n * size for overflow */

/* For the few places that need plain heap memory: never NULL, same exit as above. */
void *mem_realloc(void *p, size_t n);
_Noreturn void mem_gone(size_t wanted);

#endif
