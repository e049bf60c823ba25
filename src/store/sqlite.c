#include "store/sqlite.h"
#include "base/buf.h"
#include "store/vfs.h"
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Page cache in KiB. Small on purpose: a million rows pass through it, none is read twice. */
#define CACHE_KIB "4000"
/* WAL pages after which the log is copied into the database: 4 MB, a few milliseconds of writing. */
#define CHECKPOINT_PAGES 1000
/* A freeze of a million rows leaves a WAL of its size; after the next checkpoint it is cut down to this. */
#define WAL_KEEP_BYTES "33554432"
#define PATIENCE_MS 30000
#define PATIENCE_AFTER_MS 500
#define STATEMENTS 128

struct stmt {
    struct db *db;
    const char *sql;
    sqlite3_stmt *s;
    bool busy;  /* between db_query and stmt_end */
    bool loose; /* not kept: the kept one was busy */
};

struct db {
    sqlite3 *h;
    char *path;
    int patience_ms, inner;
    bool waited;                  /* in vain, for a lock of another process */
    bool due;                     /* the last commit left more than CHECKPOINT_PAGES */
    bool large;                   /* the transaction goes without the log, which is to be taken up again after it */
    int hint;                     /* a descriptor of the file, to start its writing; 0: none */
    struct stmt kept[STATEMENTS]; /* open addressing by the SQL's address */
};

static const char *cause(struct db *d)
{
    int why = sqlite3_system_errno(d->h);
    return why ? strerror(why) : "the system gives no reason";
}

/* Who has waited in vain once cleans up before it gives up: each of those writes would wait as long again. */
static void lose_patience(struct db *d)
{
    d->waited = true;
    if (d->patience_ms > PATIENCE_AFTER_MS)
        sqlite3_busy_timeout(d->h, PATIENCE_AFTER_MS);
}

static int fail(struct db *d, int rc, struct err *e)
{
    const char *path = d->path;
    switch (rc & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        lose_patience(d);
        return err_set(e, EX_TEMPFAIL, "%s: another process has held the database for %d s; try again later", path,
                       d->patience_ms / 1000);
    case SQLITE_FULL:
        return err_set(e, EX_IOERR, "%s: the disk is full; make room and run the command again", path);
    case SQLITE_READONLY:
        return err_set(e, EX_IOERR, "%s: cannot be written (read-only file, folder or file system)", path);
    case SQLITE_IOERR:
        return err_set(e, EX_IOERR, "%s: %s (%s); check the disk, then run the command again", path,
                       sqlite3_errmsg(d->h), cause(d));
    case SQLITE_CANTOPEN:
        return err_set(e, EX_IOERR, "%s: cannot be opened (%s)", path, cause(d));
    case SQLITE_CORRUPT: /* also what SQLite makes of EIO in a read */
        return err_set(e, EX_IOERR, "%s: cannot be read (%s); check the disk, and if it is well, restore a backup",
                       path, sqlite3_errmsg(d->h));
    case SQLITE_NOTADB:
        return err_set(e, EX_DATAERR, "%s: not a database; move the file away or name another one", path);
    case SQLITE_NOMEM:
        mem_gone(0);
    default:
        return err_set(e, EX_SOFTWARE, "%s: %s", path, sqlite3_errmsg(d->h));
    }
}

/* WAL is kept in the file itself; everything else is set for each connection. EXTRA is FULL, and in a large transaction
 * the end of its journal is durable too. */
static const char setup_write[] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=EXTRA; PRAGMA foreign_keys=ON;"
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
        return fail(d, sqlite3_errcode(d->h), e);
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
    return rc == SQLITE_OK ? 0 : fail(d, sqlite3_extended_errcode(d->h), e);
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

static int open_write(struct db *d, struct err *e)
{
    int rc = sqlite3_open_v2(d->path, &d->h, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW, vfs_name());
    if (rc == SQLITE_OK) {
        sqlite3_busy_timeout(d->h, d->patience_ms);
        rc = sqlite3_exec(d->h, setup_write, NULL, NULL, NULL);
        sqlite3_wal_hook(d->h, committed, d);
    }
    if (rc != SQLITE_OK)
        return fail(d, sqlite3_extended_errcode(d->h), e);
    if (sqlite3_db_readonly(d->h, "main") == 1)
        return fail(d, SQLITE_READONLY, e);
    return is_wal(d, e);
}

static int open_memory(struct db *d, struct err *e)
{
    int rc = sqlite3_open_v2(":memory:", &d->h, SQLITE_OPEN_READWRITE, NULL);
    return rc == SQLITE_OK ? 0 : fail(d, sqlite3_extended_errcode(d->h), e);
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

int db_open(const char *path, enum db_mode mode, struct db **out, struct err *e)
{
    configure();
    struct db *d = mem_realloc(NULL, sizeof *d);
    memset(d, 0, sizeof *d);
    d->path = mem_realloc(NULL, strlen(path) + 1);
    memcpy(d->path, path, strlen(path) + 1);
    d->patience_ms = PATIENCE_MS;
    if ((mode == DB_READ ? open_read : mode == DB_WRITE ? open_write : open_memory)(d, e) < 0) {
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

int db_script(struct db *d, const char *sql, struct err *e)
{
    int rc = sqlite3_exec(d->h, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK ? 0 : fail(d, sqlite3_extended_errcode(d->h), e);
}

static struct stmt *slot_for(struct db *d, const char *sql)
{
    size_t h = ((uintptr_t)sql >> 3) * 0x9e3779b97f4a7c15u >> 32;
    for (size_t i = 0; i < STATEMENTS; i++) {
        struct stmt *st = &d->kept[(h + i) % STATEMENTS];
        if (!st->s || st->sql == sql)
            return st;
    }
    return NULL;
}

static struct stmt *prepared(struct db *d, const char *sql, struct err *e)
{
    struct stmt *st = slot_for(d, sql);
    if (!st || st->busy) { /* the table is full, or a callback asks what its caller is just reading */
        st = mem_realloc(NULL, sizeof *st);
        *st = (struct stmt){.loose = true};
    }
    if (!st->s) {
        st->db = d;
        st->sql = sql;
        int rc = sqlite3_prepare_v3(d->h, sql, -1, st->loose ? 0 : SQLITE_PREPARE_PERSISTENT, &st->s, NULL);
        if (rc != SQLITE_OK) {
            fail(d, sqlite3_extended_errcode(d->h), e);
            if (st->loose)
                free(st);
            return NULL;
        }
    }
    st->busy = true;
    return st;
}

/* SQLITE_STATIC: the caller keeps the bytes until stmt_end or stmt_again. */
static int bind_all(struct stmt *st, const char *types, va_list ap, struct err *e)
{
    int rc = SQLITE_OK;
    for (int i = 0; types[i] && rc == SQLITE_OK; i++) {
        if (types[i] == 'i' || types[i] == 'o') {
            int64_t v = va_arg(ap, int64_t);
            rc =
                types[i] == 'o' && v == NOTHING ? sqlite3_bind_null(st->s, i + 1) : sqlite3_bind_int64(st->s, i + 1, v);
        } else if (types[i] == 'd') {
            rc = sqlite3_bind_double(st->s, i + 1, va_arg(ap, double));
        } else {
            struct str v = va_arg(ap, struct str);
            if (!v.s)
                rc = sqlite3_bind_null(st->s, i + 1);
            else if (types[i] == 's')
                rc = sqlite3_bind_text64(st->s, i + 1, v.s, v.n, SQLITE_STATIC, SQLITE_UTF8);
            else
                rc = sqlite3_bind_blob64(st->s, i + 1, v.s, v.n, SQLITE_STATIC);
        }
    }
    return rc == SQLITE_OK ? 0 : fail(st->db, rc, e);
}

static struct stmt *query_v(struct db *d, struct err *e, const char *sql, const char *types, va_list ap)
{
    struct stmt *st = prepared(d, sql, e);
    if (st && bind_all(st, types, ap, e) < 0) {
        stmt_end(st);
        return NULL;
    }
    return st;
}

struct stmt *db_query(struct db *d, struct err *e, const char *sql, const char *types, ...)
{
    va_list ap;
    va_start(ap, types);
    struct stmt *st = query_v(d, e, sql, types, ap);
    va_end(ap);
    return st;
}

int db_run(struct db *d, struct err *e, const char *sql, const char *types, ...)
{
    va_list ap;
    va_start(ap, types);
    struct stmt *st = query_v(d, e, sql, types, ap);
    va_end(ap);
    int rc = st ? 1 : -1;
    while (rc == 1)
        rc = stmt_step(st, e);
    stmt_end(st);
    return rc;
}

int db_number(struct db *d, int64_t *out, struct err *e, const char *sql, const char *types, ...)
{
    va_list ap;
    va_start(ap, types);
    struct stmt *st = query_v(d, e, sql, types, ap);
    va_end(ap);
    int rc = st ? stmt_step(st, e) : -1;
    if (rc == 1)
        *out = stmt_i64(st, 0);
    stmt_end(st);
    return rc;
}

int stmt_bind(struct stmt *st, struct err *e, const char *types, ...)
{
    va_list ap;
    va_start(ap, types);
    int rc = bind_all(st, types, ap, e);
    va_end(ap);
    return rc;
}

int stmt_step(struct stmt *st, struct err *e)
{
    int rc = sqlite3_step(st->s);
    if (rc == SQLITE_ROW)
        return 1;
    return rc == SQLITE_DONE ? 0 : fail(st->db, sqlite3_extended_errcode(st->db->h), e);
}

void stmt_again(struct stmt *st)
{
    sqlite3_reset(st->s);
}

void stmt_end(struct stmt *st)
{
    if (!st)
        return;
    if (st->loose) {
        sqlite3_finalize(st->s);
        free(st);
        return;
    }
    sqlite3_reset(st->s);
    sqlite3_clear_bindings(st->s);
    st->busy = false;
}

int64_t stmt_i64(struct stmt *st, int column)
{
    return sqlite3_column_int64(st->s, column);
}

double stmt_double(struct stmt *st, int column)
{
    return sqlite3_column_double(st->s, column);
}

bool stmt_null(struct stmt *st, int column)
{
    return sqlite3_column_type(st->s, column) == SQLITE_NULL;
}

struct str stmt_view(struct stmt *st, int column)
{
    if (stmt_null(st, column))
        return (struct str){0};
    const void *p = sqlite3_column_blob(st->s, column); /* NULL for "", or when memory is gone */
    size_t n = (size_t)sqlite3_column_bytes(st->s, column);
    if (!p && sqlite3_errcode(st->db->h) == SQLITE_NOMEM)
        mem_gone(n);
    return p ? (struct str){p, n} : str_lit("");
}

struct str stmt_str(struct arena *a, struct stmt *st, int column)
{
    return str_dup(a, stmt_view(st, column));
}

int64_t db_changes(struct db *d)
{
    return sqlite3_changes64(d->h);
}

int64_t db_all_changes(struct db *d)
{
    return sqlite3_total_changes64(d->h);
}

int64_t db_last_id(struct db *d)
{
    return sqlite3_last_insert_rowid(d->h);
}

int db_begin(struct db *d, struct err *e)
{
    int rc = db_run(d, e, "BEGIN IMMEDIATE", "");
    if (rc >= 0 && d->waited) {
        d->waited = false;
        sqlite3_busy_timeout(d->h, d->patience_ms);
    }
    return rc;
}

/* ---- large transactions: what is written goes into the file at once, and what stood there into a journal beside it */

static int is_named(void *name, int n, char **values, char **columns)
{
    return n == 1 && values[0] && strcmp(values[0], name) == 0 ? 0 : 1;
}

/* The journal is changed only while nobody else is inside. */
static bool set_journal(struct db *d, const char *sql, const char *mode)
{
    return sqlite3_exec(d->h, sql, is_named, (void *)mode, NULL) == SQLITE_OK;
}

static void wait_for_others(struct db *d, int ms)
{
    sqlite3_busy_timeout(d->h, d->waited && ms > PATIENCE_AFTER_MS ? PATIENCE_AFTER_MS : ms);
}

/* The lock is given up only with the change back, so that nobody comes in between. Where that fails, whoever opens the
 * file for writing next takes up the log. */
static void end_large(struct db *d)
{
    if (!d->large)
        return;
    wait_for_others(d, PATIENCE_AFTER_MS);
    sqlite3_exec(d->h, "PRAGMA locking_mode=NORMAL", NULL, NULL, NULL);
    d->large = !set_journal(d, "PRAGMA journal_mode=WAL", "wal");
    wait_for_others(d, d->patience_ms);
}

/* Nobody may read meanwhile, from the beginning: who reads for long would keep the end waiting. */
int db_begin_large(struct db *d, struct err *e)
{
    wait_for_others(d, 0);
    d->large = d->large || set_journal(d, "PRAGMA journal_mode=DELETE", "delete");
    bool begun =
        d->large && sqlite3_exec(d->h, "PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE", NULL, NULL, NULL) == SQLITE_OK;
    wait_for_others(d, d->patience_ms);
    if (begun)
        return 0;
    end_large(d);
    return db_begin(d, e);
}

/* The descriptor stays open until the program ends: closing one of the database's drops the locks that SQLite holds on
 * it for the whole process. */
void db_start_writing(struct db *d)
{
    if (d->large && !d->hint)
        d->hint = open(d->path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC);
    if (d->large && d->hint > 0)
        sync_file_range(d->hint, 0, 0, SYNC_FILE_RANGE_WRITE);
}

int db_finish(struct db *d, int rc, struct err *e)
{
    if (rc == 0)
        rc = db_run(d, e, "COMMIT", "");
    if (rc != 0 && !sqlite3_get_autocommit(d->h))
        sqlite3_exec(d->h, "ROLLBACK", NULL, NULL, NULL);
    end_large(d);
    return rc;
}

bool db_busy(struct db *d)
{
    return !sqlite3_get_autocommit(d->h);
}

int db_begin_inner(struct db *d, struct err *e)
{
    if (sqlite3_get_autocommit(d->h))
        return db_begin(d, e);
    d->inner++;
    return db_run(d, e, "SAVEPOINT inner", "");
}

int db_finish_inner(struct db *d, int rc, struct err *e)
{
    if (!d->inner)
        return db_finish(d, rc, e);
    d->inner--;
    if (rc == 0)
        return db_run(d, e, "RELEASE inner", "");
    sqlite3_exec(d->h, "ROLLBACK TO inner; RELEASE inner", NULL, NULL, NULL);
    return rc;
}

/* Bytes 18 and 19 of the header say which versions of the program may write and read it: 2 is "with a write-ahead log"
 * (sqlite.org/fileformat2.html, section 1.3.3). A database in memory has 1 there. */
int db_image(struct db *d, struct arena *a, struct str *out, struct err *e)
{
    sqlite3_int64 n = 0;
    unsigned char *p = sqlite3_serialize(d->h, "main", &n, 0);
    if (!p)
        return fail(d, SQLITE_NOMEM, e);
    p[18] = p[19] = 2;
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
        fail(&copy, sqlite3_extended_errcode(copy.h), e);
        sqlite3_close(copy.h);
        return -1;
    }
    sqlite3_backup *b = sqlite3_backup_init(copy.h, "main", d->h, "main");
    rc = b ? sqlite3_backup_step(b, -1) : SQLITE_ERROR;
    int end = b ? sqlite3_backup_finish(b) : sqlite3_extended_errcode(copy.h);
    rc = rc == SQLITE_DONE && end == SQLITE_OK ? 0 : fail(&copy, end != SQLITE_OK ? end : rc, e);
    sqlite3_close(copy.h);
    return rc;
}
