#include "base/crypto.h"
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

enum { KEY_KEPT = 64 };

/* These fail only when the library is broken or refuses the algorithm: nothing a caller could go on from. */
static void must(int rc, const char *what)
{
    if (rc >= 0)
        return;
    /* What the library could not have when the program started, it says here. */
    bool poor = rc == GNUTLS_E_MEMORY_ERROR || rc == GNUTLS_E_LIB_IN_ERROR_STATE;
    fprintf(stderr, "bulletin: %s: %s%s\n", what, gnutls_strerror(rc),
            poor ? "; when memory is short close other programs, then run the command again" : "");
    exit(poor ? EX_OSERR : EX_SOFTWARE);
}

void sha256(struct str s, uint8_t out[SHA256_LEN])
{
    must(gnutls_hash_fast(GNUTLS_DIG_SHA256, s.s ? s.s : "", s.n, out), "SHA-256");
}

/* A mailing asks for the MACs of many texts under one key: its hash state is kept, which is more than half the work. */
void hmac_sha256(struct str key, struct str s, uint8_t out[SHA256_LEN])
{
    static const uint8_t zero[SHA256_LEN]; /* HMAC pads keys with zeros: this is the empty key, which GnuTLS refuses */
    static _Thread_local struct {
        gnutls_hmac_hd_t state;
        uint8_t key[KEY_KEPT];
        size_t n;
    } kept;
    const void *k = key.n ? (const void *)key.s : zero;
    size_t n = key.n ? key.n : sizeof zero;
    if (n > KEY_KEPT) {
        must(gnutls_hmac_fast(GNUTLS_MAC_SHA256, k, n, s.s ? s.s : "", s.n, out), "HMAC-SHA-256");
        return;
    }
    if (!kept.state || kept.n != n || memcmp(kept.key, k, n) != 0) {
        if (kept.state)
            gnutls_hmac_deinit(kept.state, NULL);
        must(gnutls_hmac_init(&kept.state, GNUTLS_MAC_SHA256, k, n), "HMAC-SHA-256");
        memcpy(kept.key, k, kept.n = n);
    }
    must(gnutls_hmac(kept.state, s.s ? s.s : "", s.n), "HMAC-SHA-256");
    gnutls_hmac_output(kept.state, out); /* and back to the key's state */
}

void random_bytes(void *p, size_t n)
{
    must(gnutls_rnd(GNUTLS_RND_KEY, p, n), "random bytes");
}

bool bytes_equal(const void *a, const void *b, size_t n)
{
    return n == 0 || gnutls_memcmp(a, b, n) == 0;
}

struct str hex(struct arena *a, const void *p, size_t n)
{
    static const char digits[] = "0123456789abcdef";
    const uint8_t *b = p;
    char *out = arena_alloc(a, 2 * n + 1);
    for (size_t i = 0; i < n; i++) {
        out[2 * i] = digits[b[i] >> 4];
        out[2 * i + 1] = digits[b[i] & 15];
    }
    return (struct str){out, 2 * n};
}

static const char standard[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char for_urls[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static struct str encode(struct arena *a, const uint8_t *p, size_t n, const char *set, bool pad)
{
    char *out = arena_alloc(a, (n + 2) / 3 * 4 + 1), *w = out;
    for (size_t i = 0; i < n; i += 3) {
        size_t left = n - i;
        uint32_t v = (uint32_t)p[i] << 16 | (left > 1 ? (uint32_t)p[i + 1] << 8 : 0) | (left > 2 ? p[i + 2] : 0);
        *w++ = set[v >> 18];
        *w++ = set[v >> 12 & 63];
        if (left > 1)
            *w++ = set[v >> 6 & 63];
        else if (pad)
            *w++ = '=';
        if (left > 2)
            *w++ = set[v & 63];
        else if (pad)
            *w++ = '=';
    }
    return (struct str){out, (size_t)(w - out)};
}

struct str base64(struct arena *a, struct str s)
{
    return encode(a, (const uint8_t *)s.s, s.n, standard, true);
}

struct str base64url(struct arena *a, const void *p, size_t n)
{
    return encode(a, p, n, for_urls, false);
}

/* Strict: one text form per value, so bits that encode nothing must be zero. */
bool base64url_decode(struct arena *a, struct str s, struct str *out)
{
    if (s.n % 4 == 1)
        return false;
    uint8_t *p = arena_alloc(a, s.n / 4 * 3 + 3);
    size_t n = 0;
    uint32_t v = 0, bits = 0;
    for (size_t i = 0; i < s.n; i++) {
        const char *at = s.s[i] ? strchr(for_urls, s.s[i]) : NULL;
        if (!at)
            return false;
        v = v << 6 | (uint32_t)(at - for_urls);
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            p[n++] = (uint8_t)(v >> bits);
        }
        v &= (1u << bits) - 1;
    }
    if (v)
        return false;
    *out = (struct str){(char *)p, n};
    return true;
}

struct str short_id(struct arena *a, struct str s)
{
    uint8_t digest[SHA256_LEN];
    sha256(s, digest);
    return hex(a, digest, 6);
}
