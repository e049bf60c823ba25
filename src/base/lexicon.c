/* A lexicon: stems as numbers, the work done once per distinct spelling. */
#include "base/stem.h"
#include "base/stopwords.h"
#include <string.h>

struct term {
    struct str text;
    unsigned flags;
};

/* Open addressing from text to number. Spellings and stems are two tables of the same kind. */
struct index {
    struct slot {
        uint64_t hash;
        struct str key;
        uint32_t value;
    } * slots;
    size_t n, cap;
};

struct lexicon {
    struct arena *arena;
    struct arena scratch;
    struct stemmer *stemmers[STEMMERS_MOST];
    bool opened[STEMMERS_MOST], common_known;
    struct index spellings, stems, common;
    VEC(, struct term) terms;
};

static uint64_t hash_text(struct str s, uint64_t seed)
{
    uint64_t h = 0xcbf29ce484222325u ^ (seed * 0x9e3779b97f4a7c15u);
    size_t i = 0;
    for (; i + 8 <= s.n; i += 8) {
        uint64_t v;
        memcpy(&v, s.s + i, 8);
        h = (h ^ v) * 0xff51afd7ed558ccdu;
        h ^= h >> 32;
    }
    uint64_t v = 0;
    memcpy(&v, s.s + i, s.n - i);
    h = (h ^ v ^ ((uint64_t)s.n << 56)) * 0xff51afd7ed558ccdu;
    return (h ^ (h >> 29)) | 1; /* never 0: a slot with hash 0 is free */
}

static struct slot *index_find(const struct index *x, uint64_t hash, struct str key)
{
    size_t i = hash & (x->cap - 1);
    while (x->slots[i].hash && !(x->slots[i].hash == hash && str_eq(x->slots[i].key, key)))
        i = (i + 1) & (x->cap - 1);
    return &x->slots[i];
}

static void index_grow(struct arena *a, struct index *x)
{
    struct index y = {.cap = x->cap ? x->cap * 2 : 4096, .n = x->n};
    y.slots = arena_array(a, struct slot, y.cap);
    for (size_t i = 0; i < x->cap; i++) {
        if (!x->slots[i].hash)
            continue;
        size_t j = x->slots[i].hash & (y.cap - 1);
        while (y.slots[j].hash)
            j = (j + 1) & (y.cap - 1);
        y.slots[j] = x->slots[i];
    }
    *x = y;
}

/* The slot of a key, taken by it if it is new (then *fresh). The key is copied. */
static struct slot *index_take(struct arena *a, struct index *x, uint64_t hash, struct str key, bool *fresh)
{
    if (x->n * 3 >= x->cap * 2)
        index_grow(a, x);
    struct slot *s = index_find(x, hash, key);
    *fresh = !s->hash;
    if (*fresh) {
        *s = (struct slot){.hash = hash, .key = str_dup(a, key)};
        x->n++;
    }
    return s;
}

struct lexicon *lexicon_new(struct arena *a)
{
    struct lexicon *l = arena_new(a, struct lexicon);
    l->arena = a;
    return l;
}

void lexicon_end(struct lexicon *l)
{
    for (int i = 0; i < STEMMERS_MOST; i++)
        stemmer_close(l->stemmers[i]);
    memset(l->stemmers, 0, sizeof l->stemmers);
    memset(l->opened, 0, sizeof l->opened);
    arena_end(&l->scratch);
}

static struct stemmer *opened(struct lexicon *l, int k)
{
    if (k < 0)
        return NULL;
    if (!l->opened[k]) {
        l->opened[k] = true;
        l->stemmers[k] = stemmer_open(k);
    }
    return l->stemmers[k];
}

static void learn_list(struct lexicon *l, const char *list, unsigned flag)
{
    struct str rest = str_c(list), w;
    bool fresh;
    while (str_cut(&rest, ' ', &w)) {
        if (!w.n)
            continue;
        struct str stem = stem_with(&l->scratch, opened(l, 0), w);
        struct slot *s = index_take(l->arena, &l->common, hash_text(stem, 0), stem, &fresh);
        if (fresh)
            s->value = flag;
    }
}

static unsigned flags_of_stem(struct lexicon *l, struct str stem)
{
    if (!l->common_known) {
        l->common_known = true;
        learn_list(l, common_words_en, TERM_COMMON);
        learn_list(l, broad_words_en, TERM_BROAD);
    }
    struct slot *s = index_find(&l->common, hash_text(stem, 0), stem);
    return s->hash ? s->value : 0;
}

/* A stop word keeps its spelling and never shares a number with a stem: "does" must not become the deer. */
static uint32_t term_of(struct lexicon *l, struct str lang, int k, struct word w)
{
    struct str folded = word_fold(&l->scratch, w.s), stem = folded;
    unsigned flags = 0;
    uint64_t space = 0;
    if (w.kind == WORD_NUMBER) {
        flags = TERM_NUMBER;
    } else if (w.kind == WORD_LETTERS && stopwords_has(lang.n ? lang : str_lit("en"), folded) &&
               !(w.all_caps && (str_eqc(folded, "us") || str_eqc(folded, "who")))) {
        flags = TERM_STOP;
        space = 1;
    } else if (w.kind == WORD_LETTERS && !memchr(w.s.s, '.', w.s.n)) {
        stem = stem_with(&l->scratch, opened(l, k), w.s);
        if (k == 0)
            flags = flags_of_stem(l, stem);
    }
    bool fresh;
    struct slot *s = index_take(l->arena, &l->stems, hash_text(stem, space), stem, &fresh);
    if (fresh) {
        s->value = (uint32_t)l->terms.n;
        vec_add(l->arena, &l->terms, ((struct term){s->key, flags}));
    }
    return s->value;
}

uint32_t lexicon_add(struct lexicon *l, struct str lang, struct word w)
{
    int k = stemmer_of(lang);
    bool fresh;
    struct slot *s = index_take(l->arena, &l->spellings, hash_text(w.s, (uint64_t)(k + 2)), w.s, &fresh);
    if (fresh) {
        s->value = term_of(l, lang, k, w);
        if (l->scratch.used > (1u << 20))
            arena_end(&l->scratch);
    }
    return s->value;
}

struct str lexicon_term(const struct lexicon *l, uint32_t term)
{
    return l->terms.v[term].text;
}

unsigned lexicon_flags(const struct lexicon *l, uint32_t term)
{
    return l->terms.v[term].flags;
}

uint32_t lexicon_size(const struct lexicon *l)
{
    return (uint32_t)l->terms.n;
}
