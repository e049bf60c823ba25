/* past.c: rows about articles in editions become showings of stories. A story may have grown or been joined with
 * another since: what it is now was shown wherever one of its articles was. */
#include "compose/past.h"
#include "compose/develop.h"
#include <stdlib.h>
#include <string.h>

enum {
    SHOWINGS_MAX = 30, /* of one story: the latest ones */
    PRINTS_MAX = 12,   /* of one showing */
};

static struct showing *showing_at(struct past *p, const struct carried_article *c, struct showing_refs *all)
{
    struct str name = str_fmt(p->a, "%lld " STR_FMT " %lld", (long long)c->edition,
                              STR_ARG(c->story.n ? c->story : c->id), c->edition ? 0LL : (long long)c->at);
    struct showing **at = (struct showing **)map_at(p->a, &p->showings, name);
    if (!*at) {
        *at = arena_new(p->a, struct showing);
        **at = (struct showing){.edition = c->edition, .no = c->no, .at = c->at, .ours = !c->elsewhere, .known = true};
        vec_add(p->a, all, *at);
    }
    return *at;
}

void past_begin(struct arena *a, struct past *p, const struct carried_articles *carried)
{
    struct showing_refs all = {0};
    *p = (struct past){.a = a};
    for (size_t i = 0; carried && i < carried->n; i++) {
        const struct carried_article *c = &carried->v[i];
        struct showing *x = showing_at(p, c, &all);
        struct print print;
        bool known = print_open(a, c->print, &print);
        vec_add(a, &x->articles, c->id);
        x->known = x->known && known;
        if (known && x->prints.n < PRINTS_MAX)
            vec_add(a, &x->prints, print);
        struct showing_refs **refs = (struct showing_refs **)map_at(a, &p->articles, c->id);
        if (!*refs)
            *refs = arena_new(a, struct showing_refs);
        vec_add(a, *refs, x);
    }
    p->words = all.n ? news_words_new(a) : NULL;
    for (size_t i = 0; i < all.n; i++) {
        struct known *learned = arena_new(a, struct known);
        known_read(a, p->words, &all.v[i]->prints, learned);
        all.v[i]->learned = learned;
    }
}

void past_end(struct past *p)
{
    if (p->words)
        news_words_end(p->words);
}

static int by_time(const void *x, const void *y)
{
    const struct showing *a = *(struct showing *const *)x, *b = *(struct showing *const *)y;
    if (a->at != b->at)
        return (a->at > b->at) - (a->at < b->at);
    if (a->edition != b->edition)
        return (a->edition > b->edition) - (a->edition < b->edition);
    if (a->no != b->no)
        return (a->no > b->no) - (a->no < b->no);
    return str_cmp(a->articles.v[0], b->articles.v[0]);
}

void past_of(const struct past *p, struct arena *a, const struct story *s, struct showing_refs *out)
{
    struct showing_refs all = {0};
    *out = (struct showing_refs){0};
    for (size_t i = 0; i < s->articles.n; i++) {
        const struct showing_refs *refs = map_get(&p->articles, s->articles.v[i]->id);
        for (size_t k = 0; refs && k < refs->n; k++)
            vec_add(a, &all, refs->v[k]);
    }
    if (all.n)
        qsort(all.v, all.n, sizeof *all.v, by_time);
    size_t n = 0;
    for (size_t i = 0; i < all.n; i++)
        if (!n || all.v[i] != all.v[n - 1])
            all.v[n++] = all.v[i];
    for (size_t i = n > SHOWINGS_MAX ? n - SHOWINGS_MAX : 0; i < n; i++)
        vec_add(a, out, all.v[i]);
}
