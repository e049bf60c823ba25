#include "send/dkim.h"
#include "base/crypto.h"
#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <stdlib.h>
#include <string.h>

enum { KEYS_MAX = 4, RSA_BITS_MIN = 1024, HEADER_MAX = 256 << 10 };

struct key {
    gnutls_privkey_t key;
    bool ed25519;
    struct str selector;
};

struct dkim {
    struct arena arena;
    struct str domain;
    struct key keys[KEYS_MAX];
    size_t n;
};

/* In the order of h=. Twice: also when the field is absent, which says that there is none to be added. */
static const struct {
    const char *name;
    bool twice;
} fields[] = {{"from", true},         {"subject", true},          {"to", true},
              {"date", true},         {"message-id", true},       {"reply-to", true},
              {"mime-version", true}, {"content-type", true},     {"content-transfer-encoding", true},
              {"list-id", false},     {"list-unsubscribe", true}, {"list-unsubscribe-post", true},
              {"precedence", false},  {"auto-submitted", false}};

/* ---- keys */

static int load(struct dkim *d, const struct dkim_key_setting *k, struct err *e)
{
    struct key *key = &d->keys[d->n];
    gnutls_datum_t pem = {(unsigned char *)k->pem.s, (unsigned)k->pem.n};
    unsigned bits = 0;
    key->selector = str_dup(&d->arena, k->selector);
    if (gnutls_privkey_init(&key->key) < 0)
        return err_set(e, EX_OSERR, "DKIM: no room for a key");
    d->n++; /* from here on dkim_close looks after it */
    int rc = gnutls_privkey_import_x509_raw(key->key, &pem, GNUTLS_X509_FMT_PEM, NULL, 0);
    if (rc < 0)
        return err_set(e, EX_CONFIG,
                       "DKIM key of selector " STR_FMT ": cannot be read (%s); a PEM private key is wanted",
                       STR_ARG(k->selector), gnutls_strerror(rc));
    int kind = gnutls_privkey_get_pk_algorithm(key->key, &bits);
    key->ed25519 = kind == GNUTLS_PK_EDDSA_ED25519;
    if (!key->ed25519 && kind != GNUTLS_PK_RSA)
        return err_set(e, EX_CONFIG, "DKIM key of selector " STR_FMT ": is neither RSA nor Ed25519",
                       STR_ARG(k->selector));
    if (kind == GNUTLS_PK_RSA && bits < RSA_BITS_MIN)
        return err_set(e, EX_CONFIG,
                       "DKIM key of selector " STR_FMT
                       ": has %u bits; receivers ignore less than 1024, make one of 2048",
                       STR_ARG(k->selector), bits);
    return 0;
}

static bool is_name(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._", s.s[i]) || !s.s[i])
            return false;
    return s.n > 0 && s.n < 254;
}

int dkim_open(const struct dkim_settings *s, struct dkim **out, struct err *e)
{
    struct dkim *d = mem_realloc(NULL, sizeof *d);
    *d = (struct dkim){0};
    d->domain = str_dup(&d->arena, s->domain);
    int rc = is_name(s->domain) ? 0 : err_set(e, EX_CONFIG, "DKIM: \"" STR_FMT "\" is no domain", STR_ARG(s->domain));
    if (rc == 0 && (s->keys.n == 0 || s->keys.n > KEYS_MAX))
        rc = err_set(e, EX_CONFIG, "DKIM: between 1 and %d keys are wanted, not %zu", KEYS_MAX, s->keys.n);
    for (size_t i = 0; i < s->keys.n && rc == 0; i++)
        rc = !is_name(s->keys.v[i].selector)
                 ? err_set(e, EX_CONFIG, "DKIM: \"" STR_FMT "\" is no selector", STR_ARG(s->keys.v[i].selector))
                 : load(d, &s->keys.v[i], e);
    if (rc < 0) {
        dkim_close(d);
        return -1;
    }
    *out = d;
    return 0;
}

void dkim_close(struct dkim *d)
{
    if (!d)
        return;
    for (size_t i = 0; i < d->n; i++)
        gnutls_privkey_deinit(d->keys[i].key);
    arena_end(&d->arena);
    free(d);
}

/* ---- body */

static gnutls_hash_hd_t sha_of(const struct dkim_body *b)
{
    return b->sha;
}

void dkim_body_begin(struct dkim_body *b)
{
    gnutls_hash_hd_t sha;
    *b = (struct dkim_body){0};
    if (gnutls_hash_init(&sha, GNUTLS_DIG_SHA256) < 0)
        mem_gone(200);
    b->sha = sha;
}

void dkim_body_clone(struct dkim_body *to, const struct dkim_body *from)
{
    *to = *from;
    to->sha = gnutls_hash_copy(sha_of(from));
    if (!to->sha)
        mem_gone(200);
}

static void hash_blank_lines(struct dkim_body *b)
{
    for (; b->blank; b->blank--)
        gnutls_hash(sha_of(b), "\r\n", 2);
}

/* Text in front of which white space and line ends may be pending. */
static void hash_text(struct dkim_body *b, const char *s, size_t n)
{
    hash_blank_lines(b);
    if (b->wsp)
        gnutls_hash(sha_of(b), " ", 1);
    b->wsp = false;
    b->any = true;
    gnutls_hash(sha_of(b), s, n);
}

void dkim_body_add(struct dkim_body *b, const char *s, size_t n)
{
    for (size_t i = 0; i < n;) {
        char c = s[i];
        if (c == '\n') {
            b->blank++;
            b->wsp = false; /* at the end of a line it is dropped */
            i++;
        } else if (c == ' ' || c == '\t') {
            b->wsp = true;
            i++;
        } else if (c == '\r') {
            i++;
        } else {
            size_t from = i; /* as far as nothing changes: single spaces may stay in */
            while (i < n && s[i] != '\r' && s[i] != '\n' && s[i] != '\t' &&
                   !(s[i] == ' ' &&
                     (i + 1 == n || s[i + 1] == ' ' || s[i + 1] == '\t' || s[i + 1] == '\r' || s[i + 1] == '\n')))
                i++;
            hash_text(b, s + from, i - from);
        }
    }
}

/* Of the line ends at the end one stays; a body without any text is empty (3.4.4). */
void dkim_body_end(struct dkim_body *b, uint8_t hash[32])
{
    if (b->any)
        gnutls_hash(sha_of(b), "\r\n", 2);
    gnutls_hash_deinit(sha_of(b), hash);
    b->sha = NULL;
}

/* ---- header */

struct field {
    struct str name, value; /* value as it stands, folds included */
    bool used;
};
VEC(field_list, struct field);

static void read_fields(struct arena *a, struct str header, struct field_list *out)
{
    for (size_t i = 0; i < header.n;) {
        size_t end = i;
        do { /* to the end of the field: a line that starts with a blank goes on with it */
            const char *lf = memchr(header.s + end, '\n', header.n - end);
            end = lf ? (size_t)(lf - header.s) + 1 : header.n;
        } while (end < header.n && (header.s[end] == ' ' || header.s[end] == '\t'));
        struct str field = str_sub(header, i, end);
        size_t colon = str_chr(field, ':');
        if (colon != STR_NONE)
            vec_add(a, out,
                    ((struct field){str_trim(str_sub(field, 0, colon)), str_sub(field, colon + 1, field.n), false}));
        i = end;
    }
}

/* 3.4.2 */
static void add_relaxed(struct buf *b, const char *name, struct str value)
{
    buf_c(b, name);
    buf_ch(b, ':');
    bool wsp = false, any = false;
    for (size_t i = 0; i < value.n; i++) {
        char c = value.s[i];
        if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
            wsp |= c == ' ' || c == '\t';
            continue;
        }
        if (wsp && any)
            buf_ch(b, ' ');
        wsp = false;
        any = true;
        buf_ch(b, c);
    }
}

/* The fields in the order of h=, and h= itself. Of several of a name the last comes first (5.4.2). */
static void choose_fields(struct field_list *v, struct buf *data, struct buf *names)
{
    for (size_t k = 0; k < sizeof fields / sizeof *fields; k++) {
        for (size_t i = v->n; i-- > 0;) {
            struct field *f = &v->v[i];
            if (f->used || !str_ieqc(f->name, fields[k].name))
                continue;
            f->used = true;
            add_relaxed(data, fields[k].name, f->value);
            buf_c(data, "\r\n");
            buf_fmt(names, "%s%s", names->n ? ":" : "", fields[k].name);
        }
        if (fields[k].twice)
            buf_fmt(names, "%s%s", names->n ? ":" : "", fields[k].name);
    }
}

/* h= in lines of their own: a receiver takes folds at the colons */
static void add_folded(struct buf *b, struct str names)
{
    size_t column = 4;
    struct str name;
    for (bool first = true; str_cut(&names, ':', &name); first = false) {
        if (!first)
            buf_ch(b, ':');
        if (column + name.n > 72) {
            buf_c(b, "\r\n\t ");
            column = 4;
        }
        buf_str(b, name);
        column += name.n + 1;
    }
}

static int sign_with(const struct key *key, struct str data, gnutls_datum_t *signature, struct err *e)
{
    uint8_t hash[SHA256_LEN];
    gnutls_datum_t d = {(unsigned char *)data.s, (unsigned)data.n};
    gnutls_sign_algorithm_t how = GNUTLS_SIGN_RSA_SHA256;
    if (key->ed25519) { /* RFC 8463 3: the hash is what is signed */
        sha256(data, hash);
        d = (gnutls_datum_t){hash, sizeof hash};
        how = GNUTLS_SIGN_EDDSA_ED25519;
    }
    int rc = gnutls_privkey_sign_data2(key->key, how, 0, &d, signature);
    return rc < 0 ? err_set(e, EX_SOFTWARE, "DKIM: the key of selector " STR_FMT " does not sign: %s",
                            STR_ARG(key->selector), gnutls_strerror(rc))
                  : 0;
}

static int add_signature(const struct dkim *d, const struct key *key, struct str signed_fields, struct str names,
                         struct str body_hash, int64_t now, struct buf *out, struct err *e)
{
    struct arena a = {0};
    struct buf value, data;
    gnutls_datum_t signature = {0};
    buf_init(&value, HEADER_MAX);
    buf_init(&data, HEADER_MAX + 4096);
    buf_fmt(&value, " v=1; a=%s; c=relaxed/relaxed; d=" STR_FMT ";\r\n\ts=" STR_FMT "; t=%lld;\r\n\th=",
            key->ed25519 ? "ed25519-sha256" : "rsa-sha256", STR_ARG(d->domain), STR_ARG(key->selector), (long long)now);
    add_folded(&value, names);
    buf_fmt(&value, ";\r\n\tbh=" STR_FMT ";\r\n\tb=", STR_ARG(body_hash));
    buf_str(&data, signed_fields);
    add_relaxed(&data, "dkim-signature", buf_view(&value));
    int rc = data.over ? err_set(e, EX_DATAERR, "DKIM: a header of more than %d bytes is not signed", HEADER_MAX)
                       : sign_with(key, buf_view(&data), &signature, e);
    if (rc == 0) {
        struct str b64 = base64(&a, (struct str){(const char *)signature.data, signature.size});
        buf_c(out, "DKIM-Signature:");
        buf_str(out, buf_view(&value));
        for (size_t i = 0; i < b64.n; i += 72)
            buf_fmt(out, "%s" STR_FMT, i ? "\r\n\t " : "", STR_ARG(str_sub(b64, i, i + 72)));
        buf_c(out, "\r\n");
        gnutls_free(signature.data);
    }
    buf_end(&data);
    buf_end(&value);
    arena_end(&a);
    return rc;
}

int dkim_sign(const struct dkim *d, struct str header, const uint8_t body_hash[32], int64_t now, struct buf *out,
              struct err *e)
{
    struct arena a = {0};
    struct buf data, names;
    struct field_list v = {0};
    int rc = 0;
    buf_init(&data, HEADER_MAX);
    buf_init(&names, 4096);
    read_fields(&a, header, &v);
    choose_fields(&v, &data, &names);
    struct str hash = base64(&a, (struct str){(const char *)body_hash, SHA256_LEN});
    for (size_t i = 0; i < d->n && rc == 0; i++)
        rc = add_signature(d, &d->keys[i], buf_view(&data), buf_view(&names), hash, now, out, e);
    buf_end(&names);
    buf_end(&data);
    arena_end(&a);
    return rc;
}
