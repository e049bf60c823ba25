/* vars.h: every variable a template may name: the one table that templates are checked against, that `view` fills and
 * that `bulletin templates` prints. */
#ifndef RENDER_VARS_H
#define RENDER_VARS_H

#include "render/template.h"

enum var_kind {
    VAR_TEXT,
    VAR_URL,
    VAR_CSS,  /* a colour, a side, a font: also allowed in style attributes and <style> */
    VAR_FLAG, /* for {{#x}} and {{^x}} only */
    VAR_LIST, /* of maps, or of texts when it has no members */
    VAR_MAP,
    VAR_FIELD, /* the reader's own, filled for each mail */
};

struct var {
    const char *name; /* NULL ends a table */
    enum var_kind kind;
    const struct var *members;
    const char *about, *example;
};

extern const struct var vars[];

const struct var *vars_find(const struct var *table, struct str name);
/* Every name of a linked program is known where it stands, and is used as what it is. */
int vars_check(struct arena *a, const struct ops *program, bool html, struct err *e);

#endif
