/* sentence_words.h: words that end in a full stop without ending a sentence. Private to sentence.c. */
#ifndef BASE_SENTENCE_WORDS_H
#define BASE_SENTENCE_WORDS_H

#include "base/str.h"

enum abbreviation {
    ABBR_NONE,
    ABBR_NEVER, /* what it belongs to follows: "Dr." */
    ABBR_MAYBE, /* ends one when a word of grammar in upper case follows: "Inc." */
};
/* word: without its full stop, as it stands in the text. lang: primary subtag, or unknown. */
enum abbreviation abbreviation_of(struct str lang, struct str word);
bool counted_word(struct str word);    /* "No. 3", "p. 7": no end before a digit, an end before everything else */
bool month_word(struct str word);      /* "Jan." */
bool writes_ordinals(struct str lang); /* "31. Juli" */

#endif
