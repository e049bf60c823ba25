/* sentence.h: where sentences end. Right for abbreviations ("Mr.", "U.S.", "Nr."), initials ("J. K. Rowling"),
 * decimals, ordinals ("31. Juli"), quotes and brackets that close after the full stop, ellipses, and full-width
 * punctuation. A paragraph's end ends a sentence too. Linear in the text. */
#ifndef BASE_SENTENCE_H
#define BASE_SENTENCE_H

#include "base/str.h"

/* Slices of the text, white space trimmed, in order. lang may be unknown. */
void sentences(struct arena *a, struct str text, struct str lang, struct strs *out);

#endif
