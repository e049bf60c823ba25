/* subscribers: lists are CSV files in subscribers/; suppression lives in the store and wins over any file. */
#include "cli/list_file.h"
#include "cli/newsroom.h"
#include "base/file.h"
#include "base/json.h"
#include "base/map.h"
#include "model/interest.h"
#include <string.h>

enum { LIST_MAX = 1 << 30 };

static const struct option options[] = {
    {"list", "NAME", "which list (default: the only one)"},
    {"name", "NAME", "add: the subscriber's name"},
    {"topics", "A;B", "add: what they follow: topics, outlet:NAME, word:WORD, with - before it what they mute; none means all"},
    {"reason", "WORD", "suppress: unsubscribed, bounced or complained"},
    {"undo", NULL, "suppress: lift it"},
    {NULL, NULL, NULL},
};

static struct str list_path(struct newsroom *n, struct str list)
{
    return str_fmt(n->arena, STR_FMT "/subscribers/" STR_FMT ".csv", STR_ARG(n->dir), STR_ARG(list));
}

/* The list meant: named, or the only one there is. */
static int list_of(struct newsroom *n, const struct args *a, struct str *out, struct err *e)
{
    struct strs all = {0};
    *out = str_c(arg(a, "list"));
    if (out->n)
        return str_chr(*out, '/') == STR_NONE && out->s[0] != '.' ? 0 : err_set(e, EX_USAGE, "--list: '%.60s' is not a list's name", out->s);
    if (store_lists(n->store, n->arena, &all, e))
        return -1;
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
    return err_set(e, EX_NOINPUT, "there is no list '" STR_FMT "'; the lists are the files subscribers/NAME.csv", STR_ARG(str_sub(list, 0, 80)));
}

static int export_list(struct newsroom *n, const struct args *a, struct err *e)
{
    struct str list;
    struct subscribers rows = {0};
    struct buf b;
    if (a->rest.n != 1)
        return err_set(e, EX_USAGE, "usage: bulletin subscribers export [--list NAME]");
    if (list_of(n, a, &list, e) || known_list(n, list, e) || store_list(n->store, n->arena, list, &rows, e))
        return -1;
    struct list_columns columns = {.formulas = true};
    list_columns_of(n->arena, &rows, &columns);
    buf_init(&b, LIST_MAX);
    list_put_header(&b, &columns);
    buf_c(&b, "\r\n");
    for (size_t i = 0; i < rows.n; i++) {
        list_put_row(n->arena, &b, &columns, &rows.v[i]);
        buf_c(&b, "\r\n");
    }
    fwrite(b.p, 1, b.n, stdout);
    buf_end(&b);
    return 0;
}

static int read_list(struct newsroom *n, struct str path, struct str *text, struct subscribers *rows, struct err *e)
{
    *text = str_lit("");
    if (!file_exists(path.s))
        return 0;
    return file_read(n->arena, path.s, LIST_MAX, text, e) || ingest_roster(n->arena, *text, path, rows, &n->cli->findings, e) ? -1 : 0;
}

static const struct subscriber *on_list(const struct subscribers *rows, struct str key)
{
    for (size_t i = 0; i < rows->n; i++)
        if (str_eq(rows->v[i].address.key, key))
            return &rows->v[i];
    return NULL;
}

/* Somebody who left or bounced elsewhere and is on this list already: their row stays, and they get no more mail. */
static int take_leave(struct newsroom *n, const struct subscriber *s, size_t *left, struct err *e)
{
    if (s->status != SUB_UNSUBSCRIBED && s->status != SUB_BOUNCED && s->status != SUB_COMPLAINED)
        return 0;
    (*left)++;
    return store_suppress(n->store, s->address.key, str_c(sub_status_name(s->status)), clock_now(), e);
}

/* Appends rows that are not there yet; the file stays as its owner wrote it. Columns follow the file's own header. */
static int append_rows(struct newsroom *n, struct str list, const struct subscribers *rows, size_t *added, size_t *left, struct err *e)
{
    struct str path = list_path(n, list), text, dir = path_join(n->arena, n->dir, str_lit("subscribers"));
    struct subscribers old = {0};
    struct list_columns columns = {0};
    struct strs told = {0};
    struct map seen = {0};
    struct buf b;
    if (read_list(n, path, &text, &old, e) || file_mkdirs(dir.s, 0755, e) || list_columns_read(n->arena, text, path, rows, &columns, e))
        return -1;
    for (size_t i = 0; i < old.n; i++)
        *map_at(n->arena, &seen, old.v[i].address.key) = &old;
    buf_init(&b, LIST_MAX);
    buf_str(&b, text);
    if (!text.n)
        list_put_header(&b, &columns);
    if (b.n && b.p[b.n - 1] != '\n')
        buf_ch(&b, '\n');
    *added = *left = 0;
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < rows->n; i++) {
        void **slot = map_at(n->arena, &seen, rows->v[i].address.key);
        if (*slot) {
            rc = take_leave(n, &rows->v[i], left, e);
            continue;
        }
        struct str lost = list_homeless(&columns, &rows->v[i]);
        if (lost.n && !strs_has(&told, lost)) {
            vec_add(n->arena, &told, lost);
            finding_add(&n->cli->findings, SEV_WARNING, path, 1, 0, "has no column '" STR_FMT "'; what the new rows say there is left out",
                        STR_ARG(lost));
        }
        *slot = &old;
        list_put_row(n->arena, &b, &columns, &rows->v[i]);
        buf_ch(&b, '\n');
        (*added)++;
    }
    if (rc == 0 && *added)
        rc = file_write(path.s, buf_view(&b), 0600, e);
    buf_end(&b);
    return rc;
}

static int import_list(struct newsroom *n, const struct args *a, struct err *e)
{
    struct str list, text;
    struct subscribers rows = {0};
    size_t added, left;
    if (a->rest.n != 2)
        return err_set(e, EX_USAGE, "usage: bulletin subscribers import FILE.csv --list NAME");
    if (list_of(n, a, &list, e) || file_read(n->arena, a->rest.v[1].s, LIST_MAX, &text, e) ||
        ingest_roster(n->arena, text, a->rest.v[1], &rows, &n->cli->findings, e) || append_rows(n, list, &rows, &added, &left, e) ||
        newsroom_take_in(n, e))
        return -1;
    say(n->cli, STR_FMT ": %zu added, %zu were on it already", STR_ARG(list), added, rows.n - added);
    if (left)
        say(n->cli, "%zu of those have left or bounced, says the file: they get no more mail", left);
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
        if (!known)
            finding_add(&n->cli->findings, SEV_WARNING, (struct str){0}, 0, 0, "there is no topic '" STR_FMT "'%s%s%s",
                        STR_ARG(str_sub(x.what, 0, 80)), near ? "; did you mean '" : "; write outlet:NAME for an outlet, word:WORD for a word",
                        near ? near : "", near ? "'?" : "");
    }
}

static int add_one(struct newsroom *n, const struct args *a, struct err *e)
{
    struct subscriber s = {.name = str_c(arg(a, "name")), .status = SUB_ACTIVE};
    struct subscribers rows = {&s, 1, 1};
    struct str list, topics = str_c(arg(a, "topics")), one, reason = {0};
    size_t added, left;
    for (size_t i = 0; i < s.name.n; i++)
        if ((unsigned char)s.name.s[i] < ' ')
            return err_set(e, EX_USAGE, "--name: a name is one line, without control characters");
    while (str_cut(&topics, ';', &one))
        if (str_trim(one).n)
            vec_add(n->arena, &s.topics, str_trim(one));
    check_topics(n, &s.topics);
    if (parse_address(n, a, &s.address, e) || list_of(n, a, &list, e) || append_rows(n, list, &rows, &added, &left, e) ||
        newsroom_take_in(n, e) || store_suppressed(n->store, n->arena, s.address.key, &reason, e))
        return -1;
    say(n->cli, STR_FMT " %s " STR_FMT, STR_ARG(s.address.addr), added ? "is now on" : "was already on", STR_ARG(list));
    if (reason.n)
        finding_add(&n->cli->findings, SEV_WARNING, s.address.addr, 0, 0,
                    "is suppressed (" STR_FMT ") and gets no mail; 'bulletin subscribers suppress --undo' lifts it", STR_ARG(reason));
    return 0;
}

/* Takes the person's record out of the file, as often as it is there, and leaves every other byte as it was. */
static int remove_one(struct newsroom *n, const struct args *a, struct err *e)
{
    struct address addr;
    struct str list, text;
    struct subscribers rows = {0};
    struct findings again = {.arena = n->arena};
    if (parse_address(n, a, &addr, e) || list_of(n, a, &list, e) || read_list(n, list_path(n, list), &text, &rows, e))
        return -1;
    struct str path = list_path(n, list);
    const struct subscriber *there = on_list(&rows, addr.key);
    if (!there)
        return err_set(e, EX_NOINPUT, STR_FMT " is not on " STR_FMT, STR_ARG(addr.addr), STR_ARG(list));
    if (memchr(text.s, 0, text.n))
        return err_set(e, EX_DATAERR, "%s is not UTF-8 text; save it as such, or take the row out by hand", path.s);
    for (; there; there = on_list(&rows, addr.key)) {
        struct buf b;
        buf_init(&b, LIST_MAX);
        list_drop_record(&b, text, there->line, &rows);
        bool shorter = b.n < text.n;
        text = buf_dup(n->arena, &b);
        buf_end(&b);
        if (!shorter)
            return err_set(e, EX_DATAERR, "%s:%d: this row cannot be found again; take it out by hand", path.s, there->line);
        rows = (struct subscribers){0};
        if (ingest_roster(n->arena, text, path, &rows, &again, e))
            return -1;
    }
    if (file_write(path.s, text, 0600, e) || newsroom_take_in(n, e))
        return -1;
    say(n->cli, STR_FMT " is no longer on " STR_FMT, STR_ARG(addr.addr), STR_ARG(list));
    return 0;
}

/* What they follow, or what they mute; kind < 0: of any kind, in words for people. */
static struct strs interests_of(struct arena *a, const struct subscriber *s, bool mute, int kind)
{
    struct strs out = {0};
    for (size_t i = 0; i < s->topics.n; i++) {
        struct interest x = interest_parse(s->topics.v[i]);
        if (x.mute == mute && x.what.n && (kind < 0 || (int)x.kind == kind))
            vec_add(a, &out, kind < 0 ? interest_words(a, &x) : x.what);
    }
    return out;
}

static void interests_json(struct arena *a, struct json_out *o, const char *key, const struct subscriber *s, bool mute)
{
    static const char *const names[] = {[INTEREST_TOPIC] = "topics", [INTEREST_OUTLET] = "outlets", [INTEREST_WORD] = "words"};
    json_open(o, key, '{');
    for (int kind = 0; kind < 3; kind++) {
        struct strs all = interests_of(a, s, mute, kind);
        json_put_strs(o, names[kind], &all);
    }
    json_close(o, '}');
}

static void show_json(struct arena *a, struct str list, const struct subscriber *s, struct str suppressed)
{
    struct buf b;
    buf_init(&b, 1 << 20);
    struct json_out o = {&b, false};
    json_open(&o, NULL, '{');
    json_put_str(&o, "list", list);
    json_put_str(&o, "email", s->address.addr);
    json_put_str(&o, "name", s->name);
    json_put_str(&o, "status", str_c(sub_status_name(s->status)));
    json_put_strs(&o, "topics", &s->topics);
    interests_json(a, &o, "follows", s, false);
    interests_json(a, &o, "mutes", s, true);
    json_put_str(&o, "suppressed", suppressed);
    json_close(&o, '}');
    print_json_line(&b);
    buf_end(&b);
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
        struct subscribers rows = {0};
        if (store_list(n->store, n->arena, lists.v[i], &rows, e))
            return -1;
        for (size_t k = 0; k < rows.n; k++)
            if (str_eq(rows.v[k].address.key, addr.key)) {
                any = true;
                if (n->cli->json) {
                    show_json(n->arena, lists.v[i], &rows.v[k], reason);
                    continue;
                }
                struct str topics = str_join(n->arena, &rows.v[k].topics, ";");
                say(n->cli, STR_FMT ": " STR_FMT " <" STR_FMT "> %s, topics: " STR_FMT, STR_ARG(lists.v[i]), STR_ARG(rows.v[k].name),
                    STR_ARG(rows.v[k].address.addr), sub_status_name(rows.v[k].status), STR_ARG(topics.n ? topics : str_lit("all")));
                struct strs follows = interests_of(n->arena, &rows.v[k], false, -1), mutes = interests_of(n->arena, &rows.v[k], true, -1);
                if (topics.n)
                    say(n->cli, "    follows: " STR_FMT, STR_ARG(follows.n ? str_join(n->arena, &follows, ", ") : str_lit("everything")));
                if (mutes.n)
                    say(n->cli, "    mutes: " STR_FMT, STR_ARG(str_join(n->arena, &mutes, ", ")));
            }
    }
    if (reason.n)
        say(n->cli, STR_FMT " is suppressed: " STR_FMT, STR_ARG(addr.addr), STR_ARG(reason));
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
    int rc = arg(a, "undo") ? store_unsuppress(n->store, addr.key, e) : store_suppress(n->store, addr.key, str_c(reason), clock_now(), e);
    if (rc == 0)
        say(n->cli, STR_FMT " %s", STR_ARG(addr.addr), arg(a, "undo") ? "gets mail again" : "gets no more mail");
    return rc;
}

static const struct {
    const char *verb;
    int (*fn)(struct newsroom *, const struct args *, struct err *);
} verbs[] = {{"import", import_list}, {"export", export_list}, {"add", add_one}, {"remove", remove_one}, {"show", show_one},
             {"suppress", suppress_one}};

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

const struct command cmd_subscribers = {"subscribers", "import|export|add|remove|show|suppress [ADDRESS|FILE]", "Look after the lists", options, 1, 2, run};
