/* roster.c: rows of a list of subscribers from CSV, one at a time.
 *
 * Fields are ended in place with a NUL in the window over the text, so a row costs few allocations, and they are gone
 * with the next row.  A row is used only when all of it can be: a value that could break out of a header or an SMTP
 * command refuses the row, by line. */
#include "base/date.h"
#include "base/map.h"
#include "base/utf8.h"
#include "ingest/csv.h"
#include "ingest/ingest.h"
#include "ingest/roster_columns.h"
#include "ingest/roster_parts.h"
#include "ingest/roster_text.h"
#include "model/interest.h"
#include <limits.h>
#include <stdio.h>
#include <string.h>

enum {
    NAME_MAX_CHARS = 200,
    TOPICS_MAX = 100,
    ROW_MEMORY = 64 << 10, /* given back after a row that needed more */
    KNOWN_MEMORY = 1 << 20,
    LINES_MAX = INT_MAX - 1000,
};

struct roster {
    struct arena columns_memory, row_memory, known_memory;
    struct arena *a; /* the row's */
    struct roster_said *said;
    struct roster_text text;
    struct csv csv;
    struct csv_fields row;
    int line; /* of the row at hand */
    struct roster_columns columns;
    struct map topics; /* cell -> struct strs *: most cells are like many others */
    struct map zones;  /* zone name -> "+" when known */
    struct str last_zone;
    bool plain; /* the row at hand is ASCII text without control characters */
};

#define say(r, severity, ...) roster_say((r)->said, severity, (r)->line, __VA_ARGS__)

/* A cell as a message may show it. */
static struct str shown(struct roster *r, struct str s)
{
    return utf8_line(r->a, str_sub(s, 0, 200), 60);
}

/* No control character and nothing outside ASCII: eight bytes at a time, since every byte of a list passes here. */
static bool is_ascii_text(struct str s)
{
    const uint64_t ones = 0x0101010101010101, high = 0x8080808080808080;
    size_t i = 0;
    for (; i + 8 <= s.n; i += 8) {
        uint64_t w;
        memcpy(&w, s.s + i, 8);
        /* A byte below ' ' borrows into its high bit; so does 0x7f once it is made 0. */
        if ((w | (w - ones * ' ') | ((w ^ ones * 0x7f) - ones)) & high)
            break;
    }
    for (; i < s.n; i++)
        if ((unsigned char)s.s[i] < ' ' || (unsigned char)s.s[i] > '~')
            return false;
    return true;
}

static char guess_separator(struct str text)
{
    size_t comma = 0, semicolon = 0, tab = 0;
    bool inside = false;
    size_t i = 0;
    while (i < text.n && (text.s[i] == '\n' || text.s[i] == '\r'))
        i++;
    for (; i < text.n && (inside || (text.s[i] != '\n' && text.s[i] != '\r')); i++) {
        char c = text.s[i];
        inside ^= c == '"';
        comma += !inside && c == ',';
        semicolon += !inside && c == ';';
        tab += !inside && c == '\t';
    }
    return tab > comma && tab >= semicolon ? '\t' : semicolon > comma ? ';' : ',';
}

/* "sep=;" on a line of its own before the header, as one spreadsheet program writes it. */
static bool separator_line(struct str *text, char *sep)
{
    if (!str_istarts(*text, "sep=") || text->n < 6 || (text->s[5] != '\n' && text->s[5] != '\r'))
        return false;
    *sep = text->s[4];
    size_t skip = text->s[5] == '\r' && text->n > 6 && text->s[6] == '\n' ? 7 : 6;
    *text = str_sub(*text, skip, text->n);
    return true;
}

/* The first line that is not empty names the columns. */
static int read_header(struct roster *r, struct err *e)
{
    enum csv_result got;
    bool empty;
    do {
        if (roster_text_more(&r->text, &r->csv, e) < 0)
            return -1;
        got = csv_row(&r->columns_memory, &r->csv, &r->row, &r->line);
        empty = got == CSV_END || (got == CSV_ROW && r->row.n == 1 && !str_trim(r->row.v[0].s).n);
    } while (empty && r->csv.at < r->csv.end);
    if (empty)
        return err_set(e, EX_DATAERR,
                       STR_FMT ": the list is empty; its first line names the columns: "
                               "email,name,status,topics,frequency,timezone,lang",
                       STR_ARG(r->text.in->file));
    if (got == CSV_MANY_FIELDS)
        return err_set(e, EX_DATAERR, STR_FMT ":%d: more than %d columns", STR_ARG(r->text.in->file), r->line,
                       CSV_COLUMNS_MAX);
    if (got != CSV_ROW)
        return err_set(e, EX_DATAERR,
                       STR_FMT ":%d: the line that names the columns has a quote that is not closed, or is too long",
                       STR_ARG(r->text.in->file), r->line);
    return roster_columns(&r->columns_memory, &r->row, r->text.in->file, r->line, &r->columns, r->said->f, e);
}

static bool usable_row(struct roster *r)
{
    if (r->plain && r->row.n <= r->columns.n)
        return true;
    for (size_t i = 0; i < r->row.n; i++) {
        struct str s = r->row.v[i].s;
        if (r->text.nul && memchr(s.s, '\0', s.n)) {
            say(r, SEV_ERROR, "holds a NUL byte; row refused");
            return false;
        }
        if (!r->plain && !is_ascii_text(s) && !utf8_valid(s)) {
            say(r, SEV_ERROR, "is not UTF-8 (Latin-1?); row refused; save the list as UTF-8");
            return false;
        }
        if (i >= r->columns.n && str_trim(s).n) {
            say(r, SEV_ERROR, "has %zu fields, the header %zu (a comma that needs quotes?); row refused", r->row.n,
                r->columns.n);
            return false;
        }
    }
    return true;
}

static bool one_line(struct roster *r, const char *what, struct str s)
{
    if (r->plain || (str_chr(s, '\n') == STR_NONE && str_chr(s, '\r') == STR_NONE))
        return true;
    say(r, SEV_ERROR, "%s holds a line break (a header injection, or a quote closed too late); row refused", what);
    return false;
}

static struct str clean_line(struct roster *r, struct str s)
{
    return (r->plain || is_ascii_text(s)) && s.n <= NAME_MAX_CHARS ? s : utf8_line(r->a, s, NAME_MAX_CHARS);
}

/* What cells were made of is remembered, up to a limit: somebody may follow other topics on every row. */
static void **remembered(struct roster *r, struct map *m, struct str s)
{
    if (r->known_memory.used > KNOWN_MEMORY) {
        arena_end(&r->known_memory);
        r->topics = r->zones = (struct map){0};
        r->last_zone = (struct str){0};
    }
    struct arena *a = &r->known_memory;
    return map_get(m, s) ? map_at(a, m, s) : map_at(a, m, str_dup(a, s));
}

static bool is_topic(const struct topics *known, struct str s)
{
    for (size_t i = 0; known && i < known->n; i++)
        if (str_ieq(s, known->v[i].key) || str_ieq(s, known->v[i].title))
            return true;
    return false;
}

/* "harbor,energy" where "harbor;energy" is meant: one topic, which nobody writes about. Words and outlets may hold
 * commas. */
static void doubt_commas(struct roster *r, struct str entry)
{
    struct interest x = interest_parse(entry);
    if (x.kind == INTEREST_TOPIC && str_chr(x.what, ',') != STR_NONE && !is_topic(r->text.in->topics, x.what))
        say(r, SEV_WARNING, "topics \"" STR_FMT "\" are read as one topic of that name; part them by ';'",
            STR_ARG(shown(r, entry)));
}

static void read_topics(struct roster *r, struct str s, struct strs *out)
{
    void **slot = remembered(r, &r->topics, s);
    if (!*slot) {
        struct arena *a = &r->known_memory;
        struct strs *v = arena_new(a, struct strs);
        struct str rest = s, one;
        while (str_cut(&rest, ';', &one) && v->n < TOPICS_MAX) {
            one = clean_line(r, str_trim(one));
            if (!one.n || strs_ihas(v, one))
                continue;
            vec_add(a, v, str_dup(a, one));
            doubt_commas(r, one);
        }
        *slot = v;
    }
    *out = *(struct strs *)*slot;
    out->cap = out->n; /* shared between rows: a push must not write into it */
}

static struct str read_zone(struct roster *r, struct str s)
{
    if (str_eq(s, r->last_zone)) /* as on most rows */
        return s;
    void **slot = remembered(r, &r->zones, s);
    if (!*slot)
        *slot = zone_known(s.s) ? "+" : "-";
    if (*(char *)*slot == '+') {
        r->last_zone = str_dup(&r->known_memory, s);
        return s;
    }
    say(r, SEV_WARNING, "\"" STR_FMT "\" is no IANA time zone such as Europe/Paris; the newsroom's is used",
        STR_ARG(shown(r, s)));
    return (struct str){0};
}

static struct str read_lang(struct roster *r, struct str s)
{
    bool ok = s.n >= 2 && s.n <= 35;
    for (size_t i = 0; ok && i < s.n; i++) {
        char c = s.s[i];
        if (c == '_')
            ((char *)s.s)[i] = '-';
        ok = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
             (i > 1 && ((c >= '0' && c <= '9') || c == '-' || c == '_'));
    }
    if (ok)
        return s;
    say(r, SEV_WARNING, "\"" STR_FMT "\" is no language tag such as en or pt-BR; left out", STR_ARG(shown(r, s)));
    return (struct str){0};
}

static void add_attribute(struct roster *r, struct subscriber *s, size_t column, struct str value)
{
    if (!r->columns.names[column].n)
        return;
    struct attribute *at = vec_push(r->a, &s->attributes);
    at->name = r->columns.names[column];
    at->value = r->plain || is_ascii_text(value) ? value : utf8_line(r->a, value, CSV_FIELD_MAX);
}

/* One cell into the row's subscriber. False: the row is refused, and why has been said. */
static bool read_cell(struct roster *r, struct subscriber *s, size_t column, struct str v, struct str part[2])
{
    struct err e = {0};
    switch (r->columns.is[column]) {
    case COL_EMAIL:
        if (!one_line(r, "the address", v))
            return false;
        if (address_parse(r->a, v, &s->address, &e) < 0) {
            say(r, SEV_ERROR, STR_FMT "; row refused", STR_ARG(utf8_line(r->a, str_c(e.msg), 250)));
            return false;
        }
        return true;
    case COL_NAME:
        s->name = clean_line(r, v);
        return one_line(r, "the name", v);
    case COL_FIRST:
    case COL_LAST:
        part[r->columns.is[column] == COL_LAST] = clean_line(r, v);
        add_attribute(r, s, column, v);
        return one_line(r, "the name", v);
    case COL_STATUS:
        if (sub_status_parse(v, &s->status))
            return true;
        say(r, SEV_ERROR,
            "status \"" STR_FMT "\" is none of active, unsubscribed, bounced, complained, pending; row refused",
            STR_ARG(shown(r, v)));
        return false;
    case COL_TOPICS:
        read_topics(r, v, &s->topics);
        return one_line(r, "topics", v);
    case COL_FREQUENCY:
        s->frequency = clean_line(r, v);
        return one_line(r, "frequency", v);
    case COL_TIMEZONE:
        s->timezone = read_zone(r, v);
        return true;
    case COL_LANG:
        s->lang = read_lang(r, v);
        return true;
    case COL_OTHER:
    case COL_KINDS:
        add_attribute(r, s, column, v);
        break;
    }
    return true;
}

static bool read_row(struct roster *r, struct subscriber *s)
{
    struct str part[2] = {{0}, {0}};
    s->line = r->line;
    for (size_t i = 0; i < r->row.n && i < r->columns.n; i++) {
        struct str v = csv_value(r->row.v[i]);
        if (v.n ? !read_cell(r, s, i, v, part) : r->columns.is[i] == COL_EMAIL) {
            if (!v.n)
                say(r, SEV_ERROR, "has no address; row refused");
            return false;
        }
    }
    if (!s->address.addr.n) {
        say(r, SEV_ERROR, "has no address; row refused");
        return false;
    }
    if (!s->name.n && (part[0].n || part[1].n))
        s->name =
            str_fmt(r->a, STR_FMT "%s" STR_FMT, STR_ARG(part[0]), part[0].n && part[1].n ? " " : "", STR_ARG(part[1]));
    return true;
}

static void refuse(struct roster *r, enum csv_result why)
{
    switch (why) {
    case CSV_OPEN_QUOTE:
        say(r, SEV_ERROR, "opens a quote that is never closed; row refused, reading goes on with the next line");
        break;
    case CSV_AFTER_QUOTE:
        say(r, SEV_ERROR,
            "has text after a closing quote, or a quote that is not closed; row refused, reading goes on with the next "
            "line");
        break;
    case CSV_LONG_FIELD:
        say(r, SEV_ERROR, "has a field of more than %d KiB; row refused", CSV_FIELD_MAX >> 10);
        break;
    case CSV_LONG_ROW:
        say(r, SEV_ERROR, "is longer than %d KiB; row refused", CSV_ROW_MAX >> 10);
        break;
    case CSV_MANY_FIELDS:
        say(r, SEV_ERROR, "has more than %d fields; row refused", CSV_COLUMNS_MAX);
        break;
    case CSV_END:
    case CSV_ROW:
        break;
    }
}

/* -1 only when the list's bytes cannot be had or `fn` said so. */
static int read_rows(struct roster *r, ingest_row_fn *fn, void *ctx, struct err *e)
{
    for (;;) {
        if (roster_text_more(&r->text, &r->csv, e) < 0)
            return -1;
        const char *from = r->csv.at;
        struct roster_row row = {.from = roster_text_at(&r->text, from)};
        enum csv_result got = csv_row(&r->columns_memory, &r->csv, &r->row, &r->line);
        if (got == CSV_END)
            return 0;
        if (r->line > LINES_MAX)
            return err_set(e, EX_DATAERR, STR_FMT ": more than %d lines", STR_ARG(r->text.in->file), LINES_MAX);
        if (got != CSV_ROW) {
            refuse(r, got);
            continue;
        }
        if (r->row.n == 1 && !str_trim(r->row.v[0].s).n)
            continue;
        struct subscriber s = {0};
        row.s = &s;
        row.to = roster_text_at(&r->text, r->csv.at);
        r->plain = is_ascii_text(str_trim((struct str){from, (size_t)(r->csv.at - from)}));
        if (usable_row(r) && read_row(r, &s) && fn(ctx, &row, e) < 0)
            return -1;
        if (r->row_memory.used > ROW_MEMORY)
            arena_end(&r->row_memory);
        else
            arena_reset(&r->row_memory);
    }
}

static int read_list(struct roster *r, const struct roster_input *in, ingest_row_fn *fn, void *ctx, struct err *e)
{
    struct str text;
    char sep = 0;
    if (roster_text_begin(&r->text, in, &text, e) < 0)
        return -1;
    int skipped = separator_line(&text, &sep);
    bool lf = text.n && memchr(text.s, '\n', text.n);
    csv_begin(&r->csv, sep ? sep : guess_separator(text), lf ? '\n' : '\r');
    csv_text(&r->csv, (char *)text.s, (char *)text.s + text.n, !r->text.ended);
    r->csv.line += skipped;
    return read_header(r, e) < 0 ? -1 : read_rows(r, fn, ctx, e);
}

int roster_rows(const struct roster_input *in, ingest_row_fn *fn, void *ctx, struct roster_said *said, struct err *e)
{
    struct roster r = {.said = said};
    r.a = &r.row_memory;
    int rc = read_list(&r, in, fn, ctx, e);
    roster_text_end(&r.text);
    arena_end(&r.columns_memory);
    arena_end(&r.row_memory);
    arena_end(&r.known_memory);
    return rc;
}

int ingest_rows(const struct roster_input *in, ingest_row_fn *fn, void *ctx, struct findings *f, struct err *e)
{
    struct roster_said said = {.f = f, .file = in->file, .first = f->list.n};
    int rc = roster_rows(in, fn, ctx, &said, e);
    roster_said_end(&said);
    return rc;
}
