/* Keys of an audience in any order, out in ascending order, below and beyond what is held in memory. */
#include "store/keys.h"
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static uint64_t dice(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return *seed ^ *seed >> 29;
}

static size_t files_in(const char *dir)
{
    size_t n = 0;
    DIR *d = opendir(dir);
    for (struct dirent *f; d && (f = readdir(d));)
        n += f->d_name[0] != '.' || f->d_name[1] == 'k';
    closedir(d);
    return n;
}

static void round_trip(const char *dir, size_t n, uint64_t hashes)
{
    struct err e = {0};
    struct keys *k = keys_begin(dir);
    uint64_t seed = n + 1, sum = 0, got = 0;
    for (size_t i = 0; i < n; i++) {
        struct row_key x = {hashes ? dice(&seed) % hashes : dice(&seed), (uint32_t)i};
        sum += x.hash * 31 + x.row;
        assert_int_equal(keys_add(k, x, &e), 0);
    }
    assert_int_equal(keys_sort(k, &e), 0);
    struct row_key last = {0}, x;
    size_t count = 0;
    while (keys_next(k, &x, &e) == 1) {
        assert_true(!count || x.hash > last.hash || (x.hash == last.hash && x.row > last.row));
        got += x.hash * 31 + x.row;
        last = x;
        count++;
    }
    assert_int_equal(count, n);
    assert_true(got == sum);
    assert_int_equal(files_in(dir), 0); /* what was written has no name */
    keys_end(k);
}

static void any_number(void **state)
{
    char dir[] = "/tmp/bulletin-keys-XXXXXX";
    static const size_t counts[] = {0, 1, 17, 5000, (1 << 18) - 1, 1 << 18, (1 << 18) + 1, (3 << 18) + 12345};
    assert_non_null(mkdtemp(dir));
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        round_trip(dir, counts[i], 0);
    round_trip(dir, (1 << 18) + 100, 3); /* hardly any hash of its own */
    rmdir(dir);
}

static void no_folder(void **state)
{
    struct err e = {0};
    struct keys *k = keys_begin("/nowhere/at/all");
    int rc = 0;
    for (uint32_t i = 0; rc == 0 && i <= 1 << 18; i++)
        rc = keys_add(k, (struct row_key){i, i}, &e);
    assert_int_equal(rc, -1);
    assert_int_equal(e.code, EX_IOERR);
    assert_non_null(strstr(e.msg, "/nowhere/at/all"));
    keys_end(k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(any_number), cmocka_unit_test(no_folder)};
    return cmocka_run_group_tests_name("store/keys", tests, NULL, NULL);
}
