/* trust.h: the certificates a relay's own is held against, loaded once.
 *
 * libcurl with GnuTLS reads the whole bundle for every connection: a hundred and forty certificates, 15 ms and 4 MB
 * each. So the first connection is verified against the bundle, and later ones against those of its certificates that
 * vouched for the chain then seen: a part of the bundle, so nothing is trusted that was not before. When that no longer
 * does (the relay has a new certificate from somebody else), the whole bundle counts again. */
#ifndef SEND_TRUST_H
#define SEND_TRUST_H

#include "base/str.h"

struct trust;
struct trust *trust_begin(struct str bundle); /* a file of certificates in PEM form */
void trust_end(struct trust *t);
const char *trust_file(const struct trust *t);                        /* what to verify against now */
bool trust_is_part(const struct trust *t);                            /* that is not the whole bundle */
bool trust_wants_chain(const struct trust *t);                        /* trust_learn would be of use */
void trust_learn(struct trust *t, const struct str *chain, size_t n); /* of a connection that was verified; PEM each */
bool trust_proven(const struct trust *t); /* a handshake with the relay has worked before, in this run */
void trust_prove(struct trust *t);
void trust_forget(struct trust *t);

#endif
