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

static struct strs list(const char *words) /* parted by ; */
{
    struct strs out = {0};
    struct str rest = str_c(words), w;
    while (words && str_cut(&rest, ';', &w))
        vec_add(&a, &out, w);
    return out;
}

static void an_article_is_in_a_topic_by_its_rules(void **state)
{
    static const struct {
        const char *any, *all, *none, *categories, *outlets, *langs;       /* the topic's */
        const char *title, *text, *category, *tag, *topic, *outlet, *lang; /* the article's */
        bool in;
        const char *says; /* in the explanation */
    } cases[] = {
        {"missile;joint exercise", 0, 0, 0, 0, 0, "Missiles tested", "", 0, 0, 0, "A", "en", true,
         "\"missile\" in the title"},
        {"joint exercise", 0, 0, 0, 0, 0, "Talks", "They planned joint exercises at sea.", 0, 0, 0, "A", "en", true,
         "once in the first 150 words"},
        {"joint exercise", 0, 0, 0, 0, 0, "Talks", "A joint. Exercise is healthy.", 0, 0, 0, "A", "en", true, ""},
        {"missile", 0, 0, 0, 0, 0, "Talks", "They spoke of grain.", 0, 0, 0, "A", "en", false,
         "no category, tag or word"},
        {"missile", 0, "football", 0, 0, 0, "Missile strike in football", "", 0, 0, 0, "A", "en", false,
         "\"football\" (none)"},
        {"missile", "navy", 0, 0, 0, 0, "Missile strike", "", 0, 0, 0, "A", "en", false, "\"navy\" (all)"},
        {"missile", "navy", 0, 0, 0, 0, "Navy missile strike", "", 0, 0, 0, "A", "en", true, ""},
        {0, 0, 0, "Defence & Security", 0, 0, "Talks", "", "defence and security", 0, 0, "A", "en", true,
         "is one of the topic's"},
        {0, 0, 0, "Sport", 0, 0, "Talks", "", 0, "sports", 0, "A", "en", true, "is one of the topic's"},
        {0, 0, 0, 0, 0, 0, "Talks", "", 0, 0, "t", "A", "en", true, "names the topic itself"},
        {"missile", 0, 0, 0, "B", 0, "Missile", "", 0, 0, 0, "A", "en", false, "not one of its outlets"},
        {"missile", 0, 0, 0, "B", 0, "Missile", "", 0, 0, 0, "B", "en", true, ""},
        {"missile", 0, 0, 0, 0, "de", "Missile", "", 0, 0, 0, "A", "en-GB", false, "not one of its languages"},
        {"Rakete", 0, 0, 0, 0, 0,
         "Raketen \xc3\xbc"
         "ber dem Meer",
         "", 0, 0, 0, "A", "de", true, ""},
        {"\xeb\xaf\xb8\xec\x82\xac\xec\x9d\xbc", 0, 0, 0, 0, 0,
         "\xeb\xb6\x81\xed\x95\x9c \xeb\xaf\xb8\xec\x82\xac\xec\x9d\xbc\xec\x9d\x84 \xeb\xb0\x9c\xec\x82\xac", "", 0, 0,
         0, "A", "ko", true, ""},
        {"", 0, 0, 0, 0, 0, "", "", 0, 0, 0, "", "", false, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct topic t = {.key = str_lit("t"), .title = str_lit("Topic of the test")};
        t.any = list(cases[i].any);
        t.all = list(cases[i].all);
        t.none = list(cases[i].none);
        t.categories = list(cases[i].categories);
        t.outlets = list(cases[i].outlets);
        t.langs = list(cases[i].langs);
        struct article x = {.title = str_c(cases[i].title),
                            .text = str_c(cases[i].text),
                            .outlet = str_c(cases[i].outlet),
                            .lang = str_c(cases[i].lang)};
        x.categories = list(cases[i].category);
        x.tags = list(cases[i].tag);
        x.topics = list(cases[i].topic);
        struct strs why = {0};
        select_explain_topic(&a, &t, &x, &why);
        assert_int_equal(why.n, 1);
        if (str_find(why.v[0], str_c(cases[i].says)) == STR_NONE)
            fail_msg("case %zu: " STR_FMT, i, STR_ARG(why.v[0]));
        assert_int_equal(str_starts(why.v[0], "in "), cases[i].in);
        struct topics topics = {.v = &t, .n = 1};
        struct articles articles = {.v = &x, .n = 1};
        select_topics(&a, &topics, &articles);
        assert_int_equal(x.topics.n == 1 && str_eqc(x.topics.v[0], "t"), cases[i].in);
    }
}

static void one_mention_far_down_is_not_enough(void **state)
{
    struct topic t = {.key = str_lit("t"), .any = list("missile")};
    struct topics topics = {.v = &t, .n = 1};
    struct buf b;
    buf_init(&b, 1 << 16);
    for (int i = 0; i < 200; i++)
        buf_c(&b, "grain ");
    buf_c(&b, "missile");
    struct article x = {.title = str_lit("Harvest"), .text = buf_dup(&a, &b), .lang = str_lit("en")};
    struct articles articles = {.v = &x, .n = 1};
    select_topics(&a, &topics, &articles);
    assert_int_equal(x.topics.n, 0);
    buf_c(&b, " and again a missile");
    x.text = buf_dup(&a, &b);
    select_topics(&a, &topics, &articles);
    assert_int_equal(x.topics.n, 1);
    buf_end(&b);
}

static void topics_come_in_the_order_of_the_configuration(void **state)
{
    struct topic t[2] = {{.key = str_lit("b"), .any = list("grain")}, {.key = str_lit("a"), .any = list("harvest")}};
    struct topics topics = {.v = t, .n = 2};
    struct article x = {.title = str_lit("Harvest of grain"), .topics = list("gone;a"), .lang = str_lit("en")};
    struct articles articles = {.v = &x, .n = 1};
    select_topics(&a, &topics, &articles);
    assert_int_equal(x.topics.n, 3);
    assert_true(str_eqc(x.topics.v[0], "b") && str_eqc(x.topics.v[1], "a") && str_eqc(x.topics.v[2], "gone"));
}

static void examples_teach_topics(void **state)
{
    static const char *const texts[][2] = {
        {"farm", "Farmers brought in the wheat and barley harvest before the rain came to the fields."},
        {"farm", "The price of wheat fell as the barley crop ripened in dry fields."},
        {"sea", "Fishing boats left the harbor before the storm drove waves over the pier."},
        {"sea", "A ferry captain steered through waves as sailors watched the harbor lights."},
    };
    struct article x[4];
    struct topic_examples examples = {0};
    for (int i = 0; i < 4; i++) {
        x[i] = (struct article){.title = str_lit(""), .text = str_c(texts[i][1]), .lang = str_lit("en")};
        vec_add(&a, &examples, ((struct topic_example){str_c(texts[i][0]), &x[i]}));
    }
    struct topic_model *m = select_learn(&a, &examples, NULL);
    assert_non_null(m);
    struct article y = {
        .title = str_lit("Barley fields dry up"), .text = str_lit("The wheat crop is lost."), .lang = str_lit("en")};
    struct topic_fits fits = {0};
    select_learned_fits(&a, m, &y, &fits);
    assert_int_equal(fits.n, 2);
    assert_true(str_eqc(fits.v[0].topic, "farm"));
    assert_true(fits.v[0].fit > 0.5 && fits.v[0].fit + fits.v[1].fit < 1); /* the rest is "none of these" */
    examples.n = 2;                                                        /* one topic alone teaches nothing */
    assert_null(select_learn(&a, &examples, NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(an_article_is_in_a_topic_by_its_rules, end),
        cmocka_unit_test_teardown(one_mention_far_down_is_not_enough, end),
        cmocka_unit_test_teardown(topics_come_in_the_order_of_the_configuration, end),
        cmocka_unit_test_teardown(examples_teach_topics, end),
    };
    return cmocka_run_group_tests_name("topics", tests, NULL, NULL);
}
