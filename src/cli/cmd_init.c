/* Start a newsroom: the sample configuration, articles, calls to action and list, with dates near today. */
#include "base/embedded.h"
#include "base/file.h"
#include "cli/newsroom.h"
#include <errno.h>
#include <string.h>

/* @DAY-3@ becomes the date three days ago, @LONG-3@ the same in words: samples are never older than their window. */
static struct str fill_dates(struct arena *a, struct str text)
{
    static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                         "July",    "August",   "September", "October", "November", "December"};
    struct buf b;
    buf_init(&b, 1 << 20);
    for (size_t i = 0; i < text.n;) {
        struct str rest = str_sub(text, i, text.n);
        bool day = str_starts(rest, "@DAY-"), words = str_starts(rest, "@LONG-");
        size_t head = day ? 5 : 6, end;
        int64_t back;
        if ((day || words) && (end = str_chr(str_sub(rest, head, rest.n), '@')) != STR_NONE &&
            str_i64(str_sub(rest, head, head + end), &back)) {
            struct civil c = date_civil(clock_now() - back * 86400, NULL);
            if (day)
                buf_fmt(&b, "%04d-%02d-%02d", c.year, c.month, c.day);
            else
                buf_fmt(&b, "%s %d, %d", months[c.month - 1], c.day, c.year);
            i += head + end + 1;
        } else {
            buf_ch(&b, text.s[i++]);
        }
    }
    struct str out = buf_dup(a, &b);
    buf_end(&b);
    return out;
}

static int write_one(struct cli *c, struct str to, struct str bytes, struct err *e)
{
    struct str dir = str_dup(&c->arena, str_sub(to, 0, to.n - path_base(to).n));
    if (file_mkdirs(dir.s, 0755, e))
        return -1;
    return file_write(to.s, bytes, 0644, e);
}

static int write_samples(struct cli *c, struct str dir, struct err *e)
{
    static const struct str rooms = str_lit("src/cli/newsroom/"), lists = str_lit("subscribers/");
    for (const struct embedded *f = embedded_files; f->path; f++) {
        struct str path = str_c(f->path), rel;
        if (str_starts(path, rooms.s))
            rel = str_sub(path, rooms.n, path.n);
        else if (str_starts(path, lists.s) && str_ends(path, ".csv"))
            rel = path;
        else
            continue;
        if (write_one(c, path_join(&c->arena, dir, rel), fill_dates(&c->arena, f->bytes), e))
            return -1;
    }
    return 0;
}

static int run(struct cli *c, const struct args *a, struct err *e)
{
    struct str dir = str_dup(&c->arena, path_join(&c->arena, c->dir, a->rest.v[0]));
    if (str_eqc(c->dir, "."))
        dir = str_dup(&c->arena, a->rest.v[0]);
    if (file_exists(path_join(&c->arena, dir, str_lit("bulletin.yaml")).s))
        return err_set(e, EX_CANTCREAT, "%s is a newsroom already; nothing was written", dir.s);
    if (write_samples(c, dir, e) || newsroom_init_keys(dir, e) ||
        write_one(c, path_join(&c->arena, dir, str_lit(".gitignore")), str_lit(".bulletin/\noutbox/\n"), e))
        return -1;
    say(c,
        "%s is a newsroom now. Next:\n  cd %s\n  bulletin preview morning -o preview   # look at it\n"
        "  bulletin send morning                 # deliver it into ./outbox",
        dir.s, dir.s);
    return 0;
}

const struct command cmd_init = {"init", "DIR", "Start a newsroom that works at once", NULL, 1, 1, run};
