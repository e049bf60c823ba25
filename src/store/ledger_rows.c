/* Walking an edition row by row: reports, and the recount that trusts no counter. */
#include "store/internal.h"
#include <stdlib.h>

struct str rows_text(struct arena *a, const struct rows *rows)
{
    struct buf b;
    buf_init(&b, 64 + 48 * rows->n);
    for (size_t i = 0, k; i < rows->n; i = k) {
        for (k = i + 1; k < rows->n && rows->v[k] == rows->v[k - 1] + 1;)
            k++;
        buf_fmt(&b, k - i > 1 ? "%s%lld-%lld" : "%s%lld", i ? "," : "", (long long)rows->v[i],
                (long long)rows->v[k - 1]);
    }
    struct str s = buf_dup(a, &b);
    buf_end(&b);
    return s;
}

int rows_parse(struct arena *a, struct str text, struct rows *out)
{
    struct str part;
    while (str_cut(&text, ',', &part)) {
        struct str head;
        int64_t from, to;
        str_cut(&part, '-', &head);
        if (!str_i64(head, &from) || !str_i64(part.n ? part : head, &to))
            return -1;
        if (from < 0 || to < from || to >= ROW_MAX || to - from >= 1 << 20)
            return -1;
        for (int64_t row = from; row <= to; row++)
            vec_add(a, out, row);
    }
    return 0;
}

static int by_row(const void *x, const void *y)
{
    int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
    return (a > b) - (a < b);
}

/* Every row that a claim of the edition names, ascending, each once. */
static int claimed_rows(struct store *s, struct arena *a, int64_t edition, struct rows *out, struct err *e)
{
    struct stmt *st = db_query(s->db, e, "SELECT rows FROM claim WHERE edition = ?", "i", edition);
    int rc = st ? 1 : -1;
    while (rc == 1 && (rc = stmt_step(st, e)) == 1)
        if (rows_parse(a, stmt_view(st, 0), out) < 0)
            rc = err_set(e, EX_DATAERR, "%s: a claim is damaged; restore the database from a backup", db_path(s->db));
    stmt_end(st);
    if (rc < 0 || !out->n)
        return rc;
    qsort(out->v, out->n, sizeof *out->v, by_row);
    size_t n = 1;
    for (size_t i = 1; i < out->n; i++)
        if (out->v[i] != out->v[n - 1])
            out->v[n++] = out->v[i];
    out->n = n;
    return 0;
}

/* One moment for several reads, also inside a transaction of the caller's. */
static int look(struct db *d, struct err *e)
{
    return db_run(d, e, "SAVEPOINT look", "");
}

static int look_end(struct db *d, int rc, struct err *e)
{
    struct err second = {0};
    return db_run(d, rc < 0 ? &second : e, "RELEASE look", "") < 0 ? -1 : rc;
}

/* L3: among claimed rows and fresh ones, those that have no result. */
static int count_untouched(struct store *s, int64_t edition, int64_t fresh, struct tally *t, struct err *e)
{
    struct arena a = {0};
    struct rows claimed = {0};
    int64_t found = 0, fresh_rows = 0, settled = 0;
    int rc = claimed_rows(s, &a, edition, &claimed, e);
    for (size_t i = 0; rc >= 0 && i < claimed.n; i++) {
        rc = db_number(s->db, &found, e,
                       "SELECT 1 FROM recipient r LEFT JOIN result d ON d.id = r.id WHERE r.id = ? AND d.id IS NULL",
                       "i", row_id(edition, claimed.v[i]));
        t->sending += rc == 1;
    }
    if (rc >= 0)
        rc = db_number(s->db, &fresh_rows, e, "SELECT count(*) FROM recipient WHERE id BETWEEN ? AND ?", "ii",
                       row_id(edition, fresh), row_id(edition, ROW_MASK));
    if (rc >= 0)
        rc = db_number(s->db, &settled, e, "SELECT count(*) FROM result WHERE id BETWEEN ? AND ?", "ii",
                       row_id(edition, fresh), row_id(edition, ROW_MASK));
    t->queued += fresh_rows - settled;
    arena_end(&a);
    return rc < 0 ? -1 : 0;
}

static int64_t *counter(struct tally *t, int64_t state)
{
    switch (state) {
    case DELIVERY_QUEUED:
        return &t->queued;
    case DELIVERY_SENDING:
        return &t->sending;
    case DELIVERY_SENT:
        return &t->sent;
    case DELIVERY_DEFERRED:
        return &t->deferred;
    case DELIVERY_FAILED:
        return &t->failed;
    case DELIVERY_SKIPPED:
        return &t->skipped;
    case DELIVERY_IN_DOUBT:
        return &t->in_doubt;
    default:
        return NULL;
    }
}

static int count_results(struct store *s, int64_t edition, struct tally *t, struct err *e)
{
    struct stmt *st = db_query(s->db, e,
                               "SELECT d.state, count(*) FROM result d JOIN recipient r ON r.id = d.id "
                               "WHERE d.id BETWEEN ? AND ? GROUP BY d.state",
                               "ii", row_id(edition, 0), row_id(edition, ROW_MASK));
    int rc = st ? 1 : -1;
    while (rc == 1 && (rc = stmt_step(st, e)) == 1) {
        int64_t *n = counter(t, stmt_i64(st, 0));
        if (n)
            *n += stmt_i64(st, 1);
    }
    stmt_end(st);
    return rc;
}

int ledger_recount(struct store *s, struct str edition, struct tally *out, struct err *e)
{
    int64_t id, fresh = 0;
    struct tally t = {0};
    if (ledger_number(s, edition, &id, e) < 0 || look(s->db, e) < 0)
        return -1;
    int rc = db_number(s->db, &fresh, e, "SELECT fresh FROM progress WHERE edition = ?", "i", id);
    if (rc >= 0)
        rc = db_number(s->db, &t.audience, e, "SELECT count(*) FROM recipient WHERE id BETWEEN ? AND ?", "ii",
                       row_id(id, 0), row_id(id, ROW_MASK));
    if (rc >= 0)
        rc = count_results(s, id, &t, e);
    if (rc >= 0)
        rc = count_untouched(s, id, fresh, &t, e);
    if (look_end(s->db, rc, e) < 0)
        return -1;
    *out = t;
    return 0;
}

#define RESULT_COLUMNS "d.state, d.attempts, d.doubted, d.at, d.due, d.code, d.enhanced, d.reply, l.name, d.reason"
#define JOINS                                                                                       \
    "LEFT JOIN cohort c ON c.edition = ?1 AND c.no = r.cohort LEFT JOIN relay l ON l.id = d.relay " \
    "WHERE r.id BETWEEN ?2 AND ?3 "

static void read_delivery(struct arena *a, struct stmt *st, struct delivery *out)
{
    const int at = RECIPIENT_N;
    read_recipient(a, st, 0, &out->recipient);
    if (stmt_null(st, at)) /* no result: L2 */
        return;
    out->state = (enum delivery_state)stmt_i64(st, at);
    out->recipient.attempts = (int)stmt_i64(st, at + 1);
    out->doubted = (int)stmt_i64(st, at + 2);
    out->at = stmt_i64(st, at + 3);
    out->next_try = stmt_i64(st, at + 4);
    out->reply = (struct reply){.code = (int)stmt_i64(st, at + 5),
                                .enhanced = stmt_str(a, st, at + 6),
                                .text = stmt_str(a, st, at + 7),
                                .relay = stmt_str(a, st, at + 8)};
    out->reason = stmt_str(a, st, at + 9);
}

/* The arena is emptied every so often: a million rows walk through a few kilobytes. */
#define WALK_BYTES (32 << 10)
static int walk(struct stmt *st, const struct rows *claimed, const enum delivery_state *only, ledger_row_fn *fn,
                void *ctx, struct err *e)
{
    struct arena a = {0};
    size_t k = 0;
    int rc = st ? 1 : -1;
    while (rc == 1 && (rc = stmt_step(st, e)) == 1) {
        struct delivery d = {0};
        read_delivery(&a, st, &d);
        while (k < claimed->n && claimed->v[k] < d.recipient.row)
            k++;
        if (stmt_null(st, RECIPIENT_N) && k < claimed->n && claimed->v[k] == d.recipient.row)
            d.state = DELIVERY_SENDING;
        int told = !only || d.state == *only ? fn(ctx, &d) : 0;
        if (told != 0) {
            rc = told;
            break;
        }
        if (a.used > WALK_BYTES)
            arena_end(&a);
    }
    stmt_end(st);
    arena_end(&a);
    return rc;
}

int ledger_each(struct store *s, struct str edition, const enum delivery_state *only, ledger_row_fn *fn, void *ctx,
                struct err *e)
{
    struct arena a = {0};
    struct rows claimed = {0};
    int64_t id;
    if (ledger_number(s, edition, &id, e) < 0 || look(s->db, e) < 0)
        return -1;
    bool untouched_too = !only || *only == DELIVERY_QUEUED || *only == DELIVERY_SENDING;
    int rc = untouched_too ? claimed_rows(s, &a, id, &claimed, e) : 0;
    if (rc >= 0) {
        int64_t first = row_id(id, 0), last = row_id(id, ROW_MASK), state = only ? (int64_t)*only : 0;
        struct stmt *st = untouched_too
                              ? db_query(s->db, e,
                                         "SELECT " RECIPIENT_COLUMNS ", " RESULT_COLUMNS
                                         " FROM recipient r LEFT JOIN result d ON d.id = r.id " JOINS "ORDER BY r.id",
                                         "iii", id, first, last)
                              : db_query(s->db, e,
                                         "SELECT " RECIPIENT_COLUMNS ", " RESULT_COLUMNS
                                         " FROM result d JOIN recipient r ON r.id = d.id " JOINS
                                         "AND d.id BETWEEN ?2 AND ?3 AND d.state = ?4 ORDER BY d.id",
                                         "iiii", id, first, last, state);
        rc = walk(st, &claimed, only, fn, ctx, e);
    }
    arena_end(&a);
    return look_end(s->db, rc, e);
}

int ledger_each_doubted(struct store *s, struct str edition, ledger_row_fn *fn, void *ctx, struct err *e)
{
    struct rows none = {0};
    int64_t id;
    if (ledger_number(s, edition, &id, e) < 0)
        return -1;
    struct stmt *st =
        db_query(s->db, e,
                 "SELECT " RECIPIENT_COLUMNS ", " RESULT_COLUMNS " FROM result d JOIN recipient r ON r.id = d.id " JOINS
                 "AND d.edition = ?1 AND d.doubted > 0 ORDER BY d.id",
                 "iii", id, row_id(id, 0), row_id(id, ROW_MASK));
    return walk(st, &none, NULL, fn, ctx, e);
}
