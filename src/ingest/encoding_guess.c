/* encoding_guess.c: which of the encodings seen in feeds unlabelled bytes are in, by counting.
 *
 * Not a language model: each candidate has a property that text in it has and the others break within a few dozen
 * characters. Latin text in windows-1252 is what is left. */
#include "ingest/encoding.h"

enum { LOOK_AT = 64 << 10 };

static bool in(unsigned char c, unsigned char from, unsigned char to)
{
    return c >= from && c <= to;
}

/* Two-byte EUC: every high byte is one of a pair. Leads are counted by what stands there in Japanese, Chinese, Korean.
 */
struct euc {
    size_t pairs, bad;
    size_t kana;   /* rows 4 and 5 of JIS X 0208 */
    size_t hangul; /* KS X 1001 rows 16 to 40 */
    size_t han;    /* rows above: Chinese characters in GB 2312 and KS X 1001 */
};

static struct euc count_euc(struct str s)
{
    struct euc e = {0};
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.s[i], d = i + 1 < s.n ? (unsigned char)s.s[i + 1] : 0;
        if (c < 0x80)
            continue;
        if (!in(c, 0xa1, 0xfe) || !in(d, 0xa1, 0xfe)) {
            e.bad += !(c == 0x8e && in(d, 0xa1, 0xdf)); /* half-width katakana */
            i += d >= 0x80;
            continue;
        }
        e.pairs++;
        e.kana += c == 0xa4 || c == 0xa5;
        e.hangul += in(c, 0xb0, 0xc8);
        e.han += in(c, 0xc9, 0xf7);
        i++;
    }
    return e;
}

/* Lead and trail bytes of Shift_JIS and of Big5; both have trails below 0x80, which EUC has not. */
static bool is_shift_jis(struct str s)
{
    size_t good = 0, bad = 0, kana = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.s[i], d = i + 1 < s.n ? (unsigned char)s.s[i + 1] : 0;
        if (c < 0x80 || in(c, 0xa1, 0xdf))
            continue;
        bool pair = (in(c, 0x81, 0x9f) || in(c, 0xe0, 0xfc)) && in(d, 0x40, 0xfc) && d != 0x7f;
        good += pair;
        bad += !pair;
        kana += pair && (c == 0x82 || c == 0x83);
        i += pair;
    }
    return good && bad * 20 <= good && kana * 5 >= good;
}

static bool is_big5(struct str s)
{
    size_t good = 0, bad = 0, common = 0, low = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.s[i], d = i + 1 < s.n ? (unsigned char)s.s[i + 1] : 0;
        if (c < 0x80)
            continue;
        bool pair = in(c, 0xa1, 0xf9) && (in(d, 0x40, 0x7e) || in(d, 0xa1, 0xfe));
        good += pair;
        bad += !pair;
        common += pair && in(c, 0xa4, 0xc6);
        low += pair && d < 0x80;
        i += pair;
    }
    return good && bad * 50 <= good && common * 10 >= good * 7 && low * 10 >= good;
}

/* Thai vowels and tone marks stand on consonants. */
static bool is_thai(struct str s)
{
    size_t high = 0, bad = 0, marks = 0, seated = 0;
    unsigned char before = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.s[i];
        if (c >= 0x80) {
            high++;
            bad += !in(c, 0xa1, 0xda) && !in(c, 0xdf, 0xfb);
            if (c == 0xd1 || in(c, 0xd4, 0xda) || in(c, 0xe7, 0xee)) {
                marks++;
                seated += in(before, 0xa1, 0xce) || in(before, 0xd4, 0xd9) || before == 0xd1;
            }
        }
        before = c;
    }
    return high >= 10 && bad * 50 <= high && marks * 12 >= high && seated * 20 >= marks * 19;
}

/* Russian: nearly all high bytes are letters, most of them lower case, and those lie in different halves. */
static const char *cyrillic(struct str s)
{
    size_t high = 0, c0 = 0, e0 = 0, runs = 0;
    unsigned char before = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.s[i];
        high += c >= 0x80;
        c0 += in(c, 0xc0, 0xdf);
        e0 += c >= 0xe0;
        runs += c >= 0xc0 && before >= 0xc0;
        before = c;
    }
    if (high < 10 || (c0 + e0) * 10 < high * 9 || runs * 2 < high)
        return NULL;
    return e0 > c0 * 2 ? "windows-1251" : c0 > e0 * 2 ? "koi8-r" : NULL;
}

const char *encoding_guess(struct str bytes)
{
    struct str s = str_sub(bytes, 0, LOOK_AT);
    struct euc e = count_euc(s);
    if (e.pairs && e.bad * 50 <= e.pairs) {
        if (e.kana * 5 >= e.pairs)
            return "euc-jp";
        if (cyrillic(s))
            return cyrillic(s);
        if (e.han * 8 >= e.pairs)
            return "gb2312";
        if (e.hangul * 10 >= e.pairs * 7)
            return "euc-kr";
    }
    if (is_thai(s) && !cyrillic(s)) /* behind EUC: Thai does not come in pairs */
        return "tis-620";
    if (is_shift_jis(s))
        return "shift_jis";
    if (is_big5(s))
        return "big5";
    const char *russian = cyrillic(s);
    return russian ? russian : "windows-1252";
}
