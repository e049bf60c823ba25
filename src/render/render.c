/* An edition and a family into the mold of one cohort's mail. */
#include "base/crypto.h"
#include "render/family.h"
#include "render/fold.h"
#include "render/head.h"
#include "render/mime.h"
#include "render/settings.h"
#include "render/text.h"
#include "render/vars.h"
#include "render/view.h"

/* The frame's bytes with the marks replaced by steps; the header block ends a step. */
static void splice(struct fold *f, struct str frame, const struct str marks[MARKS], const struct mail_settings *s,
                   struct str subject, const struct piece_list *text, const struct piece_list *html)
{
    for (bool in_head = true;;) {
        size_t at = STR_NONE, which = 0;
        for (size_t i = 0; i < MARKS; i++) {
            size_t found = str_find(frame, marks[i]);
            if (found != STR_NONE && found < at) {
                at = found;
                which = i;
            }
        }
        struct str before = str_sub(frame, 0, at == STR_NONE ? frame.n : at);
        size_t end = in_head ? str_find(before, str_lit("\r\n\r\n")) : STR_NONE;
        if (end != STR_NONE) {
            in_head = false;
            fold_text(f, str_sub(before, 0, end + 4));
            f->m->body_from = f->m->steps.n;
            before = str_sub(before, end + 4, before.n);
        }
        fold_text(f, before);
        if (at == STR_NONE)
            return;
        if (which == MARK_TEXT || which == MARK_HTML)
            fold_body(f, which == MARK_TEXT ? text : html);
        else
            head_steps(f, (enum head_mark)which, s, subject);
        frame = str_sub(frame, at + marks[which].n, frame.n);
    }
}

/* Names the content, so that the same mail has the same boundary and marks, and no text can contain them. */
static struct str fingerprint(struct arena *a, struct str subject, const struct piece_list *text,
                              const struct piece_list *html)
{
    struct buf b;
    buf_init(&b, 4 * TEMPLATE_OUTPUT_MAX);
    buf_str(&b, subject);
    for (size_t i = 0; i < text->n + html->n; i++) {
        const struct piece *p = i < text->n ? &text->v[i] : &html->v[i - text->n];
        buf_ch(&b, (char)p->kind);
        buf_str(&b, p->text);
    }
    uint8_t digest[SHA256_LEN];
    sha256(buf_view(&b), digest);
    buf_end(&b);
    return hex(a, digest, 12);
}

static int evaluate(struct arena *a, const struct family *f, const struct value *root, struct piece_list *text,
                    struct piece_list *html, struct err *e)
{
    struct piece_list lines = {0};
    if (template_eval(a, &f->html, root, NULL, html, e) || template_eval(a, &f->text, root, NULL, &lines, e))
        return -1;
    text_wrap(a, &lines, text);
    return 0;
}

/* Those that this cohort's page names. */
static void named_pictures(struct arena *a, const struct edition *ed, const struct piece_list *html,
                           struct attachments *out)
{
    for (size_t i = 0; i < ed->pictures.n; i++) {
        struct str link = str_fmt(a, "cid:" STR_FMT "\"", STR_ARG(ed->pictures.v[i].id));
        bool named = false;
        for (size_t k = 0; k < html->n && !named; k++)
            named = html->v[k].kind == PIECE_TEXT && str_find(html->v[k].text, link) != STR_NONE;
        if (named)
            vec_add(a, out, ed->pictures.v[i]);
    }
}

int render_mold(struct arena *a, const struct family *f, const struct edition *ed, const struct cohort *c,
                const struct mail_settings *s, struct mold *out, struct err *e)
{
    if (settings_check(&ed->masthead, &f->colors, e))
        return -1;
    struct arena work = {0}; /* what the mold does not keep */
    struct piece_list text = {0}, html = {0};
    struct mime_fields head = {0};
    struct attachments pictures = {0};
    struct str marks[MARKS], frame;
    const struct value *root = view_edition(&work, ed, c, s, &f->columns);
    int failed = evaluate(&work, f, root, &text, &html, e);
    if (!failed) {
        struct str print = fingerprint(&work, c->subject, &text, &html);
        for (size_t i = 0; i < MARKS; i++)
            marks[i] = str_fmt(&work, "mark-%zu-" STR_FMT, i, STR_ARG(print));
        named_pictures(&work, ed, &html, &pictures);
        failed = head_fields(&work, ed, s, marks, &head, e) ||
                 mime_frame(&work, &head, str_fmt(&work, "=_" STR_FMT, STR_ARG(print)), marks[MARK_TEXT],
                            marks[MARK_HTML], &pictures, &frame, e);
    }
    if (!failed) {
        *out = (struct mold){.key = str_dup(a, c->key)};
        struct fold fold = {a, out};
        splice(&fold, frame, marks, s, c->subject, &text, &html);
    }
    arena_end(&work);
    return failed ? -1 : 0;
}

size_t render_html_bytes(const struct mold *m)
{
    enum { FILLED = 130 /* a link with its token; names are shorter */ };
    size_t n = 0;
    bool in_html = false;
    for (size_t i = m->body_from; i < m->steps.n; i++) {
        const struct step *s = &m->steps.v[i];
        if (s->kind == STEP_HOLE)
            n += in_html ? FILLED : 0;
        if (s->kind != STEP_TEXT)
            continue;
        size_t at = in_html ? 0 : str_find(s->text, str_lit("\r\nContent-Type: text/html;"));
        if (in_html && str_find(s->text, str_lit("--=_")) != STR_NONE)
            break; /* the part's end: quoted-printable has no such line */
        in_html = in_html || at != STR_NONE;
        n += in_html ? s->text.n - at : 0;
    }
    return n;
}

int render_parts(struct arena *a, struct str eml, struct rendered *out, struct err *e)
{
    struct mime_parts parts;
    if (mime_read(a, eml, &parts, e))
        return -1;
    *out = (struct rendered){eml, parts.headers, parts.subject, parts.html, parts.text};
    return 0;
}

/* A template may be written over several lines; the subject is one. Values are clean lines already. */
static struct str one_line(struct arena *a, struct str s)
{
    char *p = arena_copy(a, s.s, s.n);
    for (size_t i = 0; i < s.n; i++)
        if (p[i] == '\n' || p[i] == '\r' || p[i] == '\t')
            p[i] = ' ';
    return (struct str){p, s.n};
}

int render_subject(struct arena *a, struct str tmpl, struct str name, const struct edition *ed, const struct cohort *c,
                   struct str *out, struct err *e)
{
    struct source main = {name, name, tmpl};
    struct sources none = {0};
    struct linker l = {.arena = a, .sources = &none};
    struct ops program = {0};
    struct piece_list pieces = {0};
    struct strs columns = {0};
    if (template_link(&l, &main, &program, e) || vars_check(a, &program, false, e))
        return -1;
    for (size_t i = 0; i < program.n; i++)
        if (program.v[i].path.n == 2 && str_eqc(program.v[i].path.v[0], "subscriber"))
            vec_add(a, &columns, str_dup(a, program.v[i].path.v[1]));
    if (template_eval(a, &program, view_edition(a, ed, c, NULL, &columns), NULL, &pieces, e))
        return -1;
    struct strs parts = {0};
    for (size_t i = 0; i < pieces.n; i++) {
        const struct piece *p = &pieces.v[i];
        if (p->kind != PIECE_TEXT && p->kind != PIECE_HOLE)
            return err_set(e, EX_CONFIG, STR_FMT ": a subject can name the reader's fields, but not test them",
                           STR_ARG(name));
        vec_add(a, &parts,
                p->kind == PIECE_TEXT ? one_line(a, p->text)
                                      : str_fmt(a, "%c" STR_FMT "%c", FIELD_OPEN, STR_ARG(p->text), FIELD_CLOSE));
    }
    *out = parts.n ? str_trim(str_join(a, &parts, "")) : str_lit("");
    return 0;
}
