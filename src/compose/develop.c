/* develop.c: another outlet tells the same facts in other words, so words alone do not say what is new. A development
 * does: an outcome nobody has told before (charged, resigned, reopened), a count that has risen, a later day. */
#include "compose/develop.h"
#include "base/utf8.h"
#include <string.h>

enum { NEAR = 4 /* words between a count and its fate */, TOLD_WORDS = 80, DAY = 86400, WEEK = 7 };

/* ---- what was read */

static void note_counts(struct arena *a, const struct news_words *w, const struct hashes *sentence, struct known *out)
{
    uint64_t kinds = 0;
    for (size_t i = 0; i < sentence->n; i++)
        kinds |= news_outcomes_known(w, sentence->v[i]);
    out->outcomes |= kinds;
    if (!(kinds & (((uint64_t)1 << FATES) - 1)))
        return;
    bool both = kinds >> FATE_DIED & 1 &&
                kinds >> FATE_HURT & 1; /* "12 killed and 80 injured": the smaller is the number killed */
    uint32_t least = UINT32_MAX;
    for (size_t i = 0; i < sentence->n; i++) {
        uint32_t v = (uint32_t)news_number_known(w, sentence->v[i]);
        least = v && v < least ? v : least;
        for (int k = 0; v && k < FATES; k++)
            if (kinds >> k & 1 && !(both && k == FATE_DIED))
                vec_add(a, &out->counts[k], v);
    }
    if (both && least != UINT32_MAX)
        vec_add(a, &out->counts[FATE_DIED], least);
}

void known_read(struct arena *a, const struct news_words *w, const struct prints *read, struct known *out)
{
    *out = (struct known){0};
    for (size_t i = 0; i < read->n; i++)
        for (size_t k = 0; k < read->v[i].sentences.n; k++)
            note_counts(a, w, &read->v[i].sentences.v[k], out);
}

/* ---- what a sentence tells */

struct told { /* its words */
    struct str lang, text;
    struct word w[TOLD_WORDS];
    struct str low[TOLD_WORDS];
    size_t n;
};

static uint64_t told_at(const struct news_words *w, const struct told *t, size_t i)
{
    return news_outcomes_told(w, t->lang, t->low[i]);
}

static void hear_words(struct arena *a, struct str lang, struct str sentence, struct told *t)
{
    size_t at = 0;
    *t = (struct told){.lang = lang, .text = sentence};
    while (t->n < TOLD_WORDS && word_next(sentence, &at, &t->w[t->n])) {
        t->low[t->n] = utf8_lower(a, t->w[t->n].s);
        t->n++;
    }
}

/* "will be charged", "could reopen", "if convicted", "has not resigned": it has not happened. */
static bool not_yet(const struct told *t, size_t i)
{
    static const char words[] = " will would could may might should if to not never no unless until whether can cannot "
                                "wird würde könnte soll nicht kein wenn sera pourrait devrait pas si será podría ";
    for (size_t k = i > 3 ? i - 3 : 0; k < i; k++)
        if (str_listed(words, t->low[k]))
            return true;
    return false;
}

static int four_digits(const struct told *t, size_t i)
{
    int64_t v = 0;
    return t->w[i].kind == WORD_NUMBER && t->low[i].n == 4 && str_i64(t->low[i], &v) ? (int)v : 0;
}

/* "in 2014", "years ago", "last year", "previously": it happened long before. */
static bool long_ago(const struct told *t, int year)
{
    static const char words[] = " ago previously recently decade decades historic anniversary once former formerly ";
    for (size_t i = 0; i < t->n; i++) {
        int v = four_digits(t, i);
        if (str_listed(words, t->low[i]) || (v >= 1900 && v <= 2100 && v != year))
            return true;
        if (i && str_listed(" last past ", t->low[i - 1]) && str_listed(" year month years ", t->low[i]))
            return true;
    }
    return false;
}

static bool new_outcome(const struct news_words *w, const struct known *known, const struct told *t)
{
    for (size_t i = 0; i < t->n; i++)
        if (told_at(w, t, i) & ~known->outcomes && !not_yet(t, i))
            return true;
    return false;
}

/* The byte before a word, and the one behind it: "5:52", "$40", "60%". */
static bool sign_before(const struct told *t, size_t i, const char *signs)
{
    const char *p = t->w[i].s.s;
    return p > t->text.s && p[-1] && strchr(signs, p[-1]);
}

static bool sign_behind(const struct told *t, size_t i, const char *signs)
{
    const char *p = t->w[i].s.s + t->w[i].s.n;
    return p < t->text.s + t->text.n && *p && strchr(signs, *p);
}

static int count_at(const struct news_words *w, const struct told *t, size_t i)
{
    static const char measures[] =
        " year years hour hours day days week weeks month months minute minutes percent miles "
        "kilometers kilometres feet metres meters million billion am pm others old ";
    if (i + 1 < t->n && str_listed(measures, t->low[i + 1]))
        return 0;
    if (t->w[i].kind == WORD_NUMBER && (sign_before(t, i, ":$#/\xa3\xac") || sign_behind(t, i, ":%/")))
        return 0;
    int v = four_digits(t, i);
    if (v >= 1900 && v <= 2100)
        return 0;
    if (t->w[i].kind != WORD_NUMBER && t->w[i].kind != WORD_LETTERS)
        return 0;
    if (t->w[i].kind == WORD_LETTERS)
        return news_number_named(t->low[i]);
    int64_t n = 0;
    for (size_t k = 0; t->w[i].kind == WORD_NUMBER && k < t->low[i].n; k++) {
        char c = t->low[i].s[k];
        if (c == ',')
            continue;
        if (c < '0' || c > '9' || n > NUMBER_MOST)
            return 0;
        n = n * 10 + (c - '0');
    }
    return n <= NUMBER_MOST ? (int)n : 0;
}

/* A count has risen when a smaller one was read and none a little larger; or it is the first of them. */
static bool risen(const struct hashes *v, int x)
{
    bool lower = !v->n;
    for (size_t i = 0; i < v->n; i++) {
        int y = (int)v->v[i];
        if (y >= x && y <= 3 * x)
            return false;
        lower |= y < x && y * 3 >= x;
    }
    return lower;
}

/* "killed 14", "14 people died", "the toll rose to 14": more than anybody has read of, or the first count of them. */
static bool new_count(const struct news_words *w, const struct known *known, const struct told *t)
{
    static const char rises[] =
        " rises rise rose risen climbs climbed doubled tripled grows grew grown jumps jumped steigt "
        "stieg gestiegen passe monte asciende sube subió ";
    struct lexicon *l = news_words_lexicon(w);
    size_t near = NEAR;
    for (size_t i = 0; i < t->n; i++)
        near = str_listed(rises, t->low[i]) ? TOLD_WORDS : near;
    for (size_t i = 0; i < t->n; i++) {
        int v = count_at(w, t, i);
        if (!v)
            continue;
        for (size_t k = i > near ? i - near : 0; k < t->n && k <= i + near; k++) {
            uint32_t term = lexicon_add(l, t->lang, t->w[k]);
            bool stop = lexicon_flags(l, term) & TERM_STOP; /* German "die" is no death */
            uint64_t kinds = stop ? 0 : news_outcomes_known(w, news_hash(lexicon_term(l, term)));
            for (int f = 0; k != i && f < FATES; f++)
                if (kinds >> f & 1 && risen(&known->counts[f], v))
                    return true;
        }
    }
    return false;
}

/* "officials said on Tuesday": that is when they were asked. */
static bool somebody_said(const struct told *t, size_t i)
{
    static const char words[] =
        " said says told tweeted wrote added statement interview published posted reported reporters "
        "sagte teilte dit dijo ";
    for (size_t k = i > 4 ? i - 4 : 0; k < t->n && k <= i + 2; k++)
        if (str_listed(words, t->low[k]))
            return true;
    return false;
}

/* A weekday that lies between what was read and the dateline. */
static bool later_day(const struct told *t, int64_t read, int64_t dateline)
{
    if (read == INT64_MIN || dateline == INT64_MIN || dateline <= read)
        return false;
    for (size_t i = 0; i < t->n; i++) {
        int d = news_weekday(t->lang, t->low[i]);
        int64_t today = ((dateline + 4) % WEEK + WEEK) % WEEK; /* 1 January 1970 was a Thursday */
        if (d >= 0 && dateline - (today - d + WEEK) % WEEK > read && !not_yet(t, i) &&
            !(i && str_listed(" last next ", t->low[i - 1])) && !somebody_said(t, i))
            return true;
    }
    return false;
}

int64_t news_day(const struct article *art)
{
    const struct when *w = art->published.has != WHEN_NONE ? &art->published : &art->updated;
    if (w->has == WHEN_NONE)
        return INT64_MIN;
    int64_t t = w->t + (w->has == WHEN_DAY ? 0 : w->offset);
    return t >= 0 ? t / DAY : -((-t + DAY - 1) / DAY);
}

struct development develop(struct arena *a, const struct news_words *w, const struct read_before *before,
                           const struct article *art, struct str sentence)
{
    struct told *t = arena_new(a, struct told);
    struct str lang = art->lang.n >= 2 ? str_sub(art->lang, 0, 2) : words_language(art->text);
    int64_t day = news_day(art);
    hear_words(a, lang.n ? lang : str_lit("en"), sentence, t);
    if (long_ago(t, day == INT64_MIN ? 0 : date_civil(day * DAY, NULL).year))
        return (struct development){0};
    return (struct development){.outcome = new_outcome(w, before->known, t),
                                .count = new_count(w, before->known, t),
                                .later = later_day(t, before->day, day)};
}
