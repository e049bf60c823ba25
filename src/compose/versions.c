/* versions.c: what readers get who had a story before. Most stories are new to everybody and have no versions. */
#include "base/utf8.h"
#include "compose/past.h"

enum { NEWS_CHARS = 240 };

static bool same_words(struct arena *a, struct str x, struct str y)
{
    return str_eq(utf8_fold(a, str_trim(x)), utf8_fold(a, str_trim(y)));
}

/* The sentence, else the headline of the first article that is new; nothing when the mail's own headline says it. */
static struct str words_for(struct arena *a, const struct fresh *f, const struct story *s, const struct showing *x,
                            struct str sentence)
{
    struct news n;
    struct str line = utf8_line(a, sentence, NEWS_CHARS);
    for (size_t i = 0; !line.n && i < s->articles.n; i++)
        if (fresh_article_news(a, f, s, s->articles.v[i], x, &n))
            line = utf8_line(a, s->articles.v[i]->title, NEWS_CHARS);
    return same_words(a, line, s->headline) ? (struct str){0} : line;
}

static struct story *form_of(struct arena *a, const struct story *s, bool update, struct str news)
{
    struct story *form = arena_new(a, struct story);
    *form = *s;
    form->is_update = update;
    form->is_again = false;
    form->news = news;
    return form;
}

/* Versions after which the same is new have one form, so that their readers get one mail. */
static const struct story *update_form(struct arena *a, const struct story *s, struct str news)
{
    for (size_t i = 0; i < s->versions.n; i++) {
        const struct story *form = s->versions.v[i].form;
        if (form && form != s && str_eq(form->news, news))
            return form;
    }
    return form_of(a, s, true, news);
}

static void add_version(struct arena *a, const struct fresh *f, struct story *s, const struct showing *x, bool typical)
{
    struct str sentence;
    struct story_version v = {.edition = x->edition, .no = x->no};
    if (fresh_news(a, f, s, x, &sentence)) {
        struct str news = words_for(a, f, s, x, sentence);
        if (typical && s->is_update) {
            s->news = s->news.n ? s->news : news;
            v.form = s;
        } else {
            v.form = update_form(a, s, news);
        }
    }
    vec_add(a, &s->versions, v);
}

/* An editor who calls something an update knows why. */
static void by_hand(struct story *s)
{
    for (size_t i = 0; i < s->versions.n; i++)
        if (s->versions.v[i].form)
            return;
    for (size_t i = 0; i < s->versions.n; i++)
        s->versions.v[i].form = s;
}

static void find_versions(struct arena *a, const struct fresh *f, struct story *s)
{
    struct showing_refs shown;
    past_of(f->past, a, s, &shown);
    const struct showing *last = fresh_last(&shown);
    s->versions = (struct story_versions){0};
    for (size_t i = 0; i < shown.n; i++)
        if (shown.v[i]->edition)
            add_version(a, f, s, shown.v[i], shown.v[i] == last);
    if (s->is_update) {
        by_hand(s);
        s->unseen = form_of(a, s, false, (struct str){0});
    }
}

void compose_versions(struct arena *a, const struct carried_articles *carried, const struct compose_options *o,
                      struct edition *ed)
{
    struct fresh f;
    fresh_begin(a, &f, carried, o);
    for (size_t i = 0; i < ed->pool.n; i++) {
        ed->pool.v[i].no = i;
        find_versions(a, &f, &ed->pool.v[i]);
    }
    fresh_end(&f);
}
