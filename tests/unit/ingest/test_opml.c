/* Lists of feeds from other programs, and the feeds a page says it has. */
#include "ingest/ingest.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct str dump(struct arena *a, const struct subscriptions *v)
{
    struct buf b;
    buf_init(&b, 8 << 20);
    for (size_t i = 0; i < v->n; i++)
        buf_fmt(&b, STR_FMT "|" STR_FMT "|" STR_FMT "|" STR_FMT "\n", STR_ARG(v->v[i].url), STR_ARG(v->v[i].title),
                STR_ARG(v->v[i].page), STR_ARG(str_join(a, &v->v[i].tags, ",")));
    struct str out = buf_dup(a, &b);
    buf_end(&b);
    return out;
}

#define SAMPLE                                                                                                         \
    "<?xml version=\"1.0\"?>\n<opml version=\"1.1\"><head><title>Mine</title></head><body>\n"                          \
    "<outline text=\"News &amp; more\"><outline text=\"One\" title=\"The One\" type=\"rss\" "                          \
    "xmlUrl=\"http://one.example/rss?a=1&amp;b=2\""                                                                    \
    " htmlUrl=\"http://one.example/\"/>\n"                                                                             \
    "<outline text=\"Deep\"><outline text=\"Two\" xmlUrl=\"https://two.example/atom\" "                                \
    "category=\"/x/world,late\"></outline></outline></outline>\n"                                                      \
    "<outline text=\"Bad\" xmlUrl=\"file:///etc/hostname\"/><outline text='Three' xmlurl='http://three.example/f'/>\n" \
    "</body></opml>"

static void test_opml(void **state)
{
    struct arena a = {0};
    struct subscriptions v = {0};
    struct findings f = {.arena = &a};
    struct err e = {0};
    assert_int_equal(ingest_opml(&a, str_lit(SAMPLE), str_lit("f.opml"), &v, &f, &e), 0);
    assert_string_equal(dump(&a, &v).s, "http://one.example/rss?a=1&b=2|The One|http://one.example/|News & more\n"
                                        "https://two.example/atom|Two||News & more,Deep,world,late\n"
                                        "http://three.example/f|Three||\n");
    assert_int_equal(f.list.n, 1);

    struct buf b;
    buf_init(&b, 1 << 20);
    opml_write(&b, str_lit("A \"title\" <&>"), &v);
    struct subscriptions again = {0};
    assert_int_equal(ingest_opml(&a, buf_view(&b), str_lit("f.opml"), &again, &f, &e), 0);
    assert_string_equal(dump(&a, &again).s, dump(&a, &v).s);
    buf_end(&b);

    assert_int_equal(ingest_opml(&a, str_lit("<html>"), str_lit("f.opml"), &v, &f, &e), -1);
    assert_string_equal(e.msg, "f.opml: not OPML: it has no <opml> element");
    arena_end(&a);
}

static void test_spellings(void **state)
{
    struct arena a = {0};
    struct subscriptions v = {0};
    struct findings f = {.arena = &a};
    struct err e = {0};
    assert_int_equal(
        ingest_opml(&a,
                    str_lit("<opml><body><outline xmlUrl='feed://one.example/rss'/>"
                            "<outline xmlUrl='feed:https://two.example/rss'/><outline xmlUrl='feed:file:///etc/x'/>"
                            "<outline xmlUrl='http://lost.example/"),
                    str_lit("f.opml"), &v, &f, &e),
        0);
    assert_string_equal(dump(&a, &v).s, "http://one.example/rss|||\nhttps://two.example/rss|||\n");
    assert_int_equal(f.list.n, 2);
    assert_string_equal(f.list.v[1].text.s, "ends in the middle: </opml> is missing; the 2 feeds before it are read");
    v.n = 0;
    assert_int_equal(ingest_newsboat(&a, str_lit("feed://one.example/rss tag\n"), str_lit("urls"), &v, &f, &e), 0);
    assert_string_equal(dump(&a, &v).s, "http://one.example/rss|||tag\n");
    arena_end(&a);
}

static void test_newsboat(void **state)
{
    struct arena a = {0};
    struct subscriptions v = {0};
    struct findings f = {.arena = &a};
    struct err e = {0};
    struct str urls =
        str_lit("# mine\nhttp://one.example/rss\n\nhttps://two.example/ news \"two words\" \"~The Two\"\n"
                "\"query:Unread:unread = \\\"yes\\\"\"\nexec:~/x.sh\nnot-a-url tag\nhttp://three.example/ \"!\"\n");
    assert_int_equal(ingest_newsboat(&a, urls, str_lit("urls"), &v, &f, &e), 0);
    assert_string_equal(
        dump(&a, &v).s,
        "http://one.example/rss|||\nhttps://two.example/|The Two||news,two words\nhttp://three.example/|||\n");
    assert_int_equal(f.list.n, 3);
    assert_int_equal(f.list.v[2].line, 7);
    arena_end(&a);
}

static void test_discover(void **state)
{
    struct arena a = {0};
    struct subscriptions v = {0};
    ingest_discover(
        &a,
        str_lit(
            "<html><head><base href=\"http://p.example/dir/\"><!-- <link rel=alternate type=application/rss+xml "
            "href=no> -->"
            "<LINK REL='Alternate' TYPE='application/rss+xml; charset=x' TITLE='All &amp; sundry' HREF='feed.xml'>"
            "<link rel=alternate type=application/atom+xml href=/atom>"
            "<link rel=alternate type=application/atom+xml href=/atom>"
            "<link rel=alternate type=application/json href=/wp-json><link rel=stylesheet type=text/css href=/x.css>"
            "</head><a href=/rss>Feed</a>"),
        str_lit("http://p.example/"), &v);
    assert_string_equal(
        dump(&a, &v).s,
        "http://p.example/dir/feed.xml|All & sundry|http://p.example/|\nhttp://p.example/atom||http://p.example/|\n");
    v = (struct subscriptions){0};
    ingest_discover(&a, str_lit("<a href=/about>x</a><a href='/blog/feed/'>x</a><a href='index.xml?x'>y</a>"),
                    str_lit("http://q.example/a/"), &v);
    assert_string_equal(
        dump(&a, &v).s,
        "http://q.example/blog/feed/||http://q.example/a/|\nhttp://q.example/a/index.xml?x||http://q.example/a/|\n");
    arena_end(&a);
}

static void test_bounds(void **state)
{
    struct arena a = {0};
    struct subscriptions v = {0};
    struct findings f = {.arena = &a};
    struct err e = {0};
    struct buf b;
    buf_init(&b, 64 << 20);
    buf_c(&b, "<opml>");
    for (int i = 0; i < 30000; i++)
        buf_fmt(&b, "<outline text=\"t%d\" xmlUrl=\"http://x.example/%d\">", i, i);
    assert_int_equal(ingest_opml(&a, buf_view(&b), str_lit("f"), &v, &f, &e), 0);
    assert_int_equal(v.n, 20000);
    assert_int_equal(f.list.n, 1);
    buf_end(&b);
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_opml),     cmocka_unit_test(test_spellings), cmocka_unit_test(test_newsboat),
        cmocka_unit_test(test_discover), cmocka_unit_test(test_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
