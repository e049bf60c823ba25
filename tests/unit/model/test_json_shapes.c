#include "model/article.h"
#include "model/delivery.h"
#include "model/edition.h"
#include "model/subscriber.h"
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

static struct str written(const struct article *art)
{
    struct buf b;
    buf_init(&b, 1 << 20);
    article_to_json(&b, art);
    struct str s = buf_dup(&a, &b);
    buf_end(&b);
    return s;
}

static int read_back(struct str text, struct article *out, struct err *e)
{
    struct json *j = json_parse(text, str_lit("t"), e);
    if (!j)
        return -1;
    int rc = article_from_json(&a, j, out, e);
    json_end(j);
    return rc;
}

static void a_full_article_goes_there_and_back(void **state)
{
    struct article art = {.url = str_lit("https://wire.example/bridge"),
                          .outlet = str_lit("Open Wire"),
                          .title = str_lit("Bridge reopens"),
                          .published = {1753938420, -14400, WHEN_SECOND},
                          .updated = {date_days(2025, 8, 1) * 86400, 0, WHEN_DAY},
                          .lang = str_lit("en"),
                          .image = {str_lit("https://wire.example/b.jpg"), str_lit("The bridge"), {0}},
                          .summary = str_lit("After two years."),
                          .why_from = WHY_PAGE,
                          .text = str_lit("One two three.\n\nFour."),
                          .html = str_lit("<p>One two three.</p><p>Four.</p>"),
                          .words = 4,
                          .draft = true,
                          .weight = 1.5,
                          .cluster = CLUSTER_FORCE,
                          .cluster_with = str_lit("0123456789ab"),
                          .origin = str_lit("articles/bridge.md")};
    vec_add(&a, &art.authors, str_lit("Jane Doe"));
    vec_add(&a, &art.categories, str_lit("Local"));
    vec_add(&a, &art.tags, str_lit("bridge"));
    vec_add(&a, &art.topics, str_lit("politics"));
    vec_add(&a, &art.why, str_lit("It is the only one."));
    art.id = article_id(&a, &art);
    struct str json = written(&art);
    assert_string_equal(
        json.s,
        str_fmt(&a,
                "{\"id\":\"%s\",\"url\":\"https://wire.example/bridge\",\"outlet\":\"Open Wire\",\"title\":\"Bridge "
                "reopens\","
                "\"authors\":[\"Jane "
                "Doe\"],\"published\":\"2025-07-31T01:07:00-04:00\",\"updated\":\"2025-08-01T00:00:00Z\","
                "\"updated_precision\":\"day\",\"categories\":[\"Local\"],\"topics\":[\"politics\"],\"lang\":\"en\","
                "\"image\":{\"url\":\"https://wire.example/b.jpg\",\"alt\":\"The bridge\"},\"summary\":\"After two "
                "years.\","
                "\"why\":[\"It is the only one.\"],\"why_from\":\"page\",\"text\":\"One two three.\\n\\nFour.\","
                "\"html\":\"<p>One two three.</p><p>Four.</p>\",\"words\":4,\"tags\":[\"bridge\"],"
                "\"origin\":\"articles/bridge.md\",\"draft\":true,\"weight\":1.5,\"cluster\":\"force\","
                "\"cluster_with\":\"0123456789ab\"}",
                art.id.s)
            .s);
    struct article back;
    struct err e = {0};
    assert_int_equal(read_back(json, &back, &e), 0);
    assert_string_equal(written(&back).s, json.s);
    assert_int_equal(back.updated.has, WHEN_DAY);
    assert_true(back.updated.t == art.updated.t);
}

static void a_bare_article(void **state)
{
    struct article art, back;
    struct err e = {0};
    assert_int_equal(read_back(str_lit("{\"title\":\"  Only a\\n title \"}"), &art, &e), 0);
    assert_string_equal(art.title.s, "Only a title");
    assert_int_equal(art.id.n, 12);
    assert_null(art.url.s);
    assert_string_equal(written(&art).s,
                        str_fmt(&a,
                                "{\"id\":\"%s\",\"title\":\"Only a title\",\"authors\":[],\"categories\":[],"
                                "\"topics\":[],\"why\":[],\"why_from\":\"none\",\"words\":0}",
                                art.id.s)
                            .s);
    assert_int_equal(read_back(written(&art), &back, &e), 0);
    assert_true(str_eq(art.id, back.id));
}

static void what_comes_in_is_cleaned(void **state)
{
    struct article art;
    struct err e = {0};
    assert_int_equal(
        read_back(str_lit("{\"id\":\"nonsense\",\"title\":\"a\\u0000b\\u202e\",\"text\":\"x\\u0007y z\",\"words\":99,"
                          "\"url\":\"javascript:alert(1)\",\"why_from\":\"editor\",\"authors\":[\"J\",\"\"],"
                          "\"published\":\"yesterday\",\"image\":{\"url\":\"x\"},\"weight\":\"heavy\"}"),
                  &art, &e),
        0);
    assert_string_equal(art.title.s, "ab");
    assert_string_equal(art.text.s, "xy z");
    assert_int_equal(art.words, 2);
    assert_int_equal(art.id.n, 12);
    assert_null(art.url.s);
    assert_int_equal(art.why_from, WHY_NONE);
    assert_int_equal(art.authors.n, 1);
    assert_int_equal(art.published.has, WHEN_NONE);
    assert_true(art.weight == 0);
    static const char *const wrong[] = {"{}",
                                        "[]",
                                        "7",
                                        "{\"title\":\"\",\"text\":\"\"}",
                                        "{\"title\":\"\\u200b\"}",
                                        "{\"title\":\"a\",\"authors\":[\"J\",7]}",
                                        "{\"title\":\"a\",\"image\":\"x\"}",
                                        "{\"title\":\"a\",\"text\":7}"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(read_back(str_c(wrong[i]), &art, &e), -1);
        assert_int_equal(e.code, EX_DATAERR);
    }
}

static void identity(void **state)
{
    struct article art = {.outlet = str_lit("O"), .title = str_lit("T")};
    struct str by_title = article_id(&a, &art);
    art.origin = str_lit("articles/x.md");
    struct str by_origin = article_id(&a, &art);
    art.url = str_lit("https://x.example/");
    struct str by_url = article_id(&a, &art);
    assert_false(str_eq(by_title, by_origin) || str_eq(by_origin, by_url));
    art.title = str_lit("another");
    assert_true(str_eq(by_url, article_id(&a, &art)));
    assert_int_equal(by_url.n, 12);
}

static void story_and_edition(void **state)
{
    struct article lead = {.id = str_lit("aaaaaaaaaaaa"), .outlet = str_lit("Open Wire")},
                   also = {.id = str_lit("bbbbbbbbbbbb"), .outlet = str_lit("City Desk")},
                   third = {.id = str_lit("cccccccccccc"), .outlet = str_lit("Open Wire")};
    struct story s = {.id = lead.id,
                      .headline = str_lit("Bridge reopens"),
                      .url = str_lit("https://wire.example/b"),
                      .topic = str_lit("politics"),
                      .score = 0.75,
                      .lead = &lead,
                      .why_from = WHY_DERIVED,
                      .why_outlet = str_lit("Open Wire")};
    vec_add(&a, &s.articles, &lead);
    vec_add(&a, &s.articles, &also);
    vec_add(&a, &s.articles, &third);
    vec_add(&a, &s.why, str_lit("It is the only one."));
    struct differ *d = vec_push(&a, &s.differs);
    d->about = str_lit("Date of the opening");
    d->kind = DIFFER_DATE;
    d->subject = str_lit("opening");
    vec_add(&a, &d->claims,
            ((struct claim){str_lit("Open Wire"), str_lit("Thursday"), str_lit("It opened on Thursday.")}));
    struct buf b;
    buf_init(&b, 1 << 20);
    story_to_json(&b, &s);
    static const char want[] =
        "{\"id\":\"aaaaaaaaaaaa\",\"headline\":\"Bridge "
        "reopens\",\"url\":\"https://wire.example/b\",\"topic\":\"politics\","
        "\"score\":0.75,\"lead\":\"aaaaaaaaaaaa\",\"articles\":[\"aaaaaaaaaaaa\",\"bbbbbbbbbbbb\",\"cccccccccccc\"],"
        "\"outlets\":[\"Open Wire\",\"City Desk\"],\"why\":[\"It is the only one.\"],\"why_from\":\"derived\","
        "\"why_outlet\":\"Open Wire\",\"differs\":[{\"about\":\"Date of the "
        "opening\",\"kind\":\"date\",\"subject\":\"opening\",\"claims\":[{\"outlet\":\"Open "
        "Wire\","
        "\"value\":\"Thursday\",\"quote\":\"It opened on Thursday.\"}]}]}";
    assert_string_equal(b.p, want);
    struct edition ed = {.id = str_lit("morning-2025-07-31"),
                         .digest = str_lit("morning"),
                         .date = 1753938420,
                         .zone = str_lit("America/New_York"),
                         .subject = str_lit("Bridge reopens")};
    struct section *section = vec_push(&a, &ed.sections);
    *section = (struct section){.topic = str_lit("politics"), .title = str_lit("Politics")};
    vec_add(&a, &section->stories, &s);
    vec_add(&a, &ed.ctas,
            ((struct cta){.key = str_lit("join"),
                          .heading = str_lit("Join us"),
                          .button = str_lit("Join"),
                          .url = str_lit("https://news.example.org/join")}));
    buf_clear(&b);
    edition_to_json(&b, &ed);
    assert_string_equal(
        b.p, str_fmt(&a,
                     "{\"edition\":\"morning-2025-07-31\",\"digest\":\"morning\","
                     "\"date\":\"2025-07-31T01:07:00-04:00\",\"subject\":\"Bridge reopens\","
                     "\"sections\":[{\"topic\":\"politics\",\"title\":\"Politics\",\"stories\":[%s]}],"
                     "\"ctas\":[{\"key\":\"join\",\"kind\":\"primary\",\"heading\":\"Join us\",\"button\":\"Join\","
                     "\"url\":\"https://news.example.org/join\"}]}",
                     want)
                 .s);
    buf_end(&b);
}

static void names_both_ways(void **state)
{
    for (int s = DELIVERY_QUEUED; s <= DELIVERY_IN_DOUBT; s++) {
        enum delivery_state back;
        assert_true(delivery_state_parse(str_c(delivery_state_name((enum delivery_state)s)), &back));
        assert_int_equal(back, s);
    }
    enum delivery_state state_;
    assert_true(delivery_state_parse(str_lit("in-doubt"), &state_) && state_ == DELIVERY_IN_DOUBT);
    assert_false(delivery_state_parse(str_lit("lost"), &state_));
    for (int s = SUB_ACTIVE; s <= SUB_PENDING; s++) {
        enum sub_status back;
        assert_true(sub_status_parse(str_c(sub_status_name((enum sub_status)s)), &back));
        assert_int_equal(back, s);
    }
    static const struct {
        const char *word;
        enum sub_status status;
    } words[] = {{"", SUB_ACTIVE},
                 {" Subscribed ", SUB_ACTIVE},
                 {"enabled", SUB_ACTIVE},
                 {"opted-out", SUB_UNSUBSCRIBED},
                 {"Cleaned", SUB_BOUNCED},
                 {"SPAM", SUB_COMPLAINED},
                 {"unconfirmed", SUB_PENDING}};
    enum sub_status status;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        assert_true(sub_status_parse(str_c(words[i].word), &status) && status == words[i].status);
    assert_false(sub_status_parse(str_lit("maybe"), &status));
    for (int w = WHY_NONE; w <= WHY_MODEL; w++)
        assert_int_equal(why_from_parse(str_c(why_from_name((enum why_from)w))), w);
    assert_int_equal(why_from_parse(str_lit("rumour")), WHY_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(a_full_article_goes_there_and_back, end),
        cmocka_unit_test_teardown(a_bare_article, end),
        cmocka_unit_test_teardown(what_comes_in_is_cleaned, end),
        cmocka_unit_test_teardown(identity, end),
        cmocka_unit_test_teardown(story_and_edition, end),
        cmocka_unit_test(names_both_ways),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
