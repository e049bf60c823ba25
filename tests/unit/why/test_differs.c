#include "why/why.h"
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

/* Two reports of Thursday, 31 July 2025. */
static struct differs differs_of(const char *title, const char *x, const char *y)
{
    struct article *v = arena_array(&a, struct article, 2);
    struct story s = {0};
    for (int i = 0; i < 2; i++) {
        v[i] = (struct article){.id = i ? str_lit("y") : str_lit("x"),
                                .outlet = i ? str_lit("Post") : str_lit("Gazette"),
                                .lang = str_lit("en"),
                                .title = str_c(title),
                                .text = str_c(i ? y : x)};
        v[i].published = (struct when){.t = date_days(2025, 7, 31) * 86400 + 36000 + i * 600, .has = WHEN_SECOND};
        vec_add(&a, &s.articles, &v[i]);
    }
    s.lead = &v[0];
    s.headline = v[0].title;
    why_differs(&a, &s);
    return s.differs;
}

static void contradictions_are_told(void **state)
{
    static const struct {
        const char *title, *x, *y, *about, *first, *second;
    } cases[] = {
        {"Ministers hold first call",
         "Harald Dahl, the newly appointed defense minister of Norway, spoke with his Finnish counterpart.",
         "Norway's acting Defense Minister Nina Lund spoke with the Finnish minister.", "Norway's defense minister",
         "Harald Dahl", "Nina Lund (acting)"},
        {"Bus crash near Alder", "The crash happened on Monday near Alder.",
         "The crash happened on July 30 near Alder.", "Date of the crash", "Monday (July 28, 2025)", "July 30"},
        {"Bus crash near Alder", "A crash near Alder killed 12 people, police said.",
         "A bus crash near Alder killed 21 people.", "Number killed", "12", "21"},
        {"Fire at Corley plant", "The fire in Corley began at 9:30 p.m. in the paint shop.",
         "The fire began at 11 p.m. in the paint shop.", "Time of the fire", "9:30 p.m", "11 p.m"},
        {"Rocket launches satellite", "A Helix rocket launched a satellite from Cape Corrin.",
         "The rocket's launch from Port Hanley was flawless.", "Place of the launch", "Cape Corrin", "Port Hanley"},
        {"Museum robbed", "The suspect, Karl Brandt, 29, is being sought.", "Police look for 34-year-old Karl Brandt.",
         "Age of Karl Brandt", "29", "34"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct differs d = differs_of(cases[i].title, cases[i].x, cases[i].y);
        if (d.n != 1)
            fail_msg("case %zu: %zu differences", i, d.n);
        if (!str_eqc(d.v[0].about, cases[i].about))
            fail_msg("case %zu: about \"" STR_FMT "\"", i, STR_ARG(d.v[0].about));
        assert_int_equal(d.v[0].claims.n, 2);
        if (!str_starts(d.v[0].claims.v[0].value, cases[i].first) ||
            !str_starts(d.v[0].claims.v[1].value, cases[i].second))
            fail_msg("case %zu: \"" STR_FMT "\" and \"" STR_FMT "\"", i, STR_ARG(d.v[0].claims.v[0].value),
                     STR_ARG(d.v[0].claims.v[1].value));
        assert_true(str_find(str_c(cases[i].x), d.v[0].claims.v[0].quote) != STR_NONE);
        assert_true(str_find(str_c(cases[i].y), d.v[0].claims.v[1].quote) != STR_NONE);
    }
}

/* Sentences on one thing, of no event that the program has a word for, in words of their own. */
static void what_the_words_have_in_common_is_enough(void **state)
{
    static const struct {
        const char *x, *y, *about, *first, *second;
    } cases[] = {
        {"The regulator fined the lender $1.5 billion.", "A fine of $750m was imposed on the lender by the regulator.",
         "Amount", "$1.5 billion", "$750m"},
        {"The shares of the brewery fell 14.7% on the news.", "Shares in the brewery suffered a 29 per cent drop.",
         "Percentage", "14.7%", "29 per cent"},
        {"Grove orchestra has 61 violinists on its payroll.",
         "The orchestra of Grove employs 84 violinists, its payroll shows.", "Number of violinists", "61 violinists",
         "84 violinists"},
        {"The freighter caught fire near the port of Izmir.", "The freighter caught fire off Samsun.",
         "Place of the fire", "Izmir", "Samsun"},
        {"The siren in the quarry went off at 21:30.",
         "It was half past seven in the evening when the siren in the quarry went off.", "Time", "21:30",
         "half past seven"},
        {"The senate passed the bill 52-48.", "The bill was passed by the senate by 61 to 39.", "Result", "52-48",
         "61 to 39"},
        {"The valley road is 40 km long.", "The valley road is 60 miles long.", "Distance", "40 km", "60 miles"},
        {"At the airfield 38C was measured by the weather service.",
         "The weather service measured 45 degrees Celsius at the airfield.", "Temperature", "38C",
         "45 degrees Celsius"},
        {"A spokesman for the harbor board, Superior Court Judge Orla Hughes, spoke of the flooded quays on Monday.",
         "A spokesman for the harbor board, Superior Court Judge Philip Castle, spoke of the flooded quays on Monday.",
         "Superior Court's judge", "Orla Hughes", "Philip Castle"},
        {"Transport Minister Ewa Nowak urged both sides to come back to the table.",
         "Appealing for calm, transport minister Karin Holm said that commuters were held hostage.",
         "The transport minister", "Ewa Nowak", "Karin Holm"},
        {"Museum director Clara Vogt called the find a miracle.",
         "The director of the museum, Ines Carver, said visitors would soon see it.", "The director of the museum",
         "Clara Vogt", "Ines Carver"},
        {"It was up to Chief Justice Ruth Abara to write the opinion.",
         "The opinion, written by Chief Justice Paul Mendes, runs to ninety pages.", "The chief justice", "Ruth Abara",
         "Paul Mendes"},
        {"The railway cancelled 310 services in the snow.", "Because of snow the railway scrapped 700 trains.",
         "Number of services", "310", "700"},
        {"Nobody was hurt. The tremor was felt at 4:55 p.m.", "The quake struck at 8:15 p.m.", "Time of the earthquake",
         "4:55 p.m", "8:15 p.m"},
        {"The vessel lies 49 km beneath the surface of the lake.",
         "At a depth of 64 kilometres beneath the lake the vessel was seen.", "Distance", "49 km", "64 kilometres"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct differs d = differs_of("News of the day", cases[i].x, cases[i].y);
        if (d.n != 1)
            fail_msg("case %zu: %zu differences", i, d.n);
        if (!str_starts(d.v[0].about, cases[i].about))
            fail_msg("case %zu: about \"" STR_FMT "\"", i, STR_ARG(d.v[0].about));
        if (!str_starts(d.v[0].claims.v[0].value, cases[i].first) ||
            !str_starts(d.v[0].claims.v[1].value, cases[i].second))
            fail_msg("case %zu: \"" STR_FMT "\" and \"" STR_FMT "\"", i, STR_ARG(d.v[0].claims.v[0].value),
                     STR_ARG(d.v[0].claims.v[1].value));
        assert_true(str_find(str_c(cases[i].x), d.v[0].claims.v[0].quote) != STR_NONE);
        assert_true(str_find(str_c(cases[i].y), d.v[0].claims.v[1].quote) != STR_NONE);
        assert_int_not_equal(d.v[0].kind, DIFFER_OTHER);
    }
}

static void look_alikes_are_no_difference(void **state)
{
    static const char *const cases[][2] = {
        {"The regulator fined the lender $1.5 billion.",
         "A fine of $1.5bn was imposed on the lender by the regulator."},
        {"The valley road is 40 km long.", "The valley road is 25 miles long."},
        {"At the airfield 38C was measured by the weather service.",
         "The weather service measured 100 degrees Fahrenheit at the airfield."},
        {"The siren in the quarry went off at 21:30.",
         "The siren in the quarry went off at half past nine in the evening."},
        {"The senate passed the bill 52-48.", "The bill was passed by the senate by 52 to 48."},
        {"A quarter of the forest has burned.", "The fire has destroyed 25.4 percent of the forest."},
        {"A dozen violinists left the Grove orchestra.", "The Grove orchestra lost 12 violinists."},
        {"The strike at the quarry lasted three weeks.", "The strike at the quarry ended after 21 days."},
        {"The quarry firm made a profit of $4 million in the second quarter.",
         "The quarry firm expects a profit of $6 million in the third quarter."},
        {"The party won 42 percent of the vote in the east.", "In the west the party won 31 percent of the vote."},
        {"The quarry employs 300 workers.", "The quarry will hire another 50 workers."},
        {"Rovers beat United 3-1 in the semi-final.", "Rovers led United 2-0 at half-time."},
        {"The talks on the quarry took place in Lyon.", "The talks on the quarry were held in France."},
        {"Andrew Getty, 47, had health problems.", "Gordon Getty, 81, had no health problems."},
        {"The quarry in Ohio lost 30 workers.", "The quarry in Indiana lost 70 workers."},
        {"The prop was sent off with Wales captain Gareth Thomas.",
         "The prop and his captain Jason Robinson denied the clash."},
        {"Junior constitutional affairs minister Chris Leslie said so.",
         "Shadow Constitutional Affairs Secretary Oliver Heald said so."},
        {"President Xi Lin married.", "President Boris Yelts sold offshore firms."},
        {"The 26-year-old had treatment on his left thigh while he led in the second set in the quarry.",
         "In the quarry the mixed doubles ended early, for a torn muscle hurt the 28-year-old."},
        {"Pakistan lifted a six-year moratorium on executions.",
         "Jordan ended an eight-year moratorium on executions."},
        {"About 100 people were injured in the quarry.", "Of those in the quarry 18 were critically injured."},
        {"A van raced along 2km of the promenade in the old town.",
         "Crowds fled to the beach, some 400 metres from the promenade of the old town."},
        {"The quarry was sold two years later to a bank.", "Five years later the bank sold the quarry."},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct differs d = differs_of("News of the day", cases[i][0], cases[i][1]);
        if (d.n)
            fail_msg("case %zu: " STR_FMT ": " STR_FMT " / " STR_FMT, i, STR_ARG(d.v[0].about),
                     STR_ARG(d.v[0].claims.v[0].value), STR_ARG(d.v[0].claims.v[1].value));
    }
}

static void other_words_for_one_thing_are_no_difference(void **state)
{
    static const struct {
        const char *title, *x, *y;
    } cases[] = {
        {"Crash near Alder", "The crash happened on Tuesday.", "The crash happened on 29 July."},
        {"Crash near Alder", "The crash happened on July 29.", "The crash happened on Jul. 29, 2025."},
        {"Call of ministers", "U.S. Defense Secretary Pete Hallam spoke.",
         "Secretary Hallam spoke. The secretary of defense of the United States, "
         "Pete R. Hallam, spoke."},
        {"Envoys hold a meeting", "The envoys arrived for the meeting from Vancouver.",
         "The envoys came to the meeting from Osaka."},
        {"Steel mill closes", "The mill will cut 1,200 jobs in Belmore.",
         "The mill will cut about 1,187 jobs in Belmore."},
        {"Crash near Alder", "A crash near Alder killed 12 people.", "A crash near Alder killed twelve people."},
        {"Crash near Alder", "A crash near Alder killed 12 people.", "A crash near Alder killed at least 10 people."},
        {"Fire in Corley", "The fire did damage of $1.2 million.", "The fire did damage of 1.2 million dollars."},
        {"Call of ministers", "Ukrainian President Zelensky spoke in Kyiv.",
         "Ukrainian President Volodymyr Zelenskyy spoke in Kyiv."},
        {"Minister out", "Former defense minister of Norway Nina Lund spoke.",
         "Norwegian Defense Minister Harald Dahl spoke."},
        {"Mayor speaks", "Springfield Mayor Ann Lee spoke.", "Shelbyville Mayor Bob Ray spoke."},
        {"Crash near Alder", "A crash killed 12 people. In 2013 a crash there killed 30 people.",
         "A crash killed 12 people, 30 fewer than feared."},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct differs d = differs_of(cases[i].title, cases[i].x, cases[i].y);
        if (d.n)
            fail_msg("case %zu: " STR_FMT ": " STR_FMT " / " STR_FMT, i, STR_ARG(d.v[0].about),
                     STR_ARG(d.v[0].claims.v[0].value), STR_ARG(d.v[0].claims.v[1].value));
    }
}

static void an_article_is_held_against_its_dateline(void **state)
{
    struct differs d = differs_of("Envoys hold first call",
                                  "The envoys held their first call on February 3, 2025, and agreed to meet again.",
                                  "The envoys of both countries spoke for an hour and agreed to meet again.");
    assert_int_equal(d.n, 1);
    assert_true(str_eqc(d.v[0].about, "Date of the call"));
    assert_true(str_eqc(d.v[0].claims.v[0].value, "February 3, 2025"));
    assert_true(str_starts(d.v[0].claims.v[1].value, "July 31, 2025"));
    /* a report about something that lies back */
    d = differs_of("Trial over bank robbery opens", "A trial over the robbery of February 3, 2025 opened in Alder.",
                   "A trial opened in Alder.");
    assert_int_equal(d.n, 0);
}

static void later_tolls_overtake_earlier_ones(void **state)
{
    struct article v[2] = {{.id = str_lit("x"),
                            .outlet = str_lit("Gazette"),
                            .title = str_lit("Quake"),
                            .text = str_lit("The earthquake in Orsa killed 12 people.")},
                           {.id = str_lit("y"),
                            .outlet = str_lit("Post"),
                            .title = str_lit("Quake"),
                            .text = str_lit("The earthquake in Orsa killed 40 people.")}};
    struct story s = {.lead = &v[0]};
    for (int i = 0; i < 2; i++) {
        v[i].lang = str_lit("en");
        v[i].published = (struct when){.t = 1753940000 + i * 8 * 3600, .has = WHEN_SECOND};
        vec_add(&a, &s.articles, &v[i]);
    }
    why_differs(&a, &s);
    assert_int_equal(s.differs.n, 0);
    v[1].published.t = v[0].published.t + 600;
    why_differs(&a, &s);
    assert_int_equal(s.differs.n, 1);
}

static void poor_articles_claim_nothing(void **state)
{
    assert_int_equal(differs_of("", "", "").n, 0);
    assert_int_equal(differs_of("Word", "Word", "Word").n, 0);
    struct story empty = {0};
    why_differs(&a, &empty);
    assert_int_equal(empty.differs.n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(contradictions_are_told, end),
        cmocka_unit_test_teardown(what_the_words_have_in_common_is_enough, end),
        cmocka_unit_test_teardown(look_alikes_are_no_difference, end),
        cmocka_unit_test_teardown(other_words_for_one_thing_are_no_difference, end),
        cmocka_unit_test_teardown(an_article_is_held_against_its_dateline, end),
        cmocka_unit_test_teardown(later_tolls_overtake_earlier_ones, end),
        cmocka_unit_test_teardown(poor_articles_claim_nothing, end),
    };
    return cmocka_run_group_tests_name("differs", tests, NULL, NULL);
}
