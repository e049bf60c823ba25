/* amount.h: "$1.2 million", "twenty-five percent", "12": a number with its scale and unit. Private to why. */
#ifndef WHY_AMOUNT_H
#define WHY_AMOUNT_H

#include "why/tokens.h"

struct amount {
    double value;      /* with its scale */
    struct str digits; /* as written, without scale; unknown for number words */
    const char *unit;  /* "%", "$", the euro sign ...; NULL: none */
    size_t last;       /* the last word that belongs to it */
};

bool amount_at(const struct tokens *t, size_t i, struct amount *out); /* false: no number stands at i */
bool amount_same(const struct amount *x, const struct amount *y, struct str lang);

#endif
