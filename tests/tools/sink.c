/* sink: the catcher's sockets, TLS and event loop. See sink.h; `sink --help` lists the options. */
#include "sink.h"
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <gnutls/x509.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define IN_CAP (256u << 10)
#define OUT_MAX (8u << 20) /* a client that never reads is cut off here */

struct options opt = {.host = "127.0.0.1",
                      .tls_name = "localhost",
                      .pipelining = true,
                      .chunking = true,
                      .eightbit = true,
                      .utf8 = true,
                      .size_ext = true,
                      .dsn = true,
                      .enhanced = true,
                      .starttls = true,
                      .esmtp = true,
                      .size = 50 << 20,
                      .seed = 1};
struct counts counts;
FILE *log_file;

static struct client *clients;
static int epoll_fd, listen_fd;
static volatile sig_atomic_t stop;
static gnutls_certificate_credentials_t credentials;

static const char help[] =
    "sink [options]: a mail catcher on loopback\n"
    "  --port N          0 (default) chooses one; the port is printed on the first line\n"
    "  --host ADDR       127.0.0.1, or the path of a socket to make\n"
    "  --dir DIR         keep each message as DIR/NNNNNN.eml\n"
    "  --log FILE        one JSON line a message, written before its answer leaves (- is stdout)\n"
    "  --delay MS        a round trip: answers leave that long after their command\n"
    "  --without LIST    PIPELINING,CHUNKING,8BITMIME,SMTPUTF8,SIZE,DSN,ENHANCEDSTATUSCODES,STARTTLS,EHLO; none\n"
    "  --tls CAFILE      offer STARTTLS with a new self-signed certificate, written to CAFILE\n"
    "  --tls-wrap        TLS from the first byte; --tls-name NAME, --tls-expired: a wrong certificate\n"
    "  --tls-inject      plaintext replies behind the 220 to STARTTLS\n"
    "  --tls-drop N      every Nth handshake ends when it has begun\n"
    "  --auth USER:PASS  required before MAIL\n"
    "  --lmtp            LHLO, one answer a recipient\n"
    "  --size N          largest message\n"
    "  --max-conns N     421 to further connections      --after N     421 after N messages on a connection\n"
    "  --limit N         450 to MAIL beyond N a second   --drop-bytes N close after N bytes received\n"
    "  --greylist        451 to the first RCPT of an address\n"
    "  --split           answers leave byte by byte      --bdat-commands  a refused chunk is read as commands\n"
    "  --prompt          bytes are acknowledged at once, for senders that wait for it in the middle of a mail\n"
    "  --strict          close on a breach of protocol   --seed N      for the faults' chances\n"
    "  --fault F         repeatable: KIND=STAGE:WHEN[:TEXT]\n"
    "       KIND   reply say more drop lost stall mute endless\n"
    "       STAGE  connect hello starttls auth mail rcpt data text rset quit\n"
    "       WHEN   0.05 (a chance)   3 (the first three times)   /33 (every 33rd time)   @domain (of the recipient)\n"
    "SIGTERM ends it; the counts are printed as one JSON line.\n";

double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void die(const char *what)
{
    perror(what);
    exit(71);
}

void put(struct client *c, const void *p, size_t n)
{
    if (c->out_from == c->out_n && c->due_n == 0)
        c->out_from = c->out_n = 0;
    if (c->out_n + n > c->out_cap) {
        if (c->out)
            memmove(c->out, c->out + c->out_from, c->out_n - c->out_from);
        c->out_n -= c->out_from;
        c->out_from = 0;
        while (c->out_n + n > c->out_cap)
            c->out_cap = c->out_cap ? c->out_cap * 2 : 4096;
        if (c->out_cap > OUT_MAX) {
            c->gone = true;
            return;
        }
        c->out = realloc(c->out, c->out_cap);
    }
    memcpy(c->out + c->out_n, p, n);
    c->out_n += n;
    double at = opt.delay_ms ? now() + opt.delay_ms / 1000.0 : 0;
    struct due *last = c->due_n ? &c->due[(c->due_from + c->due_n - 1) % 256] : NULL;
    if (last && (c->due_n == 256 || at - last->at < 0.0005)) {
        last->n += n;
        return;
    }
    c->due[(c->due_from + c->due_n++) % 256] = (struct due){at, n};
}

static void hang_up(struct client *c)
{
    if (c->fd < 0)
        return;
    if (c->tls)
        gnutls_deinit(c->tls);
    close(c->fd);
    c->fd = -1;
    counts.open--;
}

static void watch(struct client *c, bool write)
{
    if (c->want_write == write)
        return;
    c->want_write = write;
    struct epoll_event ev = {.events = EPOLLIN | (write ? EPOLLOUT : 0), .data.ptr = c};
    epoll_ctl(epoll_fd, EPOLL_CTL_MOD, c->fd, &ev);
}

static void tls_start(struct client *c)
{
    static long begun;
    c->tls_doomed = opt.tls_drop && ++begun % opt.tls_drop == 0;
    gnutls_init(&c->tls, GNUTLS_SERVER | GNUTLS_NONBLOCK);
    gnutls_set_default_priority(c->tls);
    gnutls_credentials_set(c->tls, GNUTLS_CRD_CERTIFICATE, credentials);
    gnutls_transport_set_int(c->tls, c->fd);
    c->handshaking = true;
    c->want_tls = false;
    c->in_n = 0; /* RFC 3207 4.2: what came before the handshake is forgotten */
}

/* The last line of a sender that waits until we have said that the rest is here (RFC 896) need not wait 40 ms for it.
 */
static ssize_t hear(const struct client *c, char *p, size_t n)
{
    ssize_t r = recv(c->fd, p, n, 0);
    if (opt.prompt && r > 0)
        setsockopt(c->fd, IPPROTO_TCP, TCP_QUICKACK, &(int){1}, sizeof(int));
    return r;
}

static ssize_t take(struct client *c, char *p, size_t n)
{
    if (!c->tls)
        return hear(c, p, n);
    ssize_t r = gnutls_record_recv(c->tls, p, n);
    if (r == GNUTLS_E_AGAIN || r == GNUTLS_E_INTERRUPTED) {
        errno = EAGAIN;
        return -1;
    }
    return r < 0 ? 0 : r;
}

static ssize_t give(struct client *c, const char *p, size_t n)
{
    if (!c->tls)
        return send(c->fd, p, n, MSG_NOSIGNAL);
    ssize_t r = gnutls_record_send(c->tls, p, n);
    if (r == GNUTLS_E_AGAIN || r == GNUTLS_E_INTERRUPTED) {
        errno = EAGAIN;
        return -1;
    }
    if (r < 0)
        errno = EPIPE;
    return r;
}

/* Sends what is due; false when the connection is over. */
static bool flush(struct client *c)
{
    while (c->due_n) {
        struct due *d = &c->due[c->due_from];
        if (d->at > 0 && d->at > now())
            break;
        ssize_t n = give(c, c->out + c->out_from, opt.split ? 1 : d->n);
        if (n < 0) {
            if (errno != EAGAIN)
                return false;
            watch(c, true);
            return true;
        }
        c->out_from += (size_t)n;
        d->n -= (size_t)n;
        if (d->n == 0) {
            c->due_from = (c->due_from + 1) % 256;
            c->due_n--;
        }
    }
    watch(c, false);
    if (c->due_n == 0 && c->endless) {
        put(c, "250-still talking\r\n250-and on\r\n", 31);
        watch(c, true);
    }
    if (c->due_n == 0 && c->want_tls)
        tls_start(c);
    if (c->due_n || !c->closing)
        return true;
    if (c->abrupt)
        return false;
    if (!c->parted)
        shutdown(c->fd, SHUT_WR);
    return c->parted = true;
}

/* Closing with bytes unread makes the kernel reset the connection, and a reset takes back the last words if they were
 * not read yet. A server that means its 421 to arrive reads on until the other side closes too. */
static bool see_off(struct client *c)
{
    char unread[4096];
    ssize_t n;
    while ((n = recv(c->fd, unread, sizeof unread, 0)) > 0)
        ;
    return n < 0 && (errno == EAGAIN || errno == EINTR);
}

static bool handshake(struct client *c)
{
    if (c->tls_doomed) {
        counts.dropped++;
        return false;
    }
    int r = gnutls_handshake(c->tls);
    if (r == GNUTLS_E_AGAIN || r == GNUTLS_E_INTERRUPTED) {
        watch(c, gnutls_record_get_direction(c->tls) == 1);
        return true;
    }
    if (r < 0)
        return false;
    c->handshaking = false;
    c->tls_on = true;
    watch(c, false);
    if (opt.tls_wrap)
        smtp_greet(c);
    return true;
}

static bool serve(struct client *c)
{
    while (true) {
        if (c->handshaking && !handshake(c))
            return false;
        if (c->handshaking)
            return true;
        if (c->gone || !flush(c))
            return false;
        if (c->want_tls || c->handshaking)
            continue;
        if (c->parted)
            return see_off(c);
        if (c->closing)
            return true;
        if (c->in_n == c->in_cap)
            return false; /* a command line longer than any */
        ssize_t n = take(c, c->in + c->in_n, c->in_cap - c->in_n);
        if (n == 0)
            return false;
        if (n < 0)
            return errno == EAGAIN || errno == EINTR;
        c->received += n;
        counts.bytes += n;
        if (opt.drop_bytes && c->received > opt.drop_bytes) {
            counts.dropped++;
            return false;
        }
        c->in_n += (size_t)n;
        if (c->stalled || c->endless)
            c->in_n = 0;
        else
            smtp_input(c);
        if (c->gone || !flush(c))
            return false;
        if (c->parted)
            return see_off(c);
        if (!c->tls && (size_t)n < 4096)
            return true; /* likely drained; epoll says when there is more */
    }
}

static void welcome(void)
{
    for (;;) {
        int fd = accept4(listen_fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0)
            return;
        int one = 1;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        struct client *c = calloc(1, sizeof *c);
        c->fd = fd;
        c->in_cap = IN_CAP;
        c->in = malloc(c->in_cap);
        c->serial = (int)++counts.connections;
        if (++counts.open > counts.peak)
            counts.peak = counts.open;
        c->next = clients;
        clients = c;
        struct epoll_event ev = {.events = EPOLLIN, .data.ptr = c};
        epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &ev);
        if (opt.tls_wrap)
            tls_start(c);
        else
            smtp_greet(c);
        if (!serve(c))
            hang_up(c);
    }
}

static void bury(void)
{
    for (struct client **p = &clients; *p;) {
        struct client *c = *p;
        if (c->fd >= 0) {
            p = &c->next;
            continue;
        }
        *p = c->next;
        free(c->in);
        free(c->out);
        free(c->text);
        free(c);
    }
}

/* A certificate for this run only: ECDSA, self-signed, so that it is its own authority. */
static void make_certificate(void)
{
    gnutls_x509_privkey_t key;
    gnutls_x509_crt_t crt;
    gnutls_x509_privkey_init(&key);
    gnutls_x509_crt_init(&crt);
    gnutls_x509_privkey_generate(key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0);
    gnutls_x509_crt_set_version(crt, 3);
    gnutls_x509_crt_set_serial(crt, "\x01\x02\x03", 3);
    time_t t = time(NULL);
    gnutls_x509_crt_set_activation_time(crt, t - 864000);
    gnutls_x509_crt_set_expiration_time(crt, opt.tls_expired ? t - 86400 : t + 864000);
    gnutls_x509_crt_set_dn_by_oid(crt, GNUTLS_OID_X520_COMMON_NAME, 0, opt.tls_name, (unsigned)strlen(opt.tls_name));
    gnutls_x509_crt_set_subject_alt_name(crt, GNUTLS_SAN_DNSNAME, opt.tls_name, (unsigned)strlen(opt.tls_name),
                                         GNUTLS_FSAN_SET);
    struct in_addr local = {htonl(INADDR_LOOPBACK)};
    if (strcmp(opt.tls_name, "localhost") == 0)
        gnutls_x509_crt_set_subject_alt_name(crt, GNUTLS_SAN_IPADDRESS, &local, sizeof local, GNUTLS_FSAN_APPEND);
    gnutls_x509_crt_set_basic_constraints(crt, 1, -1);
    gnutls_x509_crt_set_key(crt, key);
    if (gnutls_x509_crt_sign2(crt, crt, key, GNUTLS_DIG_SHA256, 0) < 0)
        die("sink: certificate");
    gnutls_certificate_allocate_credentials(&credentials);
    gnutls_certificate_set_x509_key(credentials, &crt, 1, key);
    gnutls_datum_t pem = {0};
    gnutls_x509_crt_export2(crt, GNUTLS_X509_FMT_PEM, &pem);
    FILE *f = fopen(opt.ca_out, "w");
    if (!f || fwrite(pem.data, 1, pem.size, f) != pem.size || fclose(f) != 0)
        die(opt.ca_out);
    gnutls_free(pem.data);
    gnutls_x509_crt_deinit(crt);
    gnutls_x509_privkey_deinit(key);
}

static void without(char *list)
{
    static const struct {
        const char *name;
        bool *flag;
    } known[] = {{"PIPELINING", &opt.pipelining},
                 {"CHUNKING", &opt.chunking},
                 {"8BITMIME", &opt.eightbit},
                 {"SMTPUTF8", &opt.utf8},
                 {"SIZE", &opt.size_ext},
                 {"DSN", &opt.dsn},
                 {"ENHANCEDSTATUSCODES", &opt.enhanced},
                 {"STARTTLS", &opt.starttls},
                 {"EHLO", &opt.esmtp}};
    for (char *w = strtok(list, ","); w; w = strtok(NULL, ",")) {
        bool found = strcasecmp(w, "none") == 0;
        for (size_t i = 0; i < sizeof known / sizeof *known; i++)
            if (strcasecmp(w, known[i].name) == 0)
                *known[i].flag = false, found = true;
        if (!found)
            fprintf(stderr, "sink: --without %s: unknown extension\n", w), exit(64);
    }
}

static void read_options(int argc, char **argv)
{
    enum {
        PORT = 256,
        HOST,
        DIR_,
        LOG,
        DELAY,
        WITHOUT,
        TLS,
        WRAP,
        TLSNAME,
        EXPIRED,
        INJECT,
        TLSDROP,
        AUTH,
        LMTP,
        SIZE,
        MAXCONNS,
        AFTER,
        LIMIT,
        DROPBYTES,
        GREYLIST,
        SPLIT,
        BDATC,
        PROMPT,
        STRICT,
        SEED,
        FAULT,
        HELP
    };
    static const struct option known[] = {{"port", 1, 0, PORT},
                                          {"host", 1, 0, HOST},
                                          {"dir", 1, 0, DIR_},
                                          {"log", 1, 0, LOG},
                                          {"delay", 1, 0, DELAY},
                                          {"without", 1, 0, WITHOUT},
                                          {"tls", 1, 0, TLS},
                                          {"tls-wrap", 0, 0, WRAP},
                                          {"tls-name", 1, 0, TLSNAME},
                                          {"tls-expired", 0, 0, EXPIRED},
                                          {"tls-inject", 0, 0, INJECT},
                                          {"tls-drop", 1, 0, TLSDROP},
                                          {"auth", 1, 0, AUTH},
                                          {"lmtp", 0, 0, LMTP},
                                          {"size", 1, 0, SIZE},
                                          {"max-conns", 1, 0, MAXCONNS},
                                          {"after", 1, 0, AFTER},
                                          {"limit", 1, 0, LIMIT},
                                          {"drop-bytes", 1, 0, DROPBYTES},
                                          {"greylist", 0, 0, GREYLIST},
                                          {"split", 0, 0, SPLIT},
                                          {"bdat-commands", 0, 0, BDATC},
                                          {"prompt", 0, 0, PROMPT},
                                          {"strict", 0, 0, STRICT},
                                          {"seed", 1, 0, SEED},
                                          {"fault", 1, 0, FAULT},
                                          {"help", 0, 0, HELP},
                                          {0}};
    int o;
    while ((o = getopt_long(argc, argv, "", known, NULL)) != -1)
        switch (o) {
        case PORT:
            opt.port = atoi(optarg);
            break;
        case HOST:
            opt.host = optarg;
            break;
        case DIR_:
            opt.dir = optarg;
            break;
        case LOG:
            opt.log = optarg;
            break;
        case DELAY:
            opt.delay_ms = atoi(optarg);
            break;
        case WITHOUT:
            without(optarg);
            break;
        case TLS:
            opt.tls = true;
            opt.ca_out = optarg;
            break;
        case WRAP:
            opt.tls_wrap = true;
            break;
        case TLSNAME:
            opt.tls_name = optarg;
            break;
        case EXPIRED:
            opt.tls_expired = true;
            break;
        case INJECT:
            opt.tls_inject = true;
            break;
        case TLSDROP:
            opt.tls_drop = atol(optarg);
            break;
        case AUTH:
            opt.auth = optarg;
            break;
        case LMTP:
            opt.lmtp = true;
            break;
        case SIZE:
            opt.size = atol(optarg);
            break;
        case MAXCONNS:
            opt.max_conns = atoi(optarg);
            break;
        case AFTER:
            opt.after = atoi(optarg);
            break;
        case LIMIT:
            opt.limit = atof(optarg);
            break;
        case DROPBYTES:
            opt.drop_bytes = atol(optarg);
            break;
        case GREYLIST:
            opt.greylist = true;
            break;
        case SPLIT:
            opt.split = true;
            break;
        case BDATC:
            opt.bdat_commands = true;
            break;
        case PROMPT:
            opt.prompt = true;
            break;
        case STRICT:
            opt.strict = true;
            break;
        case SEED:
            opt.seed = (unsigned)atol(optarg);
            break;
        case FAULT:
            if (opt.n_faults == 32 || !fault_parse(optarg, &opt.faults[opt.n_faults++]))
                fprintf(stderr, "sink: --fault %s: KIND=STAGE:WHEN[:TEXT]\n", optarg), exit(64);
            break;
        case HELP:
            fputs(help, stdout);
            exit(0);
        default:
            fputs(help, stderr);
            exit(64);
        }
}

static void listen_on_path(void)
{
    struct sockaddr_un a = {.sun_family = AF_UNIX};
    snprintf(a.sun_path, sizeof a.sun_path, "%s", opt.host);
    unlink(opt.host);
    listen_fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (bind(listen_fd, (struct sockaddr *)&a, sizeof a) < 0 || listen(listen_fd, 1024) < 0)
        die("sink: listen");
    printf("%s\n", opt.host);
    fflush(stdout);
}

static void listen_on(void)
{
    if (opt.host[0] == '/') {
        listen_on_path();
        return;
    }
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((uint16_t)opt.port)};
    socklen_t len = sizeof a;
    int one = 1;
    inet_pton(AF_INET, opt.host, &a.sin_addr);
    listen_fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    setsockopt(listen_fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(listen_fd, (struct sockaddr *)&a, len) < 0 || listen(listen_fd, 1024) < 0 ||
        getsockname(listen_fd, (struct sockaddr *)&a, &len) < 0)
        die("sink: listen");
    printf("%d\n", ntohs(a.sin_port));
    fflush(stdout);
}

static void on_signal(int sig)
{
    stop = 1;
}

/* How long epoll may sleep: until the next delayed answer. */
static int nap(void)
{
    double first = 0;
    for (struct client *c = opt.delay_ms ? clients : NULL; c; c = c->next)
        if (c->fd >= 0 && c->due_n && (first == 0 || c->due[c->due_from].at < first))
            first = c->due[c->due_from].at;
    if (first == 0)
        return -1;
    double ms = (first - now()) * 1000;
    return ms <= 0 ? 0 : (int)ms + 1;
}

int main(int argc, char **argv)
{
    read_options(argc, argv);
    signal(SIGPIPE, SIG_IGN);
    struct sigaction sa = {.sa_handler = on_signal};
    sigaction(SIGTERM, &sa, NULL);
    sigaction(SIGINT, &sa, NULL);
    if (opt.dir)
        mkdir(opt.dir, 0777);
    if (opt.log && !(log_file = strcmp(opt.log, "-") ? fopen(opt.log, "a") : stdout))
        die(opt.log);
    if (opt.tls)
        make_certificate();
    srandom(opt.seed);
    epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    listen_on();
    struct epoll_event ev = {.events = EPOLLIN, .data.ptr = NULL}, ready[64];
    epoll_ctl(epoll_fd, EPOLL_CTL_ADD, listen_fd, &ev);
    while (!stop) {
        int n = epoll_wait(epoll_fd, ready, 64, nap());
        for (int i = 0; i < n; i++) {
            struct client *c = ready[i].data.ptr;
            if (!c)
                welcome();
            else if (c->fd >= 0 && !serve(c))
                hang_up(c);
        }
        for (struct client *c = opt.delay_ms ? clients : NULL; c; c = c->next)
            if (c->fd >= 0 && c->due_n && c->due[c->due_from].at <= now() && !serve(c))
                hang_up(c);
        bury();
    }
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    double s = counts.last - counts.first;
    printf("{\"accepted\":%ld,\"refused\":%ld,\"lost\":%ld,\"dropped\":%ld,\"connections\":%ld,\"peak\":%ld,"
           "\"violations\":%ld,\"in_flight\":%ld,\"bytes\":%lld,\"seconds\":%.3f,\"rate\":%.0f,\"cpu\":%.3f}\n",
           counts.accepted, counts.refused, counts.lost, counts.dropped, counts.connections, counts.peak,
           counts.violations, counts.in_flight_max, counts.bytes, s, s > 0 ? (double)counts.accepted / s : 0,
           (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) + (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6);
    return 0;
}
