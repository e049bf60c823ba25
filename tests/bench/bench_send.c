/* A whole run of the sender without the newsroom around it: freezes an edition of invented recipients and sends it.
 *
 *   bench_send DIR [--recipients N] [--size BYTES] [--cohorts N] [--relay URL[,weight=W][,domain=D]]... [--connections
 * N] [--depth N] [--rate R]
 *              [--user U --password P] [--ca FILE] [--tls | --tls-off] [--timeout MS] [--attempts N] [--retry SECONDS]
 * [--hold]
 * [--wait]
 *              [--domains N] [--text FILE: the body, as it is] [--dkim SELECTOR=FILE]... [--freeze-only] [--verify]
 * [--state S]
 *
 * DIR keeps the database; called again it goes on with what is there. Prints one JSON line: the tally, seconds, rate,
 * CPU and memory. Exit codes are those of send_run; 75 when deferred mail is left. */
#include "base/date.h"
#include "base/fault.h"
#include "base/file.h"
#include "send/send.h"
#include "store/store.h"
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

static struct {
    const char *dir, *user, *password, *ca, *state, *text;
    struct relays relays;
    struct dkim_settings dkim;
    long recipients, size, cohorts, domains, attempts, per_connection;
    long long timeout, retry;
    double rate;
    long connections, depth;
    bool tls, tls_off, hold, wait, freeze_only, verify;
} opt = {.recipients = 1000, .size = 30000, .cohorts = 1, .domains = 50, .connections = 10};

static struct arena arena;
static volatile int stop;

/* BULLETIN_FAULT=NAME:N: SIGKILL at the N-th passage of that fault point; "*" is any. The sender has threads. */
static const char *fault;
static size_t fault_n;
static long fault_left;

static void read_fault(void)
{
    fault = getenv("BULLETIN_FAULT");
    const char *colon = fault ? strrchr(fault, ':') : NULL;
    fault_n = colon ? (size_t)(colon - fault) : 0;
    fault_left = colon ? atol(colon + 1) : 0;
}

void fault_hook(const char *name)
{
    if (!fault_n || (fault[0] != '*' && (strlen(name) != fault_n || memcmp(name, fault, fault_n) != 0)))
        return;
    if (__atomic_sub_fetch(&fault_left, 1, __ATOMIC_RELAXED) == 0)
        kill(getpid(), SIGKILL);
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int complain(const struct err *e)
{
    fprintf(stderr, "bench_send: %s\n", e->msg);
    return e->code;
}

static void on_signal(int sig)
{
    stop++;
}

/* A mail of about `size` bytes: header with holes, two quoted-printable parts with a few holes each, some lines with a
 * dot. */
static void make_mold(struct mold *m, struct str key, long size)
{
    static const char *const fields[] = {"subscriber.name", "subscriber.email", "unsubscribe_url", "message_id"};
    enum { NAME, EMAIL, LEAVE, ID };
    *m = (struct mold){.key = key};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        vec_add(&arena, &m->fields, str_c(fields[i]));
#define TEXT(s) vec_add(&arena, &m->steps, ((struct step){.kind = STEP_TEXT, .text = s}))
#define HOLE(f, c) vec_add(&arena, &m->steps, ((struct step){.kind = STEP_HOLE, .field = f, .context = c}))
    TEXT(str_lit("From: Harbor Ledger <news@example.org>\r\nTo: "));
    HOLE(EMAIL, HOLE_RAW);
    TEXT(str_fmt(&arena, "\r\nSubject: Morning Brief, cohort " STR_FMT "\r\nMessage-ID: ", STR_ARG(key)));
    HOLE(ID, HOLE_RAW);
    TEXT(str_lit("\r\nDate: Thu, 31 Jul 2025 07:00:00 -0400\r\nMIME-Version: 1.0\r\nList-Unsubscribe: <"));
    HOLE(LEAVE, HOLE_RAW);
    TEXT(str_lit(">\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: "
                 "quoted-printable\r\n\r\n<p>Good morning, =\r\n"));
    m->body_from = m->steps.n - 1;
    HOLE(NAME, HOLE_HTML_QP);
    struct buf b;
    buf_init(&b, (size_t)size + 1000);
    for (long i = 0; (long)b.n < size - 900; i++)
        buf_fmt(&b,
                i % 40 == 39 ? ".The harbor %ld is calm.\r\n"
                             : "<td style=3D\"padding:0 24px\">The harbor was calm on the %ld. morning</td>=\r\n",
                i);
    struct str body = buf_dup(&arena, &b);
    struct err e = {0};
    if (opt.text && file_read(&arena, opt.text, 10 << 20, &body, &e) < 0)
        exit(complain(&e));
    TEXT(str_sub(body, 0, body.n / 2));
    HOLE(NAME, HOLE_HTML_QP);
    TEXT(str_sub(body, body.n / 2, body.n));
    TEXT(str_lit("<a href=3D\"=\r\n"));
    HOLE(LEAVE, HOLE_URL_QP);
    TEXT(str_lit("\">leave</a>\r\n"));
    buf_end(&b);
    for (size_t i = 0; i < m->steps.n; i++)
        m->size += m->steps.v[i].kind == STEP_TEXT ? m->steps.v[i].text.n : 0;
}

static int freeze(struct store *s, struct str edition, struct err *e)
{
    struct freeze f = {.edition = edition,
                       .digest = str_lit("bench"),
                       .list = str_lit("all"),
                       .subject = str_lit("Morning Brief"),
                       .json = str_lit("{}"),
                       .settings = str_lit(""),
                       .now = clock_now()};
    struct freezing *z;
    if (ledger_freeze_begin(s, &f, &z, e) < 0)
        return -1;
    int rc = 0;
    for (long c = 0; c < opt.cohorts && rc == 0; c++) {
        struct mold m;
        make_mold(&m, str_fmt(&arena, "c%ld", c), opt.size);
        rc = ledger_freeze_mold(z, &m, e);
    }
    char address[100], name[100], cohort[20];
    for (long i = 0; i < opt.recipients && rc == 0; i++) {
        snprintf(address, sizeof address, "reader%07ld@d%ld.example", i, i % opt.domains);
        snprintf(name, sizeof name,
                 "Reader N\xc3\xba"
                 "mero %ld",
                 i);
        snprintf(cohort, sizeof cohort, "c%ld", i * opt.cohorts / opt.recipients);
        struct recipient r = {
            .address = str_c(address), .key = str_c(address), .name = str_c(name), .cohort = str_c(cohort)};
        rc = ledger_freeze_recipient(z, &r, (struct str){0}, e);
    }
    return ledger_freeze_end(z, rc == 0, rc == 0 ? e : NULL) < 0 ? -1 : rc;
}

/* URL[,weight=W][,domain=D]... */
static void add_relay(struct str spec)
{
    struct relay r = {.user = str_c(opt.user),
                      .password = str_c(opt.password),
                      .ca_file = str_c(opt.ca),
                      .tls = opt.tls       ? TLS_REQUIRED
                             : opt.tls_off ? TLS_OFF
                                           : TLS_DEFAULT,
                      .connections = opt.connections,
                      .depth = opt.depth,
                      .rate = opt.rate,
                      .per_connection = opt.per_connection,
                      .helo = str_lit("bench.example")};
    struct str part;
    str_cut(&spec, ',', &part);
    r.url = str_dup(&arena, part);
    while (str_cut(&spec, ',', &part)) {
        if (str_starts(part, "weight="))
            r.weight = atof(str_dup(&arena, str_sub(part, 7, part.n)).s);
        else if (str_starts(part, "domain="))
            vec_add(&arena, &r.domains, str_dup(&arena, str_sub(part, 7, part.n)));
    }
    vec_add(&arena, &opt.relays, r);
}

static int add_key(const char *spec)
{
    struct err e = {0};
    struct str rest = str_c(spec), selector, pem;
    str_cut(&rest, '=', &selector);
    if (file_read(&arena, str_dup(&arena, rest).s, 100000, &pem, &e) < 0)
        return -1;
    vec_add(&arena, &opt.dkim.keys, ((struct dkim_key_setting){str_dup(&arena, selector), pem}));
    return 0;
}

static int read_options(int argc, char **argv)
{
    enum {
        RECIPIENTS = 256,
        SIZE,
        COHORTS,
        RELAY,
        CONNECTIONS,
        DEPTH,
        RATE,
        PER,
        USER,
        PASSWORD,
        CA,
        TLS,
        TLSOFF,
        TIMEOUT,
        ATTEMPTS,
        RETRY,
        HOLD,
        WAIT,
        DOMAINS,
        DKIM,
        TEXTFILE,
        FREEZE,
        VERIFY,
        STATE
    };
    static const struct option known[] = {{"recipients", 1, 0, RECIPIENTS},
                                          {"size", 1, 0, SIZE},
                                          {"cohorts", 1, 0, COHORTS},
                                          {"relay", 1, 0, RELAY},
                                          {"connections", 1, 0, CONNECTIONS},
                                          {"depth", 1, 0, DEPTH},
                                          {"rate", 1, 0, RATE},
                                          {"per-connection", 1, 0, PER},
                                          {"user", 1, 0, USER},
                                          {"password", 1, 0, PASSWORD},
                                          {"ca", 1, 0, CA},
                                          {"tls", 0, 0, TLS},
                                          {"tls-off", 0, 0, TLSOFF},
                                          {"timeout", 1, 0, TIMEOUT},
                                          {"attempts", 1, 0, ATTEMPTS},
                                          {"retry", 1, 0, RETRY},
                                          {"hold", 0, 0, HOLD},
                                          {"wait", 0, 0, WAIT},
                                          {"domains", 1, 0, DOMAINS},
                                          {"dkim", 1, 0, DKIM},
                                          {"text", 1, 0, TEXTFILE},
                                          {"freeze-only", 0, 0, FREEZE},
                                          {"verify", 0, 0, VERIFY},
                                          {"state", 1, 0, STATE},
                                          {0}};
    struct strs urls = {0};
    int o;
    while ((o = getopt_long(argc, argv, "", known, NULL)) != -1)
        switch (o) {
        case RECIPIENTS:
            opt.recipients = atol(optarg);
            break;
        case SIZE:
            opt.size = atol(optarg);
            break;
        case COHORTS:
            opt.cohorts = atol(optarg);
            break;
        case RELAY:
            vec_add(&arena, &urls, str_c(optarg));
            break;
        case CONNECTIONS:
            opt.connections = atol(optarg);
            break;
        case DEPTH:
            opt.depth = atol(optarg);
            break;
        case RATE:
            opt.rate = atof(optarg);
            break;
        case PER:
            opt.per_connection = atol(optarg);
            break;
        case USER:
            opt.user = optarg;
            break;
        case PASSWORD:
            opt.password = optarg;
            break;
        case CA:
            opt.ca = optarg;
            break;
        case TLS:
            opt.tls = true;
            break;
        case TLSOFF:
            opt.tls_off = true;
            break;
        case TIMEOUT:
            opt.timeout = atoll(optarg);
            break;
        case ATTEMPTS:
            opt.attempts = atol(optarg);
            break;
        case RETRY:
            opt.retry = atoll(optarg);
            break;
        case HOLD:
            opt.hold = true;
            break;
        case WAIT:
            opt.wait = true;
            break;
        case DOMAINS:
            opt.domains = atol(optarg);
            break;
        case DKIM:
            if (add_key(optarg) < 0)
                return -1;
            break;
        case TEXTFILE:
            opt.text = optarg;
            break;
        case FREEZE:
            opt.freeze_only = true;
            break;
        case VERIFY:
            opt.verify = true;
            break;
        case STATE:
            opt.state = optarg;
            break;
        default:
            return -1;
        }
    if (optind != argc - 1)
        return -1;
    opt.dir = argv[optind];
    for (size_t i = 0; i < urls.n; i++)
        add_relay(urls.v[i]);
    return 0;
}

static void report(const struct tally *t, double took, int rc)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    double cpu =
        (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) + (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
    printf("{\"audience\":%lld,\"queued\":%lld,\"sending\":%lld,\"sent\":%lld,\"deferred\":%lld,\"failed\":%lld,"
           "\"skipped\":%lld,\"in_doubt\":%lld,"
           "\"seconds\":%.3f,\"rate\":%.0f,\"cpu\":%.3f,\"rss_kb\":%ld,\"exit\":%d}\n",
           (long long)t->audience, (long long)t->queued, (long long)t->sending, (long long)t->sent,
           (long long)t->deferred, (long long)t->failed, (long long)t->skipped, (long long)t->in_doubt, took,
           took > 0 ? (double)t->sent / took : 0, cpu, u.ru_maxrss, rc);
}

static int print_doubted(void *ctx, const struct delivery *d)
{
    printf("%s\n", d->recipient.address.s);
    return 0;
}

int main(int argc, char **argv)
{
    struct err e = {0};
    struct store *s;
    struct frozen f;
    struct tally t = {0}, recount = {0};
    enum send_end how = SEND_DONE;
    struct str edition = str_lit("bench-2025-07-31");
    signal(SIGPIPE, SIG_IGN);
    struct sigaction sa = {.sa_handler = on_signal};
    sigaction(SIGTERM, &sa, NULL);
    sigaction(SIGINT, &sa, NULL);
    read_fault();
    if (read_options(argc, argv) < 0)
        return 64;
    if (file_mkdirs(opt.dir, 0700, &e) < 0 ||
        store_open(str_fmt(&arena, "%s/bulletin.db", opt.dir).s, STORE_WRITE, &s, &e) < 0)
        return complain(&e);
    int found = ledger_find(s, &arena, edition, &f, &e);
    if (found < 0 || (found == 0 && freeze(s, edition, &e) < 0))
        return complain(&e);
    if (opt.freeze_only) {
        store_close(s);
        arena_end(&arena);
        return 0;
    }
    if (opt.state) {
        if (ledger_set_state(s, edition, str_c(opt.state), clock_now(), &e) < 0)
            return complain(&e);
        store_close(s);
        arena_end(&arena);
        return 0;
    }
    if (opt.verify) {
        if (ledger_tally(s, edition, &t, &e) < 0 || ledger_recount(s, edition, &recount, &e) < 0 ||
            ledger_each_doubted(s, edition, print_doubted, NULL, &e) < 0)
            return complain(&e);
        store_close(s);
        arena_end(&arena);
        return memcmp(&t, &recount, sizeof t) != 0;
    }
    struct mail_settings mail = {.bounces = str_lit("bounces@example.org"),
                                 .list_name = str_lit("all"),
                                 .unsubscribe_url = str_lit("https://example.org/u/{token}"),
                                 .keys = {.n = 1}};
    mail.from.name = str_lit("Harbor Ledger");
    mail.from.address = (struct address){.local = str_lit("news"),
                                         .domain = str_lit("example.org"),
                                         .addr = str_lit("news@example.org"),
                                         .key = str_lit("news@example.org")};
    struct send_options o = {.edition = edition,
                             .relays = &opt.relays,
                             .mail = &mail,
                             .state_dir = opt.dir,
                             .newsroom = str_c(opt.dir),
                             .doubt = opt.hold ? DOUBT_HOLD : DOUBT_RESEND,
                             .timeout_ms = opt.timeout,
                             .max_attempts = opt.attempts,
                             .retry_base = opt.retry,
                             .wait_deferred = opt.wait,
                             .dkim = &opt.dkim,
                             .stop = &stop};
    double from = seconds();
    int rc = send_run(s, &o, &how, &e) < 0 ? complain(&e) : how == SEND_DONE ? 0 : 75;
    double took = seconds() - from;
    if (ledger_tally(s, edition, &t, &e) < 0)
        return complain(&e);
    report(&t, took, rc);
    store_close(s);
    arena_end(&arena);
    return rc;
}
