#include "cli/list_tell.h"
#include "base/json.h"
#include "model/interest.h"

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
    static const char *const names[] = {
        [INTEREST_TOPIC] = "topics", [INTEREST_OUTLET] = "outlets", [INTEREST_WORD] = "words"};
    json_open(o, key, '{');
    for (int kind = 0; kind < 3; kind++) {
        struct strs all = interests_of(a, s, mute, kind);
        json_put_strs(o, names[kind], &all);
    }
    json_close(o, '}');
}

static void person_json(struct arena *a, struct json_out *o, const struct subscriber *s)
{
    json_put_str(o, "email", s->address.addr);
    json_put_str(o, "name", s->name);
    json_put_str(o, "status", str_c(sub_status_name(s->status)));
    json_put_strs(o, "topics", &s->topics);
    interests_json(a, o, "follows", s, false);
    interests_json(a, o, "mutes", s, true);
}

static void person_in_words(struct newsroom *n, struct str list, const struct subscriber *s)
{
    struct str topics = str_join(n->arena, &s->topics, ";");
    answer(n->cli, STR_FMT ": " STR_FMT " <" STR_FMT "> %s, topics: " STR_FMT, STR_ARG(list), STR_ARG(s->name),
           STR_ARG(s->address.addr), sub_status_name(s->status), STR_ARG(topics.n ? topics : str_lit("all")));
    struct strs follows = interests_of(n->arena, s, false, -1), mutes = interests_of(n->arena, s, true, -1);
    if (topics.n)
        answer(n->cli, "    follows: " STR_FMT,
               STR_ARG(follows.n ? str_join(n->arena, &follows, ", ") : str_lit("everything")));
    if (mutes.n)
        answer(n->cli, "    mutes: " STR_FMT, STR_ARG(str_join(n->arena, &mutes, ", ")));
}

static void line_begin(struct buf *b, struct json_out *o)
{
    buf_init(b, 1 << 20);
    *o = (struct json_out){b, false};
    json_open(o, NULL, '{');
}

static void line_end(struct buf *b, struct json_out *o)
{
    json_close(o, '}');
    print_json_line(b);
    buf_end(b);
}

void tell_person(struct newsroom *n, struct str list, const struct subscriber *s, struct str suppressed)
{
    struct buf b;
    struct json_out o;
    person_in_words(n, list, s);
    if (!n->cli->json)
        return;
    line_begin(&b, &o);
    json_put_str(&o, "list", list);
    person_json(n->arena, &o, s);
    json_put_str(&o, "suppressed", suppressed);
    line_end(&b, &o);
}

void tell_change(const struct cli *c, const struct person_change *x, const char *sentence)
{
    struct buf b;
    struct json_out o;
    say(c, "%s", sentence);
    if (!c->json)
        return;
    line_begin(&b, &o);
    json_put_str(&o, "list", x->list);
    json_put_str(&o, "email", x->address);
    json_put_bool(&o, x->key, x->now);
    json_put_str(&o, "reason", x->reason);
    line_end(&b, &o);
}

static void import_in_words(const struct cli *c, struct str list, bool dry, const struct list_changes *did)
{
    void (*out)(const struct cli *, const char *, ...) = dry ? answer : say; /* a dry run is asked for what it says */
    out(c, STR_FMT ": %zu %s, %zu %son it already", STR_ARG(list), did->added, dry ? "would be added" : "added",
        did->there, dry ? "" : "were ");
    if (did->merged)
        out(c, "%zu more rows were of somebody who is in the file already (-v says who)", did->merged);
    if (did->left)
        out(c, "%zu of those have left or bounced, says the file: they %s no more mail", did->left,
            dry ? "would get" : "get");
}

void tell_import(const struct cli *c, struct str list, bool dry, const struct list_changes *did)
{
    struct buf b;
    struct json_out o;
    import_in_words(c, list, dry, did);
    if (!c->json)
        return;
    line_begin(&b, &o);
    json_put_str(&o, "list", list);
    json_put_i64(&o, "added", (int64_t)did->added);
    json_put_i64(&o, "there", (int64_t)did->there);
    json_put_i64(&o, "merged", (int64_t)did->merged);
    json_put_i64(&o, "left", (int64_t)did->left);
    json_put_bool(&o, "dry_run", dry);
    line_end(&b, &o);
}
