/* plan_read.c: the edited plan back into an edition. The plan decides order and words, the stories give the rest. Every
 * mistake names file, line and column, because the person who made it is looking at that file. */
#include "base/utf8.h"
#include "base/yaml.h"
#include "compose/parts.h"
#include <stdarg.h>
#include <stdio.h>

enum { PLAN_MAX = 8 << 20, LINE_MAX_CHARS = 500 };

struct reading {
    struct arena *a;
    struct str file;
    const struct compose_options *o;
    const struct topics *topics;
    const struct stories *stories;
    struct map ids;   /* story id, else id of one of its articles -> const struct story * */
    bool followed;    /* in the list of that name */
    struct map taken; /* story id -> the yaml node that named it first */
    struct edition *ed;
};

static int wrong(const struct reading *r, const struct yaml *y, struct err *e, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

static int wrong(const struct reading *r, const struct yaml *y, struct err *e, const char *fmt, ...)
{
    char text[700];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    return err_set(e, EX_DATAERR, STR_FMT ":%d:%d: %s", STR_ARG(r->file), y->line, y->column, text);
}

/* Names in messages are short, whatever the file holds. */
static struct str shown(const struct reading *r, struct str s)
{
    return utf8_line(r->a, s, 60);
}

#define COUNT(list) (sizeof(list) / sizeof *(list))

static int check_keys(const struct reading *r, const struct yaml *map, const char *what, const char *const *names,
                      size_t n, struct err *e)
{
    if (map->kind != YAML_MAP)
        return wrong(r, map, e, "%s must be written as 'key: value' lines", what);
    for (const struct yaml *y = map->child; y; y = y->next) {
        bool known = false;
        for (size_t i = 0; i < n; i++)
            known |= str_eqc(y->key, names[i]);
        if (known)
            continue;
        const char *near = nearest_name(y->key, names, n);
        return err_set(e, EX_DATAERR, STR_FMT ":%d:%d: unknown key '" STR_FMT "' in %s%s%s%s", STR_ARG(r->file),
                       y->key_line, y->key_column, STR_ARG(shown(r, y->key)), what, near ? "; did you mean '" : "",
                       near ? near : "", near ? "'?" : "");
    }
    return 0;
}

/* Absent or empty leaves *out as it is. */
static int read_text(const struct reading *r, const struct yaml *map, const char *key, struct str *out, struct err *e)
{
    const struct yaml *y = yaml_get(map, key);
    if (!y || y->kind == YAML_NULL)
        return 0;
    if (y->kind != YAML_SCALAR)
        return wrong(r, y, e, "'%s' must be text on one line", key);
    struct str line = utf8_line(r->a, y->text, LINE_MAX_CHARS);
    if (line.n)
        *out = line;
    return 0;
}

static int read_bool(const struct reading *r, const struct yaml *map, const char *key, bool *out, struct err *e)
{
    const struct yaml *y = yaml_get(map, key);
    if (!y || y->kind == YAML_NULL || yaml_bool(y, out))
        return 0;
    return wrong(r, y, e, "'%s' must be true or false", key);
}

static int read_list(const struct reading *r, const struct yaml *map, const char *key, const struct yaml **first,
                     struct err *e)
{
    const struct yaml *y = yaml_get(map, key);
    *first = NULL;
    if (!y || y->kind == YAML_NULL)
        return 0;
    if (y->kind != YAML_LIST)
        return wrong(r, y, e, "'%s' must be a list, one '- ' per entry", key);
    *first = y->child;
    return 0;
}

static void know_stories(struct reading *r)
{
    for (size_t i = 0; i < r->stories->n; i++)
        *map_at(r->a, &r->ids, r->stories->v[i].id) = &r->stories->v[i];
    for (size_t i = 0; i < r->stories->n; i++)
        for (size_t k = 0; k < r->stories->v[i].articles.n; k++) {
            void **at = map_at(r->a, &r->ids, r->stories->v[i].articles.v[k]->id);
            if (!*at)
                *at = &r->stories->v[i];
        }
}

/* Bullets that were only reordered or taken out keep their origin, also when a model is no longer asked; one changed
 * word makes them the editor's. */
static bool own_words(const struct reading *r, const struct strs *given, const struct strs *own)
{
    for (size_t i = 0; i < given->n; i++) {
        bool found = false;
        for (size_t k = 0; k < own->n && !found; k++)
            found = str_eq(given->v[i], utf8_line(r->a, own->v[k], LINE_MAX_CHARS));
        if (!found)
            return false;
    }
    return true;
}

static int read_why(const struct reading *r, const struct yaml *map, struct story *s, struct err *e)
{
    const struct yaml *y = yaml_get(map, "why");
    struct strs given = {0}, why = {0};
    if (!y)
        return 0;
    bool stuck = y->kind == YAML_SCALAR && y->text.n > 1 && y->text.s[0] == '-'; /* "-It matters" is one text */
    if (stuck || (y->kind != YAML_NULL && !yaml_strs(r->a, y, &given)))
        return wrong(r, y, e, "'why' must be a list of sentences, one '- ' per bullet");
    for (size_t i = 0; i < given.n; i++) {
        struct str line = utf8_line(r->a, given.v[i], LINE_MAX_CHARS);
        if (line.n)
            vec_add(r->a, &why, line);
    }
    enum why_from own = s->why_from, from = own_words(r, &why, &s->why) ? own : WHY_EDITOR;
    if (from == WHY_EDITOR && own != WHY_EDITOR && s->by_model.n && own_words(r, &why, &s->by_model)) {
        from = WHY_MODEL;
        own = WHY_MODEL; /* the outlet is that of the article, as it is for derived ones */
    }
    s->why = why;
    s->why_from = why.n ? from : WHY_NONE;
    if (from != own || !why.n)
        s->why_outlet = why.n ? r->ed->masthead.outlet : (struct str){0};
    return 0;
}

static int read_lead(const struct reading *r, const struct yaml *map, struct story *s, struct err *e)
{
    struct str id = {0};
    if (read_text(r, map, "lead", &id, e))
        return -1;
    if (!id.n)
        return 0;
    for (size_t i = 0; i < s->articles.n; i++) {
        if (!str_eq(s->articles.v[i]->id, id))
            continue;
        struct article_refs order = {0};
        vec_add(r->a, &order, s->articles.v[i]);
        for (size_t k = 0; k < s->articles.n; k++)
            if (k != i)
                vec_add(r->a, &order, s->articles.v[k]);
        if (s->lead != s->articles.v[i])
            s->url = s->articles.v[i]->url;
        s->lead = s->articles.v[i];
        s->articles = order;
        return 0;
    }
    return wrong(r, yaml_get(map, "lead"), e,
                 "article '" STR_FMT "' is not one of this story's; its articles stand in the remarks above it",
                 STR_ARG(shown(r, id)));
}

static const struct topic *topic_named(const struct reading *r, struct str key)
{
    for (size_t i = 0; i < r->topics->n; i++)
        if (str_eq(r->topics->v[i].key, key))
            return &r->topics->v[i];
    return NULL;
}

static int unknown_topic(const struct reading *r, const struct yaml *y, struct str key, struct err *e)
{
    const char **names = arena_array(r->a, const char *, r->topics->n + 1);
    for (size_t i = 0; i < r->topics->n; i++)
        names[i] = r->topics->v[i].key.s;
    const char *near = nearest_name(key, names, r->topics->n);
    return wrong(r, y, e, "'" STR_FMT "' is not a topic of this digest%s%s%s", STR_ARG(shown(r, key)),
                 near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
}

/* One story of the plan. *out stays NULL when it is dropped. t: its section's topic; NULL under `more`,
 * where the story's own `topic` counts. */
static int read_story(struct reading *r, const struct yaml *y, const struct topic *t, struct story **out, struct err *e)
{
    static const char *const names[] = {"id",     "headline", "dek",  "why",   "note",  "lead",
                                        "update", "pin",      "drop", "topic", "accept"};
    struct yaml bare = {.kind = YAML_MAP, .line = y->line, .column = y->column};
    struct str id = y->kind == YAML_SCALAR ? y->text : (struct str){0}, headline = {0}, dek = {0}, note = {0},
               topic = {0};
    bool drop = false, pin = false, update = false, accept = false;
    const struct yaml *map = y->kind == YAML_SCALAR ? &bare : y; /* under `more` an id alone is enough */
    *out = NULL;
    if (check_keys(r, map, "a story", names, COUNT(names), e) || read_text(r, map, "id", &id, e) ||
        read_text(r, map, "headline", &headline, e) || read_text(r, map, "dek", &dek, e) ||
        read_text(r, map, "note", &note, e) || read_bool(r, map, "drop", &drop, e) ||
        read_bool(r, map, "pin", &pin, e) || read_bool(r, map, "update", &update, e) ||
        read_bool(r, map, "accept", &accept, e) || read_text(r, map, "topic", &topic, e))
        return -1;
    const struct yaml *where = yaml_get(map, "id") ? yaml_get(map, "id") : y;
    if (!id.n)
        return wrong(r, where, e, "this story has no 'id', so it is not known which one is meant");
    if (drop)
        return 0;
    const struct story *found = map_get(&r->ids, id);
    if (!found || !found->lead)
        return wrong(r, where, e, "story '" STR_FMT "' is gone from the store; take its lines out or add 'drop: true'",
                     STR_ARG(shown(r, id)));
    const struct yaml **first = (const struct yaml **)map_at(r->a, &r->taken, found->id);
    if (*first)
        return wrong(r, where, e, "story '" STR_FMT "' stands in the plan already, in line %d; a story appears once",
                     STR_ARG(shown(r, id)), (*first)->line);
    *first = where;
    if (!t && topic.n) {
        t = topic_named(r, topic);
        if (!t)
            return unknown_topic(r, yaml_get(map, "topic"), topic, e);
    }
    if (!t && r->followed)
        t = edition_other_topic(r->a, r->o, found);
    if (!t) {
        size_t best = story_best_topic(found, r->topics);
        t = &r->topics->v[best == NO_TOPIC ? 0 : best];
    }
    struct story *s = &r->ed->pool.v[r->ed->pool.n++];
    *s = *found;
    s->pinned = pin;
    s->is_update = update;
    s->accepted = accept;
    s->asked = r->followed;
    s->note = note;
    if (read_lead(r, map, s, e))
        return -1;
    story_dress(r->a, s, t);
    if (headline.n)
        s->headline = headline;
    if (dek.n)
        s->dek = utf8_cut(r->a, dek, 240);
    if (read_why(r, map, s, e))
        return -1;
    story_settle(r->a, s);
    *out = s;
    return 0;
}

static void pinned_first(struct arena *a, struct section *s)
{
    struct story_refs order = {0};
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < s->stories.n; i++)
            if (s->stories.v[i]->pinned == (pass == 0))
                vec_add(a, &order, s->stories.v[i]);
    s->stories = order;
}

static int read_section(struct reading *r, const struct yaml *y, struct err *e)
{
    static const char *const names[] = {"topic", "title", "stories"};
    struct section section = {0};
    const struct yaml *story;
    if (check_keys(r, y, "a section", names, COUNT(names), e) || read_text(r, y, "topic", &section.topic, e))
        return -1;
    if (!section.topic.n)
        return wrong(r, y, e, "this section has no 'topic'");
    const struct topic *known = topic_named(r, section.topic);
    if (!known)
        return unknown_topic(r, yaml_get(y, "topic"), section.topic, e);
    for (size_t i = 0; i < r->ed->sections.n; i++)
        if (str_eq(r->ed->sections.v[i].topic, section.topic))
            return wrong(r, y, e, "the section '" STR_FMT "' stands in the plan already; put its stories together",
                         STR_ARG(shown(r, section.topic)));
    struct topic *t = arena_new(r->a, struct topic);
    *t = *known;
    if (!t->title.n)
        t->title = t->key;
    if (read_text(r, y, "title", &t->title, e) || read_list(r, y, "stories", &story, e))
        return -1;
    section.title = t->title;
    for (; story; story = story->next) {
        struct story *s;
        if (read_story(r, story, t, &s, e))
            return -1;
        if (s)
            vec_add(r->a, &section.stories, s);
    }
    pinned_first(r->a, &section);
    if (section.stories.n)
        vec_add(r->a, &r->ed->sections, section);
    return 0;
}

static int read_ctas(struct reading *r, const struct yaml *root, struct err *e)
{
    const struct yaml *y = yaml_get(root, "ctas");
    struct strs keys = {0};
    cta_edition(r->a, r->o, r->ed);
    if (!y || y->kind == YAML_NULL)
        return 0;
    if (!yaml_strs(r->a, y, &keys))
        return wrong(r, y, e, "'ctas' must be a list of names, as in [join, sponsor]");
    size_t n = r->o->ctas ? r->o->ctas->n : 0;
    const char **names = arena_array(r->a, const char *, n + 1);
    for (size_t i = 0; i < n; i++)
        names[i] = r->o->ctas->v[i].key.s;
    for (size_t i = 0; i < keys.n; i++) {
        bool known = false;
        for (size_t k = 0; k < n; k++)
            known |= str_eqc(keys.v[i], names[k]);
        if (known)
            continue;
        const char *near = nearest_name(keys.v[i], names, n);
        return wrong(r, y, e, "there is no call to action '" STR_FMT "' in ctas/%s%s%s", STR_ARG(shown(r, keys.v[i])),
                     near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
    }
    cta_by_keys(r->a, r->o, &keys, r->ed);
    return 0;
}

/* The plan of another edition under this name would send the wrong one. */
static int check_name(const struct reading *r, const struct yaml *root, const char *key, struct str *ours,
                      struct err *e)
{
    struct str given = {0};
    if (read_text(r, root, key, &given, e))
        return -1;
    if (given.n && ours->n && !str_eq(given, *ours))
        return wrong(r, yaml_get(root, key), e, "this is the plan of the %s '" STR_FMT "', not of '" STR_FMT "'", key,
                     STR_ARG(shown(r, given)), STR_ARG(shown(r, *ours)));
    if (given.n)
        *ours = given;
    return 0;
}

static int read_head(struct reading *r, const struct yaml *root, struct err *e)
{
    struct edition *ed = r->ed;
    struct str date = {0}, number = {0};
    if (check_name(r, root, "edition", &ed->id, e) || check_name(r, root, "digest", &ed->digest, e) ||
        read_text(r, root, "subject", &ed->subject, e) || read_text(r, root, "preheader", &ed->preheader, e) ||
        read_text(r, root, "intro", &ed->masthead.intro, e) || read_text(r, root, "date", &date, e) ||
        read_text(r, root, "number", &number, e))
        return -1;
    if (number.n && (!str_i64(number, &ed->number) || ed->number < 0))
        return wrong(r, yaml_get(root, "number"), e, "'number' must be a whole number");
    if (date.n) {
        struct when w;
        const char *zone = ed->zone.n ? ed->zone.s : NULL;
        if (!date_parse(date, zone, &w))
            return wrong(r, yaml_get(root, "date"), e,
                         "'" STR_FMT "' is not a date; write it as 2025-07-31T07:00:00-04:00", STR_ARG(shown(r, date)));
        ed->date = w.has == WHEN_DAY ? date_unix(date_civil(w.t, NULL), zone) : w.t;
    }
    return 0;
}

static size_t count_stories(const struct yaml *root)
{
    const struct yaml *more = yaml_get(root, "more"), *sections = yaml_get(root, "sections"),
                      *held = yaml_get(root, "held"), *followed = yaml_get(root, "followed"),
                      *missed = yaml_get(root, "missed");
    size_t n = (more ? more->n : 0) + (held ? held->n : 0) + (followed ? followed->n : 0) + (missed ? missed->n : 0);
    for (const struct yaml *s = sections ? sections->child : NULL; s; s = s->next) {
        const struct yaml *stories = s->kind == YAML_MAP ? yaml_get(s, "stories") : NULL;
        n += stories ? stories->n : 0;
    }
    return n;
}

/* A list of stories without sections. */
static int read_plain(struct reading *r, const struct yaml *root, const char *key, struct story_refs *out,
                      struct err *e)
{
    const struct yaml *y;
    struct story *s;
    if (read_list(r, root, key, &y, e))
        return -1;
    for (; y; y = y->next) {
        if (read_story(r, y, NULL, &s, e))
            return -1;
        if (s)
            vec_add(r->a, out, s);
    }
    return 0;
}

/* A held story that is accepted stands at the end of its section; the section may have to be made. */
static int read_held(struct reading *r, const struct yaml *y, struct err *e)
{
    struct story *s;
    if (read_story(r, y, NULL, &s, e))
        return -1;
    if (!s)
        return 0;
    if (!s->accepted) {
        vec_add(r->a, &r->ed->held, s);
        return 0;
    }
    for (size_t i = 0; i < r->ed->sections.n; i++)
        if (str_eq(r->ed->sections.v[i].topic, s->topic)) {
            vec_add(r->a, &r->ed->sections.v[i].stories, s);
            return 0;
        }
    const struct topic *t = topic_named(r, s->topic);
    struct section own = {.topic = s->topic, .title = t && t->title.n ? t->title : s->topic};
    vec_add(r->a, &own.stories, s);
    vec_add(r->a, &r->ed->sections, own);
    return 0;
}

/* A headline that ends at "Dock" instead of "Dock #2" would be sent without anybody having been asked. */
static int check_remarks(const struct reading *r, const struct yaml *root, struct err *e)
{
    struct yaml_refs glued = {0};
    yaml_glued(r->a, root, &glued);
    if (!glued.n)
        return 0;
    return wrong(r, glued.v[0], e,
                 "the text ends before '" STR_FMT
                 "', as a # begins a remark; put the whole text in quotation marks, or "
                 "a space behind the # if it is one",
                 STR_ARG(glued.v[0]->glued));
}

int compose_plan_read(struct arena *a, struct str yaml, struct str file, struct stories *stories,
                      const struct compose_options *o, struct edition *out, struct err *e)
{
    static const char *const names[] = {"edition",  "digest", "date", "number", "subject",  "preheader", "intro",
                                        "sections", "more",   "ctas", "held",   "followed", "missed"};
    struct reading r = {.a = a, .file = file, .o = o, .topics = edition_topics(a, o), .stories = stories, .ed = out};
    struct yaml *root;
    const struct yaml *y;
    if (yaml.n > PLAN_MAX)
        return err_set(e, EX_DATAERR, STR_FMT ": the plan is larger than 8 MB", STR_ARG(file));
    if (yaml_parse(a, yaml, file, 1, &root, e)) {
        e->code = EX_DATAERR;
        return -1;
    }
    edition_head(o, out);
    out->topics = *r.topics;
    out->others = o->others;
    if (check_remarks(&r, root, e) || check_keys(&r, root, "the plan", names, COUNT(names), e) ||
        read_head(&r, root, e) || read_list(&r, root, "sections", &y, e))
        return -1;
    size_t n = count_stories(root); /* the pool must not grow once sections point into it */
    out->pool = (struct stories){.v = arena_array(a, struct story, n), .cap = n};
    know_stories(&r);
    for (; y; y = y->next)
        if (read_section(&r, y, e))
            return -1;
    if (read_plain(&r, root, "more", &out->more, e) || read_plain(&r, root, "missed", &out->again, e))
        return -1;
    for (size_t i = 0; i < out->again.n; i++)
        out->again.v[i]->is_again = true;
    if (read_list(&r, root, "held", &y, e))
        return -1;
    for (; y; y = y->next)
        if (read_held(&r, y, e))
            return -1;
    r.followed = true;
    if (read_plain(&r, root, "followed", &out->asked, e))
        return -1;
    section_lead_first(&out->sections);
    return read_ctas(&r, root, e);
}
