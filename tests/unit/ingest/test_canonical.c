/* One address per article: AMP's forms and trackers go, what names a page stays. */
#include "ingest/article.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct arena a;

static int end(void **state)
{
    arena_end(&a);
    return 0;
}

static void forms(void **state)
{
    static const struct {
        const char *in, *out;
    } cases[] = {
        /* caches */
        {"https://www.google.com/amp/s/www.city.example/news/harbor-opens-early/",
         "https://www.city.example/news/harbor-opens-early/"},
        {"https://www.google.de/amp/s/amp.city.example/news/4711", "https://city.example/news/4711"},
        {"https://google.com/amp/city.example/news/4711?id=3", "http://city.example/news/4711?id=3"},
        {"https://www-city-example.cdn.ampproject.org/c/s/www.city.example/a/"
         "harbor-opens-early.amp.html?amp_js_v=0.1&usqp=mq331AQ",
         "https://www.city.example/a/harbor-opens-early.html"},
        {"https://www-city-example.cdn.ampproject.org/v/s/www.city.example/a/4711?amp=1&id=2&amp_gsa=1",
         "https://www.city.example/a/4711?id=2"},
        {"https://city.org/a/4711?isamp=true", "https://city.org/a/4711"},
        {"https://city.org/a/4711?id=3&usqp=mq331AQ", "https://city.org/a/4711?id=3"},
        {"https://sample.org/campaign/4711?example=1", "https://sample.org/campaign/4711?example=1"},
        {"https://sample.org/campaign/4711?AMP", "https://sample.org/campaign/4711"},
        {"https://cdn.ampproject.org/c/www.city.example/a/4711", "http://www.city.example/a/4711"},
        {"https://city-example.bing-amp.com/c/s/city.example/a/4711/amp", "https://city.example/a/4711"},
        {"https://www.bing.com/amp/s/city.example/a/4711", "https://city.example/a/4711"},
        /* a site's own */
        {"https://amp.city.example/news/4711", "https://city.example/news/4711"},
        {"https://amp.city.example:8443/news/4711", "https://city.example:8443/news/4711"},
        {"https://city.example/news/harbor-opens-early/amp/", "https://city.example/news/harbor-opens-early/"},
        {"https://city.example/news/harbor-opens-early/amp", "https://city.example/news/harbor-opens-early"},
        {"https://city.example/amp/news/harbor-opens-early", "https://city.example/news/harbor-opens-early"},
        {"https://city.example/2025/07/story-4711.amp", "https://city.example/2025/07/story-4711"},
        {"https://city.example/2025/07/story-4711.amp.html", "https://city.example/2025/07/story-4711.html"},
        {"https://city.example/news/4711?amp", "https://city.example/news/4711"},
        {"https://city.example/news/4711?amp=1&utm_source=x&page=2", "https://city.example/news/4711?page=2"},
        {"https://city.example/news/4711?outputType=amp", "https://city.example/news/4711"},
        {"https://city.example/news/harbor-opens-early/amp/?utm_medium=mail&fbclid=1#top",
         "https://city.example/news/harbor-opens-early/"},
        /* not AMP: the address still has to lead there */
        {"https://wiki.example/wiki/amp", "https://wiki.example/wiki/amp"},
        {"https://city.example/amp/", "https://city.example/amp/"},
        {"https://city.example/amp", "https://city.example/amp"},
        {"https://city.example/guitars/amp/", "https://city.example/guitars/amp/"},
        {"https://city.example/news/champions-of-amp-4711", "https://city.example/news/champions-of-amp-4711"},
        {"https://amp.example/news/4711", "https://amp.example/news/4711"},
        {"https://www.google.com/amp/s/", "https://www.google.com/amp/s/"},
        {"https://www.google.com/amp/s/localhost/x", "https://www.google.com/amp/s/localhost/x"},
        {"https://www.google.com/search?q=amp", "https://www.google.com/search?q=amp"},
        {"https://city.example/news/4711?ampere=16", "https://city.example/news/4711?ampere=16"},
        {"javascript:alert(1)//amp/", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str got = article_canonical(&a, str_c(cases[i].in));
        if (!cases[i].out ? got.s != NULL : !str_eqc(got, cases[i].out))
            fail_msg("%s: got '" STR_FMT "', wanted '%s'", cases[i].in, STR_ARG(got),
                     cases[i].out ? cases[i].out : "(none)");
        if (got.s && !str_eq(article_canonical(&a, got), got))
            fail_msg("%s: its form has another form", cases[i].in);
    }
}

/* A cache inside a cache inside a cache ... is unwrapped a few times and then left as it is. */
static void nested(void **state)
{
    struct str url = str_lit("https://city.example/news/4711");
    for (int i = 0; i < 300; i++)
        url = str_fmt(&a, "https://www.google.com/amp/s/" STR_FMT, STR_ARG(str_sub(url, 8, url.n)));
    assert_true(article_canonical(&a, url).n > 0);
}

static void copies(void **state)
{
    struct article from = {.guid = str_lit("g"), .link = str_lit("https://x.example/l"), .title = str_lit("T")}, to;
    article_copy(&a, &from, &to);
    assert_true(str_eq(to.guid, from.guid) && to.guid.s != from.guid.s);
    assert_true(str_eq(to.link, from.link) && to.link.s != from.link.s);
    assert_true(to.title.s != from.title.s);
    assert_null(to.summary.s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(forms, end),
        cmocka_unit_test_teardown(nested, end),
        cmocka_unit_test_teardown(copies, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
