/* Canonical form and dot-stuffing: what leaves decodes to what was meant, however it is cut into pieces. */
#include "base/buf.h"
#include "send/wire.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct str joined(struct arena *a, const struct pieces *p)
{
    struct buf b;
    buf_init(&b, 1 << 24);
    for (size_t i = 0; i < p->n; i++)
        buf_add(&b, p->v[i].iov_base, p->v[i].iov_len);
    struct str s = buf_dup(a, &b);
    buf_end(&b);
    return s;
}

/* RFC 5321 4.5.2, the plain way */
static struct str stuffed_plainly(struct arena *a, struct str s)
{
    struct buf b;
    buf_init(&b, 1 << 24);
    for (size_t i = 0; i < s.n; i++) {
        if (s.s[i] == '.' && (i == 0 || s.s[i - 1] == '\n'))
            buf_ch(&b, '.');
        buf_ch(&b, s.s[i]);
    }
    struct str out = buf_dup(a, &b);
    buf_end(&b);
    return out;
}

static void test_dots(void **state)
{
    static const char *const texts[] = {
        "a\r\n", ".\r\n", "..\r\n", "a\r\n.\r\nb\r\n", "a\r\n.b\r\n..\r\n...\r\n", "a.b\r\n.", "\r\n.\r\n\r\n.\r\n",
        ""};
    for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
        struct arena a = {0};
        struct str s = str_c(texts[t]), want = stuffed_plainly(&a, s);
        for (size_t i = 0; i <= s.n; i++)
            for (size_t k = i; k <= s.n; k++) {
                struct pieces in = {0}, out = {0}, out_known = {0};
                struct str part[3] = {str_sub(s, 0, i), str_sub(s, i, k), str_sub(s, k, s.n)};
                struct shape shapes[2];
                for (int j = 0; j < 3; j++)
                    vec_add(&a, &in, ((struct iovec){(char *)part[j].s, part[j].n}));
                shape_of(&a, part[0], &shapes[0]);
                shape_of(&a, part[2], &shapes[1]);
                wire_stuff(&a, &in, NULL, 0, &out);
                wire_stuff(&a, &in, shapes, 2, &out_known);
                assert_true(str_eq(joined(&a, &out), want));
                assert_true(str_eq(joined(&a, &out_known), want));
            }
        arena_end(&a);
    }
}

static void test_canonical(void **state)
{
    static const struct {
        const char *in;
        size_t n;
        const char *out;
    } cases[] = {
#define CASE(i, o) {i, sizeof(i) - 1, o}
        CASE("a\r\nb\r\n", "a\r\nb\r\n"),
        CASE("a\nb", "a\r\nb\r\n"),
        CASE("a\rb\r", "a\r\nb\r\n"),
        CASE("a\r\r\nb", "a\r\n\r\nb\r\n"),
        CASE("a\n.\nb\n", "a\r\n.\r\nb\r\n"),
        CASE("a\r.\r\n", "a\r\n.\r\n"),
        CASE("a\0b\r\n", "a b\r\n"),
        CASE("\n", "\r\n"),
        CASE("S: x\n\nbody\n.\nMAIL FROM:<x>\n", "S: x\r\n\r\nbody\r\n.\r\nMAIL FROM:<x>\r\n"),
    };
    struct arena a = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str got = wire_canonical(&a, (struct str){cases[i].in, cases[i].n});
        assert_string_equal(got.s, cases[i].out);
        assert_true(wire_is_canonical(got));
        assert_ptr_equal(wire_canonical(&a, got).s, got.s);
    }
    arena_end(&a);
}

static void test_long_lines(void **state)
{
    struct arena a = {0};
    struct buf b;
    buf_init(&b, 1 << 20);
    buf_c(&b, "Subject: ");
    for (int i = 0; i < 400; i++)
        buf_c(&b, "word ");
    buf_c(&b, "\nX: ");
    for (int i = 0; i < 2000; i++)
        buf_ch(&b, 'h');
    buf_c(&b, "\n\n");
    for (int i = 0; i < 1500; i++)
        buf_utf8(&b, 0xfc);
    struct str got = wire_canonical(&a, buf_view(&b));
    assert_true(wire_is_canonical(got));
    struct str rest = got, line;
    bool header = true;
    size_t umlauts = 0;
    for (int i = 0; str_line(&rest, &line); i++) {
        header = header && line.n;
        if (header && i && !str_starts(line, "X:"))
            assert_true(line.s[0] == ' '); /* a folded field, not a new one */
        if (!header)
            for (size_t k = 0; k + 1 < line.n; k += 2, umlauts++)
                assert_memory_equal(line.s + k, "\xc3\xbc", 2);
    }
    assert_int_equal(umlauts, 1500);
    buf_end(&b);
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_dots), cmocka_unit_test(test_canonical),
                                       cmocka_unit_test(test_long_lines)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
