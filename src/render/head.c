#include "render/head.h"
#include "base/date.h"
#include "base/escape.h"
#include "base/utf8.h"

static void field(struct arena *a, struct mime_fields *out, const char *name, struct str value)
{
    if (value.n)
        vec_add(a, out, ((struct mime_field){name, value}));
}

/* "Name <inner>", the name as a phrase; on one line, as libetpan folds it. */
static struct str named(struct arena *a, struct str name, struct str inner)
{
    struct buf b;
    buf_init(&b, 8192);
    if (name.n)
        escape_phrase(&b, utf8_line(a, name, 200), 0);
    struct str phrase = buf_dup(a, &b), line;
    buf_clear(&b);
    while (str_line(&phrase, &line))
        buf_str(&b, line);
    buf_fmt(&b, "%s<" STR_FMT ">", b.n ? " " : "", STR_ARG(inner));
    struct str s = buf_dup(a, &b);
    buf_end(&b);
    return s;
}

static struct str mailbox(struct arena *a, const struct mailbox *m)
{
    return m->name.n && m->address.addr.n ? named(a, m->name, m->address.addr) : m->address.addr;
}

/* RFC 2919: what readers call the list, and a dot-atom in angle brackets that stays the same. */
static struct str list_id(struct arena *a, const struct edition *ed, const struct mail_settings *s)
{
    struct str id = s->list_id;
    if (!id.n)
        id = s->list_name.n ? str_fmt(a, STR_FMT "." STR_FMT, STR_ARG(s->list_name), STR_ARG(s->from.address.domain))
                            : s->from.address.domain;
    id = str_dup(a, id);
    char *p = (char *)id.s;
    for (size_t i = 0; i < id.n; i++) {
        bool atom = (p[i] >= '0' && p[i] <= '9') || (p[i] >= 'a' && p[i] <= 'z') || (p[i] >= 'A' && p[i] <= 'Z') ||
                    p[i] == '.' || p[i] == '_';
        if (!atom)
            p[i] = '-';
    }
    return named(a, ed->masthead.title, id);
}

int head_fields(struct arena *a, const struct edition *ed, const struct mail_settings *s, const struct str marks[MARKS],
                struct mime_fields *out, struct err *e)
{
    if (!s->from.address.addr.n)
        return err_set(e, EX_CONFIG, "digest \"" STR_FMT "\" has no sender; set `from`", STR_ARG(ed->digest));
    const char *zone = ed->zone.n ? ed->zone.s : NULL;
    field(a, out, "From", mailbox(a, &s->from));
    field(a, out, "Reply-To", mailbox(a, &s->reply_to));
    field(a, out, "To", marks[MARK_TO]);
    field(a, out, "Subject", marks[MARK_SUBJECT]);
    field(a, out, "Date", date_rfc5322(a, ed->date, zone));
    field(a, out, "Message-ID", marks[MARK_MESSAGE_ID]);
    field(a, out, "List-Id", list_id(a, ed, s));
    field(a, out, "List-Unsubscribe", marks[MARK_UNSUBSCRIBE]);
    if (str_istarts(s->unsubscribe_url, "https:")) /* RFC 8058: one click needs https */
        field(a, out, "List-Unsubscribe-Post", str_lit("List-Unsubscribe=One-Click"));
    field(a, out, "Precedence", s->precedence.n ? utf8_line(a, s->precedence, 20) : s->precedence);
    if (s->scheduled || ed->scheduled) /* RFC 3834 */
        field(a, out, "Auto-Submitted", str_lit("auto-generated"));
    field(a, out, "X-Auto-Response-Suppress", str_lit("All")); /* Exchange: no out-of-office replies */
    return 0;
}

static void to_steps(struct fold *f)
{
    struct str name = str_lit("subscriber.name");
    size_t named = fold_if(f, STEP_IF, name);
    fold_hole(f, "subscriber.name", HOLE_PHRASE);
    fold_text(f, str_lit("\r\n <"));
    fold_hole(f, "subscriber.email", HOLE_RAW);
    fold_text(f, str_lit(">"));
    fold_end(f, named);
    size_t nameless = fold_if(f, STEP_UNLESS, name);
    fold_hole(f, "subscriber.email", HOLE_RAW);
    fold_end(f, nameless);
}

static void unsubscribe_steps(struct fold *f, const struct mail_settings *s)
{
    if (s->unsubscribe_url.n) {
        fold_text(f, str_lit("<"));
        fold_hole(f, "unsubscribe_url", HOLE_RAW);
        fold_text(f, str_lit(">,\r\n "));
    }
    fold_text(f, str_lit("<"));
    fold_hole(f, "unsubscribe_mail", HOLE_RAW);
    fold_text(f, str_lit(">"));
}

/* "Good morning, \1subscriber.name\2: the news" as pieces. */
static void subject_steps(struct fold *f, struct str s)
{
    struct piece_list pieces = {0};
    for (size_t open; (open = str_chr(s, FIELD_OPEN)) != STR_NONE;) {
        size_t close = str_chr(s, FIELD_CLOSE);
        if (close == STR_NONE || close < open)
            break;
        if (open)
            vec_add(f->a, &pieces, ((struct piece){.kind = PIECE_TEXT, .text = str_sub(s, 0, open)}));
        vec_add(f->a, &pieces, ((struct piece){.kind = PIECE_HOLE, .text = str_sub(s, open + 1, close)}));
        s = str_sub(s, close + 1, s.n);
    }
    if (s.n)
        vec_add(f->a, &pieces, ((struct piece){.kind = PIECE_TEXT, .text = s}));
    fold_header(f, &pieces, sizeof "Subject: " - 1);
}

void head_steps(struct fold *f, enum head_mark mark, const struct mail_settings *s, struct str subject)
{
    if (mark == MARK_TO)
        to_steps(f);
    else if (mark == MARK_SUBJECT)
        subject_steps(f, subject);
    else if (mark == MARK_MESSAGE_ID)
        fold_hole(f, "message_id", HOLE_RAW);
    else if (mark == MARK_UNSUBSCRIBE)
        unsubscribe_steps(f, s);
}
