#include "base/arena.h"
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_ASAN 1
#endif
#endif

/* Under ASan the unused part of a block is poisoned and every object is followed by a gap, so that reading past an
 * object is reported as if it had come from malloc. */
#ifdef ARENA_ASAN
#include <sanitizer/asan_interface.h>
#define poison(p, n) ASAN_POISON_MEMORY_REGION(p, n)
#define unpoison(p, n) ASAN_UNPOISON_MEMORY_REGION(p, n)
enum { GAP = 16 };
#else
#define poison(p, n) ((void)0)
#define unpoison(p, n) ((void)0)
enum { GAP = 0 };
#endif

enum { ALIGN = 16, BLOCK_MIN = 4 << 10, BLOCK_MAX = 1 << 20 };

struct arena_block {
    struct arena_block *next;
    size_t used, cap; /* of the bytes after this header */
};

_Static_assert(sizeof(struct arena_block) <= 2 * ALIGN, "block header is padded to 32 bytes");
enum { HEADER = 2 * ALIGN };

_Noreturn void mem_gone(size_t wanted)
{
    fprintf(stderr, "bulletin: out of memory (%zu bytes wanted); close other programs or raise the limit\n", wanted);
    exit(EX_OSERR);
}

void *mem_realloc(void *p, size_t n)
{
    void *q = realloc(p, n ? n : 1);
    if (!q)
        mem_gone(n);
    return q;
}

static struct arena_block *block_new(size_t cap)
{
    struct arena_block *b = mem_realloc(NULL, HEADER + cap);
    *b = (struct arena_block){.cap = cap};
    poison((char *)b + HEADER, cap);
    return b;
}

/* A large object gets a block of its own behind the current one, so that the current one's rest is not lost. */
static struct arena_block *block_for(struct arena *a, size_t n)
{
    struct arena_block *h = a->head;
    size_t cap = h ? h->cap * 2 : BLOCK_MIN;
    if (cap > BLOCK_MAX)
        cap = BLOCK_MAX;
    if (h && n > cap / 2) {
        struct arena_block *own = block_new(n);
        own->next = h->next;
        h->next = own;
        return own;
    }
    struct arena_block *b = block_new(n > cap ? n : cap);
    b->next = h;
    return a->head = b;
}

static inline void *take_from(struct arena *a, struct arena_block *b, size_t n, size_t padded)
{
    char *p = (char *)b + HEADER + b->used;
    b->used += padded;
    a->used += n;
    unpoison(p, n);
    return p;
}

/* Apart, so that nearly every object costs no more than moving a mark. */
static __attribute__((noinline)) void *take_anew(struct arena *a, size_t n, size_t padded)
{
    return take_from(a, block_for(a, padded), n, padded);
}

static void *take(struct arena *a, size_t n)
{
    if (n > SIZE_MAX / 2)
        mem_gone(n);
    size_t padded = (n + GAP + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    struct arena_block *b = a->head;
    return b && b->cap - b->used >= padded ? take_from(a, b, n, padded) : take_anew(a, n, padded);
}

void *arena_alloc(struct arena *a, size_t n)
{
    return memset(take(a, n), 0, n);
}

void *arena_room(struct arena *a, size_t n)
{
    return take(a, n);
}

void *arena_copy(struct arena *a, const void *p, size_t n)
{
    void *q = take(a, n);
    if (n)
        memcpy(q, p, n);
    return q;
}

void *arena_alloc_array(struct arena *a, size_t n, size_t size)
{
    if (size && n > SIZE_MAX / size)
        mem_gone(SIZE_MAX);
    return arena_alloc(a, n * size);
}

static void block_free(struct arena_block *b)
{
    unpoison((char *)b + HEADER, b->cap);
    free(b);
}

void arena_end(struct arena *a)
{
    for (struct arena_block *b = a->head, *next; b; b = next) {
        next = b->next;
        block_free(b);
    }
    *a = (struct arena){0};
}

void arena_reset(struct arena *a)
{
    struct arena_block *keep = a->head;
    if (!keep)
        return;
    for (struct arena_block *b = keep->next, *next; b; b = next) {
        next = b->next;
        block_free(b);
    }
    keep->next = NULL;
    keep->used = 0;
    poison((char *)keep + HEADER, keep->cap);
    a->used = 0;
}
