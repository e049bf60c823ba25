#include "base/address.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct arena a;

static int end(void **state)
{
    arena_end(&a);
    return 0;
}

static void taken(void **state)
{
    static const struct {
        const char *in, *addr, *key;
        bool utf8;
    } cases[] = {
        {"jane@example.org", "jane@example.org", "jane@example.org", false},
        {"  Jane.Doe+News@Example.ORG. ", "Jane.Doe+News@example.org", "jane.doe+news@example.org", false},
        {"o'neil@example.org", "o'neil@example.org", "o'neil@example.org", false},
        {"x@münchen.example", "x@xn--mnchen-3ya.example", "x@xn--mnchen-3ya.example", false},
        {"x@MÜNCHEN.example", "x@xn--mnchen-3ya.example", "x@xn--mnchen-3ya.example", false},
        {"x@XN--MNCHEN-3YA.example", "x@xn--mnchen-3ya.example", "x@xn--mnchen-3ya.example", false},
        {"x@例え。テスト", "x@xn--r8jz45g.xn--zckzah", "x@xn--r8jz45g.xn--zckzah", false},
        {"Jürgen@example.org", "Jürgen@example.org", "jürgen@example.org", true},
        {"Ju\xCC\x88rgen@example.org", "Jürgen@example.org", "jürgen@example.org", true},
        {"1234567890123456789012345678901234567890123456789012345678901234@example.org",
         "1234567890123456789012345678901234567890123456789012345678901234@example.org",
         "1234567890123456789012345678901234567890123456789012345678901234@example.org", false},
        {"a@b.co", "a@b.co", "a@b.co", false},
        {"a@1and1.example", "a@1and1.example", "a@1and1.example", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct address out;
        struct err e = {0};
        if (address_parse(&a, str_c(cases[i].in), &out, &e) != 0)
            fail_msg("%s: %s", cases[i].in, e.msg);
        assert_string_equal(out.addr.s, cases[i].addr);
        assert_string_equal(out.key.s, cases[i].key);
        assert_int_equal(out.utf8, cases[i].utf8);
        assert_int_equal(out.local.n + 1 + out.domain.n, out.addr.n);
    }
}

static void refused(void **state)
{
    static const struct {
        const char *in, *why;
    } cases[] = {
        {"", "empty"},
        {"jane", "has no @"},
        {"@example.org", "nothing before the @"},
        {"jane@", "nothing after the @"},
        {"a@b@example.org", "more than one @"},
        {"jane doe@example.org", "space"},
        {"jane@example.org\r\nBcc: x@y.example", "control character"},
        {"jane\x01@example.org", "control character"},
        {"\"jane doe\"@example.org", "quoted local part"},
        {"jane(work)@example.org", "comment"},
        {"@relay.example:jane@example.org", "source route"},
        {"jane@[192.0.2.1]", "address literal"},
        {"jane@192.0.2.1", "number where its top-level"},
        {"jane@localhost", "without a dot"},
        {"jane@example..org", "dot too many in its domain"},
        {"jane@.example.org", "dot too many in its domain"},
        {".jane@example.org", "dot too many before"},
        {"jane.@example.org", "dot too many before"},
        {"ja..ne@example.org", "dot too many before"},
        {"jane@-example.org", "hyphen"},
        {"jane@example-.org", "hyphen"},
        {"jane@exa_mple.org", "not allowed"},
        {"ja\\ne@example.org", "not allowed"},
        {"jane@example.org, joe@example.org", "more than one address"},
        {"jane@example.org,joe@example.org", "more than one address"},
        {"<jane@example.org>", "< or >"},
        {"12345678901234567890123456789012345678901234567890123456789012345@example.org", "longer than 64"},
        {"x@1234567890123456789012345678901234567890123456789012345678901234.org", "longer than 63"},
        {"\xFF@example.org", "UTF-8"},
        {"x@\xFF.example", "UTF-8"},
        {"ja\xE2\x80\xAEne@example.org", "not allowed"},
        {"x@xn--\x80.example", "UTF-8"},
        {"x@xn--999999999.example", "internationalized"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct address out;
        struct err e = {0};
        if (address_parse(&a, str_c(cases[i].in), &out, &e) != -1)
            fail_msg("%s was taken", cases[i].in);
        assert_int_equal(e.code, EX_DATAERR);
        if (!strstr(e.msg, cases[i].why))
            fail_msg("%s: %s", cases[i].in, e.msg);
    }
    struct str domain = str_lit("x@");
    for (int i = 0; i < 100; i++)
        domain = str_fmt(&a, "%sabc.", domain.s);
    struct address out;
    struct err e = {0};
    assert_int_equal(address_parse(&a, str_fmt(&a, "%sexample", domain.s), &out, &e), -1);
    assert_non_null(strstr(e.msg, "longer than 253"));
}

static void mailboxes(void **state)
{
    static const struct {
        const char *in, *name, *addr; /* addr NULL: refused */
    } cases[] = {
        {"Harbor Ledger <news@example.org>", "Harbor Ledger", "news@example.org"},
        {"\"Ledger, Harbor\" <news@example.org>", "Ledger, Harbor", "news@example.org"},
        {"\"say \\\"hi\\\"\" <news@example.org>", "say \"hi\"", "news@example.org"},
        {"news@example.org", NULL, "news@example.org"},
        {"<news@example.org>", NULL, "news@example.org"},
        {"  Ünïcode  Name\t<news@example.org> ", "Ünïcode Name", "news@example.org"},
        {"a < b <news@example.org>", "a < b", "news@example.org"},
        {"Name <news@example.org", NULL, NULL},
        {"Name <news@example.org> x", NULL, NULL},
        {"Name <>", NULL, NULL},
        {"Name", NULL, NULL},
        {"", NULL, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct mailbox out = {0};
        struct err e = {0};
        int rc = mailbox_parse(&a, str_c(cases[i].in), &out, &e);
        if ((rc == 0) != (cases[i].addr != NULL))
            fail_msg("%s: %s", cases[i].in, rc ? e.msg : "was taken");
        if (rc != 0)
            continue;
        assert_string_equal(out.address.addr.s, cases[i].addr);
        assert_int_equal(out.name.s != NULL, cases[i].name != NULL);
        if (cases[i].name)
            assert_string_equal(out.name.s, cases[i].name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test_teardown(taken, end), cmocka_unit_test_teardown(refused, end),
                                       cmocka_unit_test_teardown(mailboxes, end)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
