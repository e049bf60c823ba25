/* claimed.h: is a planted value in a claim? For the drivers that plant differences. */
#ifndef QUALITY_CLAIMED_H
#define QUALITY_CLAIMED_H

#include "model/story.h"
#include <string.h>

/* Less the small words before it (n of them, each with its space). */
static inline bool is_claimed(const struct differ *d, struct str value, const char *const *small_words, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (str_starts(value, small_words[k]))
            value = str_sub(value, strlen(small_words[k]), value.n);
    for (size_t i = 0; i < d->claims.n; i++)
        if (str_ifind(d->claims.v[i].value, value) != STR_NONE || str_ifind(value, d->claims.v[i].value) != STR_NONE)
            return true;
    return false;
}

#endif
