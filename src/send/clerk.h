/* clerk.h: who keeps the ledger during a run: a thread with a database connection of its own, so that the loop never
 * waits for a disk.
 *
 * One job at a time: what was answered, to be written down, and how many rows to claim; both become durable in one
 * transaction. While it is at work the loop goes on with the rows it has and collects answers for the next job. So no
 * queue is needed: answers can only be given for rows that were claimed, and claims come from here alone.
 *
 * What this means after a crash stands with the invariants in store/ledger.c: rows are handed out only when their claim
 * is durable (L5), marks are set and cleared by the loop, at once (L6). Answers that wait for their job are to a power
 * cut what those are that never came. */
#ifndef SEND_CLERK_H
#define SEND_CLERK_H

#include "send/connection.h"
#include "send/letter.h"
#include "send/send.h"

VEC(outcomes, struct outcome);
struct results { /* on their way into the ledger, with what they point to */
    struct outcomes v;
    struct strs hard; /* address keys to suppress */
    struct arena texts;
};
void results_end(struct results *x);

struct job {
    struct results results;
    size_t max; /* rows to claim; 0: none */
    /* and when it is done */
    struct batch *batch; /* what was claimed, perhaps no row; NULL: nothing was asked for */
    int64_t due;         /* no row: when something comes due; 0: nothing is left */
    bool again;          /* some of the results may be claimed again */
    struct err err;      /* code 0: all is done; else what is left in results is not written */
};

struct clerk;
/* Opens the run. done: called from the hub's loop when a job is. */
int clerk_open(struct store *s, const struct send_options *o, struct hub *h, connection_ready *done, void *ctx,
               struct clerk **out, struct err *e);
struct run *clerk_run(struct clerk *c); /* for ledger_start and ledger_answered, from the loop */
bool clerk_is_free(const struct clerk *c);
void clerk_give(struct clerk *c, const struct job *j); /* only to a free one; its results are the clerk's now */
bool clerk_take(struct clerk *c, struct job *out); /* the job is done: it is the caller's again, the clerk is free */
void clerk_stop(struct clerk *c);                  /* waits for the job under way, which can still be taken */
int clerk_write(struct clerk *c, struct results *x, struct err *e); /* stopped: here and now; empty on success */
/* Closes the run; x is lost, whether it was written or not. */
int clerk_close(struct clerk *c, struct err *e);

#endif
