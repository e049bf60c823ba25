/* sqlite_parts.h: what the files behind sqlite.h share: sqlite_open.c (a connection), sqlite.c (statements) and
 * sqlite_transaction.c. */
#ifndef STORE_SQLITE_PARTS_H
#define STORE_SQLITE_PARTS_H

#include "store/sqlite.h"
#include <sqlite3.h>

enum { STATEMENTS = 128, PATIENCE_AFTER_MS = 500 };

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
    bool large;                   /* transactions go without the log, which is to be taken up when there is time */
    int hint;                     /* a descriptor of the file, to start its writing; 0: none */
    struct stmt kept[STATEMENTS]; /* open addressing by the SQL's address */
};

/* A result code of SQLite's as an error of ours, with what to do; -1. Who has waited in vain for a lock is less patient
 * afterwards. */
int db_fail(struct db *d, int rc, struct err *e);

/* Nothing where it is in use, or somebody else is inside. */
void db_take_up_log(struct db *d);

#endif
