/* What was read from local files last time; the articles of a file that is gone go with it. */
#include "store/internal.h"

int store_files(struct store *s, struct arena *a, struct str prefix, struct strs *out, struct err *e)
{
    struct stmt *st =
        db_query(s->db, e, "SELECT path FROM file_seen WHERE substr(path, 1, length(?)) = ? ORDER BY path", "ss",
                 prefix, prefix);
    int rc = st ? 1 : -1;
    while (rc == 1 && (rc = stmt_step(st, e)) == 1)
        vec_add(a, out, stmt_str(a, st, 0));
    stmt_end(st);
    return rc;
}
