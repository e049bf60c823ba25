/* Names of a program against the table of variables: unknown ones, and ones used as what they are not. */
#include "base/yaml.h"
#include "render/vars.h"
#include <string.h>

enum { NAMES_MAX = 400 };

static const struct var text_item = {"item", VAR_TEXT, NULL, NULL, NULL};
static const struct var reader_field = {"column", VAR_FIELD, NULL, NULL, NULL};

struct scope {
    const struct var *self;    /* what {{.}} is */
    const struct var *members; /* NULL: none */
};

struct check {
    struct arena *a;
    struct scope scope[TEMPLATE_DEPTH * TEMPLATE_LINK_DEPTH];
    size_t depth;
    struct err *e;
};

/* The nearest known name in the tables that were searched. */
static int unknown(struct check *c, const struct op *op, struct str wrong, const struct var *inside)
{
    const char *names[NAMES_MAX];
    size_t n = 0;
    for (size_t i = c->depth; !inside && i--;)
        for (const struct var *v = c->scope[i].members; v && v->name && n < NAMES_MAX; v++)
            names[n++] = v->name;
    for (const struct var *v = inside; v && v->name && n < NAMES_MAX; v++)
        names[n++] = v->name;
    const char *near = nearest_name(wrong, names, n);
    if (near)
        return template_error(c->e, op->in, op->at, "there is no variable \"" STR_FMT "\" here; is \"%s\" meant?",
                              STR_ARG(op->name), near);
    return template_error(c->e, op->in, op->at,
                          "there is no variable \"" STR_FMT "\" here; `bulletin templates` lists them",
                          STR_ARG(op->name));
}

/* Columns of the list that only this newsroom has: letters, digits, - and _. */
static bool column_name(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-", s.s[i]))
            return false;
    return s.n > 0 && s.n <= 64;
}

static const struct var *resolve(struct check *c, const struct op *op)
{
    if (!op->path.n)
        return c->scope[c->depth - 1].self;
    const struct var *v = NULL;
    for (size_t i = c->depth; i-- && !v;)
        v = vars_find(c->scope[i].members, op->path.v[0]);
    if (!v) {
        unknown(c, op, op->path.v[0], NULL);
        return NULL;
    }
    for (size_t i = 1; i < op->path.n; i++) {
        const struct var *in = v;
        v = in->kind == VAR_MAP ? vars_find(in->members, op->path.v[i]) : NULL;
        if (!v && in->kind == VAR_MAP && strcmp(in->name, "subscriber") == 0 && i + 1 == op->path.n &&
            column_name(op->path.v[i]))
            v = &reader_field;
        if (!v && in->kind == VAR_LIST)
            template_error(c->e, op->in, op->at,
                           "\"%s\" is a list; write {{#%s}} ... {{/%s}} and name its parts inside", in->name, in->name,
                           in->name);
        else if (!v)
            unknown(c, op, op->path.v[i], in->members);
        if (!v)
            return NULL;
    }
    return v;
}

static int value(struct check *c, const struct op *op, const struct var *v, bool html)
{
    if (!v)
        return template_error(c->e, op->in, op->at, "{{.}} means the item of a list; there is none here");
    if (v->kind == VAR_LIST || v->kind == VAR_MAP || v->kind == VAR_FLAG)
        return template_error(c->e, op->in, op->at,
                              "\"" STR_FMT "\" is %s, not a text; write {{#" STR_FMT "}} ... {{/" STR_FMT "}}",
                              STR_ARG(op->name),
                              v->kind == VAR_LIST  ? "a list"
                              : v->kind == VAR_MAP ? "a group of variables"
                                                   : "yes or no",
                              STR_ARG(op->name), STR_ARG(op->name));
    if (op->raw && html)
        return template_error(c->e, op->in, op->at,
                              "\"" STR_FMT "\" is text and must be escaped; write it with two braces",
                              STR_ARG(op->name));
    if (op->place == PLACE_CSS && v->kind != VAR_CSS)
        return template_error(c->e, op->in, op->at,
                              "\"" STR_FMT "\" cannot stand in a style; only colours, sides and fonts can",
                              STR_ARG(op->name));
    return 0;
}

int vars_check(struct arena *a, const struct ops *program, bool html, struct err *e)
{
    struct check *c = arena_new(a, struct check);
    c->a = a;
    c->e = e;
    c->scope[c->depth++] = (struct scope){NULL, vars};
    for (size_t i = 0; i < program->n; i++) {
        const struct op *op = &program->v[i];
        if (op->kind == OP_END) {
            c->depth--;
            continue;
        }
        if (op->kind == OP_TEXT)
            continue;
        const struct var *v = resolve(c, op);
        if (!v && op->path.n)
            return -1;
        if (op->kind == OP_VALUE) {
            if (value(c, op, v, html))
                return -1;
            continue;
        }
        if (!v)
            return template_error(e, op->in, op->at, "{{.}} means the item of a list; there is none here");
        struct scope inner = {v, NULL};
        if (op->kind == OP_SECTION && (v->kind == VAR_MAP || v->kind == VAR_LIST))
            inner.members = v->members;
        if (op->kind == OP_SECTION && v->kind == VAR_LIST)
            inner.self = v->members ? NULL : &text_item;
        if (op->kind == OP_INVERTED || op->kind == OP_CASE)
            inner = c->scope[c->depth - 1];
        c->scope[c->depth++] = inner;
    }
    return 0;
}
