/* delivery.h: one recipient of one edition, and what became of them. */
#ifndef MODEL_DELIVERY_H
#define MODEL_DELIVERY_H

#include "base/str.h"

enum delivery_state { /* in the order of a life */
                      DELIVERY_QUEUED,
                      DELIVERY_SENDING,
                      DELIVERY_SENT,
                      DELIVERY_DEFERRED,
                      DELIVERY_FAILED,
                      DELIVERY_SKIPPED,
                      DELIVERY_IN_DOUBT
};
/* "queued" "sending" "sent" "deferred" "failed" "skipped" "in_doubt" */
const char *delivery_state_name(enum delivery_state s);
bool delivery_state_parse(struct str s, enum delivery_state *out); /* also "in-doubt" */

/* What a relay said about one message. Code 0 with a text: nobody said anything, and the sentence is our own
 * ("timed out"). */
struct reply {
    int code;            /* 250, 451, 550; 0: no reply */
    struct str enhanced; /* "5.1.1"; unknown when none */
    struct str text;     /* the server's words, printable, at most 500 bytes */
    struct str relay;    /* host:port */
};

/* One recipient as the sender needs it; rows of an edition are numbered 0.. in cohort order. */
struct recipient {
    int64_t row;
    struct str address, key; /* wire form; identity (base/address.h) */
    struct str name, lang;
    struct str cohort;     /* key of the mold */
    struct str attributes; /* "name\0value\0..." of further fields */
    int attempts;
    bool utf8; /* needs SMTPUTF8 */
};
VEC(recipients, struct recipient);

struct delivery { /* for `who` and reports */
    struct recipient recipient;
    enum delivery_state state;
    struct str reason; /* skipped: unsubscribed, bounced, duplicate, expired, nothing; failed: the class */
    struct reply reply;
    int64_t at, next_try; /* seconds; 0: none */
    int doubted;          /* how often it was in doubt: a second copy may have gone out; stays when it is sent later */
};

/* The sums. audience is always the sum of the others. */
struct tally {
    int64_t audience, queued, sending, sent, deferred, failed, skipped, in_doubt;
};

#endif
