/* The mail's own words in every language: none is missing, patterns name what they are given, and a mail in each
 * language says nothing in English. */
#include "render/labels.h"
#include "render/sample.h"
#include "render/view_parts.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

/* Every text of a block, and the names it may hold; those before the bar must be there. */
static const struct {
    const char *what;
    size_t at;
    const char *names;
} texts[] = {
#define TEXT(field, names)                            \
    {                                                 \
#field, offsetof(struct labels, field), names \
    }
    TEXT(date_long, " weekday day month year |"),
    TEXT(date_full, " day month year |"),
    TEXT(date_short, " day month |"),
    TEXT(greetings[0], ""),
    TEXT(greetings[1], ""),
    TEXT(greetings[2], ""),
    TEXT(hello, " greeting name |"),
    TEXT(stories[0], "| n "),
    TEXT(summary, " stories n |"),
    TEXT(number, " n |"),
    TEXT(minutes, " n |"),
    TEXT(email, ""),
    TEXT(view_in_browser, ""),
    TEXT(top_story, ""),
    TEXT(note, ""),
    TEXT(updated, ""),
    TEXT(why, ""),
    TEXT(why_derived, ""),
    TEXT(why_page, " outlet |"),
    TEXT(why_model, ""),
    TEXT(also, ""),
    TEXT(others, " n |"),
    TEXT(differ, ""),
    TEXT(read, " outlet |"),
    TEXT(read_plain, ""),
    TEXT(full, " outlet |"),
    TEXT(more, ""),
    TEXT(sponsored, " sponsor |"),
    TEXT(visit, " sponsor |"),
    TEXT(reason, " title host |"),
    TEXT(issue, " topics |"),
    TEXT(unsubscribe, ""),
    TEXT(preferences, ""),
    TEXT(comma, ""),
    TEXT(and, ""),
};

static void names_fit(const char *lang, const char *what, const char *text, const char *names)
{
    for (const char *p = text; (p = strchr(p, '{')) != NULL; p++) {
        char name[40];
        assert_int_equal(sscanf(p, "{%30[a-z]}", name + 1), 1);
        name[0] = ' ';
        strcat(name, " ");
        if (!strstr(names, name))
            fail_msg("%s, %s: {%.20s is not given to \"%s\"", lang, what, p + 1, text);
    }
    char must[80];
    snprintf(must, sizeof must, "%s", names);
    *strchrnul(must, '|') = 0;
    for (char *save, *name = strtok_r(must, " ", &save); name; name = strtok_r(NULL, " ", &save))
        if (!strstr(text, name))
            fail_msg("%s, %s: \"%s\" does not name {%s}", lang, what, text, name);
}

static void test_whole(void **state)
{
    static const size_t forms[] = {1, 2, 2, 3, 3, 3, 6};
    size_t n = 0;
    for (const struct labels *l = labels_table; l->lang; l++, n++) {
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
            const char *text = *(const char *const *)((const char *)l + texts[i].at);
            if (!text || !*text)
                fail_msg("%s has no %s", l->lang, texts[i].what);
            names_fit(l->lang, texts[i].what, text, texts[i].names);
        }
        for (size_t i = 0; i < 7; i++)
            assert_non_null(l->weekdays[i]);
        for (size_t i = 0; i < 12; i++)
            assert_non_null(l->months[i]);
        for (size_t i = 0; i < PLURAL_FORMS; i++)
            assert_int_equal(l->stories[i] != NULL, i < forms[l->plural]);
    }
    assert_true(n >= 17);
}

static void test_differ(void **state)
{
    struct arena a = {0};
    const struct differ date = {DIFFER_DATE, str_lit("call"), str_lit("Date of the call"), {0}};
    const struct differ office = {
        DIFFER_OFFICE, str_lit("Norway's defense minister"), str_lit("Norway's defense minister"), {0}};
    const struct differ other = {DIFFER_OTHER, {0}, str_lit("When work begins"), {0}};
    for (const struct labels *l = labels_table; l->lang; l++)
        for (int k = DIFFER_DATE; k < DIFFER_KINDS; k++) {
            struct differ d = {(enum differ_kind)k, str_lit("Subject"), str_lit("English"), {0}};
            struct str words = labels_differ(&a, l, &d);
            bool english = !strncmp(l->lang, "en", 2);
            if (!words.n || str_eqc(words, "English") != english)
                fail_msg("%s, %s: \"" STR_FMT "\"", l->lang, differ_kind_name((enum differ_kind)k), STR_ARG(words));
        }
    assert_true(str_eqc(labels_differ(&a, labels_for(str_lit("en")), &date), "Date of the call"));
    assert_true(str_eqc(labels_differ(&a, labels_for(str_lit("de-AT")), &date), "Datum"));
    assert_true(str_eqc(labels_differ(&a, labels_for(str_lit("de")), &office), "Amt (Norway's defense minister)"));
    assert_true(str_eqc(labels_differ(&a, labels_for(str_lit("fr")), &other), "When work begins"));
    arena_end(&a);
}

static void test_which(void **state)
{
    static const char *const table[][2] = {
        {"de", "de"},       {"de-AT", "de"}, {"DE_ch", "de"}, {"en-US", "en"}, {"en-GB", "en-gb"}, {"zh-Hans", "zh"},
        {"zh-TW", "zh-tw"}, {"pt-BR", "pt"}, {"iw", "he"},    {"tlh", "en"},   {"", "en"},         {"deu", "en"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        assert_string_equal(labels_for(str_c(table[i][0]))->lang, table[i][1]);
    assert_string_equal(labels_for((struct str){0})->lang, "en");
    assert_true(labels_run_left(str_lit("ar-EG")) && labels_run_left(str_lit("he")) && labels_run_left(str_lit("fa")));
    assert_false(labels_run_left(str_lit("arn")) || labels_run_left(str_lit("en")) || labels_run_left((struct str){0}));
}

static void test_dates(void **state)
{
    static const struct {
        const char *lang, *day, *whole, *short_this_year;
    } table[] = {
        {"en", "2025-07-31", "Thursday, July 31, 2025", "July 31"},
        {"en-GB", "2025-07-31", "Thursday, 31 July 2025", "31 July"},
        {"de", "2025-07-31", "Donnerstag, 31. Juli 2025", "31. Juli"},
        {"fr", "2025-03-01", "samedi 1er mars 2025", "1er mars"},
        {"fr", "2025-03-11", "mardi 11 mars 2025", "11 mars"},
        {"es", "2025-07-31", "jueves, 31 de julio de 2025", "31 de julio"},
        {"pl", "2025-07-31", "czwartek, 31 lipca 2025", "31 lipca"},
        {"ru", "2025-01-02", "четверг, 2 января 2025 г.", "2 января"},
        {"tr", "2025-07-31", "31 Temmuz 2025 Perşembe", "31 Temmuz"},
        {"ar", "2025-07-31", "الخميس، 31 يوليو 2025", "31 يوليو"},
        {"he", "2025-07-31", "יום חמישי, 31 ביולי 2025", "31 ביולי"},
        {"ko", "2025-07-31", "2025년 7월 31일 목요일", "7월 31일"},
        {"ja", "2025-07-31", "2025年7月31日 木曜日", "7月31日"},
        {"zh-CN", "2025-07-31", "2025年7月31日 星期四", "7月31日"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct arena a = {0};
        struct when w;
        assert_true(date_parse(str_c(table[i].day), "UTC", &w));
        const struct labels *l = labels_for(str_c(table[i].lang));
        struct value *d = view_date(&a, l, w, str_lit("UTC"), 2025);
        assert_string_equal(value_get(d, str_lit("long"))->text.s, table[i].whole);
        assert_string_equal(value_get(d, str_lit("short"))->text.s, table[i].short_this_year);
        d = view_date(&a, l, w, str_lit("UTC"), 2024);
        assert_string_equal(value_get(d, str_lit("short"))->text.s, value_get(d, str_lit("full"))->text.s);
        arena_end(&a);
    }
}

static void test_plurals(void **state)
{
    static const struct {
        const char *lang;
        size_t n;
        const char *want;
    } table[] = {
        {"en", 1, "One story"},    {"en", 12, "Twelve stories"}, {"en", 13, "13 stories"},  {"fr", 1, "1 article"},
        {"fr", 2, "2 articles"},   {"pl", 1, "1 wiadomość"},     {"pl", 3, "3 wiadomości"}, {"ru", 1, "1 новость"},
        {"ru", 11, "11 новостей"}, {"ru", 21, "21 новость"},     {"ru", 24, "24 новости"},  {"uk", 5, "5 новин"},
        {"he", 2, "שתי כתבות"},    {"he", 7, "7 כתבות"},         {"ar", 2, "خبران"},        {"ar", 7, "7 أخبار"},
        {"ar", 11, "11 خبرًا"},     {"ar", 102, "102 خبر"},       {"tr", 8, "8 haber"},      {"ja", 8, "8本の記事"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct arena a = {0};
        const struct labels *l = labels_for(str_c(table[i].lang));
        struct str got = labels_fill(&a, labels_plural(l, table[i].n), "n", view_number(&a, l, table[i].n), NULL);
        assert_string_equal(got.s, table[i].want);
        arena_end(&a);
    }
}

static void test_fill(void **state)
{
    struct arena a = {0};
    assert_string_equal(labels_fill(&a, "a {x}[ at {y}]!", "x", str_lit("1"), "y", str_lit("2"), NULL).s, "a 1 at 2!");
    assert_string_equal(labels_fill(&a, "a {x}[ at {y}]!", "x", str_lit("1"), "y", (struct str){0}, NULL).s, "a 1!");
    /* what is put in is not looked at again */
    assert_string_equal(labels_fill(&a, "{x}[{y}]", "x", str_lit("{y}"), "y", str_lit("[{x}]"), NULL).s, "{y}[{x}]");
    assert_string_equal(labels_upper(&a, str_lit("Diğer ilgi"), str_lit("tr")).s, "DİĞER İLGİ");
    assert_string_equal(labels_upper(&a, str_lit("Politik"), str_lit("de")).s, "POLITIK");
    arena_end(&a);
}

/* Words of the shipped templates and of English; none of them may be in a mail of another language. */
static void test_mails(void **state)
{
    static const char *const english[] = {"Why it matters", "Read at",         "Read the",      "Also covered",
                                          "Sources differ", "Top story",       "TOP STORY",     "min read",
                                          "Unsubscribe",    "View in browser", "Change topics", "subscribed",
                                          "Sponsored",      "Good morning",    " and ",         "No. ",
                                          "Thursday",       "In this issue"};
    static const char *const families[] = {"brief", "minimal", "cards"};
    for (size_t f = 0; f < sizeof families / sizeof *families; f++) {
        struct arena compiled = {0};
        struct family *family = NULL;
        struct err e = {0};
        assert_int_equal(sample_family(&compiled, families[f], &family, &e), 0);
        for (const struct labels *l = labels_table; l->lang; l++) {
            struct arena a = {0};
            struct sample s;
            struct rendered r;
            struct lint_findings found = {0};
            sample_make(&a, &s);
            s.ed.masthead.lang = str_c(l->lang);
            s.ed.masthead.intro = (struct str){0};
            if (sample_render(&a, family, &s, &r, &e))
                fail_msg("%s", e.msg);
            render_lint(&a, &r, &s.ed, &found);
            for (size_t i = 0; i < found.n; i++)
                if (found.v[i].severity == SEV_ERROR)
                    fail_msg("%s, %s: %s " STR_FMT ": " STR_FMT, families[f], l->lang, found.v[i].rule,
                             STR_ARG(found.v[i].where), STR_ARG(found.v[i].text));
            assert_true(str_find(r.html, str_fmt(&a, "<html lang=\"%s\" dir=\"%s\">", l->lang,
                                                 labels_run_left(str_c(l->lang)) ? "rtl" : "ltr")) != STR_NONE);
            struct str footer = str_sub(r.text, r.text.n - 600, r.text.n);
            for (size_t i = 0; strncmp(l->lang, "en", 2) != 0 && i < sizeof english / sizeof *english; i++) {
                bool in_headlines = strcmp(english[i], " and ") == 0;
                if (str_find(in_headlines ? footer : r.text, str_c(english[i])) != STR_NONE ||
                    (!in_headlines && str_find(r.html, str_c(english[i])) != STR_NONE))
                    fail_msg("%s, %s: says \"%s\"", families[f], l->lang, english[i]);
            }
            arena_end(&a);
        }
        arena_end(&compiled);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_whole),   cmocka_unit_test(test_which), cmocka_unit_test(test_dates),
        cmocka_unit_test(test_plurals), cmocka_unit_test(test_fill),  cmocka_unit_test(test_mails),
        cmocka_unit_test(test_differ),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
