/* What readers have been sent: only what was delivered counts, whenever it was, whichever edition it was. */
#include "store/help.h"

/* An edition of two cohorts: "" has stories 0 and 1 and the call "join", "b" has story 1 only. Reader i is in "" unless
 * i % 3 == 2. */
static void freeze_two(struct store *s, const char *edition, const char *digest, int n, int64_t at)
{
    struct arena a = {0};
    struct freezing *z = NULL;
    struct freeze f = {.edition = str_c(edition), .digest = str_c(digest), .list = str_lit("daily"), .now = at};
    struct mold m = {.key = str_lit("")}, b = {.key = str_lit("b")};
    int64_t join;
    ok(ledger_freeze_begin(s, &f, &z, e));
    ok(store_cta_id(s, str_lit("join"), true, &join, e));
    ok(ledger_freeze_mold(z, &m, e));
    ok(ledger_freeze_mold(z, &b, e));
    for (int i = 0; i < n; i++) {
        struct recipient r = reader(&a, i);
        if (i % 3 == 2)
            r.cohort = str_lit("b");
        ok(ledger_freeze_recipient(z, &r, i == 4 ? str_lit("unsubscribed") : (struct str){0}, e));
    }
    ok(ledger_freeze_story(z, 0, str_lit("s0"), str_lit("Story zero"), false, e));
    ok(ledger_freeze_story(z, 1, str_lit("s1"), str_lit("Story one"), true, e));
    ok(ledger_freeze_carried(z, str_lit("a0"), str_lit("s0"), str_lit("print"), e));
    ok(ledger_freeze_carried(z, str_lit("a1"), str_lit("s1"), (struct str){0}, e));
    struct frozen_mail all = {str_lit(""), str_lit("\3"), str_lit("\2"), str_fmt(&a, "%lld+:1000", (long long)join)};
    struct frozen_mail less = {str_lit("b"), str_lit("\2"), str_lit("\0"), (struct str){0}};
    ok(ledger_freeze_mail(z, &all, e));
    ok(ledger_freeze_mail(z, &less, e));
    ok(ledger_freeze_end(z, true, e));
    arena_end(&a);
}

static const char *memory_of(struct store *s, struct arena *a, int i)
{
    struct subscribers all = {0};
    struct str text = {0};
    ok(store_list(s, a, str_lit("daily"), &all, e));
    struct recipient r = reader(a, i);
    for (size_t k = 0; k < all.n; k++)
        if (str_eq(all.v[k].address.key, r.key) && all.v[k].memory)
            ok(store_memory(s, a, all.v[k].memory, &text, e));
    return text.s ? text.s : "";
}

static void subscribe(struct store *s, struct arena *a, int n)
{
    struct subscribers rows = {0};
    for (int i = 0; i < n; i++) {
        struct subscriber *x = vec_push(a, &rows);
        ok(address_parse(a, reader(a, i).address, &x->address, e));
    }
    ok(store_sync_list(s, str_lit("daily"), &rows, NOW, e));
}

static void settle_all(struct store *s, const struct place *p, const char *edition, const enum delivery_state *states,
                       int n)
{
    struct arena a = {0};
    struct recipients out = {0};
    int64_t next;
    struct run *r = must_run(s, p, edition, DOUBT_HOLD, NOW);
    ok(ledger_claim(r, &a, 100, NOW, &out, &next, e));
    for (size_t i = 0; i < out.n; i++)
        record(r, out.v[i].row, out.v[i].row < n ? states[out.v[i].row] : DELIVERY_SENT, NOW + 60, NOW);
    ok(ledger_run_close(r, NOW, e));
    arena_end(&a);
}

static void what_counts(void **state)
{
    static const enum delivery_state states[] = {DELIVERY_SENT,   DELIVERY_IN_DOUBT, DELIVERY_SENT,
                                                 DELIVERY_FAILED, DELIVERY_SENT,     DELIVERY_DEFERRED};
    struct place p;
    struct arena a = {0};
    place_make(&p);
    struct store *s = must_open(&p);
    subscribe(s, &a, 8);
    freeze_two(s, "morning-1", "morning", 7, NOW);
    ok(store_remember(s, NOW, e)); /* nothing has been delivered yet */
    assert_string_equal(memory_of(s, &a, 0), "");
    settle_all(s, &p, "morning-1", states, 6);
    for (int again = 0; again < 2; again++) {
        ok(store_remember(s, NOW, e));
        assert_string_equal(memory_of(s, &a, 0), "1.0|1:1:0");
        assert_string_equal(memory_of(s, &a, 1), "1.0|1:1:0"); /* in doubt */
        assert_string_equal(memory_of(s, &a, 2), "1.1|");
        assert_string_equal(memory_of(s, &a, 3), ""); /* failed */
        assert_string_equal(memory_of(s, &a, 4), ""); /* skipped */
        assert_string_equal(memory_of(s, &a, 5), ""); /* deferred */
        assert_string_equal(memory_of(s, &a, 6), "1.0|1:1:0");
        assert_string_equal(memory_of(s, &a, 7), ""); /* was not on the list */
    }
    struct recipients out = {0}; /* the deferred one's time has come, after another edition */
    int64_t next, moved;
    freeze_two(s, "evening-1", "evening", 3, NOW + 100);
    settle_all(s, &p, "evening-1", states, 0);
    ok(store_remember(s, NOW, e));
    struct run *r = must_run(s, &p, "morning-1", DOUBT_HOLD, NOW + 200);
    ok(ledger_claim(r, &a, 100, NOW + 200, &out, &next, e));
    assert_int_equal(out.n, 1);
    record(r, out.v[0].row, DELIVERY_SENT, 0, NOW + 200);
    ok(ledger_run_close(r, NOW + 200, e));
    ok(ledger_retry(s, str_lit("morning-1"), DELIVERY_FAILED, NOW + 300, &moved, e));
    settle_all(s, &p, "morning-1", states, 0);
    ok(store_remember(s, NOW + 300, e));
    assert_string_equal(memory_of(s, &a, 0), "1.0 2.0|1:2:0");
    assert_string_equal(memory_of(s, &a, 2), "1.1 2.1|");
    assert_string_equal(memory_of(s, &a, 3), "1.0|1:1:0");
    assert_string_equal(memory_of(s, &a, 5), "1.1|");
    int64_t left = -1;
    db_number(s->db, &left, NULL, "SELECT count(*) FROM not_yet", "");
    assert_int_equal(left, 0);
    freeze_two(s, "late-1", "late", 1, NOW + 61 * 86400); /* the first two are too old by now */
    settle_all(s, &p, "late-1", states, 0);
    ok(store_remember(s, NOW + 61 * 86400, e));
    assert_string_equal(memory_of(s, &a, 0), "3.0|1:3:0");
    store_close(s);
    arena_end(&a);
    place_end(&p);
}

static void read_back(void **state)
{
    static const enum delivery_state states[] = {DELIVERY_SENT, DELIVERY_FAILED};
    struct place p;
    struct arena a = {0};
    struct carrieds carried = {0};
    struct past_mails mails = {0};
    struct seen_editions seen = {0};
    struct memory_counts counts = {0};
    bool known;
    place_make(&p);
    struct store *s = must_open(&p);
    subscribe(s, &a, 3);
    freeze_two(s, "morning-1", "morning", 3, NOW);
    ok(store_carried(s, &a, NOW, &carried, e));
    assert_true(carried.n == 2 && carried.v[0].most && !carried.v[0].again && carried.v[1].again); /* on its way */
    assert_int_equal(carried.v[1].no, 1);
    assert_string_equal(carried.v[0].print.s, "print");
    assert_null(carried.v[1].print.s);
    settle_all(s, &p, "morning-1", states, 2);
    ok(store_remember(s, NOW, e));
    ok(store_past_mails(s, &a, NOW, &mails, e));
    assert_int_equal(mails.n, 2);
    ok(store_seen(s, &a, reader(&a, 0).key, &known, &seen, e));
    assert_true(known);
    assert_int_equal(seen.n, 1);
    assert_int_equal(seen.v[0].stories.n, 2);
    assert_string_equal(seen.v[0].stories.v[1].headline.s, "Story one");
    assert_true(seen.v[0].stories.v[1].update && !seen.v[0].stories.v[0].update);
    assert_string_equal(seen.v[0].ctas.v[0].s, "join");
    seen = (struct seen_editions){0};
    ok(store_seen(s, &a, reader(&a, 1).key, &known, &seen, e)); /* failed: known, and nothing seen */
    assert_true(known && seen.n == 0);
    ok(store_seen(s, &a, str_lit("nobody@example.org"), &known, &seen, e));
    assert_false(known);
    ok(store_memory_counts(s, &a, NULL, &counts, e));
    assert_int_equal(counts.n, 2);
    struct strs lists = {0};
    vec_add(&a, &lists, str_lit("daily"));
    counts = (struct memory_counts){0};
    ok(store_memory_counts(s, &a, &lists, &counts, e));
    assert_int_equal(counts.n, 3); /* one has none yet */
    store_close(s);
    arena_end(&a);
    place_end(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_counts), cmocka_unit_test(read_back)};
    return cmocka_run_group_tests_name("store/seen", tests, NULL, NULL);
}
