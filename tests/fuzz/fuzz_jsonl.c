/* Any bytes as the lines that `read` prints: what comes out is clean text, holds nothing that acts, and names no
 * article of another file. */
#include "base/url.h"
#include "base/utf8.h"
#include "ingest/readers.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void must(bool holds)
{
    if (!holds)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct articles out = {0};
    struct findings f = {.arena = &a};
    struct err e = {0};
    struct read_options o = {.name = str_lit("fuzz.jsonl")};
    must(read_jsonl(&a, (struct str){(const char *)data, n}, &o, &out, &f, &e) == 0 || e.msg[0]);
    for (size_t i = 0; i < out.n; i++) {
        const struct article *x = &out.v[i];
        must(utf8_valid(x->title) && utf8_valid(x->text) && utf8_valid(x->html) && utf8_valid(x->outlet));
        must(str_ifind(x->html, str_lit("<script")) == STR_NONE && str_ifind(x->html, str_lit("<iframe")) == STR_NONE);
        must(!x->url.n || url_is_web(x->url));
        must(!x->image.url.n || url_is_web(x->image.url));
        must(!x->id.n);
    }
    for (size_t i = 0; i < f.list.n; i++)
        must(f.list.v[i].line > 0);
    arena_end(&a);
    return 0;
}
