/* Taking rows: those that wait for another try first, then fresh ones from where the last claim ended. */
#include "base/fault.h"
#include "store/run.h"
#include <stdlib.h>
#include <string.h>

struct candidate {
    struct recipient recipient;
    struct held_row held;
};
VEC(candidates, struct candidate);

/* Suppression is looked up when a row is taken, so that who leaves while a send runs gets nothing any more. */
#define SUPPRESSED_FROM(list) \
    "(SELECT reason FROM suppression WHERE key = coalesce(r.key, r.address) AND list = " list ")"
#define SUPPRESSED "coalesce(" SUPPRESSED_FROM("0") ", " SUPPRESSED_FROM("?1") ")"
#define COLUMNS "r.id, r.address, r.key, r.name, r.lang, NULL, r.attributes, r.utf8, r.cohort, " SUPPRESSED

struct taking {
    struct run *r;
    struct arena *a;
    size_t max;
    int64_t now;
    struct candidates found;
    struct candidates suppressed; /* recipient.name holds the reason */
    int64_t delta[7];
    int64_t fresh; /* progress.fresh after this */
};

static void consider(struct taking *t, struct stmt *st, bool fresh, enum delivery_state was)
{
    struct candidate c = {.held = {.fresh = fresh, .was = (uint8_t)was}};
    int64_t cohort = stmt_i64(st, RECIPIENT_N);
    struct str reason = stmt_view(st, RECIPIENT_N + 1);
    if (reason.s) {
        c.recipient = (struct recipient){.row = stmt_i64(st, 0) & ROW_MASK, .name = str_dup(t->a, reason)};
        c.held.row = c.recipient.row;
        vec_add(t->a, &t->suppressed, c);
        return;
    }
    read_recipient(t->a, st, 0, &c.recipient);
    if (cohort >= 0 && (size_t)cohort < t->r->cohorts.n)
        c.recipient.cohort = t->r->cohorts.v[cohort];
    if (!fresh)
        c.recipient.attempts = (int)stmt_i64(st, RECIPIENT_N + 3);
    c.held.row = c.recipient.row;
    vec_add(t->a, &t->found, c);
}

static int find_waiting(struct taking *t, struct err *e)
{
    struct run *r = t->r;
    int64_t resend = r->policy == DOUBT_RESEND, limit = (int64_t)t->max;
    struct stmt *st = db_query(
        r->s->db, e,
        "SELECT " COLUMNS ", d.state, d.attempts FROM result d INDEXED BY result_due JOIN recipient r ON r.id = d.id "
        "WHERE d.edition = ?2 AND d.due <= ?3 AND (d.state <> 6 OR ?4) ORDER BY d.due LIMIT ?5",
        "iiiii", r->list, r->edition, t->now, resend, limit);
    int rc = st ? 1 : -1;
    while (rc == 1 && (rc = stmt_step(st, e)) == 1)
        consider(t, st, false, (enum delivery_state)stmt_i64(st, RECIPIENT_N + 2));
    stmt_end(st);
    return rc;
}

static int find_fresh(struct taking *t, struct err *e)
{
    struct run *r = t->r;
    if (t->fresh >= r->rows || t->found.n >= t->max)
        return 0;
    struct stmt *st = db_query(r->s->db, e,
                               "SELECT " COLUMNS ", d.id FROM recipient r LEFT JOIN result d ON d.id = r.id "
                               "WHERE r.id BETWEEN ?2 AND ?3 ORDER BY r.id",
                               "iii", r->list, row_id(r->edition, t->fresh), row_id(r->edition, ROW_MASK));
    int rc = st ? 1 : -1;
    while (rc == 1 && t->found.n < t->max && (rc = stmt_step(st, e)) == 1) {
        t->fresh = (stmt_i64(st, 0) & ROW_MASK) + 1;
        if (stmt_null(st, RECIPIENT_N + 2)) /* skipped when it was frozen */
            consider(t, st, true, DELIVERY_QUEUED);
    }
    stmt_end(st);
    return rc < 0 ? -1 : 0;
}

static int skip_suppressed(struct taking *t, struct err *e)
{
    for (size_t i = 0; i < t->suppressed.n; i++) {
        const struct candidate *c = &t->suppressed.v[i];
        int64_t id = row_id(t->r->edition, c->held.row);
        int rc = c->held.fresh ? db_run(t->r->s->db, e,
                                        "INSERT INTO result (id, edition, state, attempts, doubted, at, reason) VALUES "
                                        "(?, ?, 5, 0, 0, ?, ?)",
                                        "iiis", id, t->r->edition, t->now, c->recipient.name)
                               : db_run(t->r->s->db, e,
                                        "UPDATE result SET state = 5, at = ?, due = NULL, reason = ? WHERE id = ?",
                                        "isi", t->now, c->recipient.name, id);
        if (rc < 0)
            return -1;
        t->delta[c->held.was]--;
        t->delta[DELIVERY_SKIPPED]++;
    }
    return 0;
}

static int by_row(const void *x, const void *y)
{
    int64_t a = ((const struct candidate *)x)->held.row, b = ((const struct candidate *)y)->held.row;
    return (a > b) - (a < b);
}

/* The claim and, for rows that have a result, its owner (L4). */
static int write_claim(struct taking *t, int64_t *claim, struct err *e)
{
    struct run *r = t->r;
    struct arena a = {0};
    struct rows rows = {0};
    *claim = 0;
    if (!t->found.n)
        return 0;
    qsort(t->found.v, t->found.n, sizeof *t->found.v, by_row);
    for (size_t i = 0; i < t->found.n; i++)
        vec_add(&a, &rows, t->found.v[i].held.row);
    int rc = db_run(r->s->db, e, "INSERT INTO claim (run, edition, rows) VALUES (?, ?, ?)", "iis", r->id, r->edition,
                    rows_text(&a, &rows));
    *claim = db_last_id(r->s->db);
    for (size_t i = 0; i < t->found.n && rc == 0; i++) {
        const struct held_row *h = &t->found.v[i].held;
        t->delta[h->was]--;
        t->delta[DELIVERY_SENDING]++;
        if (!h->fresh)
            rc = db_run(r->s->db, e, "UPDATE result SET state = 1, was = state, due = NULL, claim = ? WHERE id = ?",
                        "ii", *claim, row_id(r->edition, h->row));
    }
    arena_end(&a);
    return rc;
}

static bool moved(const struct taking *t, int64_t fresh_before)
{
    return t->found.n || t->suppressed.n || t->fresh != fresh_before;
}

static int take(struct taking *t, int64_t *claim, struct err *e)
{
    struct db *d = t->r->s->db;
    int64_t before = 0;
    *claim = 0;
    int rc = db_number(d, &before, e,
                       "SELECT fresh FROM progress WHERE edition = ? AND state NOT IN ('paused', 'cancelled')", "i",
                       t->r->edition);
    if (rc <= 0)
        return rc; /* paused or cancelled from another shell: nothing is to be had */
    t->fresh = before;
    if (find_waiting(t, e) < 0 || find_fresh(t, e) < 0)
        return -1;
    if (!moved(t, before))
        return 0;
    if (skip_suppressed(t, e) < 0 || write_claim(t, claim, e) < 0 || ledger_move(d, t->r->edition, t->delta, e) < 0)
        return -1;
    return db_run(d, e, "UPDATE progress SET fresh = ? WHERE edition = ?", "ii", t->fresh, t->r->edition);
}

static void hold(struct run *r, int64_t claim, const struct candidates *found)
{
    if (r->held_n == r->held_cap) {
        r->held_cap = r->held_cap ? r->held_cap * 2 : 16;
        r->held = mem_realloc(r->held, r->held_cap * sizeof *r->held);
    }
    struct held *h = &r->held[r->held_n++];
    *h = (struct held){.id = claim, .n = found->n, .left = found->n};
    h->rows = mem_realloc(NULL, found->n * sizeof *h->rows);
    for (size_t i = 0; i < found->n; i++) {
        h->rows[i] = found->v[i].held;
        marks_clear(&r->marks, h->rows[i].row); /* L6 */
    }
}

static size_t held_rows(const struct run *r)
{
    size_t n = 0;
    for (size_t i = 0; i < r->held_n; i++)
        n += r->held[i].left;
    return n;
}

/* Nothing to take, but rows are held elsewhere: should their holder be dead, they are for us. */
static int sweep_others(struct run *r, int64_t now, int64_t *swept, struct err *e)
{
    int64_t sending = 0;
    *swept = 0;
    if (db_number(r->s->db, &sending, e, "SELECT sending FROM progress WHERE edition = ?", "i", r->edition) < 0)
        return -1;
    if (sending <= (int64_t)held_rows(r))
        return 0;
    if (db_begin(r->s->db, e) < 0)
        return -1;
    return db_finish(r->s->db, ledger_sweep(r, now, swept, e), e);
}

static int next_due(struct run *r, int64_t now, int64_t *next, struct err *e)
{
    int64_t resend = r->policy == DOUBT_RESEND;
    *next = 0;
    int rc =
        db_number(r->s->db, next, e,
                  "SELECT due FROM result WHERE edition = ? AND due > ? AND (state <> 6 OR ?) ORDER BY due LIMIT 1",
                  "iii", r->edition, now, resend);
    return rc < 0 ? -1 : 0;
}

/* Outcomes in and rows out, in one durable transaction. *again: only suppressed rows were met, there may be more behind
 * them. */
static int turn_once(struct run *r, const struct outcome *o, size_t n, struct arena *a, size_t max, int64_t now,
                     struct recipients *out, bool *again, struct err *e)
{
    struct taking t = {.r = r, .a = a, .max = max, .now = now};
    struct group g;
    int64_t claim = 0;
    if (group_start(r, &g, o, n, e) < 0)
        return -1;
    int rc = db_begin(r->s->db, e);
    if (rc == 0) {
        rc = group_write(r, &g, now, e);
        if (rc == 0)
            rc = take(&t, &claim, e);
        if (rc == 0 && claim)
            fault_point("claim-before-commit");
        rc = db_finish(r->s->db, rc, e);
    }
    group_end(r, &g, rc == 0);
    *again = rc == 0 && !claim && t.suppressed.n;
    if (rc < 0 || !claim)
        return rc;
    fault_point("claim-committed");
    witness_claimed(r->s, claim);
    hold(r, claim, &t.found);
    for (size_t i = 0; i < t.found.n; i++)
        vec_add(a, out, t.found.v[i].recipient);
    return 0;
}

static int claim_some(struct run *r, struct arena *a, size_t max, int64_t now, struct recipients *out, struct err *e)
{
    bool again = true;
    while (again)
        if (turn_once(r, NULL, 0, a, max, now, out, &again, e) < 0)
            return -1;
    return 0;
}

int ledger_claim(struct run *r, struct arena *a, size_t max, int64_t now, struct recipients *out, int64_t *next,
                 struct err *e)
{
    int64_t swept = 0;
    size_t before = out->n;
    *next = 0;
    if (max == 0)
        return 0;
    if (claim_some(r, a, max, now, out, e) < 0)
        return -1;
    if (out->n > before)
        return 0;
    if (sweep_others(r, now, &swept, e) < 0)
        return -1;
    if (swept) {
        ledger_sweep_files(r);
        if (claim_some(r, a, max, now, out, e) < 0)
            return -1;
    }
    return out->n > before ? 0 : next_due(r, now, next, e);
}

int ledger_turn(struct run *r, const struct outcome *o, size_t n, struct arena *a, size_t max, int64_t now,
                struct recipients *out, struct err *e)
{
    bool again;
    return max ? turn_once(r, o, n, a, max, now, out, &again, e) : ledger_record(r, o, n, now, e);
}
