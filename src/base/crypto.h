/* crypto.h: digests, MACs and random bytes, over GnuTLS (seen only by crypto.c and by send, for DKIM and certificates).
 *
 * None of these can fail: where the library cannot give what is asked for, random bytes above all, the program ends
 * with a sentence rather than go on without. Texts that come out live in the arena and are NUL-terminated. */
#ifndef BASE_CRYPTO_H
#define BASE_CRYPTO_H

#include "base/str.h"

#define SHA256_LEN 32

void sha256(struct str s, uint8_t out[SHA256_LEN]);
void hmac_sha256(struct str key, struct str s, uint8_t out[SHA256_LEN]);
void random_bytes(void *p, size_t n);
bool bytes_equal(const void *a, const void *b, size_t n); /* in constant time */
struct str hex(struct arena *a, const void *p, size_t n); /* lower case */
struct str base64(struct arena *a, struct str s);
struct str base64url(struct arena *a, const void *p, size_t n);        /* no padding */
bool base64url_decode(struct arena *a, struct str s, struct str *out); /* false: not base64url without padding */
struct str short_id(struct arena *a, struct str s);                    /* first 12 hex digits of its SHA-256 */

#endif
