/* family.h: one family of templates, compiled. */
#ifndef RENDER_FAMILY_H
#define RENDER_FAMILY_H

#include "render/render.h"
#include "render/sheet.h"
#include "render/template.h"

struct family {
    struct str name;
    struct ops html, text;
    struct declarations colors; /* custom properties of its style sheet */
    struct strs columns;        /* fields under `subscriber` that its templates name, NUL-terminated */
};

#endif
