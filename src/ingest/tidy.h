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
#include "ingest/tags.h"

#define TIDY_DEPTH 250 /* real pages stay under 100 */

/* Who is told, in order, what there is. */
struct tidy_to {
    /* Text with its references as they stand and no '<'; a script's as it is. Pieces in a row are one text. */
    void (*text)(struct tidy_to *to, struct str s);
    /* Values have their references as they stand, {NULL,0}: none is given. At most one of each name. */
    void (*start)(struct tidy_to *to, enum tag tag, const struct attribute_value *attrs, size_t n);
    void (*end)(struct tidy_to *to, enum tag tag); /* the innermost open element's */
    /* The open element in which `inner` open ones stand is none after all: what it holds stays in its place. */
    void (*take_back)(struct tidy_to *to, size_t inner);
};

/* Is a start told of this element followed by an end? The page's own three may be told anywhere, like void elements. */
static inline bool tidy_opens(enum tag tag)
{
    return !(tag_flags(tag) & TAG_VOID) && tag != T_HTML && tag != T_HEAD && tag != T_BODY;
}

/* html is UTF-8 (broken bytes pass through); what is told points into it. Elements left open at its end get no end
 * tag. Returns how many elements were flattened for depth. */
size_t html_tidy_to(struct str html, struct tidy_to *to);

/* The same as HTML again, appended to out. */
size_t html_tidy(struct str html, struct buf *out);

#endif
