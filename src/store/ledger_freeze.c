/* Freezing: an edition, its molds and its audience, in one transaction (L1). A million rows take some three seconds, so
 * the loop does one insert a row; what finds duplicates and makes rows findable by address is sorted and written at the
 * end. */
#include "base/fault.h"
#include "base/map.h"
#include "store/internal.h"
#include "store/keys.h"
#include <stdlib.h>

struct cohort_row {
    int64_t no;
    bool has_mold, mailed;
    struct str key;
};

struct freezing {
    struct store *s;
    struct arena arena;
    int64_t edition, now;
    struct str name, digest;
    struct map cohorts; /* key -> struct cohort_row */
    int64_t cohorts_n;
    struct cohort_row *last; /* rows come cohort by cohort */
    struct keys *keys;
    size_t rows;
    int64_t skipped;
    struct stmt *insert;
};

static int begin(struct freezing *z, const struct freeze *f, struct err *e)
{
    int64_t there = 0;
    if (db_number(z->s->db, &there, e, "SELECT id FROM edition WHERE name = ?", "s", f->edition) < 0)
        return -1;
    if (there)
        return err_set(e, EX_TEMPFAIL, "edition " STR_FMT ": is frozen already; `bulletin send` goes on with it",
                       STR_ARG(f->edition));
    if (db_run(
            z->s->db, e,
            "INSERT INTO edition (name, digest, list, frozen_at, subject, json, settings) VALUES (?, ?, ?, ?, ?, ?, ?)",
            "sssissb", f->edition, f->digest, f->list, f->now, f->subject, f->json, f->settings) < 0)
        return -1;
    z->edition = db_last_id(z->s->db);
    z->insert = db_query(z->s->db, e,
                         "INSERT INTO recipient (id, cohort, utf8, address, key, name, lang, attributes) "
                         "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                         "");
    return z->insert ? 0 : -1;
}

static void end(struct freezing *z)
{
    stmt_end(z->insert);
    arena_end(&z->arena);
    keys_end(z->keys);
    free(z);
}

int ledger_freeze_begin(struct store *s, const struct freeze *f, struct freezing **out, struct err *e)
{
    if (db_begin(s->db, e) < 0)
        return -1;
    struct freezing *z = mem_realloc(NULL, sizeof *z);
    *z = (struct freezing){.s = s, .now = f->now};
    z->name = str_dup(&z->arena, f->edition);
    z->digest = str_dup(&z->arena, f->digest);
    z->keys = keys_begin(s->dir.s);
    if (begin(z, f, e) < 0) {
        end(z);
        return db_finish(s->db, -1, e);
    }
    *out = z;
    return 0;
}

static struct cohort_row *cohort_row(struct freezing *z, struct str key)
{
    struct cohort_row *c = map_get(&z->cohorts, key);
    if (c)
        return c;
    c = arena_new(&z->arena, struct cohort_row);
    *c = (struct cohort_row){.no = z->cohorts_n++, .key = str_dup(&z->arena, key.s ? key : str_lit(""))};
    *map_at(&z->arena, &z->cohorts, c->key) = c;
    return c;
}

int ledger_freeze_mold(struct freezing *z, const struct mold *m, struct err *e)
{
    struct cohort_row *c = cohort_row(z, m->key);
    struct buf b;
    buf_init(&b, 64 << 20);
    mold_save(&b, m);
    int rc = b.over ? err_set(e, EX_DATAERR, "edition " STR_FMT ": the mail of one cohort is larger than 64 MB",
                              STR_ARG(z->name))
                    : 0;
    if (rc == 0)
        rc = db_run(z->s->db, e, "INSERT INTO cohort (edition, no, key, mold) VALUES (?, ?, ?, ?)", "iisb", z->edition,
                    c->no, c->key, buf_view(&b));
    c->has_mold = true;
    buf_end(&b);
    return rc;
}

static int skip(struct freezing *z, int64_t row, struct str reason, struct err *e)
{
    z->skipped++;
    return db_run(z->s->db, e,
                  "INSERT INTO result (id, edition, state, attempts, doubted, at, reason) VALUES (?, ?, 5, 0, 0, ?, ?)",
                  "iiis", row_id(z->edition, row), z->edition, z->now, reason);
}

int ledger_freeze_recipient(struct freezing *z, const struct recipient *r, struct str skip_reason, struct err *e)
{
    if ((int64_t)z->rows >= ROW_MAX)
        return err_set(e, EX_DATAERR, "edition " STR_FMT ": more than %lld recipients", STR_ARG(z->name),
                       (long long)ROW_MAX);
    struct cohort_row *c = z->last && str_eq(z->last->key, r->cohort) ? z->last : (z->last = cohort_row(z, r->cohort));
    int64_t row = (int64_t)z->rows, utf8 = r->utf8;
    c->mailed |= !skip_reason.s;
    struct str key = r->key.s ? r->key : r->address, own_key = str_eq(key, r->address) ? (struct str){0} : key;
    if (stmt_bind(z->insert, e, "iiissssb", row_id(z->edition, row), c->no, utf8, r->address, own_key, r->name, r->lang,
                  r->attributes) < 0 ||
        stmt_step(z->insert, e) < 0)
        return -1;
    stmt_again(z->insert);
    if (keys_add(z->keys, (struct row_key){(uint64_t)key_hash(key), (uint32_t)row}, e) < 0)
        return -1;
    z->rows++;
    return skip_reason.s ? skip(z, row, skip_reason, e) : 0;
}

int ledger_freeze_carried(struct freezing *z, struct str article, struct str story, struct str print, struct err *e)
{
    return db_run(z->s->db, e, "INSERT OR IGNORE INTO carried (edition, article, story, print) VALUES (?, ?, ?, ?)",
                  "issb", z->edition, article, story, print);
}

int ledger_freeze_story(struct freezing *z, size_t no, struct str story, struct str headline, bool again, struct err *e)
{
    int64_t number = (int64_t)no, only_again = again;
    return db_run(z->s->db, e, "INSERT INTO carried_story (edition, no, story, headline, again) VALUES (?, ?, ?, ?, ?)",
                  "iissi", z->edition, number, story, headline, only_again);
}

int ledger_freeze_mail(struct freezing *z, const struct frozen_mail *m, struct err *e)
{
    return db_run(z->s->db, e, "INSERT INTO cohort_mail (edition, no, stories, updates, ctas) VALUES (?, ?, ?, ?, ?)",
                  "iibbs", z->edition, cohort_row(z, m->cohort)->no, m->stories, m->updates, m->ctas);
}

struct same {
    struct str key;
    int64_t row;
};

static int by_key(const void *x, const void *y)
{
    const struct same *a = x, *b = y;
    int c = str_cmp(a->key, b->key);
    return c ? c : (a->row > b->row) - (a->row < b->row);
}

/* Rows with one hash: nearly always one person several times; told apart by their keys. The first row stays. */
static int skip_same(struct freezing *z, const struct row_key *v, size_t n, struct err *e)
{
    struct arena a = {0};
    struct same *same = arena_array(&a, struct same, n);
    int rc = 0;
    for (size_t i = 0; i < n && rc == 0; i++) {
        struct stmt *st = db_query(z->s->db, e, "SELECT coalesce(key, address) FROM recipient WHERE id = ?", "i",
                                   row_id(z->edition, v[i].row));
        rc = st && stmt_step(st, e) == 1 ? 0 : -1;
        if (rc == 0)
            same[i] = (struct same){stmt_str(&a, st, 0), v[i].row};
        stmt_end(st);
    }
    if (rc == 0)
        qsort(same, n, sizeof *same, by_key);
    for (size_t i = 1; i < n && rc == 0; i++) {
        if (!str_eq(same[i].key, same[i - 1].key))
            continue;
        int64_t there = 0;
        rc = db_number(z->s->db, &there, e, "SELECT 1 FROM result WHERE id = ?", "i", row_id(z->edition, same[i].row));
        if (rc == 0)
            rc = skip(z, same[i].row, str_lit("duplicate"), e);
        else if (rc > 0)
            rc = 0;
    }
    arena_end(&a);
    return rc;
}

VEC(row_keys, struct row_key);

static int write_key(struct freezing *z, struct stmt *insert, const struct row_key *k, struct err *e)
{
    int rc = stmt_bind(insert, e, "iii", z->edition, (int64_t)k->hash, (int64_t)k->row);
    if (rc == 0)
        rc = stmt_step(insert, e);
    stmt_again(insert);
    return rc;
}

static int write_keys(struct freezing *z, struct err *e)
{
    struct stmt *insert = db_query(z->s->db, e, "INSERT INTO recipient_key VALUES (?, ?, ?)", "");
    struct arena a = {0};
    struct row_keys same = {0}; /* the latest ones, all of one hash */
    int rc = insert && keys_sort(z->keys, e) == 0 ? 1 : -1;
    while (rc == 1) {
        struct row_key k;
        rc = keys_next(z->keys, &k, e);
        if (rc >= 0 && same.n > 1 && (rc == 0 || k.hash != same.v[0].hash) && skip_same(z, same.v, same.n, e) < 0)
            rc = -1;
        if (rc == 1 && write_key(z, insert, &k, e) < 0)
            rc = -1;
        if (rc != 1)
            break;
        if (same.n && k.hash != same.v[0].hash)
            same.n = 0;
        vec_add(&a, &same, k);
    }
    stmt_end(insert);
    arena_end(&a);
    return rc;
}

static int check_cohorts(struct freezing *z, struct err *e)
{
    for (size_t i = 0; i < z->cohorts.cap; i++) {
        const struct cohort_row *c = z->cohorts.slots[i].key.s ? z->cohorts.slots[i].value : NULL;
        if (!c || c->has_mold)
            continue;
        if (c->mailed)
            return err_set(e, EX_SOFTWARE, "edition " STR_FMT ": recipients of cohort \"" STR_FMT "\" have no mail",
                           STR_ARG(z->name), STR_ARG(c->key));
        if (db_run(z->s->db, e, "INSERT INTO cohort (edition, no, key) VALUES (?, ?, ?)", "iis", z->edition, c->no,
                   c->key) < 0)
            return -1;
    }
    return 0;
}

static int settle(struct freezing *z, struct err *e)
{
    if (write_keys(z, e) < 0 || check_cohorts(z, e) < 0)
        return -1;
    int64_t rows = (int64_t)z->rows, queued = rows - z->skipped;
    return db_run(
        z->s->db, e,
        "INSERT INTO progress (edition, state, audience, queued, sending, sent, deferred, failed, skipped, in_doubt) "
        "VALUES (?, 'frozen', ?, ?, 0, 0, 0, 0, ?, 0)",
        "iiii", z->edition, rows, queued, z->skipped);
}

int ledger_freeze_end(struct freezing *z, bool commit, struct err *e)
{
    struct db *d = z->s->db;
    struct err dropped = {0};
    int rc = commit ? settle(z, e) : -1;
    stmt_end(z->insert);
    z->insert = NULL;
    if (rc == 0)
        fault_point("freeze-before-commit");
    rc = db_finish(d, rc, commit ? e : &dropped);
    if (rc == 0)
        fault_point("freeze-committed");
    end(z);
    return commit ? rc : 0;
}
