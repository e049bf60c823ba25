/* run_parts.h: a sending run from inside. run.c turns the loop, books.c gives the clerk his jobs: rows to claim and
 * results to write, pool.c keeps the connections of one relay, settle.c turns answers into results, local.c delivers
 * where there is no conversation. */
#ifndef SEND_RUN_PARTS_H
#define SEND_RUN_PARTS_H

#include "base/map.h"
#include "send/clerk.h"
#include "send/fate.h"
#include "send/hours.h"
#include "send/letter.h"
#include "send/limits.h"
#include "send/maildir.h"
#include "send/send.h"
#include "send/session.h"
#include "send/signer.h"

enum {
    CLAIM_MAX = 48,   /* rows claimed together; a power cut doubles those of two claims at worst. A disk that takes
                       * 10 ms for a sync lets 4,800 letters a second through, more than relays take; */
    CLAIM_MOST = 512, /* at a speed of more than that, as many as go out in CLAIM_MS */
    CLAIM_MS = 16,
    GROUP_MS = 200,    /* how long a result waits for others */
    SIGN_AHEAD = 128,  /* letters claimed while others are signed */
    WAITING_MAX = 512, /* claimed letters that no relay may take yet */
    POLICY_BUDGET = 5, /* refusals in a row that are not about recipients */
    POLICY_MOST = 100,
    LOSS_WEIGHT = 4,      /* a connection that breaks over a letter, against one closed with 421 */
    LOSSES_MAX = 12,      /* so three breaks, or twelve 421s, over one letter put it off */
    FRUITLESS_MAX = 5,    /* connections in a row that end without one answer */
    OPEN_TRIES = 3,       /* to reach a relay that has not been reached */
    DRAIN_MS = 60000,     /* for answers still due when the run was told to stop */
    CONNECTION_AGE = 600, /* seconds */
};

struct runner;
struct pool;

struct member { /* a connection of a pool */
    struct member *next;
    struct pool *pool;
    struct session *s;
    int64_t opened; /* clock_mono_ms */
    enum smtp_mode most;
    int64_t given, answered, accepted;
    bool was_up, leaving;
};

struct pool { /* a relay at work */
    struct runner *run;
    const struct relay *conf;
    struct endpoint at;
    struct member *members;
    int n, up, opening;
    int allowed;             /* connections, at present */
    int64_t slowed_at;       /* the relay asked for less, or was given one more; 0: never */
    int64_t quiet_ms;        /* before one more is tried; 0: as usual */
    int64_t paused_until;    /* with one connection left it asked for less still */
    int pauses, calm;        /* in a row; acceptances since */
    int64_t renewed_at;      /* its access token */
    int downs;               /* times it was given up in a row */
    int64_t open_at;         /* not before: after a failure */
    enum smtp_mode most;     /* the best mode that has not failed here */
    int failures, fruitless; /* in a row */
    int64_t answer_at;       /* the last one, on any connection */
    bool down;               /* not used now; again at open_at unless hopeless */
    bool hopeless;
    struct err why;     /* down: in one sentence */
    struct limit limit; /* of its rate */
    bool day_over;      /* the warm-up's ration is used up */
    int64_t day_looked_at;
    int64_t trip; /* us: the shortest time a message took here, lately; 0: unknown */
    double taken; /* letters divided by weight: who is behind takes the next */
    int policy_n; /* refusals in a row, held back until it is clear what they are about */
    struct outcome policy[POLICY_MOST];
    struct arena policy_texts;
    struct maildir dir; /* TO_MAILDIR */
};

struct settling { /* results on their way into the ledger */
    struct results group;
    int64_t since;         /* of the first, clock_mono_ms */
    struct results failed; /* could not be written; tried once more at the end */
    bool broken;           /* the ledger: no more jobs */
};

struct supply {          /* rows on their way out of it */
    bool wanted;         /* a relay found no letter */
    size_t last, taken;  /* of the last claim; since then by relays */
    int64_t at, answers; /* clock_mono_ms of the last claim that brought rows, and the answers till then */
};

struct runner {
    const struct send_options *o;
    struct store *store;
    struct clerk *clerk;
    struct run *ledger; /* the clerk's */
    struct hub *hub;
    struct signer *signer; /* NULL: mail is not signed here */
    struct arena arena;    /* lives as long as the run */
    struct letter_office office;
    struct pool *pools;
    size_t pools_n;
    struct letter *waiting, **waiting_end; /* claimed, not given to a relay */
    size_t waiting_n, under_way;
    struct limits *limits; /* NULL: nothing is limited */
    bool limited, domain_limits;
    struct map lanes;                  /* struct lane of waiting.c, by domain */
    int64_t booked;                    /* seconds: how far ahead turns were given out of late */
    bool all_put_off;                  /* everybody of the last claim: there may be others behind them */
    bool day_is_over, closed, expired; /* why the run ends early */
    struct settling settling;
    struct supply supply;
    int64_t frozen_at, started_at;
    bool dry;                       /* the last claim brought nothing */
    int64_t due;                    /* dry: when something deferred comes due; 0: never */
    bool draining, failed, stopped; /* stopped: by somebody, not by trouble */
    int64_t drain_until;
    struct err err;
    double speed, speed_now; /* answers a second, of late and in the last moment */
    int64_t answers, answers_then, speed_at;
    int64_t told_at, looked_at;
};

int64_t run_now_ms(void);
void run_fail(struct runner *r, const struct err *e); /* the first error counts; the run drains */

/* books.c */
void books_turn(struct runner *r); /* a job for the clerk, if there is one and he is free */
bool books_busy(const struct runner *r);
void books_news(void *ctx);         /* the clerk's job may be done */
void books_stop(struct runner *r);  /* waits for the clerk; he gets no more jobs */
void books_close(struct runner *r); /* the last results */
void books_signed(void *ctx);       /* letters may be */

/* waiting.c */
bool run_place(struct runner *r, struct letter *l); /* a claimed one; false: it was put off, it is not its time */
struct letter *run_take(struct runner *r, struct pool *p); /* the next letter this relay may have; NULL: none now */
void run_set_aside(struct runner *r);                      /* those whom no relay takes now */
void run_expire_waiting(struct runner *r);
void run_end_waiting(struct runner *r);
struct limit pool_domain_limit(const struct pool *p, struct str domain);
void run_put_back(struct runner *r, struct letter *l); /* to the front; it keeps its claim */
void run_put_last(struct runner *r, struct letter *l); /* to the end */

/* settle.c */
void settle_answer(struct runner *r, struct pool *p, struct letter *l, const struct smtp_outcome *o, struct verdict v);
void settle_put(struct runner *r, const struct outcome *o);   /* texts are copied */
void settle_park(struct runner *r, int64_t row, int64_t due); /* as it was, but not before then */
void settle_stranded(struct runner *r, const struct pool *p,
                     struct letter *l);                           /* p: down, would take it; NULL: no relay would */
void settle_policy(struct runner *r, struct pool *p, bool blame); /* what was held back: failed, or given back */

/* pool.c */
int pool_begin(struct runner *r, struct pool *p, const struct relay *conf, struct err *e);
void pool_end(struct pool *p);
int64_t pool_tick(struct pool *p,
                  int64_t ms);   /* opens, times out, gives work to idle ones; when to come back (0: no matter) */
void pool_leave(struct pool *p); /* goodbye on all connections as they fall idle */
void pool_cut(struct pool *p);   /* at once */
bool pool_may_take(const struct pool *p, const struct letter *l);
void pool_down(struct pool *p, bool hopeless, const struct err *why);
size_t pool_free(const struct pool *p);  /* letters it could take now */
int64_t pool_wait(const struct pool *p); /* ms until its rate and its day have room for one more; 0: now */
struct ration pool_ration(const struct pool *p);
bool pool_is_local(const struct pool *p);

/* pace.c */
void pace_slower(struct pool *p, int64_t ms); /* it asked for less */
void pace_keep(struct pool *p, int64_t ms);   /* it refused one more connection */
void pace_accepted(struct pool *p);
void pace_tick(struct pool *p, int64_t ms, int most);
int64_t pace_wait(const struct pool *p, int64_t ms);
void pace_trip(struct pool *p, int64_t us); /* as a connection knows it; 0: not yet */
size_t pace_depth(const struct pool *p);    /* letters under way on a connection, by what the line needs */

/* local.c */
int local_deliver(struct runner *r, struct pool *p, struct err *e); /* a batch into the maildir, or nowhere */

#endif
