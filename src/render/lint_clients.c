/* What few clients understand: in a style attribute it is a warning, in a <style> block, where it only adds, a note. */
#include "render/clients.h"
#include "render/lint.h"
#include "render/sheet.h"
#include <string.h>

enum { NAMED = 4 }; /* clients that a message names */

static const struct client_support *poor(enum client_token kind, struct str name, struct str value)
{
    for (const struct client_support *c = clients_table; c->kind; c++)
        if (c->kind == kind && str_ieqc(name, c->name) && (!c->value || str_ieqc(value, c->value)))
            return c;
    return NULL;
}

static struct str without(struct lint *l, const struct client_support *c)
{
    struct strs names = {0};
    size_t missing = 0;
    for (size_t i = 0; i < CLIENTS; i++) {
        if (c->support[i] != 'n')
            continue;
        if (missing++ < NAMED)
            vec_add(l->a, &names, str_c(clients_names[i]));
    }
    struct str list = str_join(l->a, &names, ", ");
    return missing > NAMED ? str_fmt(l->a, STR_FMT " and %zu more", STR_ARG(list), missing - NAMED) : list;
}

static void say(struct lint *l, const char *rule, size_t at, const char *what, const struct client_support *c)
{
    lint_say(l, rule, lint_html(l, at), "%s%s%s is not understood by " STR_FMT, what, c->name, c->value ? c->value : "",
             STR_ARG(without(l, c)));
}

/* calc(, var( ... in a value. */
static void functions(struct lint *l, const char *rule, size_t at, struct str value)
{
    for (const struct client_support *c = clients_table; c->kind; c++) {
        if (c->kind != CLIENT_FUNCTION)
            continue;
        size_t n = strlen(c->name), found = str_ifind(value, str_fmt(l->a, "%s(", c->name));
        bool word = found != STR_NONE && (found == 0 || !strchr("abcdefghijklmnopqrstuvwxyz-", value.s[found - 1]));
        if (word && value.n > n)
            say(l, rule, at, "the function ", c);
    }
}

static void declarations(struct lint *l, const char *rule, size_t at, struct str css)
{
    struct arena t = {0};
    struct declarations decls = {0};
    sheet_declarations(&t, css, &decls);
    for (size_t i = 0; i < decls.n; i++) {
        const struct client_support *c = poor(CLIENT_PROPERTY, decls.v[i].property, decls.v[i].value);
        if (c)
            say(l, rule, at, "", c);
        if (str_chr(decls.v[i].value, '(') != STR_NONE)
            functions(l, rule, at, decls.v[i].value);
    }
    arena_end(&t);
}

/* Expected in blocks: dark mode is the enhancement that mail has. */
static bool exempt(const char *name)
{
    return strcmp(name, "prefers-color-scheme") == 0 || strcmp(name, "color-scheme") == 0;
}

static void block(struct lint *l, const struct html_node *n)
{
    struct str css = str_sub(l->mail->html, n->tag_end, n->close_at > n->tag_end ? n->close_at : n->tag_end);
    for (const struct client_support *c = clients_table; c->kind; c++) {
        const char *before = c->kind == CLIENT_AT         ? "@"
                             : c->kind == CLIENT_MEDIA    ? "("
                             : c->kind == CLIENT_PSEUDO   ? ":"
                             : c->kind == CLIENT_PROPERTY ? ";"
                                                          : NULL;
        if (!before || exempt(c->name) || c->value)
            continue;
        struct str needle = str_fmt(l->a, "%s%s", before, c->name);
        size_t at = str_ifind(css, needle);
        if (c->kind == CLIENT_PROPERTY && at == STR_NONE)
            at = str_ifind(css, str_fmt(l->a, "{%s:", c->name));
        else if (c->kind == CLIENT_PROPERTY)
            at = css.s[at + needle.n] == ':' ? at : STR_NONE;
        if (at != STR_NONE)
            say(l, "N409", n->tag_end + at, "", c);
    }
}

void lint_clients(struct lint *l)
{
    for (const struct html_node *n = l->page.root; n; n = html_next(l->page.root, n)) {
        if (n->kind != HTML_ELEMENT || n->tag_end == n->at)
            continue;
        const struct client_support *c = html_is(n, "link") ? NULL : poor(CLIENT_ELEMENT, n->tag, (struct str){0});
        if (c)
            say(l, "W408", n->at, "the element ", c);
        for (size_t i = 0; i < n->attrs.n; i++)
            if ((c = poor(CLIENT_ATTRIBUTE, n->attrs.v[i].name, (struct str){0})))
                say(l, "N409", n->at, "the attribute ", c);
        struct str style = html_get(n, "style");
        if (style.n)
            declarations(l, "W408", n->at, style);
        if (html_is(n, "style"))
            block(l, n);
    }
}
