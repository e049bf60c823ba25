#include "cli/list_file.h"
#include <string.h>

enum { STANDARD = 7, COLUMNS_MAX = 1000 };
static const char *const standard[STANDARD] = {"email", "name", "status", "topics", "frequency", "timezone", "lang"};

static void add_column(struct arena *a, struct list_columns *c, struct str name)
{
    if (c->names.n < COLUMNS_MAX && !strs_ihas(&c->names, name))
        vec_add(a, &c->names, name);
}

void list_columns_of(struct arena *a, const struct subscribers *rows, struct list_columns *out)
{
    for (size_t i = 0; i < STANDARD; i++)
        vec_add(a, &out->names, str_c(standard[i]));
    for (size_t i = 0; i < rows->n; i++)
        for (size_t k = 0; k < rows->v[i].attributes.n; k++)
            if (rows->v[i].attributes.v[k].value.n)
                add_column(a, out, rows->v[i].attributes.v[k].name);
}

int list_columns_read(struct arena *a, struct str text, struct str path, const struct subscribers *rows, struct list_columns *out,
                      struct err *e)
{
    struct str header, name;
    if (!text.n) {
        list_columns_of(a, rows, out);
        return 0;
    }
    if (str_starts(text, "\xef\xbb\xbf"))
        text = str_sub(text, 3, text.n);
    if (!str_line(&text, &header))
        header = (struct str){0};
    while (str_cut(&header, ',', &name)) {
        name = str_trim(name);
        if (name.n >= 2 && name.s[0] == '"' && name.s[name.n - 1] == '"')
            name = str_sub(name, 1, name.n - 1);
        vec_add(a, &out->names, name);
    }
    if (strs_ihas(&out->names, str_lit("email")))
        return 0;
    return err_set(e, EX_DATAERR, "%s: its first line does not name its columns as \"email,name,...\", parted by commas; add the rows by hand",
                   path.s);
}

static void put_field(struct buf *b, struct str s, bool first, bool formulas)
{
    if (!first)
        buf_ch(b, ',');
    bool formula = formulas && s.n && strchr("=+-@\t\r", s.s[0]), quote = formula;
    for (size_t i = 0; i < s.n; i++)
        quote |= strchr(",\"\n\r;", s.s[i]) != NULL;
    if (quote)
        buf_ch(b, '"');
    if (formula)
        buf_ch(b, '\'');
    for (size_t i = 0; i < s.n; i++) {
        if (s.s[i] == '"')
            buf_ch(b, '"');
        buf_ch(b, s.s[i]);
    }
    if (quote)
        buf_ch(b, '"');
}

static struct str value_of(struct arena *a, const struct subscriber *s, struct str column)
{
    const struct str values[STANDARD] = {s->address.addr, s->name,     str_c(sub_status_name(s->status)), str_join(a, &s->topics, ";"),
                                         s->frequency,    s->timezone, s->lang};
    for (size_t i = 0; i < STANDARD; i++)
        if (str_ieqc(column, standard[i]))
            return values[i];
    for (size_t i = 0; i < s->attributes.n; i++)
        if (str_ieq(column, s->attributes.v[i].name))
            return s->attributes.v[i].value;
    return (struct str){0};
}

void list_put_header(struct buf *b, const struct list_columns *c)
{
    for (size_t i = 0; i < c->names.n; i++)
        put_field(b, c->names.v[i], i == 0, c->formulas);
}

/* An address is never changed: with a quote in front it would be somebody else's. */
void list_put_row(struct arena *a, struct buf *b, const struct list_columns *c, const struct subscriber *s)
{
    for (size_t i = 0; i < c->names.n; i++)
        put_field(b, value_of(a, s, c->names.v[i]), i == 0, c->formulas && !str_ieqc(c->names.v[i], "email"));
}

struct str list_homeless(const struct list_columns *c, const struct subscriber *s)
{
    const bool has[STANDARD] = {true, s->name.n, s->status != SUB_ACTIVE, s->topics.n, s->frequency.n, s->timezone.n, s->lang.n};
    for (size_t i = 0; i < STANDARD; i++)
        if (has[i] && !strs_ihas(&c->names, str_c(standard[i])))
            return str_c(standard[i]);
    for (size_t i = 0; i < s->attributes.n; i++)
        if (s->attributes.v[i].value.n && !strs_ihas(&c->names, s->attributes.v[i].name))
            return s->attributes.v[i].name;
    return (struct str){0};
}

/* ---- taking out */

static bool begins_a_row(const struct subscribers *rows, int line)
{
    for (size_t i = 0; i < rows->n; i++)
        if (rows->v[i].line == line)
            return true;
    return false;
}

void list_drop_record(struct buf *out, struct str text, int line, const struct subscribers *rows)
{
    char eol = str_chr(text, '\n') == STR_NONE ? '\r' : '\n';
    size_t quotes = 0;
    int at = 0;
    while (text.n) {
        size_t end = str_chr(text, eol);
        struct str one = str_sub(text, 0, end == STR_NONE ? text.n : end + 1);
        text = str_sub(text, one.n, text.n);
        at++;
        /* a quote that is open at the end of the line: the record goes on, unless it is a stray one */
        bool drop = at == line || (at > line && quotes % 2 && !begins_a_row(rows, at));
        for (size_t i = 0; drop && i < one.n; i++)
            quotes += one.s[i] == '"';
        if (!drop) {
            buf_str(out, one);
            quotes = 0;
        }
    }
}
