#include "compose/wishes.h"
#include "base/utf8.h"
#include "base/words.h"

enum {
    HEAD_WORDS = 150,
    MOST_WORDS = 3000, /* of one story: a bound on the work */
    PHRASE_WORDS = 8,
    MOST_LANGS = 16,
    ENOUGH = 2, /* mentions further down */
};

bool bits_has(const struct story_bits *b, size_t i)
{
    return b->w[i / 64] >> (i % 64) & 1;
}

void bits_set(struct story_bits *b, size_t i)
{
    b->w[i / 64] |= (uint64_t)1 << (i % 64);
}

void bits_clear(struct story_bits *b, size_t i)
{
    b->w[i / 64] &= ~((uint64_t)1 << (i % 64));
}

void bits_or(struct story_bits *b, const struct story_bits *with)
{
    for (size_t i = 0; i < MAX_STORIES / 64; i++)
        b->w[i] |= with->w[i];
}

void bits_and_not(struct story_bits *b, const struct story_bits *without)
{
    for (size_t i = 0; i < MAX_STORIES / 64; i++)
        b->w[i] &= ~without->w[i];
}

bool bits_any(const struct story_bits *b)
{
    for (size_t i = 0; i < MAX_STORIES / 64; i++)
        if (b->w[i])
            return true;
    return false;
}

struct place {
    uint32_t story, at;
};
struct term { /* a stem and where it stands */
    VEC(, struct place) places;
};
struct running { /* one story's words; NULL parts; the first `head` of them weigh more */
    const struct term **v;
    size_t n, head;
};
struct wishes {
    struct arena *a;
    struct story *const *stories;
    size_t n;
    struct running *texts;
    struct map terms;   /* stem -> struct term * */
    struct strs langs;  /* in which the stories are written */
    struct map outlets; /* folded name -> struct story_bits[2]: told by, led by */
};

static struct str lang_of(const struct article *x)
{
    return x->lang.n ? x->lang : words_language(x->text.n ? x->text : x->title);
}

static struct term *term_of(struct wishes *w, struct str stem)
{
    struct term **slot = (struct term **)map_at(w->a, &w->terms, stem);
    if (!*slot)
        *slot = arena_new(w->a, struct term);
    return *slot;
}

static void read_part(struct wishes *w, struct lexicon *l, struct str lang, size_t story, struct str text, size_t most)
{
    struct running *r = &w->texts[story];
    struct word word;
    size_t at = 0;
    for (size_t k = 0; k < most && r->n + 1 < MOST_WORDS && word_next(text, &at, &word); k++) {
        struct term *t = term_of(w, lexicon_term(l, lexicon_add(l, lang, word)));
        vec_add(w->a, &t->places, ((struct place){(uint32_t)story, (uint32_t)r->n}));
        r->v[r->n++] = t;
    }
    if (r->n < MOST_WORDS)
        r->v[r->n++] = NULL; /* no phrase goes on from one part into the next */
}

static void read_story(struct wishes *w, struct lexicon *l, size_t i)
{
    const struct story *s = w->stories[i];
    const struct article *x = s->lead;
    struct str lang = lang_of(x);
    const struct strs *lists[2] = {&x->categories, &x->tags};
    if (!strs_has(&w->langs, lang) && w->langs.n < MOST_LANGS)
        vec_add(w->a, &w->langs, lang);
    w->texts[i].v = arena_array(w->a, const struct term *, MOST_WORDS);
    read_part(w, l, lang, i, s->headline, HEAD_WORDS);
    read_part(w, l, lang, i, x->title, HEAD_WORDS);
    read_part(w, l, lang, i, s->dek, HEAD_WORDS);
    for (int k = 0; k < 2; k++)
        for (size_t c = 0; c < lists[k]->n && c < 16; c++)
            read_part(w, l, lang, i, lists[k]->v[c], 16);
    w->texts[i].head = w->texts[i].n + HEAD_WORDS;
    read_part(w, l, lang, i, x->text, MOST_WORDS);
}

static struct story_bits *outlet_bits(struct wishes *w, struct str outlet)
{
    struct story_bits **slot = (struct story_bits **)map_at(w->a, &w->outlets, utf8_fold(w->a, str_trim(outlet)));
    if (!*slot)
        *slot = arena_array(w->a, struct story_bits, 2);
    return *slot;
}

struct wishes *wishes_begin(struct arena *a, struct story *const *stories, size_t n)
{
    struct wishes *w = arena_new(a, struct wishes);
    struct lexicon *l = lexicon_new(a);
    *w = (struct wishes){.a = a, .stories = stories, .n = n, .texts = arena_array(a, struct running, n + 1)};
    for (size_t i = 0; i < n; i++) {
        if (!stories[i]->lead)
            continue;
        read_story(w, l, i);
        for (size_t k = 0; k < stories[i]->articles.n; k++)
            bits_set(&outlet_bits(w, stories[i]->articles.v[k]->outlet)[0], i);
        bits_set(&outlet_bits(w, stories[i]->lead->outlet)[0], i);
        bits_set(&outlet_bits(w, stories[i]->lead->outlet)[1], i);
    }
    lexicon_end(l);
    return w;
}

static bool goes_on(const struct running *r, size_t from, const struct term *const *phrase, size_t n)
{
    if (n > r->n - from)
        return false;
    for (size_t i = 0; i < n; i++)
        if (r->v[from + i] != phrase[i])
            return false;
    return true;
}

/* As the lexicon files the word. */
static struct str stem_of(struct arena *a, struct str lang, const struct word *w, bool *content)
{
    struct str folded = word_fold(a, w->s);
    bool stop = word_is_stop(lang.n ? lang : str_lit("en"), folded);
    *content |= !stop;
    bool as_is = stop || w->kind == WORD_NUMBER || str_chr(w->s, '.') != STR_NONE;
    return as_is ? folded : word_stem(a, lang.n ? lang : str_lit("en"), w->s);
}

/* The phrase as one language stems it; looked for where its rarest word stands. */
static void find_phrase(struct wishes *w, const struct term *const *phrase, size_t n, struct story_bits *out)
{
    size_t rare = 0, met = 0;
    uint32_t story = UINT32_MAX;
    for (size_t i = 1; i < n; i++)
        if (phrase[i]->places.n < phrase[rare]->places.n)
            rare = i;
    for (size_t i = 0; i < phrase[rare]->places.n; i++) { /* in the order of stories */
        struct place p = phrase[rare]->places.v[i];
        const struct running *r = &w->texts[p.story];
        if (p.at < rare || !goes_on(r, p.at - rare, phrase, n))
            continue;
        met = p.story == story ? met + 1 : 1;
        story = p.story;
        if (p.at - rare < r->head || met >= ENOUGH)
            bits_set(out, p.story);
    }
}

static void find_words(struct wishes *w, struct str what, struct story_bits *out)
{
    for (size_t k = 0; k < w->langs.n; k++) {
        struct arena scratch = {0};
        const struct term *phrase[PHRASE_WORDS];
        struct word word;
        size_t at = 0, n = 0;
        bool known = true, content = false;
        while (known && n < PHRASE_WORDS && word_next(what, &at, &word)) {
            phrase[n] = map_get(&w->terms, stem_of(&scratch, w->langs.v[k], &word, &content));
            known = phrase[n++] != NULL;
        }
        if (known && n && content)
            find_phrase(w, phrase, n, out);
        arena_end(&scratch);
    }
}

void wishes_find(struct wishes *w, const struct interest *i, struct story_bits *out)
{
    *out = (struct story_bits){0};
    if (i->kind == INTEREST_WORD) {
        find_words(w, i->what, out);
    } else if (i->kind == INTEREST_OUTLET) {
        struct arena scratch = {0};
        const struct story_bits *known = map_get(&w->outlets, utf8_fold(&scratch, i->what));
        if (known)
            *out = known[i->mute];
        arena_end(&scratch);
    }
}
