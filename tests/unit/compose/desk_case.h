/* desk_case.h: articles, stories and options for the tests of compose, in as few words as a table row. */
#ifndef DESK_CASE_H
#define DESK_CASE_H

#include "compose/compose.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define NOW 1753959600 /* 2025-07-31T07:00:00-04:00 */
#define HOUR 3600
#define DAY 86400

static const char *const case_topics[][2] = {
    {"defense", "Defense & Security"}, {"harbor", "Harbor"}, {"energy", "Energy"}};

static inline struct strs words_of(struct arena *a, const char *list) /* "a;b" */
{
    struct strs out = {0};
    struct str rest = str_c(list), one;
    while (list && *list && str_cut(&rest, ';', &one))
        vec_add(a, &out, str_dup(a, one));
    return out;
}

static inline struct when at(int64_t t)
{
    return (struct when){.t = t, .has = WHEN_SECOND};
}

static inline struct article *make_article(struct arena *a, const char *id, const char *outlet, const char *title,
                                           const char *topics, int64_t published)
{
    struct article *art = arena_new(a, struct article);
    art->id = str_dup(a, str_c(id));
    art->outlet = str_dup(a, str_c(outlet));
    art->title = str_dup(a, str_c(title));
    art->topics = words_of(a, topics);
    art->url = str_fmt(a, "https://news.example/%s", id);
    art->summary = str_fmt(a, "What happened in %s is told here in one sentence.", id);
    art->text = str_fmt(a, "%s. More was said about it on the same day.", title);
    art->words = 440;
    art->published = at(published);
    return art;
}

static inline struct story *add_story(struct arena *a, struct stories *all, struct article *lead, double score)
{
    struct story *s = vec_push(a, all);
    *s = (struct story){.id = lead->id, .headline = lead->title, .url = lead->url, .lead = lead, .score = score};
    vec_add(a, &s->articles, lead);
    return s;
}

static inline struct compose_options make_options(struct arena *a)
{
    struct topics *t = arena_new(a, struct topics);
    for (size_t i = 0; i < 3; i++)
        vec_add(a, t, ((struct topic){.key = str_c(case_topics[i][0]), .title = str_c(case_topics[i][1])}));
    return (struct compose_options){
        .digest = str_lit("morning"),
        .edition_id = str_lit("morning-2025-07-31"),
        .masthead = {.title = str_lit("Morning Brief"), .outlet = str_lit("Harbor Ledger")},
        .zone = str_lit("America/New_York"),
        .now = NOW,
        .window = DAY,
        .topics = t,
        .list = str_lit("daily"),
    };
}

/* "defense: a b | harbor: c || d" : sections and their story ids, then the ones under "more". */
static inline const char *shape(struct arena *a, const struct sections *sections, const struct story_refs *more)
{
    struct str out = str_lit("");
    for (size_t i = 0; i < sections->n; i++) {
        out = str_fmt(a, "%s%s%s:", out.s, i ? " | " : "", sections->v[i].topic.s);
        for (size_t k = 0; k < sections->v[i].stories.n; k++)
            out = str_fmt(a, "%s %s", out.s, sections->v[i].stories.v[k]->id.s);
    }
    for (size_t i = 0; i < more->n; i++)
        out = str_fmt(a, "%s%s%s", out.s, i ? " " : " || ", more->v[i]->id.s);
    return out.s;
}

#endif
