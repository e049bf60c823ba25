/* The editors' own folders and lists into the store. A file that did not change since last time is not opened, and when
 * none did nothing is written; many new ones share a transaction. */
#include "base/file.h"
#include "base/map.h"
#include "base/url.h"
#include "cli/newsroom.h"
#include <string.h>

enum { ARTICLE_MAX = 10 << 20, FILES_A_BATCH = 500 };

struct taking {
    struct newsroom *n;
    const struct source *source;
    struct map marks; /* path -> struct file_mark */
    size_t in_batch;  /* files since store_batch; 0: none is open */
};

/* ---- one transaction for many files */

static int batch_open(struct taking *t, struct err *e)
{
    if (t->in_batch++ == 0 && store_batch(t->n->store, e)) {
        t->in_batch = 0;
        return -1;
    }
    return 0;
}

/* rc: how the work went so far; what one batch holds is kept whole or not at all. */
static int batch_close(struct taking *t, int rc, struct err *e)
{
    struct err ignored = {0};
    if (t->in_batch && store_batch_end(t->n->store, rc == 0, rc ? &ignored : e))
        rc = -1;
    t->in_batch = 0;
    return rc;
}

/* ---- one file */

int64_t as_of_file(int64_t mtime)
{
    return mtime < clock_now() ? mtime : clock_now();
}

/* A file whose article got another url keeps the article, with its history and the knowledge of what was sent, as long
 * as it is recognisably the same one; a file that holds another article now has given up the old one. */
static int identify(struct taking *t, struct arena *a, const struct found_articles *before, struct article *art,
                    struct err *e)
{
    struct newsroom *n = t->n;
    struct found_article other = {0};
    int known = store_find_url(n->store, a, art->url, &other, e);
    if (known < 0)
        return -1;
    if (known) {
        if (!str_eq(other.origin, art->origin) && map_get(&t->marks, other.origin) &&
            file_exists(path_join(a, n->dir, other.origin).s))
            finding_add(&n->cli->findings, SEV_WARNING, art->origin, 0, 0,
                        "has the same url as " STR_FMT "; they are one article, and the one changed last counts",
                        STR_ARG(other.origin));
        art->id = other.id;
        return 0;
    }
    if (before->n == 1 &&
        (str_eq(before->v[0].title, art->title) || (art->published.has && art->published.t == before->v[0].published)))
        art->id = before->v[0].id;
    return 0;
}

/* What an article asks for by name and the newsroom does not have; told when the file is read, not at every run. */
static void check_names(struct taking *t, const struct article *art)
{
    struct newsroom *n = t->n;
    for (size_t i = 0; i < art->topics.n; i++) {
        bool known = false;
        for (size_t k = 0; k < n->config.topics.n && !known; k++)
            known = str_eq(n->config.topics.v[k].key, art->topics.v[i]);
        if (!known)
            finding_add(&n->cli->findings, SEV_WARNING, art->origin, 0, 0,
                        "topic '" STR_FMT "' is not one of 'topics' in " STR_FMT,
                        STR_ARG(str_sub(art->topics.v[i], 0, 80)), STR_ARG(n->config.file));
    }
    struct str cta = str_fmt(n->arena, "ctas/" STR_FMT ".md", STR_ARG(str_sub(art->cta, 0, 200)));
    if (art->cta.n && !file_exists(path_join(n->arena, n->dir, cta).s))
        finding_add(&n->cli->findings, SEV_WARNING, art->origin, 0, 0, "'cta' asks for " STR_FMT ", which is not there",
                    STR_ARG(cta));
}

static int put(struct taking *t, struct arena *a, struct article *art, const struct found_articles *before, bool alone,
               struct err *e)
{
    enum put_result what;
    const struct strs *topics = &t->source->topics;
    check_names(t, art);
    for (size_t k = 0; k < topics->n; k++)
        if (!strs_has(&art->topics, topics->v[k]))
            vec_add(a, &art->topics, topics->v[k]);
    if (alone && identify(t, a, before, art, e))
        return -1;
    return store_put_article(t->n->store, art, clock_now(), &what, e);
}

/* Articles of one file, with what the source says about all of them; what the file held before and does no more goes.
 */
static int put_all(struct taking *t, struct arena *a, struct str origin, struct articles *found, struct err *e)
{
    struct found_articles before = {0};
    struct strs kept = {0};
    if (store_find_origin(t->n->store, a, origin, &before, e))
        return -1;
    for (size_t i = 0; i < found->n; i++) {
        struct article *art = &found->v[i];
        if (art->draft) /* it may have been published before */
            continue;
        if (put(t, a, art, &before, found->n == 1, e))
            return -1;
        vec_add(a, &kept, art->id);
    }
    for (size_t i = 0; i < before.n; i++)
        if (!strs_has(&kept, before.v[i].id) && store_forget_article(t->n->store, before.v[i].id, e))
            return -1;
    return 0;
}

static int take_file(struct taking *t, const struct file_entry *f, struct str origin, struct err *e)
{
    struct arena a = {0};
    struct str bytes;
    struct articles found = {0};
    const struct source *src = t->source;
    struct read_options o = {.name = f->path,
                             .default_outlet = src->outlet,
                             .origin = origin,
                             .zone = t->n->config.timezone.s,
                             .as_of = as_of_file(f->mtime_ns / 1000000000)};
    if (src->url.n)
        o.url = url_resolve(&a, src->url, f->rel);
    struct findings *fs = &t->n->cli->findings;
    struct err one = {0};
    size_t errors = fs->errors;
    if (file_read(&a, f->path.s, ARTICLE_MAX, &bytes, &one) || ingest_read(&a, bytes, &o, &found, NULL, fs, &one))
        finding_err(fs, SEV_ERROR, &one, NULL);
    bool clean = fs->errors == errors;
    int rc = batch_open(t, e);
    if (rc == 0 && (found.n || clean))
        rc = put_all(t, &a, origin, &found, e);
    /* a file with errors is read, and complained about, every time until it is mended */
    if (rc == 0 && clean)
        rc = store_file_mark(t->n->store, origin, f->mtime_ns, f->size, e);
    arena_end(&a);
    return rc;
}

/* ---- a folder */

static bool is_article(struct str rel)
{
    static const char *const ends[] = {".md", ".markdown", ".html", ".htm", ".txt"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (str_ends(rel, ends[i]))
            return true;
    return false;
}

static int read_marks(struct taking *t, struct file_marks *marks, struct err *e)
{
    struct arena *a = t->n->arena;
    if (store_file_marks(t->n->store, a, str_fmt(a, STR_FMT "/", STR_ARG(t->source->folder)), marks, e))
        return -1;
    for (size_t i = 0; i < marks->n; i++)
        *map_at(a, &t->marks, marks->v[i].path) = &marks->v[i];
    return 0;
}

/* Articles whose file is gone leave the store with it. */
static int forget_gone(struct taking *t, const struct file_marks *marks, const struct map *there, struct err *e)
{
    for (size_t i = 0; i < marks->n; i++) {
        struct str path = marks->v[i].path;
        if (map_get(there, path) || file_exists(path_join(t->n->arena, t->n->dir, path).s))
            continue;
        if (batch_open(t, e) || store_forget_origin(t->n->store, path, e))
            return -1;
    }
    return 0;
}

static int take_changed(struct taking *t, const struct file_entries *files, struct map *there, struct err *e)
{
    for (size_t i = 0; i < files->n; i++) {
        const struct file_entry *f = &files->v[i];
        if (!is_article(f->rel))
            continue;
        struct str origin = path_join(t->n->arena, t->source->folder, f->rel);
        const struct file_mark *mark = map_get(&t->marks, origin);
        *map_at(t->n->arena, there, origin) = (void *)f;
        if (mark && mark->mtime_ns == f->mtime_ns && mark->size == f->size)
            continue;
        if (take_file(t, f, origin, e) || (t->in_batch >= FILES_A_BATCH && batch_close(t, 0, e)))
            return -1;
    }
    return 0;
}

static int take_folder(struct newsroom *n, const struct source *src, struct err *e)
{
    struct taking t = {.n = n, .source = src};
    struct file_entries files = {0};
    struct file_marks marks = {0};
    struct map there = {0};
    struct str dir = path_join(n->arena, n->dir, src->folder);
    if (!file_is_dir(dir.s)) {
        finding_add(&n->cli->findings, SEV_WARNING, n->config.file, src->line, src->column,
                    "the folder '%s' is not there", src->folder.s);
        return 0;
    }
    if (file_walk(n->arena, dir.s, NULL, true, &files, e) || read_marks(&t, &marks, e))
        return -1;
    int rc = take_changed(&t, &files, &there, e);
    if (rc == 0)
        rc = forget_gone(&t, &marks, &there, e);
    return batch_close(&t, rc, e);
}

static bool of_a_source(const struct config *c, struct str path)
{
    for (size_t i = 0; i < c->sources.n; i++) {
        struct str folder = c->sources.v[i].folder;
        if (folder.n && path.n > folder.n && memcmp(path.s, folder.s, folder.n) == 0 &&
            (path.s[folder.n] == '/' || folder.s[folder.n - 1] == '/'))
            return true;
    }
    return false;
}

/* Articles of a folder that is no longer a source leave the store too; their files may stay where they are. */
static int forget_removed(struct newsroom *n, struct err *e)
{
    struct taking t = {.n = n};
    struct file_marks marks = {0};
    int rc = store_file_marks(n->store, n->arena, str_lit(""), &marks, e);
    for (size_t i = 0; rc == 0 && i < marks.n; i++)
        if (!str_starts(marks.v[i].path, "subscribers/") && !of_a_source(&n->config, marks.v[i].path))
            rc = batch_open(&t, e) || store_forget_origin(n->store, marks.v[i].path, e) ? -1 : 0;
    return batch_close(&t, rc, e);
}

/* ---- lists */

static ssize_t read_some(void *ctx, char *to, size_t n, struct err *e)
{
    struct list_reading *r = ctx;
    return file_some(r->fd, r->in.file.s, to, n, e);
}

int list_open(struct list_reading *r, struct str path, struct err *e)
{
    *r = (struct list_reading){.fd = file_open(path.s, e), .in = {.file = path, .read = read_some, .ctx = r}};
    return r->fd < 0 ? -1 : 0;
}

void list_close(struct list_reading *r)
{
    file_close(r->fd);
}

/* A list's people on their way into the store. What is wrong with the list leaves it as it was and others go on; what
 * is wrong with the store ends the work. */
struct arriving {
    struct newsroom *n;
    struct str name;
    struct store_sync *sync; /* begun with the first of them: until then nobody is kept waiting */
    bool broken;
};

static int arrive(void *ctx, const struct subscriber *s, struct err *e)
{
    struct arriving *x = ctx;
    if (!x->sync)
        x->sync = store_sync_begin(x->n->store, x->name, clock_now(), e);
    x->broken = !x->sync || (s && store_sync_row(x->sync, s, e) < 0);
    return x->broken ? -1 : 0;
}

static int sync_list(struct newsroom *n, struct str name, struct str path, struct findings *f, struct err *e)
{
    struct arriving x = {.n = n, .name = name};
    struct list_reading r;
    struct err one = {0};
    int rc = list_open(&r, path, &one);
    if (rc == 0) {
        r.in.topics = &n->config.topics;
        rc = ingest_roster(&r.in, n->state_dir.s, arrive, &x, f, &one);
        list_close(&r);
    }
    if (rc == 0 && !x.sync)
        rc = arrive(&x, NULL, &one); /* nobody is on it */
    if (x.sync && store_sync_end(x.sync, rc == 0, &one) < 0) {
        x.broken = true;
        rc = -1;
    }
    if (rc && x.broken)
        *e = one;
    else if (rc)
        finding_err(f, SEV_ERROR, &one, "; the list stays as it was");
    return x.broken ? -1 : 0;
}

static int take_list(struct newsroom *n, const struct file_entry *f, struct findings *findings, struct err *e)
{
    bool unchanged;
    struct str name = str_dup(n->arena, str_sub(f->rel, 0, f->rel.n - 4)),
               origin = path_join(n->arena, str_lit("subscribers"), f->rel);
    size_t before = findings->errors;
    if (store_file_seen(n->store, origin, f->mtime_ns, f->size, &unchanged, e))
        return -1;
    if (unchanged)
        return 0;
    if (sync_list(n, name, f->path, findings, e))
        return -1;
    return findings->errors == before ? store_file_mark(n->store, origin, f->mtime_ns, f->size, e) : 0;
}

static int each_list(struct newsroom *n, struct file_entries *out, struct err *e)
{
    struct str dir = path_join(n->arena, n->dir, str_lit("subscribers"));
    return file_walk(n->arena, dir.s, ".csv", false, out, e);
}

int newsroom_take_list(struct newsroom *n, struct str list, struct err *e)
{
    struct file_entries lists = {0};
    struct arena a = {0};
    struct findings again = {.arena = &a};
    struct str rel = str_fmt(n->arena, STR_FMT ".csv", STR_ARG(list));
    int rc = each_list(n, &lists, e);
    for (size_t i = 0; i < lists.n && rc == 0; i++)
        if (str_eq(lists.v[i].rel, rel))
            rc = take_list(n, &lists.v[i], &again, e);
    arena_end(&a);
    return rc;
}

/* A list whose file is gone has nobody on it; who left it is remembered. */
static int empty_gone_lists(struct newsroom *n, struct err *e)
{
    struct strs names = {0};
    if (store_lists(n->store, n->arena, &names, e))
        return -1;
    for (size_t i = 0; i < names.n; i++) {
        struct str origin = str_fmt(n->arena, "subscribers/" STR_FMT ".csv", STR_ARG(names.v[i]));
        bool empty;
        if (file_exists(path_join(n->arena, n->dir, origin).s))
            continue;
        if (store_file_seen(n->store, origin, 0, 0, &empty, e))
            return -1;
        if (!empty && (store_sync_list(n->store, names.v[i], &(struct subscribers){0}, clock_now(), e) ||
                       store_file_mark(n->store, origin, 0, 0, e)))
            return -1;
    }
    return 0;
}

int newsroom_take_in(struct newsroom *n, struct err *e)
{
    struct file_entries lists = {0};
    for (size_t i = 0; i < n->config.sources.n; i++)
        if (n->config.sources.v[i].folder.n && take_folder(n, &n->config.sources.v[i], e))
            return -1;
    if (forget_removed(n, e))
        return -1;
    if (each_list(n, &lists, e))
        return -1;
    for (size_t i = 0; i < lists.n; i++)
        if (take_list(n, &lists.v[i], &n->cli->findings, e))
            return -1;
    return empty_gone_lists(n, e);
}
