#include "base/utf8.h"

#include "compose/desk_case.h"

static struct cohort make_cohort(struct arena *a, const char *const *headlines, size_t n)
{
    struct cohort c = {0};
    struct section *s = vec_push(a, &c.sections);
    s->title = str_lit("Harbor");
    for (size_t i = 0; i < n; i++) {
        struct story *story = arena_new(a, struct story);
        struct article *art = make_article(a, "x", "Wire", headlines[i], "harbor", NOW);
        *story = (struct story){.id = art->id, .headline = art->title, .lead = art, .dek = str_lit("")};
        vec_add(a, &s->stories, story);
    }
    return c;
}

static void subjects(void **state)
{
    static const struct {
        const char *wanted, *second, *text, *want;
    } table[] = {
        {"Winter timetable drops the last ferry to Saltholm", NULL, "",
         "Winter timetable drops the last ferry to Saltholm"},
        {"Re: Winter timetable drops the last ferry", NULL, "", "Winter timetable drops the last ferry"},
        {"Fwd: RE: Winter timetable drops the last ferry", NULL, "", "Winter timetable drops the last ferry"},
        {"BREAKING: Winter timetable drops the last ferry", NULL, "", "Winter timetable drops the last ferry"},
        {"Winter timetable\r\nBcc: everybody@example.org drops it", NULL, "",
         "Winter timetable Bcc: everybody@example.org drops it"},
        {"Ferry cut \xF0\x9F\x9A\xA2 as winter comes \xE2\x9C\x85 to the islands", NULL, "",
         "Ferry cut as winter comes to the islands"},
        {"Norland's minehunters will stay in Port Calder, ministers say, for at least two more winters", NULL, "",
         "Norland's minehunters will stay in Port Calder, ministers say"},
        {"Repairs to the undersea power cable of the outer islands will last well into next spring", NULL, "",
         "Repairs to the undersea power cable of the outer islands will last\xE2\x80\xA6"},
        {"Council spends 1,200,000 on sand for the beach and on fences that hold the new dunes together", NULL, "",
         "Council spends 1,200,000 on sand for the beach and on fences\xE2\x80\xA6"},
        {"First call between the new defense minister of the islands and the admiral of the fleet", NULL, "",
         "First call between the new defense minister of the islands\xE2\x80\xA6"},
        {"Sun out", "Ferry cut", "", "Sun out; Ferry cut"},
        {"Dock opens", "Winter timetable drops the last ferry to Saltholm", "",
         "Dock opens; Winter timetable drops the last ferry to Saltholm"},
        {"Dock opens at last",
         "Repairs to the undersea power cable of the outer islands, seen as urgent, will last long", "",
         "Dock opens at last; Repairs to the undersea power cable of the outer\xE2\x80\xA6"},
        {"NATO AND NORLAND AGREE ON WINTER PATROLS", NULL, "The patrols of NATO and Norland go on.",
         "NATO and Norland agree on winter patrols"},
        {"Norland joins NATO winter exercise in the strait", NULL, "",
         "Norland joins NATO winter exercise in the strait"},
        {"SHOCKING price of diesel on the outer islands", NULL, "", "Shocking price of diesel on the outer islands"},
        {"UNESCO protects the old pilot station", NULL, "Experts of UNESCO came.",
         "UNESCO protects the old pilot station"},
        {"An OUTRAGEOUS price of diesel on the islands", NULL, "", "An Outrageous price of diesel on the islands"},
        {"", NULL, "", "Sun out"},
        {"   \n ", NULL, "", "Sun out"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct arena a = {0};
        const char *headlines[] = {table[i].wanted[0] > ' ' ? table[i].wanted : "Sun out", table[i].second};
        struct cohort c = make_cohort(&a, headlines, table[i].second ? 2 : 1);
        ((struct article *)c.sections.v[0].stories.v[0]->lead)->text = str_c(table[i].text);
        assert_string_equal(compose_subject(&a, str_c(table[i].wanted), &c).s, table[i].want);
        arena_end(&a);
    }
}

static void scripts(void **state)
{
    struct arena a = {0};
    static const char *const one[] = {"x"};
    struct cohort c = make_cohort(&a, one, 1), nobody = {0};
    struct str korean = str_lit("");
    for (int i = 0; i < 50; i++)
        korean = str_fmt(&a, "%s\xED\x95\x9C\xEA\xB5\xAD", korean.s);
    struct str s = compose_subject(&a, korean, &c);
    assert_true(utf8_valid(s));
    assert_in_range(utf8_chars(s), 30, 70);
    assert_string_equal(compose_subject(&a, str_lit(""), &nobody).s, "News");
    arena_end(&a);
}

static void short_alone_takes_the_dek(void **state)
{
    struct arena a = {0};
    static const char *const one[] = {"Sun out"};
    struct cohort c = make_cohort(&a, one, 1);
    c.sections.v[0].stories.v[0]->dek =
        str_lit("After nine grey weeks the harbor saw a full day of light, and people sat down.");
    assert_string_equal(compose_subject(&a, str_lit("Sun out"), &c).s,
                        "Sun out: After nine grey weeks the harbor saw a full day of light");
    arena_end(&a);
}

static void check_preheader(struct arena *a, struct str subject, const struct cohort *c, const char *want)
{
    struct str p = compose_preheader(a, subject, c);
    assert_string_equal(p.s, want);
    assert_in_range(utf8_chars(p), 40, 140);
}

static void preheaders(void **state)
{
    struct arena a = {0};
    static const char *const three[] = {"Winter timetable drops the last ferry to Saltholm",
                                        "Dry dock takes its first ship after nine years",
                                        "Broken power cable leaves the outer islands on diesel until spring"};
    struct cohort c = make_cohort(&a, three, 3);
    struct story *lead = c.sections.v[0].stories.v[0];
    struct str subject = str_c(three[0]);
    lead->dek = str_lit("From November the last boat leaves at 20:15! The hospital's late shift ends at nine?");
    check_preheader(&a, subject, &c,
                    "From November the last boat leaves at 20:15! The hospital's late shift ends at nine.");
    lead->dek =
        str_lit("The winter timetable drops the last ferry of the day to Saltholm."); /* says the subject again */
    check_preheader(&a, subject, &c,
                    "Dry dock takes its first ship after nine years; Broken power cable leaves the outer islands on "
                    "diesel until spring.");
    lead->dek = str_lit("Short.");
    c.sections.v[0].stories.n = 1;
    ((struct article *)lead->lead)->text = (struct str){0};
    vec_add(&a, &lead->why, str_lit("About 140 islanders work late shifts and will have no way home on weekdays"));
    check_preheader(&a, subject, &c, "About 140 islanders work late shifts and will have no way home on weekdays.");
    lead->why.v[0] = str_lit("No way home for 140 people.");
    lead->dek = str_lit("The last boat leaves at 20:15.");
    check_preheader(&a, subject, &c, "The last boat leaves at 20:15. No way home for 140 people.");
    lead->dek = str_lit("A sentence that goes on and on, past every limit that anybody who ever wrote a line beside a "
                        "subject would have "
                        "thought sensible, and then some more of it until nobody is reading");
    lead->why.n = 0;
    check_preheader(&a, subject, &c,
                    "A sentence that goes on and on, past every limit that anybody who ever wrote a line beside a "
                    "subject would have thought sensible.");
    lead->dek = str_lit("In a long and winding opening, the harbor master, who had held that office since the old pier "
                        "was built and painted, resigned on Monday before the whole of the council");
    vec_add(&a, &lead->why, str_lit("Nobody else on the quay is allowed to let ships in at night."));
    check_preheader(&a, subject, &c, "Nobody else on the quay is allowed to let ships in at night.");
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(subjects),
        cmocka_unit_test(scripts),
        cmocka_unit_test(short_alone_takes_the_dek),
        cmocka_unit_test(preheaders),
    };
    return cmocka_run_group_tests_name("compose/subject", tests, NULL, NULL);
}
