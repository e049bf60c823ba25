#include "base/crew.h"
#include "base/arena.h"
#include <malloc.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { THREADS_MAX = 15 };
/* Every piece gives back a megabyte and the next one asks for as much: what malloc hands to the kernel in between comes
 * back as pages to be cleared, a fault each. Larger ones do go back. */
enum { BLOCKS_KEPT = 8 << 20, MEMORY_KEPT = 64 << 20 };

struct piece {
    bool ended;
    size_t holds;
};

struct crew {
    crew_work_fn *work;
    void *ctx;
    pthread_mutex_t lock;
    pthread_cond_t room, done; /* a piece may be begun; one has ended */
    size_t n, next, close;     /* pieces in all; the next that nobody has begun; those before this are close */
    size_t held;               /* bytes of what is done and not taken up yet */
    struct piece *pieces;
    pthread_t threads[THREADS_MAX];
    size_t count;
};

static bool may_begin(const struct crew *c)
{
    return c->next < c->n && (c->next < c->close || c->held < CREW_HOLDS);
}

static void do_next(struct crew *c)
{
    size_t i = c->next++;
    pthread_mutex_unlock(&c->lock);
    size_t holds = c->work(c->ctx, i);
    pthread_mutex_lock(&c->lock);
    c->pieces[i] = (struct piece){true, holds};
    c->held += holds;
    pthread_cond_broadcast(&c->done);
}

static void *run(void *ctx)
{
    struct crew *c = ctx;
    pthread_mutex_lock(&c->lock);
    while (c->next < c->n) {
        if (may_begin(c))
            do_next(c);
        else
            pthread_cond_wait(&c->room, &c->lock);
    }
    pthread_mutex_unlock(&c->lock);
    return NULL;
}

/* The caller is one of the crew. */
static size_t threads_wanted(size_t pieces)
{
    cpu_set_t set;
    size_t cores = sched_getaffinity(0, sizeof set, &set) == 0 ? (size_t)CPU_COUNT(&set) : 1;
    size_t n = cores - 1 < THREADS_MAX ? cores - 1 : THREADS_MAX;
    return pieces < 2 ? 0 : n < pieces - 1 ? n : pieces - 1;
}

struct crew *crew_start(size_t n, crew_work_fn *work, void *ctx)
{
    struct crew *c = mem_realloc(NULL, sizeof *c);
    memset(c, 0, sizeof *c);
    c->work = work;
    c->ctx = ctx;
    c->n = n;
    c->close = n < CREW_AHEAD ? n : CREW_AHEAD;
    c->pieces = mem_realloc(NULL, n * sizeof *c->pieces);
    memset(c->pieces, 0, n * sizeof *c->pieces);
    pthread_mutex_init(&c->lock, NULL);
    pthread_cond_init(&c->room, NULL);
    pthread_cond_init(&c->done, NULL);
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before); /* signals are the main thread's */
    mallopt(M_MMAP_THRESHOLD, BLOCKS_KEPT);
    mallopt(M_TRIM_THRESHOLD, MEMORY_KEPT);
    size_t wanted = threads_wanted(n);
    while (c->count < wanted && pthread_create(&c->threads[c->count], NULL, run, c) == 0)
        c->count++;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return c;
}

void crew_wait(struct crew *c, size_t i)
{
    pthread_mutex_lock(&c->lock);
    c->close = c->n - i < CREW_AHEAD ? c->n : i + CREW_AHEAD;
    c->held -= i ? c->pieces[i - 1].holds : 0; /* the caller is through with it */
    pthread_cond_broadcast(&c->room);
    while (!c->pieces[i].ended) /* not idle while there is something to do */
        if (may_begin(c))
            do_next(c);
        else
            pthread_cond_wait(&c->done, &c->lock);
    pthread_mutex_unlock(&c->lock);
}

void crew_end(struct crew *c)
{
    pthread_mutex_lock(&c->lock);
    c->n = c->next;
    pthread_cond_broadcast(&c->room);
    pthread_mutex_unlock(&c->lock);
    while (c->count)
        pthread_join(c->threads[--c->count], NULL);
    pthread_cond_destroy(&c->room);
    pthread_cond_destroy(&c->done);
    pthread_mutex_destroy(&c->lock);
    free(c->pieces);
    free(c);
}
