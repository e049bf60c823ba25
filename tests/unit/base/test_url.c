#include "base/url.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct arena a;

static int end(void **state)
{
    arena_end(&a);
    return 0;
}

static void same(const char *what, struct str got, const char *want)
{
    if ((got.s == NULL) != (want == NULL) || (want && !str_eqc(got, want)))
        fail_msg("%s: got %s, want %s", what, got.s ? got.s : "(none)", want ? want : "(none)");
}

static void parts(void **state)
{
    struct url u;
    assert_true(url_parse(&a, str_lit("HTTPS://User:pw@News.Example.ORG:8443/a/b?x=1&y=2#frag"), &u));
    same("scheme", u.scheme, "https");
    same("user", u.user, "User");
    same("host", u.host, "news.example.org");
    same("path", u.path, "/a/b");
    same("query", u.query, "x=1&y=2");
    same("fragment", u.fragment, "frag");
    assert_int_equal(u.port, 8443);
    assert_true(url_parse(&a, str_lit("http://x.example"), &u));
    same("path", u.path, "/");
    assert_int_equal(u.port, 0);
    assert_null(u.query.s);
    assert_true(url_parse(&a, str_lit("smtps://relay.example:465"), &u));
    same("scheme", u.scheme, "smtps");
    assert_int_equal(u.port, 465);
    assert_true(url_parse(&a, str_lit("maildir:out/mail"), &u));
    same("path", u.path, "out/mail");
    assert_true(url_parse(&a, str_lit("null:"), &u));
    same("scheme", u.scheme, "null");
    assert_true(url_parse(&a, str_lit("https://münchen.example/straße"), &u));
    same("host", u.host, "xn--mnchen-3ya.example");
    assert_true(url_parse(&a, str_lit("http://[::1]:8080/"), &u));
    same("host", u.host, "[::1]");
    static const char *const wrong[] = {"",
                                        "news.example",
                                        "/path",
                                        "http://",
                                        "http:x",
                                        "https://x.example:99999/",
                                        "ht tp://x.example",
                                        "http://x y.example/",
                                        "http://x\x01.example/",
                                        "://x"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (url_parse(&a, str_c(wrong[i]), &u))
            fail_msg("%s was taken", wrong[i]);
}

/* RFC 3986 section 5.4, against its base, and the cases pages bring. */
static void resolving(void **state)
{
    static const struct {
        const char *ref, *want;
    } rfc[] = {
        {"g", "http://a/b/c/g"},
        {"./g", "http://a/b/c/g"},
        {"g/", "http://a/b/c/g/"},
        {"/g", "http://a/g"},
        {"//g", "http://g/"},
        {"?y", "http://a/b/c/d;p?y"},
        {"g?y", "http://a/b/c/g?y"},
        {"#s", "http://a/b/c/d;p?q#s"},
        {"g#s", "http://a/b/c/g#s"},
        {"g?y#s", "http://a/b/c/g?y#s"},
        {";x", "http://a/b/c/;x"},
        {"g;x", "http://a/b/c/g;x"},
        {"", "http://a/b/c/d;p?q"},
        {".", "http://a/b/c/"},
        {"./", "http://a/b/c/"},
        {"..", "http://a/b/"},
        {"../", "http://a/b/"},
        {"../g", "http://a/b/g"},
        {"../..", "http://a/"},
        {"../../", "http://a/"},
        {"../../g", "http://a/g"},
        {"../../../g", "http://a/g"},
        {"/./g", "http://a/g"},
        {"/../g", "http://a/g"},
        {"g.", "http://a/b/c/g."},
        {"..g", "http://a/b/c/..g"},
        {"./../g", "http://a/b/g"},
        {"./g/.", "http://a/b/c/g/"},
        {"g/../h", "http://a/b/c/h"},
        {"g;x=1/../y", "http://a/b/c/y"},
        {"g?y/../x", "http://a/b/c/g?y/../x"},
        {"g#s/../x", "http://a/b/c/g#s/../x"},
        {"https://other.example/x", "https://other.example/x"},
        {"mailto:desk@example.org", "mailto:desk@example.org"},
        {" g h ", "http://a/b/c/g%20h"},
        {"g\nh", "http://a/b/c/gh"},
        {"é", "http://a/b/c/%c3%a9"},
    };
    for (size_t i = 0; i < sizeof rfc / sizeof *rfc; i++)
        same(rfc[i].ref, url_resolve(&a, str_lit("http://a/b/c/d;p?q"), str_c(rfc[i].ref)), rfc[i].want);
    same("no base", url_resolve(&a, (struct str){0}, str_lit("g")), NULL);
    same("no base", url_resolve(&a, str_lit("file.html"), str_lit("g")), NULL);
    same("absolute", url_resolve(&a, (struct str){0}, str_lit("https://x.example/a")), "https://x.example/a");
    same("host only", url_resolve(&a, str_lit("https://x.example"), str_lit("a")), "https://x.example/a");
}

static void canonical(void **state)
{
    static const struct {
        const char *in, *out;
    } cases[] = {
        {"HTTP://News.Example.org:80/a?utm_source=x&id=7&UTM_Medium=y&fbclid=z#top", "http://news.example.org/a?id=7"},
        {"https://x.example", "https://x.example/"},
        {"https://x.example:443/a/../b/./c", "https://x.example/b/c"},
        {"https://x.example./a", "https://x.example/a"},
        {"https://x.example:8443/", "https://x.example:8443/"},
        {"https://x.example/?b=2&a=1&b=1", "https://x.example/?b=2&a=1&b=1"},
        {"https://x.example/a?mc_cid=1&mc_eid=2", "https://x.example/a"},
        {"https://x.example/%7euser/%c3%a9", "https://x.example/~user/%C3%A9"},
        {"https://x.example/é", "https://x.example/%C3%A9"},
        {"https://user:pw@x.example/", "https://x.example/"},
        {"https://x.example/a?", "https://x.example/a"},
        {"https://x.example/a?gclid", "https://x.example/a"},
        {"https://x.example/100%?a=%3%34", "https://x.example/100%25?a=%2534"},
        {"https://x.example/a/%2E%2e/b", "https://x.example/b"},
        {"https:///x.example/a", "https://x.example/a"},
        {"https:////x.example/a", NULL},
        {"https://x.example../", NULL},
        {"https://.x.example/", NULL},
        {"mailto:x@example.org", NULL},
        {"ftp://x.example/", NULL},
        {"javascript:alert(1)", NULL},
        {"relative/path", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str got = url_canonical(&a, str_c(cases[i].in));
        same(cases[i].in, got, cases[i].out);
        if (got.s) /* one form: the form's form is itself */
            same("again", url_canonical(&a, got), cases[i].out);
    }
}

/* An address drawn from what makes one plain and what does not. Written with a capital scheme none is taken as it
 * stands. */
static void draw(uint32_t *dice, int k, char address[300], char loud[300])
{
    static const char *const parts[] = {
        "a",         "news",        ".",        "..",      "/",       "//",    "?",    "=",  "&", "-",   "--",
        "_",         "1",           "127",      "%2e",     "utm_x=1", "org",   "p=12", "#f", ":", ":80", "@",
        "~",         "x.y",         "/.",       "/a.html", "/../",    "co.uk", "'",    "!",  "+", ",",   "%41",
        " ",         "xn--a",       "fbclid=1", "0x7f.1",  "&ref=a",  "A",     "/B",   "\\", ";", "(",   "*",
        "é",         "example.org", ":8080",    "/%2E",    "[",       "|",     "\"",   "<",  "^", "%",   "{",
        "localhost", ":0",          ":65536",   ":099",    "#",       "$",     "`"};
    size_t n = k % 3 == 0 ? 8 : k % 3 == 1 ? 19 : 20;
    strcpy(address, "https://example.org/");
    address[n] = 0;
    for (int i = (int)(*dice >> 29); i >= 0; i--) {
        *dice = *dice * 1664525u + 1013904223u;
        const char *one = parts[(*dice >> 8) % (sizeof parts / sizeof *parts)];
        memcpy(address + n, one, strlen(one) + 1);
        n += strlen(one);
    }
    memcpy(loud, address, n + 1);
    memcpy(loud, "HTTPS", 5);
}

static void same_way(const char *address, struct str quick, struct str slow)
{
    if ((quick.s == NULL) != (slow.s == NULL) || !str_eq(quick, slow))
        fail_msg("%s: %s one way, %s the other", address, quick.s ? quick.s : "(none)", slow.s ? slow.s : "(none)");
}

/* The short way and the long one. */
static void either_way(void **state)
{
    uint32_t dice = 1;
    size_t as_it_is = 0;
    char address[300], loud[300];
    for (int k = 0; k < 90000; k++) {
        draw(&dice, k, address, loud);
        struct str quick = url_canonical(&a, str_c(address));
        same_way(address, quick, url_canonical(&a, str_c(loud)));
        as_it_is += quick.s && str_eqc(quick, address);
        same_way(address, url_resolve(&a, (struct str){0}, str_c(address)),
                 url_resolve(&a, (struct str){0}, str_c(loud)));
        struct url u = {0}, v = {0};
        assert_int_equal(url_parse(&a, str_c(address), &u), url_parse(&a, str_c(loud), &v));
        same_way(address, u.scheme, v.scheme);
        same_way(address, u.user, v.user);
        same_way(address, u.host, v.host);
        same_way(address, u.path, v.path);
        same_way(address, u.query, v.query);
        same_way(address, u.fragment, v.fragment);
        assert_int_equal(u.port, v.port);
        arena_reset(&a);
    }
    assert_true(as_it_is > 1000); /* the short way was gone at all */
}

static void web(void **state)
{
    static const char *const yes[] = {"http://x.example", "HTTPS://x.example/a b", "https://u@x.example:1/",
                                      "https://münchen.example/"};
    static const char *const no[] = {"",
                                     "x.example",
                                     "//x.example",
                                     "ftp://x.example",
                                     "https://",
                                     "https:///x",
                                     "https://?",
                                     "http://u@/x",
                                     "http://:80/",
                                     "http://x y/",
                                     "http://x.example/\n",
                                     "http://\x01/",
                                     "https:x",
                                     "mailto:x@y.de",
                                     "javascript:alert(1)"};
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        if (!url_is_web(str_c(yes[i])))
            fail_msg("%s", yes[i]);
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        if (url_is_web(str_c(no[i])))
            fail_msg("%s", no[i]);
    assert_string_equal(url_host(&a, str_lit("https://News.Example/x")).s, "news.example");
    assert_null(url_host(&a, str_lit("x")).s);
}

static void percent(void **state)
{
    assert_string_equal(url_escape(&a, str_lit("a b/é?&=~-_.")).s, "a%20b%2F%C3%A9%3F%26%3D~-_.");
    assert_string_equal(url_unescape(&a, str_lit("a%20b%2Fc%zz%4")).s, "a b/c%zz%4");
    assert_string_equal(url_unescape(&a, str_lit("x%00y%41")).s, "x%00yA");
    assert_string_equal(url_unescape(&a, str_lit("%41")).s, "A");
}

static void with_parameter(void **state)
{
    static const char *const table[][3] = {
        {"https://a.example", "x", "https://a.example?utm_source=x"},
        {"https://a.example/", "x y", "https://a.example/?utm_source=x%20y"},
        {"https://a.example/p?q=1", "x", "https://a.example/p?q=1&utm_source=x"},
        {"https://a.example/p?q=1#top", "x", "https://a.example/p?q=1&utm_source=x#top"},
        {"https://a.example/p#top?no", "x", "https://a.example/p?utm_source=x#top?no"},
        {"https://a.example/p?", "x", "https://a.example/p?utm_source=x"},
        {"https://a.example/p?q=1&", "x", "https://a.example/p?q=1&utm_source=x"},
        {"https://a.example/p?utm_source=own", "x", "https://a.example/p?utm_source=own"},
        {"https://a.example/p?utm_source#f", "x", "https://a.example/p?utm_source#f"},
        {"https://a.example/p?my_utm_source=1", "a&b=c#d",
         "https://a.example/p?my_utm_source=1&utm_source=a%26b%3Dc%23d"},
        {"mailto:join@a.example?subject=x", "x", "mailto:join@a.example?subject=x"},
        {"", "x", ""},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct arena one = {0};
        struct str got = url_with(&one, str_c(table[i][0]), str_lit("utm_source"), str_c(table[i][1]));
        if (!str_eqc(got, table[i][2]))
            fail_msg("%s: " STR_FMT, table[i][0], STR_ARG(got));
        arena_end(&one);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(with_parameter),          cmocka_unit_test_teardown(either_way, end),
        cmocka_unit_test_teardown(parts, end),     cmocka_unit_test_teardown(resolving, end),
        cmocka_unit_test_teardown(canonical, end), cmocka_unit_test_teardown(web, end),
        cmocka_unit_test_teardown(percent, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
