/* fetch and sources: the newsroom's feeds and pages. */
#include "cli/newsroom.h"

static bool wanted(const struct source *s, const struct strs *only)
{
    return !only || !only->n || strs_ihas(only, s->outlet) || strs_has(only, s->feed.n ? s->feed : s->page);
}

static int keep(struct newsroom *n, const struct source *s, const struct fetch_result *got, size_t sums[3], struct err *e)
{
    struct articles found = {0};
    struct str link = s->feed.n ? s->feed : s->page;
    struct read_options o = {.name = link, .url = got->final_url, .outlet = s->outlet, .origin = link, .content_type = got->content_type,
                             .zone = n->config.timezone.s};
    if (ingest_read(n->arena, got->body, &o, &found, NULL, &n->cli->findings, e))
        return -1;
    for (size_t i = 0; i < found.n; i++) {
        enum put_result what;
        for (size_t k = 0; k < s->topics.n; k++)
            if (!strs_has(&found.v[i].topics, s->topics.v[k]))
                vec_add(n->arena, &found.v[i].topics, s->topics.v[k]);
        if (store_put_article(n->store, &found.v[i], clock_now(), &what, e))
            return -1;
        sums[what]++;
    }
    return 0;
}

static int fetch_one(struct newsroom *n, const struct source *s, size_t sums[3], struct err *e)
{
    struct str link = s->feed.n ? s->feed : s->page;
    struct fetch_options o = {.user_agent = str_fmt(n->arena, "bulletin/" BULLETIN_VERSION " (+" STR_FMT ")",
                                                    STR_ARG(n->config.url.n ? n->config.url : str_lit("newsletter digest reader"))),
                              .allow_private = s->allow_private};
    struct fetch_result got;
    if (ingest_fetch(n->arena, link, &o, &got, e))
        return -1;
    if (got.status == 304)
        return 0;
    if (got.status != 200)
        return err_set(e, EX_TEMPFAIL, STR_FMT ": the server answered %d", STR_ARG(link), got.status);
    return keep(n, s, &got, sums, e);
}

int newsroom_fetch(struct newsroom *n, const struct strs *only, struct err *e)
{
    size_t sums[3] = {0}, tried = 0, failed = 0;
    for (size_t i = 0; i < n->config.sources.n; i++) {
        const struct source *s = &n->config.sources.v[i];
        struct err one = {0};
        if (s->folder.n || !wanted(s, only))
            continue;
        tried++;
        if (fetch_one(n, s, sums, &one)) {
            failed++;
            finding_add(&n->cli->findings, SEV_ERROR, n->config.file, s->line, s->column, "%s", one.msg);
        }
    }
    if (only && only->n && !tried)
        return err_set(e, EX_USAGE, "no source is called that; 'bulletin sources' lists them");
    if (tried)
        say(n->cli, "%zu sources: %zu new, %zu updated, %zu known already, %zu failed", tried, sums[PUT_NEW], sums[PUT_UPDATED],
            sums[PUT_SAME], failed);
    return 0;
}

static int run_fetch(struct cli *c, const struct args *a, struct err *e)
{
    struct newsroom n;
    if (newsroom_open(c, STORE_WRITE, &n, e))
        return -1;
    int rc = newsroom_fetch(&n, &a->rest, e) || newsroom_take_in(&n, e) ? -1 : 0;
    newsroom_close(&n);
    return rc;
}

static int run_sources(struct cli *c, const struct args *a, struct err *e)
{
    struct newsroom n;
    if (newsroom_open(c, STORE_READ, &n, e))
        return -1;
    for (size_t i = 0; i < n.config.sources.n; i++) {
        const struct source *s = &n.config.sources.v[i];
        say(c, STR_FMT "  %s " STR_FMT, STR_ARG(s->outlet.n ? s->outlet : str_lit("-")), s->folder.n ? "folder" : s->feed.n ? "feed" : "page",
            STR_ARG(s->folder.n ? s->folder : s->feed.n ? s->feed : s->page));
    }
    newsroom_close(&n);
    return 0;
}

const struct command cmd_fetch = {"fetch", "[SOURCE...]", "Read every configured feed and page", NULL, 0, 1000, run_fetch};
const struct command cmd_sources = {"sources", "", "List the newsroom's sources", NULL, 0, 0, run_sources};
