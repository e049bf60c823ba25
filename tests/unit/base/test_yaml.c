#include "base/buf.h"
#include "base/yaml.h"
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

static struct yaml *parse(const char *text)
{
    struct yaml *y = NULL;
    struct err e = {0};
    if (yaml_parse(&a, str_c(text), str_lit("t.yaml"), 1, &y, &e) != 0)
        fail_msg("%s", e.msg);
    return y;
}

static void values(void **state)
{
    const struct yaml *y = parse("title: Harbor Ledger\nn: 12\nnone: ~\nempty:\nquoted: \"yes\"\nbare: yes\n"
                                 "topics: [defense, politics]\none: alone\nmixed: [a, [b]]\ntext: |\n  two\n  lines\n");
    assert_int_equal(y->kind, YAML_MAP);
    assert_int_equal(y->n, 10);
    assert_string_equal(yaml_str(yaml_get(y, "title")).s, "Harbor Ledger");
    assert_null(yaml_str(yaml_get(y, "none")).s);
    assert_int_equal(yaml_get(y, "empty")->kind, YAML_NULL);
    assert_null(yaml_get(y, "absent"));
    assert_null(yaml_str(NULL).s);
    assert_string_equal(yaml_str(yaml_get(y, "text")).s, "two\nlines\n");
    bool b = false;
    assert_false(yaml_bool(yaml_get(y, "quoted"), &b));
    assert_true(yaml_bool(yaml_get(y, "bare"), &b));
    assert_true(b);
    assert_false(yaml_bool(yaml_get(y, "n"), &b));
    struct strs list = {0};
    assert_true(yaml_strs(&a, yaml_get(y, "topics"), &list));
    assert_true(yaml_strs(&a, yaml_get(y, "one"), &list));
    assert_true(yaml_strs(&a, yaml_get(y, "absent"), &list));
    assert_int_equal(list.n, 3);
    assert_string_equal(list.v[2].s, "alone");
    assert_false(yaml_strs(&a, yaml_get(y, "mixed"), &list));
    assert_false(yaml_strs(&a, y, &list));
}

static void places(void **state)
{
    struct yaml *y;
    struct err e = {0};
    assert_int_equal(yaml_parse(&a, str_lit("a:\n  - x\n  - {k: v}\n"), str_lit("t"), 2, &y, &e), 0);
    const struct yaml *list = yaml_get(y, "a");
    assert_int_equal(list->key_line, 2);
    assert_int_equal(list->key_column, 1);
    assert_int_equal(list->child->line, 3);
    assert_int_equal(list->child->column, 5);
    const struct yaml *k = yaml_get(list->child->next, "k");
    assert_int_equal(k->line, 4);
    assert_int_equal(k->column, 9);
    assert_int_equal(k->key_column, 6);
}

static void nothing_is_null(void **state)
{
    static const char *const texts[] = {"", "\n\n", "# only a comment\n", "---\n", "\xEF\xBB\xBF"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_int_equal(parse(texts[i])->kind, YAML_NULL);
}

static void text_blocks(void **state)
{
    static const char *const cases[][2] = {
        {"k: |\n  two\n   lines\n", "two\n lines\n"},
        {"k: |", ""},
        {"k: 'a''''''b ''c'' d'", "a'''b 'c' d"},
        {"k: 'a''''b'", "a''b"},
        {"k: ''''''''''''''''''''''''''", "''''''''''''"},
        {"k: 'it''s\n  two'", "it's two"},
        {"k: |\n  ''''''''''\n", "''''''''''\n"},
        {"k: |-\n\nz: 1\n", ""},
        {"k: >-\n  one\n  line\n", "one line"},
        {"k: |\n  a", "a\n"},
        {"k: | # why\n  |\n  b\n", "|\nb\n"},
        {"k: |+\n  a\n\nz: 1\n", "a\n\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct yaml *k = yaml_get(parse(cases[i][0]), "k");
        assert_int_equal(k->kind, YAML_SCALAR);
        assert_true(k->quoted);
        assert_string_equal(str_dup(&a, k->text).s, cases[i][1]);
    }
    const struct yaml *list = parse("- |\n  a\n  b\n- x\n");
    assert_string_equal(list->child->text.s, "a\nb\n");
}

static void shared_values(void **state)
{
    const struct yaml *y = parse("base: &b {x: 1, y: [2, 3]}\none: *b\ntwo: *b\n");
    assert_string_equal(yaml_str(yaml_get(yaml_get(y, "two"), "x")).s, "1");
    assert_int_equal(yaml_get(y, "one")->line, 2);
    assert_string_equal(yaml_get(y, "one")->key.s, "one");
    assert_string_equal(yaml_get(y, "two")->key.s, "two");
}

static void refused(void **state)
{
    static const struct {
        const char *text, *place, *why;
    } cases[] = {
        {"a: 1\nb: 2\na: 3\n", "t.yaml:3:1: ", "line 1"},
        {"a: [1\nb: \"x\n", "t.yaml:", ""},
        {"a: b: c\n", "t.yaml:1:", ""},
        {"\ta: 1\n", "t.yaml:1:", "tab"},
        {"a: *nowhere\n", "t.yaml:1:4: ", "nowhere"},
        {"a: 1\n---\nb: 2\n", "t.yaml:2:1: ", "second document"},
        {"? [x]\n: y\n", "t.yaml:1:", "key"},
        {"a: \"\\0\"\n", "t.yaml:1:4: ", "NUL"},
        {"a: b\nc: \xFF\n", "t.yaml:2:4: ", "UTF-8"},
        {"a: &a [*a]\n", "t.yaml:1:", "anchor"},
        {"-\n |-\n a\n  t\n  lost\n", "t.yaml:3:", "line of its key"},
        {"x: y\na: 'b\n ''''c'\n", "t.yaml:2:4: ", "in a row"},
        {"a:\n # why\n\n |\n\n  t\n", "t.yaml:", "line of its key"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct yaml *y;
        struct err e = {0};
        if (yaml_parse(&a, str_c(cases[i].text), str_lit("t.yaml"), 1, &y, &e) != -1)
            fail_msg("%s was taken", cases[i].text);
        assert_int_equal(e.code, EX_CONFIG);
        if (!str_starts(str_c(e.msg), cases[i].place) || !strstr(e.msg, cases[i].why))
            fail_msg("%s: %s", cases[i].text, e.msg);
    }
}

static void attacks(void **state)
{
    struct buf b;
    buf_init(&b, 4 << 20);
    struct yaml *y;
    struct err e = {0};
    buf_c(&b, "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++)
        buf_fmt(&b, "a%d: &a%d [*a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d]\n", i, i, i - 1, i - 1, i - 1,
                i - 1, i - 1, i - 1, i - 1, i - 1, i - 1);
    assert_int_equal(yaml_parse(&a, buf_view(&b), str_lit("bomb"), 1, &y, &e), -1);
    assert_non_null(strstr(e.msg, "aliases"));
    static const char *const nests[] = {"[", "{a: ", "- ", "? "};
    for (size_t k = 0; k < 4; k++) {
        buf_clear(&b);
        for (int i = 0; i < 20000; i++)
            buf_c(&b, nests[k]);
        assert_int_equal(yaml_parse(&a, buf_view(&b), str_lit("deep"), 1, &y, &e), -1);
    }
    buf_clear(&b);
    for (int i = 0; i < 30000; i++)
        buf_fmt(&b, "key%d: value\n", i);
    assert_int_equal(yaml_parse(&a, buf_view(&b), str_lit("wide"), 1, &y, &e), 0);
    assert_int_equal(y->n, 30000);
    buf_end(&b);
}

static void nearest(void **state)
{
    static const char *const names[] = {"title", "timezone", "topics", "unsubscribe", "reply_to", "from"};
    static const struct {
        const char *wrong, *meant;
    } cases[] = {{"titel", "title"},
                 {"Title", "title"},
                 {"time_zone", "timezone"},
                 {"topic", "topics"},
                 {"unsubsribe", "unsubscribe"},
                 {"reply-to", "reply_to"},
                 {"form", "from"},
                 {"colour", NULL},
                 {"x", NULL},
                 {"", NULL}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *got = nearest_name(str_c(cases[i].wrong), names, 6);
        if ((got == NULL) != (cases[i].meant == NULL) || (got && strcmp(got, cases[i].meant) != 0))
            fail_msg("%s: %s", cases[i].wrong, got ? got : "none");
    }
}

static void quoting_reads_back(void **state)
{
    static const char *const texts[] = {"plain words",
                                        "yes",
                                        "No",
                                        "null",
                                        "12",
                                        "1.5",
                                        "2025-07-31",
                                        "",
                                        " x",
                                        "x ",
                                        "a: b",
                                        "a #b",
                                        "- x",
                                        "\"quoted\"",
                                        "back\\slash",
                                        "two\nlines",
                                        "tab\there",
                                        "'",
                                        "@x",
                                        "%x",
                                        "&a",
                                        "*a",
                                        "{{lead.headline}}",
                                        "[x]",
                                        "é — ü",
                                        "東京",
                                        "x\xE2\x80\xA8y",
                                        "\x01\x7F",
                                        "~",
                                        "0x1F",
                                        "a,b",
                                        "https://x.example/?a=b#c",
                                        "key:",
                                        "! tag",
                                        "> fold",
                                        "| keep",
                                        "-",
                                        "..."};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct str q = yaml_quote(&a, str_c(texts[i]));
        assert_int_equal(str_chr(q, '\n'), STR_NONE);
        const struct yaml *y = parse(str_fmt(&a, "k: %s\nl: [%s, {m: %s}]\n", q.s, q.s, q.s).s);
        const struct yaml *k = yaml_get(y, "k");
        assert_int_equal(k->kind, YAML_SCALAR);
        assert_string_equal(k->text.s, texts[i]);
        assert_string_equal(yaml_get(yaml_get(y, "l")->child->next, "m")->text.s, texts[i]);
    }
    assert_string_equal(yaml_quote(&a, str_lit("Morning Brief")).s, "Morning Brief");
    assert_string_equal(yaml_quote(&a, str_lit("yes")).s, "\"yes\"");
}

/* What follows a value behind a # without a space is told; a remark with one, and a # inside a word or in quotes, is
 * not. */
static void glued_remarks(void **state)
{
    static const struct {
        const char *text, *glued;
        int line, column;
    } table[] = {
        {"h: Dock #2\n", "#2", 1, 4},
        {"h: Dock # 2\n", NULL, 0, 0},
        {"h: Dock#2\n", NULL, 0, 0},
        {"h: \"Dock #2\"\n", NULL, 0, 0},
        {"h: 'Dock' #2\n", NULL, 0, 0},
        {"h: #2 opens\n", "#2 opens", 1, 4},
        {"colour:   #0a5\nx: y\n", "#0a5", 1, 11},
        {"h:\n#remark\nx: y\n", NULL, 0, 0},
        {"h: #\n", NULL, 0, 0},
        {"h: x #---- y\n", NULL, 0, 0},
        {"l:\n  - a\n  - #3 boats\n", "#3 boats", 3, 5},
        {"l:\n  - a #3\n  -\n", "#3", 2, 5},
        {"l:\n  - a # x\n  -\n  - \n", NULL, 0, 0},
        {"m: {k: a #\xC3\xA9t\xC3\xA9\n }\n", "#\xC3\xA9t\xC3\xA9", 1, 8},
        {"h: two\n  lines #5\n", "#5", 1, 4},
        {"h: last #9", "#9", 1, 4},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct yaml_refs found = {0};
        yaml_glued(&a, parse(table[i].text), &found);
        assert_int_equal(found.n, table[i].glued != NULL);
        if (!table[i].glued)
            continue;
        assert_string_equal(found.v[0]->glued.s, table[i].glued);
        assert_int_equal(found.v[0]->line, table[i].line);
        assert_int_equal(found.v[0]->column, table[i].column);
    }
    struct buf b;
    buf_init(&b, 1 << 20);
    for (int i = 0; i < 5000; i++)
        buf_c(&b, "- #1\n");
    struct yaml_refs many = {0};
    yaml_glued(&a, parse(buf_dup(&a, &b).s), &many);
    assert_int_equal(many.n, 20);
    buf_end(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(values, end),
        cmocka_unit_test_teardown(places, end),
        cmocka_unit_test_teardown(nothing_is_null, end),
        cmocka_unit_test_teardown(text_blocks, end),
        cmocka_unit_test_teardown(shared_values, end),
        cmocka_unit_test_teardown(refused, end),
        cmocka_unit_test_teardown(glued_remarks, end),
        cmocka_unit_test_teardown(attacks, end),
        cmocka_unit_test(nearest),
        cmocka_unit_test_teardown(quoting_reads_back, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
