/* Sliding windows, days and hours. */
#include "base/date.h"
#include "send/hours.h"
#include "send/limits.h"
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static char dir[] = "/tmp/bulletin-limits-XXXXXX";
static const struct limit none;
static const struct ration every_day;

static struct limits *fresh(void)
{
    struct limits *l;
    struct err e = {0};
    char path[200];
    snprintf(path, sizeof path, "%s/rates", dir);
    unlink(path);
    assert_int_equal(limits_open(dir, &l, &e), 0);
    return l;
}

static struct limits *again(struct limits *l)
{
    struct err e = {0};
    limits_close(l);
    assert_int_equal(limits_open(dir, &l, &e), 0);
    return l;
}

/* In no stretch of `window` more than n, wherever it starts, and not much less than asked for; closed and opened on the
 * way. */
static void test_windows(void **state)
{
    static const double rates[] = {1, 3, 50, 0.5, 2.5, 1000, 20.0 / 60, 1.0 / 3600};
    static int64_t sent[40000];
    for (int of_domain = 0; of_domain < 2; of_domain++)
        for (size_t k = 0; k < sizeof rates / sizeof *rates; k++) {
            struct limits *l = fresh();
            struct limit x = of_domain ? limit_of_domain(str_lit("r:25"), str_lit("a.example"), rates[k])
                                       : limit_of_relay(str_lit("r:25"), rates[k]);
            const struct limit *relay = of_domain ? &none : &x, *domain = of_domain ? &x : &none;
            int64_t from = 1000000000000, ms = from, span = rates[k] < 0.1 ? 40 * 3600000LL : 20000;
            size_t n = 0, turns = 0;
            while (n < 40000 && ms < from + span) {
                int64_t wait = limits_wait(l, &x, ms);
                assert_true(limits_take(l, relay, domain, &every_day, ms) == (wait == 0));
                if (wait == 0)
                    sent[n++] = ms;
                else
                    ms += wait;
                if (++turns % 1000 == 7)
                    l = again(l);
            }
            for (size_t i = 0; i + x.n < n; i++)
                assert_true(sent[i + x.n] - sent[i] >= x.window);
            double got = (double)n * 1000 / (double)span, more = (double)x.n * 1000 / (double)span;
            assert_true(got >= rates[k] * 0.96 && got <= rates[k] + more + 0.0001);
            limits_close(l);
        }
}

static void test_no_limit(void **state)
{
    struct limits *l = fresh();
    struct limit relay = limit_of_relay(str_lit("r:25"), 0),
                 domain = limit_of_domain(str_lit("r:25"), str_lit("a.example"), 0);
    for (int i = 0; i < 1000; i++)
        assert_true(limits_take(l, &relay, &domain, &every_day, 5));
    assert_int_equal(limits_wait(NULL, &relay, 5), 0);
    assert_true(limits_take(NULL, &relay, &domain, &every_day, 5));
    limits_close(l);
}

/* Two processes, one limit; domains apart; relays apart; a rate that was changed; a clock that was set back. */
static void test_shared(void **state)
{
    struct limits *a = fresh(), *b;
    struct err e = {0};
    assert_int_equal(limits_open(dir, &b, &e), 0);
    struct limit one = limit_of_domain(str_lit("r:25"), str_lit("Gmail.com"), 1),
                 same = limit_of_domain(str_lit("r:25"), str_lit("gmail.COM"), 1);
    struct limit other = limit_of_domain(str_lit("r:25"), str_lit("b.example"), 1),
                 relay2 = limit_of_domain(str_lit("s:25"), str_lit("gmail.com"), 1);
    assert_true(limits_take(a, &none, &one, &every_day, 1000000));
    assert_false(limits_take(b, &none, &same, &every_day, 1000500));
    assert_int_equal(limits_wait(b, &same, 1000500), 500);
    assert_true(limits_take(b, &none, &other, &every_day, 1000500));
    assert_true(limits_take(b, &none, &relay2, &every_day, 1000500));
    assert_true(limits_take(a, &none, &same, &every_day, 1001000));
    struct limit slower = limit_of_domain(str_lit("r:25"), str_lit("gmail.com"), 0.1),
                 faster = limit_of_domain(str_lit("r:25"), str_lit("gmail.com"), 5);
    assert_int_equal(limits_wait(a, &slower, 1002000), 9000);
    assert_true(limits_wait(a, &faster, 1001000) > 0);
    assert_true(limits_take(a, &none, &faster, &every_day, 1002000));
    assert_true(limits_wait(a, &one, 5000) <= 1000);
    /* a changed rate counts from the last one that went, not from an earlier one */
    struct limit three = limit_of_relay(str_lit("t:25"), 3), two = limit_of_relay(str_lit("t:25"), 2);
    for (int i = 0; i < 3; i++)
        assert_true(limits_take(a, &three, &none, &every_day, 1000000 + i * 300));
    assert_int_equal(limits_wait(b, &three, 1000700), 300);
    assert_int_equal(limits_wait(b, &two, 1000700), 900);
    limits_close(a);
    limits_close(b);
}

/* More domains than there are places: those that were quiet longest are forgotten, nothing else goes wrong. */
static void test_many_domains(void **state)
{
    struct limits *l = fresh();
    char name[40];
    size_t kept = 0;
    for (int i = 0; i < 30000; i++) {
        snprintf(name, sizeof name, "d%d.example", i);
        struct limit x = limit_of_domain(str_lit("r:25"), str_c(name), 0.001);
        assert_true(limits_take(l, &none, &x, &every_day, 1000000 + i));
        assert_true(limits_wait(l, &x, 1000000 + i) > 0);
    }
    for (int i = 29000; i < 30000; i++) {
        snprintf(name, sizeof name, "d%d.example", i);
        struct limit x = limit_of_domain(str_lit("r:25"), str_c(name), 0.001);
        kept += limits_wait(l, &x, 1030000) > 0;
    }
    assert_true(kept > 950);
    limits_close(l);
}

static void test_damaged(void **state)
{
    struct limits *l = fresh();
    struct limit x = limit_of_relay(str_lit("r:25"), 7);
    char path[200];
    limits_take(l, &x, &none, &every_day, 99);
    limits_close(l);
    snprintf(path, sizeof path, "%s/rates", dir);
    for (unsigned seed = 1; seed < 200; seed++) {
        FILE *f = fopen(path, "r+");
        struct stat st;
        assert_non_null(f);
        stat(path, &st);
        srand(seed);
        for (int i = 0; i < 2000; i++) {
            fseek(f, 16 + rand() % ((int)st.st_size / 4), SEEK_SET);
            fputc(rand() & 255, f);
        }
        fclose(f);
        if (seed % 20 == 0)
            assert_int_equal(truncate(path, 1000), 0);
        struct err e = {0};
        assert_int_equal(limits_open(dir, &l, &e), 0);
        int64_t wait = limits_wait(l, &x, 1000000);
        assert_true(wait >= 0 && wait <= x.window);
        struct ration r = {.start = 5, .factor = 2, .most = 1000, .day = 20000};
        limits_take(l, &x, &none, &r, 1000000);
        assert_true(limits_left(l, &x, &r) >= 0);
        limits_close(l);
    }
}

static void path_of(char *path, size_t n)
{
    snprintf(path, n, "%s/rates", dir);
}

static bool says_something(int fd, int ms)
{
    struct pollfd p = {.fd = fd, .events = POLLIN};
    return poll(&p, 1, ms) == 1;
}

/* Looking and taking are one: while another process is at it, nobody opens the file and nobody takes. */
static void test_one_at_a_time(void **state)
{
    struct limits *l = fresh();
    char path[200];
    path_of(path, sizeof path);
    for (int opened = 0; opened < 2; opened++) {
        int out[2], status, fd = open(path, O_RDWR | O_CLOEXEC);
        char c;
        assert_int_equal(pipe(out), 0);
        assert_int_equal(flock(fd, LOCK_EX), 0);
        pid_t child = fork();
        if (child == 0) {
            struct limit x = limit_of_relay(str_lit("r:25"), 1);
            struct limits *mine = l;
            struct err e = {0};
            bool good = opened || limits_open(dir, &mine, &e) == 0;
            good = good && (!opened || limits_take(mine, &x, &none, &every_day, 1000000));
            _exit(!good || write(out[1], "x", 1) != 1);
        }
        assert_true(child > 0);
        assert_false(says_something(out[0], 200));
        assert_int_equal(flock(fd, LOCK_UN), 0);
        assert_int_equal(read(out[0], &c, 1), 1);
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_int_equal(status, 0);
        close(fd);
        close(out[0]);
        close(out[1]);
    }
    limits_close(l);
}

/* A file that is not ours, of another size or by another name, is emptied; one that leads elsewhere is not touched. */
static void test_not_ours(void **state)
{
    struct limit x = limit_of_relay(str_lit("r:25"), 1);
    char path[200], aside[210];
    struct stat st, was;
    path_of(path, sizeof path);
    for (int i = 0; i < 4; i++) {
        struct limits *l = fresh();
        assert_int_equal(stat(path, &was), 0);
        assert_true(limits_take(l, &x, &none, &every_day, 1000000));
        assert_int_equal(limits_wait(l, &x, 1000000), 1000);
        if (i == 1) {
            FILE *f = fopen(path, "r+");
            assert_non_null(f);
            fputs("BULLETIN", f);
            fclose(f);
        } else if (i > 1) {
            assert_int_equal(truncate(path, i == 2 ? was.st_size + 1 : was.st_size * 9 / 10), 0);
        }
        l = again(l);
        assert_int_equal(limits_wait(l, &x, 1000000), i == 0 ? 1000 : 0);
        assert_int_equal(stat(path, &st), 0);
        assert_true(st.st_size == was.st_size);
        limits_close(l);
    }
    snprintf(aside, sizeof aside, "%s.aside", path);
    assert_int_equal(rename(path, aside), 0);
    assert_int_equal(symlink(aside, path), 0);
    struct limits *l = NULL;
    struct err e = {0};
    assert_int_equal(limits_open(dir, &l, &e), -1);
    assert_int_equal(e.code, EX_IOERR);
    unlink(path);
    unlink(aside);
}

/* The days of relays are kept side by side, as long as there are places; who comes when there are none begins anew. */
static void test_many_relays(void **state)
{
    struct limits *l = fresh();
    struct ration r = {.start = 50, .factor = 2, .most = 1000, .day = 20000};
    char name[40];
    for (int i = 0; i < 32; i++) {
        snprintf(name, sizeof name, "relay%d:25", i);
        struct limit x = limit_of_relay(str_c(name), 0);
        for (int k = 0; k <= i; k++)
            assert_true(limits_take(l, &x, &none, &r, 5));
    }
    for (int i = 0; i < 32; i++) {
        snprintf(name, sizeof name, "relay%d:25", i);
        struct limit x = limit_of_relay(str_c(name), 0);
        assert_int_equal(limits_left(l, &x, &r), 50 - i - 1);
    }
    for (int i = 32; i < 500; i++) {
        snprintf(name, sizeof name, "relay%d:25", i);
        struct limit x = limit_of_relay(str_c(name), 0);
        assert_true(limits_take(l, &x, &none, &r, 5));
        assert_int_equal(limits_left(l, &x, &r), 49);
    }
    limits_close(l);
}

static void test_warm_up(void **state)
{
    struct limits *l = fresh();
    struct limit x = limit_of_relay(str_lit("r:25"), 0), other = limit_of_relay(str_lit("s:25"), 0);
    struct ration r = {.start = 50, .factor = 2, .most = 1000, .day = 20000};
    static const struct {
        int64_t day, most;
    } days[] = {{20000, 50}, {20001, 100}, {20002, 200}, {20009, 400}, {20010, 800}, {20011, INT64_MAX}};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        r.day = days[i].day;
        assert_true(limits_left(l, &x, &r) == days[i].most);
        for (int64_t k = 0; k < days[i].most && k < 900; k++)
            assert_true(limits_take(l, &x, &none, &r, k));
        if (days[i].most < INT64_MAX)
            assert_false(limits_take(l, &x, &none, &r, 0));
        l = again(l);
        assert_true(limits_left(l, &x, &r) == (days[i].most < INT64_MAX ? 0 : INT64_MAX));
        r.day--; /* a clock that was set back gives nothing new */
        if (days[i].most < INT64_MAX)
            assert_int_equal(limits_left(l, &x, &r), 0);
    }
    r.day = 20000;
    assert_int_equal(limits_left(l, &other, &r), 50);
    struct limit known = limit_of_relay(str_lit("t:25"), 5); /* long before there was a warm-up */
    assert_true(limits_take(l, &known, &none, &every_day, 0));
    assert_int_equal(limits_left(l, &known, &r), 50);
    assert_true(limits_take(l, &known, &none, &r, 5000));
    assert_int_equal(limits_left(l, &known, &r), 49);
    r.day--; /* what goes while the clock is behind counts on the day that was */
    assert_true(limits_take(l, &known, &none, &r, 10000));
    r.day++;
    assert_int_equal(limits_left(l, &known, &r), 48);
    limits_close(l);
}

static int64_t at(const char *s)
{
    struct when w;
    assert_true(date_parse(str_c(s), NULL, &w));
    return w.t;
}

static void test_hours(void **state)
{
    static const struct {
        int from, until;
        const char *zone, *now, *next;
    } t[] = {
        {480, 1200, NULL, "2025-07-31T08:00:00Z", "2025-07-31T08:00:00Z"},
        {480, 1200, NULL, "2025-07-31T07:59:59Z", "2025-07-31T08:00:00Z"},
        {480, 1200, NULL, "2025-07-31T19:59:59Z", "2025-07-31T19:59:59Z"},
        {480, 1200, NULL, "2025-07-31T20:00:00Z", "2025-08-01T08:00:00Z"},
        {480, 1200, "America/New_York", "2025-07-31T11:05:00Z", "2025-07-31T12:00:00Z"},
        {480, 1200, "America/New_York", "2025-08-01T00:05:00Z", "2025-08-01T12:00:00Z"},
        {480, 1200, "Pacific/Auckland", "2025-07-31T11:05:00Z", "2025-07-31T20:00:00Z"},
        {1320, 360, NULL, "2025-07-31T23:00:00Z", "2025-07-31T23:00:00Z"},
        {1320, 360, NULL, "2025-07-31T05:59:00Z", "2025-07-31T05:59:00Z"},
        {1320, 360, NULL, "2025-07-31T06:00:00Z", "2025-07-31T22:00:00Z"},
        /* the hour that the clock jumps over, and the day on which it is set back */
        {150, 300, "Europe/Berlin", "2025-03-30T00:10:00Z", "2025-03-30T01:30:00Z"},
        {480, 1200, "Europe/Berlin", "2025-10-25T20:00:00Z", "2025-10-26T07:00:00Z"},
        {0, 1440, NULL, "2025-07-31T23:59:59Z", "2025-07-31T23:59:59Z"},
        {600, 1440, NULL, "2025-12-31T05:00:00Z", "2025-12-31T10:00:00Z"},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        struct hours h = {.set = true, .from = t[i].from, .until = t[i].until};
        int64_t next = hours_next(&h, at(t[i].now), t[i].zone), want = at(t[i].next);
        if (next != want)
            fail_msg("row %zu: %lld, wanted %lld", i, (long long)next, (long long)want);
    }
    struct hours always = {0};
    assert_int_equal(hours_next(&always, 77, NULL), 77);
    assert_int_equal(hours_tomorrow(at("2025-12-31T23:30:00Z"), NULL), at("2026-01-01T00:00:00Z"));
    assert_int_equal(hours_tomorrow(at("2025-07-31T03:30:00Z"), "America/New_York"), at("2025-07-31T04:00:00Z"));
    assert_int_equal(hours_day(at("2025-07-31T03:30:00Z"), "America/New_York"), date_days(2025, 7, 30));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_windows),       cmocka_unit_test(test_no_limit),     cmocka_unit_test(test_shared),
        cmocka_unit_test(test_damaged),       cmocka_unit_test(test_many_domains), cmocka_unit_test(test_warm_up),
        cmocka_unit_test(test_hours),         cmocka_unit_test(test_not_ours),     cmocka_unit_test(test_many_relays),
        cmocka_unit_test(test_one_at_a_time),
    };
    if (!mkdtemp(dir))
        return 1;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    char path[200];
    snprintf(path, sizeof path, "%s/rates", dir);
    unlink(path);
    rmdir(dir);
    return failed;
}
