#include "send/trust.h"
#include <gnutls/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { CHAIN_MAX = 16, FORGET_MAX = 3 };

struct trust {
    struct arena arena;
    struct str bundle;
    char part[40]; /* a name for the file in memory that holds the part; "": there is none */
    int fd;        /* of it; -1 */
    int forgotten; /* times; then no more */
    bool proven;
};

struct trust *trust_begin(struct str bundle)
{
    struct trust *t = mem_realloc(NULL, sizeof *t);
    *t = (struct trust){.fd = -1};
    t->bundle = str_dup(&t->arena, bundle);
    return t;
}

void trust_forget(struct trust *t)
{
    if (t->fd >= 0)
        close(t->fd);
    t->fd = -1;
    t->part[0] = 0;
    t->forgotten++;
}

void trust_end(struct trust *t)
{
    if (t->fd >= 0)
        close(t->fd);
    arena_end(&t->arena);
    free(t);
}

const char *trust_file(const struct trust *t)
{
    return t->part[0] ? t->part : t->bundle.s;
}

bool trust_is_part(const struct trust *t)
{
    return t->part[0] != 0;
}

bool trust_proven(const struct trust *t)
{
    return t->proven;
}

void trust_prove(struct trust *t)
{
    t->proven = true;
}

bool trust_wants_chain(const struct trust *t)
{
    return t->fd < 0 && t->forgotten < FORGET_MAX;
}

static size_t read_chain(const struct str *pem, size_t n, gnutls_x509_crt_t *out)
{
    size_t got = 0;
    for (size_t i = 0; i < n && got < CHAIN_MAX; i++) {
        gnutls_datum_t d = {(unsigned char *)pem[i].s, (unsigned)pem[i].n};
        if (gnutls_x509_crt_init(&out[got]) != 0)
            break;
        if (gnutls_x509_crt_import(out[got], &d, GNUTLS_X509_FMT_PEM) == 0)
            got++;
        else
            gnutls_x509_crt_deinit(out[got]);
    }
    return got;
}

/* It is in the chain, or issued something in it. */
static bool vouches(gnutls_x509_crt_t anchor, gnutls_x509_crt_t *chain, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (gnutls_x509_crt_equals(anchor, chain[i]) || gnutls_x509_crt_check_issuer(chain[i], anchor))
            return true;
    return false;
}

static bool keep(int fd, gnutls_x509_crt_t c)
{
    gnutls_datum_t pem;
    if (gnutls_x509_crt_export2(c, GNUTLS_X509_FMT_PEM, &pem) != 0)
        return false;
    bool ok = write(fd, pem.data, pem.size) == (ssize_t)pem.size;
    gnutls_free(pem.data);
    return ok;
}

static size_t write_part(int fd, const struct trust *t, gnutls_x509_crt_t *chain, size_t n)
{
    gnutls_datum_t text;
    gnutls_x509_crt_t *all = NULL;
    unsigned count = 0;
    size_t kept = 0;
    if (gnutls_load_file(t->bundle.s, &text) != 0)
        return 0;
    if (gnutls_x509_crt_list_import2(&all, &count, &text, GNUTLS_X509_FMT_PEM, 0) >= 0)
        for (unsigned i = 0; i < count; i++) {
            kept += vouches(all[i], chain, n) && keep(fd, all[i]);
            gnutls_x509_crt_deinit(all[i]);
        }
    gnutls_free(all);
    gnutls_free(text.data);
    return kept;
}

void trust_learn(struct trust *t, const struct str *pem, size_t n)
{
    gnutls_x509_crt_t chain[CHAIN_MAX];
    if (!trust_wants_chain(t))
        return;
    size_t got = read_chain(pem, n, chain);
    int fd = memfd_create("bulletin certificates", MFD_CLOEXEC);
    if (fd >= 0 && got && write_part(fd, t, chain, got)) {
        t->fd = fd;
        snprintf(t->part, sizeof t->part, "/proc/self/fd/%d", fd);
        if (access(t->part, R_OK) != 0)
            t->part[0] = 0; /* no /proc: the bundle each time */
    } else {
        if (fd >= 0)
            close(fd);
        t->forgotten = FORGET_MAX;
    }
    for (size_t i = 0; i < got; i++)
        gnutls_x509_crt_deinit(chain[i]);
}
