/* entities.h: character references in text that is nearly HTML, for the short fields of feeds and for XML that uses
 * HTML's names without declaring them. Whole documents and bodies go through the HTML parser instead. */
#ifndef INGEST_ENTITIES_H
#define INGEST_ENTITIES_H

#include "base/buf.h"

/* s starts with '&'. The characters it stands for (two code points never occur in HTML 4's list) and how many bytes of
 * s were used; 0 when it is no reference, and then the & is just itself. The final ';' may be missing after a number.
 */
size_t entity_at(struct str s, uint32_t *codepoint);
/* Is there a reference that HTML knows without its semicolon? In an attribute "&copy=" is none: addresses are full of
 * such. */
bool entity_bare(struct str s, bool attribute);
/* Appends s with every reference resolved; unknown ones stay as they are. */
void entities_decode(struct buf *b, struct str s);
/* Code points 0x80..0x9f are windows-1252's in practice, and HTML says so. */
uint32_t entity_windows(uint32_t c);
struct str windows_text(struct arena *a, struct str s); /* s itself when there is nothing to change */

/* HTML as one line of plain text: tags removed (script and style with what is in them), references resolved. */
struct str html_line(struct arena *a, struct str html);
/* Is this text HTML for sure: known tags only, and at least one of them or a known reference? */
bool looks_like_html(struct str s);

#endif
