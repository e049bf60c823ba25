/* news_words.h: the words that tell outcomes, counts and days. Private to compose. English, and the most frequent ones
 * of German, French and Spanish. */
#ifndef COMPOSE_NEWS_WORDS_H
#define COMPOSE_NEWS_WORDS_H

#include "base/words.h"

/* Outcomes are bits. The first ones are fates, which are counted. */
enum fate { FATE_DIED, FATE_HURT, FATE_MISSING, FATE_ARRESTED, FATE_EVACUATED, FATES };
enum { NUMBER_MOST = 9999 };

struct news_words;
struct news_words *news_words_new(struct arena *a);
void news_words_end(struct news_words *w);
struct lexicon *news_words_lexicon(const struct news_words *w);

uint32_t news_hash(struct str stem); /* as prints keep words */
/* Outcomes that a word of a print knows of, in any form; and those that a word of a text tells to have happened. */
uint64_t news_outcomes_known(const struct news_words *w, uint32_t hash);
uint64_t news_outcomes_told(const struct news_words *w, struct str lang, struct str lower);
int news_number_known(const struct news_words *w, uint32_t hash); /* 0: the word of a print is none, or too large */
int news_number_named(struct str lower);                          /* "eleven"; 0 */
int news_weekday(struct str lang, struct str lower);              /* 0 Sunday; -1 */

#endif
