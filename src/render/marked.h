/* marked.h: a linked program as one string, in which everything that is not text is a mark: \5, digits, \6. What
 * rewrites pages (css.c) works on that string; values may be copied and moved with the text around them, sections stay
 * where they are. */
#ifndef RENDER_MARKED_H
#define RENDER_MARKED_H

#include "render/template.h"

#define MARK_OPEN '\5'
#define MARK_CLOSE '\6'

struct marked {
    struct arena *a;
    struct ops *program; /* marks are indexes into it; marked_new adds to its end */
};

struct str marked_text(struct marked *m);
struct str marked_new(struct marked *m, const struct op *op); /* the mark of a new operation */
/* Is the mark at s.s[at] one of a value? */
bool marked_is_value(const struct marked *m, struct str s, size_t at);
bool marked_is_end(const struct marked *m, struct str s, size_t at);
/* The value's name; *at moves behind the mark. */
struct str marked_name(const struct marked *m, struct str s, size_t *at);
/* Do both strings hold the same sections in the same order? What is not so could not be a program again. */
bool marked_same_sections(const struct marked *m, struct str x, struct str y);
/* The string back into a program. */
void marked_program(struct marked *m, struct str s, struct ops *out);

#endif
