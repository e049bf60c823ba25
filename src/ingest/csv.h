/* csv.h: rows and fields of a CSV text (RFC 4180) as slices of the caller's bytes: nothing is copied, nothing allocated
 * but the table of fields.
 *
 * A row ends at LF or CR LF; at CR alone in a text that has no LF. A field that opens with a quote may hold separators,
 * line breaks and doubled quotes, up to a ceiling; a quote inside a bare field is an ordinary character. When quoting
 * is broken, only the line on which the field began is given up: reading goes on with the next line, so one stray quote
 * never swallows the rest of a file. Time is linear in the input.
 *
 * A text may come in pieces: each begins where the last row ended, and holds CSV_ROW_MAX bytes or the rest of the text.
 */
#ifndef INGEST_CSV_H
#define INGEST_CSV_H

#include "base/str.h"

enum {
    CSV_FIELD_MAX = 64 << 10, /* bytes of one field, quotes not counted */
    CSV_COLUMNS_MAX = 1000,
    CSV_ROW_MAX = 512 << 10,
};

struct csv_field {
    struct str s; /* without the surrounding quotes */
    bool quoted;
    bool doubled; /* holds "" for " */
};
VEC(csv_fields, struct csv_field);

struct csv {
    const char *at, *end;
    bool more;     /* the text goes on behind `end` */
    bool skipping; /* in a line too long to be followed to its end */
    int line;      /* of `at`, from 1 */
    char sep;
    char eol;          /* '\n', or '\r' for a text with CR line ends only */
    const char *quote; /* the first quote at or after `at`, or end: plain rows are split without looking for one */
};

enum csv_result { CSV_END, CSV_ROW, CSV_OPEN_QUOTE, CSV_AFTER_QUOTE, CSV_LONG_FIELD, CSV_LONG_ROW, CSV_MANY_FIELDS };

void csv_begin(struct csv *c, char sep, char eol);
void csv_text(struct csv *c, char *at, char *end, bool more); /* the text from c->at on, as far as it is there */
/* The next row into f (emptied first); *line is where it began. Every result but CSV_END has moved on. */
enum csv_result csv_row(struct arena *a, struct csv *c, struct csv_fields *f, int *line);

/* A field's value: doubled quotes made one, white space at the ends left out, ended by a NUL, all of it in place: the
 * text must be writable and one byte longer than it says. */
struct str csv_value(struct csv_field f);

#endif
