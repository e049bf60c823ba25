/* What a model answered, by question and by article. */
#include "store/internal.h"

enum { KEPT = 180 * 86400, LATEST = 8 };

int store_answer(struct store *s, struct arena *a, struct str key, struct str *text, struct err *e)
{
    struct stmt *st = db_query(s->db, e, "SELECT text FROM answer WHERE key = ?", "s", key);
    int rc = st ? stmt_step(st, e) : -1;
    if (rc == 1)
        *text = stmt_str(a, st, 0);
    stmt_end(st);
    return rc;
}

int store_answers_about(struct store *s, struct arena *a, struct str article, struct strs *out, struct err *e)
{
    struct stmt *st = db_query(s->db, e, "SELECT text FROM answer WHERE article = ? ORDER BY at DESC, key LIMIT ?",
                               "si", article, (int64_t)LATEST);
    int rc = st ? 1 : -1;
    while (rc == 1 && (rc = stmt_step(st, e)) == 1)
        vec_add(a, out, stmt_str(a, st, 0));
    stmt_end(st);
    return rc;
}

int store_answer_put(struct store *s, struct str key, struct str article, struct str text, int64_t now, struct err *e)
{
    if (db_begin_inner(s->db, e))
        return -1;
    int rc = db_run(s->db, e, "DELETE FROM answer WHERE at < ?", "i", now - KEPT);
    if (rc == 0)
        rc = db_run(s->db, e, "INSERT OR REPLACE INTO answer (key, article, at, text) VALUES (?,?,?,?)", "ssis", key,
                    article, now, text);
    return db_finish_inner(s->db, rc, e);
}
