#include "base/date.h"
#include "send/connection_parts.h"
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum {
    CLEAR_MAX = 64 << 10,
    HELLO_MAX = 8 << 10,
    HEARD_MAX = 64 << 10,
    OPEN_MS = 300000,
    SYN_TRIES = 4 /* 31 seconds */
};

/* All replies of the login come here line by line: greeting, EHLO, STARTTLS, EHLO again, AUTH. What was said before TLS
 * is forgotten at its 220 (RFC 3207 4.2); the last 250 block is the one that counts. */
static size_t on_header(char *p, size_t size, size_t n, void *ctx)
{
    struct connection *c = ctx;
    n *= size;
    c->heard += n;
    struct str line = str_trim((struct str){p, n});
    int64_t code;
    bool is_reply = line.n >= 3 && str_i64(str_sub(line, 0, 3), &code) && code >= 200 && code < 600 &&
                    (line.n == 3 || line.s[3] == ' ' || line.s[3] == '-');
    if (!is_reply || c->heard > HEARD_MAX) /* libcurl would listen on until the time is up */
        return 0;
    bool first = c->last_code != (int)code;
    c->last_code = (int)code;
    c->logged_in |= code == 235;
    snprintf(c->last_line, sizeof c->last_line, STR_FMT, (int)(line.n < 290 ? line.n : 290), line.s);
    if (code == 220 || (code == 250 && first))
        buf_clear(&c->hello);
    if (code == 250 && c->hello.n < HELLO_MAX) {
        if (c->hello.n)
            buf_ch(&c->hello, '\n');
        buf_str(&c->hello, str_sub(line, 4, line.n));
    }
    return n;
}

/* What the relay showed, and the bundle vouched for. */
static void learn(struct connection *c)
{
    struct curl_certinfo *info = NULL;
    struct str chain[16];
    size_t n = 0;
    if (c->trust && c->tls)
        trust_prove(c->trust);
    if (!c->trust || !trust_wants_chain(c->trust) || curl_easy_getinfo(c->easy, CURLINFO_CERTINFO, &info) != CURLE_OK ||
        !info)
        return;
    for (int i = 0; i < info->num_of_certs && n < sizeof chain / sizeof *chain; i++)
        for (struct curl_slist *s = info->certinfo[i]; s; s = s->next)
            if (strncmp(s->data, "Cert:", 5) == 0 && n < sizeof chain / sizeof *chain)
                chain[n++] = str_c(s->data + 5);
    if (n)
        trust_learn(c->trust, chain, n);
}

void connection_came_up(struct connection *c)
{
    if (curl_easy_getinfo(c->easy, CURLINFO_ACTIVESOCKET, &c->fd) != CURLE_OK || c->fd == CURL_SOCKET_BAD) {
        connection_fail(c, CURLE_COULDNT_CONNECT);
        return;
    }
    if (c->user.n && !c->logged_in) { /* libcurl goes on without when no login is offered */
        connection_fail(c, CURLE_LOGIN_DENIED);
        return;
    }
    learn(c);
    c->state = CONNECTION_UP;
    smtp_caps_read(buf_view(&c->hello), &c->caps);
    connection_watch(c);
}

static size_t on_body(char *p, size_t size, size_t n, void *ctx)
{
    return size * n;
}

static int on_socket_made(void *ctx, curl_socket_t fd, curlsocktype purpose)
{
    int tries = SYN_TRIES;
    setsockopt(fd, IPPROTO_TCP, TCP_SYNCNT, &tries, sizeof tries);
    return CURL_SOCKOPT_OK;
}

static void set_trust(struct connection *c, const struct relay *r)
{
    const curl_version_info_data *v = curl_version_info(CURLVERSION_NOW);
    struct str bundle = r->ca_file.n ? r->ca_file : str_c(v->cainfo);
    if (!bundle.n)
        return; /* libcurl knows better */
    c->trust = hub_trust(c->hub, c->name, bundle);
    c->by_part = trust_is_part(c->trust);
    curl_easy_setopt(c->easy, CURLOPT_CAINFO, trust_file(c->trust));
    curl_easy_setopt(c->easy, CURLOPT_CERTINFO, (long)trust_wants_chain(c->trust));
}

bool connection_again(struct connection *c, CURLcode rc)
{
    if (!c->by_part || (rc != CURLE_PEER_FAILED_VERIFICATION && rc != CURLE_SSL_CACERT_BADFILE))
        return false;
    if (trust_is_part(c->trust))
        trust_forget(c->trust);
    c->by_part = false;
    curl_multi_remove_handle(c->hub->multi, c->easy);
    curl_easy_setopt(c->easy, CURLOPT_CAINFO, trust_file(c->trust));
    c->heard = 0;
    c->last_code = 0;
    c->last_line[0] = c->curl_says[0] = 0;
    c->logged_in = false;
    return curl_multi_add_handle(c->hub->multi, c->easy) == CURLM_OK;
}

static void set_options(struct connection *c, const struct relay *r, const struct endpoint *to, int64_t timeout_ms)
{
    CURL *z = c->easy;
    bool v6 = str_chr(to->host, ':') != STR_NONE;
    struct str host = to->host.n
                          ? str_fmt(&c->arena, "%s" STR_FMT "%s", v6 ? "[" : "", STR_ARG(to->host), v6 ? "]" : "")
                          : str_lit("localhost");
    const char *scheme = to->kind == TO_SMTPS  ? "smtps"
                         : to->kind == TO_SMTP ? "smtp"
                                               : "http"; /* http: just the socket */
    struct str url = str_fmt(&c->arena, "%s://" STR_FMT ":%d/" STR_FMT, scheme, STR_ARG(host), to->port ? to->port : 24,
                             STR_ARG(to->kind == TO_LMTP ? str_lit("") : to->helo));
    curl_easy_setopt(z, CURLOPT_URL, url.s);
    curl_easy_setopt(z, CURLOPT_PROTOCOLS_STR, scheme);
    curl_easy_setopt(z, CURLOPT_CONNECT_ONLY, 1L);
    curl_easy_setopt(z, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(z, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(z, CURLOPT_CONNECTTIMEOUT_MS, (long)(timeout_ms ? timeout_ms : OPEN_MS));
    curl_easy_setopt(z, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)((timeout_ms ? timeout_ms : OPEN_MS) + 999) / 1000);
    curl_easy_setopt(z, CURLOPT_PRIVATE, c);
    curl_easy_setopt(z, CURLOPT_ERRORBUFFER, c->curl_says);
    curl_easy_setopt(z, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(z, CURLOPT_HEADERDATA, c);
    curl_easy_setopt(z, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(z, CURLOPT_TCP_KEEPALIVE, 1L);
    curl_easy_setopt(z, CURLOPT_SOCKOPTFUNCTION, on_socket_made);
    if (to->kind == TO_LMTP) {
        curl_easy_setopt(z, CURLOPT_NOPROXY, "*");
        if (to->path.n)
            curl_easy_setopt(z, CURLOPT_UNIX_SOCKET_PATH, to->path.s);
        return;
    }
    if (to->loopback)
        curl_easy_setopt(z, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(z, CURLOPT_USE_SSL, (long)(to->tls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
    curl_easy_setopt(z, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(z, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(z, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(z, CURLOPT_CAPATH,
                     NULL); /* a folder of certificates costs 30 ms a connection, the bundle 1 to 9 */
    if (to->tls)
        set_trust(c, r);
    if (r->user.n) {
        curl_easy_setopt(z, CURLOPT_USERNAME, r->user.s);
        curl_easy_setopt(z, r->bearer ? CURLOPT_XOAUTH2_BEARER : CURLOPT_PASSWORD, r->password.s ? r->password.s : "");
        if (r->auth.n)
            curl_easy_setopt(z, CURLOPT_LOGIN_OPTIONS, str_fmt(&c->arena, "AUTH=" STR_FMT, STR_ARG(r->auth)).s);
    }
}

int connection_open(struct hub *h, const struct relay *r, const struct endpoint *to, int64_t timeout_ms,
                    connection_ready *ready, void *ctx, struct connection **out, struct err *e)
{
    struct connection *c = mem_realloc(NULL, sizeof *c);
    *c = (struct connection){.hub = h, .ready = ready, .ctx = ctx, .tls = to->tls, .fd = CURL_SOCKET_BAD};
    c->name = str_dup(&c->arena, to->name);
    c->user = str_dup(&c->arena, r->user);
    c->auth = str_dup(&c->arena, r->auth);
    c->bearer = r->bearer;
    buf_init(&c->hello, HELLO_MAX + 2000);
    c->easy = curl_easy_init();
    if (c->easy)
        set_options(c, r, to, timeout_ms);
    if (!c->easy || curl_multi_add_handle(h->multi, c->easy) != CURLM_OK) {
        connection_close(c);
        return err_set(e, EX_OSERR, "%s: no connection could be prepared", to->name.s);
    }
    *out = c;
    return 0;
}

void connection_close(struct connection *c)
{
    if (!c || c->dead)
        return;
    c->dead = true;
    connection_bury(c);
}

enum connection_state connection_state(const struct connection *c)
{
    return c->state;
}

const struct err *connection_error(const struct connection *c)
{
    return &c->error;
}

const struct smtp_caps *connection_caps(const struct connection *c)
{
    return &c->caps;
}

/* ---- bytes */

static ssize_t lost(const char **why, int number)
{
    *why = number == 0            ? "the relay closed the connection"
           : number == ECONNRESET ? "the relay cut the connection"
                                  : strerror(number);
    return -1;
}

ssize_t connection_read(struct connection *c, char *p, size_t n, const char **why)
{
    if (!c->tls) {
        ssize_t got = recv(c->fd, p, n, 0);
        if (got > 0)
            return got;
        if (got < 0 && (errno == EAGAIN || errno == EINTR))
            return 0;
        return lost(why, got < 0 ? errno : 0);
    }
    size_t got = 0;
    CURLcode rc = curl_easy_recv(c->easy, p, n, &got);
    if (rc == CURLE_AGAIN)
        return 0;
    return rc == CURLE_OK && got ? (ssize_t)got : lost(why, rc == CURLE_OK ? 0 : ECONNRESET);
}

/* Under TLS small pieces would each become a record: they are put together first. */
static void gather(struct connection *c, const struct iovec *v, size_t n)
{
    if (!c->out)
        c->out = mem_realloc(NULL, CLEAR_MAX);
    c->out_from = c->out_n = 0;
    for (size_t i = 0; i < n && c->out_n < CLEAR_MAX; i++) {
        size_t room = CLEAR_MAX - c->out_n, take = v[i].iov_len < room ? v[i].iov_len : room;
        memcpy(c->out + c->out_n, v[i].iov_base, take);
        c->out_n += take;
    }
}

static ssize_t write_tls(struct connection *c, const struct iovec *v, size_t n, const char **why)
{
    if (c->out_from == c->out_n)
        gather(c, v, n);
    size_t before = c->out_from;
    while (c->out_from < c->out_n) {
        size_t took = 0;
        CURLcode rc = curl_easy_send(c->easy, c->out + c->out_from, c->out_n - c->out_from, &took);
        if (rc == CURLE_AGAIN || (rc == CURLE_OK && took == 0))
            break;
        if (rc != CURLE_OK)
            return c->out_from > before ? (ssize_t)(c->out_from - before) : lost(why, ECONNRESET);
        c->out_from += took;
    }
    return (ssize_t)(c->out_from - before);
}

ssize_t connection_write(struct connection *c, const struct iovec *v, size_t n, const char **why)
{
    if (c->tls)
        return write_tls(c, v, n, why);
    struct msghdr m = {.msg_iov = (struct iovec *)v, .msg_iovlen = n};
    ssize_t took = sendmsg(c->fd, &m, MSG_NOSIGNAL);
    if (took >= 0)
        return took;
    return errno == EAGAIN || errno == EINTR ? 0 : lost(why, errno);
}

bool connection_hides(const struct connection *c)
{
    return c->tls;
}

void connection_want_write(struct connection *c, bool yes)
{
    if (c->want_write == yes || c->dead || c->state != CONNECTION_UP)
        return;
    c->want_write = yes;
    connection_watch(c);
}
