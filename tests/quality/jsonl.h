/* jsonl.h: what the quality drivers share: one JSON object a line in, one out. The lines of a data set name id, set,
 * title, text, published (a day) or published_ms, source. */
#ifndef QUALITY_JSONL_H
#define QUALITY_JSONL_H

#include "base/file.h"
#include "model/article.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static inline struct str copied(struct arena *a, const struct json *j, const char *key)
{
    struct str s = json_str(json_get(j, key));
    return s.s ? str_dup(a, s) : s;
}

/* Every line of standard input as an article; sets and categories keep the data's words. */
static inline void read_articles(struct arena *a, struct articles *out, struct strs *sets)
{
    char *line = NULL;
    size_t cap = 0;
    ssize_t n;
    struct err e = {0};
    while ((n = getline(&line, &cap, stdin)) > 0) {
        struct json *j = json_parse((struct str){line, (size_t)n}, str_lit("stdin"), &e);
        if (!j) {
            fprintf(stderr, "%s\n", e.msg);
            exit(e.code);
        }
        struct article *x = vec_push(a, out);
        x->id = copied(a, j, "id");
        x->url = copied(a, j, "url");
        x->title = copied(a, j, "title");
        x->text = copied(a, j, "text");
        x->outlet = copied(a, j, "source");
        x->lang = str_lit("en");
        int64_t ms = json_i64(json_get(j, "published_ms"), -1);
        if (ms >= 0)
            x->published = (struct when){.t = ms / 1000, .has = WHEN_SECOND};
        else
            date_parse(json_str(json_get(j, "published")), NULL, &x->published);
        vec_add(a, sets, copied(a, j, "set"));
        json_end(j);
    }
    free(line);
}

static inline void print_line(struct buf *b)
{
    buf_ch(b, '\n');
    fwrite(b->p, 1, b->n, stdout);
    buf_clear(b);
}

#endif
