#include "base/buf.h"
#include "base/map.h"
#include "base/str.h"
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

#define assert_str(got, want)                                                    \
    do {                                                                         \
        struct str got_ = (got);                                                 \
        if (!str_eqc(got_, (want)))                                              \
            fail_msg("got \"" STR_FMT "\", want \"%s\"", STR_ARG(got_), (want)); \
    } while (0)

static void arena_gives_zeroed_aligned_memory(void **state)
{
    for (size_t n = 1; n < 3000000; n = n * 3 + 1) {
        unsigned char *p = arena_alloc(&a, n);
        assert_int_equal((uintptr_t)p % 16, 0);
        for (size_t i = 0; i < n; i += n / 7 + 1)
            assert_int_equal(p[i], 0);
        memset(p, 0xFF, n);
    }
    assert_true(a.used > 3000000);
    arena_reset(&a);
    assert_int_equal(a.used, 0);
    unsigned char *p = arena_alloc(&a, 4096);
    for (size_t i = 0; i < 4096; i++)
        assert_int_equal(p[i], 0);
    arena_end(&a);
    assert_null(a.head);
    arena_end(&a);
}

static void vec_keeps_its_elements(void **state)
{
    VEC(ints, int) v = {0};
    for (int i = 0; i < 10000; i++)
        vec_add(&a, &v, i);
    assert_int_equal(v.n, 10000);
    for (int i = 0; i < 10000; i++)
        assert_int_equal(v.v[i], i);
    assert_int_equal(*vec_push(&a, &v), 0);
}

static void map_finds_what_was_put(void **state)
{
    struct map m = {0};
    assert_null(map_get(&m, str_lit("x")));
    for (long i = 1; i <= 5000; i++)
        *map_at(&a, &m, str_fmt(&a, "key %ld", i)) = (void *)i;
    assert_int_equal(m.n, 5000);
    for (long i = 1; i <= 5000; i++)
        assert_ptr_equal(map_get(&m, str_fmt(&a, "key %ld", i)), (void *)i);
    assert_null(map_get(&m, str_lit("key 0")));
    *map_at(&a, &m, (struct str){0}) = &m;
    assert_ptr_equal(map_get(&m, str_lit("")), &m);
    size_t slots = 0;
    for (size_t i = 0; i < m.cap; i++)
        slots += m.slots[i].key.s != NULL;
    assert_int_equal(slots, 5001);
}

/* Keys that fall into one slot of a map with the first seed: the map must notice and stay quick. */
static void map_survives_chosen_keys(void **state)
{
    struct map m = {0};
    size_t put = 0;
    for (long i = 0; put < 700; i++) {
        struct str key = str_fmt(&a, "%ld", i);
        if ((str_hash_seed(key, 0) & 2047) != 5)
            continue;
        *map_at(&a, &m, key) = &m;
        put++;
    }
    assert_true(m.seed != 0);
    size_t longest = 0, run = 0;
    for (size_t i = 0; i < m.cap; i++) {
        run = m.slots[i].key.s ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    assert_true(longest < 100);
}

static void hash_is_the_same_everywhere(void **state)
{
    static const char *const keys[] = {"", "a", "abcdefgh", "abcdefghi", "https://news.example.org/2025/07/31/bridge"};
    uint64_t seen[5];
    for (size_t i = 0; i < 5; i++) {
        seen[i] = str_hash(str_c(keys[i]));
        for (size_t k = 0; k < i; k++)
            assert_true(seen[i] != seen[k]);
        assert_true(seen[i] == str_hash(str_dup(&a, str_c(keys[i]))));
        assert_true(seen[i] != str_hash_seed(str_c(keys[i]), 1));
    }
}

static void unknown_is_not_empty(void **state)
{
    struct str unknown = {0}, empty = str_lit("");
    assert_null(str_c(NULL).s);
    assert_null(str_dup(&a, unknown).s);
    assert_non_null(str_dup(&a, empty).s);
    assert_true(str_eq(unknown, empty));
    assert_true(str_cmp(unknown, empty) < 0);
    assert_int_equal(str_cmp(unknown, unknown), 0);
    assert_null(str_sub(unknown, 0, 5).s);
    assert_null(str_squeeze(&a, unknown).s);
    assert_int_equal(str_find(unknown, str_lit("x")), STR_NONE);
    assert_int_equal(str_chr(unknown, 'x'), STR_NONE);
}

static void slices(void **state)
{
    struct str s = str_lit("Harbor Ledger");
    assert_str(str_sub(s, 7, 99), "Ledger");
    assert_str(str_sub(s, 9, 3), "");
    assert_int_equal(str_find(s, str_lit("Led")), 7);
    assert_int_equal(str_find(s, str_lit("led")), STR_NONE);
    assert_int_equal(str_ifind(s, str_lit("lED")), 7);
    assert_int_equal(str_find(s, str_lit("")), 0);
    assert_int_equal(str_find(s, str_lit("Harbor Ledger!")), STR_NONE);
    assert_true(str_starts(s, "Harbor"));
    assert_true(str_istarts(s, "hARBOR"));
    assert_true(str_ends(s, "Ledger"));
    assert_false(str_ends(s, "A Harbor Ledger"));
    assert_true(str_ieqc(s, "HARBOR ledger"));
    assert_true(str_ieqc((struct str){0}, "") && str_ieqc(str_lit(""), ""));
    assert_false(str_ieqc((struct str){0}, "harbor") || str_ieqc(str_lit("harbor"), "") || str_ieqc(str_lit("\0"), ""));
    assert_true(str_cmp(str_lit("a"), str_lit("ab")) < 0);
    assert_true(str_cmp(str_lit("\xFF"), str_lit("a")) > 0);
    assert_str(str_trim(str_lit(" \t\xC2\xA0x y\xC2\xA0\r\n")), "x y");
    assert_str(str_trim(str_lit("\xC2\xA0 ")), "");
    assert_str(str_squeeze(&a, str_lit("  one\n\ttwo\xC2\xA0 \xC2\xA0three ")), "one two three");
}

static void cutting_fields_and_lines(void **state)
{
    struct str rest = str_lit("a;;b;"), head;
    static const char *const fields[] = {"a", "", "b", ""};
    for (size_t i = 0; i < 4; i++) {
        assert_true(str_cut(&rest, ';', &head));
        assert_str(head, fields[i]);
    }
    assert_false(str_cut(&rest, ';', &head));
    rest = str_lit("");
    assert_true(str_cut(&rest, ';', &head));
    assert_false(str_cut(&rest, ';', &head));
    rest = str_lit("one\r\n\ntwo");
    static const char *const lines[] = {"one", "", "two"};
    for (size_t i = 0; i < 3; i++) {
        assert_true(str_line(&rest, &head));
        assert_str(head, lines[i]);
    }
    assert_false(str_line(&rest, &head));
}

static void numbers(void **state)
{
    static const struct {
        const char *text;
        bool ok;
        int64_t v;
    } cases[] = {{"0", true, 0},
                 {"-17", true, -17},
                 {"+5", true, 5},
                 {"9223372036854775807", true, INT64_MAX},
                 {"-9223372036854775808", true, INT64_MIN},
                 {"9223372036854775808", false, 0},
                 {"99999999999999999999", false, 0},
                 {"", false, 0},
                 {"-", false, 0},
                 {"1 ", false, 0},
                 {"0x1", false, 0},
                 {"1.5", false, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t v = 0;
        assert_int_equal(str_i64(str_c(cases[i].text), &v), cases[i].ok);
        assert_true(v == cases[i].v);
    }
}

static void joining(void **state)
{
    struct strs v = {0};
    assert_str(str_join(&a, &v, ", "), "");
    vec_add(&a, &v, str_lit("defense"));
    vec_add(&a, &v, (struct str){0});
    vec_add(&a, &v, str_lit("Politics"));
    assert_str(str_join(&a, &v, ", "), "defense, , Politics");
    assert_true(strs_has(&v, str_lit("Politics")));
    assert_false(strs_has(&v, str_lit("politics")));
    assert_true(strs_ihas(&v, str_lit("politics")));
    struct str longer = str_fmt(&a, "%0500d", 7);
    assert_int_equal(longer.n, 500);
    assert_int_equal(strlen(longer.s), 500);
}

/* Looked for sixteen places at a time. */
static void found_anywhere(void **state)
{
    char text[70];
    for (size_t n = 3; n < sizeof text; n++)
        for (size_t at = 0; at + 3 <= n; at++) {
            memset(text, 'x', sizeof text);
            memcpy(text + at, "yEs", 3);
            struct str s = {text, n};
            assert_int_equal(str_ifind(s, str_lit("Yes")), at);
            assert_int_equal(str_ifind(s, str_lit("y")), at);
            assert_int_equal(str_ifind(s, str_lit("yet")), STR_NONE);
            assert_int_equal(str_ifind(str_sub(s, 0, at + 2), str_lit("Yes")), STR_NONE);
        }
}

static void buffer_in_the_callers_memory(void **state)
{
    char room[11];
    struct buf b;
    buf_fixed(&b, room, 10);
    assert_string_equal(room, "");
    buf_number(&b, 0);
    buf_number(&b, 4294967295u % 1000000);
    assert_string_equal(room, "0967295");
    buf_c(&b, "abc");
    assert_false(b.over);
    assert_string_equal(room, "0967295abc");
    buf_ch(&b, 'd');
    assert_true(b.over);
    assert_ptr_equal(b.p, room);
    assert_string_equal(room, "0967295abc");
}

static void buffer_stops_at_its_ceiling(void **state)
{
    struct buf b;
    buf_init(&b, 10);
    assert_string_equal(b.p, "");
    buf_c(&b, "12345");
    buf_ch(&b, '6');
    assert_string_equal(b.p, "123456");
    buf_fmt(&b, "%d", 789);
    assert_string_equal(b.p, "123456789");
    buf_c(&b, "ab");
    assert_true(b.over);
    buf_c(&b, "x");
    assert_int_equal(b.n, 9);
    assert_string_equal(b.p, "123456789");
    buf_clear(&b);
    assert_false(b.over);
    buf_fmt(&b, "%s", "0123456789");
    assert_false(b.over);
    assert_int_equal(b.n, 10);
    buf_fmt(&b, "%s", "");
    assert_false(b.over);
    buf_end(&b);
    buf_init(&b, 1 << 20);
    buf_fmt(&b, "%*s", 3000, "x");
    assert_int_equal(b.n, 3000);
    buf_utf8(&b, 0x20AC);
    buf_utf8(&b, 0xD800);
    assert_string_equal(b.p + 2999, "x\xE2\x82\xAC\xEF\xBF\xBD");
    assert_int_equal(buf_dup(&a, &b).n, b.n);
    buf_end(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(found_anywhere),
        cmocka_unit_test(buffer_in_the_callers_memory),
        cmocka_unit_test_teardown(arena_gives_zeroed_aligned_memory, end),
        cmocka_unit_test_teardown(vec_keeps_its_elements, end),
        cmocka_unit_test_teardown(map_finds_what_was_put, end),
        cmocka_unit_test_teardown(map_survives_chosen_keys, end),
        cmocka_unit_test_teardown(hash_is_the_same_everywhere, end),
        cmocka_unit_test_teardown(unknown_is_not_empty, end),
        cmocka_unit_test_teardown(slices, end),
        cmocka_unit_test_teardown(cutting_fields_and_lines, end),
        cmocka_unit_test_teardown(numbers, end),
        cmocka_unit_test_teardown(joining, end),
        cmocka_unit_test_teardown(buffer_stops_at_its_ceiling, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
