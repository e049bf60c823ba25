#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "golden.h"
#include "ingest/phrases.h"

static void whole_pages(void **state)
{
    static const char *const names[] = {"ferry.txt",    "grid.txt",   "orchard.txt", "library.txt", "korea.txt",
                                        "monitors.txt", "clinic.txt", "buses.txt",   "bridge.txt"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        golden_check("tests/data/ingest/plain", names[i], NULL);
}

static void why_headings(void **state)
{
    static const struct {
        const char *line;
        enum why_phrase kind;
        const char *rest;
    } cases[] = {
        {"Why it matters", WHY_YES, ""},
        {"## Why It Matters:", WHY_YES, ""},
        {"WHY THIS MATTERS", WHY_YES, ""},
        {"Why it matters: The river rises.", WHY_YES, "The river rises."},
        {"**Why it matters:** The river rises.", WHY_YES, "The river rises."},
        {"Why it matters \xE2\x80\x94 The river rises.", WHY_YES, "The river rises."},
        {"Why it matters to commuters", WHY_YES, ""},
        {"Key takeaways", WHY_YES, ""},
        {"Key Points:", WHY_YES, ""},
        {"The big picture: Nothing is new.", WHY_YES, "Nothing is new."},
        {"TL;DR", WHY_YES, ""},
        {"TL;DR: It rains.", WHY_YES, "It rains."},
        {"\xF0\x9F\x92\xA1 Why it matters", WHY_YES, ""},
        {"Das Wichtigste in K\xC3\xBCrze", WHY_YES, ""},
        {"At a glance", WHY_LIST_ONLY, ""},
        {"Why it matters little that the door was open is a question nobody asked at the hearing.", WHY_NO, ""},
        {"The big picturesque valley", WHY_NO, ""},
        {"Nothing of the kind", WHY_NO, ""},
        {"", WHY_NO, ""},
    };
    struct arena a = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str rest;
        enum why_phrase kind = phrase_why(&a, str_c(cases[i].line), &rest);
        if (kind != cases[i].kind || !str_eqc(rest, cases[i].rest))
            fail_msg("%s: %d \"" STR_FMT "\"", cases[i].line, kind, STR_ARG(rest));
    }
    arena_end(&a);
}

static void bylines(void **state)
{
    static const struct {
        const char *line, *authors; /* joined by "; "; NULL: no byline */
    } cases[] = {
        {"By Jane Doe", "Jane Doe"},
        {"by Jane Doe and John Roe", "Jane Doe; John Roe"},
        {"By Jane Doe, Staff Writer", "Jane Doe"},
        {"By Jane Doe, John Roe and Ann Poe", "Jane Doe; John Roe; Ann Poe"},
        {"Written by: Jane Doe", "Jane Doe"},
        {"Author: J. K. Doe", "J. K. Doe"},
        {"Von Jana D\xC3\xB6rr", "Jana D\xC3\xB6rr"},
        {"By Thursday the river had fallen by a meter.", NULL},
        {"By and large it went well", NULL},
        {"By", NULL},
        {"Nobody by name", NULL},
    };
    struct arena a = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct strs names = {0};
        bool is = phrase_byline(&a, str_c(cases[i].line), &names);
        struct str joined = str_join(&a, &names, "; ");
        if (is != (cases[i].authors != NULL) || (is && !str_eqc(joined, cases[i].authors)))
            fail_msg("%s: %d " STR_FMT, cases[i].line, is, STR_ARG(joined));
    }
    arena_end(&a);
}

static void dates(void **state)
{
    static const struct {
        const char *line, *published, *updated;
        bool is, label_only;
    } cases[] = {
        {"Updated", "", "", true, true},
        {"Published:", "", "", true, true},
        {"July 31, 2025 5:07 AM", "2025-07-31T05:07:00Z", "", true, false},
        {"Updated July 31, 2025 5:07 AM", "", "2025-07-31T05:07:00Z", true, false},
        {"Last updated: 31 July 2025", "", "2025-07-31T00:00:00Z", true, false},
        {"Published 2025-07-30 | Updated 2025-07-31", "2025-07-30T00:00:00Z", "2025-07-31T00:00:00Z", true, false},
        {"Published 2025-07-30 Updated 2025-07-31", "2025-07-30T00:00:00Z", "2025-07-31T00:00:00Z", true, false},
        {"In 2025 the river rose by two meters and nobody was warned before July 31, 2025.", "", "", false, false},
        {"Nothing here", "", "", false, false},
    };
    struct arena a = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct date_line d;
        bool is = phrase_dates(&a, str_c(cases[i].line), NULL, &d);
        struct str p = d.published.has ? date_rfc3339(&a, d.published) : str_lit(""),
                   u = d.updated.has ? date_rfc3339(&a, d.updated) : str_lit("");
        if (is != cases[i].is || (is && (d.label_only != cases[i].label_only || !str_eqc(p, cases[i].published) ||
                                         !str_eqc(u, cases[i].updated))))
            fail_msg("%s: %d %d " STR_FMT " " STR_FMT, cases[i].line, is, d.label_only, STR_ARG(p), STR_ARG(u));
    }
    arena_end(&a);
}

static void furniture(void **state)
{
    static const struct {
        const char *line;
        enum noise noise;
    } cases[] = {
        {"Share this article", NOISE_LINE},
        {"ADVERTISEMENT", NOISE_LINE},
        {"3 min read", NOISE_LINE},
        {"Sign up for our newsletter", NOISE_LINE},
        {"Related articles", NOISE_SECTION},
        {"Most read", NOISE_SECTION},
        {"Read also: The other story", NOISE_LINE},
        {"\xC2\xA9 2025 Harbor Ledger. All rights reserved.", NOISE_END},
        {"Leave a comment", NOISE_END},
        {"* * *", NOISE_LINE},
        {"The share of diesel buses fell to a third in the first winter.", NOISE_NONE},
        {"Related work by the same team had failed to find the leak in three years of searching along the coast.",
         NOISE_NONE},
        {"Print is not dead.", NOISE_NONE},
    };
    struct arena a = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (phrase_noise(&a, str_c(cases[i].line)) != cases[i].noise)
            fail_msg("%s: %d", cases[i].line, phrase_noise(&a, str_c(cases[i].line)));
    arena_end(&a);
}

static void outlets_in_pitches(void **state)
{
    static const struct {
        const char *text, *outlet; /* NULL: none */
    } cases[] = {
        {"From the hills to the bay, get the latest with The Harborman. We deliver what matters.", "The Harborman"},
        {"Sign up for the Harbor Ledger newsletter.", "Harbor Ledger"},
        {"\xC2\xA9 2025 Harbor Ledger. All rights reserved.", "Harbor Ledger"},
        {"Copyright 2024-2025 Open Wire Ltd | Imprint", "Open Wire Ltd"},
        {"Rivertown Courier is reader supported.", "Rivertown Courier"},
        {"We deliver the most important updates to you.", NULL},
    };
    struct arena a = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str got = phrase_outlet_in(&a, str_c(cases[i].text));
        if (cases[i].outlet ? !str_eqc(got, cases[i].outlet) : got.s != NULL)
            fail_msg("%s: " STR_FMT, cases[i].text, STR_ARG(got));
    }
    arena_end(&a);
}

static struct articles read_text_of(struct arena *a, const char *text, struct findings *f)
{
    struct read_options o = {.name = str_lit("x.txt")};
    struct articles out = {0};
    struct err e = {0};
    *f = (struct findings){.arena = a};
    assert_int_equal(ingest_read(a, str_c(text), &o, &out, NULL, f, &e), 0);
    return out;
}

static void small_texts(void **state)
{
    struct arena a = {0};
    struct findings f;
    struct articles out = read_text_of(&a, "   \n\n", &f);
    assert_int_equal(out.n, 0);
    out = read_text_of(&a, "Only one line", &f);
    assert_int_equal(out.n, 1);
    assert_string_equal(out.v[0].title.s, "Only one line");
    /* repeated lines of any wording are not text */
    out = read_text_of(
        &a,
        "A Title of Several Words\n\nThe first paragraph says something about the town and its river, at some length.\n"
        "Zebra Slot\nZebra Slot\n\nThe second paragraph says something else about the river and the town, at length.\n",
        &f);
    assert_int_equal(out.n, 1);
    assert_null(strstr(out.v[0].text.s, "Zebra"));
    assert_non_null(strstr(out.v[0].text.s, "second paragraph"));
    /* a broken sentence is one again, a new one is not */
    out = read_text_of(&a,
                       "A Title of Several Words\n\nThe first paragraph of this text ends in the middle of\n\na "
                       "sentence that the page broke in two, as pages do.\n\n"
                       "iPhones are sold here, and this paragraph begins with a small letter after a full stop.\n",
                       &f);
    assert_non_null(strstr(out.v[0].text.s, "in the middle of a sentence"));
    assert_non_null(strstr(out.v[0].text.s, "as pages do.\n\niPhones"));
    /* behind a list's sign a no-break space goes, and no other sign */
    out =
        read_text_of(&a,
                     "A Title of Several Words\n\nThe first paragraph says something about the town and its river, at "
                     "length.\n\n- \xC2\xA3"
                     "5 million goes to the quay.\n-\xC2\xA0\xC2\xABNever\xC2\xBB, the mayor said of it.\n",
                     &f);
    assert_non_null(strstr(out.v[0].text.s, "\xC2\xA3"
                                            "5 million"));
    assert_non_null(strstr(out.v[0].text.s, "\n\xC2\xABNever"));
    arena_end(&a);
}

/* "3 hours ago" in the head counts from when the text was as it is; a date that is written out counts more, and what
 * stands below the article says nothing of it. */
static void dates_from_now(void **state)
{
#define TITLE "Night Ferry Crews to Carry Two Licensed Officers\n"
#define TEXT                                                                                                          \
    "The harbor board met on Tuesday evening and heard the engineers for two hours about the channel, which will be " \
    "dredged in three stages.\n\nThe union called it overdue, and the operators called the date ambitious, as ever.\n"
    static const struct {
        const char *head, *tail, *published, *updated, *authors;
    } cases[] = {
        {TITLE "Posted 3 hours ago", "", "2025-07-31T11:00:00Z", "", ""},
        {TITLE "By Jane Doe\n3 hours ago", "", "2025-07-31T11:00:00Z", "", "Jane Doe"},
        {TITLE "By Jane Doe | 3 hours ago", "", "2025-07-31T11:00:00Z", "", "Jane Doe"},
        {TITLE "By Jane Doe, 3 hours ago", "", "2025-07-31T11:00:00Z", "", "Jane Doe"},
        {TITLE "Jane Doe · vor 3 Stunden · 4 min read", "", "2025-07-31T11:00:00Z", "", "Jane Doe"},
        {"3 hours ago\n" TITLE, "", "2025-07-31T11:00:00Z", "", ""},
        {TITLE "Updated 20 minutes ago", "", "2025-07-31T14:05:00Z", "2025-07-31T14:05:00Z", ""},
        {TITLE "Published 2 hours ago, updated 5 minutes ago", "", "2025-07-31T12:00:00Z", "2025-07-31T14:20:00Z", ""},
        {TITLE "Updated 2 hours ago\nJuly 30, 2025", "", "2025-07-30T00:00:00Z", "", ""},
        {TITLE, "\nEels are back\n3 hours ago\n", "", "", ""},
        {TITLE "Two boats came 3 hours ago and left.", "", "", "", ""},
    };
    struct arena a = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int known = 0; known < 2; known++) {
            struct articles out = {0};
            struct findings f = {.arena = &a};
            struct err e = {0};
            struct str text = str_fmt(&a, "%s\n\n" TEXT "%s", cases[i].head, cases[i].tail);
            struct read_options o = {.name = str_lit("x.txt"), .as_of = known ? 1753971930 : 0}; /* 14:25:30 */
            assert_int_equal(ingest_read(&a, text, &o, &out, NULL, &f, &e), 0);
            const struct article *art = &out.v[0];
            struct str published = art->published.has ? date_rfc3339(&a, art->published) : str_lit("");
            struct str updated = art->updated.has ? date_rfc3339(&a, art->updated) : str_lit("");
            bool told = str_find(str_c(cases[i].published), str_lit("07-31")) != STR_NONE;
            assert_int_equal(art->published_about, told && known);
            if (!known)
                continue;
            if (!str_eqc(published, cases[i].published) || !str_eqc(updated, cases[i].updated) ||
                !str_eqc(str_join(&a, &art->authors, "; "), cases[i].authors))
                fail_msg("%s: " STR_FMT ", " STR_FMT ", " STR_FMT, cases[i].head, STR_ARG(published), STR_ARG(updated),
                         STR_ARG(str_join(&a, &art->authors, "; ")));
        }
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_pages), cmocka_unit_test(why_headings),   cmocka_unit_test(bylines),
        cmocka_unit_test(dates),       cmocka_unit_test(furniture),      cmocka_unit_test(outlets_in_pitches),
        cmocka_unit_test(small_texts), cmocka_unit_test(dates_from_now),
    };
    return cmocka_run_group_tests_name("plaintext", tests, NULL, NULL);
}
