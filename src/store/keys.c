#include "store/keys.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LOAD = 1 << 18, WINDOW_MIN = 64 };

struct load { /* a sorted stretch of the file, and the window of it that is in memory */
    off_t at;
    size_t left; /* not read yet */
    struct row_key *window;
    size_t from, n;
};

struct keys {
    const char *dir;
    struct row_key *room; /* LOAD keys: what comes in; later the loads' windows side by side */
    size_t n, cap, window;
    int file;
    struct load *loads;
    size_t loads_n;
};

struct keys *keys_begin(const char *dir)
{
    struct keys *k = mem_realloc(NULL, sizeof *k);
    *k = (struct keys){.dir = dir, .file = -1};
    return k;
}

void keys_end(struct keys *k)
{
    if (!k)
        return;
    if (k->file >= 0)
        close(k->file);
    free(k->room);
    free(k->loads);
    free(k);
}

static bool before(const struct row_key *a, const struct row_key *b)
{
    return a->hash != b->hash ? a->hash < b->hash : a->row < b->row;
}

/* In place: qsort would take as much memory again. Keys are hashes, so the middle is a fair pivot; no two are equal. */
static void sort(struct row_key *v, size_t n)
{
    while (n > 16) {
        struct row_key pivot = v[n / 2], t;
        size_t i = 0, j = n - 1;
        for (;; i++, j--) {
            while (before(&v[i], &pivot))
                i++;
            while (before(&pivot, &v[j]))
                j--;
            if (i >= j)
                break;
            t = v[i], v[i] = v[j], v[j] = t;
        }
        size_t left = j + 1; /* v[0..j] <= pivot <= v[j+1..] */
        if (left < n - left) {
            sort(v, left);
            v += left;
            n -= left;
        } else {
            sort(v + left, n - left);
            n = left;
        }
    }
    for (size_t i = 1; i < n; i++)
        for (size_t k = i; k > 0 && before(&v[k], &v[k - 1]); k--) {
            struct row_key t = v[k];
            v[k] = v[k - 1], v[k - 1] = t;
        }
}

static int trouble(const struct keys *k, struct err *e)
{
    return err_set(e, EX_IOERR, "%s: a file to sort the audience in: %s; make room and run the command again", k->dir,
                   strerror(errno));
}

static int open_file(struct keys *k, struct err *e)
{
    k->file = open(k->dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (k->file >= 0)
        return 0;
    char name[4096];
    if (snprintf(name, sizeof name, "%s/.keys-XXXXXX", k->dir) >= (int)sizeof name)
        return err_set(e, EX_IOERR, "%s: the path is too long", k->dir);
    k->file = mkostemp(name, O_CLOEXEC); /* a file system without O_TMPFILE */
    if (k->file < 0)
        return trouble(k, e);
    unlink(name);
    return 0;
}

static int whole(struct keys *k, bool out, void *p, size_t n, off_t at, struct err *e)
{
    for (char *s = p; n;) {
        ssize_t did = out ? pwrite(k->file, s, n, at) : pread(k->file, s, n, at);
        if (did < 0 && errno == EINTR)
            continue;
        if (did <= 0) {
            errno = did ? errno : EIO;
            return trouble(k, e);
        }
        s += did;
        n -= (size_t)did;
        at += did;
    }
    return 0;
}

static int put_away(struct keys *k, struct err *e)
{
    off_t at = (off_t)k->loads_n * LOAD * (off_t)sizeof *k->room;
    if (k->file < 0 && open_file(k, e) < 0)
        return -1;
    sort(k->room, k->n);
    if (whole(k, true, k->room, k->n * sizeof *k->room, at, e) < 0)
        return -1;
    k->loads = mem_realloc(k->loads, (k->loads_n + 1) * sizeof *k->loads);
    k->loads[k->loads_n++] = (struct load){.at = at, .left = k->n};
    k->n = 0;
    return 0;
}

int keys_add(struct keys *k, struct row_key key, struct err *e)
{
    if (k->n == LOAD && put_away(k, e) < 0)
        return -1;
    if (k->n == k->cap) {
        k->cap = k->cap ? k->cap * 2 : 4096;
        k->room = mem_realloc(k->room, k->cap * sizeof *k->room);
    }
    k->room[k->n++] = key;
    return 0;
}

int keys_sort(struct keys *k, struct err *e)
{
    if (k->loads_n == 0) { /* all of it is here */
        sort(k->room, k->n);
        k->loads = mem_realloc(NULL, sizeof *k->loads);
        k->loads[k->loads_n++] = (struct load){.window = k->room, .n = k->n};
        return 0;
    }
    if (k->n && put_away(k, e) < 0)
        return -1;
    k->window = LOAD / k->loads_n;
    if (k->window < WINDOW_MIN) {
        k->window = WINDOW_MIN;
        k->room = mem_realloc(k->room, k->window * k->loads_n * sizeof *k->room);
    }
    for (size_t i = 0; i < k->loads_n; i++)
        k->loads[i].window = k->room + i * k->window;
    return 0;
}

static int refill(struct keys *k, struct load *l, struct err *e)
{
    size_t n = l->left < k->window ? l->left : k->window;
    if (whole(k, false, l->window, n * sizeof *l->window, l->at, e) < 0)
        return -1;
    l->at += (off_t)(n * sizeof *l->window);
    l->left -= n;
    l->from = 0;
    l->n = n;
    return 0;
}

int keys_next(struct keys *k, struct row_key *out, struct err *e)
{
    struct load *least = NULL;
    for (size_t i = 0; i < k->loads_n; i++) {
        struct load *l = &k->loads[i];
        if (l->from == l->n && l->left && refill(k, l, e) < 0)
            return -1;
        if (l->from < l->n && (!least || before(&l->window[l->from], &least->window[least->from])))
            least = l;
    }
    if (!least)
        return 0;
    *out = least->window[least->from++];
    return 1;
}
