#include "send/wire.h"
#include "base/buf.h"
#include <string.h>

/* ---- canonical form */

bool wire_is_canonical(struct str s)
{
    size_t line = 0;
    while (line < s.n) {
        const char *lf = memchr(s.s + line, '\n', s.n - line);
        if (!lf)
            return false;
        size_t end = (size_t)(lf - s.s);
        if (end == line || s.s[end - 1] != '\r' || end - 1 - line > WIRE_LINE_MAX)
            return false;
        if (memchr(s.s + line, '\r', end - 1 - line) || memchr(s.s + line, 0, end - 1 - line))
            return false;
        line = end + 1;
    }
    return s.n > 0;
}

/* Where a line of more than 998 octets is cut: at a blank when there is one in its second half, never inside a
 * character. */
static size_t cut_at(struct str line)
{
    size_t at = WIRE_LINE_MAX - 1; /* room for the blank of a folded header */
    for (size_t i = at; i > at / 2; i--)
        if (line.s[i] == ' ' || line.s[i] == '\t')
            return i;
    while (at > WIRE_LINE_MAX - 8 && ((unsigned char)line.s[at] & 0xC0) == 0x80)
        at--;
    return at;
}

static void add_line(struct buf *b, struct str line, bool header)
{
    while (line.n > WIRE_LINE_MAX) {
        size_t at = cut_at(line);
        buf_str(b, str_sub(line, 0, at));
        buf_c(b, "\r\n");
        line = str_sub(line, at, line.n);
        if (header && line.s[0] != ' ' && line.s[0] != '\t') {
            buf_ch(b, ' '); /* RFC 5322 2.2.3: a line that starts with a blank goes on with the field */
        }
    }
    for (size_t i = 0; i < line.n; i++)
        buf_ch(b, line.s[i] ? line.s[i] : ' ');
    buf_c(b, "\r\n");
}

struct str wire_canonical(struct arena *a, struct str s)
{
    if (wire_is_canonical(s))
        return s;
    struct buf b;
    buf_init(&b, s.n * 3 + 16);
    bool header = true;
    for (size_t i = 0; i < s.n;) {
        size_t end = i;
        while (end < s.n && s.s[end] != '\r' && s.s[end] != '\n')
            end++;
        header = header && end > i;
        add_line(&b, str_sub(s, i, end), header);
        if (end + 1 < s.n && s.s[end] == '\r' && s.s[end + 1] == '\n')
            end++;
        i = end + 1;
    }
    struct str out = buf_dup(a, &b);
    buf_end(&b);
    return out;
}

/* ---- dots */

void shape_of(struct arena *a, struct str text, struct shape *out)
{
    VEC(, size_t) dots = {0};
    *out = (struct shape){.text = text, .clean = true};
    for (size_t i = 0, line = 0; i < text.n; i++) {
        char c = text.s[i];
        if (c == '\n')
            line = i + 1;
        else if (i - line > WIRE_LINE_MAX) /* the CR is counted */
            out->clean = false;
        out->eightbit |= (signed char)c < 0;
        if (c == '.' && i && text.s[i - 1] == '\n')
            vec_add(a, &dots, i);
        if (c == 0 || (c == '\r' && (i + 1 == text.n || text.s[i + 1] != '\n')) ||
            (c == '\n' && (i == 0 || text.s[i - 1] != '\r')))
            out->clean = false;
    }
    out->dots = dots.v;
    out->n = dots.n;
}

static void add_piece(struct arena *a, struct pieces *out, const char *p, size_t n)
{
    if (n)
        vec_add(a, out, ((struct iovec){(char *)p, n}));
}

static void stuff_known(struct arena *a, struct pieces *out, struct str s, const struct shape *k, bool at_line_start)
{
    size_t from = 0;
    if (at_line_start && s.s[0] == '.')
        add_piece(a, out, s.s, 1);
    for (size_t i = 0; i < k->n; i++) {
        add_piece(a, out, s.s + from, k->dots[i] + 1 - from);
        from = k->dots[i];
    }
    add_piece(a, out, s.s + from, s.n - from);
}

static void stuff_unknown(struct arena *a, struct pieces *out, struct str s, bool at_line_start)
{
    size_t from = 0;
    for (size_t line = at_line_start ? 0 : STR_NONE;;) {
        if (line != STR_NONE && line < s.n && s.s[line] == '.') {
            add_piece(a, out, s.s + from, line + 1 - from);
            from = line;
        }
        size_t at = line == STR_NONE ? 0 : line;
        const char *lf = at < s.n ? memchr(s.s + at, '\n', s.n - at) : NULL;
        if (!lf)
            break;
        line = (size_t)(lf - s.s) + 1;
    }
    add_piece(a, out, s.s + from, s.n - from);
}

void wire_stuff(struct arena *a, const struct pieces *in, const struct shape *shapes, size_t n, struct pieces *out)
{
    bool at_line_start = true;
    size_t next = 0;
    for (size_t i = 0; i < in->n; i++) {
        struct str s = {in->v[i].iov_base, in->v[i].iov_len};
        if (s.n == 0)
            continue;
        size_t k = next;
        while (k < n && (shapes[k].text.s != s.s || shapes[k].text.n != s.n))
            k++;
        if (k < n) {
            stuff_known(a, out, s, &shapes[k], at_line_start);
            next = k + 1;
        } else {
            stuff_unknown(a, out, s, at_line_start);
        }
        at_line_start = s.s[s.n - 1] == '\n';
    }
}

size_t wire_size(const struct pieces *p)
{
    size_t n = 0;
    for (size_t i = 0; i < p->n; i++)
        n += p->v[i].iov_len;
    return n;
}
