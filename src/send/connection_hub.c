/* The loop: libcurl's sockets while a connection opens, ours from then on. */
#include "base/date.h"
#include "send/connection_parts.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

enum { EVENTS = 128 };

/* epoll's data: a connection, or with the low bit set a socket that libcurl asked to watch, or one of hub_watch. */
#define CURLS(fd) ((uint64_t)(fd) << 1 | 1)
#define WATCHED ((uint64_t)1 << 62)

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
    for (uint64_t i = 0; i < WATCHED_MAX; i++)
        if (!h->watched[i].ready) {
            struct epoll_event ev = {.events = EPOLLIN, .data.u64 = WATCHED | i << 1 | 1};
            h->watched[i] = (struct watched){fd, ready, ctx};
            return epoll_ctl(h->epoll, EPOLL_CTL_ADD, fd, &ev);
        }
    errno = ENOSPC;
    return -1;
}

void hub_unwatch(struct hub *h, int fd)
{
    for (size_t i = 0; i < WATCHED_MAX; i++)
        if (h->watched[i].ready && h->watched[i].fd == fd) {
            epoll_ctl(h->epoll, EPOLL_CTL_DEL, fd, NULL);
            h->watched[i] = (struct watched){0};
        }
}

void connection_watch(struct connection *c)
{
    struct epoll_event ev = {.events = EPOLLIN | (c->want_write ? EPOLLOUT : 0u), .data.ptr = c};
    if (epoll_ctl(c->hub->epoll, EPOLL_CTL_MOD, c->fd, &ev) != 0 && errno == ENOENT)
        epoll_ctl(c->hub->epoll, EPOLL_CTL_ADD, c->fd, &ev);
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
            connection_came_up(c);
        else if (connection_again(c, rc))
            continue;
        else
            connection_fail(c, rc);
        c->ready(c->ctx);
    }
}

void connection_bury(struct connection *c)
{
    struct hub *h = c->hub;
    if (c->state == CONNECTION_UP)
        epoll_ctl(h->epoll, EPOLL_CTL_DEL, c->fd, NULL);
    if (c->easy) {
        curl_multi_remove_handle(h->multi, c->easy);
        curl_easy_cleanup(c->easy);
    }
    c->easy = NULL;
    c->next_dead = h->dead;
    h->dead = c;
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
        if (ev[i].data.u64 & WATCHED) {
            struct watched *w = &h->watched[(ev[i].data.u64 & ~WATCHED) >> 1];
            if (w->ready)
                w->ready(w->ctx);
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

struct trust *hub_trust(struct hub *h, struct str name, struct str bundle)
{
    struct known *k = h->known;
    while (k && !(str_eq(k->name, name) && str_eq(k->bundle, bundle)))
        k = k->next;
    if (!k) {
        k = arena_new(&h->arena, struct known);
        *k = (struct known){.next = h->known, .name = str_dup(&h->arena, name), .bundle = str_dup(&h->arena, bundle)};
        k->trust = trust_begin(k->bundle);
        h->known = k;
    }
    return k->trust;
}

void hub_close(struct hub *h)
{
    if (!h)
        return;
    bury(h);
    curl_multi_cleanup(h->multi);
    close(h->epoll);
    for (struct known *k = h->known; k; k = k->next)
        trust_end(k->trust);
    arena_end(&h->arena);
    free(h);
}
