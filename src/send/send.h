/* send.h: frozen recipients in, outcomes out.
 *
 * send_run takes rows from the ledger, fills their molds and delivers them through the relays until nothing is left
 * that can go now. It holds no state of its own that matters: kill it anywhere and call it again. */
#ifndef SEND_SEND_H
#define SEND_SEND_H

#include "model/settings.h"
#include "store/store.h"

struct dkim_key_setting {
    struct str selector; /* SELECTOR._domainkey.DOMAIN holds the public key */
    struct str pem;      /* the private key's text: RSA or Ed25519 */
};
VEC(dkim_key_settings, struct dkim_key_setting);
struct dkim_settings { /* no keys: the relay signs, or nobody */
    struct str domain; /* d=; default: the domain of From */
    struct dkim_key_settings keys;
};

struct send_progress {
    struct tally tally;
    double rate;          /* messages a second, over the last seconds */
    int64_t left_seconds; /* -1: unknown */
};

struct send_options {
    struct str edition;
    const struct relays *relays;
    const struct mail_settings *mail;
    const char *state_dir; /* .bulletin/ */
    struct str newsroom;   /* folder against which maildir:PATH is resolved */
    enum doubt_policy doubt;
    int64_t timeout_ms;   /* per reply; 0: RFC 5321 4.5.3.2 */
    int64_t max_attempts; /* 4xx tries; 0: 10 */
    int64_t retry_base;   /* seconds before the first retry, doubling, with jitter; 0: 300 */
    int64_t give_up;      /* seconds after which a deferred one fails; 0: 4 days */
    int64_t error_budget; /* refusals in a row that are not about recipients, before a relay is left; 0: 5 */
    const char *zone;     /* the newsroom's, for hours and days; NULL: UTC */
    struct hours hours;   /* when mail may go out */
    int64_t expire;       /* seconds after the freeze: who has nothing by then gets nothing; 0: never */
    const struct dkim_settings *dkim; /* NULL: mail is not signed here */
    /* Asks for the access token of relays->v[i] again, before a connection long after the last time; may be NULL. */
    int (*renew)(void *ctx, size_t i, struct err *e);
    void *renew_ctx;
    bool wait_deferred; /* stay and retry those that come due soon, instead of leaving them for the next call */
    void (*progress)(void *ctx, const struct send_progress *p); /* may be NULL; a few times a second */
    void *progress_ctx;
    const volatile int *stop; /* becomes non-zero on SIGINT/SIGTERM: drain, record, return */
};

enum send_end {
    SEND_DONE,
    SEND_DEFERRED_LEFT,
    SEND_STOPPED,
    SEND_CLOSED,  /* not in its hours */
    SEND_DAY_OVER /* every relay has had its day's ration */
};
/* -1: EX_UNAVAILABLE relay unreachable, EX_NOPERM login refused, EX_CONFIG TLS or certificate, EX_IOERR ledger;
 * whatever was accepted is recorded. */
int send_run(struct store *s, const struct send_options *o, enum send_end *how, struct err *e);

/* One message to one relay, outside the ledger: send --test. The message is complete, CRLF, not dot-stuffed. */
int send_one(const struct relay *r, const struct send_options *o, struct str from, struct str to, struct str message,
             struct reply *reply, struct err *e);

#endif
