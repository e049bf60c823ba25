#include "base/utf8.h"
#include "base/buf.h"
#include "base/lanes.h"
#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <unigbrk.h>
#include <uninorm.h>
#include <uniwidth.h>

enum { BROKEN = 0xFFFD };

static bool trail(unsigned char c)
{
    return (c & 0xC0) == 0x80;
}

/* RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF. */
uint32_t utf8_next(struct str s, size_t *i)
{
    const unsigned char *p = (const unsigned char *)s.s + *i;
    size_t left = s.n - *i;
    uint32_t c = p[0];
    if (c < 0x80) {
        *i += 1;
        return c;
    }
    size_t n = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (c < 0xC2 || c > 0xF4 || left < n) {
        *i += 1;
        return BROKEN;
    }
    c &= 0x7Fu >> n;
    for (size_t k = 1; k < n; k++) {
        if (!trail(p[k])) {
            *i += 1;
            return BROKEN;
        }
        c = c << 6 | (p[k] & 63u);
    }
    if (c < least[n] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) {
        *i += 1;
        return BROKEN;
    }
    *i += n;
    return c;
}

static size_t ascii_run(struct str s, size_t i)
{
    size_t from = i;
    while (i + LANES <= s.n && !lanes_bits(lanes_at(s.s + i)))
        i += LANES;
    while (i < s.n && (unsigned char)s.s[i] < 0x80)
        i++;
    return i - from;
}

static bool ascii(struct str s)
{
    return ascii_run(s, 0) == s.n;
}

bool utf8_valid(struct str s)
{
    for (size_t i = 0; (i += ascii_run(s, i)) < s.n;) {
        size_t from = i;
        if (utf8_next(s, &i) == BROKEN && i == from + 1)
            return false;
    }
    return true;
}

static bool dropped(uint32_t c)
{
    if (c < 0x20)
        return c != '\t' && c != '\n';
    return (c >= 0x7F && c <= 0x9F) || (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE;
}

/* Length of the character at p when it is of the common kinds, all of which stay as they are; 0: it needs a closer
 * look.
 */
static size_t common_character(const unsigned char *p, size_t left)
{
    if (p[0] < 0x80)
        return (p[0] >= ' ' && p[0] != 0x7F) || p[0] == '\n' || p[0] == '\t';
    if (left < 4 || p[0] < 0xC2 || !trail(p[1]))
        return 0;
    if (p[0] < 0xE0)
        return p[0] > 0xC2 || p[1] >= 0xA0 ? 2 : 0;
    if ((p[0] == 0xE0 && p[1] < 0xA0) || p[0] == 0xED || p[0] == 0xEF || !trail(p[2]))
        return 0;
    if (p[0] < 0xF0)
        return 3;
    return p[0] == 0xF0 && p[1] == 0x9F && p[2] < 0xBF && trail(p[3]) ? 4 : 0; /* emoji */
}

bool utf8_is_clean(struct str s)
{
    for (size_t i = 0; i < s.n;) {
        if (i + LANES <= s.n) {
            lanes v = lanes_at(s.s + i), odd = lanes_unprintable(v) & ~lanes_is(v, '\n');
            if (!lanes_any(odd)) {
                i += LANES;
                continue;
            }
            i += lanes_first(odd);
        }
        size_t from = i, n = common_character((const unsigned char *)s.s + i, s.n - i);
        uint32_t c = n ? ' ' : utf8_next(s, &i);
        if (dropped(c) || (c == BROKEN && i == from + 1))
            return false;
        i = n ? from + n : i;
    }
    return true;
}

static struct str buf_give(struct arena *a, struct buf *b)
{
    struct str out = buf_dup(a, b);
    buf_end(b);
    return out;
}

struct str utf8_clean(struct arena *a, struct str s)
{
    if (!s.s || utf8_is_clean(s))
        return str_dup(a, s);
    struct buf b;
    buf_init(&b, s.n * 3 + 1);
    for (size_t i = 0; i < s.n;) {
        size_t from = i;
        uint32_t c = utf8_next(s, &i);
        if (c == BROKEN)
            buf_utf8(&b, BROKEN);
        else if (c == '\r' && (i == s.n || s.s[i] != '\n'))
            buf_ch(&b, '\n');
        else if (!dropped(c))
            buf_add(&b, s.s + from, i - from);
    }
    return buf_give(a, &b);
}

/* Joiners are seen only between letters of scripts that use them, and inside emoji. */
static bool joiner(uint32_t c)
{
    return c == 0x200C || c == 0x200D;
}

static bool invisible(uint32_t c)
{
    return c == 0xAD || c == 0x61C || c == 0x180E || c == 0x200B || c == 0x200E || c == 0x200F ||
           (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB);
}

static bool space(uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || (c > 0x7F && uc_is_property_white_space(c));
}

static bool regional(uint32_t c)
{
    return c >= 0x1F1E6 && c <= 0x1F1FF;
}

/* UAX 29. The library knows the rules for two neighbours; flags (GB12) and joined emoji (GB11) need a look further
 * back. */
size_t utf8_cluster(struct str s, size_t i)
{
    if (i + 1 < s.n && !((s.s[i] | s.s[i + 1]) & 0x80) && s.s[i] != '\r')
        return i + 1;
    uint32_t first = utf8_next(s, &i), last = first;
    bool pair = regional(first), emoji = first > 0xA8 && uc_is_property_extended_pictographic(first);
    while (i < s.n) {
        size_t next = i;
        uint32_t c = utf8_next(s, &next);
        if (last < 0x7F && c < 0x7F && last != '\r')
            break;
        bool joined = (pair && regional(c)) || (emoji && last == 0x200D && uc_is_property_extended_pictographic(c));
        if (!joined && uc_is_grapheme_break(last, c))
            break;
        pair = false;
        last = c;
        i = next;
    }
    return i;
}

/* Bytes of the first `max` clusters. */
static size_t clusters(struct str s, size_t max, size_t *count)
{
    size_t i = 0, n = 0;
    while (i < s.n && n < max) {
        i = utf8_cluster(s, i);
        n++;
    }
    if (count)
        *count = n;
    return i;
}

/* Printable ASCII with single spaces between words: a line as it should be. */
static bool is_plain_line(struct str s)
{
    bool gap = true;
    size_t i = 0;
    if (s.n && s.s[0] != ' ')
        for (; i + LANES < s.n; i += LANES) {
            lanes v = lanes_at(s.s + i);
            if (lanes_any(lanes_unprintable(v) | (lanes_is(v, ' ') & lanes_is(lanes_at(s.s + i + 1), ' '))))
                return false;
            gap = false; /* a second space behind the last was looked for, too */
        }
    for (; i < s.n; i++) {
        unsigned char c = (unsigned char)s.s[i];
        if (c < ' ' || c >= 0x7F || (c == ' ' && gap))
            return false;
        gap = c == ' ';
    }
    return !gap || !s.n;
}

struct str utf8_line(struct arena *a, struct str s, size_t max_chars)
{
    if (!s.s)
        return s;
    if ((!max_chars || s.n <= max_chars) && is_plain_line(s))
        return str_dup(a, s);
    struct buf b;
    buf_init(&b, s.n * 3 + 4);
    uint32_t last = ' ';
    for (size_t i = 0; i < s.n;) {
        uint32_t c = utf8_next(s, &i);
        if (space(c)) {
            if (last != ' ')
                buf_ch(&b, ' ');
            last = ' ';
        } else if (!dropped(c) && !invisible(c) && !(joiner(c) && last < 0x80)) {
            buf_utf8(&b, c);
            last = c;
        }
    }
    if (b.n && b.p[b.n - 1] == ' ')
        b.p[--b.n] = '\0';
    size_t end = max_chars && b.n > max_chars ? clusters(buf_view(&b), max_chars, NULL) : b.n;
    if (end < b.n) {
        b.n = clusters(buf_view(&b), max_chars - 1, NULL);
        while (b.n && b.p[b.n - 1] == ' ')
            b.n--;
        buf_utf8(&b, 0x2026);
    }
    return buf_give(a, &b);
}

/* A result of libunistring, moved into the arena. NULL: the input was not valid UTF-8. */
static struct str taken(struct arena *a, uint8_t *p, const size_t *n, struct str otherwise)
{
    if (!p)
        return str_dup(a, otherwise);
    struct str out = str_dup(a, (struct str){(char *)p, *n});
    free(p);
    return out;
}

struct str utf8_nfc(struct arena *a, struct str s)
{
    if (!s.s || ascii(s))
        return str_dup(a, s);
    struct str clean = utf8_valid(s) ? s : utf8_clean(a, s);
    size_t n = 0;
    return taken(a, u8_normalize(UNINORM_NFC, (const uint8_t *)clean.s, clean.n, NULL, &n), &n, clean);
}

static struct str ascii_case(struct arena *a, struct str s, bool up)
{
    struct str out = str_dup(a, s);
    char *p = (char *)out.s;
    for (size_t i = 0; i < s.n; i++)
        if (up ? p[i] >= 'a' && p[i] <= 'z' : p[i] >= 'A' && p[i] <= 'Z')
            p[i] ^= 0x20;
    return out;
}

typedef uint8_t *recase(const uint8_t *s, size_t n, const char *lang, uninorm_t form, uint8_t *out, size_t *got);

static struct str cased(struct arena *a, struct str s, bool up, recase *how, uninorm_t form)
{
    if (!s.s || ascii(s))
        return ascii_case(a, s, up);
    struct str clean = utf8_valid(s) ? s : utf8_clean(a, s);
    size_t n = 0;
    return taken(a, how((const uint8_t *)clean.s, clean.n, NULL, form, NULL, &n), &n, clean);
}

struct str utf8_fold(struct arena *a, struct str s)
{
    return cased(a, s, false, u8_casefold, UNINORM_NFKC);
}

struct str utf8_lower(struct arena *a, struct str s)
{
    return cased(a, s, false, u8_tolower, NULL);
}

struct str utf8_upper(struct arena *a, struct str s)
{
    return cased(a, s, true, u8_toupper, NULL);
}

size_t utf8_chars(struct str s)
{
    size_t n;
    clusters(s, STR_NONE, &n);
    return n;
}

size_t utf8_width(struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n;) {
        if (s.s[i] >= 0x20 && s.s[i] < 0x7F) {
            n++;
            i++;
            continue;
        }
        uint32_t c = utf8_next(s, &i);
        int w = uc_width(c, "UTF-8");
        n += w > 0 ? (size_t)w : 0;
    }
    return n;
}

bool utf8_is_letter(uint32_t c)
{
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L);
}

bool utf8_is_upper(uint32_t c)
{
    if (c < 0x80)
        return c >= 'A' && c <= 'Z';
    return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Lu | UC_CATEGORY_MASK_Lt);
}

bool utf8_is_word(uint32_t c)
{
    if (c < 0x80)
        return utf8_is_letter(c) || (c >= '0' && c <= '9');
    return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M | UC_CATEGORY_MASK_N);
}

bool utf8_is_cjk(uint32_t c)
{
    if (c < 0xE00)
        return false;
    return (c >= 0xE00 && c <= 0xEFF) ||                                   /* Thai, Lao */
           (c >= 0x1000 && c <= 0x109F) ||                                 /* Myanmar */
           (c >= 0x1780 && c <= 0x17FF) ||                                 /* Khmer */
           (c >= 0x3005 && c <= 0x3007) || (c >= 0x3041 && c <= 0x312F) || /* kana, bopomofo */
           (c >= 0x31A0 && c <= 0x31BF) || (c >= 0x31F0 && c <= 0x31FF) || (c >= 0x3400 && c <= 0x4DBF) ||
           (c >= 0x4E00 && c <= 0x9FFF) || /* Han */
           (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFF66 && c <= 0xFF9D) || (c >= 0x20000 && c <= 0x3FFFF);
}

static bool inside_word(uint32_t c)
{
    return c == '\'' || c == 0x2019 || c == '-' || c == '.' || c == ',' || c == 0x2010 || c == 0xAD || joiner(c);
}

static lanes letters_in(lanes v)
{
    return lanes_below((v | lanes_of(0x20)) - lanes_of('a'), 26) | lanes_below(v - lanes_of('0'), 10);
}

/* What inside_word says of ASCII: ' , - . */
static lanes marks_in(lanes v)
{
    return lanes_is(v, '\'') | lanes_below(v - lanes_of(','), 3);
}

/* Words of ASCII, up to 64 bytes at a time, a bit each: one begins at a letter or digit behind neither a letter nor a
 * mark that a letter precedes. *in says whether a word is open; never right behind a mark, where that depends on the
 * next character: then the mark is left over. */
static size_t ascii_words(struct str s, size_t *i, bool *in)
{
    size_t words = 0, n = 64;
    while (n == 64) {
        struct str block = str_sub(s, *i, *i + 64);
        uint64_t letters = 0, marks = 0, wide = 0;
        for (n = 0; n + LANES <= block.n; n += LANES) {
            lanes v = lanes_at(block.s + n);
            letters |= (uint64_t)lanes_bits(letters_in(v)) << n;
            marks |= (uint64_t)lanes_bits(marks_in(v)) << n;
            wide |= (uint64_t)lanes_bits(v) << n;
        }
        if (wide) {
            n = (size_t)__builtin_ctzll(wide);
            letters &= ((uint64_t)1 << n) - 1;
        }
        if (!n)
            break;
        uint64_t behind = letters << 1 | *in, joined = behind | (marks & behind) << 1;
        words += (size_t)__builtin_popcountll(letters & ~joined);
        bool open_mark = (marks & behind) >> (n - 1) & 1;
        *in = open_mark || letters >> (n - 1) & 1;
        *i += n - open_mark;
    }
    return words;
}

size_t utf8_words(struct str s)
{
    size_t words = 0, dense = 0;
    bool in = false;
    for (size_t i = 0; i < s.n;) {
        words += ascii_words(s, &i, &in);
        size_t from = i;
        while (i < s.n && ((s.s[i] | 0x20) >= 'a' ? (s.s[i] | 0x20) <= 'z' : s.s[i] >= '0' && s.s[i] <= '9'))
            i++;
        words += i > from && !in;
        in |= i > from;
        if (i == s.n)
            break;
        uint32_t c = utf8_next(s, &i);
        if (utf8_is_cjk(c)) {
            dense++;
            in = false;
        } else if (utf8_is_word(c)) {
            words += !in;
            in = true;
        } else if (in && inside_word(c)) {
            size_t k = i;
            in = i < s.n && utf8_is_word(utf8_next(s, &k));
        } else {
            in = false;
        }
    }
    return words + (dense + 1) / 2;
}
