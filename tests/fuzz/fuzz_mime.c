/* Any bytes as a message that somebody hands to `lint`; when they begin with "<", as a page. */
#include "base/utf8.h"
#include "render/render.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct err e = {0};
    struct rendered r = {0};
    struct lint_findings found = {0};
    struct str bytes = str_dup(&a, (struct str){(const char *)data, n});
    if (n && data[0] == '<')
        r.html = bytes;
    else if (render_parts(&a, bytes, &r, &e)) {
        arena_end(&a);
        return 0;
    }
    if (n && data[0] != '<' && (!utf8_valid(r.html) || !utf8_valid(r.text) || !utf8_valid(r.subject)))
        abort();
    render_lint(&a, &r, NULL, &found);
    render_lint_privacy(&a, &r, &found);
    for (size_t i = 0; i < found.n; i++)
        if (!found.v[i].rule || !found.v[i].text.n)
            abort();
    struct preview_items items = {0};
    vec_add(&a, &items, ((struct preview_item){str_lit("fuzz"), r, NULL}));
    struct str page = render_preview(&a, str_lit("fuzz"), &items);
    if (!utf8_valid(page))
        abort();
    arena_end(&a);
    return 0;
}
