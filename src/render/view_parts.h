/* view_parts.h: small texts that view.c needs, in the language of the mail: dates in their parts, numbers in words,
 * lists joined by commas. */
#ifndef RENDER_VIEW_PARTS_H
#define RENDER_VIEW_PARTS_H

#include "base/date.h"
#include "model/edition.h"
#include "model/settings.h"
#include "render/labels.h"
#include "render/value.h"

struct view {
    struct arena *a;
    const struct edition *ed;
    const struct cohort *c;
    const struct labels *labels; /* in the language of the mail */
    struct civil today;
    size_t link; /* the last number given in the text part */
};

/* One clean line of at most max characters; unknown when nothing is left. */
struct str view_line(struct view *v, struct str s, size_t max);
struct str view_upper(struct view *v, struct str s); /* in capitals, by the rules of the mail's language */
void view_put_line(struct view *v, struct value *map, const char *name, struct str s, size_t max);
bool view_rtl(const struct edition *ed); /* does the mail run from right to left? */
/* A name among other things on a line: where it runs against the mail, a mark of the mail's direction follows it, so
 * that the dot, the number or the bracket behind it stays where it belongs (UAX 9). */
struct str view_name(struct view *v, struct str s);
/* A text of its own line: where it runs against the mail, marks of its own direction hold the quotes before it and the
 * full stop behind it at its ends. */
struct str view_prose(struct view *v, struct str s);
void view_put_prose(struct view *v, struct value *map, const char *name, struct str s, size_t max);
struct str view_tied(struct view *v, struct str s);              /* its words stay on one line */
struct str view_web(struct str url);                             /* unknown when it is not http or https */
struct str view_call(const struct cta *c);                       /* where it leads: the web, or a letter (RFC 6068) */
struct value *view_image(struct view *v, const struct image *i); /* NULL: none that a mail could link to */
/* Everything but the stories: view_frame.c. */
void view_frame(struct view *v, struct value *root, const struct mail_settings *s, const struct strs *columns);

/* NULL when unknown. this_year: years equal to it are left out of "short"; 0: always left out. */
struct value *view_date(struct arena *a, const struct labels *l, struct when w, struct str zone, int this_year);
struct str view_number(struct arena *a, const struct labels *l, size_t n); /* "Ten" up to twelve, then digits */
struct str view_greeting(const struct labels *l, int hour);
/* "A, B and C"; unknown when there is none */
struct str view_and(struct arena *a, const struct labels *l, const struct strs *names);
struct str view_lines(struct arena *a, struct str s); /* line breaks become ", " */

#endif
