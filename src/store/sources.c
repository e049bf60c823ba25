/* What fetching remembers: the state of each source, the entries of feeds, and which article a link or file led to. */
#include "store/internal.h"

/* One column holds three small numbers: ttl below 2^20, hours to skip from bit 20, days to skip from bit 44. */
enum { TTL_BITS = 20, HOUR_BITS = 24, DAY_BITS = 7 };

static int64_t pack_rests(const struct source_state *x)
{
    int64_t ttl = x->ttl < 0 ? 0 : x->ttl < 1 << TTL_BITS ? x->ttl : (1 << TTL_BITS) - 1;
    return ttl | (int64_t)(x->skip_hours & ((1u << HOUR_BITS) - 1)) << TTL_BITS |
           (int64_t)(x->skip_days & ((1u << DAY_BITS) - 1)) << (TTL_BITS + HOUR_BITS);
}

int store_sources(struct store *s, struct arena *a, struct source_states *out, struct err *e)
{
    struct stmt *st = db_query(
        s->db, e,
        "SELECT id, url, moved_to, etag, last_modified, body, reading, error, tried_at, success_at, news_at, due_at, "
        "interval, ttl, failures, status, gone FROM source ORDER BY url",
        "");
    int rc = st ? 1 : -1;
    while (rc == 1 && (rc = stmt_step(st, e)) == 1)
        vec_add(a, out,
                ((struct source_state){.id = stmt_i64(st, 0),
                                       .url = stmt_str(a, st, 1),
                                       .moved_to = stmt_str(a, st, 2),
                                       .etag = stmt_str(a, st, 3),
                                       .last_modified = stmt_str(a, st, 4),
                                       .body = stmt_str(a, st, 5),
                                       .reading = stmt_str(a, st, 6),
                                       .error = stmt_str(a, st, 7),
                                       .tried_at = stmt_i64(st, 8),
                                       .success_at = stmt_i64(st, 9),
                                       .news_at = stmt_i64(st, 10),
                                       .due_at = stmt_i64(st, 11),
                                       .interval = stmt_i64(st, 12),
                                       .ttl = stmt_i64(st, 13) & ((1 << TTL_BITS) - 1),
                                       .skip_hours = stmt_i64(st, 13) >> TTL_BITS & ((1 << HOUR_BITS) - 1),
                                       .skip_days = stmt_i64(st, 13) >> (TTL_BITS + HOUR_BITS) & ((1 << DAY_BITS) - 1),
                                       .failures = stmt_i64(st, 14),
                                       .status = stmt_i64(st, 15),
                                       .gone = stmt_i64(st, 16) != 0}));
    stmt_end(st);
    return rc;
}

static int64_t or_nothing(int64_t t)
{
    return t ? t : NOTHING;
}

int store_source_put(struct store *s, struct source_state *x, struct err *e)
{
    if (db_run(s->db, e,
               "INSERT INTO source (url, moved_to, etag, last_modified, body, reading, error, tried_at, success_at, "
               "news_at, due_at, interval, ttl, failures, status, gone) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) "
               "ON CONFLICT (url) DO UPDATE SET moved_to = excluded.moved_to, etag = excluded.etag, "
               "last_modified = excluded.last_modified, body = excluded.body, reading = excluded.reading, "
               "error = excluded.error, tried_at = excluded.tried_at, success_at = excluded.success_at, "
               "news_at = excluded.news_at, due_at = excluded.due_at, interval = excluded.interval, "
               "ttl = excluded.ttl, failures = excluded.failures, status = excluded.status, gone = excluded.gone",
               "ssssbssoooiiiiii", x->url, x->moved_to, x->etag, x->last_modified, x->body, x->reading, x->error,
               or_nothing(x->tried_at), or_nothing(x->success_at), or_nothing(x->news_at), x->due_at, x->interval,
               pack_rests(x), x->failures, x->status, (int64_t)x->gone) < 0)
        return -1;
    if (x->id)
        return 0;
    return db_number(s->db, &x->id, e, "SELECT id FROM source WHERE url = ?", "s", x->url) < 0 ? -1 : 0;
}

int store_source_rename(struct store *s, struct str from, struct str to, struct err *e)
{
    return db_run(s->db, e, "UPDATE source SET url = ?, moved_to = NULL WHERE url = ?", "ss", to, from);
}

int store_source_forget(struct store *s, struct str url, struct err *e)
{
    return db_run(s->db, e, "DELETE FROM source WHERE url = ?", "s", url) < 0 ? -1 : 0;
}

int store_item(struct store *s, struct arena *a, int64_t source, struct str key, struct source_item *out, struct err *e)
{
    struct stmt *st =
        db_query(s->db, e, "SELECT url, seal, article, page_due, page_tries FROM item WHERE source = ? AND key = ?",
                 "is", source, key);
    int rc = st ? stmt_step(st, e) : -1;
    if (rc == 1)
        *out = (struct source_item){.key = key,
                                    .url = stmt_str(a, st, 0),
                                    .seal = stmt_str(a, st, 1),
                                    .article = stmt_str(a, st, 2),
                                    .page_due = stmt_i64(st, 3) != 0,
                                    .page_tries = stmt_i64(st, 4)};
    stmt_end(st);
    return rc;
}

int store_item_put(struct store *s, int64_t source, const struct source_item *x, struct err *e)
{
    return db_run(s->db, e,
                  "INSERT INTO item (source, key, url, seal, article, page_due, page_tries) VALUES (?,?,?,?,?,?,?) "
                  "ON CONFLICT (source, key) DO UPDATE SET url = excluded.url, seal = excluded.seal, "
                  "article = excluded.article, page_due = excluded.page_due, page_tries = excluded.page_tries",
                  "issbsii", source, x->key, x->url, x->seal, x->article, (int64_t)x->page_due, x->page_tries);
}

int store_items_waiting(struct store *s, struct arena *a, int64_t source, size_t limit, struct source_items *out,
                        struct err *e)
{
    struct stmt *st =
        db_query(s->db, e,
                 "SELECT i.key, i.url, i.seal, i.article, i.page_tries FROM item i JOIN article x ON "
                 "x.id = i.article WHERE i.source = ? AND i.page_due ORDER BY x.sort_at DESC, i.key LIMIT ?",
                 "ii", source, (int64_t)limit);
    int rc = st ? 1 : -1;
    while (rc == 1 && (rc = stmt_step(st, e)) == 1)
        vec_add(a, out,
                ((struct source_item){.key = stmt_str(a, st, 0),
                                      .url = stmt_str(a, st, 1),
                                      .seal = stmt_str(a, st, 2),
                                      .article = stmt_str(a, st, 3),
                                      .page_due = true,
                                      .page_tries = stmt_i64(st, 4)}));
    stmt_end(st);
    return rc;
}

/* ---- which article */

static int read_found(struct stmt *st, struct arena *a, struct found_article *out, struct err *e)
{
    int rc = st ? stmt_step(st, e) : -1;
    if (rc == 1)
        *out = (struct found_article){.id = stmt_str(a, st, 0),
                                      .url = stmt_str(a, st, 1),
                                      .origin = stmt_str(a, st, 2),
                                      .title = stmt_str(a, st, 3),
                                      .published = stmt_i64(st, 4)};
    stmt_end(st);
    return rc;
}

#define FOUND "x.id, x.url, x.origin, x.title, CASE WHEN x.published_has THEN x.published_t ELSE 0 END"

int store_find_url(struct store *s, struct arena *a, struct str url, struct found_article *out, struct err *e)
{
    if (!url.n)
        return 0;
    int rc = read_found(
        db_query(s->db, e, "SELECT " FOUND " FROM article x WHERE x.url = ? ORDER BY x.id LIMIT 1", "s", url), a, out,
        e);
    if (rc)
        return rc;
    return read_found(db_query(s->db, e,
                               "SELECT " FOUND " FROM item i JOIN article x ON x.id = i.article WHERE i.url = ? "
                               "ORDER BY i.source LIMIT 1",
                               "s", url),
                      a, out, e);
}

int store_find_id(struct store *s, struct arena *a, struct str id, struct found_article *out, struct err *e)
{
    return read_found(db_query(s->db, e, "SELECT " FOUND " FROM article x WHERE x.id = ?", "s", id), a, out, e);
}

int store_find_origin(struct store *s, struct arena *a, struct str origin, struct found_articles *out, struct err *e)
{
    struct stmt *st =
        db_query(s->db, e, "SELECT " FOUND " FROM article x WHERE x.origin = ? ORDER BY x.id", "s", origin);
    int rc = st ? 1 : -1;
    while (rc == 1 && (rc = stmt_step(st, e)) == 1)
        vec_add(a, out,
                ((struct found_article){.id = stmt_str(a, st, 0),
                                        .url = stmt_str(a, st, 1),
                                        .origin = stmt_str(a, st, 2),
                                        .title = stmt_str(a, st, 3),
                                        .published = stmt_i64(st, 4)}));
    stmt_end(st);
    return rc;
}

int store_forget_article(struct store *s, struct str id, struct err *e)
{
    return db_run(s->db, e, "DELETE FROM article WHERE id = ?", "s", id);
}

int store_file_marks(struct store *s, struct arena *a, struct str prefix, struct file_marks *out, struct err *e)
{
    struct stmt *st = db_query(s->db, e,
                               "SELECT path, mtime_ns, size FROM file_seen WHERE path >= ?1 AND substr(path, 1, "
                               "length(?1)) = ?1 ORDER BY path",
                               "s", prefix);
    int rc = st ? 1 : -1;
    while (rc == 1 && (rc = stmt_step(st, e)) == 1)
        vec_add(a, out, ((struct file_mark){stmt_str(a, st, 0), stmt_i64(st, 1), stmt_i64(st, 2)}));
    stmt_end(st);
    return rc;
}
