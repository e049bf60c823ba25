/* story.c: a story made ready to print: headline, dek, kicker, minutes. */
#include "base/orders.h"
#include "base/sentence.h"
#include "base/utf8.h"
#include "compose/parts.h"

enum {
    HEADLINE_MAX = 200,
    DEK_MAX = 240,   /* characters */
    DEK_ENOUGH = 80, /* a first sentence shorter than this takes the second along */
    DEK_SENTENCES = 2,
    KICKER_MAX = 40,
    DATELINE_MAX = 80, /* bytes in which a dateline's dash must stand */
    WORDS_A_MINUTE = 220,
    TEXT_READ = 4000, /* bytes of a body that are looked at for a dek */
};

bool story_in_topic(const struct story *s, struct str topic)
{
    size_t n = 0;
    if (s->lead && strs_has(&s->lead->topics, topic))
        return true;
    for (size_t i = 0; i < s->articles.n; i++)
        n += strs_has(&s->articles.v[i]->topics, topic);
    return n && n * 2 >= s->articles.n;
}

static bool any_of(const struct strs *words, const struct strs *wanted)
{
    for (size_t i = 0; i < words->n; i++)
        if (strs_ihas(wanted, words->v[i]))
            return true;
    return false;
}

/* A category that the topic names weighs more than words that happen to match; the lead more than the others. */
static size_t fit(const struct story *s, const struct topic *t)
{
    const struct article *lead = s->lead;
    size_t n = 0;
    if (!story_in_topic(s, t->key))
        return 0;
    for (size_t i = 0; i < s->articles.n; i++)
        n += strs_has(&s->articles.v[i]->topics, t->key);
    size_t points = 1 + (s->articles.n ? n * 100 / s->articles.n : 0);
    if (lead && strs_has(&lead->topics, t->key))
        points += 200;
    if (lead && (any_of(&lead->categories, &t->categories) || any_of(&lead->tags, &t->categories)))
        points += 400;
    return points;
}

size_t story_best_topic(const struct story *s, const struct topics *topics)
{
    size_t best = NO_TOPIC, most = 0;
    for (size_t i = 0; i < topics->n; i++) {
        size_t points = fit(s, &topics->v[i]);
        if (points > most) {
            most = points;
            best = i;
        }
    }
    return best;
}

/* "PORT CALDER (Open Wire) - Norland will keep": where the sentence begins after an agency's dateline, else 0. */
static size_t after_dateline(struct str text)
{
    static const char *const dashes[] = {" - ", " – ", " — ", ") -- ", " -- "};
    struct str head = str_sub(text, 0, DATELINE_MAX);
    size_t end = STR_NONE, skip = 0, caps = 0;
    for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++) {
        size_t at = str_find(head, str_c(dashes[i]));
        if (at != STR_NONE && (end == STR_NONE || at < end)) {
            end = at;
            skip = at + str_c(dashes[i]).n;
        }
    }
    if (end == STR_NONE)
        return 0;
    for (size_t i = 0; i < end;) { /* the place is in capitals: at least three before anything in lower case */
        uint32_t c = utf8_next(head, &i);
        if (c == '(' || c == ',' || (caps >= 3 && c == ' '))
            break;
        if (utf8_is_letter(c) && !utf8_is_upper(c))
            return 0;
        caps += utf8_is_upper(c);
    }
    return caps >= 3 ? skip : 0;
}

/* One or two sentences; more only as far as a short first one needs company. */
static struct str opening(struct arena *a, struct str text, struct str lang)
{
    struct strs all = {0}, took = {0};
    struct str body = str_trim(text);
    if (body.n > TEXT_READ)
        body = utf8_cut(a, body, TEXT_READ / 4);
    body = without_orders(a, body); /* what speaks to machines is no news */
    body = str_sub(body, after_dateline(body), body.n);
    sentences(a, body, lang, &all);
    for (size_t i = 0; i < all.n && took.n < DEK_SENTENCES; i++) {
        struct str so_far = str_join(a, &took, " ");
        size_t chars = utf8_chars(so_far);
        if (took.n && (chars >= DEK_ENOUGH || chars + 1 + utf8_chars(all.v[i]) > DEK_MAX))
            break;
        vec_add(a, &took, all.v[i]);
    }
    return str_join(a, &took, " ");
}

static bool same_words(struct arena *a, struct str x, struct str y)
{
    return str_eq(utf8_fold(a, x), utf8_fold(a, y));
}

static struct str dek(struct arena *a, struct story *s)
{
    const struct article *lead = s->lead;
    struct str text = lead->summary;
    if (!str_trim(text).n || same_words(a, text, s->headline) || orders_machine(text))
        text = opening(a, lead->text, lead->lang);
    text = utf8_cut(a, utf8_line(a, text, TEXT_READ), DEK_MAX);
    return text.n && !same_words(a, text, s->headline) ? str_dup(a, text) : (struct str){0};
}

static struct str kicker(struct arena *a, const struct article *lead, const struct topic *t)
{
    if (!lead->categories.n)
        return (struct str){0};
    struct str c = utf8_line(a, lead->categories.v[0], KICKER_MAX);
    if (!c.n || same_words(a, c, t->title) || same_words(a, c, t->key))
        return (struct str){0};
    return c;
}

static struct str headline(struct arena *a, const struct article *lead)
{
    struct str h = utf8_line(a, lead->title, HEADLINE_MAX);
    if (!h.n)
        h = utf8_cut(a, utf8_line(a, opening(a, lead->text, lead->lang), TEXT_READ), 100);
    return h.n ? h : str_dup(a, lead->outlet);
}

void story_dress(struct arena *a, struct story *s, const struct topic *t)
{
    const struct article *lead = s->lead;
    s->topic = t->key;
    s->headline = headline(a, lead);
    if (!s->url.n)
        s->url = lead->url;
    s->dek = dek(a, s);
    s->kicker = kicker(a, lead, t);
    size_t words = lead->words ? lead->words : utf8_words(lead->text);
    s->minutes = words ? (words + WORDS_A_MINUTE / 2) / WORDS_A_MINUTE : 0;
    if (words && !s->minutes)
        s->minutes = 1;
}

/* A bullet that was taken from the article and stands in the dek as well gives way, unless it is the only one: then the
 * dek ends before it. */
void story_settle(struct arena *a, struct story *s)
{
    if (s->why_from != WHY_DERIVED)
        return;
    for (size_t i = s->why.n; i-- > 0;) {
        size_t at = s->why.v[i].n ? str_find(s->dek, s->why.v[i]) : STR_NONE;
        if (at == STR_NONE)
            continue;
        if (s->why.n == 1) {
            s->dek = str_dup(a, str_trim(str_sub(s->dek, 0, at)));
            return;
        }
        struct strs rest = {0};
        for (size_t k = 0; k < s->why.n; k++)
            if (k != i)
                vec_add(a, &rest, s->why.v[k]);
        s->why = rest;
    }
}

void compose_settle(struct arena *a, struct edition *ed)
{
    for (size_t i = 0; i < ed->pool.n; i++)
        story_settle(a, &ed->pool.v[i]);
}

/* Quoted-printable writes a byte outside ASCII as three. */
static size_t encoded(struct str s)
{
    size_t n = s.n + s.n / 20;
    for (size_t i = 0; i < s.n; i++)
        n += (unsigned char)s.s[i] >= 0x80 ? 2 : 0;
    return n;
}

/* Bullets are found after the choice; two are counted on. */
size_t story_bytes(const struct story *s)
{
    size_t n =
        (s->why.n ? 1500 : 2200) + encoded(s->headline) + encoded(s->dek) + encoded(s->note) + encoded(s->url) * 2;
    for (size_t i = 0; i < s->why.n; i++)
        n += 110 + encoded(s->why.v[i]);
    for (size_t i = 1; i < s->articles.n && i <= 4; i++)
        n += 150 + encoded(s->articles.v[i]->url) + encoded(s->articles.v[i]->outlet);
    for (size_t i = 0; i < s->differs.n; i++) {
        n += 200 + encoded(s->differs.v[i].about);
        for (size_t k = 0; k < s->differs.v[i].claims.n; k++)
            n += 40 + encoded(s->differs.v[i].claims.v[k].value) + encoded(s->differs.v[i].claims.v[k].outlet);
    }
    return n;
}
