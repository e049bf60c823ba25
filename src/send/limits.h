/* limits.h: how fast mail may go to a relay, through it to a domain, and on a day. True sliding windows: at most so
 * many in any stretch of time, not a bucket that lets twice the rate through.
 *
 * What went is kept in a file that every sending process of the newsroom maps: two of them share one limit, and a
 * restart, also after SIGKILL, goes on where the last one was. It is never synced: after a power cut a few seconds are
 * forgotten. Times are milliseconds of the wall clock; one that was set back stops nobody for longer than a window. */
#ifndef SEND_LIMITS_H
#define SEND_LIMITS_H

#include "base/err.h"

enum { LIMIT_RELAY_N = 256, LIMIT_DOMAIN_N = 8 };

struct limit {      /* a value: what a rate comes to, and under which name it is kept */
    uint64_t key;   /* 0: no limit */
    int64_t window; /* ms: n of them fit into it */
    unsigned n;
    bool of_domain;
};
struct limit limit_of_relay(struct str relay, double per_second); /* 0: no limit, but a key for days */
struct limit limit_of_domain(struct str relay, struct str domain, double per_second);

struct limits;
int limits_open(const char *state_dir, struct limits **out,
                struct err *e);      /* makes the file when it is missing or damaged */
void limits_close(struct limits *l); /* NULL is allowed */
int64_t limits_now(void);            /* ms, of the wall clock */
/* ms until one more fits in; 0: now. Cheap: others may be faster before limits_take. */
int64_t limits_wait(struct limits *l, const struct limit *x, int64_t ms);

struct ration { /* what a day brings; 0: no end */
    int64_t start, most;
    double factor;
    int64_t day; /* any number that grows by one each day */
};
/* How many may still go on that day. The ramp is a step further for each earlier day on which something went. */
int64_t limits_left(struct limits *l, const struct limit *relay, const struct ration *r);
/* One goes, if relay, domain and day have room for it; one decision for all processes. */
bool limits_take(struct limits *l, const struct limit *relay, const struct limit *domain, const struct ration *r,
                 int64_t ms);

#endif
