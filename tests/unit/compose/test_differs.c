#include "compose/desk_case.h"

static void add_differ(struct arena *a, struct story *s, const char *about, const char *list)
{
    struct differ *d = vec_push(a, &s->differs);
    struct str rest = str_c(list), one, outlet;
    *d = (struct differ){.about = str_c(about)};
    while (str_cut(&rest, ';', &one)) {
        str_cut(&one, '=', &outlet);
        struct str value = str_dup(a, one);
        vec_add(a, &d->claims,
                ((struct claim){str_dup(a, outlet), value, str_fmt(a, "It was %s, they said.", value.s)}));
    }
}

static void policies_are_read(void **state)
{
    static const struct {
        const char *text;
        bool ok;
        int kind;
        const char *outlet;
    } table[] = {
        {"show", true, DIFFERS_SHOW, ""},
        {"HOLD", true, DIFFERS_HOLD, ""},
        {"prefer Wire", true, DIFFERS_PREFER, "Wire"},
        {"Prefer  Open Wire ", true, DIFFERS_PREFER, "Open Wire"},
        {"prefer", false, 0, ""},
        {"prefer ", false, 0, ""},
        {"", false, 0, ""},
        {"holds", false, 0, ""},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct differs_policy p;
        assert_int_equal(compose_differs_parse(str_c(table[i].text), &p), table[i].ok);
        if (!table[i].ok)
            continue;
        assert_int_equal(p.kind, table[i].kind);
        assert_true(str_eqc(p.outlet, table[i].outlet));
    }
}

static struct edition two_tellers(struct arena *a, const char *claims)
{
    struct stories *all = arena_new(a, struct stories);
    struct edition ed;
    struct compose_options o = make_options(a);
    struct story *s = add_story(a, all, make_article(a, "d1", "Wire", "Ships stay", "defense", NOW - HOUR), 0.9);
    vec_add(a, &s->articles, make_article(a, "d2", "Gazette", "Vessels remain", "defense", NOW - HOUR));
    add_story(a, all, make_article(a, "h1", "Wire", "Ferry cut", "harbor", NOW - HOUR), 0.8);
    compose_edition(a, all, NULL, &o, &ed, NULL);
    add_differ(a, ed.sections.v[0].stories.v[0], "Date of the call", claims);
    return ed;
}

static void an_outlet_is_preferred(void **state)
{
    static const struct {
        const char *claims, *outlet, *lead;
        size_t open;
    } table[] = {
        {"Wire=Monday;Gazette=Tuesday", "gazette", "d2", 0},
        {"Wire=Monday;Gazette=Tuesday", "Wire", "d1", 0},
        {"Wire=Monday;Other=Tuesday", "Gazette", "d1", 1},                  /* it says nothing about it */
        {"Gazette=Monday;Gazette=Tuesday;Wire=Friday", "Gazette", "d1", 1}, /* it contradicts itself */
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct arena a = {0};
        struct edition ed = two_tellers(&a, table[i].claims);
        struct story *s = ed.sections.v[0].stories.v[0];
        vec_add(&a, &s->why, str_lit("It was Monday, they said."));
        vec_add(&a, &s->why, str_lit("It was Tuesday, they said."));
        s->why_from = WHY_DERIVED;
        compose_differs(&a, &(struct differs_policy){.kind = DIFFERS_PREFER, .outlet = str_c(table[i].outlet)}, &ed);
        assert_int_equal(s->differs.n, table[i].open);
        assert_true(str_eqc(s->lead->id, table[i].lead));
        assert_ptr_equal(s->articles.v[0], s->lead);
        assert_true(str_eq(s->headline, s->lead->title) && str_eq(s->url, s->lead->url));
        assert_int_equal(s->why.n, table[i].open ? 2 : 1);
        if (!table[i].open)
            assert_true(str_eqc(s->why.v[0], i ? "It was Monday, they said." : "It was Tuesday, they said."));
        arena_end(&a);
    }
}

static void a_story_is_held_until_accepted(void **state)
{
    struct arena a = {0};
    struct edition ed = two_tellers(&a, "Wire=Monday;Gazette=Tuesday");
    struct story *s = ed.sections.v[0].stories.v[0];
    const struct differs_policy hold = {.kind = DIFFERS_HOLD};
    s->accepted = true;
    compose_differs(&a, &hold, &ed);
    assert_string_equal(shape(&a, &ed.sections, &ed.held), "defense: d1 | harbor: h1");
    s->accepted = false;
    compose_differs(&a, &hold, &ed);
    assert_string_equal(shape(&a, &ed.sections, &ed.held), "harbor: h1 || d1");
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(policies_are_read),
        cmocka_unit_test(an_outlet_is_preferred),
        cmocka_unit_test(a_story_is_held_until_accepted),
    };
    return cmocka_run_group_tests_name("compose/differs", tests, NULL, NULL);
}
