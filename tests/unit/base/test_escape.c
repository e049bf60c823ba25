#include "base/escape.h"
#include "base/log.h"
#include "base/utf8.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

typedef void escape_fn(struct buf *b, struct str s);

struct pair {
    const char *in, *out;
};

static void check(escape_fn *f, const struct pair *cases, size_t n)
{
    struct buf b;
    buf_init(&b, 1 << 20);
    for (size_t i = 0; i < n; i++) {
        buf_clear(&b);
        f(&b, str_c(cases[i].in));
        assert_string_equal(b.p, cases[i].out);
    }
    buf_end(&b);
}
#define check(f, cases) check(f, cases, sizeof cases / sizeof *cases)

static void html_text(void **state)
{
    static const struct pair cases[] = {
        {"", ""},
        {"a < b & \"c\" > 'd'", "a &lt; b &amp; &quot;c&quot; &gt; &#39;d&#39;"},
        {"Müller, 東京, Ελλάδα, é", "Müller, 東京, Ελλάδα, é"},
        {"1–2 — “quoted” … €5", "1&#8211;2 &#8212; &#8220;quoted&#8221; &#8230; &#8364;5"},
        {"a\xC2\xA0"
         "b\xE2\x80\x8B"
         "c",
         "a&#160;b&#8203;c"},
        {"x\xC2\x85y\x01z", "xyz"},
        {"line\nline\ttab`", "line\nline\ttab`"},
        {"😀", "&#128512;"},
        {"\xFF", "&#65533;"},
        {"½ ² ٣", "½ ² ٣"},
    };
    check(escape_html_text, cases);
}

static void html_attr(void **state)
{
    static const struct pair cases[] = {
        {"a\"b'c`d\ne\rf", "a&quot;b&#39;c&#96;d&#10;e&#13;f"},
        {"onload=x", "onload=x"},
        {"<é–>", "&lt;é&#8211;&gt;"},
    };
    check(escape_html_attr, cases);
}

/* Text is looked at sixteen bytes at a time: every byte is escaped as it is alone, wherever it stands. */
static void every_byte_anywhere(void **state)
{
    static escape_fn *const each[] = {escape_html_text, escape_html_attr};
    struct buf whole, one;
    buf_init(&whole, 4096);
    buf_init(&one, 4096);
    for (size_t k = 0; k < 2; k++)
        for (int c = 1; c < 0x80; c++)
            for (size_t at = 0; at < 40; at++) {
                char text[40], odd[] = {(char)c, 0};
                memset(text, 'x', sizeof text);
                text[at] = (char)c;
                buf_clear(&whole);
                buf_clear(&one);
                each[k](&whole, (struct str){text, sizeof text});
                each[k](&one, (struct str){odd, 1});
                assert_int_equal(whole.n, one.n + 39);
                assert_memory_equal(whole.p + at, one.p, one.n);
            }
    buf_end(&whole);
    buf_end(&one);
}

static void every_byte_of_an_address(void **state)
{
    struct buf got;
    buf_init(&got, 4096);
    for (int c = 0x21; c < 0x100; c++)
        for (size_t at = 10; at < 50; at++) {
            char text[50], want[8] = {(char)c, 0};
            memset(text, 'x', sizeof text);
            memcpy(text, "https://", 8);
            text[at] = (char)c;
            if (c == '&')
                strcpy(want, "&amp;");
            else if (c >= 0x7F || strchr("\"'<>`\\{}|^", c))
                sprintf(want, "%%%02X", c);
            buf_clear(&got);
            escape_url_attr(&got, (struct str){text, sizeof text});
            assert_int_equal(got.n, strlen(want) + 49);
            assert_memory_equal(got.p + at, want, strlen(want));
        }
    buf_end(&got);
}

static void url_attr(void **state)
{
    static const struct pair cases[] = {
        {"https://news.example.org/a?b=1&c=2", "https://news.example.org/a?b=1&amp;c=2"},
        {"HTTP://x.example", "HTTP://x.example"},
        {"mailto:leave@example.org?subject=a%20b", "mailto:leave@example.org?subject=a%20b"},
        {" https://x.example/ ", "https://x.example/"},
        {"https://x.example/a b\"c'd<e>\n", "https://x.example/a%20b%22c%27d%3Ce%3E"},
        {"https://x.example/é", "https://x.example/%C3%A9"},
        {"https://x.example\\@y.example", "https://x.example%5C@y.example"},
        {"javascript:alert(1)", "#"},
        {"JaVaScRiPt:alert(1)", "#"},
        {"java\nscript:alert(1)", "#"},
        {"data:text/html,x", "#"},
        {"//x.example/", "#"},
        {"/path", "#"},
        {"https:x", "#"},
        {"https://", "#"},
        {"https:///x", "#"},
        {"mailto:", "#"},
        {"", "#"},
    };
    check(escape_url_attr, cases);
}

/* A plain decoder: what a mail reader does. */
static struct str decode(struct arena *a, struct str s)
{
    char *p = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.s[i] != '=') {
            p[n++] = s.s[i];
            continue;
        }
        unsigned c;
        if (i + 2 < s.n && s.s[i + 1] == '\r' && s.s[i + 2] == '\n')
            ;
        else if (i + 2 < s.n && sscanf(s.s + i + 1, "%2X", &c) == 1)
            p[n++] = (char)c;
        else
            fail_msg("broken escape in %.*s", STR_ARG(s));
        i += 2;
    }
    return (struct str){p, n};
}

static struct str with_crlf(struct arena *a, struct str s)
{
    char *p = arena_alloc(a, 2 * s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.s[i] == '\n' && (i == 0 || s.s[i - 1] != '\r'))
            p[n++] = '\r';
        p[n++] = s.s[i];
    }
    return (struct str){p, n};
}

static void assert_lines_ok(struct str s)
{
    size_t column = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.s[i] == '\r' && i + 1 < s.n && s.s[i + 1] == '\n') {
            assert_true(column <= 76);
            assert_true(i == 0 || (s.s[i - 1] != ' ' && s.s[i - 1] != '\t'));
            column = 0;
            i++;
            continue;
        }
        assert_true((unsigned char)s.s[i] < 0x7F && ((unsigned char)s.s[i] >= 0x20 || s.s[i] == '\t'));
        if (column == 0)
            assert_false(str_starts(str_sub(s, i, s.n), "From "));
        column++;
    }
    assert_int_equal(column, 0);
}

static void qp_exact(void **state)
{
    static const struct pair cases[] = {
        {"", ""},
        {"abc", "abc=\r\n"},
        {"abc\n", "abc\r\n"},
        {"abc\r\ndef\n", "abc\r\ndef\r\n"},
        {"a = b", "a =3D b=\r\n"},
        {"trailing \nnext\t\n", "trailing=20\r\nnext=09\r\n"},
        {"open end ", "open end =\r\n"},
        {"From here\nFrom there\n", "=46rom here\r\n=46rom there\r\n"},
        {"From\n", "From\r\n"},
        {"caf\xC3\xA9", "caf=C3=A9=\r\n"},
        {"a\rb", "a=0Db=\r\n"},
        {"\n\n", "\r\n\r\n"},
        {".dot", "=2Edot=\r\n"},
        {"123456789012345678901234567890123456789012345678901234567890123456789012345",
         "123456789012345678901234567890123456789012345678901234567890123456789012345=\r\n"},
        {"1234567890123456789012345678901234567890123456789012345678901234567890123456",
         "123456789012345678901234567890123456789012345678901234567890123456789012345=\r\n6=\r\n"},
        {"1234567890123456789012345678901234567890123456789012345678901234567890123\xC3\xA9",
         "1234567890123456789012345678901234567890123456789012345678901234567890123=\r\n=C3=A9=\r\n"},
    };
    check(escape_qp, cases);
}

/* Pieces encoded apart, laid end to end, decode to the whole: what molds stand on. */
static void qp_pieces_join(void **state)
{
    static const char alphabet[][8] = {"a", " ",  "\t", "\n", "\r\n", "=",     "From ",
                                       "é", "東", "😀",  ".",  "\xFF", "word ", "x y z "};
    unsigned seed = 7;
    struct arena a = {0};
    struct buf whole, encoded;
    buf_init(&whole, 1 << 20);
    buf_init(&encoded, 1 << 20);
    for (int round = 0; round < 3000; round++) {
        buf_clear(&whole);
        buf_clear(&encoded);
        for (int piece = 0; piece < 4; piece++) {
            size_t from = whole.n;
            seed = seed * 1103515245 + 12345;
            for (unsigned k = seed >> 16 & 63; k > 0; k--) {
                seed = seed * 1103515245 + 12345;
                buf_c(&whole, alphabet[(seed >> 16) % (sizeof alphabet / sizeof *alphabet)]);
            }
            escape_qp(&encoded, str_sub(buf_view(&whole), from, whole.n));
        }
        assert_lines_ok(buf_view(&encoded));
        struct str got = decode(&a, buf_view(&encoded)), want = with_crlf(&a, buf_view(&whole));
        assert_int_equal(got.n, want.n);
        assert_memory_equal(got.s, want.s, want.n);
        arena_end(&a);
    }
    buf_end(&whole);
    buf_end(&encoded);
}

static void header_text(void **state)
{
    static const struct {
        const char *in;
        size_t column;
        const char *out;
    } cases[] = {
        {"Morning Brief", 9, "Morning Brief"},
        {"", 9, ""},
        {"Été", 9, "=?UTF-8?B?w4l0w6k=?="},
        {"a\r\nBcc: x@example.org", 9, "a  Bcc: x@example.org"},
        {"東京で会談", 9, "=?UTF-8?B?5p2x5Lqs44Gn5Lya6KuH?="},
        {"=?UTF-8?Q?x?=", 9, "=?UTF-8?Q?=3D=3FUTF-8=3FQ=3Fx=3F=3D?="},
        {" leading", 9, "=?UTF-8?Q?_leading?="},
        {"one two three four five six seven eight nine ten eleven twelve thirteen fourteen", 9,
         "one two three four five six seven eight nine ten eleven twelve\r\n thirteen fourteen"},
        {"snake_case=value? é", 0, "=?UTF-8?Q?snake=5Fcase=3Dvalue=3F_=C3=A9?="},
    };
    struct buf b;
    buf_init(&b, 1 << 20);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        buf_clear(&b);
        escape_header(&b, str_c(cases[i].in), cases[i].column);
        assert_string_equal(b.p, cases[i].out);
    }
    buf_end(&b);
}

static void header_lines_stay_short(void **state)
{
    struct buf in, out;
    buf_init(&in, 1 << 20);
    buf_init(&out, 1 << 20);
    static const char *const parts[] = {"Überraschung ", "東京", "plain ", "😀"};
    for (size_t k = 0; k < 4; k++) {
        buf_clear(&in);
        buf_clear(&out);
        for (int i = 0; i < 60; i++)
            buf_c(&in, parts[(k + (size_t)i) % 4]);
        escape_header(&out, buf_view(&in), 9);
        struct str rest = buf_view(&out), line;
        for (int first = 9; str_line(&rest, &line); first = 0) {
            assert_true(line.n + (size_t)first <= 76);
            struct str word = str_trim(line);
            assert_true(word.n <= 75 && str_starts(word, "=?UTF-8?") && str_ends(word, "?="));
        }
    }
    buf_clear(&in);
    for (int i = 0; i < 1500; i++)
        buf_ch(&in, 'x');
    buf_clear(&out);
    escape_header(&out, buf_view(&in), 9);
    assert_true(str_starts(buf_view(&out), "=?UTF-8?Q?xxx"));
    buf_end(&in);
    buf_end(&out);
}

static void phrases(void **state)
{
    static const struct pair cases[] = {
        {"Harbor Ledger", "Harbor Ledger"},
        {"Ledger, Harbor", "\"Ledger, Harbor\""},
        {"John Q. Public", "\"John Q. Public\""},
        {"say \"hi\" \\o/", "\"say \\\"hi\\\" \\\\o/\""},
        {"José Núñez", "=?UTF-8?Q?Jos=C3=A9_N=C3=BA=C3=B1ez?="},
        {"a  b", "\"a  b\""},
        {"x\r\ny", "\"x  y\""},
        {"(comment)", "\"(comment)\""},
        {"", "\"\""},
        {"\"\"\"\"\"\"\"\" eight quotes and a name that only just fits without them", /* backslashes count */
         "=?UTF-8?Q?=22=22=22=22=22=22=22=22_eight_quotes_and_a_name_that_only?=\r\n "
         "=?UTF-8?Q?_just_fits_without_them?="},
    };
    struct buf b;
    buf_init(&b, 1 << 20);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        buf_clear(&b);
        escape_phrase(&b, str_c(cases[i].in), 6);
        assert_string_equal(b.p, cases[i].out);
    }
    buf_end(&b);
}

static void the_terminal_sees_no_escapes(void **state)
{
    struct arena a = {0};
    assert_string_equal(printable(&a, str_lit("a\x1B[31mb\n\xC2\x9B\xFF é \xE2\x80\xAE"), 100).s,
                        "a\\x1B[31mb\\x0A\\x9B\\xFF é \\u202E");
    assert_string_equal(printable(&a, str_lit("ééé"), 5).s, "éé");
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(html_text),
        cmocka_unit_test(html_attr),
        cmocka_unit_test(every_byte_anywhere),
        cmocka_unit_test(every_byte_of_an_address),
        cmocka_unit_test(url_attr),
        cmocka_unit_test(qp_exact),
        cmocka_unit_test(qp_pieces_join),
        cmocka_unit_test(header_text),
        cmocka_unit_test(header_lines_stay_short),
        cmocka_unit_test(phrases),
        cmocka_unit_test(the_terminal_sees_no_escapes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
