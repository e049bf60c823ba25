/* golden.h: an input file beside the article it must become, as one line of JSON. UPDATE=1 rewrites the
 * expectation after showing what changed, so that a change of behaviour is seen in the diff. Include after cmocka.h. */
#ifndef TEST_INGEST_GOLDEN_H
#define TEST_INGEST_GOLDEN_H

#include "base/file.h"
#include "ingest/ingest.h"
#include <stdlib.h>
#include <string.h>

static inline struct str golden_read(struct arena *a, const char *path)
{
    struct err e = {0};
    struct str s;
    if (file_read(a, path, 16u << 20, &s, &e))
        fail_msg("%s", e.msg);
    return s;
}

/* Reads DIR/NAME and compares its articles with DIR/NAME.json. */
static inline void golden_check(const char *dir, const char *name, const char *url)
{
    struct arena a = {0};
    struct str path = str_fmt(&a, "%s/%s", dir, name), want_path = str_fmt(&a, "%s/%s.json", dir, name);
    struct read_options o = {.name = path, .url = str_c(url)};
    struct articles out = {0};
    struct findings f = {.arena = &a};
    struct err e = {0};
    struct buf b;
    buf_init(&b, 16u << 20);
    if (ingest_read(&a, golden_read(&a, path.s), &o, &out, NULL, &f, &e))
        buf_fmt(&b, "error: %s\n", e.msg);
    for (size_t i = 0; i < f.list.n; i++)
        buf_fmt(&b, "finding: %d:%d: " STR_FMT "\n", f.list.v[i].line, f.list.v[i].column, STR_ARG(f.list.v[i].text));
    for (size_t i = 0; i < out.n; i++) {
        article_to_json(&b, &out.v[i]);
        buf_ch(&b, '\n');
    }
    bool update = getenv("UPDATE") != NULL;
    struct str want = file_exists(want_path.s) ? golden_read(&a, want_path.s) : str_lit("");
    if (!str_eq(want, buf_view(&b))) {
        if (update && file_write(want_path.s, buf_view(&b), 0644, &e))
            fail_msg("%s", e.msg);
        if (!update)
            fail_msg("%s\nwant: " STR_FMT "\ngot:  %s", path.s, STR_ARG(want), b.p);
    }
    buf_end(&b);
    arena_end(&a);
}

#endif
