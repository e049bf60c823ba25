/* token.h: links and return paths that cannot be guessed.
 *
 * token = base64url( version 1 | key id | purpose | list id | person id | MAC ), the MAC the first 16 bytes of
 * HMAC-SHA256 over everything before it: 128 bits. The person id is the first 16 bytes of HMAC(key, address key), so a token
 * names nobody by itself. Same key and input, same token. Checked in constant time. Keys are rotated by adding a new
 * one; old ones go on verifying. */
#ifndef MODEL_TOKEN_H
#define MODEL_TOKEN_H

#include "base/err.h"

enum token_purpose { TOKEN_UNSUBSCRIBE = 'u', TOKEN_BOUNCE = 'b', TOKEN_PREFERENCES = 'p', TOKEN_VIEW = 'v' };

struct token_key {
    uint8_t id;
    uint8_t secret[32];
};
struct token_keys { /* the first signs, all verify */
    struct token_key v[8];
    size_t n;
};

/* Text form of the key file: one "ID HEX" a line. */
int token_keys_parse(struct str text, struct str name, struct token_keys *out, struct err *e);
struct str token_make(struct arena *a, const struct token_keys *k, enum token_purpose purpose, struct str scope, struct str address_key);
/* Is this a token for that purpose, scope (list or edition) and person? */
bool token_check(const struct token_keys *k, enum token_purpose purpose, struct str scope, struct str address_key, struct str token);

#endif
