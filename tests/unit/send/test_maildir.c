/* A message is in the folder whole or not at all, and once however often it is delivered. */
#include "base/file.h"
#include "send/maildir.h"
#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char root[] = "/tmp/bulletin-maildir-XXXXXX";

static int count(const char *sub)
{
    char path[200];
    int n = 0;
    snprintf(path, sizeof path, "%s/box/%s", root, sub);
    DIR *d = opendir(path);
    for (struct dirent *f; d && (f = readdir(d));)
        n += f->d_name[0] != '.';
    if (d)
        closedir(d);
    return n;
}

static struct pieces pieces_of(struct arena *a, const char *const *texts)
{
    struct pieces p = {0};
    for (; *texts; texts++)
        vec_add(a, &p, ((struct iovec){(char *)*texts, strlen(*texts)}));
    return p;
}

static void test_put(void **state)
{
    struct arena a = {0};
    struct err e = {0};
    struct maildir m;
    struct str path = str_fmt(&a, "%s/box", root), got;
    assert_int_equal(maildir_open(&a, path, &m, &e), 0);
    struct pieces p = pieces_of(&a, (const char *const[]){"Subject: x\r\n", "", "\r\n", ".dot\r\n", NULL});
    struct str one = maildir_name(&a, 1753956420, str_lit("<a@x>")),
               two = maildir_name(&a, 1753956420, str_lit("<b@x>"));
    assert_false(str_eq(one, two));
    assert_true(str_eq(one, maildir_name(&a, 1753956420, str_lit("<a@x>"))));
    assert_null(strchr(one.s, '/'));
    assert_int_equal(maildir_put(&m, one, &p, &e), 0);
    assert_int_equal(maildir_put(&m, two, &p, &e), 0);
    assert_int_equal(maildir_put(&m, one, &p, &e), 0); /* once more after a crash */
    assert_int_equal(maildir_sync(&m, &e), 0);
    assert_int_equal(count("new"), 2);
    assert_int_equal(count("tmp"), 0);
    assert_int_equal(count("cur"), 0);
    assert_int_equal(file_read(&a, str_fmt(&a, "%s/box/new/%s", root, one.s).s, 1000, &got, &e), 0);
    assert_string_equal(got.s, "Subject: x\r\n\r\n.dot\r\n");
    maildir_close(&m);
    arena_end(&a);
}

static void test_many_pieces(void **state)
{
    struct arena a = {0};
    struct err e = {0};
    struct maildir m;
    struct pieces p = {0};
    struct str got;
    for (int i = 0; i < 1000; i++)
        vec_add(&a, &p, ((struct iovec){(char *)"0123456789" + i % 10, (size_t)(10 - i % 10)}));
    assert_int_equal(maildir_open(&a, str_fmt(&a, "%s/box", root), &m, &e), 0);
    assert_int_equal(maildir_put(&m, str_lit("many"), &p, &e), 0);
    assert_int_equal(file_read(&a, str_fmt(&a, "%s/box/new/many", root).s, 10000, &got, &e), 0);
    assert_int_equal(got.n, 5500);
    maildir_close(&m);
    arena_end(&a);
}

static void test_trouble(void **state)
{
    struct arena a = {0};
    struct err e = {0};
    struct maildir m;
    char link_path[200], target[200];
    struct pieces p = pieces_of(&a, (const char *const[]){"x\r\n", NULL});
    snprintf(target, sizeof target, "%s/file", root);
    close(open(target, O_WRONLY | O_CREAT, 0600));
    assert_int_equal(maildir_open(&a, str_c(target), &m, &e), -1);
    assert_non_null(strstr(e.msg, target));
    assert_int_equal(maildir_open(&a, str_fmt(&a, "%s/box", root), &m, &e), 0);
    snprintf(link_path, sizeof link_path, "%s/box/tmp/evil", root);
    assert_int_equal(symlink(target, link_path), 0);
    assert_int_equal(maildir_put(&m, str_lit("evil"), &p, &e), -1); /* a link in tmp/ is not written through */
    assert_int_equal(e.code, EX_IOERR);
    struct stat st;
    assert_int_equal(stat(target, &st), 0);
    assert_int_equal(st.st_size, 0);
    maildir_close(&m);
    arena_end(&a);
}

static int make_root(void **state)
{
    return mkdtemp(root) ? 0 : -1;
}

static int drop_root(void **state)
{
    char cmd[100];
    snprintf(cmd, sizeof cmd, "rm -rf '%s'", root);
    return system(cmd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_put), cmocka_unit_test(test_many_pieces),
                                       cmocka_unit_test(test_trouble)};
    return cmocka_run_group_tests(tests, make_root, drop_root);
}
