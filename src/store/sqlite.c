#include "store/sqlite_parts.h"
#include <stdlib.h>
#include <string.h>

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

int db_fail(struct db *d, int rc, struct err *e)
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

int db_script(struct db *d, const char *sql, struct err *e)
{
    int rc = sqlite3_exec(d->h, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK ? 0 : db_fail(d, sqlite3_extended_errcode(d->h), e);
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
            db_fail(d, sqlite3_extended_errcode(d->h), e);
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
    return rc == SQLITE_OK ? 0 : db_fail(st->db, rc, e);
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
    return rc == SQLITE_DONE ? 0 : db_fail(st->db, sqlite3_extended_errcode(st->db->h), e);
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
