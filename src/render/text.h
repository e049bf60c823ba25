/* text.h: the text part's lines: the template writes logical lines, here they become lines of at most 72 columns.
 *
 * A line that begins with "* " or "! " hangs by two; a link stays whole on its line; no line begins with "From ", "."
 * or ">", ends in white space, or follows two empty ones. What depends on the reader counts as 12 columns. */
#ifndef RENDER_TEXT_H
#define RENDER_TEXT_H

#include "render/template.h"

enum { TEXT_COLUMNS = 72 };

void text_wrap(struct arena *a, const struct piece_list *in, struct piece_list *out);

#endif
