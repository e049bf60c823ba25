#include "base/crypto.h"
#include "base/fault.h"
#include "store/run.h"
#include <stdlib.h>
#include <unistd.h>

/* STATE_DIR/marks-EDITION-RUN; a name that came from a file becomes letters that mean nothing to a path. */
struct str marks_path(struct arena *a, struct str state_dir, struct str edition, int64_t run)
{
    struct str safe = str_dup(a, str_sub(edition, 0, 100));
    for (char *c = (char *)safe.s; *c; c++)
        if (!((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9') || *c == '-' ||
              *c == '.' || *c == '_'))
            *c = '_';
    return str_fmt(a, "%s%smarks-%s-%lld", state_dir.s, str_ends(state_dir, "/") ? "" : "/", safe.s, (long long)run);
}

static int may_open(struct run *r, int64_t now, struct err *e)
{
    struct arena a = {0};
    struct str state = {0};
    int rc = ledger_control(r->s, &a, r->name, &state, e);
    if (rc == 0 && str_eqc(state, "paused"))
        rc = err_set(e, EX_TEMPFAIL, "edition " STR_FMT ": is paused; resume it first", STR_ARG(r->name));
    if (rc == 0 && str_eqc(state, "cancelled"))
        rc = err_set(e, EX_DATAERR, "edition " STR_FMT ": was cancelled and is not sent any more", STR_ARG(r->name));
    if (rc == 0 && str_eqc(state, "frozen"))
        rc = db_run(
            r->s->db, e,
            "UPDATE progress SET state = 'sending', started_at = CASE started_at WHEN 0 THEN ? ELSE started_at END "
            "WHERE edition = ?",
            "ii", now, r->edition);
    arena_end(&a);
    return rc;
}

static int know_edition(struct run *r, struct err *e)
{
    struct db *d = r->s->db;
    r->list = -1; /* no list: only suppressions for all of them count */
    if (ledger_number(r->s, r->name, &r->edition, e) < 0 ||
        db_number(d, &r->rows, e, "SELECT audience FROM progress WHERE edition = ?", "i", r->edition) < 0 ||
        db_number(d, &r->list, e, "SELECT l.id FROM edition e JOIN list l ON l.name = e.list WHERE e.id = ?", "i",
                  r->edition) < 0)
        return -1;
    struct stmt *st = db_query(d, e, "SELECT key FROM cohort WHERE edition = ? ORDER BY no", "i", r->edition);
    int rc = st ? 1 : -1;
    while (rc == 1 && (rc = stmt_step(st, e)) == 1)
        vec_add(&r->arena, &r->cohorts, stmt_str(&r->arena, st, 0));
    stmt_end(st);
    return rc;
}

/* The marks are made, locked and valid before anybody can see the run. */
static int enter(struct run *r, int64_t now, struct err *e)
{
    struct arena a = {0};
    uint8_t nonce[MARKS_NONCE];
    int64_t pid = getpid();
    random_bytes(nonce, sizeof nonce);
    int rc =
        db_run(r->s->db, e,
               "INSERT INTO run (edition, opened_at, nonce, boot, pid, pid_start) VALUES (?, ?, ?, ?, ?, ?)", "iibsii",
               r->edition, now, (struct str){(const char *)nonce, sizeof nonce}, boot_id(&a), pid, process_start(pid));
    if (rc == 0) {
        r->id = db_last_id(r->s->db);
        r->marks_path = marks_path(&r->arena, r->state_dir, r->name, r->id);
        rc = marks_make(&r->marks, r->marks_path.s, nonce, r->rows, e);
    }
    arena_end(&a);
    return rc;
}

static void end(struct run *r)
{
    marks_end(&r->marks);
    for (size_t i = 0; i < r->held_n; i++)
        free(r->held[i].rows);
    free(r->held);
    arena_end(&r->arena);
    free(r);
}

static int open_in_transaction(struct run *r, int64_t now, struct err *e)
{
    int64_t swept;
    if (know_edition(r, e) < 0 || may_open(r, now, e) < 0 || enter(r, now, e) < 0 ||
        ledger_sweep(r, now, &swept, e) < 0)
        return -1;
    fault_point("open-before-commit");
    return 0;
}

int ledger_run_open(struct store *s, struct str edition, const char *state_dir, enum doubt_policy policy, int64_t now,
                    struct run **out, struct err *e)
{
    if (store_host_check(s, e) < 0 || witness_open(s, e) < 0 || db_begin(s->db, e) < 0)
        return -1;
    struct run *r = mem_realloc(NULL, sizeof *r);
    *r = (struct run){.s = s, .policy = policy, .marks.fd = -1};
    r->name = str_dup(&r->arena, edition);
    r->state_dir = str_dup(&r->arena, str_c(state_dir));
    if (db_finish(s->db, open_in_transaction(r, now, e), e) < 0) {
        if (r->marks.fd >= 0)
            unlink(r->marks_path.s);
        end(r);
        return -1;
    }
    fault_point("open-committed");
    ledger_sweep_files(r);
    *out = r;
    return 0;
}

void ledger_start(struct run *r, int64_t row)
{
    if (row >= 0 && row < r->rows)
        marks_set(&r->marks, row);
    fault_point("started");
}

void ledger_answered(struct run *r, int64_t row, bool was_accepted)
{
    if (row < 0 || row >= r->rows)
        return;
    if (was_accepted)
        marks_accept(&r->marks, row);
    else
        marks_clear(&r->marks, row);
    fault_point("answered");
}

enum delivery_state started_state(const struct marks *m, int64_t row)
{
    if (!marks_get(m, row))
        return DELIVERY_QUEUED;
    return marks_accepted(m, row) ? DELIVERY_SENT : DELIVERY_IN_DOUBT;
}

/* What is still held: started rows without an answer are in doubt, accepted ones sent, the others go back untouched. */
static int give_back(struct run *r, int64_t now, struct err *e)
{
    struct arena a = {0};
    VEC(outcomes, struct outcome) all = {0};
    for (size_t i = 0; i < r->held_n; i++)
        for (size_t k = 0; k < r->held[i].n; k++) {
            const struct held_row *h = &r->held[i].rows[k];
            if (!h->settled)
                vec_add(&a, &all, ((struct outcome){.row = h->row, .state = started_state(&r->marks, h->row)}));
        }
    int rc = ledger_record(r, all.v, all.n, now, e);
    arena_end(&a);
    return rc;
}

/* Deferred, queued and sending rows keep an edition open; those in doubt do when they are going to be sent again. */
static int leave(struct run *r, int64_t now, struct err *e)
{
    int64_t resend = r->policy == DOUBT_RESEND;
    if (db_run(r->s->db, e, "UPDATE run SET ended_at = ? WHERE id = ?", "ii", now, r->id) < 0)
        return -1;
    return db_run(r->s->db, e,
                  "UPDATE progress SET state = 'done', finished_at = ? WHERE edition = ? AND state = 'sending' AND "
                  "queued + sending + deferred = 0 AND (in_doubt = 0 OR NOT ?)",
                  "iii", now, r->edition, resend);
}

int ledger_run_close(struct run *r, int64_t now, struct err *e)
{
    int rc = give_back(r, now, e);
    if (rc == 0)
        rc = db_begin(r->s->db, e);
    if (rc == 0) {
        rc = leave(r, now, e);
        fault_point("close-before-commit");
        rc = db_finish(r->s->db, rc, e);
    }
    if (rc == 0) { /* else the next run sweeps up, and needs the marks */
        fault_point("close-committed");
        unlink(r->marks_path.s);
    }
    end(r);
    return rc;
}
