/* read and add: the same eyes; add keeps what it saw. */
#include "cli/newsroom.h"
#include "base/file.h"
#include "base/url.h"

enum { FILE_MAX = 64 << 20, ARTICLES_A_BATCH = 5000 };

static const struct option options[] = {
    {"url", "URL", "where the file came from; resolves its relative links"},
    {"outlet", "NAME", "who published it, whatever the file says"},
    {"allow-private", NULL, "fetch from loopback and private addresses too"},
    {NULL, NULL, NULL},
};

static int fetch(struct cli *c, const struct args *a, struct str url, struct str *bytes, struct read_options *o, struct err *e)
{
    struct fetch_options how = {.user_agent = str_lit("bulletin/" BULLETIN_VERSION " (+newsletter digest reader)"),
                                .allow_private = arg(a, "allow-private") != NULL};
    struct fetch_result got;
    if (ingest_fetch(&c->arena, url, &how, &got, e))
        return -1;
    if (got.status != 200)
        return err_set(e, got.status >= 500 || got.status == 429 ? EX_TEMPFAIL : EX_NOINPUT, STR_FMT ": the server answered %d", STR_ARG(url),
                       got.status);
    *bytes = got.body;
    o->content_type = got.content_type;
    o->url = got.final_url;
    return 0;
}

static int read_one(struct cli *c, const struct args *a, struct str name, const char *zone, struct articles *out,
                    struct feed_info *feed, struct err *e)
{
    struct str bytes;
    struct read_options o = {.name = name, .outlet = str_c(arg(a, "outlet")), .zone = zone};
    size_t scheme = str_find(name, str_lit("://"));
    if (scheme != STR_NONE && !url_is_web(name) && str_chr(str_sub(name, 0, scheme), '/') == STR_NONE)
        return err_set(e, EX_DATAERR, STR_FMT ": refused: only http and https addresses are read, and files by their path",
                       STR_ARG(name));
    if (url_is_web(name) ? fetch(c, a, name, &bytes, &o, e) : file_read(&c->arena, name.s, FILE_MAX, &bytes, e))
        return -1;
    if (arg(a, "url"))
        o.url = str_c(arg(a, "url"));
    return ingest_read(&c->arena, bytes, &o, out, feed, &c->findings, e);
}

static void print_feed_line(const struct feed_info *f)
{
    struct buf b;
    buf_init(&b, 1 << 20);
    struct json_out o = {&b, false};
    json_open(&o, NULL, '{');
    json_open(&o, "feed", '{');
    json_put_str(&o, "title", f->title);
    json_put_str(&o, "link", f->link);
    json_put_str(&o, "format", f->format);
    json_put_str(&o, "encoding", f->encoding);
    json_close(&o, '}');
    json_close(&o, '}');
    print_json_line(&b);
    buf_end(&b);
}

static void print_article(struct cli *c, const struct article *art)
{
    if (c->json) {
        struct buf b;
        buf_init(&b, 256 << 20);
        article_to_json(&b, art);
        print_json_line(&b);
        buf_end(&b);
        return;
    }
    struct arena *m = &c->arena;
    printf("%s  " STR_FMT "\n", art->id.s, STR_ARG(art->title));
    struct str by = str_join(m, &art->authors, ", "), cats = str_join(m, &art->categories, ", ");
    printf("    " STR_FMT "%s" STR_FMT "%s" STR_FMT "\n", STR_ARG(art->outlet), art->outlet.n && by.n ? " | " : "", STR_ARG(by),
           art->published.has ? " | " : "", STR_ARG(art->published.has ? date_rfc3339(m, art->published) : (struct str){0}));
    if (cats.n)
        printf("    categories: " STR_FMT "\n", STR_ARG(cats));
    for (size_t i = 0; i < art->why.n; i++)
        printf("    why (%s): " STR_FMT "\n", why_from_name(art->why_from), STR_ARG(art->why.v[i]));
    printf("    %zu words\n", art->words);
}

static int run_read(struct cli *c, const struct args *a, struct err *e)
{
    for (size_t i = 0; i < a->rest.n; i++) {
        struct articles found = {0};
        struct feed_info feed = {0};
        struct err one = {0};
        if (read_one(c, a, a->rest.v[i], NULL, &found, &feed, &one)) {
            if (a->rest.n == 1) {
                *e = one;
                return -1;
            }
            finding_err(&c->findings, SEV_ERROR, &one, NULL);
        }
        if (feed.is_feed && c->json)
            print_feed_line(&feed);
        for (size_t k = 0; k < found.n; k++)
            print_article(c, &found.v[k]);
        print_findings(c);
    }
    return 0;
}

/* One transaction for what was read so far: a sync an article would cost more than everything else together. */
static int put_all(struct newsroom *n, struct articles *found, size_t sums[3], struct err *e)
{
    int rc = store_batch(n->store, e);
    struct err ignored = {0};
    if (rc)
        return -1;
    for (size_t k = 0; k < found->n && rc == 0; k++) {
        enum put_result what;
        rc = store_put_article(n->store, &found->v[k], clock_now(), &what, e);
        if (rc == 0)
            sums[what]++;
    }
    found->n = 0;
    return store_batch_end(n->store, rc == 0, rc ? &ignored : e) || rc ? -1 : 0;
}

static int run_add(struct cli *c, const struct args *a, struct err *e)
{
    struct newsroom n;
    struct articles found = {0};
    size_t sums[3] = {0};
    if (newsroom_open(c, STORE_WRITE, &n, e))
        return -1;
    int rc = 0;
    for (size_t i = 0; i < a->rest.n && rc == 0; i++) {
        struct err one = {0};
        if (read_one(c, a, a->rest.v[i], n.config.timezone.s, &found, NULL, &one)) {
            if (a->rest.n == 1)
                *e = one, rc = -1;
            else
                finding_err(&c->findings, SEV_ERROR, &one, NULL);
        }
        if (rc == 0 && (found.n >= ARTICLES_A_BATCH || i + 1 == a->rest.n))
            rc = put_all(&n, &found, sums, e);
    }
    if (rc == 0)
        say(c, "%zu new, %zu updated, %zu known already", sums[PUT_NEW], sums[PUT_UPDATED], sums[PUT_SAME]);
    newsroom_close(&n);
    return rc;
}

const struct command cmd_read = {"read", "FILE-OR-URL...", "Show what would be read from articles and feeds; stores nothing", options, 1, 100000, run_read};
const struct command cmd_add = {"add", "FILE-OR-URL...", "Read articles and feeds into the store", options, 1, 100000, run_add};
