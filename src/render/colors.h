/* colors.h: colours and their contrast (WCAG 2.2, 1.4.3). */
#ifndef RENDER_COLORS_H
#define RENDER_COLORS_H

#include "base/str.h"

struct color {
    double r, g, b, a; /* 0 to 1 */
};

/* #rgb, #rgba, #rrggbb, #rrggbbaa, rgb(), rgba(), hsl() with plain numbers, and the names of CSS. */
bool color_parse(struct str s, struct color *out);
bool color_parse_old(struct str s, struct color *out); /* as in bgcolor="ffffff": whatever stands there is a colour */
struct color color_over(struct color front, struct color back);
double color_contrast(struct color x, struct color y); /* 1 to 21; both opaque */

#endif
