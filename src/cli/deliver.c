/* Working off the ledger: signals, progress, and the sum at the end. */
#include "cli/run.h"
#include <signal.h>
#include <stdlib.h>
#include <string.h>

static volatile sig_atomic_t signals;
static volatile int stop;

static void on_signal(int sig)
{
    (void)sig;
    stop = 1;
    if (++signals > 1)
        _Exit(EX_TEMPFAIL); /* the ledger can take it: this is what its marks are for */
}

static void catch_signals(void)
{
    struct sigaction sa = {.sa_handler = on_signal};
    sigaction(SIGINT, &sa, NULL);
    sigaction(SIGTERM, &sa, NULL);
}

static void draw_progress(void *ctx, const struct send_progress *p)
{
    const struct cli *c = ctx;
    const struct tally *t = &p->tally;
    int64_t done = t->sent + t->failed + t->skipped, width = 24;
    int64_t bar = t->audience ? done * width / t->audience : width;
    if (!c->terminal || c->quiet || c->json)
        return;
    fprintf(stderr, "\r[");
    for (int64_t i = 0; i < width; i++)
        fputc(i < bar ? '#' : '.', stderr);
    fprintf(stderr, "] %lld/%lld  %.0f/s", (long long)done, (long long)t->audience, p->rate);
    if (p->left_seconds >= 0)
        fprintf(stderr, "  %lldm%02llds left", (long long)p->left_seconds / 60, (long long)p->left_seconds % 60);
    if (t->deferred || t->failed)
        fprintf(stderr, "  %lld deferred, %lld failed", (long long)t->deferred, (long long)t->failed);
    fprintf(stderr, "\x1b[K");
    fflush(stderr);
}

bool stopped(void)
{
    return stop;
}

int newsroom_relays(struct newsroom *n, struct err *e)
{
    if (!n->config.relays.n)
        return err_set(e, EX_CONFIG,
                       STR_FMT ": there is no relay; 'relays: [{ url: \"maildir:outbox\" }]' delivers into a folder",
                       STR_ARG(n->config.file));
    for (size_t i = 0; i < n->config.relays.n; i++)
        if (config_password(n->arena, &n->config, n->dir, &n->config.relays.v[i], e))
            return -1;
    return 0;
}

static int end_code(struct newsroom *n, struct str edition, enum send_end how, struct err *e)
{
    static const char *const why[] = {[SEND_DONE] = "",
                                      [SEND_DEFERRED_LEFT] = "",
                                      [SEND_STOPPED] = "; stopped by a signal, or from another shell",
                                      [SEND_CLOSED] = "; outside its hours: a later send goes on",
                                      [SEND_DAY_OVER] =
                                          "; the day's ration of the relays is used up: tomorrow's send goes on"};
    struct frozen f;
    struct err later = {0};
    if (store_remember(n->store, clock_now(),
                       &later)) /* here, so that the next edition need not wait for it; else it does */
        newsroom_log(n, STR_FMT ": %s", STR_ARG(edition), later.msg);
    if (ledger_find(n->store, n->arena, edition, &f, e) < 0)
        return -1;
    const struct tally t = f.tally;
    if (n->cli->terminal && !n->cli->quiet && !n->cli->json)
        fprintf(stderr, "\r\x1b[K");
    if (n->cli->json)
        print_status(&f, &f.tally, NULL);
    else
        say(n->cli, STR_FMT, STR_ARG(sums_in_words(n->arena, edition, &t)));
    newsroom_log(n, STR_FMT ": %lld of %lld sent, %lld failed, %lld deferred, %lld skipped, %lld in doubt%s",
                 STR_ARG(edition), (long long)t.sent, (long long)t.audience, (long long)t.failed, (long long)t.deferred,
                 (long long)t.skipped, (long long)t.in_doubt, why[how]);
    if (how == SEND_CLOSED || how == SEND_DAY_OVER)
        note(n->cli, STR_FMT ": %lld wait%s", STR_ARG(edition), (long long)(t.queued + t.deferred), why[how]);
    return how == SEND_DONE ? 0 : EX_TEMPFAIL;
}

int deliver(struct newsroom *n, struct str edition, struct err *e)
{
    struct frozen frozen = {0};
    struct mail_settings mail;
    enum send_end how;
    struct send_options o;
    struct err none = {0};
    if (ledger_find(n->store, n->arena, edition, &frozen, e) < 0 ||
        mail_settings_parse(n->arena, frozen.settings, &n->keys, &mail, e) ||
        sending_options(n, config_digest(&n->config, frozen.digest, &none), &mail, &o, e))
        return -1;
    catch_signals();
    o.edition = edition;
    o.progress = draw_progress;
    o.progress_ctx = n->cli;
    o.stop = &stop;
    if (send_run(n->store, &o, &how, e)) {
        newsroom_log(n, STR_FMT ": %s", STR_ARG(edition), e->msg);
        return -1;
    }
    return end_code(n, edition, how, e);
}
