/* past.h: what earlier editions carried, by story. Private to compose. */
#ifndef COMPOSE_PAST_H
#define COMPOSE_PAST_H

#include "compose/parts.h"
#include "compose/print.h"

/* One story in one edition, as it was then. */
struct showing {
    int64_t edition, no, at;
    bool ours; /* most readers of this digest had it, by this digest */
    struct strs articles;
    struct prints prints;
    bool known; /* every article's print is */
    const struct known *learned;
};
VEC(showing_refs, struct showing *);

struct past {
    struct arena *a;
    struct map showings;      /* edition and story -> struct showing * */
    struct map articles;      /* id -> struct showing_refs * */
    struct news_words *words; /* NULL: nothing was carried */
};

void past_begin(struct arena *a, struct past *p, const struct carried_articles *carried);
void past_end(struct past *p);
/* Where the story, or what is now a part of it, was carried: the earliest first. */
void past_of(const struct past *p, struct arena *a, const struct story *s, struct showing_refs *out);

#endif
