/* cascade.h: how an element looks: colours, sizes and decoration from style attributes, style sheets and old
 * attributes, in light and in dark mode. As far as mail needs it; what a screenshot would show, without one. */
#ifndef RENDER_CASCADE_H
#define RENDER_CASCADE_H

#include "render/colors.h"
#include "render/html.h"
#include "render/sheet.h"

struct look {
    struct color color;      /* may let the background through */
    struct color background; /* opaque: laid over what is behind */
    struct color behind;     /* what shines through where `opacity` fades an element */
    double fade;             /* all opacities around it together; 1: none */
    double size;             /* of the font, px */
    double line;             /* line height, px; 0: normal */
    double padding;          /* above and below together, px */
    bool underline, hidden, block;
    bool gone, flat, unseen; /* display, max-height and visibility, of which `hidden` is made */
    bool image;              /* a background image: contrast cannot be told */
};

struct cascade {
    struct sheet_rules rules, dark;
    bool own;    /* some rules hold only in windows like this one */
    long budget; /* of looks around in the tree, for the whole page: then no rule fits any more */
};

/* Reads every <style> of the page for a window so many px wide; what stands in @media (prefers-color-scheme:dark) goes
 * to `dark`. */
void cascade_read(struct arena *a, const struct html *page, int width, struct cascade *out);
struct look cascade_root(bool dark_canvas);
double cascade_contrast(const struct look *k); /* of text, as it is painted; 21 on a picture */
/* The look of n inside a parent that looks like `up`. */
struct look cascade_look(struct cascade *c, const struct html_node *n, const struct look *up, bool dark);

#endif
