/* tidy.h: any bytes of HTML made fit for a tree builder: tokens as browsers see them, every element closed where it was
 * opened, at most TIDY_DEPTH open at once.
 *
 * The parser behind it takes more than linear time on deep nesting and on many attributes, and a formatting element
 * left open multiplies (HTML's reconstruction of formatting elements copies it into every later paragraph). Both are
 * settled here: what comes out is well nested, so the tree has the depth counted here, and its size stays proportional
 * to the input's. On the way everything that never becomes text (scripts but JSON-LD, styles, SVG, comments, attributes
 * nobody asks for) is left out, which is most of a page. */
#ifndef INGEST_TIDY_H
#define INGEST_TIDY_H

#include "base/buf.h"

#define TIDY_DEPTH 250 /* real pages stay under 100 */

/* Appends to out. html is UTF-8 (broken bytes pass through). Returns how many elements were flattened for depth. */
size_t html_tidy(struct str html, struct buf *out);

#endif
