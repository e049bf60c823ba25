/* lanes.h: sixteen bytes looked at in one step, for the loops that nearly all text runs through unchanged. The
 * compiler's vectors become SSE2, NEON or plain code, whatever the machine has. */
#ifndef BASE_LANES_H
#define BASE_LANES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { LANES = 16 };
typedef unsigned char lanes __attribute__((vector_size(LANES)));

static inline lanes lanes_at(const char *p)
{
    lanes v;
    memcpy(&v, p, sizeof v);
    return v;
}

static inline lanes lanes_of(unsigned char c)
{
    return (lanes){c, c, c, c, c, c, c, c, c, c, c, c, c, c, c, c};
}

/* 0xFF in each lane where it holds, 0 elsewhere */
static inline lanes lanes_is(lanes v, unsigned char c)
{
    return (lanes)(v == lanes_of(c));
}

static inline lanes lanes_below(lanes v, unsigned char c)
{
    return (lanes)(v < lanes_of(c));
}

static inline bool lanes_any(lanes v)
{
    uint64_t half[2];
    memcpy(half, &v, sizeof half);
    return (half[0] | half[1]) != 0;
}

/* the first of the lanes that is not 0; there must be one */
static inline size_t lanes_first(lanes v)
{
    uint64_t half[2];
    memcpy(half, &v, sizeof half);
    uint64_t w = half[0] ? half[0] : half[1];
    size_t bit = (size_t)(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? __builtin_ctzll(w) : __builtin_clzll(w));
    return bit / 8 + (half[0] ? 0 : 8);
}

/* how many of the lanes hold 0xFF, the others 0 */
static inline size_t lanes_count(lanes v)
{
    uint64_t half[2];
    v &= lanes_of(1);
    memcpy(half, &v, sizeof half);
    return ((half[0] + half[1]) * 0x0101010101010101) >> 56;
}

#endif
