#include "help.h"

static struct source_state state(const char *url)
{
    return (struct source_state){
        .url = str_c(url), .etag = str_lit("\"1\""), .tried_at = NOW, .due_at = NOW + 3600, .interval = 3600};
}

static size_t sources(struct store *s, struct arena *a, struct source_states *out)
{
    out->n = 0;
    ok(store_sources(s, a, out, e));
    return out->n;
}

static void keeps_states(void **ctx)
{
    struct place p;
    struct arena a = {0};
    struct source_states all = {0};
    place_make(&p);
    struct store *s = must_open(&p);
    struct source_state one = state("https://b.example/rss"), two = state("https://a.example/rss");
    ok(store_source_put(s, &one, e));
    ok(store_source_put(s, &two, e));
    assert_int_not_equal(one.id, 0);
    assert_int_not_equal(one.id, two.id);
    assert_int_equal(sources(s, &a, &all), 2);
    assert_string_equal(all.v[0].url.s, "https://a.example/rss");
    assert_null(all.v[0].error.s);
    assert_int_equal(all.v[0].success_at, 0);

    int64_t id = one.id;
    one.failures = 3;
    one.gone = true;
    one.error = str_lit("no");
    one.etag = (struct str){0};
    ok(store_source_put(s, &one, e));
    assert_int_equal(one.id, id);
    assert_int_equal(sources(s, &a, &all), 2);
    assert_int_equal(all.v[1].failures, 3);
    assert_true(all.v[1].gone);
    assert_string_equal(all.v[1].error.s, "no");
    assert_null(all.v[1].etag.s);

    ok(store_source_rename(s, one.url, str_lit("https://c.example/rss"), e));
    assert_int_equal(sources(s, &a, &all), 2);
    assert_string_equal(all.v[1].url.s, "https://c.example/rss");
    assert_int_equal(all.v[1].id, id);
    store_close(s);
    arena_end(&a);
    place_end(&p);
}

static struct str put(struct store *s, struct arena *a, const char *url, const char *title, int64_t published)
{
    struct article x = {.url = str_c(url),
                        .title = str_c(title),
                        .origin = str_lit("https://b.example/rss"),
                        .published = {published, 0, WHEN_SECOND},
                        .text = str_lit("Text.")};
    enum put_result what;
    x.id = article_id(a, &x);
    ok(store_put_article(s, &x, NOW, &what, e));
    return x.id;
}

static void finds_articles_by_every_link(void **ctx)
{
    struct place p;
    struct arena a = {0};
    struct err err = {0};
    struct found_article f = {0};
    struct found_articles many = {0};
    place_make(&p);
    struct store *s = must_open(&p);
    struct source_state src = state("https://b.example/rss");
    ok(store_source_put(s, &src, e));
    struct str id = put(s, &a, "https://b.example/1", "One", NOW);
    put(s, &a, "https://b.example/2", "Two", NOW);
    ok(store_item_put(
        s, src.id,
        &(struct source_item){
            .key = str_lit("g1"), .url = str_lit("https://short.example/x"), .seal = str_lit("s"), .article = id},
        e));

    assert_int_equal(store_find_url(s, &a, str_lit("https://b.example/1"), &f, &err), 1);
    assert_true(str_eq(f.id, id));
    assert_int_equal(f.published, NOW);
    f = (struct found_article){0};
    assert_int_equal(store_find_url(s, &a, str_lit("https://short.example/x"), &f, &err), 1);
    assert_true(str_eq(f.id, id));
    assert_string_equal(f.title.s, "One");
    assert_int_equal(store_find_url(s, &a, str_lit("https://short.example/y"), &f, &err), 0);
    assert_int_equal(store_find_url(s, &a, (struct str){0}, &f, &err), 0);
    assert_int_equal(store_find_id(s, &a, id, &f, &err), 1);
    assert_int_equal(store_find_id(s, &a, str_sub(id, 0, 6), &f, &err), 0);
    ok(store_find_origin(s, &a, str_lit("https://b.example/rss"), &many, e));
    assert_int_equal(many.n, 2);

    ok(store_forget_article(s, id, e));
    assert_int_equal(store_find_url(s, &a, str_lit("https://short.example/x"), &f, &err), 0);
    store_close(s);
    arena_end(&a);
    place_end(&p);
}

static void remembers_entries_and_pages_to_follow(void **ctx)
{
    struct place p;
    struct arena a = {0};
    struct err err = {0};
    struct source_item got;
    struct source_items waiting = {0};
    place_make(&p);
    struct store *s = must_open(&p);
    struct source_state src = state("https://b.example/rss"), other = state("https://a.example/rss");
    ok(store_source_put(s, &src, e));
    ok(store_source_put(s, &other, e));
    assert_int_equal(store_item(s, &a, src.id, str_lit("g"), &got, &err), 0);
    for (int i = 0; i < 5; i++) {
        struct str n = str_fmt(&a, "%d", i);
        struct str id = put(s, &a, str_fmt(&a, "https://b.example/%d", i).s, "T", NOW + i);
        ok(store_item_put(s, src.id, &(struct source_item){.key = n, .seal = n, .article = id, .page_due = i != 2}, e));
    }
    assert_int_equal(store_item(s, &a, src.id, str_lit("3"), &got, &err), 1);
    assert_string_equal(got.seal.s, "3");
    assert_true(got.page_due);
    assert_null(got.url.s);
    assert_int_equal(store_item(s, &a, other.id, str_lit("3"), &got, &err), 0);

    ok(store_items_waiting(s, &a, src.id, 3, &waiting, e));
    assert_int_equal(waiting.n, 3);
    assert_string_equal(waiting.v[0].key.s, "4"); /* newest first */
    assert_string_equal(waiting.v[1].key.s, "3");
    assert_string_equal(waiting.v[2].key.s, "1");
    waiting.v[0].page_due = false;
    waiting.v[0].page_tries = 2;
    ok(store_item_put(s, src.id, &waiting.v[0], e));
    assert_int_equal(store_item(s, &a, src.id, str_lit("4"), &got, &err), 1);
    assert_false(got.page_due);
    assert_int_equal(got.page_tries, 2);
    store_close(s);
    arena_end(&a);
    place_end(&p);
}

static void lists_marks_of_a_folder(void **ctx)
{
    struct place p;
    struct arena a = {0};
    struct file_marks marks = {0};
    place_make(&p);
    struct store *s = must_open(&p);
    static const char *const paths[] = {"articles/b.md", "articles/a.md", "articles2/a.md", "Articles/a.md",
                                        "art_cles/a.md"};
    for (size_t i = 0; i < 5; i++)
        ok(store_file_mark(s, str_c(paths[i]), (int64_t)i, 10, e));
    ok(store_file_marks(s, &a, str_lit("articles/"), &marks, e));
    assert_int_equal(marks.n, 2);
    assert_string_equal(marks.v[0].path.s, "articles/a.md");
    assert_int_equal(marks.v[0].mtime_ns, 1);
    assert_int_equal(marks.v[1].size, 10);
    store_close(s);
    arena_end(&a);
    place_end(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_states),
        cmocka_unit_test(finds_articles_by_every_link),
        cmocka_unit_test(remembers_entries_and_pages_to_follow),
        cmocka_unit_test(lists_marks_of_a_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
