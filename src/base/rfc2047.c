/* Header text and display names: RFC 2047 encoded words, RFC 5322 phrases and folding. */
#include "base/escape.h"
#include "base/utf8.h"
#include <string.h>

enum {
    LINE_MAX_ENCODED = 76, /* RFC 2047 section 2, for a line that holds an encoded word */
    WORD_MAX = 75,
    WORD_FRAME = 12,     /* =?UTF-8?Q? and ?= */
    ASCII_WORD_MAX = 200 /* longer unbroken text is encoded, so that it can be folded */
};

/* What may stand for itself in a Q encoded word, also inside a phrase (RFC 2047 section 5, rule 3). */
static bool q_plain(unsigned char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c && strchr("!*+-/", c));
}

static bool controls(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.s[i] < 0x20 || s.s[i] == 0x7F)
            return true;
    return false;
}

/* Controls become spaces; most text has none and is not copied. */
static struct str without_controls(struct arena *a, struct str s)
{
    if (!controls(s))
        return s;
    char *p = arena_copy(a, s.s, s.n);
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)p[i] < 0x20 || p[i] == 0x7F)
            p[i] = ' ';
    return (struct str){p, s.n};
}

static bool ascii(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.s[i] >= 0x80)
            return false;
    return true;
}

/* Plain text reads back as it was written, and can be folded at its spaces. */
static bool header_plain(struct str s)
{
    if (!ascii(s) || str_find(s, str_lit("=?")) != STR_NONE)
        return false;
    if (s.n && (s.s[0] == ' ' || s.s[s.n - 1] == ' '))
        return false;
    for (size_t i = 0, word = 0; i < s.n; i++) {
        word = s.s[i] == ' ' ? 0 : word + 1;
        if (word > ASCII_WORD_MAX)
            return false;
    }
    return true;
}

static void put_folded(struct buf *b, struct str s, size_t column)
{
    for (size_t i = 0; i < s.n;) {
        size_t end = i;
        while (end < s.n && s.s[end] == ' ')
            end++;
        while (end < s.n && s.s[end] != ' ')
            end++;
        if (i > 0 && column + (end - i) > LINE_MAX_ENCODED) {
            buf_c(b, "\r\n");
            column = 0;
        }
        buf_add(b, s.s + i, end - i);
        column += end - i;
        i = end;
    }
}

static size_t q_length(struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += s.s[i] == ' ' || q_plain((unsigned char)s.s[i]) ? 1 : 3;
    return n;
}

static void put_q(struct buf *b, struct str s)
{
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.s[i];
        if (c == ' ')
            buf_ch(b, '_');
        else if (q_plain(c))
            buf_ch(b, (char)c);
        else
            buf_add(b, (char[]){'=', digits[c >> 4], digits[c & 15]}, 3);
    }
}

static void put_b64(struct buf *b, struct str s)
{
    static const char set[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < s.n; i += 3) {
        size_t left = s.n - i;
        uint32_t v = (uint32_t)(unsigned char)s.s[i] << 16;
        v |= left > 1 ? (uint32_t)(unsigned char)s.s[i + 1] << 8 : 0;
        v |= left > 2 ? (uint32_t)(unsigned char)s.s[i + 2] : 0;
        char four[4] = {set[v >> 18], set[v >> 12 & 63], left > 1 ? set[v >> 6 & 63] : '=',
                        left > 2 ? set[v & 63] : '='};
        buf_add(b, four, 4);
    }
}

static size_t encoded_length(struct str s, bool q)
{
    return q ? q_length(s) : (s.n + 2) / 3 * 4;
}

/* The longest run of whole characters from i that fits into `room` encoded bytes; at least one character. */
static size_t word_end(struct str s, size_t i, size_t room, bool q)
{
    size_t end = i, cost = 0;
    while (end < s.n) {
        size_t next = end;
        utf8_next(s, &next);
        cost = q ? cost + q_length(str_sub(s, end, next)) : encoded_length(str_sub(s, i, next), false);
        if (cost > room && end > i)
            break;
        end = next;
    }
    return end;
}

static void put_encoded(struct buf *b, struct str s, size_t column)
{
    bool q = q_length(s) <=
             2 * s.n; /* Q while at least half of it can be read as it stands; it is also what filters expect */
    for (size_t i = 0; i < s.n && !b->over;) {
        if (i > 0 || column + WORD_FRAME + 16 > LINE_MAX_ENCODED) {
            buf_c(b, "\r\n ");
            column = 1;
        }
        size_t room = LINE_MAX_ENCODED - column;
        if (room > WORD_MAX)
            room = WORD_MAX;
        size_t end = word_end(s, i, room - WORD_FRAME, q);
        buf_c(b, q ? "=?UTF-8?Q?" : "=?UTF-8?B?");
        (q ? put_q : put_b64)(b, str_sub(s, i, end));
        buf_c(b, "?=");
        i = end;
    }
}

void escape_header(struct buf *b, struct str s, size_t column)
{
    struct arena a = {0};
    s = without_controls(&a, s);
    if (header_plain(s))
        put_folded(b, s, column);
    else
        put_encoded(b, s, column);
    arena_end(&a);
}

void escape_words(struct buf *b, struct str s, size_t column)
{
    struct arena a = {0};
    put_encoded(b, without_controls(&a, s), column);
    arena_end(&a);
}

static bool atext(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           (c && strchr("!#$%&'*+-/=?^_`{|}~", c));
}

/* Atoms with single spaces between them. */
static bool atoms(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!atext(s.s[i]) && (s.s[i] != ' ' || i == 0 || i + 1 == s.n || s.s[i - 1] == ' '))
            return false;
    return s.n > 0;
}

static size_t quoted_length(struct str s)
{
    size_t n = s.n + 2;
    for (size_t i = 0; i < s.n; i++)
        n += s.s[i] == '"' || s.s[i] == '\\';
    return n;
}

static void put_quoted(struct buf *b, struct str s)
{
    buf_ch(b, '"');
    for (size_t i = 0; i < s.n; i++) {
        if (s.s[i] == '"' || s.s[i] == '\\')
            buf_ch(b, '\\');
        buf_ch(b, s.s[i]);
    }
    buf_ch(b, '"');
}

void escape_phrase(struct buf *b, struct str s, size_t column)
{
    struct arena a = {0};
    s = without_controls(&a, s);
    bool fits = column + quoted_length(s) <= LINE_MAX_ENCODED && ascii(s) && str_find(s, str_lit("=?")) == STR_NONE;
    if (fits && atoms(s))
        buf_str(b, s);
    else if (fits)
        put_quoted(b, s);
    else
        put_encoded(b, s, column);
    arena_end(&a);
}
