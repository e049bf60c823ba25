/* What answers mean, when to try again, how fast to go, where to. */
#include "base/address.h"
#include "send/endpoint.h"
#include "send/fate.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void test_fates(void **state)
{
    static const struct {
        enum smtp_stage stage;
        int code;
        const char *text;
        enum fate fate;
        const char *reason;
        bool slower, hard;
    } cases[] = {
        {STAGE_RCPT, 550, "5.1.1 no such user", FATE_FAILED, "address", false, true},
        {STAGE_RCPT, 550, "5.1.2 no such domain", FATE_FAILED, "address", false, true},
        {STAGE_RCPT, 550, "nobody of that name", FATE_FAILED, "address", false, false},
        {STAGE_RCPT, 551, "moved", FATE_FAILED, "address", false, false},
        {STAGE_RCPT, 553, "5.1.3 bad syntax", FATE_FAILED, "address", false, true},
        {STAGE_RCPT, 550, "5.2.1 disabled", FATE_FAILED, "mailbox", false, false},
        {STAGE_RCPT, 552, "5.2.2 full", FATE_FAILED, "mailbox", false, false},
        {STAGE_RCPT, 552, "too many recipients", FATE_LATER, NULL, false, false},
        {STAGE_RCPT, 554, "5.4.4 no route", FATE_FAILED, "system", false, false},
        {STAGE_RCPT, 554, "5.7.1 relay access denied", FATE_POLICY, "policy", false, false},
        {STAGE_RCPT, 550, "5.7.26 unauthenticated", FATE_POLICY, "policy", false, false},
        {STAGE_RCPT, 550, "5.1.8 sender domain does not exist", FATE_POLICY, "policy", false, false},
        {STAGE_RCPT, 503, "5.5.1 MAIL first", FATE_POLICY, "policy", false, false},
        {STAGE_MAIL, 550, "5.1.1 who are you", FATE_POLICY, "sender", false, false},
        {STAGE_MAIL, 552, "5.3.4 too big", FATE_POLICY, "sender", false, false},
        {STAGE_MAIL, 530, "5.7.0 authenticate first", FATE_LOGIN, "login", false, false},
        {STAGE_TEXT, 554, "5.7.1 spam", FATE_POLICY, "content", false, false},
        {STAGE_TEXT, 550, "5.1.1 no such user after all", FATE_FAILED, "address", false, true},
        {STAGE_TEXT, 552, "5.2.2 full", FATE_FAILED, "mailbox", false, false}, /* LMTP */
        {STAGE_RCPT, 450, "4.2.0 busy", FATE_LATER, NULL, false, false},
        {STAGE_RCPT, 450, "4.7.1 unknown client", FATE_LATER, NULL, true, false},
        {STAGE_RCPT, 450, "busy", FATE_LATER, NULL, true, false},
        {STAGE_RCPT, 451, "4.7.1 Greylisted, see http://x", FATE_LATER, NULL, false, false},
        {STAGE_MAIL, 451, "4.3.0 Too many connections, slow down", FATE_LATER, NULL, true, false},
        {STAGE_TEXT, 452, "4.3.1 disk full", FATE_LATER, NULL, false, false},
        {STAGE_TEXT, 421, "4.3.2 going down", FATE_BACK, NULL, false, false},
        {STAGE_RCPT, 450, "4.7.1 Greylisted for 300 s", FATE_LATER, NULL, false, false},
        {STAGE_RCPT, 450, "graylisting in action", FATE_LATER, NULL, false, false},
        {STAGE_RCPT, 451, "4.4.5 congestion", FATE_LATER, NULL, true, false},
        {STAGE_TEXT, 451, "4.3.2 not now", FATE_LATER, NULL, true, false},
        {STAGE_TEXT, 550, "5.1.7 your address is no address", FATE_POLICY, "content", false, false},
        {STAGE_MAIL, 552, "5.2.2 your mailbox is full", FATE_POLICY, "sender", false, false},
        {STAGE_RCPT, 503, "bad sequence", FATE_POLICY, "policy", false, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct smtp_outcome o = {
            .verdict = SMTP_REFUSED, .stage = cases[i].stage, .code = cases[i].code, .text = str_c(cases[i].text)};
        struct verdict v = fate_of(&o);
        if (v.fate != cases[i].fate || v.slower != cases[i].slower || v.hard != cases[i].hard ||
            (cases[i].reason ? !v.reason || strcmp(v.reason, cases[i].reason) != 0 : v.reason != NULL))
            fail_msg("%d %s: fate %d, reason %s, slower %d, hard %d", cases[i].code, cases[i].text, v.fate,
                     v.reason ? v.reason : "none", v.slower, v.hard);
    }
    assert_int_equal(fate_of(&(struct smtp_outcome){.verdict = SMTP_ACCEPTED}).fate, FATE_SENT);
    assert_int_equal(fate_of(&(struct smtp_outcome){.verdict = SMTP_DOUBT}).fate, FATE_DOUBT);
    assert_int_equal(fate_of(&(struct smtp_outcome){.verdict = SMTP_BACK}).fate, FATE_BACK);
}

/* "Enough on this connection" is no word about the letter. */
static void test_of_connection(void **state)
{
    static const struct {
        enum smtp_stage stage;
        int code;
        const char *text;
        bool is;
    } cases[] = {
        {STAGE_MAIL, 452, "4.5.3 that was the hundredth", true},
        {STAGE_MAIL, 451, "Too many messages in this session", true},
        {STAGE_MAIL, 451, "too many mails", true},
        {STAGE_RCPT, 452, "4.5.3 too many recipients", false},
        {STAGE_MAIL, 552, "5.5.3 too many messages", false},
        {STAGE_MAIL, 451, "4.3.0 busy", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct smtp_outcome o = {
            .verdict = SMTP_REFUSED, .stage = cases[i].stage, .code = cases[i].code, .text = str_c(cases[i].text)};
        if (fate_of_connection(&o) != cases[i].is)
            fail_msg("%d %s", cases[i].code, cases[i].text);
        o.verdict = SMTP_BACK;
        assert_false(fate_of_connection(&o));
    }
}

static void test_backoff(void **state)
{
    for (int tries = 1; tries < 12; tries++) {
        int64_t base = 300, middle = base << (tries - 1), low = INT64_MAX, high = 0;
        for (int64_t row = 0; row < 2000; row++) {
            int64_t w = fate_backoff(row, tries, base);
            assert_int_equal(w, fate_backoff(row, tries, base));
            assert_true(w >= middle - middle / 5 && w <= middle + middle / 5);
            low = w < low ? w : low;
            high = w > high ? w : high;
        }
        assert_true(low < middle - middle / 6 && high > middle + middle / 6); /* spread out */
    }
    assert_int_equal(fate_backoff(7, 1, 1), 1);
    assert_true(fate_backoff(7, 1000, 300) > 0);
    assert_int_equal(fate_backoff(7, 40, 300), fate_backoff(7, 24, 300));
}

static void test_endpoints(void **state)
{
    static const struct {
        const char *url;
        enum tls_mode tls;
        const char *user;
        enum endpoint_kind kind;
        const char *name;
        bool want_tls;
        const char *wrong; /* words of the error */
    } cases[] = {
        {"smtp://relay.example:587", TLS_DEFAULT, NULL, TO_SMTP, "relay.example:587", true, NULL},
        {"smtp://relay.example", TLS_DEFAULT, NULL, TO_SMTP, "relay.example:25", true, NULL},
        {"smtp://relay.example", TLS_OFF, NULL, TO_SMTP, "relay.example:25", false, NULL},
        {"smtp://relay.example", TLS_OFF, "u", TO_SMTP, NULL, false, "in the clear"},
        {"smtps://relay.example", TLS_OFF, "u", TO_SMTPS, "relay.example:465", true, NULL},
        {"smtp://127.0.0.1:2525", TLS_DEFAULT, "u", TO_SMTP, "127.0.0.1:2525", false, NULL},
        {"smtp://localhost", TLS_REQUIRED, NULL, TO_SMTP, "localhost:25", true, NULL},
        {"smtp://[::1]:2525", TLS_DEFAULT, NULL, TO_SMTP, "[::1]:2525", false, NULL},
        {"smtp://127.example.com", TLS_DEFAULT, NULL, TO_SMTP, "127.example.com:25", true, NULL},
        {"lmtp://localhost:24", TLS_DEFAULT, NULL, TO_LMTP, "localhost:24", false, NULL},
        {"lmtp:/run/lmtp", TLS_DEFAULT, NULL, TO_LMTP, "lmtp:/run/lmtp", false, NULL},
        {"lmtp://localhost:24", TLS_DEFAULT, "u", TO_LMTP, NULL, false, "no login"},
        {"maildir:out", TLS_DEFAULT, NULL, TO_MAILDIR, "maildir:out", false, NULL},
        {"maildir:", TLS_DEFAULT, NULL, TO_MAILDIR, NULL, false, "no folder"},
        {"null:", TLS_DEFAULT, NULL, TO_NULL, "null:", false, NULL},
        {"ftp://x", TLS_DEFAULT, NULL, TO_NULL, NULL, false, "neither"},
        {"relay.example", TLS_DEFAULT, NULL, TO_NULL, NULL, false, "is not"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena a = {0};
        struct err e = {0};
        struct endpoint p;
        struct relay r = {.url = str_c(cases[i].url), .tls = cases[i].tls, .user = str_c(cases[i].user)};
        int rc = endpoint_read(&a, &r, str_lit("/room"), &p, &e);
        if (cases[i].wrong) {
            assert_int_equal(rc, -1);
            assert_int_equal(e.code, EX_CONFIG);
            if (!strstr(e.msg, cases[i].wrong))
                fail_msg("%s: %s", cases[i].url, e.msg);
        } else {
            if (rc < 0)
                fail_msg("%s: %s", cases[i].url, e.msg);
            assert_int_equal(p.kind, cases[i].kind);
            assert_string_equal(p.name.s, cases[i].name);
            assert_int_equal(p.tls, cases[i].want_tls);
        }
        arena_end(&a);
    }
    struct arena a = {0};
    struct err e = {0};
    struct endpoint p;
    static const char *const bad[] = {"a b", "x\r\nMAIL FROM:<>", "-x", "x/y", "[1.2.3.4", "\xc3\xbc.example"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct relay r = {.url = str_lit("smtp://localhost"), .helo = str_c(bad[i])};
        assert_int_equal(endpoint_read(&a, &r, str_lit("/room"), &p, &e), -1);
    }
    struct relay ok = {.url = str_lit("smtp://localhost"), .helo = str_lit("[IPv6:2001:db8::1]")};
    assert_int_equal(endpoint_read(&a, &ok, str_lit("/room"), &p, &e), 0);
    struct relay box = {.url = str_lit("maildir:out/box")};
    assert_int_equal(endpoint_read(&a, &box, str_lit("/room"), &p, &e), 0);
    assert_string_equal(p.path.s, "/room/out/box");
    arena_end(&a);
}

/* OpenSMTPD's words at its hundred-and-first message on a connection. */
static void test_a_connection_has_its_share(void **state)
{
    struct smtp_outcome full = {.verdict = SMTP_REFUSED, .stage = STAGE_MAIL, .code = 452};
    full.text = str_lit("4.5.3 Too many recipients: Too many messages sent");
    assert_true(fate_of_connection(&full));
    full.text = str_lit("Too many mails in this session");
    assert_true(fate_of_connection(&full));
    full.text = str_lit("4.3.1 Insufficient system storage");
    assert_false(fate_of_connection(&full));
    full.text = str_lit("4.5.3 Too many recipients");
    full.stage = STAGE_RCPT; /* of one message */
    assert_false(fate_of_connection(&full));
    full.stage = STAGE_MAIL;
    full.code = 552;
    assert_false(fate_of_connection(&full));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_a_connection_has_its_share), cmocka_unit_test(test_fates),
                                       cmocka_unit_test(test_of_connection), cmocka_unit_test(test_backoff),
                                       cmocka_unit_test(test_endpoints)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
