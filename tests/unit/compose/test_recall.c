/* Readers with a past: what they were sent goes or comes as an update, what they missed comes; calls to action by how
 * often they were shown and whose turn it is. */
#include "compose/desk_case.h"
#include "model/memory.h"

#define FERRY                                                                    \
    "The harbor ferry Aurora struck the northern pier early on Monday morning. " \
    "Eleven passengers were treated for bruises at Saint Anne hospital. "        \
    "Captain Lindqvist told investigators that the engine failed to reverse. "
#define CHARGED "Prosecutor Helena Moreau charged the captain with negligence on Wednesday."
#define VALVES "Inspectors discovered 47 corroded valves inside the engine room."

struct scene {
    struct arena a;
    struct compose_options o;
    struct stories all;
    struct carried_articles carried;
    struct mails_seen mails;
    struct edition ed;
    struct census *census;
    int64_t memories;
};

static void scene_begin(struct scene *s, size_t per_topic, size_t max)
{
    *s = (struct scene){0};
    s->o = make_options(&s->a);
    s->o.per_topic = per_topic;
    s->o.max = max;
}

static struct article *tell(struct scene *s, const char *id, const char *topic, double score)
{
    struct article *art = make_article(&s->a, id, "Wire", id, topic, NOW - 12 * HOUR);
    add_story(&s->a, &s->all, art, score);
    return art;
}

/* The article was in an edition of five hours ago, or as many as its number is below six. */
static void was_sent(struct scene *s, const char *id, int64_t edition, int64_t no, bool elsewhere, struct str print)
{
    vec_add(&s->a, &s->carried,
            ((struct carried_article){.id = str_c(id),
                                      .at = NOW - (6 - edition) * HOUR,
                                      .edition = edition,
                                      .no = no,
                                      .elsewhere = elsewhere,
                                      .print = print}));
}

static void mail_had(struct scene *s, int64_t edition, int64_t cohort, const char *bits, size_t n)
{
    vec_add(&s->a, &s->mails, ((struct mail_seen){edition, cohort, {bits, n}}));
}

static void freeze(struct scene *s)
{
    compose_edition(&s->a, &s->all, &s->carried, &s->o, &s->ed, NULL);
    compose_versions(&s->a, &s->carried, &s->o, &s->ed);
    s->census = census_begin(&s->a, &s->ed, &s->mails);
}

static struct cohort *reader(struct scene *s, const char *topics, const char *memory)
{
    struct strs wanted = words_of(&s->a, topics);
    size_t history;
    int64_t no = ++s->memories;
    assert_false(census_knows(s->census, no, &history));
    size_t learned = census_learn(s->census, no, str_c(memory));
    assert_true(census_knows(s->census, no, &history));
    assert_int_equal(history, learned);
    return census_cohort(s->census, &wanted, history);
}

struct row {
    const char *name, *topics, *memory, *want;
};

/* Through its plan, as nobody has touched it, an edition is the same. */
static void freeze_planned(struct scene *s)
{
    struct err e = {0};
    struct str text = compose_plan_text(&s->a, &s->ed);
    if (compose_plan_read(&s->a, text, str_lit("x.yaml"), &s->all, &s->o, &s->ed, &e))
        fail_msg("%s", e.msg);
    assert_string_equal(compose_plan_text(&s->a, &s->ed).s, text.s);
    compose_versions(&s->a, &s->carried, &s->o, &s->ed);
    s->census = census_begin(&s->a, &s->ed, &s->mails);
}

static void expect(struct scene *s, const struct row *rows, size_t n)
{
    for (int planned = 0; planned < 2; planned++) {
        if (planned)
            freeze_planned(s);
        for (size_t i = 0; i < n; i++) {
            const struct cohort *c = reader(s, rows[i].topics, rows[i].memory);
            const char *got = shape(&s->a, &c->sections, &c->more);
            if (strcmp(got, rows[i].want) != 0)
                fail_msg("%s%s: %s, not %s", rows[i].name, planned ? " (planned)" : "", got, rows[i].want);
            assert_int_equal(c->empty, !*rows[i].want);
        }
    }
    arena_end(&s->a);
}

#define EXPECT(s, rows) expect((s), (rows), sizeof(rows) / sizeof *(rows))

/* Another digest carried h1 in edition 1 to some, in edition 2 to everybody (no mail of it is described), and d1 in
 * every mail of edition 3. */
static void sent_to_some(void **state)
{
    static const struct row rows[] = {
        {"nothing was sent", "", "", "defense: d1 | harbor: h1 || h2"},
        {"was sent it", "", "1.0|", "defense: d1 | harbor: h2"},
        {"was sent another mail", "", "1.1|", "defense: d1 | harbor: h1 || h2"},
        {"a mail without any bits", "", "1.2|", "defense: d1 | harbor: h1 || h2"},
        {"a mail nobody knows of an edition that is described", "", "1.9|", "defense: d1 | harbor: h1 || h2"},
        {"an edition that is not described", "", "2.9|", "defense: d1 | harbor: h2"},
        {"in every mail", "", "3.0|", "harbor: h1 || h2"},
        {"an edition that carried neither", "", "4.0|", "defense: d1 | harbor: h1 || h2"},
        {"both", "", "1.0 3.0|", "harbor: h2"},
        {"a chosen topic", "harbor", "1.0|", "harbor: h2"},
        {"another topic", "defense", "1.0|", "defense: d1"},
        {"nothing is left", "defense", "3.0|", ""},
        {"damage", "", "x.0 1|", "defense: d1 | harbor: h1 || h2"},
    };
    struct scene s;
    scene_begin(&s, 1, 0);
    tell(&s, "d1", "defense", 0.9);
    tell(&s, "h1", "harbor", 0.8);
    tell(&s, "h2", "harbor", 0.7);
    was_sent(&s, "h1", 1, 9, true, (struct str){0});
    was_sent(&s, "h1", 2, 0, true, (struct str){0});
    was_sent(&s, "d1", 3, -1, true, (struct str){0});
    mail_had(&s, 1, 0, "\0\2", 2);
    mail_had(&s, 1, 1, "\377\375", 2);
    mail_had(&s, 1, 2, "", 0);
    mail_had(&s, 3, 0, "", 0);
    freeze(&s);
    EXPECT(&s, rows);
}

/* Pasts that come to the same mail are one cohort; one that does not has a name of its own. */
static void one_mail_one_cohort(void **state)
{
    struct scene s;
    struct cohort_refs all;
    scene_begin(&s, 1, 0);
    tell(&s, "d1", "defense", 0.9);
    tell(&s, "h1", "harbor", 0.8);
    was_sent(&s, "h1", 1, 0, true, (struct str){0});
    was_sent(&s, "h1", 2, 0, true, (struct str){0});
    mail_had(&s, 1, 0, "\1", 1);
    mail_had(&s, 2, 0, "\1", 1);
    freeze(&s);
    struct cohort *usual = reader(&s, "", ""), *one = reader(&s, "", "1.0|"), *two = reader(&s, "", "2.0|");
    assert_ptr_equal(one, two);
    assert_ptr_not_equal(usual, one);
    assert_string_equal(usual->key.s, "");
    assert_int_equal(one->key.s[0], '~');
    assert_true(usual->whole && !one->whole);
    assert_ptr_equal(reader(&s, "", "5.3|"), usual);
    assert_ptr_equal(reader(&s, "defense", "1.0|"), reader(&s, "defense", ""));
    census_cohorts(s.census, &s.a, &all);
    assert_int_equal(all.n, 3);
    arena_end(&s.a);
}

/* The emptied section takes headlines, but a mail does not become longer than the digest says. */
static void refilled_within_the_cap(void **state)
{
    static const struct row rows[] = {
        {"nothing was sent", "", "", "defense: d1 | harbor: h1 || d2 d3 h2"},
        {"was sent one", "", "1.0|", "defense: d2 | harbor: h1 || d3 h2"},
        {"was sent both", "", "1.1|", "defense: d2 | harbor: h2 || d3"},
        {"of two topics that were asked for", "harbor;defense", "1.0|", "harbor: h1 | defense: d2 || d3 h2"},
        {"and what was muted stays out", "-word:d2", "1.0|", "defense: d3 | harbor: h1 || h2"},
    };
    struct scene s;
    scene_begin(&s, 2, 2);
    tell(&s, "d1", "defense", 0.9);
    tell(&s, "h1", "harbor", 0.8);
    tell(&s, "d2", "defense", 0.7);
    tell(&s, "d3", "defense", 0.6);
    tell(&s, "h2", "harbor", 0.5);
    was_sent(&s, "d1", 1, 0, true, (struct str){0});
    was_sent(&s, "h1", 1, 1, true, (struct str){0});
    mail_had(&s, 1, 0, "\1", 1);
    mail_had(&s, 1, 1, "\3", 1);
    freeze(&s);
    EXPECT(&s, rows);
}

/* Most readers had h1 and e1 and get what is new; the others get them behind it, as far as there is room. */
static void caught_up(void **state)
{
    static const struct row rows[] = {
        {"a new reader", "", "", "defense: d1 | harbor: h1 | energy: e1 || d2"},
        {"had them", "", "1.0|", "defense: d1 || d2"},
        {"had the first", "", "1.1|", "defense: d1 | energy: e1 || d2"},
        {"had the story of today, too", "", "1.0 2.0|", "defense: d2"},
        {"had that alone", "", "2.0|", "defense: d2 | harbor: h1 | energy: e1"},
        {"follows the topic", "harbor", "", "harbor: h1"},
        {"follows the topic and had them", "harbor", "1.0|", ""},
        {"follows another", "defense", "", "defense: d1 || d2"},
        {"muted it", "-word:h1", "", "defense: d1 | energy: e1 || d2"},
    };
    struct scene s;
    scene_begin(&s, 1, 3);
    tell(&s, "h1", "harbor", 0.9);
    tell(&s, "d1", "defense", 0.8);
    tell(&s, "d2", "defense", 0.6);
    tell(&s, "e1", "energy", 0.5);
    was_sent(&s, "h1", 1, 0, false, (struct str){0});
    was_sent(&s, "e1", 1, 1, false, (struct str){0});
    was_sent(&s, "d1", 2, 0, true, (struct str){0});
    mail_had(&s, 1, 0, "\3", 1);
    mail_had(&s, 1, 1, "\1", 1);
    mail_had(&s, 2, 0, "\1", 1);
    freeze(&s);
    EXPECT(&s, rows);
}

/* Two stories a mail: what takes the place of one that was sent leaves no room for an older one. */
static void caught_up_within_the_cap(void **state)
{
    static const struct row rows[] = {
        {"a new reader", "", "", "defense: d1 | harbor: h1 || d2 d3"},
        {"had the story of today", "", "2.0|", "defense: d2 d3"},
        {"had both", "", "1.0 2.0|", "defense: d2 d3"},
        {"had the older one", "", "1.0|", "defense: d1 || d2 d3"},
    };
    struct scene s;
    scene_begin(&s, 2, 2);
    s.o.per_outlet = 1;
    tell(&s, "d1", "defense", 0.9);
    tell(&s, "d2", "defense", 0.8);
    tell(&s, "d3", "defense", 0.7);
    tell(&s, "h1", "harbor", 0.6)->outlet = str_lit("City");
    was_sent(&s, "h1", 1, 0, false, (struct str){0});
    was_sent(&s, "d1", 2, 0, true, (struct str){0});
    freeze(&s);
    EXPECT(&s, rows);
}

/* The first account was sent in edition 1, the second in edition 2 by another digest to some, the third is new. */
static void comes_as_an_update(void **state)
{
    static const struct {
        const char *name, *memory;
        bool update;
        const char *news; /* NULL: it is not in the mail */
    } table[] = {
        {"a new reader", "", false, ""},
        {"had the first version", "1.0|", true, CHARGED},
        {"had the second, in which it stood already", "2.0|", false, NULL},
        {"had both", "1.0 2.0|", false, NULL},
        {"had a mail of the second without it", "1.0 2.1|", true, CHARGED},
    };
    struct scene s;
    scene_begin(&s, 1, 0);
    struct article *art = tell(&s, "h1", "harbor", 0.9);
    tell(&s, "d1", "defense", 0.8);
    art->lang = str_lit("en");
    art->text = str_lit(FERRY);
    was_sent(&s, "h1", 1, 0, false, compose_print(&s.a, art));
    art->text = str_lit(FERRY CHARGED " " VALVES);
    was_sent(&s, "h1", 2, 0, true, compose_print(&s.a, art));
    art->updated = at(NOW - HOUR);
    mail_had(&s, 1, 0, "\1", 1);
    mail_had(&s, 2, 0, "\1", 1);
    mail_had(&s, 2, 1, "\0", 1);
    freeze(&s);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const struct cohort *c = reader(&s, "harbor", table[i].memory);
        if (c->empty != !table[i].news)
            fail_msg("%s: %s", table[i].name, c->empty ? "is not in the mail" : "is in the mail");
        if (c->empty)
            continue;
        const struct story *got = c->sections.v[0].stories.v[0];
        if (got->is_update != table[i].update || !str_eqc(str_trim(got->news), table[i].news))
            fail_msg("%s: %s \"%.*s\"", table[i].name, got->is_update ? "update" : "new", STR_ARG(got->news));
    }
    arena_end(&s.a);
}

/* However many accounts of before stand before it, the one that is new leads. */
static void late_account_leads(void **state)
{
    struct scene s;
    scene_begin(&s, 1, 0);
    tell(&s, "h0", "harbor", 0.9);
    was_sent(&s, "h0", 1, 0, false, (struct str){0});
    for (int i = 1; i <= 20; i++) {
        int64_t published = i == 20 ? NOW - HOUR : NOW - 12 * HOUR;
        struct str id = str_fmt(&s.a, "h%d", i);
        struct article *art = make_article(&s.a, id.s, "City", id.s, "harbor", published);
        vec_add(&s.a, &s.all.v[0].articles, art);
        was_sent(&s, i == 20 ? "none" : id.s, 1, 0, false, (struct str){0});
    }
    freeze(&s);
    const struct story *got = s.ed.sections.v[0].stories.v[0];
    assert_true(got->is_update);
    assert_string_equal(got->lead->id.s, "h20");
    assert_string_equal(got->headline.s, "h20");
    arena_end(&s.a);
}

/* The edition has sections of their topics alone, and headlines of another. */
static void headlines_of_their_topics(void **state)
{
    static const struct row rows[] = {
        {"everything", "", "", "defense: d1 || h1 d2"},
        {"one topic", "defense", "", "defense: d1 || d2"},
        {"both", "defense;harbor", "", "defense: d1 || h1 d2"},
    };
    struct scene s;
    scene_begin(&s, 1, 1);
    tell(&s, "d1", "defense", 0.9);
    tell(&s, "h1", "harbor", 0.8);
    tell(&s, "d2", "defense", 0.7);
    freeze(&s);
    EXPECT(&s, rows);
}

/* Read again and no more than corrected: who had it gets nothing, and who had not gets it as it is. */
static void corrected_is_no_update(void **state)
{
    static const struct row rows[] = {
        {"a new reader", "", "", "defense: d1 | harbor: h1"},
        {"had it", "", "1.0|", "defense: d1"},
    };
    struct scene s;
    scene_begin(&s, 1, 0);
    struct article *art = tell(&s, "h1", "harbor", 0.9);
    tell(&s, "d1", "defense", 0.8);
    art->text = str_lit(FERRY "The ferry company suspended every crosing until Thursday.");
    was_sent(&s, "h1", 1, 0, false, compose_print(&s.a, art));
    art->text = str_lit(FERRY "The ferry company suspended every crossing until Thursday.");
    art->updated = at(NOW - HOUR);
    freeze(&s);
    EXPECT(&s, rows);
}

/* ---- calls to action */

static void add_cta(struct scene *s, struct ctas *list, const char *key, int64_t id, int64_t cap, double weight)
{
    vec_add(&s->a, list,
            ((struct cta){.key = str_c(key),
                          .heading = str_c(key),
                          .url = str_fmt(&s->a, "https://news.example/%s", key),
                          .kind = CTA_PRIMARY,
                          .id = id,
                          .cap = cap,
                          .weight = weight}));
}

static const char *shown_to(struct scene *s, const char *topics, const char *memory)
{
    const struct cohort *c = reader(s, topics, memory);
    return c->ctas.n ? c->ctas.v[0].key.s : "";
}

static void no_more_than_the_cap(void **state)
{
    static const struct {
        const char *memory, *want;
    } table[] = {
        {"", "give"},        {"|3:1:0", "give"},           {"|3:2:0", ""}, {"|3:900:0", ""}, {"|4:2:0", "give"},
        {"|3:-5:0", "give"}, {"1.0|2:7:0 3:2:0 4:1:0", ""}};
    struct scene s;
    struct ctas list = {0};
    scene_begin(&s, 2, 0);
    tell(&s, "d1", "defense", 0.9);
    add_cta(&s, &list, "give", 3, 2, 1);
    s.o.ctas = &list;
    freeze(&s);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        assert_string_equal(shown_to(&s, "", table[i].memory), table[i].want);
    arena_end(&s.a);
}

/* What becomes of a reader who gets the mails of editions one by one. */
static struct str read_on(struct scene *s, struct str memory, int64_t edition, size_t *shown)
{
    struct memory m;
    struct cta_turns turns = {0};
    const struct cohort *c = reader(s, "", memory.s);
    for (size_t i = 0; i < c->turns.n; i++) {
        const struct cohort_cta *t = &c->turns.v[i];
        vec_add(&s->a, &turns, ((struct cta_turn){s->ed.ctas.v[t->cta].id, t->shown, t->share}));
        shown[s->ed.ctas.v[t->cta].id] += t->shown;
    }
    memory_parse(&s->a, memory, &m);
    memory_add(&s->a, &m, edition, 0, &turns, 0);
    return memory_text(&s->a, &m);
}

/* Weight 3 to 1: every reader sees them 30 and 10 times in 40 mails, also one who gets every second edition, for whom
 * the turns of editions would not come out even. */
static void turns_by_reader(void **state)
{
    for (int64_t every = 1; every <= 3; every++) {
        size_t shown[3] = {0};
        char memory[4000] = "";
        for (int64_t no = 1; no <= 40; no++) {
            struct scene s;
            struct ctas list = {0};
            scene_begin(&s, 2, 0);
            tell(&s, "d1", "defense", 0.9);
            add_cta(&s, &list, "often", 1, 0, 3);
            add_cta(&s, &list, "seldom", 2, 0, 1);
            s.o.ctas = &list;
            s.o.number = no * every;
            freeze(&s);
            struct str after = read_on(&s, str_dup(&s.a, str_c(memory)), no * every, shown);
            assert_true(after.n < sizeof memory);
            memcpy(memory, after.s, after.n + 1);
            arena_end(&s.a);
        }
        assert_int_equal(shown[1] + shown[2], 40);
        assert_in_range(shown[1], 29, 31);
    }
}

/* One that has been shown often enough leaves the place to the other; one that a story asks for takes no turn. */
static void out_of_turn(void **state)
{
    struct scene s;
    struct ctas list = {0};
    scene_begin(&s, 2, 0);
    tell(&s, "d1", "defense", 0.9);
    tell(&s, "h1", "harbor", 0.8)->cta = str_lit("capped");
    add_cta(&s, &list, "capped", 1, 5, 9);
    add_cta(&s, &list, "other", 2, 0, 1);
    s.o.ctas = &list;
    freeze(&s);
    assert_string_equal(shown_to(&s, "defense", "|1:4:-300 2:0:300"), "capped");
    assert_string_equal(shown_to(&s, "defense", "|1:4:-900 2:0:900"), "other");
    assert_string_equal(shown_to(&s, "defense", "|1:5:9000 2:9:-9000"), "other");
    assert_string_equal(shown_to(&s, "harbor", "|1:4:-900 2:0:900"), "capped");
    assert_string_equal(shown_to(&s, "harbor", "|1:5:9000"), "other");
    const struct cohort *c = reader(&s, "harbor", "|1:1:-900 2:0:900");
    assert_int_equal(c->turns.n, 1);
    assert_int_equal(c->turns.v[0].share, 1000);
    c = reader(&s, "defense", "|1:1:-900 2:0:900");
    assert_int_equal(c->turns.n, 2);
    assert_int_equal(c->turns.v[0].share + c->turns.v[1].share, 1000);
    assert_true(c->turns.v[0].shown != c->turns.v[1].shown);
    arena_end(&s.a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sent_to_some),
        cmocka_unit_test(one_mail_one_cohort),
        cmocka_unit_test(refilled_within_the_cap),
        cmocka_unit_test(caught_up),
        cmocka_unit_test(caught_up_within_the_cap),
        cmocka_unit_test(comes_as_an_update),
        cmocka_unit_test(late_account_leads),
        cmocka_unit_test(headlines_of_their_topics),
        cmocka_unit_test(corrected_is_no_update),
        cmocka_unit_test(no_more_than_the_cap),
        cmocka_unit_test(turns_by_reader),
        cmocka_unit_test(out_of_turn),
    };
    return cmocka_run_group_tests_name("compose/recall", tests, NULL, NULL);
}
