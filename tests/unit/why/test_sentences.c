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

/* | parts the sentences that are wanted; each must be a slice of the text. */
static const struct {
    const char *lang, *want;
} cases[] = {
    {"en", "The vote is over.| The mayor won."},
    {"en", "Mr. Hale met Dr. Ruiz on Jan. 5 at St. Mary's.| They spoke."},
    {"en", "J. K. Marlow wrote it.| George W. Pell did not."},
    {"en", "The U.S. Navy sailed at 9 a.m. on Monday.| It was cold in the U.S.| The crew slept."},
    {"en", "It fell 3.5 percent to $1.2 million.| \"We knew,\" she said.| \"Did you?\" he asked."},
    {"en", "He said: \"It is over.\"| Nobody moved."},
    {"en", "Really?!| Yes..."},
    {"en", "Acme Inc. said so.| Acme Inc.| The firm is small."},
    {"en", "See example.com for more.| Version 2.0 is out."},
    {"en", "A heading\n|The text goes on\nin the next line."},
    {"en", "First paragraph without stop\n\n|Second one."},
    {"de", "Am 31. Juli tagte der 2. Senat.| Die Sitzung dauerte bis 9 Uhr."},
    {"ko", "\xec\x9e\xa5\xea\xb4\x80\xec\x9d\x80 3.5%\xeb\xa5\xbc \xeb\xa7\x90\xed\x96\x88\xeb\x8b\xa4.| "
           "\xea\xb7\xb8\xeb\x8a\x94 \xeb\x96\xa0\xeb\x82\xac\xeb\x8b\xa4."},
    {"ja", "\xe5\xb8\x82\xe9\x95\xb7\xe3\x81\xaf\xe3\x80\x8c\xe7\xb5\x82\xe3\x82\x8f\xe3\x81\xa3\xe3\x81\x9f\xe3\x80"
           "\x82\xe3\x80\x8d\xe3\x81\xa8\xe8\xbf\xb0\xe3\x81\xb9\xe3\x81\x9f\xe3\x80\x82|"
           "\xe8\xad\xb0\xe4\xbc\x9a\xe3\x81\xaf\xe9\x96\x89\xe3\x81\x98\xe3\x81\x9f\xef\xbc\x81"},
    {"zh",
     "\xe4\xbb\x8a\xe5\xa4\xa9\xe4\xb8\x8b\xe9\x9b\xa8\xe3\x80\x82|\xe6\x98\x8e\xe5\xa4\xa9\xe5\x91\xa2\xef\xbc\x9f"},
};

static void sentences_end_where_they_should(void **state)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str rest = str_c(cases[i].want), part;
        struct strs want = {0}, got = {0};
        struct buf b;
        buf_init(&b, 1 << 16);
        while (str_cut(&rest, '|', &part)) {
            buf_str(&b, part);
            vec_add(&a, &want, str_trim(part));
        }
        struct str text = buf_dup(&a, &b);
        buf_end(&b);
        why_sentences(&a, text, str_c(cases[i].lang), &got);
        if (got.n != want.n)
            fail_msg("case %zu: %zu sentences, want %zu: " STR_FMT, i, got.n, want.n,
                     STR_ARG(str_join(&a, &got, " | ")));
        for (size_t k = 0; k < got.n; k++) {
            if (!str_eq(got.v[k], want.v[k]))
                fail_msg("case %zu: \"" STR_FMT "\", want \"" STR_FMT "\"", i, STR_ARG(got.v[k]), STR_ARG(want.v[k]));
            assert_true(got.v[k].s >= text.s && got.v[k].s + got.v[k].n <= text.s + text.n);
        }
    }
}

static void an_unknown_language_does_no_harm(void **state)
{
    struct strs got = {0};
    why_sentences(&a, str_lit("One. Two. \xff\xfe. "), (struct str){0}, &got);
    assert_true(got.n >= 2);
    got.n = 0;
    why_sentences(&a, (struct str){0}, (struct str){0}, &got);
    assert_int_equal(got.n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(sentences_end_where_they_should, end),
        cmocka_unit_test_teardown(an_unknown_language_does_no_harm, end),
    };
    return cmocka_run_group_tests_name("sentences", tests, NULL, NULL);
}
