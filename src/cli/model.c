#include "cli/model.h"
#include "base/crypto.h"
#include "base/log.h"
#include "why/why.h"
#include <string.h>

enum { SHOWN = 3 /* failures that are told one by one */, ANSWER_TEXT_MAX = 1 << 20 };

/* Who is asked is a part of the question: another model, or another program, may know better. */
static struct str key_of(struct arena *a, const struct model_settings *m, struct str question)
{
    uint8_t digest[SHA256_LEN];
    struct str who = m->command.n ? str_join(a, &m->command, "\n")
                                  : str_fmt(a, STR_FMT "\n" STR_FMT, STR_ARG(m->openai.url), STR_ARG(m->openai.model));
    sha256(
        str_fmt(a, "%s\n" STR_FMT "\n\n" STR_FMT, m->command.n ? "command" : "openai", STR_ARG(who), STR_ARG(question)),
        digest);
    return hex(a, digest, sizeof digest);
}

static bool question_of(struct arena *a, const struct model_settings *m, const struct story *s, struct str *out)
{
    struct why_chat chat = {m->openai.model, m->openai.temperature, m->openai.max_tokens};
    return m->command.n ? why_question(a, s, out) : why_question_chat(a, s, &chat, out);
}

static struct str to_text(struct arena *a, const struct strs *v)
{
    struct buf b;
    struct json_out o = {.b = &b};
    buf_init(&b, ANSWER_TEXT_MAX);
    json_put_strs(&o, NULL, v);
    struct str s = buf_dup(a, &b);
    buf_end(&b);
    return s;
}

static void place(struct newsroom *n, enum severity severity, struct str text)
{
    finding_add(&n->cli->findings, severity, n->config.file, n->config.why.line, n->config.why.column, STR_FMT,
                STR_ARG(text));
}

/* What holds takes the place of the derived bullets; what falls is told and logged. */
static void settle(struct newsroom *n, struct story *s, const struct strs *sentences, bool fresh)
{
    struct arena *a = n->arena;
    struct why_verdicts v = {0};
    why_check(a, s, sentences, &v);
    size_t good = why_adopt(a, s, &v);
    for (size_t i = 0; i < v.n; i++) {
        vec_add(a, &s->by_model, v.v[i].sentence);
        if (!v.v[i].fault.n)
            continue;
        struct str text = str_fmt(a, "a model's sentence is dropped: " STR_FMT ": \"" STR_FMT "\"",
                                  STR_ARG(v.v[i].fault), STR_ARG(v.v[i].sentence));
        vec_add(a, &s->reasons, text);
        text = str_fmt(a, "story " STR_FMT ": " STR_FMT, STR_ARG(s->id), STR_ARG(text));
        place(n, SEV_NOTE, text);
        if (fresh)
            newsroom_log(n, STR_FMT, STR_ARG(printable(a, text, 700)));
    }
    vec_add(a, &s->reasons,
            str_fmt(a, "why it matters: %zu of a model's %zu sentences hold%s", good, v.n,
                    good ? "" : "; the offline bullets stand in"));
}

static int from_text(struct arena *a, struct str text, struct strs *out, struct err *e)
{
    return why_answer(a, text, out, e); /* the stored form is one that models use */
}

static void tell_failures(struct newsroom *n, const struct model_calls *calls, const struct model_pace *p)
{
    struct arena *a = n->arena;
    size_t failed = 0, left = 0;
    for (size_t i = 0; i < calls->n; i++) {
        const struct model_call *c = &calls->v[i];
        left += !c->asked;
        if (!c->err.code)
            continue;
        struct str text = str_fmt(a, "the model did not answer for story " STR_FMT ": %s; the offline bullets stand in",
                                  STR_ARG(c->story->id), c->err.msg);
        vec_add(a, &c->story->reasons, text);
        if (failed++ < SHOWN)
            place(n, SEV_WARNING, text);
        newsroom_log(n, STR_FMT, STR_ARG(printable(a, text, 700)));
    }
    if (failed > SHOWN)
        place(n, SEV_WARNING, str_fmt(a, "the model did not answer for %zu more", failed - SHOWN));
    if (left && p->enough)
        place(n, SEV_NOTE, str_fmt(a, "%s; %zu stories keep the offline bullets", p->enough, left));
}

static int keep(struct newsroom *n, const struct model_calls *calls, struct err *e)
{
    if (store_batch(n->store, e))
        return -1;
    int rc = 0;
    for (size_t i = 0; i < calls->n && rc == 0; i++) {
        const struct model_call *c = &calls->v[i];
        if (c->asked && !c->err.code)
            rc = store_answer_put(n->store, c->key, why_source(c->story)->id, to_text(n->arena, &c->sentences),
                                  clock_now(), e);
    }
    struct err ignored = {0};
    return store_batch_end(n->store, rc == 0, rc == 0 ? e : &ignored) || rc ? -1 : 0;
}

static int read_key(struct newsroom *n, struct str *out, struct err *e)
{
    const struct model_settings *m = &n->config.why;
    struct secret_source s = {str_fmt(n->arena, STR_FMT ":%d", STR_ARG(n->config.file), m->line), "key",
                              m->openai.key_command, m->openai.key_file, m->openai.key_env};
    if (!s.command.n && !s.file.n && !s.env.n)
        return 0;
    if (config_secret(n->arena, &s, n->dir, out, e))
        return -1;
    for (size_t i = 0; i < out->n; i++)
        if ((unsigned char)out->s[i] <= ' ' || (unsigned char)out->s[i] >= 0x7f)
            return err_set(e, EX_CONFIG, STR_FMT ": the model's key holds a character that no key has",
                           STR_ARG(s.place));
    return 0;
}

/* Only the store can make this fail: a digest goes out without its model. */
static int ask_all(struct newsroom *n, struct model_calls *calls, struct err *e)
{
    const struct model_settings *m = &n->config.why;
    struct model_pace p;
    struct err why = {0};
    model_pace_start(&p, n->arena, m, n->dir);
    if (read_key(n, &p.secret, &why) ||
        (m->command.n ? model_command(&p, calls->v, calls->n, &why) : model_http(&p, calls->v, calls->n, &why)))
        place(n, SEV_ERROR, str_fmt(n->arena, "the model cannot be asked: %s; the offline bullets stand in", why.msg));
    if (p.secret.n)
        explicit_bzero((char *)p.secret.s, p.secret.n);
    if (keep(n, calls, e))
        return -1;
    for (size_t i = 0; i < calls->n; i++)
        if (calls->v[i].asked && !calls->v[i].err.code)
            settle(n, calls->v[i].story, &calls->v[i].sentences, true);
    tell_failures(n, calls, &p);
    return 0;
}

static bool may_be_better(const struct story *s)
{
    return s->why_from == WHY_DERIVED || s->why_from == WHY_NONE;
}

/* What was answered before is used at once; else the question goes on the list. */
static int look_up(struct newsroom *n, struct story *s, struct model_calls *calls, struct err *e)
{
    struct model_call c = {.story = s};
    struct strs known = {0};
    struct str text;
    struct err ignored = {0};
    if (!may_be_better(s) || !question_of(n->arena, &n->config.why, s, &c.question))
        return 0;
    c.key = key_of(n->arena, &n->config.why, c.question);
    int rc = store_answer(n->store, n->arena, c.key, &text, e);
    if (rc < 0)
        return -1;
    if (rc && from_text(n->arena, text, &known, &ignored) == 0)
        settle(n, s, &known, false);
    else
        vec_add(n->arena, calls, c);
    return 0;
}

int model_bullets(struct newsroom *n, const struct sections *sections, bool may_ask, struct err *e)
{
    const struct model_settings *m = &n->config.why;
    struct model_calls calls = {0};
    if (!m->command.n && !m->openai.url.n)
        return 0;
    for (size_t i = 0; i < sections->n; i++)
        for (size_t k = 0; k < sections->v[i].stories.n; k++)
            if (look_up(n, sections->v[i].stories.v[k], &calls, e))
                return -1;
    return may_ask && calls.n ? ask_all(n, &calls, e) : 0;
}

int model_recall(struct newsroom *n, struct story *s, struct err *e)
{
    const struct article *x = why_source(s);
    struct strs answers = {0};
    if (!x || !may_be_better(s))
        return 0;
    if (store_answers_about(n->store, n->arena, x->id, &answers, e))
        return -1;
    for (size_t i = 0; i < answers.n; i++) {
        struct strs said = {0};
        struct why_verdicts v = {0};
        struct err ignored = {0};
        if (from_text(n->arena, answers.v[i], &said, &ignored))
            continue;
        why_check(n->arena, s, &said, &v);
        for (size_t k = 0; k < v.n; k++)
            vec_add(n->arena, &s->by_model, v.v[k].sentence);
    }
    return 0;
}
