/* interest.h: one entry of a reader's `topics`: what they follow, or mute.
 *
 *     harbor              a topic, by key or title
 *     outlet:Open Wire    what an outlet tells
 *     word:dry dock       a word or phrase; "dry dock" in quotation marks says the same
 *     -energy             not this: also -outlet:..., -word:...
 */
#ifndef MODEL_INTEREST_H
#define MODEL_INTEREST_H

#include "base/str.h"

enum interest_kind { INTEREST_TOPIC, INTEREST_OUTLET, INTEREST_WORD };

struct interest {
    enum interest_kind kind;
    bool mute;
    struct str what; /* slice of the entry; empty: it says nothing */
};

struct interest interest_parse(struct str entry);
/* For people: "Open Wire (outlet)", "dry dock" (word). Without the mute. */
struct str interest_words(struct arena *a, const struct interest *i);

#endif
