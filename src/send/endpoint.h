/* endpoint.h: a relay's URL taken apart, and what follows from it: how to reach it, and whether TLS is demanded.
 *
 *   smtp://host[:25]  smtps://host[:465]  lmtp://host[:24]  lmtp:/path/of/socket  maildir:PATH  null: */
#ifndef SEND_ENDPOINT_H
#define SEND_ENDPOINT_H

#include "base/err.h"
#include "model/settings.h"

enum endpoint_kind { TO_SMTP, TO_SMTPS, TO_LMTP, TO_MAILDIR, TO_NULL };

struct endpoint {
    enum endpoint_kind kind;
    struct str host; /* without brackets; empty for a socket, maildir and null */
    int port;
    struct str path; /* maildir, absolute or as the newsroom has it; unix socket */
    struct str name; /* host:port, maildir:PATH ...: for people, and for the ledger */
    struct str helo; /* ours */
    bool loopback;
    bool tls; /* demanded: implicit for smtps, STARTTLS for smtp */
};

/* EX_CONFIG: a URL that is none, a login that would cross the network in the clear, a name that is no name for EHLO. */
int endpoint_read(struct arena *a, const struct relay *r, struct str newsroom, struct endpoint *out, struct err *e);
bool host_is_loopback(struct str host);

#endif
