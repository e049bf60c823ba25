/* history.h: what readers were sent before, as far as it makes a difference to this edition. Private to compose.
 * Readers whose memories say the same of today's stories and calls to action have one history. */
#ifndef COMPOSE_HISTORY_H
#define COMPOSE_HISTORY_H

#include "compose/parts.h"

struct cta_past {
    int64_t shown, credit;
};

struct history {
    uint8_t *seen;         /* by story.no: 0, or which version + 1 */
    struct cta_past *ctas; /* by place in edition.ctas */
    bool plain;            /* every story is as the edition has it */
};
VEC(histories, struct history *);

struct histories_of { /* an edition */
    struct arena *a;
    const struct edition *ed;
    struct map mails; /* edition and cohort -> struct mail_seen; edition and -1: there are some of that edition */
    struct map codes, memories; /* -> number + 1 */
    struct histories all;       /* 0: nobody has sent them anything */
};

void histories_begin(struct arena *a, struct histories_of *h, const struct edition *ed, const struct mails_seen *mails);
bool histories_know(const struct histories_of *h, int64_t memory, size_t *out);
size_t histories_learn(struct histories_of *h, int64_t memory, struct str text);

/* What a reader gets of the story: itself, another form, or NULL: nothing. history NULL: what most readers get. */
const struct story *history_form(const struct history *h, const struct story *s);

#endif
