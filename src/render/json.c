/* A template over JSON, the specification's way: unknown names are empty, missing partials too, everything is HTML
 * text. */
#include "render/render.h"
#include "render/template.h"

int render_json(struct arena *a, struct str tmpl, const struct json *data, const struct json *partials, struct str *out,
                struct err *e)
{
    struct sources sources = {0};
    for (void *i = json_is_object(partials) ? json_first(partials) : NULL; i; i = json_next(partials, i)) {
        struct str name = json_key(i);
        vec_add(a, &sources, ((struct source){name, name, json_str(json_value(i))}));
    }
    struct source main = {str_lit("template"), str_lit("template"), tmpl};
    struct linker l = {.arena = a, .sources = &sources, .lazy = true};
    struct value *root = value_json(a, data);
    if (!root)
        return err_set(e, EX_DATAERR, "the data nests deeper than 64 levels");
    struct ops program = {0};
    if (template_link(&l, &main, &program, e))
        return -1;
    for (size_t i = 0; i < program.n; i++)
        program.v[i].place = PLACE_HTML;
    struct piece_list pieces = {0};
    if (template_eval(a, &program, root, &l, &pieces, e))
        return -1;
    *out = pieces.n ? pieces.v[0].text : str_lit("");
    return 0;
}
