/* Inlining: what a page with a <style> becomes. */
#include "render/colors.h"
#include "render/sample.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static const struct {
    const char *page, *expected;
} cases[] = {
    {"<style>p{color:red}</style><p>x</p>", "<p style=\"color:red\">x</p>"},
    {"<style>p{color:red}.a{color:blue}#b{color:green}</style><p class=\"a\" id=\"b\">x</p>",
     "<p id=\"b\" style=\"color:green\">x</p>"},
    {"<style>#b{color:green}.a{color:blue}p{color:red}</style><p class=\"a\">x</p>", "<p style=\"color:blue\">x</p>"},
    {"<style>p,b{margin:0}</style><p>x<b>y</b></p>", "<p style=\"margin:0\">x<b style=\"margin:0\">y</b></p>"},
    {"<style>.a b{x:1}.a>b{y:2}</style><p class=\"a\"><b>1</b><i><b>2</b></i></p>",
     "<p><b style=\"x:1;y:2\">1</b><i><b style=\"x:1\">2</b></i></p>"},
    {"<style>table > tr > td{x:1}table td{y:2}</style><table><tr><td>1</td></tr></table>",
     "<table><tr><td style=\"y:2\">1</td></tr></table>"},
    {"<style>p{color:red!important}p{color:blue}</style><p>x</p>", "<p style=\"color:red\">x</p>"},
    {"<style>p{color:red !important;margin:0}</style><p style=\"color:blue;margin:1px\">x</p>",
     "<p style=\"color:red !important;color:blue;margin:1px\">x</p>"},
    {"<style>p{color:red;margin:0}</style><p style=\"color:blue\">x</p>", "<p style=\"margin:0;color:blue\">x</p>"},
    {"<style>p{padding-left:1px;padding:2px}</style><p>x</p>", "<p style=\"padding:2px\">x</p>"},
    {"<style>p{padding:2px;padding-left:1px}</style><p>x</p>", "<p style=\"padding:2px;padding-left:1px\">x</p>"},
    {"<style>p{border-radius:2px;border:0}</style><p>x</p>", "<p style=\"border-radius:2px;border:0\">x</p>"},
    {"<style>p{font-family:\"Segoe UI\"}</style><p>x</p>", "<p style=\"font-family:'Segoe UI'\">x</p>"},
    {"<style>/* note: p{} */ p { color : red ; } </style><p>x</p>", "<p style=\"color:red\">x</p>"},
    {"<style>a:hover{x:1}p{y:2}[title]{z:3}</style><p class=\"q\">x</p>",
     "<style>\na:hover{x:1}\n[title]{z:3}\n</style><p style=\"y:2\">x</p>"},
    {"<style>@media (max-width:480px){.q{x:1}}p{y:2}</style><p class=\"q r\">x</p>",
     "<style>\n@media (max-width:480px){.q{x:1}}\n</style><p class=\"q\" style=\"y:2\">x</p>"},
    {"<style data-embed>.k{x:1}</style><style>.k{y:2}.l{z:3}</style><p class=\"k l\">x</p>",
     "<style>.k{x:1}</style><p class=\"k\" style=\"y:2;z:3\">x</p>"},
    {"<!--[if mso]><style>.w{x:1}</style><p class=\"w\"><![endif]--><style>p{y:2}</style><p class=\"w\">x</p>",
     "<!--[if mso]><style>.w{x:1}</style><p class=\"w\"><![endif]--><p class=\"w\" style=\"y:2\">x</p>"},
    {"<style>:root{--a:#111;--b:var(--a)}p{color:var(--b)}</style><p style=\"x:var(--a)\" title=\"var(--b)\">x</p>",
     "<p style=\"color:#111;x:#111\" title=\"#111\">x</p>"},
    {"<style>:root{color-scheme:light;--a:1}p{x:var(--a)}</style><p>x</p>",
     "<style>\n:root{color-scheme:light}\n</style><p style=\"x:1\">x</p>"},
    {"<style>p{padding-{{start}}:1px}</style><p>x</p>", "<p style=\"padding-left:1px\">x</p>"},
    {"<style>p{border-{{start}}:1px}.a{border-{{start}}:2px}</style><p class=\"a\">x</p>",
     "<p style=\"border-left:2px\">x</p>"},
    {"<style>:root{--accent:#123456}p{color:var(--accent)}</style><p>x</p>", "<p style=\"color:#123456\">x</p>"},
    {"<style>.a{x:1}.b{y:2}</style><p class=\"a{{#single}} b{{/single}}\">x</p>", "<p class=\"\" style=\"x:1\">x</p>"},
    {"<style>p{x:1}</style><p{{#count}} lang=\"ar\"{{/count}}>x</p>", "<p lang=\"ar\" style=\"x:1\">x</p>"},
    {"<style>p{x:1}</style><p{{^count}} lang=\"ar\"{{/count}}>x</p>", "<p style=\"x:1\">x</p>"},
    {"<style>p{x:1}</style>{{#count}}<p>{{.}}</p>{{/count}}", "<p style=\"x:1\">10</p>"},
    {"<style>img{width:100%}</style><img src=\"https://x.example/a.png\" width=\"5\"/>",
     "<img src=\"https://x.example/a.png\" width=\"5\" style=\"width:100%\"/>"},
    {"<p>a</p>\n    <p>b</p>\n\n\n  <pre>", "<p>a</p>\n    <p>b</p>\n\n\n  <pre>"},
    {"<p>a</p>\n    <p>b</p>\n\n\n  <i>", "<p>a</p>\n<p>b</p>\n<i>"},
};

static void test_inline(void **state)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena a = {0};
        struct err e = {0};
        struct family *f;
        struct sample s;
        struct rendered r;
        struct template_files files = {0};
        sample_make(&a, &s);
        vec_add(&a, &files,
                ((struct template_file){str_lit("digest.html"), str_lit("digest.html"), str_c(cases[i].page)}));
        vec_add(&a, &files, ((struct template_file){str_lit("digest.txt"), str_lit("digest.txt"), str_lit("x")}));
        if (render_family(&a, str_lit("own"), &files, &f, &e) || sample_render(&a, f, &s, &r, &e))
            fail_msg("%s\n%s", cases[i].page, e.msg);
        if (!str_eqc(r.html, cases[i].expected))
            fail_msg("%s\n gave %s\n not  %s", cases[i].page, r.html.s, cases[i].expected);
        arena_end(&a);
    }
}

static void test_colors(void **state)
{
    static const struct {
        const char *x, *y;
        double ratio;
    } pairs[] = {{"#000", "white", 21},
                 {"#767676", "#ffffff", 4.54},
                 {"rgb(86, 92, 100)", "#fff", 6.76},
                 {"hsl(0,0%,0%)", "rgb(255 255 255 / 100%)", 21},
                 {"#ffffff80", "#000000", 5.32}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct color x, y;
        assert_true(color_parse(str_c(pairs[i].x), &x) && color_parse(str_c(pairs[i].y), &y));
        double ratio = color_contrast(color_over(x, y), y);
        if (fabs(ratio - pairs[i].ratio) > 0.02)
            fail_msg("%s on %s: %.3f", pairs[i].x, pairs[i].y, ratio);
    }
    struct color c;
    static const char *const none[] = {"", "#12", "#gggggg", "inherit", "rgb(1)", "#1234567890", "url(x)"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_false(color_parse(str_c(none[i]), &c));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_inline), cmocka_unit_test(test_colors)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
