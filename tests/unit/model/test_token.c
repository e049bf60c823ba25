#include "model/token.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct arena a;

#define SECRET_1 "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
#define SECRET_2 "202122232425262728292A2B2C2D2E2F303132333435363738393A3B3C3D3E3F"

static int end(void **state)
{
    arena_end(&a);
    return 0;
}

static struct token_keys keys(const char *text)
{
    struct token_keys k;
    struct err e = {0};
    if (token_keys_parse(str_c(text), str_lit("keys"), &k, &e) != 0)
        fail_msg("%s", e.msg);
    return k;
}

static void key_files(void **state)
{
    struct token_keys k = keys("# the newsroom's keys\n2 " SECRET_2 "\r\n\n  1   " SECRET_1 "\n");
    assert_int_equal(k.n, 2);
    assert_int_equal(k.v[0].id, 2);
    assert_int_equal(k.v[0].secret[31], 0x3F);
    static const struct {
        const char *text, *why;
    } wrong[] = {{"", "no key"},
                 {"# nothing\n", "no key"},
                 {"1 abc\n", "keys:1: key 1 is not 64 hex"},
                 {"1 " SECRET_1 "\n1 " SECRET_2 "\n", "keys:2: key 1 stands here a second"},
                 {"256 " SECRET_1 "\n", "keys:1: a key starts with"},
                 {"x " SECRET_1 "\n", "keys:1: a key starts with"},
                 {SECRET_1 "\n", "keys:1: a key starts with"},
                 {"1 " SECRET_1 "00\n", "not 64 hex"}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct err e = {0};
        assert_int_equal(token_keys_parse(str_c(wrong[i].text), str_lit("keys"), &k, &e), -1);
        if (!strstr(e.msg, wrong[i].why))
            fail_msg("%s", e.msg);
    }
    struct str many = str_lit("");
    for (int i = 0; i < 9; i++)
        many = str_fmt(&a, "%s%d " SECRET_1 "\n", many.s, i);
    struct err e = {0};
    assert_int_equal(token_keys_parse(many, str_lit("keys"), &k, &e), -1);
}

static void checked(void **state)
{
    struct token_keys k = keys("1 " SECRET_1);
    struct str list = str_lit("daily"), jane = str_lit("jane@example.org");
    struct str t = token_make(&a, &k, TOKEN_UNSUBSCRIBE, list, jane);
    assert_int_equal(t.n, 58);
    assert_true(str_eq(t, token_make(&a, &k, TOKEN_UNSUBSCRIBE, list, jane)));
    assert_true(token_check(&k, TOKEN_UNSUBSCRIBE, list, jane, t));
    assert_false(token_check(&k, TOKEN_PREFERENCES, list, jane, t));
    assert_false(token_check(&k, TOKEN_UNSUBSCRIBE, str_lit("weekly"), jane, t));
    assert_false(token_check(&k, TOKEN_UNSUBSCRIBE, list, str_lit("joe@example.org"), t));
    assert_int_equal(str_find(t, str_lit("jane")), STR_NONE);
    struct token_claim c;
    assert_true(token_open(&k, TOKEN_UNSUBSCRIBE, t, &c));
    uint8_t person[16];
    assert_true(token_person(&k, c.key, jane, person));
    assert_memory_equal(person, c.person, 16);
    assert_false(token_person(&k, 9, jane, person));
    for (size_t i = 0; i < t.n; i++) { /* every change is seen */
        char *forged = arena_copy(&a, t.s, t.n);
        forged[i] = forged[i] == 'A' ? 'B' : 'A';
        assert_false(token_open(&k, TOKEN_UNSUBSCRIBE, (struct str){forged, t.n}, &c));
    }
    assert_false(token_open(&k, TOKEN_UNSUBSCRIBE, str_sub(t, 0, 57), &c));
    assert_false(token_open(&k, TOKEN_UNSUBSCRIBE, str_fmt(&a, "%sA", t.s), &c));
    assert_false(token_open(&k, TOKEN_UNSUBSCRIBE, (struct str){0}, &c));
}

/* What stands where a token should, in an address or a list of replies: none of it is one, whatever it is asked for. */
static void strangers(void **state)
{
    struct token_keys k = keys("1 " SECRET_1);
    char *as = arena_room(&a, 100000), *dots = arena_room(&a, 60);
    memset(as, 'A', 100000);
    memset(dots, '=', 60);
    const struct str v[] = {
        str_lit(""),
        str_lit("A"),
        str_lit("0"),
        str_lit("../../../etc/shadow"),
        str_lit("%2e%2e%2f"),
        str_lit("x' OR 'x'='x"),
        str_lit("null"),
        str_lit("{{token}}"),
        str_lit("%00"),
        str_lit("\0\0\0\0"),
        str_lit(
            "\xd0\xb0\xd0\xb0\xd0\xb0\xd0\xb0\xd0\xb0\xd0\xb0\xd0\xb0\xd0\xb0\xd0\xb0\xd0\xb0\xd0\xb0\xd0\xb0\xd0\xb0"
            "\xd0\xb0\xd0\xb0\xd0\xb0\xd0\xb0\xd0\xb0\xd0\xb0\xd0\xb0\xd0\xb0\xd0\xb0\xd0\xb0\xd0\xb0\xd0\xb0\xd0\xb0"
            "\xd0\xb0\xd0\xb0\xd0\xb0"), /* 58 bytes, none of them a letter of ours */
        {as, 43},
        {as, 58},
        {as, 100000},
        {as, TOKEN_BOUNCE_LEN},
        {dots, 58},
        {dots, TOKEN_BOUNCE_LEN},
        str_fmt(&a, "%.43s\r\nSet-Cookie: x", as),
        str_fmt(&a, "%.56s\r\n", as),
    };
    for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
        struct token_claim c;
        struct bounce_claim b;
        for (const char *p = "ubpv"; *p; p++)
            if (token_open(&k, (enum token_purpose) * p, v[i], &c) ||
                token_check(&k, (enum token_purpose) * p, str_lit("daily"), str_lit("jane@example.org"), v[i]))
                fail_msg("%zu is taken for '%c'", i, *p);
        assert_false(token_bounce_open(&k, v[i], &b));
    }
}

static void rotation(void **state)
{
    struct token_keys old = keys("1 " SECRET_1), both = keys("2 " SECRET_2 "\n1 " SECRET_1),
                      later = keys("2 " SECRET_2);
    struct str list = str_lit("daily"), jane = str_lit("jane@example.org");
    struct str t = token_make(&a, &old, TOKEN_UNSUBSCRIBE, list, jane);
    assert_true(token_check(&both, TOKEN_UNSUBSCRIBE, list, jane, t));
    assert_false(token_check(&later, TOKEN_UNSUBSCRIBE, list, jane, t));
    assert_true(
        token_check(&later, TOKEN_UNSUBSCRIBE, list, jane, token_make(&a, &both, TOKEN_UNSUBSCRIBE, list, jane)));
    struct token_keys none = {0};
    assert_true(str_eqc(token_make(&a, &none, TOKEN_UNSUBSCRIBE, list, jane), ""));
    assert_false(token_check(&none, TOKEN_UNSUBSCRIBE, list, jane, str_lit("")));
}

static void return_paths(void **state)
{
    struct token_keys k = keys("1 " SECRET_1);
    struct str edition = str_lit("morning-2025-07-31"), jane = str_lit("jane@example.org");
    struct str t = token_bounce(&a, &k, edition, jane);
    assert_int_equal(t.n, TOKEN_BOUNCE_LEN);
    struct bounce_claim c;
    assert_true(token_bounce_open(&k, t, &c));
    assert_true(token_bounce_names(&k, &c, edition, jane));
    assert_false(token_bounce_names(&k, &c, edition, str_lit("joe@example.org")));
    assert_false(token_bounce_names(&k, &c, str_lit("morning-2025-08-01"), jane));
    uint8_t person[16];
    assert_true(token_person(&k, c.key, jane, person));
    assert_memory_equal(person, c.person, sizeof c.person);
    char *upper = arena_copy(&a, t.s, t.n);
    for (size_t i = 0; i < t.n; i++)
        if (upper[i] >= 'a')
            upper[i] ^= 0x20;
    assert_true(token_bounce_open(&k, (struct str){upper, t.n}, &c)); /* servers fold case */
    for (size_t i = 0; i < t.n; i++) {
        char *forged = arena_copy(&a, t.s, t.n);
        forged[i] = forged[i] == 'a' ? 'b' : 'a';
        assert_false(token_bounce_open(&k, (struct str){forged, t.n}, &c));
    }
    struct token_keys none = {0};
    assert_int_equal(token_bounce(&a, &none, edition, jane).n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(key_files, end), cmocka_unit_test_teardown(checked, end),
        cmocka_unit_test_teardown(strangers, end), cmocka_unit_test_teardown(rotation, end),
        cmocka_unit_test_teardown(return_paths, end)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
