#include "render/lint.h"
#include "base/utf8.h"
#include <string.h>

enum {
    SAME_RULE_MAX = 12,  /* findings of one rule that are listed */
    LINE_COUNTED = 2000, /* columns further right are counted in bytes */
};

void lint_say(struct lint *l, const char *rule, struct str where, const char *fmt, ...)
{
    size_t same = 0;
    for (size_t i = 0; i < l->out->n; i++)
        same += strcmp(l->out->v[i].rule, rule) == 0;
    if (same > SAME_RULE_MAX)
        return;
    va_list ap;
    va_start(ap, fmt);
    struct lint_finding *f = vec_push(l->a, l->out);
    f->rule = rule;
    f->severity = rule[0] == 'E' ? SEV_ERROR : rule[0] == 'W' ? SEV_WARNING : SEV_NOTE;
    f->where = where;
    f->text = same == SAME_RULE_MAX ? str_lit("more of the same are not listed") : str_vfmt(l->a, fmt, ap);
    va_end(ap);
}

void lint_index(struct lint *l)
{
    struct str t = l->mail->html;
    size_t n = 1;
    for (size_t i = 0; i < t.n; i++)
        n += t.s[i] == '\n';
    l->lines = arena_array(l->a, size_t, n);
    l->lines[l->line_count++] = 0;
    for (size_t i = 0; i < t.n; i++)
        if (t.s[i] == '\n')
            l->lines[l->line_count++] = i + 1;
}

struct str lint_html(struct lint *l, size_t offset)
{
    size_t low = 0, high = l->line_count;
    while (high - low > 1) {
        size_t mid = low + (high - low) / 2;
        *(l->lines[mid] <= offset ? &low : &high) = mid;
    }
    size_t bytes = offset - l->lines[low];
    size_t column = bytes < LINE_COUNTED ? utf8_chars(str_sub(l->mail->html, l->lines[low], offset)) : bytes;
    return str_fmt(l->a, "html:%zu:%zu", low + 1, column + 1);
}

struct str lint_text_line(struct lint *l, size_t line)
{
    return str_fmt(l->a, "text:%zu", line);
}

struct str lint_header(struct lint *l, const char *name)
{
    return str_fmt(l->a, "header %s", name);
}

/* The n-th field of that name, unfolded. */
static bool field_at(struct lint *l, const char *name, size_t n, struct str *out)
{
    struct str rest = l->mail->headers, line;
    struct str label = str_fmt(l->a, "%s:", name);
    while (str_line(&rest, &line)) {
        if (!str_istarts(line, label.s) || n-- > 0)
            continue;
        struct strs parts = {0};
        vec_add(l->a, &parts, str_trim(str_sub(line, label.n, line.n)));
        while (rest.n && (rest.s[0] == ' ' || rest.s[0] == '\t') && str_line(&rest, &line))
            vec_add(l->a, &parts, str_trim(line));
        *out = str_join(l->a, &parts, " ");
        return true;
    }
    return false;
}

struct str lint_field(struct lint *l, const char *name)
{
    struct str value = {0};
    field_at(l, name, 0, &value);
    return value;
}

size_t lint_fields(struct lint *l, const char *name)
{
    struct str value;
    size_t n = 0;
    while (n < 100 && field_at(l, name, n, &value))
        n++;
    return n;
}

bool lint_hidden(const struct html_node *n)
{
    for (; n; n = n->parent) {
        struct str style = n->kind == HTML_ELEMENT ? html_get(n, "style") : (struct str){0};
        for (size_t at; (at = str_ifind(style, str_lit("display"))) != STR_NONE;) {
            style = str_trim(str_sub(style, at + 7, style.n));
            if (style.n && style.s[0] == ':' && str_istarts(str_trim(str_sub(style, 1, style.n)), "none"))
                return true;
        }
        if (n->kind == HTML_ELEMENT && html_attr(n, "hidden"))
            return true;
    }
    return false;
}

void render_lint(struct arena *a, const struct rendered *mail, const struct edition *ed, struct lint_findings *out)
{
    struct lint l = {.a = a, .mail = mail, .ed = ed, .out = out};
    lint_index(&l);
    if (mail->html.n && !html_parse(a, mail->html, &l.page)) {
        l.page.root = NULL;
        lint_say(&l, "E102", str_lit("html:1:1"),
                 "the HTML has more than 20,000 tags, or hundreds open at once; it was not checked");
    }
    lint_size(&l);
    lint_structure(&l);
    lint_spoken(&l);
    lint_links(&l);
    lint_looks(&l);
    lint_clients(&l);
    lint_text(&l);
    lint_subject(&l);
    lint_headers(&l);
    lint_words(&l);
    lint_edition(&l);
}
