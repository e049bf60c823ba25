#include "base/words.h"
#include "base/stopwords.h"
#include "base/utf8.h"
#include <libstemmer.h>
#include <string.h>

/* ---- words ---- */

static bool ascii_alnum(unsigned char c)
{
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

static bool is_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

/* Marks that belong to the letter before them: combining accents, vowel signs of the Indic scripts, Arabic and Hebrew
 * points. */
static bool is_mark(uint32_t c)
{
    return (c >= 0x300 && c <= 0x36f) || (c >= 0x591 && c <= 0x5c7) || (c >= 0x64b && c <= 0x65f) ||
           (c >= 0x900 && c <= 0xdff);
}

static bool is_hangul(uint32_t c)
{
    return (c >= 0xac00 && c <= 0xd7a3) || (c >= 0x1100 && c <= 0x11ff);
}

static bool in_pairs(uint32_t c)
{
    return c >= 0x1100 && (is_hangul(c) || (utf8_is_cjk(c) && utf8_is_letter(c)));
}

/* U+2019 and U+02BC stand for the apostrophe as well as ' does. Returns its length in bytes, 0 if there is none at i.
 */
static size_t apostrophe(struct str t, size_t i)
{
    if (i < t.n && t.s[i] == '\'')
        return 1;
    if (i + 3 <= t.n && !memcmp(t.s + i, "\xe2\x80\x99", 3))
        return 3;
    if (i + 2 <= t.n && !memcmp(t.s + i, "\xca\xbc", 2))
        return 2;
    return 0;
}

/* The letter or digit at i: its code point and the byte after it; 0 when something else stands there. */
static uint32_t letter_at(struct str t, size_t i, size_t *after)
{
    if (i >= t.n)
        return 0;
    unsigned char c = (unsigned char)t.s[i];
    if (c < 0x80) {
        *after = i + 1;
        return ascii_alnum(c) ? c : 0;
    }
    *after = i;
    uint32_t u = utf8_next(t, after);
    return u != 0xfffd && (utf8_is_letter(u) || is_mark(u)) ? u : 0;
}

/* "U.S." and "e.g.": single letters, each with its full stop, at least two of them. Returns the end, or from. */
static size_t initials_end(struct str t, size_t from)
{
    size_t i = from, letters = 0, after = 0;
    while (i < t.n && letter_at(t, i, &after) && !is_digit((unsigned char)t.s[i]) && after < t.n && t.s[after] == '.') {
        i = after + 1;
        letters++;
    }
    return letters >= 2 ? i : from;
}

static size_t number_end(struct str t, size_t i)
{
    while (i < t.n) {
        if (is_digit((unsigned char)t.s[i]))
            i++;
        else if ((t.s[i] == ',' || t.s[i] == '.') && i + 1 < t.n && is_digit((unsigned char)t.s[i + 1]))
            i += 2;
        else
            break;
    }
    return i;
}

static void letter_case(struct word *w)
{
    size_t i = 0, letters = 0, upper = 0;
    while (i < w->s.n) {
        unsigned char c = (unsigned char)w->s.s[i];
        uint32_t u = c;
        if (c < 0x80)
            i++;
        else
            u = utf8_next(w->s, &i);
        bool up = c < 0x80 ? c >= 'A' && c <= 'Z' : utf8_is_upper(u);
        if (c < 0x80 && !ascii_alnum(c))
            continue;
        if (letters == 0)
            w->capital = up;
        letters++;
        upper += up;
    }
    w->all_caps = letters >= 2 && upper == letters;
}

bool word_next(struct str t, size_t *at, struct word *out)
{
    size_t i = *at, after = 0;
    uint32_t c = 0;
    while (i < t.n && !(c = letter_at(t, i, &after)))
        i = after;
    if (i >= t.n) {
        *at = t.n;
        return false;
    }
    *out = (struct word){0};
    if (in_pairs(c)) {
        size_t end = after;
        uint32_t d = letter_at(t, after, &end);
        bool pair = d && in_pairs(d);
        size_t beyond = 0;
        bool more = pair && (d = letter_at(t, end, &beyond)) && in_pairs(d);
        out->s = str_sub(t, i, pair ? end : after);
        out->kind = WORD_PAIR;
        *at = more ? after : pair ? end : after;
        return true;
    }
    size_t end = i;
    if (c < 0x80 && is_digit((unsigned char)c)) {
        end = number_end(t, i);
        if (!letter_at(t, end, &after)) { /* "5th" and "4K" go on as letters */
            *out = (struct word){.s = str_sub(t, i, end), .kind = WORD_NUMBER};
            *at = end;
            return true;
        }
    } else if ((end = initials_end(t, i)) > i && !letter_at(t, end, &after)) {
        out->s = str_sub(t, i, end);
        letter_case(out);
        *at = end;
        return true;
    } else {
        end = i;
    }
    while (end < t.n) {
        if ((c = letter_at(t, end, &after))) {
            if (in_pairs(c))
                break;
            end = after;
            continue;
        }
        size_t n = apostrophe(t, end);
        if (!n || !letter_at(t, end + n, &after))
            break;
        size_t tail = 0;
        bool s = (t.s[end + n] | 32) == 's' && !letter_at(t, end + n + 1, &tail);
        if (s) { /* possessive: outside the word */
            out->s = str_sub(t, i, end);
            letter_case(out);
            *at = end + n + 1;
            return true;
        }
        end = after;
    }
    out->s = str_sub(t, i, end);
    letter_case(out);
    *at = end;
    return true;
}

/* ---- folding and stemming ---- */

/* Letters of Latin-1 and Latin Extended-A without their accents; '.' where there is no single plain letter. */
static const char latin_plain[] = "aaaaaa.ceeeeiiii.nooooo.ouuuuy..aaaaaa.ceeeeiiii.nooooo.ouuuuy.y"
                                  "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii..jjkk.lllllll"
                                  "lllnnnnnn...oooooo..rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

static void fold_into(struct arena *a, struct str s, bool accents, struct str *out)
{
    bool ascii = true;
    for (size_t i = 0; i < s.n && ascii; i++)
        ascii = (unsigned char)s.s[i] < 0x80;
    struct str f = ascii ? s : utf8_fold(a, s);
    char *p = arena_alloc(a, f.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < f.n;) {
        unsigned char c = (unsigned char)f.s[i];
        if (c < 0x80) {
            if (c == '\'')
                p[n++] = '\'';
            else if (ascii_alnum(c))
                p[n++] = (char)(c >= 'A' && c <= 'Z' ? c | 32 : c);
            i++;
            continue;
        }
        size_t from = i;
        uint32_t u = utf8_next(f, &i);
        char plain = u >= 0xc0 && u - 0xc0 < sizeof latin_plain - 1 ? latin_plain[u - 0xc0] : '.';
        if (u == 0x2019 || u == 0x2bc)
            p[n++] = '\'';
        else if (!accents && u >= 0x300 && u <= 0x36f)
            continue;
        else if (!accents && plain != '.')
            p[n++] = plain;
        else {
            memcpy(p + n, f.s + from, i - from);
            n += i - from;
        }
    }
    *out = (struct str){p, n};
}

struct str word_fold(struct arena *a, struct str s)
{
    struct str out;
    fold_into(a, s, false, &out);
    return out;
}

static const struct {
    const char *tag, *algorithm;
} stemmers[] = {
    {"en", "english"},    {"de", "german"},    {"fr", "french"},     {"es", "spanish"},    {"it", "italian"},
    {"pt", "portuguese"}, {"nl", "dutch"},     {"sv", "swedish"},    {"da", "danish"},     {"no", "norwegian"},
    {"nb", "norwegian"},  {"nn", "norwegian"}, {"fi", "finnish"},    {"hu", "hungarian"},  {"ro", "romanian"},
    {"ru", "russian"},    {"tr", "turkish"},   {"ar", "arabic"},     {"ca", "catalan"},    {"el", "greek"},
    {"ga", "irish"},      {"hi", "hindi"},     {"id", "indonesian"}, {"lt", "lithuanian"}, {"sr", "serbian"},
    {"ta", "tamil"},      {"ne", "nepali"},    {"eu", "basque"},     {"yi", "yiddish"},
};
enum { N_STEMMERS = sizeof stemmers / sizeof *stemmers };

static int stemmer_of(struct str lang)
{
    if (!lang.n)
        return 0;
    size_t n = 0;
    while (n < lang.n && lang.s[n] != '-' && lang.s[n] != '_')
        n++;
    for (int i = 0; i < N_STEMMERS; i++)
        if (str_ieqc(str_sub(lang, 0, n), stemmers[i].tag))
            return i;
    return -1; /* a language without a stemmer: words as they are */
}

/* The stemmers know accents, our stems do not carry them: stem first, drop accents then. */
static struct str stem_with(struct arena *a, struct sb_stemmer *st, struct str s)
{
    struct str f;
    fold_into(a, s, true, &f);
    if (st && f.n < 100) {
        const sb_symbol *p = sb_stemmer_stem(st, (const sb_symbol *)f.s, (int)f.n);
        int n = p ? sb_stemmer_length(st) : 0;
        if (n > 0)
            f = str_dup(a, (struct str){(const char *)p, (size_t)n});
    }
    return word_fold(a, f);
}

struct str word_stem(struct arena *a, struct str lang, struct str s)
{
    int k = stemmer_of(lang);
    struct sb_stemmer *st = k < 0 ? NULL : sb_stemmer_new(stemmers[k].algorithm, "UTF_8");
    struct str out = stem_with(a, st, s);
    if (st)
        sb_stemmer_delete(st);
    return out;
}

bool word_is_stop(struct str lang, struct str folded)
{
    return stopwords_has(lang, folded);
}

/* ---- language ---- */

struct str words_language(struct str text)
{
    static const char *const tags[] = {"en", "de", "fr", "es", "it", "pt", "nl",
                                       "sv", "da", "no", "fi", "ru", "tr", "pl"};
    enum { N = sizeof tags / sizeof *tags };
    size_t hits[N] = {0}, n = 0, hangul = 0, kana = 0, han = 0, at = 0;
    char mem[64];
    struct word w;
    text = str_sub(text, 0, 4096);
    while (word_next(text, &at, &w)) {
        n++;
        if (w.kind == WORD_PAIR) {
            size_t i = 0;
            uint32_t c = utf8_next(w.s, &i);
            hangul += is_hangul(c);
            kana += c >= 0x3040 && c <= 0x30ff;
            han += c >= 0x4e00 && c <= 0x9fff;
            continue;
        }
        if (w.kind == WORD_NUMBER || w.s.n >= sizeof mem)
            continue;
        for (size_t i = 0; i < w.s.n; i++)
            mem[i] = (char)(w.s.s[i] >= 'A' && w.s.s[i] <= 'Z' ? w.s.s[i] | 32 : w.s.s[i]);
        for (int k = 0; k < N; k++)
            hits[k] += stopwords_has(str_c(tags[k]), (struct str){mem, w.s.n});
    }
    if (hangul + kana + han > n / 3)
        return hangul > kana + han ? str_lit("ko") : kana * 5 > han ? str_lit("ja") : str_lit("zh");
    int best = 0;
    size_t second = 0;
    for (int k = 1; k < N; k++)
        if (hits[k] > hits[best])
            best = k;
    for (int k = 0; k < N; k++)
        if (k != best && hits[k] > second)
            second = hits[k];
    bool sure = hits[best] >= 2 && hits[best] * 10 >= n && hits[best] > second;
    return sure ? str_c(tags[best]) : str_lit("");
}

/* ---- lexicon ---- */

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
    struct sb_stemmer *stemmers[N_STEMMERS];
    bool opened[N_STEMMERS], common_known;
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
    for (int i = 0; i < N_STEMMERS; i++)
        if (l->stemmers[i])
            sb_stemmer_delete(l->stemmers[i]);
    memset(l->stemmers, 0, sizeof l->stemmers);
    memset(l->opened, 0, sizeof l->opened);
    arena_end(&l->scratch);
}

static struct sb_stemmer *stemmer_open(struct lexicon *l, int k)
{
    if (k < 0)
        return NULL;
    if (!l->opened[k]) {
        l->opened[k] = true;
        l->stemmers[k] = sb_stemmer_new(stemmers[k].algorithm, "UTF_8");
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
        struct str stem = stem_with(&l->scratch, stemmer_open(l, 0), w);
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
        stem = stem_with(&l->scratch, stemmer_open(l, k), w.s);
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
