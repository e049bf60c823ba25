/* cues.h: phrases by which a sentence shows that it gives a reason, or says what follows. Private to why. */
#ifndef WHY_CUES_H
#define WHY_CUES_H

#include "base/str.h"

struct cues {
    bool reason;    /* because, due to, blamed on, after resigning ... */
    size_t effects; /* could, will, deadline ... English is counted by features.c, word by word: 0 here */
};

/* The first 1,000 bytes of a sentence count. A language without a list has no cues; an unknown one is English. */
struct cues cues_read(struct str lang, struct str sentence);

#endif
