/* bench_roster.c [ROWS]: reads a list: every row checked, everybody once in order of their keys, outside memory. */
#include "base/file.h"
#include "ingest/ingest.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

struct bytes {
    struct str left;
};

static ssize_t read_some(void *ctx, char *to, size_t n, struct err *e)
{
    struct bytes *b = ctx;
    (void)e;
    n = n < b->left.n ? n : b->left.n;
    memcpy(to, b->left.s, n);
    b->left = str_sub(b->left, n, b->left.n);
    return (ssize_t)n;
}

/* In no order, as a list grows: steps of a prime through 0 to n - 1. */
static void make(struct buf *b, size_t n)
{
    static const char *const topics[] = {"", "defense", "harbor;energy", "\"energy;harbor\"", ""};
    buf_c(b, "email,name,status,topics,timezone,lang,city\n");
    for (size_t i = 0; i < n; i++) {
        unsigned long k = (unsigned long)(i * 7919 % n);
        buf_fmt(b, "reader.%lu@mail%lu.people.example,Reader Number %lu,%s,%s,%s,en,%s\n", k * 31 % n, k % 97, k,
                k % 50 ? "active" : "unsubscribed", topics[k % 5], k % 3 ? "Europe/Paris" : "Asia/Seoul",
                k % 4 ? "Springfield" : "");
    }
}

static int count_row(void *ctx, const struct roster_row *row, struct err *e)
{
    (void)e;
    *(size_t *)ctx += row->s->address.key.n > 0;
    return 0;
}

static int count_person(void *ctx, const struct subscriber *s, struct err *e)
{
    (void)e;
    *(size_t *)ctx += s->address.key.n > 0;
    return 0;
}

/* Of this process's CPU: nothing is waited for here. */
static double seconds(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) + (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) * 1e-6;
}

int main(int argc, char **argv)
{
    size_t n = argc > 1 ? strtoul(argv[1], NULL, 10) : 1000000, rows = 0, people = 0;
    const char *dir = argc > 2 ? argv[2] : "/tmp";
    struct buf b;
    struct err e = {0};
    struct arena a = {0};
    struct findings f = {.arena = &a};
    buf_init(&b, (size_t)4 << 30);
    make(&b, n);
    struct bytes bytes = {buf_view(&b)};
    struct roster_input in = {.file = str_lit("bench.csv"), .read = read_some, .ctx = &bytes};
    double t = seconds();
    if (ingest_rows(&in, count_row, &rows, &f, &e) < 0 || rows != n || f.list.n)
        return fprintf(stderr, "bench_roster: %zu rows, %s\n", rows, e.msg), 1;
    double s = seconds() - t;
    printf("rows read and checked: %.0f a second of CPU, %.0f MB/s\n", (double)n / s, (double)b.n / 1e6 / s);
    bytes.left = buf_view(&b);
    t = seconds();
    if (ingest_roster(&in, dir, count_person, &people, &f, &e) < 0 || people != n)
        return fprintf(stderr, "bench_roster: %zu people, %s\n", people, e.msg), 1;
    s = seconds() - t;
    printf("people, each once, by key: %.0f a second of CPU, %.0f MB/s\n", (double)n / s, (double)b.n / 1e6 / s);
    buf_end(&b);
    arena_end(&a);
    return 0;
}
