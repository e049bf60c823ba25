/* Writes an edition of tests/unit/render as FAMILY-EDITION.html, .txt, .eml and a preview page into a folder, for
 * looking at it in a browser. Usage: render_sample FAMILY FOLDER [EDITION] */
#include "base/file.h"
#include "render/hard.h"
#include <stdio.h>

static int save(struct arena *a, const char *dir, const char *name, const char *ext, struct str bytes, struct err *e)
{
    return file_write(str_fmt(a, "%s/%s.%s", dir, name, ext).s, bytes, 0644, e);
}

int main(int argc, char **argv)
{
    struct arena a = {0};
    struct err e = {0};
    struct family *f = NULL;
    struct sample s;
    struct rendered r;
    struct preview_items items = {0};
    if (argc < 3)
        return 64;
    const char *edition = argc > 3 ? argv[3] : "ten";
    hard_make(&a, edition, &s);
    struct str name = str_fmt(&a, "%s-%s", argv[1], edition);
    if (sample_family(&a, argv[1], &f, &e) || sample_render(&a, f, &s, &r, &e) ||
        save(&a, argv[2], name.s, "html", r.html, &e) || save(&a, argv[2], name.s, "txt", r.text, &e) ||
        save(&a, argv[2], name.s, "eml", r.eml, &e)) {
        fprintf(stderr, "%s\n", e.msg);
        return 70;
    }
    vec_add(&a, &items, ((struct preview_item){str_lit("everyone"), r, &s.ed}));
    if (save(&a, argv[2], str_fmt(&a, "%s-index", name.s).s, "html",
             render_preview(&a, str_lit("Morning Brief, morning-2025-07-31"), &items), &e))
        return 74;
    printf("%s: html %zu bytes, text %zu, message %zu\n", name.s, r.html.n, r.text.n, r.eml.n);
    arena_end(&a);
    return 0;
}
