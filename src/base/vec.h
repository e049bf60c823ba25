/* vec.h: growing arrays in an arena, typed by a macro.
 *
 *     VEC(articles, struct article);           // declares struct articles { struct article *v; size_t n, cap; }
 *     struct articles as = {0};
 *     struct article *a = vec_push(arena, &as);  // zeroed new last element
 *     for (size_t i = 0; i < as.n; i++) use(&as.v[i]);
 *
 * A push may move the elements: keep indexes, not pointers, across pushes.  The old array stays in the arena.
 */
#ifndef BASE_VEC_H
#define BASE_VEC_H

#include "base/arena.h"

#define VEC(name, T)   \
    struct name {      \
        T *v;          \
        size_t n, cap; \
    }

void *vec_grow(struct arena *a, void *v, size_t n, size_t *cap, size_t size);

#define vec_push(a, vec)         \
    ((vec)->n < (vec)->cap       \
         ? &(vec)->v[(vec)->n++] \
         : ((vec)->v = vec_grow((a), (vec)->v, (vec)->n, &(vec)->cap, sizeof *(vec)->v), &(vec)->v[(vec)->n++]))
#define vec_add(a, vec, value) ((void)(*vec_push((a), (vec)) = (value)))

#endif
