/* print.h: what an article said, small enough to keep: the stems of its words as hashes, sentence by sentence. Private
 * to compose. With the prints of what a reader was sent it can be told what a later article adds. */
#ifndef COMPOSE_PRINT_H
#define COMPOSE_PRINT_H

#include "base/words.h"
#include "model/article.h"

VEC(hashes, uint32_t); /* rising, each once */
VEC(hash_sets, struct hashes);
struct print {
    struct hashes words;
    struct hash_sets sentences;
};
VEC(prints, struct print);
bool print_open(struct arena *a, struct str blob, struct print *out); /* false: none, damaged, or of a later version */

/* What somebody has read. */
struct known;
struct read_before {
    struct prints prints;
    const struct known *known; /* of these prints (develop.h) */
    bool same_voice;           /* the article in hand is one of them, read again, or comes from an outlet of theirs */
    int64_t day;               /* their newest dateline, days since 1970; INT64_MIN: unknown */
};

/* What is new in an article for them. */
struct news_words;
enum news_kind {
    NEWS_NONE,    /* the same again, or in other words */
    NEWS_ADDED,   /* an outlet they had it from says a good deal more */
    NEWS_OUTCOME, /* something has come of it: charged, resigned, reopened */
    NEWS_COUNT,   /* more dead, hurt, missing, arrested or evacuated */
    NEWS_LATER,   /* a later day is told of */
};
struct news {
    enum news_kind kind;
    struct str sentence; /* one that tells it and can stand in a line, a slice of the text; else unknown */
};
void print_news(struct arena *a, const struct news_words *w, const struct article *art,
                const struct read_before *before, struct news *out);

#endif
