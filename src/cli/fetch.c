/* Reading the newsroom's feeds and pages: who is due is asked, all at once; what the answers mean for articles and for
 * the next time is kept together. One bad source never stops the others. */
#include "cli/fetch.h"
#include "base/crew.h"
#include "base/crypto.h"
#include "base/file.h"
#include "base/lock.h"
#include "base/map.h"
#include "base/url.h"
#include <stdarg.h>

enum {
    SOURCES_AT_ONCE = 256, /* bodies in memory */
    FINDINGS_A_SOURCE = 10,
    FORGET_AFTER = 90 * 86400, /* a source that is not in the configuration any more; some come back after a summer */
    BROKEN_AFTER = 5,          /* failures in a row, from which on even passing trouble is worth a mail from cron */
};

const char *fetch_end_name(enum fetch_end end)
{
    static const char *const names[] = {"waiting", "unchanged", "read", "failed", "gone"};
    return names[end];
}

void fetch_finding(struct fetching *f, const struct fetched *x, enum severity severity, const char *fmt, ...)
{
    struct arena a = {0};
    va_list ap;
    va_start(ap, fmt);
    struct str text = str_vfmt(&a, fmt, ap);
    va_end(ap);
    struct str outlet = x->source->outlet;
    bool named = str_starts(text, x->link.s);
    finding_add(&f->n->cli->findings, severity, f->n->config.file, x->source->line, x->source->column,
                STR_FMT "%s" STR_FMT "%s" STR_FMT, STR_ARG(outlet), outlet.n ? ", " : "",
                STR_ARG(named ? (struct str){0} : x->link), named ? "" : ": ", STR_ARG(text));
    arena_end(&a);
}

bool fetch_private(struct arena *a, const struct fetched *x, struct str url)
{
    struct url named, asked;
    return x->source->allow_private && url_parse(a, x->link, &named) && url_parse(a, url, &asked) &&
           str_eq(named.host, asked.host) && named.port == asked.port;
}

/* ---- which sources */

static bool wanted(const struct fetched *x, const struct strs *only)
{
    return !only || !only->n || strs_ihas(only, x->source->outlet) || strs_has(only, x->link) ||
           (x->state.moved_to.n && strs_has(only, x->state.moved_to));
}

/* Articles depend on these: when one of them changes, the next answer is read whole. */
static struct str reading_of(struct newsroom *n, const struct source *s)
{
    return short_id(n->arena, str_fmt(n->arena, "%s\n" STR_FMT "\n" STR_FMT "\n%d\n" STR_FMT, BULLETIN_VERSION,
                                      STR_ARG(s->outlet), STR_ARG(str_join(n->arena, &s->topics, ";")), s->full_text,
                                      STR_ARG(n->config.timezone)));
}

static bool configured(const struct config *c, struct str link)
{
    for (size_t i = 0; i < c->sources.n; i++)
        if (str_eq(c->sources.v[i].feed, link) || str_eq(c->sources.v[i].page, link))
            return true;
    return false;
}

/* Somebody wrote the new address of a moved feed into the configuration, as asked: what is known of it stays known. */
static int follow_renames(struct newsroom *n, struct source_states *all, struct map *known, bool write, struct err *e)
{
    for (size_t i = 0; i < all->n; i++)
        *map_at(n->arena, known, all->v[i].url) = &all->v[i];
    for (size_t i = 0; i < all->n; i++) {
        struct source_state *s = &all->v[i];
        if (!s->moved_to.n || map_get(known, s->moved_to) || configured(&n->config, s->url) ||
            !configured(&n->config, s->moved_to))
            continue;
        if (write && store_source_rename(n->store, s->url, s->moved_to, e))
            return -1;
        s->url = s->moved_to;
        s->moved_to = (struct str){0};
        *map_at(n->arena, known, s->url) = s;
    }
    return 0;
}

/* What is known of sources that have left the configuration, and of their items; articles stay. */
static int forget_removed(struct newsroom *n, const struct source_states *all, const struct map *lines, struct err *e)
{
    int64_t now = clock_now();
    for (size_t i = 0; i < all->n; i++) {
        const struct source_state *s = &all->v[i];
        if (s->tried_at + FORGET_AFTER < now && !map_get(lines, s->url) &&
            (!s->moved_to.n || !map_get(lines, s->moved_to)) && store_source_forget(n->store, s->url, e))
            return -1;
    }
    return 0;
}

static int load(struct newsroom *n, const struct strs *only, bool write, struct fetching *out, struct err *e)
{
    struct source_states all = {0};
    struct map lines = {0}, known = {0};
    struct str contact = n->config.url;
    *out = (struct fetching){.n = n, .now = clock_now()};
    out->user_agent = contact.n ? str_fmt(n->arena, "bulletin/%s (+" STR_FMT ")", BULLETIN_VERSION, STR_ARG(contact))
                                : str_fmt(n->arena, "bulletin/%s", BULLETIN_VERSION);
    if (store_sources(n->store, n->arena, &all, e) || follow_renames(n, &all, &known, write, e))
        return -1;
    out->v = arena_array(n->arena, struct fetched, n->config.sources.n + 1);
    for (size_t i = 0; i < n->config.sources.n; i++) {
        const struct source *s = &n->config.sources.v[i];
        struct fetched x = {.source = s, .link = s->feed.n ? s->feed : s->page};
        if (s->folder.n)
            continue;
        void **line = map_at(n->arena, &lines, x.link);
        if (*line) {
            if (write)
                fetch_finding(out, &x, SEV_WARNING, "stands in line %d already; read once",
                              ((const struct source *)*line)->line);
            continue;
        }
        *line = (void *)s;
        const struct source_state *state = map_get(&known, x.link);
        x.state = state ? *state : (struct source_state){.url = x.link};
        x.reading = reading_of(n, s);
        if (wanted(&x, only))
            out->v[out->count++] = x;
    }
    return write ? forget_removed(n, &all, &lines, e) : 0;
}

int fetch_load(struct newsroom *n, const struct strs *only, struct fetching *out, struct err *e)
{
    return load(n, only, false, out, e);
}

/* Every name that was given must be a source's. */
static int check_names(struct newsroom *n, const struct strs *only, struct err *e)
{
    const char *names[64];
    for (size_t i = 0; only && i < only->n; i++) {
        size_t known = 0;
        bool found = false;
        for (size_t k = 0; k < n->config.sources.n && !found; k++) {
            const struct source *s = &n->config.sources.v[k];
            found = str_ieq(s->outlet, only->v[i]) || str_eq(s->feed, only->v[i]) || str_eq(s->page, only->v[i]) ||
                    str_eq(s->folder, only->v[i]);
            if (s->outlet.n && known < 64)
                names[known++] = s->outlet.s;
        }
        const char *near = found ? NULL : nearest_name(only->v[i], names, known);
        if (!found)
            return err_set(e, EX_USAGE, "no source is called '" STR_FMT "'%s%s%s; 'bulletin sources' lists them",
                           STR_ARG(str_sub(only->v[i], 0, 100)), near ? "; did you mean '" : "", near ? near : "",
                           near ? "'?" : "");
    }
    return 0;
}

/* ---- what an answer means */

static struct str moment(struct fetching *f, int64_t t)
{
    return date_rfc3339(f->n->arena, when_at(t, f->n->config.timezone.s));
}

static void failed(struct fetching *f, struct fetched *x, const struct fetch_result *got, bool passing, const char *why)
{
    struct arena *a = f->n->arena;
    struct str text = str_c(why);
    if (str_starts(text, x->link.s) && str_starts(str_sub(text, x->link.n, text.n), ": "))
        text = str_sub(text, x->link.n + 2, text.n);
    x->end = FETCH_FAILED;
    x->state.error = str_dup(a, text);
    x->state.status = got->status;
    fetch_failed(&x->state, x->source->every, passing, got->retry_after, f->now);
    if (!passing && x->state.moved_to.n) { /* the place it moved to does not have it after all */
        x->state.moved_to = (struct str){0};
        x->state.etag = x->state.last_modified = x->state.body = (struct str){0};
    }
    *(passing ? &f->temporary : &f->bad) += 1;
    bool loud = !passing || x->state.failures >= BROKEN_AFTER;
    struct str next = moment(f, x->state.due_at);
    if (x->state.failures > 1)
        fetch_finding(f, x, loud ? SEV_ERROR : SEV_WARNING,
                      STR_FMT " (%lld times in a row); what is stored stays, asked again from " STR_FMT, STR_ARG(text),
                      (long long)x->state.failures, STR_ARG(next));
    else
        fetch_finding(f, x, loud ? SEV_ERROR : SEV_WARNING, STR_FMT "; what is stored stays, asked again from " STR_FMT,
                      STR_ARG(text), STR_ARG(next));
}

static void gone(struct fetching *f, struct fetched *x)
{
    x->end = FETCH_GONE;
    fetch_failed(&x->state, x->source->every, false, 0, f->now);
    x->state.gone = true;
    x->state.status = 410;
    x->state.error = str_lit("taken down for good (410 Gone)");
    f->bad++;
    fetch_finding(f, x, SEV_ERROR,
                  "taken down for good (410 Gone); what is stored stays, it is not asked again; "
                  "take it out of the file, or name it in 'bulletin fetch' to try once more");
}

/* A permanent redirect is believed, but not one that gives up TLS. */
static void moved(struct fetching *f, struct fetched *x, const struct fetch_result *got)
{
    struct str from = x->state.moved_to.n ? x->state.moved_to : x->link, to = got->permanent_url;
    if (!to.n || str_eq(to, from) || (str_starts(from, "https:") && !str_starts(to, "https:")))
        return;
    to = str_dup(f->n->arena, to);
    x->state.moved_to = str_eq(to, x->link) ? (struct str){0} : to;
    x->moved = to;
    fetch_finding(f, x, SEV_WARNING,
                  "moved for good to " STR_FMT ", which is asked from now on; write that into the file", STR_ARG(to));
}

static void succeeded(struct fetching *f, struct fetched *x, const struct fetch_result *got, int64_t hint)
{
    struct arena *a = f->n->arena;
    moved(f, x, got);
    fetch_succeeded(&x->state, x->source->every, hint > got->max_age ? hint : got->max_age, f->now);
    x->state.status = got->status;
    if (got->etag.n || got->status != 304)
        x->state.etag = got->etag.n ? str_dup(a, got->etag) : got->etag;
    if (got->last_modified.n || got->status != 304)
        x->state.last_modified = got->last_modified.n ? str_dup(a, got->last_modified) : got->last_modified;
}

/* What the reader had to say, at the source's line in the configuration. */
static void pass_on(struct fetching *f, const struct fetched *x, const struct findings *own)
{
    for (size_t i = 0; i < own->list.n && i < FINDINGS_A_SOURCE; i++) {
        const struct finding *g = &own->list.v[i];
        if (g->line)
            fetch_finding(f, x, g->severity, "line %d: " STR_FMT, g->line, STR_ARG(g->text));
        else
            fetch_finding(f, x, g->severity, STR_FMT, STR_ARG(g->text));
    }
    if (own->list.n > FINDINGS_A_SOURCE)
        fetch_finding(f, x, SEV_NOTE, "%zu more findings of this kind", own->list.n - FINDINGS_A_SOURCE);
}

/* A page where a feed should be often says where the feed is. */
static void no_feed(struct arena *a, const struct fetch_result *got, struct err *why)
{
    struct subscriptions named = {0};
    ingest_discover(a, got->body, got->final_url, &named);
    if (named.n)
        err_set(why, EX_DATAERR, "is not a feed but a page; its feed is " STR_FMT, STR_ARG(named.v[0].url));
    else
        err_set(why, EX_DATAERR, "is not a feed, nor a page that names one");
}

/* A page's reader says itself why there is none. */
static void no_article(const struct findings *said, struct err *why)
{
    for (size_t i = 0; i < said->list.n && !why->code; i++)
        if (said->list.v[i].severity == SEV_ERROR)
            err_set(why, EX_DATAERR, STR_FMT, STR_ARG(said->list.v[i].text));
}

/* ---- reading what came: on all cores, so it touches nothing but its own piece */

struct answer {
    struct arena arena; /* of the articles too */
    const struct fetched *x;
    const struct fetch_request *r;
    const char *zone;
    uint8_t sum[SHA256_LEN]; /* of the body */
    bool same;               /* the bytes of last time */
    struct articles found;
    struct findings findings;
    struct feed_info feed;
    struct err err;
};

static bool has_body(const struct fetch_request *r)
{
    return !r->err.code && r->result.status >= 200 && r->result.status < 300;
}

static void read_body(struct answer *w)
{
    const struct fetched *x = w->x;
    const struct fetch_result *got = &w->r->result;
    sha256(got->body, w->sum);
    w->same = str_eq(x->state.reading, x->reading) && str_eq(x->state.body, (struct str){(char *)w->sum, SHA256_LEN});
    if (w->same)
        return;
    struct read_options o = {.name = x->link,
                             .url = got->final_url,
                             .outlet = x->source->outlet,
                             .origin = x->link,
                             .content_type = got->content_type,
                             .zone = w->zone,
                             .as_of = got->sent_at};
    w->findings.arena = &w->arena;
    int rc = ingest_read(&w->arena, got->body, &o, &w->found, &w->feed, &w->findings, &w->err);
    if (rc == 0 && x->source->feed.n && !w->feed.is_feed)
        no_feed(&w->arena, got, &w->err);
    if (rc == 0 && x->source->page.n && !w->found.n)
        no_article(&w->findings, &w->err);
}

static size_t read_answer(void *ctx, size_t i)
{
    struct answer *w = (struct answer *)ctx + i;
    if (has_body(w->r))
        read_body(w);
    return w->arena.used;
}

/* ---- what an answer means, in the order of the sources */

static void take_body(struct fetching *f, struct fetched *x, const struct answer *w)
{
    const struct fetch_result *got = &w->r->result;
    if (w->same) {
        x->end = FETCH_UNCHANGED;
        succeeded(f, x, got, x->state.ttl);
        return;
    }
    if (w->err.code) {
        failed(f, x, got, false, w->err.msg);
        return;
    }
    pass_on(f, x, &w->findings);
    x->found = w->found;
    x->state.skip_hours = w->feed.skip_hours;
    x->state.skip_days = w->feed.skip_days;
    succeeded(f, x, got, w->feed.ttl_minutes * 60);
    x->state.body = (struct str){arena_copy(f->n->arena, w->sum, SHA256_LEN), SHA256_LEN};
    x->state.reading = x->reading;
    x->end = FETCH_READ;
}

static void judge(struct fetching *f, struct fetched *x, struct answer *w)
{
    const struct fetch_request *r = w->r;
    const struct fetch_result *got = &r->result;
    int s = got->status;
    if (r->err.code) {
        failed(f, x, got, r->err.code == EX_TEMPFAIL, r->err.msg);
    } else if (s == 304) {
        x->end = FETCH_UNCHANGED;
        succeeded(f, x, got, x->state.ttl);
    } else if (has_body(r)) {
        take_body(f, x, w);
    } else if (s == 410 && !x->state.moved_to.n) {
        gone(f, x);
    } else {
        const char *advice = s == 401 || s == 403 ? " (not for us)"
                             : s == 404           ? " (not found)"
                             : s == 429           ? " (too many requests)"
                                                  : "";
        failed(f, x, got, s >= 500 || s == 429 || s == 408 || s == 425,
               str_fmt(&w->arena, "the server answered %d%s", s, advice).s);
    }
}

/* ---- asking */

static void request(struct fetching *f, struct arena *a, struct fetched *x, struct fetch_request *r)
{
    r->url = x->state.moved_to.n ? x->state.moved_to : x->link;
    r->options = (struct fetch_options){
        .user_agent = f->user_agent, .robots = x->source->page.n > 0, .allow_private = fetch_private(a, x, r->url)};
    if (str_eq(x->state.reading, x->reading)) {
        r->options.etag = x->state.etag;
        r->options.last_modified = x->state.last_modified;
    }
}

static int keep(struct fetching *f, struct arena *a, struct fetched *x, struct err *e)
{
    if (store_source_put(f->n->store, &x->state, e))
        return -1;
    if (x->end != FETCH_READ)
        return 0;
    if (fetch_keep(f, a, x, e))
        return -1;
    if (!x->sums[PUT_NEW] && !x->sums[PUT_UPDATED])
        return 0;
    x->state.news_at = f->now;
    return store_source_put(f->n->store, &x->state, e);
}

/* All are read before the first is written: nobody waits for the database while bodies are parsed. */
static void judge_all(struct fetching *f, struct answer *w, struct fetched **v, size_t n)
{
    struct crew *crew = crew_start(n, read_answer, w);
    for (size_t i = 0; i < n; i++) {
        crew_wait(crew, i);
        judge(f, v[i], &w[i]);
    }
    crew_end(crew);
}

static int keep_all(struct fetching *f, struct answer *w, struct fetched **v, size_t n, struct err *e)
{
    if (store_batch(f->n->store, e))
        return -1;
    int rc = 0;
    for (size_t i = 0; i < n && rc == 0; i++) {
        rc = keep(f, &w[i].arena, v[i], e);
        arena_end(&w[i].arena);
    }
    struct err ignored = {0};
    return store_batch_end(f->n->store, rc == 0, rc ? &ignored : e) || rc ? -1 : 0;
}

static int ask_batch(struct fetching *f, struct fetched **v, size_t n, struct fetch_meter *meter, struct err *e)
{
    struct arena a = {0};
    struct fetch_request *r = arena_array(&a, struct fetch_request, n);
    struct answer *w = arena_array(&a, struct answer, n);
    struct fetch_limits limits = {.progress = fetch_meter_draw, .ctx = meter};
    for (size_t i = 0; i < n; i++) {
        request(f, &a, v[i], &r[i]);
        w[i].x = v[i];
        w[i].r = &r[i];
        w[i].zone = f->n->config.timezone.s;
    }
    int rc = ingest_fetch_all(&a, r, n, &limits, e);
    if (rc == 0) {
        judge_all(f, w, v, n);
        rc = keep_all(f, w, v, n, e);
    }
    for (size_t i = 0; i < n; i++) {
        v[i]->found = (struct articles){0};
        arena_end(&w[i].arena);
    }
    arena_end(&a);
    return rc;
}

/* Healthy sources first: those in trouble wait for their time-outs together. */
static size_t due(struct fetching *f, bool named, struct fetched **out)
{
    size_t n = 0;
    for (int broken = 0; broken < 2; broken++)
        for (size_t i = 0; i < f->count; i++)
            if ((f->v[i].state.failures > 0) == broken &&
                (named || fetch_is_due(&f->v[i].state, f->v[i].source->every, f->now)))
                out[n++] = &f->v[i];
    return n;
}

static int ask_all(struct fetching *f, bool named, struct err *e)
{
    struct fetched **v = arena_array(f->n->arena, struct fetched *, f->count + 1);
    size_t n = due(f, named, v);
    struct fetch_meter meter = {f->n->cli, "sources", 0, n};
    for (; meter.before < n; meter.before += SOURCES_AT_ONCE) {
        size_t left = n - meter.before;
        if (ask_batch(f, v + meter.before, left < SOURCES_AT_ONCE ? left : SOURCES_AT_ONCE, &meter, e))
            return -1;
    }
    int rc = fetch_pages(f, e);
    fetch_meter_clear(f->n->cli);
    return rc;
}

int fetch_all(struct newsroom *n, const struct strs *only, struct fetching *out, struct err *e)
{
    struct lock lock = {-1};
    *out = (struct fetching){.n = n};
    if (check_names(n, only, e) || load(n, only, true, out, e))
        return -1;
    if (!out->count)
        return 0;
    struct str path = path_join(n->arena, n->state_dir, str_lit("fetch.lock"));
    if (lock_take(&lock, path.s, "bulletin fetch", e))
        return -1;
    int rc = ask_all(out, only && only->n, e);
    lock_drop(&lock);
    if (rc)
        return -1;
    return out->temporary && !out->bad ? EX_TEMPFAIL : 0;
}

int newsroom_fetch(struct newsroom *n, const struct strs *only, struct err *e)
{
    struct fetching f;
    return fetch_all(n, only, &f, e);
}
