/* articles, show, stories: what is in the store, as people and as scripts want it. */
#include "cli/run.h"

enum { LINE_MAX_BYTES = 256 << 20 };

/* "7d", "24h" or a date. */
static int since_of(const struct args *a, int64_t otherwise, int64_t *out, struct err *e)
{
    const char *s = arg(a, "since");
    struct when w;
    int64_t back;
    *out = otherwise;
    if (!s)
        return 0;
    if (duration_parse(str_c(s), &back))
        *out = clock_now() - back;
    else if (date_parse(str_c(s), NULL, &w))
        *out = w.t;
    else
        return err_set(e, EX_USAGE, "--since: '%.60s' is neither a length of time (7d) nor a date", s);
    return 0;
}

static void print_line(struct cli *c, const struct article *art)
{
    struct buf b;
    struct str day =
        art->published.has ? str_sub(date_rfc3339(&c->arena, art->published), 0, 10) : str_lit("          ");
    if (!c->json) {
        printf("%s  " STR_FMT "  " STR_FMT "  [" STR_FMT "]  " STR_FMT "\n", art->id.s, STR_ARG(day),
               STR_ARG(art->outlet), STR_ARG(str_join(&c->arena, &art->topics, ",")), STR_ARG(art->title));
        return;
    }
    buf_init(&b, LINE_MAX_BYTES);
    article_to_json(&b, art);
    print_json_line(&b);
    buf_end(&b);
}

static const struct option articles_options[] = {
    {"topic", "KEY", "only articles of this topic"},
    {"since", "D", "only newer ones: a length of time (7d) or a date"},
    {"explain", "ID", "why an article is, or is not, in each topic"},
    {NULL, NULL, NULL},
};

static int explain(struct newsroom *n, const char *id, struct err *e)
{
    struct articles found = {0};
    struct article_query q = {.since = INT64_MIN, .id = str_c(id), .no_html = true};
    const struct topic_model *learned;
    if (store_articles(n->store, n->arena, &q, &found, e) || newsroom_learned(n, &learned, e))
        return -1;
    if (found.n != 1)
        return err_set(e, EX_NOINPUT, "%zu articles have an id that begins with '%.60s'", found.n, id);
    struct article ruled = found.v[0];
    select_topics(n->arena, &n->config.topics, &(struct articles){.v = &ruled, .n = 1, .cap = 1});
    for (size_t t = 0; t < n->config.topics.n; t++) {
        struct strs why = {0};
        select_explain_topic(n->arena, &n->config.topics.v[t], &found.v[0], &why);
        if (learned)
            select_explain_learned(n->arena, learned, n->config.topics.v[t].key, &ruled, &why);
        for (size_t i = 0; i < why.n; i++)
            answer(n->cli, STR_FMT, STR_ARG(why.v[i]));
    }
    return 0;
}

static int list_articles(struct newsroom *n, const struct args *a, struct err *e)
{
    struct articles found = {0};
    struct article_query q = {.no_html = !n->cli->json};
    if (arg(a, "explain"))
        return explain(n, arg(a, "explain"), e);
    if (arg(a, "topic") && !config_topic(&n->config, str_c(arg(a, "topic")), e))
        return -1;
    if (since_of(a, INT64_MIN, &q.since, e) || store_articles(n->store, n->arena, &q, &found, e) ||
        newsroom_topics(n, &found, e))
        return -1;
    for (size_t i = 0; i < found.n; i++)
        if (!arg(a, "topic") || strs_has(&found.v[i].topics, str_c(arg(a, "topic"))))
            print_line(n->cli, &found.v[i]);
    return 0;
}

static int show_article(struct newsroom *n, const struct args *a, struct err *e)
{
    struct articles found = {0};
    struct article_query q = {.since = INT64_MIN, .id = a->rest.v[0], .no_html = !n->cli->json};
    if (store_articles(n->store, n->arena, &q, &found, e))
        return -1;
    if (found.n != 1)
        return err_set(e, EX_NOINPUT, "%zu articles have an id that begins with '" STR_FMT "'", found.n,
                       STR_ARG(a->rest.v[0]));
    if (newsroom_topics(n, &found, e))
        return -1;
    print_line(n->cli, &found.v[0]);
    if (n->cli->json)
        return 0;
    if (found.v[0].url.n)
        answer(n->cli, "url: " STR_FMT, STR_ARG(found.v[0].url));
    for (size_t i = 0; i < found.v[0].why.n; i++)
        answer(n->cli, "why (%s): " STR_FMT, why_from_name(found.v[0].why_from), STR_ARG(found.v[0].why.v[i]));
    answer(n->cli, "\n" STR_FMT, STR_ARG(found.v[0].text));
    return 0;
}

static const struct option stories_options[] = {
    {"since", "D", "only newer ones: a length of time (7d) or a date"},
    {"explain", NULL, "also say why a story stands where it does"},
    {NULL, NULL, NULL},
};

static void print_story(struct cli *c, const struct story *s, bool reasons)
{
    if (c->json) {
        struct buf b;
        buf_init(&b, LINE_MAX_BYTES);
        story_to_json(&b, s);
        print_json_line(&b);
        buf_end(&b);
        return;
    }
    printf("%s  " STR_FMT "\n", s->id.s, STR_ARG(s->headline));
    for (size_t i = 0; i < s->articles.n; i++)
        printf("    " STR_FMT ": " STR_FMT "\n", STR_ARG(s->articles.v[i]->outlet), STR_ARG(s->articles.v[i]->title));
    for (size_t i = 0; i < s->why.n; i++)
        printf("    why (%s): " STR_FMT "\n", why_from_name(s->why_from), STR_ARG(s->why.v[i]));
    for (size_t i = 0; i < s->differs.n; i++) {
        printf("    sources differ on " STR_FMT ":\n", STR_ARG(s->differs.v[i].about));
        for (size_t k = 0; k < s->differs.v[i].claims.n; k++)
            printf("        " STR_FMT ": " STR_FMT "\n", STR_ARG(s->differs.v[i].claims.v[k].outlet),
                   STR_ARG(s->differs.v[i].claims.v[k].value));
    }
    if (reasons)
        printf("    score %.3f: %s\n", s->score, story_rank_words(&c->arena, s).s);
    for (size_t i = 0; reasons && i < s->reasons.n; i++)
        printf("    because " STR_FMT "\n", STR_ARG(s->reasons.v[i]));
}

static int list_stories(struct newsroom *n, const struct args *a, struct err *e)
{
    int64_t since;
    struct articles articles = {0};
    struct stories stories = {0};
    if (since_of(a, INT64_MIN, &since, e) ||
        stories_since(n, &n->config.topics, since, 86400, true, &articles, &stories, e))
        return -1;
    for (size_t i = 0; i < stories.n; i++)
        print_story(n->cli, &stories.v[i], arg(a, "explain") != NULL);
    return 0;
}

static int run_articles(struct cli *c, const struct args *a, struct err *e)
{
    return with_newsroom(c, STORE_WRITE, true, list_articles, a, e);
}

static int run_show(struct cli *c, const struct args *a, struct err *e)
{
    return with_newsroom(c, STORE_WRITE, true, show_article, a, e);
}

static int run_stories(struct cli *c, const struct args *a, struct err *e)
{
    return with_newsroom(c, STORE_WRITE, true, list_stories, a, e);
}

const struct command cmd_articles = {
    "articles", "[--topic T] [--since D]", "List the articles in the store", articles_options, 0, 0, run_articles};
const struct command cmd_show = {"show", "ID", "Show one article", NULL, 1, 1, run_show};
const struct command cmd_stories = {
    "stories", "[--since D]", "List the stories, with what their sources disagree on", stories_options, 0,
    0,         run_stories};
