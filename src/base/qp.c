/* Quoted-printable, RFC 2045 section 6.7. */
#include "base/escape.h"
#include "base/utf8.h"
#include <string.h>

enum { LINE = 75 }; /* and the '=' of a soft break makes 76 */

static const char digits[] = "0123456789ABCDEF";

static bool literal(unsigned char c)
{
    return c >= 0x20 && c < 0x7F && c != '=';
}

struct qp {
    struct buf *out;
    char line[LINE + 3];
    size_t n; /* column */
};

static void end_line(struct qp *q, bool soft)
{
    if (soft)
        q->line[q->n++] = '=';
    q->line[q->n++] = '\r';
    q->line[q->n++] = '\n';
    buf_add(q->out, q->line, q->n);
    q->n = 0;
}

static void need(struct qp *q, size_t columns)
{
    if (q->n + columns > LINE)
        end_line(q, true);
}

static void put_hex(struct qp *q, unsigned char c)
{
    q->line[q->n++] = '=';
    q->line[q->n++] = digits[c >> 4];
    q->line[q->n++] = digits[c & 15];
}

/* How many bytes from i on are visible ASCII but '=': a multiple of eight, the loop after it knows the rest. */
static size_t visible_run(struct str s, size_t i, size_t end)
{
    const uint64_t ones = 0x0101010101010101, high = 0x8080808080808080;
    const size_t from = i;
    for (; i + 8 <= end; i += 8) {
        uint64_t w;
        memcpy(&w, s.s + i, 8);
        /* below '!'; above '~'; '=' itself: a bit too many may be set next to such a byte, never one too few */
        if ((w | (w - ones * '!') | (w + ones) | ((w ^ ones * '=') - ones)) & high)
            break;
    }
    return i - from;
}

/* Copies what needs no thought: visible ASCII up to the end of the line. Most of a message is this. */
static size_t put_run(struct qp *q, struct str s, size_t i)
{
    size_t from = i, end = i + (LINE - q->n);
    if (q->n == 0 && (s.s[i] == 'F' || s.s[i] == '.'))
        return i; /* perhaps a "From "; or a dot */
    if (end > s.n)
        end = s.n;
    i += visible_run(s, i, end);
    while (i < end && s.s[i] > ' ' && s.s[i] < 0x7F && s.s[i] != '=')
        i++;
    memcpy(q->line + q->n, s.s + from, i - from);
    q->n += i - from;
    return i;
}

/* Length of the line break at i: LF, or CR LF; 0 when there is none. */
static size_t break_at(struct str s, size_t i)
{
    if (i < s.n && s.s[i] == '\n')
        return 1;
    return i + 1 < s.n && s.s[i] == '\r' && s.s[i + 1] == '\n' ? 2 : 0;
}

void escape_qp(struct buf *b, struct str s)
{
    struct qp q = {.out = b};
    for (size_t i = 0; i < s.n && !b->over;) {
        i = put_run(&q, s, i);
        if (i == s.n)
            break;
        unsigned char c = (unsigned char)s.s[i];
        size_t brk = break_at(s, i);
        if (brk) {
            end_line(&q, false);
            i += brk;
            continue;
        }
        /* A character of several bytes stays on one line: some readers decode line by line. */
        size_t next = i;
        if (c >= 0x80)
            utf8_next(s, &next);
        else
            next++;
        bool plain = literal(c) || c == '\t';
        if ((c == ' ' || c == '\t') && break_at(s, next))
            plain = false; /* white space at a line's end may be lost on the way */
        need(&q, plain ? 1 : 3 * (next - i));
        if (q.n == 0 && c == 'F' && s.n - i >= 5 && memcmp(s.s + i, "From ", 5) == 0)
            plain = false; /* mbox writers change "From " at a line's start, and break signatures */
        if (q.n == 0 && c == '.')
            plain = false; /* and to SMTP a line of one dot is the end: whoever sends this file need not know */
        if (plain)
            q.line[q.n++] = (char)c;
        else
            for (size_t k = i; k < next; k++)
                put_hex(&q, (unsigned char)s.s[k]);
        i = next;
    }
    if (q.n)
        end_line(&q, true);
}
