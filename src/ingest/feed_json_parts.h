/* feed_json_parts.h: what is whole of a JSON Feed that is no JSON as a whole: cut off by a transfer that broke, or with
 * a slip in one of its items. */
#ifndef INGEST_FEED_JSON_PARTS_H
#define INGEST_FEED_JSON_PARTS_H

#include "base/str.h"

/* The JSON library recurses; an array of a million arrays must not reach it. STR_NONE, or where it gets too deep. */
enum { FEED_JSON_NESTING_MAX = 64 };
size_t feed_json_too_deep(struct str s);

/* A feed of the members and items of `text` that can be read: each as it stands, or mended where only quotes,
 * backslashes, line breaks or commas are amiss. Half an item is none. *lost: how many items were begun and left out. */
struct str feed_json_parts(struct arena *a, struct str text, size_t *items, size_t *lost);

#endif
