/* token.h: links and return paths that cannot be guessed.
 *
 * token = base64url( version 1 | key id | purpose | list id | person id | MAC ), the MAC the first 16 bytes of
 * HMAC-SHA256 over everything before it: 128 bits. The person id is the first 16 bytes of HMAC(key, address key), so a
 * token names nobody by itself. Same key and input, same token. Checked in constant time. Keys are rotated by adding a
 * new one; old ones go on verifying. */
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
struct str token_make(struct arena *a, const struct token_keys *k, enum token_purpose purpose, struct str scope,
                      struct str address_key);
/* The same for many: the ids of a person with several links and of a scope with many people are worked out once. */
struct token_holder {
    uint8_t person[16];
};
struct token_scope {
    uint8_t id[8];
};
struct token_holder token_holder_of(const struct token_keys *k, struct str address_key);
struct token_scope token_scope_of(const struct token_keys *k, struct str scope);
struct str token_for(struct arena *a, const struct token_keys *k, enum token_purpose purpose,
                     const struct token_scope *scope, const struct token_holder *who);
/* Is this a token for that purpose, scope (list or edition) and person? */
bool token_check(const struct token_keys *k, enum token_purpose purpose, struct str scope, struct str address_key,
                 struct str token);

/* A token taken apart, for links that come back without an address: its MAC holds, and it names a scope and a person
 * only to somebody who has them to compare. token_person is what to look people up by when there are many. */
struct token_claim {
    uint8_t key; /* id of the key it was made with */
    uint8_t scope[8], person[16];
};
/* False: damaged, for another purpose, or made with a key that is not among them. */
bool token_open(const struct token_keys *k, enum token_purpose purpose, struct str token, struct token_claim *out);
bool token_names(const struct token_keys *k, const struct token_claim *c, struct str scope, struct str address_key);
/* The person id under that key; false: there is no such key. */
bool token_person(const struct token_keys *k, uint8_t key, struct str address_key, uint8_t out[16]);

/* Return paths: bounces+TOKEN@... must fit into 64 octets and survive servers that change case, so this token is short
 * and in lower-case base32: base32( key id | edition id 4 | person id 8 | MAC 10 ), 37 characters. The ids are the
 * beginnings of a claim's scope and person. "" without keys. */
enum { TOKEN_BOUNCE_LEN = 37 };
struct bounce_claim {
    uint8_t key;
    uint8_t edition[4], person[8];
};
struct str token_bounce(struct arena *a, const struct token_keys *k, struct str edition, struct str address_key);
struct str token_bounce_for(struct arena *a, const struct token_keys *k, const struct token_scope *edition,
                            const struct token_holder *who);
bool token_bounce_open(const struct token_keys *k, struct str token, struct bounce_claim *out);
bool token_bounce_names(const struct token_keys *k, const struct bounce_claim *c, struct str edition,
                        struct str address_key);

#endif
