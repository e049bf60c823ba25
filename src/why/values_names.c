/* Names as values: who holds an office, where something is. */
#include "why/values.h"
#include <math.h>

static const char titles[] = " minister secretary president chancellor premier governor gov mayor ceo chairman "
                             "chairwoman chair king queen coach ambassador "
                             "speaker chief director commissioner superintendent captain principal general sheriff "
                             "judge senator executive manager "
                             "spokesman spokeswoman spokesperson detective sergeant inspector lieutenant colonel "
                             "officer head leader boss lawyer "
                             "attorney prosecutor ";

/* "in the port of X", "close to X" */
static bool place_before(const struct tokens *t, size_t i)
{
    size_t k = i;
    if (k > 2 && token_is(t, k - 1, "of") &&
        token_in(t, k - 2, " port city town village suburb district outskirts province "))
        k -= 2;
    if (k && token_is(t, k - 1, "the"))
        k--;
    if (!k || t->v[k].gap != GAP_SPACE)
        return false;
    if (k > 1 && token_is(t, k - 1, "to") &&
        token_in(t, k - 2, " brought taken flown travelled traveled moved went returned transferred towed driven "))
        return true;
    return token_in(t, k - 1, " in at near outside off ") ||
           (k > 1 && token_is(t, k - 1, "to") && token_is(t, k - 2, "close"));
}

/* Names of several words, of places where a preposition says so, of people behind their title. */
bool value_name(const struct tokens *t, size_t i, struct value *v)
{
    size_t k = i;
    while (k < t->n && t->v[k].w.capital && t->v[k].w.kind == WORD_LETTERS && isnan(t->v[k].number) &&
           !(t->v[k].flags & TERM_STOP) && (k == i || t->v[k].gap == GAP_SPACE || t->v[k].gap == GAP_HYPHEN) &&
           (k == i || !t->v[k - 1].possessive))
        k++;
    if (k == i || (k == 1 && i == 0 && !t->v[0].name))
        return false;
    size_t begin = i;
    for (size_t m = i; m + 1 < k; m++) /* "Superior Court Judge Ann Lee" */
        if (token_in(t, m, titles))
            begin = m + 1;
    bool titled = begin > i || (i && token_in(t, i - 1, titles));
    *v = (struct value){.kind = VALUE_NAME, .from = begin, .to = k - 1, .fate = -1};
    if (place_before(t, i) && !titled)
        v->kind = VALUE_PLACE;
    else if (titled)
        v->kind = VALUE_HOLDER;
    return true;
}
