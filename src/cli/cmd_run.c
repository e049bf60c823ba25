/* For cron: fetch, compose and send whatever is due, once. Silent when all is well. */
#include "base/file.h"
#include "base/lock.h"
#include "cli/run.h"

/* One edition or digest that cannot be sent does not stop the others: what was wrong is told at the end, and *code says
 * it. */
static void hold_against(struct newsroom *n, int *code, struct err *e)
{
    newsroom_log(n, "%s", e->msg);
    finding_err(&n->cli->findings, SEV_ERROR, e, NULL);
    *code = e->code ? e->code : EX_SOFTWARE;
    *e = (struct err){0};
}

/* Editions begun earlier that still have mail to go. */
static int finish_old(struct newsroom *n, int *code, struct err *e)
{
    struct frozens all = {0};
    if (ledger_editions(n->store, n->arena, &all, e))
        return -1;
    for (size_t i = 0; i < all.n; i++) {
        if (!str_eqc(all.v[i].state, "frozen") && !str_eqc(all.v[i].state, "sending"))
            continue;
        int rc = deliver(n, all.v[i].edition, e);
        if (rc < 0)
            hold_against(n, code, e);
        else if (rc)
            *code = rc;
    }
    return 0;
}

static int send_due(struct newsroom *n, const struct digest *d, int64_t due, int *code, struct err *e)
{
    struct issue is;
    struct frozen f;
    if (issue_open(n, d, due, &is, e))
        return -1;
    int known = ledger_find(n->store, n->arena, is.id, &f, e); /* sent by hand this morning */
    if (known < 0)
        return -1;
    int rc = known ? 0 : issue_send(&is, NULL, e);
    if (rc < 0 && e->code == EX_NOINPUT && is.edition.sections.n && !is.readers) { /* told once a period */
        hold_against(n, code, e);
        rc = 0;
    } else if (rc < 0 && e->code == EX_NOINPUT) { /* no stories: not worth a mail from cron */
        newsroom_log(n, "%s", e->msg);
        note(n->cli, "%s", e->msg);
        *e = (struct err){0};
        rc = 0;
    }
    if (rc < 0)
        return -1;
    if (rc)
        *code = rc;
    return store_set_period(n->store, d->key, due, e);
}

static int run_digest(struct newsroom *n, const struct digest *d, int *code, struct err *e)
{
    int64_t last, now = clock_now(), due = schedule_prev(&d->schedule, now, n->config.timezone.s);
    if (store_period(n->store, d->key, &last, e))
        return -1;
    if (due == INT64_MIN || due <= last)
        return 0;
    if (now - due <= d->grace)
        return send_due(n, d, due, code, e);
    if (last != INT64_MIN) {
        struct str when = date_rfc3339(n->arena, when_at(due, n->config.timezone.s));
        newsroom_log(n, "%s: the edition of %s was missed by more than its grace; skipped", d->key.s, when.s);
        fprintf(stderr, "bulletin: %s: the edition of %s was missed by more than its grace (%lldh); skipped\n",
                d->key.s, when.s, (long long)d->grace / 3600);
    }
    return store_set_period(n->store, d->key, due, e);
}

static int run_all(struct newsroom *n, struct err *e)
{
    int code = 0;
    struct err fetch_error = {0};
    n->cli->quiet = true;
    if (newsroom_fetch(n, NULL, &fetch_error) < 0) /* what is in the store already can still go out */
        finding_add(&n->cli->findings, SEV_WARNING, str_lit("fetch"), 0, 0, "%s", fetch_error.msg);
    if (newsroom_take_in(n, e) || finish_old(n, &code, e))
        return -1;
    for (size_t i = 0; i < n->config.digests.n; i++)
        if (n->config.digests.v[i].scheduled && run_digest(n, &n->config.digests.v[i], &code, e))
            hold_against(n, &code, e);
    return code;
}

static int run(struct cli *c, const struct args *a, struct err *e)
{
    struct newsroom n;
    struct lock lock = {-1};
    if (newsroom_open(c, STORE_WRITE, &n, e))
        return -1;
    struct str path = path_join(n.arena, n.state_dir, str_lit("run.lock"));
    int rc = lock_take(&lock, path.s, "bulletin run", e) ? -1 : run_all(&n, e);
    if (rc < 0 && e->code != EX_TEMPFAIL)
        newsroom_log(&n, "%s", e->msg);
    lock_drop(&lock);
    newsroom_close(&n);
    return rc;
}

const struct command cmd_run = {"run", "", "For cron: fetch, compose and send whatever is due, once", NULL, 0, 0, run};
