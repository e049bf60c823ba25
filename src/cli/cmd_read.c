/* read and add: the same eyes; add keeps what it saw. */
#include "cli/newsroom.h"
#include "base/crew.h"
#include "base/file.h"
#include "base/url.h"

enum { FILE_MAX = 64 << 20, ARTICLES_A_BATCH = 5000 };

static const struct option options[] = {
    {"url", "URL", "where the file came from; resolves its relative links"},
    {"outlet", "NAME", "who published it, whatever the file says"},
    {"allow-private", NULL, "fetch from loopback and private addresses too"},
    {NULL, NULL, NULL},
};

static int fetch(struct arena *m, const struct args *a, struct str url, struct str *bytes, struct read_options *o, struct err *e)
{
    struct fetch_options how = {.user_agent = str_lit("bulletin/" BULLETIN_VERSION " (+newsletter digest reader)"),
                                .allow_private = arg(a, "allow-private") != NULL};
    struct fetch_result got;
    if (ingest_fetch(m, url, &how, &got, e))
        return -1;
    if (got.status != 200)
        return err_set(e, got.status >= 500 || got.status == 429 ? EX_TEMPFAIL : EX_NOINPUT, STR_FMT ": the server answered %d", STR_ARG(url),
                       got.status);
    *bytes = got.body;
    o->content_type = got.content_type;
    o->url = got.final_url;
    return 0;
}

/* Several files are read at once: nothing here is shared between them. */
static int read_one(struct arena *m, const struct args *a, struct str name, const char *zone, struct articles *out,
                    struct feed_info *feed, struct findings *f, struct err *e)
{
    struct str bytes;
    struct read_options o = {.name = name, .outlet = str_c(arg(a, "outlet")), .zone = zone};
    size_t scheme = str_find(name, str_lit("://"));
    if (scheme != STR_NONE && !url_is_web(name) && str_chr(str_sub(name, 0, scheme), '/') == STR_NONE)
        return err_set(e, EX_DATAERR, STR_FMT ": refused: only http and https addresses are read, and files by their path",
                       STR_ARG(name));
    if (url_is_web(name) ? fetch(m, a, name, &bytes, &o, e) : file_read(m, name.s, FILE_MAX, &bytes, e))
        return -1;
    if (arg(a, "url"))
        o.url = str_c(arg(a, "url"));
    return ingest_read(m, bytes, &o, out, feed, f, e);
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
        if (read_one(&c->arena, a, a->rest.v[i], NULL, &found, &feed, &c->findings, &one)) {
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

/* ---- add: files are read by all cores while what was read before them is written */

struct piece {
    struct arena arena;
    struct articles found;
    struct findings findings;
    struct err err;
};

struct adding {
    const struct args *args;
    struct newsroom *n;
    struct piece *pieces;
    size_t sums[3];
    size_t in_batch; /* articles since store_batch */
    bool batch;
};

static void read_piece(struct adding *a, size_t i)
{
    struct piece *p = &a->pieces[i];
    p->findings.arena = &p->arena;
    read_one(&p->arena, a->args, a->args->rest.v[i], a->n->config.timezone.s, &p->found, NULL, &p->findings, &p->err);
}

/* What comes over the network is read when its turn comes, and by one thread. */
static void read_file(void *ctx, size_t i)
{
    struct adding *a = ctx;
    if (!url_is_web(a->args->rest.v[i]))
        read_piece(a, i);
}

static int close_batch(struct adding *a, struct err *e)
{
    bool open = a->batch;
    a->batch = false;
    a->in_batch = 0;
    return open ? store_batch_end(a->n->store, true, e) : 0;
}

/* One transaction for many files: a sync an article would cost more than everything else together. */
static int put_piece(struct adding *a, struct piece *p, struct err *e)
{
    if (p->found.n && !a->batch) {
        if (store_batch(a->n->store, e))
            return -1;
        a->batch = true;
    }
    for (size_t k = 0; k < p->found.n; k++) {
        enum put_result what;
        if (store_put_article(a->n->store, &p->found.v[k], clock_now(), &what, e)) {
            struct err ignored = {0};
            a->batch = false;
            store_batch_end(a->n->store, false, &ignored);
            return -1;
        }
        a->sums[what]++;
    }
    a->in_batch += p->found.n;
    return a->in_batch >= ARTICLES_A_BATCH ? close_batch(a, e) : 0;
}

static int take_up(struct adding *a, size_t i, struct err *e)
{
    struct cli *c = a->n->cli;
    struct piece *p = &a->pieces[i];
    if (url_is_web(a->args->rest.v[i])) {
        if (close_batch(a, e)) /* nobody else waits for the database while a server is slow */
            return -1;
        read_piece(a, i);
    }
    finding_add_all(&c->findings, &p->findings);
    int rc = 0;
    if (p->err.code && a->args->rest.n == 1) {
        *e = p->err;
        rc = -1;
    } else if (p->err.code) {
        finding_err(&c->findings, SEV_ERROR, &p->err, NULL);
    }
    if (rc == 0)
        rc = put_piece(a, p, e);
    arena_end(&p->arena);
    return rc;
}

static int run_add(struct cli *c, const struct args *a, struct err *e)
{
    struct newsroom n;
    if (newsroom_open(c, STORE_WRITE, &n, e))
        return -1;
    struct adding adding = {.args = a, .n = &n, .pieces = arena_array(&c->arena, struct piece, a->rest.n)};
    struct crew *crew = crew_start(a->rest.n, read_file, &adding);
    int rc = 0;
    for (size_t i = 0; i < a->rest.n && rc == 0; i++) {
        crew_wait(crew, i);
        rc = take_up(&adding, i, e);
    }
    crew_end(crew);
    if (rc == 0)
        rc = close_batch(&adding, e);
    for (size_t i = 0; i < a->rest.n; i++) /* those that were read ahead of a failure */
        arena_end(&adding.pieces[i].arena);
    if (rc == 0)
        say(c, "%zu new, %zu updated, %zu known already", adding.sums[PUT_NEW], adding.sums[PUT_UPDATED],
            adding.sums[PUT_SAME]);
    newsroom_close(&n);
    return rc;
}

const struct command cmd_read = {"read", "FILE-OR-URL...", "Show what would be read from articles and feeds; stores nothing", options, 1, 100000, run_read};
const struct command cmd_add = {"add", "FILE-OR-URL...", "Read articles and feeds into the store", options, 1, 100000, run_add};
