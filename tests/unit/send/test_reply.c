/* Replies as servers send them, and as they should not. */
#include "send/reply.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Codes of all replies, then '!' when one was bad; "250 354" */
static void read_all(const char *bytes, size_t n, size_t step, char *out, size_t cap, struct str *last, struct arena *a)
{
    static struct reply_parser p;
    memset(&p, 0, sizeof p);
    out[0] = 0;
    for (size_t i = 0; i < n; i += step) {
        char piece[64]; /* a copy of just these bytes, so that reading past them is seen */
        size_t len = n - i < step ? n - i : step;
        const char *at = len <= sizeof piece ? memcpy(piece, bytes + i, len) : bytes + i;
        while (len) {
            enum reply_status st = reply_feed(&p, &at, &len);
            if (st == REPLY_BAD) {
                strncat(out, "!", cap - strlen(out) - 1);
                return;
            }
            if (st == REPLY_DONE) {
                size_t used = strlen(out);
                snprintf(out + used, cap - used, "%s%d", used ? " " : "", p.code);
                *last = reply_shown(a, p.code, reply_text(&p));
                reply_next(&p);
            }
        }
    }
}

static void test_dialogues(void **state)
{
    static const struct {
        const char *bytes;
        size_t n;
        const char *codes, *shown;
    } cases[] = {
#define CASE(b, c, s) {b, sizeof(b) - 1, c, s}
        CASE("250 ok\r\n", "250", "ok"),
        CASE("250 ok\n", "250", "ok"),
        CASE("250\r\n", "250", ""),
        CASE("250 \r\n", "250", ""),
        CASE("250-\r\n250\r\n", "250", ""),
        CASE("250-a\r\n250-b\r\n250 c\r\n", "250", "a b c"),
        CASE("250 one\r\n354 two\r\n", "250 354", "two"),
        CASE("550-5.1.1 No such\r\n550 5.1.1 user here\r\n", "550", "No such user here"),
        CASE("550 5.1.1\r\n", "550", ""),
        CASE("250 2.0.0 ok \x1b[31mred\r\n", "250", "ok \\x1B[31mred"),
        CASE("250 a\0b\r\n", "250", "a\\x00b"),
        CASE("250 gr\xc3\xbc\xc3\x9f\xff\r\n", "250", "gr\xc3\xbc\xc3\x9f\\xFF"),
        CASE("250\ttab\r\n", "250", "tab"),
        CASE("250 o\rk\r\n", "250", "o\\x0Dk"),
        CASE("99 huh\r\n", "!", ""),
        CASE("2500 ok\r\n", "!", ""),
        CASE("ok\r\n", "!", ""),
        CASE("\r\n", "!", ""),
        CASE("-50 x\r\n", "!", ""),
        CASE("199 no\r\n", "!", ""),
        CASE("600 no\r\n", "!", ""),
        CASE("250-a\r\n251 b\r\n", "!", ""),
        CASE("250-a\r\n\r\n", "!", ""),
        CASE("250 ok\r\n\x80\x81", "250!", "ok"),
        CASE("", "", ""),
        CASE("25", "", ""),
        CASE("250-more to come\r\n", "", ""),
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (size_t split = 1; split <= cases[i].n + 1; split++) {
            struct arena a = {0};
            struct str last = {0};
            char codes[100];
            read_all(cases[i].bytes, cases[i].n, split, codes, sizeof codes, &last, &a);
            assert_string_equal(codes, cases[i].codes);
            assert_string_equal(last.s ? last.s : "", cases[i].shown);
            arena_end(&a);
        }
}

static void test_enhanced(void **state)
{
    static const struct {
        int code;
        const char *text, *want;
    } cases[] = {{550, "5.1.1 no", "5.1.1"},
                 {550, "5.1.1", "5.1.1"},
                 {250, "2.1.5 ok\nmore", "2.1.5"},
                 {451, "4.7.650 later", "4.7.650"},
                 {550, "4.1.1 no", NULL},
                 {550, "5.1.1no", NULL},
                 {550, "5.1", NULL},
                 {550, "5..1 x", NULL},
                 {550, "5.1234.1 x", NULL},
                 {550, "5.1.1234 x", NULL},
                 {550, "5.1. x", NULL},
                 {550, "", NULL},
                 {550, "5.1.1.2 x", NULL},
                 {550, "\n5.1.1 later", NULL}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str got = reply_enhanced(cases[i].code, str_c(cases[i].text));
        if (!cases[i].want)
            assert_null(got.s);
        else
            assert_true(str_eqc(got, cases[i].want));
    }
}

static void test_bounds(void **state)
{
    static struct reply_parser p;
    char line[1000];
    memset(line, 'x', sizeof line);
    /* one endless line */
    memset(&p, 0, sizeof p);
    const char *start = "250 ";
    size_t n = 4, fed = 0;
    assert_int_equal(reply_feed(&p, &start, &n), REPLY_MORE);
    enum reply_status st = REPLY_MORE;
    for (; st == REPLY_MORE && fed < 10 * REPLY_MAX; fed += sizeof line) {
        const char *at = line;
        n = sizeof line;
        st = reply_feed(&p, &at, &n);
    }
    assert_int_equal(st, REPLY_BAD);
    assert_true(fed <= REPLY_MAX + sizeof line);
    assert_non_null(p.why);
    /* bad stays bad */
    const char *good = "250 ok\r\n";
    n = 8;
    assert_int_equal(reply_feed(&p, &good, &n), REPLY_BAD);
    /* endless lines */
    memset(&p, 0, sizeof p);
    st = REPLY_MORE;
    for (fed = 0; st == REPLY_MORE && fed < 10 * REPLY_MAX; fed += 9) {
        const char *at = "250-more\n";
        n = 9;
        st = reply_feed(&p, &at, &n);
    }
    assert_int_equal(st, REPLY_BAD);
    /* what is shown is bounded, and not cut inside an escape */
    struct arena a = {0};
    memset(line, 1, sizeof line);
    struct str shown = reply_shown(&a, 550, (struct str){line, sizeof line});
    assert_int_equal(shown.n, REPLY_SHOWN);
    assert_true(str_ends(shown, "\\x01"));
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_dialogues), cmocka_unit_test(test_enhanced),
                                       cmocka_unit_test(test_bounds)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
