#include "render/marked.h"
#include <ctype.h>

enum { NAME_ENDS = '\f' }; /* white space to HTML; taken out again behind the inlining */

static struct str mark(struct arena *a, size_t i)
{
    return str_fmt(a, "%c%zu%c", MARK_OPEN, i, MARK_CLOSE);
}

static size_t index_at(struct str s, size_t at, size_t *end)
{
    size_t i = 0;
    for (at++; at < s.n && s.s[at] >= '0' && s.s[at] <= '9'; at++)
        i = i * 10 + (size_t)(s.s[at] - '0');
    *end = at + 1;
    return i;
}

/* "<h3" of <h3{{#lang}} lang="{{lang}}"{{/lang}}>: a mark there would be read as a part of the tag's name. */
static bool ends_in_tag_name(struct str s)
{
    size_t i = s.n;
    while (i && (isalnum((unsigned char)s.s[i - 1]) || s.s[i - 1] == '-'))
        i--;
    return i && i < s.n && s.s[i - 1] == '<' && isalpha((unsigned char)s.s[i]);
}

struct str marked_text(struct marked *m)
{
    struct buf b;
    buf_init(&b, 2 * TEMPLATE_BYTES_MAX);
    for (size_t i = 0; i < m->program->n; i++) {
        const struct op *op = &m->program->v[i];
        buf_str(&b, op->kind == OP_TEXT ? op->text : mark(m->a, i));
        bool marked = op->kind == OP_TEXT && i + 1 < m->program->n && op[1].kind != OP_TEXT;
        if (marked && ends_in_tag_name(op->text))
            buf_ch(&b, NAME_ENDS);
    }
    struct str s = buf_dup(m->a, &b);
    buf_end(&b);
    return s;
}

struct str marked_new(struct marked *m, const struct op *op)
{
    vec_add(m->a, m->program, *op);
    return mark(m->a, m->program->n - 1);
}

bool marked_is_value(const struct marked *m, struct str s, size_t at)
{
    size_t end, i = index_at(s, at, &end);
    return i < m->program->n && m->program->v[i].kind == OP_VALUE;
}

bool marked_is_end(const struct marked *m, struct str s, size_t at)
{
    size_t end, i = index_at(s, at, &end);
    return i < m->program->n && m->program->v[i].kind == OP_END;
}

struct str marked_name(const struct marked *m, struct str s, size_t *at)
{
    size_t i = index_at(s, *at, at);
    return i < m->program->n ? m->program->v[i].name : (struct str){0};
}

/* The next mark at or behind *at that is not a value's; false when there is none. */
static bool next_section(const struct marked *m, struct str s, size_t *at, size_t *index)
{
    while (*at < s.n) {
        if (s.s[*at] != MARK_OPEN) {
            ++*at;
            continue;
        }
        *index = index_at(s, *at, at);
        if (*index < m->program->n && m->program->v[*index].kind != OP_VALUE)
            return true;
    }
    return false;
}

bool marked_same_sections(const struct marked *m, struct str x, struct str y)
{
    for (size_t i = 0, k = 0;;) {
        size_t a = 0, b = 0;
        bool more = next_section(m, x, &i, &a);
        if (more != next_section(m, y, &k, &b) || (more && a != b))
            return false;
        if (!more)
            return true;
    }
}

static void add_text(struct marked *m, struct ops *out, struct str s, const struct op *near)
{
    if (!s.n)
        return;
    struct op op = {.kind = OP_TEXT, .text = s, .in = near->in, .at = near->at};
    vec_add(m->a, out, op);
}

void marked_program(struct marked *m, struct str s, struct ops *out)
{
    const struct op *near = &m->program->v[0];
    size_t from = 0;
    for (size_t i = 0; i < s.n;) {
        if (s.s[i] != MARK_OPEN) {
            i++;
            continue;
        }
        add_text(m, out, str_sub(s, from, i - (i > from && s.s[i - 1] == NAME_ENDS)), near);
        size_t at = index_at(s, i, &i);
        if (at < m->program->n) {
            near = &m->program->v[at];
            vec_add(m->a, out, *near);
        }
        from = i;
    }
    add_text(m, out, str_sub(s, from, s.n), near);
    template_close(out);
}
