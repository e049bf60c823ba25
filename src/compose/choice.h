/* choice.h: what readers chose, as numbers: an edition prepared for looking up, and the part of a reader's topics that
 * makes a difference in it. */
#ifndef COMPOSE_CHOICE_H
#define COMPOSE_CHOICE_H

#include "compose/parts.h"

enum { MAX_TOPICS = 1024, MAX_CHOSEN = 256 };

VEC(cta_sets, struct ctas);

struct desk { /* one edition */
    struct arena *a;
    const struct edition *ed;
    const struct topic *topics;
    size_t n;                   /* topics */
    struct map names;           /* key and title, as written and in lower case -> &topics[i] */
    const struct section **own; /* by topic; NULL: no section */
    struct story_refs *visits;  /* by topic: stories of other sections that are on it as well */
    bool *live;                 /* the edition has something on the topic */
    uint8_t *more_fits;         /* [more][topic] */
    struct cta_sets cta_sets;   /* the distinct choices, shared by cohorts */
};

/* A choice: numbers of live topics in the reader's order. */
struct choice {
    uint16_t t[MAX_CHOSEN];
    size_t n;
    bool all; /* no topic chosen, or everything there is in the edition's order */
};

void desk_begin(struct arena *a, struct desk *d, const struct edition *ed);
/* Topics the digest does not carry, and topics without a story today, make no difference. */
void desk_choose(struct desk *d, const struct strs *wanted, struct choice *out);

#endif
