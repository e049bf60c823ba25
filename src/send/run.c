/* send_run: claim, fill, deliver, record, until nothing is left that can go now. One loop; the ledger has a thread of
 * its own, and so do signatures. */
#include "base/date.h"
#include "send/run_parts.h"
#include <stdlib.h>

enum { NAP_MS = 250, TELL_MS = 250, LOOK_MS = 500, SPEED_MS = 20, LATELY_MS = 280, SOON = 3600, BOOKED_MS = 90000 };

int64_t run_now_ms(void)
{
    return clock_mono_ms();
}

static void drain(struct runner *r)
{
    if (r->draining)
        return;
    r->draining = true;
    r->drain_until = run_now_ms() + DRAIN_MS;
    for (size_t i = 0; i < r->pools_n; i++)
        pool_leave(&r->pools[i]);
}

void run_fail(struct runner *r, const struct err *e)
{
    if (!r->failed)
        r->err = *e;
    r->failed = true;
    drain(r);
}

/* ---- the turn */

/* The average forgets by time, not by turn: a slow run has few turns. */
static void measure(struct runner *r, int64_t ms)
{
    int64_t passed = ms - r->speed_at;
    if (passed < SPEED_MS)
        return;
    double now = (double)(r->answers - r->answers_then) * 1000 / (double)passed;
    r->speed_now = now;
    r->speed = r->speed > 0 ? r->speed + (now - r->speed) * (double)passed / (double)(passed + LATELY_MS) : now;
    r->answers_then = r->answers;
    r->speed_at = ms;
}

static void tell(struct runner *r, int64_t ms)
{
    struct send_progress p = {.rate = r->speed, .left_seconds = -1};
    struct err e = {0};
    if (!r->o->progress || ms - r->told_at < TELL_MS)
        return;
    r->told_at = ms;
    if (ledger_tally(r->store, r->o->edition, &p.tally, &e) < 0)
        return;
    int64_t left = p.tally.queued + p.tally.sending + p.tally.in_doubt;
    if (r->speed >= 0.5)
        p.left_seconds = (int64_t)((double)left / r->speed);
    r->o->progress(r->o->progress_ctx, &p);
}

static void stop(struct runner *r)
{
    r->stopped = true;
    drain(r);
}

static bool is_closed(const struct send_options *o)
{
    int64_t now = clock_now();
    return o->hours.set && !o->hours.of_reader && hours_next(&o->hours, now, o->zone) > now;
}

static bool is_expired(const struct runner *r)
{
    return r->o->expire > 0 && clock_now() - r->frozen_at >= r->o->expire;
}

static void expire(struct runner *r)
{
    struct err e = {0};
    int64_t moved;
    r->expired = true;
    run_expire_waiting(r);
    if (ledger_expire(r->store, r->o->edition, clock_now(), &moved, &e) < 0)
        run_fail(r, &e);
}

static void look_at_the_clock(struct runner *r)
{
    if (r->draining)
        return;
    if (is_expired(r))
        expire(r);
    if (r->expired || is_closed(r->o)) {
        r->closed = !r->expired;
        drain(r);
    }
}

/* Signals, and pause or cancel from another shell. */
static void look_around(struct runner *r, int64_t ms)
{
    struct arena a = {0};
    struct str state = {0};
    struct err e = {0};
    if (r->o->stop && *r->o->stop)
        stop(r);
    if (ms - r->looked_at < LOOK_MS)
        return;
    r->looked_at = ms;
    if (ledger_control(r->store, &a, r->o->edition, &state, &e) < 0)
        run_fail(r, &e);
    else if (str_eqc(state, "paused") || str_eqc(state, "cancelled"))
        stop(r);
    arena_end(&a);
    look_at_the_clock(r);
}

static bool none_works(const struct runner *r)
{
    for (size_t i = 0; i < r->pools_n; i++)
        if (!r->pools[i].down && !r->pools[i].day_over)
            return false;
    return true;
}

/* Nobody can send any more: what the first relay said is the reason. One that may come back is not waited for when no
 * other is at work: cron comes again. */
static void check_relays(struct runner *r)
{
    if (r->failed || r->draining || !none_works(r))
        return;
    bool over = false;
    for (size_t i = 0; i < r->pools_n; i++)
        over |= r->pools[i].day_over && !r->pools[i].down;
    if (over) {
        r->day_is_over = true;
        drain(r);
        return;
    }
    const struct pool *p = &r->pools[0];
    for (size_t i = 1; i < r->pools_n; i++)
        if (!r->pools[i].hopeless && p->hopeless)
            p = &r->pools[i];
    run_fail(r, &p->why);
}

static bool finished(struct runner *r)
{
    if (r->under_way)
        return false;
    if (r->draining)
        return true;
    if (r->waiting_n || !r->dry || r->settling.group.v.n || books_busy(r) || (r->signer && signer_busy(r->signer)))
        return false;
    if (r->due && r->booked && r->due - clock_now() <= r->booked && run_now_ms() - r->supply.at < BOOKED_MS)
        return false; /* turns that come soon are waited for */
    return !(r->o->wait_deferred && r->due && r->due - clock_now() <= SOON);
}

static void deliver_locally(struct runner *r)
{
    struct err e = {0};
    for (size_t i = 0; i < r->pools_n; i++)
        if (pool_is_local(&r->pools[i]) && !r->draining && local_deliver(r, &r->pools[i], &e) < 0)
            run_fail(r, &e);
}

static int64_t nap(const struct runner *r, int64_t ms, int64_t soonest)
{
    int64_t until = ms + NAP_MS;
    bool local = false;
    for (size_t i = 0; i < r->pools_n; i++)
        local |= pool_is_local(&r->pools[i]);
    if (local && !r->draining && r->waiting_n && pool_wait(&r->pools[0]) == 0)
        return 0;
    if (r->settling.group.v.n && r->settling.since + GROUP_MS < until && !books_busy(r) && !r->settling.broken)
        until = r->settling.since + GROUP_MS;
    if (soonest && soonest < until)
        until = soonest;
    return until > ms ? until - ms : 0;
}

static void turn(struct runner *r)
{
    struct err e = {0};
    int64_t ms = run_now_ms(), soonest = 0;
    measure(r, ms);
    look_around(r, ms);
    for (size_t i = 0; i < r->pools_n; i++) {
        int64_t until = pool_tick(&r->pools[i], ms);
        if (until && (soonest == 0 || until < soonest))
            soonest = until;
    }
    deliver_locally(r);
    check_relays(r);
    run_set_aside(r);
    books_news(r); /* whoever has news wakes the loop, but it looks for itself: a lost event costs a nap, not the run */
    if (r->signer)
        books_signed(r);
    books_turn(r);
    tell(r, ms);
    if (finished(r))
        return;
    if (hub_wait(r->hub, nap(r, ms, soonest), &e) < 0)
        run_fail(r, &e);
}

/* Told twice to stop, or waited long enough for the last answers: what has none is in doubt. */
static bool give_up(const struct runner *r)
{
    return r->draining && ((r->o->stop && *r->o->stop > 1) || run_now_ms() > r->drain_until);
}

static void say_goodbye(struct runner *r)
{
    struct err e = {0};
    int64_t until = run_now_ms() + 1000;
    for (size_t i = 0; i < r->pools_n; i++)
        pool_leave(&r->pools[i]);
    for (bool open = true; open && run_now_ms() < until && !give_up(r);) {
        open = false;
        for (size_t i = 0; i < r->pools_n; i++) {
            pool_tick(&r->pools[i], run_now_ms());
            open |= r->pools[i].up > 0;
        }
        if (open && hub_wait(r->hub, 50, &e) < 0)
            break;
    }
}

static int open_signer(struct runner *r, struct err *e)
{
    struct dkim_settings s = *r->o->dkim;
    if (!s.domain.n)
        s.domain = r->o->mail->from.address.domain;
    return signer_open(&s, r->hub, books_signed, r, &r->signer, e);
}

static int begin(struct runner *r, struct store *s, const struct send_options *o, struct err *e)
{
    struct frozen f;
    *r = (struct runner){.o = o, .store = s, .waiting_end = &r->waiting, .speed_at = run_now_ms()};
    r->office = (struct letter_office){.casts = {.store = s, .edition = o->edition}};
    mailing_begin(&r->arena, o->mail, o->edition, &r->office.mailing);
    if (!o->relays || o->relays->n == 0)
        return err_set(e, EX_CONFIG, "no relay is configured; add one under relays in bulletin.yaml");
    int found = ledger_find(s, &r->arena, o->edition, &f, e);
    if (found <= 0)
        return found < 0 ? -1
                         : err_set(e, EX_NOINPUT, "edition " STR_FMT ": is not in the ledger", STR_ARG(o->edition));
    r->frozen_at = f.frozen_at;
    r->started_at = f.started_at ? f.started_at : clock_now();
    r->pools = arena_array(&r->arena, struct pool, o->relays->n);
    for (size_t i = 0; i < o->relays->n; i++) {
        if (pool_begin(r, &r->pools[i], &o->relays->v[i], e) < 0)
            return -1;
        r->pools_n++;
        r->office.dsn |= o->relays->v[i].dsn.envid;
    }
    if (r->limited && limits_open(o->state_dir, &r->limits, e) < 0)
        return -1;
    if (hub_open(&r->hub, e) < 0)
        return -1;
    if (o->dkim && o->dkim->keys.n && open_signer(r, e) < 0)
        return -1;
    if (clerk_open(s, o, r->hub, books_news, r, &r->clerk, e) < 0)
        return -1;
    r->ledger = clerk_run(r->clerk);
    return 0;
}

static void work(struct runner *r)
{
    while (!finished(r) && !give_up(r))
        turn(r);
    for (size_t i = 0; i < r->pools_n; i++)
        settle_policy(r, &r->pools[i], !r->pools[i].down);
    if (!give_up(r))
        say_goodbye(r);
    r->draining = true;
    for (size_t i = 0; i < r->pools_n; i++)
        pool_cut(&r->pools[i]);
    books_stop(r);
    if (r->signer) {
        signer_stop(r->signer);
        books_signed(r);
    }
    if (is_expired(r))
        run_expire_waiting(r);
    run_end_waiting(r);
    books_close(r);
    if (is_expired(r)) /* also what was given back or put off meanwhile */
        expire(r);
}

static int how_it_ended(struct runner *r, enum send_end *how, struct err *e)
{
    struct tally t;
    if (ledger_tally(r->store, r->o->edition, &t, e) < 0)
        return -1;
    bool left = t.queued || t.deferred || (t.in_doubt && r->o->doubt == DOUBT_RESEND);
    *how = r->stopped       ? SEND_STOPPED
           : !left          ? SEND_DONE
           : r->closed      ? SEND_CLOSED
           : r->day_is_over ? SEND_DAY_OVER
                            : SEND_DEFERRED_LEFT;
    return 0;
}

int send_run(struct store *s, const struct send_options *o, enum send_end *how, struct err *e)
{
    struct runner *r = mem_realloc(NULL, sizeof *r);
    int rc = begin(r, s, o, e);
    if (rc == 0) {
        work(r);
        struct err closing = {0};
        if (clerk_close(r->clerk, &closing) < 0)
            run_fail(r, &closing);
        rc = r->failed ? (*e = r->err, -1) : how_it_ended(r, how, e);
        if (rc == 0 && o->progress) {
            r->told_at = INT64_MIN / 2;
            tell(r, run_now_ms());
        }
    }
    for (size_t i = 0; i < r->pools_n; i++)
        pool_end(&r->pools[i]);
    signer_close(r->signer);
    casts_end(&r->office.casts);
    results_end(&r->settling.group);
    results_end(&r->settling.failed);
    hub_close(r->hub);
    limits_close(r->limits);
    arena_end(&r->arena);
    free(r);
    return rc;
}
