#include "why/told.h"
#include "why/tokens.h"

/* One of its kind where a text is read, or named by what follows anyhow. */
static const char only_one[] =
    " government president vice prime white supreme police army military navy pope queen king prince parliament senate "
    "house congress court constitution country nation world public city capital state states federal national "
    "international united european economy market media press internet weather sun moon earth sea ocean north south "
    "east west middle holy same past next last first second third fourth fifth latest most least best worst biggest "
    "largest smallest highest lowest only number idea fact question purpose average late new old so rev reverend vast "
    "majority rest risk cost price chance death ";
static const char complements[] =
    " of to by that between for in on with from at against about over among who which whose "
    "under into near behind where when after before ";

void told_read(struct arena *a, struct lexicon *l, const struct sentence_list *v, struct told *out)
{
    *out = (struct told){.l = l, .v = v, .terms = lexicon_size(l)};
    out->first = arena_array(a, uint32_t, (size_t)out->terms + 1);
    for (size_t i = 0; i < v->n; i++)
        for (size_t k = 0; k < v->v[i].n_terms; k++) {
            uint32_t *first = &out->first[v->v[i].terms[k]];
            if (!*first)
                *first = (uint32_t)i + 1;
        }
}

static bool in_title(uint32_t term, const uint32_t *title, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (title[i] == term)
            return true;
    return false;
}

/* Does the article say "the" already where it meets the noun for the first time? */
static bool the_at_first(struct arena *a, const struct told *k, struct str lang, uint32_t term)
{
    struct tokens t;
    tokens_read(a, k->l, lang, k->v->v[k->first[term] - 1].s, &t);
    for (size_t i = 0; i < t.n; i++)
        if (t.v[i].term == term)
            return i && (token_is(&t, i - 1, "the") || (i > 1 && token_is(&t, i - 2, "the")));
    return false;
}

/* Does what follows the noun say which one is meant? Looks up to the first word of grammar. */
static bool told_here(const struct tokens *t)
{
    for (size_t i = 2; i < t->n && i < 6; i++) {
        if (token_in(t, i, complements))
            return true;
        if (t->v[i].w.capital || t->v[i].w.kind == WORD_NUMBER) /* "The ship, the Mu Du Bong" */
            return true;
        if (t->v[i].flags & TERM_STOP && !token_is(t, i, "the"))
            return false;
    }
    return false;
}

bool told_points_back(const struct told *k, struct str lang, const struct sentence *s, const uint32_t *title,
                      size_t n_title)
{
    struct arena mem = {0};
    struct tokens t;
    bool back = false;
    if ((lang.n && !str_istarts(lang, "en")) || !str_istarts(s->s, "the ") || !s->position)
        return false;
    tokens_read(&mem, k->l, lang, str_sub(s->s, 0, 160), &t);
    if (t.n > 2 && !t.v[1].w.capital && t.v[1].w.kind == WORD_LETTERS && !token_in(&t, 1, only_one)) {
        uint32_t term = t.v[1].term;
        back = term < k->terms && k->first[term] && k->first[term] <= s->position && !in_title(term, title, n_title) &&
               !told_here(&t) && !the_at_first(&mem, k, lang, term);
    }
    arena_end(&mem);
    return back;
}
