/* fragment.h: a feed entry's HTML as a tree, without the page parser.
 *
 * html_tidy leaves well nested elements with bounded depth, so that a fragment's tree can be read off its output in one
 * pass; what remains of HTML's tree building is the rows that tables imply. The page parser takes ten times as long and
 * gives the same text. It is still asked where it knows more: character references beyond HTML 4's names, and what
 * stands in a table without being of it, or outside one and should not. */
#ifndef INGEST_FRAGMENT_H
#define INGEST_FRAGMENT_H

#include "base/buf.h"
#include "ingest/dom.h"

/* Like dom_parse_fragment. The tree's text points into `tidy`, a buffer of the caller's that is emptied first, so that
 * many fragments can be read in the same memory one after another. */
void fragment_parse(struct arena *a, struct str html, struct buf *tidy, struct dom *out);

#endif
