/* Send, or go on with, the edition of the current period. */
#include "base/file.h"
#include "cli/run.h"
#include "model/reader.h"

static const struct option options[] = {
    {"test", "ADDRESS", "one real mail to this address; the ledger is untouched"},
    {"dry-run", NULL, "everything but the mail: who would get what"},
    {"yes", NULL, "do not ask before a first real send"},
    {"no-lint", NULL, "send although lint finds errors"},
    {NULL, NULL, NULL},
};

static void plan_json(struct issue *is)
{
    struct buf b;
    buf_init(&b, 1 << 20);
    struct json_out o = {&b, false};
    json_open(&o, NULL, '{');
    json_put_str(&o, "edition", is->id);
    json_put_str(&o, "list", is->digest->list);
    json_put_i64(&o, "subscribers", (int64_t)is->readers);
    json_put_i64(&o, "recipients", (int64_t)is->to_mail);
    json_put_i64(&o, "versions", (int64_t)is->cohorts.n);
    json_open(&o, "examples", '[');
    for (size_t i = 0; i < is->examples.n && i < 3; i++) {
        json_open(&o, NULL, '{');
        json_put_str(&o, "address", is->examples.v[i].recipient.address);
        json_put_str(&o, "subject", is->examples.v[i].cohort->subject);
        json_close(&o, '}');
    }
    json_close(&o, ']');
    json_close(&o, '}');
    print_json_line(&b);
    buf_end(&b);
}

static void print_plan(struct issue *is)
{
    struct cli *c = is->n->cli;
    if (c->json) {
        plan_json(is);
        return;
    }
    answer(c, STR_FMT ": to %zu of %zu subscribers of '" STR_FMT "', %zu versions", STR_ARG(is->id), is->to_mail,
           is->readers, STR_ARG(is->digest->list), is->cohorts.n);
    for (size_t i = 0; i < is->examples.n && i < 3; i++)
        answer(c, "  " STR_FMT ": " STR_FMT, STR_ARG(is->examples.v[i].recipient.address),
               STR_ARG(is->examples.v[i].cohort->subject));
}

static int lint_mold(struct issue *is, struct arena *a, const struct mold *m, size_t *errors, struct err *e)
{
    struct rendered parts;
    struct lint_findings found = {0};
    struct recipient r = {
        .address = str_lit("reader@example.org"), .key = str_lit("reader@example.org"), .cohort = m->key};
    struct str *values = arena_array(a, struct str, m->fields.n + 1);
    reader_values(a, m, &is->mail, is->id, &r, values);
    if (render_parts(a, mold_fill_str(a, m, values), &parts, e))
        return -1;
    render_lint(a, &parts, &is->edition, &found);
    for (size_t k = 0; k < found.n; k++)
        if (found.v[k].severity == SEV_ERROR && (*errors)++ < 5)
            fprintf(stderr, "%s: " STR_FMT ": " STR_FMT "\n", found.v[k].rule, STR_ARG(found.v[k].where),
                    STR_ARG(found.v[k].text));
    return 0;
}

/* Fills every cohort's mold once: a template error stops before the first mail, and subjects are known for the plan. */
static int try_molds(struct issue *is, const struct args *a, struct err *e)
{
    struct arena scratch = {0};
    size_t errors = 0;
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < is->cohorts.n; i++) {
        struct mold m = {0};
        if (is->cohorts.v[i]->empty)
            continue;
        rc = issue_mold(is, &scratch, is->cohorts.v[i], &m, e);
        if (rc == 0 && !(a && arg(a, "no-lint")))
            rc = lint_mold(is, &scratch, &m, &errors, e);
        arena_reset(&scratch);
    }
    arena_end(&scratch);
    if (rc == 0 && errors)
        return err_set(e, EX_DATAERR, STR_FMT ": lint found %zu errors; mend them, or send with --no-lint",
                       STR_ARG(is->id), errors);
    return rc;
}

static int prepare(struct issue *is, const struct args *a, struct err *e)
{
    if (issue_load(is, e))
        return -1;
    if (!is->edition.sections.n)
        return issue_none(is, "send", e);
    if (issue_readers(is, e) || issue_family(is, e))
        return -1;
    return try_molds(is, a, e);
}

static void test_json(const char *to, const struct reply *reply)
{
    struct buf b;
    buf_init(&b, 1 << 16);
    struct json_out o = {&b, false};
    json_open(&o, NULL, '{');
    json_put_str(&o, "test", str_c(to));
    json_put_str(&o, "relay", reply->relay);
    if (reply->code)
        json_put_i64(&o, "code", reply->code);
    json_put_str(&o, "enhanced", reply->enhanced);
    json_put_str(&o, "text", reply->text);
    json_close(&o, '}');
    print_json_line(&b);
    buf_end(&b);
}

static int send_test(struct issue *is, const char *to, struct err *e)
{
    struct address addr;
    struct err why = {0};
    struct mold m = {0};
    struct reply reply;
    struct subscriber known;
    struct cohort *cohort = NULL;
    if (address_parse(is->n->arena, str_c(to), &addr, &why))
        return err_set(e, EX_USAGE, "--test: %s", why.msg);
    struct recipient r = {.address = addr.addr, .key = addr.key, .utf8 = addr.utf8};
    int rc = issue_reader(is, addr.key, &known, &cohort, e);
    if (rc < 0)
        return -1;
    if (rc == 1)
        r = recipient_of(is->n->arena, &known, cohort);
    for (size_t i = 0; i < is->cohorts.n && (!cohort || cohort->empty); i++)
        cohort = is->cohorts.v[i];
    if (!cohort || cohort->empty)
        return err_set(e, EX_NOINPUT, "no version of " STR_FMT " has a story", STR_ARG(is->id));
    struct send_options o;
    if (sending_options(is->n, is->digest, &is->mail, &o, e) || issue_mold(is, is->n->arena, cohort, &m, e))
        return -1;
    o.edition = is->id;
    struct str *values = arena_array(is->n->arena, struct str, m.fields.n + 1);
    reader_values(is->n->arena, &m, &is->mail, is->id, &r, values);
    struct str from = reader_envelope_sender(is->n->arena, &is->mail, is->id, addr.key);
    if (send_one(&is->n->config.relays.v[0], &o, from, addr.addr, mold_fill_str(is->n->arena, &m, values), &reply, e))
        return -1;
    if (is->n->cli->json)
        test_json(to, &reply);
    else if (reply.code)
        say(is->n->cli, "%s: %d " STR_FMT, to, reply.code, STR_ARG(reply.text));
    else
        say(is->n->cli, "%s: written into " STR_FMT, to, STR_ARG(is->n->config.relays.v[0].url));
    return reply.code / 100 == 4 ? EX_TEMPFAIL : reply.code / 100 == 5 ? EX_UNAVAILABLE : 0;
}

/* Freezing and writing the plan; another process may have been faster, then its edition is worked on. */
static int start(struct issue *is, struct err *e)
{
    if (!is->planned && issue_write_plan(is, e))
        return -1;
    if (issue_freeze(is, e) == 0)
        return 0;
    struct frozen f;
    struct err other = {0};
    return e->code == EX_TEMPFAIL && ledger_find(is->n->store, is->n->arena, is->id, &f, &other) > 0 ? 0 : -1;
}

int issue_send(struct issue *is, const struct args *a, struct err *e)
{
    is->may_ask = !(a && arg(a, "dry-run"));
    if (prepare(is, a, e))
        return -1;
    if (a && arg(a, "test"))
        return send_test(is, arg(a, "test"), e);
    if (!a)
        return start(is, e) ? -1 : deliver(is->n, is->id, e);
    if (arg(a, "dry-run") || (is->n->cli->terminal && !is->n->cli->json))
        print_plan(is);
    if (arg(a, "dry-run"))
        return 0;
    if (!arg(a, "yes") && is->n->cli->terminal && !ask(is->n->cli, "Send it?"))
        return err_set(e, EX_USAGE, "nothing was sent");
    return start(is, e) ? -1 : deliver(is->n, is->id, e);
}

/* Editions of this digest that were begun earlier and are not finished go first: a night may pass between a kill and
 * the next send. What stays deferred there holds up nobody today. Gives the exit code. */
static int finish_earlier(struct newsroom *n, const struct digest *d, struct str today, bool *any, struct err *e)
{
    struct frozens all = {0};
    int code = 0;
    if (ledger_editions(n->store, n->arena, &all, e))
        return -1;
    for (size_t i = 0; i < all.n; i++) {
        bool open = str_eqc(all.v[i].state, "frozen") || str_eqc(all.v[i].state, "sending");
        if (!open || !str_eq(all.v[i].digest, d->key) || str_eq(all.v[i].edition, today))
            continue;
        note(n->cli, STR_FMT " is not finished; it goes first", STR_ARG(all.v[i].edition));
        int rc = deliver(n, all.v[i].edition, e);
        if (rc < 0)
            return -1;
        if (rc)
            code = rc;
        *any = true;
    }
    return code;
}

static int go_on(struct newsroom *n, struct str id, struct err *e)
{
    struct frozen f = {0};
    if (ledger_find(n->store, n->arena, id, &f, e) < 0)
        return -1;
    if (str_eqc(f.state, "done") || str_eqc(f.state, "cancelled")) {
        say(n->cli, STR_FMT " is %s already; nothing was done", STR_ARG(id),
            str_eqc(f.state, "done") ? "sent" : "cancelled");
        return 0;
    }
    if (str_eqc(f.state, "paused"))
        return err_set(e, EX_TEMPFAIL, STR_FMT " is paused; 'bulletin resume " STR_FMT "' lets it go on", STR_ARG(id),
                       STR_ARG(id));
    return deliver(n, id, e);
}

/* The dry run of an edition that the ledger has: its audience cannot change any more. */
static int foretell(struct newsroom *n, const struct frozen *f)
{
    const struct tally *t = &f->tally;
    if (str_eqc(f->state, "done") || str_eqc(f->state, "cancelled"))
        answer(n->cli, STR_FMT " is %s already; nothing would be done", STR_ARG(f->edition),
               str_eqc(f->state, "done") ? "sent" : "cancelled");
    else
        answer(n->cli, STR_FMT " is " STR_FMT ": %lld of %lld are still to go", STR_ARG(f->edition), STR_ARG(f->state),
               (long long)(t->queued + t->sending + t->deferred + t->in_doubt), (long long)t->audience);
    return 0;
}

static int send_digest(struct newsroom *n, const struct args *a, struct err *e)
{
    struct issue is;
    struct frozen f;
    bool earlier = false;
    const struct digest *d = config_digest(&n->config, a->rest.v[0], e);
    if (!d || newsroom_take_in(n, e) || issue_open(n, d, clock_now(), &is, e))
        return -1;
    int known = ledger_find(n->store, n->arena, is.id, &f, e);
    if (known < 0)
        return -1;
    if (arg(a, "dry-run") && known)
        return foretell(n, &f);
    if (arg(a, "test") || arg(a, "dry-run"))
        return issue_send(&is, a, e);
    int code = finish_earlier(n, d, is.id, &earlier, e);
    if (code < 0 || stopped())
        return code;
    int rc = known ? go_on(n, is.id, e) : issue_send(&is, a, e);
    if (rc < 0 && earlier && e->code == EX_NOINPUT) { /* nothing new today: what was left of earlier ones is done */
        note(n->cli, "%s", e->msg);
        *e = (struct err){0};
        rc = 0;
    }
    return rc ? rc : code;
}

static int run(struct cli *c, const struct args *a, struct err *e)
{
    return with_newsroom(c, STORE_WRITE, false, send_digest, a, e);
}

const struct command cmd_send = {"send",
                                 "DIGEST [--test ADDRESS] [--dry-run] [--yes]",
                                 "Send, or go on with, the edition of the current period",
                                 options,
                                 1,
                                 1,
                                 run};
