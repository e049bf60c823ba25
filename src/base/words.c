#include "base/words.h"
#include "base/stopwords.h"
#include "base/utf8.h"
#include <string.h>

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

bool word_is_stop(struct str lang, struct str folded)
{
    return stopwords_has(lang, folded);
}

/* Writing that one language of the press, or nearly, is written in. */
static const char *script_language(struct str text)
{
    static const struct {
        uint32_t from, to;
        const char *tag;
    } scripts[] = {{0x370, 0x3ff, "el"},   {0x530, 0x58f, "hy"},   {0x590, 0x5ff, "he"},  {0x600, 0x6ff, "ar"},
                   {0x900, 0x97f, "hi"},   {0x980, 0x9ff, "bn"},   {0xa00, 0xa7f, "pa"},  {0xa80, 0xaff, "gu"},
                   {0xb80, 0xbff, "ta"},   {0xc00, 0xc7f, "te"},   {0xc80, 0xcff, "kn"},  {0xd00, 0xd7f, "ml"},
                   {0xd80, 0xdff, "si"},   {0xe00, 0xe7f, "th"},   {0xe80, 0xeff, "lo"},  {0x1000, 0x109f, "my"},
                   {0x10a0, 0x10ff, "ka"}, {0x1200, 0x137f, "am"}, {0x1780, 0x17ff, "km"}};
    enum { N = sizeof scripts / sizeof *scripts };
    size_t hits[N] = {0}, all = 0, persian = 0, urdu = 0;
    for (size_t i = 0; i < text.n;) {
        uint32_t c = utf8_next(text, &i);
        all += c > 0x7f || (c | 32) - 'a' < 26;
        for (int k = 0; k < N && c >= 0x370; k++)
            hits[k] += c >= scripts[k].from && c <= scripts[k].to;
        persian += c == 0x67e || c == 0x686 || c == 0x698 || c == 0x6af;
        urdu += c == 0x679 || c == 0x688 || c == 0x691 || c == 0x6d2;
    }
    for (int k = 0; k < N; k++)
        if (hits[k] > 20 && hits[k] * 2 > all)
            return scripts[k].from != 0x600 ? scripts[k].tag
                   : urdu * 50 > all        ? "ur"
                   : persian * 100 > all    ? "fa"
                                            : "ar";
    return NULL;
}

struct str words_language(struct str text)
{
    enum { N = STOPWORD_LISTS };
    size_t hits[N] = {0}, n = 0, hangul = 0, kana = 0, han = 0, at = 0;
    char mem[64];
    struct word w;
    text = str_sub(text, 0, 4096);
    const char *script = script_language(text);
    if (script)
        return str_c(script);
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
        unsigned in = stopwords_lists((struct str){mem, w.s.n});
        for (int k = 0; in; k++, in >>= 1)
            hits[k] += in & 1;
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
    return sure ? str_c(stopwords_tag((size_t)best)) : str_lit("");
}
