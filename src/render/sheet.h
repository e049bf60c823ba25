/* sheet.h: a style sheet as far as inlining needs it. */
#ifndef RENDER_SHEET_H
#define RENDER_SHEET_H

#include "base/buf.h"
#include "render/html.h"

enum { SELECTOR_PARTS = 12, SHEET_RULES_MAX = 2000 };

struct sheet_part {         /* td.mute#x */
    struct str element, id; /* unknown: any */
    struct strs classes;
    bool child; /* joined to the part before it by > */
};
struct selector {
    struct sheet_part part[SELECTOR_PARTS];
    size_t n;
    unsigned specificity; /* ids, classes, elements: 8 bits each */
};
struct declaration {
    struct str property, value;
    bool important;
};
VEC(declarations, struct declaration);

struct sheet_rule { /* one selector of a group */
    struct selector selector;
    struct declarations decls;
};
VEC(sheet_rules, struct sheet_rule);

/* What can be inlined goes to `rules`, in order; the rest, as text, to `kept`. False: a brace is missing, or there is
 * too much. */
bool sheet_parse(struct arena *a, struct str css, struct sheet_rules *rules, struct buf *kept);
bool selector_fits(const struct selector *s, const struct html_node *n); /* by n->classes, not the attribute */
void sheet_declarations(struct arena *a, struct str body, struct declarations *out);
/* Without comments, and with single spaces. */
struct str sheet_squeeze(struct arena *a, struct str css);

#endif
