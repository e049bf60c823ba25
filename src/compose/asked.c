/* asked.c: a reader who follows an outlet or a word gets it also where the digest has no topic for it. An edition
 * carries few such stories, and a reader gets few of them, so that the mails stay a few hundred versions however many
 * words are followed. */
#include "compose/wishes.h"

enum { LOOKED_AT = 300 /* the best ranked */, ASKED_MAX = 20 };

void asked_choose(struct arena *a, const struct compose_options *o, const struct story_refs *outside,
                  struct story_refs *out, struct strs *out_reasons)
{
    struct arena scratch = {0};
    struct story_bits wanted = {0}, one;
    size_t n = outside->n < LOOKED_AT ? outside->n : LOOKED_AT;
    if (n && o->follows && o->follows->n) {
        struct wishes *w = wishes_begin(&scratch, outside->v, n);
        for (size_t i = 0; i < o->follows->n; i++) {
            struct interest follow = interest_parse(o->follows->v[i]);
            if (follow.mute)
                continue;
            wishes_find(w, &follow, &one);
            bits_or(&wanted, &one);
        }
    }
    for (size_t i = 0; i < outside->n; i++)
        if (i < n && bits_has(&wanted, i) && out->n < ASKED_MAX)
            vec_add(a, out, outside->v[i]);
        else
            edition_tell(a, out_reasons, outside->v[i], str_lit("in none of the digest's topics"));
    arena_end(&scratch);
}
