#include "cli/config.h"
#include "base/url.h"
#include "cli/config_keys.h"
#include "cli/config_sending.h"
#include <stddef.h>
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

static const struct key source_keys[] = {
    {"outlet", KEY_STR, offsetof(struct source, outlet), NULL},
    {"folder", KEY_STR, offsetof(struct source, folder), NULL},
    {"feed", KEY_LINK, offsetof(struct source, feed), NULL},
    {"page", KEY_LINK, offsetof(struct source, page), NULL},
    {"url", KEY_LINK, offsetof(struct source, url), NULL},
    {"topics", KEY_STRS, offsetof(struct source, topics), NULL},
    {"weight", KEY_NUM, offsetof(struct source, weight), NULL},
    {"full_text", KEY_BOOL, offsetof(struct source, full_text), NULL},
    {"allow_private", KEY_BOOL, offsetof(struct source, allow_private), NULL},
    {"every", KEY_SPAN, offsetof(struct source, every), NULL},
};

static int read_sources(struct key_reader *r, const struct yaml *y, void *whole, struct err *e)
{
    struct config *c = whole;
    if (y->kind != YAML_LIST)
        return key_error(r, y, e, "'sources' must be a list");
    for (const struct yaml *i = y->child; i; i = i->next) {
        struct source *s = vec_push(r->arena, &c->sources);
        *s = (struct source){.weight = 1, .every = 3600, .line = i->line, .column = i->column};
        if (keys_read(r, i, "a source", source_keys, COUNT(source_keys), s, e))
            return -1;
        if (!!s->folder.n + !!s->feed.n + !!s->page.n != 1)
            return key_error(r, i, e, "a source needs exactly one of 'folder', 'feed' and 'page'");
    }
    return 0;
}

static const struct key topic_keys[] = {
    {"title", KEY_STR, offsetof(struct topic, title), NULL},
    {"categories", KEY_STRS, offsetof(struct topic, categories), NULL},
    {"any", KEY_STRS, offsetof(struct topic, any), NULL},
    {"all", KEY_STRS, offsetof(struct topic, all), NULL},
    {"none", KEY_STRS, offsetof(struct topic, none), NULL},
    {"outlets", KEY_STRS, offsetof(struct topic, outlets), NULL},
    {"langs", KEY_STRS, offsetof(struct topic, langs), NULL},
    {"examples", KEY_STR, offsetof(struct topic, examples), NULL},
};

/* A topic's key and title are categories of it. */
static void name_topic(struct arena *a, struct topic *t)
{
    if (!t->title.n)
        t->title = t->key;
    if (!strs_ihas(&t->categories, t->key))
        vec_add(a, &t->categories, t->key);
    if (!strs_ihas(&t->categories, t->title))
        vec_add(a, &t->categories, t->title);
}

static int read_topics(struct key_reader *r, const struct yaml *y, void *whole, struct err *e)
{
    struct config *c = whole;
    if (y->kind != YAML_MAP)
        return key_error(r, y, e, "'topics' must be a map from a topic's key to its rules");
    for (const struct yaml *i = y->child; i; i = i->next) {
        struct topic *t = vec_push(r->arena, &c->topics);
        *t = (struct topic){.key = i->key, .line = i->key_line, .column = i->key_column};
        if (i->kind != YAML_NULL && keys_read(r, i, "a topic", topic_keys, COUNT(topic_keys), t, e))
            return -1;
        name_topic(r->arena, t);
    }
    return 0;
}

static int read_stories(struct key_reader *r, const struct yaml *y, void *whole, struct err *e)
{
    static const struct key keys[] = {
        {"max", KEY_INT, offsetof(struct digest, stories.max), NULL},
        {"per_topic", KEY_INT, offsetof(struct digest, stories.per_topic), NULL},
        {"per_outlet", KEY_INT, offsetof(struct digest, stories.per_outlet), NULL},
    };
    return keys_read(r, y, "'stories'", keys, COUNT(keys), whole, e);
}

static int read_unsubscribe(struct key_reader *r, const struct yaml *y, void *whole, struct err *e)
{
    static const struct key keys[] = {
        {"mail", KEY_BOX, offsetof(struct digest, unsubscribe.mail), NULL},
        {"url", KEY_LINK, offsetof(struct digest, unsubscribe.url), NULL},
    };
    return keys_read(r, y, "'unsubscribe'", keys, COUNT(keys), whole, e);
}

static int read_utm(struct key_reader *r, const struct yaml *y, void *whole, struct err *e)
{
    static const struct key keys[] = {
        {"source", KEY_STR, offsetof(struct digest, utm.source), NULL},
        {"medium", KEY_STR, offsetof(struct digest, utm.medium), NULL},
        {"campaign", KEY_STR, offsetof(struct digest, utm.campaign), NULL},
        {"term", KEY_STR, offsetof(struct digest, utm.term), NULL},
        {"content", KEY_STR, offsetof(struct digest, utm.content), NULL},
    };
    return keys_read(r, y, "'utm'", keys, COUNT(keys), whole, e);
}

static int read_style(struct key_reader *r, const struct yaml *y, void *whole, struct err *e)
{
    static const struct key keys[] = {
        {"accent", KEY_STR, offsetof(struct digest, style.accent), NULL},
        {"accent_dark", KEY_STR, offsetof(struct digest, style.accent_dark), NULL},
        {"logo", KEY_LINK, offsetof(struct digest, style.logo), NULL},
        {"page", KEY_STR, offsetof(struct digest, style.page), NULL},
        {"headline_font", KEY_STR, offsetof(struct digest, style.headline_font), NULL},
    };
    return keys_read(r, y, "'style'", keys, COUNT(keys), whole, e);
}

static int read_schedule(struct key_reader *r, const struct yaml *y, void *whole, struct err *e)
{
    struct digest *d = whole;
    struct err why = {0};
    d->schedule_text = yaml_str(y);
    if (y->kind != YAML_SCALAR)
        return key_error(r, y, e, "'schedule' must be text, as in \"0 7 * * 1-5\"");
    if (schedule_parse(d->schedule_text, &d->schedule, &why))
        return key_error(r, y, e, "%s", why.msg);
    d->scheduled = true;
    return 0;
}

static int read_differs(struct key_reader *r, const struct yaml *y, void *whole, struct err *e)
{
    struct digest *d = whole;
    d->differs_line = y->line;
    d->differs_column = y->column;
    if (compose_differs_parse(yaml_str(y), &d->differs))
        return 0;
    return key_error(r, y, e, "'differs' must be show, hold or 'prefer OUTLET', as in prefer Open Wire");
}

static const struct key digest_keys[] = {
    {"title", KEY_STR, offsetof(struct digest, title), NULL},
    {"schedule", KEY_READ, 0, read_schedule},
    {"window", KEY_SPAN, offsetof(struct digest, window), NULL},
    {"grace", KEY_SPAN, offsetof(struct digest, grace), NULL},
    {"topics", KEY_STRS, offsetof(struct digest, topics), NULL},
    {"stories", KEY_READ, 0, read_stories},
    {"list", KEY_NAME, offsetof(struct digest, list), NULL},
    {"from", KEY_BOX, offsetof(struct digest, from), NULL},
    {"reply_to", KEY_BOX, offsetof(struct digest, reply_to), NULL},
    {"bounces", KEY_BOX, offsetof(struct digest, bounces), NULL},
    {"unsubscribe", KEY_READ, 0, read_unsubscribe},
    {"view_url", KEY_LINK, offsetof(struct digest, view_url), NULL},
    {"preferences_url", KEY_LINK, offsetof(struct digest, preferences_url), NULL},
    {"subject", KEY_STR, offsetof(struct digest, subject), NULL},
    {"template", KEY_NAME, offsetof(struct digest, template), NULL},
    {"intro", KEY_STR, offsetof(struct digest, intro), NULL},
    {"lang", KEY_LANG, offsetof(struct digest, lang), NULL},
    {"list_id", KEY_STR, offsetof(struct digest, list_id), NULL},
    {"precedence", KEY_STR, offsetof(struct digest, precedence), NULL},
    {"ctas", KEY_STRS, offsetof(struct digest, ctas), NULL},
    {"utm", KEY_READ, 0, read_utm},
    {"in_doubt", KEY_STR, offsetof(struct digest, in_doubt), NULL},
    {"images", KEY_STR, offsetof(struct digest, images), NULL},
    {"attempts", KEY_INT, offsetof(struct digest, sending.attempts), NULL},
    {"retry", KEY_SPAN, offsetof(struct digest, sending.retry), NULL},
    {"give_up", KEY_SPAN, offsetof(struct digest, sending.give_up), NULL},
    {"error_budget", KEY_INT, offsetof(struct digest, sending.error_budget), NULL},
    {"expire", KEY_SPAN, offsetof(struct digest, sending.expire), NULL},
    {"hours", KEY_READ, offsetof(struct digest, sending), config_hours},
    {"hours_in", KEY_READ, offsetof(struct digest, sending), config_hours_in},
    {"dkim", KEY_READ, offsetof(struct digest, dkim), config_dkim},
    {"style", KEY_READ, 0, read_style},
    {"differs", KEY_READ, 0, read_differs},
};

static int check_digest(struct key_reader *r, const struct yaml *y, const struct digest *d, struct err *e)
{
    if (!d->from.n)
        return key_error(r, y, e, "digest '" STR_FMT "' has no 'from'", STR_ARG(d->key));
    if (!str_eqc(d->in_doubt, "resend") && !str_eqc(d->in_doubt, "hold"))
        return key_error(r, yaml_get(y, "in_doubt"), e, "'in_doubt' must be resend or hold");
    if (!str_eqc(d->images, "link") && !str_eqc(d->images, "cid"))
        return key_error(r, yaml_get(y, "images"), e, "'images' must be link or cid");
    if (d->stories.max < 1 || d->stories.per_topic < 1)
        return key_error(r, yaml_get(y, "stories"), e, "'stories': 'max' and 'per_topic' must be at least 1");
    if (d->window < 1)
        return key_error(r, yaml_get(y, "window"), e, "'window' must be longer than nothing, as in 24h or 7d");
    if (d->unsubscribe.url.n && str_find(d->unsubscribe.url, str_lit("{token}")) == STR_NONE)
        return key_error(r, yaml_get(yaml_get(y, "unsubscribe"), "url"), e,
                         "unsubscribe 'url' needs {token} in it, so that the link knows who leaves");
    return 0;
}

static int read_digests(struct key_reader *r, const struct yaml *y, void *whole, struct err *e)
{
    struct config *c = whole;
    if (y->kind != YAML_MAP)
        return key_error(r, y, e, "'digests' must be a map from a digest's key to its settings");
    for (const struct yaml *i = y->child; i; i = i->next) {
        struct digest *d = vec_push(r->arena, &c->digests);
        *d = (struct digest){.key = i->key,
                             .title = i->key,
                             .window = 86400,
                             .grace = 6 * 3600,
                             .stories = {12, 4},
                             .list = i->key,
                             .subject = str_lit("{{lead.headline}}"),
                             .template = str_lit("brief"),
                             .in_doubt = str_lit("resend"),
                             .images = str_lit("link"),
                             .line = i->line,
                             .column = i->column};
        if (!key_is_name(d->key))
            return key_error(r, i, e, "digest '" STR_FMT "': use letters, digits, - and _ only",
                             STR_ARG(str_sub(d->key, 0, 80)));
        if (keys_read(r, i, "a digest", digest_keys, COUNT(digest_keys), d, e) || check_digest(r, i, d, e))
            return -1;
        const struct yaml *subject = yaml_get(i, "subject"), *style = yaml_get(i, "style");
        d->subject_line = subject ? subject->line : i->line;
        d->style_line = style ? style->line : i->line;
    }
    return 0;
}

static const struct key top_keys[] = {
    {"title", KEY_STR, offsetof(struct config, title), NULL},
    {"url", KEY_LINK, offsetof(struct config, url), NULL},
    {"address", KEY_STR, offsetof(struct config, address), NULL},
    {"timezone", KEY_STR, offsetof(struct config, timezone), NULL},
    {"lang", KEY_LANG, offsetof(struct config, lang), NULL},
    {"sources", KEY_READ, 0, read_sources},
    {"topics", KEY_READ, 0, read_topics},
    {"digests", KEY_READ, 0, read_digests},
    {"relays", KEY_READ, 0, config_relays},
    {"dkim", KEY_READ, offsetof(struct config, dkim), config_dkim},
    {"why", KEY_READ, 0, config_read_why},
};

static const struct topic *find_topic(const struct config *c, struct str key, const char **near)
{
    const char *names[64] = {NULL};
    size_t n = 0;
    for (size_t i = 0; i < c->topics.n; i++) {
        if (str_eq(c->topics.v[i].key, key))
            return &c->topics.v[i];
        if (n < COUNT(names))
            names[n++] = c->topics.v[i].key.s;
    }
    *near = nearest_name(key, names, n);
    return NULL;
}

const struct topic *config_topic(const struct config *c, struct str key, struct err *e)
{
    const char *near;
    const struct topic *t = find_topic(c, key, &near);
    if (!t)
        err_set(e, EX_USAGE, "there is no topic '" STR_FMT "' in " STR_FMT "%s%s%s", STR_ARG(str_sub(key, 0, 80)),
                STR_ARG(c->file), near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
    return t;
}

/* A name much like a known one is taken for a slip; any other is a topic whose articles say so themselves. */
static int adopt_topic(struct key_reader *r, struct config *c, const struct yaml *y, struct err *e)
{
    const char *near;
    struct str key = yaml_str(y);
    if (find_topic(c, key, &near))
        return 0;
    if (near || !key.n)
        return key_error(r, y, e, "topic '" STR_FMT "' is not one of 'topics'%s%s%s", STR_ARG(str_sub(key, 0, 80)),
                         near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
    struct topic *t = vec_push(r->arena, &c->topics);
    *t = (struct topic){.key = key, .unlisted = true, .line = y->line, .column = y->column};
    name_topic(r->arena, t);
    return 0;
}

/* The 'topics' of every source or digest become the newsroom's. */
static int adopt_topics(struct key_reader *r, struct config *c, const struct yaml *all, struct err *e)
{
    for (const struct yaml *one = all ? all->child : NULL; one; one = one->next) {
        const struct yaml *topics = yaml_get(one, "topics");
        if (!topics || topics->kind == YAML_NULL)
            continue;
        if (topics->kind == YAML_SCALAR && adopt_topic(r, c, topics, e))
            return -1;
        for (const struct yaml *y = topics->child; y; y = y->next)
            if (adopt_topic(r, c, y, e))
                return -1;
    }
    return 0;
}

int config_read(struct arena *a, struct str text, struct str file, struct config *out, struct err *e)
{
    struct key_reader r = {a, file};
    struct yaml *root;
    *out = (struct config){.file = file, .timezone = str_lit("UTC"), .lang = str_lit("en")};
    if (yaml_parse(a, text, file, 1, &root, e)) {
        e->code = EX_CONFIG;
        return -1;
    }
    if (!root || root->kind == YAML_NULL)
        return err_set(e, EX_CONFIG, STR_FMT ": is empty; 'bulletin init DIR' writes one to start from", STR_ARG(file));
    if (keys_read(&r, root, "the configuration", top_keys, COUNT(top_keys), out, e))
        return -1;
    yaml_glued(a, root, &out->glued);
    if (!out->title.n)
        return key_error(&r, root, e, "'title' is missing: the newsroom's name");
    if (!out->address.n)
        return key_error(&r, root, e, "'address' is missing: bulk mail needs a postal address");
    if (!zone_known(out->timezone.s))
        return key_error(&r, yaml_get(root, "timezone"), e,
                         "timezone '" STR_FMT "' is not known; write it as Europe/Berlin",
                         STR_ARG(str_sub(out->timezone, 0, 80)));
    if (adopt_topics(&r, out, yaml_get(root, "digests"), e) || adopt_topics(&r, out, yaml_get(root, "sources"), e))
        return -1;
    return 0;
}

const struct digest *config_digest(const struct config *c, struct str key, struct err *e)
{
    const char *names[64] = {NULL};
    size_t n = 0;
    for (size_t i = 0; i < c->digests.n; i++) {
        if (str_eq(c->digests.v[i].key, key))
            return &c->digests.v[i];
        if (n < COUNT(names))
            names[n++] = c->digests.v[i].key.s;
    }
    const char *near = nearest_name(key, names, n);
    if (!near && n == 1)
        near = names[0];
    err_set(e, EX_USAGE, "there is no digest '" STR_FMT "' in " STR_FMT "%s%s%s", STR_ARG(str_sub(key, 0, 80)),
            STR_ARG(c->file), near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
    return NULL;
}
