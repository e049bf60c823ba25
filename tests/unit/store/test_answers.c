/* What a model said is remembered by question, found again by article, and forgotten after half a year. */
#include "help.h"

static void remembered(void **state)
{
    struct place p;
    struct arena a = {0};
    struct str text = {0};
    struct strs all = {0};
    place_make(&p);
    struct store *s = must_open(&p);
    ok(store_answer_put(s, str_lit("k1"), str_lit("x"), str_lit("[\"one\"]"), NOW, e));
    ok(store_answer_put(s, str_lit("k2"), str_lit("x"), str_lit("[\"two\"]"), NOW + 1, e));
    ok(store_answer_put(s, str_lit("k3"), str_lit("y"), str_lit("[]"), NOW, e));
    store_close(s);
    s = must_open(&p);
    struct err why = {0};
    assert_int_equal(store_answer(s, &a, str_lit("k2"), &text, &why), 1);
    assert_string_equal(text.s, "[\"two\"]");
    assert_int_equal(store_answer(s, &a, str_lit("k4"), &text, &why), 0);
    assert_int_equal(store_answers_about(s, &a, str_lit("x"), &all, &why), 0);
    assert_int_equal(all.n, 2);
    assert_string_equal(all.v[0].s, "[\"two\"]"); /* the newest first */
    ok(store_answer_put(s, str_lit("k2"), str_lit("x"), str_lit("[\"three\"]"), NOW + 2, e));
    assert_int_equal(store_answer(s, &a, str_lit("k2"), &text, &why), 1);
    assert_string_equal(text.s, "[\"three\"]");
    store_close(s);
    arena_end(&a);
    place_end(&p);
}

static void bounded(void **state)
{
    struct place p;
    struct arena a = {0};
    struct str text = {0};
    struct strs all = {0};
    struct err why = {0};
    place_make(&p);
    struct store *s = must_open(&p);
    for (int i = 0; i < 20; i++)
        ok(store_answer_put(s, str_fmt(&a, "q%02d", i), str_lit("x"), str_lit("[]"), NOW + i, e));
    assert_int_equal(store_answers_about(s, &a, str_lit("x"), &all, &why), 0);
    assert_int_equal(all.n, 8);
    ok(store_answer_put(s, str_lit("late"), str_lit("z"), str_lit("[]"), NOW + 181 * 86400, e));
    assert_int_equal(store_answer(s, &a, str_lit("q19"), &text, &why), 0);
    assert_int_equal(store_answer(s, &a, str_lit("late"), &text, &why), 1);
    /* as a part of a larger transaction */
    ok(store_batch(s, e));
    ok(store_answer_put(s, str_lit("undone"), str_lit("z"), str_lit("[]"), NOW + 181 * 86400, e));
    ok(store_batch_end(s, false, e));
    assert_int_equal(store_answer(s, &a, str_lit("undone"), &text, &why), 0);
    store_close(s);
    arena_end(&a);
    place_end(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(remembered), cmocka_unit_test(bounded)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
