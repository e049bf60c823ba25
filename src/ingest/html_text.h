/* html_text.h: a tree as plain text, for reading and for the text part of a mail. */
#ifndef INGEST_HTML_TEXT_H
#define INGEST_HTML_TEXT_H

#include "ingest/dom.h"

struct text_style {
    size_t columns;  /* wrap to this width; 0: paragraphs stay on one line */
    bool links;      /* mark links [1] and list the addresses at the end */
    bool marks;      /* "> " before quotations, dashes and numbers before list items */
    struct str base; /* for relative addresses in the list; may be unknown */
};

/* Paragraphs parted by a blank line, list items and table rows by a line break; nodes marked NODE_GONE left out. */
struct str dom_plain(struct arena *a, const struct node *top, const struct text_style *style);

#endif
