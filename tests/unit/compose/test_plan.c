#include "base/file.h"

#include "compose/desk_case.h"
#include <stdlib.h>

struct desk {
    struct compose_options o;
    struct stories all;
    struct ctas ctas;
    struct edition ed;
};

static void make_desk(struct arena *a, struct desk *d)
{
    *d = (struct desk){.o = make_options(a)};
    struct story *s =
        add_story(a, &d->all, make_article(a, "d1", "Wire", "Ships: \"stay\" in port", "defense", NOW - HOUR), 0.9);
    vec_add(a, &s->articles, make_article(a, "d1b", "City Desk", "Ships will stay", "defense", NOW - 2 * HOUR));
    vec_add(a, &s->why, str_lit("Grain passes here: two thirds of it."));
    vec_add(a, &s->why, str_lit("- not a list - # nor a comment"));
    s->why_from = WHY_DERIVED;
    s->why_outlet = str_lit("Wire");
    vec_push(a, &s->differs)->about = str_lit("Date of the signing");
    add_story(a, &d->all, make_article(a, "d2", "Wire", "Radar moves", "defense", NOW - HOUR), 0.8);
    add_story(a, &d->all, make_article(a, "h1", "City Desk", "F\xC3\xA4hre f\xC3\xA4llt aus", "harbor", NOW - HOUR),
              0.7);
    add_story(a, &d->all, make_article(a, "d3", "Wire", "Third of defense", "defense", NOW - HOUR), 0.6);
    vec_add(a, &d->ctas,
            ((struct cta){.key = str_lit("join"),
                          .heading = str_lit("Join"),
                          .url = str_lit("https://news.example/join"),
                          .kind = CTA_BANNER}));
    vec_add(a, &d->ctas,
            ((struct cta){.key = str_lit("rope"),
                          .heading = str_lit("Rope"),
                          .url = str_lit("https://rope.example/"),
                          .kind = CTA_SPONSOR}));
    d->o.ctas = &d->ctas;
    d->o.per_topic = 2;
    d->o.number = 214;
    compose_edition(a, &d->all, NULL, &d->o, &d->ed, NULL);
}

static int read_plan(struct arena *a, struct desk *d, struct str plan, struct edition *out, struct err *e)
{
    return compose_plan_read(a, plan, str_lit("editions/x.yaml"), &d->all, &d->o, out, e);
}

static void golden(void **state)
{
    struct arena a = {0};
    struct desk d;
    struct err e = {0};
    struct str want = {0};
    make_desk(&a, &d);
    struct str text = compose_plan_text(&a, &d.ed);
    if (getenv("UPDATE")) /* look at `git diff` afterwards */
        file_write("tests/unit/compose/plan.golden.yaml", text, 0644, &e);
    if (file_read(&a, "tests/unit/compose/plan.golden.yaml", 1 << 20, &want, &e))
        fail_msg("%s", e.msg);
    assert_string_equal(text.s, want.s);
    arena_end(&a);
}

static void round_trip(void **state)
{
    struct arena a = {0};
    struct desk d;
    struct err e = {0};
    struct edition back;
    make_desk(&a, &d);
    d.ed.sections.v[0].stories.v[1]->is_update = true;
    d.ed.sections.v[0].stories.v[1]->note = str_lit("We were there: 'tis so");
    d.ed.masthead.intro = str_lit("Good morning, it is: cold");
    d.ed.preheader = str_lit("123");
    struct str text = compose_plan_text(&a, &d.ed);
    if (read_plan(&a, &d, text, &back, &e))
        fail_msg("%s", e.msg);
    assert_string_equal(shape(&a, &back.sections, &back.more), shape(&a, &d.ed.sections, &d.ed.more));
    assert_string_equal(compose_plan_text(&a, &back).s, text.s);
    assert_int_equal(back.date, NOW);
    assert_int_equal(back.sections.v[0].stories.v[0]->why_from, WHY_DERIVED);
    assert_string_equal(back.sections.v[0].stories.v[0]->why_outlet.s, "Wire");
    assert_int_equal(back.ctas.n, 2);
    assert_true(back.sections.v[0].stories.v[1]->is_update);
    arena_end(&a);
}

static void edited(void **state)
{
    struct arena a = {0};
    struct desk d;
    struct err e = {0};
    struct edition ed;
    make_desk(&a, &d);
    struct str plan =
        str_lit("edition: morning-2025-07-31\n"
                "date: 2025-07-31T08:15:00-04:00\n"
                "subject: Ships stay, ferry does not\n"
                "intro: Read this.\n"
                "ctas: [rope]\n"
                "sections:\n"
                "  - topic: defense\n"
                "    title: The navy\n"
                "    stories:\n"
                "      - id: d3\n"
                "      - { id: d1, headline: Ships remain, lead: d1b, why: [It matters to us.], note: 'From us' }\n"
                "      - { id: d2, drop: true }\n"
                "      - { id: long-gone, drop: yes }\n"
                "  - topic: harbor\n"
                "    stories:\n"
                "      - { id: h1, pin: true, why: [], dek: A ferry is cancelled. }\n"
                "more: []\n");
    if (read_plan(&a, &d, plan, &ed, &e))
        fail_msg("%s", e.msg);
    assert_string_equal(shape(&a, &ed.sections, &ed.more), "harbor: h1 | defense: d3 d1");
    assert_int_equal(ed.date, NOW + 75 * 60);
    assert_string_equal(ed.subject.s, "Ships stay, ferry does not");
    assert_string_equal(ed.masthead.intro.s, "Read this.");
    assert_string_equal(ed.sections.v[1].title.s, "The navy");
    const struct story *d1 = ed.sections.v[1].stories.v[1], *h1 = ed.sections.v[0].stories.v[0];
    assert_string_equal(d1->headline.s, "Ships remain");
    assert_string_equal(d1->lead->id.s, "d1b");
    assert_string_equal(d1->url.s, "https://news.example/d1b");
    assert_string_equal(d1->why.v[0].s, "It matters to us.");
    assert_int_equal(d1->why_from, WHY_EDITOR);
    assert_string_equal(d1->note.s, "From us");
    assert_true(h1->pinned);
    assert_int_equal(h1->why_from, WHY_NONE);
    assert_string_equal(h1->dek.s, "A ferry is cancelled.");
    assert_int_equal(ed.ctas.n, 1);
    assert_string_equal(ed.ctas.v[0].key.s, "rope");
    arena_end(&a);
}

/* Bullets taken out or reordered are still the article's; a changed word makes them the editor's. */
static void whose_bullets(void **state)
{
    static const struct {
        const char *why;
        enum why_from want;
        const char *outlet;
    } table[] = {
        {"['- not a list - # nor a comment', 'Grain passes here: two thirds of it.']", WHY_DERIVED, "Wire"},
        {"['Grain passes here: two thirds of it.']", WHY_DERIVED, "Wire"},
        {"['Grain passes here: half of it.']", WHY_EDITOR, "Harbor Ledger"},
        {"['Grain passes here: two thirds of it.', 'More.']", WHY_EDITOR, "Harbor Ledger"},
        {"[]", WHY_NONE, ""},
        {"", WHY_NONE, ""},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct arena a = {0};
        struct desk d;
        struct err e = {0};
        struct edition ed;
        make_desk(&a, &d);
        struct str plan =
            str_fmt(&a, "sections:\n  - topic: defense\n    stories:\n      - id: d1\n        why: %s\n", table[i].why);
        assert_int_equal(read_plan(&a, &d, plan, &ed, &e), 0);
        const struct story *s = ed.sections.v[0].stories.v[0];
        assert_int_equal(s->why_from, table[i].want);
        assert_string_equal(s->why_outlet.s ? s->why_outlet.s : "", table[i].outlet);
        arena_end(&a);
    }
}

/* A story is found by any of its articles: its id changes when an earlier article turns up. */
static void found_by_article(void **state)
{
    struct arena a = {0};
    struct desk d;
    struct err e = {0};
    struct edition ed;
    make_desk(&a, &d);
    assert_int_equal(
        read_plan(&a, &d, str_lit("sections: [{topic: harbor, stories: [{id: d1b}]}]\nmore: [h1]\n"), &ed, &e), 0);
    assert_string_equal(shape(&a, &ed.sections, &ed.more), "harbor: d1 || h1");
    assert_int_equal(ed.ctas.n, 2);
    arena_end(&a);
}

static void mistakes(void **state)
{
    static const struct {
        const char *plan, *want;
    } table[] = {
        {"", "editions/x.yaml:1:1: the plan must be written as 'key: value' lines"},
        {"- a\n", "editions/x.yaml:1:1: the plan must be written as 'key: value' lines"},
        {"subjct: x\n", "editions/x.yaml:1:1: unknown key 'subjct' in the plan; did you mean 'subject'?"},
        {"edition: evening-2025-07-31\n",
         "editions/x.yaml:1:10: this is the plan of the edition 'evening-2025-07-31', not of 'morning-2025-07-31'"},
        {"date: soon\n", "editions/x.yaml:1:7: 'soon' is not a date; write it as 2025-07-31T07:00:00-04:00"},
        {"number: many\n", "editions/x.yaml:1:9: 'number' must be a whole number"},
        {"sections: 3\n", "editions/x.yaml:1:11: 'sections' must be a list, one '- ' per entry"},
        {"sections:\n  - stories: []\n", "editions/x.yaml:2:5: this section has no 'topic'"},
        {"sections:\n  - topic: defence\n",
         "editions/x.yaml:2:12: 'defence' is not a topic of this digest; did you mean 'defense'?"},
        {"sections:\n  - topic: harbor\n    storys: []\n",
         "editions/x.yaml:3:5: unknown key 'storys' in a section; did you mean 'stories'?"},
        {"sections:\n  - topic: harbor\n    stories:\n      - headline: x\n",
         "editions/x.yaml:4:9: this story has no 'id', so it is not known which one is meant"},
        {"sections:\n  - topic: harbor\n    stories:\n      - id: gone1\n",
         "editions/x.yaml:4:13: story 'gone1' is gone from the store; take its lines out or add 'drop: true'"},
        {"sections:\n  - topic: harbor\n    stories:\n      - id: d1\n      - id: d1b\n",
         "editions/x.yaml:5:13: story 'd1b' stands in the plan already, in line 4; a story appears once"},
        {"sections:\n  - topic: harbor\n    stories:\n      - { id: d1, pin: maybe }\n",
         "editions/x.yaml:4:24: 'pin' must be true or false"},
        {"sections:\n  - topic: harbor\n    stories:\n      - { id: d1, heading: x }\n",
         "editions/x.yaml:4:19: unknown key 'heading' in a story; did you mean 'headline'?"},
        {"sections:\n  - topic: harbor\n    stories:\n      - { id: d1, lead: d2 }\n",
         "editions/x.yaml:4:25: article 'd2' is not one of this story's; its articles stand in the remarks above it"},
        {"sections:\n  - topic: harbor\n  - topic: harbor\n    stories: [{id: d1}]\n  - topic: harbor\n",
         "editions/x.yaml:5:5: the section 'harbor' stands in the plan already; put its stories together"},
        {"sections:\n  - topic: harbor\n    stories:\n      - id: d1\n        why:\n          -One\n          -Two\n",
         "editions/x.yaml:6:11: 'why' must be a list of sentences, one '- ' per bullet"},
        {"sections:\n  - topic: harbor\n    stories:\n      - id: d1\n        headline: Ferry: the end\n",
         "editions/x.yaml:5:24: a text with a colon in it must stand in quotation marks"},
        {"sections:\n  - topic: harbor\n    stories:\n      - id: d1\n        headline: @harbor\n",
         "editions/x.yaml:5:19: a text that begins with this sign must stand in quotation marks"},
        {"sections:\n  - topic: harbor\n    stories:\n      - id: d1\n       headline: Ferry\n",
         "editions/x.yaml:5:8: this line is indented like none of the lines above it"},
        {"sections:\n  - topic: harbor\n    stories:\n      - id: d1\n        headline: Ferry at dock #2\n",
         "editions/x.yaml:5:19: the text ends before '#2', as a # begins a remark; put the whole text in quotation "
         "marks, or a space behind the # if it is one"},
        {"sections:\n  - topic: harbor\n    stories:\n      - id: d1\n        why:\n          - #2 first\n",
         "editions/x.yaml:6:13: the text ends before '#2 first', as a # begins a remark; put the whole text in "
         "quotation marks, or a space behind the # if it is one"},
        {"sections:\n  - topic: harbor\n    stories:\n      - id: d1\n        headline: [Update] Ferry\n",
         "editions/x.yaml:5:28: this is neither 'key: value' nor a '- ' bullet; a text with brackets in it must stand "
         "in quotation marks"},
        {"sections:\n  - topic: harbor\n    stories:\n      - id: d1\n        headline: \"Last\" ferry\n",
         "editions/x.yaml:5:26: text stands behind a closing quotation mark; put the whole into apostrophes"},
        {"sections:\n  - topic: harbor\n    stories:\n      - id: d1\n        headline: 'Last' ferry\n",
         "editions/x.yaml:5:26: text stands behind a closing apostrophe; put the whole into quotation marks"},
        {"sections:\n  - topic: harbor\n    stories:\n      - id: d1\n        headline: !Last ferry\n",
         "editions/x.yaml:5:25: a text that begins with ! or & must stand in quotation marks"},
        {"sections:\n  - topic: harbor\n    stories:\n      - id: d1\n        headline: &Last\n",
         "editions/x.yaml:5:19: a text that begins with ! or & must stand in quotation marks"},
        {"sections:\n  - topic: harbor\n    stories:\n      - id: d1\n        headline: - Ferry\n",
         "editions/x.yaml:5:19: a text that begins with '- ' must stand in quotation marks, and a list on lines of its "
         "own"},
        {"sections:\n  - topic: harbor\n    stories:\n      - id: d1\n        headline: ? Ferry\n",
         "editions/x.yaml:5:19: a text that begins with '? ' must stand in quotation marks"},
        {"sections:\n  - topic: harbor\n    stories:\n      - id: d1\n        why:\n          * Ferry\n",
         "editions/x.yaml:6:12: a text that begins with * must stand in quotation marks; a bullet begins with '- '"},
        {"sections:\n  - topic: harbor\n    stories:\n      - id: d1\n        The ferry matters.\n",
         "editions/x.yaml:5:9: this is neither 'key: value' nor a '- ' bullet; a text with brackets in it must stand "
         "in quotation marks"},
        {"sections:\n  - topic: harbor\n    stories:\n      - id: d1\n        \theadline: Ferry\n",
         "editions/x.yaml:4:13: this line and the next do not belong together; is one of them indented wrongly, or "
         "with a tab?"},
        {"ctas: [jion]\n", "editions/x.yaml:1:7: there is no call to action 'jion' in ctas/; did you mean 'join'?"},
        {"more:\n  - {id: d1, topic: nowhere}\n", "editions/x.yaml:2:21: 'nowhere' is not a topic of this digest"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct arena a = {0};
        struct desk d;
        struct err e = {0};
        struct edition ed;
        make_desk(&a, &d);
        assert_int_equal(read_plan(&a, &d, str_c(table[i].plan), &ed, &e), -1);
        assert_string_equal(e.msg, table[i].want);
        assert_int_equal(e.code, EX_DATAERR);
        arena_end(&a);
    }
}

/* What a model said stays a model's, also when nobody asks it any more; a changed word, or one of ours beside it, makes
 * the bullets the editor's. */
static void what_a_model_said(void **state)
{
    static const struct {
        const char *why;
        enum why_from want;
    } table[] = {
        {"['Two thirds of the grain pass here.']", WHY_MODEL},
        {"['A second one.', 'Two thirds of the grain pass here.']", WHY_MODEL},
        {"['Two thirds of the wheat pass here.']", WHY_EDITOR},
        {"['Two thirds of the grain pass here.', 'Grain passes here: two thirds of it.']", WHY_EDITOR},
        {"['Grain passes here: two thirds of it.']", WHY_DERIVED},
        {"[]", WHY_NONE},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct arena a = {0};
        struct desk d;
        struct err e = {0};
        struct edition ed;
        make_desk(&a, &d);
        for (size_t k = 0; k < d.all.n; k++) {
            vec_add(&a, &d.all.v[k].by_model, str_lit("Two thirds of the grain pass here."));
            vec_add(&a, &d.all.v[k].by_model, str_lit("A second one."));
        }
        struct str plan =
            str_fmt(&a, "sections:\n  - topic: defense\n    stories:\n      - id: d1\n        why: %s\n", table[i].why);
        assert_int_equal(read_plan(&a, &d, plan, &ed, &e), 0);
        assert_int_equal(ed.sections.v[0].stories.v[0]->why_from, table[i].want);
        arena_end(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(golden),
        cmocka_unit_test(round_trip),
        cmocka_unit_test(edited),
        cmocka_unit_test(found_by_article),
        cmocka_unit_test(mistakes),
        cmocka_unit_test(whose_bullets),
        cmocka_unit_test(what_a_model_said),
    };
    return cmocka_run_group_tests_name("compose/plan", tests, NULL, NULL);
}
