/* Look at an edition before anybody else does: no network, no change to the ledger. What is shown is what would be
 * sent, byte for byte; for an edition that is frozen already, what was. */
#include "base/file.h"
#include "cli/run.h"
#include "model/reader.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_COHORTS = 24 };

static const struct option options[] = {
    {"for", "ADDRESS", "exactly the mail that this subscriber is sent"},
    {"output", "FILE", "x.html, x.txt, x.eml, a folder for all of them and an index page, or - (also -o)"},
    {"open", NULL, "show the index page in the browser"},
    {NULL, NULL, NULL},
};

static struct str fill(struct issue *is, const struct mold *m, const struct mail_settings *mail,
                       const struct recipient *r)
{
    struct str *values = arena_array(is->n->arena, struct str, m->fields.n + 1);
    reader_values(is->n->arena, m, mail, is->id, r, values);
    return mold_fill_str(is->n->arena, m, values);
}

/* The reader whose mail is shown when nobody is named: the cohort's first active one, or an invented one without a
 * name. */
static struct recipient example_reader(const struct issue *is, const struct cohort *c)
{
    for (size_t i = 0; i < is->examples.n; i++)
        if (is->examples.v[i].cohort == c)
            return is->examples.v[i].recipient;
    return (struct recipient){
        .address = str_lit("reader@example.org"), .key = str_lit("reader@example.org"), .cohort = c->key};
}

/* ed: what the mail was made from; NULL when it comes from the ledger, whose edition may be an older one. */
static int take_apart(struct issue *is, struct str label, struct str eml, const struct edition *ed,
                      struct preview_items *out, struct err *e)
{
    struct preview_item item = {.label = label, .ed = ed};
    if (render_parts(is->n->arena, eml, &item.mail, e))
        return -1;
    vec_add(is->n->arena, out, item);
    return 0;
}

static int mail_for_cohort(struct issue *is, struct cohort *c, const struct recipient *r, struct str *eml,
                           struct err *e)
{
    struct mold m = {0};
    if (issue_mold(is, is->n->arena, c, &m, e))
        return -1;
    *eml = fill(is, &m, &is->mail, r);
    return 0;
}

/* A frozen edition shows what is in the ledger. 1: shown, 0: not frozen or not on it. */
static int frozen_mail(struct issue *is, struct str key, struct str *eml, struct err *e)
{
    struct frozen frozen = {0};
    struct recipient r = {0};
    struct mail_settings mail;
    struct mold m = {0};
    int known = ledger_find(is->n->store, is->n->arena, is->id, &frozen, e);
    if (known > 0)
        known = ledger_recipient(is->n->store, is->n->arena, is->id, key, &r, e);
    if (known <= 0)
        return known;
    if (mail_settings_parse(is->n->arena, frozen.settings, &is->n->keys, &mail, e) ||
        ledger_mold(is->n->store, is->n->arena, is->id, r.cohort, &m, e))
        return -1;
    *eml = fill(is, &m, &mail, &r);
    return 1;
}

/* What a subscriber would get if it were frozen now. */
static int composed_mail(struct issue *is, const char *who, struct str key, struct str *eml, struct err *e)
{
    struct subscriber s;
    struct cohort *c;
    int rc = issue_reader(is, key, &s, &c, e);
    if (rc < 0)
        return -1;
    if (rc == 0)
        return err_set(e, EX_NOINPUT, "%s is not on the list '" STR_FMT "'", who, STR_ARG(is->digest->list));
    if (s.status != SUB_ACTIVE)
        finding_add(&is->n->cli->findings, SEV_WARNING, str_c(who), 0, 0, "is %s: this mail will not be sent to them",
                    sub_status_name(s.status));
    if (c->empty)
        return err_set(e, EX_NOINPUT, "%s gets no mail: no story in the topics they follow", who);
    struct recipient r = recipient_of(is->n->arena, &s, c);
    return mail_for_cohort(is, c, &r, eml, e);
}

static int one_reader(struct issue *is, const char *who, struct preview_items *out, struct err *e)
{
    struct address addr;
    struct str eml;
    struct err why = {0};
    if (address_parse(is->n->arena, str_c(who), &addr, &why))
        return err_set(e, EX_USAGE, "--for: %s", why.msg);
    int rc = frozen_mail(is, addr.key, &eml, e);
    if (rc < 0)
        return -1;
    const struct edition *ed = rc ? NULL : &is->edition;
    if (rc == 0 && composed_mail(is, who, addr.key, &eml, e))
        return -1;
    return take_apart(is, str_c(who), eml, ed, out, e);
}

static int all_cohorts(struct issue *is, struct preview_items *out, struct err *e)
{
    for (size_t i = 0; i < is->cohorts.n && out->n < MAX_COHORTS; i++) {
        struct cohort *c = is->cohorts.v[i];
        struct str eml;
        if (c->empty)
            continue;
        struct recipient r = example_reader(is, c);
        if (mail_for_cohort(is, c, &r, &eml, e) || take_apart(is, c->label, eml, &is->edition, out, e))
            return -1;
    }
    return 0;
}

static int write_folder(struct issue *is, struct str dir, const struct preview_items *items, struct err *e)
{
    struct arena *a = is->n->arena;
    const struct rendered *m = &items->v[0].mail;
    struct str base = path_join(a, dir, is->id);
    struct str title = str_fmt(a, STR_FMT ", " STR_FMT, STR_ARG(is->digest->title), STR_ARG(is->id));
    if (file_mkdirs(dir.s, 0755, e) || file_write(str_fmt(a, "%s.html", base.s).s, m->html, 0644, e) ||
        file_write(str_fmt(a, "%s.txt", base.s).s, m->text, 0644, e) ||
        file_write(str_fmt(a, "%s.eml", base.s).s, m->eml, 0644, e) ||
        file_write(path_join(a, dir, str_lit("index.html")).s, render_preview(a, title, items), 0644, e))
        return -1;
    say(is->n->cli, "%s/index.html", dir.s);
    return 0;
}

/* A file's ending says what to write; a name with another ending is more likely a slip than a folder. */
static int check_output(const char *to, struct err *e)
{
    static const char *const known[] = {"", ".html", ".htm", ".txt", ".eml"};
    struct str ext = path_ext(str_c(to));
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (*to && str_eqc(ext, known[i]))
            return 0;
    if (file_is_dir(to))
        return 0;
    return err_set(e, EX_USAGE, "-o '%.200s': write x.html, x.txt or x.eml, a folder (NAME/), or - for standard output",
                   to);
}

static int write_out(struct issue *is, const char *to, const struct preview_items *items, struct err *e)
{
    const struct rendered *m = &items->v[0].mail;
    struct str path = str_c(to);
    if (strcmp(to, "-") == 0)
        return fwrite(m->eml.s, 1, m->eml.n, stdout) == m->eml.n
                   ? 0
                   : err_set(e, EX_IOERR, "standard output: cannot be written");
    if (str_ends(path, ".html") || str_ends(path, ".htm"))
        return file_write(to, m->html, 0644, e);
    if (str_ends(path, ".txt"))
        return file_write(to, m->text, 0644, e);
    if (str_ends(path, ".eml"))
        return file_write(to, m->eml, 0644, e);
    return write_folder(is, path, items, e);
}

/* Where it was written, and what was: one line. */
static void print_written(struct issue *is, const char *to, const struct preview_items *items)
{
    struct buf b;
    buf_init(&b, 1 << 20);
    struct json_out o = {&b, false};
    json_open(&o, NULL, '{');
    json_put_str(&o, "edition", is->id);
    json_put_str(&o, "output", str_c(to));
    json_open(&o, "mails", '[');
    for (size_t i = 0; i < items->n; i++) {
        const struct preview_item *item = &items->v[i];
        json_open(&o, NULL, '{');
        json_put_str(&o, "label", item->label);
        json_put_str(&o, "subject", item->mail.subject);
        json_put_i64(&o, "bytes", (int64_t)item->mail.eml.n);
        json_put_i64(&o, "html_bytes", (int64_t)item->mail.html.n);
        json_close(&o, '}');
    }
    json_close(&o, ']');
    json_close(&o, '}');
    print_json_line(&b);
    buf_end(&b);
}

static int open_browser(const char *dir, struct err *e)
{
    struct arena a = {0};
    struct str page = path_join(&a, str_c(dir), str_lit("index.html"));
    char *full = realpath(page.s, NULL);
    if (!full)
        return err_set(e, EX_USAGE, "--open needs -o FOLDER");
    if (fork() == 0) {
        execlp("xdg-open", "xdg-open", full, (char *)NULL);
        _exit(127);
    }
    free(full);
    arena_end(&a);
    return 0;
}

static int preview(struct issue *is, const struct args *a, struct err *e)
{
    struct preview_items items = {0};
    const char *to = arg(a, "output") ? arg(a, "output") : "preview";
    if (check_output(to, e) || issue_load(is, e))
        return -1;
    if (!is->edition.sections.n && !arg(a, "for"))
        return issue_none(is, "preview", e);
    if (issue_readers(is, e) || issue_family(is, e))
        return -1;
    if (arg(a, "for") ? one_reader(is, arg(a, "for"), &items, e) : all_cohorts(is, &items, e))
        return -1;
    if (!items.n)
        return err_set(e, EX_NOINPUT, STR_FMT ": no subscriber follows a topic with a story", STR_ARG(is->id));
    if (write_out(is, to, &items, e))
        return -1;
    if (is->n->cli->json && strcmp(to, "-") != 0)
        print_written(is, to, &items);
    return arg(a, "open") ? open_browser(to, e) : 0;
}

static int in_newsroom(struct newsroom *n, const struct args *a, struct err *e)
{
    return with_issue(n, preview, a, e);
}

static int run(struct cli *c, const struct args *a, struct err *e)
{
    return with_newsroom(c, STORE_WRITE, false, in_newsroom, a, e);
}

const struct command cmd_preview = {
    "preview", "DIGEST [--for ADDRESS] [-o FILE]", "Write the next mail to files and look at it", options, 1, 1, run};
