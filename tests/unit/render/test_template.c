/* The template language over JSON, and what a family's strict compiler refuses. */
#include "render/sample.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct language_case {
    const char *template, *data, *partials, *expected; /* expected NULL: refused, with `message` in the error */
    const char *message;
};

static const struct language_case language[] = {
    {"Hello {{name}}!", "{\"name\":\"<Ann> & \\\"Bo\\\"\"}", "{}", "Hello &lt;Ann&gt; &amp; &quot;Bo&quot;!", NULL},
    {"{{{a}}}{{&a}}", "{\"a\":\"<\"}", "{}", "<<", NULL},
    {"{{#a}}{{b}}{{#c}}{{b}}{{.}}{{/c}}{{/a}}", "{\"a\":{\"b\":1,\"c\":[\"x\",\"y\"]}}", "{}", "11x1y", NULL},
    {"{{a.b.c}}|{{#a}}{{b.d}}{{/a}}|", "{\"a\":{\"b\":{\"c\":true}},\"b\":{\"d\":2}}", "{}", "||", NULL},
    {"a\n  {{! gone }}\nb\n", "{}", "{}", "a\nb\n", NULL},
    {"{{=<% %>=}}<%x%><%={{ }}=%>{{x}}", "{\"x\":3}", "{}", "33", NULL},
    {"{{=| |=}}|#on|y|/on|", "{\"on\":true}", "{}", "y", NULL},
    {"\r\n{{#on}}\r\nx\r\n{{/on}}\r\n", "{\"on\":true}", "{}", "\r\nx\r\n", NULL},
    {"  {{>p}}\nend", "{\"v\":\"1\\n2\"}", "{\"p\":\"a\\n\\n{{{v}}}\\n\"}", "  a\n\n  1\n2\nend", NULL},
    {"{{>node}}", "{\"v\":1,\"kids\":[{\"v\":2,\"kids\":[]},{\"v\":3,\"kids\":[]}]}",
     "{\"node\":\"{{v}}<{{#kids}}{{>node}}{{/kids}}>\"}", "1<2<>3<>>", NULL},
    {"{{>*which}}", "{\"which\":\"b\"}", "{\"a\":\"A\",\"b\":\"B\"}", "B", NULL},
    {"{{<page}}{{$body}}mine{{/body}}{{/page}}", "{}", "{\"page\":\"[{{$head}}H{{/head}} {{$body}}theirs{{/body}}]\"}",
     "[H mine]", NULL},
    {"{{<page}}\n{{$body}}\n    one\n    two\n{{/body}}\n{{/page}}\n", "{}",
     "{\"page\":\"<\\n  {{$body}}{{/body}}\\n>\\n\"}", "<\n  one\n  two\n>\n", NULL},
    {"{{<page}}{{$body}}\none\n  two\n{{/body}}{{/page}}", "{}", "{\"page\":\"{{$body}}\\n  default\\n{{/body}}\\n\"}",
     "  one\n    two\n", NULL},
    {"{{^none}}x{{/none}}{{^list}}y{{/list}}{{^on}}z{{/on}}", "{\"list\":[],\"on\":true}", "{}", "xy", NULL},
    {"{{n}} {{f}}", "{\"n\":1234567890123,\"f\":1.21}", "{}", "1234567890123 1.21", NULL},
    /* refused */
    {"line\n  {{name", "{}", "{}", NULL, "template:2:3: this tag is not closed"},
    {"{{#a}}\n{{/b}}", "{}", "{}", NULL, "template:2:1: {{/b}} found where {{/a}} of line 1 should be"},
    {"\xC3\xA9{{#a}}", "{}", "{}", NULL, "template:1:2: {{a}} is opened here and never closed"},
    {"x\n {{<*p}}{{/*p}}", "{}", "{}", NULL, "template:2:2: {{<*p}}: a parent is named"},
    {"{{/a}}", "{}", "{}", NULL, "closes nothing"},
    {"{{ }}", "{}", "{}", NULL, "a tag without a name"},
    {"{{=a=}}", "{}", "{}", NULL, "delimiters are two words"},
    {"{{a..b}}", "{}", "{}", NULL, "a dot needs a name on both sides"},
    {"{{a.}}", "{}", "{}", NULL, "a dot needs a name on both sides"},
    {"{{>p}}", "{}", "{\"p\":\"{{>p}}\"}", NULL, "includes itself without end"},
    {"{{<p}}{{/p}}", "{}", "{\"p\":\"{{<p}}{{/p}}\"}", NULL, "includes itself without end"},
};

static struct str json_text(struct arena *a, const struct language_case *c, struct err *e)
{
    struct json *data = json_parse(str_c(c->data), str_lit("data"), e);
    struct json *partials = json_parse(str_c(c->partials), str_lit("partials"), e);
    struct str out = {0};
    if (render_json(a, str_c(c->template), data, partials, &out, e))
        out = (struct str){0};
    json_end(data);
    json_end(partials);
    return out;
}

static void test_language(void **state)
{
    for (size_t i = 0; i < sizeof language / sizeof *language; i++) {
        struct arena a = {0};
        struct err e = {0};
        struct str out = json_text(&a, &language[i], &e);
        if (language[i].expected) {
            if (!str_eqc(out, language[i].expected))
                fail_msg("%s\n gave %s\n not  %s (%s)", language[i].template, out.s, language[i].expected, e.msg);
        } else if (out.s || !strstr(e.msg, language[i].message)) {
            fail_msg("%s\n said %s\n not  %s", language[i].template, e.msg, language[i].message);
        }
        arena_end(&a);
    }
}

/* Growth in every direction ends in an error, soon. */
static void test_bounds(void **state)
{
    struct arena a = {0};
    struct err e = {0};
    struct buf b;
    buf_init(&b, 1 << 22);
    for (int i = 0; i < 70; i++)
        buf_c(&b, "{{#a}}");
    struct str out;
    assert_int_equal(render_json(&a, buf_view(&b), NULL, NULL, &out, &e), -1);
    assert_non_null(strstr(e.msg, "nest deeper"));
    /* each partial includes the next one twice: 2^30 pieces of nothing */
    buf_clear(&b);
    buf_c(&b, "{");
    for (int i = 0; i < 30; i++)
        buf_fmt(&b, "\"p%d\":\"{{<p%d}}{{/p%d}}{{<p%d}}{{/p%d}}\",", i, i + 1, i + 1, i + 1, i + 1);
    buf_c(&b, "\"end\":\"\"}");
    struct json *partials = json_parse(buf_view(&b), str_lit("partials"), &e);
    assert_int_equal(render_json(&a, str_lit("{{<p0}}{{/p0}}"), NULL, partials, &out, &e), -1);
    assert_non_null(strstr(e.msg, "partials are put in place"));
    json_end(partials);
    buf_end(&b);
    arena_end(&a);
}

struct strict_case {
    const char *html, *text, *message; /* NULL: accepted */
};

static const struct strict_case strict[] = {
    {"<p>{{title}}</p>", "{{title}}", NULL},
    {"<p>{{headlin}}</p>", "", "digest.html:1:4: there is no variable \"headlin\" here"},
    {"<p>\n{{#lead}}{{headlin}}{{/lead}}</p>", "",
     "digest.html:2:10: there is no variable \"headlin\" here; is \"headline\" meant?"},
    {"{{#section}}{{/section}}", "", "is \"sections\" meant?"},
    {"{{sections}}", "", "\"sections\" is a list, not a text"},
    {"{{lead}}", "", "is a group of variables"},
    {"{{single}}", "", "is yes or no"},
    {"{{sections.title}}", "", "\"sections\" is a list; write {{#sections}}"},
    {"{{date.lnog}}", "", "there is no variable \"date.lnog\" here; is \"long\" meant?"},
    {"{{.}}", "", "{{.}} means the item of a list"},
    {"{{#lead}}{{#why}}{{#bullets}}{{.}}{{/bullets}}{{/why}}{{/lead}}", "", NULL},
    {"{{{title}}}", "", "must be escaped"},
    {"", "{{{title}}} {{subscriber.city}}", NULL},
    {"{{subscriber.home town}}", "", "there is no variable \"subscriber.home town\""},
    {"<p class={{title}}>x</p>", "", "needs quotes"},
    {"<{{title}}>", "", "not inside a tag"},
    {"<p {{title}}>x</p>", "", "not inside a tag"},
    {"<a onclick=\"{{title}}\">x</a>", "", "event handlers"},
    {"<script>{{title}}</script>", "", "scripts"},
    {"<p style=\"color:{{title}}\">x</p>", "", "cannot stand in a style"},
    {"<p style=\"color:{{style.accent}}\">x</p>", "", NULL},
    {"<style data-embed>p{float:{{start}}}</style>", "", NULL},
    {"<p {{#single}}title=\"{{/single}}\">x</p>", "", "could not be left out"},
    {"<p{{#single}} title=\"a\"{{/single}}>x</p>", "", NULL},
    {"<p title=\"a{{#single}}b{{/single}}\">x</p>", "", NULL},
    {"<!-- {{title}} ", "", "still open"},
    {"{{>nothing}}", "", "there is no template \"nothing\""},
    {"{{>digest}}", "", "includes itself without end"},
    {"<p style=\"color:var(--accnt)\"></p><style>:root{--accent:#123456}</style>", "",
     "var(--accnt) is not defined in :root; is --accent meant?"},
    {"<style>:root{--a:var(--b);--b:var(--a)} p{color:var(--a)}</style>", "", "is defined by itself"},
    {"<style>{{#single}}p{color:red}{{/single}}</style>", "", "cannot hold sections"},
    {"<style>p{color:red</style>", "", "a block without its brace"},
};

static void test_strict(void **state)
{
    for (size_t i = 0; i < sizeof strict / sizeof *strict; i++) {
        struct arena a = {0};
        struct err e = {0};
        struct family *f = NULL;
        struct template_files files = {0};
        vec_add(&a, &files,
                ((struct template_file){str_lit("digest.html"), str_lit("digest.html"), str_c(strict[i].html)}));
        vec_add(&a, &files,
                ((struct template_file){str_lit("digest.txt"), str_lit("digest.txt"), str_c(strict[i].text)}));
        int failed = render_family(&a, str_lit("own"), &files, &f, &e);
        if (failed != (strict[i].message ? -1 : 0) ||
            (failed && (e.code != EX_CONFIG || !strstr(e.msg, strict[i].message))))
            fail_msg("%s\n said %s\n not  %s", strict[i].html, e.msg, strict[i].message);
        arena_end(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_language), cmocka_unit_test(test_bounds),
                                       cmocka_unit_test(test_strict)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
