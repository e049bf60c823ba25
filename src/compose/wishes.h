/* wishes.h: which stories of an edition an entry such as "outlet:Open Wire" or "word:ferry" is about. Private to
 * compose.
 *
 * A list may hold a million different words: the edition is indexed once, by stem, and an entry costs a look or two. */
#ifndef COMPOSE_WISHES_H
#define COMPOSE_WISHES_H

#include "compose/parts.h"
#include "model/interest.h"

enum { MAX_STORIES = 1024 }; /* of an edition that entries can mean; no mail holds as many */

struct story_bits { /* a set of stories, by their number in the edition */
    uint64_t w[MAX_STORIES / 64];
};

bool bits_has(const struct story_bits *b, size_t i);
void bits_set(struct story_bits *b, size_t i);
void bits_clear(struct story_bits *b, size_t i);
void bits_or(struct story_bits *b, const struct story_bits *with);
void bits_and_not(struct story_bits *b, const struct story_bits *without);
bool bits_any(const struct story_bits *b);

struct wishes;
struct wishes *wishes_begin(struct arena *a, struct story *const *stories, size_t n); /* n <= MAX_STORIES */
/* Followed, an outlet means every story it tells; muted, the ones it leads. A word means the stories that have it in
 * the headline, the title, the dek, a category or the first 150 words, or twice further down: in every inflected form.
 */
void wishes_find(struct wishes *w, const struct interest *i, struct story_bits *out);

#endif
