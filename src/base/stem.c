/* Words folded and stemmed. libstemmer's header is seen only here. */
#include "base/stem.h"
#include "base/utf8.h"
#include <libstemmer.h>
#include <string.h>

static bool ascii_alnum(unsigned char c)
{
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

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
_Static_assert(sizeof stemmers / sizeof *stemmers <= STEMMERS_MOST, "stem.h says how many");

int stemmer_of(struct str lang)
{
    if (!lang.n)
        return 0;
    size_t n = 0;
    while (n < lang.n && lang.s[n] != '-' && lang.s[n] != '_')
        n++;
    for (int i = 0; i < (int)(sizeof stemmers / sizeof *stemmers); i++)
        if (str_ieqc(str_sub(lang, 0, n), stemmers[i].tag))
            return i;
    return -1; /* a language without a stemmer: words as they are */
}

/* The stemmers know accents, our stems do not carry them: stem first, drop accents then. */
struct str stem_with(struct arena *a, struct stemmer *st, struct str s)
{
    struct str f;
    fold_into(a, s, true, &f);
    if (st && f.n < 100) {
        const sb_symbol *p = sb_stemmer_stem((struct sb_stemmer *)st, (const sb_symbol *)f.s, (int)f.n);
        int n = p ? sb_stemmer_length((struct sb_stemmer *)st) : 0;
        if (n > 0)
            f = str_dup(a, (struct str){(const char *)p, (size_t)n});
    }
    return word_fold(a, f);
}

struct stemmer *stemmer_open(int k)
{
    return k < 0 ? NULL : (struct stemmer *)sb_stemmer_new(stemmers[k].algorithm, "UTF_8");
}

void stemmer_close(struct stemmer *st)
{
    if (st)
        sb_stemmer_delete((struct sb_stemmer *)st);
}

struct str word_stem(struct arena *a, struct str lang, struct str s)
{
    struct stemmer *st = stemmer_open(stemmer_of(lang));
    struct str out = stem_with(a, st, s);
    stemmer_close(st);
    return out;
}
