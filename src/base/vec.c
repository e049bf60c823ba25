#include "base/vec.h"
#include <stdint.h>
#include <string.h>

void *vec_grow(struct arena *a, void *v, size_t n, size_t *cap, size_t size)
{
    size_t more = *cap ? *cap * 2 : 8;
    if (more < *cap || (size && more > SIZE_MAX / size))
        mem_gone(SIZE_MAX);
    void *bigger = arena_alloc_array(a, more, size);
    if (n)
        memcpy(bigger, v, n * size);
    *cap = more;
    return bigger;
}
