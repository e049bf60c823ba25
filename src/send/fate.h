/* fate.h: what an answer means for a recipient, and when to try again. Pure: no clock, no socket. */
#ifndef SEND_FATE_H
#define SEND_FATE_H

#include "model/delivery.h"
#include "send/smtp.h"

enum fate {
    FATE_SENT,
    FATE_LATER,  /* 4xx: deferred, a try is used up */
    FATE_FAILED, /* 5xx that is about the recipient */
    FATE_POLICY, /* 5xx about the sender, the content or us: the recipient is not to blame, and the next one may be met
                    with the same */
    FATE_LOGIN,  /* the relay wants (another) login: nobody can be sent anything */
    FATE_BACK,   /* nothing was said about it: as it was */
    FATE_DOUBT,
};

struct verdict {
    enum fate fate;
    const char *reason; /* class for the ledger: "address" "mailbox" "policy" ...; NULL: none */
    bool slower;        /* the relay asks for fewer at a time */
    bool hard;          /* the address does not exist: suppress it */
};
struct verdict fate_of(const struct smtp_outcome *o);

/* Does a 4xx ask for less at a time, rather than speak of one message? text: lines as sent. */
bool fate_throttles(int code, struct str text);
/* Has this connection had its share ("452 4.5.3 Too many messages sent"), with nothing said about this message? */
bool fate_of_connection(const struct smtp_outcome *o);

/* Seconds to wait after the try-th failure (from 1): base, doubled each time, up to a fifth shorter or longer. The same
 * row and try give the same wait; different rows come back spread out. */
int64_t fate_backoff(int64_t row, int tries, int64_t base);

#endif
