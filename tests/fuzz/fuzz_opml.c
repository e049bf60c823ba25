/* Any bytes as OPML, as newsboat's urls file, as a page with feeds; what is written is read again the same. */
#include "base/url.h"
#include "base/utf8.h"
#include "ingest/ingest.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void check(const struct subscriptions *v)
{
    for (size_t i = 0; i < v->n; i++)
        if (!url_is_web(v->v[i].url) || !utf8_valid(v->v[i].title))
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct subscriptions in = {0}, again = {0}, boat = {0}, page = {0};
    struct findings f = {.arena = &a};
    struct err e = {0};
    struct str bytes = {(const char *)data, n}, name = str_lit("fuzz");
    struct buf b;
    buf_init(&b, 64u << 20);
    ingest_opml(&a, bytes, name, &in, &f, &e);
    check(&in);
    opml_write(&b, name, &in);
    if (ingest_opml(&a, buf_view(&b), name, &again, &f, &e) < 0 || again.n != in.n)
        abort();
    ingest_newsboat(&a, bytes, name, &boat, &f, &e);
    check(&boat);
    ingest_discover(&a, bytes, str_lit("https://x.example/a/"), &page);
    check(&page);
    buf_end(&b);
    arena_end(&a);
    return 0;
}
