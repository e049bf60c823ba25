/* What an editor should know about the articles and rules behind an edition. Findings, never a stop: an article without
 * a date is still an article. Only asked for by hand (compose, lint): a cron job stays silent. */
#include "base/map.h"
#include "base/words.h"
#include "cli/run.h"

enum {
    FEW_WORDS = 5,
    LONG_TEXT = 1 << 20, /* bytes */
    FEW_ARTICLES = 10,   /* too few to judge a rule by */
};

static struct str place_of(const struct article *x)
{
    return x->origin.n ? x->origin : x->url.n ? x->url : x->id;
}

static void look_at(struct newsroom *n, const struct article *x)
{
    struct findings *f = &n->cli->findings;
    struct str where = place_of(x);
    if (x->published.has == WHEN_NONE && x->updated.has == WHEN_NONE)
        finding_add(f, SEV_WARNING, where, 0, 0, "has no date; it counts as one window old, and never as too old");
    if (!x->title.n)
        finding_add(f, SEV_WARNING, where, 0, 0, "has no title; its first sentence stands for one");
    if (!x->text.n)
        finding_add(f, SEV_WARNING, where, 0, 0, "has no text; readers get its headline and link");
    else if (x->words < FEW_WORDS)
        finding_add(f, SEV_WARNING, where, 0, 0, "has only %zu word%s of text", x->words, x->words == 1 ? "" : "s");
    else if (!x->lang.n && !words_language(x->text).n)
        finding_add(f, SEV_WARNING, where, 0, 0,
                    "its language is not known and cannot be told from its text; it is read as English");
    if (x->text.n > LONG_TEXT)
        finding_add(f, SEV_WARNING, where, 0, 0, "has %.1f MB of text; topics look at its first 5,000 words",
                    (double)x->text.n / 1e6);
}

static void look_at_rule(struct issue *is, const struct topic *t)
{
    size_t n = 0, all = is->articles->n;
    for (size_t i = 0; i < all; i++)
        n += strs_has(&is->articles->v[i].topics, t->key);
    struct findings *f = &is->n->cli->findings;
    if (!n && t->unlisted)
        finding_add(f, SEV_WARNING, is->n->config.file, t->line, t->column,
                    "topic '" STR_FMT "' has no rules under 'topics', and no article says that it is about it",
                    STR_ARG(t->key));
    if (t->unlisted || all < FEW_ARTICLES || (n && n * 10 < all * 9))
        return;
    if (!n)
        finding_add(f, SEV_WARNING, is->n->config.file, t->line, t->column,
                    "topic '" STR_FMT "' matches none of the %zu articles looked at", STR_ARG(t->key), all);
    else
        finding_add(f, SEV_WARNING, is->n->config.file, t->line, t->column,
                    "topic '" STR_FMT "' matches %zu of the %zu articles looked at; its rules are too wide",
                    STR_ARG(t->key), n, all);
}

static void know(struct arena *a, struct map *known, struct strs *names, struct str outlet)
{
    void **at = outlet.n ? map_at(a, known, outlet) : NULL;
    if (!at || *at)
        return;
    *at = names;
    vec_add(a, names, outlet);
}

/* A name that no source and no article has: nobody's word would ever be taken. */
static void look_at_preferred(struct issue *is)
{
    const struct differs_policy *p = &is->digest->differs;
    const struct sources *sources = &is->n->config.sources;
    struct arena *a = is->n->arena;
    struct map known = {0};
    struct strs all = {0};
    if (p->kind != DIFFERS_PREFER)
        return;
    for (size_t i = 0; i < sources->n; i++)
        know(a, &known, &all, sources->v[i].outlet);
    for (size_t i = 0; i < is->articles->n; i++)
        know(a, &known, &all, is->articles->v[i].outlet);
    const char **names = arena_array(a, const char *, all.n + 1);
    for (size_t i = 0; i < all.n; i++) {
        if (str_ieq(all.v[i], p->outlet))
            return;
        names[i] = str_dup(a, all.v[i]).s;
    }
    const char *near = nearest_name(p->outlet, names, all.n);
    finding_add(
        &is->n->cli->findings, SEV_WARNING, is->n->config.file, is->digest->differs_line, is->digest->differs_column,
        "'prefer " STR_FMT "': no source and no article has an outlet of that name, so nobody's word is taken%s%s%s",
        STR_ARG(p->outlet), near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
}

/* `cluster` with the name of a story that is not there: nothing is joined. */
static void look_at_wishes(struct issue *is)
{
    struct arena *a = is->n->arena;
    struct map names = {0};
    const struct articles *all = is->articles;
    for (size_t i = 0; i < all->n; i++)
        for (size_t k = 0; k < 3; k++) {
            struct str name = k == 0 ? all->v[i].id : k == 1 ? all->v[i].url : all->v[i].origin;
            if (name.n)
                *map_at(a, &names, name) = &all->v[i];
        }
    for (size_t i = 0; i < all->n; i++) {
        const struct article *x = &all->v[i];
        const struct article *with = x->cluster_with.n ? map_get(&names, x->cluster_with) : x;
        if (x->cluster == CLUSTER_FORCE && (!with || (with == x && x->cluster_with.n)))
            finding_add(&is->n->cli->findings, SEV_WARNING, place_of(x), 0, 0,
                        "'cluster' names '" STR_FMT
                        "', but %s; 'never', 'force', or another's id, address or file is meant",
                        STR_ARG(str_sub(x->cluster_with, 0, 80)),
                        with ? "that is this article itself" : "no article looked at has that id, address or file");
    }
}

static void look_at_remarks(struct newsroom *n)
{
    for (size_t i = 0; i < n->config.glued.n; i++)
        finding_add(&n->cli->findings, SEV_WARNING, n->config.file, n->config.glued.v[i]->line,
                    n->config.glued.v[i]->column,
                    "the value ends before '" STR_FMT "', as a # begins a remark; quotation marks keep it whole",
                    STR_ARG(n->config.glued.v[i]->glued));
}

void issue_look_over(struct issue *is)
{
    look_at_remarks(is->n);
    look_at_preferred(is);
    look_at_wishes(is);
    for (size_t i = 0; is->digest->topics.n && i < is->topics.n; i++)
        look_at_rule(is, &is->topics.v[i]);
    for (size_t i = 0; i < is->edition.pool.n; i++)
        for (size_t k = 0; k < is->edition.pool.v[i].articles.n; k++)
            look_at(is->n, is->edition.pool.v[i].articles.v[k]);
}

int issue_none(const struct issue *is, const char *what, struct err *e)
{
    const struct edition *ed = &is->edition;
    if (ed->held.n)
        return err_set(e, EX_NOINPUT,
                       STR_FMT ": all its stories are held because their sources differ; nothing to %s until 'accept: "
                               "true' in %s takes one in",
                       STR_ARG(is->id), what, issue_plan_path(is).s);
    if (is->planned)
        return err_set(e, EX_NOINPUT,
                       "%s: no story stands in a section any more; nothing to %s, until one is put back or 'bulletin "
                       "compose " STR_FMT " --force' writes it anew",
                       issue_plan_path(is).s, what, STR_ARG(is->digest->key));
    if (is->left_out.n)
        return err_set(e, EX_NOINPUT,
                       STR_FMT
                       ": no stories: none of the %zu looked at may come; nothing to %s; 'bulletin compose " STR_FMT
                       " --explain' says why",
                       STR_ARG(is->id), is->left_out.n, what, STR_ARG(is->digest->key));
    return err_set(e, EX_NOINPUT, STR_FMT ": no stories in its window; nothing to %s", STR_ARG(is->id), what);
}
