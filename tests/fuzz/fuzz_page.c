/* Any bytes as an article's page. */
#include "base/utf8.h"
#include "ingest/ingest.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct articles out = {0};
    struct findings f = {.arena = &a};
    struct err e = {0};
    struct read_options o = {
        .name = str_lit("fuzz.html"), .url = str_lit("https://x.example/a/b"), .content_type = str_lit("text/html")};
    struct str bytes = {(const char *)data, n};
    ingest_read(&a, bytes, &o, &out, NULL, &f, &e);
    for (size_t i = 0; i < out.n; i++) {
        struct article *art = &out.v[i];
        if (!utf8_valid(art->text) || !utf8_valid(art->html) || !utf8_valid(art->title) ||
            str_chr(art->title, '\n') != STR_NONE)
            abort();
        struct buf b;
        buf_init(&b, 64u << 20);
        article_to_json(&b, art);
        buf_end(&b);
    }
    arena_end(&a);
    return 0;
}
