#include "why/why.h"
#include "base/sentence.h"
#include "why/derive.h"

void why_sentences(struct arena *a, struct str text, struct str lang, struct strs *out)
{
    sentences(a, text, lang, out);
}

/* The lead's own bullets come before those of the other articles. */
static bool take_bullets(struct arena *a, struct story *s, enum why_from from)
{
    for (size_t i = 0; i < s->articles.n; i++) {
        const struct article *x = s->articles.v[i];
        if (x->why_from != from || !x->why.n)
            continue;
        s->why = (struct strs){0};
        for (size_t k = 0; k < x->why.n; k++)
            vec_add(a, &s->why, x->why.v[k]);
        s->why_from = from;
        s->why_outlet = x->outlet;
        return true;
    }
    return false;
}

void why_story(struct arena *a, struct story *s)
{
    s->why = (struct strs){0};
    s->why_from = WHY_NONE;
    s->why_outlet = (struct str){0};
    if (take_bullets(a, s, WHY_EDITOR) || take_bullets(a, s, WHY_PAGE))
        return;
    derive_bullets(a, s);
}
