/* list_file.h: editing subscribers/LIST.csv in place. What an owner wrote stays as it is, byte for byte; rows are added under the
 * file's own columns and taken out whole. */
#ifndef CLI_LIST_FILE_H
#define CLI_LIST_FILE_H

#include "base/buf.h"
#include "base/err.h"
#include "model/subscriber.h"

struct list_columns {
    struct strs names;
    bool formulas; /* for a spreadsheet: a cell that it would take for a formula gets a quote in front */
};

/* The contract's seven columns, then every attribute that a row has. */
void list_columns_of(struct arena *a, const struct subscribers *rows, struct list_columns *out);
/* Those that the file names in its first line; an empty text has the ones of rows. */
int list_columns_read(struct arena *a, struct str text, struct str path, const struct subscribers *rows, struct list_columns *out,
                      struct err *e);
void list_put_header(struct buf *b, const struct list_columns *c);
void list_put_row(struct arena *a, struct buf *b, const struct list_columns *c, const struct subscriber *s);
/* The first thing that a row says and the file has no column for; NULL pointer: nothing. */
struct str list_homeless(const struct list_columns *c, const struct subscriber *s);

/* text without the record that begins in this line (from 1); rows: the others, whose lines are never touched. */
void list_drop_record(struct buf *out, struct str text, int line, const struct subscribers *rows);

#endif
