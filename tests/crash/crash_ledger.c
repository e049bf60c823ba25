/* crash_ledger.c: a sender without a network, to be killed.
 *
 *   crash_ledger freeze DIR N          an edition of N recipients
 *   crash_ledger send DIR hold|resend  claims, starts, "delivers" by appending the address to LOG, records; 0 when all
 * is done crash_ledger check DIR hold|resend reads LOG and the ledger: nobody lost, second copies only to people named
 * in doubt
 *
 * LOG (environment) is the server's own log, outside of DIR. BULLETIN_FAULT: kill.c. FLIGHT: started at the same time;
 * GROUP: results in one transaction; TURN=1: ledger_turn. */
#include "base/fault.h"
#include "base/map.h"
#include "store/store.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define EDITION str_lit("crash-1")
#define NOW 1753952820

static int number(const char *name, int otherwise)
{
    const char *v = getenv(name);
    return v ? atoi(v) : otherwise;
}

static int die(const struct err *e)
{
    fprintf(stderr, "%s\n", e->msg);
    return e->code;
}

static struct store *open_store(const char *dir, struct err *e)
{
    char path[4096];
    struct store *s = NULL;
    snprintf(path, sizeof path, "%s/bulletin.db", dir);
    return store_open(path, STORE_WRITE, &s, e) < 0 ? NULL : s;
}

static int freeze(const char *dir, int n)
{
    struct err e = {0};
    struct arena a = {0};
    struct freezing *z = NULL;
    struct freeze f = {.edition = EDITION, .digest = str_lit("crash"), .list = str_lit("daily"), .now = NOW};
    struct mold m = {.key = str_lit("")};
    struct store *s = open_store(dir, &e);
    if (!s || ledger_freeze_begin(s, &f, &z, &e) < 0) {
        store_close(s);
        return die(&e);
    }
    if (ledger_freeze_mold(z, &m, &e) < 0)
        return die(&e);
    for (int i = 0; i < n; i++) {
        struct recipient r = {.address = str_fmt(&a, "r%d@example.org", i), .cohort = m.key};
        if (ledger_freeze_recipient(z, &r, i % 50 == 49 ? str_lit("unsubscribed") : (struct str){0}, &e) < 0)
            return die(&e);
    }
    if (ledger_freeze_end(z, true, &e) < 0)
        return die(&e);
    store_close(s);
    arena_end(&a);
    return 0;
}

/* What the server says: most are taken, some only at the second try, some never. */
static struct outcome deliver(int log, const struct recipient *r, int64_t now)
{
    static const struct reply yes = {250, {"2.0.0", 5}, {"queued", 6}, {"server:25", 9}};
    static const struct reply later = {451, {"4.7.1", 5}, {"greylisted", 10}, {"server:25", 9}};
    static const struct reply never = {550, {"5.1.1", 5}, {"no such user", 12}, {"server:25", 9}};
    if (r->row % 29 == 5)
        return (struct outcome){.row = r->row, .state = DELIVERY_FAILED, .reply = never};
    if (r->row % 17 == 3 && r->attempts == 0)
        return (struct outcome){.row = r->row, .state = DELIVERY_DEFERRED, .reply = later, .next_try = now + 60};
    char line[300];
    int n = snprintf(line, sizeof line, "%s\n", r->address.s);
    if (syscall(SYS_write, log, line, (size_t)n) != n) /* the server's disk is another one than fail.c's */
        exit(EX_UNAVAILABLE);
    fault_hook("accepted"); /* from here to ledger_answered nobody can know */
    return (struct outcome){.row = r->row, .state = DELIVERY_SENT, .reply = yes};
}

/* TURN: the results of one claim and the next claim in one transaction. */
static int send_turns(struct run *r, int log, struct arena *a, struct recipients *got, int64_t now, struct err *e)
{
    while (got->n) {
        struct outcome done[64];
        size_t n = got->n;
        for (size_t i = 0; i < n; i++) {
            ledger_start(r, got->v[i].row);
            done[i] = deliver(log, &got->v[i], now);
            ledger_answered(r, done[i].row, done[i].state == DELIVERY_SENT);
        }
        got->n = 0;
        if (ledger_turn(r, done, n, a, 64, now, got, e) < 0)
            return -1;
    }
    return 0;
}

static int send_claim(struct run *r, int log, const struct recipients *got, int64_t now, struct err *e)
{
    size_t flight = (size_t)number("FLIGHT", 8), group = (size_t)number("GROUP", 16), n = 0;
    struct outcome done[64];
    for (size_t i = 0; i < got->n; i += flight) {
        size_t to = i + flight < got->n ? i + flight : got->n;
        for (size_t k = i; k < to; k++)
            ledger_start(r, got->v[k].row);
        for (size_t k = i; k < to; k++) {
            done[n++] = deliver(log, &got->v[k], now);
            ledger_answered(r, got->v[k].row, done[n - 1].state == DELIVERY_SENT);
            if (n == group || k + 1 == got->n) {
                if (ledger_record(r, done, n, now, e) < 0)
                    return -1;
                n = 0;
            }
        }
    }
    return 0;
}

static int send_until_done(struct run *r, int log, int64_t *now, struct err *e)
{
    struct arena a = {0};
    int64_t next = 1;
    bool turn = number("TURN", 0), more = true;
    int rc = 0;
    while (more && rc == 0) {
        struct recipients got = {0};
        rc = ledger_claim(r, &a, 64, *now, &got, &next, e);
        more = got.n || next;
        *now = !got.n && next ? next : *now;
        if (rc == 0)
            rc = turn ? send_turns(r, log, &a, &got, *now, e) : send_claim(r, log, &got, *now, e);
        arena_end(&a);
    }
    return rc;
}

static int send_all(const char *dir, enum doubt_policy policy)
{
    struct err e = {0};
    struct run *r = NULL;
    int64_t now = NOW;
    int log = open(getenv("LOG"), O_WRONLY | O_CREAT | O_APPEND, 0600);
    struct store *s = open_store(dir, &e);
    int rc = s && log >= 0 ? ledger_run_open(s, EDITION, dir, policy, now, &r, &e) : -1;
    if (rc == 0) {
        rc = send_until_done(r, log, &now, &e);
        if (ledger_run_close(r, now, rc < 0 ? NULL : &e) < 0)
            rc = -1;
    }
    store_close(s);
    close(log);
    return rc < 0 ? die(&e) : 0;
}

struct person {
    int64_t copies;
    bool named; /* in doubt now or once */
    enum delivery_state state;
};

struct check {
    struct arena a;
    struct map people;
    enum doubt_policy policy;
    int64_t lost, second, unnamed, wrong, in_doubt, named;
};

static int read_log(struct check *c)
{
    char line[300];
    FILE *f = fopen(getenv("LOG"), "r");
    while (f && fgets(line, sizeof line, f)) {
        struct str addr = str_dup(&c->a, str_trim(str_c(line)));
        struct person **p = (struct person **)map_at(&c->a, &c->people, addr);
        if (!*p)
            *p = arena_new(&c->a, struct person);
        (*p)->copies++;
    }
    return f ? fclose(f) : 0;
}

static int judge(void *ctx, const struct delivery *d)
{
    struct check *c = ctx;
    const struct person *p = map_get(&c->people, d->recipient.address);
    int64_t copies = p ? p->copies : 0;
    bool in_doubt = d->state == DELIVERY_IN_DOUBT;
    c->named += d->doubted > 0;
    c->in_doubt += in_doubt;
    c->second += copies > 1;
    c->unnamed += copies > 1 && d->doubted == 0;
    if (d->state == DELIVERY_SENT)
        c->lost += copies == 0;
    else if (d->state == DELIVERY_FAILED || d->state == DELIVERY_SKIPPED)
        c->wrong += copies != 0 && !d->doubted;
    else if (!(in_doubt && c->policy == DOUBT_HOLD))
        c->wrong++; /* the edition is done: nothing waits */
    if (c->policy == DOUBT_HOLD)
        c->wrong += copies > 1;
    return 0;
}

static int check(const char *dir, enum doubt_policy policy)
{
    struct err e = {0};
    struct check c = {.policy = policy};
    struct tally kept = {0}, counted = {0};
    struct frozen f = {0};
    struct store *s = open_store(dir, &e);
    if (!s || ledger_tally(s, EDITION, &kept, &e) < 0 || ledger_recount(s, EDITION, &counted, &e) < 0 ||
        read_log(&c) != 0 || ledger_each(s, EDITION, NULL, judge, &c, &e) < 0 ||
        ledger_find(s, &c.a, EDITION, &f, &e) < 0)
        return die(&e);
    int64_t sum = kept.queued + kept.sending + kept.sent + kept.deferred + kept.failed + kept.skipped + kept.in_doubt;
    bool closes = sum == kept.audience && memcmp(&kept, &counted, sizeof kept) == 0;
    bool good =
        closes && !c.lost && !c.unnamed && !c.wrong && c.named <= number("MOST", 1 << 30) && str_eqc(f.state, "done");
    fprintf(good ? stdout : stderr,
            "# audience %lld sent %lld failed %lld skipped %lld in doubt %lld; ever in doubt %lld, two copies %lld\n",
            (long long)kept.audience, (long long)kept.sent, (long long)kept.failed, (long long)kept.skipped,
            (long long)kept.in_doubt, (long long)c.named, (long long)c.second);
    if (!good)
        fprintf(stderr, "# state %s, sum %s, lost %lld, second copies unnamed %lld, wrong %lld\n", f.state.s,
                closes ? "closes" : "DOES NOT CLOSE", (long long)c.lost, (long long)c.unnamed, (long long)c.wrong);
    store_close(s);
    arena_end(&c.a);
    return good ? 0 : 1;
}

int main(int argc, char **argv)
{
    if (argc < 4 || !getenv("LOG"))
        return EX_USAGE;
    enum doubt_policy policy = strcmp(argv[3], "hold") == 0 ? DOUBT_HOLD : DOUBT_RESEND;
    if (strcmp(argv[1], "freeze") == 0)
        return freeze(argv[2], atoi(argv[3]));
    return strcmp(argv[1], "send") == 0 ? send_all(argv[2], policy) : check(argv[2], policy);
}
