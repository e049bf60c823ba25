/* run.h: a sending process at work on one edition: ledger_run.c opens and closes it, ledger_claim.c takes rows,
 * ledger_record.c settles them, ledger_sweep.c cleans up after those that died. */
#ifndef STORE_RUN_H
#define STORE_RUN_H

#include "store/internal.h"
#include "store/marks.h"

struct held_row {
    int64_t row;
    uint8_t was; /* enum delivery_state before the claim; queued for a fresh one */
    bool fresh;  /* had no result when it was claimed */
    bool settled;
};

struct held { /* a claim of ours */
    int64_t id;
    struct held_row *rows; /* ascending */
    size_t n, left;        /* left: not settled */
};

struct known_relay {
    struct str name;
    int64_t id;
};

struct run {
    struct store *s;
    struct arena arena; /* lives as long as the run */
    int64_t id, edition, list, rows;
    struct str name, state_dir;
    enum doubt_policy policy;
    struct marks marks;
    struct str marks_path;
    struct strs cohorts; /* keys by number */
    struct held *held;
    size_t held_n, held_cap;
    struct known_relay relays[8]; /* asked for once; forgotten when a transaction fails, which may have made them */
    size_t relays_n;
};

struct str marks_path(struct arena *a, struct str state_dir, struct str edition, int64_t run);
/* Inside a transaction. What dead runs held becomes in doubt, or what it was; *swept counts the runs. */
int ledger_sweep(struct run *r, int64_t now, int64_t *swept, struct err *e);
/* After its commit: the files of runs that have ended. */
void ledger_sweep_files(struct run *r);

/* What the marks say of a row without a recorded result: queued (never started, or refused), in doubt, or sent. */
enum delivery_state started_state(const struct marks *m, int64_t row);

/* A row whose outcome is known, or which is given back. `was` and `fresh` as in held_row. Inside a transaction; adds to
 * delta. */
int settle_row(struct run *r, int64_t claim, const struct held_row *h, const struct outcome *o, int64_t now,
               int64_t *delta, struct err *e);

/* Outcomes on their way into a transaction: start (checks them), write inside it, end with whether it is durable. */
struct group {
    const struct outcome *o;
    size_t n, marked;
    struct group_mark *marks;
};
int group_start(struct run *r, struct group *g, const struct outcome *o, size_t n,
                struct err *e); /* -1: ended already */
int group_write(struct run *r, const struct group *g, int64_t now, struct err *e);
void group_end(struct run *r, struct group *g, bool durable);

#endif
