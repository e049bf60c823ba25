#include "select/topic.h"

static const char *times(size_t n)
{
    return n == 1 ? "once" : n == 2 ? "twice" : "several times";
}

/* "missile" and "alliance": in the title, twice in the first 150 words, once further down */
static struct str where(struct arena *a, const struct topic_match *m)
{
    struct strs parts = {0};
    struct str words = str_lit("");
    for (size_t i = 0; i < m->words.n && i < 5; i++)
        words = str_fmt(a, STR_FMT "%s\"" STR_FMT "\"", STR_ARG(words), i ? ", " : "", STR_ARG(m->words.v[i]));
    if (m->words.n > 5)
        words = str_fmt(a, STR_FMT " and %zu more", STR_ARG(words), m->words.n - 5);
    if (m->title)
        vec_add(a, &parts, str_lit("in the title"));
    if (m->head)
        vec_add(a, &parts, str_fmt(a, "%s in the first 150 words", times(m->head)));
    if (m->body)
        vec_add(a, &parts, str_fmt(a, "%s further down", times(m->body)));
    return str_fmt(a, STR_FMT " " STR_FMT, STR_ARG(words), STR_ARG(str_join(a, &parts, ", ")));
}

static struct str sentence(struct arena *a, const struct topic *t, const struct article *art,
                           const struct topic_match *m)
{
    struct str key = t->key;
    switch (m->verdict) {
    case TOPIC_BY_EDITOR:
        return str_fmt(a, "in " STR_FMT ": the article names the topic itself", STR_ARG(key));
    case TOPIC_BY_CATEGORY:
        return str_fmt(a, "in " STR_FMT ": \"" STR_FMT "\" is one of the topic's", STR_ARG(key), STR_ARG(m->what));
    case TOPIC_BY_WORDS:
        return str_fmt(a, "in " STR_FMT ": " STR_FMT, STR_ARG(key), STR_ARG(where(a, m)));
    case TOPIC_NO_OUTLET:
        return str_fmt(a, "not in " STR_FMT ": \"" STR_FMT "\" is not one of its outlets", STR_ARG(key),
                       STR_ARG(art->outlet));
    case TOPIC_NO_LANG:
        return str_fmt(a, "not in " STR_FMT ": \"" STR_FMT "\" is not one of its languages", STR_ARG(key),
                       STR_ARG(art->lang));
    case TOPIC_NO_EXCLUDED:
        return str_fmt(a, "not in " STR_FMT ": \"" STR_FMT "\" (none) occurs", STR_ARG(key), STR_ARG(m->what));
    case TOPIC_NO_ALL:
        return str_fmt(a, "not in " STR_FMT ": \"" STR_FMT "\" (all) does not occur", STR_ARG(key), STR_ARG(m->what));
    case TOPIC_NO_WORDS:
        break;
    }
    if (m->words.n)
        return str_fmt(a,
                       "not in " STR_FMT ": " STR_FMT
                       " is too little; the title, the first 150 words or a second mention would do",
                       STR_ARG(key), STR_ARG(where(a, m)));
    return str_fmt(a, "not in " STR_FMT ": no category, tag or word of the topic occurs", STR_ARG(key));
}

void select_explain_topic(struct arena *a, const struct topic *t, const struct article *art, struct strs *out)
{
    struct topics one = {.v = (struct topic *)t, .n = 1, .cap = 1};
    struct topic_match m;
    struct topic_rules *r = topic_rules_new(a, &one);
    topic_rules_match(a, r, art, &m);
    topic_rules_end(r);
    vec_add(a, out, sentence(a, t, art, &m));
}
