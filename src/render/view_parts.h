/* view_parts.h: small texts that view.c needs: dates in their parts, numbers in words, lists joined by commas. */
#ifndef RENDER_VIEW_PARTS_H
#define RENDER_VIEW_PARTS_H

#include "base/date.h"
#include "render/value.h"

/* NULL when unknown. this_year: years equal to it are left out of "short"; 0: always left out. */
struct value *view_date(struct arena *a, struct when w, struct str zone, int this_year);
struct str view_number(struct arena *a, size_t n); /* "Ten" up to twelve, then digits */
struct str view_greeting(int hour);
struct str view_and(struct arena *a, const struct strs *names); /* "A, B and C"; unknown when there is none */
struct str view_lines(struct arena *a, struct str s);           /* line breaks become ", " */

#endif
