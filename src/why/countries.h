/* countries.h: the names under which countries go. Private to why. */
#ifndef WHY_COUNTRIES_H
#define WHY_COUNTRIES_H

#include "why/tokens.h"

/* A country by name, adjective or common short form beginning at word i: its name ("South Korea") and how many words it
 * takes; NULL when there is none. */
const char *country_at(const struct tokens *t, size_t i, size_t *words);

#endif
