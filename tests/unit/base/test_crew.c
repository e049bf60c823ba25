#include "base/crew.h"
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

enum { PIECES = 1000 };

struct job {
    atomic_size_t begun, ended, taken;
    atomic_size_t furthest; /* ahead of what was taken up */
    size_t holds;
    size_t result[PIECES];
};

static size_t square(void *ctx, size_t i)
{
    struct job *j = ctx;
    size_t ahead = i - atomic_load(&j->taken);
    if (ahead < PIECES && ahead > atomic_load(&j->furthest))
        atomic_store(&j->furthest, ahead);
    atomic_fetch_add(&j->begun, 1);
    if (i % 7 == 0)
        usleep(200); /* pieces end in another order than they began */
    j->result[i] = i * i + 1;
    atomic_fetch_add(&j->ended, 1);
    return j->holds;
}

static void test_in_order(void **state)
{
    static const size_t counts[] = {0, 1, 2, CREW_AHEAD, CREW_AHEAD + 1, CREW_AHEAD + 2, PIECES};
    for (size_t k = 0; k < sizeof counts / sizeof *counts; k++) {
        struct job *j = calloc(1, sizeof *j);
        j->holds = CREW_HOLDS;
        struct crew *c = crew_start(counts[k], square, j);
        for (size_t i = 0; i < counts[k]; i++) {
            crew_wait(c, i);
            assert_int_equal(j->result[i], i * i + 1);
            atomic_store(&j->taken, i + 1);
        }
        crew_end(c);
        assert_int_equal(j->ended, counts[k]);
        assert_true(j->furthest <= CREW_AHEAD);
        free(j);
    }
}

/* Small ones are done far ahead while the caller is busy with something else, until they hold enough together. */
static void test_small_pieces(void **state)
{
    enum { FIT = 100 };
    cpu_set_t set;
    int cores = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    struct job *j = calloc(1, sizeof *j);
    j->holds = CREW_HOLDS / FIT;
    struct crew *c = crew_start(PIECES, square, j);
    for (int waited = 0; cores > 1 && j->ended <= FIT && waited < 10000; waited++)
        usleep(1000);
    assert_true(cores == 1 || j->ended > FIT);
    usleep(50000);
    assert_true(j->begun <= (size_t)FIT + (size_t)cores);
    for (size_t i = 0; i < PIECES; i++) {
        crew_wait(c, i);
        assert_int_equal(j->result[i], i * i + 1);
        atomic_store(&j->taken, i + 1);
    }
    crew_end(c);
    assert_true(j->ended == PIECES && j->furthest <= (size_t)FIT + (size_t)cores);
    free(j);
}

static void test_ended_early(void **state)
{
    for (size_t stop = 0; stop < 5; stop++) {
        struct job *j = calloc(1, sizeof *j);
        j->holds = CREW_HOLDS;
        struct crew *c = crew_start(PIECES, square, j);
        for (size_t i = 0; i < stop; i++)
            crew_wait(c, i);
        crew_end(c);
        assert_int_equal(j->begun, j->ended); /* none goes on behind our back */
        assert_true(j->begun >= stop);
        assert_true(j->begun <= stop + CREW_AHEAD);
        free(j);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_in_order), cmocka_unit_test(test_small_pieces),
                                       cmocka_unit_test(test_ended_early)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
