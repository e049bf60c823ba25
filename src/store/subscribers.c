/* Lists. A file is the truth about who is on its list; who must not be mailed is remembered apart and wins over it. */
#include "base/fault.h"
#include "base/map.h"
#include "model/interest.h"
#include "store/internal.h"
#include <stdlib.h>
#include <string.h>

_Static_assert(SUB_ACTIVE == 0 && SUB_UNSUBSCRIBED == 1 && SUB_BOUNCED == 2 && SUB_COMPLAINED == 3 && SUB_PENDING == 4,
               "a status lies in the database as a number: never renumber");

static struct str topics_text(struct arena *a, const struct strs *topics)
{
    return topics->n ? str_join(a, topics, ";") : (struct str){0};
}

static bool is_out(enum sub_status s)
{
    return s == SUB_UNSUBSCRIBED || s == SUB_BOUNCED || s == SUB_COMPLAINED;
}

/* A row as the table has it. */
struct flat {
    struct str key, address; /* address unknown: the same as the key */
    struct str name, topics, frequency, timezone, lang, attributes;
    int64_t status;
};

static struct flat flatten(struct arena *a, const struct subscriber *x)
{
    bool same = str_eq(x->address.key, x->address.addr);
    return (struct flat){.key = x->address.key,
                         .address = same ? (struct str){0} : x->address.addr,
                         .name = x->name,
                         .topics = topics_text(a, &x->topics),
                         .frequency = x->frequency,
                         .timezone = x->timezone,
                         .lang = x->lang,
                         .attributes = attributes_join(a, &x->attributes),
                         .status = x->status};
}

#define FLAT_COLUMNS "m.key, m.address, m.status, m.name, m.topics, m.frequency, m.timezone, m.lang, m.attributes"

static struct flat flat_view(struct stmt *st)
{
    return (struct flat){.key = stmt_view(st, 0),
                         .address = stmt_view(st, 1),
                         .status = stmt_i64(st, 2),
                         .name = stmt_view(st, 3),
                         .topics = stmt_view(st, 4),
                         .frequency = stmt_view(st, 5),
                         .timezone = stmt_view(st, 6),
                         .lang = stmt_view(st, 7),
                         .attributes = stmt_view(st, 8)};
}

static bool same_text(struct str a, struct str b)
{
    return !a.s == !b.s && str_eq(a, b);
}

static bool same_row(const struct flat *a, const struct flat *b)
{
    return a->status == b->status && same_text(a->address, b->address) && same_text(a->name, b->name) &&
           same_text(a->topics, b->topics) && same_text(a->frequency, b->frequency) &&
           same_text(a->timezone, b->timezone) && same_text(a->lang, b->lang) &&
           same_text(a->attributes, b->attributes);
}

/* A list is brought up to date in one walk along both sides: people come in the order of their keys, as the table has
 * them. What is written always lies before the row the walk stands on, so the walk never meets it. */
enum { KEY_MAX = 64 << 10 };
struct store_sync {
    struct store *s;
    int64_t list, now;
    struct stmt *walk, *insert;
    struct flat old; /* the row at hand */
    bool more;       /* there is one */
    struct arena a;
    struct buf last, gone; /* keys */
};

static int step(struct store_sync *y, struct err *e)
{
    int rc = stmt_step(y->walk, e);
    y->more = rc == 1;
    if (y->more)
        y->old = flat_view(y->walk);
    return rc < 0 ? -1 : 0;
}

static int list_id(struct store *s, struct str list, int64_t *id, struct err *e)
{
    int rc = db_number(s->db, id, e, "SELECT id FROM list WHERE name = ?", "s", list);
    if (rc != 0)
        return rc < 0 ? -1 : 0;
    rc = db_run(s->db, e, "INSERT INTO list (name) VALUES (?)", "s", list);
    *id = db_last_id(s->db);
    return rc;
}

static int begin(struct store_sync *y, struct str list, struct err *e)
{
    struct db *d = y->s->db;
    if (list_id(y->s, list, &y->list, e) < 0)
        return -1;
    y->walk = db_query(d, e, "SELECT " FLAT_COLUMNS " FROM member m WHERE m.list = ? ORDER BY m.key", "i", y->list);
    y->insert = y->walk ? db_query(d, e,
                                   "INSERT INTO member (list, key, address, status, name, topics, frequency, timezone, "
                                   "lang, attributes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                                   "")
                        : NULL;
    return y->insert ? step(y, e) : -1;
}

struct store_sync *store_sync_begin(struct store *s, struct str list, int64_t now, struct err *e)
{
    if (db_begin_inner(s->db, e) < 0)
        return NULL;
    struct store_sync *y = mem_realloc(NULL, sizeof *y);
    *y = (struct store_sync){.s = s, .now = now};
    buf_init(&y->last, KEY_MAX);
    buf_init(&y->gone, KEY_MAX);
    if (begin(y, list, e) == 0)
        return y;
    store_sync_end(y, false, e);
    return NULL;
}

/* Whoever the table has before this key is on the list no more. */
static int drop_until(struct store_sync *y, const struct str *key, struct err *e)
{
    while (y->more && (!key || str_cmp(y->old.key, *key) < 0)) {
        buf_clear(&y->gone);
        buf_str(&y->gone, y->old.key);
        if (step(y, e) < 0 ||
            db_run(y->s->db, e, "DELETE FROM member WHERE list = ? AND key = ?", "is", y->list, buf_view(&y->gone)) < 0)
            return -1;
    }
    return 0;
}

static int put_row(struct store_sync *y, const struct flat *f, struct err *e)
{
    if (stmt_bind(y->insert, e, "ississsssb", y->list, f->key, f->address, f->status, f->name, f->topics, f->frequency,
                  f->timezone, f->lang, f->attributes) < 0)
        return -1;
    int rc = stmt_step(y->insert, e);
    stmt_again(y->insert);
    return rc < 0 ? -1 : 0;
}

static int update_row(struct store_sync *y, const struct flat *f, struct err *e)
{
    return db_run(y->s->db, e,
                  "UPDATE member SET address = ?, status = ?, name = ?, topics = ?, frequency = ?, timezone = ?, "
                  "lang = ?, attributes = ? WHERE list = ? AND key = ?",
                  "sisssssbis", f->address, f->status, f->name, f->topics, f->frequency, f->timezone, f->lang,
                  f->attributes, y->list, f->key);
}

static int write_row(struct store_sync *y, const struct flat *f, struct err *e)
{
    bool known = y->more && str_eq(y->old.key, f->key);
    bool same = known && same_row(&y->old, f);
    if (known && step(y, e) < 0)
        return -1;
    if (same)
        return 0;
    if ((known ? update_row(y, f, e) : put_row(y, f, e)) < 0)
        return -1;
    if (!is_out((enum sub_status)f->status))
        return 0;
    return db_run(y->s->db, e, "INSERT OR IGNORE INTO suppression (key, list, reason, at) VALUES (?, ?, ?, ?)", "sisi",
                  f->key, y->list, str_c(sub_status_name((enum sub_status)f->status)), y->now);
}

int store_sync_row(struct store_sync *y, const struct subscriber *x, struct err *e)
{
    int c = y->last.n ? str_cmp(buf_view(&y->last), x->address.key) : -1;
    if (c == 0) /* of two rows for one person the first counts */
        return 0;
    if (c > 0)
        return err_set(e, EX_SOFTWARE, "the rows of a list came in disorder");
    buf_clear(&y->last);
    buf_str(&y->last, x->address.key);
    struct flat f = flatten(&y->a, x);
    int rc = drop_until(y, &f.key, e) < 0 || write_row(y, &f, e) < 0 ? -1 : 0;
    arena_reset(&y->a);
    return rc;
}

int store_sync_end(struct store_sync *y, bool keep, struct err *e)
{
    struct err ignored = {0};
    int rc = keep ? drop_until(y, NULL, e) : -1;
    if (rc == 0)
        rc = db_run(y->s->db, e, "UPDATE list SET synced_at = ? WHERE id = ?", "ii", y->now, y->list);
    stmt_end(y->walk);
    stmt_end(y->insert);
    fault_point("sync-before-commit");
    rc = db_finish_inner(y->s->db, rc, rc ? &ignored : e);
    arena_end(&y->a);
    buf_end(&y->last);
    buf_end(&y->gone);
    free(y);
    return keep ? rc : 0;
}

static int by_key(const void *x, const void *y)
{
    const struct subscriber *const *a = x, *const *b = y;
    int c = str_cmp((*a)->address.key, (*b)->address.key);
    return c ? c : (*a > *b) - (*a < *b);
}

int store_sync_list(struct store *s, struct str list, const struct subscribers *rows, int64_t now, struct err *e)
{
    struct store_sync *y = store_sync_begin(s, list, now, e);
    if (!y)
        return -1;
    const struct subscriber **v = mem_realloc(NULL, rows->n * sizeof *v);
    for (size_t i = 0; i < rows->n; i++)
        v[i] = &rows->v[i];
    qsort(v, rows->n, sizeof *v, by_key);
    int rc = 0;
    for (size_t i = 0; i < rows->n && rc == 0; i++)
        rc = store_sync_row(y, v[i], e);
    free(v);
    return store_sync_end(y, rc == 0, e) < 0 || rc < 0 ? -1 : 0;
}

static void read_topics(struct arena *a, struct str text, struct strs *out)
{
    struct str topic;
    while (str_cut(&text, ';', &topic))
        vec_add(a, out, topic);
}

static enum sub_status effective(int64_t in_file, struct str suppressed)
{
    enum sub_status s = SUB_UNSUBSCRIBED;
    if (!suppressed.s)
        return (enum sub_status)in_file;
    return sub_status_parse(suppressed, &s) && is_out(s) ? s : SUB_UNSUBSCRIBED;
}

/* The row at hand; its texts stay where `f` has them. */
static void unflatten(struct arena *a, const struct flat *f, struct stmt *st, struct subscriber *out)
{
    *out = (struct subscriber){.address = address_known(f->key, f->address.s ? f->address : f->key),
                               .name = f->name,
                               .status = effective(f->status, stmt_view(st, 9)),
                               .frequency = f->frequency,
                               .timezone = f->timezone,
                               .lang = f->lang,
                               .memory = stmt_i64(st, 10)};
    read_topics(a, f->topics, &out->topics);
    attributes_split(a, f->attributes, &out->attributes);
}

static void view_subscriber(struct arena *a, struct stmt *st, struct subscriber *out)
{
    struct flat f = flat_view(st);
    unflatten(a, &f, st, out);
}

static void read_subscriber(struct arena *a, struct stmt *st, struct subscriber *out)
{
    struct flat f = flat_view(st);
    struct str *const texts[] = {&f.key,       &f.address,  &f.name, &f.topics,
                                 &f.frequency, &f.timezone, &f.lang, &f.attributes};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = str_dup(a, *texts[i]);
    unflatten(a, &f, st, out);
    out->address.local = str_dup(a, out->address.local);
    out->address.domain = str_dup(a, out->address.domain);
    for (size_t i = 0; i < out->topics.n; i++)
        out->topics.v[i] = str_dup(a, out->topics.v[i]);
}

/* Two plain look-ups: `list IN (0, m.list)` makes SQLite build a table and sort it for every row. */
#define SUPPRESSED_FROM(list) "(SELECT reason FROM suppression WHERE key = m.key AND list = " list ")"
#define SUBSCRIBER_COLUMNS FLAT_COLUMNS ", coalesce(" SUPPRESSED_FROM("0") ", " SUPPRESSED_FROM("m.list") "), r.memory"
#define SUBSCRIBERS "list l JOIN member m ON m.list = l.id LEFT JOIN reader r ON r.key = m.key"

static struct stmt *list_query(struct store *s, struct str list, struct err *e)
{
    return db_query(s->db, e, "SELECT " SUBSCRIBER_COLUMNS " FROM " SUBSCRIBERS " WHERE l.name = ? ORDER BY m.key", "s",
                    list);
}

int store_list(struct store *s, struct arena *a, struct str list, struct subscribers *out, struct err *e)
{
    struct stmt *st = list_query(s, list, e);
    int rc = st ? 1 : -1;
    while (rc == 1 && (rc = stmt_step(st, e)) == 1)
        read_subscriber(a, st, vec_push(a, out));
    stmt_end(st);
    return rc;
}

int store_each_subscriber(struct store *s, struct str list, store_subscriber_fn *fn, void *ctx, struct err *e)
{
    struct arena a = {0};
    struct stmt *st = list_query(s, list, e);
    int rc = st ? 1 : -1;
    while (rc == 1 && (rc = stmt_step(st, e)) == 1) {
        struct subscriber x;
        view_subscriber(&a, st, &x);
        int told = fn(ctx, &x);
        if (told != 0) {
            rc = told;
            break;
        }
        arena_reset(&a);
    }
    stmt_end(st);
    arena_end(&a);
    return rc;
}

static void add_follows(struct arena *a, struct map *known, const struct strs *topics, size_t most, struct strs *out)
{
    for (size_t i = 0; i < topics->n && out->n < most; i++) {
        struct interest x = interest_parse(topics->v[i]);
        if (x.mute || x.kind == INTEREST_TOPIC || !x.what.n)
            continue;
        struct str entry = str_dup(a, topics->v[i]);
        void **at = map_at(a, known, entry);
        if (!*at)
            vec_add(a, out, entry);
        *at = known;
    }
}

int store_follows(struct store *s, struct arena *a, struct str list, size_t most, struct strs *out, struct err *e)
{
    struct arena scratch = {0};
    struct map known = {0};
    struct stmt *st = db_query(
        s->db, e,
        "SELECT DISTINCT m.topics FROM list l JOIN member m ON m.list = l.id WHERE l.name = ? AND m.status = 0 "
        "AND (instr(m.topics, ':') OR instr(m.topics, '\"')) ORDER BY m.topics",
        "s", list);
    int rc = st ? 1 : -1;
    while (rc == 1 && out->n < most && (rc = stmt_step(st, e)) == 1) {
        struct strs topics = {0};
        read_topics(&scratch, stmt_view(st, 0), &topics);
        add_follows(a, &known, &topics, most, out);
        arena_reset(&scratch);
    }
    stmt_end(st);
    arena_end(&scratch);
    return rc < 0 ? -1 : 0;
}

int store_subscriber(struct store *s, struct arena *a, struct str list, struct str key, struct subscriber *out,
                     struct err *e)
{
    struct stmt *st = db_query(
        s->db, e, "SELECT " SUBSCRIBER_COLUMNS " FROM " SUBSCRIBERS " WHERE l.name = ? AND m.key = ?", "ss", list, key);
    int rc = st ? stmt_step(st, e) : -1;
    if (rc == 1)
        read_subscriber(a, st, out);
    stmt_end(st);
    return rc;
}

int store_on_list(struct store *s, struct str list, struct str key, struct err *e)
{
    int64_t one;
    return db_number(s->db, &one, e,
                     "SELECT 1 FROM list l JOIN member m ON m.list = l.id WHERE l.name = ? AND m.key = ?", "ss", list,
                     key);
}

int store_lists(struct store *s, struct arena *a, struct strs *out, struct err *e)
{
    struct stmt *st = db_query(s->db, e, "SELECT name FROM list ORDER BY name", "");
    int rc = st ? 1 : -1;
    while (rc == 1 && (rc = stmt_step(st, e)) == 1)
        vec_add(a, out, stmt_str(a, st, 0));
    stmt_end(st);
    return rc;
}

/* A later reason replaces an earlier one only when it weighs more: who complained stays so. */
static int suppress(struct store *s, struct str key, int64_t list, struct str reason, int64_t now, struct err *e)
{
    return db_run(
        s->db, e,
        "INSERT INTO suppression (key, list, reason, at) VALUES (?, ?, ?, ?) ON CONFLICT (key, list) DO UPDATE SET "
        "reason = excluded.reason, at = excluded.at WHERE "
        "instr('bounced unsubscribed complained', excluded.reason) > instr('bounced unsubscribed complained', reason)",
        "sisi", key, list, reason, now);
}

int store_suppress(struct store *s, struct str address_key, struct str reason, int64_t now, struct err *e)
{
    enum sub_status known;
    if (!sub_status_parse(reason, &known) || !is_out(known))
        return err_set(e, EX_USAGE, "reason \"" STR_FMT "\": say unsubscribed, bounced or complained", STR_ARG(reason));
    return suppress(s, address_key, 0, str_c(sub_status_name(known)), now, e);
}

int store_leave(struct store *s, struct str list, struct str address_key, int64_t now, struct err *e)
{
    int64_t id;
    int rc = db_begin_inner(s->db, e);
    if (rc < 0)
        return -1;
    rc = list_id(s, list, &id, e);
    if (rc == 0)
        rc = suppress(s, address_key, id, str_lit("unsubscribed"), now, e);
    return db_finish_inner(s->db, rc, e);
}

int store_unsuppress(struct store *s, struct str address_key, struct err *e)
{
    return db_run(s->db, e, "DELETE FROM suppression WHERE key = ?", "s", address_key);
}

int store_suppressed(struct store *s, struct arena *a, struct str address_key, struct str *reason, struct err *e)
{
    *reason = (struct str){0};
    struct stmt *st = db_query(s->db, e, "SELECT reason FROM suppression WHERE key = ? AND list = 0", "s", address_key);
    int rc = st ? stmt_step(st, e) : -1;
    if (rc == 1)
        *reason = stmt_str(a, st, 0);
    stmt_end(st);
    return rc < 0 ? -1 : 0;
}
