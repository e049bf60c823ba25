#include "render/family.h"
#include "render/css.h"
#include "render/markup.h"
#include "render/vars.h"

/* The newsroom's own files go before the shared ones. */
static bool shared(const struct template_file *f)
{
    return str_find(f->path, str_lit("/shared/")) != STR_NONE;
}

static const struct template_file *better(const struct template_file *x, const struct template_file *y)
{
    return x && !(shared(x) && !shared(y)) ? x : y;
}

static void gather(struct arena *a, const struct template_files *files, struct sources *out)
{
    for (size_t i = 0; i < files->n; i++) {
        const struct template_file *best = NULL;
        bool first = true;
        for (size_t k = 0; k < files->n; k++)
            if (str_eq(files->v[k].name, files->v[i].name)) {
                best = better(best, &files->v[k]);
                first = first && k >= i;
            }
        if (first)
            vec_add(a, out, ((struct source){best->name, best->path.n ? best->path : best->name, best->text}));
    }
}

static int clean(const struct source *s, struct err *e)
{
    for (size_t i = 0; i < s->text.n; i++) {
        unsigned char c = (unsigned char)s->text.s[i];
        if (c < 0x20 && c != '\t' && c != '\n' && c != '\r')
            return template_error(e, s, i, "a control character (%02X) has no place in a template", c);
    }
    return 0;
}

static void add_columns(struct arena *a, const struct ops *ops, struct strs *columns)
{
    for (size_t i = 0; i < ops->n; i++) {
        const struct op *op = &ops->v[i];
        if (op->path.n == 2 && str_eqc(op->path.v[0], "subscriber") && !strs_has(columns, op->path.v[1]))
            vec_add(a, columns, str_dup(a, op->path.v[1]));
    }
}

static int compile(struct arena *a, struct str family, const struct sources *sources, const char *name, bool html,
                   struct ops *out, struct declarations *colors, struct err *e)
{
    const struct source *main = NULL;
    for (size_t i = 0; i < sources->n; i++)
        if (str_eqc(sources->v[i].name, name))
            main = &sources->v[i];
    if (!main)
        return err_set(e, EX_CONFIG, "template family \"" STR_FMT "\" has no file %s", STR_ARG(family), name);
    struct linker l = {.arena = a, .sources = sources};
    if (template_link(&l, main, out, e))
        return -1;
    /* twice: mistakes are told where they were written, and what was inlined is looked at too */
    if (html && (markup_contexts(out, e) || css_inline(a, out, colors, e) || markup_contexts(out, e)))
        return -1;
    return vars_check(a, out, html, e);
}

int render_family(struct arena *a, struct str name, const struct template_files *files, struct family **out,
                  struct err *e)
{
    struct family *f = arena_new(a, struct family);
    struct sources *sources = arena_new(a, struct sources);
    f->name = str_dup(a, name);
    gather(a, files, sources);
    for (size_t i = 0; i < sources->n; i++)
        if (clean(&sources->v[i], e))
            return -1;
    if (compile(a, name, sources, "digest.html", true, &f->html, &f->colors, e) ||
        compile(a, name, sources, "digest.txt", false, &f->text, NULL, e))
        return -1;
    add_columns(a, &f->html, &f->columns);
    add_columns(a, &f->text, &f->columns);
    *out = f;
    return 0;
}
