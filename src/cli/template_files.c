/* The files of a template family: those compiled in, overridden by the newsroom's templates/FAMILY/ by name. */
#include "base/embedded.h"
#include "base/file.h"
#include "cli/run.h"

enum { TEMPLATE_MAX = 1 << 20 };

static bool is_template(struct str name)
{
    return str_ends(name, ".html") || str_ends(name, ".txt") || str_ends(name, ".css");
}

static void put(struct arena *a, struct template_files *out, struct template_file f)
{
    for (size_t i = 0; i < out->n; i++)
        if (str_eq(out->v[i].name, f.name)) {
            out->v[i] = f;
            return;
        }
    vec_add(a, out, f);
}

static void put_embedded(struct arena *a, struct str folder, struct template_files *out)
{
    for (const struct embedded *f = embedded_files; f->path; f++)
        if (str_starts(str_c(f->path), folder.s) &&
            str_chr(str_sub(str_c(f->path), folder.n, STR_NONE), '/') == STR_NONE && is_template(str_c(f->path)))
            put(a, out, (struct template_file){path_base(str_c(f->path)), str_c(f->path), f->bytes});
}

static int put_own(struct newsroom *n, struct str folder, struct template_files *out, struct err *e)
{
    struct file_entries files = {0};
    struct str dir = path_join(n->arena, n->dir, folder);
    if (file_walk(n->arena, dir.s, NULL, false, &files, e))
        return -1;
    for (size_t i = 0; i < files.n; i++) {
        struct template_file f = {.name = files.v[i].rel, .path = files.v[i].path};
        if (!is_template(f.name))
            continue;
        if (file_read(n->arena, f.path.s, TEMPLATE_MAX, &f.text, e))
            return -1;
        put(n->arena, out, f);
    }
    return 0;
}

/* The shared files, then the family's own over them. A family with no file of its own does not exist. */
int template_files_load(struct newsroom *n, struct str family, struct template_files *out, struct err *e)
{
    struct template_files own = {0};
    struct str shared = str_lit("templates/shared/"),
               folder = str_fmt(n->arena, "templates/" STR_FMT "/", STR_ARG(family));
    put_embedded(n->arena, shared, out);
    if (put_own(n, shared, out, e))
        return -1;
    put_embedded(n->arena, folder, &own);
    if (put_own(n, folder, &own, e))
        return -1;
    if (!own.n || str_eqc(family, "shared"))
        return err_set(e, EX_CONFIG,
                       STR_FMT ": there is no template family '" STR_FMT
                               "'; 'bulletin templates' lists the shipped ones",
                       STR_ARG(n->config.file), STR_ARG(family));
    for (size_t i = 0; i < own.n; i++)
        put(n->arena, out, own.v[i]);
    return 0;
}
