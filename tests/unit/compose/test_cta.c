#include "compose/desk_case.h"

static struct cta make_cta(struct arena *a, const char *key, enum cta_kind kind)
{
    return (struct cta){
        .key = str_c(key), .heading = str_c(key), .url = str_fmt(a, "https://news.example/%s", key), .kind = kind};
}

static const char *keys_of(struct arena *a, const struct ctas *list)
{
    struct str out = str_lit("");
    for (size_t i = 0; i < list->n; i++)
        out = str_fmt(a, "%s%s%s", out.s, i ? " " : "", list->v[i].key.s);
    return out.s;
}

/* Two stories on each topic, and one more that is only a headline: room for a banner and a sponsor in the whole mail,
 * for a banner in that of one topic. */
static struct edition make_edition(struct arena *a, const struct compose_options *o)
{
    struct stories *all = arena_new(a, struct stories);
    struct edition ed;
    struct compose_options two = *o;
    two.per_topic = 2;
    add_story(a, all, make_article(a, "d1", "Wire", "Ships", "defense", NOW - HOUR), 0.9);
    struct article *ferry = make_article(a, "h1", "Wire", "Ferry", "harbor", NOW - HOUR);
    ferry->cta = str_lit("ferry");
    add_story(a, all, ferry, 0.8);
    add_story(a, all, make_article(a, "d2", "Wire", "Boats", "defense", NOW - HOUR), 0.7);
    add_story(a, all, make_article(a, "h2", "Wire", "Piers", "harbor", NOW - HOUR), 0.6);
    add_story(a, all, make_article(a, "h3", "Wire", "Cranes", "harbor", NOW - HOUR), 0.5);
    compose_edition(a, all, NULL, &two, &ed, NULL);
    compose_versions(a, NULL, &two, &ed);
    return ed;
}

static void which_fit(void **state)
{
    struct arena a = {0};
    struct compose_options o = make_options(&a);
    struct ctas all = {0};
    struct cta c;
    struct when day = {.t = NOW - NOW % DAY, .has = WHEN_DAY}; /* the edition's own day */
    c = make_cta(&a, "plain", CTA_BANNER), vec_add(&a, &all, c);
    c = make_cta(&a, "expired", CTA_BANNER), c.until = at(NOW), vec_add(&a, &all, c);
    c = make_cta(&a, "last-day", CTA_BANNER), c.until = day, vec_add(&a, &all, c);
    c = make_cta(&a, "first-day", CTA_BANNER), c.from = day, vec_add(&a, &all, c);
    c = make_cta(&a, "tomorrow", CTA_BANNER), c.from = day, c.from.t += DAY, vec_add(&a, &all, c);
    c = make_cta(&a, "yesterday", CTA_BANNER), c.until = day, c.until.t -= DAY, vec_add(&a, &all, c);
    c = make_cta(&a, "other-list", CTA_BANNER), c.lists = words_of(&a, "weekly"), vec_add(&a, &all, c);
    c = make_cta(&a, "our-list", CTA_BANNER), c.lists = words_of(&a, "weekly;daily"), vec_add(&a, &all, c);
    c = make_cta(&a, "other-topic", CTA_BANNER), c.topics = words_of(&a, "energy"), vec_add(&a, &all, c);
    c = make_cta(&a, "our-topic", CTA_BANNER), c.topics = words_of(&a, "energy;harbor"), vec_add(&a, &all, c);
    c = make_cta(&a, "no-url", CTA_BANNER), c.url = (struct str){0}, vec_add(&a, &all, c);
    c = make_cta(&a, "bad-url", CTA_BANNER), c.url = str_lit("javascript:alert(1)"), vec_add(&a, &all, c);
    o.ctas = &all;
    for (size_t i = 0; i < all.n; i++) { /* one at a time, so that the turn plays no part */
        static const char *const fit[] = {"plain", "last-day", "first-day", "our-list", "our-topic"};
        bool want = false;
        o.cta_keys = (struct strs){0};
        vec_add(&a, &o.cta_keys, all.v[i].key);
        for (size_t k = 0; k < 5; k++)
            want |= str_eqc(all.v[i].key, fit[k]);
        struct edition ed = make_edition(&a, &o);
        if ((ed.ctas.n == 1) != want)
            fail_msg("%s", all.v[i].key.s);
    }
    o.cta_keys = (struct strs){0};
    assert_int_equal(make_edition(&a, &o).ctas.n, 5);
    arena_end(&a);
}

static void one_of_a_kind(void **state)
{
    struct arena a = {0};
    struct compose_options o = make_options(&a);
    struct ctas all = {0};
    vec_add(&a, &all, make_cta(&a, "ferry", CTA_BANNER));
    vec_add(&a, &all, make_cta(&a, "join", CTA_BANNER));
    vec_add(&a, &all, make_cta(&a, "rope", CTA_SPONSOR));
    vec_add(&a, &all, make_cta(&a, "give", CTA_PRIMARY));
    vec_add(&a, &all, make_cta(&a, "unused", CTA_BANNER));
    all.v[2].topics = words_of(&a, "harbor");
    o.ctas = &all;
    o.cta_keys = words_of(&a, "join;rope;give;nonexistent");
    struct edition ed = make_edition(&a, &o);
    assert_string_equal(keys_of(&a, &ed.ctas), "give join ferry rope"); /* ferry: a story asks for it */
    static const char *const cases[][2] = {{"", "give ferry rope"},
                                           {"defense", "give join"},
                                           {"harbor", "give ferry"}, /* no room for a third */
                                           {"harbor;defense", "give ferry rope"}};
    for (size_t i = 0; i < 4; i++) {
        struct cohort c;
        struct strs topics = words_of(&a, cases[i][0]);
        compose_cohort(&a, &ed, &topics, &c);
        assert_string_equal(keys_of(&a, &c.ctas), cases[i][1]);
    }
    arena_end(&a);
}

/* Weight 3 to 1 over 40 editions: shown 30 and 10 times; the same edition always shows the same. */
static void in_turn(void **state)
{
    struct arena a = {0};
    struct compose_options o = make_options(&a);
    struct ctas all = {0};
    size_t shown[2] = {0};
    vec_add(&a, &all, make_cta(&a, "often", CTA_BANNER));
    vec_add(&a, &all, make_cta(&a, "seldom", CTA_BANNER));
    all.v[0].weight = 3;
    o.ctas = &all;
    for (o.number = 1; o.number <= 40; o.number++) {
        struct edition ed = make_edition(&a, &o), again = make_edition(&a, &o);
        assert_int_equal(ed.ctas.n, 2);
        assert_string_equal(ed.ctas.v[0].key.s, again.ctas.v[0].key.s);
        shown[str_eqc(ed.ctas.v[0].key, "seldom")]++;
    }
    assert_in_range(shown[0], 29, 31);
    assert_in_range(shown[1], 9, 11);
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(which_fit), cmocka_unit_test(one_of_a_kind),
                                       cmocka_unit_test(in_turn)};
    return cmocka_run_group_tests_name("compose/cta", tests, NULL, NULL);
}
