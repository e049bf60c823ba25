/* Any bytes as a family of templates, files parted by 0xFF: compiled, filled with the sample edition, taken apart
 * again. The same bytes as a lenient template over a little JSON. */
#include "../unit/render/sample.h"
#include "base/utf8.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void strict(struct arena *a, struct str bytes)
{
    static const char *const names[] = {"digest.html", "digest.txt", "story.html", "style.css", "page.html"};
    struct template_files files = {0};
    struct str part;
    for (size_t i = 0; i < sizeof names / sizeof *names && str_cut(&bytes, '\xFF', &part); i++)
        vec_add(a, &files, ((struct template_file){str_c(names[i]), str_c(names[i]), part}));
    if (files.n < 2)
        vec_add(a, &files,
                ((struct template_file){str_lit("digest.txt"), str_lit("digest.txt"), str_lit("{{title}}\n")}));
    struct err e = {0};
    struct family *f;
    struct sample s;
    struct rendered r;
    if (render_family(a, str_lit("fuzz"), &files, &f, &e)) {
        if (!e.code || !e.msg[0])
            abort();
        return;
    }
    sample_make(a, &s);
    if (sample_render(a, f, &s, &r, &e))
        return;
    for (size_t i = 0; i < r.eml.n; i++)
        if (r.eml.s[i] == '\n' && (i == 0 || r.eml.s[i - 1] != '\r'))
            abort();
    struct lint_findings found = {0};
    render_lint(a, &r, &s.ed, &found);
}

static void lenient(struct arena *a, struct str bytes)
{
    struct err e = {0};
    struct json *data = json_parse(
        str_lit("{\"a\":{\"b\":[1,2,{\"c\":\"<\"}]},\"l\":[\"x\",\"y\"],\"t\":true,\"s\":\"p\"}"), str_lit("data"), &e);
    struct str out;
    struct buf b;
    buf_init(&b, 1 << 20);
    struct json_out o = {.b = &b};
    json_open(&o, NULL, '{');
    json_put_str(&o, "p", utf8_valid(bytes) ? bytes : str_lit("{{>p}}"));
    json_close(&o, '}');
    struct json *partials = json_parse(buf_view(&b), str_lit("partials"), &e);
    render_json(a, bytes, data, partials, &out, &e);
    json_end(data);
    json_end(partials);
    buf_end(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct str bytes = str_dup(&a, (struct str){(const char *)data, n});
    strict(&a, bytes);
    lenient(&a, bytes);
    arena_end(&a);
    return 0;
}
