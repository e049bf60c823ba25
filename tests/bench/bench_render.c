/* bench_render.c: the sample edition as finished mails, each with its reader's words: what `send` makes before it talks
 * to a relay.
 *
 *   bench_render DIR          writes what peers need for the same mail. whole.html, whole.txt, edition.json: the
 *                             family's templates in Go's words, and the data they are filled with. filled.html,
 *                             filled.txt: the finished mail with {{.view_url}} and the like where the reader comes in.
 *                             mail.eml: ours
 *   bench_render COUNT EACH   renders COUNT mails, a new cohort (templates evaluated, text wrapped, MIME, folded) after
 *                             every EACH; each mail ends up as one string of bytes. Prints mails, CPU seconds, bytes.
 */
#include "../unit/render/sample.h"
#include "base/file.h"
#include "render/family.h"
#include "render/vars.h"
#include "render/view.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double cpu(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
    return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static int complain(const struct err *e)
{
    fprintf(stderr, "bench_render: %s\n", e->msg);
    return 1;
}

/* ---- the same template in Go's words ---- */

enum { SCOPES = 64 };

/* Mustache looks a name up from the inside out, Go does not: vars.c says which section a name belongs to. */
struct scopes {
    const struct var *names[SCOPES]; /* NULL: a text, without names of its own */
    size_t of_op[SCOPES];            /* its variable in the template is $sN */
    size_t n;
};

static const struct var *find(const struct scopes *s, const struct op *op, size_t *scope)
{
    const struct var *v = NULL;
    if (!op->path.n)
        return NULL;
    for (size_t i = s->n; i-- && !v;) {
        v = vars_find(s->names[i], op->path.v[0]);
        *scope = s->of_op[i];
    }
    for (size_t i = 1; i < op->path.n && v && v->members; i++) {
        const struct var *member = vars_find(v->members, op->path.v[i]);
        v = member ? member : v; /* a column of the list */
    }
    return v;
}

static struct str go_program(struct arena *a, const struct ops *ops)
{
    struct scopes s = {.names = {vars}, .n = 1};
    struct buf b;
    buf_init(&b, 1 << 20);
    buf_c(&b, "{{$s0 := .}}");
    for (size_t i = 0; i < ops->n; i++) {
        const struct op *op = &ops->v[i];
        if (op->kind == OP_TEXT) {
            buf_str(&b, op->text);
            continue;
        }
        if (op->kind == OP_END) {
            buf_c(&b, "{{end}}");
            s.n--;
            continue;
        }
        size_t scope = 0;
        const struct var *v = find(&s, op, &scope);
        struct str path = v ? str_fmt(a, "$s%zu." STR_FMT, scope, STR_ARG(str_join(a, &op->path, "."))) : str_lit(".");
        if (op->kind == OP_VALUE && op->text.n)
            buf_fmt(&b, "{{if " STR_FMT "}}{{" STR_FMT "}}{{else}}" STR_FMT "{{end}}", STR_ARG(path), STR_ARG(path),
                    STR_ARG(op->text));
        else if (op->kind == OP_VALUE)
            buf_fmt(&b, "{{" STR_FMT "}}", STR_ARG(path));
        if (op->kind == OP_VALUE || s.n == SCOPES)
            continue;
        bool enters = op->kind == OP_SECTION && v && (v->kind == VAR_MAP || v->kind == VAR_LIST);
        const char *word = op->kind == OP_INVERTED ? "if not" : !enters ? "if" : v->kind == VAR_MAP ? "with" : "range";
        buf_fmt(&b, "{{%s " STR_FMT "}}", word, STR_ARG(path));
        if (enters && v->members)
            buf_fmt(&b, "{{$s%zu := .}}", i + 1);
        s.names[s.n] = enters ? v->members : NULL;
        s.of_op[s.n++] = i + 1;
    }
    struct str out = buf_dup(a, &b);
    buf_end(&b);
    return out;
}

static void put_json(struct json_out *o, const char *key, const struct value *v)
{
    if (v->kind == VALUE_TEXT)
        json_put_str(o, key, v->text);
    else if (v->kind == VALUE_TRUE)
        json_put_bool(o, key, true);
    if (v->kind != VALUE_LIST && v->kind != VALUE_MAP)
        return;
    json_open(o, key, v->kind == VALUE_MAP ? '{' : '[');
    for (const struct value *i = v->first; i; i = i->next)
        put_json(o, v->kind == VALUE_MAP ? i->name.s : NULL, i);
    json_close(o, v->kind == VALUE_MAP ? '}' : ']');
}

static struct str edition_json(struct arena *a, const struct family *f, const struct sample *s)
{
    struct buf b;
    buf_init(&b, 1 << 20);
    struct json_out o = {&b, false};
    put_json(&o, NULL, view_edition(a, &s->ed, &s->all, &s->mail, &f->columns));
    struct str out = buf_dup(a, &b);
    buf_end(&b);
    return out;
}

/* ---- the finished mail with tags where the reader comes in ---- */

static struct str replaced(struct arena *a, struct str s, struct str what, struct str with)
{
    struct strs parts = {0};
    for (size_t at; what.n && (at = str_find(s, what)) != STR_NONE; s = str_sub(s, at + what.n, s.n))
        vec_add(a, &parts, str_sub(s, 0, at));
    vec_add(a, &parts, s);
    return str_join(a, &parts, with.s);
}

static struct str with_tags(struct arena *a, struct str s, const struct mold *m, const struct str *values)
{
    for (size_t i = 0; i < m->fields.n; i++)
        s = replaced(a, s, values[i], str_fmt(a, "{{." STR_FMT "}}", STR_ARG(m->fields.v[i])));
    return s;
}

static int put_file(struct arena *a, const char *dir, const char *name, struct str bytes, struct err *e)
{
    return file_write(str_fmt(a, "%s/%s", dir, name).s, bytes, 0644, e);
}

static int write_files(struct arena *a, const char *dir, const struct family *f, struct sample *s, struct err *e)
{
    struct mold m;
    struct rendered r;
    s->reader.name = str_lit("Qqnameqq"); /* found again in the finished mail */
    if (render_mold(a, f, &s->ed, &s->all, &s->mail, &m, e))
        return -1;
    struct str *values = arena_array(a, struct str, m.fields.n + 1);
    reader_values(a, &m, &s->mail, s->ed.id, &s->reader, values);
    if (render_parts(a, mold_fill_str(a, &m, values), &r, e))
        return -1;
    return put_file(a, dir, "filled.html", with_tags(a, r.html, &m, values), e) ||
                   put_file(a, dir, "filled.txt", with_tags(a, r.text, &m, values), e) ||
                   put_file(a, dir, "whole.html", go_program(a, &f->html), e) ||
                   put_file(a, dir, "whole.txt", go_program(a, &f->text), e) ||
                   put_file(a, dir, "edition.json", edition_json(a, f, s), e) || put_file(a, dir, "mail.eml", r.eml, e)
               ? -1
               : 0;
}

/* ---- ours ---- */

/* One message as one string in `message`; its length. */
static char message[1 << 20];
static size_t laid_out(struct arena *a, const struct mold *m, const struct str *values)
{
    struct pieces p = {0};
    size_t n = 0;
    mold_fill(a, m, values, &p);
    for (size_t i = 0; i < p.n && n + p.v[i].iov_len <= sizeof message; i++) {
        memcpy(message + n, p.v[i].iov_base, p.v[i].iov_len);
        n += p.v[i].iov_len;
    }
    return n;
}

static int render_all(const struct family *f, struct sample *s, long count, long each, struct err *e)
{
    struct arena list = {0}, cohort = {0}, one = {0};
    struct mailing mailing;
    struct mold m;
    size_t bytes = 0;
    struct recipient *readers = arena_array(&list, struct recipient, (size_t)count);
    for (long i = 0; i < count; i++) {
        struct str address = str_fmt(&list, "reader%ld@people.example", i);
        readers[i] = (struct recipient){
            .address = address, .key = address, .name = str_fmt(&list, "Reader N\xc3\xbamero %ld", i)};
    }
    double start = cpu();
    for (long i = 0; i < count; i++) {
        if (i % each == 0) {
            arena_reset(&cohort);
            if (render_mold(&cohort, f, &s->ed, &s->all, &s->mail, &m, e))
                return -1;
            mailing_begin(&cohort, &s->mail, s->ed.id, &mailing);
        }
        arena_reset(&one);
        struct str *values = arena_array(&one, struct str, m.fields.n + 1);
        mailing_reader(&one, &mailing, &m, &readers[i], values);
        bytes += laid_out(&one, &m, values);
    }
    printf("%ld %.6f %.0f\n", count, cpu() - start, (double)bytes / (double)count);
    arena_end(&list);
    arena_end(&cohort);
    arena_end(&one);
    return 0;
}

int main(int argc, char **argv)
{
    struct arena a = {0};
    struct err e = {0};
    struct family *f;
    struct sample s;
    if (argc < 2)
        return 64;
    sample_make(&a, &s);
    if (sample_family(&a, "brief", &f, &e))
        return complain(&e);
    int rc = argc == 2 ? write_files(&a, argv[1], f, &s, &e) : render_all(f, &s, atol(argv[1]), atol(argv[2]), &e);
    if (rc)
        return complain(&e);
    arena_end(&a);
    return 0;
}
