/* list_file.h: the rows of subscribers/LIST.csv as text, under the columns that the file has. */
#ifndef CLI_LIST_FILE_H
#define CLI_LIST_FILE_H

#include "base/buf.h"
#include "base/err.h"
#include "model/subscriber.h"

struct list_columns {
    struct strs names;
    bool formulas; /* for a spreadsheet: a cell that it would take for a formula gets a quote in front */
};

/* The contract's seven columns; then one for every attribute that a row has. */
void list_columns_standard(struct arena *a, struct list_columns *out);
void list_columns_add(struct arena *a, struct list_columns *c, const struct subscriber *s);
/* Those that the file names in its first line. */
int list_columns_read(struct arena *a, struct str text, struct str path, struct list_columns *out, struct err *e);
void list_put_header(struct buf *b, const struct list_columns *c);
void list_put_row(struct arena *a, struct buf *b, const struct list_columns *c, const struct subscriber *s);
/* The first thing that a row says and the file has no column for; NULL pointer: nothing. */
struct str list_homeless(const struct list_columns *c, const struct subscriber *s);

#endif
