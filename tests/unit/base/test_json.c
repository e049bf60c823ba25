#include "base/json.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void reading(void **state)
{
    struct err e = {0};
    struct json *j =
        json_parse(str_lit("{\"s\":\"caf\\u00e9\",\"i\":-7,\"d\":2.5,\"t\":true,\"n\":null,\"l\":[1,\"x\"],\"o\":{}}"),
                   str_lit("t"), &e);
    assert_non_null(j);
    assert_true(json_is_object(j));
    assert_int_equal(json_len(j), 7);
    assert_true(str_eqc(json_str(json_get(j, "s")), "café"));
    assert_true(json_i64(json_get(j, "i"), 0) == -7);
    assert_true(json_num(json_get(j, "d"), 0) == 2.5);
    assert_true(json_i64(json_get(j, "d"), 9) == 9);
    assert_true(json_num(json_get(j, "i"), 0) == -7);
    assert_true(json_bool(json_get(j, "t"), false));
    assert_true(json_bool(json_get(j, "s"), true));
    assert_true(json_is_array(json_get(j, "l")));
    assert_true(json_is_string(json_at(json_get(j, "l"), 1)));
    /* anything may be missing or of another type */
    assert_null(json_get(NULL, "x"));
    assert_null(json_get(json_get(j, "l"), "x"));
    assert_null(json_at(j, 0));
    assert_null(json_at(json_get(j, "l"), 2));
    assert_null(json_str(json_get(j, "i")).s);
    assert_int_equal(json_len(NULL), 0);
    assert_null(json_first(json_get(j, "l")));
    static const char *const keys[] = {"s", "i", "d", "t", "n", "l", "o"};
    size_t n = 0;
    for (void *i = json_first(j); i; i = json_next(j, i))
        assert_true(str_eqc(json_key(i), keys[n++]) && json_value(i));
    assert_int_equal(n, 7);
    json_end(j);
    json_end(NULL);
}

static void mistakes_have_a_place(void **state)
{
    static const struct {
        const char *text, *place;
    } cases[] = {{"", "f.json:1:"},      {"{\"a\":1,}", "f.json:1:8"}, {"{\n\"a\" 1}", "f.json:2:5"},
                 {"[1,2", "f.json:1:4"}, {"\"\xFF\"", "f.json:1:"},    {"{} x", "f.json:1:4"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct err e = {0};
        assert_null(json_parse(str_c(cases[i].text), str_lit("f.json"), &e));
        assert_int_equal(e.code, EX_DATAERR);
        if (!str_starts(str_c(e.msg), cases[i].place))
            fail_msg("%s: %s", cases[i].text, e.msg);
    }
}

static void odd_but_fine(void **state)
{
    struct err e = {0};
    struct json *j = json_parse(str_lit("[123456789012345678901234567890, \"a\\u0000b\", 1e3]"), str_lit("t"), &e);
    assert_non_null(j);
    assert_true(json_num(json_at(j, 0), 0) > 1e29);
    assert_true(json_i64(json_at(j, 0), 5) == 5);
    assert_int_equal(json_str(json_at(j, 1)).n, 3);
    assert_true(json_i64(json_at(j, 2), 0) == 1000);
    json_end(j);
    char deep[5000];
    memset(deep, '[', sizeof deep);
    assert_null(json_parse((struct str){deep, sizeof deep}, str_lit("deep"), &e));
}

static void writing(void **state)
{
    struct arena a = {0};
    struct buf b;
    buf_init(&b, 10000);
    struct json_out o = {.b = &b};
    struct strs list = {0};
    json_open(&o, NULL, '{');
    json_put_strs(&o, "none", &list);
    vec_add(&a, &list, str_lit("x"));
    vec_add(&a, &list, (struct str){0});
    json_put_strs(&o, "list", &list);
    json_put_str(&o, "left out", (struct str){0});
    json_put_str(&o, "empty", str_lit(""));
    json_put_str(&o, "s", str_lit("q\"b\\n\n\t\x01\x7F é \xFF\xC2\x85\xE2\x80\xA8"));
    json_open(&o, "o", '{');
    json_close(&o, '}');
    json_put_i64(&o, "i", INT64_MIN);
    json_put_bool(&o, "t", true);
    json_open(&o, "l", '[');
    json_open(&o, NULL, '[');
    json_close(&o, ']');
    json_put_bool(&o, NULL, false);
    json_close(&o, ']');
    json_close(&o, '}');
    assert_string_equal(b.p, "{\"none\":[],\"list\":[\"x\",null],\"empty\":\"\","
                             "\"s\":\"q\\\"b\\\\n\\n\\t\\u0001\\u007f é \xEF\xBF\xBD\\u0085\xE2\x80\xA8\",\"o\":{},"
                             "\"i\":-9223372036854775808,\"t\":true,\"l\":[[],false]}");
    struct err e = {0};
    struct json *j = json_parse(buf_view(&b), str_lit("t"), &e);
    assert_non_null(j);
    json_end(j);
    buf_end(&b);
    arena_end(&a);
}

static void numbers(void **state)
{
    static const struct {
        double v;
        const char *text;
    } cases[] = {{0, "0"},
                 {-0.0, "0"},
                 {1, "1"},
                 {0.5, "0.5"},
                 {-2.25, "-2.25"},
                 {1.0 / 3, "0.333333"},
                 {0.0000001, "0"},
                 {1e6, "1000000"},
                 {1e15, "1000000000000000"},
                 {0.000001, "0.000001"},
                 {99.9999996, "100"},
                 {NAN, "null"},
                 {INFINITY, "null"},
                 {-0.25, "-0.25"}};
    struct buf b;
    buf_init(&b, 100);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        buf_clear(&b);
        struct json_out o = {.b = &b};
        json_put_num(&o, NULL, cases[i].v);
        assert_string_equal(b.p, cases[i].text);
    }
    buf_end(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(reading), cmocka_unit_test(mistakes_have_a_place),
                                       cmocka_unit_test(odd_but_fine), cmocka_unit_test(writing),
                                       cmocka_unit_test(numbers)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
