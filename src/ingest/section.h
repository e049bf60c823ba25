/* section.h: a page's or an article's own "Why it matters", "Key takeaways", "TL;DR" section, in whatever markup it
 * stands: heading and list, bold line and paragraphs, a box, or a bold run-in at the start of a paragraph. */
#ifndef INGEST_SECTION_H
#define INGEST_SECTION_H

#include "ingest/dom.h"

/* Adds the bullets found below top to *why and marks what they were taken from NODE_GONE. A section that runs on for
 * many paragraphs stays in the text; only its first paragraph is copied. */
void take_why_sections(struct arena *a, struct node *top, struct strs *why);

#endif
