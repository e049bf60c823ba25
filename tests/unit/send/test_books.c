/* The clerk's jobs: when rows are claimed and how many, and when results are written. */
#include "base/date.h"
#include "send/run_parts.h"
#include "store/help.h"

#define EDITION "morning-1"

struct desk {
    struct place place;
    struct store *s;
    struct mail_settings mail;
    struct send_options o;
    struct relay conf[2];
    struct pool pool[2];
    struct runner r;
};

static void desk_open(struct desk *d, int readers)
{
    memset(d, 0, sizeof *d);
    d->s = place_frozen(&d->place, EDITION, readers);
    d->mail.from.address = (struct address){.addr = str_lit("desk@news.example"), .domain = str_lit("news.example")};
    d->o = (struct send_options){
        .edition = str_lit(EDITION), .mail = &d->mail, .state_dir = d->place.dir, .doubt = DOUBT_RESEND};
    d->r = (struct runner){.o = &d->o, .store = d->s, .pools = d->pool, .pools_n = 1, .waiting_end = &d->r.waiting};
    for (size_t i = 0; i < 2; i++)
        d->pool[i] =
            (struct pool){.run = &d->r, .conf = &d->conf[i], .at = {.kind = TO_NULL, .name = str_lit("nowhere")}};
    ok(hub_open(&d->r.hub, e));
    ok(clerk_open(d->s, &d->o, d->r.hub, books_news, &d->r, &d->r.clerk, e));
    d->r.ledger = clerk_run(d->r.clerk);
}

static struct tally desk_close(struct desk *d)
{
    assert_false(d->r.failed);
    books_stop(&d->r);
    run_end_waiting(&d->r);
    books_close(&d->r);
    assert_false(d->r.failed);
    assert_int_equal(d->r.settling.group.v.n, 0);
    ok(clerk_close(d->r.clerk, e));
    results_end(&d->r.settling.group);
    results_end(&d->r.settling.failed);
    hub_close(d->r.hub);
    arena_end(&d->r.arena);
    struct tally t = must_close(d->s, EDITION);
    store_close(d->s);
    place_end(&d->place);
    return t;
}

/* A turn, and the end of the job that it gave, if it did; how many rows came. */
static int turn(struct desk *d)
{
    size_t before = d->r.waiting_n;
    books_turn(&d->r);
    for (int i = 0; i < 1000 && books_busy(&d->r); i++)
        ok(hub_wait(d->r.hub, 20, e));
    assert_false(books_busy(&d->r));
    return (int)(d->r.waiting_n - before);
}

static void forget(struct desk *d)
{
    run_end_waiting(&d->r);
    d->r.supply = (struct supply){0};
    d->r.answers = 0;
}

static void test_how_many(void **state)
{
    static const struct {
        const char *when;
        double speed, speed_now; /* answers a second */
        int64_t answers, ms;     /* since the last claim */
        double rate, other;      /* relays' limits; other -1: there is no second relay */
        bool down, all_put_off;
        int rows;
    } t[] = {
        {"at the start, as many as there are places", 0, 0, 0, 0, 0, -1, false, false, CLAIM_MAX},
        {"nobody has a place", 0, 0, 0, 0, 0, -1, true, false, 1},
        {"slow", 80, 80, 0, 0, 0, -1, true, false, 20},
        {"just begun, and quick", 0, 0, 160, 1000, 0, -1, true, false, 40},
        {"a few answers are no speed", 0, 0, 7, 10, 0, -1, true, false, 1},
        {"now and then a moment is quick", 40, 10000, 0, 0, 0, -1, true, false, 10},
        {"two thousand a second", 2000, 2000, 0, 0, 0, -1, false, false, CLAIM_MAX},
        {"ten thousand", 10000, 10000, 0, 0, 0, -1, false, false, 160},
        {"ten thousand, of late only", 10000, 100, 0, 0, 0, -1, false, false, 160},
        {"ten thousand now, five of late", 5000, 10000, 0, 0, 0, -1, false, false, 160},
        {"more than any", 1000000, 1000000, 0, 0, 0, -1, false, false, CLAIM_MOST},
        {"a limit: half a second's", 1000, 1000, 0, 0, 20, -1, false, false, 10},
        {"limits add up", 1000, 1000, 0, 0, 20, 6, false, false, 13},
        {"one has none", 1000, 1000, 0, 0, 20, 0, false, false, CLAIM_MAX},
        {"one in two seconds", 0, 0, 0, 0, 0.5, -1, false, false, 1},
        {"on to those whose time it is", 0, 0, 0, 0, 0.5, -1, false, true, CLAIM_MAX},
    };
    struct desk d;
    desk_open(&d, 2000);
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        forget(&d);
        d.r.speed = t[i].speed;
        d.r.speed_now = t[i].speed_now;
        d.r.answers = t[i].answers;
        d.r.supply = (struct supply){.wanted = true, .at = run_now_ms() - t[i].ms};
        d.conf[0].rate = t[i].rate;
        d.conf[1].rate = t[i].other;
        d.r.pools_n = t[i].other < 0 ? 1 : 2;
        d.pool[0].down = t[i].down;
        d.r.all_put_off = t[i].all_put_off;
        int64_t began = run_now_ms();
        int rows = turn(&d);
        /* a machine that stops here is a slow relay */
        if (t[i].rows == 40 ? rows > 40 || rows < 2 : rows != t[i].rows)
            fail_msg("%s: %d rows, wanted %d", t[i].when, rows, t[i].rows);
        assert_int_equal(d.r.supply.last, rows);
        assert_int_equal(d.r.supply.taken, 0);
        assert_int_equal(d.r.supply.answers, t[i].answers);
        assert_false(d.r.supply.wanted);
        assert_false(d.r.all_put_off);
        assert_true(d.r.supply.at >= began);
    }
    desk_close(&d);
}

static void test_when(void **state)
{
    struct desk d;
    desk_open(&d, 2000);
    d.r.under_way = 1;
    assert_int_equal(turn(&d), 0); /* nobody has asked */
    d.r.supply.wanted = true;
    d.r.draining = true;
    assert_int_equal(turn(&d), 0);
    d.r.draining = false;
    assert_int_equal(turn(&d), CLAIM_MAX);
    assert_false(d.r.dry);
    /* before the last ones are used up, when that is soon */
    d.r.speed = 100;
    d.r.supply.taken = CLAIM_MAX / 2 - 1;
    assert_int_equal(turn(&d), 0);
    d.r.supply.taken++;
    assert_int_equal(turn(&d), CLAIM_MAX);
    d.r.speed = 7;
    d.r.supply.taken = CLAIM_MAX;
    assert_int_equal(turn(&d), 0);
    d.r.speed = 8;
    assert_int_equal(turn(&d), CLAIM_MAX);
    /* not without end */
    for (int i = 0; i < 100 && d.r.waiting_n < WAITING_MAX; i++) {
        d.r.supply.wanted = true;
        assert_true(turn(&d) > 0);
    }
    d.r.supply.wanted = true;
    assert_int_equal(turn(&d), 0);
    assert_in_range(d.r.waiting_n, WAITING_MAX, WAITING_MAX + CLAIM_MAX);
    desk_close(&d);
}

/* When nothing is left that may go now, nobody asks before something comes due. */
static void test_dry(void **state)
{
    struct desk d;
    desk_open(&d, 3);
    d.r.supply.wanted = true;
    assert_int_equal(turn(&d), 3);
    struct letter *l = run_take(&d.r, &d.pool[0]);
    settle_park(&d.r, l->recipient->row, NOW + 100);
    letter_end(l);
    assert_int_equal(turn(&d), 0); /* it is written, for nothing is under way */
    assert_int_equal(d.r.settling.group.v.n, 0);
    assert_false(d.r.dry);
    d.r.supply.wanted = true;
    assert_int_equal(turn(&d), 0);
    assert_true(d.r.dry);
    assert_int_equal(d.r.due, NOW + 100);
    l = run_take(&d.r, &d.pool[0]); /* given back while nothing was left: now something is */
    settle_park(&d.r, l->recipient->row, NOW + 50);
    letter_end(l);
    assert_int_equal(turn(&d), 0);
    assert_false(d.r.dry);
    d.r.supply.wanted = true;
    assert_int_equal(turn(&d), 0);
    assert_true(d.r.dry);
    assert_int_equal(d.r.due, NOW + 50);
    clock_fix(NOW + 50);
    d.r.supply.wanted = true;
    assert_int_equal(turn(&d), 1); /* it waits again */
    d.r.supply.wanted = true;
    assert_int_equal(turn(&d), 0);
    assert_int_equal(d.r.due, NOW + 100);
    d.r.supply.wanted = true;
    clock_fix(NOW + 99);
    assert_int_equal(turn(&d), 0);
    clock_fix(NOW + 100);
    assert_int_equal(turn(&d), 1);
    assert_false(d.r.dry);
    assert_int_equal(d.r.due, 0);
    desk_close(&d);
}

/* Everybody of a claim was put off: others may stand behind them. */
static void test_all_put_off(void **state)
{
    struct desk d;
    desk_open(&d, CLAIM_MAX + 10);
    d.o.hours = (struct hours){.set = true, .of_reader = true, .from = 20 * 60, .until = 21 * 60};
    d.r.supply.wanted = true;
    assert_int_equal(turn(&d), 0);
    assert_true(d.r.all_put_off);
    assert_int_equal(d.r.settling.group.v.n, CLAIM_MAX);
    assert_int_equal(turn(&d), 0);
    assert_true(d.r.all_put_off);
    assert_int_equal(d.r.settling.group.v.n, 10);
    turn(&d);
    turn(&d);
    assert_true(d.r.dry);
    assert_int_equal(d.r.due, hours_next(&d.o.hours, NOW, NULL));
    desk_close(&d);
}

/* Results wait for others, not long, and not for those that do not come. */
static void test_results(void **state)
{
    static const struct {
        const char *when;
        size_t n, under_way;
        double speed, speed_now;
        bool old, broken, written;
    } t[] = {
        {"none", 0, 0, 0, 0, true, false, false},
        {"nothing else is under way", 1, 0, 0, 0, false, false, true},
        {"others come", 1, 1, 0, 0, false, false, false},
        {"one fewer than a group", 31, 1, 0, 0, false, false, false},
        {"a group", 32, 1, 0, 0, false, false, true},
        {"it waits for long", 1, 1, 0, 0, true, false, true},
        {"a larger group at speed", 99, 1, 10000, 0, false, false, false},
        {"it is full", 100, 1, 10000, 0, false, false, true},
        {"the speed of a moment", 99, 1, 100, 10000, false, false, false},
        {"the ledger cannot be written", 100, 0, 0, 0, true, true, false},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        struct desk d;
        desk_open(&d, 100);
        d.r.speed = d.r.speed_now = 1000000;
        for (int more = 1; more > 0;) {
            d.r.supply.wanted = true;
            more = turn(&d);
        }
        assert_int_equal(d.r.waiting_n, 100);
        d.r.speed = t[i].speed;
        d.r.speed_now = t[i].speed_now;
        d.r.under_way = t[i].under_way;
        for (size_t k = 0; k < t[i].n; k++) {
            struct letter *l = run_take(&d.r, &d.pool[0]);
            settle_park(&d.r, l->recipient->row, NOW);
            letter_end(l);
        }
        d.r.supply.wanted = false;
        d.r.settling.since = run_now_ms() + (t[i].old ? -GROUP_MS : 3600000); /* no machine is too slow for this */
        d.r.settling.broken = t[i].broken;
        turn(&d);
        bool written = t[i].n && d.r.settling.group.v.n == 0;
        if (written != t[i].written)
            fail_msg("%s: %s", t[i].when, written ? "written" : "not written");
        desk_close(&d);
    }
}

/* What could not be written is written at the end, when it can be; the first trouble is the one that is told. */
static void test_trouble(void **state)
{
    struct desk d;
    desk_open(&d, 10);
    d.r.supply.wanted = true;
    assert_int_equal(turn(&d), 10);
    for (int i = 0; i < 2; i++) {
        struct letter *l = run_take(&d.r, &d.pool[0]);
        settle_put(&d.r, &(struct outcome){.row = l->recipient->row, .state = DELIVERY_SENT});
        letter_end(l);
    }
    settle_put(&d.r, &(struct outcome){.row = 100000, .state = DELIVERY_SENT}); /* nobody's */
    d.r.supply.wanted = true;
    turn(&d);
    assert_true(d.r.failed && d.r.draining && d.r.settling.broken);
    assert_int_equal(d.r.err.code, EX_SOFTWARE);
    assert_int_equal(d.r.settling.failed.v.n, 3);
    run_fail(&d.r, &(struct err){.code = EX_IOERR});
    assert_int_equal(d.r.err.code, EX_SOFTWARE);
    assert_null(run_take(&d.r, &d.pool[0]));
    d.r.settling.failed.v.n = 2;
    d.r.failed = false;
    struct tally t = desk_close(&d);
    assert_int_equal(t.sent, 2);
    assert_int_equal(t.queued, 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_how_many),    cmocka_unit_test(test_when),    cmocka_unit_test(test_dry),
        cmocka_unit_test(test_all_put_off), cmocka_unit_test(test_results), cmocka_unit_test(test_trouble),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
