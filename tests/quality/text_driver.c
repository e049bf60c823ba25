/* HTML to plain text, many in one run: JSON lines {"id","html"} in, {"id","text"} out, as score_text.py wants them. */
#include "base/json.h"
#include "ingest/readers.h"
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    char *line = NULL;
    size_t cap = 0;
    ssize_t n;
    while ((n = getline(&line, &cap, stdin)) > 0) {
        struct arena a = {0};
        struct err e;
        struct json *j = json_parse((struct str){line, (size_t)n}, str_lit("stdin"), &e);
        if (!j) {
            fprintf(stderr, "%s\n", e.msg);
            return 1;
        }
        struct str html = json_str(json_get(j, "html"));
        struct buf b;
        buf_init(&b, 64u << 20);
        struct json_out o = {.b = &b};
        json_open(&o, NULL, '{');
        json_put_str(&o, "id", json_str(json_get(j, "id")));
        json_put_str(&o, "text", ingest_html_text_links(&a, html, (struct str){NULL, 0}, 78));
        json_close(&o, '}');
        puts(b.p);
        buf_end(&b);
        json_end(j);
        arena_end(&a);
    }
    free(line);
    return 0;
}
