/* A reader's memory as text and back, and what one more mail makes of it. */
#include "model/memory.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char *after(struct arena *a, const char *before, int64_t edition, int64_t cohort, const char *turns,
                         int64_t oldest)
{
    struct memory m;
    struct cta_turns t = {0};
    memory_parse(a, str_c(before), &m);
    cta_turns_parse(a, str_c(turns), &t);
    memory_add(a, &m, edition, cohort, &t, oldest);
    return memory_text(a, &m).s;
}

static void one_more(void **state)
{
    static const struct {
        const char *name, *before;
        int64_t edition, cohort;
        const char *turns;
        int64_t oldest;
        const char *want;
    } table[] = {
        {"the first mail", "", 7, 2, "", 0, "7.2|"},
        {"the next", "7.2|", 9, 0, "", 0, "7.2 9.0|"},
        {"one of before, delivered late", "7.2 9.0|", 8, 3, "", 0, "7.2 8.3 9.0|"},
        {"a mail that is known", "7.2 9.0|4:1:-500", 9, 0, "4+:500", 0, "7.2 9.0|4:1:-500"},
        {"old ones are forgotten, counts are not", "7.2 9.0|4:1:0", 12, 1, "", 9, "9.0 12.1|4:1:0"},
        {"even when it is too old itself", "7.2|", 8, 0, "4+:1000", 9, "|4:1:0"},
        {"two that share", "|", 1, 0, "4+:500 6:500", 0, "1.0|4:1:-500 6:0:500"},
        {"the other one's turn", "1.0|4:1:-500 6:0:500", 2, 0, "4:500 6+:500", 0, "1.0 2.0|4:1:0 6:1:0"},
        {"out of turn", "1.0|4:1:-500", 2, 0, "4+:1000", 0, "1.0 2.0|4:2:-500"},
        {"a third in between", "1.0|4:1:0 6:1:0", 2, 0, "5+:333", 0, "1.0 2.0|4:1:0 5:1:-667 6:1:0"},
        {"what does not ascend is damage", "7.2 5.1 7.3|4:1:0 3:1:0 4:2:0", 9, 0, "", 0, "7.2 9.0|4:1:0"},
        {"numbers have an end",
         "|4:9223372036854775807:9223372036854775807 5:-9223372036854775808:-9223372036854775808", 1, 0,
         "4:9223372036854775807 5+:-9223372036854775808", 0, "1.0|4:1000000000:1000000 5:-999999999:-1000000"},
        {"damage is left out", "x 3.1 4|9 5:1:1 5:x:2", 6, 0, "", 0, "3.1 6.0|5:1:1"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct arena a = {0};
        const char *got =
            after(&a, table[i].before, table[i].edition, table[i].cohort, table[i].turns, table[i].oldest);
        if (!str_eqc(str_c(got), table[i].want))
            fail_msg("%s: %s, not %s", table[i].name, got, table[i].want);
        arena_end(&a);
    }
}

static void turns_and_back(void **state)
{
    struct arena a = {0};
    struct cta_turns t = {0};
    cta_turns_parse(&a, str_lit("3+:1000 12:-5 x+:1 : + 9 4+:"), &t);
    assert_int_equal(t.n, 2);
    assert_true(t.v[0].shown && !t.v[1].shown);
    assert_string_equal(cta_turns_text(&a, &t).s, "3+:1000 12:-5");
    arena_end(&a);
}

/* A thousand editions a day, all of them remembered, would be a text without end. */
static void bounded(void **state)
{
    struct arena a = {0};
    struct memory m = {0};
    const struct cta_turns none = {0};
    for (int64_t i = 0; i < 5000; i++)
        memory_add(&a, &m, i, 0, &none, 0);
    assert_int_equal(m.mails.n, 2000);
    assert_int_equal(m.mails.v[0].edition, 3000);
    assert_int_equal(m.mails.v[1999].edition, 4999);
    arena_end(&a);
}

/* As many mails as there may be, all said to be of one edition: one goes for the next, none is made of nothing. */
static void bounded_and_damaged(void **state)
{
    struct arena a = {0};
    char text[2000 * 4 + 1];
    for (size_t i = 0; i < 2000; i++)
        memcpy(text + i * 4, "7.2 ", 5);
    assert_string_equal(after(&a, text, 9, 1, "", 0), "7.2 9.1|");
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(one_more), cmocka_unit_test(turns_and_back),
                                       cmocka_unit_test(bounded), cmocka_unit_test(bounded_and_damaged)};
    return cmocka_run_group_tests_name("model/memory", tests, NULL, NULL);
}
