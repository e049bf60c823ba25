/* sqlite.h: one database connection and its statements, private to `store`; sqlite.c and vfs.c alone see sqlite3.h.
 *
 * Statements are prepared once and kept, found by the address of their SQL: give string literals. Binding uses a string
 * of types, one letter a parameter: i int64_t     o int64_t, NOTHING becomes NULL     d double     s struct str as text
 * (unknown: NULL)     b the same as a blob Text and blobs are borrowed until stmt_end, which must be called for every
 * statement db_query returned:
 *
 *     struct stmt *st = db_query(db, e, "SELECT name FROM list WHERE id = ?", "i", id);
 *     while (st && (rc = stmt_step(st, e)) == 1) use(stmt_view(st, 0));
 *     stmt_end(st);
 *
 * Every error names the database file: EX_TEMPFAIL when somebody else holds it for longer than the patience, EX_IOERR
 * for a full disk, a read-only folder and failing reads, EX_DATAERR for a damaged file. */
#ifndef STORE_SQLITE_H
#define STORE_SQLITE_H

#include "base/err.h"

#define NOTHING INT64_MIN

struct db;
struct stmt;

enum db_mode {
    DB_READ,
    DB_WRITE,
    DB_FILL,   /* DB_WRITE, and the log is not taken up before the first db_begin, or the end of a large transaction */
    DB_MEMORY, /* an empty one without a file; path is only what errors name */
};
int db_open(const char *path, enum db_mode mode, struct db **out, struct err *e); /* the file must exist */
/* The bytes of its file, which DB_WRITE (log) or DB_FILL opens without having to change its journal first. */
int db_image(struct db *d, struct arena *a, bool log, struct str *out, struct err *e);
void db_close(struct db *d);
const char *db_path(const struct db *d);
void db_lighten(struct db *d, int kib); /* gives memory back, and keeps at most so much from now on; 0: as before */
void db_patience(struct db *d, int ms); /* how long a lock held by another process is waited for; 30 s */

int db_script(struct db *d, const char *sql, struct err *e); /* several statements, no results */
struct stmt *db_query(struct db *d, struct err *e, const char *sql, const char *types, ...); /* NULL: e */
int db_run(struct db *d, struct err *e, const char *sql, const char *types, ...); /* to its end, rows ignored */
/* 1, 0 no row (out untouched), -1. */
int db_number(struct db *d, int64_t *out, struct err *e, const char *sql, const char *types, ...);

int stmt_bind(struct stmt *st, struct err *e, const char *types, ...); /* again, after stmt_again */
int stmt_step(struct stmt *st, struct err *e);                         /* 1 a row, 0 the end, -1 */
void stmt_again(struct stmt *st);                                      /* rewind for the next binding */
void stmt_end(struct stmt *st);                                        /* NULL is allowed */

int64_t stmt_i64(struct stmt *st, int column);
double stmt_double(struct stmt *st, int column);
bool stmt_null(struct stmt *st, int column);
struct str stmt_view(struct stmt *st, int column);                 /* valid until the next step; NULL is unknown */
struct str stmt_str(struct arena *a, struct stmt *st, int column); /* a copy */

int64_t db_changes(struct db *d);     /* rows touched by the last statement */
int64_t db_all_changes(struct db *d); /* since it was opened */
int64_t db_last_id(struct db *d);

/* Transactions. db_begin takes the write lock at once. db_finish commits when rc is 0, else rolls back and hands rc
 * through, so that a function may end with `return db_finish(d, rc, e)`. */
int db_begin(struct db *d, struct err *e);
int db_finish(struct db *d, int rc, struct err *e);
bool db_busy(struct db *d); /* inside a transaction */
/* The same for megabytes of new rows, while nobody else has the file open; otherwise it is db_begin. Through the log
 * every page is written twice; here it goes into the file, what stood there before into a journal, which undoes it
 * after a failure or a crash. Until the end readers wait as well. db_start_writing, at any time in between, hands over
 * what the end would have to write and wait for. db_begin_look is db_begin for a look whether it is worth it: it leaves
 * the journal as it is, and db_begin_large ends it. */
int db_begin_look(struct db *d, struct err *e);
int db_begin_large(struct db *d, struct err *e);
void db_start_writing(struct db *d);

int db_begin_inner(struct db *d, struct err *e); /* the same, also inside another one, of which it then is a part */
int db_finish_inner(struct db *d, int rc, struct err *e);

int db_copy(struct db *d, const char *to, struct err *e); /* online backup into a file that must not exist */

#endif
