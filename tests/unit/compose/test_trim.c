/* A mail that is too large gives its last stories to "More headlines"; other mails of the edition keep theirs. */
#include "compose/compose.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct story *story(struct arena *a, const char *name)
{
    struct story *s = arena_new(a, struct story);
    s->id = s->headline = str_c(name);
    s->dek = str_lit("One sentence about it that is neither long nor short, as deks are.");
    return s;
}

static void edition(struct arena *a, struct cohort *c)
{
    static const char *const names[][4] = {{"a1", "a2", "a3", NULL}, {"b1", "b2", NULL}, {"c1", NULL}};
    *c = (struct cohort){.stories = 6};
    for (size_t i = 0; i < 3; i++) {
        struct section *s = vec_push(a, &c->sections);
        for (size_t k = 0; names[i][k]; k++)
            vec_add(a, &s->stories, story(a, names[i][k]));
    }
    vec_add(a, &c->more, story(a, "m1"));
}

static const char *shape(struct arena *a, const struct cohort *c)
{
    struct strs all = {0};
    for (size_t i = 0; i < c->sections.n; i++) {
        struct strs names = {0};
        for (size_t k = 0; k < c->sections.v[i].stories.n; k++)
            vec_add(a, &names, c->sections.v[i].stories.v[k]->id);
        vec_add(a, &all, names.n ? str_join(a, &names, " ") : str_lit("-"));
    }
    struct strs more = {0};
    for (size_t i = 0; i < c->more.n; i++)
        vec_add(a, &more, c->more.v[i]->id);
    vec_add(a, &all, more.n ? str_join(a, &more, " ") : str_lit("-"));
    return str_join(a, &all, " | ").s;
}

static void test_order(void **state)
{
    static const char *const steps[] = {
        "a1 a2 | b1 b2 | c1 | a3 m1",   "a1 a2 | b1 | c1 | b2 a3 m1",     "a1 | b1 | c1 | a2 b2 a3 m1",
        "a1 | b1 | - | c1 a2 b2 a3 m1", "a1 | - | - | b1 c1 a2 b2 a3 m1", "a1 | - | - | b1 c1 a2 b2 a3",
    };
    struct arena a = {0};
    struct cohort c, other;
    edition(&a, &c);
    other = c;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        assert_true(compose_trim(&a, &c, 1));
        assert_string_equal(shape(&a, &c), steps[i]);
        assert_int_equal(c.stories, i < 5 ? 5 - i : 1);
    }
    assert_string_equal(shape(&a, &other), "a1 a2 a3 | b1 b2 | c1 | m1");
    assert_true(compose_trim(&a, &c, 1 << 20));
    assert_string_equal(shape(&a, &c), "a1 | - | - | -");
    assert_false(compose_trim(&a, &c, 1));
    arena_end(&a);
}

static void test_amount(void **state)
{
    struct arena a = {0};
    struct cohort c;
    edition(&a, &c);
    assert_true(compose_trim(&a, &c, 4000)); /* about 1,900 a story */
    assert_string_equal(shape(&a, &c), "a1 | b1 | c1 | a2 b2 a3 m1");
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_order), cmocka_unit_test(test_amount)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
