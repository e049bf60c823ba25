/* Custom properties: `:root { --accent: #0b57a4 }` is taken out of the styles, var(--accent) is replaced on the whole
 * page. */
#include "render/css_vars.h"
#include "base/yaml.h"
#include "render/sheet.h"
#include <string.h>

enum { PROPERTIES_MAX = 200, DEPTH_MAX = 8 };

/* Names that give way to a setting of the newsroom. */
static const struct {
    const char *property, *group, *setting, *variable;
} settings[] = {
    {"--accent", "style", "accent", "style.accent"},
    {"--accent-dark", "style", "accent_dark", "style.accent_dark"},
    {"--panel", "style", "panel", "style.panel"},
    {"--panel-dark", "style", "panel_dark", "style.panel_dark"},
    {"--page", "style", "page", "style.page"},
    {"--headline-font", "style", "headline_font", "style.headline_font"},
};

struct vars {
    struct marked *m;
    struct declarations defs;
    const struct op *near; /* for messages */
    struct err *e;
};

/* Takes the custom properties out of every ":root{...}" of the page's styles. */
static struct str take_definitions(struct vars *v, struct str page)
{
    struct buf b;
    buf_init(&b, page.n + 1);
    for (;;) {
        size_t at = str_find(page, str_lit(":root"));
        size_t open = at == STR_NONE ? STR_NONE : str_chr(str_sub(page, at, page.n), '{');
        size_t close = open == STR_NONE ? STR_NONE : str_chr(str_sub(page, at, page.n), '}');
        if (close == STR_NONE || close < open || str_trim(str_sub(page, at + 5, at + open)).n) {
            if (at == STR_NONE)
                break;
            buf_str(&b, str_sub(page, 0, at + 5));
            page = str_sub(page, at + 5, page.n);
            continue;
        }
        buf_str(&b, str_sub(page, 0, at));
        struct declarations decls = {0};
        sheet_declarations(v->m->a, sheet_squeeze(v->m->a, str_sub(page, at + open + 1, at + close)), &decls);
        size_t others = 0;
        for (size_t i = 0; i < decls.n; i++) {
            if (str_starts(decls.v[i].property, "--") && v->defs.n < PROPERTIES_MAX) {
                vec_add(v->m->a, &v->defs, decls.v[i]);
                continue;
            }
            buf_fmt(&b, "%s" STR_FMT ":" STR_FMT, others++ ? ";" : ":root{", STR_ARG(decls.v[i].property),
                    STR_ARG(decls.v[i].value));
        }
        buf_c(&b, others ? "}" : "");
        page = str_sub(page, at + close + 1, page.n);
    }
    buf_str(&b, page);
    struct str s = buf_dup(v->m->a, &b);
    buf_end(&b);
    return s;
}

static const struct declaration *definition(const struct vars *v, struct str name)
{
    for (size_t i = v->defs.n; i--;)
        if (str_eq(v->defs.v[i].property, name))
            return &v->defs.v[i];
    return NULL;
}

/* The file and place that use it. */
static const struct source *written_in(const struct vars *v, struct str name, size_t *at)
{
    for (size_t i = 0; i < v->m->program->n; i++) {
        const struct source *in = v->m->program->v[i].in;
        if (i && in == v->m->program->v[i - 1].in)
            continue;
        *at = str_find(in->text, str_fmt(v->m->a, "var(" STR_FMT, STR_ARG(name)));
        if (*at != STR_NONE)
            return in;
    }
    *at = 0;
    return v->near->in;
}

static int undefined(struct vars *v, struct str name)
{
    const char *names[PROPERTIES_MAX];
    for (size_t i = 0; i < v->defs.n; i++)
        names[i] = str_dup(v->m->a, v->defs.v[i].property).s;
    const char *near = nearest_name(name, names, v->defs.n);
    size_t at;
    const struct source *in = written_in(v, name, &at);
    return template_error(v->e, in, at, "var(" STR_FMT ") is not defined in :root%s%s%s", STR_ARG(name),
                          near ? "; is " : "", near ? near : "", near ? " meant?" : "");
}

static int resolve(struct vars *v, struct str s, int depth, struct buf *out);

static int put_property(struct vars *v, struct str name, int depth, struct buf *out)
{
    const struct declaration *d = definition(v, name);
    if (!d)
        return undefined(v, name);
    if (depth == DEPTH_MAX)
        return template_error(v->e, v->near->in, 0, "var(" STR_FMT ") is defined by itself", STR_ARG(name));
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        if (!str_eqc(name, settings[i].property))
            continue;
        struct buf b;
        buf_init(&b, 4096);
        int failed = resolve(v, d->value, depth + 1, &b);
        struct op op = {.kind = OP_VALUE,
                        .text = buf_dup(v->m->a, &b),
                        .name = str_c(settings[i].variable),
                        .in = v->near->in,
                        .at = v->near->at};
        vec_add(v->m->a, &op.path, str_c(settings[i].group));
        vec_add(v->m->a, &op.path, str_c(settings[i].setting));
        buf_end(&b);
        buf_str(out, marked_new(v->m, &op));
        return failed;
    }
    return resolve(v, d->value, depth + 1, out);
}

static int resolve(struct vars *v, struct str s, int depth, struct buf *out)
{
    for (;;) {
        size_t at = str_find(s, str_lit("var(--"));
        size_t end = at == STR_NONE ? STR_NONE : str_chr(str_sub(s, at, s.n), ')');
        if (end == STR_NONE)
            break;
        if (out->over)
            return template_error(v->e, v->near->in, 0, "with its custom properties the page grows too large");
        buf_str(out, str_sub(s, 0, at));
        if (put_property(v, str_trim(str_sub(s, at + 4, at + end)), depth, out))
            return -1;
        s = str_sub(s, at + end + 1, s.n);
    }
    buf_str(out, s);
    return 0;
}

int css_vars(struct marked *m, struct str page, const struct op *near, struct str *out, struct declarations *defs,
             struct err *e)
{
    struct vars v = {.m = m, .near = near, .e = e};
    struct buf b;
    buf_init(&b, 4 * TEMPLATE_BYTES_MAX);
    int failed = resolve(&v, take_definitions(&v, page), 0, &b);
    *out = buf_dup(m->a, &b);
    buf_end(&b);
    *defs = v.defs;
    return failed;
}
