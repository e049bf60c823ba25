#include "compose/desk_case.h"
#include <string.h>

static struct edition make_edition(struct arena *a)
{
    struct stories *all = arena_new(a, struct stories);
    struct edition ed;
    struct compose_options o = make_options(a);
    o.max = 5;
    o.per_topic = 2;
    add_story(a, all, make_article(a, "d1", "Wire", "Ships stay in port", "defense", NOW - HOUR), 0.9);
    add_story(a, all, make_article(a, "d2", "Wire", "Navy dock opens", "defense;harbor", NOW - HOUR), 0.8);
    add_story(a, all, make_article(a, "h1", "Wire", "Ferry cut", "harbor", NOW - HOUR), 0.7);
    add_story(a, all, make_article(a, "d3", "Wire", "Radar moves", "defense", NOW - HOUR), 0.6);
    compose_edition(a, all, NULL, &o, &ed, NULL);
    assert_string_equal(shape(a, &ed.sections, &ed.more), "defense: d1 d2 | harbor: h1 || d3");
    return ed;
}

static void one_reader(void **state)
{
    static const struct {
        const char *topics, *key, *want;
        bool empty;
    } table[] = {
        {"", "", "defense: d1 d2 | harbor: h1 || d3", false},
        {"defense", "defense", "defense: d1 d2 || d3", false},
        {"harbor", "harbor", "harbor: h1 d2",
         false}, /* d2 is on the harbor too, and its own section is not in this mail */
        {"harbor;defense", "harbor;defense", "harbor: h1 | defense: d1 d2 || d3", false},
        {"defense;harbor", "", "defense: d1 d2 | harbor: h1 || d3", false},
        {"defense;harbor;energy", "", "defense: d1 d2 | harbor: h1 || d3", false},
        {"defense;defense", "defense", "defense: d1 d2 || d3", false},
        {"sports;defense", "defense", "defense: d1 d2 || d3", false},
        {"DEFENSE", "defense", "defense: d1 d2 || d3", false},
        {"Defense & Security", "defense", "defense: d1 d2 || d3", false},
        {" harbor ", "harbor", "harbor: h1 d2", false},
        {"energy", "-", "", true}, /* the digest's, but nothing on it today */
        {"sports", "-", "", true},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct arena a = {0};
        struct edition ed = make_edition(&a);
        struct strs topics = words_of(&a, table[i].topics);
        struct cohort c;
        compose_cohort(&a, &ed, &topics, &c);
        assert_string_equal(shape(&a, &c.sections, &c.more), table[i].want);
        assert_string_equal(c.key.s, table[i].key);
        assert_int_equal(c.empty, table[i].empty);
        arena_end(&a);
    }
}

static void labels(void **state)
{
    struct arena a = {0};
    struct edition ed = make_edition(&a);
    struct cohort c;
    struct strs topics = words_of(&a, "harbor;defense"), none = {0};
    compose_cohort(&a, &ed, &topics, &c);
    assert_string_equal(c.label.s, "reader of Harbor + Defense & Security");
    assert_int_equal(c.stories, 3);
    compose_cohort(&a, &ed, &none, &c);
    assert_string_equal(c.label.s, "reader of everything");
    arena_end(&a);
}

/* A topic that the caps pushed out of the edition still has its story in the mail of who follows only that. */
static void headline_becomes_story(void **state)
{
    struct arena a = {0};
    struct stories all = {0};
    struct edition ed;
    struct compose_options o = make_options(&a);
    struct cohort c;
    struct strs energy = words_of(&a, "energy");
    o.max = 2;
    add_story(&a, &all, make_article(&a, "d1", "Wire", "Ships", "defense", NOW - HOUR), 0.9);
    add_story(&a, &all, make_article(&a, "h1", "Wire", "Ferry", "harbor", NOW - HOUR), 0.8);
    add_story(&a, &all, make_article(&a, "e1", "Wire", "Cable", "energy", NOW - HOUR), 0.7);
    add_story(&a, &all, make_article(&a, "e2", "Wire", "Heat", "energy", NOW - HOUR), 0.6);
    compose_edition(&a, &all, NULL, &o, &ed, NULL);
    assert_string_equal(shape(&a, &ed.sections, &ed.more), "defense: d1 | harbor: h1 || e1 e2");
    compose_cohort(&a, &ed, &energy, &c);
    assert_string_equal(shape(&a, &c.sections, &c.more), "energy: e1 e2");
    assert_string_equal(c.sections.v[0].title.s, "Energy");
    assert_false(c.empty);
    arena_end(&a);
}

static void pinned_leads(void **state)
{
    struct arena a = {0};
    struct edition ed = make_edition(&a);
    struct cohort c;
    struct strs both = words_of(&a, "defense;harbor"), one = words_of(&a, "defense");
    ed.sections.v[1].stories.v[0]->pinned = true;
    compose_cohort(&a, &ed, &both, &c);
    assert_string_equal(shape(&a, &c.sections, &c.more), "harbor: h1 | defense: d1 d2 || d3");
    compose_cohort(&a, &ed, &one, &c);
    assert_string_equal(shape(&a, &c.sections, &c.more), "defense: d1 d2 || d3");
    arena_end(&a);
}

static void many_readers(void **state)
{
    static const char *const choices[] = {"harbor",         "",       "defense",        "harbor",        "sports",
                                          "defense;harbor", "energy", "energy;defense", "harbor;defense"};
    static const char *const keys[] = {"", "-", "defense", "harbor", "harbor;defense"};
    static const size_t readers[] = {2, 2, 2, 2, 1};
    struct arena a = {0};
    struct edition ed = make_edition(&a);
    struct strs topics[9];
    struct cohort_refs cohorts;
    struct cohort *of[9];
    struct census *census = census_begin(&a, &ed);
    for (size_t i = 0; i < 9; i++) {
        topics[i] = words_of(&a, choices[i]);
        of[i] = census_cohort(census, &topics[i]);
        of[i]->readers++;
    }
    census_cohorts(census, &a, &cohorts);
    assert_int_equal(cohorts.n, 5);
    for (size_t i = 0; i < cohorts.n; i++) {
        assert_string_equal(cohorts.v[i]->key.s, keys[i]);
        assert_int_equal(cohorts.v[i]->readers, readers[i]);
    }
    for (size_t i = 0; i < 9; i++) { /* the same as asking for one reader, and where it was when it was first met */
        struct cohort one;
        compose_cohort(&a, &ed, &topics[i], &one);
        assert_ptr_equal(census_cohort(census, &topics[i]), of[i]);
        const struct cohort *c = of[i];
        assert_string_equal(c->key.s, one.key.s);
        assert_string_equal(shape(&a, &c->sections, &c->more), shape(&a, &one.sections, &one.more));
    }
    arena_end(&a);
}

/* No story twice in one mail, whatever is chosen. */
static void never_twice(void **state)
{
    struct arena a = {0};
    struct stories all = {0};
    struct edition ed;
    struct compose_options o = make_options(&a);
    uint32_t seed = 7;
    for (int i = 0; i < 30; i++) {
        seed = seed * 1664525 + 1013904223;
        static const char *const sets[] = {"defense",
                                           "harbor",
                                           "energy",
                                           "defense;harbor",
                                           "harbor;energy",
                                           "energy;defense",
                                           "defense;harbor;energy"};
        add_story(&a, &all, make_article(&a, str_fmt(&a, "s%d", i).s, "Wire", "T", sets[(seed >> 16) % 7], NOW - HOUR),
                  1 - i * 0.01);
    }
    o.max = 7;
    o.per_topic = 3;
    compose_edition(&a, &all, NULL, &o, &ed, NULL);
    static const char *const choices[] = {
        "", "defense", "harbor", "energy", "harbor;energy", "energy;harbor", "energy;defense", "energy;harbor;defense"};
    for (size_t i = 0; i < sizeof choices / sizeof *choices; i++) {
        struct strs topics = words_of(&a, choices[i]);
        struct cohort c;
        compose_cohort(&a, &ed, &topics, &c);
        struct strs seen = {0};
        for (size_t s = 0; s <= c.sections.n; s++) {
            const struct story_refs *refs = s < c.sections.n ? &c.sections.v[s].stories : &c.more;
            for (size_t k = 0; k < refs->n; k++) {
                assert_false(strs_has(&seen, refs->v[k]->id));
                vec_add(&a, &seen, refs->v[k]->id);
            }
        }
        assert_false(c.empty);
    }
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_reader),   cmocka_unit_test(labels),       cmocka_unit_test(headline_becomes_story),
        cmocka_unit_test(pinned_leads), cmocka_unit_test(many_readers), cmocka_unit_test(never_twice),
    };
    return cmocka_run_group_tests_name("compose/cohort", tests, NULL, NULL);
}
