#include "model/token.h"
#include "base/crypto.h"
#include <string.h>

enum { VERSION = 1, SCOPE_LEN = 8, PERSON_LEN = 16, MAC_LEN = 16 };
enum { AT_SCOPE = 3, AT_PERSON = AT_SCOPE + SCOPE_LEN, AT_MAC = AT_PERSON + PERSON_LEN, TOKEN_LEN = AT_MAC + MAC_LEN };

enum { BOUNCE_EDITION = 1, BOUNCE_PERSON = 5, BOUNCE_AT_MAC = 13, BOUNCE_MAC_LEN = 10, BOUNCE_LEN = 23 };

/* ---- the key file ---- */

static int nibble(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool read_hex(struct str s, uint8_t *out, size_t n)
{
    if (s.n != 2 * n)
        return false;
    for (size_t i = 0; i < n; i++) {
        int high = nibble(s.s[2 * i]), low = nibble(s.s[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        out[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

static const struct token_key *key_by_id(const struct token_keys *k, uint8_t id)
{
    for (size_t i = 0; i < k->n; i++)
        if (k->v[i].id == id)
            return &k->v[i];
    return NULL;
}

int token_keys_parse(struct str text, struct str name, struct token_keys *out, struct err *e)
{
    struct token_keys keys = {0};
    struct str line;
    for (int at = 1; str_line(&text, &line); at++) {
        line = str_trim(line);
        if (line.n == 0 || line.s[0] == '#')
            continue;
        struct str id = str_sub(line, 0, str_chr(line, ' '));
        int64_t v;
        if (!str_i64(id, &v) || v < 0 || v > 255)
            return err_set(e, EX_CONFIG, STR_FMT ":%d: a key starts with its number, 0 to 255", STR_ARG(name), at);
        if (key_by_id(&keys, (uint8_t)v))
            return err_set(e, EX_CONFIG, STR_FMT ":%d: key %d stands here a second time", STR_ARG(name), at, (int)v);
        if (keys.n == sizeof keys.v / sizeof *keys.v)
            return err_set(e, EX_CONFIG, STR_FMT ":%d: more than %zu keys; remove the oldest", STR_ARG(name), at,
                           keys.n);
        struct token_key *k = &keys.v[keys.n++];
        k->id = (uint8_t)v;
        if (!read_hex(str_trim(str_sub(line, id.n, line.n)), k->secret, sizeof k->secret))
            return err_set(e, EX_CONFIG, STR_FMT ":%d: key %d is not 64 hex digits", STR_ARG(name), at, (int)v);
    }
    if (keys.n == 0)
        return err_set(e, EX_CONFIG, STR_FMT ": holds no key; write a line \"1 \" and 64 hex digits", STR_ARG(name));
    *out = keys;
    return 0;
}

/* ---- the parts of a token ---- */

static void mac(const struct token_key *k, struct str s, uint8_t *out, size_t n)
{
    uint8_t full[SHA256_LEN];
    hmac_sha256((struct str){(const char *)k->secret, sizeof k->secret}, s, full);
    memcpy(out, full, n);
}

/* A scope is told apart from a person by its prefix, which no address can have. */
static void scope_id(const struct token_key *k, struct str scope, uint8_t out[SCOPE_LEN])
{
    static const char prefix[] = "scope\n";
    enum { PREFIX = sizeof prefix - 1 };
    struct arena a = {0};
    char *text = arena_alloc(&a, PREFIX + scope.n);
    memcpy(text, prefix, PREFIX);
    if (scope.n)
        memcpy(text + PREFIX, scope.s, scope.n);
    mac(k, (struct str){text, PREFIX + scope.n}, out, SCOPE_LEN);
    arena_end(&a);
}

static void person_id(const struct token_key *k, struct str address_key, uint8_t out[PERSON_LEN])
{
    mac(k, address_key, out, PERSON_LEN);
}

bool token_person(const struct token_keys *k, uint8_t key, struct str address_key, uint8_t out[16])
{
    const struct token_key *tk = key_by_id(k, key);
    if (tk)
        person_id(tk, address_key, out);
    return tk != NULL;
}

struct token_holder token_holder_of(const struct token_keys *k, struct str address_key)
{
    struct token_holder who = {0};
    if (k->n)
        person_id(&k->v[0], address_key, who.person);
    return who;
}

struct token_scope token_scope_of(const struct token_keys *k, struct str scope)
{
    struct token_scope s = {0};
    if (k->n)
        scope_id(&k->v[0], scope, s.id);
    return s;
}

struct str token_make(struct arena *a, const struct token_keys *k, enum token_purpose purpose, struct str scope,
                      struct str address_key)
{
    struct token_holder who = token_holder_of(k, address_key);
    struct token_scope of = token_scope_of(k, scope);
    return token_for(a, k, purpose, &of, &who);
}

struct str token_for(struct arena *a, const struct token_keys *k, enum token_purpose purpose,
                     const struct token_scope *scope, const struct token_holder *who)
{
    if (k->n == 0)
        return str_lit("");
    uint8_t t[TOKEN_LEN] = {VERSION, k->v[0].id, (uint8_t)purpose};
    memcpy(t + AT_SCOPE, scope->id, SCOPE_LEN);
    memcpy(t + AT_PERSON, who->person, PERSON_LEN);
    mac(&k->v[0], (struct str){(const char *)t, AT_MAC}, t + AT_MAC, MAC_LEN);
    return base64url(a, t, sizeof t);
}

bool token_open(const struct token_keys *k, enum token_purpose purpose, struct str token, struct token_claim *out)
{
    struct arena a = {0};
    struct str raw = {0};
    bool ok = token.n == (TOKEN_LEN * 8 + 5) / 6 && base64url_decode(&a, token, &raw) && raw.n == TOKEN_LEN;
    const uint8_t *t = (const uint8_t *)raw.s;
    const struct token_key *key = ok ? key_by_id(k, t[1]) : NULL;
    ok = key && t[0] == VERSION && t[2] == (uint8_t)purpose;
    if (ok) {
        uint8_t right[MAC_LEN];
        mac(key, (struct str){raw.s, AT_MAC}, right, MAC_LEN);
        ok = bytes_equal(right, t + AT_MAC, MAC_LEN);
    }
    if (ok) {
        out->key = t[1];
        memcpy(out->scope, t + AT_SCOPE, SCOPE_LEN);
        memcpy(out->person, t + AT_PERSON, PERSON_LEN);
    }
    arena_end(&a);
    return ok;
}

bool token_names(const struct token_keys *k, const struct token_claim *c, struct str scope, struct str address_key)
{
    const struct token_key *key = key_by_id(k, c->key);
    if (!key)
        return false;
    uint8_t s[SCOPE_LEN], p[PERSON_LEN];
    scope_id(key, scope, s);
    person_id(key, address_key, p);
    return bytes_equal(s, c->scope, SCOPE_LEN) & bytes_equal(p, c->person, PERSON_LEN);
}

bool token_check(const struct token_keys *k, enum token_purpose purpose, struct str scope, struct str address_key,
                 struct str token)
{
    struct token_claim c;
    return token_open(k, purpose, token, &c) && token_names(k, &c, scope, address_key);
}

/* ---- return paths ---- */

static const char base32[] = "abcdefghijklmnopqrstuvwxyz234567"; /* RFC 4648, in lower case */

static struct str base32_encode(struct arena *a, const uint8_t *p, size_t n)
{
    char *out = arena_alloc(a, n * 8 / 5 + 2), *w = out;
    uint32_t v = 0, bits = 0;
    for (size_t i = 0; i < n; i++) {
        v = v << 8 | p[i];
        for (bits += 8; bits >= 5;) {
            bits -= 5;
            *w++ = base32[v >> bits & 31];
        }
    }
    if (bits)
        *w++ = base32[v << (5 - bits) & 31];
    return (struct str){out, (size_t)(w - out)};
}

static bool base32_decode(struct str s, uint8_t *out, size_t n)
{
    uint32_t v = 0, bits = 0;
    size_t got = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.s[i] >= 'A' && s.s[i] <= 'Z' ? (char)(s.s[i] | 0x20) : s.s[i];
        const char *at = c ? strchr(base32, c) : NULL;
        if (!at)
            return false;
        v = (v << 5 | (uint32_t)(at - base32)) & 0xFFFF;
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            if (got == n)
                return false;
            out[got++] = (uint8_t)(v >> bits);
        }
    }
    return got == n && (v & ((1u << bits) - 1)) == 0;
}

static void bounce_mac(const struct token_key *k, const uint8_t *t, uint8_t out[BOUNCE_MAC_LEN])
{
    uint8_t said[BOUNCE_AT_MAC + 1] = {TOKEN_BOUNCE};
    memcpy(said + 1, t, BOUNCE_AT_MAC);
    mac(k, (struct str){(const char *)said, sizeof said}, out, BOUNCE_MAC_LEN);
}

struct str token_bounce_for(struct arena *a, const struct token_keys *k, const struct token_scope *edition,
                            const struct token_holder *who)
{
    if (k->n == 0)
        return str_lit("");
    uint8_t t[BOUNCE_LEN] = {k->v[0].id};
    memcpy(t + BOUNCE_EDITION, edition->id, BOUNCE_PERSON - BOUNCE_EDITION);
    memcpy(t + BOUNCE_PERSON, who->person, BOUNCE_AT_MAC - BOUNCE_PERSON);
    bounce_mac(&k->v[0], t, t + BOUNCE_AT_MAC);
    return base32_encode(a, t, sizeof t);
}

struct str token_bounce(struct arena *a, const struct token_keys *k, struct str edition, struct str address_key)
{
    struct token_scope scope = token_scope_of(k, edition);
    struct token_holder who = token_holder_of(k, address_key);
    return token_bounce_for(a, k, &scope, &who);
}

bool token_bounce_open(const struct token_keys *k, struct str token, struct bounce_claim *out)
{
    uint8_t t[BOUNCE_LEN], right[BOUNCE_MAC_LEN];
    if (token.n != TOKEN_BOUNCE_LEN || !base32_decode(token, t, sizeof t))
        return false;
    const struct token_key *key = key_by_id(k, t[0]);
    if (!key)
        return false;
    bounce_mac(key, t, right);
    if (!bytes_equal(right, t + BOUNCE_AT_MAC, BOUNCE_MAC_LEN))
        return false;
    out->key = t[0];
    memcpy(out->edition, t + BOUNCE_EDITION, sizeof out->edition);
    memcpy(out->person, t + BOUNCE_PERSON, sizeof out->person);
    return true;
}

bool token_bounce_names(const struct token_keys *k, const struct bounce_claim *c, struct str edition,
                        struct str address_key)
{
    const struct token_key *key = key_by_id(k, c->key);
    if (!key)
        return false;
    uint8_t scope[SCOPE_LEN], person[PERSON_LEN];
    scope_id(key, edition, scope);
    person_id(key, address_key, person);
    return bytes_equal(scope, c->edition, sizeof c->edition) & bytes_equal(person, c->person, sizeof c->person);
}
