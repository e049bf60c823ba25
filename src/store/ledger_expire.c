/* The end of an edition's time: who was not sent anything yet is skipped. */
#include "store/internal.h"

static int expire(struct store *s, int64_t id, int64_t now, int64_t *delta, struct err *e)
{
    struct db *d = s->db;
    int64_t last = row_id(id, ROW_MASK), first = row_id(id, 0), fresh = 0, queued = 0, deferred = 0;
    if (db_number(d, &fresh, e, "SELECT fresh FROM progress WHERE edition = ?", "i", id) < 0 ||
        db_number(d, &queued, e, "SELECT count(*) FROM result WHERE id BETWEEN ? AND ? AND state = 0", "ii", first,
                  last) < 0 ||
        db_number(d, &deferred, e, "SELECT count(*) FROM result WHERE id BETWEEN ? AND ? AND state = 3", "ii", first,
                  last) < 0)
        return -1;
    if (db_run(d, e,
               "UPDATE result SET state = 5, due = NULL, at = ?, reason = 'expired' WHERE id BETWEEN ? AND ? AND state "
               "IN (0, 3)",
               "iii", now, first, last) < 0 ||
        db_run(d, e,
               "INSERT INTO result (id, edition, state, attempts, doubted, at, reason) "
               "SELECT r.id, ?, 5, 0, 0, ?, 'expired' FROM recipient r LEFT JOIN result d ON d.id = r.id "
               "WHERE r.id BETWEEN ? AND ? AND d.id IS NULL",
               "iiii", id, now, row_id(id, fresh), last) < 0)
        return -1;
    queued += db_changes(d);
    delta[DELIVERY_QUEUED] = -queued;
    delta[DELIVERY_DEFERRED] = -deferred;
    delta[DELIVERY_SKIPPED] = queued + deferred;
    if (ledger_move(d, id, delta, e) < 0)
        return -1;
    return db_run(d, e, "UPDATE progress SET fresh = audience WHERE edition = ?", "i", id); /* L3 */
}

int ledger_expire(struct store *s, struct str edition, int64_t now, int64_t *moved, struct err *e)
{
    int64_t id, delta[7] = {0};
    *moved = 0;
    if (ledger_number(s, edition, &id, e) < 0 || db_begin(s->db, e) < 0)
        return -1;
    int rc = db_finish(s->db, expire(s, id, now, delta, e), e);
    if (rc == 0)
        *moved = delta[DELIVERY_SKIPPED];
    return rc;
}
