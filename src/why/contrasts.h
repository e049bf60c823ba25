/* contrasts.h: what the two ways to contrasts share: is a value given differently, or given elsewhere, or of another
 * thing? Private to why. */
#ifndef WHY_CONTRASTS_H
#define WHY_CONTRASTS_H

#include "why/statements.h"

/* ---- twins.c: the same sentence but for a few words ---- */

enum { TWIN_WORDS = 64 };
struct alignment {
    uint8_t to[TWIN_WORDS]; /* by word of x: the word of y, plus one; 0: none */
    size_t same;
};
/* The longest common subsequence of their words. */
void twins_align(const struct statements *s, const struct statement *x, const struct statement *y,
                 struct alignment *out);
/* Do v and w stand between the same words? */
bool twins_same_place(const struct alignment *al, const struct statement *x, const struct value *v,
                      const struct statement *y, const struct value *w);

/* ---- elsewhere.c: what the articles say in their other sentences ---- */

/* Is the contrast one of the articles, not only of the sentences? */
bool contrast_holds(struct statements *s, const struct contrast *c);
/* Does the article give the value at all? Small counts and spans of time are given for everything. */
bool article_has(const struct statements *s, size_t article, const struct value *v);

/* ---- contrasts.c ---- */

/* Another place and another number: that is another event. */
bool of_two_events(const struct statement *x, const struct statement *y);
/* "said on Friday": when somebody spoke, not when it happened */
bool day_of_saying(const struct tokens *t, const struct value *v);
/* How many values of the statement are like v, and the last of them. */
size_t values_like(const struct statement *s, const struct value *v, size_t *at);

/* ---- partners.c: by all that speaks for one thing ---- */

/* What both articles give is no rival of what they give differently. */
void partners_settle(struct statements *s);
/* The value of the article that can only be meant by value v of statement i, where it is another one. */
bool partners_differ(struct statements *s, size_t i, size_t article, const struct value *v, struct contrast *out);

#endif
