/* read and add: the same eyes; add keeps what it saw. */
#include "base/crew.h"
#include "base/file.h"
#include "base/url.h"
#include "cli/newsroom.h"
#include <errno.h>
#include <sys/stat.h>

enum {
    FILE_MAX = 64 << 20,
    BEGUN_MAX = 1 << 20,
    ARTICLES_A_BATCH = 5000,
    BYTES_A_BATCH = 64 << 20,
    LARGE_FROM = 1 << 20, /* bytes of files: less is written sooner than the store prepares itself for much */
    LARGE_BATCHES = 4,    /* seconds; who wants to read waits as long */
};

static const struct option options[] = {
    {"url", "URL", "where the file came from; resolves its relative links"},
    {"outlet", "NAME", "who published it, whatever the file says"},
    {"as-of", "TIME", "when the file was as it is: \"2 hours ago\" counts from there (default: the file's time)"},
    {"allow-private", NULL, "fetch from loopback and private addresses too"},
    {NULL, NULL, NULL},
};

static int fetch(struct arena *m, const struct args *a, struct str url, struct str *bytes, struct read_options *o,
                 struct err *e)
{
    struct fetch_options how = {.user_agent = str_lit("bulletin/" BULLETIN_VERSION " (+newsletter digest reader)"),
                                .allow_private = arg(a, "allow-private") != NULL};
    struct fetch_result got;
    if (ingest_fetch(m, url, &how, &got, e))
        return -1;
    if (got.status != 200)
        return err_set(e, got.status >= 500 || got.status == 429 ? EX_TEMPFAIL : EX_NOINPUT,
                       STR_FMT ": the server answered %d", STR_ARG(url), got.status);
    *bytes = got.body;
    o->content_type = got.content_type;
    o->url = got.final_url;
    o->as_of = got.sent_at;
    return 0;
}

/* A file of JSON lines that is too long to be held: opened, and read by whoever takes its articles. */
struct long_file {
    int fd;
    struct str path, begun;
    struct read_options o;
};

/* All of a file, or (*rest not 0) what it begins with when it may go on for ever. */
static int read_local(struct arena *m, struct str path, struct read_options *o, struct long_file *rest,
                      struct str *bytes, struct err *e)
{
    int fd = file_open(path.s, e);
    struct stat st = {0};
    bool sized = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
    size_t most = sized && st.st_size > 0 && st.st_size < BEGUN_MAX ? (size_t)st.st_size + 1 : BEGUN_MAX;
    char *room = fd < 0 ? NULL : arena_room(m, most);
    ssize_t got = 1;
    size_t n = 0;
    while (room && n < most && (got = file_some(fd, path.s, room + n, most - n, e)) > 0)
        n += (size_t)got;
    *bytes = (struct str){room, n};
    if (room && got > 0 && ingest_sniff(*bytes, o) == READ_JSONL) {
        *rest = (struct long_file){fd, path, *bytes, *o};
        return 0;
    }
    o->as_of = as_of_file(sized ? st.st_mtime : INT64_MAX);
    int rc = !room || got < 0 ? -1 : got > 0 ? file_rest(m, fd, path.s, *bytes, FILE_MAX, bytes, e) : 0;
    if (room)
        file_close(fd);
    return rc;
}

static ssize_t read_some(void *ctx, char *to, size_t n, struct err *e)
{
    struct long_file *l = ctx;
    return file_some(l->fd, l->path.s, to, n, e);
}

static int read_long(struct long_file *l, ingest_article_fn *fn, void *ctx, struct findings *f, struct err *e)
{
    struct lines_input in = {l->begun, read_some, l};
    int rc = ingest_lines(&in, &l->o, fn, ctx, f, e);
    file_close(l->fd);
    l->begun = (struct str){NULL, 0};
    return rc;
}

/* Several files are read at once: nothing here is shared between them. A long one is left to read_long. */
static int read_one(struct arena *m, const struct args *a, struct str name, const char *zone, struct articles *out,
                    struct feed_info *feed, struct long_file *rest, struct findings *f, struct err *e)
{
    struct str bytes;
    struct read_options o = {.name = name, .outlet = str_c(arg(a, "outlet")), .zone = zone};
    size_t scheme = str_find(name, str_lit("://"));
    if (scheme != STR_NONE && !url_is_web(name) && str_chr(str_sub(name, 0, scheme), '/') == STR_NONE)
        return err_set(e, EX_DATAERR,
                       STR_FMT ": refused: only http and https addresses are read, and files by their path",
                       STR_ARG(name));
    if (url_is_web(name) ? fetch(m, a, name, &bytes, &o, e) : read_local(m, name, &o, rest, &bytes, e))
        return -1;
    if (rest->begun.n)
        return 0;
    if (arg(a, "url"))
        o.url = str_c(arg(a, "url"));
    struct when as_of;
    if (arg(a, "as-of")) {
        if (!date_parse(str_c(arg(a, "as-of")), zone, &as_of))
            return err_set(e, EX_USAGE, "--as-of '%s': not a time; write it like 2025-07-31T08:00:00Z",
                           arg(a, "as-of"));
        o.as_of = as_of.t;
    }
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
    printf("    " STR_FMT "%s" STR_FMT "%s" STR_FMT "\n", STR_ARG(art->outlet), art->outlet.n && by.n ? " | " : "",
           STR_ARG(by), art->published.has ? " | " : "",
           STR_ARG(art->published.has ? date_rfc3339(m, art->published) : (struct str){0}));
    if (cats.n)
        printf("    categories: " STR_FMT "\n", STR_ARG(cats));
    for (size_t i = 0; i < art->why.n; i++)
        printf("    why (%s): " STR_FMT "\n", why_from_name(art->why_from), STR_ARG(art->why.v[i]));
    printf("    %zu words\n", art->words);
}

static int print_one(void *ctx, const struct article *art, struct err *e)
{
    print_article(ctx, art);
    return 0;
}

static int run_read(struct cli *c, const struct args *a, struct err *e)
{
    for (size_t i = 0; i < a->rest.n; i++) {
        struct articles found = {0};
        struct feed_info feed = {0};
        struct long_file rest = {0};
        struct err one = {0};
        if (read_one(&c->arena, a, a->rest.v[i], NULL, &found, &feed, &rest, &c->findings, &one) ||
            (rest.begun.n && read_long(&rest, print_one, c, &c->findings, &one))) {
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
    struct long_file rest;
    struct findings findings;
    struct err err;
};

struct adding {
    const struct args *args;
    struct newsroom *n;
    struct piece *pieces;
    size_t sums[3];
    size_t in_batch, bytes; /* articles since the batch was begun, and of their texts */
    size_t large;           /* how many more batches may be large */
    bool batch;
};

static void read_piece(struct adding *a, size_t i)
{
    struct piece *p = &a->pieces[i];
    p->findings.arena = &p->arena;
    read_one(&p->arena, a->args, a->args->rest.v[i], a->n->config.timezone.s, &p->found, NULL, &p->rest, &p->findings,
             &p->err);
}

/* What comes over the network is read when its turn comes, and by one thread. */
static size_t read_file(void *ctx, size_t i)
{
    struct adding *a = ctx;
    if (!url_is_web(a->args->rest.v[i]))
        read_piece(a, i);
    return a->pieces[i].arena.used;
}

static int close_batch(struct adding *a, struct err *e)
{
    bool open = a->batch;
    a->batch = false;
    a->in_batch = a->bytes = 0;
    return open ? store_batch_end(a->n->store, true, e) : 0;
}

static int open_batch(struct adding *a, struct err *e)
{
    if (a->batch)
        return 0;
    int rc = a->large ? store_batch_large(a->n->store, e) : store_batch(a->n->store, e);
    a->large -= a->large > 0;
    a->batch = rc == 0;
    return rc;
}

/* One transaction for many files: a sync an article would cost more than everything else together. */
static int put_one(void *ctx, const struct article *art, struct err *e)
{
    struct adding *a = ctx;
    enum put_result what;
    if (open_batch(a, e))
        return -1;
    if (store_put_article(a->n->store, art, clock_now(), &what, e)) {
        struct err ignored = {0};
        a->batch = false;
        store_batch_end(a->n->store, false, &ignored);
        return -1;
    }
    a->sums[what]++;
    a->bytes += art->text.n + art->html.n;
    return ++a->in_batch >= ARTICLES_A_BATCH || a->bytes >= BYTES_A_BATCH ? close_batch(a, e) : 0;
}

struct putting {
    struct adding *a;
    struct err *e; /* of the store */
    bool failed;
};

static int put_read(void *ctx, const struct article *art, struct err *e)
{
    struct putting *x = ctx;
    x->failed = put_one(x->a, art, x->e) != 0;
    return x->failed ? -1 : 0;
}

/* A long file is read here. A failure of the store ends the work; one of the file is the file's, and what was read of
 * it until then is kept. */
static int put_piece(struct adding *a, struct piece *p, struct err *e)
{
    int rc = 0;
    for (size_t k = 0; k < p->found.n && rc == 0; k++)
        rc = put_one(a, &p->found.v[k], e);
    if (rc == 0 && p->rest.begun.n) {
        struct putting x = {a, e, false};
        read_long(&p->rest, put_read, &x, &p->findings, &p->err);
        rc = x.failed ? -1 : 0;
    }
    return rc;
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
    int rc = put_piece(a, p, e);
    finding_add_all(&c->findings, &p->findings);
    if (rc == 0 && p->err.code && a->args->rest.n == 1) {
        *e = p->err;
        rc = -1;
    } else if (rc == 0 && p->err.code) {
        finding_err(&c->findings, SEV_ERROR, &p->err, NULL);
    }
    arena_end(&p->arena);
    return rc;
}

/* Much is coming, and none of it from a server or a pipe, whose time is not ours. */
static bool is_much(const struct strs *files)
{
    int64_t sum = 0;
    for (size_t i = 0; i < files->n; i++) {
        struct stat st = {0};
        if (url_is_web(files->v[i]) || (stat(files->v[i].s, &st) == 0 ? !S_ISREG(st.st_mode) : errno != ENOENT))
            return false;
        sum += st.st_size;
    }
    return sum >= LARGE_FROM;
}

/* Reading begins before the store is opened: making a new one is mostly waiting for the disk. */
static int run_add(struct cli *c, const struct args *a, struct err *e)
{
    struct newsroom n;
    if (newsroom_find(c, &n, e))
        return -1;
    struct adding adding = {.args = a, .n = &n, .pieces = arena_array(&c->arena, struct piece, a->rest.n)};
    struct crew *crew = crew_start(a->rest.n, read_file, &adding);
    adding.large = is_much(&a->rest) ? LARGE_BATCHES : 0;
    int rc = newsroom_enter(&n, adding.large ? STORE_FILL : STORE_WRITE, e);
    for (size_t i = 0; i < a->rest.n && rc == 0; i++) {
        crew_wait(crew, i);
        rc = take_up(&adding, i, e);
    }
    crew_end(crew);
    struct err late = {0};
    if (close_batch(&adding, rc ? &late : e))
        rc = -1;
    for (size_t i = 0; i < a->rest.n; i++) { /* those that were read ahead of a failure */
        if (adding.pieces[i].rest.begun.n)
            file_close(adding.pieces[i].rest.fd);
        arena_end(&adding.pieces[i].arena);
    }
    if (rc == 0)
        say(c, "%zu new, %zu updated, %zu known already", adding.sums[PUT_NEW], adding.sums[PUT_UPDATED],
            adding.sums[PUT_SAME]);
    newsroom_close(&n);
    return rc;
}

const struct command cmd_read = {
    "read", "FILE-OR-URL...", "Show what would be read from articles and feeds; stores nothing", options, 1,
    100000, run_read};
const struct command cmd_add = {"add",  "FILE-OR-URL...", "Read articles and feeds into the store", options, 1,
                                100000, run_add};
