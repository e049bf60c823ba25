#include "base/vec.h"
#include <stdint.h>
#include <string.h>

void *vec_grow(struct arena *a, void *v, size_t n, size_t *cap, size_t size)
{
    size_t more = *cap ? *cap * 2 : 8;
    if (more < *cap || (size && more > SIZE_MAX / size))
        mem_gone(SIZE_MAX);
    char *bigger = arena_room(a, more * size);
    if (n)
        memcpy(bigger, v, n * size);
    memset(bigger + n * size, 0, (more - n) * size);
    *cap = more;
    return bigger;
}
