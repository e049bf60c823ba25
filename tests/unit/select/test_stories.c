#include "select/select.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct arena a;

static int end(void **state)
{
    arena_end(&a);
    return 0;
}

/* Two events told twice each in different words and under different names, and two that stand alone. */
static const char *const reports[][4] = {
    {"a1", "Coast Herald", "New harbor minister of Norvia phones Estland counterpart",
     "Elin Strand, the newly appointed harbor minister of Norvia, held her first phone call with Estland's harbor "
     "secretary Paul Rennick. The two discussed "
     "the closure of the Skerry Strait, joint patrols and the pilots' strike. Rennick reaffirmed the ferry treaty "
     "between Norvia and Estland. Analysts expect "
     "joint patrols in the Skerry Strait to begin in autumn."},
    {"a2", "Strait Times", "Norvia and Estland harbor chiefs renew ferry treaty in first call",
     "Norvia's acting harbor minister Jon Vik and Estland harbor secretary Paul Rennick spoke for the first time, "
     "renewing the ferry treaty and agreeing on "
     "patrols of the Skerry Strait. Vik called the treaty between Norvia and Estland a cornerstone of trade. Both want "
     "the pilots' strike to end before the "
     "Skerry Strait closes for dredging."},
    {"b1", "Coast Herald", "Glass tower in Belmore loses windows in storm",
     "A storm tore forty windows from the Meridian tower in Belmore on Sunday. Glass fell on Quarry Street, where "
     "nobody was hurt. The owner of the Meridian "
     "tower, Hollis Estates, had promised repairs after a similar storm in spring. Belmore's building office sealed "
     "off Quarry Street."},
    {"b2", "City Desk", "Falling glass closes Quarry Street after gale",
     "Quarry Street stays closed after a gale sent panes of the Meridian tower crashing down in Belmore. Hollis "
     "Estates, which owns the Meridian, said repairs "
     "had been ordered. Nobody was injured by the falling glass, the building office of Belmore reported."},
    {"c1", "City Desk", "Chess prodigy, nine, draws with grandmaster in Lund",
     "A nine-year-old from Lund drew a game of chess against grandmaster Petra Holm. The girl, Mira Sand, offered the "
     "draw in a rook ending. Her school has "
     "taught chess since last autumn."},
    {"d1", "Strait Times", "Estland raises tax on fishing boats",
     "Estland's parliament voted for a higher tax on fishing boats. Skippers in the port of Havel protested with "
     "horns. The tax pays for a new breakwater."},
};
enum { N = sizeof reports / sizeof *reports };

static void fill(struct articles *out)
{
    for (size_t i = 0; i < N; i++) {
        struct article *x = vec_push(&a, out);
        x->id = str_c(reports[i][0]);
        x->outlet = str_c(reports[i][1]);
        x->title = str_c(reports[i][2]);
        x->text = str_c(reports[i][3]);
        x->lang = str_lit("en");
        x->published = (struct when){.t = 1753920000 + (int64_t)i * 3600, .has = WHEN_SECOND};
    }
}

static struct str shape(const struct stories *s) /* "a1+a2 b1+b2 c1": leads first */
{
    struct strs parts = {0};
    for (size_t i = 0; i < s->n; i++) {
        struct strs ids = {0};
        for (size_t k = 0; k < s->v[i].articles.n; k++)
            vec_add(&a, &ids, s->v[i].articles.v[k]->id);
        vec_add(&a, &parts, str_join(&a, &ids, "+"));
    }
    return str_join(&a, &parts, " ");
}

static void check(const struct articles *articles, const struct cluster_options *o, const char *want)
{
    struct stories s = {0};
    select_stories(&a, articles, o, &s);
    struct str got = shape(&s);
    if (!str_eqc(got, want))
        fail_msg("got " STR_FMT ", want %s", STR_ARG(got), want);
}

static void one_event_is_one_story(void **state)
{
    struct articles v = {0};
    fill(&v);
    check(&v, NULL, "d1 c1 b1+b2 a1+a2");
}

static void the_order_of_the_input_does_not_matter(void **state)
{
    struct articles v = {0};
    fill(&v);
    for (size_t turn = 0; turn < N; turn++) {
        struct article first = v.v[0];
        memmove(&v.v[0], &v.v[1], (N - 1) * sizeof first);
        v.v[N - 1] = first;
        check(&v, NULL, "d1 c1 b1+b2 a1+a2");
    }
}

static void two_articles_alone_are_judged_the_same(void **state)
{
    struct articles v = {0}, pair = {0};
    fill(&v);
    vec_add(&a, &pair, v.v[0]);
    vec_add(&a, &pair, v.v[1]);
    check(&pair, NULL, "a1+a2");
    pair.v[1] = v.v[5]; /* the same country, another event */
    check(&pair, NULL, "d1 a1");
}

static void a_story_keeps_its_id_when_it_grows(void **state)
{
    struct articles v = {0}, early = {0};
    struct stories before = {0}, after = {0};
    fill(&v);
    vec_add(&a, &v.v[1].why, str_lit("Bullets make it the lead."));
    v.v[1].why_from = WHY_PAGE;
    vec_add(&a, &early, v.v[0]);
    select_stories(&a, &early, NULL, &before);
    v.n = 2;
    select_stories(&a, &v, NULL, &after);
    assert_int_equal(after.n, 1);
    assert_true(str_eq(before.v[0].id, after.v[0].id));
    assert_true(str_eqc(after.v[0].lead->id, "a2"));
    assert_true(str_eq(after.v[0].headline, v.v[1].title));
    assert_true(str_find(after.v[0].reasons.v[0], str_lit("own \"Why it matters\"")) != STR_NONE);
}

static void outside_the_window_stories_stay_apart(void **state)
{
    struct articles v = {0};
    fill(&v);
    v.n = 2;
    v.v[1].published.t += 5 * 86400;
    check(&v, NULL, "a2 a1");
    struct cluster_options o = {.window = 10 * 86400};
    check(&v, &o, "a1+a2");
    v.v[1].published = (struct when){0}; /* no date: no window */
    check(&v, NULL, "a1+a2");
}

static void an_editor_overrules(void **state)
{
    struct articles v = {0};
    fill(&v);
    v.v[1].cluster = CLUSTER_NEVER;
    check(&v, NULL, "d1 c1 b1+b2 a2 a1");
    v.v[4].cluster = CLUSTER_FORCE;
    v.v[4].cluster_with = str_lit("b2");
    check(&v, NULL, "d1 b1+b2+c1 a2 a1");
    v.v[4].cluster_with = str_lit("nobody"); /* a story that is gone: by itself */
    check(&v, NULL, "d1 c1 b1+b2 a2 a1");
}

static void languages_do_not_mix(void **state)
{
    struct articles v = {0};
    fill(&v);
    v.n = 2;
    v.v[1].lang = str_lit("de");
    check(&v, NULL, "a2 a1");
}

static void poor_articles_stop_nothing(void **state)
{
    struct articles v = {0};
    struct article bare = {.id = str_lit("x")}, word = {.id = str_lit("y"), .title = str_lit("Storm")};
    struct stories none = {0};
    select_stories(&a, &v, NULL, &none);
    assert_int_equal(none.n, 0);
    vec_add(&a, &v, bare);
    vec_add(&a, &v, word);
    vec_add(&a, &v, bare);
    struct stories s = {0};
    select_stories(&a, &v, NULL, &s);
    assert_int_equal(s.n, 3);
}

static void the_best_story_ranks_first(void **state)
{
    struct articles v = {0};
    struct stories s = {0};
    struct topics none = {0};
    fill(&v);
    select_stories(&a, &v, NULL, &s);
    struct rank_options o = {.now = 1753920000 + 6 * 3600, .window = 86400};
    select_rank(&none, &o, &s);
    assert_int_equal(s.v[0].articles.n, 2); /* two outlets, and fresher than the other pair */
    assert_true(str_eqc(s.v[0].id, "b1"));
    v.v[4].weight = 5; /* the editor's word counts */
    select_rank(&none, &o, &s);
    assert_true(str_eqc(s.v[0].id, "c1"));
    struct outlet_weight w = {str_lit("Strait Times"), 20};
    o.weights = &w;
    o.n_weights = 1;
    select_rank(&none, &o, &s);
    assert_true(str_eqc(s.v[0].lead->outlet, "Strait Times") || str_eqc(s.v[0].articles.v[1]->outlet, "Strait Times"));
    for (size_t i = 1; i < s.n; i++)
        assert_true(s.v[i - 1].score >= s.v[i].score);
}

static void add_short(struct articles *v, const char *id, const char *outlet, const char *title, const char *text)
{
    struct article *x = vec_push(&a, v);
    x->id = str_c(id);
    x->outlet = str_c(outlet);
    x->title = str_c(title);
    x->text = str_c(text);
    x->lang = str_lit("en");
    x->published = (struct when){.t = 1753920000, .has = WHEN_SECOND};
}

/* Two paragraphs of one town share its places and its offices every day. Told by another outlet, one event is one
 * story all the same. */
static void a_town_is_no_event(void **state)
{
    static const char *const short_texts[][2] = {
        {"Northfield sign keeper for two years",
         "The football club Northfield has signed the keeper Ida Marn for two years. She comes from Harbor City, where "
         "she won the cup. Northfield play their first match on Wednesday."},
        {"Harbor City beat Northfield in cup final",
         "Harbor City won the cup on Wednesday evening with a 2-1 over Northfield. Jana Oduya scored both goals, the "
         "second in the last minute. Northfield had led until shortly before half-time."},
        {"Malby airport gets longer runway", "The runway of Malby will be 300 meters longer. Larger planes can then "
                                             "land there. Work goes on at night only. "
                                             "Nordair wants to fly to the sea resorts with 140 seats."},
        {"Plane with 140 on board lands on one wheel", "A plane of Nordair with 140 people on board landed safely in "
                                                       "Malby on Tuesday although its left wheel did not "
                                                       "come out. Nobody was hurt. The runway was closed until night."},
    };
    struct articles v = {0}, retold = {0};
    for (size_t i = 0; i < 4; i++)
        add_short(&v, (const char *const[]){"t1", "t2", "t3", "t4"}[i], "Ledger", short_texts[i][0], short_texts[i][1]);
    check(&v, NULL, "t1 t2 t3 t4");
    add_short(&retold, "r1", "Ledger", short_texts[3][0], short_texts[3][1]);
    add_short(
        &retold, "r2", "Open Wire", "Nordair jet comes down safely without its left wheel",
        "The left wheel of a Nordair plane stayed in when it landed in Malby on Tuesday. None of the 140 people on "
        "board was hurt. The airport kept the runway closed until night.");
    check(&retold, NULL, "r1+r2");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(one_event_is_one_story, end),
        cmocka_unit_test_teardown(the_order_of_the_input_does_not_matter, end),
        cmocka_unit_test_teardown(two_articles_alone_are_judged_the_same, end),
        cmocka_unit_test_teardown(a_story_keeps_its_id_when_it_grows, end),
        cmocka_unit_test_teardown(a_town_is_no_event, end),
        cmocka_unit_test_teardown(outside_the_window_stories_stay_apart, end),
        cmocka_unit_test_teardown(an_editor_overrules, end),
        cmocka_unit_test_teardown(languages_do_not_mix, end),
        cmocka_unit_test_teardown(poor_articles_stop_nothing, end),
        cmocka_unit_test_teardown(the_best_story_ranks_first, end),
    };
    return cmocka_run_group_tests_name("stories", tests, NULL, NULL);
}
