#include "render/mime.h"
#include "base/crypto.h"
#include "base/utf8.h"
#include <libetpan/libetpan.h>
#include <stdlib.h>
#include <string.h>

enum { LEVELS_MAX = 64, PARTS_MAX = 1000 };

/* libetpan owns what it is given, in malloc memory. */
static char *heap(struct str s)
{
    char *p = mem_realloc(NULL, s.n + 1);
    memcpy(p, s.s ? s.s : "", s.n);
    p[s.n] = '\0';
    return p;
}

/* What libetpan could not make it would later follow a null pointer to. */
static void *made(void *p)
{
    if (!p)
        mem_gone(0);
    return p;
}

static void append(clist *list, void *item)
{
    if (clist_append(list, made(item)))
        mem_gone(0);
}

static struct mailmime *leaf(const char *type, struct str body)
{
    struct mailmime_fields *fields = made(mailmime_fields_new_encoding(MAILMIME_MECHANISM_QUOTED_PRINTABLE));
    struct mailmime_content *content = made(mailmime_content_new_with_str(type));
    append(content->ct_parameters, mailmime_param_new_with_data("charset", "utf-8"));
    struct mailmime *m = made(mailmime_new_empty(content, fields));
    m->mm_data.mm_single = made(mailmime_data_new(MAILMIME_DATA_TEXT, MAILMIME_MECHANISM_QUOTED_PRINTABLE, 1, body.s,
                                                  body.n, NULL)); /* 1: encoded already, written as it is */
    return m;
}

static struct mailmime *multipart(const char *type, struct str boundary)
{
    struct mailmime_content *content = made(mailmime_content_new_with_str(type));
    append(content->ct_parameters, mailmime_parameter_new(heap(str_lit("boundary")), heap(boundary)));
    return made(mailmime_new(MAILMIME_MULTIPLE, NULL, 0, made(mailmime_fields_new_empty()), content, NULL, NULL, NULL,
                             made(clist_new()), NULL, NULL));
}

static struct str lines_of(struct arena *a, struct str s, size_t width)
{
    struct strs parts = {0};
    for (; s.n > width; s = str_sub(s, width, s.n))
        vec_add(a, &parts, str_sub(s, 0, width));
    vec_add(a, &parts, s);
    return str_join(a, &parts, "\r\n");
}

/* RFC 2392: what the HTML calls cid:ID stands in a part whose Content-ID is <ID>. */
static struct mailmime *picture(struct arena *a, const struct attachment *p)
{
    struct mailmime_fields *fields = made(mailmime_fields_new_with_data(
        made(mailmime_mechanism_new(MAILMIME_MECHANISM_BASE64, NULL)), heap(p->id), NULL,
        made(mailmime_disposition_new_with_data(MAILMIME_DISPOSITION_TYPE_INLINE, NULL, NULL, NULL, NULL, (size_t)-1)),
        NULL));
    struct mailmime *m = made(mailmime_new_empty(made(mailmime_content_new_with_str(p->type)), fields));
    struct str body = lines_of(a, base64(a, p->bytes), 76);
    m->mm_data.mm_single =
        made(mailmime_data_new(MAILMIME_DATA_TEXT, MAILMIME_MECHANISM_BASE64, 1, body.s, body.n, NULL));
    return m;
}

/* The HTML, alone or with its pictures (RFC 2387). */
static struct mailmime *page(struct arena *a, struct str boundary, struct str html, const struct attachments *pictures)
{
    if (!pictures->n)
        return leaf("text/html", html);
    struct mailmime *m = multipart("multipart/related", str_fmt(a, STR_FMT "_r", STR_ARG(boundary)));
    append(m->mm_content_type->ct_parameters,
           mailmime_parameter_new(heap(str_lit("type")), heap(str_lit("text/html"))));
    append(m->mm_data.mm_multipart.mm_mp_list, leaf("text/html", html));
    for (size_t i = 0; i < pictures->n; i++)
        append(m->mm_data.mm_multipart.mm_mp_list, picture(a, &pictures->v[i]));
    return m;
}

static struct mailimf_fields *header(const struct mime_fields *head)
{
    struct mailimf_fields *fields = made(mailimf_fields_new_empty());
    for (size_t i = 0; i < head->n; i++)
        append(fields->fld_list, mailimf_field_new_custom(heap(str_c(head->v[i].name)), heap(head->v[i].value)));
    return fields;
}

int mime_frame(struct arena *a, const struct mime_fields *head, struct str boundary, struct str text, struct str html,
               const struct attachments *pictures, struct str *out, struct err *e)
{
    struct mailmime *message = made(mailmime_new_message_data(NULL)),
                    *both = multipart("multipart/alternative", boundary);
    mailmime_set_imf_fields(message, header(head));
    mailmime_add_part(message, both);
    append(both->mm_data.mm_multipart.mm_mp_list, leaf("text/plain", text));
    append(both->mm_data.mm_multipart.mm_mp_list, page(a, boundary, html, pictures));
    MMAPString *bytes = made(mmap_string_new(""));
    int column = 0, failed = mailmime_write_mem(bytes, &column, message) != MAILIMF_NO_ERROR;
    if (!failed)
        *out = str_dup(a, (struct str){bytes->str, bytes->len});
    mmap_string_free(bytes);
    mailmime_free(message);
    return failed ? err_set(e, EX_SOFTWARE, "the message could not be put together") : 0;
}

/* Upper bound of the nesting: libetpan's time grows with its square. */
static bool too_deep(struct str eml)
{
    size_t n = 0;
    for (struct str rest = eml;;) {
        size_t at = str_ifind(rest, str_lit("\ncontent-type:"));
        if (at == STR_NONE)
            return false;
        rest = str_sub(rest, at + 14, rest.n);
        struct str type = str_trim(str_sub(rest, 0, 40));
        bool holds_parts = str_istarts(type, "multipart/") || str_istarts(type, "message/");
        if (holds_parts && ++n > LEVELS_MAX)
            return true;
    }
}

static struct str decoded(struct arena *a, struct mailmime *m)
{
    struct mailmime_data *d = m->mm_data.mm_single;
    if (!d || d->dt_type != MAILMIME_DATA_TEXT)
        return (struct str){0};
    struct mailmime_single_fields single;
    mailmime_single_fields_init(&single, m->mm_mime_fields, m->mm_content_type);
    int mechanism = single.fld_encoding ? single.fld_encoding->enc_type : MAILMIME_MECHANISM_7BIT;
    size_t index = 0, n = 0;
    char *bytes = NULL;
    if (mailmime_part_parse(d->dt_data.dt_text.dt_data, d->dt_data.dt_text.dt_length, &index, mechanism, &bytes, &n) !=
        MAILIMF_NO_ERROR)
        return (struct str){0};
    const char *charset = m->mm_content_type ? mailmime_content_charset_get(m->mm_content_type) : NULL;
    struct str s = utf8_clean(a, utf8_from(a, (struct str){bytes, n}, charset));
    s = str_dup(a, s);
    mailmime_decoded_part_free(bytes);
    return s;
}

struct walk {
    struct arena *a;
    struct mime_parts *out;
    size_t parts;
};

static void leaf_part(struct walk *w, struct mailmime *m)
{
    struct mailmime_content *c = m->mm_content_type;
    bool text_type = !c || (c->ct_type->tp_type == MAILMIME_TYPE_DISCRETE_TYPE &&
                            c->ct_type->tp_data.tp_discrete_type->dt_type == MAILMIME_DISCRETE_TYPE_TEXT);
    if (text_type && (!c || strcasecmp(c->ct_subtype, "plain") == 0) && !w->out->text.s)
        w->out->text = decoded(w->a, m);
    else if (text_type && c && strcasecmp(c->ct_subtype, "html") == 0 && !w->out->html.s)
        w->out->html = decoded(w->a, m);
    else
        w->out->attachments++;
}

static void walk(struct walk *w, struct mailmime *m, int depth)
{
    if (depth > LEVELS_MAX || ++w->parts > PARTS_MAX)
        return;
    if (m->mm_type == MAILMIME_SINGLE) {
        leaf_part(w, m);
    } else if (m->mm_type == MAILMIME_MULTIPLE) {
        for (clistiter *i = clist_begin(m->mm_data.mm_multipart.mm_mp_list); i; i = clist_next(i))
            walk(w, clist_content(i), depth + 1);
    } else if (m->mm_data.mm_message.mm_msg_mime) {
        walk(w, m->mm_data.mm_message.mm_msg_mime, depth + 1);
    }
}

static struct str subject(struct arena *a, struct mailimf_fields *fields)
{
    if (!fields)
        return (struct str){0};
    for (clistiter *i = clist_begin(fields->fld_list); i; i = clist_next(i)) {
        struct mailimf_field *f = clist_content(i);
        if (f->fld_type != MAILIMF_FIELD_SUBJECT || !f->fld_data.fld_subject->sbj_value)
            continue;
        const char *raw = f->fld_data.fld_subject->sbj_value;
        size_t index = 0;
        char *text = NULL;
        if (mailmime_encoded_phrase_parse("utf-8", raw, strlen(raw), &index, "utf-8", &text) != MAILIMF_NO_ERROR)
            return utf8_line(a, str_c(raw), 1000);
        struct str s = str_dup(a, utf8_line(a, str_c(text), 1000));
        free(text);
        return s;
    }
    return (struct str){0};
}

int mime_read(struct arena *a, struct str eml, struct mime_parts *out, struct err *e)
{
    *out = (struct mime_parts){0};
    size_t end = str_find(eml, str_lit("\r\n\r\n"));
    if (end == STR_NONE)
        end = str_find(eml, str_lit("\n\n"));
    out->headers = str_dup(a, str_sub(eml, 0, end == STR_NONE ? eml.n : end));
    if (too_deep(eml))
        return err_set(e, EX_DATAERR, "the message holds more than %d parts of parts; it is not read", LEVELS_MAX);
    size_t index = 0;
    struct mailmime *m = NULL;
    if (mailmime_parse(eml.s, eml.n, &index, &m) != MAILIMF_NO_ERROR || !m)
        return err_set(e, EX_DATAERR, "this is not a message: it has no header block that can be read");
    if (m->mm_type == MAILMIME_MESSAGE)
        out->subject = subject(a, m->mm_data.mm_message.mm_fields);
    struct walk w = {a, out, 0};
    walk(&w, m, 0);
    mailmime_free(m);
    return 0;
}
