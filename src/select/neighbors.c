#include "select/neighbors.h"
#include <stdlib.h>
#include <string.h>

enum {
    VISITS = 15000, /* postings looked at per article */
    NEIGHBORS = 50, /* kept per article, among the earlier ones */
};

struct posting {
    uint32_t article;
    float weight;
};
struct postings { /* of one term; room for all of them is known before */
    struct posting *v;
    size_t n;
};

struct query_term { /* one term of the article in hand: the part of its postings that lies in the window */
    const struct posting *from, *undated;
    size_t n, n_undated;
    float weight;
    uint32_t term;
};

static int by_length(const void *x, const void *y)
{
    const struct query_term *a = x, *b = y;
    size_t p = a->n + a->n_undated, q = b->n + b->n_undated;
    return p != q ? (p > q) - (p < q) : (a->term > b->term) - (a->term < b->term);
}

static int by_cosine(const void *x, const void *y)
{
    const struct edge *a = x, *b = y;
    return a->cosine != b->cosine ? (a->cosine < b->cosine) - (a->cosine > b->cosine) : (a->a > b->a) - (a->a < b->a);
}

/* First posting of an article numbered `least` or higher. */
static size_t lower_bound(const struct postings *p, uint32_t least)
{
    size_t lo = 0, hi = p->n;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (p->v[mid].article < least)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

struct search {
    const struct vector *v;
    struct postings *index; /* by term */
    struct query_term *terms;
    float *sums; /* by article, zero between searches */
    uint32_t *touched;
    struct edge *found;
    float share;
    uint32_t undated; /* articles 0 .. undated-1 have no time */
};

static void add_up(struct search *s, const struct posting *p, size_t n, float weight, size_t *touched)
{
    size_t met = *touched;
    for (size_t i = 0; i < n; i++) { /* without a branch: whether an article is new here cannot be guessed */
        float *sum = &s->sums[p[i].article];
        s->touched[met] = p[i].article;
        met += *sum == 0;
        *sum += p[i].weight * weight;
    }
    *touched = met;
}

/* The best so far, in a list that is cut back to NEIGHBORS whenever it has grown to twice as many. */
static size_t keep_best(struct edge *v, size_t n, struct edge e)
{
    if (n == 2 * NEIGHBORS) {
        qsort(v, n, sizeof *v, by_cosine);
        n = NEIGHBORS;
    }
    v[n++] = e;
    return n;
}

/* Earlier articles like article i, none before `oldest` unless undated. */
static void search_one(struct search *s, uint32_t i, uint32_t oldest, struct arena *a, struct edges *out)
{
    const struct vector *v = &s->v[i];
    size_t touched = 0, visits = 0, found = 0, k;
    for (k = 0; k < v->n; k++) {
        const struct postings *p = &s->index[v->v[k].term];
        size_t from = lower_bound(p, oldest > s->undated ? oldest : 0);
        size_t undated = oldest > s->undated ? lower_bound(p, s->undated) : 0;
        s->terms[k] = (struct query_term){.from = from ? p->v + from : p->v,
                                          .n = p->n - from,
                                          .undated = p->v,
                                          .n_undated = undated,
                                          .weight = v->v[k].weight,
                                          .term = v->v[k].term};
    }
    qsort(s->terms, v->n, sizeof *s->terms, by_length);
    bool exact = true;
    for (k = 0; k < v->n && visits < VISITS; k++) {
        struct query_term *q = &s->terms[k];
        size_t undated = q->n_undated < VISITS ? q->n_undated : VISITS, dated = q->n < VISITS ? q->n : VISITS;
        exact &= undated == q->n_undated && dated == q->n;
        visits += undated + dated;
        add_up(s, q->undated, undated, q->weight, &touched);
        if (dated) /* of too many the latest; a term nobody used before has no list at all */
            add_up(s, q->from + (q->n - dated), dated, q->weight, &touched);
    }
    exact &= k == v->n;
    float part = exact ? s->share : s->share / 2, least = part * vector_need(0, 0, 1, 1);
    for (size_t t = 0; t < touched; t++) {
        uint32_t j = s->touched[t];
        float sum = s->sums[j];
        s->sums[j] = 0;
        if (sum >= least && sum >= part * vector_need(v->mass, s->v[j].mass, 1, 1))
            found = keep_best(s->found, found, (struct edge){j, i, sum});
    }
    qsort(s->found, found, sizeof *s->found, by_cosine);
    if (found > NEIGHBORS)
        found = NEIGHBORS;
    for (size_t f = 0; f < found; f++) {
        struct edge *e = &s->found[f];
        if (!exact)
            e->cosine = vector_dot(v, &s->v[e->a]);
        if (exact || e->cosine >= s->share * vector_need(v->mass, s->v[e->a].mass, 1, 1))
            vec_add(a, out, *e);
    }
}

/* One block for all postings, each term's part as long as the articles that use it. */
static struct postings *index_room(struct arena *a, const struct vector *v, size_t n)
{
    uint32_t terms = 0;
    size_t total = 0;
    for (size_t i = 0; i < n; i++)
        if (v[i].n && v[i].v[v[i].n - 1].term >= terms)
            terms = v[i].v[v[i].n - 1].term + 1;
    struct postings *index = arena_array(a, struct postings, (size_t)terms + 1);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < v[i].n; k++)
            index[v[i].v[k].term].n++;
    for (uint32_t t = 0; t < terms; t++) {
        if (index[t].n < 2)
            index[t].n = 0; /* a word of one article finds no other */
        total += index[t].n;
    }
    struct posting *room = arena_array(a, struct posting, total + 1);
    for (uint32_t t = 0; t < terms; t++) {
        index[t].v = index[t].n ? room : NULL;
        room += index[t].n;
        index[t].n = 0;
    }
    return index;
}

void neighbors_find(struct arena *a, const struct vector *v, const int64_t *times, size_t n, int64_t window,
                    float share, struct edges *out)
{
    struct arena mem = {0};
    uint32_t oldest = 0;
    size_t longest = 0;
    for (size_t i = 0; i < n; i++)
        longest = v[i].n > longest ? v[i].n : longest;
    struct search s = {.v = v, .share = share, .index = index_room(&mem, v, n)};
    s.terms = arena_array(&mem, struct query_term, longest + 1);
    s.sums = arena_array(&mem, float, n + 1);
    s.touched = arena_array(&mem, uint32_t, n + (size_t)3 * VISITS + 1); /* however often a sum is nothing */
    s.found = arena_array(&mem, struct edge, 2 * NEIGHBORS);
    while (s.undated < n && times[s.undated] == INT64_MIN)
        s.undated++;
    for (uint32_t i = 0; i < n; i++) {
        bool dated = i >= s.undated;
        while (dated && (oldest < s.undated || times[oldest] < times[i] - window))
            oldest++;
        search_one(&s, i, dated ? oldest : 0, a, out);
        for (size_t k = 0; k < v[i].n; k++) {
            struct postings *p = &s.index[v[i].v[k].term];
            if (p->v)
                p->v[p->n++] = (struct posting){i, v[i].v[k].weight};
        }
    }
    arena_end(&mem);
}
