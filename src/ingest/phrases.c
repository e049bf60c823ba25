/* Keys of lines, words in them, and where sentences end. */
#include "ingest/phrases_parts.h"

#include "base/utf8.h"
#include <string.h>

#define KEY_MAX 2000 /* bytes of a line that are looked at */

static bool word_char(uint32_t c)
{
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return utf8_is_letter(c) || (c >= '0' && c <= '9');
}

struct str phrase_key(struct arena *a, struct str line)
{
    char key[KEY_MAX + 8];
    size_t n = 0;
    bool gap = false, ascii = true;
    struct str s = str_sub(line, 0, KEY_MAX);
    for (size_t i = 0; i < s.n && ascii; i++)
        ascii = (unsigned char)s.s[i] < 0x80;
    if (!ascii)
        s = utf8_lower(a, s);
    for (size_t i = 0; i < s.n && n < KEY_MAX;) {
        size_t at = i;
        uint32_t c = (unsigned char)s.s[i];
        if (c < 0x80)
            i++;
        else
            c = utf8_next(s, &i);
        size_t len = i - at;
        char one = 0; /* what is written instead of the character's own bytes */
        if (c >= 'A' && c <= 'Z')
            one = (char)(c | 32);
        else if (c == 0x2019 || c == 0x2018 || c == 0x02BC)
            one = '\'';
        else if (c == 0x201C || c == 0x201D)
            one = '"';
        else if (c == 0x2013 || c == 0x2014)
            one = '-';
        if (c <= ' ' || c == 0xA0 || c == 0x202F || c == 0x3000) {
            gap = true;
            continue;
        }
        if (c == 0xAD || (c >= 0x200B && c <= 0x200F) || c == 0xFEFF || c == 0xFE0F)
            continue;
        if (!n && !word_char(c) && c != 0xA9) /* leading marks: bullets, hashes, emoji; a copyright sign speaks */
            continue;
        if (gap && n)
            key[n++] = ' ';
        gap = false;
        if (one || c < 0x80) {
            key[n++] = one ? one : (char)c;
        } else if (n + len <= KEY_MAX) {
            memcpy(key + n, s.s + at, len);
            n += len;
        }
    }
    while (n && strchr(" .:;,!-|*_>\"", key[n - 1]))
        n--;
    return str_dup(a, (struct str){key, n});
}

static bool boundary(struct str s, size_t i)
{
    if (i >= s.n)
        return true;
    uint32_t c = utf8_next(s, &i);
    return !word_char(c) && c != '\'';
}

/* Length of the phrase at the start of key, by whole words; 0 when it is not there. */
size_t key_prefix(struct str key, const char *phrase)
{
    if (!key.n || key.s[0] != *phrase)
        return 0;
    return str_starts(key, phrase) && boundary(key, strlen(phrase)) ? strlen(phrase) : 0;
}

bool key_starts(struct str key, const char *const *phrases)
{
    for (; *phrases && key.n; phrases++)
        if (**phrases == key.s[0] && key_prefix(key, *phrases))
            return true;
    return false;
}

bool key_is(struct str key, const char *const *phrases)
{
    for (; *phrases && key.n; phrases++)
        if (**phrases == key.s[0] && str_eqc(key, *phrases))
            return true;
    return false;
}

bool key_has(struct str key, const char *phrase)
{
    size_t n = strlen(phrase);
    for (size_t from = 0; from < key.n;) {
        size_t k = str_find(str_sub(key, from, key.n), (struct str){phrase, n});
        if (k == STR_NONE)
            return false;
        k += from;
        bool left = k == 0 || key.s[k - 1] == ' ' ||
                    !((unsigned char)key.s[k - 1] >= 0x80 || (key.s[k - 1] >= 'a' && key.s[k - 1] <= 'z'));
        if (left && boundary(key, k + n))
            return true;
        from = k + 1;
    }
    return false;
}

size_t word_count(struct str s)
{
    size_t n = 0;
    bool in = false;
    for (size_t i = 0; i < s.n; i++) {
        bool space = (unsigned char)s.s[i] <= ' ';
        n += !space && !in;
        in = !space;
    }
    return n;
}

bool has_letters(struct str s)
{
    for (size_t i = 0; i < s.n;)
        if (utf8_is_letter(utf8_next(s, &i)))
            return true;
    return false;
}

bool has_digit(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.s[i] >= '0' && s.s[i] <= '9')
            return true;
    return false;
}

/* ---- sentences */

bool ends_sentence(struct str s)
{
    s = str_trim(s);
    /* quotes and brackets close after the full stop */
    for (int guard = 0; guard < 6 && s.n; guard++) {
        if (strchr("\"')]*_", s.s[s.n - 1]))
            s.n--;
        else if (s.n >= 3 && (unsigned char)s.s[s.n - 3] == 0xE2 && (unsigned char)s.s[s.n - 2] == 0x80 &&
                 ((unsigned char)s.s[s.n - 1] == 0x9D || (unsigned char)s.s[s.n - 1] == 0x99 ||
                  (unsigned char)s.s[s.n - 1] == 0x9C))
            s.n -= 3;
        else if (s.n >= 2 && (unsigned char)s.s[s.n - 2] == 0xC2 && (unsigned char)s.s[s.n - 1] == 0xBB)
            s.n -= 2;
        else
            break;
    }
    if (!s.n)
        return false;
    if (strchr(".!?:;", s.s[s.n - 1]))
        return true;
    return str_ends(s, "\xE2\x80\xA6") || str_ends(s, "\xE3\x80\x82") || str_ends(s, "\xEF\xBC\x81") ||
           str_ends(s, "\xEF\xBC\x9F");
}

bool starts_lower(struct str s)
{
    size_t i = 0;
    s = str_trim(s);
    if (!s.n)
        return false;
    uint32_t c = utf8_next(s, &i);
    return utf8_is_letter(c) && !utf8_is_upper(c) && !utf8_is_cjk(c) &&
           (c < 0x80 || (c >= 0xDF && c < 0x250) || (c >= 0x3B1 && c < 0x530));
}
