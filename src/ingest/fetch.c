/* fetch.c: HTTP over libcurl (its multi interface), with limits and an address guard that hold for every connection.
 *
 * Redirects are followed here and not in libcurl, so that each hop is checked like a first one: scheme, host, and
 * whether allow_private still applies. */
#include "base/log.h"
#include "base/map.h"
#include "base/url.h"
#include "ingest/guard.h"
#include "ingest/http_value.h"
#include "ingest/ingest.h"
#include "ingest/robots.h"
#include <curl/curl.h>
#include <string.h>
#include <unistd.h>

#ifndef BULLETIN_VERSION
#define BULLETIN_VERSION "0"
#endif

enum {
    BODY_MAX = 10 << 20,
    TIMEOUT_MS = 20000,
    CONNECT_MS = 5000,
    FIRST_BYTE_MS = 10000,
    SLOW_BYTES = 100, /* a second, over SLOW_S */
    SLOW_S = 10,
    HOPS_MAX = 5,
    HEADER_LINES_MAX = 100,
    HEADER_BYTES_MAX = 64 << 10,
    ROBOTS_BYTES_MAX = 512 << 10,
};

enum robots_state { ROBOTS_UNKNOWN, ROBOTS_ASKED, ROBOTS_KNOWN, ROBOTS_UNREACHABLE };

struct origin { /* scheme://host:port */
    struct str key;
    size_t active, at_once;
    int64_t next_start_ms, delay_ms;
    enum robots_state robots;
    struct str robots_txt;
};

struct job {
    struct engine *engine;
    struct fetch_request *request;
    struct origin *origin;
    bool is_robots;
    struct str first_host; /* what allow_private is for */
    int first_port;
    struct str url; /* of this hop */
    int hops;
    bool permanent; /* so far every redirect was */
    bool private_ok;
    size_t max_bytes;
    int64_t started_ms, deadline_ms, hop_ms;

    CURL *easy;
    struct curl_slist *headers;
    struct buf body;
    size_t header_lines, header_bytes;
    char cut[200]; /* why a callback ended the transfer */
    char curl_says[CURL_ERROR_SIZE];
};
VEC(jobs, struct job *);

struct engine {
    struct arena *a;
    CURLM *multi;
    struct fetch_limits limits;
    struct map origins;
    struct jobs waiting;
    size_t active, done, all;
};

static int default_port(struct str scheme)
{
    return str_eqc(scheme, "https") ? 443 : 80;
}

static struct origin *origin_of(struct engine *g, const struct url *u)
{
    struct str key = str_fmt(g->a, STR_FMT "://" STR_FMT ":%d", STR_ARG(u->scheme), STR_ARG(u->host),
                             u->port ? u->port : default_port(u->scheme));
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

/* ---- what libcurl calls */

static curl_socket_t on_socket(void *ctx, curlsocktype purpose, struct curl_sockaddr *at)
{
    struct job *j = ctx;
    const char *what = guard_address(&at->addr);
    if (what && !j->private_ok) {
        struct url u;
        struct str host = url_parse(j->engine->a, j->url, &u) ? u.host : (struct str){0};
        snprintf(j->cut, sizeof j->cut,
                 "refused: " STR_FMT " is %s; say allow_private for a source inside your own network",
                 STR_ARG(str_sub(host, 0, 80)), what);
        return CURL_SOCKET_BAD;
    }
    return socket(at->family, at->socktype | SOCK_CLOEXEC, at->protocol);
}

static void too_large(struct job *j)
{
    size_t n = j->max_bytes;
    bool mib = n >= 1 << 20, kib = n >= 1 << 10;
    snprintf(j->cut, sizeof j->cut, "larger than %zu %s after decompression; not read",
             mib   ? n >> 20
             : kib ? n >> 10
                   : n,
             mib   ? "MiB"
             : kib ? "KiB"
                   : "bytes");
}

static size_t on_body(char *p, size_t size, size_t n, void *ctx)
{
    struct job *j = ctx;
    n *= size;
    if (j->body.n + n > j->max_bytes) {
        too_large(j);
        return n + 1; /* anything but n ends the transfer */
    }
    buf_add(&j->body, p, n);
    return n;
}

static size_t on_header(char *p, size_t size, size_t n, void *ctx)
{
    struct job *j = ctx;
    n *= size;
    j->header_bytes += n;
    if (n > 5 && memcmp(p, "HTTP/", 5) == 0)
        j->header_lines = 0; /* an interim answer (100, 103) was not the one */
    if (++j->header_lines > HEADER_LINES_MAX || j->header_bytes > HEADER_BYTES_MAX) {
        snprintf(j->cut, sizeof j->cut, "more than %d header lines or %d KiB of headers; not read", HEADER_LINES_MAX,
                 HEADER_BYTES_MAX >> 10);
        return n + 1;
    }
    return n;
}

static int on_progress(void *ctx, curl_off_t all_down, curl_off_t down, curl_off_t all_up, curl_off_t up)
{
    struct job *j = ctx;
    if (j->header_lines || clock_mono_ms() - j->hop_ms < FIRST_BYTE_MS)
        return 0;
    snprintf(j->cut, sizeof j->cut, "no answer within %d s", FIRST_BYTE_MS / 1000);
    return 1;
}

/* ---- one transfer */

/* Loading a folder of certificates costs 26 ms and more for each connection; the bundle is loaded once. */
static const char *ca_bundle(void)
{
    static const char *const places[] = {"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
                                         "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (access(places[i], R_OK) == 0)
            return places[i];
    return NULL;
}

static void add_header(struct job *j, const char *name, struct str value)
{
    if (http_value_safe(value))
        j->headers = curl_slist_append(j->headers, str_fmt(j->engine->a, "%s: " STR_FMT, name, STR_ARG(value)).s);
}

static void set_headers(struct job *j)
{
    const struct fetch_options *o = &j->request->options;
    add_header(j, "Accept",
               o->accept.n ? o->accept
                           : str_lit("application/atom+xml, application/rss+xml, application/feed+json, "
                                     "text/html;q=0.9, application/xhtml+xml;q=0.9, */*;q=0.5"));
    if (j->is_robots)
        return;
    add_header(j, "If-None-Match", o->etag);
    add_header(j, "If-Modified-Since", o->last_modified);
}

static void set_options(struct job *j)
{
    struct str agent = j->request->options.user_agent;
    CURL *c = j->easy;
    curl_easy_setopt(c, CURLOPT_PRIVATE, j);
    curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(c, CURLOPT_ERRORBUFFER, j->curl_says);
    curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(c, CURLOPT_PROXY, "");
    curl_easy_setopt(c, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(c, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(c, CURLOPT_USERAGENT, http_value_safe(agent) ? agent.s : "bulletin/" BULLETIN_VERSION);
    curl_easy_setopt(c, CURLOPT_HTTPHEADER, j->headers);
    curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
    curl_easy_setopt(c, CURLOPT_LOW_SPEED_LIMIT, (long)SLOW_BYTES);
    curl_easy_setopt(c, CURLOPT_LOW_SPEED_TIME, (long)SLOW_S);
    curl_easy_setopt(c, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)j->max_bytes);
    curl_easy_setopt(c, CURLOPT_OPENSOCKETFUNCTION, on_socket);
    curl_easy_setopt(c, CURLOPT_OPENSOCKETDATA, j);
    curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(c, CURLOPT_WRITEDATA, j);
    curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(c, CURLOPT_HEADERDATA, j);
    curl_easy_setopt(c, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(c, CURLOPT_XFERINFOFUNCTION, on_progress);
    curl_easy_setopt(c, CURLOPT_XFERINFODATA, j);
    if (ca_bundle()) {
        curl_easy_setopt(c, CURLOPT_CAPATH, NULL);
        curl_easy_setopt(c, CURLOPT_CAINFO, ca_bundle());
    }
}

/* Is this hop's address one that may be asked at all? Sets private_ok for it. */
static int check_hop(struct job *j, struct err *e)
{
    struct url u;
    struct arena *a = j->engine->a;
    struct str shown = printable(a, str_sub(j->url, 0, 300), 300);
    if (!url_is_web(j->url) || !url_parse(a, j->url, &u) || !u.host.n)
        return err_set(e, EX_DATAERR, "%s" STR_FMT ": refused: only http and https are fetched",
                       j->hops ? "redirected to " : "", STR_ARG(shown));
    if (j->hops && u.user.n)
        return err_set(e, EX_DATAERR, "redirected to " STR_FMT ": refused: it carries a user name", STR_ARG(shown));
    int port = u.port ? u.port : default_port(u.scheme);
    if (!j->hops) {
        j->first_host = u.host;
        j->first_port = port;
    }
    j->private_ok = j->request->options.allow_private && str_eq(u.host, j->first_host) && port == j->first_port;
    const char *what = guard_host(u.host);
    if (what && !j->private_ok)
        return err_set(e, EX_DATAERR,
                       "%srefused: " STR_FMT " is %s; say allow_private for a source inside your own network",
                       j->hops ? "redirected, " : "", STR_ARG(printable(a, u.host, 100)), what);
    return 0;
}

/* Puts the job's current URL on its way. */
static int start_hop(struct job *j, struct err *e)
{
    if (check_hop(j, e) < 0)
        return -1;
    int64_t now = clock_mono_ms();
    if (now >= j->deadline_ms)
        return err_set(e, EX_TEMPFAIL, "took longer than %lld s", (long long)(j->deadline_ms - j->started_ms) / 1000);
    if (!j->easy) {
        j->easy = curl_easy_init();
        if (!j->easy)
            mem_gone(1);
        set_headers(j);
        set_options(j);
    }
    buf_clear(&j->body);
    j->header_lines = j->header_bytes = 0;
    j->hop_ms = now;
    curl_easy_setopt(j->easy, CURLOPT_URL, j->url.s);
    curl_easy_setopt(j->easy, CURLOPT_TIMEOUT_MS, (long)(j->deadline_ms - now));
    /* A connection made under allow_private must never serve a request without it. */
    curl_easy_setopt(j->easy, CURLOPT_FORBID_REUSE, j->private_ok ? 1L : 0L);
    curl_easy_setopt(j->easy, CURLOPT_FRESH_CONNECT, j->private_ok ? 1L : 0L);
    if (curl_multi_add_handle(j->engine->multi, j->easy) != CURLM_OK)
        return err_set(e, EX_OSERR, "the transfer could not be started");
    return 0;
}

static struct str header(struct job *j, const char *name)
{
    struct curl_header *h;
    if (curl_easy_header(j->easy, name, 0, CURLH_HEADER, -1, &h) != CURLHE_OK)
        return (struct str){0};
    return str_c(h->value);
}

static struct str kept_header(struct job *j, const char *name)
{
    struct str s = header(j, name);
    return http_value_safe(s) ? str_dup(j->engine->a, s) : (struct str){0};
}

static void read_result(struct job *j, long status)
{
    struct fetch_result *r = &j->request->result;
    r->status = (int)status;
    r->content_type = kept_header(j, "Content-Type");
    r->etag = kept_header(j, "ETag");
    r->last_modified = kept_header(j, "Last-Modified");
    struct when unused;
    if (!date_parse(r->last_modified, NULL, &unused))
        r->last_modified = (struct str){0};
    r->retry_after = http_retry_after(header(j, "Retry-After"));
    r->max_age = http_max_age(header(j, "Cache-Control"));
    r->final_url = j->url;
    if (status >= 200 && status < 300)
        r->body = buf_dup(j->engine->a, &j->body);
}

static int transfer_error(struct job *j, CURLcode rc, struct err *e)
{
    bool bad_data = rc == CURLE_BAD_CONTENT_ENCODING || rc == CURLE_PEER_FAILED_VERIFICATION ||
                    rc == CURLE_UNSUPPORTED_PROTOCOL || rc == CURLE_URL_MALFORMAT;
    if (rc == CURLE_FILESIZE_EXCEEDED && !j->cut[0])
        too_large(j);
    if (j->cut[0])
        return err_set(e, strncmp(j->cut, "no answer", 9) == 0 ? EX_TEMPFAIL : EX_DATAERR, "%s", j->cut);
    if (rc == CURLE_OUT_OF_MEMORY) /* its word for a header line beyond its own limit */
        return err_set(e, EX_DATAERR, "a header line is too long; not read");
    struct str says = str_trim(str_c(j->curl_says[0] ? j->curl_says : curl_easy_strerror(rc)));
    return err_set(e, bad_data ? EX_DATAERR : EX_TEMPFAIL, STR_FMT, STR_ARG(printable(j->engine->a, says, 300)));
}

static bool is_redirect(long status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/* 1: the next hop is on its way. 0: no redirect. -1: one that is not followed. */
static int follow(struct job *j, long status, struct err *e)
{
    char *to = NULL;
    curl_easy_getinfo(j->easy, CURLINFO_REDIRECT_URL, &to);
    if (!is_redirect(status) || !to)
        return 0;
    if (j->hops == HOPS_MAX)
        return err_set(e, EX_DATAERR, "more than %d redirects", HOPS_MAX);
    j->url = str_dup(j->engine->a, str_c(to));
    j->permanent = (j->hops == 0 || j->permanent) && (status == 301 || status == 308);
    j->hops++;
    if (j->permanent && !j->is_robots)
        j->request->result.permanent_url = j->url;
    return start_hop(j, e) < 0 ? -1 : 1;
}

/* ---- many of them */

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

static void job_end(struct job *j)
{
    curl_easy_cleanup(j->easy);
    curl_slist_free_all(j->headers);
    buf_end(&j->body);
    j->easy = NULL;
    j->headers = NULL;
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
    curl_easy_getinfo(j->easy, CURLINFO_RESPONSE_CODE, &status);
    curl_multi_remove_handle(j->engine->multi, j->easy);
    int next = rc != CURLE_OK ? transfer_error(j, rc, &e) : follow(j, status, &e);
    if (next > 0)
        return;
    if (next < 0) {
        fail(j, &e);
    } else if (j->is_robots) {
        robots_arrived(j, status);
    } else {
        read_result(j, status);
        request_done(j->engine);
    }
    j->origin->active--;
    j->engine->active--;
    job_end(j);
}

static void launch(struct engine *g, struct job *j)
{
    struct err e = {0};
    int64_t limit = j->request->options.timeout_ms;
    j->started_ms = clock_mono_ms();
    j->deadline_ms = j->started_ms + (limit > 0 ? limit : TIMEOUT_MS);
    if (start_hop(j, &e) < 0) {
        fail(j, &e);
        job_end(j);
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
            job_end(j);
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
    if (!url_is_web(r->url) || !url_parse(g->a, r->url, &u)) {
        err_set(&e, EX_DATAERR, "refused: only http and https are fetched");
        fail(j, &e);
        job_end(j);
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
