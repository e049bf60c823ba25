/* fetch.c: HTTP for many at once over libcurl's multi interface: whose turn it is, politeness to each host, robots.txt.
 * One transfer, with its limits and its guard, is fetch_transfer.c. */
#include "base/log.h"
#include "ingest/fetch_transfer.h"
#include "ingest/guard.h"
#include "ingest/robots.h"

enum { BODY_MAX = 10 << 20, TIMEOUT_MS = 20000, ROBOTS_BYTES_MAX = 512 << 10 };

static struct origin *origin_of(struct engine *g, const struct url *u)
{
    struct str key = str_fmt(g->a, STR_FMT "://" STR_FMT ":%d", STR_ARG(u->scheme), STR_ARG(u->host), url_port(u));
    void **slot = map_at(g->a, &g->origins, key);
    if (!*slot) {
        struct origin *o = arena_new(g->a, struct origin);
        o->key = key;
        o->delay_ms = g->limits.host_delay_ms;
        o->at_once = g->limits.per_host;
        if (guard_host(u->host)) { /* our own network, by allow_private: nobody to be polite to */
            o->delay_ms = 0;
            o->at_once = g->limits.at_once;
        }
        *slot = o;
    }
    return *slot;
}

static struct job *job_new(struct engine *g, struct fetch_request *r, struct str url)
{
    struct job *j = arena_new(g->a, struct job);
    j->engine = g;
    j->request = r;
    j->url = str_dup(g->a, url);
    j->max_bytes = r->options.max_bytes ? r->options.max_bytes : BODY_MAX;
    buf_init(&j->body, j->max_bytes);
    return j;
}

static void request_done(struct engine *g)
{
    g->done++;
    if (g->limits.progress)
        g->limits.progress(g->limits.ctx, g->done, g->all);
}

static void fail(struct job *j, const struct err *why)
{
    if (j->is_robots) {
        j->origin->robots = ROBOTS_UNREACHABLE;
        return;
    }
    j->request->err = *why;
    err_wrap(&j->request->err, STR_FMT, STR_ARG(printable(j->engine->a, str_sub(j->request->url, 0, 300), 300)));
    request_done(j->engine);
}

/* RFC 9309 2.3.1: no robots.txt allows all, a broken server allows nothing for now. */
static void robots_arrived(struct job *j, long status)
{
    j->origin->robots = status >= 500 || status == 429 ? ROBOTS_UNREACHABLE : ROBOTS_KNOWN;
    if (status >= 200 && status < 300)
        j->origin->robots_txt = buf_dup(j->engine->a, &j->body);
}

static void finish(struct job *j, CURLcode rc)
{
    struct err e = {0};
    long status = 0;
    int next = transfer_end(j, rc, &status, &e);
    if (next > 0)
        return;
    if (next < 0) {
        fail(j, &e);
    } else if (j->is_robots) {
        robots_arrived(j, status);
    } else {
        transfer_result(j, status);
        request_done(j->engine);
    }
    j->origin->active--;
    j->engine->active--;
    transfer_free(j);
}

static void launch(struct engine *g, struct job *j)
{
    struct err e = {0};
    int64_t limit = j->request->options.timeout_ms;
    j->started_ms = clock_mono_ms();
    j->deadline_ms = j->started_ms + (limit > 0 ? limit : TIMEOUT_MS);
    if (transfer_start(j, &e) < 0) {
        fail(j, &e);
        transfer_free(j);
        return;
    }
    g->active++;
    j->origin->active++;
    j->origin->next_start_ms = j->started_ms + j->origin->delay_ms;
}

/* True when the job may go by the host's robots.txt; false when it must wait or was refused (then *over is set). */
static bool robots_pass(struct engine *g, struct job *j, bool *over)
{
    struct origin *o = j->origin;
    struct url u;
    struct err e = {0};
    if (!j->request->options.robots || !url_parse(g->a, j->url, &u))
        return true;
    if (o->robots == ROBOTS_UNKNOWN) {
        o->robots = ROBOTS_ASKED;
        struct job *ask = job_new(g, j->request, str_fmt(g->a, STR_FMT "/robots.txt", STR_ARG(o->key)));
        ask->is_robots = true;
        ask->origin = o;
        ask->max_bytes = ROBOTS_BYTES_MAX;
        launch(g, ask);
    }
    if (o->robots == ROBOTS_ASKED)
        return false;
    struct str agent = j->request->options.user_agent.n ? j->request->options.user_agent : str_lit("bulletin");
    size_t slash = str_chr(agent, '/');
    int64_t delay = 0;
    struct str path = str_fmt(g->a, STR_FMT "%s" STR_FMT, STR_ARG(u.path), u.query.n ? "?" : "", STR_ARG(u.query));
    bool allowed = robots_allow(o->robots_txt, str_sub(agent, 0, slash == STR_NONE ? agent.n : slash), path, &delay);
    if (delay * 1000 > o->delay_ms)
        o->delay_ms = delay * 1000;
    if (o->robots == ROBOTS_KNOWN && allowed)
        return true;
    *over = true;
    if (o->robots == ROBOTS_UNREACHABLE)
        err_set(&e, EX_TEMPFAIL, "the host's robots.txt cannot be read now; left for later");
    else
        err_set(&e, EX_NOPERM, "the host's robots.txt does not allow it");
    fail(j, &e);
    return false;
}

/* Starts what may start; says how long at most to wait before trying again. */
static int start_waiting(struct engine *g)
{
    int64_t now = clock_mono_ms(), wait = 1000;
    size_t left = 0;
    for (size_t i = 0; i < g->waiting.n; i++) {
        struct job *j = g->waiting.v[i];
        bool over = false;
        bool may = g->active < g->limits.at_once && j->origin->active < j->origin->at_once;
        if (may && now < j->origin->next_start_ms) {
            wait = j->origin->next_start_ms - now < wait ? j->origin->next_start_ms - now : wait;
            may = false;
        }
        may = may && robots_pass(g, j, &over);
        if (may)
            launch(g, j);
        else if (over)
            transfer_free(j);
        else
            g->waiting.v[left++] = j;
    }
    g->waiting.n = left;
    return (int)wait;
}

static void run(struct engine *g)
{
    while (g->waiting.n || g->active) {
        int running, wait = start_waiting(g), left;
        curl_multi_perform(g->multi, &running);
        CURLMsg *m;
        bool ended = false;
        while ((m = curl_multi_info_read(g->multi, &left)) != NULL) {
            struct job *j = NULL;
            if (m->msg != CURLMSG_DONE)
                continue;
            CURLcode rc = m->data.result;
            curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, (char **)&j);
            finish(j, rc);
            ended = true;
        }
        if (!ended && (g->active || g->waiting.n))
            curl_multi_poll(g->multi, NULL, 0, wait, NULL);
    }
}

static void enqueue(struct engine *g, struct fetch_request *r)
{
    struct err e = {0};
    struct url u;
    struct job *j = job_new(g, r, r->url);
    bool web = url_is_web(r->url) || str_istarts(r->url, "http://") || str_istarts(r->url, "https://");
    if (!url_is_web(r->url) || !url_parse(g->a, r->url, &u)) {
        err_set(&e, EX_DATAERR,
                web ? "not an address: its host or its port cannot be read"
                    : "refused: only http and https are fetched");
        fail(j, &e);
        transfer_free(j);
        return;
    }
    struct str escaped = url_resolve(g->a, r->url, str_lit("")); /* spaces and letters of other scripts in the path */
    j->url = url_is_web(escaped) ? escaped : j->url;
    j->origin = origin_of(g, &u);
    vec_add(g->a, &g->waiting, j);
}

int ingest_fetch_all(struct arena *a, struct fetch_request *r, size_t n, const struct fetch_limits *limits,
                     struct err *e)
{
    struct engine g = {.a = a, .all = n, .limits = limits ? *limits : (struct fetch_limits){0}};
    g.limits.at_once = g.limits.at_once ? g.limits.at_once : 32;
    g.limits.per_host = g.limits.per_host ? g.limits.per_host : 2;
    g.limits.host_delay_ms = g.limits.host_delay_ms ? g.limits.host_delay_ms : 200;
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK || (g.multi = curl_multi_init()) == NULL)
        return err_set(e, EX_OSERR, "the HTTP library could not be started");
    for (size_t i = 0; i < n; i++)
        enqueue(&g, &r[i]);
    run(&g);
    curl_multi_cleanup(g.multi);
    return 0;
}

int ingest_fetch(struct arena *a, struct str url, const struct fetch_options *o, struct fetch_result *out,
                 struct err *e)
{
    struct fetch_request r = {.url = url, .options = *o};
    if (ingest_fetch_all(a, &r, 1, NULL, e) < 0)
        return -1;
    *out = r.result;
    if (r.err.code)
        *e = r.err;
    return r.err.code ? -1 : 0;
}

const char *ingest_guard(struct str host)
{
    return guard_host(host);
}
