/* lead.h: which article stands for its story, and what an outlet weighs. Private to select. */
#ifndef SELECT_LEAD_H
#define SELECT_LEAD_H

#include "select/select.h"

double outlet_weight_of(const struct outlet_weight *w, size_t n, struct str outlet); /* 1 when not listed */
/* Index of the lead; one sentence of why goes to reasons. Rule: own bullets, a full report before a brief one, outlet
 * weight, earliest, id. Articles are in the order of their times. */
size_t lead_choose(struct arena *a, const struct article_refs *v, const struct outlet_weight *w, size_t n,
                   struct strs *reasons);

#endif
