/* The calls to action of the newsroom: which are running, how often each was shown and to how many, what is left. */
#include "base/json.h"
#include "cli/run.h"

static const struct option options[] = {{NULL, NULL, NULL}};

struct tally_cta {
    struct str key;
    const struct cta *cta; /* NULL: its file is gone */
    int64_t id, shown, readers, at_cap;
    int64_t left; /* showings that the cap allows to the active readers of its lists; -1: no cap */
};
VEC(tally_ctas, struct tally_cta);

static int64_t shown_of(struct arena *a, struct str memory, int64_t id)
{
    struct memory m;
    memory_parse(a, memory, &m);
    for (size_t i = 0; i < m.ctas.n; i++)
        if (m.ctas.v[i].cta == id)
            return m.ctas.v[i].shown;
    return 0;
}

static void count_shown(struct tally_cta *t, const struct memory_counts *all)
{
    struct arena a = {0};
    for (size_t i = 0; t->id && i < all->n; i++) {
        int64_t shown = shown_of(&a, all->v[i].text, t->id), readers = all->v[i].readers;
        t->shown += shown * readers;
        t->readers += shown ? readers : 0;
        t->at_cap += t->cta && t->cta->cap > 0 && shown >= t->cta->cap ? readers : 0;
        arena_reset(&a);
    }
    arena_end(&a);
}

/* Every list that a digest goes to and the call may be in. */
static void lists_of(struct newsroom *n, const struct cta *c, struct strs *out)
{
    for (size_t i = 0; i < n->config.digests.n; i++) {
        const struct digest *d = &n->config.digests.v[i];
        bool fits = (!c->lists.n || strs_has(&c->lists, d->list)) && (!d->ctas.n || strs_has(&d->ctas, c->key));
        if (fits && !strs_has(out, d->list))
            vec_add(n->arena, out, d->list);
    }
}

static int count_left(struct newsroom *n, struct tally_cta *t, struct err *e)
{
    struct memory_counts all = {0};
    struct strs lists = {0};
    struct arena a = {0};
    t->left = -1;
    if (!t->cta || t->cta->cap <= 0)
        return 0;
    lists_of(n, t->cta, &lists);
    if (store_memory_counts(n->store, &a, &lists, &all, e) < 0) {
        arena_end(&a);
        return -1;
    }
    t->left = 0;
    for (size_t i = 0; i < all.n; i++) {
        int64_t shown = t->id ? shown_of(&a, all.v[i].text, t->id) : 0;
        t->left += shown < t->cta->cap ? (t->cta->cap - shown) * all.v[i].readers : 0;
    }
    arena_end(&a);
    return 0;
}

static const char *state_of(const struct newsroom *n, const struct cta *c)
{
    switch (c ? cta_state(c, clock_now(), n->config.timezone) : CTA_OVER) {
    case CTA_WAITS:
        return "waiting";
    case CTA_RUNS:
        return "running";
    case CTA_OVER:
        break;
    }
    return c ? "expired" : "gone";
}

static const char *kind_of(const struct cta *c)
{
    static const char *const kinds[] = {[CTA_PRIMARY] = "primary", [CTA_BANNER] = "banner", [CTA_SPONSOR] = "sponsor"};
    return c ? kinds[c->kind] : "";
}

static void show_json(struct newsroom *n, const struct tally_cta *t)
{
    struct buf b;
    buf_init(&b, 1 << 20);
    struct json_out o = {.b = &b};
    json_open(&o, NULL, '{');
    json_put_str(&o, "key", t->key);
    json_put_str(&o, "state", str_c(state_of(n, t->cta)));
    if (t->cta) {
        json_put_str(&o, "kind", str_c(kind_of(t->cta)));
        json_put_str(&o, "heading", t->cta->heading);
        json_put_num(&o, "weight", t->cta->weight > 0 ? t->cta->weight : 1);
    }
    json_put_i64(&o, "shown", t->shown);
    json_put_i64(&o, "readers", t->readers);
    if (t->left >= 0) {
        json_put_i64(&o, "cap", t->cta->cap);
        json_put_i64(&o, "at_cap", t->at_cap);
        json_put_i64(&o, "remaining", t->left);
    }
    json_close(&o, '}');
    print_json_line(&b);
    buf_end(&b);
}

static void show(struct newsroom *n, const struct tally_cta *t)
{
    struct str more = {0};
    if (t->left >= 0)
        more = str_fmt(n->arena, "; %lld have reached the cap of %lld, %lld showings remain", (long long)t->at_cap,
                       (long long)t->cta->cap, (long long)t->left);
    answer(n->cli, STR_FMT "  %s%s%s: shown %lld times to %lld readers" STR_FMT, STR_ARG(t->key), state_of(n, t->cta),
           t->cta ? " " : "", kind_of(t->cta), (long long)t->shown, (long long)t->readers, STR_ARG(more));
}

static struct tally_cta *tally_at(struct arena *a, struct tally_ctas *all, struct str key)
{
    for (size_t i = 0; i < all->n; i++)
        if (str_eq(all->v[i].key, key))
            return &all->v[i];
    vec_add(a, all, ((struct tally_cta){.key = key}));
    return &all->v[all->n - 1];
}

static int ctas(struct newsroom *n, const struct args *a, struct err *e)
{
    struct ctas files = {0};
    struct shown_ctas shown = {0};
    struct tally_ctas all = {0};
    struct memory_counts memories = {0};
    if (newsroom_ctas(n, &files, e) || store_remember(n->store, clock_now(), e) ||
        store_ctas(n->store, n->arena, &shown, e) < 0 ||
        store_memory_counts(n->store, n->arena, NULL, &memories, e) < 0)
        return -1;
    for (size_t i = 0; i < files.n; i++)
        tally_at(n->arena, &all, files.v[i].key)->cta = &files.v[i];
    for (size_t i = 0; i < shown.n; i++)
        tally_at(n->arena, &all, shown.v[i].key)->id = shown.v[i].id;
    for (size_t i = 0; i < all.n; i++) {
        struct tally_cta *t = &all.v[i];
        count_shown(t, &memories);
        if (count_left(n, t, e))
            return -1;
        if (t->cta || t->shown)
            n->cli->json ? show_json(n, t) : show(n, t);
    }
    return 0;
}

static int run(struct cli *c, const struct args *a, struct err *e)
{
    return with_newsroom(c, STORE_WRITE, true, ctas, a, e);
}

const struct command cmd_ctas = {
    "ctas", "", "Calls to action: which run, how often each was shown, what is left", options, 0, 0, run};
