/* standoff.h: marked-up text as what it says beyond the plain text that was made of it.
 *
 * Whoever keeps a text both plain and marked up keeps nearly every word twice. Here the second is a list of steps over
 * the first: some bytes as they are, then so many copied from the text after skipping so many of it. The marked-up form
 * comes back byte for byte, whatever the two were: nothing is understood or normalized, and two that have nothing to do
 * with each other cost a few bytes more than the second alone.
 *
 *     struct str kept = standoff_encode(&a, text, html);
 *     ...
 *     if (!standoff_decode(&a, text, kept, &html)) // kept is damaged, or belongs to another text
 *         return err_set(...);
 *
 * Time is linear in both lengths for any input: how far ahead a passage is looked for in the text is bounded each time
 * and in sum. Decoding allocates no more than the two lengths it was given. The form has a number, so that a later one
 * can be told apart. */
#ifndef BASE_STANDOFF_H
#define BASE_STANDOFF_H

#include "base/str.h"

struct str standoff_encode(struct arena *a, struct str text, struct str html); /* unknown stays unknown */
bool standoff_decode(struct arena *a, struct str text, struct str kept, struct str *html);

#endif
