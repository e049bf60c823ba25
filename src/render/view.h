/* view.h: an edition as the variables of vars.c. Every text has been made one clean line of bounded length, every link
 * is absolute http or https, and unknown parts are VALUE_NONE, so that a template leaves them out without a gap. */
#ifndef RENDER_VIEW_H
#define RENDER_VIEW_H

#include "model/edition.h"
#include "model/settings.h"
#include "render/value.h"

/* `s` may be NULL (subjects): no links about the reader then. `columns`: further fields of the list that templates
 * name. */
struct value *view_edition(struct arena *a, const struct edition *ed, const struct cohort *c,
                           const struct mail_settings *s, const struct strs *columns);

#endif
