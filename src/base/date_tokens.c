/* The words, numbers and signs that a date is written with. */
#include "base/date_parts.h"
#include "base/utf8.h"
#include <string.h>

static int digit_value(uint32_t c)
{
    if (c >= '0' && c <= '9')
        return (int)(c - '0');
    if (c >= 0x660 && c <= 0x669) /* Arabic */
        return (int)(c - 0x660);
    return c >= 0x6F0 && c <= 0x6F9 ? (int)(c - 0x6F0) : -1;
}

static char sign_of(uint32_t c)
{
    if (c == 0x2212 || c == 0x2010 || c == 0x2011 || c == 0x2013)
        return '-';
    return c < 0x80 ? (char)c : '?';
}

static void take_token(struct str s, size_t *i, struct token *t)
{
    static const char ascii_signs[] = "-:./,+()'[]";
    size_t from = *i, next = from;
    uint32_t c = utf8_next(s, &next);
    if (digit_value(c) >= 0) {
        t->kind = NUMBER;
        while (digit_value(c) >= 0) {
            if (t->digits < 18)
                t->value = t->value * 10 + digit_value(c);
            t->digits++;
            *i = next;
            c = next < s.n ? utf8_next(s, &next) : 0;
        }
        return;
    }
    if (utf8_is_letter(c)) {
        t->kind = WORD;
        while (next < s.n) {
            size_t after = next;
            c = utf8_next(s, &after);
            if (!utf8_is_word(c) || digit_value(c) >= 0)
                break;
            next = after;
        }
        t->word = str_sub(s, from, next);
        *i = next;
        return;
    }
    t->kind = SIGN;
    char sign = sign_of(c);
    const char *at = sign ? strchr(ascii_signs, sign) : NULL;
    t->word = at ? (struct str){at, 1} : str_lit("?");
    *i = next;
}

void date_tokenize(struct str s, struct tokens *ts)
{
    ts->n = 0;
    bool glued = false;
    for (size_t i = 0; i < s.n && ts->n < TOKENS_MAX;) {
        size_t next = i;
        uint32_t c = utf8_next(s, &next);
        if (c <= ' ' || c == 0xA0 || c == 0x3000 || c == 0x202F || c == 0x2009) {
            i = next;
            glued = false;
            continue;
        }
        struct token *t = &ts->v[ts->n++];
        *t = (struct token){.glued = glued};
        take_token(s, &i, t);
        glued = true;
    }
}

bool token_is_sign(const struct tokens *ts, size_t i, char c)
{
    return i < ts->n && ts->v[i].kind == SIGN && ts->v[i].word.s[0] == c;
}

bool token_is_word(const struct tokens *ts, size_t i, const char *word)
{
    return i < ts->n && ts->v[i].kind == WORD && str_eqc(ts->v[i].word, word);
}

bool token_begins(const struct tokens *ts, size_t i, const char *word)
{
    return i < ts->n && ts->v[i].kind == WORD && str_starts(ts->v[i].word, word);
}

bool token_is_number(const struct tokens *ts, size_t i, size_t least, size_t most)
{
    return i < ts->n && ts->v[i].kind == NUMBER && !ts->v[i].used && ts->v[i].digits >= least &&
           ts->v[i].digits <= most;
}

bool token_is_glued_number(const struct tokens *ts, size_t i, size_t least, size_t most)
{
    return token_is_number(ts, i, least, most) && ts->v[i].glued;
}

void tokens_use(struct tokens *ts, size_t from, size_t to)
{
    for (size_t i = from; i < to && i < ts->n; i++)
        ts->v[i].used = true;
}
