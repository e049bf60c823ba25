/* Choose the next edition and write its plan, for people to look at and change. */
#include "cli/run.h"

static const struct option options[] = {
    {"force", NULL, "write the plan anew even when it has been edited"},
    {"explain", NULL, "say why each story is in, and which near misses are out"},
    {NULL, NULL, NULL},
};

static void explain_story(struct cli *c, const char *place, const struct story *s, struct str topic)
{
    answer(c, "%s: " STR_FMT " (" STR_FMT ")", place, STR_ARG(s->headline), STR_ARG(topic));
    for (size_t k = 0; k < s->reasons.n; k++)
        answer(c, "     " STR_FMT, STR_ARG(s->reasons.v[k]));
}

static void explain(struct issue *is)
{
    struct cli *c = is->n->cli;
    for (size_t s = 0; s < is->edition.sections.n; s++)
        for (size_t i = 0; i < is->edition.sections.v[s].stories.n; i++) {
            const struct section *section = &is->edition.sections.v[s];
            explain_story(c, "in", section->stories.v[i], section->topic);
        }
    for (size_t i = 0; i < is->edition.more.n; i++)
        explain_story(c, "more", is->edition.more.v[i], is->edition.more.v[i]->topic);
    for (size_t i = 0; i < is->edition.asked.n; i++)
        explain_story(c, "followed", is->edition.asked.v[i], is->edition.asked.v[i]->topic);
    for (size_t i = 0; i < is->edition.again.n; i++)
        explain_story(c, "missed", is->edition.again.v[i], is->edition.again.v[i]->topic);
    for (size_t i = 0; i < is->edition.held.n; i++)
        explain_story(c, "held", is->edition.held.v[i], is->edition.held.v[i]->topic);
    for (size_t i = 0; i < is->left_out.n; i++)
        answer(c, STR_FMT, STR_ARG(is->left_out.v[i]));
}

/* The subject and preheader of the mail that has every section, in place of the plan's template for them. */
static int settle_subject(struct issue *is, struct err *e)
{
    const struct strs every = {0};
    struct cohort all;
    struct mold m = {0};
    compose_cohort(is->n->arena, &is->edition, &every, &all);
    if (all.empty)
        return 0;
    if (issue_family(is, e) || issue_mold(is, is->n->arena, &all, &m, e))
        return -1;
    is->edition.subject = all.subject;
    is->edition.preheader = all.preheader;
    return 0;
}

static int compose(struct issue *is, const struct args *a, struct err *e)
{
    struct cli *c = is->n->cli;
    struct str path = issue_plan_path(is);
    struct frozen frozen;
    int known = ledger_find(is->n->store, is->n->arena, is->id, &frozen, e);
    if (known < 0)
        return -1;
    if (known)
        return err_set(e, EX_CANTCREAT, STR_FMT " is being sent or was sent already: its content cannot change",
                       STR_ARG(is->id));
    bool edited;
    if (issue_plan_edited(is, &edited, e))
        return -1;
    if (edited && !arg(a, "force"))
        return err_set(e, EX_CANTCREAT, "%s has been edited; --force writes it anew", path.s);
    is->may_ask = true;
    if (issue_compose(is, e))
        return -1;
    issue_look_over(is);
    if (arg(a, "explain"))
        explain(is);
    if (!is->edition.sections.n && !is->edition.held.n)
        return issue_none(is, "compose", e);
    if (issue_write_plan(is, e))
        return -1;
    if (c->json) {
        struct buf b;
        if (settle_subject(is, e))
            return -1;
        buf_init(&b, 64 << 20);
        edition_to_json(&b, &is->edition);
        print_json_line(&b);
        buf_end(&b);
    }
    size_t stories = 0;
    for (size_t i = 0; i < is->edition.sections.n; i++)
        stories += is->edition.sections.v[i].stories.n;
    say(c, "%s: %zu stor%s in %zu section%s", path.s, stories, stories == 1 ? "y" : "ies", is->edition.sections.n,
        is->edition.sections.n == 1 ? "" : "s");
    if (is->edition.held.n)
        (arg(a, "explain") ? answer : say)(
            c, "%zu held because their sources differ; 'accept: true' in the plan takes a story in",
            is->edition.held.n);
    return 0;
}

static int in_newsroom(struct newsroom *n, const struct args *a, struct err *e)
{
    return with_issue(n, compose, a, e);
}

static int run(struct cli *c, const struct args *a, struct err *e)
{
    return with_newsroom(c, STORE_WRITE, false, in_newsroom, a, e);
}

const struct command cmd_compose = {
    "compose", "DIGEST", "Choose the next edition and write its plan", options, 1, 1, run,
};
