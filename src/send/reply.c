#include "send/reply.h"
#include "base/log.h"
#include <string.h>

enum place { AT_CODE, AT_CODE_2, AT_CODE_3, AT_MARK, AT_TEXT, BROKEN };

static enum reply_status bad(struct reply_parser *p, const char *why)
{
    p->place = BROKEN;
    p->why = why;
    return REPLY_BAD;
}

static void keep(struct reply_parser *p, const char *s, size_t n)
{
    size_t room = sizeof p->text - p->text_n;
    if (n > room)
        n = room;
    memcpy(p->text + p->text_n, s, n);
    p->text_n += n;
}

/* The line's code and mark are known: does it go on with the reply? */
static enum reply_status line_begins(struct reply_parser *p)
{
    if (p->lines == 0) {
        p->code = p->line_code;
    } else {
        if (p->line_code != p->code)
            return bad(p, "a reply whose lines have different codes");
        keep(p, "\n", 1);
    }
    p->place = AT_TEXT;
    return REPLY_MORE;
}

static enum reply_status line_ends(struct reply_parser *p)
{
    while (p->text_n && p->text[p->text_n - 1] == '\r')
        p->text_n--;
    p->lines++;
    p->place = AT_CODE;
    return p->last ? REPLY_DONE : REPLY_MORE;
}

static enum reply_status step(struct reply_parser *p, char c)
{
    switch (p->place) {
    case AT_CODE:
        if (c < '2' || c > '5')
            return bad(p, "a reply that does not start with a code from 200 to 599");
        p->line_code = c - '0';
        p->place = AT_CODE_2;
        return REPLY_MORE;
    case AT_CODE_2:
    case AT_CODE_3:
        if (c < '0' || c > '9')
            return bad(p, "a reply that does not start with a code from 200 to 599");
        p->line_code = p->line_code * 10 + (c - '0');
        p->place++;
        return REPLY_MORE;
    case AT_MARK:
        if (c != ' ' && c != '-' && c != '\r' && c != '\n' && c != '\t')
            return bad(p, "a reply code that is not followed by a space");
        p->last = c != '-';
        if (line_begins(p) == REPLY_BAD)
            return REPLY_BAD;
        return c == '\n' ? line_ends(p) : REPLY_MORE;
    default:
        return bad(p, p->why);
    }
}

enum reply_status reply_feed(struct reply_parser *p, const char **bytes, size_t *n)
{
    while (*n) {
        enum reply_status st;
        size_t used = 1;
        if (p->place == AT_TEXT) {
            const char *lf = memchr(*bytes, '\n', *n);
            size_t text = lf ? (size_t)(lf - *bytes) : *n;
            keep(p, *bytes, text);
            used = text + (lf != NULL);
            st = lf ? line_ends(p) : REPLY_MORE;
        } else {
            st = step(p, **bytes);
        }
        *bytes += used;
        *n -= used;
        p->bytes += used;
        if (p->bytes > REPLY_MAX)
            st = bad(p, "a reply longer than 64 kB");
        if (st != REPLY_MORE)
            return st;
    }
    return REPLY_MORE;
}

void reply_next(struct reply_parser *p)
{
    p->code = p->place = p->line_code = 0;
    p->lines = p->bytes = p->text_n = 0;
    p->last = false;
    p->why = NULL;
}

struct str reply_text(const struct reply_parser *p)
{
    return (struct str){p->text, p->text_n};
}

static size_t digits(struct str s, size_t i)
{
    size_t n = 0;
    while (i + n < s.n && n < 4 && s.s[i + n] >= '0' && s.s[i + n] <= '9')
        n++;
    return n;
}

struct str reply_enhanced(int code, struct str text)
{
    if (text.n < 5 || text.s[0] - '0' != code / 100 || text.s[1] != '.')
        return (struct str){0};
    size_t subject = digits(text, 2);
    if (subject < 1 || subject > 3 || 2 + subject >= text.n || text.s[2 + subject] != '.')
        return (struct str){0};
    size_t detail = digits(text, 3 + subject), end = 3 + subject + detail;
    if (detail < 1 || detail > 3 || (end < text.n && !strchr(" \t\r\n", text.s[end])))
        return (struct str){0};
    return str_sub(text, 0, end);
}

struct str reply_shown(struct arena *a, int code, struct str text)
{
    char joined[REPLY_SHOWN];
    size_t n = 0;
    struct str line;
    while (n < sizeof joined && str_line(&text, &line)) {
        struct str enhanced = reply_enhanced(code, line);
        line = str_trim(str_sub(line, enhanced.n, line.n));
        if (line.n == 0)
            continue;
        if (n)
            joined[n++] = ' ';
        size_t take = line.n < sizeof joined - n ? line.n : sizeof joined - n;
        memcpy(joined + n, line.s, take);
        n += take;
    }
    return printable(a, (struct str){joined, n}, REPLY_SHOWN);
}
