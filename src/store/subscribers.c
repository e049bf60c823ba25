/* Lists. A file is the truth about who is on its list; who must not be mailed is remembered apart and wins over it. */
#include "base/fault.h"
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

/* The file's rows in the order of the table, and what is to be done with each. */
enum change { ROW_INSERT, ROW_UPDATE, ROW_SAME, ROW_TWICE };
struct row {
    const struct subscriber *x;
    uint32_t place; /* in the file: of two rows with one key the first counts */
    uint8_t change;
};
struct sync {
    struct store *s;
    struct arena gone_keys;
    struct strs gone;
    struct row *rows;
    size_t n;
    int64_t list, now;
};

static int by_key(const void *x, const void *y)
{
    const struct row *a = x, *b = y;
    int c = str_cmp(a->x->address.key, b->x->address.key);
    return c ? c : (a->place > b->place) - (a->place < b->place);
}

static void order(struct sync *y, const struct subscribers *rows)
{
    y->n = rows->n;
    y->rows = mem_realloc(NULL, (rows->n + 1) * sizeof *y->rows);
    bool sorted = true;
    for (size_t i = 0; i < rows->n; i++) {
        y->rows[i] = (struct row){.x = &rows->v[i], .place = (uint32_t)i};
        sorted = sorted && (i == 0 || by_key(&y->rows[i - 1], &y->rows[i]) < 0);
    }
    if (!sorted)
        qsort(y->rows, y->n, sizeof *y->rows, by_key);
    for (size_t i = 1; i < y->n; i++)
        if (str_eq(y->rows[i].x->address.key, y->rows[i - 1].x->address.key))
            y->rows[i].change = ROW_TWICE;
}

/* One walk along both sides. */
static int compare(struct sync *y, struct err *e)
{
    struct arena a = {0};
    size_t i = 0;
    struct stmt *st =
        db_query(y->s->db, e, "SELECT " FLAT_COLUMNS " FROM member m WHERE m.list = ? ORDER BY m.key", "i", y->list);
    int rc = st ? 1 : -1;
    while (rc == 1 && (rc = stmt_step(st, e)) == 1) {
        struct flat old = flat_view(st);
        int c = 1;
        while (i < y->n && (y->rows[i].change == ROW_TWICE || (c = str_cmp(y->rows[i].x->address.key, old.key)) < 0))
            i++;
        if (i == y->n || c > 0) {
            vec_add(&y->gone_keys, &y->gone, str_dup(&y->gone_keys, old.key));
            continue;
        }
        struct flat new = flatten(&a, y->rows[i].x);
        y->rows[i++].change = same_row(&old, &new) ? ROW_SAME : ROW_UPDATE;
        if (a.used > 1 << 20)
            arena_end(&a);
    }
    stmt_end(st);
    arena_end(&a);
    return rc;
}

static int write_row(struct sync *y, struct stmt *insert, struct arena *a, const struct row *row, struct err *e)
{
    struct flat f = flatten(a, row->x);
    struct db *d = y->s->db;
    int rc;
    if (row->change == ROW_UPDATE)
        rc = db_run(d, e,
                    "UPDATE member SET address = ?, status = ?, name = ?, topics = ?, frequency = ?, timezone = ?, "
                    "lang = ?, attributes = ? "
                    "WHERE list = ? AND key = ?",
                    "sisssssbis", f.address, f.status, f.name, f.topics, f.frequency, f.timezone, f.lang, f.attributes,
                    y->list, f.key);
    else if ((rc = stmt_bind(insert, e, "ississsssb", y->list, f.key, f.address, f.status, f.name, f.topics,
                             f.frequency, f.timezone, f.lang, f.attributes)) == 0) {
        rc = stmt_step(insert, e);
        stmt_again(insert);
    }
    if (rc == 0 && is_out(row->x->status))
        rc = db_run(d, e, "INSERT OR IGNORE INTO suppression (key, list, reason, at) VALUES (?, ?, ?, ?)", "sisi",
                    f.key, y->list, str_c(sub_status_name(row->x->status)), y->now);
    return rc;
}

static int write_rows(struct sync *y, struct err *e)
{
    struct arena a = {0};
    struct stmt *insert =
        db_query(y->s->db, e,
                 "INSERT INTO member (list, key, address, status, name, topics, frequency, timezone, lang, attributes) "
                 "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                 "");
    int rc = insert ? 0 : -1;
    for (size_t i = 0; i < y->gone.n && rc == 0; i++)
        rc = db_run(y->s->db, e, "DELETE FROM member WHERE list = ? AND key = ?", "is", y->list, y->gone.v[i]);
    for (size_t i = 0; i < y->n && rc == 0; i++) {
        if (y->rows[i].change == ROW_INSERT || y->rows[i].change == ROW_UPDATE)
            rc = write_row(y, insert, &a, &y->rows[i], e);
        if (a.used > 1 << 20)
            arena_end(&a);
    }
    stmt_end(insert);
    arena_end(&a);
    return rc;
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

static int sync_list(struct sync *y, struct str list, const struct subscribers *rows, struct err *e)
{
    if (list_id(y->s, list, &y->list, e) < 0)
        return -1;
    order(y, rows);
    if (compare(y, e) < 0 || write_rows(y, e) < 0)
        return -1;
    return db_run(y->s->db, e, "UPDATE list SET synced_at = ? WHERE id = ?", "ii", y->now, y->list);
}

int store_sync_list(struct store *s, struct str list, const struct subscribers *rows, int64_t now, struct err *e)
{
    struct sync y = {.s = s, .now = now};
    if (rows->n > UINT32_MAX)
        return err_set(e, EX_DATAERR, "list " STR_FMT ": more than 4,294,967,295 rows", STR_ARG(list));
    int rc = db_begin_inner(s->db, e);
    if (rc == 0) {
        rc = sync_list(&y, list, rows, e);
        fault_point("sync-before-commit");
        rc = db_finish_inner(s->db, rc, e);
    }
    free(y.rows);
    arena_end(&y.gone_keys);
    return rc;
}

static void read_topics(struct arena *a, struct str text, struct strs *out)
{
    struct str topic;
    while (str_cut(&text, ';', &topic))
        vec_add(a, out, topic);
}

static struct address read_address(struct str key, struct str addr)
{
    struct address x = {.key = key, .addr = addr.s ? addr : key};
    size_t at = x.addr.n;
    while (at > 0 && x.addr.s[at - 1] != '@')
        at--;
    x.local = str_sub(x.addr, 0, at ? at - 1 : 0);
    x.domain = str_sub(x.addr, at, x.addr.n);
    for (size_t i = 0; i < x.local.n; i++)
        x.utf8 |= (uint8_t)x.local.s[i] >= 0x80;
    return x;
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
    *out = (struct subscriber){.address = read_address(f->key, f->address),
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
    return db_query(
        s->db, e,
        "SELECT " SUBSCRIBER_COLUMNS " FROM " SUBSCRIBERS " WHERE l.name = ? ORDER BY m.key", "s",
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

int store_subscriber(struct store *s, struct arena *a, struct str list, struct str key, struct subscriber *out,
                     struct err *e)
{
    struct stmt *st = db_query(
        s->db, e,
        "SELECT " SUBSCRIBER_COLUMNS " FROM " SUBSCRIBERS " WHERE l.name = ? AND m.key = ?", "ss",
        list, key);
    int rc = st ? stmt_step(st, e) : -1;
    if (rc == 1)
        read_subscriber(a, st, out);
    stmt_end(st);
    return rc;
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
