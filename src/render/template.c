/* One file's text into operations. Standalone lines follow the specification: a line that holds nothing but white space
 * and one section, partial, comment or delimiter tag leaves no line behind. */
#include "render/template.h"
#include "base/utf8.h"
#include <string.h>

struct parser {
    struct arena *a;
    const struct source *in;
    struct str open, close; /* the delimiters in force */
    struct ops ops;         /* with comments, text cut at line ends */
    size_t nest[TEMPLATE_DEPTH];
    size_t depth;
    struct err *e;
};

int template_error(struct err *e, const struct source *in, size_t at, const char *fmt, ...)
{
    struct arena a = {0};
    va_list ap;
    va_start(ap, fmt);
    struct str what = str_vfmt(&a, fmt, ap);
    va_end(ap);
    size_t line = 1, from = 0;
    if (at > in->text.n)
        at = in->text.n;
    for (size_t i = 0; i < at; i++)
        if (in->text.s[i] == '\n') {
            line++;
            from = i + 1;
        }
    err_set(e, EX_CONFIG, "%.*s:%zu:%zu: %.*s", STR_ARG(in->path), line, utf8_chars(str_sub(in->text, from, at)) + 1,
            STR_ARG(what));
    arena_end(&a);
    return -1;
}

static bool blank(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.s[i] != ' ' && s.s[i] != '\t' && s.s[i] != '\r' && s.s[i] != '\n')
            return false;
    return true;
}

static struct op *add(struct parser *p, enum op_kind kind, size_t at)
{
    struct op *op = vec_push(p->a, &p->ops);
    op->kind = kind;
    op->in = p->in;
    op->at = at;
    return op;
}

/* Text, one operation a line. */
static void add_text(struct parser *p, size_t from, size_t to)
{
    while (from < to) {
        size_t nl = str_chr(str_sub(p->in->text, from, to), '\n');
        size_t end = nl == STR_NONE ? to : from + nl + 1;
        struct op *op = add(p, OP_TEXT, from);
        op->text = str_sub(p->in->text, from, end);
        op->line_start = from == 0 || p->in->text.s[from - 1] == '\n';
        from = end;
    }
}

static int set_delimiters(struct parser *p, struct str inner, size_t at)
{
    if (inner.n < 2 || inner.s[inner.n - 1] != '=')
        return template_error(p->e, p->in, at, "a change of delimiters is written {{=<%% %%>=}}");
    struct str rest = str_trim(str_sub(inner, 1, inner.n - 1));
    size_t i = 0;
    while (i < rest.n && !strchr(" \t\r\n", rest.s[i]))
        i++;
    struct str open = str_sub(rest, 0, i), close = str_trim(str_sub(rest, i, rest.n));
    if (!open.n || !close.n || open.n > 16 || close.n > 16 || str_chr(open, '=') != STR_NONE ||
        str_chr(close, '=') != STR_NONE || str_chr(close, ' ') != STR_NONE)
        return template_error(p->e, p->in, at, "delimiters are two words without spaces or =, at most 16 bytes each");
    p->open = open;
    p->close = close;
    add(p, OP_COMMENT, at);
    return 0;
}

static int split_path(struct parser *p, struct op *op)
{
    if (str_eqc(op->name, "."))
        return 0;
    struct str rest = op->name, part;
    while (str_cut(&rest, '.', &part)) {
        if (!part.n)
            return template_error(p->e, p->in, op->at, "\"" STR_FMT "\": a dot needs a name on both sides",
                                  STR_ARG(op->name));
        vec_add(p->a, &op->path, part);
    }
    if (op->name.s[op->name.n - 1] == '.')
        return template_error(p->e, p->in, op->at, "\"" STR_FMT "\": a dot needs a name on both sides",
                              STR_ARG(op->name));
    return 0;
}

static int close_section(struct parser *p, struct str name, size_t at)
{
    if (!p->depth)
        return template_error(p->e, p->in, at, "{{/" STR_FMT "}} closes nothing", STR_ARG(name));
    size_t from = p->nest[--p->depth];
    struct op *opener = &p->ops.v[from];
    if (!str_eq(opener->name, name)) {
        size_t line = 1;
        for (size_t i = 0; i < opener->at; i++)
            line += p->in->text.s[i] == '\n';
        return template_error(p->e, p->in, at, "{{/" STR_FMT "}} found where {{/" STR_FMT "}} of line %zu should be",
                              STR_ARG(name), STR_ARG(opener->name), line);
    }
    struct op *op = add(p, OP_END, at);
    op->name = name;
    op->end = from; /* until standalone lines are done: the way back */
    p->ops.v[from].end = p->ops.n - 1;
    return 0;
}

static enum op_kind kind_of(char sigil)
{
    switch (sigil) {
    case '#':
        return OP_SECTION;
    case '^':
        return OP_INVERTED;
    case '>':
        return OP_PARTIAL;
    case '<':
        return OP_PARENT;
    case '$':
        return OP_BLOCK;
    default:
        return OP_VALUE;
    }
}

static int add_tag(struct parser *p, struct str inner, bool triple, size_t at)
{
    char sigil = inner.n && !triple ? inner.s[0] : 0;
    if (sigil == '!') {
        add(p, OP_COMMENT, at);
        return 0;
    }
    if (sigil == '=')
        return set_delimiters(p, inner, at);
    bool marked = sigil && strchr("#^>/<$&", sigil);
    struct str name = str_trim(str_sub(inner, marked, inner.n));
    bool dynamic = (sigil == '>' || sigil == '<') && name.n && name.s[0] == '*';
    if (dynamic && sigil == '<')
        return template_error(p->e, p->in, at,
                              "{{<" STR_FMT "}}: a parent is named, not chosen by a variable; choose a partial, "
                              "{{>" STR_FMT "}}, and let each name its own parent",
                              STR_ARG(name), STR_ARG(name));
    if (dynamic)
        name = str_trim(str_sub(name, 1, name.n));
    if (!name.n)
        return template_error(p->e, p->in, at, "a tag without a name");
    if (sigil == '/')
        return close_section(p, name, at);
    struct op *op = add(p, kind_of(sigil), at);
    op->name = name;
    op->raw = triple || sigil == '&';
    op->dynamic = dynamic;
    if (op->kind == OP_SECTION || op->kind == OP_INVERTED || op->kind == OP_PARENT || op->kind == OP_BLOCK) {
        if (p->depth == TEMPLATE_DEPTH)
            return template_error(p->e, p->in, at, "sections nest deeper than %d", TEMPLATE_DEPTH);
        p->nest[p->depth++] = p->ops.n - 1;
    }
    bool dotted = op->kind == OP_VALUE || op->kind == OP_SECTION || op->kind == OP_INVERTED || dynamic;
    return dotted ? split_path(p, op) : 0;
}

static int tokens(struct parser *p)
{
    struct str t = p->in->text;
    for (size_t i = 0; i < t.n;) {
        size_t n = str_find(str_sub(t, i, t.n), p->open);
        size_t at = n == STR_NONE ? t.n : i + n;
        add_text(p, i, at);
        if (n == STR_NONE)
            return 0;
        if (p->ops.n > TEMPLATE_OPS_MAX)
            return template_error(p->e, p->in, at, "more than %d tags and lines", TEMPLATE_OPS_MAX);
        if (at == 0 || t.s[at - 1] == '\n')
            add(p, OP_TEXT, at)->line_start = true; /* so that an indentation has its place */
        size_t from = at + p->open.n;
        bool triple = from < t.n && t.s[from] == '{' && str_eqc(p->open, "{{") && str_eqc(p->close, "}}");
        struct str close = triple ? str_lit("}}}") : p->close;
        if (!triple && from < t.n && t.s[from] == '=') { /* {{=| |=}}: the new delimiters may contain the old close */
            size_t k = str_find(str_sub(t, from + 1, t.n), str_fmt(p->a, "=" STR_FMT, STR_ARG(p->close)));
            n = k == STR_NONE ? STR_NONE : k + 2;
        } else {
            n = str_find(str_sub(t, from + triple, t.n), close);
            n = n == STR_NONE ? n : n + triple;
        }
        if (n == STR_NONE)
            return template_error(p->e, p->in, at, "this tag is not closed; " STR_FMT " is missing", STR_ARG(close));
        if (add_tag(p, str_sub(t, from + triple, from + n), triple, at))
            return -1;
        i = from + n + close.n;
    }
    return 0;
}

static bool inherits(const struct parser *p, const struct op *op)
{
    enum op_kind k = op->kind == OP_END ? p->ops.v[op->end].kind : op->kind;
    return k == OP_PARENT || k == OP_BLOCK;
}

/* Is the line ops[from, to) standalone? One tag that may be, or only tags of inheritance. */
static bool standalone(const struct parser *p, size_t from, size_t to)
{
    size_t tags = 0, inheriting = 0;
    for (size_t i = from; i < to; i++) {
        const struct op *op = &p->ops.v[i];
        if (op->kind == OP_TEXT ? !blank(op->text) : op->kind == OP_VALUE)
            return false;
        tags += op->kind != OP_TEXT;
        inheriting += op->kind != OP_TEXT && inherits(p, op);
    }
    return tags == 1 || (tags > 1 && tags == inheriting);
}

/* Takes a standalone line's white space out, or notes the white space before a block on a line with other things. */
static void settle_line(struct parser *p, size_t from, size_t to)
{
    struct str indent = {0};
    bool first = true, whole = standalone(p, from, to);
    for (size_t i = from; i < to; i++) {
        struct op *op = &p->ops.v[i];
        if (op->kind == OP_TEXT) {
            if (first && blank(op->text) && op->text.n)
                indent = op->text;
            else if (first && op->text.n)
                indent = (struct str){0};
            if (whole) {
                op->text.n = 0;
                op->line_start = false;
            }
            first = first && !op->text.n;
            continue;
        }
        if (op->kind == OP_PARTIAL || op->kind == OP_PARENT || op->kind == OP_BLOCK) {
            bool partial = op->kind == OP_PARTIAL;
            if (first && (whole || !partial))
                op->indent = indent;
            op->alone = whole && (op->kind != OP_BLOCK || op->end < to);
            op->opens = op->kind == OP_BLOCK && whole && op->end >= to;
        }
        first = false;
    }
}

static void settle_lines(struct parser *p)
{
    for (size_t from = 0; from < p->ops.n;) {
        size_t to = from;
        while (to < p->ops.n) {
            struct str t = p->ops.v[to++].text;
            if (t.n && t.s[t.n - 1] == '\n')
                break;
        }
        settle_line(p, from, to);
        from = to;
    }
}

void template_close(struct ops *ops)
{
    size_t nest[TEMPLATE_DEPTH * TEMPLATE_LINK_DEPTH], depth = 0;
    for (size_t i = 0; i < ops->n; i++) {
        enum op_kind k = ops->v[i].kind;
        if (k == OP_SECTION || k == OP_INVERTED || k == OP_CASE || k == OP_PARENT || k == OP_BLOCK)
            nest[depth++] = i;
        else if (k == OP_END)
            ops->v[nest[--depth]].end = i;
    }
}

int template_parse(struct arena *a, const struct source *in, struct ops *out, struct err *e)
{
    struct parser p = {.a = a, .in = in, .open = str_lit("{{"), .close = str_lit("}}"), .e = e};
    if (in->text.n > TEMPLATE_BYTES_MAX)
        return template_error(e, in, 0, "the file is larger than %d bytes", TEMPLATE_BYTES_MAX);
    if (tokens(&p))
        return -1;
    if (p.depth) {
        struct op *op = &p.ops.v[p.nest[p.depth - 1]];
        return template_error(e, in, op->at, "{{" STR_FMT "}} is opened here and never closed", STR_ARG(op->name));
    }
    settle_lines(&p);
    for (size_t i = 0; i < p.ops.n; i++) {
        struct op *op = &p.ops.v[i];
        if (op->kind != OP_COMMENT && (op->kind != OP_TEXT || op->text.n || op->line_start))
            vec_add(a, out, *op);
    }
    template_close(out);
    return 0;
}
