/* A whole run, to a relay that leads nowhere: how it ends, and what the ledger says then. What happens in its middle is
 * done by the one who is told of progress, on a clock that stands otherwise. */
#include "base/date.h"
#include "send/run_parts.h"
#include "store/help.h"

#define EDITION "morning-1"

struct desk {
    struct place place;
    struct store *s;
    struct mail_settings mail;
    struct relay conf;
    struct relays relays;
    struct send_options o;
    struct err err;
    struct tally t;
    /* told of progress */
    int told;
    int64_t after;     /* letters sent, */
    int64_t forward;   /* the clock jumps so far, once; */
    int64_t each;      /* or so far each time; */
    int64_t began;     /* or it goes as time does, since then; */
    int stop;          /* or the run is told to stop, */
    const char *state; /* or the edition is said to be this */
    volatile int stopped;
};

static void on_progress(void *ctx, const struct send_progress *p)
{
    struct desk *d = ctx;
    d->told++;
    if (d->began)
        clock_fix(NOW + (run_now_ms() - d->began) / 1000);
    if (d->each)
        clock_fix(clock_now() + d->each);
    if (p->tally.sent < d->after)
        return;
    d->after = INT64_MAX;
    if (d->forward)
        clock_fix(NOW + d->forward);
    if (d->state)
        ok(ledger_set_state(d->s, str_lit(EDITION), str_c(d->state), NOW, e));
    d->stopped = d->stop;
}

static void desk_open(struct desk *d, int readers)
{
    memset(d, 0, sizeof *d);
    d->s = place_frozen(&d->place, EDITION, readers);
    d->mail.from.address = (struct address){.addr = str_lit("desk@news.example"), .domain = str_lit("news.example")};
    d->conf.url = str_lit("null:");
    d->relays = (struct relays){.v = &d->conf, .n = 1};
    d->after = INT64_MAX;
    d->o = (struct send_options){.edition = str_lit(EDITION),
                                 .relays = &d->relays,
                                 .mail = &d->mail,
                                 .state_dir = d->place.dir,
                                 .newsroom = str_c(d->place.dir),
                                 .doubt = DOUBT_RESEND,
                                 .progress = on_progress,
                                 .progress_ctx = d,
                                 .stop = &d->stopped};
}

static void desk_close(struct desk *d)
{
    store_close(d->s);
    place_end(&d->place);
}

/* How it ends; -1: with an error. */
static int run(struct desk *d)
{
    enum send_end how = SEND_DONE;
    d->err = (struct err){0};
    alarm(120);
    int rc = send_run(d->s, &d->o, &how, &d->err);
    alarm(0);
    d->t = must_close(d->s, EDITION);
    assert_int_equal(d->t.sending, 0);
    return rc < 0 ? -1 : (int)how;
}

/* Of the first rows, without a run of ours: as an earlier one left them. */
static void leave(struct desk *d, enum delivery_state state, int n, int64_t next_try)
{
    struct arena a = {0};
    struct recipients v = {0};
    int64_t next;
    struct run *r = must_run(d->s, &d->place, EDITION, DOUBT_RESEND, NOW);
    ok(ledger_claim(r, &a, (size_t)n, NOW, &v, &next, e));
    for (size_t i = 0; i < v.n; i++)
        record(r, v.v[i].row, state, next_try, NOW);
    ok(ledger_run_close(r, NOW, e));
    arena_end(&a);
}

static void test_done(void **state)
{
    struct desk d;
    desk_open(&d, 500);
    assert_int_equal(run(&d), SEND_DONE);
    assert_int_equal(d.t.sent, 500);
    assert_true(d.told > 0);
    assert_int_equal(run(&d), SEND_DONE);
    assert_int_equal(d.t.sent, 500);
    desk_close(&d);
}

static void test_cannot(void **state)
{
    struct desk d;
    desk_open(&d, 3);
    d.relays.n = 0;
    assert_int_equal(run(&d), -1);
    assert_int_equal(d.err.code, EX_CONFIG);
    d.relays.n = 1;
    d.o.edition = str_lit("evening-1");
    assert_int_equal(run(&d), -1);
    assert_int_equal(d.err.code, EX_NOINPUT);
    d.o.edition = str_lit(EDITION);
    d.conf.url = str_lit("gopher://relay.example");
    assert_int_equal(run(&d), -1);
    assert_int_equal(d.err.code, EX_CONFIG);
    assert_int_equal(d.t.queued, 3);
    d.conf.url = str_lit("null:"); /* it takes only what we do not send */
    d.conf.senders = (struct strs){.v = &(struct str){"other.example", 13}, .n = 1};
    assert_int_equal(run(&d), SEND_DONE);
    assert_int_equal(d.t.failed, 3);
    desk_close(&d);
}

/* Those of the newsroom stop the run; those of readers put off who sleeps. */
static void test_hours(void **state)
{
    struct desk d;
    desk_open(&d, 30);
    d.o.hours = (struct hours){.set = true, .from = 10 * 60, .until = 20 * 60}; /* it is 09:07 */
    assert_int_equal(run(&d), SEND_CLOSED);
    assert_int_equal(d.t.queued, 30);
    d.o.hours.of_reader = true;
    assert_int_equal(run(&d), SEND_DEFERRED_LEFT);
    assert_int_equal(d.t.queued, 30);
    clock_fix(NOW + 3600);
    assert_int_equal(run(&d), SEND_DONE);
    assert_int_equal(d.t.sent, 30);
    desk_close(&d);
    /* the hour strikes in the middle */
    desk_open(&d, 200);
    d.conf.rate = 50;
    d.o.hours = (struct hours){.set = true, .from = 8 * 60, .until = 20 * 60};
    d.after = 10;
    d.forward = 12 * 3600;
    assert_int_equal(run(&d), SEND_CLOSED);
    assert_in_range(d.t.sent, 10, 199);
    assert_int_equal(d.t.sent + d.t.queued, 200);
    desk_close(&d);
}

static void test_expires(void **state)
{
    struct desk d;
    desk_open(&d, 30);
    leave(&d, DELIVERY_DEFERRED, 5, NOW + 90);
    d.o.expire = 3600;
    clock_fix(NOW + 3600);
    assert_int_equal(run(&d), SEND_DONE);
    assert_int_equal(d.t.skipped, 30);
    desk_close(&d);
    desk_open(&d, 30); /* those in doubt stay so, and that is not because of the hour */
    leave(&d, DELIVERY_IN_DOUBT, 2, NOW + 90);
    d.o.expire = 3600;
    clock_fix(NOW + 3600);
    assert_int_equal(run(&d), SEND_DEFERRED_LEFT);
    assert_int_equal(d.t.skipped, 28);
    assert_int_equal(d.t.in_doubt, 2);
    desk_close(&d);
    desk_open(&d, 30);
    d.o.expire = 3600;
    clock_fix(NOW + 3599);
    assert_int_equal(run(&d), SEND_DONE);
    assert_int_equal(d.t.sent, 30);
    desk_close(&d);
    /* in the middle, with some that are claimed and wait */
    desk_open(&d, 200);
    d.conf.rate = 50;
    d.o.expire = 3600;
    d.after = 10;
    d.forward = 3600;
    assert_int_equal(run(&d), SEND_DONE);
    assert_in_range(d.t.sent, 10, 199);
    assert_int_equal(d.t.sent + d.t.skipped, 200);
    desk_close(&d);
}

static void test_stopped(void **state)
{
    static const char *const states[] = {"paused", "cancelled"};
    struct desk d;
    for (int again = 0; again < 2; again++) {
        desk_open(&d, 200);
        d.conf.rate = 50;
        d.after = again ? 10 : 0;
        d.stop = 1;
        assert_int_equal(run(&d), SEND_STOPPED);
        assert_in_range(d.t.sent, again ? 10 : 0, 199);
        assert_int_equal(d.t.sent + d.t.queued, 200);
        desk_close(&d);
    }
    for (size_t i = 0; i < 2; i++) {
        desk_open(&d, 200);
        d.conf.rate = 50;
        d.after = 10;
        d.state = states[i];
        assert_int_equal(run(&d), SEND_STOPPED);
        assert_in_range(d.t.sent, 10, 199);
        assert_int_equal(d.t.sent + d.t.queued, 200);
        assert_int_equal(run(&d), -1); /* it stays so */
        assert_int_equal(d.err.code, i ? EX_DATAERR : EX_TEMPFAIL);
        desk_close(&d);
    }
}

static void test_ration(void **state)
{
    struct desk d;
    desk_open(&d, 10);
    d.conf.warmup.start = 3;
    assert_int_equal(run(&d), SEND_DAY_OVER);
    assert_int_equal(d.t.sent, 3);
    assert_int_equal(run(&d), SEND_DAY_OVER);
    assert_int_equal(d.t.sent, 3);
    clock_fix(NOW + 86400);
    assert_int_equal(run(&d), SEND_DAY_OVER);
    assert_int_equal(d.t.sent, 9);
    clock_fix(NOW + 2 * 86400);
    assert_int_equal(run(&d), SEND_DONE);
    assert_int_equal(d.t.sent, 10);
    desk_close(&d);
}

/* What is left, and whether it is waited for. */
static void test_left(void **state)
{
    struct desk d;
    desk_open(&d, 10);
    leave(&d, DELIVERY_DEFERRED, 4, NOW + 5);
    assert_int_equal(run(&d), SEND_DEFERRED_LEFT);
    assert_int_equal(d.t.sent, 6);
    d.o.wait_deferred = true;
    d.each = 1;
    assert_int_equal(run(&d), SEND_DONE);
    assert_int_equal(d.t.sent, 10);
    desk_close(&d);
    desk_open(&d, 10);
    leave(&d, DELIVERY_DEFERRED, 4, NOW + 86400);
    d.o.wait_deferred = true; /* not for a day */
    assert_int_equal(run(&d), SEND_DEFERRED_LEFT);
    desk_close(&d);
    desk_open(&d, 10);
    leave(&d, DELIVERY_IN_DOUBT, 2, NOW + 900);
    assert_int_equal(run(&d), SEND_DEFERRED_LEFT);
    assert_int_equal(d.t.in_doubt, 2);
    d.o.doubt = DOUBT_HOLD;
    assert_int_equal(run(&d), SEND_DONE);
    assert_int_equal(d.t.in_doubt, 2);
    assert_int_equal(d.t.sent, 8);
    desk_close(&d);
}

/* More of a domain than are held: their turns are booked, and waited for. */
static void test_booked(void **state)
{
    struct desk d;
    desk_open(&d, 120);
    d.conf.domain_rates = (struct domain_rates){.v = &(struct domain_rate){str_lit("*"), 50}, .n = 1};
    d.began = run_now_ms();
    assert_int_equal(run(&d), SEND_DONE);
    assert_int_equal(d.t.sent, 120);
    assert_true(run_now_ms() - d.began >= 2000);
    desk_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_done),    cmocka_unit_test(test_cannot),  cmocka_unit_test(test_hours),
        cmocka_unit_test(test_expires), cmocka_unit_test(test_stopped), cmocka_unit_test(test_ration),
        cmocka_unit_test(test_left),    cmocka_unit_test(test_booked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
