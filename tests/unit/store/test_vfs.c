/* The layer under SQLite (store/vfs.h) on a disk that takes down what reaches it (below.h): the same moments as without
 * it, errors at every call, other connections, and the power going at every write. */
#include "below.h"
#include "help.h"
#include "store/vfs.h"
#include <sys/wait.h>
#include <unistd.h>

enum { MOST = 40, BODY = 2000 };

static char folder[64], path[96], log_path[104], journal_path[104], shm_path[104];
static sqlite3 *one, *two; /* two writers in one process, as a sending program has them */
static bool done[MOST];    /* transactions that were reported as well ended */

static int rows_of(int k)
{
    return 10 + k % 4 * 20;
}

/* With a cache that any transaction is too large for. */
static sqlite3 *open_with(const char *vfs)
{
    sqlite3 *h;
    int rc = sqlite3_open_v2(path, &h, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, vfs);
    if (rc == SQLITE_OK)
        rc = sqlite3_exec(h, "PRAGMA synchronous=EXTRA; PRAGMA cache_size=6", NULL, NULL, NULL);
    assert_true(rc == SQLITE_OK || disk.fail_at);
    return h;
}

/* A closed database with one table, as every case begins. */
static void fresh(void)
{
    remove(path);
    remove(log_path);
    remove(journal_path);
    remove(shm_path);
    memset(done, 0, sizeof done);
    disk_forget();
    one = open_with("disk");
    assert_int_equal(sqlite3_exec(one,
                                  "PRAGMA journal_mode=WAL; CREATE TABLE t (k INTEGER, i INTEGER, body BLOB);"
                                  "CREATE INDEX t_k ON t (k, i)",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(one);
    one = two = NULL;
    disk_forget();
}

static int64_t number(sqlite3 *h, const char *sql)
{
    sqlite3_stmt *s;
    int64_t n = -1;
    if (sqlite3_prepare_v2(h, sql, -1, &s, NULL) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW)
        n = sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    return n;
}

/* Which transactions it holds; every one wholly or not at all. */
static void holds(sqlite3 *h, bool *out)
{
    sqlite3_stmt *s;
    memset(out, 0, MOST * sizeof *out);
    assert_int_equal(sqlite3_prepare_v2(h, "SELECT k, count(*), min(length(body)) FROM t GROUP BY k", -1, &s, NULL),
                     SQLITE_OK);
    int rc;
    while ((rc = sqlite3_step(s)) == SQLITE_ROW) {
        int k = sqlite3_column_int(s, 0);
        assert_int_equal(sqlite3_column_int(s, 1), rows_of(k));
        assert_int_equal(sqlite3_column_int(s, 2), BODY);
        out[k] = true;
    }
    assert_int_equal(rc, SQLITE_DONE);
    sqlite3_finalize(s);
}

static void is_well(sqlite3 *h)
{
    sqlite3_stmt *s;
    assert_int_equal(sqlite3_prepare_v2(h, "PRAGMA integrity_check", -1, &s, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(s), SQLITE_ROW);
    assert_string_equal((const char *)sqlite3_column_text(s, 0), "ok");
    sqlite3_finalize(s);
}

/* What another process finds, with the layer or without it: both have a journal to play back when one was left. */
static void judge(const char *what, int at)
{
    bool seen[MOST];
    sqlite3 *h = open_with(at % 2 ? vfs_name() : "disk");
    sqlite3_exec(h, "PRAGMA cache_size=500", NULL, NULL, NULL);
    is_well(h);
    holds(h, seen);
    for (int k = 0; k < MOST; k++)
        if (done[k] && !seen[k])
            fail_msg("%s %d: transaction %d was reported as committed and is not there", what, at, k);
        else if (k % 5 == 4 && seen[k])
            fail_msg("%s %d: transaction %d was given up and is there", what, at, k);
    sqlite3_close(h);
}

/* Called before every statement of a transaction. */
static void (*meanwhile)(void);

/* ?1 and ?2 are k and n. */
static int step(sqlite3 *h, int rc, const char *sql, int k, int n)
{
    sqlite3_stmt *s = NULL;
    if (meanwhile)
        meanwhile();
    if (rc == SQLITE_OK && (rc = sqlite3_prepare_v2(h, sql, -1, &s, NULL)) == SQLITE_OK) {
        for (int i = 1; i <= sqlite3_bind_parameter_count(s); i++)
            sqlite3_bind_int(s, i, i == 1 ? k : n);
        sqlite3_step(s);
    }
    return s ? sqlite3_finalize(s) : rc;
}

#define FILL "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < ?2) "

/* As the store's large transactions go: alone with the file, without the log, and back to it afterwards. */
static bool large;

static int begin(sqlite3 *h)
{
    if (!large)
        return step(h, SQLITE_OK, "BEGIN IMMEDIATE", 0, 0);
    int rc = sqlite3_exec(h, "PRAGMA journal_mode=DELETE; PRAGMA locking_mode=EXCLUSIVE", NULL, NULL, NULL);
    return step(h, rc, "BEGIN EXCLUSIVE", 0, 0);
}

static int after(sqlite3 *h)
{
    return large ? sqlite3_exec(h, "PRAGMA locking_mode=NORMAL; PRAGMA journal_mode=WAL", NULL, NULL, NULL) : SQLITE_OK;
}

/* One transaction, larger than the cache: pages go to the log before the end, are read back from there, are written a
 * second time (then SQLite rewrites the headers behind them), and taken back to a savepoint. Every fifth is given up.
 */
static int transaction(sqlite3 *h, int k)
{
    int rc = begin(h);
    rc = step(h, rc, FILL "INSERT INTO t SELECT ?1, i, zeroblob(1000 + i) FROM c", k, rows_of(k));
    rc = step(h, rc, "SAVEPOINT s", 0, 0);
    rc = step(h, rc, FILL "INSERT INTO t SELECT ?1, i, randomblob(3000) FROM c", k, k % 3 * 15);
    rc = step(h, rc, "ROLLBACK TO s", 0, 0);
    rc = step(h, rc, "UPDATE t SET body = randomblob(2000) WHERE k = ?1", k, 0);
    rc = step(h, rc, k % 5 == 4 ? "ROLLBACK" : "COMMIT", 0, 0);
    if (rc != SQLITE_OK)
        sqlite3_exec(h, "ROLLBACK", NULL, NULL, NULL);
    if (rc == SQLITE_OK && k % 5 != 4)
        done[k] = true;
    int rc2 = after(h);
    disk_mark(k);
    return rc ? rc : rc2;
}

/* Two writers in turn, checkpoints as the log grows, a reader that holds an old state for a while so that some are
 * partial, and the last to close alone with the file. 1: somebody failed. */
static int work(const char *vfs, int n)
{
    int failed = 0;
    one = open_with(vfs);
    two = open_with(vfs);
    sqlite3 *reader = open_with(vfs);
    sqlite3_wal_autocheckpoint(one, 60);
    sqlite3_wal_autocheckpoint(two, 60);
    for (int k = 0; k < n; k++) {
        if (k % 4 == 1)
            failed |= sqlite3_exec(reader, "BEGIN; SELECT count(*) FROM t", NULL, NULL, NULL) != SQLITE_OK;
        failed |= transaction(k % 2 ? two : one, k) != SQLITE_OK;
        if (k % 4 == 3)
            failed |= sqlite3_exec(reader, "ROLLBACK", NULL, NULL, NULL) != SQLITE_OK;
    }
    sqlite3_close(reader);
    sqlite3_wal_autocheckpoint(two, 0); /* leaves something to the close */
    failed |= transaction(two, n) != SQLITE_OK;
    sqlite3_close(one);
    sqlite3_close(two);
    return failed;
}

/* Large transactions, each followed by a small one of the same connection; the others come in between. */
static int work_large(const char *vfs, int n)
{
    int failed = 0;
    for (int k = 0; k <= n; k += 2) {
        one = open_with(vfs);
        large = true;
        failed |= transaction(one, k) != SQLITE_OK;
        large = false;
        failed |= transaction(one, k + 1) != SQLITE_OK;
        sqlite3_close(one);
    }
    return failed;
}

/* ---- the same moments */

static uint64_t print_of(uint64_t h, const struct content *m)
{
    for (int64_t i = 0; m->there && i < m->size; i++)
        h = (h ^ m->p[i]) * 0x100000001b3u;
    return h ^ (uint64_t)m->size << 1 ^ m->there;
}

struct moments {
    uint64_t v[2000];
    size_t n, writes;
};

/* What lies in the files at every sync, cut, removal, and end of a transaction; but when a journal is synced, what it
 * is for may wait. */
static void moments_of(int (*some)(const char *, int), const char *vfs, struct moments *out)
{
    struct content m[FILES] = {0};
    memset(out, 0, sizeof *out);
    fresh();
    assert_int_equal(some(vfs, 24), 0);
    for (size_t i = 0; i < disk.n; i++) {
        const struct deed *d = &disk.v[i];
        if (d->act != MARK)
            content_do(&m[d->file], d);
        if (d->act == WRITE)
            out->writes++;
        else if (out->n < 2000 && !(d->act == SYNC && d->file == JOURNAL)) {
            uint64_t h = (uint64_t)d->act << 8 | (uint64_t)d->file;
            for (int f = 0; f < FILES; f++)
                h = print_of(h, &m[f]);
            out->v[out->n++] = h;
        }
    }
    for (int i = 0; i < FILES; i++)
        free(m[i].p);
}

static void test_same_moments(void **state)
{
    static struct moments plain, layered;
    for (int i = 0; i < 2; i++) {
        moments_of(i ? work_large : work, "disk", &plain);
        moments_of(i ? work_large : work, vfs_name(), &layered);
        assert_true(plain.n > 60);
        assert_int_equal(plain.n, layered.n);
        for (size_t j = 0; j < plain.n; j++)
            assert_int_equal(plain.v[j], layered.v[j]);
        assert_true(i ? layered.writes < plain.writes : layered.writes * 2 < plain.writes);
    }
}

/* ---- fewer calls */

static size_t count(enum act act, int file)
{
    size_t n = 0;
    for (size_t i = 0; i < disk.n; i++)
        n += disk.v[i].act == act && disk.v[i].file == file;
    return n;
}

static void test_blocks(void **state)
{
    fresh();
    one = open_with(vfs_name());
    sqlite3_wal_autocheckpoint(one, 0);
    sqlite3_exec(one, "PRAGMA cache_size=300", NULL, NULL, NULL);
    assert_int_equal(sqlite3_exec(one,
                                  "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 2000) "
                                  "INSERT INTO t SELECT i, 0, randomblob(2000) FROM c",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    int64_t pages = number(one, "PRAGMA page_count");
    assert_true(pages > 900);
    assert_true(count(WRITE, LOG) < (size_t)pages / 10);
    assert_int_equal(count(WRITE, DATABASE), 0);
    int reads = disk.reads[LOG];
    sqlite3_close(one);
    assert_true(count(WRITE, DATABASE) < (size_t)pages / 15 + 3);
    assert_true(disk.reads[LOG] - reads < pages / 4);
    assert_int_equal(count(SYNC, DATABASE), 1);
    assert_int_equal(disk.v[disk.n - 1].act, DELETE);
    one = open_with("disk");
    is_well(one);
    assert_int_equal(number(one, "SELECT count(*) FROM t"), 2000);
    sqlite3_close(one);
}

/* ---- others */

static sqlite3 *other[2]; /* through the layer, and without it */

static void look(void)
{
    bool seen[MOST];
    for (int i = 0; i < 2; i++) {
        holds(other[i], seen);
        for (int k = 0; k < MOST; k++)
            assert_int_equal(seen[k], done[k]);
    }
}

static void test_others_see_what_is_committed(void **state)
{
    fresh();
    other[0] = open_with(vfs_name());
    other[1] = open_with("disk");
    meanwhile = look;
    one = open_with(vfs_name());
    two = open_with(vfs_name());
    sqlite3_wal_autocheckpoint(one, 60);
    for (int k = 0; k < 16; k++) {
        assert_int_equal(transaction(k % 2 ? two : one, k), SQLITE_OK);
        look();
    }
    meanwhile = NULL;
    for (int i = 0; i < 2; i++)
        sqlite3_close(other[i]);
    sqlite3_close(one);
    sqlite3_close(two);
}

static int tries;

/* Who comes now is kept out: a connection of its own, for one that had looked before would have kept `one` out. */
static void knock(void)
{
    for (int i = 0; i < 2 && sqlite3_get_autocommit(one) == 0; i++) {
        sqlite3 *h;
        assert_int_equal(sqlite3_open_v2(path, &h, SQLITE_OPEN_READWRITE, i ? "disk" : vfs_name()), SQLITE_OK);
        assert_int_equal(sqlite3_exec(h, "SELECT count(*) FROM t", NULL, NULL, NULL), SQLITE_BUSY);
        sqlite3_close(h);
        tries++;
    }
}

static void test_others_see_nothing_of_a_large_one(void **state)
{
    for (int k = 0; k < 8; k++) {
        if (k % 4 == 0)
            fresh();
        one = open_with(vfs_name());
        meanwhile = knock;
        large = true;
        assert_int_equal(transaction(one, k), SQLITE_OK);
        large = false;
        meanwhile = NULL;
        other[0] = open_with(vfs_name());
        other[1] = open_with("disk");
        look();
        for (int i = 0; i < 2; i++)
            sqlite3_close(other[i]);
        sqlite3_close(one);
    }
    assert_true(tries > 50);
}

/* Another process waits for the lock from the middle of a large transaction on, and finds all of it. */
static void test_another_waits(void **state)
{
    int go[2], status;
    fresh();
    assert_int_equal(pipe(go), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        char c;
        alarm(60);
        close(go[1]);
        if (read(go[0], &c, 1) != 1 || sqlite3_open_v2(path, &one, SQLITE_OPEN_READWRITE, vfs_name()) != SQLITE_OK)
            _exit(2);
        sqlite3_busy_timeout(one, 20000);
        int64_t rows = number(one, "SELECT count(*) FROM t WHERE k = 3 AND length(body) = 2000");
        sqlite3_close(one);
        _exit(rows == rows_of(3) ? 0 : 1);
    }
    one = open_with(vfs_name());
    large = true;
    int rc = begin(one);
    rc = step(one, rc, FILL "INSERT INTO t SELECT ?1, i, zeroblob(1000 + i) FROM c", 3, rows_of(3));
    assert_int_equal(write(go[1], "x", 1), 1);
    sqlite3_sleep(100);
    rc = step(one, rc, "UPDATE t SET body = randomblob(2000) WHERE k = ?1", 3, 0);
    sqlite3_sleep(100);
    rc = step(one, rc, "COMMIT", 0, 0);
    assert_int_equal(rc, SQLITE_OK);
    rc = after(one); /* the other one may be in already: then the log is left to the next one to take up */
    assert_true(rc == SQLITE_OK || rc == SQLITE_BUSY);
    large = false;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    close(go[0]);
    close(go[1]);
    done[3] = true;
    sqlite3_close(one);
    judge("waited for", 0);
}

/* ---- errors */

static void every_call_fails(int (*some)(const char *, int), int n)
{
    fresh();
    assert_int_equal(some(vfs_name(), n), 0);
    int calls = disk.calls, told = 0;
    assert_true(calls > 100);
    for (int how = 0; how < 2; how++)
        for (int at = 1; at <= calls; at += 1 + how) { /* each one, and the disk from then on */
            fresh();
            disk.fail_at = at;
            disk.fail_with = at % 2 ? SQLITE_FULL : SQLITE_IOERR_WRITE;
            disk.fail_on = how == 1;
            told += some(vfs_name(), n);
            disk.fail_at = 0;
            judge("call", at);
        }
    assert_true(told > calls / 2); /* the others were a checkpoint's, which is made again */
}

static void test_every_call_fails(void **state)
{
    every_call_fails(work, 3);
}

static void test_every_call_fails_large(void **state)
{
    every_call_fails(work_large, 4);
}

/* A full disk that gets room again: what failed is told, and the same connection goes on. */
static void test_goes_on_after_full(void **state)
{
    fresh();
    one = open_with(vfs_name());
    two = open_with(vfs_name());
    assert_int_equal(transaction(one, 0), SQLITE_OK);
    disk.full = true;
    assert_int_equal(transaction(one, 3), SQLITE_FULL);
    disk.full = false;
    assert_int_equal(transaction(two, 2), SQLITE_OK);
    assert_int_equal(transaction(one, 1), SQLITE_OK);
    sqlite3_close(one);
    sqlite3_close(two);
    assert_true(done[0] && done[1] && done[2] && !done[3]);
    judge("full", 0);
}

/* The same alone with the file. What waited when the disk was full is not written over what came later. */
static void test_goes_on_after_full_large(void **state)
{
    fresh();
    one = open_with(vfs_name());
    large = true;
    assert_int_equal(transaction(one, 0), SQLITE_OK);
    assert_int_equal(begin(one), SQLITE_OK);
    int rc = SQLITE_OK;
    for (int i = 0; i < 20 && rc == SQLITE_OK; i++) {
        disk.full = i > 3;
        rc = step(one, rc, FILL "INSERT INTO t SELECT ?1, i, randomblob(2000) FROM c", 3, 40);
    }
    assert_int_equal(rc, SQLITE_FULL);
    disk.full = false;
    sqlite3_exec(one, "ROLLBACK", NULL, NULL, NULL);
    after(one);
    large = false;
    two = open_with(vfs_name());
    assert_int_equal(transaction(two, 2), SQLITE_OK);
    assert_int_equal(transaction(one, 1), SQLITE_OK);
    sqlite3_close(two);
    large = true;
    assert_int_equal(transaction(one, 5), SQLITE_OK);
    large = false;
    sqlite3_close(one);
    assert_true(done[0] && done[1] && done[2] && done[5]);
    judge("full", 0);
}

/* The log cannot be copied when it is to be left: what waited then is not written over what others did since. */
static void test_leaving_the_log_fails(void **state)
{
    for (int on = 0; on < 2; on++)
        for (int at = 1; at < 40; at++) {
            fresh();
            one = open_with(vfs_name());
            sqlite3_wal_autocheckpoint(one, 0);
            assert_int_equal(transaction(one, 3), SQLITE_OK);
            disk.fail_at = disk.calls + at;
            disk.fail_with = SQLITE_FULL;
            disk.fail_on = on;
            sqlite3_exec(one, "PRAGMA journal_mode=DELETE", NULL, NULL, NULL);
            disk.fail_at = 0;
            two = open_with("disk");
            assert_int_equal(sqlite3_exec(two, "PRAGMA journal_mode=WAL; DELETE FROM t", NULL, NULL, NULL), SQLITE_OK);
            done[3] = false;
            for (int k = 0; k < 3; k++)
                assert_int_equal(transaction(two, k), SQLITE_OK);
            sqlite3_exec(two, "PRAGMA wal_checkpoint(RESTART)", NULL, NULL, NULL);
            is_well(one);
            assert_int_equal(transaction(one, 5), SQLITE_OK);
            sqlite3_close(two);
            sqlite3_close(one);
            judge("leaving", at);
        }
}

/* The write that ends a transaction fails, also where no sync follows that could say so. */
static void test_end_is_told_without_sync(void **state)
{
    fresh();
    one = open_with(vfs_name());
    assert_int_equal(transaction(one, 0), SQLITE_OK);
    assert_int_equal(sqlite3_exec(one, "PRAGMA synchronous=OFF; PRAGMA cache_size=500", NULL, NULL, NULL), SQLITE_OK);
    disk.full = true;
    assert_int_equal(sqlite3_exec(one, "DELETE FROM t WHERE i = 1", NULL, NULL, NULL), SQLITE_FULL);
    disk.full = false;
    sqlite3_close(one);
    judge("end", 0);
}

/* The copying into the database at the close fails at any of its calls: the log stays, and with it all there is. */
static void test_close_fails(void **state)
{
    int first = 0, last = 1;
    for (int at = 0; at <= last - first; at++)
        for (int on = 0; on < 2; on++) {
            fresh();
            one = open_with(vfs_name());
            sqlite3_wal_autocheckpoint(one, 0);
            for (int k = 0; k < 4; k++)
                assert_int_equal(transaction(one, k), SQLITE_OK);
            first = disk.calls;
            disk.fail_at = at ? first + at : 0;
            disk.fail_with = SQLITE_FULL;
            disk.fail_on = on;
            sqlite3_close(one);
            last = at ? last : disk.calls;
            disk.fail_at = 0;
            if (at)
                assert_true(count(DELETE, LOG) == 0 || !on);
            judge("close", at);
        }
    assert_true(last - first > 15);
}

/* ---- power */

static unsigned dice = 7;
static unsigned roll(unsigned n)
{
    return (dice = dice * 1103515245 + 12345) / 65536 % n;
}

static void load(struct content *m, const char *from)
{
    FILE *f = fopen(from, "rb");
    assert_non_null(f);
    fseek(f, 0, SEEK_END);
    content_grow(m, ftell(f));
    rewind(f);
    assert_int_equal(fread(m->p, 1, (size_t)m->size, f), m->size);
    fclose(f);
    m->there = true;
}

static void copy(struct content *to, const struct content *from)
{
    to->size = 0;
    content_grow(to, from->size);
    if (from->size)
        memcpy(to->p, from->p, (size_t)from->size);
    to->there = from->there;
}

/* Any of what was not synced may be there, wholly or in half. */
static void some_of(struct content *m, int file, size_t from, size_t until)
{
    for (size_t i = from; i < until; i++) {
        struct deed d = disk.v[i];
        if (d.file != file || d.act == MARK || d.act == SYNC || roll(2))
            continue;
        if (d.act == WRITE && roll(3) == 0)
            d.n /= 2;
        content_do(m, &d);
    }
}

/* A removal is durable at once when that is asked for; else with the next sync of a log or journal, whose first one is
 * of the folder, too. */
static bool folder_synced(const struct deed *d)
{
    return d->act == DELETE ? d->at != 0 : d->act == SYNC && d->file != DATABASE;
}

struct states {
    struct content now[FILES], safe[FILES], cut[FILES];
    size_t synced[FILES], gone[FILES]; /* deeds before it are durable; that of a removal which is not, and one more */
};

static void move_on(struct states *s, const struct deed *d, size_t i)
{
    content_do(&s->now[d->file], d);
    if (d->act == DELETE)
        s->gone[d->file] = i + 1;
    for (int f = 0; f < FILES && folder_synced(d); f++)
        if (s->gone[f]) {
            s->safe[f].there = false;
            s->safe[f].size = 0;
            s->synced[f] = s->gone[f];
            s->gone[f] = 0;
        }
    if (d->act == SYNC) {
        copy(&s->safe[d->file], &s->now[d->file]);
        s->synced[d->file] = i + 1;
        s->gone[d->file] = 0;
    }
}

static void save_cut(struct states *s, int how, struct deed *deeds, size_t i)
{
    const char *paths[FILES] = {path, log_path, journal_path};
    disk_forget();
    struct deed *own = disk.v;
    disk.v = deeds;
    for (int f = 0; f < FILES; f++) {
        copy(&s->cut[f], how == 0 ? &s->now[f] : &s->safe[f]);
        if (how == 2)
            some_of(&s->cut[f], f, s->synced[f], i + 1);
        content_save(&s->cut[f], paths[f]);
    }
    disk.v = own;
    remove(shm_path);
}

/* Each call of the one that finds what was left fails; the next one finds it again. */
static int recovery_fails(struct states *s, struct deed *deeds, size_t i)
{
    int calls = 1;
    for (int at = 0; at <= calls; at++) {
        save_cut(s, 0, deeds, i);
        disk.fail_at = at;
        disk.fail_with = SQLITE_IOERR_WRITE;
        one = open_with(vfs_name());
        number(one, "SELECT count(*) FROM t");
        sqlite3_close(one);
        calls = at ? calls : disk.calls;
        disk.fail_at = 0;
        judge("playing back fails at", at);
    }
    return calls;
}

static void power(int (*some)(const char *, int), int count, enum act recover_at)
{
    struct states s = {0};
    fresh();
    load(&s.now[DATABASE], path);
    load(&s.safe[DATABASE], path);
    assert_int_equal(some(vfs_name(), count), 0);
    struct deed *deeds = disk.v;
    size_t n = disk.n;
    int calls = 0;
    disk.v = NULL, disk.n = disk.cap = 0; /* what follows is not taken down in their place */
    memset(done, 0, sizeof done);
    for (size_t i = 0; i < n; i++) {
        const struct deed *d = &deeds[i];
        if (d->act == MARK) {
            done[d->at] = d->at % 5 != 4;
            continue;
        }
        move_on(&s, d, i);
        for (int how = 0; how < 3; how++) { /* the process dies; the power goes; it goes, and some was written */
            save_cut(&s, how, deeds, i);
            judge(how == 0 ? "death at" : how == 1 ? "power at" : "power, something written, at", (int)i);
        }
        if (d->file == DATABASE && d->act == recover_at && s.now[JOURNAL].there)
            calls += recovery_fails(&s, deeds, i);
    }
    assert_true(calls > 50 || recover_at == MARK);
    for (size_t i = 0; i < n; i++)
        free(deeds[i].bytes);
    free(deeds);
    for (int f = 0; f < FILES; f++) {
        free(s.now[f].p);
        free(s.safe[f].p);
        free(s.cut[f].p);
    }
}

static void test_power(void **state)
{
    power(work, 7, MARK);
}

static void test_power_large(void **state)
{
    power(work_large, 5, SYNC);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_moments),
        cmocka_unit_test(test_blocks),
        cmocka_unit_test(test_others_see_what_is_committed),
        cmocka_unit_test(test_others_see_nothing_of_a_large_one),
        cmocka_unit_test(test_another_waits),
        cmocka_unit_test(test_every_call_fails),
        cmocka_unit_test(test_every_call_fails_large),
        cmocka_unit_test(test_goes_on_after_full),
        cmocka_unit_test(test_goes_on_after_full_large),
        cmocka_unit_test(test_leaving_the_log_fails),
        cmocka_unit_test(test_end_is_told_without_sync),
        cmocka_unit_test(test_close_fails),
        cmocka_unit_test(test_power),
        cmocka_unit_test(test_power_large),
    };
    snprintf(folder, sizeof folder, "/tmp/bulletin-vfs-XXXXXX");
    if (!mkdtemp(folder))
        return 1;
    snprintf(path, sizeof path, "%s/a.db", folder);
    snprintf(log_path, sizeof log_path, "%s-wal", path);
    snprintf(journal_path, sizeof journal_path, "%s-journal", path);
    snprintf(shm_path, sizeof shm_path, "%s-shm", path);
    disk_stand();
    if (!vfs_name())
        return 1;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    disk_forget();
    free(disk.v);
    remove(path);
    remove(log_path);
    remove(journal_path);
    remove(shm_path);
    rmdir(folder);
    return failed;
}
