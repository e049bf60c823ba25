#include "base/seal.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct arena a;

static int end(void **state)
{
    arena_end(&a);
    return 0;
}

static struct str of(uint64_t key, const struct str *parts, size_t n)
{
    struct seal x;
    seal_begin(&x, key);
    for (size_t i = 0; i < n; i++)
        seal_str(&x, parts[i]);
    return seal_end(&a, &x);
}

static void same_parts_same_seal(void **state)
{
    char one[] = "a text of more than sixteen bytes, and an odd number", two[80] = " ";
    memcpy(two + 1, one, sizeof one); /* the same bytes at another address */
    struct str x = of(7, (struct str[]){str_c(one), str_lit("")}, 2),
               y = of(7, (struct str[]){str_c(two + 1), str_lit("")}, 2);
    assert_int_equal(x.n, SEAL_LEN);
    assert_true(str_eq(x, y));
    assert_false(str_eq(x, of(8, (struct str[]){str_c(one), str_lit("")}, 2)));
}

static void parts_are_told_apart(void **state)
{
    const struct str unknown = {0}, nuls = {"\0\0", 2}, nul = {"\0", 1};
    const struct str cases[][2] = {
        {str_lit("ab"), str_lit("c")},
        {str_lit("a"), str_lit("bc")},
        {str_lit("abc"), str_lit("")},
        {str_lit(""), str_lit("abc")},
        {str_lit("abc"), unknown},
        {unknown, str_lit("abc")},
        {unknown, unknown},
        {str_lit(""), str_lit("")},
        {nul, str_lit("")},
        {nuls, str_lit("")},
        {nul, nul},
        {str_lit("c"), str_lit("ab")},
    };
    enum { N = sizeof cases / sizeof *cases };
    for (size_t i = 0; i < N; i++)
        for (size_t k = i + 1; k < N; k++)
            assert_false(str_eq(of(1, cases[i], 2), of(1, cases[k], 2)));
}

static void lists_are_told_apart(void **state)
{
    struct strs one = {0}, two = {0}, none = {0};
    vec_add(&a, &one, str_lit("a"));
    vec_add(&a, &one, str_lit("b"));
    vec_add(&a, &two, str_lit("a"));
    const struct strs *pairs[][2] = {{&one, &none}, {&none, &one}, {&two, &two}, {&two, &none}, {&none, &none}};
    struct str got[5];
    for (size_t i = 0; i < 5; i++) {
        struct seal x;
        seal_begin(&x, 1);
        seal_strs(&x, pairs[i][0]);
        seal_strs(&x, pairs[i][1]);
        got[i] = seal_end(&a, &x);
        for (size_t k = 0; k < i; k++)
            assert_false(str_eq(got[i], got[k]));
    }
}

/* Every single bit of a text counts, in both halves of the seal, and half of each half's bits turn. */
static void every_bit_counts(void **state)
{
    char text[100];
    memset(text, 'x', sizeof text);
    struct str was = of(3, &(struct str){text, sizeof text}, 1);
    unsigned long turned[2] = {0, 0};
    for (size_t bit = 0; bit < 8 * sizeof text; bit++) {
        text[bit / 8] ^= (char)(1 << bit % 8);
        struct str is = of(3, &(struct str){text, sizeof text}, 1);
        text[bit / 8] ^= (char)(1 << bit % 8);
        for (size_t half = 0; half < 2; half++) {
            uint64_t v, w;
            memcpy(&v, was.s + 8 * half, 8);
            memcpy(&w, is.s + 8 * half, 8);
            assert_true(v != w);
            turned[half] += (unsigned long)__builtin_popcountll(v ^ w);
        }
    }
    for (size_t half = 0; half < 2; half++) /* 32 of 64 on average; 800 trials leave no room for one more */
        assert_in_range(turned[half], 31 * 800, 33 * 800);
}

/* The weak spot of a product is a factor of zero: not even then does the other half forget what came before. */
static void nothing_is_forgotten(void **state)
{
    char text[48] = {0};
    struct str first = of(0, &(struct str){text, sizeof text}, 1);
    for (uint64_t k = 0; k < 64; k++) {
        uint64_t v = (uint64_t)1 << k;
        memcpy(text + 16, &v, 8);
        text[0] = 0;
        struct str x = of(0, &(struct str){text, sizeof text}, 1);
        text[0] = 1;
        assert_false(str_eq(x, of(0, &(struct str){text, sizeof text}, 1)));
        assert_false(str_eq(x, first));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_parts_same_seal), cmocka_unit_test(parts_are_told_apart),
        cmocka_unit_test(lists_are_told_apart), cmocka_unit_test(every_bit_counts),
        cmocka_unit_test(nothing_is_forgotten),
    };
    return cmocka_run_group_tests_name("base/seal", tests, NULL, end);
}
