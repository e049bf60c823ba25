#include "why/derive.h"
#include "base/sentence.h"
#include "base/utf8.h"

enum { BULLET_CHARS = 160, BULLETS = 3, SENTENCES = 12 };

void derive_bullets(struct arena *a, struct story *s)
{
    struct arena mem = {0};
    struct strs all = {0};
    const struct article *x = s->lead;
    sentences(&mem, x->text, x->lang, &all);
    for (size_t i = 0; i < all.n && i < SENTENCES && s->why.n < BULLETS; i++)
        if (all.v[i].n >= 40 && utf8_chars(all.v[i]) <= BULLET_CHARS)
            vec_add(a, &s->why, str_dup(a, all.v[i]));
    if (s->why.n) {
        s->why_from = WHY_DERIVED;
        s->why_outlet = x->outlet;
    }
    arena_end(&mem);
}
