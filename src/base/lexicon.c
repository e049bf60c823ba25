/* A lexicon: stems as numbers, the work done once per distinct spelling. */
#include "base/stem.h"
#include "base/stopwords.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* Open addressing from text to number. Spellings and stems are two tables of the same kind. Up to sixteen bytes stand
 * in the slot itself, so that a look costs one line of cache and no call; what is longer is pointed at. */
enum { INLINE = 16, LONG = 31 };
struct key {
    uint64_t a, b; /* the text; of a long one the hash */
    uint32_t tag;  /* length and space: texts of different spaces never meet */
    struct str s;
};
struct index {
    struct slot {
        uint64_t a, b;
        const struct str *s; /* of a long text */
        uint32_t tag;        /* 0: free */
        uint32_t value;
    } * slots;
    size_t n, cap;
};

struct lexicon {
    struct arena *arena;
    struct arena scratch;
    struct stemmer *stemmers[STEMMERS_MOST];
    bool opened[STEMMERS_MOST];
    struct index spellings, stems;
    struct strs terms;
    VEC(, unsigned char) flags; /* of each; apart, because they are asked for more often */
};

static uint64_t load64(const char *p)
{
    uint64_t v;
    memcpy(&v, p, sizeof v);
    return v;
}

static uint64_t load32(const char *p)
{
    uint32_t v;
    memcpy(&v, p, sizeof v);
    return v;
}

/* Loads may overlap: with the length they are as good as the text. */
static struct key key_of(struct str s, uint32_t space)
{
    struct key k = {.s = s, .tag = space << 8 | (uint32_t)(s.n <= INLINE ? s.n + 1 : LONG)};
    if (s.n > INLINE) {
        k.a = str_hash(s);
    } else if (s.n >= 8) {
        k.a = load64(s.s);
        k.b = load64(s.s + s.n - 8);
    } else if (s.n >= 4) {
        k.a = load32(s.s) | load32(s.s + s.n - 4) << 32;
    } else if (s.n) {
        k.a = (uint64_t)(unsigned char)s.s[0] | (uint64_t)(unsigned char)s.s[s.n / 2] << 8 |
              (uint64_t)(unsigned char)s.s[s.n - 1] << 16;
    }
    return k;
}

static size_t place_of(const struct index *x, uint64_t a, uint64_t b, uint32_t tag)
{
    uint64_t h = (a ^ tag) * 0xff51afd7ed558ccdu;
    h = ((h ^ h >> 32) + b) * 0xc4ceb9fe1a85ec53u;
    return (h ^ h >> 29) & (x->cap - 1);
}

static struct slot *index_find(const struct index *x, const struct key *k)
{
    size_t i = place_of(x, k->a, k->b, k->tag);
    for (;; i = (i + 1) & (x->cap - 1)) {
        struct slot *s = &x->slots[i];
        if (!s->tag || (s->tag == k->tag && s->a == k->a && s->b == k->b && (!s->s || str_eq(*s->s, k->s))))
            return s;
    }
}

static void index_grow(struct index *x)
{
    struct index y = {.cap = x->cap ? x->cap * 2 : 4096, .n = x->n};
    y.slots = mem_realloc(NULL, y.cap * sizeof *y.slots);
    memset(y.slots, 0, y.cap * sizeof *y.slots);
    for (size_t i = 0; i < x->cap; i++) {
        const struct slot *s = &x->slots[i];
        if (!s->tag)
            continue;
        size_t j = place_of(&y, s->a, s->b, s->tag);
        while (y.slots[j].tag)
            j = (j + 1) & (y.cap - 1);
        y.slots[j] = *s;
    }
    free(x->slots);
    *x = y;
}

/* The slot of a key, taken by it if it is new (then *fresh). */
static struct slot *index_take(struct arena *a, struct index *x, const struct key *k, bool *fresh)
{
    if (x->n * 3 >= x->cap * 2)
        index_grow(x);
    struct slot *s = index_find(x, k);
    *fresh = !s->tag;
    if (*fresh) {
        struct str *text = k->s.n > INLINE ? arena_new(a, struct str) : NULL;
        if (text)
            *text = str_dup(a, k->s);
        *s = (struct slot){.a = k->a, .b = k->b, .s = text, .tag = k->tag};
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
    free(l->spellings.slots);
    free(l->stems.slots);
    l->spellings = l->stems = (struct index){0};
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

/* The stems of the common words are the same for every lexicon: stemming 1,500 words takes longer than reading a story.
 * They are kept as long as the program runs. */
static struct index common;

static void learn_list(struct arena *kept, struct stemmer *english, const char *list, unsigned flag)
{
    struct arena scratch = {0};
    struct str rest = str_c(list), w;
    bool fresh;
    while (str_cut(&rest, ' ', &w)) {
        if (!w.n)
            continue;
        struct key k = key_of(stem_with(&scratch, english, w), 0);
        struct slot *s = index_take(kept, &common, &k, &fresh);
        if (fresh)
            s->value = flag;
    }
    arena_end(&scratch);
}

static void learn_common(void)
{
    static struct arena kept;
    struct stemmer *english = stemmer_open(0);
    learn_list(&kept, english, common_words_en, TERM_COMMON);
    learn_list(&kept, english, broad_words_en, TERM_BROAD);
    stemmer_close(english);
}

static unsigned flags_of_stem(struct str stem)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT; /* several threads may have a lexicon each */
    pthread_once(&once, learn_common);
    struct key k = key_of(stem, 0);
    const struct slot *s = index_find(&common, &k);
    return s->tag ? s->value : 0;
}

/* A stop word keeps its spelling and never shares a number with a stem: "does" must not become the deer. */
static uint32_t term_of(struct lexicon *l, struct str lang, int k, struct word w)
{
    struct str folded = word_fold(&l->scratch, w.s), stem = folded;
    unsigned flags = 0;
    uint32_t space = 0;
    if (w.kind == WORD_NUMBER) {
        flags = TERM_NUMBER;
    } else if (w.kind == WORD_LETTERS && stopwords_has(lang.n ? lang : str_lit("en"), folded) &&
               !(w.all_caps && (str_eqc(folded, "us") || str_eqc(folded, "who")))) {
        flags = TERM_STOP;
        space = 1;
    } else if (w.kind == WORD_LETTERS && !memchr(w.s.s, '.', w.s.n)) {
        stem = stem_with(&l->scratch, opened(l, k), w.s);
        if (k == 0)
            flags = flags_of_stem(stem);
    }
    bool fresh;
    struct key key = key_of(stem, space);
    struct slot *s = index_take(l->arena, &l->stems, &key, &fresh);
    if (fresh) {
        s->value = (uint32_t)l->terms.n;
        vec_add(l->arena, &l->terms, s->s ? *s->s : str_dup(l->arena, stem));
        vec_add(l->arena, &l->flags, (unsigned char)flags);
    }
    return s->value;
}

uint32_t lexicon_add(struct lexicon *l, struct str lang, struct word w)
{
    int k = stemmer_of(lang);
    bool fresh;
    struct key key = key_of(w.s, (uint32_t)(k + 2));
    struct slot *s = index_take(l->arena, &l->spellings, &key, &fresh);
    if (fresh) {
        s->value = term_of(l, lang, k, w);
        if (l->scratch.used > (1u << 20))
            arena_end(&l->scratch);
    }
    return s->value;
}

struct str lexicon_term(const struct lexicon *l, uint32_t term)
{
    return l->terms.v[term];
}

unsigned lexicon_flags(const struct lexicon *l, uint32_t term)
{
    return l->flags.v[term];
}

uint32_t lexicon_size(const struct lexicon *l)
{
    return (uint32_t)l->terms.n;
}
