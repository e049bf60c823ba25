/* roster_columns.h: which column of a list is what, by the names in its first line. */
#ifndef INGEST_ROSTER_COLUMNS_H
#define INGEST_ROSTER_COLUMNS_H

#include "base/err.h"
#include "ingest/csv.h"

enum column {
    COL_OTHER,
    COL_EMAIL,
    COL_NAME,
    COL_STATUS,
    COL_TOPICS,
    COL_FREQUENCY,
    COL_TIMEZONE,
    COL_LANG,
    COL_FIRST,
    COL_LAST,
    COL_KINDS
};

struct roster_columns {
    size_t n;
    enum column *is;   /* what each column holds */
    struct str *names; /* as the list has them: attributes are called so; unknown: not to be read */
};

/* Where two columns could be the same thing, the better name wins, then the first; the other stays an attribute. A
 * column that comes twice is a warning. The row's fields are changed in place (csv_value). */
int roster_columns(struct arena *a, const struct csv_fields *row, struct str file, int line, struct roster_columns *out,
                   struct findings *f, struct err *e);

#endif
