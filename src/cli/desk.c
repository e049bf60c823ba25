/* What an editor should know about the articles and rules behind an edition. Findings, never a stop: an article without a date is
 * still an article. Only asked for by hand (compose, lint): a cron job stays silent. */
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
        finding_add(f, SEV_WARNING, where, 0, 0, "its language is not known and cannot be told from its text; it is read as English");
    if (x->text.n > LONG_TEXT)
        finding_add(f, SEV_WARNING, where, 0, 0, "has %.1f MB of text; topics look at its first 5,000 words", (double)x->text.n / 1e6);
}

static void look_at_rule(struct issue *is, const struct topic *t)
{
    size_t n = 0, all = is->articles->n;
    for (size_t i = 0; i < all; i++)
        n += strs_has(&is->articles->v[i].topics, t->key);
    if (all < FEW_ARTICLES || (n && n * 10 < all * 9))
        return;
    struct findings *f = &is->n->cli->findings;
    if (!n)
        finding_add(f, SEV_WARNING, is->n->config.file, t->line, t->column,
                    "topic '" STR_FMT "' matches none of the %zu articles looked at", STR_ARG(t->key), all);
    else
        finding_add(f, SEV_WARNING, is->n->config.file, t->line, t->column,
                    "topic '" STR_FMT "' matches %zu of the %zu articles looked at; its rules are too wide", STR_ARG(t->key), n, all);
}

void issue_look_over(struct issue *is)
{
    for (size_t i = 0; is->digest->topics.n && i < is->topics.n; i++)
        look_at_rule(is, &is->topics.v[i]);
    for (size_t i = 0; i < is->edition.pool.n; i++)
        for (size_t k = 0; k < is->edition.pool.v[i].articles.n; k++)
            look_at(is->n, is->edition.pool.v[i].articles.v[k]);
}
