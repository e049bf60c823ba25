#include "base/embedded.h"
#include "help.h"
#include <fcntl.h>
#include <signal.h>

static struct article sample(struct arena *a)
{
    struct article x = {.url = str_lit("https://news.example.org/a"),
                        .outlet = str_lit("Harbor Ledger"),
                        .title = str_lit("Ferry resumes"),
                        .lang = str_lit("en"),
                        .published = {NOW, -14400, WHEN_SECOND},
                        .updated = {NOW - NOW % 86400, 0, WHEN_DAY},
                        .image = {.url = str_lit("https://news.example.org/a.jpg"), .alt = str_lit("")},
                        .summary = str_lit("It runs."),
                        .why_from = WHY_EDITOR,
                        .text = str_lit("One.\n\nTwo."),
                        .html = str_lit("<p>One.</p><p>Two.</p>"),
                        .words = 2,
                        .origin = str_lit("articles/ferry.md"),
                        .weight = 1.5,
                        .cluster = CLUSTER_FORCE,
                        .cluster_with = str_lit("x")};
    x.id = article_id(a, &x);
    vec_add(a, &x.authors, str_lit("Ann \"Quote\" Müller"));
    vec_add(a, &x.authors, str_lit("김"));
    vec_add(a, &x.why, str_lit("Because, and\nso on"));
    vec_add(a, &x.topics, str_lit("sea"));
    return x;
}

static size_t found(struct store *s, struct arena *a, struct article_query q, struct articles *out)
{
    out->n = 0;
    ok(store_articles(s, a, &q, out, e));
    return out->n;
}

static void test_articles(void **state)
{
    struct place p;
    struct arena a = {0};
    struct articles got = {0};
    enum put_result what;
    int64_t n = 0;
    place_make(&p);
    struct store *s = must_open(&p);
    struct article x = sample(&a);
    ok(store_put_article(s, &x, NOW, &what, e));
    assert_int_equal(what, PUT_NEW);
    ok(store_put_article(s, &x, NOW + 5, &what, e));
    assert_int_equal(what, PUT_SAME);
    assert_int_equal(found(s, &a, (struct article_query){.since = INT64_MIN}, &got), 1);
    const struct article *y = &got.v[0];
    assert_true(str_eq(y->id, x.id) && str_eq(y->url, x.url) && str_eq(y->text, x.text) && str_eq(y->html, x.html));
    assert_true(str_eq(y->origin, x.origin) && str_eq(y->cluster_with, x.cluster_with) && y->cluster == CLUSTER_FORCE);
    assert_true(y->authors.n == 2 && str_eq(y->authors.v[0], x.authors.v[0]) &&
                str_eq(y->authors.v[1], x.authors.v[1]));
    assert_true(y->why.n == 1 && str_eq(y->why.v[0], x.why.v[0]) && y->why_from == WHY_EDITOR);
    assert_true(y->published.t == NOW && y->published.offset == -14400 && y->published.has == WHEN_SECOND);
    assert_true(y->updated.has == WHEN_DAY && y->expires.has == WHEN_NONE);
    assert_true(y->image.alt.s && y->image.alt.n == 0 && !y->image.caption.s); /* known to be empty, and unknown */
    assert_true(y->weight > 1.4 && y->weight < 1.6 && y->words == 2 && y->tags.n == 0 && !y->cta.s);

    x.topics.v[0] = str_lit("port"); /* not news to a reader, but kept */
    ok(store_put_article(s, &x, NOW + 6, &what, e));
    assert_int_equal(what, PUT_SAME);
    found(s, &a, (struct article_query){.since = INT64_MIN}, &got);
    assert_string_equal(got.v[0].topics.v[0].s, "port");
    x.title = str_lit("Ferry resumes on Monday");
    ok(store_put_article(s, &x, NOW + 7, &what, e));
    assert_int_equal(what, PUT_UPDATED);
    struct article other = x; /* the same page under another id */
    other.id = str_lit("ffffffffffff");
    other.text = str_lit("Three.");
    ok(store_put_article(s, &other, NOW + 8, &what, e));
    assert_int_equal(what, PUT_UPDATED);
    assert_int_equal(found(s, &a, (struct article_query){.since = INT64_MIN}, &got), 1);
    assert_true(str_eq(got.v[0].id, x.id));
    ok(db_number(s->db, &n, e, "SELECT count(*) FROM article_before", ""));
    assert_int_equal(n, 2);
    ok(store_forget_origin(s, str_lit("articles/ferry.md"), e));
    assert_int_equal(found(s, &a, (struct article_query){.since = INT64_MIN}, &got), 0);
    store_close(s);
    arena_end(&a);
    place_end(&p);
}

static void test_article_queries(void **state)
{
    struct place p;
    struct arena a = {0};
    struct articles got = {0};
    enum put_result what;
    place_make(&p);
    struct store *s = must_open(&p);
    ok(store_batch(s, e));
    for (int i = 0; i < 20; i++) {
        struct article x = {.title = str_fmt(&a, "Title %d", i),
                            .origin = str_fmt(&a, "%s/%d.md", i % 2 ? "articles" : "articles2", i)};
        x.id = str_fmt(&a, "%012d", i);
        if (i != 7)
            x.published = (struct when){NOW - i * 3600, 0, WHEN_SECOND};
        ok(store_put_article(s, &x, NOW - 86400, &what, e));
    }
    ok(store_batch_end(s, true, e));
    assert_int_equal(found(s, &a, (struct article_query){.since = INT64_MIN}, &got), 20);
    assert_string_equal(got.v[0].id.s, "000000000000");
    assert_string_equal(got.v[19].id.s, "000000000007"); /* undated: when it was first seen */
    assert_int_equal(found(s, &a, (struct article_query){.since = NOW - 3600 * 3}, &got), 4);
    assert_int_equal(found(s, &a, (struct article_query){.since = NOW - 3600 * 3, .until = NOW}, &got), 3);
    assert_int_equal(found(s, &a, (struct article_query){.since = INT64_MIN, .limit = 5}, &got), 5);
    assert_int_equal(found(s, &a, (struct article_query){.since = INT64_MIN, .id = str_lit("000000000013")}, &got), 1);
    assert_int_equal(found(s, &a, (struct article_query){.since = INT64_MIN, .id = str_lit("00000000001")}, &got), 10);
    assert_int_equal(found(s, &a, (struct article_query){.since = INT64_MIN, .id = str_lit("9")}, &got), 0);
    assert_int_equal(
        found(s, &a, (struct article_query){.since = INT64_MIN, .origin_prefix = str_lit("articles/")}, &got), 10);
    store_close(s);
    arena_end(&a);
    place_end(&p);
}

static void test_files_and_periods(void **state)
{
    struct place p;
    bool same = true;
    int64_t last = 0;
    place_make(&p);
    struct store *s = must_open(&p);
    ok(store_file_seen(s, str_lit("a.md"), 1, 2, &same, e));
    assert_false(same);
    ok(store_file_mark(s, str_lit("a.md"), 1, 2, e));
    ok(store_file_seen(s, str_lit("a.md"), 1, 2, &same, e));
    assert_true(same);
    ok(store_file_mark(s, str_lit("a.md"), 1, 3, e));
    ok(store_file_seen(s, str_lit("a.md"), 1, 2, &same, e));
    assert_false(same);
    ok(store_period(s, str_lit("morning"), &last, e));
    assert_true(last == INT64_MIN);
    ok(store_set_period(s, str_lit("morning"), 42, e));
    ok(store_set_period(s, str_lit("morning"), 43, e));
    ok(store_period(s, str_lit("morning"), &last, e));
    assert_int_equal(last, 43);
    store_close(s);
    place_end(&p);
}

static unsigned mode_of(const char *path)
{
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    return st.st_mode & 0777;
}

static void refused(const char *path, enum store_mode mode, int code, const char *words)
{
    struct store *s = NULL;
    struct err bad = {0};
    assert_int_equal(store_open(path, mode, &s, &bad), -1);
    if (bad.code != code || !strstr(bad.msg, words) || !strstr(bad.msg, path))
        fail_msg("%s: %d %s", path, bad.code, bad.msg);
}

static void shell(const char *fmt, const char *dir)
{
    char cmd[512];
    snprintf(cmd, sizeof cmd, "cd %s && %s", dir, fmt);
    assert_int_equal(system(cmd), 0);
}

static void test_opening(void **state)
{
    struct place p;
    struct store *s = NULL;
    char path[160];
    place_make(&p);
    refused(p.db, STORE_READ, EX_NOINPUT, "no database yet");
    shell(": >bulletin.db", p.dir); /* the disk was full when it was to be made */
    refused(p.db, STORE_READ, EX_NOINPUT, "has nothing in it yet");
    shell("rm bulletin.db", p.dir);
    snprintf(path, sizeof path, "%s/a/b/x.db", p.dir);
    ok(store_open(path, STORE_WRITE, &s, e));
    assert_int_equal(mode_of(path), 0600);
    ok(store_set_period(s, str_lit("m"), 1, e));
    snprintf(path, sizeof path, "%s/a/b/x.db-wal", p.dir);
    assert_int_equal(mode_of(path), 0600);
    snprintf(path, sizeof path, "%s/a/b", p.dir);
    assert_int_equal(mode_of(path), 0700);
    store_close(s);

    s = must_open(&p);
    store_close(s);
    ok(store_open(p.db, STORE_READ, &s, e));
    struct err bad = {0};
    assert_int_equal(store_set_period(s, str_lit("m"), 1, &bad), -1);
    assert_int_equal(bad.code, EX_IOERR);
    store_close(s);

    shell("ln -s bulletin.db link.db && mkdir real && ln -s real via", p.dir);
    snprintf(path, sizeof path, "%s/link.db", p.dir);
    refused(path, STORE_WRITE, EX_NOPERM, "symbolic link");
    snprintf(path, sizeof path, "%s/via/x.db", p.dir); /* a folder may be one */
    ok(store_open(path, STORE_WRITE, &s, e));
    store_close(s);
    snprintf(path, sizeof path, "%s/real", p.dir);
    refused(path, STORE_WRITE, EX_NOPERM, "not a regular file");
    shell("chmod 646 bulletin.db", p.dir);
    refused(p.db, STORE_WRITE, EX_NOPERM, "chmod 600");
    shell("chmod 644 bulletin.db", p.dir);
    s = must_open(&p);
    assert_int_equal(mode_of(p.db), 0640);
    store_close(s);
    shell("printf 'this is no database, and long enough to be looked at as one by SQLite, a hundred bytes and more...' "
          ">text.db",
          p.dir);
    snprintf(path, sizeof path, "%s/text.db", p.dir);
    refused(path, STORE_WRITE, EX_DATAERR, "not a database");
    place_end(&p);
}

/* Many make it at once: it is made once, and everybody's words are in it. */
static void test_made_by_many(void **state)
{
    enum { MANY = 8 };
    struct place p;
    int started[2], status;
    place_make(&p);
    assert_int_equal(pipe(started), 0);
    for (int i = 0; i < MANY; i++) {
        if (fork())
            continue;
        char name[16], c;
        close(started[1]);
        if (read(started[0], &c, 1) != 0) /* until all are there */
            _exit(1);
        struct store *s = NULL;
        struct err bad = {0};
        snprintf(name, sizeof name, "digest %d", i);
        if (store_open(p.db, STORE_WRITE, &s, &bad) < 0 || store_set_period(s, str_c(name), i, &bad) < 0) {
            fprintf(stderr, "%s\n", bad.msg);
            _exit(1);
        }
        store_close(s);
        _exit(0);
    }
    close(started[0]);
    close(started[1]);
    for (int i = 0; i < MANY; i++)
        assert_true(wait(&status) > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0);
    struct store *s = must_open(&p);
    int64_t n = 0;
    ok(db_number(s->db, &n, e, "SELECT count(*) FROM period", ""));
    assert_int_equal(n, MANY);
    ok(db_number(s->db, &n, e, "SELECT count(*) FROM meta WHERE key IN ('id', 'host')", ""));
    assert_int_equal(n, 2);
    store_close(s);
    shell("test \"$(ls -A | tr '\\n' ' ')\" = 'bulletin.db '", p.dir);
    place_end(&p);
}

/* It is there whole before SQLite opens it: in WAL mode, with the schema, its name and its host. A log that lies there
 * without its database is none of the new one's. */
static void test_made_whole(void **state)
{
    struct place p;
    struct store *s;
    int64_t n = 0;
    place_make(&p);
    s = must_open(&p);
    shell("test \"$(head -c 20 bulletin.db | tail -c 2 | od -An -tx1)\" = ' 02 02'", p.dir);
    shell("test ! -s bulletin.db-wal", p.dir); /* nothing had to be written to it */
    ok(db_number(s->db, &n, e, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'", ""));
    assert_int_equal(n, 1);
    ok(store_set_period(s, str_lit("before"), 1, e));
    shell("cp bulletin.db-wal log", p.dir);
    store_close(s);
    shell("rm bulletin.db && mv log bulletin.db-wal", p.dir);
    s = must_open(&p);
    ok(db_number(s->db, &n, e, "SELECT count(*) FROM period", ""));
    assert_int_equal(n, 0);
    store_close(s);
    place_end(&p);
}

/* Reading leaves no trace: the folder looks the same before, and after. */
static void test_reading(void **state)
{
    struct place p;
    struct store *s = NULL;
    int64_t last;
    place_make(&p);
    s = must_open(&p);
    ok(store_set_period(s, str_lit("m"), 5, e));
    store_close(s);
    shell("ls -l --time-style=full-iso >../$(basename $PWD).before", p.dir);
    ok(store_open(p.db, STORE_READ, &s, e));
    ok(store_period(s, str_lit("m"), &last, e));
    assert_int_equal(last, 5);
    store_close(s);
    shell("ls -l --time-style=full-iso | cmp - ../$(basename $PWD).before && rm ../$(basename $PWD).before", p.dir);

    struct store *w = must_open(&p); /* beside a writer, and after its death */
    ok(store_open(p.db, STORE_READ, &s, e));
    ok(store_set_period(w, str_lit("m"), 6, e));
    ok(store_period(s, str_lit("m"), &last, e));
    assert_int_equal(last, 6);
    store_close(s);
    store_close(w);
    pid_t pid = fork();
    if (pid == 0) {
        w = must_open(&p);
        ok(store_set_period(w, str_lit("m"), 7, e));
        kill(getpid(), SIGKILL);
    }
    waitpid(pid, NULL, 0);
    shell("sha256sum bulletin.db bulletin.db-wal >sums", p.dir);
    ok(store_open(p.db, STORE_READ, &s, e));
    ok(store_period(s, str_lit("m"), &last, e));
    assert_int_equal(last, 7);
    store_close(s);
    shell("sha256sum --quiet -c sums", p.dir);
    place_end(&p);
}

/* A database as the program left it that knew the schema only up to `to`. */
static struct db *of_version(const struct place *p, int to)
{
    struct db *d = NULL;
    char path[64];
    int fd = open(p->db, O_CREAT | O_EXCL | O_WRONLY, 0600);
    assert_true(fd >= 0);
    close(fd);
    ok(db_open(p->db, DB_WRITE, &d, e));
    for (int version = 1; version <= to; version++) {
        const struct embedded *f = embedded_files;
        snprintf(path, sizeof path, "src/store/schema/%03d-", version);
        while (f->path && !str_starts(str_c(f->path), path))
            f++;
        assert_non_null(f->path);
        ok(db_script(d, f->bytes.s, e));
    }
    snprintf(path, sizeof path, "PRAGMA user_version=%d; PRAGMA application_id=%d", to, STORE_APPLICATION);
    ok(db_script(d, path, e));
    return d;
}

#define OLD_ARTICLE(id, url, html)                                                                             \
    "INSERT INTO article (id, sort_at, first_seen, changed_at, seal, url, title, published_has, updated_has, " \
    "expires_has, why_from, draft, weight, cluster, words, text, html) VALUES (" id ", 5, 5, 5, x'00', " url   \
    ", 'Old', 0, 0, 0, 'none', 0, 0, 0, 2, 'One morning. Two evenings.', " html ");"

/* What was written before html became markup reads as it did, and is kept as markup when it is next written. */
static void test_older_html(void **state)
{
    struct place p;
    struct arena a = {0};
    struct articles got = {0};
    enum put_result what;
    int64_t left = -1, kept = -1;
    place_make(&p);
    struct db *d = of_version(&p, 4);
    ok(db_script(d,
                 OLD_ARTICLE("'00000000000a'", "'https://x.example/a'", "'<p>One morning.</p><p>Two evenings.</p>'")
                     OLD_ARTICLE("'00000000000b'", "NULL", "NULL") OLD_ARTICLE("'00000000000c'", "NULL", "''"),
                 e));
    db_close(d);
    struct store *s = must_open(&p);
    assert_int_equal(found(s, &a, (struct article_query){.since = INT64_MIN}, &got), 3);
    assert_true(str_eqc(got.v[0].html, "<p>One morning.</p><p>Two evenings.</p>"));
    assert_true(!got.v[1].html.s && got.v[2].html.s && !got.v[2].html.n);
    struct article x = got.v[0];
    ok(store_put_article(s, &x, NOW, &what, e));
    assert_int_equal(what, PUT_SAME);
    assert_int_equal(found(s, &a, (struct article_query){.since = INT64_MIN, .id = x.id}, &got), 1);
    assert_true(str_eq(got.v[0].html, x.html) && str_eq(got.v[0].text, x.text));
    ok(db_number(s->db, &left, e, "SELECT count(*) FROM article WHERE html IS NOT NULL", ""));
    ok(db_number(s->db, &kept, e, "SELECT length(markup) FROM article WHERE id = ?", "s", x.id));
    assert_true(left == 1 && kept > 0 && kept < (int64_t)x.html.n);
    store_close(s);
    arena_end(&a);
    place_end(&p);
}

/* html is asked for or it is not; what is known to be empty is not unknown; damage is told, with the article. */
static void test_html(void **state)
{
    struct place p;
    struct arena a = {0};
    struct articles got = {0};
    enum put_result what;
    struct err bad = {0};
    place_make(&p);
    struct store *s = must_open(&p);
    static const char *const forms[] = {NULL, "", "One.\n\nTwo.", "<p>One.</p><p>Two.</p>", "<p>Unlike</p>"};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct article x = sample(&a);
        x.html = str_c(forms[i]);
        ok(store_put_article(s, &x, NOW, &what, e));
        assert_int_equal(found(s, &a, (struct article_query){.since = INT64_MIN}, &got), 1);
        assert_true(str_eq(got.v[0].html, x.html) && !got.v[0].html.s == !forms[i]);
        assert_int_equal(found(s, &a, (struct article_query){.since = INT64_MIN, .no_html = true}, &got), 1);
        assert_true(!got.v[0].html.s && str_eq(got.v[0].text, x.text) && got.v[0].first_seen == NOW);
    }
    ok(db_script(s->db, "UPDATE article SET markup = x'01ffff'", e));
    got.n = 0;
    assert_int_equal(store_articles(s, &a, &(struct article_query){.since = INT64_MIN}, &got, &bad), -1);
    assert_true(bad.code == EX_IOERR && strstr(bad.msg, sample(&a).id.s) && strstr(bad.msg, "restore a backup"));
    assert_int_equal(found(s, &a, (struct article_query){.since = INT64_MIN, .no_html = true}, &got), 1);
    store_close(s);
    arena_end(&a);
    place_end(&p);
}

static void test_versions(void **state)
{
    struct place p;
    struct store *s;
    place_make(&p);
    s = must_open(&p);
    ok(db_script(s->db, "PRAGMA user_version=99", e));
    store_close(s);
    refused(p.db, STORE_WRITE, EX_CONFIG, "newer version");
    refused(p.db, STORE_READ, EX_CONFIG, "newer version");
    struct db *d = NULL;
    ok(db_open(p.db, DB_WRITE, &d, e));
    ok(db_script(d, "PRAGMA user_version=1; PRAGMA application_id=7", e));
    db_close(d);
    refused(p.db, STORE_WRITE, EX_CONFIG, "another program");
    place_end(&p);
}

static void test_backup(void **state)
{
    struct place p;
    struct err bad = {0};
    char path[160];
    int64_t last = 0;
    place_make(&p);
    struct store *s = must_open(&p), *copy = NULL;
    ok(store_set_period(s, str_lit("m"), 5, e));
    snprintf(path, sizeof path, "%s/copy.db", p.dir);
    ok(store_backup(s, path, e));
    assert_int_equal(mode_of(path), 0600);
    assert_int_equal(store_backup(s, path, &bad), -1); /* never over an existing file */
    assert_int_equal(bad.code, EX_CANTCREAT);
    ok(store_open(path, STORE_WRITE, &copy, e));
    ok(store_period(copy, str_lit("m"), &last, e));
    assert_int_equal(last, 5);
    store_close(copy);
    store_close(s);
    place_end(&p);
}

static void test_locked(void **state)
{
    struct place p;
    struct err bad = {0};
    place_make(&p);
    struct store *s = must_open(&p), *t = must_open(&p);
    db_patience(t->db, 50);
    ok(store_batch(s, e));
    ok(store_set_period(s, str_lit("m"), 5, e));
    assert_int_equal(store_set_period(t, str_lit("m"), 6, &bad), -1);
    assert_int_equal(bad.code, EX_TEMPFAIL);
    assert_non_null(strstr(bad.msg, p.db));
    ok(store_batch_end(s, true, e));
    ok(store_set_period(t, str_lit("m"), 6, e));
    store_close(s);
    store_close(t);
    place_end(&p);
}

/* ---- large batches */

static bool is_beside(const struct place *p, const char *end)
{
    char path[160];
    snprintf(path, sizeof path, "%s%s", p->db, end);
    return access(path, F_OK) == 0;
}

/* Bytes 18 and 19 of the file: 2 with a log, 1 without. Not while a store is open here: closing it drops the locks. */
static int form_of(const struct place *p)
{
    char head[20] = {0};
    int fd = open(p->db, O_RDONLY);
    assert_int_equal(read(fd, head, sizeof head), sizeof head);
    close(fd);
    assert_int_equal(head[18], head[19]);
    return head[18];
}

static size_t stored(struct store *s)
{
    struct arena a = {0};
    struct articles got = {0};
    size_t n = found(s, &a, (struct article_query){.since = INT64_MIN}, &got);
    arena_end(&a);
    return n;
}

/* Articles of 20 KB: from 400 on there are more of them than the page cache holds. */
static void put_many(struct store *s, int from, int to)
{
    struct arena a = {0};
    char *text = arena_alloc(&a, 20000);
    memset(text, 'x', 20000);
    for (int i = from; i < to; i++) {
        struct article x = {.title = str_fmt(&a, "Title %d", i), .url = str_fmt(&a, "https://news.example.org/%d", i)};
        enum put_result what;
        x.text = (struct str){text, 20000};
        x.id = article_id(&a, &x);
        ok(store_put_article(s, &x, NOW, &what, e));
    }
    arena_end(&a);
}

static void test_large(void **state)
{
    struct place p;
    place_make(&p);
    struct store *s = must_open(&p);
    put_many(s, 0, 3);
    ok(store_batch_large(s, e));
    put_many(s, 0, 3);
    assert_true(is_beside(&p, "-wal")); /* nothing new yet: a batch like any other */
    put_many(s, 0, 600);
    assert_true(is_beside(&p, "-journal") && !is_beside(&p, "-wal"));
    ok(store_batch_end(s, true, e));
    assert_false(is_beside(&p, "-journal"));
    assert_int_equal(stored(s), 600);

    ok(store_batch_large(s, e)); /* undone */
    put_many(s, 600, 1200);
    ok(store_batch_end(s, false, e));
    assert_int_equal(stored(s), 600);

    ok(store_batch_large(s, e)); /* with something that is no article before: one transaction even so */
    ok(store_set_period(s, str_lit("m"), 5, e));
    put_many(s, 600, 602);
    assert_false(is_beside(&p, "-journal"));
    ok(store_batch_end(s, false, e));
    int64_t last = 0;
    ok(store_period(s, str_lit("m"), &last, e));
    assert_true(last == INT64_MIN && stored(s) == 600);

    ok(store_batch(s, e)); /* and the log is in use again: who reads does not wait */
    put_many(s, 600, 602);
    struct store *t = must_open(&p);
    db_patience(t->db, 50);
    assert_int_equal(stored(t), 600);
    ok(store_batch_end(s, true, e));
    assert_int_equal(stored(t), 602);
    store_close(t);
    store_close(s);
    assert_int_equal(form_of(&p), 2);
    assert_false(is_beside(&p, "-journal") || is_beside(&p, "-wal") || is_beside(&p, "-shm"));
    place_end(&p);
}

/* A new store that is filled at once never had a log until then, and has one afterwards, whatever was done first. */
static void test_fill(void **state)
{
    enum { MUCH, LITTLE, NOTHING_AT_ALL, ALL_UNDONE, CASES };
    for (int what = 0; what < CASES; what++) {
        struct place p;
        struct store *s = NULL;
        place_make(&p);
        ok(store_open(p.db, STORE_FILL, &s, e));
        assert_int_equal(form_of(&p), 1);
        if (what == MUCH || what == ALL_UNDONE) {
            ok(store_batch_large(s, e));
            assert_false(is_beside(&p, "-journal"));
            put_many(s, 0, 600);
            assert_true(is_beside(&p, "-journal") && !is_beside(&p, "-wal"));
            ok(store_batch_end(s, what == MUCH, e));
            assert_int_equal(stored(s), what == MUCH ? 600 : 0);
        }
        if (what == LITTLE) {
            ok(store_batch(s, e));
            put_many(s, 0, 3);
            assert_true(is_beside(&p, "-wal") && !is_beside(&p, "-journal"));
            ok(store_batch_end(s, true, e));
        }
        store_close(s);
        assert_int_equal(form_of(&p), 2);
        ok(store_open(p.db, STORE_FILL, &s, e)); /* one that is there is opened as it stands */
        assert_int_equal(form_of(&p), 2);
        assert_int_equal(stored(s), what == MUCH ? 600 : what == LITTLE ? 3 : 0);
        store_close(s);
        place_end(&p);
    }
}

static void test_large_beside_others(void **state)
{
    struct place p;
    struct store *u = NULL;
    place_make(&p);
    int go[2];
    char word;
    assert_int_equal(pipe(go), 0);
    pid_t child = fork(); /* before SQLite knows of locks that are not the child's */
    if (child == 0) {
        struct err none = {0};
        close(go[1]);
        alarm(60);
        bool told = read(go[0], &word, 1) == 1;
        _exit(told && store_open(p.db, STORE_READ, &u, &none) == 0 ? (int)stored(u) : 99);
    }
    struct store *s = must_open(&p), *t = must_open(&p);
    db_patience(t->db, 50);
    ok(store_batch_large(s, e)); /* somebody else has the store open: they go on reading */
    put_many(s, 0, 30);
    assert_int_equal(stored(t), 0);
    assert_false(is_beside(&p, "-journal"));
    ok(store_batch_end(s, true, e));
    assert_int_equal(stored(t), 30);
    store_close(t);

    ok(store_batch_large(s, e));
    put_many(s, 30, 31);
    assert_true(is_beside(&p, "-journal"));
    assert_int_equal(write(go[1], "g", 1), 1); /* who comes while it lasts waits for its end */
    usleep(100000);
    ok(store_batch_end(s, true, e));
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 31);
    close(go[0]);
    close(go[1]);
    store_close(s);
    place_end(&p);
}

/* Dead in the middle of it: what stood there before stands there again, for whoever comes first. */
static void test_large_killed(void **state)
{
    for (int reads = 0; reads < 2; reads++) {
        struct place p;
        struct store *s = NULL;
        place_make(&p);
        pid_t child = fork();
        if (child == 0) {
            s = must_open(&p);
            put_many(s, 0, 5);
            ok(store_batch_large(s, e));
            put_many(s, 5, 900);
            kill(getpid(), SIGKILL);
        }
        int status = 0;
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFSIGNALED(status));
        assert_true(is_beside(&p, "-journal"));
        assert_int_equal(form_of(&p), 1);
        ok(store_open(p.db, reads ? STORE_READ : STORE_WRITE, &s, e));
        assert_int_equal(stored(s), 5);
        struct stmt *st = NULL;
        ok((st = db_query(s->db, e, "PRAGMA integrity_check", "")) ? stmt_step(st, e) : -1);
        assert_true(str_eqc(stmt_view(st, 0), "ok"));
        stmt_end(st);
        store_close(s);
        s = must_open(&p);
        store_close(s);
        assert_int_equal(form_of(&p), 2);
        assert_false(is_beside(&p, "-journal"));
        place_end(&p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_articles),
        cmocka_unit_test(test_article_queries),
        cmocka_unit_test(test_files_and_periods),
        cmocka_unit_test(test_opening),
        cmocka_unit_test(test_made_by_many),
        cmocka_unit_test(test_made_whole),
        cmocka_unit_test(test_reading),
        cmocka_unit_test(test_older_html),
        cmocka_unit_test(test_html),
        cmocka_unit_test(test_versions),
        cmocka_unit_test(test_backup),
        cmocka_unit_test(test_locked),
        cmocka_unit_test(test_large),
        cmocka_unit_test(test_fill),
        cmocka_unit_test(test_large_beside_others),
        cmocka_unit_test(test_large_killed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
