/* connection.h: bytes to and from relays, over libcurl (seen only by connection*.c), in one event loop.
 *
 * libcurl opens the connection (TCP, proxy, TLS or STARTTLS, EHLO, AUTH) and then stands aside: in the clear the socket
 * is ours, under TLS bytes go through curl_easy_send and curl_easy_recv. For LMTP it opens only the socket.
 *
 * The owner is called (`ready`) when a connection came up, failed, or has bytes or room. Its functions never block. */
#ifndef SEND_CONNECTION_H
#define SEND_CONNECTION_H

#include "send/endpoint.h"
#include "send/smtp.h"

struct hub;
int hub_open(struct hub **out, struct err *e);
void hub_close(struct hub *h); /* every connection must be closed */
typedef void connection_ready(void *ctx);
/* Another descriptor in the same loop: ready() when it can be read. Four at most. -1: errno */
int hub_watch(struct hub *h, int fd, connection_ready *ready, void *ctx);
void hub_unwatch(struct hub *h, int fd);
int hub_wait(struct hub *h, int64_t ms, struct err *e); /* at most so long; calls ready() */

enum connection_state { CONNECTION_OPENING, CONNECTION_UP, CONNECTION_FAILED };

struct connection;
int connection_open(struct hub *h, const struct relay *r, const struct endpoint *to, int64_t timeout_ms,
                    connection_ready *ready, void *ctx, struct connection **out, struct err *e);
void connection_close(struct connection *c); /* at once, also from ready(); NULL is allowed */

enum connection_state connection_state(const struct connection *c);
/* FAILED before it was UP: EX_UNAVAILABLE, EX_NOPERM (login), EX_CONFIG (TLS, certificate), EX_NOHOST (no such name).
 */
const struct err *connection_error(const struct connection *c);
const struct smtp_caps *connection_caps(const struct connection *c); /* of the last EHLO; nothing for LMTP */

/* Bytes read; 0: none at present; -1: the other side closed or the connection broke (why in words in *why). */
ssize_t connection_read(struct connection *c, char *p, size_t n, const char **why);
/* Bytes of v that were taken for good; 0: no room at present; -1 as above. Under TLS the next call must offer the same
 * bytes again from where this one ended. */
ssize_t connection_write(struct connection *c, const struct iovec *v, size_t n, const char **why);
bool connection_hides(const struct connection *c); /* it may hold bytes the loop does not see (TLS): read until 0 */
void connection_want_write(struct connection *c, bool yes); /* call ready() when there is room */

#endif
