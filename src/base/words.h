/* words.h: running text as words, stems and stop words.
 *
 * A word is a run of letters and digits. Hyphens part words; an apostrophe inside a word stays, but the English
 * possessive 's is left out. Initials written with dots ("U.S.", "e.g.") are one word. Numbers keep their separators
 * ("1,200", "3.5"). Scripts written without spaces, and Korean with its attached particles, give overlapping pairs of
 * characters.
 *
 * A lexicon numbers the stems it has met, so that the costly work (case folding, stemming over libstemmer, seen only by
 * stem.c) is done once per distinct spelling and texts can be compared as lists of numbers. */
#ifndef BASE_WORDS_H
#define BASE_WORDS_H

#include "base/str.h"

enum word_kind { WORD_LETTERS, WORD_NUMBER, WORD_PAIR };

struct word {
    struct str s; /* slice of the text */
    enum word_kind kind;
    bool capital;  /* begins with an upper-case letter */
    bool all_caps; /* two or more letters, none in lower case */
};

/* The next word from byte *at on; false at the end. */
bool word_next(struct str text, size_t *at, struct word *out);

/* Lower case, accents of Latin letters dropped, no dots or commas. */
struct str word_fold(struct arena *a, struct str s);
struct str word_stem(struct arena *a, struct str lang, struct str s); /* folded and stemmed */
bool word_is_stop(struct str lang, struct str folded);                /* a word of grammar, not of content */

/* Primary language subtag by counting stop words and looking at scripts; "" when undecided. At most 4 kB are read. */
struct str words_language(struct str text);

/* STOP: grammar. COMMON: English news vocabulary that tells no story ("officials", "announced"). BROAD: English words
 * of a field ("bank", "season"), which tell a subject rather than a story. */
enum { TERM_STOP = 1, TERM_COMMON = 2, TERM_NUMBER = 4, TERM_BROAD = 8 };
#define TERM_NONE UINT32_MAX

struct lexicon;
struct lexicon *lexicon_new(struct arena *a);
void lexicon_end(struct lexicon *l); /* stemmers and tables; what lexicon_term gave lives in the arena */
/* The number of the word's stem, from 0; `lang` may be unknown (English then). */
uint32_t lexicon_add(struct lexicon *l, struct str lang, struct word w);
struct str lexicon_term(const struct lexicon *l, uint32_t term);
unsigned lexicon_flags(const struct lexicon *l, uint32_t term);
uint32_t lexicon_size(const struct lexicon *l);

#endif
