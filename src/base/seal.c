#include "base/seal.h"
#include <string.h>

/* The first digits of the fractional parts of sqrt(5) and sqrt(7). */
static const uint64_t K0 = 0x3C6EF372FE94F82B, K1 = 0xA54FF53A5F1D36F1;

static uint64_t fold(uint64_t a, uint64_t b)
{
    unsigned __int128 m = (unsigned __int128)a * b;
    return (uint64_t)m ^ (uint64_t)(m >> 64);
}

/* Two lanes that wait for nothing but themselves, so that the processor works on both at once. Each has the state in
 * the factor where the other has the key: what makes one product zero does not make the other. */
static void mix(struct seal *x, uint64_t v, uint64_t w)
{
    x->a = fold(v ^ x->key ^ K0, w ^ x->a);
    x->b = fold(v ^ x->b, w ^ x->key ^ K1);
}

void seal_begin(struct seal *x, uint64_t key)
{
    *x = (struct seal){.key = fold(key ^ K1, K0), .a = K0, .b = K1};
}

void seal_number(struct seal *x, int64_t n)
{
    mix(x, (uint64_t)n, 'n');
}

void seal_str(struct seal *x, struct str s)
{
    uint64_t v, w, rest[2] = {0, 0};
    size_t i = 0;
    mix(x, s.n, s.s ? 's' : 'u');
    for (; i + 16 <= s.n; i += 16) {
        memcpy(&v, s.s + i, 8);
        memcpy(&w, s.s + i + 8, 8);
        mix(x, v, w);
    }
    if (i < s.n) {
        memcpy(rest, s.s + i, s.n - i);
        mix(x, rest[0], rest[1]);
    }
}

void seal_strs(struct seal *x, const struct strs *v)
{
    seal_number(x, (int64_t)v->n);
    for (size_t i = 0; i < v->n; i++)
        seal_str(x, v->v[i]);
}

struct str seal_end(struct arena *a, struct seal *x)
{
    uint64_t out[2] = {fold(x->a ^ K1, x->key ^ K0), fold(x->b ^ K0, x->key ^ K1)};
    _Static_assert(sizeof out == SEAL_LEN, "two lanes");
    return str_dup(a, (struct str){(const char *)out, sizeof out});
}
