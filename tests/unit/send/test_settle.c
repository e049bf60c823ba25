/* What becomes of a letter when it is answered, and when it is not: results, waiting lists, and relays that are taken
 * out. */
#include "base/date.h"
#include "send/run_parts.h"
#include "store/help.h"

#define EDITION "morning-1"
#define READERS 40

struct desk {
    struct place place;
    struct store *s;
    struct send_options o;
    struct relay conf;
    struct batch *batch;
    struct letter *letters[READERS];
    struct pool pool;
    struct runner r;
};

static void desk_open(struct desk *d)
{
    *d = (struct desk){.o = {.edition = str_lit(EDITION), .doubt = DOUBT_RESEND}};
    place_make(&d->place);
    d->s = must_open(&d->place);
    freeze(d->s, EDITION, READERS);
    d->r = (struct runner){.o = &d->o, .store = d->s, .pools = &d->pool, .pools_n = 1, .waiting_end = &d->r.waiting};
    ok(ledger_run_open(d->s, str_lit(EDITION), d->place.dir, DOUBT_RESEND, NOW, &d->r.ledger, e));
    d->pool = (struct pool){.run = &d->r, .conf = &d->conf, .answer_at = 1, .at.name = str_lit("relay.example:25")};
    d->batch = mem_realloc(NULL, sizeof *d->batch);
    *d->batch = (struct batch){.letters = 1};
    int64_t next;
    ok(ledger_claim(d->r.ledger, &d->batch->arena, READERS, NOW, &d->batch->recipients, &next, e));
    assert_int_equal(d->batch->recipients.n, READERS);
    for (size_t i = 0; i < READERS; i++)
        d->letters[i] = letter_new(d->batch, &d->batch->recipients.v[i]);
}

/* ended: how many of the letters are gone already */
static void desk_close(struct desk *d, unsigned ended)
{
    assert_int_equal(d->batch->letters, READERS + 1 - ended);
    arena_end(&d->batch->arena);
    free(d->batch);
    results_end(&d->r.settling.group);
    arena_end(&d->pool.policy_texts);
    ok(ledger_run_close(d->r.ledger, NOW, e));
    store_close(d->s);
    place_end(&d->place);
}

static void answer(struct desk *d, size_t i, const struct smtp_outcome *o)
{
    settle_answer(&d->r, &d->pool, d->letters[i], o, fate_of(o));
}

static void refused(struct desk *d, size_t i, enum smtp_stage stage, int code, const char *text)
{
    answer(d, i, &(struct smtp_outcome){.verdict = SMTP_REFUSED, .stage = stage, .code = code, .text = str_c(text)});
}

static void accepted(struct desk *d, size_t i)
{
    answer(d, i,
           &(struct smtp_outcome){
               .verdict = SMTP_ACCEPTED, .stage = STAGE_TEXT, .code = 250, .text = str_lit("2.0.0 kept")});
}

/* The connection ended over it: by 421, or (0) without a word. */
static void broken(struct desk *d, size_t i, int code, bool first)
{
    answer(d, i, &(struct smtp_outcome){.verdict = SMTP_BACK, .code = code, .first = first, .text = str_lit("gone")});
}

static const struct outcome *result(const struct desk *d, size_t at)
{
    assert_true(at < d->r.settling.group.v.n);
    return &d->r.settling.group.v.v[at];
}

static size_t results(const struct desk *d)
{
    return d->r.settling.group.v.n;
}

/* The letter waits again; it is taken off the list for the next try. */
static void waits(struct desk *d, size_t i)
{
    assert_int_equal(results(d), 0);
    assert_int_equal(d->r.waiting_n, 1);
    assert_ptr_equal(d->r.waiting, d->letters[i]);
    d->r.waiting = NULL;
    d->r.waiting_end = &d->r.waiting;
    d->r.waiting_n = 0;
}

/* Three breaks over one letter put it off, or twelve 421s; being behind another in the same break is nothing. */
static void test_breaks(void **state)
{
    static const struct {
        int code, most;
    } ways[] = {{0, 3}, {421, 12}};
    for (size_t k = 0; k < 2; k++) {
        struct desk d;
        desk_open(&d);
        for (int i = 1; i < ways[k].most; i++) {
            broken(&d, 0, ways[k].code, true);
            waits(&d, 0);
            broken(&d, 0, ways[k].code, false);
            waits(&d, 0);
        }
        int64_t now = clock_now();
        broken(&d, 0, ways[k].code, true);
        assert_int_equal(d.r.waiting_n, 0);
        assert_int_equal(results(&d), 1);
        assert_int_equal(result(&d, 0)->state, DELIVERY_DEFERRED);
        assert_true(result(&d, 0)->next_try >= now + 200);
        desk_close(&d, 1);
    }
}

/* A relay that has answered nothing is to blame itself, as long as there are other letters to try it with. */
static void test_blame(void **state)
{
    struct desk d;
    desk_open(&d);
    d.pool.answer_at = 0;
    for (int i = 0; i < 50; i++) {
        broken(&d, 0, 0, true);
        waits(&d, 0);
    }
    d.r.dry = true; /* none are left in the ledger, but others are under way */
    d.r.under_way = 1;
    broken(&d, 0, 0, true);
    waits(&d, 0);
    d.r.under_way = 0;
    broken(&d, 0, 0, true);
    waits(&d, 0);
    broken(&d, 0, 0, true);
    waits(&d, 0);
    broken(&d, 0, 0, true);
    assert_int_equal(result(&d, 0)->state, DELIVERY_DEFERRED);
    desk_close(&d, 1);
}

/* One over which a connection broke goes behind the others, those behind it to the front; when nobody sends any more,
 * into the ledger. */
static void test_order(void **state)
{
    struct desk d;
    desk_open(&d);
    run_put_last(&d.r, d.letters[5]);
    broken(&d, 0, 0, true);
    broken(&d, 1, 0, false);
    const struct letter *want[] = {d.letters[1], d.letters[5], d.letters[0]}, *l = d.r.waiting;
    for (size_t i = 0; i < 3; i++, l = l->next)
        assert_ptr_equal(l, want[i]);
    assert_null(l);
    assert_int_equal(results(&d), 0);
    d.r.draining = true;
    broken(&d, 2, 0, true);
    assert_int_equal(d.r.waiting_n, 3);
    assert_int_equal(result(&d, 0)->state, DELIVERY_QUEUED);
    assert_int_equal(result(&d, 0)->next_try, 0);
    desk_close(&d, 1);
}

/* The first two doubts are sent again at once, then it waits, and is given up at last; on hold it stays. */
static void test_doubt(void **state)
{
    static const struct smtp_outcome lost = {.verdict = SMTP_DOUBT, .text = {"gone", 4}};
    struct desk d;
    desk_open(&d);
    int64_t now = clock_now();
    for (int tries = 0; tries < 10; tries++) {
        d.batch->recipients.v[tries].attempts = tries;
        answer(&d, (size_t)tries, &lost);
        const struct outcome *o = result(&d, (size_t)tries);
        assert_int_equal(o->state, tries < 9 ? DELIVERY_IN_DOUBT : DELIVERY_FAILED);
        assert_true(tries < 2 ? o->next_try == 0 : o->next_try >= now + 200);
    }
    assert_true(result(&d, 4)->next_try > result(&d, 2)->next_try);
    assert_true(str_eqc(result(&d, 9)->reason, "gave up"));
    d.o.doubt = DOUBT_HOLD;
    d.batch->recipients.v[10].attempts = 9;
    answer(&d, 10, &lost);
    assert_int_equal(result(&d, 10)->state, DELIVERY_IN_DOUBT);
    assert_int_equal(d.r.answers, 0);
    desk_close(&d, 11);
}

/* Deferred until it was tried often enough, or for long enough. */
static void test_later(void **state)
{
    struct desk d;
    desk_open(&d);
    int64_t now = clock_now();
    d.r.started_at = now;
    refused(&d, 0, STAGE_RCPT, 450, "4.2.1 busy");
    assert_int_equal(result(&d, 0)->state, DELIVERY_DEFERRED);
    assert_in_range(result(&d, 0)->next_try, now + 240, now + 370);
    d.batch->recipients.v[1].attempts = 8;
    d.batch->recipients.v[2].attempts = 9;
    refused(&d, 1, STAGE_RCPT, 450, "4.2.1 busy");
    refused(&d, 2, STAGE_RCPT, 450, "4.2.1 busy");
    assert_int_equal(result(&d, 1)->state, DELIVERY_DEFERRED);
    assert_int_equal(result(&d, 2)->state, DELIVERY_FAILED);
    assert_true(str_eqc(result(&d, 2)->reason, "gave up"));
    d.r.started_at = now - 4 * 86400 + 100;
    refused(&d, 3, STAGE_RCPT, 450, "4.2.1 busy");
    assert_int_equal(result(&d, 3)->state, DELIVERY_DEFERRED);
    d.r.started_at = now - 4 * 86400 - 1;
    refused(&d, 4, STAGE_RCPT, 450, "4.2.1 busy");
    assert_int_equal(result(&d, 4)->state, DELIVERY_FAILED);
    assert_int_equal(result(&d, 4)->reply.code, 450);
    assert_true(str_eqc(result(&d, 4)->reply.enhanced, "4.2.1"));
    desk_close(&d, 5);
}

/* Hard bounces are remembered for later editions, others are not. */
static void test_failed(void **state)
{
    struct desk d;
    desk_open(&d);
    refused(&d, 0, STAGE_RCPT, 550, "5.1.1 nobody");
    refused(&d, 1, STAGE_RCPT, 552, "5.2.2 full");
    assert_int_equal(result(&d, 0)->state, DELIVERY_FAILED);
    assert_int_equal(result(&d, 1)->state, DELIVERY_FAILED);
    assert_int_equal(d.r.settling.group.hard.n, 1);
    assert_true(str_eqc(d.r.settling.group.hard.v[0], "reader0@example.org"));
    accepted(&d, 2);
    assert_int_equal(result(&d, 2)->state, DELIVERY_SENT);
    assert_int_equal(d.r.answers, 3);
    desk_close(&d, 3);
}

/* Refusals that are about us: an acceptance makes those before it failures of one message; five in a row give all back
 * and take the relay out, and what it refuses after that counts for nobody. */
static void test_policy(void **state)
{
    struct desk d;
    desk_open(&d);
    for (size_t i = 0; i < 4; i++)
        refused(&d, i, STAGE_TEXT, 554, "5.7.1 spam");
    assert_int_equal(results(&d), 0);
    accepted(&d, 4);
    assert_int_equal(results(&d), 5);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(result(&d, i)->state, DELIVERY_FAILED);
        assert_int_equal(result(&d, i)->row, d.batch->recipients.v[i].row);
        assert_true(str_eqc(result(&d, i)->reason, "content"));
    }
    for (size_t i = 5; i < 9; i++)
        refused(&d, i, STAGE_TEXT, 554, "5.7.1 spam");
    assert_int_equal(results(&d), 5);
    assert_false(d.pool.down);
    refused(&d, 9, STAGE_TEXT, 554, "5.7.1 spam");
    assert_int_equal(results(&d), 10);
    for (size_t i = 5; i < 10; i++)
        assert_int_equal(result(&d, i)->state, DELIVERY_QUEUED);
    assert_true(d.pool.down && d.pool.hopeless);
    assert_int_equal(d.pool.why.code, EX_UNAVAILABLE);
    assert_non_null(strstr(d.pool.why.msg, "relay.example:25: refuses our mail 5 times in a row (554 5.7.1 spam)"));
    refused(&d, 10, STAGE_TEXT, 554, "5.7.1 spam");
    assert_int_equal(result(&d, 10)->state, DELIVERY_QUEUED);
    desk_close(&d, 11);

    desk_open(&d);
    d.o.error_budget = 2;
    refused(&d, 0, STAGE_MAIL, 530, "5.7.0 authentication required"); /* a login missing is one refusal, and enough */
    assert_int_equal(result(&d, 0)->state, DELIVERY_QUEUED);
    assert_int_equal(d.pool.why.code, EX_NOPERM);
    desk_close(&d, 1);
}

/* Killed before any of these results was written: the acceptance counts, only the doubt is in doubt (L6 of
 * store/ledger.c). */
static void test_marks(void **state)
{
    struct desk d;
    struct tally t;
    desk_open(&d);
    for (size_t i = 0; i < 4; i++)
        ledger_start(d.r.ledger, d.batch->recipients.v[i].row);
    accepted(&d, 0);
    refused(&d, 1, STAGE_RCPT, 450, "4.2.1 busy");
    broken(&d, 2, 421, true);
    answer(&d, 3, &(struct smtp_outcome){.verdict = SMTP_DOUBT});
    ok(ledger_run_close(d.r.ledger, NOW, e));
    ok(ledger_recount(d.s, str_lit(EDITION), &t, e));
    assert_int_equal(t.sent, 1);
    assert_int_equal(t.in_doubt, 1);
    assert_int_equal(t.queued, READERS - 2);
    ok(ledger_run_open(d.s, str_lit(EDITION), d.place.dir, DOUBT_RESEND, NOW, &d.r.ledger, e));
    desk_close(&d, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_breaks), cmocka_unit_test(test_blame), cmocka_unit_test(test_order),
        cmocka_unit_test(test_doubt),  cmocka_unit_test(test_later), cmocka_unit_test(test_failed),
        cmocka_unit_test(test_policy), cmocka_unit_test(test_marks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
