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

/* What is new in an article for somebody who has read the others. */
struct news {
    bool any;            /* enough to tell them about it */
    struct str sentence; /* the first new one that can stand in a line, a slice of the text; else unknown */
};
void print_news(struct arena *a, struct lexicon *l, const struct article *art, const struct prints *read,
                struct news *out);

#endif
