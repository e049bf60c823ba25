/* utf8.h: Unicode text, over libunistring (seen only by utf8.c). */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/str.h"

bool utf8_valid(struct str s);
/* Valid UTF-8 without NUL, C0 (but TAB, LF), C1, lone surrogates and non-characters; CR LF and CR become LF; broken
 * bytes become U+FFFD. Copies only when something changes or the input is not NUL-terminated in the arena. */
struct str utf8_clean(struct arena *a, struct str s);
bool utf8_is_clean(struct str s); /* utf8_clean would change nothing */
/* One line for headlines, names, subjects: utf8_clean, white space folded, bidi controls and zero-width characters
 * removed, at most max_chars grapheme clusters (then an ellipsis). */
struct str utf8_line(struct arena *a, struct str s, size_t max_chars);
struct str utf8_nfc(struct arena *a, struct str s);  /* NFC; like the next three, of the cleaned text */
struct str utf8_fold(struct arena *a, struct str s); /* case-folded NFKC: for comparing words */
struct str utf8_lower(struct arena *a, struct str s);
struct str utf8_upper(struct arena *a, struct str s);
size_t utf8_cluster(struct str s, size_t i); /* where the grapheme cluster at i ends */
size_t utf8_chars(struct str s);             /* grapheme clusters */
size_t utf8_width(struct str s);             /* display columns, wide characters count two */
/* Cut to at most max grapheme clusters at the end of a sentence or word, never inside a character; adds an ellipsis
 * when not at a sentence end. */
struct str utf8_cut(struct arena *a, struct str s, size_t max);
uint32_t utf8_next(struct str s, size_t *i); /* code point at *i, moves *i; U+FFFD for a broken byte */
bool utf8_is_letter(uint32_t c);
bool utf8_is_upper(uint32_t c);
bool utf8_is_word(uint32_t c);   /* letters, marks, numbers */
bool utf8_is_cjk(uint32_t c);    /* scripts written without spaces between words */
size_t utf8_words(struct str s); /* words, CJK: characters / 2 */
/* Break text into lines of at most `columns` display columns (UAX 14); first and next are put before the first and the
 * following lines and count into the width. Existing LFs stay. A URL is never broken. */
struct str utf8_wrap(struct arena *a, struct str s, size_t columns, const char *first, const char *next);
/* Any charset label (or NULL, or one nobody knows: detect by BOM, then valid UTF-8, else windows-1252) to UTF-8. */
struct str utf8_from(struct arena *a, struct str bytes, const char *charset);

#endif
