/* choice.h: what readers chose, as numbers: an edition prepared for looking up, and the part of a reader's topics that
 * makes a difference in it. */
#ifndef COMPOSE_CHOICE_H
#define COMPOSE_CHOICE_H

#include "compose/history.h"
#include "compose/wishes.h"

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
    uint8_t *again_fits;        /* [again][topic] */
    struct cta_sets cta_sets;   /* the distinct choices, shared by cohorts */
    struct story **stories; /* all there are, numbered: those of sections, under "more", for followers only, and those
                               that come again */
    size_t n_stories, n_placed, n_more, n_new; /* where each kind ends; n_new: without what comes again */
    struct story_bits *in_topic;               /* by topic: its own stories, visitors, and under "more" */
    struct wishes *wishes;                     /* made when the first reader wants more than topics */
    struct map known;                          /* entry -> struct wish * */
};

/* A choice: numbers of live topics in the reader's order, and single stories: those that an outlet or a word brings,
 * those that are muted. Only what makes a difference in this edition is in it, so that readers with other wishes and
 * the same mail are one cohort, and nobody's words stand in its key. */
struct choice {
    uint16_t t[MAX_CHOSEN];
    size_t n;
    bool all;   /* nothing chosen, or everything there is in the edition's order */
    bool picky; /* add or drop hold something; else they are not even set */
    struct story_bits add, drop;
};

void desk_begin(struct arena *a, struct desk *d, const struct edition *ed);
const struct topic *desk_topic(struct desk *d, struct str name); /* by key or title, in any case; NULL */
/* Topics the digest does not carry, and topics without a story today, make no difference. */
void desk_choose(struct desk *d, const struct strs *wanted, struct choice *out);

/* cohort.c: the mail for a choice, of readers with that past; history NULL: as most of them get it. */
void cohort_build(struct desk *d, const struct choice *choice, const struct history *h, struct cohort *out);
/* recall.c: what was sent before goes or becomes an update, what was missed comes. */
void recall(struct desk *d, const struct choice *choice, const struct history *h, struct cohort *c);

#endif
