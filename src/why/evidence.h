/* evidence.h: what an article says, to hold somebody else's sentence against it. Private to why.
 *
 * The words are compared by stem. Names, numbers and dates must occur, in company that the sentence shares; words that
 * turn a statement round (not, fall, first, all ...) must stand where it is taken from. */
#ifndef WHY_EVIDENCE_H
#define WHY_EVIDENCE_H

#include "why/tokens.h"

struct evidence {
    struct arena *a;
    struct lexicon *l;
    struct str lang, text; /* text: without what speaks to machines */
    struct tokens *v;      /* its sentences, and the title as the last */
    size_t n;
    uint8_t *seen; /* by term; private to evidence.c */
    size_t terms;
};

void evidence_read(struct arena *a, struct lexicon *l, struct str title, struct str text, struct str lang,
                   struct evidence *out);
bool evidence_has(const struct evidence *ev, uint32_t term); /* the article or its title uses the word */
/* NULL when the sentence says nothing that the article does not; else what is wrong, in a few words. Memory: ev->a. */
const char *evidence_against(const struct evidence *ev, const struct tokens *t);

#endif
