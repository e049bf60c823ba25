#include "send/signer.h"
#include "base/date.h"
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { THREADS_MAX = 64, HEADER_MAX = 256 << 10 };

struct queue {
    struct letter *first, **end;
};

struct signer {
    struct dkim *dkim;
    struct hub *hub;
    int event;
    pthread_mutex_t lock;
    pthread_cond_t work;
    struct queue todo, done;
    size_t busy;
    bool stop;
    pthread_t threads[THREADS_MAX];
    size_t n;
    void (*tell)(void *ctx);
    void *ctx;
};

static void put(struct queue *q, struct letter *l)
{
    l->next = NULL;
    *q->end = l;
    q->end = &l->next;
}

static struct letter *get(struct queue *q)
{
    struct letter *l = q->first;
    if (l && !(q->first = l->next))
        q->end = &q->first;
    return l;
}

/* ---- in a thread */

/* The header with its last line end, without the empty line. */
static void copy_header(const struct letter *l, size_t piece, size_t offset, struct buf *out)
{
    for (size_t i = 0; i < piece; i++)
        buf_add(out, l->raw.v[i].iov_base, l->raw.v[i].iov_len);
    buf_add(out, l->raw.v[piece].iov_base, offset);
    if (!out->over)
        out->n -= 2;
}

static void hash_body(const struct letter *l, size_t piece, size_t offset, uint8_t hash[32])
{
    struct dkim_body b;
    size_t known = letter_beginning(l, piece, offset, &b);
    if (known == 0)
        dkim_body_begin(&b);
    for (size_t i = piece + known; i < l->raw.n; i++) {
        size_t skip = i == piece ? offset : 0;
        dkim_body_add(&b, (const char *)l->raw.v[i].iov_base + skip, l->raw.v[i].iov_len - skip);
    }
    dkim_body_end(&b, hash);
}

static int sign_into(const struct signer *s, struct letter *l, struct buf *header, struct buf *out, struct err *e)
{
    uint8_t hash[32];
    size_t piece, offset;
    bool whole = letter_body(l, &piece, &offset);
    if (whole)
        copy_header(l, piece, offset, header);
    if (!whole || header->over)
        return err_set(e, EX_DATAERR, "DKIM: a message whose header does not end, or is larger than %d bytes",
                       HEADER_MAX);
    hash_body(l, piece, offset, hash);
    return dkim_sign(s->dkim, buf_view(header), hash, l->signed_at, out, e);
}

static void sign(const struct signer *s, struct letter *l)
{
    struct buf header, out;
    struct err e = {0};
    buf_init(&header, HEADER_MAX);
    buf_init(&out, 64 << 10);
    if (sign_into(s, l, &header, &out, &e) < 0) {
        l->trouble = mem_realloc(NULL, sizeof e);
        *l->trouble = e;
    } else {
        l->signature = mem_realloc(NULL, out.n);
        memcpy(l->signature, out.p, out.n);
        l->signature_n = out.n;
    }
    buf_end(&header);
    buf_end(&out);
}

static void *run(void *ctx)
{
    struct signer *s = ctx;
    uint64_t one = 1;
    pthread_mutex_lock(&s->lock);
    while (!s->stop) {
        struct letter *l = get(&s->todo);
        if (!l) {
            pthread_cond_wait(&s->work, &s->lock);
            continue;
        }
        pthread_mutex_unlock(&s->lock);
        sign(s, l);
        pthread_mutex_lock(&s->lock);
        put(&s->done, l);
        if (write(s->event, &one, sizeof one) < 0 && errno != EAGAIN)
            break; /* cannot be: the counter is full long after memory is */
    }
    pthread_mutex_unlock(&s->lock);
    return NULL;
}

/* ---- in the loop */

static void on_event(void *ctx)
{
    struct signer *s = ctx;
    uint64_t n;
    if (read(s->event, &n, sizeof n) > 0)
        s->tell(s->ctx);
}

static void start_threads(struct signer *s)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before); /* signals are the main thread's */
    while (s->n < (cores > THREADS_MAX ? THREADS_MAX
                   : cores < 1         ? 1u
                                       : (size_t)cores) &&
           pthread_create(&s->threads[s->n], NULL, run, s) == 0)
        s->n++;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

int signer_open(const struct dkim_settings *settings, struct hub *h, void (*done)(void *ctx), void *ctx,
                struct signer **out, struct err *e)
{
    struct signer *s = mem_realloc(NULL, sizeof *s);
    *s = (struct signer){.hub = h, .event = -1, .tell = done, .ctx = ctx};
    s->todo.end = &s->todo.first;
    s->done.end = &s->done.first;
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->work, NULL);
    int rc = dkim_open(settings, &s->dkim, e);
    if (rc == 0) {
        s->event = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
        if (s->event < 0 || hub_watch(h, s->event, on_event, s) < 0)
            rc = err_set(e, EX_OSERR, "DKIM: %s", strerror(errno));
    }
    if (rc == 0)
        start_threads(s);
    if (rc == 0 && s->n == 0)
        rc = err_set(e, EX_OSERR, "DKIM: no thread could be started");
    if (rc < 0) {
        signer_close(s);
        return -1;
    }
    *out = s;
    return 0;
}

void signer_give(struct signer *s, struct letter *l)
{
    l->signed_at = clock_now();
    pthread_mutex_lock(&s->lock);
    put(&s->todo, l);
    pthread_cond_signal(&s->work);
    pthread_mutex_unlock(&s->lock);
    s->busy++;
}

struct letter *signer_take(struct signer *s, struct err *e)
{
    pthread_mutex_lock(&s->lock);
    struct letter *l = get(&s->done);
    if (!l && s->stop)
        l = get(&s->todo);
    pthread_mutex_unlock(&s->lock);
    if (!l)
        return NULL;
    s->busy--;
    if (l->trouble)
        *e = *l->trouble;
    else if (l->signature)
        letter_seal(l);
    return l;
}

size_t signer_busy(const struct signer *s)
{
    return s->busy;
}

void signer_stop(struct signer *s)
{
    pthread_mutex_lock(&s->lock);
    s->stop = true;
    pthread_cond_broadcast(&s->work);
    pthread_mutex_unlock(&s->lock);
    while (s->n)
        pthread_join(s->threads[--s->n], NULL);
}

void signer_close(struct signer *s)
{
    if (!s)
        return;
    signer_stop(s);
    if (s->event >= 0) {
        hub_unwatch(s->hub, s->event);
        close(s->event);
    }
    dkim_close(s->dkim);
    pthread_cond_destroy(&s->work);
    pthread_mutex_destroy(&s->lock);
    free(s);
}
