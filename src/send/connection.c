#include "send/connection.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/log.h"
#include <curl/curl.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    EVENTS = 128,
    CLEAR_MAX = 64 << 10,
    HELLO_MAX = 8 << 10,
    HEARD_MAX = 64 << 10,
    OPEN_MS = 300000,
    SYN_TRIES = 4 /* 31 seconds */
};

/* epoll's data: a connection, or with the low bit set a socket that libcurl asked to watch. */
#define CURLS(fd) ((uint64_t)(fd) << 1 | 1)
#define WATCHED ((uint64_t)1 << 62 | 1)

struct connection {
    struct hub *hub;
    struct connection *next_dead;
    CURL *easy;
    curl_socket_t fd;
    enum connection_state state;
    bool tls, dead, want_write;
    bool logged_in; /* 235 was heard */
    connection_ready *ready;
    void *ctx;
    struct err error;
    struct arena arena; /* name for messages */
    struct str name, user;
    char curl_says[CURL_ERROR_SIZE];
    struct smtp_caps caps;
    /* the replies of the login, as the header callback gives them */
    struct buf hello;
    size_t heard;
    int last_code;
    char last_line[300];
    /* TLS: bytes that must be offered again unchanged */
    char *out;
    size_t out_from, out_n;
};

struct hub {
    int epoll;
    CURLM *multi;
    int64_t curl_due; /* clock_mono_ms; -1: nothing */
    struct connection *dead;
    connection_ready *watched; /* hub_watch */
    void *watched_ctx;
};

/* ---- the loop */

static int on_socket(CURL *easy, curl_socket_t fd, int what, void *ctx, void *assigned)
{
    struct hub *h = ctx;
    struct connection *c = NULL;
    curl_easy_getinfo(easy, CURLINFO_PRIVATE, (char **)&c);
    if (c && c->state == CONNECTION_UP && c->fd == fd)
        return 0; /* ours by now */
    if (what == CURL_POLL_REMOVE) {
        epoll_ctl(h->epoll, EPOLL_CTL_DEL, fd, NULL);
        return 0;
    }
    struct epoll_event ev = {.data.u64 = CURLS(fd)};
    ev.events = (what & CURL_POLL_IN ? EPOLLIN : 0u) | (what & CURL_POLL_OUT ? EPOLLOUT : 0u);
    if (epoll_ctl(h->epoll, EPOLL_CTL_MOD, fd, &ev) != 0 && errno == ENOENT)
        epoll_ctl(h->epoll, EPOLL_CTL_ADD, fd, &ev);
    return 0;
}

static int on_timer(CURLM *multi, long ms, void *ctx)
{
    struct hub *h = ctx;
    h->curl_due = ms < 0 ? -1 : clock_mono_ms() + ms;
    return 0;
}

int hub_open(struct hub **out, struct err *e)
{
    static bool once;
    if (!once) {
        curl_global_init(CURL_GLOBAL_DEFAULT);
        once = true;
    }
    int fd = epoll_create1(EPOLL_CLOEXEC);
    CURLM *multi = fd < 0 ? NULL : curl_multi_init();
    if (!multi) {
        if (fd >= 0)
            close(fd);
        return err_set(e, EX_OSERR, "no event loop: %s", strerror(errno));
    }
    struct hub *h = mem_realloc(NULL, sizeof *h);
    *h = (struct hub){.epoll = fd, .multi = multi, .curl_due = -1};
    curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, on_socket);
    curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, h);
    curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, on_timer);
    curl_multi_setopt(multi, CURLMOPT_TIMERDATA, h);
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, 100000L);
    *out = h;
    return 0;
}

int hub_watch(struct hub *h, int fd, connection_ready *ready, void *ctx)
{
    struct epoll_event ev = {.events = EPOLLIN, .data.u64 = WATCHED};
    h->watched = ready;
    h->watched_ctx = ctx;
    return epoll_ctl(h->epoll, EPOLL_CTL_ADD, fd, &ev);
}

void hub_unwatch(struct hub *h, int fd)
{
    epoll_ctl(h->epoll, EPOLL_CTL_DEL, fd, NULL);
}

static void watch(struct connection *c)
{
    struct epoll_event ev = {.events = EPOLLIN | (c->want_write ? EPOLLOUT : 0u), .data.ptr = c};
    if (epoll_ctl(c->hub->epoll, EPOLL_CTL_MOD, c->fd, &ev) != 0 && errno == ENOENT)
        epoll_ctl(c->hub->epoll, EPOLL_CTL_ADD, c->fd, &ev);
}

static void fail(struct connection *c, CURLcode rc);

static void came_up(struct connection *c)
{
    if (curl_easy_getinfo(c->easy, CURLINFO_ACTIVESOCKET, &c->fd) != CURLE_OK || c->fd == CURL_SOCKET_BAD) {
        fail(c, CURLE_COULDNT_CONNECT);
        return;
    }
    if (c->user.n && !c->logged_in) { /* libcurl goes on without when no login is offered */
        fail(c, CURLE_LOGIN_DENIED);
        return;
    }
    c->state = CONNECTION_UP;
    smtp_caps_read(buf_view(&c->hello), &c->caps);
    watch(c);
}

static void take_news(struct hub *h)
{
    CURLMsg *msg;
    int left;
    while ((msg = curl_multi_info_read(h->multi, &left))) {
        struct connection *c = NULL;
        if (msg->msg != CURLMSG_DONE)
            continue;
        CURLcode rc = msg->data.result;
        curl_easy_getinfo(msg->easy_handle, CURLINFO_PRIVATE, (char **)&c);
        if (!c || c->dead || c->state != CONNECTION_OPENING)
            continue;
        if (rc == CURLE_OK)
            came_up(c);
        else
            fail(c, rc);
        c->ready(c->ctx);
    }
}

static void bury(struct hub *h)
{
    while (h->dead) {
        struct connection *c = h->dead;
        h->dead = c->next_dead;
        buf_end(&c->hello);
        arena_end(&c->arena);
        free(c->out);
        free(c);
    }
}

int hub_wait(struct hub *h, int64_t ms, struct err *e)
{
    struct epoll_event ev[EVENTS];
    int running;
    if (h->curl_due >= 0) {
        int64_t left = h->curl_due - clock_mono_ms();
        ms = left < 0 ? 0 : left < ms ? left : ms;
    }
    int n = epoll_wait(h->epoll, ev, EVENTS, ms > 60000 ? 60000 : (int)ms);
    if (n < 0 && errno != EINTR)
        return err_set(e, EX_OSERR, "waiting for relays: %s", strerror(errno));
    for (int i = 0; i < n; i++) {
        if (ev[i].data.u64 == WATCHED) {
            h->watched(h->watched_ctx);
            continue;
        }
        if (ev[i].data.u64 & 1) {
            int what = (ev[i].events & (EPOLLIN | EPOLLHUP) ? CURL_CSELECT_IN : 0) |
                       (ev[i].events & EPOLLOUT ? CURL_CSELECT_OUT : 0) |
                       (ev[i].events & EPOLLERR ? CURL_CSELECT_ERR : 0);
            curl_multi_socket_action(h->multi, (curl_socket_t)(ev[i].data.u64 >> 1), what, &running);
            continue;
        }
        struct connection *c = ev[i].data.ptr;
        if (!c->dead)
            c->ready(c->ctx);
    }
    if (h->curl_due >= 0 && h->curl_due <= clock_mono_ms()) {
        h->curl_due = -1;
        curl_multi_socket_action(h->multi, CURL_SOCKET_TIMEOUT, 0, &running);
    }
    take_news(h);
    bury(h);
    return 0;
}

void hub_close(struct hub *h)
{
    if (!h)
        return;
    bury(h);
    curl_multi_cleanup(h->multi);
    close(h->epoll);
    free(h);
}

/* ---- opening */

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
    if (r->ca_file.n)
        curl_easy_setopt(z, CURLOPT_CAINFO, r->ca_file.s);
    if (r->user.n) {
        curl_easy_setopt(z, CURLOPT_USERNAME, r->user.s);
        curl_easy_setopt(z, CURLOPT_PASSWORD, r->password.s ? r->password.s : "");
    }
}

int connection_open(struct hub *h, const struct relay *r, const struct endpoint *to, int64_t timeout_ms,
                    connection_ready *ready, void *ctx, struct connection **out, struct err *e)
{
    struct connection *c = mem_realloc(NULL, sizeof *c);
    *c = (struct connection){.hub = h, .ready = ready, .ctx = ctx, .tls = to->tls, .fd = CURL_SOCKET_BAD};
    c->name = str_dup(&c->arena, to->name);
    c->user = str_dup(&c->arena, r->user);
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
    if (c->state == CONNECTION_UP)
        epoll_ctl(c->hub->epoll, EPOLL_CTL_DEL, c->fd, NULL);
    if (c->easy) {
        curl_multi_remove_handle(c->hub->multi, c->easy);
        curl_easy_cleanup(c->easy);
    }
    c->easy = NULL;
    c->next_dead = c->hub->dead;
    c->hub->dead = c;
}

/* ---- what went wrong, in one sentence */

static int certificate_trouble(struct connection *c, const char *says)
{
    const char *hint = strstr(says, "expire") ? "it is out of date; its owner must renew it"
                       : strstr(says, "does not match") || strstr(says, "name")
                           ? "it is made out to another name; use the relay's own name in url"
                           : "nobody trusted vouches for it; set ca_file if it is your own";
    return err_set(&c->error, EX_CONFIG, "%s: the relay's certificate was not accepted (%s): %s", c->name.s, says,
                   hint);
}

static int login_trouble(struct connection *c, const char *said)
{
    if (c->last_code / 100 == 4)
        return err_set(&c->error, EX_UNAVAILABLE, "%s: login is not possible at present (%s); try again later",
                       c->name.s, said);
    if (c->last_code == 250 || c->last_code == 220)
        return err_set(&c->error, EX_CONFIG,
                       "%s: the relay offers no login that fits; leave user out, or ask its operator", c->name.s);
    return err_set(&c->error, EX_NOPERM, "%s: login as \"" STR_FMT "\" was refused (%s); check user and password",
                   c->name.s, STR_ARG(c->user), said);
}

static int other_trouble(struct connection *c, CURLcode rc, const char *says, const char *said)
{
    switch (rc) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
        return err_set(&c->error, EX_NOHOST, "%s: no such host; check the relay's url and this machine's name service",
                       c->name.s);
    case CURLE_COULDNT_CONNECT:
        return err_set(&c->error, EX_UNAVAILABLE,
                       "%s: cannot be reached (%s); is the relay running, and the port right?", c->name.s, says);
    case CURLE_OPERATION_TIMEDOUT:
        return err_set(&c->error, EX_TEMPFAIL,
                       "%s: no answer in time%s%s; is it an SMTP server, and is a firewall in between?", c->name.s,
                       said[0] ? ", last heard: " : "", said);
    case CURLE_WEIRD_SERVER_REPLY:
        if (c->tls && c->last_code == 220) /* libcurl's word for more behind the answer to STARTTLS (RFC 3207 6) */
            return err_set(&c->error, EX_CONFIG,
                           "%s: plain text follows its answer to STARTTLS: the relay is broken, or somebody is in "
                           "between; nothing was sent",
                           c->name.s);
        break;
    case CURLE_WRITE_ERROR: /* on_header would not have it */
        return err_set(&c->error, EX_UNAVAILABLE,
                       "%s: what it answers is not SMTP; is it an SMTP server, and is the port right?", c->name.s);
    case CURLE_RECV_ERROR:
    case CURLE_GOT_NOTHING:
        says = "the relay closed it";
        break;
    default:
        break;
    }
    if (c->last_code >= 400)
        return err_set(&c->error, EX_UNAVAILABLE, "%s: the relay will not talk to us: %s", c->name.s, said);
    return err_set(&c->error, EX_UNAVAILABLE, "%s: the connection broke before it was ready (%s)", c->name.s, says);
}

static void fail(struct connection *c, CURLcode rc)
{
    struct arena a = {0};
    const char *says = printable(&a, str_c(c->curl_says[0] ? c->curl_says : curl_easy_strerror(rc)), 300).s;
    const char *said = printable(&a, str_c(c->last_line), 200).s;
    c->state = CONNECTION_FAILED;
    switch (rc) {
    case CURLE_PEER_FAILED_VERIFICATION:
        certificate_trouble(c, says);
        break;
    case CURLE_USE_SSL_FAILED:
        err_set(&c->error, EX_CONFIG, "%s: TLS is required, but the relay does not offer it (%s); nothing was sent",
                c->name.s, says);
        break;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
        err_set(&c->error, EX_CONFIG, "%s: TLS could not be set up (%s); nothing was sent", c->name.s, says);
        break;
    case CURLE_SSL_CACERT_BADFILE:
        err_set(&c->error, EX_CONFIG, "%s: the file of trusted certificates cannot be used (%s); check ca_file",
                c->name.s, says);
        break;
    case CURLE_LOGIN_DENIED:
    case CURLE_AUTH_ERROR:
        login_trouble(c, said);
        break;
    default:
        other_trouble(c, rc, says, said);
    }
    arena_end(&a);
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
    watch(c);
}
