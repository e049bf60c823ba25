/* internal.h: what the files of `store` share: the open store, and what a row of the ledger is made of. */
#ifndef STORE_INTERNAL_H
#define STORE_INTERNAL_H

#include "store/sqlite.h"
#include "store/store.h"

struct store {
    struct db *db;
    struct arena arena; /* what lives as long as the store: path, witness, relay names */
    struct str path, dir;
    struct str id; /* of the database, hex */
    enum store_mode mode;
    struct witness *witness;                             /* host.c; mapped when a run is first opened */
    enum { LARGE_NOT, LARGE_WANTED, LARGE_BEGUN } large; /* store_batch_large, until something is written, and then */
    int64_t changes_before;                              /* of all, before the batch */
    size_t large_bytes;                                  /* since the kernel was told to begin writing them */
};

#define STORE_APPLICATION 0x42756c6c /* "Bull", in the header of the file */

/* migrate.c: brings the schema up to the program's version, or refuses a newer one. */
int store_migrate(struct db *d, enum store_mode mode, struct err *e);

/* host.c: where this database may send from. */
int host_id(struct arena *a, struct str *out, struct err *e);
struct str boot_id(struct arena *a);
int64_t process_start(int64_t pid); /* clock ticks after boot; 0: no such process */
int witness_open(struct store *s, struct err *e);
void witness_claimed(struct store *s, int64_t claim); /* after its commit: a database that knows less was restored */
void witness_close(struct store *s);

/* ledger: ids and states */
#define ROW_BITS 32
#define ROW_MASK (((int64_t)1 << ROW_BITS) - 1)
#define ROW_MAX ((int64_t)1 << 31) /* recipients of one edition */

static inline int64_t row_id(int64_t edition, int64_t row)
{
    return edition << ROW_BITS | row;
}

int ledger_number(struct store *s, struct str edition, int64_t *id, struct err *e); /* 0, or -1 EX_NOINPUT */
int64_t key_hash(struct str key); /* kept in the database: never change */
/* By delivery_state; adds to the counters. */
int ledger_move(struct db *d, int64_t edition, const int64_t *delta, struct err *e);
int ledger_relay(struct db *d, struct str name, int64_t *id, struct err *e); /* 0: unknown */

/* Columns r.id, r.address, r.key, r.name, r.lang, c.key, r.attributes, r.utf8 from column `at` on. */
#define RECIPIENT_COLUMNS "r.id, r.address, r.key, r.name, r.lang, c.key, r.attributes, r.utf8"
#define RECIPIENT_N 8
void read_recipient(struct arena *a, struct stmt *st, int at, struct recipient *out);

/* rows of a claim as text: "64-127,130" */
struct rows {
    int64_t *v;
    size_t n, cap;
};
struct str rows_text(struct arena *a, const struct rows *rows);     /* ascending */
int rows_parse(struct arena *a, struct str text, struct rows *out); /* -1: damaged */

#endif
