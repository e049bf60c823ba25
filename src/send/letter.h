/* letter.h: one recipient's message, from claim to outcome, and the molds it is cast from.
 *
 * Letters come in batches: what a claim brought, with one arena for everything about it. The batch ends with its last
 * letter. */
#ifndef SEND_LETTER_H
#define SEND_LETTER_H

#include "model/reader.h"
#include "send/dkim.h"
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
    struct dkim_body beginning; /* of the body up to the first hole, hashed */
    struct iovec *begins;       /* the pieces it was made of; the first one from begins_at */
    size_t begins_n, begins_at;
    bool begins_known;
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
    char *signature;   /* DKIM, malloced by a thread, until it is sealed in */
    size_t signature_n;
    int64_t signed_at;
    struct err *trouble; /* with signing; malloced */
    int losses;          /* connections that ended while its answer was due, weighed (LOSS_WEIGHT) */
    bool filled;
    struct lane *lane; /* waiting.c: of its domain, when there is a limit for it */
    bool in_lane;
};

struct letter_office { /* what every letter of a run needs */
    struct casts casts;
    struct mailing mailing;
    bool dsn; /* some relay asks for failure notices: letters carry an ENVID */
};

struct letter *letter_new(struct batch *b, const struct recipient *r);
/* Fills the mold (once) and points m.text at the form wanted. */
int letter_write(struct letter_office *o, struct letter *l, bool stuffed, struct err *e);
/* Before it is given to a signing thread: hashes, once per mold, what its bodies begin with. */
void letter_prepare_signing(struct letter *l);
/* In a thread: the state behind that beginning, cloned; returns the pieces it stands for (0: nothing is known). */
size_t letter_beginning(const struct letter *l, size_t piece, size_t offset, struct dkim_body *out);
bool letter_body(const struct letter *l, size_t *piece,
                 size_t *offset);   /* behind the empty line; false: there is none */
void letter_seal(struct letter *l); /* the signature becomes its first piece */
void letter_end(struct letter *l);
void batch_drop(struct batch *b); /* one that was held: its letters are counted from outside, too */
/* A message from elsewhere, for send_one. */
void letter_of(struct arena *a, struct str from, struct str to, struct str message, bool stuffed,
               struct smtp_message *out);

#endif
