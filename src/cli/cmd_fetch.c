/* fetch: read every configured feed and page that is due, or the named ones, and the local folders. */
#include "cli/fetch.h"

void fetch_meter_draw(void *ctx, size_t done, size_t all)
{
    const struct fetch_meter *m = ctx;
    const struct cli *c = m->cli;
    size_t width = 24, now = m->before + done, bar = m->all ? now * width / m->all : width;
    if (!c->terminal || c->quiet || c->json || all == 0)
        return;
    fprintf(stderr, "\r[");
    for (size_t i = 0; i < width; i++)
        fputc(i < bar ? '#' : '.', stderr);
    fprintf(stderr, "] %zu/%zu %s\x1b[K", now, m->all, m->what);
    fflush(stderr);
}

void fetch_meter_clear(const struct cli *c)
{
    if (c->terminal && !c->quiet && !c->json)
        fprintf(stderr, "\r\x1b[K");
}

static void put_moment(struct fetching *f, struct json_out *o, const char *key, int64_t t)
{
    if (t)
        json_put_str(o, key, date_rfc3339(f->n->arena, when_at(t, f->n->config.timezone.s)));
}

void fetch_print_json(struct fetching *f)
{
    struct buf b;
    buf_init(&b, 1 << 20);
    for (size_t i = 0; i < f->count; i++) {
        const struct fetched *x = &f->v[i];
        const struct source_state *s = &x->state;
        struct json_out o = {&b, false};
        json_open(&o, NULL, '{');
        json_put_str(&o, "source", x->link);
        if (x->source->outlet.n)
            json_put_str(&o, "outlet", x->source->outlet);
        json_put_str(&o, "result", str_c(fetch_end_name(x->end)));
        if (s->status && x->end != FETCH_WAITING)
            json_put_i64(&o, "status", s->status);
        json_put_i64(&o, "new", (int64_t)x->sums[PUT_NEW]);
        json_put_i64(&o, "updated", (int64_t)x->sums[PUT_UPDATED]);
        json_put_i64(&o, "known", (int64_t)x->sums[PUT_SAME]);
        if (x->source->full_text) {
            json_put_i64(&o, "pages", (int64_t)x->pages);
            json_put_i64(&o, "pages_failed", (int64_t)x->pages_failed);
        }
        json_put_str(&o, "moved_to", x->moved);
        json_put_str(&o, "error", s->error);
        if (!s->gone)
            put_moment(f, &o, "next", fetch_due_at(s, x->source->every));
        json_close(&o, '}');
        print_json_line(&b);
    }
    buf_end(&b);
}

static void print_sums_of(struct fetching *f)
{
    size_t ends[5] = {0}, sums[3] = {0}, pages = 0;
    for (size_t i = 0; i < f->count; i++) {
        ends[f->v[i].end]++;
        pages += f->v[i].pages;
        for (size_t k = 0; k < 3; k++)
            sums[k] += f->v[i].sums[k];
    }
    say(f->n->cli, "%zu sources: %zu read, %zu unchanged, %zu not due, %zu failed", f->count, ends[FETCH_READ],
        ends[FETCH_UNCHANGED], ends[FETCH_WAITING], ends[FETCH_FAILED] + ends[FETCH_GONE]);
    say(f->n->cli, "articles: %zu new, %zu updated, %zu known already%s", sums[PUT_NEW], sums[PUT_UPDATED],
        sums[PUT_SAME], pages ? str_fmt(f->n->arena, "; %zu pages followed", pages).s : "");
}

static int run(struct cli *c, const struct args *a, struct err *e)
{
    struct newsroom n;
    struct fetching f;
    if (newsroom_open(c, STORE_WRITE, &n, e))
        return -1;
    int rc = fetch_all(&n, &a->rest, &f, e);
    if (rc >= 0 && c->json)
        fetch_print_json(&f);
    if (rc >= 0 && f.count)
        print_sums_of(&f);
    if (rc >= 0 && newsroom_take_in(&n, e))
        rc = -1;
    newsroom_close(&n);
    return rc;
}

const struct command cmd_fetch = {
    "fetch", "[SOURCE...]", "Read every configured feed and page that is due; named ones at once", NULL, 0, 1000, run};
