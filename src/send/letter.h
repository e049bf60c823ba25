/* letter.h: one recipient's message, from claim to outcome, and the molds it is cast from.
 *
 * Letters come in batches: what a claim brought, with one arena for everything about it. The batch ends with its last
 * letter. */
#ifndef SEND_LETTER_H
#define SEND_LETTER_H

#include "send/smtp.h"
#include "send/wire.h"
#include "store/store.h"

struct cast { /* a mold, loaded and measured */
    struct cast *next;
    struct arena arena;
    struct str key;
    struct mold mold;
    struct shape *shapes; /* of its STEP_TEXTs */
    size_t n;
    bool eightbit, clean;
    unsigned users;
    uint64_t used;
};

struct casts { /* those in use, and a few that were */
    struct store *store;
    struct str edition;
    struct cast *first;
    size_t n;
    uint64_t clock;
};
int casts_get(struct casts *c, struct str cohort, struct cast **out, struct err *e); /* holds it: cast_drop */
void cast_drop(struct cast *c);
void casts_end(struct casts *c);

struct batch {
    struct arena arena;
    struct recipients recipients;
    unsigned letters; /* not ended */
};

struct letter {
    struct letter *next;
    struct batch *batch;
    const struct recipient *recipient;
    struct cast *cast;
    struct smtp_message m; /* m.owner is the letter */
    struct pieces raw;     /* the message as meant */
    struct pieces stuffed;
    struct str domain; /* of the recipient, for routing and rates */
    int losses;        /* connections that ended while its answer was due, weighed (LOSS_WEIGHT) */
    bool filled;
};

struct letter_office { /* what every letter of a run needs */
    struct casts casts;
    const struct mail_settings *mail;
    struct str edition;
    bool dsn; /* some relay asks for failure notices: letters carry an ENVID */
};

struct letter *letter_new(struct batch *b, const struct recipient *r);
/* Fills the mold (once) and points m.text at the form wanted. */
int letter_write(struct letter_office *o, struct letter *l, bool stuffed, struct err *e);
void letter_end(struct letter *l);
/* A message from elsewhere, for send_one. */
void letter_of(struct arena *a, struct str from, struct str to, struct str message, bool stuffed,
               struct smtp_message *out);

#endif
