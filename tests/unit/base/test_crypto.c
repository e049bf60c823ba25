#include "base/crypto.h"
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

/* FIPS 180-4 examples; RFC 4231 test cases 1 and 2. */
static void digests(void **state)
{
    uint8_t d[SHA256_LEN];
    sha256(str_lit("abc"), d);
    assert_string_equal(hex(&a, d, sizeof d).s, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    sha256((struct str){0}, d);
    assert_string_equal(hex(&a, d, sizeof d).s, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    hmac_sha256(str_lit("\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b"),
                str_lit("Hi There"), d);
    assert_string_equal(hex(&a, d, sizeof d).s, "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    hmac_sha256(str_lit("Jefe"), str_lit("what do ya want for nothing?"), d);
    assert_string_equal(hex(&a, d, sizeof d).s, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    hmac_sha256((struct str){0}, (struct str){0}, d);
    assert_string_equal(hex(&a, d, sizeof d).s, "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
    assert_string_equal(short_id(&a, str_lit("abc")).s, "ba7816bf8f01");
}

/* RFC 4648 section 10. */
static void base64s(void **state)
{
    static const char *const cases[][3] = {{"", "", ""},
                                           {"f", "Zg==", "Zg"},
                                           {"fo", "Zm8=", "Zm8"},
                                           {"foo", "Zm9v", "Zm9v"},
                                           {"foob", "Zm9vYg==", "Zm9vYg"},
                                           {"fooba", "Zm9vYmE=", "Zm9vYmE"},
                                           {"foobar", "Zm9vYmFy", "Zm9vYmFy"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str in = str_c(cases[i][0]), back;
        assert_string_equal(base64(&a, in).s, cases[i][1]);
        assert_string_equal(base64url(&a, in.s, in.n).s, cases[i][2]);
        assert_true(base64url_decode(&a, str_c(cases[i][2]), &back));
        assert_true(str_eq(back, in));
    }
    assert_string_equal(base64url(&a, "\xFB\xFF", 2).s, "-_8");
    static const char *const wrong[] = {"Z", "Zg==", "Zh", "Zm9", "+/", "Zm 9v", "Zm9vZ"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct str back;
        assert_false(base64url_decode(&a, str_c(wrong[i]), &back));
    }
}

static void the_rest(void **state)
{
    uint8_t one[32], two[32];
    random_bytes(one, sizeof one);
    random_bytes(two, sizeof two);
    assert_false(bytes_equal(one, two, sizeof one));
    assert_true(bytes_equal(one, one, sizeof one));
    assert_true(bytes_equal(one, two, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test_teardown(digests, end), cmocka_unit_test_teardown(base64s, end),
                                       cmocka_unit_test(the_rest)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
