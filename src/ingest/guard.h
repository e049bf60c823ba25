/* guard.h: which addresses a program that follows other people's links may connect to.
 *
 * Asked twice: by name before a transfer starts, so that the refusal is quick and named, and by address at the moment a
 * socket is made, which is what counts: a name may resolve to anything, and to something else the second time. */
#ifndef INGEST_GUARD_H
#define INGEST_GUARD_H

#include "base/str.h"
#include <sys/socket.h>

/* NULL: a public address. Else what it is, for "127.0.0.1 is a loopback address". */
const char *guard_address(const struct sockaddr *address);
/* The same for a host as it stands in a URL: an address in any spelling (octal, hex, decimal, short, bracketed,
 * mapped), or a name that is local by its meaning. Other names need resolving and give NULL. */
const char *guard_host(struct str host);

#endif
