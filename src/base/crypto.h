/* crypto.h: digests, MACs and random bytes, over GnuTLS (seen only here and in send/dkim.c). */
#ifndef BASE_CRYPTO_H
#define BASE_CRYPTO_H

#include "base/str.h"

#define SHA256_LEN 32

void sha256(struct str s, uint8_t out[SHA256_LEN]);
void hmac_sha256(struct str key, struct str s, uint8_t out[SHA256_LEN]);
void random_bytes(void *p, size_t n);
bool bytes_equal(const void *a, const void *b, size_t n); /* in constant time */
struct str hex(struct arena *a, const void *p, size_t n);
struct str base64(struct arena *a, struct str s);
struct str base64url(struct arena *a, const void *p, size_t n);                /* no padding */
bool base64url_decode(struct arena *a, struct str s, struct str *out);
struct str short_id(struct arena *a, struct str s); /* first 12 hex digits of its SHA-256 */

#endif
