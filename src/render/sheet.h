/* sheet.h: a style sheet as far as inlining needs it. */
#ifndef RENDER_SHEET_H
#define RENDER_SHEET_H

#include "base/buf.h"
#include "render/html.h"

enum { SELECTOR_PARTS = 12, SHEET_RULES_MAX = 2000 };

enum sheet_join { JOIN_WITHIN, JOIN_CHILD, JOIN_NEXT, JOIN_AFTER }; /* to the part before it: " ", ">", "+", "~" */
struct sheet_part {                                                 /* td.mute#x */
    struct str element, id;                                         /* unknown: any */
    struct strs classes;
    struct sheet_asks *asks; /* [width="1"], :first-child: only for looks; NULL: none */
    enum sheet_join join;
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
/* The same for finding out how a page looks: also selectors that ask for attributes, places among siblings and what an
 * element is not. What depends on the reader (:hover, ::before) is dropped; kept gets the @-rules alone. */
bool sheet_parse_looks(struct arena *a, struct str css, struct sheet_rules *rules, struct buf *kept);
bool selector_fits(const struct selector *s, const struct html_node *n); /* by n->classes, not the attribute */
/* At most so many looks around. */
bool selector_fits_within(const struct selector *s, const struct html_node *n, long *budget);
void sheet_declarations(struct arena *a, struct str body, struct declarations *out);
/* Without comments, and with single spaces. */
struct str sheet_squeeze(struct arena *a, struct str css);

/* sheet_ask.c: takes one [..] or :.. off the front of s. False: unknown, or about the reader. */
bool sheet_ask_take(struct arena *a, struct str *s, struct sheet_part *p, unsigned *specificity);
bool sheet_asks_fit(const struct sheet_asks *asks, const struct html_node *n);
bool sheet_compound(struct arena *a, struct str s, struct sheet_part *p, unsigned *specificity, bool looks);
bool sheet_part_fits(const struct sheet_part *p, const struct html_node *n);

#endif
