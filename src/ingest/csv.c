#include "ingest/csv.h"
#include <string.h>

/* memchr that answers `end` for "nowhere": the scanners below compare positions. */
static const char *find(const char *p, const char *end, char c)
{
    const char *hit = p < end ? memchr(p, c, (size_t)(end - p)) : NULL;
    return hit ? hit : end;
}

void csv_begin(struct csv *c, char sep, char eol)
{
    *c = (struct csv){.line = 1, .sep = sep, .eol = eol};
}

void csv_text(struct csv *c, char *at, char *end, bool more)
{
    if (c->skipping) { /* the line that was too long */
        const char *eol = find(at, end, c->eol);
        c->skipping = eol == end;
        at += eol - at + (eol < end);
    }
    c->at = at;
    c->end = end;
    c->more = more;
    c->quote = find(at, end, '"');
}

static struct csv_field bare(const char *from, const char *to)
{
    return (struct csv_field){.s = {from, (size_t)(to - from)}};
}

/* A row without a single quote: the common case, two memchr per field at most. */
static enum csv_result split_plain(struct arena *a, const struct csv *c, const char *p, const char *end,
                                   struct csv_fields *f)
{
    enum csv_result r = CSV_ROW;
    for (;;) {
        const char *to = find(p, end, c->sep);
        if (f->n == CSV_COLUMNS_MAX)
            return CSV_MANY_FIELDS;
        if (to - p > CSV_FIELD_MAX)
            r = CSV_LONG_FIELD;
        vec_add(a, f, bare(p, to));
        if (to == end)
            return r;
        p = to + 1;
    }
}

/* Behind the opening quote: finds the closing one. *lines counts the line breaks passed. */
static enum csv_result quoted(const struct csv *c, const char *p, struct csv_field *out, const char **after, int *lines)
{
    const char *limit = c->end - p > 2 * CSV_FIELD_MAX ? p + 2 * CSV_FIELD_MAX : c->end;
    out->s.s = p;
    out->quoted = true;
    for (;;) {
        const char *q = find(p, limit, '"');
        for (const char *n = find(p, q, c->eol); n < q; n = find(n + 1, q, c->eol))
            ++*lines;
        if (q == limit)
            return limit < c->end ? CSV_LONG_FIELD : c->more ? CSV_LONG_ROW : CSV_OPEN_QUOTE;
        if (q + 1 < c->end && q[1] == '"') {
            out->doubled = true;
            p = q + 2;
            if (p > limit)
                return CSV_LONG_FIELD;
            continue;
        }
        out->s.n = (size_t)(q - out->s.s);
        *after = q + 1;
        return out->s.n > CSV_FIELD_MAX ? CSV_LONG_FIELD : CSV_ROW;
    }
}

/* *row_end and *lines are set only when the row could be followed to its end. */
static enum csv_result split_quoted(struct arena *a, const struct csv *c, struct csv_fields *f, const char **row_end,
                                    int *lines)
{
    const char *p = c->at;
    const char *eol = find(p, c->end, c->eol); /* of the line p is on */
    enum csv_result r = CSV_ROW;
    int breaks = 0;
    for (;;) {
        if (f->n == CSV_COLUMNS_MAX)
            return CSV_MANY_FIELDS;
        const char *q = p;
        while (q < eol && *q == ' ')
            q++;
        if (q == eol || *q != '"') {
            const char *to = find(p, eol, c->sep);
            if (to - p > CSV_FIELD_MAX)
                r = CSV_LONG_FIELD;
            vec_add(a, f, bare(p, to));
            p = to;
        } else {
            struct csv_field field = {0};
            enum csv_result bad = quoted(c, q + 1, &field, &p, &breaks);
            if (bad != CSV_ROW)
                return bad;
            vec_add(a, f, field);
            eol = find(p, c->end, c->eol);
            while (p < eol && (*p == ' ' || (*p == '\r' && p + 1 == eol)))
                p++;
            if (p != eol && *p != c->sep)
                return CSV_AFTER_QUOTE;
        }
        if (p == eol)
            break;
        p++; /* the separator */
    }
    struct csv_field *last = &f->v[f->n - 1];
    if (!last->quoted && c->eol == '\n' && last->s.n && last->s.s[last->s.n - 1] == '\r')
        last->s.n--;
    if (eol == c->end && c->more)
        return CSV_LONG_ROW;
    *row_end = eol;
    *lines = breaks;
    return r;
}

enum csv_result csv_row(struct arena *a, struct csv *c, struct csv_fields *f, int *line)
{
    f->n = 0;
    *line = c->line;
    if (c->at == c->end)
        return CSV_END;
    const char *eol = find(c->at, c->end, c->eol);
    int breaks = 0;
    enum csv_result r;
    if (c->quote < c->at)
        c->quote = find(c->at, c->end, '"');
    if (c->quote >= eol)
        r = split_plain(a, c, c->at, eol > c->at && c->eol == '\n' && eol[-1] == '\r' ? eol - 1 : eol, f);
    else
        r = split_quoted(a, c, f, &eol, &breaks);
    if (eol == c->end && c->more) { /* its end is not in sight: the rest of the line is passed over, too */
        c->skipping = true;
        r = r == CSV_ROW ? CSV_LONG_ROW : r;
    }
    c->at = eol < c->end ? eol + 1 : c->end;
    c->line += 1 + breaks;
    return r;
}

struct str csv_value(struct csv_field f)
{
    char *p = (char *)f.s.s;
    if (f.doubled) {
        size_t n = 0;
        for (size_t i = 0; i < f.s.n; i++) {
            p[n++] = p[i];
            i += p[i] == '"';
        }
        f.s.n = n;
    }
    struct str s = str_trim(f.s);
    ((char *)s.s)[s.n] = '\0';
    return s;
}
