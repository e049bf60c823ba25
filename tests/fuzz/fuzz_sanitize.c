/* Any bytes as an HTML fragment: what comes out is valid UTF-8, holds nothing that acts, and cleaning it again changes
 * nothing. */
#include "base/utf8.h"
#include "ingest/readers.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void absent(struct str html, const char *what)
{
    if (str_ifind(html, str_c(what)) != STR_NONE)
        abort();
}

/* "<" in text and values is an entity, so this finds tags and nothing else. */
static void addresses_are_web(struct str html, const char *attribute)
{
    for (size_t k; (k = str_find(html, str_c(attribute))) != STR_NONE;) {
        html = str_sub(html, k + strlen(attribute), html.n);
        if (!str_starts(html, "http://") && !str_starts(html, "https://") && !str_istarts(html, "mailto:") &&
            !str_starts(html, "#"))
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct str in = {(const char *)data, n}, base = str_lit("https://x.example/a/"), html, text;
    ingest_fragment(&a, in, base, &html, &text);
    if (!utf8_valid(html) || !utf8_valid(text))
        abort();
    static const char *const never[] = {"<script", "<style", "<iframe", "<form", "<input", "<svg",
                                        "<object", "<embed", "<meta",   "<link", "<base",  NULL};
    for (const char *const *w = never; *w; w++)
        absent(html, *w);
    addresses_are_web(html, "<a href=\"");
    addresses_are_web(html, "<img src=\"");
    struct str again = ingest_sanitize(&a, html, base);
    struct str third = ingest_sanitize(&a, again, base);
    if (!str_eq(again, third)) /* misnested input may settle in two steps, never more */
        abort();
    ingest_html_text_links(&a, in, base, 60);
    arena_end(&a);
    return 0;
}
