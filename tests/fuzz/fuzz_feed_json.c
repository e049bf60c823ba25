/* Any bytes as a JSON Feed, from an address and without one: what comes out is clean text, and web links only. */
#include "base/url.h"
#include "base/utf8.h"
#include "ingest/readers.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void check(struct str s)
{
    must(utf8_valid(s) && (!s.n || (!memchr(s.s, '\0', s.n) && s.s[s.n] == '\0')));
}

static void check_article(const struct article *art)
{
    struct str all[] = {art->title, art->link, art->url,    art->guid, art->summary,
                        art->text,  art->html, art->outlet, art->lang};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        check(all[i]);
    for (size_t i = 0; i < art->authors.n; i++)
        check(art->authors.v[i]);
    for (size_t i = 0; i < art->categories.n; i++)
        check(art->categories.v[i]);
    must(!art->link.n || url_is_web(art->link));
    must(!art->url.n || url_is_web(art->url));
    must(!art->image.url.n || url_is_web(art->image.url));
    must(str_chr(art->title, '\n') == STR_NONE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct articles out = {0};
    struct feed_info feed = {0};
    struct findings f = {.arena = &a};
    struct err e = {0};
    bool placed = n && data[0] & 1; /* the first byte says whether the address is known */
    struct read_options o = {.name = str_lit("fuzz"),
                             .url = placed ? str_lit("https://x.example/a/b") : (struct str){0}};
    struct str bytes = {(const char *)data + (n > 0), n - (n > 0)};
    if (read_feed_json(&a, bytes, &o, &out, &feed, &f, &e) == 0)
        must(feed.is_feed && feed.format.n);
    else
        must(e.code == EX_DATAERR && e.msg[0]);
    check(feed.title);
    check(feed.link);
    for (size_t i = 0; i < out.n; i++)
        check_article(&out.v[i]);
    arena_end(&a);
    return 0;
}
