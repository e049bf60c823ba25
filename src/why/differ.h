/* differ.h: where two reports of a story contradict each other. Private to why; why_differs (why.h) is the way in.
 *
 *     differ.c             claims of a known kind (facts.h): offices, dates, hours, counts, places
 *     differ_statements.c  sentences that say the same but for a value (statements.h)
 *
 * What is told is copied into the story's arena; the desk's own goes when why_differs returns. */
#ifndef WHY_DIFFER_H
#define WHY_DIFFER_H

#include "why/facts.h"

enum {
    DIFFERS_MOST = 6,        /* of one story */
    DIFFER_UPDATE = 3 * 3600 /* seconds between reports after which a number may have grown */
};

struct desk {
    struct arena *a; /* the desk's own */
    struct lexicon *l;
    const struct story *story;
    struct facts facts;
};

struct differ differ_new(struct arena *a, enum differ_kind kind, struct str subject);
void differ_claim(struct arena *a, struct differ *out, struct str outlet, struct str value, struct str quote);

/* Adds to what the facts have told, or adds an outlet to one of those. */
void differ_statements(struct arena *a, struct desk *d, struct differs *out);

#endif
