/* One POST per question to URL/chat/completions, several at once. The key travels in a header and is shown nowhere. */
#include "base/json.h"
#include "base/log.h"
#include "base/trusted.h"
#include "cli/model.h"
#include <curl/curl.h>
#include <string.h>

enum { CONNECT_MS = 5000, POLL_MS = 200 };

struct ask {
    struct model_call *call;
    CURL *easy;
    struct buf body;
    bool too_large;
    char says[CURL_ERROR_SIZE];
};

struct asking {
    struct model_pace *p;
    CURLM *multi;
    struct curl_slist *headers;
    struct str url;
    const char *trusted;
    size_t active;
};

static size_t on_body(char *p, size_t size, size_t n, void *ctx)
{
    struct ask *k = ctx;
    n *= size;
    buf_add(&k->body, p, n);
    if (!k->body.over)
        return n;
    k->too_large = true;
    return n + 1;
}

static struct str endpoint(struct arena *a, struct str url)
{
    while (str_ends(url, "/"))
        url.n--;
    return str_ends(url, "/chat/completions") ? str_dup(a, url) : str_fmt(a, STR_FMT "/chat/completions", STR_ARG(url));
}

static int start(struct asking *g, struct model_call *c, struct err *e)
{
    struct ask *k = arena_new(g->p->a, struct ask);
    int64_t left = model_deadline(g->p) - clock_mono_ms();
    k->call = c;
    k->easy = curl_easy_init();
    if (!k->easy)
        return err_set(e, EX_OSERR, "the HTTP library could not be started");
    buf_init(&k->body, MODEL_ANSWER_MAX);
    CURL *h = k->easy;
    curl_easy_setopt(h, CURLOPT_PRIVATE, k);
    curl_easy_setopt(h, CURLOPT_URL, g->url.s);
    curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(h, CURLOPT_ERRORBUFFER, k->says);
    curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(h, CURLOPT_FOLLOWLOCATION, 0L);
    if (g->trusted)
        curl_easy_setopt(h, CURLOPT_CAINFO, g->trusted);
    curl_easy_setopt(h, CURLOPT_PROXY, "");
    curl_easy_setopt(h, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(h, CURLOPT_HTTPHEADER, g->headers);
    curl_easy_setopt(h, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)c->question.n);
    curl_easy_setopt(h, CURLOPT_POSTFIELDS, c->question.s);
    curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
    curl_easy_setopt(h, CURLOPT_TIMEOUT_MS, left > 1 ? (long)left : 1L);
    curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(h, CURLOPT_WRITEDATA, k);
    if (curl_multi_add_handle(g->multi, h) != CURLM_OK) {
        curl_easy_cleanup(h);
        buf_end(&k->body);
        return err_set(e, EX_OSERR, "the HTTP library could not be started");
    }
    g->active++;
    return 0;
}

/* What a server says of its refusal, unless that could be the key. */
static struct str complaint(struct asking *g, struct str body, long status)
{
    struct err ignored = {0};
    struct arena *a = g->p->a;
    bool telling = status == 401 || status == 403 || (g->p->secret.n && str_find(body, g->p->secret) != STR_NONE);
    struct json *j = telling ? NULL : json_parse(body, str_lit("answer"), &ignored);
    const struct json *what = json_get(j, "error");
    struct str text = json_str(json_is_object(what) ? json_get(what, "message") : what);
    text = text.n ? str_fmt(a, ": " STR_FMT, STR_ARG(printable(a, text, 200))) : str_lit("");
    json_end(j);
    return text;
}

static void judge(struct asking *g, struct ask *k, CURLcode rc)
{
    long status = 0;
    struct err *e = &k->call->err;
    bool hopeless = false;
    curl_easy_getinfo(k->easy, CURLINFO_RESPONSE_CODE, &status);
    if (k->too_large) {
        err_set(e, EX_DATAERR, "the answer is larger than %d KiB", MODEL_ANSWER_MAX >> 10);
    } else if (rc != CURLE_OK) {
        struct str says = str_trim(str_c(k->says[0] ? k->says : curl_easy_strerror(rc)));
        if (rc == CURLE_SSL_CACERT_BADFILE)
            says = str_fmt(g->p->a, "the file of trusted certificates cannot be read: %s; see SSL_CERT_FILE",
                           g->trusted ? g->trusted : "none was found");
        err_set(e, EX_TEMPFAIL, STR_FMT, STR_ARG(printable(g->p->a, says, 300)));
        hopeless = rc == CURLE_COULDNT_CONNECT || rc == CURLE_COULDNT_RESOLVE_HOST ||
                   rc == CURLE_PEER_FAILED_VERIFICATION || rc == CURLE_SSL_CACERT_BADFILE ||
                   rc == CURLE_SSL_CONNECT_ERROR;
    } else if (status < 200 || status > 299) {
        const char *advice = status == 401 || status == 403 ? " (the key is refused)"
                             : status == 404                ? " (is the url right?)"
                             : status == 429                ? " (too many requests)"
                             : status >= 300 && status < 400
                                 ? " (redirects are not followed; name the address it leads to)"
                                 : "";
        err_set(e, EX_TEMPFAIL, "the server answered %ld%s" STR_FMT, status, advice,
                STR_ARG(complaint(g, buf_view(&k->body), status)));
        hopeless = *advice != 0;
    }
    model_ended(g->p, k->call, e->code ? (struct str){0} : buf_view(&k->body), hopeless);
}

static void collect(struct asking *g)
{
    CURLMsg *m;
    int left;
    while ((m = curl_multi_info_read(g->multi, &left)) != NULL) {
        struct ask *k = NULL;
        if (m->msg != CURLMSG_DONE)
            continue;
        CURLcode rc = m->data.result;
        curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, (char **)&k);
        judge(g, k, rc);
        curl_multi_remove_handle(g->multi, k->easy);
        curl_easy_cleanup(k->easy);
        buf_end(&k->body);
        g->active--;
    }
}

static int run(struct asking *g, struct model_call *v, size_t n, struct err *e)
{
    size_t next = 0;
    int running;
    while (next < n || g->active) {
        while (next < n && g->active < (size_t)g->p->m->parallel && model_may_ask(g->p, &v[next]))
            if (start(g, &v[next++], e))
                return -1;
        if (g->p->enough)
            next = n;
        curl_multi_perform(g->multi, &running);
        collect(g);
        if (g->active)
            curl_multi_poll(g->multi, NULL, 0, POLL_MS, NULL);
    }
    return 0;
}

int model_http(struct model_pace *p, struct model_call *v, size_t n, struct err *e)
{
    struct asking g = {.p = p, .url = endpoint(p->a, p->m->openai.url), .trusted = trusted_bundle()};
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK || (g.multi = curl_multi_init()) == NULL)
        return err_set(e, EX_OSERR, "the HTTP library could not be started");
    g.headers = curl_slist_append(g.headers, "Content-Type: application/json");
    g.headers = curl_slist_append(g.headers, "Accept: application/json");
    g.headers = curl_slist_append(g.headers, "Expect:"); /* nothing waits for 100 Continue */
    if (p->secret.n)
        g.headers = curl_slist_append(g.headers, str_fmt(p->a, "Authorization: Bearer " STR_FMT, STR_ARG(p->secret)).s);
    int rc = run(&g, v, n, e);
    for (struct curl_slist *h = g.headers; h; h = h->next)
        explicit_bzero(h->data, strlen(h->data));
    curl_slist_free_all(g.headers);
    curl_multi_cleanup(g.multi);
    return rc;
}
