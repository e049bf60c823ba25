/* css_vars.h: custom properties of a marked page, resolved. */
#ifndef RENDER_CSS_VARS_H
#define RENDER_CSS_VARS_H

#include "render/marked.h"
#include "render/sheet.h"

int css_vars(struct marked *m, struct str page, const struct op *near, struct str *out, struct declarations *defs,
             struct err *e);

#endif
