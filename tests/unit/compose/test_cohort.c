#include "base/map.h"
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
    struct strs two = words_of(&a, "harbor;energy"); /* and no mail has more stories than the digest's `max` */
    compose_cohort(&a, &ed, &two, &c);
    assert_string_equal(shape(&a, &c.sections, &c.more), "harbor: h1 | energy: e1 || e2");
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
    struct census *census = census_begin(&a, &ed, NULL);
    for (size_t i = 0; i < 9; i++) {
        topics[i] = words_of(&a, choices[i]);
        of[i] = census_cohort(census, &topics[i], 0);
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
        assert_ptr_equal(census_cohort(census, &topics[i], 0), of[i]);
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

static struct edition picky_edition(struct arena *a)
{
    struct stories *all = arena_new(a, struct stories);
    struct edition ed;
    struct compose_options o = make_options(a);
    o.per_topic = 2;
    o.max = 4;
    add_story(a, all, make_article(a, "d1", "Wire", "Minehunters stay", "defense", NOW - HOUR), 0.9);
    struct story *two =
        add_story(a, all, make_article(a, "d2", "Gazette", "Radar on the hill", "defense", NOW - HOUR), 0.8);
    vec_add(a, &two->articles, make_article(a, "d2b", "Open Wire", "Radar planned", "defense", NOW - HOUR));
    add_story(a, all, make_article(a, "h1", "Wire", "Ferries to run later", "harbor", NOW - HOUR), 0.7);
    add_story(a, all, make_article(a, "h2", "Gazette", "The dry dock reopens", "harbor;defense", NOW - HOUR), 0.6);
    add_story(a, all, make_article(a, "h3", "Gazette", "A new ferry is named", "harbor", NOW - HOUR), 0.5);
    add_story(a, all, make_article(a, "e1", "Open Wire", "Cable to the island", "energy", NOW - HOUR), 0.4);
    compose_edition(a, all, NULL, &o, &ed, NULL);
    return ed;
}

/* Outlets and words bring single stories; mutes take them away and win over everything. */
static void outlets_and_words(void **state)
{
    static const struct {
        const char *wants, *shape, *key;
    } cases[] = {
        {"", "defense: d1 d2 | harbor: h1 | energy: e1 || h2 h3", ""},
        {"outlet:open wire", "defense: d2 | energy: e1", "+d2;+e1"},
        {"energy;outlet:Open Wire", "energy: e1 | defense: d2", "energy;+d2"},
        {"word:ferry", "harbor: h1 h3", "+h1;+h3"},
        {"\"ferry\"", "harbor: h1 h3", "+h1;+h3"},
        {"word:FERRIES", "harbor: h1 h3", "+h1;+h3"},
        {"word:dry dock", "defense: h2", "+h2"},
        {"word:dock dry", "", "-"},
        {"word:the", "", "-"},
        {"word:zeppelin", "", "-"},
        {"word:", "defense: d1 d2 | harbor: h1 | energy: e1 || h2 h3", ""},
        {"energy;word:zeppelin", "energy: e1", "energy"},
        {"-defense", "harbor: h1 | energy: e1 || h3", "*;-d1;-d2;-h2"},
        {"'-Defense & Security", "harbor: h1 | energy: e1 || h3", "*;-d1;-d2;-h2"},
        {"-outlet:Open Wire", "defense: d1 d2 | harbor: h1 || h2 h3", "*;-e1"},
        {"-word:ferry", "defense: d1 d2 | energy: e1 || h2", "*;-h1;-h3"},
        {"-sports;-word:zeppelin;-outlet:Nobody", "defense: d1 d2 | harbor: h1 | energy: e1 || h2 h3", ""},
        {"harbor;-word:ferry", " || h2", "harbor;-h1;-h3"},
        {"harbor;-energy", "harbor: h1 || h2 h3", "harbor"},
        {"defense;harbor;word:radar", "defense: d1 d2 | harbor: h1 || h2 h3", "defense;harbor"},
        {"word:ferry;-harbor", "", "-"},
        {"-harbor;-defense;-energy", "", "*;-d1;-d2;-h1;-e1;-h2;-h3"},
    };
    struct arena a = {0};
    struct edition ed = picky_edition(&a);
    struct census *census = census_begin(&a, &ed, NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct strs wants = words_of(&a, cases[i].wants);
        const struct cohort *c = census_cohort(census, &wants, 0);
        assert_string_equal(shape(&a, &c->sections, &c->more), cases[i].shape);
        assert_string_equal(c->key.s, cases[i].key);
        assert_int_equal(c->empty, c->sections.n == 0);
    }
    struct strs quoted = words_of(&a, "\"ferry\""), plain = words_of(&a, "word:ferries");
    assert_ptr_equal(census_cohort(census, &quoted, 0), census_cohort(census, &plain, 0));
    struct strs label = words_of(&a, "energy;word:ferry;-word:named");
    assert_string_equal(census_cohort(census, &label, 0)->label.s, "reader of Energy + 1 story by outlet or word");
    label = words_of(&a, "-word:named");
    assert_string_equal(census_cohort(census, &label, 0)->label.s, "reader of everything, 1 muted");
    assert_string_equal(shape(&a, &ed.sections, &ed.more), cases[0].shape); /* nobody wrote into the edition */
    arena_end(&a);
}

/* Whatever is wished, no story comes twice, and a key names one selection. */
static void wishes_never_twice(void **state)
{
    static const char *const entries[] = {"defense",        "harbor",           "energy",       "outlet:Wire",
                                          "outlet:Gazette", "outlet:Open Wire", "word:ferry",   "word:radar",
                                          "-defense",       "-word:ferry",      "-outlet:Wire", "-harbor"};
    struct arena a = {0};
    struct edition ed = picky_edition(&a);
    struct census *census = census_begin(&a, &ed, NULL);
    struct map shapes = {0};
    for (unsigned set = 0; set < 1u << 12; set++) {
        struct strs wants = {0}, seen = {0};
        for (size_t i = 0; i < 12; i++)
            if (set >> i & 1)
                vec_add(&a, &wants, str_c(entries[(i * 5 + set) % 12]));
        const struct cohort *c = census_cohort(census, &wants, 0);
        for (size_t s = 0; s <= c->sections.n; s++) {
            const struct story_refs *refs = s < c->sections.n ? &c->sections.v[s].stories : &c->more;
            assert_true(s == c->sections.n || refs->n > 0);
            for (size_t k = 0; k < refs->n; k++) {
                assert_false(strs_has(&seen, refs->v[k]->id));
                vec_add(&a, &seen, refs->v[k]->id);
            }
        }
        const char **known = (const char **)map_at(&a, &shapes, c->key), *own = shape(&a, &c->sections, &c->more);
        if (*known)
            assert_string_equal(*known, own);
        *known = own;
    }
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_reader),
        cmocka_unit_test(labels),
        cmocka_unit_test(headline_becomes_story),
        cmocka_unit_test(pinned_leads),
        cmocka_unit_test(many_readers),
        cmocka_unit_test(never_twice),
        cmocka_unit_test(outlets_and_words),
        cmocka_unit_test(wishes_never_twice),
    };
    return cmocka_run_group_tests_name("compose/cohort", tests, NULL, NULL);
}
