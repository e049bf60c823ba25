/* Partials, parents and blocks put in their place: what is left is text, values and sections. */
#include "render/template.h"
#include <string.h>

enum { FILES_MAX = 20000 };

/* A block given by a child for its parent; the outermost child comes first and wins. */
struct override {
    struct str name;
    const struct ops *ops;
    size_t block; /* index of its OP_BLOCK */
    const struct override *next;
};

/* How far the text being copied moves to the right or left. */
struct shift {
    struct str indent; /* put before every line */
    size_t dedent;     /* white space taken from every line first */
    bool mid_line;     /* the first line goes on an existing one and gets no indentation */
};

struct link {
    const struct linker *l;
    struct ops *out;
    size_t bytes; /* of linked text */
    size_t files; /* put in place so far: many empty ones make no text and still take time */
    struct str stack[TEMPLATE_LINK_DEPTH];
    size_t depth;
    struct err *e;
};

static int range(struct link *k, const struct ops *ops, size_t from, size_t to, const struct override *blocks,
                 struct shift *shift);

static const struct source *find_exact(const struct sources *all, struct str name)
{
    for (size_t i = 0; i < all->n; i++)
        if (str_eq(all->v[i].name, name))
            return &all->v[i];
    return NULL;
}

/* {{>story}} in digest.html is story.html; {{>style.css}} is just that. */
static const struct source *find(const struct linker *l, struct str name, const struct source *in)
{
    const struct source *s = find_exact(l->sources, name);
    if (s)
        return s;
    size_t dot = in->name.n;
    while (dot && in->name.s[dot - 1] != '.')
        dot--;
    if (!dot)
        return NULL;
    return find_exact(
        l->sources, str_fmt(l->arena, STR_FMT STR_FMT, STR_ARG(name), STR_ARG(str_sub(in->name, dot - 1, in->name.n))));
}

static struct op *put(struct link *k, const struct op *op)
{
    struct op *copy = vec_push(k->l->arena, k->out);
    *copy = *op;
    k->bytes += op->text.n;
    return copy;
}

static int bounds(struct link *k, const struct op *op)
{
    if (k->files > FILES_MAX)
        return template_error(k->e, op->in, op->at, "more than %d partials are put in place", FILES_MAX);
    if (k->out->n > TEMPLATE_OPS_MAX || k->bytes > TEMPLATE_BYTES_MAX)
        return template_error(k->e, op->in, op->at, "with its partials the template grows beyond %d bytes or %d tags",
                              TEMPLATE_BYTES_MAX, TEMPLATE_OPS_MAX);
    return 0;
}

static size_t leading(struct str s)
{
    size_t n = 0;
    while (n < s.n && (s.s[n] == ' ' || s.s[n] == '\t'))
        n++;
    return n;
}

static bool ends_line(struct str s)
{
    return s.n && s.s[s.n - 1] == '\n';
}

static struct str shifted(const struct link *k, const struct op *op, struct shift *shift)
{
    struct str t = op->text;
    bool skip = shift->mid_line;
    shift->mid_line = false;
    if (!op->line_start)
        return t;
    size_t drop = leading(t);
    t = str_sub(t, drop < shift->dedent ? drop : shift->dedent, t.n);
    bool empty_line = leading(t) == t.n || t.s[leading(t)] == '\n' || t.s[leading(t)] == '\r';
    if (skip || !shift->indent.n || (t.n && empty_line))
        return t;
    return str_fmt(k->l->arena, STR_FMT STR_FMT, STR_ARG(shift->indent), STR_ARG(t));
}

static int text(struct link *k, const struct op *op, struct shift *shift)
{
    struct op copy = *op;
    copy.text = shifted(k, op, shift);
    if (copy.text.n)
        put(k, &copy);
    return bounds(k, op);
}

static struct str joined(struct arena *a, struct str x, struct str y)
{
    return y.n ? x.n ? str_fmt(a, STR_FMT STR_FMT, STR_ARG(x), STR_ARG(y)) : y : x;
}

static struct str dedented(struct str indent, const struct shift *shift)
{
    return str_sub(indent, shift->dedent < indent.n ? shift->dedent : indent.n, indent.n);
}

static int file(struct link *k, struct str name, const struct op *op, const struct override *blocks, struct str indent)
{
    const struct source *s = find(k->l, name, op->in);
    if (!s && k->l->lazy)
        return 0;
    if (!s)
        return template_error(k->e, op->in, op->at, "there is no template \"" STR_FMT "\"", STR_ARG(name));
    if (k->depth == TEMPLATE_LINK_DEPTH) {
        struct strs chain = {.v = k->stack + k->depth - 3, .n = 3};
        return template_error(k->e, op->in, op->at, "\"" STR_FMT "\" includes itself without end (" STR_FMT ")",
                              STR_ARG(name), STR_ARG(str_join(k->l->arena, &chain, " > ")));
    }
    k->files++;
    struct ops *ops = arena_new(k->l->arena, struct ops);
    if (bounds(k, op) || template_parse(k->l->arena, s, ops, k->e))
        return -1;
    k->stack[k->depth++] = s->name;
    struct shift shift = {.indent = indent};
    int failed = range(k, ops, 0, ops->n, blocks, &shift);
    k->depth--;
    return failed;
}

/* {{>*name}}: one case for each file it may stand for. */
static int choice(struct link *k, const struct op *op, struct str indent)
{
    const char *const *names = k->l->choices ? k->l->choices(op->name) : NULL;
    if (!names)
        return template_error(k->e, op->in, op->at,
                              "{{>*" STR_FMT "}}: a template is chosen by a variable with a fixed set of values",
                              STR_ARG(op->name));
    for (; *names; names++) {
        struct op *c = put(k, op);
        c->kind = OP_CASE;
        c->text = str_c(*names);
        if (file(k, c->text, op, NULL, indent))
            return -1;
        put(k, op)->kind = OP_END;
    }
    return bounds(k, op);
}

static int partial(struct link *k, const struct op *op, struct shift *shift)
{
    struct str indent = op->indent.n ? joined(k->l->arena, shift->indent, dedented(op->indent, shift)) : op->indent;
    if (op->alone && !op->indent.n)
        indent = shift->indent;
    if (k->l->lazy) {
        put(k, op)->indent = indent;
        return bounds(k, op);
    }
    return op->dynamic ? choice(k, op, indent) : file(k, op->name, op, NULL, indent);
}

/* The blocks of a {{<parent}} body, behind those that come from further out. */
static const struct override *overrides(struct link *k, const struct ops *ops, size_t parent,
                                        const struct override *outer)
{
    struct override *own = NULL;
    for (size_t i = parent + 1; i < ops->v[parent].end; i++) {
        enum op_kind kind = ops->v[i].kind;
        if (kind == OP_BLOCK) {
            struct override *o = arena_new(k->l->arena, struct override);
            *o = (struct override){ops->v[i].name, ops, i, own};
            own = o;
        }
        if (kind == OP_BLOCK || kind == OP_PARENT || kind == OP_SECTION || kind == OP_INVERTED)
            i = ops->v[i].end;
    }
    if (!outer)
        return own;
    struct override *first = NULL, **tail = &first;
    for (; outer; outer = outer->next) {
        *tail = arena_new(k->l->arena, struct override);
        **tail = *outer;
        tail = (struct override **)&(*tail)->next;
    }
    *tail = own;
    return first;
}

static int parent(struct link *k, const struct ops *ops, size_t i, const struct override *blocks, struct shift *shift)
{
    const struct op *op = &ops->v[i];
    struct str indent = op->alone ? joined(k->l->arena, shift->indent, dedented(op->indent, shift)) : (struct str){0};
    return file(k, op->name, op, overrides(k, ops, i, blocks), indent);
}

/* How far the first line of a block's content stands to the right, when the content begins on a line of its own. */
static struct str intrinsic(const struct ops *ops, size_t block)
{
    for (size_t i = block + 1; i < ops->v[block].end; i++) {
        const struct op *op = &ops->v[i];
        if (op->kind == OP_TEXT && op->line_start)
            return str_sub(op->text, 0, leading(op->text));
        if (op->kind == OP_PARTIAL && op->alone)
            return op->indent;
        if (op->kind == OP_TEXT || op->kind == OP_VALUE)
            break;
    }
    return (struct str){0};
}

static bool begins_line(const struct ops *ops, size_t block)
{
    return block + 1 < ops->v[block].end && ops->v[block + 1].kind == OP_TEXT && ops->v[block + 1].line_start;
}

/* A block's content: the outermost override or its own. An override loses the indentation it was written with and takes
 * that of the place where it is put. */
static int block(struct link *k, const struct ops *ops, size_t i, const struct override *blocks, struct shift *shift)
{
    const struct op *op = &ops->v[i];
    const struct override *o = blocks;
    while (o && !str_eq(o->name, op->name))
        o = o->next;
    size_t before = k->out->n;
    if (!o) {
        if (range(k, ops, i + 1, op->end, blocks, shift))
            return -1;
    } else {
        if (k->depth == TEMPLATE_LINK_DEPTH)
            return template_error(k->e, op->in, op->at, "blocks nest deeper than %d", TEMPLATE_LINK_DEPTH);
        bool own_line = !op->alone && (begins_line(ops, i) || op->opens);
        struct str at = own_line && begins_line(ops, i) ? intrinsic(ops, i) : op->indent; /* where it would stand */
        struct shift s = {joined(k->l->arena, shift->indent, dedented(at, shift)), intrinsic(o->ops, o->block).n,
                          !op->alone && !own_line && !begins_line(o->ops, o->block)};
        k->stack[k->depth++] = op->name;
        int failed = range(k, o->ops, o->block + 1, o->ops->v[o->block].end, blocks, &s);
        k->depth--;
        if (failed)
            return -1;
    }
    bool made = k->out->n > before;
    const struct op *last = made ? &k->out->v[k->out->n - 1] : NULL;
    if (op->alone && made && (last->kind != OP_TEXT || !ends_line(last->text))) {
        struct op nl = *op;
        nl.kind = OP_TEXT;
        nl.text = str_lit("\n");
        put(k, &nl);
    }
    return bounds(k, op);
}

static int range(struct link *k, const struct ops *ops, size_t from, size_t to, const struct override *blocks,
                 struct shift *shift)
{
    for (size_t i = from; i < to; i++) {
        const struct op *op = &ops->v[i];
        int failed = 0;
        switch (op->kind) {
        case OP_TEXT:
            failed = text(k, op, shift);
            break;
        case OP_PARTIAL:
            failed = partial(k, op, shift);
            break;
        case OP_PARENT:
            failed = parent(k, ops, i, blocks, shift);
            i = op->end;
            break;
        case OP_BLOCK:
            failed = block(k, ops, i, blocks, shift);
            i = op->end;
            break;
        default:
            put(k, op);
            failed = bounds(k, op);
        }
        shift->mid_line = false;
        if (failed)
            return -1;
    }
    return 0;
}

int template_link_indented(const struct linker *l, const struct source *main, struct str indent, struct ops *out,
                           struct err *e)
{
    struct link k = {.l = l, .out = out, .e = e};
    struct ops ops = {0};
    if (template_parse(l->arena, main, &ops, e))
        return -1;
    struct shift shift = {.indent = indent};
    k.stack[k.depth++] = main->name;
    if (range(&k, &ops, 0, ops.n, NULL, &shift))
        return -1;
    template_close(out);
    return 0;
}

int template_link(const struct linker *l, const struct source *main, struct ops *out, struct err *e)
{
    return template_link_indented(l, main, (struct str){0}, out, e);
}
