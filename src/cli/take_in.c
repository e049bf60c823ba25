/* The editors' own folders and lists into the store. A file that did not change since last time is not opened. */
#include "cli/newsroom.h"
#include "base/file.h"
#include "base/url.h"
#include <string.h>

enum { ARTICLE_MAX = 10 << 20, LIST_MAX = 1 << 30 };

/* Articles of one file, with what the source says about all of them. */
static int read_file(struct newsroom *n, const struct source *src, const struct file_entry *f, struct str origin, struct err *e)
{
    struct arena a = {0};
    struct str bytes;
    struct articles found = {0};
    struct read_options o = {.name = f->path, .default_outlet = src->outlet, .origin = origin, .zone = n->config.timezone.s};
    if (src->url.n)
        o.url = url_resolve(&a, src->url, f->rel);
    struct findings *fs = &n->cli->findings;
    struct err one = {0};
    if (file_read(&a, f->path.s, ARTICLE_MAX, &bytes, &one) || ingest_read(&a, bytes, &o, &found, NULL, fs, &one))
        finding_add(fs, SEV_ERROR, (struct str){0}, 0, 0, "%s", one.msg);
    int rc = 0;
    for (size_t i = 0; i < found.n && rc == 0; i++) {
        struct article *art = &found.v[i];
        enum put_result what;
        if (art->draft) { /* it may have been published before */
            rc = store_forget_origin(n->store, origin, e);
            continue;
        }
        for (size_t k = 0; k < src->topics.n; k++)
            if (!strs_has(&art->topics, src->topics.v[k]))
                vec_add(&a, &art->topics, src->topics.v[k]);
        rc = store_put_article(n->store, art, clock_now(), &what, e);
    }
    arena_end(&a);
    return rc;
}

static bool is_article(struct str rel)
{
    static const char *const ends[] = {".md", ".markdown", ".html", ".htm", ".txt"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (str_ends(rel, ends[i]))
            return true;
    return false;
}

/* Articles whose file is gone leave the store with it. */
static int forget_gone(struct newsroom *n, struct str folder, struct err *e)
{
    struct strs known = {0};
    if (store_files(n->store, n->arena, str_fmt(n->arena, STR_FMT "/", STR_ARG(folder)), &known, e))
        return -1;
    for (size_t i = 0; i < known.n; i++)
        if (!file_exists(path_join(n->arena, n->dir, known.v[i]).s) && store_forget_origin(n->store, known.v[i], e))
            return -1;
    return 0;
}

static int take_folder(struct newsroom *n, const struct source *src, struct err *e)
{
    struct file_entries files = {0};
    struct str dir = path_join(n->arena, n->dir, src->folder);
    if (!file_is_dir(dir.s)) {
        finding_add(&n->cli->findings, SEV_WARNING, n->config.file, src->line, src->column, "the folder '%s' is not there", src->folder.s);
        return 0;
    }
    if (file_walk(n->arena, dir.s, NULL, true, &files, e))
        return -1;
    for (size_t i = 0; i < files.n; i++) {
        bool unchanged;
        const struct file_entry *f = &files.v[i];
        struct str origin = path_join(n->arena, src->folder, f->rel);
        if (!is_article(f->rel))
            continue;
        if (store_file_seen(n->store, origin, f->mtime_ns, f->size, &unchanged, e))
            return -1;
        if (unchanged)
            continue;
        size_t before = n->cli->findings.errors;
        if (read_file(n, src, f, origin, e))
            return -1;
        /* a file with errors is read, and complained about, every time until it is mended */
        if (n->cli->findings.errors == before && store_file_mark(n->store, origin, f->mtime_ns, f->size, e))
            return -1;
    }
    return forget_gone(n, src->folder, e);
}

static int take_list(struct newsroom *n, const struct file_entry *f, struct err *e)
{
    bool unchanged;
    struct str name = str_dup(n->arena, str_sub(f->rel, 0, f->rel.n - 4)), origin = path_join(n->arena, str_lit("subscribers"), f->rel);
    if (store_file_seen(n->store, origin, f->mtime_ns, f->size, &unchanged, e))
        return -1;
    if (unchanged)
        return 0;
    struct arena a = {0};
    struct str bytes;
    struct subscribers rows = {0};
    size_t before = n->cli->findings.errors;
    int rc = file_read(&a, f->path.s, LIST_MAX, &bytes, e) || ingest_roster(&a, bytes, f->path, &rows, &n->cli->findings, e) ||
             store_sync_list(n->store, name, &rows, clock_now(), e);
    arena_end(&a);
    if (rc == 0 && n->cli->findings.errors == before)
        rc = store_file_mark(n->store, origin, f->mtime_ns, f->size, e);
    return rc ? -1 : 0;
}

int newsroom_take_in(struct newsroom *n, struct err *e)
{
    struct file_entries lists = {0};
    for (size_t i = 0; i < n->config.sources.n; i++)
        if (n->config.sources.v[i].folder.n && take_folder(n, &n->config.sources.v[i], e))
            return -1;
    struct str dir = path_join(n->arena, n->dir, str_lit("subscribers"));
    if (file_walk(n->arena, dir.s, ".csv", false, &lists, e))
        return -1;
    for (size_t i = 0; i < lists.n; i++)
        if (take_list(n, &lists.v[i], e))
            return -1;
    return 0;
}
