/* The pipeline: articles are chosen and judged, an edition is composed and planned, its mail is molded once per cohort,
 * audience and content are frozen in the ledger, and the ledger is worked off. Each step is one stage; this is the one
 * place where they meet. */
#include "cli/run.h"
#include "base/crypto.h"
#include "base/file.h"
#include "cli/model.h"
#include "why/why.h"
#include <string.h>

enum {
    PLAN_MAX = 4 << 20,
    CLUSTER_SLACK = 14 * 86400,
    HTML_BYTES = 80000, /* of the HTML part as sent: lint warns above, Gmail cuts at 102,000 */
    TRIM_TRIES = 12,
};

static void digest_topics(struct issue *is)
{
    const struct topics *all = &is->n->config.topics;
    for (size_t i = 0; i < is->digest->topics.n; i++)
        for (size_t k = 0; k < all->n; k++)
            if (str_eq(all->v[k].key, is->digest->topics.v[i]))
                vec_add(is->n->arena, &is->topics, all->v[k]);
    if (!is->digest->topics.n)
        is->topics = *all;
}

/* Do both fire on one day? A schedule that fires no more, or did not before, is INT64_MAX or INT64_MIN. */
static bool same_day(int64_t t, int64_t u, const char *zone)
{
    if (t == INT64_MIN || t == INT64_MAX || u == INT64_MIN || u == INT64_MAX)
        return false;
    struct civil x = date_civil(t, zone), y = date_civil(u, zone);
    return x.year == y.year && x.month == y.month && x.day == y.day;
}

/* DIGEST-YYYY-MM-DD; a digest that fires more often than daily gets the time of day behind it. */
static struct str edition_name(struct issue *is)
{
    const char *zone = is->n->config.timezone.s;
    const struct schedule *s = &is->digest->schedule;
    struct civil c = date_civil(is->moment, zone);
    struct str id = str_fmt(is->n->arena, STR_FMT "-%04d-%02d-%02d", STR_ARG(is->digest->key), c.year, c.month, c.day);
    int64_t last = is->digest->scheduled ? schedule_prev(s, is->moment, zone) : INT64_MIN;
    if (last == INT64_MIN)
        return id;
    if (!same_day(schedule_prev(s, last - 1, zone), last, zone) && !same_day(last, schedule_next(s, last, zone), zone))
        return id;
    struct civil l = date_civil(last, zone);
    return str_fmt(is->n->arena, STR_FMT "-%02d%02d", STR_ARG(id), l.hour, l.minute);
}

int issue_open(struct newsroom *n, const struct digest *d, int64_t moment, struct issue *out, struct err *e)
{
    *out = (struct issue){.n = n, .digest = d, .moment = moment};
    digest_topics(out);
    out->id = edition_name(out);
    return mail_settings_from(n, d, &out->mail, e);
}

int with_issue(struct newsroom *n, issue_fn *fn, const struct args *a, struct err *e)
{
    struct issue is;
    const struct digest *d = config_digest(&n->config, a->rest.v[0], e);
    if (!d || newsroom_take_in(n, e) || issue_open(n, d, clock_now(), &is, e))
        return -1;
    return fn(&is, a, e);
}

struct str issue_plan_path(const struct issue *is)
{
    return str_fmt(is->n->arena, STR_FMT "/editions/" STR_FMT ".yaml", STR_ARG(is->n->dir), STR_ARG(is->id));
}

static struct outlet_weight *outlet_weights(struct newsroom *n, size_t *count)
{
    struct outlet_weight *w = arena_array(n->arena, struct outlet_weight, n->config.sources.n + 1);
    *count = 0;
    for (size_t i = 0; i < n->config.sources.n; i++)
        if (n->config.sources.v[i].outlet.n)
            w[(*count)++] = (struct outlet_weight){n->config.sources.v[i].outlet, n->config.sources.v[i].weight};
    return w;
}

static void judge(struct newsroom *n, struct story *s)
{
    if (!s->why.n)
        why_story(n->arena, s);
    why_differs(n->arena, s);
}

int stories_since(struct newsroom *n, const struct topics *topics, int64_t since, int64_t window, bool judge_all,
                  struct articles *articles, struct stories *out, struct err *e)
{
    struct article_query q = {.since = since, .no_html = true};
    size_t weights;
    struct outlet_weight *w = outlet_weights(n, &weights);
    if (store_articles(n->store, n->arena, &q, articles, e) || newsroom_topics(n, articles, e))
        return -1;
    select_stories(n->arena, articles, &(struct cluster_options){.weights = w, .n_weights = weights}, out);
    select_rank(topics,
                &(struct rank_options){.now = clock_now(), .window = window, .weights = w, .n_weights = weights}, out);
    for (size_t i = 0; judge_all && i < out->n; i++) {
        struct story *s = &out->v[i];
        judge(n, s);
        if (!s->topic.n && s->lead && s->lead->topics.n)
            s->topic = s->lead->topics.v[0];
    }
    return 0;
}

static struct masthead masthead_of(const struct issue *is)
{
    const struct config *c = &is->n->config;
    const struct digest *d = is->digest;
    return (struct masthead){.title = d->title,
                             .outlet = c->title,
                             .url = c->url,
                             .address = c->address,
                             .intro = d->intro,
                             .lang = d->lang.n ? d->lang : c->lang,
                             .dir = str_lit("ltr"),
                             .accent = d->style.accent,
                             .accent_dark = d->style.accent_dark,
                             .logo = d->style.logo,
                             .page_color = d->style.page,
                             .headline_font = d->style.headline_font,
                             .style_place = str_fmt(is->n->arena, STR_FMT ":%d", STR_ARG(c->file), d->style_line)};
}

/* How many editions of the digest there were before this one. */
static int edition_number(struct issue *is, int64_t *out, struct err *e)
{
    struct frozens all = {0};
    if (ledger_editions(is->n->store, is->n->arena, &all, e))
        return -1;
    *out = 1;
    for (size_t i = 0; i < all.n; i++)
        *out += str_eq(all.v[i].digest, is->digest->key) && !str_eq(all.v[i].edition, is->id);
    return 0;
}

/* A call to action that the digest names and nobody has written. */
static void miss_ctas(struct issue *is)
{
    struct newsroom *n = is->n;
    for (size_t i = 0; i < is->digest->ctas.n; i++) {
        struct str rel = str_fmt(n->arena, "ctas/" STR_FMT ".md", STR_ARG(is->digest->ctas.v[i]));
        if (!file_exists(path_join(n->arena, n->dir, rel).s))
            finding_add(&n->cli->findings, SEV_WARNING, n->config.file, is->digest->line, is->digest->column,
                        "'ctas' names '" STR_FMT "', but there is no " STR_FMT, STR_ARG(is->digest->ctas.v[i]),
                        STR_ARG(rel));
    }
}

enum { FOLLOWS_MAX = 20000 /* different outlets and words of one list that stories are looked for by */ };

static int compose_options_of(struct issue *is, struct compose_options *o, struct err *e)
{
    struct ctas *ctas = arena_new(is->n->arena, struct ctas);
    const struct digest *d = is->digest;
    int64_t number;
    if (newsroom_ctas(is->n, ctas, e) || edition_number(is, &number, e))
        return -1;
    miss_ctas(is);
    for (size_t i = 0; i < ctas->n; i++)
        if (store_cta_id(is->n->store, ctas->v[i].key, false, &ctas->v[i].id, e))
            return -1;
    *o = (struct compose_options){.digest = d->key,
                                  .edition_id = is->id,
                                  .masthead = masthead_of(is),
                                  .zone = is->n->config.timezone,
                                  .now = clock_now(),
                                  .window = d->window,
                                  .topics = &is->topics,
                                  .max = (size_t)d->stories.max,
                                  .per_topic = (size_t)d->stories.per_topic,
                                  .per_outlet = (size_t)d->stories.per_outlet,
                                  .subject = d->subject,
                                  .ctas = ctas,
                                  .cta_keys = d->ctas,
                                  .others = &is->n->config.topics,
                                  .utm = d->utm,
                                  .list = d->list,
                                  .number = number,
                                  .scheduled = d->scheduled};
    return 0;
}

static int64_t candidates_since(const struct issue *is)
{
    return clock_now() - is->digest->window - CLUSTER_SLACK;
}

/* What any digest has carried since: by this one to most of its readers, or elsewhere. Today's own edition is no past.
 */
static int carried_before(struct issue *is, struct carried_articles *out, struct err *e)
{
    struct carrieds rows = {0};
    if (store_remember(is->n->store, clock_now(), e) ||
        store_carried(is->n->store, is->n->arena, candidates_since(is), &rows, e))
        return -1;
    for (size_t i = 0; i < rows.n; i++) {
        const struct carried *c = &rows.v[i];
        bool ours = str_eq(c->digest, is->digest->key) && c->most && !c->again;
        if (!str_eq(c->edition, is->id))
            vec_add(is->n->arena, out,
                    ((struct carried_article){.id = c->article,
                                              .story = c->story,
                                              .at = c->at,
                                              .edition = c->number,
                                              .no = c->no,
                                              .elsewhere = !ours,
                                              .print = c->print}));
    }
    return 0;
}

int issue_compose(struct issue *is, struct err *e)
{
    struct compose_options o;
    struct articles *articles = arena_new(is->n->arena, struct articles);
    struct stories *stories = arena_new(is->n->arena, struct stories);
    struct carried_articles carried = {0};
    struct strs follows = {0};
    if (compose_options_of(is, &o, e) || carried_before(is, &carried, e) ||
        store_follows(is->n->store, is->n->arena, is->digest->list, FOLLOWS_MAX, &follows, e) ||
        stories_since(is->n, &is->topics, candidates_since(is), is->digest->window, false, articles, stories, e))
        return -1;
    is->articles = articles;
    o.follows = &follows;
    compose_edition(is->n->arena, stories, &carried, &o, &is->edition, &is->left_out);
    for (size_t i = 0; i < is->edition.pool.n; i++)
        judge(is->n, &is->edition.pool.v[i]);
    compose_differs(is->n->arena, &is->digest->differs, &is->edition);
    if (model_bullets(is->n, &is->edition.sections, is->may_ask, e))
        return -1;
    compose_settle(is->n->arena, &is->edition);
    compose_versions(is->n->arena, &carried, &o, &is->edition);
    is->planned = false;
    return 0;
}

static int load_plan(struct issue *is, struct str path, struct err *e)
{
    struct str text;
    struct compose_options o;
    struct articles *articles = arena_new(is->n->arena, struct articles);
    struct stories *stories = arena_new(is->n->arena, struct stories);
    struct carried_articles carried = {0};
    if (file_read(is->n->arena, path.s, PLAN_MAX, &text, e) || compose_options_of(is, &o, e) ||
        carried_before(is, &carried, e) ||
        stories_since(is->n, &is->topics, candidates_since(is), is->digest->window, false, articles, stories, e))
        return -1;
    for (size_t i = 0; i < stories->n; i++)
        if (str_find(text, stories->v[i].id) != STR_NONE)
            judge(is->n, &stories->v[i]);
    for (size_t i = 0; is->digest->differs.kind == DIFFERS_PREFER && i < stories->n; i++)
        compose_prefer(is->n->arena, &stories->v[i], is->digest->differs.outlet);
    for (size_t i = 0; i < stories->n; i++)
        if (str_find(text, stories->v[i].id) != STR_NONE && model_recall(is->n, &stories->v[i], e))
            return -1;
    is->planned = true;
    is->articles = articles;
    if (compose_plan_read(is->n->arena, text, path, stories, &o, &is->edition, e))
        return -1;
    compose_differs(is->n->arena, &is->digest->differs, &is->edition);
    compose_versions(is->n->arena, &carried, &o, &is->edition);
    return 0;
}

int issue_load(struct issue *is, struct err *e)
{
    struct str path = issue_plan_path(is);
    return file_exists(path.s) ? load_plan(is, path, e) : issue_compose(is, e);
}

/* What was written is remembered by its digest, so that a plan somebody has edited is told from one nobody has touched.
 */
static struct str plan_seal_path(const struct issue *is)
{
    return str_fmt(is->n->arena, STR_FMT "/plans/" STR_FMT, STR_ARG(is->n->state_dir), STR_ARG(is->id));
}

static struct str seal_of(struct arena *a, struct str text)
{
    uint8_t digest[SHA256_LEN];
    sha256(text, digest);
    return hex(a, digest, sizeof digest);
}

int issue_plan_edited(struct issue *is, bool *edited, struct err *e)
{
    struct str path = issue_plan_path(is), seal_path = plan_seal_path(is), text, seal;
    *edited = false;
    if (!file_exists(path.s))
        return 0;
    *edited = true;
    if (!file_exists(seal_path.s))
        return 0;
    if (file_read(is->n->arena, path.s, PLAN_MAX, &text, e) || file_read(is->n->arena, seal_path.s, 100, &seal, e))
        return -1;
    *edited = !str_eq(seal, seal_of(is->n->arena, text));
    return 0;
}

int issue_write_plan(struct issue *is, struct err *e)
{
    struct arena *a = is->n->arena;
    struct str path = issue_plan_path(is), text = compose_plan_text(a, &is->edition);
    if (file_mkdirs(path_join(a, is->n->dir, str_lit("editions")).s, 0755, e) ||
        file_mkdirs(path_join(a, is->n->state_dir, str_lit("plans")).s, 0700, e))
        return -1;
    return file_write(path.s, text, 0644, e) || file_write(plan_seal_path(is).s, seal_of(a, text), 0600, e) ? -1 : 0;
}

struct reading {
    struct issue *is;
    issue_reader_fn *fn;
    void *ctx;
    struct err *e;
};

/* The cohort of a reader, by what they chose and what they were sent before. */
static int cohort_of(struct issue *is, const struct subscriber *s, struct cohort **out, struct err *e)
{
    size_t history;
    if (!census_knows(is->census, s->memory, &history)) {
        struct arena a = {0};
        struct str text;
        int rc = store_memory(is->n->store, &a, s->memory, &text, e);
        if (rc >= 0)
            history = census_learn(is->census, s->memory, text);
        arena_end(&a);
        if (rc < 0)
            return -1;
    }
    *out = census_cohort(is->census, &s->topics, history);
    return 0;
}

static int read_one(void *ctx, const struct subscriber *s)
{
    struct reading *r = ctx;
    struct cohort *c;
    return cohort_of(r->is, s, &c, r->e) ? -1 : r->fn(r->ctx, s, c, r->e);
}

int issue_each_reader(struct issue *is, issue_reader_fn *fn, void *ctx, struct err *e)
{
    return store_each_subscriber(is->n->store, is->digest->list, read_one, &(struct reading){is, fn, ctx, e}, e);
}

int issue_reader(struct issue *is, struct str address_key, struct subscriber *out, struct cohort **c, struct err *e)
{
    int rc = store_subscriber(is->n->store, is->n->arena, is->digest->list, address_key, out, e);
    if (rc == 1 && cohort_of(is, out, c, e))
        return -1;
    return rc;
}

enum { EXAMPLES = 3 };

static int count_reader(void *ctx, const struct subscriber *s, struct cohort *c, struct err *e)
{
    struct issue *is = ctx;
    is->readers++;
    c->readers++;
    if (s->status != SUB_ACTIVE)
        return 0;
    c->active++;
    if (c->empty)
        return 0;
    is->to_mail++;
    if (is->to_mail <= EXAMPLES || c->active == 1)
        vec_add(is->n->arena, &is->examples, ((struct example){c, recipient_of(is->n->arena, s, c)}));
    return 0;
}

static int take_census(struct issue *is, struct err *e)
{
    struct past_mails past = {0};
    struct mails_seen *seen = arena_new(is->n->arena, struct mails_seen);
    if (store_past_mails(is->n->store, is->n->arena, candidates_since(is), &past, e))
        return -1;
    for (size_t i = 0; i < past.n; i++)
        vec_add(is->n->arena, seen, ((struct mail_seen){past.v[i].edition, past.v[i].cohort, past.v[i].stories}));
    is->census = census_begin(is->n->arena, &is->edition, seen);
    return 0;
}

int issue_readers(struct issue *is, struct err *e)
{
    struct str list = is->digest->list;
    is->readers = is->to_mail = 0;
    if (take_census(is, e) || issue_each_reader(is, count_reader, is, e))
        return -1;
    if (!is->readers)
        return err_set(e, EX_NOINPUT,
                       "list '" STR_FMT "' has no subscribers; put them into subscribers/" STR_FMT ".csv",
                       STR_ARG(list), STR_ARG(list));
    census_cohorts(is->census, is->n->arena, &is->cohorts);
    return 0;
}

int issue_family(struct issue *is, struct err *e)
{
    struct template_files files = {0};
    if (template_files_load(is->n, is->digest->template, &files, e))
        return -1;
    issue_pictures(is);
    return render_family(is->n->arena, is->digest->template, &files, &is->family, e);
}

int issue_mold(struct issue *is, struct arena *a, struct cohort *c, struct mold *out, struct err *e)
{
    struct str subject;
    struct str place = is->planned
                           ? str_fmt(a, STR_FMT ": subject", STR_ARG(issue_plan_path(is)))
                           : str_fmt(a, STR_FMT ":%d: subject", STR_ARG(is->n->config.file), is->digest->subject_line);
    if (render_subject(a, is->edition.subject, place, &is->edition, c, &subject, e))
        return -1;
    subject = compose_subject(a, subject, c);
    if (!str_eq(subject, c->subject))
        c->subject = str_dup(is->n->arena, subject);
    struct str preheader =
        is->edition.preheader.n && c->whole ? is->edition.preheader : compose_preheader(a, c->subject, c);
    if (!str_eq(preheader, c->preheader))
        c->preheader = str_dup(is->n->arena, preheader);
    for (int tries = 0; tries < TRIM_TRIES; tries++) {
        if (render_mold(a, is->family, &is->edition, c, &is->mail, out, e))
            return -1;
        size_t bytes = render_html_bytes(out);
        if (bytes <= HTML_BYTES || !compose_trim(is->n->arena, c, bytes - HTML_BYTES))
            break;
    }
    return 0;
}

/* The list's further columns, and the time zone, for hours by the reader's own clock. */
static struct str frozen_attributes(struct arena *a, const struct subscriber *s)
{
    struct str all = attributes_join(a, &s->attributes);
    const size_t name = sizeof "timezone";
    if (!s->timezone.n)
        return all;
    char *p = arena_alloc(a, all.n + name + s->timezone.n + 1), *q = p;
    if (all.n)
        q = mempcpy(q, all.s, all.n);
    q = mempcpy(mempcpy(q, "timezone", name), s->timezone.s, s->timezone.n);
    *q++ = 0;
    return (struct str){p, (size_t)(q - p)};
}

struct recipient recipient_of(struct arena *a, const struct subscriber *s, const struct cohort *c)
{
    bool same = str_eq(s->address.addr, s->address.key);
    struct str address = str_dup(a, s->address.addr);
    return (struct recipient){.address = address,
                              .key = same ? address : str_dup(a, s->address.key),
                              .name = str_dup(a, s->name),
                              .lang = str_dup(a, s->lang),
                              .cohort = c->key,
                              .attributes = frozen_attributes(a, s),
                              .utf8 = s->address.utf8};
}
