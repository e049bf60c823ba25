/* Numbered findings about a mail before anybody gets it: of a digest's next edition, or of a file. */
#include "base/file.h"
#include "base/map.h"
#include "cli/run.h"
#include "model/reader.h"

enum { FILE_MAX = 32 << 20 };

static const char *const severities[] = {"note", "warning", "error"};

/* What all mails came to, as the last line: a check that found nothing is told from one that did not run. */
struct lint_tally {
    int64_t mails, severity[3];
    struct map told; /* rule and text -> the mail that had it first: a fault of a story or a template is in every mail
                        that has it */
};

static void print_text(struct cli *c, struct str of, const struct lint_finding *f, struct lint_tally *t)
{
    struct str what = str_fmt(&c->arena, "%s " STR_FMT, f->rule, STR_ARG(f->text));
    void **first = map_at(&c->arena, &t->told, what);
    if (!*first)
        *first = (void *)(intptr_t)t->mails;
    if ((intptr_t)*first != t->mails)
        return;
    printf("%s %s: " STR_FMT ": " STR_FMT, f->rule, severities[f->severity], STR_ARG(f->where.n ? f->where : of),
           STR_ARG(f->text));
    if (t->mails > 1 && f->where.n) /* a place in the mail of others than the first */
        printf(" (" STR_FMT ")", STR_ARG(of));
    putchar('\n');
}

static void print_json(struct str of, const struct lint_finding *f)
{
    struct buf b;
    buf_init(&b, 1 << 20);
    struct json_out o = {&b, false};
    json_open(&o, NULL, '{');
    json_put_str(&o, "rule", str_c(f->rule));
    json_put_str(&o, "severity", str_c(severities[f->severity]));
    json_put_str(&o, "of", of);
    json_put_str(&o, "where", f->where);
    json_put_str(&o, "text", f->text);
    json_close(&o, '}');
    print_json_line(&b);
    buf_end(&b);
}

static void print_tally(const struct cli *c, const struct lint_tally *t)
{
    struct buf b;
    if (!c->json)
        return;
    buf_init(&b, 1 << 16);
    struct json_out o = {&b, false};
    json_open(&o, NULL, '{');
    json_put_i64(&o, "mails", t->mails);
    json_put_i64(&o, "errors", t->severity[SEV_ERROR]);
    json_put_i64(&o, "warnings", t->severity[SEV_WARNING]);
    json_put_i64(&o, "notes", t->severity[SEV_NOTE]);
    json_close(&o, '}');
    print_json_line(&b);
    buf_end(&b);
}

static const struct option options[] = {
    {"explain", "RULE", "what a rule is about, as in --explain E104"},
    {"privacy", NULL, "what in the mail says who reads it"},
    {NULL, NULL, NULL},
};

/* 1 when there is an error among the findings. */
static int lint_mail(struct cli *c, const struct args *a, struct str of, const struct rendered *mail,
                     const struct edition *ed, struct lint_tally *tally)
{
    struct lint_findings found = {0};
    int code = 0;
    tally->mails++;
    if (arg(a, "privacy"))
        render_lint_privacy(&c->arena, mail, &found);
    else
        render_lint(&c->arena, mail, ed, &found);
    for (size_t i = 0; i < found.n; i++) {
        if (c->json)
            print_json(of, &found.v[i]);
        else
            print_text(c, of, &found.v[i], tally);
        tally->severity[found.v[i].severity]++;
        if (found.v[i].severity == SEV_ERROR)
            code = 1;
    }
    return code;
}

static int lint_file(struct cli *c, const struct args *a, struct str name, struct err *e)
{
    struct rendered mail = {0};
    struct lint_tally tally = {0};
    struct str bytes;
    if (file_read(&c->arena, name.s, FILE_MAX, &bytes, e))
        return -1;
    if (!str_trim(bytes).n)
        return err_set(e, EX_DATAERR, STR_FMT ": nothing is in it; there is no mail to look at", STR_ARG(name));
    if (str_ends(name, ".html") || str_ends(name, ".htm"))
        mail.html = bytes;
    else if (render_parts(&c->arena, bytes, &mail, e))
        return -1;
    int rc = lint_mail(c, a, name, &mail, NULL, &tally);
    print_tally(c, &tally);
    return rc;
}

static int lint_cohort(struct issue *is, const struct args *a, struct cohort *c, struct lint_tally *tally,
                       struct err *e)
{
    struct mold m = {0};
    struct rendered mail;
    if (issue_mold(is, is->n->arena, c, &m, e))
        return -1;
    struct recipient r = {
        .address = str_lit("reader@example.org"), .key = str_lit("reader@example.org"), .cohort = m.key};
    struct str *values = arena_array(is->n->arena, struct str, m.fields.n + 1);
    reader_values(is->n->arena, &m, &is->mail, is->id, &r, values);
    if (render_parts(is->n->arena, mold_fill_str(is->n->arena, &m, values), &mail, e))
        return -1;
    return lint_mail(is->n->cli, a, c->label, &mail, &is->edition, tally);
}

static int lint_issue(struct issue *is, const struct args *a, struct err *e)
{
    struct lint_tally tally = {0};
    int worst = 0;
    if (issue_load(is, e))
        return -1;
    issue_look_over(is);
    if (!is->edition.sections.n)
        return issue_none(is, "check", e);
    if (issue_readers(is, e) || issue_family(is, e))
        return -1;
    for (size_t i = 0; i < is->cohorts.n; i++) {
        int rc = is->cohorts.v[i]->empty ? 0 : lint_cohort(is, a, is->cohorts.v[i], &tally, e);
        if (rc < 0)
            return -1;
        worst |= rc;
    }
    print_tally(is->n->cli, &tally);
    return worst;
}

static int lint_digest(struct newsroom *n, const struct args *a, struct err *e)
{
    return with_issue(n, lint_issue, a, e);
}

static void print_rule(const struct lint_rule *r)
{
    struct buf b;
    buf_init(&b, 1 << 16);
    struct json_out o = {&b, false};
    json_open(&o, NULL, '{');
    json_put_str(&o, "rule", str_c(r->id));
    json_put_str(&o, "help", str_c(r->help));
    json_close(&o, '}');
    print_json_line(&b);
    buf_end(&b);
}

static int explain(const struct cli *c, const char *id, struct err *e)
{
    for (const struct lint_rule *r = render_lint_rules; r->id; r++)
        if (str_ieqc(str_c(id), r->id)) {
            answer(c, "%s: %s", r->id, r->help);
            if (c->json)
                print_rule(r);
            return 0;
        }
    return err_set(e, EX_USAGE, "there is no rule '%.20s'; findings begin with the rule's number", id);
}

static int run(struct cli *c, const struct args *a, struct err *e)
{
    if (arg(a, "explain"))
        return explain(c, arg(a, "explain"), e);
    if (!a->rest.n)
        return err_set(e, EX_USAGE, "usage: bulletin lint DIGEST|FILE.eml|FILE.html|FOLDER/FILE");
    struct str what = a->rest.v[0];
    if (str_ends(what, ".eml") || str_ends(what, ".html") || str_ends(what, ".htm") || str_chr(what, '/') != STR_NONE)
        return lint_file(c, a, what, e);
    return with_newsroom(c, STORE_WRITE, false, lint_digest, a, e);
}

const struct command cmd_lint = {
    "lint", "DIGEST|FILE.eml|FILE.html", "Numbered findings about a mail; exit 1 on an error", options, 0, 1, run};
