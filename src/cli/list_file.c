#include "cli/list_file.h"
#include <string.h>

enum { STANDARD = 7, COLUMNS_MAX = 1000 };
static const char *const standard[STANDARD] = {"email", "name", "status", "topics", "frequency", "timezone", "lang"};

void list_columns_standard(struct arena *a, struct list_columns *out)
{
    for (size_t i = 0; i < STANDARD; i++)
        vec_add(a, &out->names, str_c(standard[i]));
}

/* Rows have their attributes in one order, so the name is mostly found where it was on the row before. */
void list_columns_add(struct arena *a, struct list_columns *c, const struct subscriber *s)
{
    for (size_t i = 0; i < s->attributes.n; i++) {
        struct str name = s->attributes.v[i].name;
        bool known = STANDARD + i < c->names.n && str_eq(c->names.v[STANDARD + i], name);
        if (!known && s->attributes.v[i].value.n && c->names.n < COLUMNS_MAX && !strs_ihas(&c->names, name))
            vec_add(a, &c->names, str_dup(a, name));
    }
}

int list_columns_read(struct arena *a, struct str text, struct str path, struct list_columns *out, struct err *e)
{
    struct str header, name;
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
    return err_set(
        e, EX_DATAERR,
        "%s: its first line does not name its columns as \"email,name,...\", parted by commas; add the rows by hand",
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
    const struct str values[STANDARD] = {
        s->address.addr, s->name, str_c(sub_status_name(s->status)), str_join(a, &s->topics, ";"), s->frequency,
        s->timezone,     s->lang};
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
    const bool has[STANDARD] = {true,          s->name.n, s->status != SUB_ACTIVE, s->topics.n, s->frequency.n,
                                s->timezone.n, s->lang.n};
    for (size_t i = 0; i < STANDARD; i++)
        if (has[i] && !strs_ihas(&c->names, str_c(standard[i])))
            return str_c(standard[i]);
    for (size_t i = 0; i < s->attributes.n; i++)
        if (s->attributes.v[i].value.n && !strs_ihas(&c->names, s->attributes.v[i].name))
            return s->attributes.v[i].name;
    return (struct str){0};
}
