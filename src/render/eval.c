/* A linked program and values into pieces. */
#include "base/escape.h"
#include "render/template.h"

enum { STACK_MAX = 256, STEPS_MAX = 20 * 1000 * 1000 };

struct eval {
    struct arena *a;
    const struct value *stack[STACK_MAX];
    size_t depth;
    size_t partials; /* lazy programs: partials open now */
    const struct linker *l;
    struct piece_list *out;
    struct buf text; /* the piece being made */
    size_t made;
    size_t steps; /* operations done: sections may repeat without making text */
    struct err *e;
};

static int run(struct eval *v, const struct ops *ops, size_t from, size_t to);

static void flush(struct eval *v)
{
    if (!v->text.n)
        return;
    struct piece *p = vec_push(v->a, v->out);
    *p = (struct piece){.kind = PIECE_TEXT, .text = buf_dup(v->a, &v->text)};
    v->made += v->text.n;
    buf_clear(&v->text);
}

static void mark(struct eval *v, enum piece_kind kind, struct str field, enum place place)
{
    flush(v);
    struct piece *p = vec_push(v->a, v->out);
    *p = (struct piece){kind, field, place};
}

/* The first part is looked for from the innermost context outwards, the others only inside what was found. */
static const struct value *lookup(const struct eval *v, const struct op *op)
{
    if (!op->path.n)
        return v->stack[v->depth - 1];
    const struct value *found = NULL;
    for (size_t i = v->depth; i-- && !found;)
        found = value_get(v->stack[i], op->path.v[0]);
    for (size_t i = 1; i < op->path.n && found; i++)
        found = value_get(found, op->path.v[i]);
    return found;
}

/* Colours, lengths and font names: nothing that could end a declaration, an attribute or a style block, or load
 * anything. */
static bool css_safe(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.s[i];
        bool word = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!word && c != '#' && c != ',' && c != '.' && c != ' ' && c != '%' && c != '-' && c != '\'')
            return false;
    }
    return true;
}

static void put_urlpart(struct buf *b, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.s[i];
        bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
                     c == '.' || c == '_' || c == '~';
        if (plain)
            buf_ch(b, (char)c);
        else
            buf_fmt(b, "%%%02X", c);
    }
}

static void put_escaped(struct buf *b, struct str s, const struct op *op)
{
    if (op->raw) {
        buf_str(b, s);
        return;
    }
    switch (op->place) {
    case PLACE_PLAIN:
        buf_str(b, s);
        break;
    case PLACE_HTML:
        escape_html_text(b, s);
        break;
    case PLACE_ATTR:
        escape_html_attr(b, s);
        break;
    case PLACE_URL:
        escape_url_attr(b, s);
        break;
    case PLACE_URLPART:
        put_urlpart(b, s);
        break;
    case PLACE_CSS:
        if (css_safe(s))
            buf_str(b, s);
        break;
    }
}

/* A subject may name fields inside its text. */
static void put_text(struct eval *v, struct str s, const struct op *op)
{
    for (size_t open; (open = str_chr(s, FIELD_OPEN)) != STR_NONE;) {
        size_t close = str_chr(s, FIELD_CLOSE);
        if (close == STR_NONE || close < open)
            break;
        put_escaped(&v->text, str_sub(s, 0, open), op);
        mark(v, PIECE_HOLE, str_dup(v->a, str_sub(s, open + 1, close)), op->place);
        s = str_sub(s, close + 1, s.n);
    }
    put_escaped(&v->text, s, op);
}

static void put_value(struct eval *v, const struct op *op)
{
    const struct value *x = lookup(v, op);
    if (x && x->kind == VALUE_FIELD)
        mark(v, PIECE_HOLE, x->text, op->place);
    else if (x && x->kind == VALUE_TEXT)
        put_text(v, x->text, op);
    else
        buf_str(&v->text, op->text);
}

static int within(struct eval *v, const struct ops *ops, size_t i, const struct value *context)
{
    if (v->depth == STACK_MAX)
        return template_error(v->e, ops->v[i].in, ops->v[i].at, "contexts nest deeper than %d", STACK_MAX);
    v->stack[v->depth++] = context;
    int failed = run(v, ops, i + 1, ops->v[i].end);
    v->depth--;
    return failed;
}

static int section(struct eval *v, const struct ops *ops, size_t i)
{
    const struct op *op = &ops->v[i];
    const struct value *x = lookup(v, op);
    bool inverted = op->kind == OP_INVERTED;
    if (x && x->kind == VALUE_FIELD) {
        mark(v, inverted ? PIECE_UNLESS : PIECE_IF, x->text, PLACE_PLAIN);
        int failed = within(v, ops, i, x);
        mark(v, PIECE_END, x->text, PLACE_PLAIN);
        return failed;
    }
    if (op->kind == OP_CASE)
        return x && x->kind == VALUE_TEXT && str_eq(x->text, op->text) ? run(v, ops, i + 1, op->end) : 0;
    if (inverted)
        return value_true(x) ? 0 : run(v, ops, i + 1, op->end);
    if (!value_true(x))
        return 0;
    if (x->kind != VALUE_LIST)
        return within(v, ops, i, x);
    for (const struct value *item = x->first; item; item = item->next)
        if (within(v, ops, i, item))
            return -1;
    return 0;
}

/* Only lazy programs still hold partials. */
static int partial(struct eval *v, const struct op *op)
{
    struct str name = op->name;
    if (op->dynamic) {
        const struct value *x = lookup(v, op);
        if (!x || x->kind != VALUE_TEXT)
            return 0;
        name = x->text;
    }
    for (size_t i = 0; i < v->l->sources->n; i++) {
        const struct source *s = &v->l->sources->v[i];
        if (!str_eq(s->name, name))
            continue;
        if (v->partials == TEMPLATE_LINK_DEPTH)
            return template_error(v->e, op->in, op->at, "\"" STR_FMT "\" includes itself without end", STR_ARG(name));
        struct ops ops = {0};
        if (template_link_indented(v->l, s, op->indent, &ops, v->e))
            return -1;
        for (size_t k = 0; k < ops.n; k++)
            ops.v[k].place = op->place;
        v->partials++;
        int failed = run(v, &ops, 0, ops.n);
        v->partials--;
        return failed;
    }
    return 0;
}

static int run(struct eval *v, const struct ops *ops, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        const struct op *op = &ops->v[i];
        int failed = 0;
        if (op->kind == OP_TEXT) {
            buf_str(&v->text, op->text);
        } else if (op->kind == OP_VALUE) {
            put_value(v, op);
        } else if (op->kind == OP_PARTIAL) {
            failed = partial(v, op);
        } else if (op->kind == OP_SECTION || op->kind == OP_INVERTED || op->kind == OP_CASE) {
            failed = section(v, ops, i);
            i = op->end;
        }
        if (!failed && ++v->steps > STEPS_MAX)
            failed = template_error(v->e, op->in, op->at, "more than %d steps", STEPS_MAX);
        if (!failed && (v->text.over || v->made > TEMPLATE_OUTPUT_MAX))
            failed = template_error(v->e, op->in, op->at, "what this template makes grows beyond %d bytes",
                                    TEMPLATE_OUTPUT_MAX);
        if (failed)
            return -1;
    }
    return 0;
}

int template_eval(struct arena *a, const struct ops *program, const struct value *root, const struct linker *l,
                  struct piece_list *out, struct err *e)
{
    struct eval v = {.a = a, .stack = {root}, .depth = 1, .l = l, .out = out, .e = e};
    buf_init(&v.text, TEMPLATE_OUTPUT_MAX);
    int failed = run(&v, program, 0, program->n);
    flush(&v);
    buf_end(&v.text);
    return failed;
}
