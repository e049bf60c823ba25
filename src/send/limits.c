#include "send/limits.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define MAGIC "bulletin rates 1"
enum { RELAYS = 64, DOMAINS = 8192, PROBES = 8 };

struct ring { /* the last n moments; times[at] is the oldest */
    uint64_t key;
    uint32_t n, at;
};
struct relay_slot {
    struct ring ring;
    int64_t times[LIMIT_RELAY_N];
    int64_t day, sent, step; /* of the ration: the last day, what went on it, earlier days with mail */
};
struct domain_slot {
    struct ring ring;
    int64_t times[LIMIT_DOMAIN_N];
};
struct file {
    char magic[16];
    struct relay_slot relays[RELAYS];
    struct domain_slot domains[DOMAINS];
};

struct limits {
    int fd;
    struct file *file;
};

static uint64_t hash(uint64_t h, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.s[i];
        h = (h ^ (c >= 'A' && c <= 'Z' ? c + 32u : c)) * 0x100000001b3u;
    }
    return (h ^ h >> 29) * 0xbf58476d1ce4e5b9u;
}

static struct limit limit(uint64_t key, double per_second, unsigned most)
{
    struct limit x = {.key = key | 1};
    if (!(per_second > 0))
        return x;
    x.n = per_second <= 1 ? 1 : per_second >= most ? most : (unsigned)(per_second + 0.999);
    x.window = (int64_t)(x.n * 1000.0 / per_second + 0.999);
    return x;
}

struct limit limit_of_relay(struct str relay, double per_second)
{
    return limit(hash(0xcbf29ce484222325u, relay), per_second, LIMIT_RELAY_N);
}

struct limit limit_of_domain(struct str relay, struct str domain, double per_second)
{
    struct limit x = limit(hash(hash(0xcbf29ce484222325u, relay), domain), per_second, LIMIT_DOMAIN_N);
    x.of_domain = true;
    return x.n ? x : (struct limit){0};
}

int64_t limits_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- the file */

static void lock(struct limits *l)
{
    while (flock(l->fd, LOCK_EX) != 0 && errno == EINTR)
        ;
}

static void unlock(struct limits *l)
{
    flock(l->fd, LOCK_UN);
}

/* Every block is there before it is mapped: a store into a hole of a file on a full disk would be a SIGBUS. */
static int lay_out(struct limits *l)
{
    struct stat st;
    if (fstat(l->fd, &st) != 0)
        return -1;
    if (st.st_size != (off_t)sizeof *l->file) {
        int why;
        if (ftruncate(l->fd, 0) != 0)
            return -1;
        do
            why = posix_fallocate(l->fd, 0, (off_t)sizeof *l->file);
        while (why == EINTR);
        if (why != 0) {
            errno = why;
            return -1;
        }
    }
    void *p = mmap(NULL, sizeof *l->file, PROT_READ | PROT_WRITE, MAP_SHARED, l->fd, 0);
    if (p == MAP_FAILED)
        return -1;
    l->file = p;
    if (memcmp(l->file->magic, MAGIC, sizeof l->file->magic) != 0) {
        memset(l->file, 0, sizeof *l->file);
        memcpy(l->file->magic, MAGIC, sizeof l->file->magic);
    }
    return 0;
}

int limits_open(const char *state_dir, struct limits **out, struct err *e)
{
    struct arena a = {0};
    struct limits *l = mem_realloc(NULL, sizeof *l);
    struct str path = str_fmt(&a, "%s/rates", state_dir);
    *l = (struct limits){.fd = open(path.s, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)};
    int rc = -1;
    if (l->fd >= 0) {
        lock(l);
        rc = lay_out(l);
        unlock(l);
    }
    if (rc < 0) {
        err_set(e, EX_IOERR, "%s: cannot be written: %s", path.s, strerror(errno));
        limits_close(l);
    } else {
        *out = l;
    }
    arena_end(&a);
    return rc;
}

void limits_close(struct limits *l)
{
    if (!l)
        return;
    if (l->file)
        munmap(l->file, sizeof *l->file);
    if (l->fd >= 0)
        close(l->fd);
    free(l);
}

/* ---- slots */

static struct ring *ring_at(const struct limits *l, bool of_domain, uint64_t i)
{
    return of_domain ? &l->file->domains[i % DOMAINS].ring : &l->file->relays[i % RELAYS].ring;
}

static int64_t *times_of(const struct ring *r, bool of_domain)
{
    return of_domain ? ((struct domain_slot *)r)->times : ((struct relay_slot *)r)->times;
}

static bool fits(const struct ring *r, const struct limit *x)
{
    return r->key == x->key && r->n == x->n && (r->n == 0 || r->at < r->n);
}

/* NULL: nothing has gone yet. */
static struct ring *find(const struct limits *l, const struct limit *x)
{
    for (uint64_t i = 0; i < PROBES; i++) {
        struct ring *r = ring_at(l, x->of_domain, x->key + i);
        if (r->key == x->key)
            return r;
    }
    return NULL;
}

static int64_t newest(const struct ring *r, bool of_domain)
{
    unsigned most = of_domain ? LIMIT_DOMAIN_N : LIMIT_RELAY_N;
    return r->n && r->n <= most && r->at < r->n ? times_of(r, of_domain)[(r->at + r->n - 1) % r->n] : 0;
}

/* A rate that was changed starts anew; ring_wait has seen to it that the last one is a whole window ago. */
static void fit(struct ring *r, const struct limit *x)
{
    r->key = x->key;
    r->n = x->n;
    r->at = 0;
    memset(times_of(r, x->of_domain), 0, x->n * sizeof(int64_t));
}

/* Its slot, or one that is free, or that of whoever was quiet longest. */
static struct ring *claim(struct limits *l, const struct limit *x)
{
    struct ring *r = find(l, x);
    for (uint64_t i = 0; i < PROBES && (!r || r->key != x->key); i++) {
        struct ring *q = ring_at(l, x->of_domain, x->key + i);
        if (!r || (r->key && (!q->key || newest(q, x->of_domain) < newest(r, x->of_domain))))
            r = q;
    }
    if (r->key != x->key && !x->of_domain)
        memset(r, 0, sizeof(struct relay_slot));
    if (!fits(r, x))
        fit(r, x);
    return r;
}

static int64_t ring_wait(const struct ring *r, const struct limit *x, int64_t ms)
{
    if (!r || x->n == 0)
        return 0;
    int64_t oldest = fits(r, x) ? times_of(r, x->of_domain)[r->at] : newest(r, x->of_domain);
    int64_t left = oldest + x->window - ms;
    return left <= 0 ? 0 : left > x->window ? x->window : left;
}

int64_t limits_wait(struct limits *l, const struct limit *x, int64_t ms)
{
    return !l || x->n == 0 ? 0 : ring_wait(find(l, x), x, ms);
}

static void note(struct limits *l, const struct limit *x, int64_t ms)
{
    if (x->n == 0)
        return;
    struct ring *r = claim(l, x);
    times_of(r, x->of_domain)[r->at] = ms;
    r->at = (r->at + 1) % r->n;
}

/* ---- days */

static int64_t allowed(const struct ration *r, int64_t step)
{
    double n = (double)r->start;
    for (int64_t i = 0; i < step && n < (double)r->most; i++)
        n *= r->factor;
    return n >= (double)r->most ? INT64_MAX : (int64_t)n;
}

int64_t limits_left(struct limits *l, const struct limit *relay, const struct ration *r)
{
    if (!l || r->start == 0)
        return INT64_MAX;
    const struct relay_slot *s = (const struct relay_slot *)find(l, relay);
    if (!s)
        return allowed(r, 0);
    bool new_day = r->day > s->day;
    int64_t most = allowed(r, s->step + (new_day && s->sent > 0)), sent = new_day ? 0 : s->sent;
    return most == INT64_MAX ? most : most > sent ? most - sent : 0;
}

static void note_day(struct limits *l, const struct limit *relay, const struct ration *r)
{
    if (r->start == 0)
        return;
    struct relay_slot *s = (struct relay_slot *)claim(l, relay);
    if (r->day > s->day) {
        s->step += s->sent > 0;
        s->sent = 0;
        s->day = r->day;
    }
    s->sent++;
}

bool limits_take(struct limits *l, const struct limit *relay, const struct limit *domain, const struct ration *r,
                 int64_t ms)
{
    if (!l || (relay->n == 0 && domain->n == 0 && r->start == 0))
        return true;
    lock(l);
    bool room = limits_wait(l, relay, ms) == 0 && limits_wait(l, domain, ms) == 0 && limits_left(l, relay, r) > 0;
    if (room) {
        note(l, relay, ms);
        note(l, domain, ms);
        note_day(l, relay, r);
    }
    unlock(l);
    return room;
}
