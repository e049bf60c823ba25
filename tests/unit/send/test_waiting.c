/* Letters that wait: who takes which, whose turn it is, and who is put off until when. The pools have no conversation:
 * one that goes nowhere has always room. */
#include "base/date.h"
#include "send/run_parts.h"
#include "store/help.h"

#define LETTERS 600

struct desk {
    struct place place;
    struct mail_settings mail;
    struct send_options o;
    struct relay conf[3];
    struct pool pool[3];
    struct recipient people[LETTERS];
    struct letter *letters[LETTERS];
    size_t n;
    struct batch *batch;
    struct runner r;
};

static void desk_open(struct desk *d, size_t pools)
{
    static const char *const names[] = {"one", "two", "three"};
    memset(d, 0, sizeof *d);
    place_make(&d->place);
    clock_fix(NOW);
    d->mail.from.address = (struct address){.addr = str_lit("desk@news.example"), .domain = str_lit("news.example")};
    d->o.mail = &d->mail;
    d->batch = mem_realloc(NULL, sizeof *d->batch);
    *d->batch = (struct batch){.letters = 1};
    d->r = (struct runner){
        .o = &d->o, .pools = d->pool, .pools_n = pools, .waiting_end = &d->r.waiting, .domain_limits = true};
    ok(limits_open(d->place.dir, &d->r.limits, e));
    for (size_t i = 0; i < pools; i++)
        d->pool[i] = (struct pool){.run = &d->r,
                                   .conf = &d->conf[i],
                                   .at = {.kind = TO_NULL, .name = str_c(names[i])},
                                   .limit = limit_of_relay(str_c(names[i]), 0)};
}

static void desk_close(struct desk *d)
{
    run_end_waiting(&d->r);
    assert_int_equal(d->r.waiting_n, 0);
    arena_end(&d->batch->arena);
    free(d->batch);
    results_end(&d->r.settling.group);
    limits_close(d->r.limits);
    arena_end(&d->r.arena);
    place_end(&d->place);
}

/* A letter that was claimed; NULL: it was put off. */
static struct letter *comes(struct desk *d, const char *address, const char *zone)
{
    struct arena *a = &d->batch->arena;
    assert_true(d->n < LETTERS);
    struct recipient *p = &d->people[d->n];
    *p = (struct recipient){.row = (int64_t)d->n, .address = str_c(address)};
    if (zone) {
        struct str both = str_fmt(a, "timezone|%s|", zone);
        char *s = (char *)both.s;
        s[strlen("timezone")] = s[both.n - 1] = '\0';
        p->attributes = both;
    }
    struct letter *l = d->letters[d->n++] = letter_new(d->batch, p);
    if (!run_place(&d->r, l))
        return NULL;
    run_put_last(&d->r, l);
    return l;
}

static int come(struct desk *d, int n, const char *address)
{
    int stay = 0;
    for (int i = 0; i < n; i++)
        stay += comes(d, address, NULL) != NULL;
    return stay;
}

static struct outcome result(const struct desk *d, size_t at)
{
    assert_true(at < d->r.settling.group.v.n);
    return d->r.settling.group.v.v[at];
}

static size_t results(const struct desk *d)
{
    return d->r.settling.group.v.n;
}

static int takes_all(struct desk *d, size_t pool)
{
    int n = 0;
    while (run_take(&d->r, &d->pool[pool]))
        n++;
    return n;
}

static struct domain_rates rates(struct arena *a, size_t n, const struct domain_rate *v)
{
    struct domain_rates x = {0};
    for (size_t i = 0; i < n; i++)
        *vec_push(a, &x) = v[i];
    return x;
}
#define RATES(...)                                                                            \
    rates(&d.r.arena, sizeof(struct domain_rate[]){__VA_ARGS__} / sizeof(struct domain_rate), \
          (struct domain_rate[]){__VA_ARGS__})
#define STRS(...) \
    strs(&d.r.arena, sizeof(const char *[]){__VA_ARGS__} / sizeof(const char *), (const char *[]){__VA_ARGS__})

static struct strs strs(struct arena *a, size_t n, const char *const *v)
{
    struct strs x = {0};
    for (size_t i = 0; i < n; i++)
        *vec_push(a, &x) = str_c(v[i]);
    return x;
}

static void test_order(void **state)
{
    struct desk d;
    desk_open(&d, 1);
    struct pool *p = &d.pool[0];
    assert_null(run_take(&d.r, p));
    assert_true(d.r.supply.wanted); /* more should be claimed */
    d.r.supply.wanted = false;
    assert_int_equal(come(&d, 4, "a@a.example"), 4);
    assert_ptr_equal(run_take(&d.r, p), d.letters[0]);
    assert_ptr_equal(run_take(&d.r, p), d.letters[1]);
    run_put_back(&d.r, d.letters[1]);
    assert_ptr_equal(run_take(&d.r, p), d.letters[1]);
    assert_ptr_equal(run_take(&d.r, p), d.letters[2]);
    assert_ptr_equal(run_take(&d.r, p), d.letters[3]); /* the list is empty, and can be filled at either end */
    assert_int_equal(d.r.waiting_n, 0);
    assert_int_equal(d.r.supply.taken, 5);
    assert_false(d.r.supply.wanted);
    run_put_back(&d.r, d.letters[3]);
    run_put_last(&d.r, d.letters[0]);
    run_put_back(&d.r, d.letters[2]);
    assert_int_equal(d.r.waiting_n, 3);
    assert_ptr_equal(run_take(&d.r, p), d.letters[2]);
    assert_ptr_equal(run_take(&d.r, p), d.letters[3]);
    assert_ptr_equal(run_take(&d.r, p), d.letters[0]);
    assert_null(run_take(&d.r, p));
    run_put_last(&d.r, d.letters[1]);
    assert_ptr_equal(run_take(&d.r, p), d.letters[1]);
    desk_close(&d);
}

/* Nobody takes anything who may not now; and that is no reason to claim more. */
static void test_not_now(void **state)
{
    struct desk d;
    desk_open(&d, 1);
    struct pool *p = &d.pool[0];
    come(&d, 3, "a@a.example");
    d.r.draining = true;
    assert_null(run_take(&d.r, p));
    d.r.draining = false;
    p->paused_until = run_now_ms() + 3600000;
    assert_null(run_take(&d.r, p));
    p->paused_until = 0;
    p->day_over = true;
    assert_null(run_take(&d.r, p));
    p->day_over = false;
    assert_false(d.r.supply.wanted);
    p->limit = limit_of_relay(str_lit("one"), 1.0 / 3600);
    assert_ptr_equal(run_take(&d.r, p), d.letters[0]);
    assert_null(run_take(&d.r, p));
    assert_int_equal(d.r.waiting_n, 2);
    desk_close(&d);
}

/* Another process had the last of the day's ration between our look and our hand: the letter stays where it was. */
static void test_another_was_faster(void **state)
{
    struct desk d;
    desk_open(&d, 1);
    d.conf[0].warmup.start = 2;
    come(&d, 4, "a@a.example");
    assert_int_equal(takes_all(&d, 0), 2);
    assert_int_equal(d.r.waiting_n, 2);
    assert_true(d.pool[0].taken == 2);
    d.conf[0].warmup.start = 0;
    assert_ptr_equal(run_take(&d.r, &d.pool[0]), d.letters[2]);
    assert_ptr_equal(run_take(&d.r, &d.pool[0]), d.letters[3]);
    desk_close(&d);
}

/* Who is not at their limit goes past those that are. */
static void test_past_the_slow(void **state)
{
    struct desk d;
    desk_open(&d, 1);
    d.conf[0].domain_rates = RATES({str_lit("slow.example"), 1.5 / 3600});
    assert_int_equal(come(&d, 2, "x@y.example"), 2);
    assert_int_equal(come(&d, 1, "a@Slow.Example"), 1);
    assert_int_equal(takes_all(&d, 0), 3);
    assert_int_equal(come(&d, 1, "b@slow.example"), 1);
    assert_int_equal(come(&d, 5, "c@fast.example"), 5);
    assert_ptr_equal(run_take(&d.r, &d.pool[0]), d.letters[4]);
    assert_int_equal(takes_all(&d, 0), 4);
    assert_int_equal(d.r.waiting_n, 1); /* b */
    assert_int_equal(results(&d), 0);
    desk_close(&d);
}

/* How many of a domain are held, and when the turn of the others is said to come. */
static void test_put_off(void **state)
{
    struct desk d;
    desk_open(&d, 1);
    d.conf[0].domain_rates =
        RATES({str_lit("Ten.example"), 10}, {str_lit("none.example"), 0}, {str_lit("*"), 1 / 25.9});
    assert_int_equal(come(&d, 25, "a@tEn.EXAMPLE"), 21); /* two seconds' worth, and one that may go at once */
    assert_int_equal(results(&d), 4);
    assert_int_equal(come(&d, 100, "a@none.example"), 100);
    char far[400] = "a@";
    memset(far + 2, 'x', 300);
    assert_int_equal(come(&d, 100, far), 100); /* longer than any domain: no relay will take it */
    int64_t began = limits_now();
    assert_int_equal(come(&d, 1, "a@other.example"), 1);
    assert_int_equal(come(&d, 4, "a@other.example"), 0);
    assert_int_equal(come(&d, 1, "a@another.example"), 1); /* each has a limit of its own */
    assert_int_equal(results(&d), 8);
    int64_t last = 0;
    for (int k = 1; k <= 4; k++) {
        struct outcome o = result(&d, 3 + (size_t)k);
        assert_int_equal(o.state, DELIVERY_QUEUED);
        int64_t turn = 25900 * (k + 1), gone = limits_now() - began; /* behind the one that waits */
        last = o.next_try - NOW;
        assert_in_range(last, (turn - gone + 999) / 1000, (turn + k + 999) / 1000); /* each is counted in whole ms */
    }
    assert_int_equal(d.r.booked, last); /* the run knows how far ahead it has booked */
    /* who left makes room, and who was put back has it still */
    struct letter *l = run_take(&d.r, &d.pool[0]);
    assert_ptr_equal(l, d.letters[0]);
    assert_int_equal(come(&d, 1, "a@ten.example"), 1);
    run_put_back(&d.r, l);
    assert_int_equal(come(&d, 1, "a@ten.example"), 0);
    desk_close(&d);
}

/* A domain's limit is that of all relays that may take it, together; one without a limit leaves none. */
static void test_lanes_of_relays(void **state)
{
    struct desk d;
    desk_open(&d, 3);
    d.conf[0].domain_rates = RATES({str_lit("a.example"), 1}, {str_lit("c.example"), 1});
    d.conf[1].domain_rates = RATES({str_lit("a.example"), 2}, {str_lit("b.example"), 2});
    d.conf[2].domains = STRS("b.example", "c.example");
    d.conf[2].domain_rates = RATES({str_lit("b.example"), 1});
    assert_int_equal(come(&d, 20, "x@a.example"), 7);
    assert_int_equal(come(&d, 20, "x@b.example"), 20);
    assert_int_equal(come(&d, 20, "x@c.example"), 20);
    d.conf[0].domains = STRS("a.example");
    assert_int_equal(come(&d, 20, "x@d.example"), 20);
    assert_int_equal(come(&d, 20, "x@b.example"), 20); /* what was decided stays for this run */
    desk_close(&d);
}

static void test_domain_limit(void **state)
{
    struct desk d;
    desk_open(&d, 1);
    assert_int_equal(pool_domain_limit(&d.pool[0], str_lit("a.example")).n, 0);
    d.conf[0].domain_rates = RATES({str_lit("a.example"), 3}, {str_lit("*"), 5}, {str_lit("b.example"), 2});
    assert_int_equal(pool_domain_limit(&d.pool[0], str_lit("A.Example")).n, 3);
    assert_int_equal(pool_domain_limit(&d.pool[0], str_lit("b.example")).n, 2);
    assert_int_equal(pool_domain_limit(&d.pool[0], str_lit("z.example")).n, 5);
    assert_true(pool_domain_limit(&d.pool[0], str_lit("z.example")).key ==
                limit_of_domain(str_lit("one"), str_lit("Z.example"), 5).key);
    desk_close(&d);
}

/* ---- turns */

static void test_shares(void **state)
{
    struct desk d;
    desk_open(&d, 2);
    d.conf[0].weight = 2;
    come(&d, 400, "a@a.example");
    assert_int_equal(takes_all(&d, 0), CLAIM_MAX + 1); /* a batch ahead, in shares */
    assert_int_equal(d.r.waiting_n, 400 - CLAIM_MAX - 1);
    assert_int_equal(takes_all(&d, 1), CLAIM_MAX + CLAIM_MAX / 2 + 1);
    int n[2] = {0};
    for (bool more = true; more;) { /* both ask as often as they like */
        more = false;
        for (size_t i = 0; i < 2; i++)
            if (run_take(&d.r, &d.pool[i])) {
                n[i]++;
                more = true;
            }
    }
    assert_int_equal(d.r.waiting_n, 0);
    assert_in_range(CLAIM_MAX + 1 + n[0], 400 * 2 / 3 - CLAIM_MAX, 400 * 2 / 3 + CLAIM_MAX);
    desk_close(&d);
}

static void test_alone(void **state)
{
    static const char *const why[] = {"down", "its day is over", "pauses", "takes others", "is one"};
    for (int i = 0; i < 5; i++) {
        struct desk d;
        desk_open(&d, i == 4 ? 1 : 2);
        d.pool[1].down = i == 0;
        d.pool[1].day_over = i == 1;
        d.pool[1].paused_until = i == 2 ? run_now_ms() + 3600000 : 0;
        if (i == 3)
            d.conf[1].domains = STRS("b.example");
        come(&d, 300, "a@a.example");
        int n = takes_all(&d, 0);
        if (n != 300)
            fail_msg("the other %s: %d of 300", why[i], n);
        desk_close(&d);
    }
}

/* ---- nobody takes them */

static void test_set_aside(void **state)
{
    struct desk d;
    desk_open(&d, 3);
    d.r.started_at = NOW;
    d.conf[0].domains = STRS("down.example");
    d.conf[1].domains = STRS("over.example", "both.example");
    d.conf[2].domains = STRS("works.example", "both.example");
    struct err e = {0};
    err_set(&e, EX_UNAVAILABLE, "one:25: is not there");
    d.pool[0].down = true;
    d.pool[0].why = e;
    d.pool[1].day_over = true;
    come(&d, 2, "a@down.example");
    come(&d, 1, "a@over.example");
    come(&d, 1, "a@works.example");
    come(&d, 1, "a@nobody.example");
    come(&d, 1, "a@both.example");
    run_set_aside(&d.r);
    assert_int_equal(results(&d), 4);
    assert_int_equal(result(&d, 0).state, DELIVERY_DEFERRED);
    assert_string_equal(result(&d, 0).reply.text.s, "one:25: is not there");
    assert_int_equal(result(&d, 1).row, 1);
    assert_int_equal(result(&d, 2).state, DELIVERY_QUEUED);
    assert_int_equal(result(&d, 2).next_try, hours_tomorrow(NOW, NULL));
    assert_int_equal(result(&d, 3).state, DELIVERY_FAILED);
    assert_string_equal(result(&d, 3).reason.s, "no relay");
    assert_int_equal(d.r.waiting_n, 2);
    assert_ptr_equal(run_take(&d.r, &d.pool[2]), d.letters[3]);
    assert_ptr_equal(run_take(&d.r, &d.pool[2]), d.letters[5]);
    come(&d, 1, "a@works.example"); /* the list is whole */
    assert_ptr_equal(run_take(&d.r, &d.pool[2]), d.letters[6]);
    desk_close(&d);
}

/* A relay for everybody is a way, when it works and takes this sender. */
static void test_a_way_for_all(void **state)
{
    for (int i = 0; i < 5; i++) {
        struct desk d;
        desk_open(&d, 1);
        d.pool[0].down = i == 1;
        d.pool[0].day_over = i == 2;
        if (i == 3)
            d.conf[0].senders = STRS("other.example");
        if (i == 4)
            d.conf[0].senders = STRS("news.EXAMPLE");
        come(&d, 3, "a@a.example");
        run_set_aside(&d.r);
        assert_int_equal(d.r.waiting_n, i == 0 || i == 4 ? 3 : 0);
        if (results(&d))
            assert_int_equal(result(&d, 0).state, i == 1   ? DELIVERY_DEFERRED
                                                  : i == 2 ? DELIVERY_QUEUED
                                                           : DELIVERY_FAILED);
        desk_close(&d);
    }
}

static void test_expired(void **state)
{
    struct desk d;
    desk_open(&d, 1);
    d.conf[0].domain_rates = RATES({str_lit("a.example"), 1});
    assert_int_equal(come(&d, 5, "a@a.example"), 3);
    run_expire_waiting(&d.r);
    assert_int_equal(d.r.waiting_n, 0);
    assert_int_equal(results(&d), 5);
    for (size_t i = 2; i < 5; i++) {
        assert_int_equal(result(&d, i).state, DELIVERY_SKIPPED);
        assert_string_equal(result(&d, i).reason.s, "expired");
    }
    assert_int_equal(come(&d, 4, "a@a.example"), 3); /* their places in the lane are free */
    desk_close(&d);
}

/* NOW is 09:07 in London and 04:07 in New York. */
static void test_hours(void **state)
{
    struct desk d;
    desk_open(&d, 1);
    d.o.hours = (struct hours){.set = true, .of_reader = true, .from = 8 * 60, .until = 20 * 60};
    d.o.zone = "Europe/London";
    assert_non_null(comes(&d, "a@a.example", NULL));
    assert_non_null(comes(&d, "a@a.example", "Nowhere/At-all"));
    assert_non_null(comes(&d, "a@a.example", "Europe/Berlin"));
    assert_null(comes(&d, "a@a.example", "America/New_York"));
    assert_int_equal(results(&d), 1);
    assert_int_equal(result(&d, 0).state, DELIVERY_QUEUED);
    assert_int_equal(result(&d, 0).next_try, hours_next(&d.o.hours, NOW, "America/New_York"));
    assert_true(result(&d, 0).next_try > NOW);
    d.o.zone = "America/New_York";
    assert_null(comes(&d, "a@a.example", NULL));
    assert_null(comes(&d, "a@a.example", "Nowhere/At-all"));
    d.o.hours.of_reader = false; /* those of the newsroom are minded elsewhere: nothing is claimed outside them */
    assert_non_null(comes(&d, "a@a.example", "America/New_York"));
    desk_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_not_now),
        cmocka_unit_test(test_another_was_faster),
        cmocka_unit_test(test_past_the_slow),
        cmocka_unit_test(test_put_off),
        cmocka_unit_test(test_lanes_of_relays),
        cmocka_unit_test(test_domain_limit),
        cmocka_unit_test(test_shares),
        cmocka_unit_test(test_alone),
        cmocka_unit_test(test_set_aside),
        cmocka_unit_test(test_a_way_for_all),
        cmocka_unit_test(test_expired),
        cmocka_unit_test(test_hours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
