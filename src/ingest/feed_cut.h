/* feed_cut.h: a feed without its long texts.
 *
 * Nine tenths of a feed are bodies, as CDATA or as escaped HTML, in which the XML parser finds nothing, but which it
 * looks at several times, copies, and hands over in pieces, one for each reference. They are cut out before it sees the
 * feed; a CDATA section of one character marks where each stood, and there the builder is given it. So are bodies in
 * XHTML when they are plain (feed_plain.h). All else that has a structure is left to the parser. Cut is only what it
 * would have taken without a word: legal characters, references that every XML parser knows, no "]]>". Where that is
 * not sure, or the parser finds an error, the feed is read whole.
 */
#ifndef INGEST_FEED_CUT_H
#define INGEST_FEED_CUT_H

#include "base/buf.h"

enum {
    FEED_TAG_ATTRS_MAX = 256, /* the parser compares each attribute with every other */
    FEED_TAG_MAX = 256 << 10, /* bytes */
};

struct cut_text {
    struct str text; /* with its references resolved; until the feed or the arena it was cut with is gone */
    bool element;    /* no text, but plain_element's */
    bool clean;      /* utf8_is_clean */
};
VEC(cut_texts, struct cut_text);

/* rest: the feed with the marks; its ceiling is set here. False: it cannot be cut, for something in it is no XML, needs
 * a closer look, or passes the limits above. */
bool feed_cut(struct arena *a, struct str text, struct buf *rest, struct cut_texts *cut);
/* As memmem, for a mark whose first character is rare in text; NULL: it is not there. */
const char *feed_find_mark(const char *p, const char *end, const char *mark);

#endif
