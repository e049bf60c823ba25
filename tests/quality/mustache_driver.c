/* Reads cases of the Mustache specification, one JSON object a line ("id", "template", "data", "partials"), and writes
 * {"id","output"} for each. Usage: mustache_driver CASES.jsonl */
#include "base/file.h"
#include "base/json.h"
#include "render/render.h"
#include <stdio.h>

static void one(struct str line)
{
    struct arena a = {0};
    struct err e = {0};
    struct json *j = json_parse(line, str_lit("case"), &e);
    struct str out = {0};
    if (!j ||
        render_json(&a, json_str(json_get(j, "template")), json_get(j, "data"), json_get(j, "partials"), &out, &e))
        fprintf(stderr, "%s\n", e.msg);
    struct buf b;
    buf_init(&b, 1 << 20);
    struct json_out o = {.b = &b};
    json_open(&o, NULL, '{');
    json_put_str(&o, "id", json_str(json_get(j, "id")));
    json_put_str(&o, "output", out.s ? out : str_lit(""));
    json_close(&o, '}');
    printf("%s\n", b.p);
    buf_end(&b);
    json_end(j);
    arena_end(&a);
}

int main(int argc, char **argv)
{
    struct arena a = {0};
    struct err e = {0};
    struct str all, line;
    if (argc != 2 || file_read(&a, argv[1], 64 << 20, &all, &e)) {
        fprintf(stderr, "%s\n", argc == 2 ? e.msg : "usage: mustache_driver CASES.jsonl");
        return 64;
    }
    while (str_line(&all, &line))
        if (line.n)
            one(line);
    arena_end(&a);
    return 0;
}
