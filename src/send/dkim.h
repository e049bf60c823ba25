/* dkim.h: DKIM signatures (RFC 6376, RFC 8463), relaxed/relaxed, over GnuTLS (seen only here and in base/crypto.c).
 *
 * One signature per key, RSA-SHA256 and Ed25519-SHA256. What receivers look at is signed twice over ("oversigned"), so
 * that nobody can add a second From, Subject or List-Unsubscribe: RFC 6376 5.4.2, RFC 8058 4.
 *
 * Reading of the body is streamed, and the state after a common beginning can be kept and cloned. Thread-safe: keys are
 * only read, everything else lives on the caller's side. */
#ifndef SEND_DKIM_H
#define SEND_DKIM_H

#include "base/buf.h"
#include "base/err.h"
#include "model/mold.h"
#include "send/send.h"

struct dkim; /* keys, and what every signature has in common */
/* EX_CONFIG: a key that cannot be read, is neither RSA nor Ed25519, or is RSA of less than 1024 bits (RFC 8301). */
int dkim_open(const struct dkim_settings *s, struct dkim **out, struct err *e);
void dkim_close(struct dkim *d);

/* Body in relaxed form (3.4.4), hashed as it comes. */
struct dkim_body {
    void *sha;     /* of GnuTLS */
    size_t blank;  /* line ends not yet followed by text */
    bool wsp, any; /* white space not yet followed by text; there was text */
};
void dkim_body_begin(struct dkim_body *b);
void dkim_body_add(struct dkim_body *b, const char *s, size_t n);
void dkim_body_clone(struct dkim_body *to, const struct dkim_body *from);
void dkim_body_end(struct dkim_body *b, uint8_t hash[32]); /* also ends the state */

/* The DKIM-Signature fields, each with its CRLF, to stand before the message. header: the header fields, CRLF lines,
 * without the empty line. */
int dkim_sign(const struct dkim *d, struct str header, const uint8_t body_hash[32], int64_t now, struct buf *out,
              struct err *e);

#endif
