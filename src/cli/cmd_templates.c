/* templates: which families there are; eject copies one into the newsroom for changing. */
#include "base/embedded.h"
#include "base/file.h"
#include "cli/run.h"

static struct str family_of(const struct embedded *f)
{
    struct str path = str_c(f->path);
    if (!str_starts(path, "templates/"))
        return (struct str){0};
    struct str rest = str_sub(path, 10, path.n);
    return str_sub(rest, 0, str_chr(rest, '/') == STR_NONE ? 0 : str_chr(rest, '/'));
}

/* One line: names and values in turn, closed by NULL; a value that is NULL is left out with its name. */
static void print_pairs(const char *const *pairs)
{
    struct buf b;
    buf_init(&b, 1 << 16);
    struct json_out o = {&b, false};
    json_open(&o, NULL, '{');
    for (; *pairs; pairs += 2)
        json_put_str(&o, pairs[0], str_c(pairs[1]));
    json_close(&o, '}');
    print_json_line(&b);
    buf_end(&b);
}

static void print_family(struct cli *c, struct str family)
{
    answer(c, STR_FMT, STR_ARG(family));
    if (c->json)
        print_pairs((const char *const[]){"family", str_dup(&c->arena, family).s, NULL});
}

static int list(struct cli *c)
{
    struct str last = {0};
    struct render_variables vars = {0};
    for (const struct embedded *f = embedded_files; f->path; f++) {
        struct str family = family_of(f);
        if (family.n && !str_eq(family, last) && !str_eqc(family, "shared"))
            print_family(c, family);
        last = family.n ? family : last;
    }
    render_variable_list(&c->arena, &vars);
    answer(c, "\nWhat a template may name:");
    for (size_t i = 0; i < vars.n; i++) {
        if (c->json)
            print_pairs((const char *const[]){"variable", vars.v[i].name.s, "kind", vars.v[i].kind, "about",
                                              vars.v[i].about, "example", vars.v[i].example, NULL});
        answer(c, "  %-34s %-8s %s%s%s", vars.v[i].name.s, vars.v[i].kind, vars.v[i].about,
               vars.v[i].example ? ", as in " : "", vars.v[i].example ? vars.v[i].example : "");
    }
    return 0;
}

/* The family's own files over the shared ones, all into one folder: what is there afterwards is the whole family. */
static int eject_folder(struct cli *c, struct str from, struct str family, bool replace, size_t *written, struct err *e)
{
    struct str dir = path_join(&c->arena, c->dir, str_fmt(&c->arena, "templates/" STR_FMT, STR_ARG(family)));
    for (const struct embedded *f = embedded_files; f->path; f++) {
        if (!str_eq(family_of(f), from))
            continue;
        struct str to = path_join(&c->arena, dir, path_base(str_c(f->path)));
        if (file_exists(to.s) && !replace)
            return err_set(e, EX_CANTCREAT, "%s is there already; nothing was overwritten", to.s);
        if (file_mkdirs(dir.s, 0755, e) || file_write(to.s, f->bytes, 0644, e))
            return -1;
        (*written)++;
    }
    return 0;
}

static int eject(struct cli *c, struct str family, struct err *e)
{
    size_t shared = 0, own = 0;
    bool known = false;
    for (const struct embedded *f = embedded_files; f->path; f++)
        known |= str_eq(family_of(f), family) && !str_eqc(family, "shared");
    if (!known)
        return err_set(e, EX_USAGE, "there is no template family '" STR_FMT "'", STR_ARG(str_sub(family, 0, 60)));
    if (eject_folder(c, str_lit("shared"), family, false, &shared, e) || eject_folder(c, family, family, true, &own, e))
        return -1;
    say(c,
        "templates/" STR_FMT
        ": %zu files; they win over the shipped ones by name; style.css has colours and sizes, masthead.html "
        "the top, digest.html and body.html the order of blocks",
        STR_ARG(family), shared + own);
    if (c->json)
        print_pairs((const char *const[]){
            "family", str_dup(&c->arena, family).s, "folder",
            path_join(&c->arena, c->dir, str_fmt(&c->arena, "templates/" STR_FMT, STR_ARG(family))).s, NULL});
    return 0;
}

static int run(struct cli *c, const struct args *a, struct err *e)
{
    if (!a->rest.n)
        return list(c);
    if (a->rest.n == 2 && str_eqc(a->rest.v[0], "eject"))
        return eject(c, a->rest.v[1], e);
    return err_set(e, EX_USAGE, "usage: bulletin templates [eject FAMILY]");
}

const struct command cmd_templates = {"templates",
                                      "[eject FAMILY]",
                                      "List the families and every variable, or copy a family here to change it",
                                      NULL,
                                      0,
                                      2,
                                      run};
