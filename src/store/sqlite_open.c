#include "base/buf.h"
#include "store/sqlite_parts.h"
#include "store/vfs.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Page cache in KiB. Small on purpose: a million rows pass through it, none is read twice. */
#define CACHE_KIB "4000"
/* WAL pages after which the log is copied into the database: 4 MB, a few milliseconds of writing. */
#define CHECKPOINT_PAGES 1000
/* A freeze of a million rows leaves a WAL of its size; after the next checkpoint it is cut down to this. */
#define WAL_KEEP_BYTES "33554432"
#define PATIENCE_MS 30000

/* WAL is kept in the file itself; everything else is set for each connection. EXTRA is FULL, and in a large transaction
 * the end of its journal is durable too. */
static const char setup_log[] = "PRAGMA journal_mode=WAL";
static const char setup_write[] = "PRAGMA synchronous=EXTRA; PRAGMA foreign_keys=ON;"
                                  "PRAGMA cache_size=-" CACHE_KIB ";"
                                  "PRAGMA journal_size_limit=" WAL_KEEP_BYTES "; PRAGMA trusted_schema=OFF;";
static const char setup_read[] = "PRAGMA query_only=ON; PRAGMA cache_size=-" CACHE_KIB "; PRAGMA trusted_schema=OFF;";

static int is_wal(struct db *d, struct err *e)
{
    struct stmt *st = db_query(d, e, "PRAGMA journal_mode", "");
    int rc = st ? stmt_step(st, e) : -1;
    bool wal = rc == 1 && str_eqc(stmt_view(st, 0), "wal");
    stmt_end(st);
    if (rc < 0)
        return -1;
    return wal ? 0
               : err_set(e, EX_IOERR,
                         "%s: this file system cannot hold the database (no write-ahead log); "
                         "put the newsroom on a local disk",
                         d->path);
}

/* A cleanly closed database in a folder that cannot be written has no log to look into: it is read as it lies there. */
static int open_still(struct db *d, struct err *e)
{
    struct buf uri;
    buf_init(&uri, 3 * 4096 + 32);
    buf_c(&uri, "file:");
    for (const char *p = d->path; *p; p++)
        if (strchr("?#%", *p))
            buf_fmt(&uri, "%%%02X", (unsigned char)*p);
        else
            buf_ch(&uri, *p);
    buf_c(&uri, "?immutable=1");
    sqlite3_close(d->h);
    d->h = NULL;
    int rc = sqlite3_open_v2(uri.p, &d->h, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOFOLLOW, NULL);
    buf_end(&uri);
    if (rc != SQLITE_OK || sqlite3_exec(d->h, setup_read, NULL, NULL, NULL) != SQLITE_OK)
        return db_fail(d, sqlite3_errcode(d->h), e);
    return 0;
}

static bool is_beside(const char *path, const char *end)
{
    struct buf b;
    struct stat st;
    buf_init(&b, 8192);
    buf_c(&b, path);
    buf_c(&b, end);
    bool there = !b.over && stat(b.p, &st) == 0 && st.st_size > 0;
    buf_end(&b);
    return there;
}

/* Or a journal, without which the file may be half of two states. */
static bool has_log(const char *path)
{
    return is_beside(path, "-wal") || is_beside(path, "-journal");
}

/* Opened for writing where that is allowed, although nothing is written: only then does SQLite take away the empty log
 * which it makes for reading. A log that somebody's death has left is not touched: it is worked in by the next writer.
 */
static int open_read(struct db *d, struct err *e)
{
    bool log = has_log(d->path);
    int rc = sqlite3_open_v2(d->path, &d->h, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW, vfs_name());
    if (rc == SQLITE_OK) {
        sqlite3_busy_timeout(d->h, d->patience_ms);
        sqlite3_db_config(d->h, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, (int)log, NULL);
        rc = sqlite3_exec(d->h, setup_read, NULL, NULL, NULL);
    }
    if (rc == SQLITE_OK)
        rc = sqlite3_exec(d->h, "SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL);
    if ((rc == SQLITE_CANTOPEN || rc == SQLITE_READONLY) && !log)
        return open_still(d, e);
    return rc == SQLITE_OK ? 0 : db_fail(d, sqlite3_extended_errcode(d->h), e);
}

/* SQLite itself copies the log into the database right after the commit that made it long. Here the next commit does,
 * or the close, which most commands come to first: alone with the file, it may write and read in blocks (vfs.h). */
static int committed(void *p, sqlite3 *h, const char *name, int pages)
{
    struct db *d = p;
    bool now = d->due && pages >= CHECKPOINT_PAGES;
    d->due = pages >= CHECKPOINT_PAGES && !now;
    if (now)
        sqlite3_wal_checkpoint_v2(h, name, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL); /* fails: the next one, too, may */
    return SQLITE_OK;
}

static int open_write(struct db *d, bool log, struct err *e)
{
    int rc = sqlite3_open_v2(d->path, &d->h, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW, vfs_name());
    if (rc == SQLITE_OK) {
        sqlite3_busy_timeout(d->h, d->patience_ms);
        rc = log ? sqlite3_exec(d->h, setup_log, NULL, NULL, NULL) : SQLITE_OK;
        rc = rc == SQLITE_OK ? sqlite3_exec(d->h, setup_write, NULL, NULL, NULL) : rc;
        sqlite3_wal_hook(d->h, committed, d);
    }
    if (rc != SQLITE_OK)
        return db_fail(d, sqlite3_extended_errcode(d->h), e);
    if (sqlite3_db_readonly(d->h, "main") == 1)
        return db_fail(d, SQLITE_READONLY, e);
    d->large = !log;
    return log ? is_wal(d, e) : 0;
}

static int open_memory(struct db *d, struct err *e)
{
    int rc = sqlite3_open_v2(":memory:", &d->h, SQLITE_OPEN_READWRITE, NULL);
    return rc == SQLITE_OK ? 0 : db_fail(d, sqlite3_extended_errcode(d->h), e);
}

/* A connection stays with one thread at a time, so SQLite's own locks and memory statistics are only in the way. */
static void configure(void)
{
    static bool done;
    if (!done) {
        sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
        sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    }
    done = true;
}

static int open_as(struct db *d, enum db_mode mode, struct err *e)
{
    switch (mode) {
    case DB_READ:
        return open_read(d, e);
    case DB_WRITE:
    case DB_FILL:
        return open_write(d, mode == DB_WRITE, e);
    case DB_MEMORY:
        break;
    }
    return open_memory(d, e);
}

int db_open(const char *path, enum db_mode mode, struct db **out, struct err *e)
{
    configure();
    struct db *d = mem_realloc(NULL, sizeof *d);
    memset(d, 0, sizeof *d);
    d->path = mem_realloc(NULL, strlen(path) + 1);
    memcpy(d->path, path, strlen(path) + 1);
    d->patience_ms = PATIENCE_MS;
    if (open_as(d, mode, e) < 0) {
        db_close(d);
        return -1;
    }
    *out = d;
    return 0;
}

void db_close(struct db *d)
{
    if (!d)
        return;
    for (size_t i = 0; i < STATEMENTS; i++)
        sqlite3_finalize(d->kept[i].s);
    db_take_up_log(d);
    sqlite3_close(d->h);
    free(d->path);
    free(d);
}

const char *db_path(const struct db *d)
{
    return d->path;
}

void db_lighten(struct db *d, int kib)
{
    char sql[50];
    snprintf(sql, sizeof sql, "PRAGMA cache_size=-%d", kib);
    if (kib > 0)
        sqlite3_exec(d->h, sql, NULL, NULL, NULL); /* an optimization */
    sqlite3_db_release_memory(d->h);
}

void db_patience(struct db *d, int ms)
{
    d->patience_ms = ms;
    sqlite3_busy_timeout(d->h, ms);
}

/* Bytes 18 and 19 of the header say which versions of the program may write and read it: 2 is "with a write-ahead log"
 * (sqlite.org/fileformat2.html, section 1.3.3). A database in memory has 1 there. */
int db_image(struct db *d, struct arena *a, bool log, struct str *out, struct err *e)
{
    sqlite3_int64 n = 0;
    unsigned char *p = sqlite3_serialize(d->h, "main", &n, 0);
    if (!p)
        return db_fail(d, SQLITE_NOMEM, e);
    p[18] = p[19] = log ? 2 : 1;
    *out = str_dup(a, (struct str){(const char *)p, (size_t)n});
    sqlite3_free(p);
    return 0;
}

/* One step: under WAL a long read keeps no writer waiting, and what it sees is one moment. */
int db_copy(struct db *d, const char *to, struct err *e)
{
    struct db copy = {.path = (char *)to, .patience_ms = d->patience_ms};
    int rc = sqlite3_open_v2(to, &copy.h, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW, NULL);
    if (rc != SQLITE_OK) {
        db_fail(&copy, sqlite3_extended_errcode(copy.h), e);
        sqlite3_close(copy.h);
        return -1;
    }
    sqlite3_backup *b = sqlite3_backup_init(copy.h, "main", d->h, "main");
    rc = b ? sqlite3_backup_step(b, -1) : SQLITE_ERROR;
    int end = b ? sqlite3_backup_finish(b) : sqlite3_extended_errcode(copy.h);
    rc = rc == SQLITE_DONE && end == SQLITE_OK ? 0 : db_fail(&copy, end != SQLITE_OK ? end : rc, e);
    sqlite3_close(copy.h);
    return rc;
}
