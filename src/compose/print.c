/* print.c: is it news, or the same again?
 *
 * A page that is read again differs by a corrected letter, a date, a line under it. So sentences are compared by the
 * stems of their words: one is new when no sentence that was read before has most of them. A page is news when it has
 * two such sentences and they are a part of it that counts, and when they bring a word, a name or a number that was
 * nowhere before. Another outlet's account is nearly always news by that measure; it must tell a development besides
 * (develop.c). */
#include "compose/print.h"
#include "base/buf.h"
#include "base/sentence.h"
#include "base/utf8.h"
#include "compose/compose.h"
#include "compose/develop.h"
#include <stdlib.h>

enum {
    VERSION = 1,
    WORDS_MAX = 3000,
    SENTENCES_MAX = 120,
    TERMS_MAX = 60,    /* of a sentence */
    TEXT_READ = 30000, /* bytes */
    TERMS_LEAST = 4,   /* fewer tell nothing: a caption, a label */
    SAME_TENTHS = 6,   /* of a sentence's words in one that was read: the same again */
    NEW_SENTENCES = 2, /* at least; one is enough for an article of three */
    NEW_SHARE = 5,     /* and a fifth of all */
    LINE_LEAST = 30,   /* characters of a sentence that says what is new */
    LINE_MOST = 200,
    LEAD_SENTENCES = 3,  /* they and the title say what the article is about */
    TOLD_SENTENCES = 40, /* looked through for developments */
    OTHER_TENTHS = 5,    /* of the lead's words nobody has read: it is about something else */
    DAYS_APART = 2,      /* so long after, an account with another lead is no late report of the same */
};

static int rising(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return (a > b) - (a < b);
}

static void sort_once(struct hashes *v)
{
    size_t n = 0;
    if (v->n)
        qsort(v->v, v->n, sizeof *v->v, rising);
    for (size_t i = 0; i < v->n; i++)
        if (!n || v->v[i] != v->v[n - 1])
            v->v[n++] = v->v[i];
    v->n = n;
}

static bool has(const struct hashes *v, uint32_t x)
{
    return v->n && bsearch(&x, v->v, v->n, sizeof x, rising);
}

/* ---- an article as sentences of content words */

static void hear(struct arena *a, struct lexicon *l, struct str lang, struct str sentence, struct hashes *out)
{
    struct word w;
    size_t at = 0;
    while (out->n < TERMS_MAX && word_next(sentence, &at, &w)) {
        uint32_t term = lexicon_add(l, lang, w);
        if (term == TERM_NONE || lexicon_flags(l, term) & TERM_STOP)
            continue;
        uint64_t h = str_hash(lexicon_term(l, term));
        vec_add(a, out, (uint32_t)(h ^ h >> 32));
    }
    sort_once(out);
}

static void add_sentence(struct arena *a, struct lexicon *l, struct str lang, struct str s, struct print *out)
{
    struct hashes h = {0};
    hear(a, l, lang, s, &h);
    for (size_t i = 0; i < h.n && out->words.n < WORDS_MAX; i++)
        vec_add(a, &out->words, h.v[i]);
    if (h.n && out->sentences.n < SENTENCES_MAX)
        vec_add(a, &out->sentences, h);
}

static void body_sentences(struct arena *a, const struct article *art, struct strs *out)
{
    sentences(a, str_sub(art->text, 0, TEXT_READ), art->lang, out);
    if (out->n > SENTENCES_MAX)
        out->n = SENTENCES_MAX;
}

/* ---- as a blob: numbers of four bytes, little-endian: version, words, sentences, the words; of each sentence how
 * many, which */

static void put(struct buf *b, uint32_t x)
{
    for (int i = 0; i < 4; i++)
        buf_ch(b, (char)(x >> 8 * i));
}

struct str compose_print(struct arena *a, const struct article *art)
{
    struct arena scratch = {0};
    struct lexicon *l = lexicon_new(&scratch);
    struct strs body = {0}, summary = {0};
    struct print p = {0};
    struct buf b;
    body_sentences(&scratch, art, &body);
    sentences(&scratch, art->summary, art->lang, &summary);
    add_sentence(&scratch, l, art->lang, art->title, &p);
    for (size_t i = 0; i < body.n; i++)
        add_sentence(&scratch, l, art->lang, body.v[i], &p);
    for (size_t i = 0; i < summary.n; i++)
        add_sentence(&scratch, l, art->lang, summary.v[i], &p);
    sort_once(&p.words);
    buf_init(&b, 1 << 20);
    put(&b, VERSION);
    put(&b, (uint32_t)p.words.n);
    put(&b, (uint32_t)p.sentences.n);
    for (size_t i = 0; i < p.words.n; i++)
        put(&b, p.words.v[i]);
    for (size_t i = 0; i < p.sentences.n; i++) {
        put(&b, (uint32_t)p.sentences.v[i].n);
        for (size_t k = 0; k < p.sentences.v[i].n; k++)
            put(&b, p.sentences.v[i].v[k]);
    }
    struct str out = buf_dup(a, &b);
    buf_end(&b);
    lexicon_end(l);
    arena_end(&scratch);
    return out;
}

static bool get(struct str *blob, uint32_t *x)
{
    const uint8_t *p = (const uint8_t *)blob->s;
    if (blob->n < 4)
        return false;
    *x = (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
    *blob = str_sub(*blob, 4, blob->n);
    return true;
}

static bool get_hashes(struct arena *a, struct str *blob, size_t n, struct hashes *out)
{
    if (blob->n / 4 < n)
        return false;
    *out = (struct hashes){.v = arena_array(a, uint32_t, n + 1), .n = n, .cap = n + 1};
    for (size_t i = 0; i < n; i++)
        if (!get(blob, &out->v[i]) || (i && out->v[i] <= out->v[i - 1]))
            return false;
    return true;
}

bool print_open(struct arena *a, struct str blob, struct print *out)
{
    uint32_t version, words, n, count;
    *out = (struct print){0};
    if (!get(&blob, &version) || version != VERSION || !get(&blob, &words) || !get(&blob, &n) || words > WORDS_MAX ||
        n > SENTENCES_MAX || !get_hashes(a, &blob, words, &out->words))
        return false;
    for (size_t i = 0; i < n; i++)
        if (!get(&blob, &count) || count > TERMS_MAX || !get_hashes(a, &blob, count, vec_push(a, &out->sentences)))
            return false;
    return blob.n == 0;
}

/* ---- news */

static size_t in_common(const struct hashes *x, const struct hashes *y)
{
    size_t n = 0;
    for (size_t i = 0, k = 0; i < x->n && k < y->n;) {
        n += x->v[i] == y->v[k];
        if (x->v[i] <= y->v[k])
            i++;
        else
            k++;
    }
    return n;
}

static bool said_before(const struct prints *read, const struct hashes *sentence)
{
    for (size_t i = 0; i < read->n; i++)
        for (size_t k = 0; k < read->v[i].sentences.n; k++)
            if (in_common(sentence, &read->v[i].sentences.v[k]) * 10 >= sentence->n * SAME_TENTHS)
                return true;
    return false;
}

static bool read_before(const struct prints *read, uint32_t word)
{
    for (size_t i = 0; i < read->n; i++)
        if (has(&read->v[i].words, word))
            return true;
    return false;
}

struct weighing {
    struct arena *a;
    const struct news_words *w;
    const struct read_before *before;
    const struct article *art;
    size_t sentences, fresh, lead_words, lead_unheard;
    bool unheard;                         /* a new sentence has a word that was nowhere before */
    bool outcome, count, later, anywhere; /* told in the lead; any of them further down */
    struct str line, told;                /* the first new sentence that fits a line, and the first that tells */
};

/* A sentence that can say what is new, in a line of its own. */
static bool fits_a_line(struct str s)
{
    static const char *const opens[] = {"\"", "'", "“", "„", "«", "‘", "("};
    size_t chars = utf8_chars(s);
    for (size_t i = 0; i < sizeof opens / sizeof *opens; i++)
        if (str_starts(s, opens[i]))
            return false;
    return chars >= LINE_LEAST && chars <= LINE_MOST && str_chr(s, '\n') == STR_NONE;
}

static void count_unheard(struct weighing *g, const struct hashes *words, bool lead)
{
    for (size_t i = 0; i < words->n; i++) {
        bool unheard = !read_before(&g->before->prints, words->v[i]);
        g->unheard |= unheard;
        g->lead_words += lead;
        g->lead_unheard += lead && unheard;
    }
}

static bool tells(struct weighing *g, struct str s, bool lead)
{
    struct development d = develop(g->a, g->w, g->before, g->art, s);
    g->outcome |= lead && d.outcome;
    g->count |= lead && d.count;
    g->later |= lead && d.later;
    g->anywhere |= d.outcome || d.count;
    return d.outcome || d.count || d.later;
}

static void weigh_title(struct weighing *g)
{
    struct hashes words = {0};
    hear(g->a, news_words_lexicon(g->w), g->art->lang, g->art->title, &words);
    if (said_before(&g->before->prints, &words))
        return;
    count_unheard(g, &words, true);
    tells(g, g->art->title, true);
}

static void weigh(struct weighing *g, struct str s)
{
    struct hashes words = {0};
    hear(g->a, news_words_lexicon(g->w), g->art->lang, s, &words);
    if (words.n < TERMS_LEAST)
        return;
    bool lead = g->sentences++ < LEAD_SENTENCES;
    if (said_before(&g->before->prints, &words))
        return;
    g->fresh++;
    count_unheard(g, &words, lead);
    bool told = g->sentences <= TOLD_SENTENCES && tells(g, s, lead), fits = fits_a_line(s);
    if (fits && !g->line.s)
        g->line = s;
    if (fits && told && !g->told.s)
        g->told = s;
}

/* A page that is read again has what its author added to it, and no outlet tells the same twice. Another's account of
 * the same must tell a development, and tell it in front: further down stands what led to it, and what happened
 * elsewhere. */
static enum news_kind kind_of(const struct weighing *g)
{
    size_t least = g->sentences <= 3 ? 1 : NEW_SENTENCES;
    bool more = g->fresh >= least && g->fresh * NEW_SHARE >= g->sentences && g->unheard;
    if (g->before->same_voice)
        return more ? NEWS_ADDED : g->anywhere ? NEWS_OUTCOME : NEWS_NONE;
    if (!more)
        return NEWS_NONE;
    int64_t day = news_day(g->art);
    int64_t days = day == INT64_MIN || g->before->day == INT64_MIN ? 0 : day - g->before->day;
    bool other = g->lead_unheard * 10 >= g->lead_words * OTHER_TENTHS;
    if (g->outcome)
        return NEWS_OUTCOME;
    if (g->count)
        return NEWS_COUNT;
    return other && ((g->later && days > 0) || days >= DAYS_APART) ? NEWS_LATER : NEWS_NONE;
}

void print_news(struct arena *a, const struct news_words *w, const struct article *art,
                const struct read_before *before, struct news *out)
{
    struct arena scratch = {0};
    struct weighing g = {.a = &scratch, .w = w, .before = before, .art = art};
    struct strs all = {0};
    *out = (struct news){0};
    body_sentences(&scratch, art, &all);
    weigh_title(&g);
    for (size_t i = 0; i < all.n; i++)
        weigh(&g, all.v[i]);
    out->kind = kind_of(&g);
    out->sentence = g.told.s ? g.told : g.line;
    arena_end(&scratch);
}
