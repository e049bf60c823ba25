/* Jobs for the clerk: how many rows to claim and when, and what becomes of those he brings. */
#include "base/date.h"
#include "send/run_parts.h"
#include <stdlib.h>

enum { GROUP_MIN = 32, PREFETCH_RATE = 8, SAMPLE = 8 };

/* Answers a second: of late, or in the last moment when that says more, so that a start is quick. */
static double speed(const struct runner *r)
{
    return r->speed_now > r->speed ? r->speed_now : r->speed;
}

/* Or since the last claim. */
static double rate_now(const struct runner *r)
{
    int64_t n = r->answers - r->supply.answers, ms = run_now_ms() - r->supply.at;
    double lately = n >= SAMPLE ? (double)n * 1000 / (double)(ms > 0 ? ms : 1) : 0;
    return lately > r->speed ? lately : r->speed;
}

/* The sum of the relays' limits; 0: one of them has none. */
static double limit_of_all(const struct runner *r)
{
    double sum = 0;
    for (size_t i = 0; i < r->pools_n; i++) {
        if (!(r->pools[i].conf->rate > 0))
            return 0;
        sum += r->pools[i].conf->rate;
    }
    return sum;
}

/* Enough for the free places and for a moment's work, so that slow mail holds few rows: what is claimed here can
 * neither be taken by another process, nor notice that somebody unsubscribed. */
static size_t claim_size(const struct runner *r)
{
    double limit = limit_of_all(r);
    size_t n = (size_t)(rate_now(r) / 4), places = 0;
    if (r->all_put_off) /* on to those whose time it is */
        return CLAIM_MAX;
    for (size_t i = 0; i < r->pools_n; i++)
        places += pool_free(&r->pools[i]);
    if (n < places)
        n = places;
    if (limit > 0 && (double)n > limit / 2)
        n = (size_t)(limit / 2);
    size_t most = (size_t)(speed(r) * CLAIM_MS / 1000);
    most = most < CLAIM_MAX ? CLAIM_MAX : most > CLAIM_MOST ? CLAIM_MOST : most;
    return n < 1 ? 1 : n > most ? most : n;
}

static bool enough(const struct runner *r)
{
    return r->waiting_n >= WAITING_MAX || (r->signer && r->waiting_n + signer_busy(r->signer) >= SIGN_AHEAD);
}

/* Asked for before the last ones are used up, when that is soon: the loop should not wait for the disk. The threads
 * that sign are kept busy. */
static bool wants_rows(const struct runner *r)
{
    const struct supply *s = &r->supply;
    if (r->draining || enough(r) || (r->dry && !(r->due && clock_now() >= r->due)))
        return false;
    return s->wanted || r->all_put_off || (r->signer && s->taken) ||
           (2 * s->taken >= s->last && rate_now(r) >= PREFETCH_RATE);
}

/* A hundredth of a second's results at speed, at least a few dozen; and none waits for others that do not come. */
static bool results_due(const struct runner *r)
{
    size_t n = r->settling.group.v.n, group = (size_t)(speed(r) / 100);
    return n && (n >= (group < GROUP_MIN ? GROUP_MIN : group) || r->under_way == 0 ||
                 run_now_ms() - r->settling.since >= GROUP_MS);
}

void books_turn(struct runner *r)
{
    if (r->settling.broken || !clerk_is_free(r->clerk))
        return;
    bool rows = wants_rows(r);
    if (!rows && !results_due(r))
        return;
    clerk_give(r->clerk, &(struct job){.results = r->settling.group, .max = rows ? claim_size(r) : 0});
    r->settling.group = (struct results){0};
}

bool books_busy(const struct runner *r)
{
    return !clerk_is_free(r->clerk);
}

/* ---- what he brings */

/* To the threads that sign, or straight to the relays. */
static void ready(struct runner *r, struct letter *l)
{
    struct err e = {0};
    if (!r->signer) {
        run_put_last(r, l);
        return;
    }
    if (letter_write(&r->office, l, false, &e) < 0) {
        run_put_last(r, l);
        run_fail(r, &e);
        return;
    }
    letter_prepare_signing(l);
    signer_give(r->signer, l);
}

void books_signed(void *ctx)
{
    struct runner *r = ctx;
    struct err e = {0};
    struct letter *l;
    while ((l = signer_take(r->signer, &e)))
        run_put_last(r, l);
    if (e.code)
        run_fail(r, &e);
}

/* Held while its letters are made: each of them may end at once. */
static void place_all(struct runner *r, struct batch *b)
{
    b->letters = 1;
    r->all_put_off = b->recipients.n > 0;
    for (size_t i = 0; i < b->recipients.n; i++) {
        struct letter *l = letter_new(b, &b->recipients.v[i]);
        if (!run_place(r, l))
            continue;
        r->all_put_off = false;
        ready(r, l);
    }
    batch_drop(b);
}

static void take_rows(struct runner *r, const struct job *j)
{
    size_t n = j->batch->recipients.n;
    r->dry = n == 0;
    r->due = r->dry ? j->due : 0;
    r->supply.wanted = false;
    r->supply.last = n;
    r->supply.taken = 0;
    if (n) {
        r->supply.at = run_now_ms();
        r->supply.answers = r->answers;
    }
    place_all(r, j->batch);
}

static void failed(struct runner *r, struct job *j)
{
    r->settling.broken = true;
    r->settling.failed = j->results;
    if (j->batch) { /* their claims go back when the run is closed */
        j->batch->letters = 1;
        batch_drop(j->batch);
    }
    run_fail(r, &j->err);
}

void books_news(void *ctx)
{
    struct runner *r = ctx;
    struct job j;
    if (!clerk_take(r->clerk, &j))
        return;
    if (j.err.code) {
        failed(r, &j);
        return;
    }
    r->dry &= !j.again;
    if (j.batch)
        take_rows(r, &j);
}

void books_stop(struct runner *r)
{
    clerk_stop(r->clerk);
    books_news(r);
}

/* Answers that came while the ledger could not be written are given to it once more. */
void books_close(struct runner *r)
{
    struct err e = {0};
    if ((r->settling.failed.v.n && clerk_write(r->clerk, &r->settling.failed, &e) < 0) ||
        clerk_write(r->clerk, &r->settling.group, &e) < 0)
        run_fail(r, &e);
}
