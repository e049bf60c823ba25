/* seen.c: what was in the mails, written while freezing and read back: for composing, and for people. */
#include "base/map.h"
#include "store/internal.h"

int store_cta_id(struct store *s, struct str key, bool make, int64_t *id, struct err *e)
{
    *id = 0;
    int rc = db_number(s->db, id, e, "SELECT id FROM cta WHERE key = ?", "s", key);
    if (rc == 0 && make) {
        rc = db_run(s->db, e, "INSERT INTO cta (key) VALUES (?)", "s", key);
        *id = db_last_id(s->db);
    }
    return rc < 0 ? -1 : 0;
}

int store_ctas(struct store *s, struct arena *a, struct shown_ctas *out, struct err *e)
{
    struct stmt *st = db_query(s->db, e, "SELECT id, key FROM cta ORDER BY key", "");
    int rc = st ? 1 : -1;
    while (rc == 1 && (rc = stmt_step(st, e)) == 1)
        vec_add(a, out, ((struct shown_cta){stmt_i64(st, 0), stmt_str(a, st, 1)}));
    stmt_end(st);
    return rc;
}

/* A cancelled edition of which nothing went out has carried nothing. */
int store_carried(struct store *s, struct arena *a, int64_t since, struct carrieds *out, struct err *e)
{
    struct stmt *st =
        db_query(s->db, e,
                 "SELECT c.article, c.story, e.name, e.digest, c.print, e.id, e.frozen_at, coalesce(t.no, -1), "
                 "coalesce(t.again, 0), (p.sent + p.in_doubt + CASE WHEN p.state IN ('paused', 'cancelled') THEN 0 "
                 "ELSE p.queued + "
                 "p.sending + p.deferred END) * 2 >= max(p.audience - p.skipped, 1) "
                 "FROM edition e JOIN progress p ON p.edition = e.id JOIN carried c ON c.edition = e.id "
                 "LEFT JOIN carried_story t ON t.edition = e.id AND t.story = c.story WHERE e.frozen_at >= ? AND "
                 "(p.state <> 'cancelled' OR p.sent + p.in_doubt > 0) ORDER BY e.frozen_at, e.id, c.article",
                 "i", since);
    int rc = st ? 1 : -1;
    while (rc == 1 && (rc = stmt_step(st, e)) == 1)
        vec_add(a, out,
                ((struct carried){.article = stmt_str(a, st, 0),
                                  .story = stmt_str(a, st, 1),
                                  .edition = stmt_str(a, st, 2),
                                  .digest = stmt_str(a, st, 3),
                                  .print = stmt_str(a, st, 4),
                                  .number = stmt_i64(st, 5),
                                  .at = stmt_i64(st, 6),
                                  .no = stmt_i64(st, 7),
                                  .again = stmt_i64(st, 8) != 0,
                                  .most = stmt_i64(st, 9) != 0}));
    stmt_end(st);
    return rc;
}

int store_past_mails(struct store *s, struct arena *a, int64_t since, struct past_mails *out, struct err *e)
{
    struct stmt *st =
        db_query(s->db, e,
                 "SELECT m.edition, m.no, m.stories FROM edition e JOIN cohort_mail m ON m.edition = e.id "
                 "WHERE e.frozen_at >= ?",
                 "i", since);
    int rc = st ? 1 : -1;
    while (rc == 1 && (rc = stmt_step(st, e)) == 1)
        vec_add(a, out, ((struct past_mail){stmt_i64(st, 0), stmt_i64(st, 1), stmt_str(a, st, 2)}));
    stmt_end(st);
    return rc;
}

/* ---- one reader */

static bool bit(struct str bits, int64_t no)
{
    return no >= 0 && (size_t)no / 8 < bits.n && (uint8_t)bits.s[no / 8] & 1u << no % 8;
}

static int seen_stories(struct store *s, struct arena *a, int64_t edition, struct str stories, struct str updates,
                        struct seen_stories *out, struct err *e)
{
    struct stmt *st =
        db_query(s->db, e, "SELECT no, story, headline FROM carried_story WHERE edition = ? ORDER BY no", "i", edition);
    int rc = st ? 1 : -1;
    while (rc == 1 && (rc = stmt_step(st, e)) == 1) {
        int64_t no = stmt_i64(st, 0);
        if (bit(stories, no))
            vec_add(a, out, ((struct seen_story){stmt_str(a, st, 1), stmt_str(a, st, 2), bit(updates, no)}));
    }
    stmt_end(st);
    return rc;
}

/* An edition from before cohort_mail: its stories are known by their ids only. */
static int old_stories(struct store *s, struct arena *a, int64_t edition, struct seen_stories *out, struct err *e)
{
    struct stmt *st =
        db_query(s->db, e,
                 "SELECT DISTINCT c.story, (SELECT title FROM article x WHERE x.id = c.story) FROM carried c WHERE "
                 "c.edition = ? AND c.story IS NOT NULL ORDER BY c.story",
                 "i", edition);
    int rc = st ? 1 : -1;
    while (rc == 1 && (rc = stmt_step(st, e)) == 1)
        vec_add(a, out, ((struct seen_story){.id = stmt_str(a, st, 0), .headline = stmt_str(a, st, 1)}));
    stmt_end(st);
    return rc;
}

static int shown_keys(struct store *s, struct arena *a, struct str text, struct strs *out, struct err *e)
{
    struct cta_turns turns = {0};
    cta_turns_parse(a, text, &turns);
    for (size_t i = 0; i < turns.n; i++) {
        if (!turns.v[i].shown)
            continue;
        struct stmt *st = db_query(s->db, e, "SELECT key FROM cta WHERE id = ?", "i", turns.v[i].cta);
        int rc = st ? stmt_step(st, e) : -1;
        if (rc == 1)
            vec_add(a, out, stmt_str(a, st, 0));
        stmt_end(st);
        if (rc < 0)
            return -1;
    }
    return 0;
}

static int seen_edition(struct store *s, struct arena *a, struct stmt *st, struct seen_edition *x, struct err *e)
{
    int64_t edition = stmt_i64(st, 4);
    x->edition = stmt_str(a, st, 0);
    x->digest = stmt_str(a, st, 1);
    x->state = (enum delivery_state)stmt_i64(st, 2);
    x->at = stmt_i64(st, 3);
    if (stmt_null(st, 5))
        return old_stories(s, a, edition, &x->stories, e);
    return seen_stories(s, a, edition, stmt_str(a, st, 5), stmt_str(a, st, 6), &x->stories, e) < 0
               ? -1
               : shown_keys(s, a, stmt_str(a, st, 7), &x->ctas, e);
}

static int is_known(struct store *s, struct str key, bool *known, struct err *e)
{
    int64_t one = 0;
    int rc = db_number(s->db, &one, e, "SELECT 1 FROM list l JOIN member m ON m.list = l.id AND m.key = ? LIMIT 1", "s",
                       key);
    if (rc == 0)
        rc = db_number(
            s->db, &one, e,
            "SELECT 1 FROM edition e JOIN recipient_key k ON k.edition = e.id AND k.hash = ?2 JOIN recipient r ON "
            "r.id = (e.id << 32 | k.row) WHERE coalesce(r.key, r.address) = ?1 LIMIT 1",
            "si", key, key_hash(key));
    *known = rc == 1;
    return rc < 0 ? -1 : 0;
}

int store_seen(struct store *s, struct arena *a, struct str key, bool *known, struct seen_editions *out, struct err *e)
{
    if (is_known(s, key, known, e) < 0)
        return -1;
    struct stmt *st = db_query(
        s->db, e,
        "SELECT e.name, e.digest, d.state, d.at, e.id, m.stories, m.updates, m.ctas FROM edition e "
        "JOIN recipient_key k ON k.edition = e.id AND k.hash = ?2 JOIN recipient r ON r.id = (e.id << 32 | k.row) "
        "JOIN result d ON d.id = r.id LEFT JOIN cohort_mail m ON m.edition = e.id AND m.no = r.cohort "
        "WHERE coalesce(r.key, r.address) = ?1 AND d.state IN (2, 6) ORDER BY e.frozen_at DESC, e.id DESC, k.row",
        "si", key, key_hash(key));
    int rc = st ? 1 : -1;
    while (rc == 1 && (rc = stmt_step(st, e)) == 1) {
        struct seen_edition x = {0};
        if (seen_edition(s, a, st, &x, e) < 0)
            rc = -1;
        else
            vec_add(a, out, x);
    }
    stmt_end(st);
    return rc;
}

/* ---- how many */

static int counts(struct arena *a, struct stmt *st, struct memory_counts *out, struct err *e)
{
    int rc = st ? 1 : -1;
    while (rc == 1 && (rc = stmt_step(st, e)) == 1)
        vec_add(a, out, ((struct memory_count){stmt_str(a, st, 0), stmt_i64(st, 1)}));
    stmt_end(st);
    return rc;
}

/* Who is on several of the lists is one reader. */
static int list_counts(struct store *s, struct arena *a, const struct strs *lists, struct memory_counts *out,
                       struct err *e)
{
    struct buf names;
    buf_init(&names, 1 << 20);
    struct json_out o = {.b = &names};
    json_put_strs(&o, NULL, lists);
    struct stmt *st = db_query(
        s->db, e,
        "SELECT c.content, n FROM (SELECT memory, count(*) AS n FROM (SELECT DISTINCT m.key AS key FROM list l JOIN "
        "member m ON "
        "m.list = l.id WHERE l.name IN (SELECT value FROM json_each(?)) AND m.status = 0 AND NOT EXISTS (SELECT 1 FROM "
        "suppression p WHERE p.key = m.key AND p.list IN (0, m.list))) x LEFT JOIN reader r ON r.key = x.key GROUP BY "
        "r.memory) LEFT JOIN memory c ON c.id = memory",
        "s", buf_view(&names));
    int rc = counts(a, st, out, e);
    buf_end(&names);
    return rc;
}

int store_memory_counts(struct store *s, struct arena *a, const struct strs *lists, struct memory_counts *out,
                        struct err *e)
{
    if (lists)
        return list_counts(s, a, lists, out, e);
    return counts(
        a,
        db_query(s->db, e,
                 "SELECT c.content, n FROM (SELECT memory, count(*) AS n FROM reader GROUP BY memory) JOIN memory c "
                 "ON c.id = memory",
                 ""),
        out, e);
}
