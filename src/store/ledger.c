// The list below keeps its lines.
// clang-format off
/* The ledger: what became of every recipient.
 *
 * Invariants. Each is kept by one transaction, and the crash test looks for every one of them.
 *
 *  L1  An edition, its molds and its recipients are written in one transaction and never change.
 *  L2  A row has one state. It is that of its `result`; without a result it is `sending` when a claim names it,
 *      else `queued`.
 *  L3  A row without a result lies at or above progress.fresh, or in exactly one claim. So nobody is forgotten below
 *      `fresh`, and taking fresh rows needs no search.
 *  L4  A row that is claimed again has result.state = sending and result.claim = that claim: it has one owner.
 *  L5  A claim is durable (synced) before its first row is given to the caller; results are durable before
 *      ledger_record returns. A row is `sent` only by an outcome that says so, or by its mark after a death (L6). The
 *      sender does both in a thread (send/clerk.c) while it goes on with the rows it has. So after SIGKILL those are in
 *      doubt that were under way (L6: connections x depth); after a power cut those of every claim that was not settled
 *      by a synced result: the range at work, the next one, and answers waiting for their transaction. All are named.
 *  L6  A row's mark is set before its first dangerous byte and cleared only by a refusal, or when a new claim of the row
 *      is durable: until then the doubt that the mark speaks for may not be written down (ledger_turn). A second bit
 *      says that the final answer was an acceptance; both come before the result is recorded, and only ever shorten the
 *      list of those in doubt. Marks outlive the process, not the power: they are believed when the run's boot is this
 *      boot and the file is the run's own, else every unsettled row of a dead run counts as started.
 *  L7  A dead run is one whose lock the kernel has dropped. Its unsettled rows: started ones become in doubt, the
 *      others what they were before. Living runs are left alone.
 *  L8  progress holds the sum of states, moved in the same transaction as the rows: audience = queued + sending + sent
 *      + deferred + failed + skipped + in doubt. ledger_recount counts rows, not counters, and does not count what
 *      breaks L3.
 *  L9  A row that was in doubt stays so until an answer settles it or somebody retries it by hand: given back it is in
 *      doubt again, and `doubted` never goes down. */
// clang-format on
#include "store/internal.h"
#include <stdlib.h>
#include <string.h>

/* States lie in the database as numbers, and SQL says them as numbers. */
_Static_assert(DELIVERY_QUEUED == 0 && DELIVERY_SENDING == 1 && DELIVERY_SENT == 2 && DELIVERY_DEFERRED == 3,
               "never renumber");
_Static_assert(DELIVERY_FAILED == 4 && DELIVERY_SKIPPED == 5 && DELIVERY_IN_DOUBT == 6, "never renumber");

int ledger_number(struct store *s, struct str edition, int64_t *id, struct err *e)
{
    int rc = db_number(s->db, id, e, "SELECT id FROM edition WHERE name = ?", "s", edition);
    return rc == 0
               ? err_set(e, EX_NOINPUT, "edition " STR_FMT ": is not in the ledger; `bulletin status` lists what is",
                         STR_ARG(edition))
           : rc < 0 ? -1
                    : 0;
}

/* FNV-1a with a finish, for keys in recipient_key. Equal hashes are compared by key, so it need not be strong. */
int64_t key_hash(struct str key)
{
    uint64_t h = 0xcbf29ce484222325u;
    for (size_t i = 0; i < key.n; i++)
        h = (h ^ (uint8_t)key.s[i]) * 0x100000001b3u;
    h = (h ^ h >> 32) * 0xd6e8feb86659fd93u;
    return (int64_t)(h ^ h >> 32);
}

int ledger_move(struct db *d, int64_t edition, const int64_t *delta, struct err *e)
{
    return db_run(
        d, e,
        "UPDATE progress SET queued = queued + ?, sending = sending + ?, sent = sent + ?, deferred = deferred + ?,"
        " failed = failed + ?, skipped = skipped + ?, in_doubt = in_doubt + ? WHERE edition = ?",
        "iiiiiiii", delta[DELIVERY_QUEUED], delta[DELIVERY_SENDING], delta[DELIVERY_SENT], delta[DELIVERY_DEFERRED],
        delta[DELIVERY_FAILED], delta[DELIVERY_SKIPPED], delta[DELIVERY_IN_DOUBT], edition);
}

int ledger_relay(struct db *d, struct str name, int64_t *id, struct err *e)
{
    *id = 0;
    if (!name.n)
        return 0;
    int rc = db_number(d, id, e, "SELECT id FROM relay WHERE name = ?", "s", name);
    if (rc == 0) {
        rc = db_run(d, e, "INSERT INTO relay (name) VALUES (?)", "s", name);
        *id = db_last_id(d);
    }
    return rc < 0 ? -1 : 0;
}

void read_recipient(struct arena *a, struct stmt *st, int at, struct recipient *out)
{
    *out = (struct recipient){.row = stmt_i64(st, at) & ROW_MASK, .utf8 = stmt_i64(st, at + 7) != 0};
    out->address = stmt_str(a, st, at + 1);
    out->key = stmt_null(st, at + 2) ? out->address : stmt_str(a, st, at + 2);
    out->name = stmt_str(a, st, at + 3);
    out->lang = stmt_str(a, st, at + 4);
    out->cohort = stmt_str(a, st, at + 5);
    out->attributes = stmt_str(a, st, at + 6);
}

/* The tally from 8 columns on */
static void read_tally(struct stmt *st, int at, struct tally *t)
{
    *t = (struct tally){stmt_i64(st, at),     stmt_i64(st, at + 1), stmt_i64(st, at + 2), stmt_i64(st, at + 3),
                        stmt_i64(st, at + 4), stmt_i64(st, at + 5), stmt_i64(st, at + 6), stmt_i64(st, at + 7)};
}
#define TALLY_COLUMNS "p.audience, p.queued, p.sending, p.sent, p.deferred, p.failed, p.skipped, p.in_doubt"
#define FROZEN_COLUMNS \
    "e.name, e.digest, e.list, p.state, e.subject, e.frozen_at, p.started_at, p.finished_at, " TALLY_COLUMNS

static void read_frozen(struct arena *a, struct stmt *st, struct frozen *out)
{
    *out = (struct frozen){.edition = stmt_str(a, st, 0),
                           .digest = stmt_str(a, st, 1),
                           .list = stmt_str(a, st, 2),
                           .state = stmt_str(a, st, 3),
                           .subject = stmt_str(a, st, 4),
                           .frozen_at = stmt_i64(st, 5),
                           .started_at = stmt_i64(st, 6),
                           .finished_at = stmt_i64(st, 7)};
    read_tally(st, 8, &out->tally);
}

int ledger_find(struct store *s, struct arena *a, struct str edition, struct frozen *out, struct err *e)
{
    struct stmt *st = db_query(s->db, e,
                               "SELECT " FROZEN_COLUMNS ", e.json, e.settings FROM edition e JOIN progress p ON "
                               "p.edition = e.id WHERE e.name = ?",
                               "s", edition);
    int rc = st ? stmt_step(st, e) : -1;
    if (rc == 1) {
        read_frozen(a, st, out);
        out->json = stmt_str(a, st, 16);
        out->settings = stmt_str(a, st, 17);
    }
    stmt_end(st);
    return rc;
}

int ledger_editions(struct store *s, struct arena *a, struct frozens *out, struct err *e)
{
    struct stmt *st = db_query(s->db, e,
                               "SELECT " FROZEN_COLUMNS " FROM edition e JOIN progress p ON p.edition = e.id "
                               "ORDER BY e.frozen_at DESC, e.id DESC",
                               "");
    int rc = st ? 1 : -1;
    while (rc == 1 && (rc = stmt_step(st, e)) == 1)
        read_frozen(a, st, vec_push(a, out));
    stmt_end(st);
    return rc;
}

int ledger_mold(struct store *s, struct arena *a, struct str edition, struct str cohort, struct mold *out,
                struct err *e)
{
    struct stmt *st = db_query(s->db, e,
                               "SELECT c.mold FROM cohort c JOIN edition e ON e.id = c.edition WHERE e.name = ? AND "
                               "c.key = ? AND c.mold IS NOT NULL",
                               "ss", edition, cohort);
    int rc = st ? stmt_step(st, e) : -1;
    struct str blob = rc == 1 ? stmt_str(a, st, 0) : (struct str){0};
    stmt_end(st);
    if (rc == 0)
        return err_set(e, EX_SOFTWARE, "edition " STR_FMT ": no mail was frozen for cohort \"" STR_FMT "\"",
                       STR_ARG(edition), STR_ARG(cohort));
    if (rc < 0)
        return -1;
    return mold_load(a, blob, out, e) < 0
               ? err_wrap(e, "edition " STR_FMT ", cohort \"" STR_FMT "\"", STR_ARG(edition), STR_ARG(cohort))
               : 0;
}

int ledger_recipient(struct store *s, struct arena *a, struct str edition, struct str address_key,
                     struct recipient *out, struct err *e)
{
    struct stmt *st = db_query(
        s->db, e,
        "SELECT " RECIPIENT_COLUMNS
        ", d.attempts FROM edition e JOIN recipient_key k ON k.edition = e.id AND k.hash = ?2 "
        "JOIN recipient r ON r.id = (e.id << 32 | k.row) JOIN cohort c ON c.edition = e.id AND c.no = r.cohort "
        "LEFT JOIN result d ON d.id = r.id WHERE e.name = ?1 AND coalesce(r.key, r.address) = ?3 ORDER BY k.row LIMIT "
        "1",
        "sis", edition, key_hash(address_key), address_key);
    int rc = st ? stmt_step(st, e) : -1;
    if (rc == 1) {
        read_recipient(a, st, 0, out);
        out->attempts = (int)stmt_i64(st, RECIPIENT_N);
    }
    stmt_end(st);
    return rc;
}

int ledger_control(struct store *s, struct arena *a, struct str edition, struct str *state, struct err *e)
{
    struct stmt *st = db_query(
        s->db, e, "SELECT p.state FROM edition e JOIN progress p ON p.edition = e.id WHERE e.name = ?", "s", edition);
    int rc = st ? stmt_step(st, e) : -1;
    if (rc == 1)
        *state = stmt_str(a, st, 0);
    stmt_end(st);
    return rc == 0  ? err_set(e, EX_NOINPUT, "edition " STR_FMT ": is not in the ledger", STR_ARG(edition))
           : rc < 0 ? -1
                    : 0;
}

int ledger_set_state(struct store *s, struct str edition, struct str state, int64_t now, struct err *e)
{
    static const char *const known[] = {"frozen", "sending", "paused", "done", "cancelled"};
    bool ok = false;
    int64_t id;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        ok |= str_eqc(state, known[i]);
    if (!ok)
        return err_set(e, EX_SOFTWARE, "edition " STR_FMT ": no such state: " STR_FMT, STR_ARG(edition),
                       STR_ARG(state));
    if (ledger_number(s, edition, &id, e) < 0)
        return -1;
    bool ends = str_eqc(state, "done") || str_eqc(state, "cancelled");
    return db_run(s->db, e, "UPDATE progress SET state = ?, finished_at = ? WHERE edition = ?", "sii", state,
                  ends ? now : 0, id);
}

int ledger_tally(struct store *s, struct str edition, struct tally *out, struct err *e)
{
    struct stmt *st = db_query(
        s->db, e, "SELECT " TALLY_COLUMNS " FROM edition e JOIN progress p ON p.edition = e.id WHERE e.name = ?", "s",
        edition);
    int rc = st ? stmt_step(st, e) : -1;
    if (rc == 1)
        read_tally(st, 0, out);
    stmt_end(st);
    return rc == 0  ? err_set(e, EX_NOINPUT, "edition " STR_FMT ": is not in the ledger", STR_ARG(edition))
           : rc < 0 ? -1
                    : 0;
}

int ledger_retry(struct store *s, struct str edition, enum delivery_state from, int64_t now, int64_t *moved,
                 struct err *e)
{
    int64_t id, delta[7] = {0};
    *moved = 0;
    if (from != DELIVERY_FAILED && from != DELIVERY_DEFERRED && from != DELIVERY_IN_DOUBT)
        return err_set(e, EX_USAGE, "only failed, deferred and in-doubt recipients can be tried again, not %s ones",
                       delivery_state_name(from));
    if (ledger_number(s, edition, &id, e) < 0 || db_begin(s->db, e) < 0)
        return -1;
    int64_t first = row_id(id, 0), last = row_id(id, ROW_MASK), state = from;
    int rc = db_run(s->db, e,
                    "INSERT INTO result_before SELECT id, state, at, relay, code, enhanced, reply, reason FROM result "
                    "WHERE id BETWEEN ? AND ? AND state = ?",
                    "iii", first, last, state);
    /* A failed one gets all its attempts again; the doubt of one in doubt is only taken from the queue, not from its
     * row. */
    if (rc == 0)
        rc = db_run(
            s->db, e,
            "UPDATE result SET state = 0, due = 0, at = ?, attempts = CASE state WHEN 4 THEN 0 ELSE attempts END, "
            "relay = NULL, code = 0, enhanced = NULL, reply = NULL, reason = NULL "
            "WHERE id BETWEEN ? AND ? AND state = ?",
            "iiii", now, first, last, state);
    if (rc == 0) {
        *moved = db_changes(s->db);
        delta[from] = -*moved;
        delta[DELIVERY_QUEUED] = *moved;
        rc = ledger_move(s->db, id, delta, e);
    }
    if (rc == 0 && *moved)
        rc = db_run(s->db, e,
                    "UPDATE progress SET state = 'frozen', finished_at = 0 WHERE edition = ? AND state = 'done'", "i",
                    id);
    return db_finish(s->db, rc, e);
}
