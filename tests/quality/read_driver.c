/* Reads articles as `bulletin read --json` does, many files in one run, so that measuring measures reading.
 *
 * One request a line: PATH<TAB>URL<TAB>CHARSET (the last two may be missing); one JSON line of answer each, "null" when
 * nothing was read. With -t it prints the milliseconds each file took instead. */
#include "base/file.h"
#include "ingest/ingest.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

int main(int argc, char **argv)
{
    bool times = argc > 1 && strcmp(argv[1], "-t") == 0;
    char *line = NULL;
    size_t cap = 0;
    ssize_t n;
    while ((n = getline(&line, &cap, stdin)) > 0) {
        struct arena a = {0};
        struct str rest = str_trim((struct str){line, (size_t)n}), path, url = {NULL, 0}, charset = {NULL, 0}, bytes;
        str_cut(&rest, '\t', &path);
        str_cut(&rest, '\t', &url);
        str_cut(&rest, '\t', &charset);
        struct err e = {0};
        struct findings f = {.arena = &a};
        struct articles out = {0};
        path = str_dup(&a, path);
        if (file_read(&a, path.s, 64u << 20, &bytes, &e)) {
            fprintf(stderr, "%s\n", e.msg);
            return 1;
        }
        struct read_options o = {.name = path, .url = url, .max_bytes = 64u << 20};
        if (charset.n)
            o.content_type = str_fmt(&a, "text/html; charset=" STR_FMT, STR_ARG(charset));
        double t = now_ms();
        int rc = ingest_read(&a, bytes, &o, &out, NULL, &f, &e);
        t = now_ms() - t;
        if (rc)
            fprintf(stderr, "%s\n", e.msg);
        for (size_t i = 0; i < f.list.n; i++)
            fprintf(stderr, STR_FMT ":%d:%d: " STR_FMT "\n", STR_ARG(f.list.v[i].file), f.list.v[i].line,
                    f.list.v[i].column, STR_ARG(f.list.v[i].text));
        if (times) {
            printf("%.3f\t%zu\t%s\n", t, bytes.n, path.s);
        } else if (out.n) {
            for (size_t i = 0; i < out.n; i++) {
                struct buf b;
                buf_init(&b, 256u << 20);
                article_to_json(&b, &out.v[i]);
                puts(b.p);
                buf_end(&b);
            }
        } else {
            puts("null");
        }
        fflush(stdout);
        arena_end(&a);
    }
    free(line);
    return 0;
}
