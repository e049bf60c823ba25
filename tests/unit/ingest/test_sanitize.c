#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ingest/fragment.h"
#include "ingest/html_text.h"
#include "ingest/readers.h"
#include "ingest/sanitize.h"
#include "ingest/tidy.h"
#include <string.h>
#include <time.h>

static void html_out(void **state)
{
    static const struct {
        const char *in, *out;
    } cases[] = {
        {"<p>Hello <b>world</b></p>", "<p>Hello <b>world</b></p>"},
        {"<p>a<p>b", "<p>a</p><p>b</p>"},
        {"<script>alert(1)</script>x", "x"},
        {"<scr<script>ipt>alert(1)</script>", "ipt&gt;alert(1)"},
        {"<style>p{}</style><p style=\"color:red\" class=c id=i onclick=alert(1)>x</p>", "<p>x</p>"},
        {"<a href=\"javascript:alert(1)\">x</a>", "x"},
        {"<a href=\"&#106;avascript:alert(1)\">x</a>", "x"},
        {"<a href=\"java\nscript:alert(1)\">x</a>", "x"},
        {"<a href=\" \tjavascript:alert(1)\">x</a>", "x"},
        {"<a href=\"JaVaScRiPt:alert(1)\">x</a>", "x"},
        {"<a href=\"vbscript:x\">x</a><a href=\"data:text/html,x\">y</a><a href=\"file:///etc/passwd\">z</a>", "xyz"},
        {"<a href=\"/rel?a=1&amp;b=2\">x</a>", "<a href=\"https://x.example/rel?a=1&amp;b=2\">x</a>"},
        {"<a href=\"//y.example/p\">x</a>", "<a href=\"https://y.example/p\">x</a>"},
        {"<a href=\"mailto:a@x.example\">x</a>", "<a href=\"mailto:a@x.example\">x</a>"},
        {"<a href=\"http://a.example/&quot;onclick=&quot;x\">x</a>",
         "<a href=\"http://a.example/%22onclick=%22x\">x</a>"},
        {"<img src=\"/a.jpg\" alt=\"A &quot;b&quot;\" width=300 height=200 onerror=x>",
         "<img src=\"https://x.example/a.jpg\" alt=\"A &quot;b&quot;\" width=\"300\" height=\"200\">"},
        {"<img src=\"data:image/png;base64,AAAA\">x", "x"},
        {"<img src=\"http://t.example/p.gif\" width=1 height=1>x", "x"},
        {"<img src=\"http://t.example/p.gif\" style=\"width:1px\">x", "x"},
        {"<img src=\"http://t.example/p.gif\" style=\"display: none\">x", "x"},
        {"<img src=\"http://t.example/pixel.gif?id=7\">x", "x"},
        {"<img src=\"http://pixel.wp.com/g.gif\">x", "x"},
        {"<img src=\"http://x.example/google-pixel-8.jpg\">",
         "<img src=\"http://x.example/google-pixel-8.jpg\" alt=\"\">"},
        {"<img data-src=\"/lazy.jpg\" src=\"data:image/gif;base64,R0\">",
         "<img src=\"https://x.example/lazy.jpg\" alt=\"\">"},
        {"<img src=\"HTTP://x.example/a.jpg\"><a href=\"hTTps://x.example/\">x</a>",
         "<img src=\"http://x.example/a.jpg\" alt=\"\"><a href=\"https://x.example/\">x</a>"},
        {"<p title=\"&#2222222222;\">x&#2222222222;y</p>", "<p>x&#65533;y</p>"},
        {"<pre>\nx</pre>", "<pre>x</pre>"},
        {"<pre>\n\n\nx</pre>", "<pre>\n\n\nx</pre>"},
        {"<iframe src=x>y</iframe><object>o</object><embed src=x><svg onload=x><circle/></svg>z", "z"},
        {"<form action=x><input name=p><button>Go</button>text</form>", "<div>Gotext</div>"},
        {"<table><tr><td colspan=2 bgcolor=red>x</table>",
         "<table><tbody><tr><td colspan=\"2\">x</td></tr></tbody></table>"},
        {"</td></tr></table>x", "x"},
        {"<p>1 < 2 &amp; 3 &lt; 4</p>", "<p>1 &lt; 2 &amp; 3 &lt; 4</p>"},
        {"<!-- --!><script>x</script>-->", "--&gt;"},
        {"<!--[if mso]><p>x</p><![endif]-->y", "y"},
        {"<![CDATA[ a < b ]]>", "a &lt; b"},
        {"<b><i>x</b>y</i>", "<b><i>x</i></b>y"},
        {"<a href=\"https://x.example/1\">one<a href=\"https://x.example/2\">two</a>",
         "<a href=\"https://x.example/1\">one</a><a href=\"https://x.example/2\">two</a>"},
        {"<unknown onclick=x>text</unknown>", "text"},
        {"<p></p><div> </div><span></span>x", "x"},
        {"<title>t</title><meta http-equiv=refresh content=\"0;url=x\"><link rel=stylesheet href=x><base href=x>x",
         "x"},
        {"<ol start=3><li>c<li>d</ol>", "<ol start=\"3\"><li>c</li><li>d</li></ol>"},
        {"<p hidden>x</p><p style='display:none'>y</p>z", "z"},
        {"<plaintext>a<b>c", "a<b>c</b>"},
        {"<noscript><img src=x onerror=y></noscript>z", "z"},
        {"<xmp><script>x</script></xmp>z", "z"},
        {"<p dir=rtl lang=ar>x</p>", "<p dir=\"rtl\" lang=\"ar\">x</p>"},
        {"<math><mtext><table><mglyph><style><img src=x onerror=y></style></table></mtext></math>z", "z"},
        {"<p>If <math><mi>a</mi><mo>+</mo><mi>b</mi><annotation encoding=x>a + b</annotation></math> then",
         "<p>If a+b then</p>"},
        {"<math><annotation-xml encoding='text/html'><script>x</script><b>y</b></annotation-xml></math>z", "z"},
        {"<p>ab\xE2\x80\xAE"
         "cd &#x202E;e \xE2\x81\xA6"
         "f</p>",
         "<p>abcd e f</p>"},
        {"", ""},
    };
    struct arena a = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str got = ingest_sanitize(&a, str_c(cases[i].in), str_lit("https://x.example/dir/"));
        if (!str_eqc(got, cases[i].out))
            fail_msg("%s\nwant %s\ngot  " STR_FMT, cases[i].in, cases[i].out, STR_ARG(got));
        struct str again = ingest_sanitize(&a, got, str_lit("https://x.example/dir/"));
        if (!str_eq(again, got))
            fail_msg("not stable: " STR_FMT " -> " STR_FMT, STR_ARG(got), STR_ARG(again));
    }
    arena_end(&a);
}

static void text_out(void **state)
{
    static const struct {
        const char *in, *out;
    } cases[] = {
        {"<p>One  two\nthree</p><p>four</p>", "One two three\n\nfour"},
        {"a<br>b<br><br>c", "a\nb\n\nc"},
        {"<ul><li>x<li>y</ul><p>z", "x\ny\n\nz"},
        {"<table><tr><td>a<td>b<tr><td>c</table>", "a b\nc"},
        {"<h2>Head</h2>text", "Head\n\ntext"},
        {"<pre>a\n  b</pre>", "a\n  b"},
        {"<p>caf\xC3\xA9&nbsp;au lait &amp; more</p>", "caf\xC3\xA9 au lait & more"},
        {"<p>a<script>b</script><style>c</style>d</p>", "ad"},
        {"<p><a href='https://x.example/'>link</a>.</p>", "link."},
    };
    struct arena a = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str got = ingest_html_text(&a, str_c(cases[i].in));
        if (!str_eqc(got, cases[i].out))
            fail_msg("%s\nwant %s\ngot  " STR_FMT, cases[i].in, cases[i].out, STR_ARG(got));
    }
    struct str links = ingest_html_text_links(
        &a,
        str_lit("<p>Read <a href='/one'>this</a> and <a href='https://y.example/2'>that</a>.</p>"
                "<ol><li>first of all the items that are long enough to wrap</ol><blockquote>said</blockquote>"),
        str_lit("https://x.example/"), 30);
    assert_string_equal(links.s, "Read this [1] and that [2].\n\n"
                                 " 1. first of all the items\n    that are long enough to\n    wrap\n\n"
                                 "> said\n\n"
                                 "[1] https://x.example/one\n[2] https://y.example/2");
    arena_end(&a);
}

/* A fragment's tree, built as tidy tells it, is the page parser's; where it is not worth building, that one is asked.
 */
static void fragments(void **state)
{
    static const char *const cases[] = {
        "one",
        "<p>a<b>b<div>c</b>d</div>e",
        "<b><i>x<p>y</b>z</i></p>w",
        "<a>1<b>2<a>3<div>4</a>5</b>6",
        "<b>x<i>y</i><i>z</i><div>a</b>b</div>",
        "<i><b><u>1<p>2</i>3</b>4</p></u>5",
        "a&am<!-- x -->p;b&lt<!-- -->;c",
        "x < y <z>w</z> &ampamp; &eacute;&#8212;&#x41;&#150;",
        "<pre>\n a\n</pre><pre><!-- -->\nb</pre><pre><b>\nc</b></pre>",
        "<pre><script type='application/ld+json'>{\"a\": \"<b>\"}</script>\nx</pre>y",
        "<title>a<b</title>c<title>d",
        "<table><td>1<td>2<tr><td>3</table>",
        "<table><tbody><tr><th>1</th> <td>2</td></tr> <tr><td>3<b>4</td></table>",
        "<table>a<tr>b<td>c</table>",
        "<td>x</td><tr>y",
        "<table><tr><b><td>x</b></td></tr></table>",
        "<table><colgroup><col><col></colgroup><caption>c</caption><tr><td>x</table>",
        "<ul><li>a<li>b<ul><li>c</ul>d</ul>",
        "<p hidden>x</p><p title='a\"b' lang=de dir='rtl'>y</p><p dir=a\"b'c>z",
        "<html lang=de><body class=x>a</body>b</html>c",
        "<form action=/x><p>a</form>b",
        "<img src='/i.png' alt='a &amp; b' width=0300 height=20px><img src=data:x>",
        "<a href=' /a b '>x</a><a href='HTTPS://X.example/\ty'>z</a><a href='https://y.example/?a=1&amp;b=2'>w</a>",
        "<![CDATA[ a<b> & c ]]><p/>d</p></br></p>e",
        "&unknown; &notit; &copy &nbsp;",
    };
    static const struct text_style plain = {0};
    const struct str base = str_lit("https://x.example/dir/");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena a = {0};
        struct dom quick, slow;
        fragment_parse(&a, str_c(cases[i]), &quick);
        dom_parse_fragment(&a, str_c(cases[i]), &slow);
        assert_string_equal(dom_plain(&a, quick.root, &plain).s, dom_plain(&a, slow.root, &plain).s);
        struct str html = dom_html(&a, quick.root, base), slow_html = dom_html(&a, slow.root, base);
        if (!strstr(cases[i], "<table>")) /* the page parser adds a tbody */
            assert_string_equal(html.s, slow_html.s);
        assert_string_equal(ingest_html_text(&a, html).s, ingest_html_text(&a, slow_html).s);
        arena_end(&a);
    }
}

/* What a fragment is told and taken back again costs once, however deep it stands. */
static void taken_back(void **state)
{
    struct arena a = {0};
    struct dom d;
    struct buf b;
    buf_init(&b, 4u << 20);
    for (int i = 0; i < 240; i++)
        buf_c(&b, "<b>");
    for (int i = 0; i < 20000; i++)
        buf_c(&b, "<i>x</i>");
    buf_c(&b, "<div>");
    for (int i = 0; i < 240; i++)
        buf_c(&b, "</b>");
    fragment_parse(&a, buf_view(&b), &d);
    assert_int_equal(d.nodes, 40001);
    assert_int_equal(d.root->first->tag, T_I);
    assert_int_equal(d.root->last->tag, T_DIV);
    size_t children = 0;
    for (struct node *n = d.root->last; n; n = n->prev, children++)
        assert_ptr_equal(n->parent, d.root);
    assert_int_equal(children, 20001);
    buf_end(&b);
    arena_end(&a);
}

/* What takes more than linear time, or more memory than a page is worth, in other hands. */
static void floods(void **state)
{
    static const char *const pieces[] = {"<div>",        "<b id=1>", "<p><b>",   "<table><tr><td>",  "<a href=x><p>",
                                         "</div>",       "<!--",     "<svg>",    "<style>",          "<![CDATA[",
                                         "<p a a a a>",  "<",        "<li>",     "<ul><li>",         "<b></p>",
                                         "<i><div></i>", "<x-y>",    "<title>",  "<select><option>", "&",
                                         "&#",           "<p \"",    "<h1><h2>", "<form><form>",     "<table><b>"};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        struct arena a = {0};
        struct buf b;
        buf_init(&b, 4u << 20);
        while (b.n < 400000)
            buf_c(&b, pieces[i]);
        clock_t start = clock();
        struct str html = ingest_sanitize(&a, buf_view(&b), (struct str){NULL, 0});
        double s = (double)(clock() - start) / CLOCKS_PER_SEC;
        if (s > 8 || html.n > 20 * b.n)
            fail_msg("%s: %.1f s, %zu bytes", pieces[i], s, html.n);
        buf_end(&b);
        arena_end(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(html_out), cmocka_unit_test(text_out),
                                       cmocka_unit_test(fragments), cmocka_unit_test(taken_back),
                                       cmocka_unit_test(floods)};
    return cmocka_run_group_tests_name("sanitize", tests, NULL, NULL);
}
