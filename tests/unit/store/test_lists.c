#include "help.h"

struct line {
    const char *addr, *name, *topics;
    enum sub_status status;
};

static struct subscriber person(struct arena *a, const struct line *l)
{
    struct subscriber x = {.name = str_c(l->name), .status = l->status};
    struct str topics = str_c(l->topics), topic;
    x.address.addr = str_c(l->addr);
    char *key = (char *)str_dup(a, x.address.addr).s;
    for (char *c = key; *c; c++)
        *c = *c >= 'A' && *c <= 'Z' ? (char)(*c + 32) : *c;
    x.address.key = str_c(key);
    while (str_cut(&topics, ';', &topic))
        vec_add(a, &x.topics, str_dup(a, topic));
    return x;
}

static void sync_lines(struct store *s, const char *list, const struct line *v, size_t n)
{
    struct arena a = {0};
    struct subscribers rows = {0};
    for (size_t i = 0; i < n; i++)
        vec_add(&a, &rows, person(&a, &v[i]));
    if (n)
        vec_add(&a, &rows.v[0].attributes, ((struct attribute){str_lit("city"), str_lit("Springfield")}));
    ok(store_sync_list(s, str_c(list), &rows, NOW, e));
    arena_end(&a);
}

/* "key=status key=status ..." */
static struct str shown(struct store *s, struct arena *a, const char *list)
{
    struct subscribers got = {0};
    struct strs parts = {0};
    ok(store_list(s, a, str_c(list), &got, e));
    for (size_t i = 0; i < got.n; i++)
        vec_add(a, &parts, str_fmt(a, "%s=%s", got.v[i].address.key.s, sub_status_name(got.v[i].status)));
    return parts.n ? str_join(a, &parts, " ") : str_lit("");
}

#define COUNT(v) (sizeof(v) / sizeof *(v))

static void test_sync(void **state)
{
    struct place p;
    struct arena a = {0};
    struct subscribers got = {0};
    place_make(&p);
    struct store *s = must_open(&p);
    const struct line one[] = {{"Carol@x.org", "Carol", "defense;politics", SUB_ACTIVE},
                               {"bob@x.org", "Bob", NULL, SUB_ACTIVE},
                               {"carol@x.org", "Carol again", NULL, SUB_ACTIVE},
                               {"ann@x.org", NULL, "", SUB_PENDING}};
    sync_lines(s, "daily", one, COUNT(one));
    assert_string_equal(shown(s, &a, "daily").s, "ann@x.org=pending bob@x.org=active carol@x.org=active");
    ok(store_list(s, &a, str_lit("daily"), &got, e));
    assert_string_equal(got.v[2].address.addr.s, "Carol@x.org");
    assert_string_equal(got.v[2].address.local.s, "Carol");
    assert_string_equal(got.v[2].address.domain.s, "x.org");
    assert_string_equal(got.v[2].name.s, "Carol");
    assert_int_equal(got.v[2].topics.n, 2);
    assert_string_equal(got.v[2].topics.v[1].s, "politics");
    assert_int_equal(got.v[2].attributes.n, 1);
    assert_string_equal(got.v[2].attributes.v[0].value.s, "Springfield");
    assert_null(got.v[0].name.s);

    const struct line two[] = {{"dave@x.org", "Dave", NULL, SUB_ACTIVE}, {"carol@x.org", "Caroline", NULL, SUB_ACTIVE}};
    sync_lines(s, "daily", two, COUNT(two));
    assert_string_equal(shown(s, &a, "daily").s, "carol@x.org=active dave@x.org=active");
    sync_lines(s, "weekly", one, COUNT(one));
    sync_lines(s, "daily", NULL, 0);
    assert_string_equal(shown(s, &a, "daily").s, "");
    assert_string_equal(shown(s, &a, "weekly").s, "ann@x.org=pending bob@x.org=active carol@x.org=active");
    assert_string_equal(shown(s, &a, "none").s, "");
    struct strs lists = {0};
    ok(store_lists(s, &a, &lists, e));
    assert_int_equal(lists.n, 2);
    store_close(s);
    arena_end(&a);
    place_end(&p);
}

static void test_suppression_wins(void **state)
{
    struct place p;
    struct arena a = {0};
    struct str reason;
    struct err bad = {0};
    place_make(&p);
    struct store *s = must_open(&p);
    const struct line all[] = {{"ann@x.org", NULL, NULL, SUB_ACTIVE},
                               {"bob@x.org", NULL, NULL, SUB_ACTIVE},
                               {"eve@x.org", NULL, NULL, SUB_ACTIVE}};
    const struct line out[] = {{"ann@x.org", NULL, NULL, SUB_UNSUBSCRIBED},
                               {"bob@x.org", NULL, NULL, SUB_ACTIVE},
                               {"eve@x.org", NULL, NULL, SUB_ACTIVE}};
    sync_lines(s, "daily", out, 3);
    sync_lines(s, "weekly", all, 3);
    assert_string_equal(shown(s, &a, "daily").s, "ann@x.org=unsubscribed bob@x.org=active eve@x.org=active");
    assert_string_equal(shown(s, &a, "weekly").s, "ann@x.org=active bob@x.org=active eve@x.org=active");
    sync_lines(s, "daily", all + 1, 2);
    sync_lines(s, "daily", all,
               3); /* an older file does not bring anybody back, not even after they were gone from it */
    assert_string_equal(shown(s, &a, "daily").s, "ann@x.org=unsubscribed bob@x.org=active eve@x.org=active");

    ok(store_suppress(s, str_lit("bob@x.org"), str_lit("bounced"), NOW, e));
    ok(store_leave(s, str_lit("weekly"), str_lit("eve@x.org"), NOW, e));
    sync_lines(s, "weekly", all, 3);
    assert_string_equal(shown(s, &a, "weekly").s, "ann@x.org=active bob@x.org=bounced eve@x.org=unsubscribed");
    assert_string_equal(shown(s, &a, "daily").s, "ann@x.org=unsubscribed bob@x.org=bounced eve@x.org=active");
    ok(store_suppress(s, str_lit("bob@x.org"), str_lit("complained"), NOW, e));
    ok(store_suppress(s, str_lit("bob@x.org"), str_lit("bounced"), NOW, e)); /* weighs less */
    ok(store_suppressed(s, &a, str_lit("bob@x.org"), &reason, e));
    assert_string_equal(reason.s, "complained");
    ok(store_suppressed(s, &a, str_lit("ann@x.org"), &reason, e));
    assert_null(reason.s);
    assert_int_equal(store_suppress(s, str_lit("bob@x.org"), str_lit("bored"), NOW, &bad), -1);
    assert_int_equal(bad.code, EX_USAGE);

    ok(store_unsuppress(s, str_lit("bob@x.org"), e));
    ok(store_unsuppress(s, str_lit("ann@x.org"), e));
    assert_string_equal(shown(s, &a, "daily").s, "ann@x.org=active bob@x.org=active eve@x.org=active");
    store_close(s);
    arena_end(&a);
    place_end(&p);
}

static int stop_at_two(void *ctx, const struct subscriber *x)
{
    assert_non_null(x->address.key.s);
    return ++*(int *)ctx == 2 ? 7 : 0;
}

static void test_each(void **state)
{
    struct place p;
    int n = 0;
    place_make(&p);
    struct store *s = must_open(&p);
    const struct line all[] = {{"ann@x.org", NULL, NULL, SUB_ACTIVE},
                               {"bob@x.org", NULL, NULL, SUB_ACTIVE},
                               {"eve@x.org", NULL, NULL, SUB_ACTIVE}};
    sync_lines(s, "daily", all, 3);
    assert_int_equal(store_each_subscriber(s, str_lit("daily"), stop_at_two, &n, NULL), 7);
    assert_int_equal(n, 2);
    struct arena a = {0};
    struct subscriber x;
    ok(store_suppress(s, str_lit("bob@x.org"), str_lit("bounced"), NOW, e));
    assert_int_equal(store_subscriber(s, &a, str_lit("daily"), str_lit("bob@x.org"), &x, NULL), 1);
    assert_string_equal(x.address.domain.s, "x.org");
    assert_int_equal(x.status, SUB_BOUNCED);
    assert_int_equal(store_subscriber(s, &a, str_lit("daily"), str_lit("dan@x.org"), &x, NULL), 0);
    assert_int_equal(store_subscriber(s, &a, str_lit("weekly"), str_lit("bob@x.org"), &x, NULL), 0);
    arena_end(&a);
    store_close(s);
    place_end(&p);
}

/* Against the plain way: a list is what the last file said. */
static void test_random_syncs(void **state)
{
    struct place p;
    uint32_t seed = 7;
    place_make(&p);
    struct store *s = must_open(&p);
    for (int round = 0; round < 40; round++) {
        struct arena a = {0};
        struct line v[26];
        struct strs want = {0};
        size_t n = 0;
        for (int i = 25; i >= 0; i--) { /* files come in any order */
            seed = seed * 1664525u + 1013904223u;
            if (seed >> 30 == 0)
                continue;
            v[n++] = (struct line){str_fmt(&a, "%c@x.org", 'a' + i).s, seed >> 28 & 1 ? "A" : "B",
                                   seed >> 27 & 1 ? "t" : NULL, seed >> 26 & 1 ? SUB_ACTIVE : SUB_PENDING};
        }
        for (size_t i = n; i-- > 0;)
            vec_add(&a, &want, str_fmt(&a, "%s=%s", v[i].addr, sub_status_name(v[i].status)));
        sync_lines(s, "daily", v, n);
        assert_string_equal(shown(s, &a, "daily").s, want.n ? str_join(&a, &want, " ").s : "");
        arena_end(&a);
    }
    store_close(s);
    place_end(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sync),
        cmocka_unit_test(test_suppression_wins),
        cmocka_unit_test(test_each),
        cmocka_unit_test(test_random_syncs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
