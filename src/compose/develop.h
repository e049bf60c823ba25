/* develop.h: what happened next? Words and numbers that tell a development, held against what was read. Private to
 * compose. */
#ifndef COMPOSE_DEVELOP_H
#define COMPOSE_DEVELOP_H

#include "compose/news_words.h"
#include "compose/print.h"

/* What readers know already. */
struct known {
    uint64_t outcomes;           /* a bit for each kind that was read of */
    struct hashes counts[FATES]; /* numbers that were read beside that fate, rising */
};
void known_read(struct arena *a, const struct news_words *w, const struct prints *read, struct known *out);

/* What a sentence of the article tells beyond that. */
struct development {
    bool outcome, count, later;
};
int64_t news_day(const struct article *art); /* of its dateline, since 1970; INT64_MIN: unknown */
struct development develop(struct arena *a, const struct news_words *w, const struct read_before *before,
                           const struct article *art, struct str sentence);

#endif
