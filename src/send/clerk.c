#include "send/clerk.h"
#include "base/date.h"
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct clerk {
    struct store *store; /* its own */
    struct run *run;
    struct hub *hub;
    int event;
    pthread_t thread;
    bool running; /* the thread */
    pthread_mutex_t lock;
    pthread_cond_t work;
    enum { FREE, GIVEN, DONE } state;
    bool stop;
    struct job job; /* GIVEN: the thread's; else the loop's */
};

void results_end(struct results *x)
{
    arena_end(&x->texts);
    *x = (struct results){0};
}

/* ---- the work */

static int suppress(struct store *s, const struct strs *keys, int64_t now, struct err *e)
{
    if (keys->n == 0)
        return 0;
    int rc = store_batch(s, e);
    for (size_t i = 0; i < keys->n && rc == 0; i++)
        rc = store_suppress(s, keys->v[i], str_lit("bounced"), now, e);
    return store_batch_end(s, rc == 0, rc == 0 ? e : NULL) < 0 ? -1 : rc;
}

/* The results are in the ledger. */
static int written(struct clerk *c, struct job *j, int64_t now)
{
    for (size_t i = 0; i < j->results.v.n; i++) {
        enum delivery_state st = j->results.v.v[i].state;
        j->again |= st == DELIVERY_QUEUED || st == DELIVERY_IN_DOUBT || st == DELIVERY_DEFERRED;
    }
    int rc = suppress(c->store, &j->results.hard, now, &j->err);
    results_end(&j->results);
    return rc;
}

static int turn(struct clerk *c, struct job *j)
{
    const struct outcomes *v = &j->results.v;
    int64_t now = clock_now();
    struct batch *b = j->batch;
    if (v->n) {
        int rc = b ? ledger_turn(c->run, v->v, v->n, &b->arena, j->max, now, &b->recipients, &j->err)
                   : ledger_record(c->run, v->v, v->n, now, &j->err);
        if (rc < 0 || written(c, j, now) < 0)
            return -1;
    }
    if (b && b->recipients.n == 0)
        return ledger_claim(c->run, &b->arena, j->max, now, &b->recipients, &j->due, &j->err);
    return 0;
}

static void do_job(struct clerk *c)
{
    struct job *j = &c->job;
    if (j->max) {
        j->batch = mem_realloc(NULL, sizeof *j->batch);
        *j->batch = (struct batch){0};
    }
    if (turn(c, j) < 0 && !j->err.code)
        err_set(&j->err, EX_SOFTWARE, "the ledger failed without a reason");
}

/* ---- the thread */

static void *work(void *ctx)
{
    struct clerk *c = ctx;
    uint64_t one = 1;
    pthread_mutex_lock(&c->lock);
    for (;;) {
        while (c->state != GIVEN && !c->stop)
            pthread_cond_wait(&c->work, &c->lock);
        if (c->state != GIVEN)
            break;
        pthread_mutex_unlock(&c->lock);
        do_job(c);
        pthread_mutex_lock(&c->lock);
        c->state = DONE;
        while (write(c->event, &one, sizeof one) < 0 && errno == EINTR)
            ; /* no other error can be: the counter is full long after memory is */
    }
    pthread_mutex_unlock(&c->lock);
    return NULL;
}

static int start(struct clerk *c, struct err *e)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before); /* signals are the main thread's */
    int why = pthread_create(&c->thread, NULL, work, c);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    c->running = why == 0;
    return why == 0 ? 0 : err_set(e, EX_OSERR, "no thread for the ledger: %s", strerror(why));
}

/* ---- in the loop */

static void end(struct clerk *c)
{
    if (c->event >= 0) {
        hub_unwatch(c->hub, c->event);
        close(c->event);
    }
    store_close(c->store);
    pthread_cond_destroy(&c->work);
    pthread_mutex_destroy(&c->lock);
    free(c);
}

int clerk_open(struct store *s, const struct send_options *o, struct hub *h, connection_ready *done, void *ctx,
               struct clerk **out, struct err *e)
{
    struct clerk *c = mem_realloc(NULL, sizeof *c);
    *c = (struct clerk){.hub = h, .event = -1};
    pthread_mutex_init(&c->lock, NULL);
    pthread_cond_init(&c->work, NULL);
    int rc = store_again(s, &c->store, e);
    if (rc == 0) {
        c->event = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
        if (c->event < 0 || hub_watch(h, c->event, done, ctx) < 0)
            rc = err_set(e, EX_OSERR, "no event for the ledger: %s", strerror(errno));
    }
    if (rc == 0)
        rc = ledger_run_open(c->store, o->edition, o->state_dir, o->doubt, clock_now(), &c->run, e);
    if (rc == 0 && start(c, e) < 0) {
        ledger_run_close(c->run, clock_now(), NULL);
        rc = -1;
    }
    if (rc < 0) {
        end(c);
        return -1;
    }
    *out = c;
    return 0;
}

struct run *clerk_run(struct clerk *c)
{
    return c->run;
}

/* `state` leaves GIVEN only through the thread, and FREE only through the loop. */
static int state_of(struct clerk *c)
{
    pthread_mutex_lock(&c->lock);
    int state = c->state;
    pthread_mutex_unlock(&c->lock);
    return state;
}

bool clerk_is_free(const struct clerk *c)
{
    return state_of((struct clerk *)c) == FREE;
}

void clerk_give(struct clerk *c, const struct job *j)
{
    pthread_mutex_lock(&c->lock);
    c->job = *j;
    c->state = GIVEN;
    pthread_cond_signal(&c->work);
    pthread_mutex_unlock(&c->lock);
}

bool clerk_take(struct clerk *c, struct job *out)
{
    uint64_t n;
    if (state_of(c) != DONE)
        return false;
    while (read(c->event, &n, sizeof n) < 0 && errno == EINTR)
        ;
    *out = c->job;
    pthread_mutex_lock(&c->lock);
    c->state = FREE;
    pthread_mutex_unlock(&c->lock);
    return true;
}

void clerk_stop(struct clerk *c)
{
    if (!c->running)
        return;
    pthread_mutex_lock(&c->lock);
    c->stop = true;
    pthread_cond_signal(&c->work);
    pthread_mutex_unlock(&c->lock);
    pthread_join(c->thread, NULL);
    c->running = false;
}

int clerk_write(struct clerk *c, struct results *x, struct err *e)
{
    struct job j = {.results = *x};
    int rc = turn(c, &j);
    *x = j.results;
    if (rc < 0)
        *e = j.err;
    return rc;
}

int clerk_close(struct clerk *c, struct err *e)
{
    int rc = ledger_run_close(c->run, clock_now(), e);
    end(c);
    return rc;
}
