/* The sorter beside a plain sort: keys of many shapes, with memory for few of them, for some and for all. */
#include "base/file.h"
#include "base/sorter.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { N = 5000 };

struct item {
    struct str key;
    uint32_t place;
};

static uint64_t dice = 7;

static uint64_t roll(uint64_t sides)
{
    dice = dice * 6364136223846793005u + 1442695040888963407u;
    return (dice >> 33) % sides;
}

/* Long common beginnings, many equal ones, empty ones, bytes above 127. */
static struct str some_key(struct arena *a)
{
    switch (roll(5)) {
    case 0:
        return str_fmt(a, "reader.%06llu@example.org", (unsigned long long)roll(100000));
    case 1:
        return str_fmt(a, "%llu", (unsigned long long)roll(30));
    case 2:
        return str_fmt(a, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa%.*s", (int)roll(20),
                       "bbbbbbbbbbbbbbbbbbbb");
    case 3:
        return str_fmt(a, "\xc3%c\xff", (char)(128 + roll(60)));
    default:
        return roll(40) ? str_fmt(a, "%c", (char)('a' + roll(26))) : str_lit("");
    }
}

static int by_key(const void *x, const void *y)
{
    const struct item *a = x, *b = y;
    int c = str_cmp(a->key, b->key);
    return c ? c : (a->place > b->place) - (a->place < b->place);
}

static void check(size_t memory, size_t n, bool ordered)
{
    struct arena a = {0};
    struct err e = {0};
    struct sorter s;
    struct str key, record;
    struct item *v = arena_array(&a, struct item, n);
    for (size_t i = 0; i < n; i++)
        v[i] = (struct item){some_key(&a), (uint32_t)i};
    if (ordered)
        qsort(v, n, sizeof *v, by_key);
    sorter_begin(&s, "/tmp", memory);
    for (uint32_t i = 0; i < n; i++) {
        v[i].place = i;
        char bytes[600] = {0}; /* records of many lengths, some longer than what is read at once */
        memcpy(bytes, &i, sizeof i);
        assert_int_equal(sorter_add(&s, v[i].key, (struct str){bytes, 4 + i % 7 * 80}, &e), 0);
    }
    qsort(v, n, sizeof *v, by_key);
    for (size_t i = 0; i < n; i++) {
        uint32_t place;
        assert_int_equal(sorter_next(&s, &key, &record, &e), 1);
        memcpy(&place, record.s, sizeof place);
        assert_int_equal(place, v[i].place);
        assert_true(str_eq(key, v[i].key) && record.n == 4 + place % 7 * 80);
    }
    assert_int_equal(sorter_next(&s, &key, &record, &e), 0);
    assert_int_equal(sorter_next(&s, &key, &record, &e), 0);
    assert_true((s.n_runs > 0) == (memory < 100000 && n > 100));
    sorter_end(&s);
    arena_end(&a);
}

static void test_orders(void **state)
{
    static const size_t memories[] = {1, 500, 20000, 1 << 30};
    for (size_t i = 0; i < 4; i++)
        for (int k = 0; k < 2; k++) {
            check(memories[i], memories[i] == 1 ? 300 : N, k);
            check(memories[i], 0, k);
            check(memories[i], 1, k);
        }
}

static void test_large_records(void **state)
{
    enum { LARGE = 700 << 10 };
    struct sorter s;
    struct err e = {0};
    struct str key, record;
    char *bytes = calloc(1, LARGE);
    sorter_begin(&s, "/tmp", 1 << 20);
    for (int i = 0; i < 5; i++)
        assert_int_equal(sorter_add(&s, (struct str){&"edcba"[i], 1}, (struct str){bytes, LARGE - (size_t)i}, &e), 0);
    for (int i = 4; i >= 0; i--) {
        assert_int_equal(sorter_next(&s, &key, &record, &e), 1);
        assert_int_equal(record.n, LARGE - i);
    }
    assert_int_equal(sorter_next(&s, &key, &record, &e), 0);
    sorter_end(&s);
    free(bytes);
}

static void test_no_folder(void **state)
{
    struct sorter s;
    struct err e = {0};
    sorter_begin(&s, "/nowhere/at/all", 1);
    assert_int_equal(sorter_add(&s, str_lit("a"), str_lit("b"), &e), 0);
    assert_int_equal(sorter_add(&s, str_lit("a"), str_lit("b"), &e), -1);
    assert_string_equal(e.msg, "/nowhere/at/all: cannot make a temporary file for sorting: No such file or directory");
    sorter_end(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_orders),
        cmocka_unit_test(test_large_records),
        cmocka_unit_test(test_no_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
