#include "store/sqlite_parts.h"
#include <fcntl.h>
#include <string.h>

int db_begin_look(struct db *d, struct err *e)
{
    int rc = db_run(d, e, "BEGIN IMMEDIATE", "");
    if (rc >= 0 && d->waited) {
        d->waited = false;
        sqlite3_busy_timeout(d->h, d->patience_ms);
    }
    return rc;
}

int db_begin(struct db *d, struct err *e)
{
    db_take_up_log(d);
    return db_begin_look(d, e);
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
void db_take_up_log(struct db *d)
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
    if (db_busy(d) && db_run(d, e, "COMMIT", "") < 0) /* of the look */
        return db_finish(d, -1, NULL);
    wait_for_others(d, 0);
    bool alone = set_journal(d, "PRAGMA journal_mode=DELETE", "delete");
    d->large = d->large || alone;
    bool begun =
        alone && sqlite3_exec(d->h, "PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE", NULL, NULL, NULL) == SQLITE_OK;
    wait_for_others(d, d->patience_ms);
    return begun ? 0 : db_begin(d, e);
}

/* Pages go into the file in its order, while the processor has other work; SQLite itself keeps as many as its cache
 * holds until the end, where nobody can do anything but wait for them. Which stay behind because they are in use are
 * written then. The descriptor stays open until the program ends: closing one of the database's drops the locks that
 * SQLite holds on it for the whole process. */
void db_start_writing(struct db *d)
{
    if (d->large && !d->hint)
        d->hint = open(d->path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC);
    if (d->large)
        sqlite3_db_cacheflush(d->h); /* fails: the end of the transaction does, too */
    if (d->large && d->hint > 0)
        sync_file_range(d->hint, 0, 0, SYNC_FILE_RANGE_WRITE);
}

int db_finish(struct db *d, int rc, struct err *e)
{
    if (rc == 0)
        rc = db_run(d, e, "COMMIT", "");
    if (rc != 0 && !sqlite3_get_autocommit(d->h))
        sqlite3_exec(d->h, "ROLLBACK", NULL, NULL, NULL);
    db_take_up_log(d);
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
