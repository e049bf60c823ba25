/* Fewer connections when a relay asks for it, one more when it is quiet, pauses when there is nothing left to halve. */
#include "send/run_parts.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void test_halves(void **state)
{
    struct pool p = {.allowed = 8, .up = 8};
    pace_slower(&p, 10000);
    assert_int_equal(p.allowed, 4);
    pace_slower(&p, 10500); /* the same round */
    assert_int_equal(p.allowed, 4);
    p.up = 3; /* of the four that are allowed three were opened */
    pace_slower(&p, 11100);
    assert_int_equal(p.allowed, 1);
    assert_int_equal(pace_wait(&p, 11100), 0);
    static const int64_t pauses[] = {500, 1000, 2000, 4000, 8000, 16000, 32000, 64000, 64000};
    int64_t ms = 20000;
    p.up = 1;
    for (size_t i = 0; i < sizeof pauses / sizeof *pauses; i++, ms += 100000) {
        pace_slower(&p, ms);
        assert_int_equal(p.allowed, 1);
        assert_int_equal(pace_wait(&p, ms), pauses[i]);
        assert_int_equal(pace_wait(&p, ms + pauses[i]), 0);
    }
    for (int i = 0; i < 20 * 6; i++)
        pace_accepted(&p);
    pace_slower(&p, ms);
    assert_int_equal(pace_wait(&p, ms), 1000);
}

static void test_grows(void **state)
{
    struct pool p = {.allowed = 4, .up = 4};
    pace_tick(&p, 1000000, 4);
    assert_int_equal(p.allowed, 4);
    pace_slower(&p, 1000000);
    for (int i = 0; i < 60; i++) {
        pace_tick(&p, 1000000 + i * 1000, 4);
        int want = 2 + i / 5;
        assert_int_equal(p.allowed, want < 4 ? want : 4);
    }
    pace_slower(&p, 2000000);
    p.up = p.allowed;
    for (int i = 0; i < 4; i++)
        pace_slower(&p, 2001001 + i * 1001);
    int64_t until = p.paused_until;
    pace_tick(&p, until - 1, 4);
    assert_int_equal(p.allowed, 1); /* not while it pauses */
    p = (struct pool){.allowed = 1, .up = 1, .pauses = 7};
    pace_slower(&p, 1000000);
    pace_tick(&p, 1000000 + 30000, 4); /* however quiet it is meanwhile */
    assert_int_equal(p.allowed, 1);
    pace_tick(&p, 1000000 + 64000, 4);
    assert_int_equal(p.allowed, 2);
}

/* The acceptances that shorten the next pause are those since the relay last asked for less. */
static void test_calm(void **state)
{
    struct pool p = {.allowed = 1, .up = 1, .pauses = 3};
    for (int i = 0; i < 19; i++)
        pace_accepted(&p);
    pace_slower(&p, 1000000);
    assert_int_equal(p.pauses, 4);
    for (int i = 0; i < 19; i++)
        pace_accepted(&p);
    assert_int_equal(p.pauses, 4);
    pace_accepted(&p);
    assert_int_equal(p.pauses, 3);
}

/* One connection more than it bears, asked for ever more rarely. */
static void test_keeps(void **state)
{
    struct pool p = {.allowed = 8, .up = 3};
    int64_t ms = 1000000, tried = 0, last = 0, gap = 0;
    pace_keep(&p, ms);
    assert_int_equal(p.allowed, 3);
    for (int64_t end = ms + 3600000; ms < end; ms += 1000) {
        pace_tick(&p, ms, 8);
        if (p.allowed == 3)
            continue;
        assert_int_equal(p.allowed, 4);
        assert_true(last == 0 || ms - last >= gap);
        gap = last ? ms - last : 0;
        last = ms;
        tried++;
        pace_keep(&p, ms);
    }
    assert_true(tried >= 12 && tried <= 20 && gap >= 300000);
}

/* Each letter under way is one in doubt: no more than 2,000 a second need on that line. */
static void test_depth(void **state)
{
    static const struct {
        int64_t trip;
        int up;
        size_t depth;
    } t[] = {{0, 8, 1},      {100, 8, 1},     {5000, 8, 1},    {5999, 8, 1},           {6000, 8, 2},
             {50000, 8, 13}, {50000, 10, 10}, {50000, 1, 100}, {1000, 1, 2},           {50000, 1000, 1},
             {700, 1, 1},    {749, 1, 1},     {750, 1, 2},     {600000000, 1, 1200000}};
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        struct pool p = {.allowed = t[i].up, .up = t[i].up, .trip = t[i].trip};
        assert_int_equal(pace_depth(&p), t[i].depth);
        p.allowed++; /* another connection comes first */
        assert_int_equal(pace_depth(&p), 1);
    }
    struct pool none = {.trip = 50000};
    assert_int_equal(pace_depth(&none), 1);
}

static void test_trip(void **state)
{
    struct pool p = {0};
    pace_trip(&p, 0);
    pace_trip(&p, -1);
    assert_int_equal(p.trip, 0);
    pace_trip(&p, 9000);
    pace_trip(&p, 100);
    pace_trip(&p, 3000);
    assert_int_equal(p.trip, 100);
    for (int i = 0; i < 1000; i++)
        pace_trip(&p, 50000); /* a line that is longer now */
    assert_in_range(p.trip, 8000, 16000);
    for (int i = 0; i < 100000; i++)
        pace_trip(&p, 50000);
    assert_in_range(p.trip, 45000, 50000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_halves), cmocka_unit_test(test_grows),
                                       cmocka_unit_test(test_keeps),  cmocka_unit_test(test_calm),
                                       cmocka_unit_test(test_depth),  cmocka_unit_test(test_trip)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
