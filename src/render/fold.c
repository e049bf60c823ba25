#include "render/fold.h"
#include "base/escape.h"

size_t fold_field(struct fold *f, struct str name)
{
    for (size_t i = 0; i < f->m->fields.n; i++)
        if (str_eq(f->m->fields.v[i], name))
            return i;
    vec_add(f->a, &f->m->fields, str_dup(f->a, name));
    return f->m->fields.n - 1;
}

void fold_text(struct fold *f, struct str bytes)
{
    if (!bytes.n)
        return;
    struct step *s = vec_push(f->a, &f->m->steps);
    *s = (struct step){.kind = STEP_TEXT, .text = str_dup(f->a, bytes)};
    f->m->size += bytes.n;
}

static void hole(struct fold *f, struct str field, enum hole_context context)
{
    size_t index = fold_field(f, field);
    struct step *s = vec_push(f->a, &f->m->steps);
    *s = (struct step){.kind = STEP_HOLE, .field = index, .context = context};
}

void fold_hole(struct fold *f, const char *field, enum hole_context context)
{
    hole(f, str_c(field), context);
}

size_t fold_if(struct fold *f, enum step_kind kind, struct str field)
{
    size_t index = fold_field(f, field);
    struct step *s = vec_push(f->a, &f->m->steps);
    *s = (struct step){.kind = kind, .field = index};
    return f->m->steps.n - 1;
}

void fold_end(struct fold *f, size_t opened)
{
    f->m->steps.v[opened].skip = f->m->steps.n;
}

static enum hole_context context_of(enum place place)
{
    switch (place) {
    case PLACE_HTML:
        return HOLE_HTML_QP;
    case PLACE_ATTR:
    case PLACE_CSS: /* refused for fields when the template is compiled */
        return HOLE_ATTR_QP;
    case PLACE_URL:
        return HOLE_URL_QP;
    case PLACE_URLPART:
        return HOLE_URLPART_QP;
    case PLACE_PLAIN:
        break;
    }
    return HOLE_TEXT_QP;
}

void fold_body(struct fold *f, const struct piece_list *pieces)
{
    size_t open[TEMPLATE_DEPTH * TEMPLATE_LINK_DEPTH], depth = 0;
    struct buf qp;
    buf_init(&qp, 4 * TEMPLATE_OUTPUT_MAX);
    for (size_t i = 0; i < pieces->n; i++) {
        const struct piece *p = &pieces->v[i];
        switch (p->kind) {
        case PIECE_TEXT:
            buf_clear(&qp);
            escape_qp(&qp, p->text);
            fold_text(f, buf_view(&qp));
            break;
        case PIECE_HOLE:
            hole(f, p->text, context_of(p->place));
            break;
        case PIECE_IF:
        case PIECE_UNLESS:
            open[depth++] = fold_if(f, p->kind == PIECE_IF ? STEP_IF : STEP_UNLESS, p->text);
            break;
        case PIECE_END:
            fold_end(f, open[--depth]);
            break;
        }
    }
    buf_end(&qp);
}

/* Encoded words on lines of their own: white space between two of them is no part of the text (RFC 2047 section 6.2),
 * so the pieces read as one text whatever the reader's value is. */
void fold_header(struct fold *f, const struct piece_list *pieces, size_t column)
{
    struct buf b;
    buf_init(&b, 1 << 16);
    for (size_t i = 0; i < pieces->n; i++) {
        const struct piece *p = &pieces->v[i];
        struct str before = i ? str_lit("\r\n ") : str_lit("");
        if (p->kind == PIECE_HOLE) {
            size_t opened = fold_if(f, STEP_IF, p->text);
            fold_text(f, before);
            hole(f, p->text, HOLE_WORDS);
            fold_end(f, opened);
        } else if (p->kind == PIECE_TEXT) {
            buf_clear(&b);
            buf_str(&b, before);
            if (pieces->n == 1)
                escape_header(&b, p->text, column);
            else
                escape_words(&b, p->text, i ? 1 : column);
            fold_text(f, buf_view(&b));
        }
    }
    buf_end(&b);
}
