/* The two ways to read a feed's HTML: as tidy tells it (fragment.c) and through the page parser. Both must give the
 * same text, and so must the clean HTML that is made of each, or what a reader sees would hang on which of them was
 * quicker. */
#include "base/utf8.h"
#include "ingest/fragment.h"
#include "ingest/html_text.h"
#include "ingest/readers.h"
#include "ingest/sanitize.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void same(struct str quick, struct str slow)
{
    if (!str_eq(quick, slow))
        abort();
}

/* The page parser makes something of a number that does not fit its own (gumbo 0.10.1 wraps it). */
static bool has_giant_number(struct str s)
{
    for (size_t k; (k = str_find(s, str_lit("&#"))) != STR_NONE;) {
        s = str_sub(s, k + 2, s.n);
        size_t digits = 0;
        while (digits < s.n &&
               ((s.s[digits] >= '0' && s.s[digits] <= '9') || ((s.s[digits] | 32) >= 'a' && (s.s[digits] | 32) <= 'x')))
            digits++;
        if (digits > 7)
            return true;
    }
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static const struct text_style plain = {0};
    struct arena a = {0};
    struct str in = utf8_clean(&a, (struct str){(const char *)data, n}), base = str_lit("https://x.example/a/");
    struct dom quick, slow;
    if (!has_giant_number(in)) {
        fragment_parse(&a, in, &quick);
        dom_parse_fragment(&a, in, &slow);
        same(dom_plain(&a, quick.root, &plain), dom_plain(&a, slow.root, &plain));
        same(ingest_html_text(&a, dom_html(&a, quick.root, base)), ingest_html_text(&a, dom_html(&a, slow.root, base)));
    }
    arena_end(&a);
    return 0;
}
