#include "ingest/loose_json.h"

#include "base/buf.h"
#include "ingest/entities.h"
#include <string.h>

enum { DEPTH_MAX = 200 };

struct scan {
    struct str in;
    size_t i;
    struct buf out;
};

static bool is_space(char c)
{
    return (unsigned char)c <= ' ';
}

static size_t past_space(struct str s, size_t i)
{
    while (i < s.n && is_space(s.s[i]))
        i++;
    return i;
}

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'f');
}

/* The first half of a pair (0xD8), the second (0xDC), or neither, at i: "\\uD83D". */
static unsigned half_at(const struct scan *s, size_t i)
{
    if (i + 6 > s->in.n || s->in.s[i] != '\\' || s->in.s[i + 1] != 'u' || (s->in.s[i + 2] | 32) != 'd')
        return 0;
    char c = (char)(s->in.s[i + 3] | 32);
    return c == '8' || c == '9' || c == 'a' || c == 'b' ? 0xD8 : c >= 'c' && c <= 'f' ? 0xDC : 0;
}

/* A backslash that begins no escape is left out, and so is half of a character. */
static void escape(struct scan *s)
{
    char next = s->i + 1 < s->in.n ? s->in.s[s->i + 1] : 0;
    bool known = next && strchr("\"\\/bfnrt", next);
    if (next == 'u' && s->i + 6 <= s->in.n) {
        known = true;
        for (size_t k = 2; k < 6; k++)
            known = known && is_hex(s->in.s[s->i + k]);
    }
    unsigned half = known && next == 'u' ? half_at(s, s->i) : 0;
    if (half == 0xD8 && half_at(s, s->i + 6) == 0xDC) {
        buf_add(&s->out, s->in.s + s->i, 12);
        s->i += 12;
        return;
    }
    if (half) {
        s->i += 6;
        return;
    }
    s->i++;
    if (!known)
        return;
    buf_ch(&s->out, '\\');
    buf_ch(&s->out, next);
    s->i++;
}

/* A quote ends the text when the value goes on behind it; "He said "no" today" holds three that do not. */
static bool ends_text(const struct scan *s)
{
    size_t k = past_space(s->in, s->i + 1);
    if (k >= s->in.n || !strchr(",:]}", s->in.s[k]))
        return k >= s->in.n;
    if (s->in.s[k] != ',' || k + 1 >= s->in.n)
        return true;
    k = past_space(s->in, k + 1); /* "no", he said: behind a comma stands a value or a name */
    return k >= s->in.n || strchr("\"{[]}-0123456789tfn", s->in.s[k]) != NULL;
}

/* From behind the opening quote to behind the closing one. */
static void text(struct scan *s)
{
    buf_ch(&s->out, '"');
    while (s->i < s->in.n) {
        char c = s->in.s[s->i];
        if (c == '\\') {
            escape(s);
            continue;
        }
        if (c == '"' && ends_text(s))
            break;
        if (c == '"')
            buf_ch(&s->out, '\\');
        buf_ch(&s->out, is_space(c) ? ' ' : c);
        s->i++;
    }
    buf_ch(&s->out, '"');
    s->i++;
}

/* One value, brackets closed in the order they were opened. False: the last ones had to be made up. */
static bool value(struct scan *s)
{
    char open[DEPTH_MAX];
    size_t depth = 0;
    do {
        char c = s->in.s[s->i++];
        if (c == '"') {
            text(s);
            continue;
        }
        if (c == '{' || c == '[') {
            if (depth == DEPTH_MAX)
                break;
            open[depth++] = c == '{' ? '}' : ']';
        } else if (c == '}' || c == ']') {
            c = open[--depth];
        } else if (c == ',') {
            size_t k = past_space(s->in, s->i);
            if (k < s->in.n && strchr(",]}", s->in.s[k]))
                continue;
        }
        buf_ch(&s->out, is_space(c) ? ' ' : c);
    } while (s->i < s->in.n && depth);
    bool closed = !depth;
    while (depth)
        buf_ch(&s->out, open[--depth]);
    return closed;
}

bool loose_json_next(struct arena *a, struct str *rest, struct str *out, bool *closed)
{
    struct scan s = {.in = *rest};
    struct buf decoded;
    buf_init(&decoded, 4 * rest->n + 64);
    if (str_chr(*rest, '"') == STR_NONE && str_find(*rest, str_lit("&quot;")) != STR_NONE) {
        entities_decode(&decoded, *rest);
        s.in = buf_dup(a, &decoded);
    }
    buf_end(&decoded);
    while (s.i < s.in.n && s.in.s[s.i] != '{' && s.in.s[s.i] != '[')
        s.i++;
    if (str_starts(str_sub(s.in, s.i, s.in.n), "[CDATA["))
        s.i += 7;
    while (s.i < s.in.n && s.in.s[s.i] != '{' && s.in.s[s.i] != '[')
        s.i++;
    if (s.i >= s.in.n)
        return false;
    buf_init(&s.out, 2 * s.in.n + 2 * DEPTH_MAX + 64);
    *closed = value(&s);
    *out = buf_dup(a, &s.out);
    buf_end(&s.out);
    *rest = str_sub(s.in, s.i, s.in.n);
    return true;
}
