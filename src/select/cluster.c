#include "select/cluster.h"
#include "select/neighbors.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Average link: two groups become one when the mean cosine over all their pairs is high enough. As the mean over pairs
 * is the product of the groups' summed vectors, it is exact although only neighbours are ever listed. Groups are joined
 * in the order of how clearly they belong together. */

/* Two headlines alone are thin evidence, and two stories that have both grown without meeting are probably two:
 * surcharges on vector_need. */
static const float GROWN = 0.3f, THIN = 0.5f;
static const float KEEP = 0.8f; /* a pair of groups is remembered down to this share of what it needs */
/* Where both sides say more than a headline, fewer common words than this are a subject, not an event: two paragraphs
 * on dredging a harbor. It costs nothing on full texts and on headlines. */
static const float THIN_TEXT = 0.15f;
enum { FEW = 5 };
/* A story of more articles than LARGEST is none; the bound keeps the work linear when all articles are alike. */
enum { DAY = 86400, LARGEST = 1000, SMALL = 4 /* pairs of articles */ };

/* An outlet seldom tells one event twice, but always of its town, its harbor, its ministers. What two of its paragraphs
 * need, as a multiple; two of its reports have words enough of their own (with 1.5 there as well, B-cubed F1 over
 * random halves of the stories falls from 0.981 to 0.970). */
static const float SAME_OUTLET = 2.5f;

struct near {
    uint32_t group;
    float cosine;
};
struct group {
    struct vector sum;
    struct near_list {
        struct near *v;
        uint32_t n, cap;
    } near; /* by rising group */
    size_t size;
    float mass;
    int64_t first, last; /* times; first > last: none known */
    double time_sum;
    size_t dated;
    uint32_t lang, changes;
    uint32_t outlet; /* of all its articles; 0: unknown, or several */
    bool gone, alone;
    bool own_sum; /* sum.v is the group's: not an article's vector */
};

struct candidate {
    float score;
    uint32_t a, b, changes_a, changes_b;
};

struct clustering {
    struct arena *a;
    const struct cluster_input *in;
    struct group *g;
    uint32_t *parent;
    struct candidate *heap;
    size_t n_heap, cap_heap;
};

/* ---- heap: best first; ties by the groups' numbers, so that the outcome does not depend on the order of insertion
 * ---- */

static bool before(const struct candidate *x, const struct candidate *y)
{
    if (x->score != y->score)
        return x->score > y->score;
    return x->a != y->a ? x->a < y->a : x->b < y->b;
}

static void heap_push(struct clustering *c, struct candidate x)
{
    if (c->n_heap == c->cap_heap) {
        c->cap_heap = c->cap_heap ? c->cap_heap * 2 : 1024;
        c->heap = mem_realloc(c->heap, c->cap_heap * sizeof *c->heap);
    }
    size_t i = c->n_heap++;
    while (i && before(&x, &c->heap[(i - 1) / 2])) {
        c->heap[i] = c->heap[(i - 1) / 2];
        i = (i - 1) / 2;
    }
    c->heap[i] = x;
}

static struct candidate heap_pop(struct clustering *c)
{
    struct candidate top = c->heap[0], x = c->heap[--c->n_heap];
    size_t i = 0, k;
    while ((k = 2 * i + 1) < c->n_heap) {
        if (k + 1 < c->n_heap && before(&c->heap[k + 1], &c->heap[k]))
            k++;
        if (!before(&c->heap[k], &x))
            break;
        c->heap[i] = c->heap[k];
        i = k;
    }
    c->heap[i] = x;
    return top;
}

/* ---- how alike two groups are ---- */

static bool may_join(const struct clustering *c, const struct group *x, const struct group *y)
{
    if (x->alone || y->alone || x->size + y->size > LARGEST || (x->lang && y->lang && x->lang != y->lang))
        return false;
    if (x->first > x->last || y->first > y->last)
        return true;
    int64_t first = x->first < y->first ? x->first : y->first, last = x->last > y->last ? x->last : y->last;
    return last - first <= c->in->window;
}

/* Reports on one event come close together: a week apart counts 0.81 of the same day. */
static float time_factor(const struct group *x, const struct group *y)
{
    if (!x->dated || !y->dated)
        return 1;
    double apart = fabs(x->time_sum / (double)x->dated - y->time_sum / (double)y->dated);
    return 0.7f + 0.3f * (float)exp(-apart / (7 * DAY));
}

/* Above 1: the same story. */
static float score(const struct clustering *c, const struct group *x, const struct group *y, float cosine)
{
    float least = (float)(x->size < y->size ? x->size : y->size), mass = fminf(x->mass, y->mass);
    float pairs = sqrtf((float)x->size * (float)y->size);
    float need = vector_need(x->mass, y->mass, 1 + GROWN * mass * (1 - 1 / least), 1 + THIN / pairs);
    if (x->outlet && x->outlet == y->outlet)
        need *= 1 + (SAME_OUTLET - 1) * fminf(1, 2 * (1 - mass));
    return cosine * time_factor(x, y) / (need * c->in->strictness);
}

/* One shared name is no shared event. While groups are small, half of what is needed must come from other words than
 * the strongest. */
static bool rests_on_one_word(const struct clustering *c, const struct group *x, const struct group *y, float cosine)
{
    if (x->size * y->size > SMALL)
        return false;
    float mass = fminf(x->mass, y->mass);
    if (mass > THIN_TEXT && vector_common(&x->sum, &y->sum) < FEW)
        return true;
    float strongest = vector_strongest(&x->sum, &y->sum) / ((float)x->size * (float)y->size);
    return cosine - strongest < 0.5f * c->in->strictness * vector_need(x->mass, y->mass, 1, 1);
}

static void propose(struct clustering *c, uint32_t a, uint32_t b, float cosine)
{
    const struct group *x = &c->g[a], *y = &c->g[b];
    if (!may_join(c, x, y))
        return;
    float s = score(c, x, y, cosine);
    if (s < 1 || rests_on_one_word(c, x, y, cosine))
        return;
    if (a > b)
        heap_push(c, (struct candidate){s, b, a, y->changes, x->changes});
    else
        heap_push(c, (struct candidate){s, a, b, x->changes, y->changes});
}

static float mean_cosine(const struct group *x, const struct group *y)
{
    return vector_dot(&x->sum, &y->sum) / ((float)x->size * (float)y->size);
}

/* ---- neighbours of a group, a sorted list ---- */

static size_t near_find(const struct group *g, uint32_t other)
{
    size_t lo = 0, hi = g->near.n;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (g->near.v[mid].group < other)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static void near_drop(struct group *g, uint32_t other)
{
    size_t i = near_find(g, other);
    if (i < g->near.n && g->near.v[i].group == other) {
        memmove(&g->near.v[i], &g->near.v[i + 1], (g->near.n - i - 1) * sizeof *g->near.v);
        g->near.n--;
    }
}

/* Lists and sums change with every join: plain heap memory, given back at once, where an arena would keep all versions.
 */
static struct near *near_room(struct near_list *l)
{
    if (l->n == l->cap) {
        l->cap = l->cap ? l->cap * 2 : 4;
        l->v = mem_realloc(l->v, l->cap * sizeof *l->v);
    }
    return &l->v[l->n++];
}

static void near_set(struct group *g, uint32_t other, float cosine)
{
    size_t i = near_find(g, other);
    if (i < g->near.n && g->near.v[i].group == other) {
        g->near.v[i].cosine = cosine;
        return;
    }
    near_room(&g->near);
    memmove(&g->near.v[i + 1], &g->near.v[i], (g->near.n - 1 - i) * sizeof *g->near.v);
    g->near.v[i] = (struct near){other, cosine};
}

/* ---- joining ---- */

static struct vector vector_sum(const struct vector *x, const struct vector *y)
{
    struct vector out = {.v = mem_realloc(NULL, (x->n + y->n + 1) * sizeof *x->v)};
    size_t i = 0, j = 0;
    while (i < x->n || j < y->n) {
        if (j == y->n || (i < x->n && x->v[i].term < y->v[j].term)) {
            out.v[out.n++] = x->v[i++];
        } else if (i == x->n || y->v[j].term < x->v[i].term) {
            out.v[out.n++] = y->v[j++];
        } else {
            out.v[out.n] = x->v[i++];
            out.v[out.n++].weight += y->v[j++].weight;
        }
    }
    return out;
}

/* The neighbours of both, with the cosine to the joined group: the mean of the two, weighted by size. */
static void join_neighbors(struct clustering *c, uint32_t big, uint32_t small)
{
    struct group *x = &c->g[big], *y = &c->g[small];
    struct near_list all = {0};
    size_t i = 0, j = 0;
    while (i < x->near.n || j < y->near.n) {
        uint32_t p = i < x->near.n ? x->near.v[i].group : UINT32_MAX,
                 q = j < y->near.n ? y->near.v[j].group : UINT32_MAX;
        uint32_t other = p < q ? p : q;
        if (other != big && other != small) {
            float cx = p == other ? x->near.v[i].cosine : mean_cosine(x, &c->g[other]);
            float cy = q == other ? y->near.v[j].cosine : mean_cosine(y, &c->g[other]);
            float both = (cx * (float)x->size + cy * (float)y->size) / (float)(x->size + y->size);
            if (q == other)
                near_drop(&c->g[other], small);
            if (both >= KEEP * vector_need(x->mass, c->g[other].mass, 1, 1) * fminf(c->in->strictness, 1)) {
                *near_room(&all) = (struct near){other, both};
                near_set(&c->g[other], big, both);
            } else if (p == other) {
                near_drop(&c->g[other], big);
            }
        }
        i += p == other;
        j += q == other;
    }
    free(x->near.v);
    free(y->near.v);
    x->near = all;
    y->near = (struct near_list){0};
}

static void drop_sum(struct group *g)
{
    if (g->own_sum)
        free(g->sum.v);
    g->own_sum = false;
    g->sum = (struct vector){0};
}

static void join(struct clustering *c, uint32_t a, uint32_t b)
{
    bool swap = c->g[b].size > c->g[a].size;
    uint32_t big = swap ? b : a, small = swap ? a : b;
    struct group *x = &c->g[big], *y = &c->g[small];
    join_neighbors(c, big, small);
    struct vector sum = vector_sum(&x->sum, &y->sum);
    drop_sum(x);
    drop_sum(y);
    x->sum = sum;
    x->own_sum = true;
    x->mass = (x->mass * (float)x->size + y->mass * (float)y->size) / (float)(x->size + y->size);
    x->size += y->size;
    x->first = y->first < x->first ? y->first : x->first;
    x->last = y->last > x->last ? y->last : x->last;
    x->time_sum += y->time_sum;
    x->dated += y->dated;
    x->lang = x->lang ? x->lang : y->lang;
    x->outlet = x->outlet == y->outlet ? x->outlet : 0;
    x->changes++;
    y->changes++;
    y->gone = true;
    c->parent[small] = big;
    for (size_t i = 0; i < x->near.n; i++)
        propose(c, big, x->near.v[i].group, x->near.v[i].cosine);
}

static uint32_t root(struct clustering *c, uint32_t i)
{
    while (c->parent[i] != i)
        i = c->parent[i] = c->parent[c->parent[i]];
    return i;
}

static void start_groups(struct clustering *c, const struct vector *v)
{
    for (uint32_t i = 0; i < c->in->n; i++) {
        int64_t t = c->in->times[i];
        bool dated = t != INT64_MIN;
        c->parent[i] = i;
        c->g[i] = (struct group){.sum = v[i],
                                 .size = 1,
                                 .mass = v[i].mass,
                                 .first = dated ? t : INT64_MAX,
                                 .last = dated ? t : INT64_MIN,
                                 .time_sum = dated ? (double)t : 0,
                                 .dated = dated,
                                 .lang = c->in->langs[i],
                                 .outlet = c->in->outlets[i],
                                 .alone = c->in->alone[i]};
    }
}

/* An editor's wish holds against every measure. */
static void join_forced(struct clustering *c)
{
    for (uint32_t i = 0; i < c->in->n; i++) {
        uint32_t with = c->in->with[i];
        if (with == UINT32_MAX)
            continue;
        uint32_t a = root(c, i), b = root(c, with);
        if (a != b)
            join(c, a < b ? a : b, a < b ? b : a);
    }
}

/* Told to join, but not whom: the nearest group, if anything is near. */
static void join_anyhow(struct clustering *c)
{
    for (uint32_t i = 0; i < c->in->n; i++) {
        uint32_t a = root(c, i), best = UINT32_MAX;
        float most = 0;
        if (!c->in->anyhow[i] || c->g[a].size > 1)
            continue;
        for (size_t k = 0; k < c->g[a].near.n; k++) {
            const struct near *x = &c->g[a].near.v[k];
            if (x->cosine > most && !c->g[x->group].alone) {
                most = x->cosine;
                best = x->group;
            }
        }
        if (best != UINT32_MAX)
            join(c, a < best ? a : best, a < best ? best : a);
    }
}

void cluster_groups(struct arena *a, const struct cluster_input *in, const struct vector *v, uint32_t *group_of)
{
    struct arena mem = {0}, pairs = {0};
    struct edges edges = {0};
    struct clustering c = {.a = &mem,
                           .in = in,
                           .g = arena_array(&mem, struct group, in->n + 1),
                           .parent = arena_array(&mem, uint32_t, in->n + 1)};
    start_groups(&c, v);
    neighbors_find(&pairs, v, in->times, in->n, in->window, KEEP * fminf(in->strictness, 1), &edges);
    for (size_t i = 0; i < edges.n; i++) {
        /* a rises within one b: these lists stay sorted without searching */
        *near_room(&c.g[edges.v[i].a].near) = (struct near){edges.v[i].b, edges.v[i].cosine};
        near_set(&c.g[edges.v[i].b], edges.v[i].a, edges.v[i].cosine);
    }
    arena_end(&pairs);
    join_forced(&c);
    for (uint32_t i = 0; i < in->n; i++)
        for (size_t k = 0; !c.g[i].gone && k < c.g[i].near.n; k++)
            if (c.g[i].near.v[k].group > i)
                propose(&c, i, c.g[i].near.v[k].group, c.g[i].near.v[k].cosine);
    while (c.n_heap) {
        struct candidate x = heap_pop(&c);
        const struct group *p = &c.g[x.a], *q = &c.g[x.b];
        if (!p->gone && !q->gone && p->changes == x.changes_a && q->changes == x.changes_b)
            join(&c, x.a, x.b);
    }
    join_anyhow(&c);
    for (uint32_t i = 0; i < in->n; i++)
        group_of[i] = root(&c, i);
    for (size_t i = 0; i < in->n; i++) {
        free(c.g[i].near.v);
        drop_sum(&c.g[i]);
    }
    free(c.heap);
    arena_end(&mem);
}
