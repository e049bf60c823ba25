/* markup.h: where on an HTML page each value of a template stands, so that it is escaped for that place.
 *
 * A small scan over the template's own text: tags, quoted attributes, comments, <style>. Values in places where no
 * escaping is safe (tag names, unquoted attributes, scripts, event handlers) are refused, and so is a section that ends
 * elsewhere than it began, because it may be left out or repeated. */
#ifndef RENDER_MARKUP_H
#define RENDER_MARKUP_H

#include "render/template.h"

int markup_contexts(struct ops *program, struct err *e);

#endif
