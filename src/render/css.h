/* css.h: styles put where mail clients read them: in each element's style attribute, once, when a family is compiled.
 *
 *  - `:root { --accent: #0b57a4 }` and var(--accent), in any <style>, style attribute or colour attribute, are
 *    resolved; the names accent, accent-dark, page and headline-font give way to the newsroom's settings.
 *  - A <style> element is inlined: element, class, id, descendant, child and grouped selectors, by specificity, order
 *    and !important; what stands in a style attribute wins over what is not !important. At-rules and selectors that
 *    depend on more than the tree (:hover, [attr]) stay behind in the element. <style data-embed> stays as it is.
 *  - Classes that no remaining style names are dropped, and so is indentation.
 *
 * Works on a linked program: values may stand in styles; sections may stand in the page but not in a style that is
 * inlined, and classes inside a section are left alone. */
#ifndef RENDER_CSS_H
#define RENDER_CSS_H

#include "render/sheet.h"
#include "render/template.h"

/* `defs`: the custom properties found. */
int css_inline(struct arena *a, struct ops *program, struct declarations *defs, struct err *e);

#endif
