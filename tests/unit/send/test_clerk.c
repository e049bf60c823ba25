/* The clerk: jobs are done beside the loop, whole or not at all, and nothing is handed out that is not durable. */
#include "base/date.h"
#include "send/clerk.h"
#include "store/help.h"

#define EDITION "morning-1"

struct office {
    struct place place;
    struct store *s;
    struct hub *hub;
    struct clerk *clerk;
    int told;
};

static void on_done(void *ctx)
{
    ((struct office *)ctx)->told++;
}

static void office_open(struct office *o, int readers)
{
    *o = (struct office){0};
    place_make(&o->place);
    o->s = must_open(&o->place);
    freeze(o->s, EDITION, readers);
    struct send_options so = {.edition = str_lit(EDITION), .state_dir = o->place.dir, .doubt = DOUBT_RESEND};
    ok(hub_open(&o->hub, e));
    ok(clerk_open(o->s, &so, o->hub, on_done, o, &o->clerk, e));
    assert_true(clerk_is_free(o->clerk));
}

static void office_close(struct office *o)
{
    clerk_stop(o->clerk);
    ok(clerk_close(o->clerk, e));
    hub_close(o->hub);
    store_close(o->s);
    place_end(&o->place);
}

static struct job done(struct office *o)
{
    struct job j;
    int told = o->told;
    for (int i = 0; i < 1000 && o->told == told; i++)
        ok(hub_wait(o->hub, 20, e));
    assert_true(clerk_take(o->clerk, &j));
    assert_true(clerk_is_free(o->clerk));
    return j;
}

static struct job do_job(struct office *o, struct results x, size_t max)
{
    clerk_give(o->clerk, &(struct job){.results = x, .max = max});
    return done(o);
}

static void batch_end(struct batch *b)
{
    b->letters = 1;
    batch_drop(b);
}

static void add(struct results *x, int64_t row, enum delivery_state state)
{
    vec_add(&x->texts, &x->v,
            ((struct outcome){.row = row, .state = state, .reply = {.code = 250, .relay = str_lit("relay:25")}}));
}

static struct tally tally(struct office *o)
{
    struct tally t;
    ok(ledger_recount(o->s, str_lit(EDITION), &t, e)); /* through another connection: only what is committed */
    return t;
}

static void test_jobs(void **state)
{
    struct office o;
    struct str why;
    struct arena a = {0};
    office_open(&o, 20);
    struct job j = do_job(&o, (struct results){0}, 12);
    assert_int_equal(j.err.code, 0);
    assert_int_equal(j.batch->recipients.n, 12);
    assert_int_equal(tally(&o).sending, 12);
    batch_end(j.batch);

    struct results x = {0};
    for (int i = 0; i < 10; i++)
        add(&x, i, DELIVERY_SENT);
    add(&x, 10, DELIVERY_FAILED);
    add(&x, 11, DELIVERY_QUEUED);
    vec_add(&x.texts, &x.hard, str_dup(&x.texts, str_lit("reader10@example.org")));
    j = do_job(&o, x, 64);
    assert_int_equal(j.err.code, 0);
    assert_true(j.again);
    assert_int_equal(j.results.v.n, 0);
    assert_int_equal(j.batch->recipients.n, 9); /* with the one that was given back */
    struct tally t = tally(&o);
    assert_int_equal(t.sent, 10);
    assert_int_equal(t.failed, 1);
    assert_int_equal(t.sending, 9);
    ok(store_suppressed(o.s, &a, str_lit("reader10@example.org"), &why, e));
    assert_string_equal(why.s, "bounced");
    batch_end(j.batch);

    j = do_job(&o, (struct results){0}, 64); /* all are held: nothing, and nothing comes due */
    assert_int_equal(j.batch->recipients.n, 0);
    assert_int_equal(j.due, 0);
    batch_end(j.batch);
    office_close(&o);
    arena_end(&a);
}

/* What was held when the run is closed goes back. */
static void test_given_back(void **state)
{
    struct office o;
    office_open(&o, 5);
    struct job j = do_job(&o, (struct results){0}, 5);
    batch_end(j.batch);
    ledger_start(clerk_run(o.clerk), 0);
    ledger_start(clerk_run(o.clerk), 1);
    ledger_answered(clerk_run(o.clerk), 1, true);
    clerk_stop(o.clerk);
    ok(clerk_close(o.clerk, e));
    struct tally t = tally(&o);
    assert_int_equal(t.in_doubt, 1);
    assert_int_equal(t.sent, 1);
    assert_int_equal(t.queued, 3);
    hub_close(o.hub);
    store_close(o.s);
    place_end(&o.place);
}

/* Somebody else holds the database: the loop turns on, and the job is done when it is let go. */
static void test_beside_the_loop(void **state)
{
    struct office o;
    office_open(&o, 5);
    ok(store_batch(o.s, e));
    int64_t from = clock_mono_ms();
    clerk_give(o.clerk, &(struct job){.max = 5});
    ok(hub_wait(o.hub, 50, e));
    struct job j;
    assert_false(clerk_is_free(o.clerk));
    assert_false(clerk_take(o.clerk, &j));
    assert_true(clock_mono_ms() - from < 5000);
    assert_int_equal(o.told, 0);
    ok(store_batch_end(o.s, true, e));
    j = done(&o);
    assert_int_equal(j.err.code, 0);
    assert_int_equal(j.batch->recipients.n, 5);
    batch_end(j.batch);
    office_close(&o);
}

/* A job that fails has done nothing; its results can be written later. */
static void test_failing(void **state)
{
    struct office o;
    office_open(&o, 5);
    struct job j = do_job(&o, (struct results){0}, 3);
    batch_end(j.batch);
    struct results x = {0};
    add(&x, 0, DELIVERY_SENT);
    add(&x, 4, DELIVERY_SENT); /* not ours */
    j = do_job(&o, x, 2);
    assert_int_equal(j.err.code, EX_SOFTWARE);
    assert_int_equal(j.results.v.n, 2);
    assert_int_equal(j.batch->recipients.n, 0);
    batch_end(j.batch);
    assert_int_equal(tally(&o).sent, 0);
    j.results.v.n = 1;
    clerk_stop(o.clerk);
    ok(clerk_write(o.clerk, &j.results, e));
    assert_int_equal(j.results.v.n, 0);
    assert_int_equal(tally(&o).sent, 1);
    office_close(&o);
    assert_int_equal(o.told, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_jobs),
        cmocka_unit_test(test_given_back),
        cmocka_unit_test(test_beside_the_loop),
        cmocka_unit_test(test_failing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
