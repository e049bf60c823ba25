/* connection_parts.h: the inside of a connection, shared by connection.c (opening, bytes), connection_hub.c (the loop)
 * and connection_trouble.c (what went wrong, in words). */
#ifndef SEND_CONNECTION_PARTS_H
#define SEND_CONNECTION_PARTS_H

#include "base/buf.h"
#include "send/connection.h"
#include "send/trust.h"
#include <curl/curl.h>

struct connection {
    struct hub *hub;
    struct connection *next_dead;
    CURL *easy;
    curl_socket_t fd;
    enum connection_state state;
    bool tls, dead, want_write;
    bool logged_in; /* 235 was heard */
    bool bearer;    /* with a token instead of a password */
    connection_ready *ready;
    void *ctx;
    struct err error;
    struct arena arena; /* name for messages */
    struct str name, user, auth;
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
    struct trust *trust; /* the hub's; NULL: no TLS */
    bool by_part;        /* opened with a part of the bundle */
};

struct known { /* trust by relay and bundle */
    struct known *next;
    struct str name, bundle;
    struct trust *trust;
};

enum { WATCHED_MAX = 4 };
struct watched { /* hub_watch; free without ready */
    int fd;
    connection_ready *ready;
    void *ctx;
};

struct hub {
    int epoll;
    CURLM *multi;
    int64_t curl_due; /* clock_mono_ms; -1: nothing */
    struct connection *dead;
    struct watched watched[WATCHED_MAX];
    struct arena arena;
    struct known *known;
};

/* connection_hub.c */
void connection_watch(struct connection *c); /* its socket, for bytes, and for room when it wants to write */
void connection_bury(
    struct connection *c); /* leaves the loop; freed when it has come round, for events may still name it */

struct trust *hub_trust(struct hub *h, struct str name, struct str bundle);

/* connection.c, told by the loop: libcurl is done with it */
void connection_came_up(struct connection *c);
bool connection_again(struct connection *c,
                      CURLcode rc); /* it was only the part of the bundle that did not do: once more */

/* connection_trouble.c: FAILED, with a sentence */
void connection_fail(struct connection *c, CURLcode rc);

#endif
