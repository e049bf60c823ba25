/* subscribers: lists are CSV files in subscribers/; suppression lives in the store and wins over any file. */
#include "base/file.h"
#include "cli/list_file.h"
#include "cli/list_tell.h"
#include "model/interest.h"
#include <string.h>

enum { BLOCK = 64 << 10, ROW_MAX = 64 << 20 };

static const struct option options[] = {
    {"list", "NAME", "which list (default: the only one)"},
    {"name", "NAME", "add: the subscriber's name"},
    {"topics", "A;B",
     "add: what they follow: topics, outlet:NAME, word:WORD, with - before it what they mute; none means all"},
    {"dry-run", NULL, "import: say what would be added and what is wrong with the file, and change nothing"},
    {"reason", "WORD", "suppress: unsubscribed, bounced or complained"},
    {"undo", NULL, "suppress: lift it"},
    {NULL, NULL, NULL},
};

/* The list meant: named, or the only one there is. */
static int list_of(struct newsroom *n, const struct args *a, struct str *out, struct err *e)
{
    struct strs all = {0};
    *out = str_c(arg(a, "list"));
    if (out->n)
        return str_chr(*out, '/') == STR_NONE && out->s[0] != '.'
                   ? 0
                   : err_set(e, EX_USAGE, "--list: '%.60s' is not a list's name", out->s);
    if (store_lists(n->store, n->arena, &all, e))
        return -1;
    if (!all.n)
        return err_set(e, EX_NOINPUT, STR_FMT "/subscribers: no list is there that can be read", STR_ARG(n->dir));
    if (all.n != 1)
        return err_set(e, EX_USAGE, "there are %zu lists; say which with --list", all.n);
    *out = all.v[0];
    return 0;
}

/* A list that has a file, or once had one. */
static int known_list(struct newsroom *n, struct str list, struct err *e)
{
    struct strs all = {0};
    if (store_lists(n->store, n->arena, &all, e))
        return -1;
    if (strs_has(&all, list) || file_exists(list_path(n, list).s))
        return 0;
    return err_set(e, EX_NOINPUT, "there is no list '" STR_FMT "'; the lists are the files subscribers/NAME.csv",
                   STR_ARG(str_sub(list, 0, 80)));
}

struct exporting {
    struct arena columns_memory, a;
    struct list_columns columns;
    struct buf b;
};

static int note_columns(void *ctx, const struct subscriber *s)
{
    struct exporting *x = ctx;
    list_columns_add(&x->columns_memory, &x->columns, s);
    return 0;
}

static int print_row(void *ctx, const struct subscriber *s)
{
    struct exporting *x = ctx;
    list_put_row(&x->a, &x->b, &x->columns, s);
    buf_c(&x->b, "\r\n");
    arena_reset(&x->a);
    if (x->b.n >= BLOCK) {
        fwrite(x->b.p, 1, x->b.n, stdout);
        buf_clear(&x->b);
    }
    return 0;
}

/* Twice through the list: the first line names every column that somebody has something in. */
static int export_list(struct newsroom *n, const struct args *a, struct err *e)
{
    struct str list;
    struct exporting x = {.columns.formulas = true};
    if (a->rest.n != 1)
        return err_set(e, EX_USAGE, "usage: bulletin subscribers export [--list NAME]");
    if (list_of(n, a, &list, e) || known_list(n, list, e))
        return -1;
    buf_init(&x.b, ROW_MAX);
    list_columns_standard(&x.columns_memory, &x.columns);
    int rc = store_each_subscriber(n->store, list, note_columns, &x, e);
    list_put_header(&x.b, &x.columns);
    buf_c(&x.b, "\r\n");
    rc = rc ? rc : store_each_subscriber(n->store, list, print_row, &x, e);
    if (rc == 0)
        fwrite(x.b.p, 1, x.b.n, stdout);
    buf_end(&x.b);
    arena_end(&x.a);
    arena_end(&x.columns_memory);
    return rc;
}

static int import_list(struct newsroom *n, const struct args *a, struct err *e)
{
    struct str list;
    struct list_changes did;
    bool dry = arg(a, "dry-run") != NULL;
    if (a->rest.n != 2)
        return err_set(e, EX_USAGE, "usage: bulletin subscribers import FILE.csv --list NAME [--dry-run]");
    if (list_of(n, a, &list, e) || list_import(n, list, a->rest.v[1], dry, &did, e))
        return -1;
    tell_import(n->cli, list, dry, &did);
    return 0;
}

static int parse_address(struct newsroom *n, const struct args *a, struct address *out, struct err *e)
{
    if (a->rest.n != 2)
        return err_set(e, EX_USAGE, "usage: bulletin subscribers " STR_FMT " ADDRESS", STR_ARG(a->rest.v[0]));
    return address_parse(n->arena, a->rest.v[1], out, e);
}

/* A slip of the pen in a topic's name would leave somebody without mail. */
static void check_topics(struct newsroom *n, const struct strs *entries)
{
    for (size_t i = 0; i < entries->n; i++) {
        struct interest x = interest_parse(entries->v[i]);
        bool known = x.kind != INTEREST_TOPIC;
        const char *names[64] = {NULL};
        size_t n_names = 0;
        for (size_t k = 0; k < n->config.topics.n; k++) {
            known |= str_ieq(x.what, n->config.topics.v[k].key) || str_ieq(x.what, n->config.topics.v[k].title);
            if (n_names < 64)
                names[n_names++] = n->config.topics.v[k].key.s;
        }
        const char *near = known ? NULL : nearest_name(x.what, names, n_names);
        const char *advice = near ? "; did you mean '"
                             : str_chr(x.what, ',') != STR_NONE
                                 ? "; several are parted by ';'"
                                 : "; write outlet:NAME for an outlet, word:WORD for a word";
        if (!known)
            finding_add(&n->cli->findings, SEV_WARNING, (struct str){0}, 0, 0, "there is no topic '" STR_FMT "'%s%s%s",
                        STR_ARG(str_sub(x.what, 0, 80)), advice, near ? near : "", near ? "'?" : "");
    }
}

static int add_one(struct newsroom *n, const struct args *a, struct err *e)
{
    struct subscriber s = {.name = str_c(arg(a, "name")), .status = SUB_ACTIVE};
    struct list_changes did;
    struct str list, topics = str_c(arg(a, "topics")), one, reason = {0};
    for (size_t i = 0; i < s.name.n; i++)
        if ((unsigned char)s.name.s[i] < ' ')
            return err_set(e, EX_USAGE, "--name: a name is one line, without control characters");
    while (str_cut(&topics, ';', &one))
        if (str_trim(one).n)
            vec_add(n->arena, &s.topics, str_trim(one));
    check_topics(n, &s.topics);
    if (parse_address(n, a, &s.address, e) || list_of(n, a, &list, e) || list_add(n, list, &s, &did, e) ||
        store_suppressed(n->store, n->arena, s.address.key, &reason, e))
        return -1;
    struct person_change x = {list, s.address.addr, "added", did.added > 0, {0}};
    tell_change(n->cli, &x,
                str_fmt(n->arena, STR_FMT " %s " STR_FMT, STR_ARG(s.address.addr),
                        did.added ? "is now on" : "was already on", STR_ARG(list))
                    .s);
    if (reason.n)
        finding_add(&n->cli->findings, SEV_WARNING, s.address.addr, 0, 0,
                    "is suppressed (" STR_FMT ") and gets no mail; 'bulletin subscribers suppress --undo' lifts it",
                    STR_ARG(reason));
    return 0;
}

static int remove_one(struct newsroom *n, const struct args *a, struct err *e)
{
    struct address addr;
    struct str list;
    if (parse_address(n, a, &addr, e) || list_of(n, a, &list, e) || list_take_out(n, list, &addr, e))
        return -1;
    struct person_change x = {list, addr.addr, "removed", true, {0}};
    tell_change(n->cli, &x,
                str_fmt(n->arena, STR_FMT " is no longer on " STR_FMT, STR_ARG(addr.addr), STR_ARG(list)).s);
    return 0;
}

static int show_one(struct newsroom *n, const struct args *a, struct err *e)
{
    struct address addr;
    struct strs lists = {0};
    struct str reason = {0};
    bool any = false;
    if (parse_address(n, a, &addr, e) || store_lists(n->store, n->arena, &lists, e) ||
        store_suppressed(n->store, n->arena, addr.key, &reason, e))
        return -1;
    for (size_t i = 0; i < lists.n; i++) {
        struct subscriber one;
        int there = store_subscriber(n->store, n->arena, lists.v[i], addr.key, &one, e);
        if (there < 0)
            return -1;
        if (there)
            tell_person(n, lists.v[i], &one, reason);
        any |= there;
    }
    struct person_change x = {{0}, addr.addr, "suppressed", true, reason};
    if (reason.n && !any)
        tell_change(n->cli, &x, "");
    if (reason.n)
        answer(n->cli, STR_FMT " is suppressed: " STR_FMT, STR_ARG(addr.addr), STR_ARG(reason));
    return any || reason.n ? 0 : err_set(e, EX_NOINPUT, STR_FMT " is on no list", STR_ARG(addr.addr));
}

static int suppress_one(struct newsroom *n, const struct args *a, struct err *e)
{
    static const char *const reasons[] = {"unsubscribed", "bounced", "complained"};
    struct address addr;
    const char *reason = arg(a, "reason") ? arg(a, "reason") : reasons[0];
    bool known = false;
    if (parse_address(n, a, &addr, e))
        return -1;
    for (size_t i = 0; i < 3; i++)
        known |= strcmp(reason, reasons[i]) == 0;
    if (!known)
        return err_set(e, EX_USAGE, "--reason: unsubscribed, bounced or complained");
    int rc = arg(a, "undo") ? store_unsuppress(n->store, addr.key, e)
                            : store_suppress(n->store, addr.key, str_c(reason), clock_now(), e);
    bool now = !arg(a, "undo");
    struct person_change x = {{0}, addr.addr, "suppressed", now, now ? str_c(reason) : (struct str){0}};
    if (rc == 0)
        tell_change(n->cli, &x,
                    str_fmt(n->arena, STR_FMT " gets %s", STR_ARG(addr.addr), now ? "no more mail" : "mail again").s);
    return rc;
}

static const struct {
    const char *verb;
    int (*fn)(struct newsroom *, const struct args *, struct err *);
} verbs[] = {{"import", import_list}, {"export", export_list}, {"add", add_one},
             {"remove", remove_one},  {"show", show_one},      {"suppress", suppress_one}};

static int run(struct cli *c, const struct args *a, struct err *e)
{
    struct newsroom n;
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        if (!str_eqc(a->rest.v[0], verbs[i].verb))
            continue;
        if (newsroom_open(c, STORE_WRITE, &n, e))
            return -1;
        int rc = newsroom_take_in(&n, e) ? -1 : verbs[i].fn(&n, a, e);
        newsroom_close(&n);
        return rc;
    }
    return err_set(e, EX_USAGE, "subscribers: import, export, add, remove, show or suppress");
}

const struct command cmd_subscribers = {
    "subscribers", "import|export|add|remove|show|suppress [ADDRESS|FILE]", "Look after the lists", options, 1, 2, run};
