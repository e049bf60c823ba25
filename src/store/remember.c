/* remember.c: deliveries into memories.
 *
 * Rows of an edition are worked through once, from `remembered.upto` to the last row that was ever taken for sending.
 * One that has not been delivered by then is noted in not_yet, and looked at again each time: those are few. What a
 * memory becomes by one more mail is found out once per memory and mail, not once per reader. */
#include "base/map.h"
#include "store/internal.h"
#include <string.h>

enum { DAY = 86400, SCRATCH_BYTES = 8 << 20, MEMORIES_MANY = 20000 };

struct remembering {
    struct store *s;
    struct arena arena; /* emptied now and then, `next` with it */
    struct map next;    /* memory, edition and cohort as bytes -> struct becoming */
    int64_t edition, oldest;
};

struct becoming { /* what a memory becomes by a mail */
    int64_t from, cohort, to;
};

static int intern(struct store *s, struct str text, int64_t *id, struct err *e)
{
    int rc = db_number(s->db, id, e, "SELECT id FROM memory WHERE content = ?", "s", text);
    if (rc != 0)
        return rc < 0 ? -1 : 0;
    rc = db_run(s->db, e, "INSERT INTO memory (content) VALUES (?)", "s", text);
    *id = db_last_id(s->db);
    return rc;
}

int store_memory(struct store *s, struct arena *a, int64_t id, struct str *text, struct err *e)
{
    struct stmt *st = db_query(s->db, e, "SELECT content FROM memory WHERE id = ?", "i", id);
    int rc = st ? stmt_step(st, e) : -1;
    *text = rc == 1 ? stmt_str(a, st, 0) : (struct str){0};
    stmt_end(st);
    return rc;
}

static int turns_of(struct remembering *r, int64_t cohort, struct cta_turns *out, struct err *e)
{
    struct stmt *st =
        db_query(r->s->db, e, "SELECT ctas FROM cohort_mail WHERE edition = ? AND no = ?", "ii", r->edition, cohort);
    int rc = st ? stmt_step(st, e) : -1;
    if (rc == 1)
        cta_turns_parse(&r->arena, stmt_str(&r->arena, st, 0), out);
    stmt_end(st);
    return rc < 0 ? -1 : 0;
}

static int take_step(struct remembering *r, struct becoming *b, struct err *e)
{
    struct str text = {0};
    struct memory m;
    struct cta_turns turns = {0};
    if (b->from && store_memory(r->s, &r->arena, b->from, &text, e) < 0)
        return -1;
    if (turns_of(r, b->cohort, &turns, e) < 0)
        return -1;
    memory_parse(&r->arena, text, &m);
    memory_add(&r->arena, &m, r->edition, b->cohort, &turns, r->oldest);
    return intern(r->s, memory_text(&r->arena, &m), &b->to, e);
}

static int next_memory(struct remembering *r, int64_t from, int64_t cohort, int64_t *to, struct err *e)
{
    const int64_t bytes[2] = {from, cohort};
    struct becoming *known = map_get(&r->next, (struct str){(const char *)bytes, sizeof bytes});
    if (!known) {
        known = arena_new(&r->arena, struct becoming);
        *known = (struct becoming){.from = from, .cohort = cohort};
        if (take_step(r, known, e) < 0)
            return -1;
        struct str key = {arena_copy(&r->arena, bytes, sizeof bytes), sizeof bytes};
        *map_at(&r->arena, &r->next, key) = known;
    }
    *to = known->to;
    return 0;
}

/* One delivery, columns: key, cohort, memory. */
static int remember_row(struct remembering *r, struct stmt *row, struct err *e)
{
    int64_t to = 0;
    if (next_memory(r, stmt_i64(row, 2), stmt_i64(row, 1), &to, e) < 0)
        return -1;
    int rc = db_run(r->s->db, e,
                    "INSERT INTO reader (key, memory) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET memory = "
                    "excluded.memory",
                    "si", stmt_view(row, 0), to);
    if (r->arena.used > SCRATCH_BYTES) {
        arena_end(&r->arena);
        r->next = (struct map){0};
    }
    return rc;
}

static int remember_rows(struct remembering *r, struct stmt *st, struct err *e)
{
    int rc = st ? 1 : -1;
    while (rc == 1 && (rc = stmt_step(st, e)) == 1)
        if (remember_row(r, st, e) < 0)
            rc = -1;
    stmt_end(st);
    return rc;
}

#define ROW_COLUMNS "coalesce(r.key, r.address), r.cohort, coalesce(m.memory, 0)"
#define DELIVERED "d.state IN (2, 6)" /* sent, in doubt */
#define SETTLED_OUT "d.state = 5"     /* skipped: comes to nothing */

/* Rows from..below that have not been passed yet; they lie about in the order of addresses, so do their memories. */
static int pass_new(struct remembering *r, int64_t from, int64_t below, struct err *e)
{
    int64_t first = row_id(r->edition, from), last = row_id(r->edition, below - 1);
    if (below <= from)
        return 0;
    struct stmt *st = db_query(r->s->db, e,
                               "SELECT " ROW_COLUMNS " FROM recipient r JOIN result d ON d.id = r.id "
                               "LEFT JOIN reader m ON m.key = coalesce(r.key, r.address) "
                               "WHERE r.id BETWEEN ? AND ? AND " DELIVERED " ORDER BY r.id",
                               "ii", first, last);
    if (remember_rows(r, st, e) < 0)
        return -1;
    if (db_run(r->s->db, e,
               "INSERT OR IGNORE INTO not_yet SELECT r.id FROM recipient r LEFT JOIN result d ON d.id = r.id "
               "WHERE r.id BETWEEN ? AND ? AND (d.id IS NULL OR NOT (" DELIVERED " OR " SETTLED_OUT "))",
               "ii", first, last) < 0)
        return -1;
    return db_run(r->s->db, e, "INSERT OR REPLACE INTO remembered (edition, upto) VALUES (?, ?)", "ii", r->edition,
                  below);
}

static int pass_late(struct remembering *r, struct err *e)
{
    int64_t first = row_id(r->edition, 0), last = row_id(r->edition, ROW_MASK);
    struct stmt *st = db_query(r->s->db, e,
                               "SELECT " ROW_COLUMNS " FROM not_yet n JOIN recipient r ON r.id = n.id JOIN result d ON "
                               "d.id = n.id LEFT JOIN reader m ON m.key = coalesce(r.key, r.address) "
                               "WHERE n.id BETWEEN ? AND ? AND " DELIVERED " ORDER BY n.id",
                               "ii", first, last);
    if (remember_rows(r, st, e) < 0)
        return -1;
    return db_run(r->s->db, e,
                  "DELETE FROM not_yet WHERE id BETWEEN ? AND ? AND id IN (SELECT n.id FROM not_yet n JOIN result d ON "
                  "d.id = n.id WHERE n.id BETWEEN ? AND ? AND (" DELIVERED " OR " SETTLED_OUT "))",
                  "iiii", first, last, first, last);
}

struct unread { /* an edition with something to pass */
    int64_t edition, from, below;
};
VEC(unreads, struct unread);

static int find_unread(struct store *s, struct arena *a, int64_t oldest, struct unreads *out, struct err *e)
{
    struct stmt *st = db_query(
        s->db, e,
        "SELECT p.edition, coalesce(b.upto, 0), p.fresh FROM progress p LEFT JOIN remembered b ON b.edition = "
        "p.edition "
        "WHERE p.edition >= ?1 AND (p.fresh > coalesce(b.upto, 0) OR EXISTS (SELECT 1 FROM not_yet n JOIN result d ON "
        "d.id = n.id WHERE n.id BETWEEN p.edition << 32 AND (p.edition << 32 | 0xffffffff) AND (" DELIVERED
        " OR " SETTLED_OUT "))) ORDER BY p.edition",
        "i", oldest);
    int rc = st ? 1 : -1;
    while (rc == 1 && (rc = stmt_step(st, e)) == 1)
        vec_add(a, out, ((struct unread){stmt_i64(st, 0), stmt_i64(st, 1), stmt_i64(st, 2)}));
    stmt_end(st);
    return rc;
}

/* The first edition that is remembered at all. */
static int oldest_edition(struct store *s, int64_t now, int64_t *id, struct err *e)
{
    *id = INT64_MAX;
    struct stmt *st =
        db_query(s->db, e, "SELECT min(id) FROM edition WHERE frozen_at >= ?", "i", now - (int64_t)MEMORY_DAYS * DAY);
    int rc = st ? stmt_step(st, e) : -1;
    if (rc == 1 && !stmt_null(st, 0))
        *id = stmt_i64(st, 0);
    stmt_end(st);
    return rc < 0 ? -1 : 0;
}

/* Memories that nobody has any more, when there are many; rows of editions that are too old to matter. */
static int clear_out(struct store *s, int64_t oldest, struct err *e)
{
    int64_t n = 0;
    if (db_run(s->db, e, "DELETE FROM not_yet WHERE id < ?", "i",
               oldest < INT64_MAX >> ROW_BITS ? row_id(oldest, 0) : 0) < 0 ||
        db_number(s->db, &n, e, "SELECT count(*) FROM memory", "") < 0)
        return -1;
    return n < MEMORIES_MANY ? 0
                             : db_run(s->db, e, "DELETE FROM memory WHERE id NOT IN (SELECT memory FROM reader)", "");
}

static int remember_all(struct store *s, int64_t oldest, struct err *e)
{
    struct arena a = {0};
    struct unreads todo = {0};
    int rc = find_unread(s, &a, oldest, &todo, e);
    for (size_t i = 0; rc >= 0 && i < todo.n; i++) {
        struct remembering r = {.s = s, .edition = todo.v[i].edition, .oldest = oldest};
        rc = pass_late(&r, e) < 0 || pass_new(&r, todo.v[i].from, todo.v[i].below, e) < 0 ? -1 : 0;
        arena_end(&r.arena);
    }
    if (rc >= 0 && todo.n)
        rc = clear_out(s, oldest, e);
    arena_end(&a);
    return rc < 0 ? -1 : 0;
}

int store_remember(struct store *s, int64_t now, struct err *e)
{
    struct arena a = {0};
    struct unreads todo = {0};
    int64_t oldest;
    if (oldest_edition(s, now, &oldest, e) < 0 || oldest == INT64_MAX)
        return oldest == INT64_MAX ? 0 : -1;
    int rc = find_unread(s, &a, oldest, &todo, e); /* asked first without the lock for writing */
    arena_end(&a);
    if (rc < 0 || !todo.n)
        return rc < 0 ? -1 : 0;
    if (db_begin(s->db, e) < 0)
        return -1;
    return db_finish(s->db, remember_all(s, oldest, e), e);
}
