/* fragment.h: a feed entry's HTML as a tree, without the page parser.
 *
 * What tidy tells is well nested and of bounded depth, so that a fragment's tree can be built as it is told; what
 * remains of HTML's tree building is the rows that tables imply. The page parser takes ten times as long and gives the
 * same text. It is still asked where it knows more: character references beyond HTML 4's names, and what stands in a
 * table without being of it, or outside one and should not. */
#ifndef INGEST_FRAGMENT_H
#define INGEST_FRAGMENT_H

#include "ingest/dom.h"

/* Like dom_parse_fragment. */
void fragment_parse(struct arena *a, struct str html, struct dom *out);

#endif
