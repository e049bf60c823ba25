/* status, who, verify, retry, pause, resume, cancel: questions to the ledger, and the few things one may do to it. */
#include "cli/run.h"

static int status_one(struct newsroom *n, const struct frozen *f)
{
    if (n->cli->json)
        print_status(f, &f->tally, NULL);
    else {
        answer(n->cli, STR_FMT ": " STR_FMT, STR_ARG(f->edition), STR_ARG(f->state));
        answer(n->cli, STR_FMT, STR_ARG(sums_in_words(n->arena, f->edition, &f->tally)));
    }
    return 0;
}

static int find(struct newsroom *n, struct str edition, struct frozen *f, struct err *e)
{
    int known = ledger_find(n->store, n->arena, edition, f, e);
    if (known == 0)
        err_set(e, EX_NOINPUT, "the ledger has no edition '" STR_FMT "'; 'bulletin status' lists them",
                STR_ARG(str_sub(edition, 0, 80)));
    return known > 0 ? 0 : -1;
}

static int status(struct newsroom *n, const struct args *a, struct err *e)
{
    struct frozens all = {0};
    struct frozen one;
    if (a->rest.n)
        return find(n, a->rest.v[0], &one, e) ? -1 : status_one(n, &one);
    if (ledger_editions(n->store, n->arena, &all, e))
        return -1;
    for (size_t i = 0; i < all.n; i++)
        status_one(n, &all.v[i]);
    if (!all.n)
        answer(n->cli, "no edition has been sent yet");
    return 0;
}

static int who_json(const struct delivery *d)
{
    struct buf b;
    struct arena a = {0};
    buf_init(&b, 1 << 20);
    struct json_out o = {&b, false};
    json_open(&o, NULL, '{');
    json_put_str(&o, "address", d->recipient.address);
    json_put_str(&o, "name", d->recipient.name);
    json_put_str(&o, "state", str_c(delivery_state_name(d->state)));
    json_put_str(&o, "reason", d->reason);
    json_put_i64(&o, "attempts", d->recipient.attempts);
    if (d->doubted)
        json_put_i64(&o, "doubted", d->doubted);
    if (d->reply.code)
        json_put_i64(&o, "code", d->reply.code);
    json_put_str(&o, "enhanced", d->reply.enhanced);
    json_put_str(&o, "text", d->reply.text);
    json_put_str(&o, "relay", d->reply.relay);
    if (d->at)
        json_put_str(&o, "at", date_rfc3339(&a, when_at(d->at, NULL)));
    if (d->next_try)
        json_put_str(&o, "next_try", date_rfc3339(&a, when_at(d->next_try, NULL)));
    json_close(&o, '}');
    print_json_line(&b);
    buf_end(&b);
    arena_end(&a);
    return 0;
}

static int who_line(void *ctx, const struct delivery *d)
{
    const struct cli *c = ctx;
    if (c->json)
        return who_json(d);
    printf("%-9s " STR_FMT, delivery_state_name(d->state), STR_ARG(d->recipient.address));
    if (d->reason.n)
        printf("  " STR_FMT, STR_ARG(d->reason));
    if (d->reply.code)
        printf("  %d", d->reply.code);
    if (d->reply.text.n)
        printf("  " STR_FMT, STR_ARG(d->reply.text));
    putchar('\n');
    return 0;
}

static int who(struct newsroom *n, const struct args *a, struct err *e)
{
    struct frozen f;
    enum delivery_state only;
    const char *state = arg(a, "state");
    if (find(n, a->rest.v[0], &f, e))
        return -1;
    if (state && !delivery_state_parse(str_c(state), &only))
        return err_set(e, EX_USAGE, "--state: one of queued, sending, sent, deferred, failed, skipped, in_doubt");
    if (arg(a, "doubted"))
        return ledger_each_doubted(n->store, f.edition, who_line, n->cli, e);
    return ledger_each(n->store, f.edition, state ? &only : NULL, who_line, n->cli, e);
}

static int64_t sum(const struct tally *t)
{
    return t->queued + t->sending + t->sent + t->deferred + t->failed + t->skipped + t->in_doubt;
}

/* Counts every row again; 1 when the edition's counters, or the sum, do not hold. */
static int verify_one(struct newsroom *n, const struct frozen *f, struct err *e)
{
    struct tally t;
    if (ledger_recount(n->store, f->edition, &t, e))
        return -1;
    const struct tally *k = &f->tally;
    bool same = t.audience == k->audience && t.queued == k->queued && t.sending == k->sending && t.sent == k->sent &&
                t.deferred == k->deferred && t.failed == k->failed && t.skipped == k->skipped &&
                t.in_doubt == k->in_doubt;
    bool ok = same && sum(&t) == t.audience;
    if (n->cli->json)
        print_status(f, &t, ok ? "yes" : "no");
    else if (!n->cli->quiet) /* with -q the exit code answers */
        answer(n->cli, STR_FMT, STR_ARG(sums_in_words(n->arena, f->edition, &t)));
    if (!ok)
        fprintf(stderr, "bulletin: " STR_FMT ": the ledger does not close: %lld rows make %lld\n", STR_ARG(f->edition),
                (long long)t.audience, (long long)sum(&t));
    return ok ? 0 : 1;
}

static int verify(struct newsroom *n, const struct args *a, struct err *e)
{
    struct frozens all = {0};
    struct frozen one;
    int worst = 0;
    if (a->rest.n)
        return find(n, a->rest.v[0], &one, e) ? -1 : verify_one(n, &one, e);
    if (ledger_editions(n->store, n->arena, &all, e))
        return -1;
    for (size_t i = 0; i < all.n; i++) {
        int rc = verify_one(n, &all.v[i], e);
        if (rc < 0)
            return -1;
        worst |= rc;
    }
    return worst;
}

static int retry(struct newsroom *n, const struct args *a, struct err *e)
{
    static const struct {
        const char *option;
        enum delivery_state from;
    } kinds[] = {{"failed", DELIVERY_FAILED}, {"deferred", DELIVERY_DEFERRED}, {"in-doubt", DELIVERY_IN_DOUBT}};
    struct frozen f;
    int64_t total = 0, moved;
    bool any = false;
    if (find(n, a->rest.v[0], &f, e))
        return -1;
    for (size_t i = 0; i < 3; i++) {
        if (!arg(a, kinds[i].option))
            continue;
        any = true;
        if (ledger_retry(n->store, f.edition, kinds[i].from, clock_now(), &moved, e))
            return -1;
        total += moved;
    }
    if (!any)
        return err_set(e, EX_USAGE, "retry: say which: --failed, --deferred or --in-doubt");
    say(n->cli, STR_FMT ": %lld queued again", STR_ARG(f.edition), (long long)total);
    return total ? deliver(n, f.edition, e) : 0;
}

static int set_state(struct newsroom *n, const struct args *a, const char *state, struct err *e)
{
    struct frozen f;
    if (find(n, a->rest.v[0], &f, e))
        return -1;
    if (str_eqc(f.state, "done") || str_eqc(f.state, "cancelled"))
        return err_set(e, EX_DATAERR, STR_FMT " is " STR_FMT " already", STR_ARG(f.edition), STR_ARG(f.state));
    if (ledger_set_state(n->store, f.edition, str_c(state), clock_now(), e))
        return -1;
    say(n->cli, STR_FMT ": %s", STR_ARG(f.edition), state);
    return 0;
}

static int pause_it(struct newsroom *n, const struct args *a, struct err *e)
{
    return set_state(n, a, "paused", e);
}
static int resume_it(struct newsroom *n, const struct args *a, struct err *e)
{
    return set_state(n, a, "sending", e) ? -1 : deliver(n, a->rest.v[0], e);
}
static int cancel_it(struct newsroom *n, const struct args *a, struct err *e)
{
    return set_state(n, a, "cancelled", e);
}

#define RUN(name, mode, fn)                                                   \
    static int run_##name(struct cli *c, const struct args *a, struct err *e) \
    {                                                                         \
        return with_newsroom(c, mode, false, fn, a, e);                       \
    }
RUN(status, STORE_READ, status)
RUN(who, STORE_READ, who)
RUN(verify, STORE_READ, verify)
RUN(retry, STORE_WRITE, retry)
RUN(pause, STORE_WRITE, pause_it)
RUN(resume, STORE_WRITE, resume_it)
RUN(cancel, STORE_WRITE, cancel_it)

static const struct option who_options[] = {{"state", "S", "only those in this state"},
                                            {"doubted", NULL, "whoever was ever in doubt, also when sent since"},
                                            {NULL, NULL, NULL}};
static const struct option retry_options[] = {{"failed", NULL, "those the relay refused"},
                                              {"deferred", NULL, "those that wait, now"},
                                              {"in-doubt", NULL, "those that may have got it: some will get two"},
                                              {NULL, NULL, NULL}};

const struct command cmd_status = {"status", "[EDITION]", "How an edition stands", NULL, 0, 1, run_status};
const struct command cmd_who = {
    "who", "EDITION [--state S]", "Every recipient, and what became of their mail", who_options, 1, 1, run_who};
const struct command cmd_verify = {
    "verify", "[EDITION]", "Count the ledger again; exit 1 when it does not close", NULL, 0, 1, run_verify};
const struct command cmd_retry = {
    "retry", "EDITION --failed|--deferred|--in-doubt", "Send again to some", retry_options, 1, 1, run_retry};
const struct command cmd_pause = {"pause", "EDITION", "Stop a running edition; nothing is lost", NULL, 1, 1, run_pause};
const struct command cmd_resume = {"resume", "EDITION", "Go on with a paused edition", NULL, 1, 1, run_resume};
const struct command cmd_cancel = {"cancel", "EDITION", "Send no more of an edition", NULL, 1, 1, run_cancel};
