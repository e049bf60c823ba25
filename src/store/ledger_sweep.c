/* After a death: what the dead run held, and what may be believed about it (L6, L7). */
#include "base/fault.h"
#include "base/file.h"
#include "store/run.h"
#include <dirent.h>
#include <string.h>
#include <unistd.h>

struct dead {
    int64_t id, pid, pid_start;
    struct str boot, nonce;
};
VEC(deads, struct dead);

static int open_runs(struct run *r, struct arena *a, struct deads *out, struct err *e)
{
    struct stmt *st =
        db_query(r->s->db, e,
                 "SELECT id, pid, pid_start, boot, nonce FROM run WHERE edition = ? AND ended_at IS NULL AND id <> ?",
                 "ii", r->edition, r->id);
    int rc = st ? 1 : -1;
    while (rc == 1 && (rc = stmt_step(st, e)) == 1)
        vec_add(
            a, out,
            ((struct dead){stmt_i64(st, 0), stmt_i64(st, 1), stmt_i64(st, 2), stmt_str(a, st, 3), stmt_str(a, st, 4)}));
    stmt_end(st);
    return rc;
}

/* 1: the row is still this claim's, and h says what it was; 0: it was settled since. */
static int is_unsettled(struct run *r, int64_t claim, int64_t row, struct held_row *h, struct err *e)
{
    struct stmt *st =
        db_query(r->s->db, e, "SELECT state, claim, was FROM result WHERE id = ?", "i", row_id(r->edition, row));
    int rc = st ? stmt_step(st, e) : -1;
    *h = (struct held_row){.row = row, .fresh = rc == 0};
    bool ours = rc == 0;
    if (rc == 1 && stmt_i64(st, 0) == DELIVERY_SENDING && stmt_i64(st, 1) == claim) {
        h->was = (uint8_t)stmt_i64(st, 2);
        ours = true;
    }
    stmt_end(st);
    return rc < 0 ? -1 : ours;
}

static int sweep_claim(struct run *r, int64_t claim, struct str text, const struct marks *m, int64_t now,
                       int64_t *delta, struct err *e)
{
    struct arena a = {0};
    struct rows rows = {0};
    int rc = rows_parse(&a, text, &rows) < 0
                 ? err_set(e, EX_DATAERR, "%s: claim %lld is damaged; restore the database from a backup",
                           db_path(r->s->db), (long long)claim)
                 : 0;
    for (size_t i = 0; i < rows.n && rc >= 0; i++) {
        struct held_row h;
        if (rows.v[i] >= r->rows || (rc = is_unsettled(r, claim, rows.v[i], &h, e)) != 1)
            continue;
        struct outcome o = {.row = h.row, .state = m ? started_state(m, h.row) : DELIVERY_IN_DOUBT};
        if (o.state == DELIVERY_SENT)
            o.reply.text = str_lit("accepted; the answer came, and was not written down before the sender was killed");
        rc = settle_row(r, claim, &h, &o, now, delta, e);
    }
    arena_end(&a);
    return rc < 0 ? -1 : 0;
}

/* marks NULL: not to be believed, everything counts as started */
static int sweep_run(struct run *r, int64_t run, const struct marks *m, int64_t now, struct err *e)
{
    struct arena a = {0};
    struct rows ids = {0};
    struct strs texts = {0};
    int64_t delta[7] = {0};
    struct stmt *st =
        db_query(r->s->db, e, "SELECT id, rows FROM claim WHERE edition = ? AND run = ?", "ii", r->edition, run);
    int rc = st ? 1 : -1;
    while (rc == 1 && (rc = stmt_step(st, e)) == 1) {
        vec_add(&a, &ids, stmt_i64(st, 0));
        vec_add(&a, &texts, stmt_str(&a, st, 1));
    }
    stmt_end(st);
    for (size_t i = 0; i < ids.n && rc == 0; i++)
        rc = sweep_claim(r, ids.v[i], texts.v[i], m, now, delta, e);
    if (rc == 0)
        rc = db_run(r->s->db, e, "DELETE FROM claim WHERE edition = ? AND run = ?", "ii", r->edition, run);
    if (rc == 0)
        rc = ledger_move(r->s->db, r->edition, delta, e);
    if (rc == 0)
        rc = db_run(r->s->db, e, "UPDATE run SET ended_at = ? WHERE id = ?", "ii", now, run);
    arena_end(&a);
    return rc;
}

/* Somebody may have removed the file of a living run; then the process itself is asked for. */
static bool still_runs(const struct dead *d, struct str boot)
{
    return d->pid_start != 0 && boot.n && str_eq(d->boot, boot) && process_start(d->pid) == d->pid_start;
}

static int judge(struct run *r, const struct dead *d, struct str boot, int64_t now, int64_t *swept, struct err *e)
{
    struct arena a = {0};
    struct marks m = {.fd = -1};
    enum marks_state state = d->nonce.n == MARKS_NONCE ? marks_look(&m, marks_path(&a, r->state_dir, r->name, d->id).s,
                                                                    (const uint8_t *)d->nonce.s, r->rows)
                                                       : MARKS_LOST;
    arena_end(&a);
    if (state == MARKS_ALIVE || (state == MARKS_LOST && still_runs(d, boot)))
        return 0;
    bool believed = state == MARKS_GOOD && boot.n && str_eq(d->boot, boot);
    int rc = sweep_run(r, d->id, believed ? &m : NULL, now, e);
    marks_end(&m);
    *swept += rc == 0;
    return rc;
}

int ledger_sweep(struct run *r, int64_t now, int64_t *swept, struct err *e)
{
    struct arena a = {0};
    struct deads runs = {0};
    struct str boot = boot_id(&a);
    *swept = 0;
    int rc = open_runs(r, &a, &runs, e);
    for (size_t i = 0; i < runs.n && rc == 0; i++)
        rc = judge(r, &runs.v[i], boot, now, swept, e);
    if (rc == 0 && *swept)
        fault_point("sweep-before-commit");
    arena_end(&a);
    return rc;
}

/* Only files whose run the ledger calls ended: a death between a commit and its unlink leaves one behind. */
void ledger_sweep_files(struct run *r)
{
    struct arena a = {0};
    struct str prefix = path_base(marks_path(&a, r->state_dir, r->name, 0));
    prefix = str_dup(&a, str_sub(prefix, 0, prefix.n - 1)); /* without the number */
    DIR *dir = opendir(r->state_dir.s);
    for (struct dirent *f; dir && (f = readdir(dir));) {
        struct str name = str_c(f->d_name);
        int64_t run, ended = 0;
        if (!str_starts(name, prefix.s) || !str_i64(str_sub(name, prefix.n, name.n), &run))
            continue;
        if (db_number(r->s->db, &ended, NULL, "SELECT 1 FROM run WHERE id = ? AND ended_at IS NOT NULL", "i", run) ==
                1 &&
            ended)
            unlink(marks_path(&a, r->state_dir, r->name, run).s);
    }
    if (dir)
        closedir(dir);
    arena_end(&a);
}
