/* bench_ledger.c [ROWS] [DIR]: what the store does in a second, beside what one row a commit would do in the same file
 * system.
 *
 * Every figure is with synchronous=FULL. Peak memory is that of the whole program, list in memory included. */
#include "store/sqlite.h"
#include "store/store.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define NOW 1753952820
#define EDITION str_lit("bench-1")

static struct err err;
static const char *dir;

#define ok(call)                                         \
    do {                                                 \
        if ((call) < 0) {                                \
            fprintf(stderr, "%s: %s\n", #call, err.msg); \
            exit(1);                                     \
        }                                                \
    } while (0)

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static long peak_kib(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return u.ru_maxrss;
}

static void show(const char *what, long rows, double s)
{
    printf("%-58s %9ld rows %8.3f s %10.0f rows/s  peak %6ld KiB\n", what, rows, s, (double)rows / s, peak_kib());
    fflush(stdout);
}

static void freeze(struct store *s, long rows)
{
    struct freezing *z = NULL;
    struct freeze f = {.edition = EDITION, .digest = str_lit("bench"), .list = str_lit("daily"), .now = NOW};
    struct mold m = {.key = str_lit("defense;politics")};
    double t = seconds();
    ok(ledger_freeze_begin(s, &f, &z, &err));
    ok(ledger_freeze_mold(z, &m, &err));
    for (long i = 0; i < rows; i++) {
        char addr[64], name[32];
        struct recipient r = {.cohort = m.key, .lang = str_lit("en")};
        r.address = r.key =
            (struct str){addr, (size_t)snprintf(addr, sizeof addr, "reader%ld@mail%ld.example.org", i, i % 7)};
        r.name = (struct str){name, (size_t)snprintf(name, sizeof name, "Reader %ld", i)};
        ok(ledger_freeze_recipient(z, &r, (struct str){0}, &err));
    }
    ok(ledger_freeze_end(z, true, &err));
    show("freeze an edition", rows, seconds() - t);
}

static const struct reply accepted = {
    250, {"2.0.0", 5}, {"Ok: queued as 4F2A91C07B", 24}, {"relay.example.org:587", 21}};

/* Claims of 64 as the sender takes them, results in groups. */
static void send_rows(struct store *s, long rows, size_t group)
{
    struct run *r = NULL;
    struct outcome *done = calloc(group, sizeof *done);
    struct arena a = {0};
    char what[80];
    int64_t next;
    long sent = 0;
    size_t n = 0;
    double claiming = 0, recording = 0, t;
    ok(ledger_run_open(s, EDITION, dir, DOUBT_RESEND, NOW, &r, &err));
    while (sent < rows) {
        struct recipients got = {0};
        t = seconds();
        ok(ledger_claim(r, &a, 64, NOW, &got, &next, &err));
        claiming += seconds() - t;
        if (!got.n)
            break;
        for (size_t i = 0; i < got.n; i++) {
            ledger_start(r, got.v[i].row);
            done[n++] = (struct outcome){.row = got.v[i].row, .state = DELIVERY_SENT, .reply = accepted};
            sent++;
            if (n == group) {
                t = seconds();
                ok(ledger_record(r, done, n, NOW, &err));
                recording += seconds() - t;
                n = 0;
            }
        }
        if (a.used > 1 << 18)
            arena_end(&a);
    }
    t = seconds();
    ok(ledger_record(r, done, n, NOW, &err));
    recording += seconds() - t;
    ok(ledger_run_close(r, NOW, &err));
    arena_end(&a);
    free(done);
    show("claims of 64", sent, claiming);
    snprintf(what, sizeof what, "results in groups of %zu", group);
    show(what, sent, recording);
    show("both", sent, claiming + recording);
}

static void turns(struct store *s, long rows)
{
    struct run *r = NULL;
    struct arena a = {0};
    struct outcome done[64];
    size_t n = 0;
    long sent = 0;
    double t = seconds();
    ok(ledger_run_open(s, EDITION, dir, DOUBT_RESEND, NOW, &r, &err));
    for (;;) {
        struct recipients got = {0};
        ok(ledger_turn(r, done, n, &a, sent < rows ? 64 : 0, NOW, &got, &err));
        for (n = 0; n < got.n; n++, sent++) {
            ledger_start(r, got.v[n].row);
            done[n] = (struct outcome){.row = got.v[n].row, .state = DELIVERY_SENT, .reply = accepted};
        }
        if (!n)
            break;
        if (a.used > 1 << 18)
            arena_end(&a);
    }
    ok(ledger_run_close(r, NOW, &err));
    arena_end(&a);
    show("turns of 64: results and claim in one", sent, seconds() - t);
}

static int count(void *ctx, const struct delivery *d)
{
    *(long *)ctx += d->recipient.row >= 0;
    return 0;
}

static int count_subscriber(void *ctx, const struct subscriber *x)
{
    *(long *)ctx += x->address.key.n > 0;
    return 0;
}

static void reports(struct store *s, long rows)
{
    struct tally t;
    long n = 0;
    double from = seconds();
    ok(ledger_recount(s, EDITION, &t, &err));
    show("recount", rows, seconds() - from);
    from = seconds();
    ok(ledger_each(s, EDITION, NULL, count, &n, &err));
    show("walk over all", n, seconds() - from);
}

static void lists(struct store *s, long rows)
{
    struct arena a = {0};
    struct subscribers v = {0};
    long n = 0;
    double t;
    for (long i = 0; i < rows; i++) { /* in no order of the keys */
        struct subscriber *x = vec_push(&a, &v);
        x->address.addr = x->address.key = str_fmt(&a, "reader%ld@mail%ld.example.org", (i * 7919L) % rows, i % 7);
        x->name = str_fmt(&a, "Reader %ld", i);
        vec_add(&a, &x->topics, str_lit("defense"));
        vec_add(&a, &x->topics, str_lit("politics"));
        vec_add(&a, &x->attributes, ((struct attribute){str_lit("city"), str_lit("Springfield")}));
    }
    t = seconds();
    ok(store_sync_list(s, str_lit("daily"), &v, NOW, &err));
    show("list: first sync", rows, seconds() - t);
    t = seconds();
    ok(store_sync_list(s, str_lit("daily"), &v, NOW, &err));
    show("list: sync, nothing changed", rows, seconds() - t);
    for (long i = 0; i < rows; i += 20)
        v.v[i].name = str_lit("Another name");
    t = seconds();
    ok(store_sync_list(s, str_lit("daily"), &v, NOW, &err));
    show("list: sync, one in twenty changed", rows, seconds() - t);
    arena_end(&a);
    t = seconds();
    ok(store_each_subscriber(s, str_lit("daily"), count_subscriber, &n, &err));
    show("list: walk", n, seconds() - t);
}

/* What a ledger without groups does: one row a commit. */
static void plain(long rows)
{
    char path[400];
    struct db *d = NULL;
    snprintf(path, sizeof path, "%s/plain.db", dir);
    FILE *f = fopen(path, "w");
    if (f)
        fclose(f);
    ok(db_open(path, DB_WRITE, &d, &err));
    ok(db_script(d, "CREATE TABLE delivery (id INTEGER PRIMARY KEY, state INTEGER, at INTEGER, reply TEXT)", &err));
    ok(db_begin(d, &err));
    for (int64_t i = 0; i < rows; i++)
        ok(db_run(d, &err, "INSERT INTO delivery (id, state) VALUES (?, 0)", "i", i));
    ok(db_finish(d, 0, &err));
    double t = seconds();
    for (int64_t i = 0; i < rows; i++)
        ok(db_run(d, &err, "UPDATE delivery SET state = 2, at = ?, reply = ? WHERE id = ?", "isi", (int64_t)NOW,
                  str_lit("Ok: queued as 4F2A91C07B"), i));
    show("plain table, one row a commit", rows, seconds() - t);
    db_close(d);
}

int main(int argc, char **argv)
{
    long rows = argc > 1 ? atol(argv[1]) : 1000000;
    char own[] = "/tmp/bulletin-bench-XXXXXX", path[400];
    struct store *s = NULL;
    dir = argc > 2 ? argv[2] : mkdtemp(own);
    snprintf(path, sizeof path, "%s/bulletin.db", dir);
    ok(store_open(path, STORE_WRITE, &s, &err));
    freeze(s, rows);
    send_rows(s, rows / 2, 1000);
    send_rows(s, rows / 4, 256);
    send_rows(s, rows / 16, 64);
    turns(s, rows / 16);
    reports(s, rows);
    lists(s, rows);
    store_close(s);
    plain(rows < 5000 ? rows : 5000);
    if (argc <= 2) {
        snprintf(path, sizeof path, "rm -rf %s", dir);
        return system(path) != 0;
    }
    return 0;
}
