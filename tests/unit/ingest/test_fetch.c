/* Fetching, against a web server on loopback that also misbehaves (tests/tools/http_server.py), and the rules about
 * addresses, for which nothing is connected to. */
#include "base/date.h"
#include "ingest/guard.h"
#include "ingest/http_value.h"
#include "ingest/ingest.h"
#include "ingest/robots.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

static pid_t server = -1;
static int port, neighbour;

static int server_start(void **state)
{
    int fd[2];
    if (pipe(fd) < 0)
        return -1;
    server = fork();
    if (server == 0) {
        dup2(fd[1], 1);
        execlp("python3", "python3", "tests/tools/http_server.py", "600", (char *)NULL);
        _exit(127);
    }
    close(fd[1]);
    FILE *in = fdopen(fd[0], "r");
    int got = in ? fscanf(in, "%d %d", &port, &neighbour) : 0;
    fclose(in);
    if (got != 2)
        print_message("no python3: transfers are not tested\n");
    return 0;
}

static int server_end(void **state)
{
    if (server > 0) {
        kill(server, SIGTERM);
        waitpid(server, NULL, 0);
    }
    return 0;
}

static const struct {
    const char *path;
    int status; /* 0: fails, and the error says: */
    const char *says;
    size_t max_bytes;
    int64_t timeout_ms;
} transfers[] = {
    {"/feed", 200, NULL, 0, 0},
    {"/gzip", 200, NULL, 0, 0},
    {"/chunked", 200, NULL, 0, 0},
    {"/found", 200, NULL, 0, 0},
    {"/hops/5", 200, NULL, 0, 0},
    {"/hops/6", 0, "more than 5 redirects", 0, 0},
    {"/loop", 0, "more than 5 redirects", 0, 0},
    {"/gone", 410, NULL, 0, 0},
    {"/missing", 404, NULL, 0, 0},
    {"/neighbour", 0, "redirected, refused: 127.0.0.1 is a loopback address; allow_private is for the source's own", 0,
     0},
    {"/file", 0, "refused: only http and https are fetched", 0, 0},
    {"/bomb", 0, "larger than 10 MiB after decompression", 0, 0},
    {"/endless", 0, "larger than 10 MiB after decompression", 0, 0},
    {"/page", 0, "larger than 20 bytes", 20, 0},
    {"/headers", 0, "more than 100 header lines", 0, 0},
    {"/short", 0, "remaining to read", 0, 0},
    {"/never", 0, "timed out", 0, 600},
    {"/drip", 0, "timed out", 0, 600},
};

static struct str at(struct arena *a, const char *path)
{
    return str_fmt(a, "http://127.0.0.1:%d%s", port, path);
}

static void test_transfers(void **state)
{
    for (size_t i = 0; port && i < sizeof transfers / sizeof *transfers; i++) {
        struct arena a = {0};
        struct err e = {0};
        struct fetch_result r = {0};
        struct fetch_options o = {
            .allow_private = true, .max_bytes = transfers[i].max_bytes, .timeout_ms = transfers[i].timeout_ms};
        int rc = ingest_fetch(&a, at(&a, transfers[i].path), &o, &r, &e);
        if (transfers[i].status ? rc != 0 || r.status != transfers[i].status
                                : rc == 0 || !strstr(e.msg, transfers[i].says))
            fail_msg("%s: %d %d %s", transfers[i].path, rc, r.status, e.msg);
        if (rc != 0)
            assert_true(e.code == EX_DATAERR || e.code == EX_TEMPFAIL);
        arena_end(&a);
    }
}

static void test_results(void **state)
{
    struct arena a = {0};
    struct err e = {0};
    struct fetch_result r = {0};
    struct fetch_options o = {.allow_private = true};
    if (!port)
        skip();
    assert_int_equal(ingest_fetch(&a, at(&a, "/feed"), &o, &r, &e), 0);
    assert_int_equal(r.max_age, 600);
    assert_string_equal(r.content_type.s, "application/rss+xml");
    assert_true(str_starts(r.body, "<?xml"));
    assert_null(r.permanent_url.s);

    assert_int_equal(ingest_fetch(&a, at(&a, "/moved"), &o, &r, &e), 0);
    assert_true(str_ends(r.permanent_url, "/feed"));
    assert_true(str_ends(r.final_url, "/feed"));

    assert_int_equal(ingest_fetch(&a, at(&a, "/busy"), &o, &r, &e), 0);
    assert_int_equal(r.status, 429);
    assert_int_equal(r.retry_after, 120);

    assert_int_equal(ingest_fetch(&a, at(&a, "/etag"), &o, &r, &e), 0);
    assert_string_equal(r.etag.s, "\"v1\"");
    o.etag = r.etag;
    o.last_modified = r.last_modified;
    assert_int_equal(ingest_fetch(&a, at(&a, "/etag"), &o, &r, &e), 0);
    assert_int_equal(r.status, 304);
    assert_int_equal(r.body.n, 0);

    o = (struct fetch_options){.allow_private = false};
    assert_int_equal(ingest_fetch(&a, at(&a, "/feed"), &o, &r, &e), -1);
    assert_non_null(strstr(e.msg, "/feed: refused: 127.0.0.1 is a loopback address"));
    arena_end(&a);
}

static void test_compressions(void **state)
{
    static const char *const paths[] = {"/gzip", "/deflate", "/zstd", "/brotli"};
    for (size_t i = 0; port && i < sizeof paths / sizeof *paths; i++) {
        struct arena a = {0};
        struct err e = {0};
        struct fetch_result r = {0};
        struct fetch_options o = {.allow_private = true};
        if (ingest_fetch(&a, at(&a, paths[i]), &o, &r, &e) || !str_starts(r.body, "<?xml") ||
            !str_ends(r.body, "</rss>"))
            fail_msg("%s: %s", paths[i], e.msg);
        arena_end(&a);
    }
}

/* What cannot be asked at all is said for what it is. */
static void test_addresses(void **state)
{
    static const struct {
        const char *url, *says;
    } cases[] = {
        {"gopher://x.example/", "only http and https are fetched"},
        {"http://x.example:99999/", "its host or its port cannot be read"},
        {"http://[::1/", "its host or its port cannot be read"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena a = {0};
        struct err e = {0};
        struct fetch_result r = {0};
        assert_int_equal(ingest_fetch(&a, str_c(cases[i].url), &(struct fetch_options){0}, &r, &e), -1);
        if (e.code != EX_DATAERR || !strstr(e.msg, cases[i].says))
            fail_msg("%s: %s", cases[i].url, e.msg);
        arena_end(&a);
    }
}

/* The neighbour's port was named by redirects only and must not have been asked. */
static void test_neighbour_untouched(void **state)
{
    struct arena a = {0};
    struct err e = {0};
    struct fetch_result r = {0};
    struct fetch_options o = {.allow_private = true};
    if (!port)
        skip();
    assert_int_equal(ingest_fetch(&a, at(&a, "/hits"), &o, &r, &e), 0);
    assert_true(str_ends(r.body, str_fmt(&a, "%d 0\n", neighbour).s));
    arena_end(&a);
}

static size_t progress_calls;
static void on_progress(void *ctx, size_t done, size_t all)
{
    assert_int_equal(done, ++progress_calls);
    assert_int_equal(all, *(size_t *)ctx);
}

static void test_many(void **state)
{
    enum { N = 300 };
    struct arena a = {0};
    struct err e = {0};
    struct fetch_request *r = arena_array(&a, struct fetch_request, N);
    size_t n = N;
    struct fetch_limits limits = {.progress = on_progress, .ctx = &n};
    if (!port)
        skip();
    for (size_t i = 0; i < N; i++) {
        r[i].url = i % 100 == 7   ? str_lit("gopher://127.0.0.1/")
                   : i % 100 == 8 ? at(&a, "/loop")
                   : i % 100 == 9 ? str_lit("http://10.1.2.3/feed")
                                  : at(&a, i % 2 ? "/feed" : "/etag");
        r[i].options.allow_private = i % 100 != 9;
    }
    assert_int_equal(ingest_fetch_all(&a, r, N, &limits, &e), 0);
    assert_int_equal(progress_calls, N);
    for (size_t i = 0; i < N; i++) {
        bool bad = i % 100 >= 7 && i % 100 <= 9;
        if (bad ? !r[i].err.code : r[i].err.code || r[i].result.status != 200)
            fail_msg("%zu: %s", i, r[i].err.msg);
    }
    arena_end(&a);
}

static void test_robots_asked(void **state)
{
    struct arena a = {0};
    struct err e = {0};
    struct fetch_request r[3] = {0};
    if (!port)
        skip();
    for (size_t i = 0; i < 3; i++)
        r[i].options = (struct fetch_options){.allow_private = true, .robots = i != 2};
    r[0].url = at(&a, "/private/1");
    r[1].url = at(&a, "/page");
    r[2].url = at(&a, "/private/2");
    assert_int_equal(ingest_fetch_all(&a, r, 3, NULL, &e), 0);
    assert_int_equal(r[0].err.code, EX_NOPERM);
    assert_int_equal(r[1].err.code, 0);
    assert_int_equal(r[2].err.code, 0);
    arena_end(&a);
}

static const struct {
    const char *host;
    bool allowed;
} hosts[] = {
    {"127.0.0.1", false},
    {"127.1", false},
    {"0x7f000001", false},
    {"017700000001", false},
    {"2130706433", false},
    {"0.0.0.0", false},
    {"0", false},
    {"10.9.8.7", false},
    {"172.16.0.1", false},
    {"172.31.255.255", false},
    {"192.168.0.1", false},
    {"169.254.169.254", false},
    {"100.64.0.1", false},
    {"192.0.0.8", false},
    {"198.19.0.1", false},
    {"224.0.0.251", false},
    {"255.255.255.255", false},
    {"::", false},
    {"::1", false},
    {"[::1]", false},
    {"::ffff:192.168.1.1", false},
    {"::127.0.0.1", false},
    {"64:ff9b::a00:1", false},
    {"2002:a00:1::", false},
    {"2001:db8::1", false},
    {"fe80::1%lo", false},
    {"fd00::1", false},
    {"ff02::1", false},
    {"fec0::1", false},
    {"2001::1", false},
    {"localhost", false},
    {"LocalHost.", false},
    {"db.localhost", false},
    {"127.0.0.1.", false},
    {"", false},
    {"9.9.9.9", true},
    {"172.32.0.1", true},
    {"100.128.0.1", true},
    {"198.20.0.1", true},
    {"2620:fe::fe", true},
    {"64:ff9b::808:808", true},
    {"news.example", true},
    {"localhost.example", true},
};

static void test_guard(void **state)
{
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++)
        if ((guard_host(str_c(hosts[i].host)) == NULL) != hosts[i].allowed)
            fail_msg("%s", hosts[i].host);
    struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0x7f000001)};
    assert_string_equal(guard_address((struct sockaddr *)&v4), "a loopback address");
    struct sockaddr local = {.sa_family = AF_UNIX};
    assert_non_null(guard_address(&local));
}

static void test_freshness(void **state)
{
    static const char date[] = "Thu, 31 Jul 2025 08:00:00 GMT", in_2_h[] = "Thu, 31 Jul 2025 10:00:00 GMT";
    static const struct {
        const char *control, *expires, *date, *age;
        int64_t fresh;
    } cases[] = {
        {"max-age=600", "", "", "", 600},
        {"public, Max-Age=\"600\", must-revalidate", "", "", "", 600},
        {"max-age=600", in_2_h, date, "", 600},
        {"max-age=0", in_2_h, date, "", 0},
        {"max-age=soon", in_2_h, date, "", 0},
        {"max-age=-5", in_2_h, date, "", 0},
        {"max-age=600, max-age=60", "", "", "", 600},
        {"max-age=600", "", "", "500", 100},
        {"max-age=600", "", "", "601", 0},
        {"max-age=600", "", "", "-5", 600},
        {"max-age=99999999999999999999", "", "", "", 0},
        {"max-age=9999999999", "", "", "", 30 * 86400},
        {"max-age=600, no-cache", "", "", "", 0},
        {"no-store", in_2_h, date, "", 0},
        {"", in_2_h, date, "", 7200},
        {"public", in_2_h, date, "", 7200},
        {"s-maxage=60", in_2_h, date, "", 7200},
        {"", in_2_h, date, "7000", 200},
        {"", "Thursday, 31-Jul-25 10:00:00 GMT", date, "", 7200},
        {"", "Thu Jul 31 10:00:00 2025", date, "", 7200},
        {"", in_2_h, "", "", 3600}, /* by our own clock */
        {"", in_2_h, "rubbish", "", 3600},
        {"", date, in_2_h, "", 0},
        {"", "0", date, "", 0},
        {"", "-1", date, "", 0},
        {"", "Fri, 31 Dec 9999 23:59:59 GMT", date, "", 30 * 86400},
        {"", "", date, "", 0},
    };
    clock_fix(1753952400); /* 09:00 */
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct http_freshness h = {str_c(cases[i].control), str_c(cases[i].expires), str_c(cases[i].date),
                                   str_c(cases[i].age)};
        int64_t got = http_fresh(&h);
        if (got != cases[i].fresh)
            fail_msg("%s, %s: %lld", cases[i].control, cases[i].expires, (long long)got);
    }
    assert_int_equal(http_sent_at(str_c(date)), 1753948800);
    assert_int_equal(http_sent_at(str_c(in_2_h)), 1753952400); /* to come */
    assert_int_equal(http_sent_at(str_lit("Thu, 31 Jul 2024 08:00:00 GMT")), 1753952400);
    assert_int_equal(http_sent_at(str_lit("")), 1753952400);
}

static void test_robots_rules(void **state)
{
    static const struct {
        const char *robots, *path;
        bool allowed;
        int64_t delay;
    } cases[] = {
        {"", "/x", true, 0},
        {"User-agent: *\nDisallow: /\n", "/x", false, 0},
        {"User-agent: *\nDisallow:\n", "/x", true, 0},
        {"User-agent: other\nDisallow: /\n", "/x", true, 0},
        {"User-agent: *\nDisallow: /\n\nUser-agent: Bulletin\nDisallow: /no\n", "/x", true, 0},
        {"User-agent: *\nDisallow: /\n\nUser-agent: Bulletin\nDisallow: /no\n", "/no/y", false, 0},
        {"User-agent: a\nUser-agent: bulletin/2.0\nCrawl-delay: 5 # s\nDisallow: /p\n", "/p", false, 5},
        {"User-agent: *\nDisallow: /a\nAllow: /a/b\n", "/a/b/c", true, 0},
        {"User-agent: *\nAllow: /a\nDisallow: /a\n", "/a", true, 0},
        {"User-agent: *\nDisallow: /*.pdf$\n", "/x/y.pdf", false, 0},
        {"User-agent: *\nDisallow: /*.pdf$\n", "/x/y.pdf?z", true, 0},
        {"User-agent: *\nDisallow: /a*b*c\n", "/axxbyyc/d", false, 0},
        {"\xef\xbb\xbfuser-agent: *\r\ndisallow: /x\r\n", "/x", false, 0},
        {"Disallow: /\n", "/x", true, 0},
        {"User-agent: *\nDisallow: /a$\n", "/a", false, 0},
        {"User-agent: *\nDisallow: /a$\n", "/a/a", true, 0},
        {"User-agent: *\nDisallow: /a*$\n", "/ab", false, 0},
        {"User-agent: *\nDisallow: /*ab*ab$\n", "/abab", false, 0},
        {"User-agent: *\nDisallow: /*ab*ab$\n", "/xab", true, 0},
        {"User-agent: *\nDisallow: /*ab*bc\n", "/abc", true, 0},
        {"User-agent: *\nDisallow: *\n", "/", false, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t delay = -1;
        bool allowed = robots_allow(str_c(cases[i].robots), str_lit("bulletin"), str_c(cases[i].path), &delay);
        if (allowed != cases[i].allowed || delay != cases[i].delay)
            fail_msg("%zu: %d %lld", i, allowed, (long long)delay);
    }
}

/* 500 KB of rules that nearly fit everywhere, against a path that is as long as is looked at. */
static void test_robots_hostile(void **state)
{
    static const char *const units[] = {"a", "ab", "a*", "*", "*aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"};
    struct arena a = {0};
    char *path = arena_room(&a, 4000);
    memset(path, 'a', 4000);
    for (size_t u = 0; u < sizeof units / sizeof *units; u++) {
        struct buf b;
        int64_t delay;
        buf_init(&b, 1 << 20);
        buf_c(&b, "User-agent: *\n");
        while (b.n < 500 << 10) {
            buf_c(&b, "Disallow: /*");
            for (size_t n = 0; n < 240; n += strlen(units[u]))
                buf_c(&b, units[u]);
            buf_c(&b, "X\n");
        }
        path[0] = '/';
        for (size_t k = 1; k < 4000; k++)
            path[k] = units[u][1] == 'b' && k % 2 == 0 ? 'b' : 'a';
        clock_t from = clock();
        assert_true(robots_allow(buf_view(&b), str_lit("bulletin"), (struct str){path, 4000}, &delay));
        if (clock() - from > CLOCKS_PER_SEC)
            fail_msg("%s: %.1f s", units[u], (double)(clock() - from) / CLOCKS_PER_SEC);
        buf_end(&b);
    }
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_robots_hostile), cmocka_unit_test(test_guard),
        cmocka_unit_test(test_freshness),      cmocka_unit_test(test_robots_rules),
        cmocka_unit_test(test_transfers),      cmocka_unit_test(test_results),
        cmocka_unit_test(test_compressions),   cmocka_unit_test(test_addresses),
        cmocka_unit_test(test_many),           cmocka_unit_test(test_neighbour_untouched),
        cmocka_unit_test(test_robots_asked),
    };
    return cmocka_run_group_tests(tests, server_start, server_end);
}
