/* ledger.h: one row per (edition, recipient), and what became of it. Included by store.h.
 *
 * Order of calls: freeze once; then, in any number of processes, claim -> start -> record in a loop, release at the
 * end. The rules stand as numbered invariants at the top of ledger.c.
 */
#ifndef STORE_LEDGER_H
#define STORE_LEDGER_H

#include "model/delivery.h"
#include "model/edition.h"
#include "model/mold.h"
#include "model/settings.h"

struct store;

struct frozen { /* an edition as the ledger knows it */
    struct str edition, digest, list;
    struct str state; /* "frozen" "sending" "paused" "done" "cancelled" */
    struct str subject;
    struct str json;     /* the edition's contract JSON */
    struct str settings; /* mail settings, as the freezer serialized them (opaque here) */
    int64_t frozen_at, started_at, finished_at;
    struct tally tally;
};
VEC(frozens, struct frozen);

/* Freeze in one transaction: edition, molds, every recipient. A row with skip_reason set is `skipped` from the start;
 * rows with the same address key after the first are `skipped` (duplicate). The caller gives recipients one by one. */
struct freeze {
    struct str edition, digest, list, subject, json, settings;
    int64_t now;
};
struct freezing;
/* EX_TEMPFAIL when it is frozen already. */
int ledger_freeze_begin(struct store *s, const struct freeze *f, struct freezing **out, struct err *e);
int ledger_freeze_mold(struct freezing *z, const struct mold *m, struct err *e);
/* R->row is ignored. */
int ledger_freeze_recipient(struct freezing *z, const struct recipient *r, struct str skip_reason, struct err *e);
/* print: what the article says now, as compose tells texts apart; may be unknown. The rest: seen.h. */
int ledger_freeze_carried(struct freezing *z, struct str article, struct str story, struct str print, struct err *e);
int ledger_freeze_end(struct freezing *z, bool commit, struct err *e);

/* 1 found, 0 not, -1. */
int ledger_find(struct store *s, struct arena *a, struct str edition, struct frozen *out, struct err *e);
/* Newest first; without json and settings. */
int ledger_editions(struct store *s, struct arena *a, struct frozens *out, struct err *e);
int ledger_mold(struct store *s, struct arena *a, struct str edition, struct str cohort, struct mold *out,
                struct err *e);
/* 1, 0, -1. */
int ledger_recipient(struct store *s, struct arena *a, struct str edition, struct str address_key,
                     struct recipient *out, struct err *e);

/* A run: one sending process at work on one edition. Opening one first sweeps up after dead runs: their started rows
 * become in doubt, their merely claimed rows queued (all of them in doubt after a reboot or when the marks are gone).
 */
enum doubt_policy { DOUBT_RESEND, DOUBT_HOLD };
struct run;
int ledger_run_open(struct store *s, struct str edition, const char *state_dir, enum doubt_policy policy, int64_t now,
                    struct run **out, struct err *e);
/* Rows that may go out now (queued; deferred whose time has come; in doubt under DOUBT_RESEND), at most max, durably
 * claimed on return. 0 rows: nothing to do at this moment; *next is when something deferred comes due (0: nothing is
 * left). */
int ledger_claim(struct run *r, struct arena *a, size_t max, int64_t now, struct recipients *out, int64_t *next,
                 struct err *e);
/* Before the first byte after which the server could accept; survives SIGKILL, no sync. */
void ledger_start(struct run *r, int64_t row);
/* The final answer came; its result is recorded with the next group. Survives SIGKILL like the mark: a swept row that
 * was accepted is sent, one that was refused is what it was before, and neither is in doubt. Without it, a kill between
 * the answer and the group's commit would put up to a whole group in doubt instead of connections x depth. */
void ledger_answered(struct run *r, int64_t row, bool accepted);
struct outcome {
    int64_t row;
    enum delivery_state state; /* SENT, DEFERRED, FAILED, SKIPPED, IN_DOUBT, or QUEUED: given back untouched */
    struct reply reply;
    struct str reason;
    int64_t next_try; /* DEFERRED, IN_DOUBT, QUEUED: not before; 0: at once */
};
/* One transaction, durable on return. */
int ledger_record(struct run *r, const struct outcome *o, size_t n, int64_t now, struct err *e);
/* Both for the price of one sync: n outcomes in (0 is fine), rows out; on -1 neither has happened. When no row comes,
 * ask ledger_claim, which also looks after the dead and says when to come back. */
int ledger_turn(struct run *r, const struct outcome *o, size_t n, struct arena *a, size_t max, int64_t now,
                struct recipients *out, struct err *e);
/* Gives unstarted claims back; marks the edition done when nothing is left. */
int ledger_run_close(struct run *r, int64_t now, struct err *e);
/* For pause and cancel from another shell. */
int ledger_control(struct store *s, struct arena *a, struct str edition, struct str *state, struct err *e);
int ledger_set_state(struct store *s, struct str edition, struct str state, int64_t now, struct err *e);

/* Counters kept with the edition. */
int ledger_tally(struct store *s, struct str edition, struct tally *out, struct err *e);
/* Counted row by row, for verify. */
int ledger_recount(struct store *s, struct str edition, struct tally *out, struct err *e);
/* The row lives for one call; the call must not write to the store. Not 0 ends the walk, which returns it. */
typedef int ledger_row_fn(void *ctx, const struct delivery *d);
int ledger_each(struct store *s, struct str edition, const enum delivery_state *only, ledger_row_fn *fn, void *ctx,
                struct err *e);
/* Whoever was ever in doubt, also when sent since: the people who may have got two. */
int ledger_each_doubted(struct store *s, struct str edition, ledger_row_fn *fn, void *ctx, struct err *e);
/* Rows nobody holds that were not sent yet become skipped (expired); those in doubt stay. */
int ledger_expire(struct store *s, struct str edition, int64_t now, int64_t *moved, struct err *e);
/* Back to queued. */
int ledger_retry(struct store *s, struct str edition, enum delivery_state from, int64_t now, int64_t *moved,
                 struct err *e);

#endif
