/* DKIM: the relaxed forms, cut anywhere; keys that are refused; signatures that check against GnuTLS itself. (Whether
 * others accept them is asked in tests/send/dkim.sh.) */
#include "base/crypto.h"
#include "send/dkim.h"
#include <gnutls/abstract.h>
#include <gnutls/x509.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void body_hash(const char *s, size_t n, size_t step, uint8_t out[32])
{
    struct dkim_body b;
    dkim_body_begin(&b);
    for (size_t i = 0; i < n; i += step) {
        size_t len = n - i < step ? n - i : step;
        dkim_body_add(&b, s + i, len);
    }
    dkim_body_end(&b, out);
}

static void test_body(void **state)
{
    static const struct {
        const char *body, *relaxed;
    } cases[] = {
        {"", ""},
        {"\r\n", ""},
        {"\r\n\r\n \t\r\n", ""},
        {"a\r\n", "a\r\n"},
        {"a", "a\r\n"},
        {"a\r\n\r\n\r\n", "a\r\n"},
        {" a \t b  \r\n\t\r\n c\r\n", " a b\r\n\r\n c\r\n"},
        {"\r\n\r\na\r\n", "\r\n\r\na\r\n"},
        {"a b c\r\n  d\r\n", "a b c\r\n d\r\n"},
        {" C \r\nD \t E\r\n\r\n\r\n", " C\r\nD E\r\n"}, /* RFC 6376 3.4.6 */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint8_t want[32], got[32];
        sha256(str_c(cases[i].relaxed), want);
        for (size_t step = 1; step < 20; step++) {
            body_hash(cases[i].body, strlen(cases[i].body), step, got);
            if (memcmp(got, want, 32) != 0)
                fail_msg("body %zu in steps of %zu", i, step);
        }
    }
    /* RFC 6376 appendix A.2 */
    struct arena a = {0};
    uint8_t hash[32];
    const char *hungry = "Hi.\r\n\r\nWe lost the game. Are you hungry yet?\r\n\r\nJoe.\r\n";
    body_hash(hungry, strlen(hungry), 7, hash);
    assert_string_equal(base64(&a, (struct str){(char *)hash, 32}).s, "2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=");
    arena_end(&a);
}

static void test_clone(void **state)
{
    const char *s = "common  beginning \r\n\r\n and the rest\r\n\r\n";
    uint8_t whole[32], cloned[32], again[32];
    body_hash(s, strlen(s), 1000, whole);
    for (size_t i = 0; i <= strlen(s); i++) {
        struct dkim_body b, c;
        dkim_body_begin(&b);
        dkim_body_add(&b, s, i);
        dkim_body_clone(&c, &b);
        dkim_body_add(&c, s + i, strlen(s) - i);
        dkim_body_end(&c, cloned);
        dkim_body_add(&b, s + i, strlen(s) - i);
        dkim_body_end(&b, again);
        assert_memory_equal(whole, cloned, 32);
        assert_memory_equal(whole, again, 32);
    }
}

static struct str make_key(struct arena *a, gnutls_pk_algorithm_t kind, unsigned bits, gnutls_pubkey_t *pub)
{
    gnutls_x509_privkey_t key;
    gnutls_privkey_t abstract;
    gnutls_datum_t pem = {0};
    gnutls_x509_privkey_init(&key);
    assert_true(gnutls_x509_privkey_generate(key, kind, bits, 0) >= 0);
    assert_true(gnutls_x509_privkey_export2_pkcs8(key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN, &pem) >= 0);
    struct str out = str_dup(a, (struct str){(char *)pem.data, pem.size});
    if (pub) {
        gnutls_privkey_init(&abstract);
        gnutls_privkey_import_x509(abstract, key, GNUTLS_PRIVKEY_IMPORT_COPY);
        gnutls_pubkey_init(pub);
        gnutls_pubkey_import_privkey(*pub, abstract, 0, 0);
        gnutls_privkey_deinit(abstract);
    }
    gnutls_free(pem.data);
    gnutls_x509_privkey_deinit(key);
    return out;
}

static void test_keys(void **state)
{
    struct arena a = {0};
    struct str ec = make_key(&a, GNUTLS_PK_ECDSA, 256, NULL), small = make_key(&a, GNUTLS_PK_RSA, 768, NULL);
    struct str ed = make_key(&a, GNUTLS_PK_EDDSA_ED25519, 0, NULL);
    const struct {
        const char *domain, *selector;
        struct str pem;
        const char *wrong;
    } cases[] = {{"example.org", "s", str_lit("nonsense"), "cannot be read"},
                 {"example.org", "s", ec, "neither RSA nor Ed25519"},
                 {"example.org", "s", small, "768 bits"},
                 {"example.org", "s; d=evil", ed, "no selector"},
                 {"example.org\r\nX: y", "s", ed, "no domain"},
                 {"", "s", ed, "no domain"},
                 {"example.org", "s", ed, NULL}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct err e = {0};
        struct dkim *d = NULL;
        struct dkim_settings s = {.domain = str_c(cases[i].domain)};
        vec_add(&a, &s.keys, ((struct dkim_key_setting){str_c(cases[i].selector), cases[i].pem}));
        int rc = dkim_open(&s, &d, &e);
        assert_int_equal(rc, cases[i].wrong ? -1 : 0);
        if (cases[i].wrong) {
            assert_int_equal(e.code, EX_CONFIG);
            if (!strstr(e.msg, cases[i].wrong))
                fail_msg("%s", e.msg);
            assert_null(strstr(e.msg, "PRIVATE"));
        }
        dkim_close(d);
    }
    arena_end(&a);
}

/* What is signed is what RFC 6376 says, written out by hand. */
static void test_signature(void **state)
{
    struct arena a = {0};
    struct err e = {0};
    struct dkim *d;
    gnutls_pubkey_t pub;
    struct buf out;
    uint8_t hash[32] = {1, 2, 3}, digest[32];
    struct dkim_settings s = {.domain = str_lit("example.org")};
    vec_add(&a, &s.keys, ((struct dkim_key_setting){str_lit("ed"), make_key(&a, GNUTLS_PK_EDDSA_ED25519, 0, &pub)}));
    assert_int_equal(dkim_open(&s, &d, &e), 0);
    buf_init(&out, 100000);
    struct str header = str_lit(
        "FROM :  Harbor  Ledger\r\n\t<news@example.org> \r\nX-Other: not signed\r\nsubject: one\r\nSubject: two\r\n");
    assert_int_equal(dkim_sign(d, header, hash, 1753956420, &out, &e), 0);
    struct str sig = buf_view(&out);
    assert_true(str_starts(sig, "DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed; d=example.org;\r\n\ts=ed; "
                                "t=1753956420;\r\n\th=from:from:subject:subject:subject:to:date:"));
    assert_true(str_ends(sig, "\r\n"));
    size_t at = str_find(sig, str_lit("\tb=")) + 3;
    struct buf data;
    buf_init(&data, 100000);
    buf_c(&data, "from:Harbor Ledger <news@example.org>\r\nsubject:two\r\nsubject:one\r\ndkim-signature:");
    bool wsp = false;
    for (size_t i = sizeof "DKIM-Signature:"; i < at; i++) {
        char c = sig.s[i];
        if (strchr(" \t\r\n", c)) {
            wsp = true;
            continue;
        }
        if (wsp)
            buf_ch(&data, ' ');
        wsp = false;
        buf_ch(&data, c);
    }
    sha256(buf_view(&data), digest);
    gnutls_datum_t b64, raw = {0}, signed_data = {digest, 32};
    struct buf joined;
    buf_init(&joined, 1000);
    for (size_t i = at; i < sig.n; i++)
        if (!strchr(" \t\r\n", sig.s[i]))
            buf_ch(&joined, sig.s[i]);
    b64 = (gnutls_datum_t){(unsigned char *)joined.p, (unsigned)joined.n};
    assert_int_equal(gnutls_base64_decode2(&b64, &raw), 0);
    assert_true(gnutls_pubkey_verify_data2(pub, GNUTLS_SIGN_EDDSA_ED25519, 0, &signed_data, &raw) >= 0);
    struct str rest = sig, line;
    while (str_line(&rest, &line))
        assert_true(line.n <= 78);
    gnutls_free(raw.data);
    gnutls_pubkey_deinit(pub);
    buf_end(&joined);
    buf_end(&data);
    buf_end(&out);
    dkim_close(d);
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_body), cmocka_unit_test(test_clone),
                                       cmocka_unit_test(test_keys), cmocka_unit_test(test_signature)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
