#include "compose/desk_case.h"

static void sections_in_digest_order(void **state)
{
    struct arena a = {0};
    struct stories all = {0};
    struct edition ed;
    struct compose_options o = make_options(&a);
    add_story(&a, &all, make_article(&a, "e1", "Wire", "Power is back", "energy", NOW - HOUR), 0.9);
    add_story(&a, &all, make_article(&a, "d1", "Wire", "Ships stay", "defense", NOW - HOUR), 0.8);
    add_story(&a, &all, make_article(&a, "h1", "Wire", "Dock opens", "harbor", NOW - HOUR), 0.7);
    add_story(&a, &all, make_article(&a, "d2", "Wire", "Radar moves", "defense", NOW - HOUR), 0.6);
    compose_edition(&a, &all, NULL, &o, &ed, NULL);
    assert_string_equal(shape(&a, &ed.sections, &ed.more), "defense: d1 d2 | harbor: h1 | energy: e1");
    assert_string_equal(ed.id.s, "morning-2025-07-31");
    assert_int_equal(ed.date, NOW);
    assert_string_equal(ed.subject.s, "{{lead.headline}}");
    assert_string_equal(ed.sections.v[0].stories.v[0]->topic.s, "defense");
    assert_true(ed.sections.v[0].stories.v[0]->reasons.n > 0);
    arena_end(&a);
}

static void nothing_to_say(void **state)
{
    struct arena a = {0};
    struct stories all = {0};
    struct edition ed;
    struct compose_options o = make_options(&a);
    compose_edition(&a, &all, NULL, &o, &ed, NULL);
    assert_int_equal(ed.sections.n, 0);
    arena_end(&a);
}

/* A story on several topics stands in the one that fits best: the lead's, one it names as category, then the digest's
 * order. */
static void one_section_each(void **state)
{
    struct arena a = {0};
    struct stories all = {0};
    struct edition ed;
    struct compose_options o = make_options(&a);
    struct topics topics = *o.topics;
    topics.v[2].categories = words_of(&a, "Power");
    o.topics = &topics;
    struct article *tie = make_article(&a, "tie", "Wire", "Navy dock", "defense;harbor", NOW - HOUR);
    struct article *named = make_article(&a, "named", "Wire", "Cable at the dock", "harbor;energy", NOW - HOUR);
    named->categories = words_of(&a, "power");
    add_story(&a, &all, tie, 0.9);
    add_story(&a, &all, named, 0.8);
    struct story *mixed = add_story(&a, &all, make_article(&a, "mixed", "Wire", "Port", "harbor", NOW - HOUR), 0.7);
    vec_add(&a, &mixed->articles, make_article(&a, "mixed2", "City", "Port", "defense", NOW - HOUR));
    compose_edition(&a, &all, NULL, &o, &ed, NULL);
    assert_string_equal(shape(&a, &ed.sections, &ed.more), "defense: tie | harbor: mixed | energy: named");
    arena_end(&a);
}

static void caps(void **state)
{
    static const struct {
        size_t max, per_topic, per_outlet;
        const char *want;
    } table[] = {
        {12, 2, 0, "defense: d0 d1 | harbor: h0 | energy: e0 || d2 d3 d4"},
        {4, 4, 0, "defense: d0 d1 | harbor: h0 | energy: e0 || d2 d3 d4"}, /* every topic has its best story first */
        {2, 4, 0, "defense: d0 | harbor: h0 || d1 d2 d3 d4 e0"},
        {1, 1, 0, "defense: d0 || d1 d2 d3 d4 h0 e0"},
        {12, 4, 2, "defense: d0 d1 | harbor: h0 | energy: e0 || d2 d3 d4"},
        {0, 0, 0, "defense: d0 d1 d2 d3 | harbor: h0 | energy: e0 || d4"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct arena a = {0};
        struct stories all = {0};
        struct edition ed;
        struct compose_options o = make_options(&a);
        for (int k = 0; k < 5; k++)
            add_story(&a, &all, make_article(&a, str_fmt(&a, "d%d", k).s, "Wire", "Ships", "defense", NOW - HOUR),
                      0.9 - k * 0.01);
        add_story(&a, &all, make_article(&a, "h0", "City", "Dock", "harbor", NOW - HOUR), 0.3);
        add_story(&a, &all, make_article(&a, "e0", "Grid", "Cable", "energy", NOW - HOUR), 0.2);
        o.max = table[i].max;
        o.per_topic = table[i].per_topic;
        o.per_outlet = table[i].per_outlet;
        compose_edition(&a, &all, NULL, &o, &ed, NULL);
        assert_string_equal(shape(&a, &ed.sections, &ed.more), table[i].want);
        arena_end(&a);
    }
}

static void byte_budget(void **state)
{
    struct arena a = {0};
    struct stories all = {0};
    struct edition ed;
    struct compose_options o = make_options(&a);
    o.max = 100;
    o.per_topic = 100;
    for (int k = 0; k < 60; k++) {
        struct story *s = add_story(&a, &all,
                                    make_article(&a, str_fmt(&a, "s%02d", k).s, "Wire",
                                                 "A headline of some length for the mail", "harbor", NOW - HOUR),
                                    1);
        for (int w = 0; w < 3; w++)
            vec_add(
                &a, &s->why,
                str_lit(
                    "A bullet that says what follows from the news, at about the length bullets have in practice."));
        s->why_from = WHY_EDITOR;
    }
    compose_edition(&a, &all, NULL, &o, &ed, NULL);
    assert_in_range(ed.sections.v[0].stories.n, 20, 35);
    assert_in_range(ed.more.n, 5, 20);
    arena_end(&a);
}

/* Who may come at all. `want` is the reason's beginning, NULL: it is in. */
static void doors(void **state)
{
    static const struct {
        const char *name;
        int64_t published, updated; /* seconds before NOW; 0: unknown */
        bool day_only, draft;
        const char *origin;
        int64_t expires; /* seconds before NOW */
        const char *want;
    } table[] = {
        {"fresh", HOUR, 0, false, false, "", 0, NULL},
        {"old", 25 * HOUR, 0, false, false, "", 0, "older than the window (newest article 2025-07-30 06:00)"},
        {"edge", 24 * HOUR, 0, false, false, "", 0, NULL},
        {"old but updated", 48 * HOUR, HOUR, false, false, "", 0, NULL},
        {"yesterday, no time", 31 * HOUR, 0, true, false, "", 0, NULL},
        {"two days ago, no time", 59 * HOUR, 0, true, false, "", 0, "older than the window"},
        {"undated", 0, 0, false, false, "", 0, NULL},
        {"draft", HOUR, 0, false, true, "", 0, "it is a draft"},
        {"feed, clock ahead", -3 * HOUR, 0, false, false, "https://feed.example/rss", 0, NULL},
        {"feed, next week", -7 * DAY, 0, false, false, "https://feed.example/rss", 0, "its date is still to come"},
        {"own file, embargoed", -3 * HOUR, 0, false, false, "articles/x.md", 0, "its date is still to come"},
        {"own file, dated today", -HOUR, 0, true, false, "articles/x.md", 0, NULL},
        {"expired", HOUR, 0, false, false, "", 60, "it expired on 2025-07-31 06:59"},
        {"expires later", HOUR, 0, false, false, "", -60, NULL},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct arena a = {0};
        struct stories all = {0};
        struct strs out = {0};
        struct edition ed;
        struct compose_options o = make_options(&a);
        struct article *art = make_article(&a, "x", "Wire", "A title", "harbor", NOW - table[i].published);
        if (!table[i].published)
            art->published = (struct when){0};
        if (table[i].day_only) {
            art->published.has = WHEN_DAY;
            art->published.t -= art->published.t % DAY;
        }
        if (table[i].updated)
            art->updated = at(NOW - table[i].updated);
        if (table[i].expires)
            art->expires = at(NOW - table[i].expires);
        art->draft = table[i].draft;
        art->origin = str_c(table[i].origin);
        add_story(&a, &all, art, 1);
        compose_edition(&a, &all, NULL, &o, &ed, &out);
        if (ed.sections.n != (table[i].want ? 0 : 1))
            fail_msg("%s: %s", table[i].name, out.n ? out.v[0].s : "is in");
        if (table[i].want && str_find(out.v[0], str_c(table[i].want)) == STR_NONE)
            fail_msg("%s: %s", table[i].name, out.v[0].s);
        arena_end(&a);
    }
}

/* A day begins where the newsroom is: on the morning of August 1st in Seoul it is still July in London. */
static void day_of_the_newsroom(void **state)
{
    struct arena a = {0};
    struct stories all = {0};
    struct edition ed;
    struct compose_options o = make_options(&a);
    o.zone = str_lit("Asia/Seoul");
    o.now = NOW + 11 * HOUR; /* 2025-08-01T07:00:00+09:00 */
    struct article *art = make_article(&a, "x", "Wire", "A title", "harbor", 0);
    art->published = (struct when){.t = NOW - NOW % DAY + DAY, .has = WHEN_DAY}; /* 2025-08-01 */
    art->origin = str_lit("articles/x.md");
    add_story(&a, &all, art, 1);
    compose_edition(&a, &all, NULL, &o, &ed, NULL);
    assert_int_equal(ed.sections.n, 1);
    o.now -= 8 * HOUR; /* the evening before */
    compose_edition(&a, &all, NULL, &o, &ed, NULL);
    assert_int_equal(ed.sections.n, 0);
    arena_end(&a);
}

static void in_no_topic(void **state)
{
    struct arena a = {0};
    struct stories all = {0};
    struct strs out = {0};
    struct edition ed;
    struct compose_options o = make_options(&a);
    add_story(&a, &all, make_article(&a, "x", "Wire", "Football result", "sports", NOW - HOUR), 1);
    compose_edition(&a, &all, NULL, &o, &ed, &out);
    assert_int_equal(ed.sections.n, 0);
    assert_string_equal(out.v[0].s, "out: Football result (x): in none of the digest's topics");
    arena_end(&a);
}

/* Sent before: `carried` and `updated` in seconds before NOW. */
static void carried_before(void **state)
{
    static const struct {
        const char *name;
        int64_t carried, updated;
        bool day_only;
        bool in, update;
    } table[] = {
        {"never sent", 0, 0, false, true, false},
        {"sent, unchanged", 2 * HOUR, 0, false, false, false},
        {"updated before it was sent", 2 * HOUR, 3 * HOUR, false, false, false},
        {"updated since", 2 * HOUR, HOUR, false, true, true},
        {"updated on the day it was sent", 2 * HOUR, 11 * HOUR, true, false, false},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct arena a = {0};
        struct stories all = {0};
        struct carried_articles carried = {0};
        struct edition ed;
        struct compose_options o = make_options(&a);
        struct article *art = make_article(&a, "x", "Wire", "A title", "harbor", NOW - 12 * HOUR);
        if (table[i].updated)
            art->updated = at(NOW - table[i].updated);
        if (table[i].day_only)
            art->updated = (struct when){.t = NOW - 11 * HOUR, .has = WHEN_DAY};
        if (table[i].carried) {
            vec_add(&a, &carried, ((struct carried_article){.id = str_lit("x"), .at = NOW - 30 * HOUR}));
            vec_add(&a, &carried, ((struct carried_article){.id = str_lit("x"), .at = NOW - table[i].carried}));
            vec_add(&a, &carried, ((struct carried_article){.id = str_lit("x"), .at = NOW - 40 * HOUR}));
        }
        add_story(&a, &all, art, 1);
        compose_edition(&a, &all, &carried, &o, &ed, NULL);
        if ((ed.sections.n == 1) != table[i].in)
            fail_msg("%s", table[i].name);
        if (table[i].in)
            assert_int_equal(ed.sections.v[0].stories.v[0]->is_update, table[i].update);
        arena_end(&a);
    }
}

/* A story that grew comes again, led by what is new; another outlet's account that was already there then is no news.
 */
static void story_that_grew(void **state)
{
    for (int late = 0; late < 2; late++) {
        struct arena a = {0};
        struct stories all = {0};
        struct carried_articles carried = {0};
        struct strs out = {0};
        struct edition ed;
        struct compose_options o = make_options(&a);
        struct story *s = add_story(&a, &all, make_article(&a, "x", "Wire", "Cable cut", "energy", NOW - 12 * HOUR), 1);
        vec_add(&a, &s->articles,
                make_article(&a, "y", "City", "Captain held over cut cable", "energy", NOW - (late ? 11 : 2) * HOUR));
        vec_add(&a, &carried, ((struct carried_article){.id = str_lit("x"), .at = NOW - 6 * HOUR}));
        compose_edition(&a, &all, &carried, &o, &ed, &out);
        if (late) {
            assert_int_equal(ed.sections.n, 0);
            assert_non_null(strstr(out.v[0].s, "sent already (2025-07-31 01:00) and nothing is new since"));
        } else {
            const struct story *got = ed.sections.v[0].stories.v[0];
            assert_true(got->is_update);
            assert_string_equal(got->id.s, "x");
            assert_string_equal(got->headline.s, "Captain held over cut cable");
            assert_string_equal(got->url.s, "https://news.example/y");
            assert_string_equal(got->articles.v[0]->id.s, "y");
            assert_string_equal(got->articles.v[1]->id.s, "x");
        }
        arena_end(&a);
    }
}

static void digest_without_topics(void **state)
{
    struct arena a = {0};
    struct stories all = {0};
    struct edition ed;
    struct compose_options o = make_options(&a);
    o.topics = NULL;
    add_story(&a, &all, make_article(&a, "x", "Wire", "Anything", "", NOW - HOUR), 1);
    compose_edition(&a, &all, NULL, &o, &ed, NULL);
    assert_string_equal(shape(&a, &ed.sections, &ed.more), "all: x");
    assert_string_equal(ed.sections.v[0].title.s, "Morning Brief");
    arena_end(&a);
}

/* One outlet does not lead every section where another's story is about as good. */
static void leads_vary(void **state)
{
    static const struct {
        double second;
        const char *want;
    } table[] = {{0.66, "defense: d1 | harbor: h2 h1"}, {0.5, "defense: d1 | harbor: h1 h2"}};
    for (size_t i = 0; i < 2; i++) {
        struct arena a = {0};
        struct stories all = {0};
        struct edition ed;
        struct compose_options o = make_options(&a);
        add_story(&a, &all, make_article(&a, "d1", "Wire", "Ships", "defense", NOW - HOUR), 0.9);
        add_story(&a, &all, make_article(&a, "h1", "Wire", "Ferry", "harbor", NOW - HOUR), 0.7);
        add_story(&a, &all, make_article(&a, "h2", "Gazette", "Quay", "harbor", NOW - HOUR), table[i].second);
        compose_edition(&a, &all, NULL, &o, &ed, NULL);
        assert_string_equal(shape(&a, &ed.sections, &ed.more), table[i].want);
        arena_end(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(leads_vary),
        cmocka_unit_test(sections_in_digest_order),
        cmocka_unit_test(nothing_to_say),
        cmocka_unit_test(one_section_each),
        cmocka_unit_test(caps),
        cmocka_unit_test(byte_budget),
        cmocka_unit_test(doors),
        cmocka_unit_test(in_no_topic),
        cmocka_unit_test(carried_before),
        cmocka_unit_test(story_that_grew),
        cmocka_unit_test(digest_without_topics),
        cmocka_unit_test(day_of_the_newsroom),
    };
    return cmocka_run_group_tests_name("compose/edition", tests, NULL, NULL);
}
