#include "select/vector.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    LEAD_WORDS = 150,  /* the head of a report tells the story; what follows counts little */
    BODY_WORDS = 1500, /* and beyond this nothing does: a bound on the work per article */
    TITLE_WORDS = 60,
    KEEP = 120, /* heaviest terms kept per article */
    FULL = 60,  /* distinct terms from which on an article counts as a full text */
};
static const float TITLE = 3.0f, LEAD = 1.0f, BODY = 0.25f;
static const float COMMON = 0.3f, BROAD = 0.7f, NUMBER = 0.5f, RARITY = 0.2f;

struct count {
    uint32_t term;
    float n;
};
VEC(counts, struct count);

static int by_term(const void *x, const void *y)
{
    uint32_t a = ((const struct count *)x)->term, b = ((const struct count *)y)->term;
    return (a > b) - (a < b);
}

static int by_weight(const void *x, const void *y)
{
    const struct term_weight *a = x, *b = y;
    return a->weight != b->weight ? (a->weight < b->weight) - (a->weight > b->weight)
                                  : (a->term > b->term) - (a->term < b->term);
}

static int by_term_weight(const void *x, const void *y)
{
    uint32_t a = ((const struct term_weight *)x)->term, b = ((const struct term_weight *)y)->term;
    return (a > b) - (a < b);
}

static void count_words(struct arena *a, struct lexicon *l, struct str lang, struct str text, float weight, size_t max,
                        struct counts *out)
{
    struct word w;
    size_t at = 0, n = 0;
    while (n < max && word_next(text, &at, &w)) {
        float x = weight ? weight : n < LEAD_WORDS ? LEAD : BODY;
        n++;
        if (w.s.n < 2)
            continue;
        uint32_t t = lexicon_add(l, lang, w);
        if (!(lexicon_flags(l, t) & TERM_STOP))
            vec_add(a, out, ((struct count){t, x}));
    }
}

/* Equal terms summed; returns how many are left. */
static size_t sum_up(struct count *c, size_t n)
{
    size_t k = 0;
    qsort(c, n, sizeof *c, by_term);
    for (size_t i = 0; i < n; i++) {
        if (k && c[k - 1].term == c[i].term)
            c[k - 1].n += c[i].n;
        else
            c[k++] = c[i];
    }
    return k;
}

static float kind_weight(unsigned flags)
{
    return flags & TERM_COMMON ? COMMON : flags & TERM_BROAD ? BROAD : flags & TERM_NUMBER ? NUMBER : 1.0f;
}

static void normalize(struct vector *v)
{
    double sum = 0;
    for (size_t i = 0; i < v->n; i++)
        sum += (double)v->v[i].weight * v->v[i].weight;
    float scale = sum > 0 ? (float)(1 / sqrt(sum)) : 0;
    for (size_t i = 0; i < v->n; i++)
        v->v[i].weight *= scale;
}

static void keep_heaviest(struct vector *v)
{
    if (v->n <= KEEP)
        return;
    qsort(v->v, v->n, sizeof *v->v, by_weight);
    v->n = KEEP;
    qsort(v->v, v->n, sizeof *v->v, by_term_weight);
}

/* Counts to weights, rarity aside: that needs every article. */
static void weigh(struct arena *a, const struct lexicon *l, struct counts *c, struct vector *all, struct vector *out)
{
    size_t n = sum_up(c->v, c->n);
    all->n = n;
    for (size_t i = 0; i < n; i++) {
        float x = c->v[i].n <= 1 ? c->v[i].n : 1 + logf(c->v[i].n);
        all->v[i] = (struct term_weight){c->v[i].term, x * kind_weight(lexicon_flags(l, c->v[i].term))};
    }
    keep_heaviest(all);
    out->mass = n >= FULL ? 1 : (float)n / FULL;
    out->n = all->n;
    out->v = arena_copy(a, all->v, all->n * sizeof *all->v);
}

/* Terms are numbered in the order of the articles, which the caller has made canonical: the same input in any order
 * gives the same floating-point sums. */
struct vector *vectors_make(struct arena *a, const struct article *const *articles, size_t n)
{
    struct vector *out = arena_array(a, struct vector, n + 1);
    struct arena mem = {0};
    struct lexicon *l = lexicon_new(&mem);
    struct counts c = {0};
    struct vector all = {.v = arena_array(&mem, struct term_weight, BODY_WORDS + TITLE_WORDS)};
    for (size_t i = 0; i < n; i++) {
        const struct article *art = articles[i];
        struct str lang = art->lang.n ? art->lang : words_language(art->text.n ? art->text : art->title);
        c.n = 0;
        count_words(&mem, l, lang, art->title, TITLE, TITLE_WORDS, &c);
        count_words(&mem, l, lang, art->text.n ? art->text : art->summary, 0, BODY_WORDS, &c);
        weigh(a, l, &c, &all, &out[i]);
    }
    uint32_t terms = lexicon_size(l);
    float *rarity = arena_array(&mem, float, (size_t)terms + 1);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < out[i].n; j++)
            rarity[out[i].v[j].term]++;
    for (uint32_t t = 0; t < terms; t++)
        rarity[t] = powf(logf(((float)n + 1.5f) / (rarity[t] + 0.5f)) + 0.05f, RARITY);
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < out[i].n; j++)
            out[i].v[j].weight *= rarity[out[i].v[j].term];
        normalize(&out[i]);
    }
    lexicon_end(l);
    arena_end(&mem);
    return out;
}

float vector_dot(const struct vector *x, const struct vector *y)
{
    float sum = 0;
    size_t i = 0, j = 0;
    while (i < x->n && j < y->n) {
        uint32_t p = x->v[i].term, q = y->v[j].term;
        if (p == q)
            sum += x->v[i++].weight * y->v[j++].weight;
        else if (p < q)
            i++;
        else
            j++;
    }
    return sum;
}
