/* Writes the sample edition of tests/unit/render as FAMILY.html, .txt, .eml and the preview page into a folder, for looking at it in a browser.
 * Usage: render_sample FAMILY FOLDER */
#include "base/file.h"
#include "render/sample.h"
#include <stdio.h>

static int save(struct arena *a, const char *dir, const char *family, const char *ext, struct str bytes, struct err *e)
{
    return file_write(str_fmt(a, "%s/%s.%s", dir, family, ext).s, bytes, 0644, e);
}

int main(int argc, char **argv)
{
    struct arena a = {0};
    struct err e = {0};
    struct family *f = NULL;
    struct sample s;
    struct rendered r;
    struct preview_items items = {0};
    if (argc != 3)
        return 64;
    sample_make(&a, &s);
    if (sample_family(&a, argv[1], &f, &e) || sample_render(&a, f, &s, &r, &e) ||
        save(&a, argv[2], argv[1], "html", r.html, &e) || save(&a, argv[2], argv[1], "txt", r.text, &e) ||
        save(&a, argv[2], argv[1], "eml", r.eml, &e)) {
        fprintf(stderr, "%s\n", e.msg);
        return 70;
    }
    vec_add(&a, &items, ((struct preview_item){str_lit("everyone"), r, &s.ed}));
    s.all.sections.n = 2;
    if (sample_render(&a, f, &s, &r, &e))
        return 70;
    vec_add(&a, &items, ((struct preview_item){str_lit("reader of City + Politics"), r, &s.ed}));
    if (save(&a, argv[2], "index", "html", render_preview(&a, str_lit("Morning Brief, morning-2025-07-31"), &items), &e))
        return 74;
    printf("%s: html %zu bytes, text %zu, message %zu\n", argv[1], r.html.n, r.text.n, r.eml.n);
    arena_end(&a);
    return 0;
}
