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

/* a bit for each lane, the first lane's the lowest: what a lane of 0xFF or 0 holds, of others the highest bit */
static inline unsigned lanes_bits(lanes v)
{
#ifdef __SSE2__ /* one instruction for what no compiler finds in the lines below */
    return (unsigned)__builtin_ia32_pmovmskb128((char __attribute__((vector_size(LANES))))v);
#else
    const bool little = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;
    const uint64_t own = little ? 0x8040201008040201 : 0x0102040810204080, sum = 0x0101010101010101;
    uint64_t half[2];
    v = (lanes)(v >= lanes_of(0x80));
    memcpy(half, &v, sizeof half);
    return (unsigned)((half[0] & own) * sum >> 56 | (half[1] & own) * sum >> 56 << 8);
#endif
}

static inline bool lanes_any(lanes v)
{
    return lanes_bits(v) != 0;
}

/* the first of the lanes that is not 0; there must be one */
static inline size_t lanes_first(lanes v)
{
    return (size_t)__builtin_ctz(lanes_bits(v));
}

/* 0xFF for controls and what is no ASCII: one more makes the former less than 0x21, the latter less than 0 */
static inline lanes lanes_unprintable(lanes v)
{
    typedef signed char numbers __attribute__((vector_size(LANES)));
    return (lanes)((numbers)(v + lanes_of(1)) < (numbers)lanes_of(0x21));
}

#endif
