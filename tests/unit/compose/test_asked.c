/* Stories in none of the digest's topics: only for who follows their outlet or a word of them, and few of them. */
#include "compose/desk_case.h"

struct scene {
    struct arena a;
    struct compose_options o;
    struct strs follows;
    struct topics others;
    struct stories all;
    struct strs why_out;
    struct edition ed;
};

static void scene_begin(struct scene *s, const char *follows)
{
    *s = (struct scene){0};
    s->o = make_options(&s->a);
    s->follows = words_of(&s->a, follows);
    s->o.follows = &s->follows;
    for (size_t i = 0; i < s->o.topics->n; i++)
        vec_add(&s->a, &s->others, s->o.topics->v[i]);
    vec_add(&s->a, &s->others, ((struct topic){.key = str_lit("stage"), .title = str_lit("On stage")}));
    s->o.others = &s->others;
    add_story(&s->a, &s->all, make_article(&s->a, "d1", "Wire", "Ships stay", "defense", NOW - HOUR), 0.9);
    add_story(&s->a, &s->all, make_article(&s->a, "h1", "Wire", "Ferry stops", "harbor", NOW - HOUR), 0.8);
    add_story(&s->a, &s->all, make_article(&s->a, "opera", "Curtain", "Opera opens", "stage", NOW - HOUR), 0.7);
    add_story(&s->a, &s->all, make_article(&s->a, "bees", "Hive", "Bees swarm", "", NOW - HOUR), 0.6);
    add_story(&s->a, &s->all, make_article(&s->a, "chess", "Board", "Chess final", "", NOW - HOUR), 0.5);
}

static void compose(struct scene *s)
{
    compose_edition(&s->a, &s->all, NULL, &s->o, &s->ed, &s->why_out);
}

static const char *mail(struct scene *s, const char *topics)
{
    struct strs wanted = words_of(&s->a, topics);
    struct cohort c;
    compose_cohort(&s->a, &s->ed, &wanted, &c);
    return shape(&s->a, &c.sections, &c.more);
}

static void who_gets_them(void **state)
{
    static const struct {
        const char *topics, *want;
    } table[] = {
        {"", "defense: d1 | harbor: h1"},
        {"defense;harbor;energy", "defense: d1 | harbor: h1"},
        {"word:opera", "stage: opera"},
        {"\"opera\"", "stage: opera"},
        {"outlet:curtain", "stage: opera"},
        {"harbor;word:opera", "harbor: h1 | stage: opera"},
        {"defense;harbor;energy;word:opera", "defense: d1 | harbor: h1 | stage: opera"},
        {"word:bees;word:ferry", "harbor: h1 | followed: bees"},
        {"word:opera;-outlet:Curtain", ""},
        {"-word:opera", "defense: d1 | harbor: h1"},
        {"stage", ""},      /* no topic of this digest */
        {"word:chess", ""}, /* nobody asked for it when the edition was made */
    };
    struct scene s;
    scene_begin(&s, "word:opera;outlet:Hive;word:ferry;-word:chess");
    compose(&s);
    assert_int_equal(s.ed.asked.n, 2);
    assert_string_equal(shape(&s.a, &s.ed.sections, &s.ed.more), "defense: d1 | harbor: h1");
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const char *got = mail(&s, table[i].topics);
        if (strcmp(got, table[i].want) != 0)
            fail_msg("%s: %s, not %s", table[i].topics, got, table[i].want);
    }
    struct strs wanted = words_of(&s.a, "word:opera;word:bees");
    struct cohort c;
    compose_cohort(&s.a, &s.ed, &wanted, &c);
    assert_string_equal(c.sections.v[0].title.s, "On stage");
    assert_string_equal(c.sections.v[1].title.s, "Morning Brief");
    bool told = false;
    for (size_t i = 0; i < s.why_out.n; i++)
        told |= str_eqc(s.why_out.v[i], "out: Chess final (chess): in none of the digest's topics");
    assert_true(told);
    arena_end(&s.a);
}

static void nobody_follows(void **state)
{
    struct scene s;
    scene_begin(&s, "");
    compose(&s);
    assert_int_equal(s.ed.asked.n, 0);
    assert_int_equal(s.ed.pool.n, 2);
    assert_string_equal(mail(&s, "word:opera"), "");
    arena_end(&s.a);
}

/* Twenty in an edition, three for a reader; who follows much is still one of few cohorts. */
static void few(void **state)
{
    struct scene s;
    scene_begin(&s, "outlet:Many");
    for (int i = 0; i < 60; i++)
        add_story(&s.a, &s.all,
                  make_article(&s.a, str_fmt(&s.a, "m%02d", i).s, "Many", str_fmt(&s.a, "Title %d", i).s, "stage",
                               NOW - HOUR),
                  0.4 - i * 0.001);
    compose(&s);
    assert_int_equal(s.ed.asked.n, 20);
    assert_string_equal(mail(&s, "outlet:Many"), "stage: m00 m01 m02");
    s.ed.max = 2;
    assert_string_equal(mail(&s, "outlet:Many"), "stage: m00 m01 || m02");
    arena_end(&s.a);
}

static void in_the_plan(void **state)
{
    struct scene s;
    struct edition back;
    struct err e = {0};
    scene_begin(&s, "word:opera;word:bees");
    compose(&s);
    struct str text = compose_plan_text(&s.a, &s.ed), file = str_lit("editions/x.yaml");
    if (compose_plan_read(&s.a, text, file, &s.all, &s.o, &back, &e))
        fail_msg("%s", e.msg);
    assert_string_equal(compose_plan_text(&s.a, &back).s, text.s);
    s.ed = back;
    assert_string_equal(mail(&s, "word:opera"), "stage: opera");
    assert_string_equal(mail(&s, ""), "defense: d1 | harbor: h1");
    struct str moved =
        str_lit("sections:\n  - topic: harbor\n    stories:\n      - id: opera\nfollowed:\n      - id: bees\n");
    if (compose_plan_read(&s.a, moved, file, &s.all, &s.o, &s.ed, &e))
        fail_msg("%s", e.msg);
    assert_string_equal(mail(&s, ""), "harbor: opera");
    assert_string_equal(mail(&s, "word:bees"), "followed: bees");
    struct str gone = str_lit("sections: []\nfollowed:\n      - id: nothing\n");
    assert_int_equal(compose_plan_read(&s.a, gone, file, &s.all, &s.o, &s.ed, &e), -1);
    assert_int_equal(e.code, EX_DATAERR);
    assert_non_null(strstr(e.msg, "editions/x.yaml:3:"));
    arena_end(&s.a);
}

/* Where its sources differ and the digest holds such stories, it stays out without asking the editor. */
static void held(void **state)
{
    struct differs_policy hold = {.kind = DIFFERS_HOLD};
    struct scene s;
    scene_begin(&s, "word:opera");
    vec_push(&s.a, &s.all.v[2].differs)->about = str_lit("Date of the opening");
    compose(&s);
    assert_int_equal(s.ed.asked.n, 1);
    compose_differs(&s.a, &hold, &s.ed);
    assert_int_equal(s.ed.asked.n, 0);
    assert_int_equal(s.ed.held.n, 0);
    arena_end(&s.a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_gets_them), cmocka_unit_test(nobody_follows), cmocka_unit_test(few),
        cmocka_unit_test(in_the_plan),   cmocka_unit_test(held),
    };
    return cmocka_run_group_tests_name("compose/asked", tests, NULL, NULL);
}
