/* Outcomes into the ledger: a group in one synced transaction. */
#include "base/fault.h"
#include "store/run.h"
#include <stdlib.h>

static struct held_row *find_in(struct held *h, int64_t row)
{
    size_t lo = 0, hi = h->n;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (h->rows[mid].row < row)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < h->n && h->rows[lo].row == row ? &h->rows[lo] : NULL;
}

/* The claim of ours that holds the row unsettled. A handful of claims are open at a time, the newest most likely. */
static struct held *find_held(struct run *r, int64_t row, struct held_row **out)
{
    for (size_t i = r->held_n; i-- > 0;) {
        struct held *h = &r->held[i];
        if (row < h->rows[0].row || row > h->rows[h->n - 1].row)
            continue;
        *out = find_in(h, row);
        if (*out && !(*out)->settled)
            return h;
    }
    return NULL;
}

static bool was_tried(enum delivery_state s)
{
    return s == DELIVERY_SENT || s == DELIVERY_DEFERRED || s == DELIVERY_FAILED || s == DELIVERY_IN_DOUBT;
}

/* L9: given back untouched means as it was, with its doubt. */
static enum delivery_state next_state(const struct held_row *h, const struct outcome *o)
{
    if (o->state == DELIVERY_QUEUED && h->was == DELIVERY_IN_DOUBT)
        return DELIVERY_IN_DOUBT;
    return o->state;
}

/* When it may go out again; NOTHING for what is settled for good. */
static int64_t due_of(const struct outcome *o)
{
    switch (o->state) {
    case DELIVERY_QUEUED: /* 0, or when its turn comes */
    case DELIVERY_DEFERRED:
    case DELIVERY_IN_DOUBT:
        return o->next_try;
    default:
        return NOTHING;
    }
}

static int settle_again(struct db *d, int64_t edition, int64_t claim, const struct held_row *h, const struct outcome *o,
                        int64_t now, int64_t relay, struct err *e)
{
    int64_t id = row_id(edition, h->row), state = next_state(h, o), tried = was_tried(o->state),
            doubt = o->state == DELIVERY_IN_DOUBT;
    int rc;
    if (o->state == DELIVERY_QUEUED)
        rc = db_run(
            d, e,
            "UPDATE result SET state = ?, due = ?, claim = NULL, was = NULL WHERE id = ? AND state = 1 AND claim = ?",
            "iiii", state, o->next_try, id, claim);
    else if (db_run(d, e,
                    "INSERT INTO result_before SELECT id, was, at, relay, code, enhanced, reply, reason FROM result "
                    "WHERE id = ? AND was <> 0",
                    "i", id) < 0)
        return -1;
    else
        rc = db_run(
            d, e,
            "UPDATE result SET state = ?, attempts = attempts + ?, doubted = doubted + ?, at = ?, due = ?, relay = ?, "
            "code = ?,"
            " enhanced = ?, reply = ?, reason = ?, claim = NULL, was = NULL WHERE id = ? AND state = 1 AND claim = ?",
            "iiiioiisssii", state, tried, doubt, now, due_of(o), relay, (int64_t)o->reply.code, o->reply.enhanced,
            o->reply.text, o->reason, id, claim);
    if (rc == 0 && db_changes(d) != 1)
        return err_set(e, EX_SOFTWARE, "%s: row %lld is no longer held by claim %lld", db_path(d), (long long)h->row,
                       (long long)claim);
    return rc;
}

static int settle_fresh(struct db *d, int64_t edition, const struct held_row *h, const struct outcome *o, int64_t now,
                        int64_t relay, struct err *e)
{
    int64_t id = row_id(edition, h->row), state = o->state, tried = was_tried(o->state),
            doubt = o->state == DELIVERY_IN_DOUBT;
    return db_run(
        d, e,
        "INSERT INTO result (id, edition, state, attempts, doubted, at, due, relay, code, enhanced, reply, reason) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        "iiiiiioiisss", id, edition, state, tried, doubt, now, due_of(o), relay, (int64_t)o->reply.code,
        o->reply.enhanced, o->reply.text, o->reason);
}

static int relay_of(struct run *r, struct str name, int64_t *id, struct err *e)
{
    for (size_t i = 0; i < r->relays_n; i++)
        if (str_eq(r->relays[i].name, name)) {
            *id = r->relays[i].id;
            return 0;
        }
    if (ledger_relay(r->s->db, name, id, e) < 0)
        return -1;
    if (r->relays_n < sizeof r->relays / sizeof *r->relays)
        r->relays[r->relays_n++] = (struct known_relay){str_dup(&r->arena, name), *id};
    return 0;
}

int settle_row(struct run *r, int64_t claim, const struct held_row *h, const struct outcome *o, int64_t now,
               int64_t *delta, struct err *e)
{
    int64_t relay;
    if (relay_of(r, o->reply.relay, &relay, e) < 0)
        return -1;
    delta[DELIVERY_SENDING]--;
    delta[next_state(h, o)]++;
    return h->fresh ? settle_fresh(r->s->db, r->edition, h, o, now, relay, e)
                    : settle_again(r->s->db, r->edition, claim, h, o, now, relay, e);
}

/* In memory first, so that a row named twice in one group is caught; taken back when the transaction fails. */
struct group_mark {
    struct held *held;
    struct held_row *row;
};

static int mark_rows(struct run *r, struct group *g, struct err *e)
{
    for (; g->marked < g->n; g->marked++) {
        const struct outcome *o = &g->o[g->marked];
        struct group_mark *k = &g->marks[g->marked];
        if (o->state == DELIVERY_SENDING)
            return err_set(e, EX_SOFTWARE, "edition " STR_FMT ": sending is no outcome", STR_ARG(r->name));
        k->held = find_held(r, o->row, &k->row);
        if (!k->held)
            return err_set(e, EX_SOFTWARE, "edition " STR_FMT ": row %lld was not claimed by this run",
                           STR_ARG(r->name), (long long)o->row);
        k->row->settled = true;
        k->held->left--;
    }
    return 0;
}

int group_start(struct run *r, struct group *g, const struct outcome *o, size_t n, struct err *e)
{
    *g = (struct group){.o = o, .n = n, .marks = mem_realloc(NULL, (n + 1) * sizeof *g->marks)};
    if (mark_rows(r, g, e) == 0)
        return 0;
    group_end(r, g, false);
    return -1;
}

int group_write(struct run *r, const struct group *g, int64_t now, struct err *e)
{
    struct db *d = r->s->db;
    int64_t delta[7] = {0};
    if (!g->n)
        return 0;
    for (size_t i = 0; i < g->n; i++)
        if (settle_row(r, g->marks[i].held->id, g->marks[i].row, &g->o[i], now, delta, e) < 0)
            return -1;
    for (size_t i = 0; i < r->held_n; i++)
        if (r->held[i].left == 0 && db_run(d, e, "DELETE FROM claim WHERE id = ?", "i", r->held[i].id) < 0)
            return -1;
    fault_point("record-before-commit");
    return ledger_move(d, r->edition, delta, e);
}

static void forget_settled(struct run *r)
{
    size_t n = 0;
    for (size_t i = 0; i < r->held_n; i++)
        if (r->held[i].left == 0)
            free(r->held[i].rows);
        else
            r->held[n++] = r->held[i];
    r->held_n = n;
}

void group_end(struct run *r, struct group *g, bool durable)
{
    for (size_t i = 0; i < g->marked && !durable; i++) {
        g->marks[i].row->settled = false;
        g->marks[i].held->left++;
    }
    free(g->marks);
    if (!durable)
        r->relays_n = 0;
    if (durable && g->n) {
        fault_point("record-committed");
        forget_settled(r);
    }
}

int ledger_record(struct run *r, const struct outcome *o, size_t n, int64_t now, struct err *e)
{
    struct group g;
    if (n == 0)
        return 0;
    if (group_start(r, &g, o, n, e) < 0)
        return -1;
    int rc = db_begin(r->s->db, e);
    if (rc == 0)
        rc = db_finish(r->s->db, group_write(r, &g, now, e), e);
    group_end(r, &g, rc == 0);
    return rc;
}
