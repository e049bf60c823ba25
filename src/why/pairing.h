/* pairing.h: how sure can one be that two values, each of its own report, are of one thing? Private to why. */
#ifndef WHY_PAIRING_H
#define WHY_PAIRING_H

#include "why/statements.h"

enum pairing_feature {
    P_ALWAYS,
    P_SMALLER,    /* shared words by weight, as a share of the shorter sentence's */
    P_LARGER,     /* of the longer one's */
    P_TELLING,    /* shared words that are not everyday vocabulary: up to 4, as a share of 4 */
    P_RARE,       /* those that each article has once: up to 3, as a share of 3 */
    P_CLOSE,      /* weight of shared words within 3 words of both values, damped */
    P_CLAUSE,     /* within 8 words */
    P_FIGURES,    /* other figures of the two sentences that agree: up to 2, as a share of 2 */
    P_ALONE,      /* neither article has another value that might be meant: 1; many: near 0 */
    P_CROWDED,    /* values of the kind in the two sentences beyond one each: up to 3, as a share of 3 */
    P_LEAD,       /* both stand in the first two sentences */
    P_NAMES,      /* each names what the other does not: up to 2, as a share of 2 */
    P_NAMED,      /* both name the same: up to 2, as a share of 2 */
    P_FRAMED,     /* "by" here, "to" there */
    P_NOUN,       /* the same thing is counted */
    P_OTHER_NOUN, /* what is counted goes by two names */
    P_FATE,       /* of people killed, injured ... */
    P_NUMBER,
    P_MONEY,
    P_SHARE,
    P_DAY,
    P_YEAR,
    P_CLOCK,
    P_SPAN,
    P_LENGTH,
    P_ORDINAL,
    P_AGE,
    P_RARE_KIND, /* votes, scores, temperatures: there are few in a report */
    PAIRING_FEATURES
};

void pairing_read(const struct statements *s, const struct statement *x, const struct value *v,
                  const struct statement *y, const struct value *w, float *out);
/* Log odds that they are of one thing, whatever the values themselves. */
double pairing_odds(const struct statements *s, const struct statement *x, const struct value *v,
                    const struct statement *y, const struct value *w);

/* What the words within so many of two values have in common, by weight. */
double pairing_company(const struct statements *s, const struct statement *x, const struct value *v,
                       const struct statement *y, const struct value *w, size_t near);
/* "fell by" and "fell to", "until Monday" and "on Monday" */
bool pairing_framed_alike(const struct tokens *x, const struct value *v, const struct tokens *y, const struct value *w);

#endif
