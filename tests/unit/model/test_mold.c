#include "base/escape.h"
#include "model/reader.h"
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

static void text(struct mold *m, const char *s)
{
    vec_add(&a, &m->steps, ((struct step){.kind = STEP_TEXT, .text = str_c(s)}));
    m->size += strlen(s);
}

static void hole(struct mold *m, size_t field, enum hole_context context)
{
    vec_add(&a, &m->steps, ((struct step){.kind = STEP_HOLE, .field = field, .context = context}));
}

static void jump(struct mold *m, enum step_kind kind, size_t field, size_t skip)
{
    vec_add(&a, &m->steps, ((struct step){.kind = kind, .field = field, .skip = skip}));
}

static struct mold sample(void)
{
    struct mold m = {.key = str_lit("defense;politics")};
    vec_add(&a, &m.fields, str_lit("subscriber.name"));
    vec_add(&a, &m.fields, str_lit("subscriber.email"));
    vec_add(&a, &m.fields, str_lit("unsubscribe_url"));
    text(&m, "Subject: For ");
    hole(&m, 0, HOLE_HEADER);
    text(&m, "\r\nTo: ");
    hole(&m, 0, HOLE_PHRASE);
    text(&m, " <");
    hole(&m, 1, HOLE_RAW);
    text(&m, ">\r\n\r\n");
    m.body_from = m.steps.n;
    jump(&m, STEP_IF, 0, 11); /* 7 */
    text(&m, "Dear=20=\r\n");
    hole(&m, 0, HOLE_HTML_QP);
    text(&m, ",\r\n");
    jump(&m, STEP_UNLESS, 0, 13); /* 11 */
    text(&m, "Dear reader,\r\n");
    text(&m, "<a href=3D\"=\r\n"); /* 13 */
    hole(&m, 2, HOLE_URL_QP);
    text(&m, "\">leave</a>\r\n");
    return m;
}

static void filled(void **state)
{
    struct mold m = sample();
    struct str jane[] = {str_lit("Jörg <b>"), str_lit("joerg@example.org"), str_lit("https://x.example/u?a=1&b=2")};
    assert_string_equal(
        mold_fill_str(&a, &m, jane).s,
        "Subject: For =?UTF-8?Q?J=C3=B6rg_=3Cb=3E?=\r\nTo: =?UTF-8?Q?J=C3=B6rg_=3Cb=3E?= <joerg@example.org>\r\n\r\n"
        "Dear=20=\r\nJ=C3=B6rg &lt;b&gt;=\r\n,\r\n<a href=3D\"=\r\nhttps://x.example/u?a=3D1&amp;b=3D2=\r\n"
        "\">leave</a>\r\n");
    struct str nobody[] = {{0}, str_lit("x@example.org\r\nBcc: y@example.org"), str_lit("javascript:x")};
    assert_string_equal(mold_fill_str(&a, &m, nobody).s,
                        "Subject: For \r\nTo:  <x@example.orgBcc: y@example.org>\r\n\r\n"
                        "Dear reader,\r\n<a href=3D\"=\r\n#=\r\n\">leave</a>\r\n");
}

static void pieces_borrow(void **state)
{
    struct mold m = sample();
    struct str values[] = {str_lit("Jane"), str_lit("jane@example.org"), str_lit("https://x.example/")};
    struct pieces p = {0};
    mold_fill(&a, &m, values, &p);
    assert_ptr_equal(p.v[0].iov_base, m.steps.v[0].text.s);
    for (size_t i = 0; i < p.n; i++)
        assert_true(p.v[i].iov_len > 0);
}

static void contexts(void **state)
{
    static const struct {
        enum hole_context context;
        const char *value, *out;
    } cases[] = {
        {HOLE_RAW, "<x@y>\n", "<x@y>"},
        {HOLE_TEXT_QP, "a=b é\nc", "a=3Db =C3=A9\r\nc=\r\n"},
        {HOLE_HTML_QP, "“a” & b", "&#8220;a&#8221; &amp; b=\r\n"},
        {HOLE_ATTR_QP, "\"x\"\ny", "&quot;x&quot;&#10;y=\r\n"},
        {HOLE_URL_QP, "mailto:a@b.example?subject=x%20y", "mailto:a@b.example?subject=3Dx%20y=\r\n"},
        {HOLE_URLPART_QP, "a b&c=é", "a%20b%26c%3D%C3%A9=\r\n"},
        {HOLE_PHRASE, "A, B", "\"A, B\""},
        {HOLE_HEADER, "", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct mold m = {0};
        vec_add(&a, &m.fields, str_lit("f"));
        hole(&m, 0, cases[i].context);
        struct str v = str_c(cases[i].value);
        assert_string_equal(mold_fill_str(&a, &m, &v).s, cases[i].out);
    }
}

static void header_holes_know_their_column(void **state)
{
    struct mold m = {0};
    vec_add(&a, &m.fields, str_lit("f"));
    text(&m, "X: y\r\nSubject: a rather long beginning of a subject that leaves little room ");
    hole(&m, 0, HOLE_HEADER);
    struct str v = str_lit("éééééééééé");
    struct str got = mold_fill_str(&a, &m, &v), line;
    while (str_line(&got, &line))
        assert_true(line.n <= 76);
}

static void saved_and_loaded(void **state)
{
    struct mold m = sample(), back;
    struct buf b;
    struct err e = {0};
    buf_init(&b, 1 << 20);
    mold_save(&b, &m);
    struct str blob = buf_dup(&a, &b);
    assert_int_equal(mold_load(&a, blob, &back, &e), 0);
    assert_true(str_eq(back.key, m.key));
    assert_int_equal(back.size, m.size);
    assert_int_equal(back.body_from, m.body_from);
    struct str values[] = {str_lit("Jane"), str_lit("jane@example.org"), str_lit("https://x.example/")};
    assert_string_equal(mold_fill_str(&a, &back, values).s, mold_fill_str(&a, &m, values).s);
    buf_clear(&b);
    mold_save(&b, &back);
    assert_true(str_eq(buf_view(&b), blob));
    /* cut anywhere, or with any byte changed: an error, or a mold that still fills without harm */
    for (size_t n = 0; n < blob.n; n++)
        assert_int_equal(mold_load(&a, str_sub(blob, 0, n), &back, &e), -1);
    for (size_t i = 0; i < blob.n; i++)
        for (int bit = 0; bit < 8; bit++) {
            char *p = arena_copy(&a, blob.s, blob.n);
            p[i] ^= (char)(1 << bit);
            if (mold_load(&a, (struct str){p, blob.n}, &back, &e) == 0) {
                assert_int_equal(back.fields.n, 3);
                mold_fill_str(&a, &back, values);
            }
        }
    buf_end(&b);
}

static struct mail_settings settings(void)
{
    struct mail_settings s = {.list_name = str_lit("daily")};
    struct err e = {0};
    assert_int_equal(mailbox_parse(&a, str_lit("Harbor Ledger <news@example.org>"), &s.from, &e), 0);
    assert_int_equal(token_keys_parse(str_lit("1 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"),
                                      str_lit("k"), &s.keys, &e),
                     0);
    return s;
}

static const char *value(const struct mail_settings *s, const struct recipient *r, const char *field)
{
    struct mold m = {0};
    struct str v;
    vec_add(&a, &m.fields, str_c(field));
    reader_values(&a, &m, s, str_lit("morning-2025-07-31"), r, &v);
    assert_non_null(v.s);
    return str_dup(&a, v).s;
}

static void readers(void **state)
{
    struct mail_settings s = settings();
    struct recipient r = {.address = str_lit("Jane@example.org"),
                          .key = str_lit("jane@example.org"),
                          .name = str_lit(" Jane Q. Doe"),
                          .lang = str_lit("en"),
                          .attributes = {"city\0Ulm\0plan\0gold\0torn", 23}};
    struct str u = token_make(&a, &s.keys, TOKEN_UNSUBSCRIBE, s.list_name, r.key);
    struct str mailto = str_fmt(&a, "mailto:news@example.org?subject=unsubscribe%%20%s", u.s);
    assert_string_equal(value(&s, &r, "unsubscribe_url"), mailto.s);
    assert_string_equal(value(&s, &r, "unsubscribe_mail"), mailto.s);
    assert_string_equal(value(&s, &r, "view_url"), "");
    assert_string_equal(value(&s, &r, "preferences_url"), "");
    s.unsubscribe_url = str_lit("https://n.example/u/{token}");
    s.unsubscribe_mail = str_lit("leave+daily@example.org");
    s.view_url = str_lit("https://n.example/{edition}/{token}?e={edition}");
    s.preferences_url = str_lit("https://n.example/p");
    assert_string_equal(value(&s, &r, "unsubscribe_url"), str_fmt(&a, "https://n.example/u/%s", u.s).s);
    assert_string_equal(value(&s, &r, "unsubscribe_mail"),
                        str_fmt(&a, "mailto:leave%%2Bdaily@example.org?subject=unsubscribe%%20%s", u.s).s);
    struct str v = token_make(&a, &s.keys, TOKEN_VIEW, str_lit("morning-2025-07-31"), r.key);
    assert_string_equal(value(&s, &r, "view_url"),
                        str_fmt(&a, "https://n.example/morning-2025-07-31/%s?e=morning-2025-07-31", v.s).s);
    assert_string_equal(value(&s, &r, "preferences_url"), "https://n.example/p");
    static const char *const fields[][2] = {{"subscriber.name", " Jane Q. Doe"},
                                            {"subscriber.first_name", "Jane"},
                                            {"subscriber.email", "Jane@example.org"},
                                            {"subscriber.lang", "en"},
                                            {"subscriber.city", "Ulm"},
                                            {"subscriber.plan", "gold"},
                                            {"subscriber.gold", ""},
                                            {"subscriber.torn", ""},
                                            {"subscriber.", ""},
                                            {"nonsense", ""}};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        assert_string_equal(value(&s, &r, fields[i][0]), fields[i][1]);
    struct recipient bare = {.address = str_lit("x@example.org"), .key = str_lit("x@example.org")};
    assert_string_equal(value(&s, &bare, "subscriber.name"), "");
    assert_string_equal(value(&s, &bare, "subscriber.first_name"), "");
}

/* One mailing for many readers gives each what they would get alone, in whatever order they come. */
static void one_mailing_for_all(void **state)
{
    static const char *const names[] = {"unsubscribe_url",  "view_url",        "preferences_url", "unsubscribe_mail",
                                        "subscriber.email", "subscriber.city", "message_id",      "nonsense"};
    enum { N = sizeof names / sizeof *names, READERS = 3 };
    struct mail_settings s = settings();
    s.unsubscribe_url = str_lit("https://n.example/{token}/u/{token}");
    s.view_url = str_lit("https://n.example/{edition}/{token}");
    s.preferences_url = str_lit("{token}");
    s.bounces = str_lit("bounces@example.org");
    struct str ed = str_lit("morning-2025-07-31");
    struct mold m = {0};
    for (size_t i = 0; i < N; i++)
        vec_add(&a, &m.fields, str_c(names[i]));
    struct mailing x;
    mailing_begin(&a, &s, ed, &x);
    for (size_t round = 0; round < 2 * READERS; round++) {
        struct recipient r = {.address = str_fmt(&a, "Reader%zu@example.org", round % READERS),
                              .key = str_fmt(&a, "reader%zu@example.org", round % READERS),
                              .attributes = {"city\0Ulm", 8}};
        struct str together[N], alone[N];
        struct str from = mailing_reader(&a, &x, &m, &r, together);
        reader_values(&a, &m, &s, ed, &r, alone);
        for (size_t i = 0; i < N; i++)
            assert_string_equal(str_dup(&a, together[i]).s, str_dup(&a, alone[i]).s);
        struct str leave = token_make(&a, &s.keys, TOKEN_UNSUBSCRIBE, s.list_name, r.key);
        assert_string_equal(together[0].s, str_fmt(&a, "https://n.example/%s/u/%s", leave.s, leave.s).s);
        assert_string_equal(together[2].s, token_make(&a, &s.keys, TOKEN_PREFERENCES, s.list_name, r.key).s);
        assert_string_equal(from.s, reader_envelope_sender(&a, &s, ed, r.key).s);
    }
    s.keys.n = 0; /* without keys nobody has a token, and nothing of one is left behind */
    struct recipient r = {.address = str_lit("x@example.org"), .key = str_lit("x@example.org")};
    struct str v[N];
    mailing_begin(&a, &s, ed, &x);
    mailing_reader(&a, &x, &m, &r, v);
    assert_string_equal(v[0].s, "https://n.example//u/");
    assert_string_equal(v[3].s, "mailto:news@example.org?subject=unsubscribe");
}

static void message_ids(void **state)
{
    struct mail_settings s = settings();
    struct str ed = str_lit("morning-2025-07-31"), jane = str_lit("jane@example.org");
    struct str id = reader_message_id(&a, &s, ed, jane);
    assert_true(str_starts(id, "<") && str_ends(id, ".morning-2025-07-31@example.org>"));
    assert_int_equal(str_chr(id, '.'), 23);
    assert_true(str_eq(id, reader_message_id(&a, &s, ed, jane)));
    assert_false(str_eq(id, reader_message_id(&a, &s, ed, str_lit("joe@example.org"))));
    assert_false(str_eq(id, reader_message_id(&a, &s, str_lit("morning-2025-08-01"), jane)));
    assert_true(str_ends(reader_message_id(&a, &s, str_lit("a b\r\n<x>"), jane), ".a-b---x-@example.org>"));
}

static void envelope_senders(void **state)
{
    struct mail_settings s = settings();
    struct str ed = str_lit("morning-2025-07-31"), jane = str_lit("jane@example.org");
    assert_string_equal(reader_envelope_sender(&a, &s, ed, jane).s, "news@example.org");
    s.bounces = str_lit("bounces@example.org");
    struct str from = reader_envelope_sender(&a, &s, ed, jane);
    assert_true(str_starts(from, "bounces+") && str_ends(from, "@example.org"));
    struct address parsed;
    struct err e = {0};
    assert_int_equal(address_parse(&a, from, &parsed, &e), 0);
    struct bounce_claim c;
    assert_true(token_bounce_open(&s.keys, str_sub(parsed.key, 8, str_chr(parsed.key, '@')), &c));
    assert_true(token_bounce_names(&s.keys, &c, ed, jane));
    s.bounces = str_lit("a-very-long-local-part-for-bounces@example.org");
    assert_string_equal(reader_envelope_sender(&a, &s, ed, jane).s, s.bounces.s); /* no room for a token */
    s.bounces = str_lit("bounces@example.org");
    s.keys.n = 0;
    assert_string_equal(reader_envelope_sender(&a, &s, ed, jane).s, "bounces@example.org");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(filled, end),
        cmocka_unit_test_teardown(pieces_borrow, end),
        cmocka_unit_test_teardown(contexts, end),
        cmocka_unit_test_teardown(header_holes_know_their_column, end),
        cmocka_unit_test_teardown(saved_and_loaded, end),
        cmocka_unit_test_teardown(readers, end),
        cmocka_unit_test_teardown(one_mailing_for_all, end),
        cmocka_unit_test_teardown(message_ids, end),
        cmocka_unit_test_teardown(envelope_senders, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
