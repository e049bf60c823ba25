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

struct crew {
    void (*work)(void *ctx, size_t i);
    void *ctx;
    pthread_mutex_t lock;
    pthread_cond_t room, done;  /* a piece may be begun; one has ended */
    size_t n, next, limit;      /* pieces in all; the next that nobody has begun; where beginning stops for now */
    bool ended[CREW_AHEAD + 1]; /* by i modulo its length: pieces not taken up yet */
    pthread_t threads[THREADS_MAX];
    size_t count;
};

static void do_next(struct crew *c)
{
    size_t i = c->next++;
    pthread_mutex_unlock(&c->lock);
    c->work(c->ctx, i);
    pthread_mutex_lock(&c->lock);
    c->ended[i % (CREW_AHEAD + 1)] = true;
    pthread_cond_broadcast(&c->done);
}

static void *run(void *ctx)
{
    struct crew *c = ctx;
    pthread_mutex_lock(&c->lock);
    while (c->next < c->n) {
        if (c->next < c->limit)
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

struct crew *crew_start(size_t n, void (*work)(void *ctx, size_t i), void *ctx)
{
    struct crew *c = mem_realloc(NULL, sizeof *c);
    memset(c, 0, sizeof *c);
    c->work = work;
    c->ctx = ctx;
    c->n = n;
    c->limit = n < CREW_AHEAD ? n : CREW_AHEAD;
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
    c->limit = c->n - i < CREW_AHEAD ? c->n : i + CREW_AHEAD;
    pthread_cond_broadcast(&c->room);
    while (!c->ended[i % (CREW_AHEAD + 1)]) /* not idle while there is something to do */
        if (c->next < c->limit)
            do_next(c);
        else
            pthread_cond_wait(&c->done, &c->lock);
    c->ended[i % (CREW_AHEAD + 1)] = false;
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
    free(c);
}
