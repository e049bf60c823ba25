/* sources: where articles come from and how each of them is doing; lists of feeds from and for other programs. */
#include "base/file.h"
#include "base/url.h"
#include "cli/fetch.h"
#include <string.h>
#include <sys/stat.h>

enum { IMPORT_MAX = 16 << 20, CONFIG_MAX = 1 << 20 };

static const struct option options[] = {
    {"add", NULL, "import, discover: write the new sources into bulletin.yaml instead of showing them"},
    {"allow-private", NULL, "discover: also on loopback and private addresses"},
    {NULL, NULL, NULL},
};

/* ---- the list */

static struct str moment(struct newsroom *n, int64_t t)
{
    return date_rfc3339(n->arena, when_at(t, n->config.timezone.s));
}

static struct str span(struct arena *a, int64_t s)
{
    if (s && s % 86400 == 0)
        return str_fmt(a, "%lldd", (long long)s / 86400);
    if (s && s % 3600 == 0)
        return str_fmt(a, "%lldh", (long long)s / 3600);
    return s % 60 == 0 ? str_fmt(a, "%lldm", (long long)s / 60) : str_fmt(a, "%llds", (long long)s);
}

static const struct fetched *fetched_of(const struct fetching *f, const struct source *s)
{
    for (size_t i = 0; i < f->count; i++)
        if (f->v[i].source == s)
            return &f->v[i];
    return NULL;
}

static struct str kind_of(const struct source *s, struct str *link)
{
    *link = s->folder.n ? s->folder : s->feed.n ? s->feed : s->page;
    return s->folder.n ? str_lit("folder") : s->feed.n ? str_lit("feed") : str_lit("page");
}

static void print_health(struct newsroom *n, const struct fetched *x)
{
    const struct source_state *s = &x->state;
    struct arena *a = n->arena;
    if (s->moved_to.n)
        answer(n->cli, "    moved for good to " STR_FMT, STR_ARG(s->moved_to));
    if (!s->tried_at) {
        answer(n->cli, "    not asked yet, every " STR_FMT, STR_ARG(span(a, x->source->every)));
        return;
    }
    struct str next = s->gone ? str_lit("never; 'bulletin fetch' with its name tries once more")
                              : moment(n, fetch_due_at(s, x->source->every));
    int64_t interval = s->failures ? s->interval : fetch_due_at(s, x->source->every) - s->tried_at;
    answer(n->cli, "    last success " STR_FMT ", every " STR_FMT ", next " STR_FMT,
           STR_ARG(s->success_at ? moment(n, s->success_at) : str_lit("never")), STR_ARG(span(a, interval)),
           STR_ARG(next));
    if (s->failures == 1)
        answer(n->cli, "    failed: " STR_FMT, STR_ARG(s->error));
    if (s->failures > 1)
        answer(n->cli, "    failed %lld times in a row: " STR_FMT, (long long)s->failures, STR_ARG(s->error));
}

static void print_source_json(struct newsroom *n, const struct source *s, const struct fetched *x, struct buf *b)
{
    struct json_out o = {b, false};
    struct str link, kind = kind_of(s, &link);
    json_open(&o, NULL, '{');
    if (s->outlet.n)
        json_put_str(&o, "outlet", s->outlet);
    json_put_str(&o, kind.s, link);
    if (x) {
        const struct source_state *st = &x->state;
        int64_t next = fetch_due_at(st, s->every);
        json_put_str(&o, "moved_to", st->moved_to);
        if (st->tried_at)
            json_put_str(&o, "last_try", moment(n, st->tried_at));
        if (st->success_at)
            json_put_str(&o, "last_success", moment(n, st->success_at));
        if (st->news_at)
            json_put_str(&o, "last_news", moment(n, st->news_at));
        json_put_i64(&o, "failures", st->failures);
        json_put_i64(&o, "interval", !st->tried_at ? s->every : st->failures ? st->interval : next - st->tried_at);
        if (st->tried_at && !st->gone)
            json_put_str(&o, "next", moment(n, next));
        if (st->status)
            json_put_i64(&o, "status", st->status);
        if (st->gone)
            json_put_bool(&o, "gone", true);
        json_put_str(&o, "error", st->error);
    }
    json_close(&o, '}');
    print_json_line(b);
}

static int list(struct newsroom *n, const struct args *a, struct err *e)
{
    struct fetching f;
    struct buf b;
    if (fetch_load(n, NULL, &f, e))
        return -1;
    buf_init(&b, 1 << 20);
    for (size_t i = 0; i < n->config.sources.n; i++) {
        const struct source *s = &n->config.sources.v[i];
        const struct fetched *x = fetched_of(&f, s);
        struct str link, kind = kind_of(s, &link);
        if (n->cli->json) {
            print_source_json(n, s, x, &b);
            continue;
        }
        answer(n->cli, STR_FMT "  %s " STR_FMT, STR_ARG(s->outlet.n ? s->outlet : str_lit("-")), kind.s, STR_ARG(link));
        if (x)
            print_health(n, x);
    }
    buf_end(&b);
    return 0;
}

/* ---- new sources, as lines of bulletin.yaml */

static bool configured(const struct newsroom *n, struct str url)
{
    for (size_t i = 0; i < n->config.sources.n; i++)
        if (str_eq(n->config.sources.v[i].feed, url) || str_eq(n->config.sources.v[i].page, url))
            return true;
    return false;
}

/* Folders of the other program that are topics here, by key or title. */
static struct strs topics_of(struct newsroom *n, const struct strs *tags)
{
    struct strs out = {0};
    for (size_t i = 0; i < tags->n; i++)
        for (size_t k = 0; k < n->config.topics.n; k++) {
            const struct topic *t = &n->config.topics.v[k];
            if ((str_ieq(t->key, tags->v[i]) || str_ieq(t->title, tags->v[i])) && !strs_has(&out, t->key))
                vec_add(n->arena, &out, t->key);
        }
    return out;
}

/* Inside { } a comma or bracket ends a plain word. */
static struct str flow_word(struct arena *a, struct str s)
{
    struct str q = yaml_quote(a, s);
    for (size_t i = 0; i < q.n && q.s[0] != '"'; i++)
        if (strchr(",[]{}", q.s[i]))
            return str_fmt(a, "\"" STR_FMT "\"", STR_ARG(q));
    return q;
}

static struct str yaml_line(struct newsroom *n, const struct subscription *s, size_t indent)
{
    struct arena *a = n->arena;
    struct strs topics = topics_of(n, &s->tags), quoted = {0};
    for (size_t i = 0; i < topics.n; i++)
        vec_add(a, &quoted, flow_word(a, topics.v[i]));
    struct str name = s->title.n ? s->title : url_host(a, s->url), url = yaml_quote(a, s->url);
    if (!str_starts(url, "\""))
        url = str_fmt(a, "\"" STR_FMT "\"", STR_ARG(url));
    return str_fmt(a, "%*s- { outlet: " STR_FMT ", feed: " STR_FMT "%s" STR_FMT "%s }", (int)indent, "",
                   STR_ARG(flow_word(a, name)), STR_ARG(url), topics.n ? ", topics: [" : "",
                   STR_ARG(str_join(a, &quoted, ", ")), topics.n ? "]" : "");
}

static size_t indent_of(struct str line)
{
    size_t i = 0;
    while (i < line.n && line.s[i] == ' ')
        i++;
    return i;
}

/* Where the last source ends: the byte after its last line, and how far its dash stands in. False: not a list of one "-
 * " a source, which only a person can edit well. */
static bool end_of_sources(const struct newsroom *n, struct str text, size_t *at, size_t *indent)
{
    struct str rest = text, line;
    int last = n->config.sources.n ? n->config.sources.v[n->config.sources.n - 1].line : 0;
    bool inside = false;
    for (int no = 1; str_line(&rest, &line); no++) {
        size_t in = indent_of(line);
        bool blank = in == line.n || line.s[in] == '#';
        if (no == last) {
            *indent = in;
            if (in == line.n || line.s[in] != '-')
                return false;
            inside = true;
        } else if (inside && !blank && in <= *indent) {
            break;
        }
        if (inside && (!blank || no == last))
            *at = rest.s ? (size_t)(rest.s - text.s) : text.n;
    }
    return inside;
}

/* The configuration with the lines put in; read again as a whole before it replaces the old one. */
static int write_lines(struct newsroom *n, const struct subscriptions *v, struct err *e)
{
    struct str path = path_join(n->arena, n->dir, str_lit("bulletin.yaml")), text;
    struct config check;
    struct buf b;
    size_t at = 0, indent = 0;
    if (file_read(n->arena, path.s, CONFIG_MAX, &text, e))
        return -1;
    if (!end_of_sources(n, text, &at, &indent))
        return err_set(
            e, EX_CONFIG,
            "%s: 'sources' is not a list with one '- ' a source; leave out --add and paste the lines yourself", path.s);
    buf_init(&b, CONFIG_MAX);
    buf_str(&b, str_sub(text, 0, at));
    if (b.n && b.p[b.n - 1] != '\n')
        buf_ch(&b, '\n');
    for (size_t i = 0; i < v->n; i++) {
        buf_str(&b, yaml_line(n, &v->v[i], indent));
        buf_ch(&b, '\n');
    }
    buf_str(&b, str_sub(text, at, text.n));
    struct str done = buf_dup(n->arena, &b);
    int rc = b.over ? err_set(e, EX_DATAERR, "%s: would become larger than %d KiB", path.s, CONFIG_MAX >> 10) : 0;
    buf_end(&b);
    if (rc || config_read(n->arena, done, path, &check, e))
        return -1;
    if (check.sources.n != n->config.sources.n + v->n)
        return err_set(e, EX_CONFIG,
                       "%s: the new lines cannot be put in safely; leave out --add and paste them yourself", path.s);
    struct stat st;
    return file_write(path.s, done, stat(path.s, &st) == 0 ? st.st_mode & 0666 : 0644, e);
}

/* Shows or writes what is new of them. */
static int offer(struct newsroom *n, const struct args *a, const struct subscriptions *all, struct err *e)
{
    struct subscriptions fresh = {0};
    for (size_t i = 0; i < all->n; i++) {
        bool known = configured(n, all->v[i].url);
        for (size_t k = 0; k < fresh.n && !known; k++)
            known = str_eq(fresh.v[k].url, all->v[i].url);
        if (!known)
            vec_add(n->arena, &fresh, all->v[i]);
    }
    if (arg(a, "add") && fresh.n && write_lines(n, &fresh, e))
        return -1;
    struct buf b;
    buf_init(&b, 1 << 20);
    for (size_t i = 0; i < fresh.n && !arg(a, "add"); i++) {
        if (!n->cli->json) {
            answer(n->cli, STR_FMT, STR_ARG(yaml_line(n, &fresh.v[i], 2)));
            continue;
        }
        struct json_out o = {&b, false};
        json_open(&o, NULL, '{');
        json_put_str(&o, "feed", fresh.v[i].url);
        json_put_str(&o, "title", fresh.v[i].title);
        json_put_str(&o, "page", fresh.v[i].page);
        json_put_strs(&o, "tags", &fresh.v[i].tags);
        json_close(&o, '}');
        print_json_line(&b);
    }
    buf_end(&b);
    if (arg(a, "add"))
        say(n->cli, "%zu new sources written into bulletin.yaml, %zu were there already", fresh.n, all->n - fresh.n);
    else
        note(n->cli, "%zu new sources, %zu are in bulletin.yaml already", fresh.n, all->n - fresh.n);
    return 0;
}

static int import_file(struct newsroom *n, const struct args *a, struct err *e)
{
    struct str bytes, file = a->rest.v[1];
    struct subscriptions all = {0};
    if (file_read(n->arena, file.s, IMPORT_MAX, &bytes, e))
        return -1;
    struct str head = str_sub(bytes, 0, 4096);
    bool xml = str_starts(str_trim(head), "<") || str_ifind(head, str_lit("<opml")) != STR_NONE;
    if ((xml ? ingest_opml : ingest_newsboat)(n->arena, bytes, file, &all, &n->cli->findings, e))
        return -1;
    if (!all.n)
        return err_set(e, EX_DATAERR, STR_FMT ": no feed in it; an OPML file or newsboat's urls file is needed",
                       STR_ARG(file));
    return offer(n, a, &all, e);
}

static int export_list(struct newsroom *n, const struct args *a, struct err *e)
{
    struct subscriptions all = {0};
    struct buf b;
    for (size_t i = 0; i < n->config.sources.n; i++) {
        const struct source *s = &n->config.sources.v[i];
        if (s->feed.n)
            vec_add(n->arena, &all, ((struct subscription){.url = s->feed, .title = s->outlet, .tags = s->topics}));
    }
    buf_init(&b, IMPORT_MAX);
    opml_write(&b, n->config.title, &all);
    fwrite(b.p, 1, b.n, stdout);
    buf_end(&b);
    return 0;
}

static int discover(struct newsroom *n, const struct args *a, struct err *e)
{
    struct str url = a->rest.v[1];
    struct fetching f;
    struct fetch_result got;
    struct subscriptions all = {0};
    struct articles unused = {0};
    struct feed_info feed = {0};
    struct findings own = {.arena = n->arena};
    struct err why = {0};
    if (fetch_load(n, NULL, &f, e))
        return -1;
    struct fetch_options o = {.user_agent = f.user_agent, .allow_private = arg(a, "allow-private") != NULL};
    if (ingest_fetch(n->arena, url, &o, &got, e))
        return -1;
    if (got.status != 200)
        return err_set(e, got.status >= 500 || got.status == 429 ? EX_TEMPFAIL : EX_NOINPUT,
                       STR_FMT ": the server answered %d", STR_ARG(url), got.status);
    struct read_options how = {.name = url, .url = got.final_url, .content_type = got.content_type};
    enum read_format format = ingest_sniff(got.body, &how);
    if (format >= READ_RSS && format <= READ_JSONFEED &&
        ingest_read(n->arena, got.body, &how, &unused, &feed, &own, &why) == 0 && feed.is_feed)
        vec_add(n->arena, &all, ((struct subscription){.url = got.final_url, .title = feed.title, .page = feed.link}));
    else
        ingest_discover(n->arena, got.body, got.final_url, &all);
    if (!all.n)
        return err_set(e, EX_DATAERR, STR_FMT ": names no feed", STR_ARG(url));
    return offer(n, a, &all, e);
}

static const struct {
    const char *verb;
    size_t words;
    int (*fn)(struct newsroom *, const struct args *, struct err *);
} verbs[] = {{"import", 2, import_file}, {"export", 1, export_list}, {"discover", 2, discover}};

static int run(struct cli *c, const struct args *a, struct err *e)
{
    struct newsroom n;
    int (*fn)(struct newsroom *, const struct args *, struct err *) = a->rest.n ? NULL : list;
    for (size_t i = 0; !fn && i < sizeof verbs / sizeof *verbs; i++)
        if (str_eqc(a->rest.v[0], verbs[i].verb) && a->rest.n == verbs[i].words)
            fn = verbs[i].fn;
    if (!fn)
        return err_set(e, EX_USAGE, "sources: alone, or with import FILE, export, or discover URL");
    if (newsroom_open(c, STORE_READ, &n, e))
        return -1;
    int rc = fn(&n, a, e);
    newsroom_close(&n);
    return rc;
}

const struct command cmd_sources = {"sources",
                                    "[import FILE | export | discover URL]",
                                    "List the newsroom's sources and their health; take feeds over from other programs",
                                    options,
                                    0,
                                    2,
                                    run};
