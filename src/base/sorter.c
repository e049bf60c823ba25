#include "base/sorter.h"
#include "base/file.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { HEADER = 8, BLOCK_MIN = 4 << 10, BLOCK_MAX = 256 << 10 };

/* One sorted stretch of the file, read block by block. `block` is as large as its largest record needs. */
struct sorter_run {
    int64_t from, to; /* of what was not read yet */
    char *block;
    size_t at, end, cap;
    uint64_t head;
};

void sorter_begin(struct sorter *s, const char *dir, size_t memory)
{
    *s = (struct sorter){.dir = dir, .memory = memory, .ordered = true, .fd = -1};
}

void sorter_end(struct sorter *s)
{
    for (size_t i = 0; i < s->n_runs; i++)
        free(s->runs[i].block);
    free(s->runs);
    free(s->heap);
    free(s->bytes);
    free(s->entries);
    if (s->fd >= 0)
        close(s->fd);
    *s = (struct sorter){.fd = -1};
}

/* ---- records */

static uint32_t number(const char *p)
{
    uint32_t n;
    memcpy(&n, p, sizeof n);
    return n;
}

static struct str key_of(const char *record)
{
    return (struct str){record + HEADER, number(record)};
}

static struct str rest_of(const char *record)
{
    return (struct str){record + HEADER + number(record), number(record + 4)};
}

static size_t length_of(const char *record)
{
    return HEADER + (size_t)number(record) + number(record + 4);
}

/* Shorter keys are filled up with zeros: equal numbers say nothing yet, unequal ones the order. */
static uint64_t head_of(struct str key)
{
    unsigned char b[8] = {0};
    memcpy(b, key.s, key.n < 8 ? key.n : 8);
    uint64_t h = 0;
    for (int i = 0; i < 8; i++)
        h = h << 8 | b[i];
    return h;
}

static int compare_entries(const struct sorter *s, const struct sorter_entry *a, const struct sorter_entry *b)
{
    int c = str_cmp(key_of(s->bytes + a->at), key_of(s->bytes + b->at));
    return c ? c : a->at < b->at ? -1 : a->at > b->at;
}

static void insertion_sort(const struct sorter *s, struct sorter_entry *v, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        struct sorter_entry x = v[i];
        size_t k = i;
        for (; k > 0 && compare_entries(s, &x, &v[k - 1]) < 0; k--)
            v[k] = v[k - 1];
        v[k] = x;
    }
}

/* By head, a byte at a time from the last, passing over bytes that all have in common; equal heads stay as they stood.
 */
static void radix_sort(struct sorter_entry *v, struct sorter_entry *spare, size_t n)
{
    for (int shift = 0; shift < 64; shift += 8) {
        size_t at[256] = {0}, sum = 0;
        for (size_t i = 0; i < n; i++)
            at[v[i].head >> shift & 255]++;
        if (at[v[0].head >> shift & 255] == n)
            continue;
        for (size_t i = 0; i < 256; i++) {
            size_t many = at[i];
            at[i] = sum;
            sum += many;
        }
        for (size_t i = 0; i < n; i++)
            spare[at[v[i].head >> shift & 255]++] = v[i];
        memcpy(v, spare, n * sizeof *v);
    }
}

/* Eight bytes of the keys at a time: those from `depth` decide, and only among equals the next eight are looked at. */
static void sort_from(const struct sorter *s, struct sorter_entry *v, struct sorter_entry *spare, size_t n,
                      size_t depth)
{
    enum { FEW = 24 };
    bool longer = false;
    if (n <= FEW) {
        insertion_sort(s, v, n);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        struct str key = key_of(s->bytes + v[i].at);
        v[i].head = head_of(str_sub(key, depth, key.n));
        longer = longer || key.n > depth + 8;
    }
    radix_sort(v, spare, n);
    for (size_t from = 0, to; from < n; from = to) {
        for (to = from + 1; to < n && v[to].head == v[from].head; to++)
            ;
        if (longer && to - from > 1)
            sort_from(s, v + from, spare, to - from, depth + 8);
    }
}

static void sort(struct sorter *s)
{
    if (s->ordered || s->n < 2)
        return;
    struct sorter_entry *spare = mem_realloc(NULL, s->n * sizeof *spare);
    sort_from(s, s->entries, spare, s->n, 0);
    free(spare);
}

/* ---- the file */

static int trouble(struct sorter *s, struct err *e, const char *what)
{
    return err_set(e, errno == ENOSPC || errno == EDQUOT ? EX_TEMPFAIL : EX_IOERR,
                   "%s: cannot %s a temporary file for sorting: %s", s->dir, what, strerror(errno));
}

static int put(struct sorter *s, const char *p, size_t n, struct err *e)
{
    while (n) {
        ssize_t done = write(s->fd, p, n);
        if (done < 0 && errno != EINTR)
            return trouble(s, e, "write");
        done = done < 0 ? 0 : done;
        p += done;
        n -= (size_t)done;
        s->written += done;
    }
    return 0;
}

/* Everything that is held becomes a run. */
static int spill(struct sorter *s, struct err *e)
{
    if (s->fd < 0 && (s->fd = file_temporary(s->dir)) < 0)
        return trouble(s, e, "make");
    sort(s);
    if (s->n_runs == s->cap_runs) {
        s->cap_runs = s->cap_runs ? s->cap_runs * 2 : 16;
        s->runs = mem_realloc(s->runs, s->cap_runs * sizeof *s->runs);
    }
    struct sorter_run *r = &s->runs[s->n_runs++];
    *r = (struct sorter_run){.from = s->written};
    char *block = mem_realloc(NULL, BLOCK_MAX);
    size_t n = 0;
    int rc = 0;
    for (size_t i = 0; i < s->n && rc == 0; i++) {
        const char *record = s->bytes + s->entries[i].at;
        size_t length = length_of(record);
        if (n + length > BLOCK_MAX) {
            rc = put(s, block, n, e);
            n = 0;
        }
        if (length > BLOCK_MAX) {
            rc = rc ? rc : put(s, record, length, e);
        } else {
            memcpy(block + n, record, length);
            n += length;
        }
    }
    rc = rc ? rc : put(s, block, n, e);
    free(block);
    r->to = s->written;
    s->n = s->n_bytes = 0;
    s->ordered = true;
    return rc;
}

static void room(struct sorter *s, size_t length)
{
    if (s->n == s->cap) {
        s->cap = s->cap ? s->cap * 2 : 1024;
        s->entries = mem_realloc(s->entries, s->cap * sizeof *s->entries);
    }
    size_t wanted = s->n_bytes + length;
    if (wanted > s->cap_bytes) {
        s->cap_bytes = wanted > 2 * s->cap_bytes ? wanted : 2 * s->cap_bytes;
        s->cap_bytes = s->cap_bytes < (64 << 10) ? 64 << 10 : s->cap_bytes;
        s->bytes = mem_realloc(s->bytes, s->cap_bytes);
    }
}

int sorter_add(struct sorter *s, struct str key, struct str record, struct err *e)
{
    size_t length = HEADER + key.n + record.n;
    const uint32_t lengths[2] = {(uint32_t)key.n, (uint32_t)record.n};
    if (key.n > INT32_MAX || record.n > INT32_MAX)
        return err_set(e, EX_SOFTWARE, "a record of %zu bytes cannot be sorted", record.n);
    if (s->n && s->n_bytes + length + (s->n + 1) * sizeof *s->entries > s->memory && spill(s, e) < 0)
        return -1;
    room(s, length);
    char *p = s->bytes + s->n_bytes;
    memcpy(p, lengths, HEADER);
    memcpy(p + HEADER, key.s, key.n);
    if (record.n)
        memcpy(p + HEADER + key.n, record.s, record.n);
    struct sorter_entry *x = &s->entries[s->n++];
    *x = (struct sorter_entry){head_of(key), s->n_bytes};
    s->n_bytes += length;
    s->ordered = s->ordered && (s->n == 1 || (x[-1].head < x->head || compare_entries(s, x - 1, x) < 0));
    return 0;
}

/* ---- merging */

/* Its next record stands whole in the block. 0: the run has no more. */
static int load(struct sorter *s, struct sorter_run *r, struct err *e)
{
    for (;;) {
        size_t have = r->end - r->at, want = have < HEADER ? HEADER : length_of(r->block + r->at);
        if (have >= want && have >= HEADER) {
            r->head = head_of(key_of(r->block + r->at));
            return 1;
        }
        if (r->from == r->to && have == 0)
            return 0;
        if (have)
            memmove(r->block, r->block + r->at, have);
        r->at = 0;
        r->end = have;
        if (want > r->cap) {
            r->cap = want;
            r->block = mem_realloc(r->block, r->cap);
        }
        size_t n = r->cap - have;
        n = (int64_t)n > r->to - r->from ? (size_t)(r->to - r->from) : n;
        ssize_t got = pread(s->fd, r->block + have, n, r->from);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            errno = got == 0 ? EIO : errno;
            return trouble(s, e, "read");
        }
        r->from += got;
        r->end += (size_t)got;
    }
}

/* Runs were made in the order of arrival, so that equal keys keep it. */
static bool before(const struct sorter *s, size_t i, size_t k)
{
    const struct sorter_run *a = &s->runs[i], *b = &s->runs[k];
    if (a->head != b->head)
        return a->head < b->head;
    int c = str_cmp(key_of(a->block + a->at), key_of(b->block + b->at));
    return c ? c < 0 : i < k;
}

static void sink(struct sorter *s, size_t at)
{
    for (;;) {
        size_t least = at, kid = 2 * at + 1;
        if (kid < s->n_heap && before(s, s->heap[kid], s->heap[least]))
            least = kid;
        if (kid + 1 < s->n_heap && before(s, s->heap[kid + 1], s->heap[least]))
            least = kid + 1;
        if (least == at)
            return;
        size_t keep = s->heap[at];
        s->heap[at] = s->heap[least];
        s->heap[least] = keep;
        at = least;
    }
}

static int begin_merge(struct sorter *s, struct err *e)
{
    s->merging = true;
    if (!s->n_runs) {
        sort(s);
        return 0;
    }
    if (s->n && spill(s, e) < 0)
        return -1;
    free(s->bytes);
    free(s->entries);
    s->bytes = NULL;
    s->entries = NULL;
    size_t block = s->memory / s->n_runs;
    block = block < BLOCK_MIN ? BLOCK_MIN : block > BLOCK_MAX ? BLOCK_MAX : block;
    s->heap = mem_realloc(NULL, s->n_runs * sizeof *s->heap);
    for (size_t i = 0; i < s->n_runs; i++) {
        s->runs[i].cap = block;
        s->runs[i].block = mem_realloc(NULL, block);
        int rc = load(s, &s->runs[i], e);
        if (rc < 0)
            return -1;
        if (rc == 1)
            s->heap[s->n_heap++] = i;
    }
    for (size_t i = s->n_heap; i-- > 0;)
        sink(s, i);
    return 0;
}

static int next_merged(struct sorter *s, struct str *key, struct str *record, struct err *e)
{
    if (s->at) { /* the record given out last is done with */
        struct sorter_run *r = &s->runs[s->heap[0]];
        r->at += length_of(r->block + r->at);
        int rc = load(s, r, e);
        if (rc < 0)
            return -1;
        if (rc == 0)
            s->heap[0] = s->heap[--s->n_heap];
        sink(s, 0);
    }
    s->at = 1;
    if (!s->n_heap)
        return 0;
    const char *p = s->runs[s->heap[0]].block + s->runs[s->heap[0]].at;
    *key = key_of(p);
    *record = rest_of(p);
    return 1;
}

int sorter_next(struct sorter *s, struct str *key, struct str *record, struct err *e)
{
    if (!s->merging && begin_merge(s, e) < 0)
        return -1;
    if (s->n_runs)
        return s->at && !s->n_heap ? 0 : next_merged(s, key, record, e);
    if (s->at == s->n)
        return 0;
    const char *p = s->bytes + s->entries[s->at++].at;
    *key = key_of(p);
    *record = rest_of(p);
    return 1;
}
