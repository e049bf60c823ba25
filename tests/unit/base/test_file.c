#include "base/file.h"
#include "base/lock.h"
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static struct arena a;
static char dir[] = "/tmp/bulletin-test-XXXXXX";

static const char *in(const char *name)
{
    return str_fmt(&a, "%s/%s", dir, name).s;
}

static int begin(void **state)
{
    return mkdtemp(dir) ? 0 : -1;
}

static int end(void **state)
{
    int rc = system(str_fmt(&a, "rm -rf '%s'", dir).s);
    arena_end(&a);
    return rc;
}

static void write_and_read(void **state)
{
    struct err e = {0};
    struct str got;
    assert_int_equal(file_write(in("a.txt"), str_lit("one\0two"), 0600, &e), 0);
    assert_int_equal(file_read(&a, in("a.txt"), 100, &got, &e), 0);
    assert_int_equal(got.n, 7);
    assert_memory_equal(got.s, "one\0two", 8);
    struct stat st;
    assert_int_equal(stat(in("a.txt"), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(file_write(in("a.txt"), str_lit(""), 0600, &e), 0);
    assert_int_equal(file_read(&a, in("a.txt"), 0, &got, &e), 0);
    assert_int_equal(got.n, 0);
    assert_int_equal(e.code, 0);
}

static void ceilings(void **state)
{
    struct err e = {0};
    struct str got;
    char big[5000];
    memset(big, 'x', sizeof big);
    assert_int_equal(file_write(in("big"), (struct str){big, sizeof big}, 0644, &e), 0);
    assert_int_equal(file_read(&a, in("big"), 4999, &got, &e), -1);
    assert_int_equal(e.code, EX_DATAERR);
    assert_non_null(strstr(e.msg, "4999"));
    assert_int_equal(file_read(&a, in("big"), 5000, &got, &e), 0);
    assert_int_equal(got.n, 5000);
    assert_int_equal(file_read(&a, "/dev/zero", 100000, &got, &e), -1); /* endless */
}

static void what_cannot_be_read(void **state)
{
    struct err e = {0};
    struct str got;
    assert_int_equal(file_read(&a, in("nowhere"), 10, &got, &e), -1);
    assert_int_equal(e.code, EX_NOINPUT);
    assert_int_equal(file_read(&a, dir, 10, &got, &e), -1);
    assert_int_equal(e.code, EX_NOINPUT);
    assert_non_null(strstr(e.msg, "is a folder"));
}

static void links_and_devices_are_not_written(void **state)
{
    struct err e = {0};
    struct str got;
    assert_int_equal(file_write(in("target"), str_lit("kept"), 0644, &e), 0);
    assert_int_equal(symlink(in("target"), in("link")), 0);
    assert_int_equal(file_write(in("link"), str_lit("lost"), 0644, &e), -1);
    assert_non_null(strstr(e.msg, "symbolic link"));
    assert_int_equal(mkfifo(in("fifo"), 0600), 0);
    assert_int_equal(file_write(in("fifo"), str_lit("x"), 0644, &e), -1);
    assert_int_equal(file_write(dir, str_lit("x"), 0644, &e), -1);
    assert_int_equal(file_write(in("no/such/folder"), str_lit("x"), 0644, &e), -1);
    assert_int_equal(file_read(&a, in("target"), 10, &got, &e), 0);
    assert_true(str_eqc(got, "kept"));
}

static void folders(void **state)
{
    struct err e = {0};
    assert_int_equal(file_mkdirs(in("x/y/z"), 0755, &e), 0);
    assert_int_equal(file_mkdirs(in("x/y/z/"), 0755, &e), 0);
    assert_true(file_is_dir(in("x/y/z")));
    assert_false(file_is_dir(in("a.txt")));
    assert_true(file_exists(in("a.txt")));
    assert_int_equal(file_mkdirs(in("a.txt/b"), 0755, &e), -1);
}

static void walking(void **state)
{
    struct err e = {0};
    static const char *const files[] = {"w/b.md", "w/a.md", "w/sub/c.md", "w/sub/.hidden.md", "w/.git/d.md", "w/e.txt"};
    file_mkdirs(in("w/sub"), 0755, &e);
    file_mkdirs(in("w/.git"), 0755, &e);
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(file_write(in(files[i]), str_lit("x"), 0644, &e), 0);
    assert_int_equal(symlink(in("w"), in("w/loop")), 0);
    assert_int_equal(symlink(in("a.txt"), in("w/linked.md")), 0);
    assert_int_equal(symlink("/nowhere", in("w/broken.md")), 0);
    struct file_entries found = {0};
    assert_int_equal(file_walk(&a, in("w"), ".md", true, &found, &e), 0);
    static const char *const want[] = {"a.md", "b.md", "linked.md", "sub/c.md"};
    assert_int_equal(found.n, 4);
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(found.v[i].rel.s, want[i]);
    assert_string_equal(found.v[3].path.s, in("w/sub/c.md"));
    assert_int_equal(found.v[0].size, 1);
    found.n = 0;
    assert_int_equal(file_walk(&a, in("w"), NULL, false, &found, &e), 0);
    assert_int_equal(found.n, 4);
    found.n = 0;
    assert_int_equal(file_walk(&a, in("missing"), NULL, true, &found, &e), 0);
    assert_int_equal(found.n, 0);
    struct str deep = str_fmt(&a, "%s/deep", dir);
    for (int i = 0; i < 40; i++)
        deep = str_fmt(&a, "%s/d", deep.s);
    assert_int_equal(file_mkdirs(deep.s, 0755, &e), 0);
    assert_int_equal(file_walk(&a, in("deep"), NULL, true, &found, &e), -1);
    assert_non_null(strstr(e.msg, "32 levels"));
}

static void paths(void **state)
{
    static const struct {
        const char *dir, *name, *joined;
    } joins[] = {{"a", "b", "a/b"}, {"a/", "b", "a/b"}, {"a", "/b", "/b"}, {"", "b", "b"}, {"/", "b", "/b"}};
    for (size_t i = 0; i < sizeof joins / sizeof *joins; i++)
        assert_string_equal(path_join(&a, str_c(joins[i].dir), str_c(joins[i].name)).s, joins[i].joined);
    assert_true(str_eqc(path_base(str_lit("a/b.html")), "b.html"));
    assert_true(str_eqc(path_base(str_lit("b")), "b"));
    assert_true(str_eqc(path_base(str_lit("a/")), ""));
    assert_true(str_eqc(path_ext(str_lit("a.b/c.html")), ".html"));
    assert_true(str_eqc(path_ext(str_lit("a.b/c")), ""));
    assert_true(str_eqc(path_ext(str_lit(".hidden")), ""));
    assert_true(str_eqc(path_ext(str_lit("x.tar.gz")), ".gz"));
}

static void one_holder(void **state)
{
    struct err e = {0};
    struct lock first, second;
    assert_int_equal(lock_take(&first, in("lock"), "send morning", &e), 0);
    assert_int_equal(lock_take(&second, in("lock"), "run", &e), -1);
    assert_int_equal(e.code, EX_TEMPFAIL);
    assert_int_equal(second.fd, -1);
    assert_non_null(strstr(e.msg, str_fmt(&a, "%ld send morning since 2", (long)getpid()).s));
    lock_drop(&first);
    assert_int_equal(lock_take(&second, in("lock"), "run", &e), 0);
    lock_drop(&second);
    lock_drop(&second);
    assert_int_equal(lock_take(&first, in("no/folder/lock"), "run", &e), -1);
}

/* The kernel drops a dead holder's lock. */
static void a_dead_holder_is_no_holder(void **state)
{
    struct err e = {0};
    struct lock l;
    pid_t child = fork();
    if (child == 0)
        _exit(lock_take(&l, in("lock2"), "send", &e) == 0 ? 0 : 1);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_int_equal(lock_take(&l, in("lock2"), "run", &e), 0);
    lock_drop(&l);
}

static void errors(void **state)
{
    struct err e = {0};
    assert_int_equal(err_set(&e, EX_CONFIG, "%s:%d: wrong", "bulletin.yaml", 7), -1);
    assert_int_equal(e.code, EX_CONFIG);
    assert_int_equal(err_wrap(&e, "digest %s", "morning"), -1);
    assert_string_equal(e.msg, "digest morning: bulletin.yaml:7: wrong");
    assert_int_equal(e.code, EX_CONFIG);
    err_set(&e, EX_DATAERR, "%s again", e.msg);
    assert_string_equal(e.msg, "digest morning: bulletin.yaml:7: wrong again");
    struct str longer = str_fmt(&a, "%02000d", 1);
    err_set(&e, EX_DATAERR, "%s", longer.s);
    assert_int_equal(strlen(e.msg), sizeof e.msg - 1);
    assert_string_equal(e.msg + sizeof e.msg - 4, "...");
    struct findings f = {.arena = &a};
    finding_add(&f, SEV_ERROR, str_lit("list.csv"), 3, 0, "row %d", 3);
    finding_add(&f, SEV_WARNING, str_lit("list.csv"), 4, 0, "odd");
    finding_add(&f, SEV_NOTE, (struct str){0}, 0, 0, "fine");
    finding_err(&f, SEV_NOTE, &(struct err){.msg = "list.csv:7: cannot be read: it is a folder"}, "; so it stays");
    finding_err(&f, SEV_NOTE, &(struct err){.msg = "out of sight"}, NULL);
    assert_int_equal(f.errors, 1);
    assert_int_equal(f.warnings, 1);
    assert_int_equal(f.list.n, 5);
    assert_string_equal(f.list.v[0].text.s, "row 3");
    assert_string_equal(str_dup(&a, f.list.v[3].file).s, "list.csv:7");
    assert_string_equal(f.list.v[3].text.s, "cannot be read: it is a folder; so it stays");
    assert_int_equal(f.list.v[4].file.n, 0);
    assert_string_equal(f.list.v[4].text.s, "out of sight");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(write_and_read),
        cmocka_unit_test(ceilings),
        cmocka_unit_test(what_cannot_be_read),
        cmocka_unit_test(links_and_devices_are_not_written),
        cmocka_unit_test(folders),
        cmocka_unit_test(walking),
        cmocka_unit_test(paths),
        cmocka_unit_test(one_holder),
        cmocka_unit_test(a_dead_holder_is_no_holder),
        cmocka_unit_test(errors),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
