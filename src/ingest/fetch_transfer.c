/* One transfer over libcurl. Redirects are followed here and not in libcurl, so that each hop is checked like a first
 * one: scheme, host, and whether allow_private still applies. */
#include "ingest/fetch_transfer.h"
#include "base/log.h"
#include "base/trusted.h"
#include "ingest/guard.h"
#include "ingest/http_value.h"
#include <stdlib.h>
#include <string.h>

#ifndef BULLETIN_VERSION
#define BULLETIN_VERSION "0"
#endif

enum {
    CONNECT_MS = 5000,
    FIRST_BYTE_MS = 10000,
    SLOW_BYTES = 100, /* a second, over SLOW_S */
    SLOW_S = 10,
    HOPS_MAX = 5,
    HEADER_LINES_MAX = 100,
    HEADER_BYTES_MAX = 64 << 10,
};

int url_port(const struct url *u)
{
    return u->port ? u->port : str_eqc(u->scheme, "https") ? 443 : 80;
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
    if (trusted_bundle()) {
        curl_easy_setopt(c, CURLOPT_CAPATH, NULL);
        curl_easy_setopt(c, CURLOPT_CAINFO, trusted_bundle());
    }
}

/* Is this hop's address one that may be asked at all? Sets private_ok for it, and *alone when it needs a connection of
 * its own: one that was made under allow_private must never serve a request without it. */
static int check_hop(struct job *j, bool *alone, struct err *e)
{
    struct url u;
    struct arena *a = j->engine->a;
    struct str shown = printable(a, str_sub(j->url, 0, 300), 300);
    if (!url_is_web(j->url) || !url_parse(a, j->url, &u) || !u.host.n)
        return err_set(e, EX_DATAERR, "%s" STR_FMT ": refused: only http and https are fetched",
                       j->hops ? "redirected to " : "", STR_ARG(shown));
    if (j->hops && u.user.n)
        return err_set(e, EX_DATAERR, "redirected to " STR_FMT ": refused: it carries a user name", STR_ARG(shown));
    int port = url_port(&u);
    if (!j->hops) {
        j->first_host = u.host;
        j->first_port = port;
    }
    j->private_ok = j->request->options.allow_private && str_eq(u.host, j->first_host) && port == j->first_port;
    const char *what = guard_host(u.host);
    if (what && !j->private_ok)
        return err_set(e, EX_DATAERR, "%srefused: " STR_FMT " is %s; %s", j->hops ? "redirected, " : "",
                       STR_ARG(printable(a, u.host, 100)), what,
                       j->request->options.allow_private ? "allow_private is for the source's own host and port"
                                                         : "say allow_private for a source inside your own network");
    struct str place = str_fmt(a, STR_FMT ":%d", STR_ARG(u.host), port);
    if (j->private_ok)
        *map_at(a, &j->engine->private_ones, place) = j;
    *alone = !j->private_ok && map_get(&j->engine->private_ones, place);
    return 0;
}

/* Puts the job's current URL on its way. */
int transfer_start(struct job *j, struct err *e)
{
    bool alone = false;
    if (check_hop(j, &alone, e) < 0)
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
    curl_easy_setopt(j->easy, CURLOPT_FRESH_CONNECT, alone ? 1L : 0L);
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

/* Several fields of one name are one list (RFC 9110 5.3). */
static struct str list_header(struct job *j, const char *name)
{
    struct curl_header *h;
    struct str all = header(j, name);
    for (size_t i = 1; i < HEADER_LINES_MAX && curl_easy_header(j->easy, name, i, CURLH_HEADER, -1, &h) == CURLHE_OK;
         i++)
        all = str_fmt(j->engine->a, STR_FMT ",%s", STR_ARG(all), h->value);
    return all;
}

static struct str kept_header(struct job *j, const char *name)
{
    struct str s = header(j, name);
    return http_value_safe(s) ? str_dup(j->engine->a, s) : (struct str){0};
}

void transfer_result(struct job *j, long status)
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
    r->max_age = http_fresh(&(struct http_freshness){list_header(j, "Cache-Control"), header(j, "Expires"),
                                                     header(j, "Date"), header(j, "Age")});
    r->sent_at = http_sent_at(header(j, "Date"));
    r->final_url = j->url;
    if (status >= 200 && status < 300)
        r->body = buf_dup(j->engine->a, &j->body);
}

/* The library's own words name files and lists that mean nothing to who reads this. */
static int certificate_error(struct job *j, CURLcode rc, struct str says, struct err *e)
{
    if (rc == CURLE_SSL_CACERT_BADFILE)
        return err_set(e, EX_CONFIG, "the file of trusted certificates cannot be read: %s; see SSL_CERT_FILE",
                       trusted_bundle() ? trusted_bundle() : "none was found");
    size_t files = str_find(says, str_lit(" CAfile:"));
    return err_set(e, EX_DATAERR,
                   "the server's certificate is not accepted (" STR_FMT
                   "): expired, made for another name, or signed by "
                   "nobody who is trusted here; not read",
                   STR_ARG(str_sub(says, 0, files)));
}

static int transfer_error(struct job *j, CURLcode rc, struct err *e)
{
    bool bad_data = rc == CURLE_BAD_CONTENT_ENCODING || rc == CURLE_UNSUPPORTED_PROTOCOL || rc == CURLE_URL_MALFORMAT;
    if (rc == CURLE_FILESIZE_EXCEEDED && !j->cut[0])
        too_large(j);
    if (j->cut[0])
        return err_set(e, strncmp(j->cut, "no answer", 9) == 0 ? EX_TEMPFAIL : EX_DATAERR, "%s", j->cut);
    if (rc == CURLE_OUT_OF_MEMORY) /* its word for a header line beyond its own limit */
        return err_set(e, EX_DATAERR, "a header line is too long; not read");
    struct str says = str_trim(str_c(j->curl_says[0] ? j->curl_says : curl_easy_strerror(rc)));
    if (rc == CURLE_PEER_FAILED_VERIFICATION || rc == CURLE_SSL_CACERT_BADFILE)
        return certificate_error(j, rc, printable(j->engine->a, says, 300), e);
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
    return transfer_start(j, e) < 0 ? -1 : 1;
}

int transfer_end(struct job *j, CURLcode rc, long *status, struct err *e)
{
    curl_easy_getinfo(j->easy, CURLINFO_RESPONSE_CODE, status);
    curl_multi_remove_handle(j->engine->multi, j->easy);
    return rc != CURLE_OK ? transfer_error(j, rc, e) : follow(j, *status, e);
}

void transfer_free(struct job *j)
{
    curl_easy_cleanup(j->easy);
    curl_slist_free_all(j->headers);
    buf_end(&j->body);
    j->easy = NULL;
    j->headers = NULL;
}
