#include "base/map.h"
#include "select/cluster.h"
#include "select/lead.h"
#include "select/select.h"
#include <stdlib.h>
#include <string.h>

enum { DEFAULT_WINDOW = 3 * 86400 };

/* When an article came out, as far as anybody says. */
static int64_t time_of(const struct article *x)
{
    return x->published.has != WHEN_NONE ? x->published.t : x->updated.has != WHEN_NONE ? x->updated.t : INT64_MIN;
}

static int canonical(const void *x, const void *y)
{
    const struct article *a = *(const struct article *const *)x, *b = *(const struct article *const *)y;
    int64_t p = time_of(a), q = time_of(b);
    int c = p != q ? (p > q) - (p < q) : str_cmp(a->id, b->id);
    c = c ? c : str_cmp(a->outlet, b->outlet);
    c = c ? c : str_cmp(a->title, b->title);
    return c ? c : str_cmp(a->text, b->text);
}

/* Equal languages, equal numbers: the two letters of the primary subtag. */
static uint32_t language_number(const struct article *x)
{
    struct str l = x->lang.n ? x->lang : words_language(x->text.n ? x->text : x->title);
    if (l.n < 2)
        return 0;
    uint32_t third = l.n > 2 && l.s[2] != '-' && l.s[2] != '_' ? (unsigned char)l.s[2] | 32u : 0;
    return ((unsigned char)l.s[0] | 32u) << 16 | ((unsigned char)l.s[1] | 32u) << 8 | third;
}

static uint32_t outlet_number(struct arena *a, struct map *known, struct str outlet)
{
    if (!outlet.n)
        return 0;
    void **at = map_at(a, known, outlet);
    if (!*at)
        *at = (void *)(uintptr_t)known->n; /* from 1 */
    return (uint32_t)(uintptr_t)*at;
}

static void note_name(struct arena *a, struct map *m, struct str name, uint32_t *number)
{
    if (!name.n)
        return;
    void **at = map_at(a, m, name);
    if (!*at)
        *at = number;
}

/* CLUSTER_FORCE names its story by id, URL or origin of one of its articles. */
static void read_wishes(struct arena *a, const struct article *const *v, size_t n, bool *alone, bool *anyhow,
                        uint32_t *with)
{
    struct map names = {0};
    uint32_t *number = arena_array(a, uint32_t, n + 1);
    for (size_t i = 0; i < n; i++) {
        number[i] = (uint32_t)i;
        note_name(a, &names, v[i]->id, &number[i]);
        note_name(a, &names, v[i]->url, &number[i]);
        note_name(a, &names, v[i]->origin, &number[i]);
    }
    for (size_t i = 0; i < n; i++) {
        const uint32_t *to = v[i]->cluster_with.n ? map_get(&names, v[i]->cluster_with) : NULL;
        bool force = v[i]->cluster == CLUSTER_FORCE;
        alone[i] = v[i]->cluster == CLUSTER_NEVER;
        with[i] = force && to && *to != i ? *to : UINT32_MAX;
        anyhow[i] = force && !v[i]->cluster_with.n;
    }
}

static void cluster(struct arena *a, const struct article *const *v, size_t n, const struct cluster_options *o,
                    uint32_t *group)
{
    struct arena mem = {0};
    int64_t *times = arena_array(&mem, int64_t, n + 1);
    uint32_t *langs = arena_array(&mem, uint32_t, n + 1), *with = arena_array(&mem, uint32_t, n + 1);
    uint32_t *outlets = arena_array(&mem, uint32_t, n + 1);
    struct map known = {0};
    bool *alone = arena_array(&mem, bool, n + 1), *anyhow = arena_array(&mem, bool, n + 1);
    for (size_t i = 0; i < n; i++) {
        times[i] = time_of(v[i]);
        langs[i] = language_number(v[i]);
        outlets[i] = outlet_number(&mem, &known, v[i]->outlet);
    }
    read_wishes(&mem, v, n, alone, anyhow, with);
    struct cluster_input in = {.n = n,
                               .times = times,
                               .langs = langs,
                               .outlets = outlets,
                               .alone = alone,
                               .anyhow = anyhow,
                               .with = with,
                               .window = o && o->window > 0 ? o->window : DEFAULT_WINDOW,
                               .strictness = o && o->threshold > 0 ? (float)o->threshold : 1};
    cluster_groups(&mem, &in, vectors_make(&mem, v, n), group);
    arena_end(&mem);
}

static int by_outlet(const void *x, const void *y)
{
    const struct article *a = *(const struct article *const *)x, *b = *(const struct article *const *)y;
    int64_t p = time_of(a), q = time_of(b);
    int c = p != q ? (p > q) - (p < q) : str_cmp(a->outlet, b->outlet);
    return c ? c : str_cmp(a->id, b->id);
}

/* The article that gives the story its id: the one the store has had longest, so that a late report of an early hour
 * changes nothing; of several at once the earliest. Canonical order has undated ones in front: they stand back. */
static const struct article *first_known(const struct article_refs *v)
{
    const struct article *first = v->v[0];
    for (size_t i = 1; i < v->n; i++) {
        const struct article *x = v->v[i];
        bool sooner = first->first_seen && x->first_seen && x->first_seen < first->first_seen;
        bool later = first->first_seen && x->first_seen && x->first_seen > first->first_seen;
        if (sooner || (!later && time_of(first) == INT64_MIN && time_of(x) != INT64_MIN))
            first = x;
    }
    return first;
}

static void finish(struct arena *a, struct story *s, const struct cluster_options *o)
{
    const struct article *first = first_known(&s->articles);
    qsort(s->articles.v, s->articles.n, sizeof *s->articles.v, by_outlet);
    size_t lead = lead_choose(a, &s->articles, o ? o->weights : NULL, o ? o->n_weights : 0, &s->reasons);
    s->lead = s->articles.v[lead];
    memmove(s->articles.v + 1, s->articles.v, lead * sizeof *s->articles.v);
    s->articles.v[0] = s->lead;
    s->id = first->id;
    s->headline = s->lead->title;
    s->url = s->lead->url;
}

static int newest_first(const void *x, const void *y)
{
    const struct story *a = x, *b = y;
    int64_t p = time_of(a->lead), q = time_of(b->lead);
    int c = p != q ? (p < q) - (p > q) : str_cmp(a->id, b->id);
    return c ? c : str_cmp(a->headline, b->headline);
}

void select_stories(struct arena *a, const struct articles *articles, const struct cluster_options *o,
                    struct stories *out)
{
    struct arena mem = {0};
    size_t n = articles->n;
    const struct article **v = arena_array(&mem, const struct article *, n + 1);
    uint32_t *group = arena_array(&mem, uint32_t, n + 1);
    size_t *story = arena_array(&mem, size_t, n + 1);
    for (size_t i = 0; i < n; i++)
        v[i] = &articles->v[i];
    qsort(v, n, sizeof *v, canonical);
    cluster(&mem, v, n, o, group);
    size_t from = out->n;
    for (size_t i = 0; i < n; i++) {
        size_t *at = &story[group[i]];
        if (!*at) {
            vec_push(a, out);
            *at = out->n;
        }
        vec_add(a, &out->v[*at - 1].articles, v[i]);
    }
    for (size_t i = from; i < out->n; i++)
        finish(a, &out->v[i], o);
    if (out->n > from)
        qsort(out->v + from, out->n - from, sizeof *out->v, newest_first);
    arena_end(&mem);
}
