/* Topics by example. What `examples` of each topic names (a folder of the newsroom, or a category of stored articles)
 * is read once per run and one model is learned from it; articles nobody filed help it along. Rules and editors come
 * first. */
#include "base/file.h"
#include "cli/newsroom.h"
#include "select/select.h"

enum {
    EXAMPLE_BYTES = 10 << 20,
    EXAMPLES_MAX = 1000, /* of one topic; more teach little */
    LOOKED_AT = 5000,    /* stored articles, newest first, that are searched for a category and for unfiled ones */
};

struct lesson {
    struct newsroom *n;
    struct arena *a;
    struct articles stored;
    struct topic_examples examples;
};

static bool readable(struct str rel)
{
    static const char *const ends[] = {".md", ".markdown", ".txt", ".html", ".htm"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (str_ends(rel, ends[i]))
            return true;
    return false;
}

static int learn_folder(struct lesson *l, const struct topic *t, struct str dir, size_t *count, struct err *e)
{
    struct newsroom *n = l->n;
    struct file_entries files = {0};
    if (file_walk(l->a, dir.s, NULL, true, &files, e))
        return -1;
    for (size_t i = 0; i < files.n && *count < EXAMPLES_MAX; i++) {
        struct str bytes;
        struct articles *found = arena_new(l->a, struct articles);
        struct err one = {0};
        if (!readable(files.v[i].rel))
            continue;
        struct read_options o = {.name = path_join(l->a, t->examples, files.v[i].rel), .zone = n->config.timezone.s};
        if (file_read(l->a, files.v[i].path.s, EXAMPLE_BYTES, &bytes, &one) ||
            ingest_read(l->a, bytes, &o, found, NULL, &n->cli->findings, &one)) {
            finding_err(&n->cli->findings, SEV_ERROR, &one, NULL);
            continue;
        }
        for (size_t k = 0; k < found->n && *count < EXAMPLES_MAX; k++, ++*count)
            vec_add(l->a, &l->examples, ((struct topic_example){t->key, &found->v[k]}));
    }
    return 0;
}

static void learn_category(struct lesson *l, const struct topic *t, size_t *count)
{
    for (size_t i = 0; i < l->stored.n && *count < EXAMPLES_MAX; i++) {
        const struct article *x = &l->stored.v[i];
        if (!strs_ihas(&x->categories, t->examples) && !strs_ihas(&x->tags, t->examples))
            continue;
        vec_add(l->a, &l->examples, ((struct topic_example){t->key, x}));
        ++*count;
    }
}

static int learn_topic(struct lesson *l, const struct topic *t, struct err *e)
{
    struct newsroom *n = l->n;
    struct str dir = path_join(l->a, n->dir, t->examples);
    size_t count = 0;
    if (!t->examples.n)
        return 0;
    bool folder = file_is_dir(dir.s);
    if (folder && learn_folder(l, t, dir, &count, e))
        return -1;
    if (!folder)
        learn_category(l, t, &count);
    if (!count)
        finding_add(&n->cli->findings, SEV_WARNING, n->config.file, t->line, t->column,
                    "topic '" STR_FMT "': 'examples: " STR_FMT "' is %s", STR_ARG(t->key),
                    STR_ARG(str_sub(t->examples, 0, 100)),
                    folder ? "a folder without articles"
                           : "neither a folder with articles nor a category of a stored article");
    return 0;
}

static bool is_example(const struct lesson *l, const struct article *x)
{
    for (size_t i = 0; i < l->n->config.topics.n; i++) {
        struct str tag = l->n->config.topics.v[i].examples;
        if (tag.n && (strs_ihas(&x->categories, tag) || strs_ihas(&x->tags, tag)))
            return true;
    }
    return false;
}

static int learn(struct lesson *l, struct err *e)
{
    struct newsroom *n = l->n;
    struct article_query q = {.since = INT64_MIN, .limit = LOOKED_AT, .no_html = true};
    struct article_refs others = {0};
    if (store_articles(n->store, l->a, &q, &l->stored, e))
        return -1;
    for (size_t i = 0; i < n->config.topics.n; i++)
        if (learn_topic(l, &n->config.topics.v[i], e))
            return -1;
    for (size_t i = 0; i < l->stored.n; i++)
        if (!l->stored.v[i].topics.n && !is_example(l, &l->stored.v[i]))
            vec_add(l->a, &others, &l->stored.v[i]);
    n->learned = select_learn(n->arena, &l->examples, &others);
    if (!n->learned && l->examples.n)
        finding_add(&n->cli->findings, SEV_WARNING, n->config.file, 0, 0,
                    "only one topic has 'examples'; nothing is learned before a second one has some too");
    return 0;
}

int newsroom_learned(struct newsroom *n, const struct topic_model **out, struct err *e)
{
    bool wanted = false;
    for (size_t i = 0; i < n->config.topics.n; i++)
        wanted |= n->config.topics.v[i].examples.n > 0;
    int rc = 0;
    if (wanted && !n->tried_learning) {
        struct arena mem = {0};
        struct lesson l = {.n = n, .a = &mem};
        rc = learn(&l, e);
        arena_end(&mem);
    }
    n->tried_learning = true;
    *out = n->learned;
    return rc;
}

int newsroom_topics(struct newsroom *n, struct articles *articles, struct err *e)
{
    const struct topic_model *m;
    if (newsroom_learned(n, &m, e))
        return -1;
    select_topics(n->arena, &n->config.topics, articles);
    if (m)
        select_topics_learned(n->arena, m, articles);
    return 0;
}
