/* settings.h: the newsroom's own colours and fonts, checked against the family they go into. */
#ifndef RENDER_SETTINGS_H
#define RENDER_SETTINGS_H

#include "model/edition.h"
#include "render/sheet.h"

/* `defs`: the custom properties of the family's style sheet. EX_CONFIG with the ratio when text could not be read. */
int settings_check(const struct masthead *m, const struct declarations *defs, struct err *e);

#endif
