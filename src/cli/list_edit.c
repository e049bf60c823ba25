#include "cli/list_edit.h"
#include "base/file.h"
#include "base/sorter.h"
#include "cli/list_file.h"
#include <string.h>

enum { HEADER_MAX = 1 << 20, ROW_MAX = 64 << 20, SORT_MEMORY = 8 << 20, BLOCK = 64 << 10 };

struct str list_path(struct newsroom *n, struct str list)
{
    return str_fmt(n->arena, STR_FMT "/subscribers/" STR_FMT ".csv", STR_ARG(n->dir), STR_ARG(list));
}

/* ---- adding */

struct adding {
    struct newsroom *n;
    struct str list, path;
    bool fresh, dry; /* fresh: the list has no file yet, or an empty one */
    bool batch;      /* a transaction for those who left is open */
    struct list_columns columns;
    struct strs told;      /* columns that are missing */
    struct sorter waiting; /* who is new, by the line they came from */
    struct buf packed;
    struct list_changes *changes;
};

/* The columns of the list's file as its first line has them. */
static int read_columns(struct adding *x, struct err *e)
{
    struct arena *a = x->n->arena;
    x->fresh = !file_exists(x->path.s);
    if (!x->fresh) {
        size_t n = 0;
        ssize_t got = 1;
        char *p = arena_room(a, HEADER_MAX);
        int fd = file_open(x->path.s, e);
        if (fd < 0)
            return -1;
        while (got > 0 && n < HEADER_MAX && !memchr(p, '\n', n)) {
            got = file_some(fd, x->path.s, p + n, HEADER_MAX - n, e);
            n += got > 0 ? (size_t)got : 0;
        }
        file_close(fd);
        if (got < 0)
            return -1;
        x->fresh = n == 0;
        if (n)
            return list_columns_read(a, (struct str){p, n}, x->path, &x->columns, e);
    }
    list_columns_standard(a, &x->columns);
    return 0;
}

static int begin(struct adding *x, struct newsroom *n, struct str list, struct list_changes *changes, struct err *e)
{
    *changes = (struct list_changes){0};
    *x = (struct adding){.n = n, .list = list, .path = list_path(n, list), .changes = changes};
    sorter_begin(&x->waiting, n->state_dir.s, SORT_MEMORY);
    buf_init(&x->packed, ROW_MAX);
    return read_columns(x, e);
}

/* Somebody who left or bounced elsewhere and is on this list already: their row stays, and they get no more mail. */
static int take_leave(struct adding *x, const struct subscriber *s, struct err *e)
{
    if (s->status != SUB_UNSUBSCRIBED && s->status != SUB_BOUNCED && s->status != SUB_COMPLAINED)
        return 0;
    x->changes->left++;
    if (x->dry)
        return 0;
    if (!x->batch && store_batch(x->n->store, e))
        return -1;
    x->batch = true;
    return store_suppress(x->n->store, s->address.key, str_c(sub_status_name(s->status)), clock_now(), e);
}

static void tell_homeless(struct adding *x, const struct subscriber *s)
{
    struct str lost = list_homeless(&x->columns, s);
    if (!lost.n || strs_has(&x->told, lost))
        return;
    vec_add(x->n->arena, &x->told, str_dup(x->n->arena, lost));
    finding_add(&x->n->cli->findings, SEV_WARNING, x->path, 1, 0,
                "has no column '" STR_FMT "'; what the new rows say there is left out", STR_ARG(lost));
}

static int add_person(void *ctx, const struct subscriber *s, struct err *e)
{
    struct adding *x = ctx;
    int there = x->fresh ? 0 : store_on_list(x->n->store, x->list, s->address.key, e);
    if (there < 0)
        return -1;
    if (there) {
        x->changes->there++;
        return take_leave(x, s, e);
    }
    x->changes->added++;
    if (x->fresh)
        list_columns_add(x->n->arena, &x->columns, s);
    else
        tell_homeless(x, s);
    if (x->dry)
        return 0;
    const unsigned char line[4] = {(unsigned char)(s->line >> 24), (unsigned char)(s->line >> 16),
                                   (unsigned char)(s->line >> 8), (unsigned char)s->line};
    buf_clear(&x->packed);
    subscriber_pack(&x->packed, s);
    if (x->packed.over)
        return err_set(e, EX_SOFTWARE, "a row of more than %d bytes", ROW_MAX);
    return sorter_add(&x->waiting, (struct str){(const char *)line, sizeof line}, buf_view(&x->packed), e);
}

/* The file as it is, ended by a line break. */
static int copy_file(struct file_out *o, const char *path, struct err *e)
{
    char block[BLOCK], last = '\n';
    ssize_t got;
    int fd = file_open(path, e);
    if (fd < 0)
        return -1;
    while ((got = file_some(fd, path, block, sizeof block, e)) > 0) {
        file_out_add(o, (struct str){block, (size_t)got});
        last = block[got - 1];
    }
    file_close(fd);
    if (last != '\n')
        file_out_add(o, str_lit("\n"));
    return got < 0 ? -1 : 0;
}

static int put_rows(struct adding *x, struct file_out *o, struct err *e)
{
    struct str key, packed;
    struct arena a = {0};
    struct buf *b = &x->packed;
    int rc;
    while ((rc = sorter_next(&x->waiting, &key, &packed, e)) == 1) {
        struct subscriber s;
        subscriber_unpack(&a, packed, &s);
        buf_clear(b);
        list_put_row(&a, b, &x->columns, &s);
        buf_ch(b, '\n');
        file_out_add(o, buf_view(b));
        arena_reset(&a);
    }
    arena_end(&a);
    return rc;
}

static int write_list(struct adding *x, struct err *e)
{
    struct newsroom *n = x->n;
    struct file_out o;
    if (file_mkdirs(path_join(n->arena, n->dir, str_lit("subscribers")).s, 0755, e) ||
        file_out_begin(&o, x->path.s, 0600, e))
        return -1;
    if (x->fresh) {
        buf_clear(&x->packed);
        list_put_header(&x->packed, &x->columns);
        buf_ch(&x->packed, '\n');
        file_out_add(&o, buf_view(&x->packed));
    }
    int rc = x->fresh ? 0 : copy_file(&o, x->path.s, e);
    rc = rc ? rc : put_rows(x, &o, e);
    return file_out_end(&o, rc == 0, e) || rc ? -1 : 0;
}

/* The file changes first, then the store follows it: whatever happens in between, the next command finds the file
 * changed. */
static int end(struct adding *x, int rc, struct err *e)
{
    struct err ignored = {0};
    if (x->batch && store_batch_end(x->n->store, rc == 0, rc ? &ignored : e))
        rc = -1;
    if (rc == 0 && x->changes->added && !x->dry)
        rc = write_list(x, e) || newsroom_take_list(x->n, x->list, e) ? -1 : 0;
    sorter_end(&x->waiting);
    buf_end(&x->packed);
    return rc;
}

int list_import(struct newsroom *n, struct str list, struct str file, bool dry, struct list_changes *out, struct err *e)
{
    struct adding x;
    struct list_reading r;
    int rc = begin(&x, n, list, out, e);
    x.dry = dry;
    if (rc == 0 && (rc = list_open(&r, file, e)) == 0) {
        r.in.merged = &out->merged;
        r.in.topics = &n->config.topics;
        rc = ingest_roster(&r.in, n->state_dir.s, add_person, &x, &n->cli->findings, e);
        list_close(&r);
    }
    return end(&x, rc, e);
}

int list_add(struct newsroom *n, struct str list, const struct subscriber *s, struct list_changes *out, struct err *e)
{
    struct adding x;
    int rc = begin(&x, n, list, out, e);
    if (rc == 0)
        rc = add_person(&x, s, e);
    return end(&x, rc, e);
}

/* ---- taking out */

struct removing {
    struct str key;
    const char *path;
    struct file_out *out; /* NULL: only looking */
    int fd;
    int64_t at; /* how far the file has been copied */
    size_t rows;
};

/* Goes on to byte TO of the file, or to its end for INT64_MAX; what is passed is copied, or left out. */
static int go_on(struct removing *x, int64_t to, bool copy, struct err *e)
{
    char block[BLOCK];
    while (x->at < to) {
        int64_t left = to - x->at;
        ssize_t got = file_some(x->fd, x->path, block, left < BLOCK ? (size_t)left : BLOCK, e);
        if (got < 0 || (got == 0 && to == INT64_MAX))
            return (int)got;
        if (got == 0)
            return err_set(e, EX_TEMPFAIL, "%s: changed while it was read; try again", x->path);
        if (copy)
            file_out_add(x->out, (struct str){block, (size_t)got});
        x->at += got;
    }
    return 0;
}

static int drop_row(void *ctx, const struct roster_row *row, struct err *e)
{
    struct removing *x = ctx;
    if (!str_eq(row->s->address.key, x->key))
        return 0;
    x->rows++;
    if (row->from < 0)
        return err_set(e, EX_DATAERR, "%s is not UTF-8 text; save it as such, or take the row out by hand", x->path);
    return go_on(x, row->from, true, e) || go_on(x, row->to, false, e) ? -1 : 0;
}

static int copy_without(struct removing *x, struct str path, struct err *e)
{
    struct list_reading r;
    struct arena a = {0};
    struct findings again = {.arena = &a}; /* they were told when the list was taken in */
    if (list_open(&r, path, e))
        return -1;
    int rc = (x->fd = file_open(path.s, e)) < 0 ? -1 : 0;
    rc = rc ? rc : ingest_rows(&r.in, drop_row, x, &again, e);
    rc = rc ? rc : go_on(x, INT64_MAX, true, e);
    file_close(x->fd);
    list_close(&r);
    arena_end(&a);
    return rc;
}

int list_take_out(struct newsroom *n, struct str list, const struct address *who, struct err *e)
{
    struct str path = list_path(n, list);
    struct file_out o;
    struct removing x = {.key = who->key, .path = path.s, .out = &o};
    if (!file_exists(path.s))
        return err_set(e, EX_NOINPUT, STR_FMT " is not on " STR_FMT, STR_ARG(who->addr), STR_ARG(list));
    if (file_out_begin(&o, path.s, 0600, e))
        return -1;
    int rc = copy_without(&x, path, e);
    if (rc == 0 && !x.rows)
        rc = err_set(e, EX_NOINPUT, STR_FMT " is not on " STR_FMT, STR_ARG(who->addr), STR_ARG(list));
    return file_out_end(&o, rc == 0, e) || rc ? -1 : newsroom_take_list(n, list, e);
}
