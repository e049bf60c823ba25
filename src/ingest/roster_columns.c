#include "ingest/roster_columns.h"
#include "base/map.h"
#include "base/utf8.h"
#include <string.h>

/* The contract's names stand first; the others are what other programs export. */
static const struct {
    const char *name;
    enum column is;
} known_columns[] = {
    {"email", COL_EMAIL},
    {"name", COL_NAME},
    {"status", COL_STATUS},
    {"topics", COL_TOPICS},
    {"frequency", COL_FREQUENCY},
    {"timezone", COL_TIMEZONE},
    {"lang", COL_LANG},
    {"e-mail", COL_EMAIL},
    {"mail", COL_EMAIL},
    {"email address", COL_EMAIL},
    {"e-mail address", COL_EMAIL},
    {"email_address", COL_EMAIL},
    {"emailaddress", COL_EMAIL},
    {"address", COL_EMAIL},
    {"full name", COL_NAME},
    {"full_name", COL_NAME},
    {"fullname", COL_NAME},
    {"display name", COL_NAME},
    {"first name", COL_FIRST},
    {"first_name", COL_FIRST},
    {"firstname", COL_FIRST},
    {"given name", COL_FIRST},
    {"last name", COL_LAST},
    {"last_name", COL_LAST},
    {"lastname", COL_LAST},
    {"surname", COL_LAST},
    {"family name", COL_LAST},
    {"interests", COL_TOPICS},
    {"time zone", COL_TIMEZONE},
    {"time_zone", COL_TIMEZONE},
    {"tz", COL_TIMEZONE},
    {"language", COL_LANG},
    {"locale", COL_LANG},
};

static struct str column_key(struct arena *a, struct str s)
{
    s = str_squeeze(a, s);
    for (size_t i = 0; i < s.n; i++)
        if (s.s[i] >= 'A' && s.s[i] <= 'Z')
            ((char *)s.s)[i] += 'a' - 'A';
    return s;
}

static int no_email_column(struct arena *a, const struct csv_fields *row, struct str file, int line, struct err *e)
{
    for (size_t i = 0; i < row->n; i++)
        if (str_chr(row->v[i].s, '@') != STR_NONE)
            return err_set(e, EX_DATAERR,
                           STR_FMT ":%d: the first line holds an address, not the names of the columns; put "
                                   "a line like \"email,name\" above it",
                           STR_ARG(file), line);
    struct str first = utf8_line(a, row->n ? str_sub(row->v[0].s, 0, 200) : str_lit(""), 60);
    return err_set(e, EX_DATAERR,
                   STR_FMT ":%d: no column is named \"email\" (the first is \"" STR_FMT "\"); the first line of a "
                           "list names its columns",
                   STR_ARG(file), line, STR_ARG(first));
}

static enum column known(struct str key, size_t *rank)
{
    for (*rank = 0; *rank < sizeof known_columns / sizeof *known_columns; ++*rank)
        if (str_eqc(key, known_columns[*rank].name))
            return known_columns[*rank].is;
    return COL_OTHER;
}

int roster_columns(struct arena *a, const struct csv_fields *row, struct str file, int line, struct roster_columns *out,
                   struct findings *f, struct err *e)
{
    size_t best[COL_KINDS] = {0}, rank[COL_KINDS];
    struct map seen = {0};
    memset(rank, 0xff, sizeof rank);
    out->n = row->n;
    out->is = arena_array(a, enum column, row->n);
    out->names = arena_array(a, struct str, row->n);
    for (size_t i = 0; i < row->n; i++) {
        struct str name = utf8_line(a, csv_value(row->v[i]), 100), key = column_key(a, name);
        void **slot = map_at(a, &seen, key);
        if (*slot && key.n) {
            finding_add(f, SEV_WARNING, file, line, 0, "column \"" STR_FMT "\" comes twice; only the first is read",
                        STR_ARG(name));
            continue;
        }
        *slot = out;
        out->names[i] = name;
        size_t k;
        enum column is = known(key, &k);
        if (is != COL_OTHER && k < rank[is]) {
            rank[is] = k;
            best[is] = i;
        }
    }
    for (int k = COL_EMAIL; k < COL_KINDS; k++)
        if (rank[k] != (size_t)-1)
            out->is[best[k]] = (enum column)k;
    return rank[COL_EMAIL] != (size_t)-1 ? 0 : no_email_column(a, row, file, line, e);
}
