/* articles.h: what holds of every article and feed that was read from bytes nobody vouches for, whatever their format.
 * Each function aborts where it does not. */
#ifndef TEST_FUZZ_ARTICLES_H
#define TEST_FUZZ_ARTICLES_H

#include "base/url.h"
#include "base/utf8.h"
#include "ingest/readers.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static inline void must(bool holds)
{
    if (!holds)
        abort();
}

static inline void check_text(struct str s)
{
    must(utf8_valid(s) && (!s.n || (!memchr(s.s, '\0', s.n) && s.s[s.n] == '\0')));
}

/* Clean text, web links only, and fit to be printed. */
static inline void check_article(const struct article *x)
{
    struct str all[] = {x->title, x->link, x->url, x->guid, x->summary, x->text, x->html, x->outlet, x->lang};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        check_text(all[i]);
    for (size_t i = 0; i < x->authors.n; i++)
        check_text(x->authors.v[i]);
    for (size_t i = 0; i < x->categories.n; i++)
        check_text(x->categories.v[i]);
    must(!x->link.n || url_is_web(x->link));
    must(!x->url.n || url_is_web(x->url));
    must(!x->image.url.n || url_is_web(x->image.url));
    must(str_chr(x->title, '\n') == STR_NONE);
    struct buf b;
    buf_init(&b, 64u << 20);
    article_to_json(&b, x);
    must(!b.over);
    buf_end(&b);
}

/* Any bytes as the file that NAME and TYPE say they are. */
static inline void check_file(const uint8_t *data, size_t n, const char *name, const char *type)
{
    struct arena a = {0};
    struct articles out = {0};
    struct findings f = {.arena = &a};
    struct err e = {0};
    struct read_options o = {
        .name = str_c(name), .url = str_lit("https://x.example/a/b"), .content_type = str_c(type), .as_of = 1753971930};
    must(ingest_read(&a, (struct str){(const char *)data, n}, &o, &out, NULL, &f, &e) == 0 || e.msg[0]);
    for (size_t i = 0; i < out.n; i++)
        check_article(&out.v[i]);
    arena_end(&a);
}

/* Any bytes but the first as a feed; the first says whether its address is known. */
static inline void check_feed(const uint8_t *data, size_t n,
                              int (*read)(struct arena *a, struct str bytes, const struct read_options *o,
                                          struct articles *out, struct feed_info *feed, struct findings *f,
                                          struct err *e))
{
    struct arena a = {0};
    struct articles out = {0};
    struct feed_info feed = {0};
    struct findings f = {.arena = &a};
    struct err e = {0};
    bool placed = n && data[0] & 1;
    struct read_options o = {.name = str_lit("fuzz"),
                             .url = placed ? str_lit("https://x.example/a/b") : (struct str){0}};
    struct str bytes = {(const char *)data + (n > 0), n - (n > 0)};
    if (read(&a, bytes, &o, &out, &feed, &f, &e) == 0)
        must(feed.is_feed && feed.format.n);
    else
        must(e.code == EX_DATAERR && e.msg[0]);
    check_text(feed.title);
    check_text(feed.link);
    for (size_t i = 0; i < out.n; i++)
        check_article(&out.v[i]);
    arena_end(&a);
}

#endif
