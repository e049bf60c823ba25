#include "base/seal.h"
#include "base/standoff.h"
#include "store/internal.h"
#include <string.h>

#define LIST_MAX (1 << 20) /* bytes of one JSON array */

static struct str to_json(struct arena *a, const struct strs *v)
{
    if (!v->n)
        return (struct str){0};
    struct buf b;
    struct json_out o = {.b = &b};
    buf_init(&b, LIST_MAX);
    json_put_strs(&o, NULL, v);
    struct str s = b.over ? (struct str){0} : buf_dup(a, &b);
    buf_end(&b);
    return s;
}

static int from_json(struct arena *a, struct str s, struct strs *out, struct err *e)
{
    if (!s.n)
        return 0;
    struct json *j = json_parse(s, str_lit("database"), e);
    if (!j)
        return -1;
    for (size_t i = 0; i < json_len(j); i++)
        vec_add(a, out, str_dup(a, json_str(json_at(j, i))));
    json_end(j);
    return 0;
}

/* What is kept of an article in another form. */
struct packed {
    struct str authors, categories, tags, topics, why, markup;
};

static struct packed pack(struct arena *a, const struct article *x)
{
    return (struct packed){to_json(a, &x->authors), to_json(a, &x->categories), to_json(a, &x->tags),
                           to_json(a, &x->topics),  to_json(a, &x->why),        standoff_encode(a, x->text, x->html)};
}

static void seal_when(struct seal *x, struct when w)
{
    seal_number(x, w.t);
    seal_number(x, w.offset);
    seal_number(x, w.has);
}

/* Every field that is kept. Under the name of the database, which nobody knows who writes articles. */
static void seal_begin_with(struct seal *sum, const struct store *s, const struct article *x)
{
    const struct str fields[] = {x->url,       x->outlet,    x->title,         x->origin, x->lang,
                                 x->image.url, x->image.alt, x->image.caption, x->cta,    x->cluster_with,
                                 x->summary,   x->text,      x->html};
    const struct strs *lists[] = {&x->authors, &x->categories, &x->tags, &x->topics, &x->why};
    int64_t weight;
    memcpy(&weight, &x->weight, sizeof weight);
    seal_begin(sum, str_hash(s->id));
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        seal_str(sum, fields[i]);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        seal_strs(sum, lists[i]);
    seal_when(sum, x->published);
    seal_when(sum, x->updated);
    seal_when(sum, x->expires);
    seal_number(sum, x->why_from);
    seal_number(sum, x->draft);
    seal_number(sum, x->cluster);
    seal_number(sum, weight);
    seal_number(sum, (int64_t)x->words);
}

/* An article read again unchanged costs one look and no write. */
static struct str seal_of_row(const struct store *s, struct arena *a, const struct article *x)
{
    struct seal sum;
    seal_begin_with(&sum, s, x);
    return seal_end(a, &sum);
}

struct str store_seal(const struct store *s, struct arena *a, const struct article *x)
{
    struct seal sum;
    seal_begin_with(&sum, s, x);
    seal_str(&sum, x->id);
    seal_str(&sum, x->guid);
    seal_str(&sum, x->link);
    return seal_end(a, &sum);
}

static int64_t sort_time(const struct article *x, int64_t first_seen)
{
    return x->published.has ? x->published.t : x->updated.has ? x->updated.t : first_seen;
}

struct known { /* the row as it stands */
    struct str id, seal, title, text, why;
    int64_t first_seen, changed_at;
    int64_t published_t, published_has, updated_t, updated_has, published_offset, updated_offset;
};

static int read_known(struct stmt *st, struct arena *a, struct known *k, struct err *e)
{
    int rc = st ? stmt_step(st, e) : -1;
    if (rc == 1)
        *k = (struct known){.id = stmt_str(a, st, 0),
                            .seal = stmt_str(a, st, 1),
                            .first_seen = stmt_i64(st, 2),
                            .changed_at = stmt_i64(st, 3)};
    stmt_end(st);
    return rc;
}

/* By its id, else by its address: two looks into one index each cost a tenth of one statement that asks for both. */
static int find_known(struct store *s, struct arena *a, const struct article *x, struct str id, struct known *k,
                      struct err *e)
{
    int rc = read_known(
        db_query(s->db, e, "SELECT id, seal, first_seen, changed_at FROM article WHERE id = ?", "s", id), a, k, e);
    if (rc || !x->url.s)
        return rc;
    return read_known(
        db_query(s->db, e, "SELECT id, seal, first_seen, changed_at FROM article WHERE url = ? LIMIT 1", "s", x->url),
        a, k, e);
}

/* What only an article that changed is asked for: its text lies on pages of its own. */
static int know_content(struct store *s, struct arena *a, struct known *k, struct err *e)
{
    struct stmt *st = db_query(
        s->db, e,
        "SELECT title, text, why, published_t, published_has, updated_t, updated_has, published_offset, updated_offset "
        "FROM article WHERE id = ?",
        "s", k->id);
    int rc = st ? stmt_step(st, e) : -1;
    if (rc == 1) {
        k->title = stmt_str(a, st, 0);
        k->text = stmt_str(a, st, 1);
        k->why = stmt_str(a, st, 2);
        k->published_t = stmt_i64(st, 3);
        k->published_has = stmt_i64(st, 4);
        k->updated_t = stmt_i64(st, 5);
        k->updated_has = stmt_i64(st, 6);
        k->published_offset = stmt_i64(st, 7);
        k->updated_offset = stmt_i64(st, 8);
    }
    stmt_end(st);
    return rc < 0 ? -1 : 0;
}

static bool same_when(struct when w, int64_t t, int64_t has)
{
    return (int64_t)w.has == has && (!w.has || w.t == t);
}

static bool says_something_new(const struct article *x, const struct packed *p, const struct known *k)
{
    return !str_eq(x->title, k->title) || !str_eq(x->text, k->text) || !str_eq(p->why, k->why) ||
           !same_when(x->published, k->published_t, k->published_has) ||
           !same_when(x->updated, k->updated_t, k->updated_has);
}

static int keep_history(struct store *s, const struct known *k, int64_t now, struct err *e)
{
    return db_run(s->db, e, "INSERT INTO article_before VALUES (?, ?, ?, ?, ?)", "sisoo", k->id, now, k->title,
                  k->published_has ? k->published_t : NOTHING, k->updated_has ? k->updated_t : NOTHING);
}

static int write_article(struct store *s, const struct article *x, const struct packed *p, struct str id,
                         struct str sealed, int64_t first_seen, int64_t changed_at, struct err *e)
{
    return db_run(
        s->db, e,
        "INSERT INTO article (id, sort_at, first_seen, changed_at, seal, url, outlet, title, origin, lang, "
        "published_t, published_offset,"
        " published_has, updated_t, updated_offset, updated_has, expires_t, expires_offset, expires_has, authors, "
        "categories, tags,"
        " topics, why, why_from, image_url, image_alt, image_caption, cta, draft, weight, cluster, cluster_with, "
        "words, summary, text,"
        " markup) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
        " ON CONFLICT (id) DO UPDATE SET sort_at = excluded.sort_at, changed_at = excluded.changed_at, seal = "
        "excluded.seal,"
        " url = excluded.url, outlet = excluded.outlet, title = excluded.title, origin = excluded.origin, lang = "
        "excluded.lang,"
        " published_t = excluded.published_t, published_offset = excluded.published_offset, published_has = "
        "excluded.published_has,"
        " updated_t = excluded.updated_t, updated_offset = excluded.updated_offset, updated_has = excluded.updated_has,"
        " expires_t = excluded.expires_t, expires_offset = excluded.expires_offset, expires_has = excluded.expires_has,"
        " authors = excluded.authors, categories = excluded.categories, tags = excluded.tags, topics = excluded.topics,"
        " why = excluded.why, why_from = excluded.why_from, image_url = excluded.image_url, image_alt = "
        "excluded.image_alt,"
        " image_caption = excluded.image_caption, cta = excluded.cta, draft = excluded.draft, weight = excluded.weight,"
        " cluster = excluded.cluster, cluster_with = excluded.cluster_with, words = excluded.words, summary = "
        "excluded.summary,"
        " text = excluded.text, markup = excluded.markup, html = NULL",
        "siiibsssssiiiiiiiiissssssssssidisissb", id, sort_time(x, first_seen), first_seen, changed_at, sealed, x->url,
        x->outlet, x->title, x->origin, x->lang, x->published.t, (int64_t)x->published.offset,
        (int64_t)x->published.has, x->updated.t, (int64_t)x->updated.offset, (int64_t)x->updated.has, x->expires.t,
        (int64_t)x->expires.offset, (int64_t)x->expires.has, p->authors, p->categories, p->tags, p->topics, p->why,
        str_c(why_from_name(x->why_from)), x->image.url, x->image.alt, x->image.caption, x->cta, (int64_t)x->draft,
        x->weight, (int64_t)x->cluster, x->cluster_with, (int64_t)x->words, x->summary, x->text, p->markup);
}

/* Dates from "3 hours ago" differ at every reading: those of the first one stay, and that of the update until the text
 * is another. */
static int keep_first_dates(struct store *s, struct arena *a, struct article *x, struct err *e)
{
    struct known k = {0};
    int found = find_known(s, a, x, x->id.n ? x->id : article_id(a, x), &k, e);
    if (found <= 0 || know_content(s, a, &k, e))
        return found < 0 ? -1 : 0;
    if (!k.published_has)
        return 0;
    x->published = (struct when){k.published_t, (int32_t)k.published_offset, (enum precision)k.published_has};
    if (str_eq(x->text, k.text))
        x->updated = (struct when){k.updated_t, (int32_t)k.updated_offset, (enum precision)k.updated_has};
    return 0;
}

enum { START_WRITING = 1 << 20 }; /* bytes of articles: the sync at the end finds most of them written */

/* The first article that is to be written begins the large transaction. When something else was written before it, that
 * belongs to the same batch, which then goes on as it was begun. */
static int begin_large(struct store *s, struct err *e)
{
    if (db_all_changes(s->db) != s->changes_before) {
        s->large = LARGE_NOT;
        return 0;
    }
    s->large = LARGE_BEGUN;
    s->large_bytes = 0;
    return db_begin_large(s->db, e);
}

static void count_large(struct store *s, const struct article *x)
{
    s->large_bytes += x->text.n + x->html.n;
    if (s->large == LARGE_BEGUN && s->large_bytes >= START_WRITING) {
        s->large_bytes = 0;
        db_start_writing(s->db);
    }
}

static int put(struct store *s, struct arena *a, const struct article *x, int64_t now, enum put_result *what,
               struct err *e)
{
    struct article dated;
    if (x->published_about) {
        dated = *x;
        x = &dated;
        if (keep_first_dates(s, a, &dated, e))
            return -1;
    }
    struct str id = x->id.n ? x->id : article_id(a, x), sealed = seal_of_row(s, a, x);
    struct known k = {0};
    int found = find_known(s, a, x, id, &k, e);
    *what = PUT_SAME;
    if (found < 0 || (found && str_eq(k.seal, sealed)))
        return found < 0 ? -1 : 0;
    if (s->large == LARGE_WANTED) /* somebody may have written between the two transactions: asked again */
        return begin_large(s, e) ? -1 : put(s, a, x, now, what, e);
    count_large(s, x);
    struct packed p = pack(a, x);
    if (found && know_content(s, a, &k, e))
        return -1;
    *what = !found ? PUT_NEW : says_something_new(x, &p, &k) ? PUT_UPDATED : PUT_SAME;
    if (*what == PUT_UPDATED && keep_history(s, &k, now, e) < 0)
        return -1;
    return write_article(s, x, &p, found ? k.id : id, sealed, found ? k.first_seen : now,
                         *what == PUT_SAME ? k.changed_at : now, e);
}

/* Inside a batch the batch is what is kept or undone; a savepoint an article would copy every page that it touches. */
int store_put_article(struct store *s, const struct article *art, int64_t now, enum put_result *what, struct err *e)
{
    struct arena a = {0};
    bool alone = !db_busy(s->db);
    int rc = alone ? db_begin(s->db, e) : 0;
    if (rc == 0)
        rc = put(s, &a, art, now, what, e);
    if (alone)
        rc = db_finish(s->db, rc, e);
    arena_end(&a);
    return rc;
}

static struct when read_when(struct stmt *st, int at)
{
    return (struct when){stmt_i64(st, at), (int32_t)stmt_i64(st, at + 1), (enum precision)stmt_i64(st, at + 2)};
}

/* ?1: with html */
#define ARTICLE_COLUMNS                                                                                              \
    "id, url, outlet, title, origin, lang, published_t, published_offset, published_has, updated_t, updated_offset," \
    " updated_has, expires_t, expires_offset, expires_has, authors, categories, tags, topics, why, why_from, "       \
    "image_url,"                                                                                                     \
    " image_alt, image_caption, cta, draft, weight, cluster, cluster_with, words, summary, text, first_seen, "       \
    "iif(?1, markup, NULL), iif(?1, html, NULL)"

static int read_article(struct arena *a, struct stmt *st, struct article *x, struct err *e)
{
    *x = (struct article){.id = stmt_str(a, st, 0),
                          .url = stmt_str(a, st, 1),
                          .outlet = stmt_str(a, st, 2),
                          .title = stmt_str(a, st, 3),
                          .origin = stmt_str(a, st, 4),
                          .lang = stmt_str(a, st, 5),
                          .published = read_when(st, 6),
                          .updated = read_when(st, 9),
                          .expires = read_when(st, 12),
                          .why_from = why_from_parse(stmt_view(st, 20)),
                          .image = {stmt_str(a, st, 21), stmt_str(a, st, 22), stmt_str(a, st, 23)},
                          .cta = stmt_str(a, st, 24),
                          .draft = stmt_i64(st, 25) != 0,
                          .weight = stmt_double(st, 26),
                          .cluster = (enum cluster_rule)stmt_i64(st, 27),
                          .cluster_with = stmt_str(a, st, 28),
                          .words = (size_t)stmt_i64(st, 29),
                          .summary = stmt_str(a, st, 30),
                          .text = stmt_str(a, st, 31),
                          .first_seen = stmt_i64(st, 32),
                          .html = stmt_str(a, st, 34)};
    struct strs *lists[] = {&x->authors, &x->categories, &x->tags, &x->topics, &x->why};
    for (int i = 0; i < 5; i++)
        if (from_json(a, stmt_view(st, 15 + i), lists[i], e) < 0)
            return err_wrap(e, "article " STR_FMT, STR_ARG(x->id));
    if (!stmt_null(st, 33) && !standoff_decode(a, x->text, stmt_view(st, 33), &x->html))
        return err_set(e, EX_IOERR,
                       "article " STR_FMT ": what is kept of its html is damaged; check the disk, and if it is well, "
                       "restore a backup",
                       STR_ARG(x->id));
    return 0;
}

/* The first text after every text that starts with s, for a range in an index; unknown: there is none. */
static struct str after_prefix(struct arena *a, struct str s)
{
    struct str next = str_dup(a, s);
    while (next.n && (uint8_t)next.s[next.n - 1] == 0xff)
        next.n--;
    if (!next.n)
        return (struct str){0};
    ((char *)next.s)[next.n - 1]++;
    return next;
}

int store_articles(struct store *s, struct arena *a, const struct article_query *q, struct articles *out, struct err *e)
{
    struct arena own = {0};
    int64_t until = q->until ? q->until : INT64_MAX, limit = q->limit ? (int64_t)q->limit : -1, html = !q->no_html;
    struct str id_to = after_prefix(&own, q->id), origin_to = after_prefix(&own, q->origin_prefix);
    struct stmt *st =
        q->id.n ? db_query(s->db, e,
                           "SELECT " ARTICLE_COLUMNS
                           " FROM article WHERE id >= ? AND id < ? ORDER BY sort_at DESC, id LIMIT ?",
                           "issi", html, q->id, id_to, limit)
        : q->origin_prefix.n
            ? db_query(s->db, e,
                       "SELECT " ARTICLE_COLUMNS
                       " FROM article WHERE origin >= ? AND origin < ? AND sort_at >= ? AND sort_at < ? "
                       "ORDER BY sort_at DESC, id LIMIT ?",
                       "issiii", html, q->origin_prefix, origin_to, q->since, until, limit)
            : db_query(s->db, e,
                       "SELECT " ARTICLE_COLUMNS
                       " FROM article WHERE sort_at >= ? AND sort_at < ? ORDER BY sort_at DESC, id LIMIT ?",
                       "iiii", html, q->since, until, limit);
    int rc = st ? 1 : -1;
    while (rc == 1 && (rc = stmt_step(st, e)) == 1)
        if (read_article(a, st, vec_push(a, out), e) < 0)
            rc = -1;
    stmt_end(st);
    arena_end(&own);
    return rc;
}

int store_forget_origin(struct store *s, struct str origin, struct err *e)
{
    if (db_begin_inner(s->db, e) < 0)
        return -1;
    int rc = db_run(s->db, e, "DELETE FROM article WHERE origin = ?", "s", origin);
    if (rc == 0) /* should it come back with its old time, it is read again */
        rc = db_run(s->db, e, "DELETE FROM file_seen WHERE path = ?", "s", origin);
    return db_finish_inner(s->db, rc, e);
}

int store_file_seen(struct store *s, struct str path, int64_t mtime_ns, int64_t size, bool *unchanged, struct err *e)
{
    int64_t same = 0;
    int rc = db_number(s->db, &same, e, "SELECT mtime_ns = ? AND size = ? FROM file_seen WHERE path = ?", "iis",
                       mtime_ns, size, path);
    *unchanged = rc == 1 && same;
    return rc < 0 ? -1 : 0;
}

int store_file_mark(struct store *s, struct str path, int64_t mtime_ns, int64_t size, struct err *e)
{
    return db_run(
        s->db, e,
        "INSERT INTO file_seen VALUES (?, ?, ?) ON CONFLICT (path) DO UPDATE SET mtime_ns = excluded.mtime_ns, "
        "size = excluded.size",
        "sii", path, mtime_ns, size);
}
