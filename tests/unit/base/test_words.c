#include "base/words.h"
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

static struct str joined(const char *text)
{
    struct strs parts = {0};
    struct word w;
    for (size_t at = 0; word_next(str_c(text), &at, &w);)
        vec_add(&a, &parts, w.s);
    return str_join(&a, &parts, "|");
}

static void words_are_cut_right(void **state)
{
    static const struct {
        const char *text, *want;
    } cases[] = {
        {"", ""},
        {"...!?", ""},
        {"One, two", "One|two"},
        {"the co-founder's plan", "the|co|founder|plan"},
        {"Ha\xcc\x88user stehen", "Ha\xcc\x88user|stehen"},
        {"don\xe2\x80\x99t", "don\xe2\x80\x99t"},
        {"in the U.S. today", "in|the|U.S.|today"},
        {"1,200 men and 3.5 percent.", "1,200|men|and|3.5|percent"},
        {"the 5th of May 2025.", "the|5th|of|May|2025"},
        {"\xeb\xaf\xb8\xec\x82\xac\xec\x9d\xbc", "\xeb\xaf\xb8\xec\x82\xac|\xec\x82\xac\xec\x9d\xbc"},
        {"\xe6\x9d\xb1\xe4\xba\xac", "\xe6\x9d\xb1\xe4\xba\xac"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str got = joined(cases[i].text);
        if (!str_eqc(got, cases[i].want))
            fail_msg("\"%s\": got " STR_FMT ", want %s", cases[i].text, STR_ARG(got), cases[i].want);
    }
}

static void broken_bytes_part_words(void **state)
{
    struct str got = joined("ab\xff\xfe cd\xe2\x80");
    assert_true(str_eqc(got, "ab|cd"));
}

static void stems_are_shared_by_forms(void **state)
{
    static const struct {
        const char *lang, *x, *y;
    } cases[] = {
        {"en", "Missiles", "missile"},         {"en", "voted", "voting"},   {"de", "H\xc3\xa4usern", "Haus"},
        {"fr", "nationales", "national"},      {"", "treaties", "treaty"},  {"en-GB", "running", "runs"},
        {"xx", "Istanbul", "\xc4\xb0stanbul"}, {"en", "S\xc3\xa3o", "sao"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str x = word_stem(&a, str_c(cases[i].lang), str_c(cases[i].x));
        struct str y = word_stem(&a, str_c(cases[i].lang), str_c(cases[i].y));
        if (!str_eq(x, y))
            fail_msg("%s: " STR_FMT " is not " STR_FMT, cases[i].x, STR_ARG(x), STR_ARG(y));
    }
}

static void languages_are_told_apart(void **state)
{
    static const struct {
        const char *text, *want;
    } cases[] = {
        {"The council said that it would vote on the plan and that the mayor had agreed.", "en"},
        {"Der Rat hat sich mit dem Plan befasst, und die Stadt wird ihn nicht mehr zahlen.", "de"},
        {"Le conseil n'a pas encore dit si la ville est pour le plan ou contre.", "fr"},
        {"El consejo no ha dicho si la ciudad est\xc3\xa1 por el plan o en contra.", "es"},
        {"\xec\x8b\x9c\xec\x9d\x98\xed\x9a\x8c\xeb\x8a\x94 \xea\xb3\x84\xed\x9a\x8d\xec\x9d\x84 "
         "\xed\x86\xb5\xea\xb3\xbc",
         "ko"},
        {"\xe5\xb8\x82\xe8\xad\xb0\xe4\xbc\x9a\xe3\x81\xaf\xe8\xa8\x88\xe7\x94\xbb\xe3\x82\x92\xe6\x89\xbf\xe8\xaa\x8d"
         "\xe3\x81\x97\xe3\x81\x9f",
         "ja"},
        {"Xyzzy plugh", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str got = words_language(str_c(cases[i].text));
        if (!str_eqc(got, cases[i].want))
            fail_msg("%s: got \"" STR_FMT "\"", cases[i].text, STR_ARG(got));
    }
}

/* First and last of a list, words of several lists, and what is in none. */
static void words_of_grammar(void **state)
{
    static const struct {
        const char *lang, *word;
        bool stop;
    } cases[] = {
        {"en", "a", true},       {"en", "yourselves", true}, {"EN-gb", "the", true},
        {"de", "aber", true},    {"de", "zwischen", true},   {"pl", "zostal", true},
        {"fr", "de", true},      {"es", "de", true},         {"nl", "de", true},
        {"de", "de", false},     {"en", "de", false},        {"xx", "the", false},
        {"", "the", false},      {"en", "", false},          {"en", " ", false},
        {"en", "harbor", false}, {"en", "the a", false},     {"en", "theyourselvesthemselvesourselvesmyselves", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (word_is_stop(str_c(cases[i].lang), str_c(cases[i].word)) != cases[i].stop)
            fail_msg("%s \"%s\"", cases[i].lang, cases[i].word);
}

static uint32_t term(struct lexicon *l, const char *s)
{
    struct word w;
    size_t at = 0;
    assert_true(word_next(str_c(s), &at, &w));
    return lexicon_add(l, str_lit("en"), w);
}

static void the_lexicon_numbers_stems(void **state)
{
    struct lexicon *l = lexicon_new(&a);
    assert_int_equal(term(l, "Harbor"), term(l, "harbors"));
    assert_int_equal(term(l, "1,200"), term(l, "1200"));
    assert_int_equal(term(l, "U.S."), term(l, "US"));
    assert_int_not_equal(term(l, "us"), term(l, "US")); /* the pronoun is grammar, the country is not */
    assert_true(lexicon_flags(l, term(l, "the")) & TERM_STOP);
    assert_true(lexicon_flags(l, term(l, "announced")) & TERM_COMMON);
    assert_true(lexicon_flags(l, term(l, "banks")) & TERM_BROAD);
    assert_int_equal(lexicon_flags(l, term(l, "Hegseth")), 0);
    lexicon_end(l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(words_are_cut_right, end),
        cmocka_unit_test_teardown(broken_bytes_part_words, end),
        cmocka_unit_test_teardown(stems_are_shared_by_forms, end),
        cmocka_unit_test_teardown(languages_are_told_apart, end),
        cmocka_unit_test_teardown(the_lexicon_numbers_stems, end),
        cmocka_unit_test(words_of_grammar),
    };
    return cmocka_run_group_tests_name("words", tests, NULL, NULL);
}
