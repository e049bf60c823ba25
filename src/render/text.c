#include "render/text.h"
#include "base/utf8.h"
#include <stdio.h>
#include <string.h>

/* Pieces that are not text travel through the wrapping as marks of control characters, which cannot come from outside:
 * a hole is \1, 12 digits and \2, its width until it is filled; the edges of a condition are \3, digits and \2. */
enum { EMPTY_LINES_MAX = 2 };
#define NBSP "\xC2\xA0"

static struct str with_marks(struct arena *a, const struct piece_list *in)
{
    struct buf b;
    buf_init(&b, 2 * TEMPLATE_OUTPUT_MAX);
    for (size_t i = 0; i < in->n; i++) {
        const struct piece *p = &in->v[i];
        if (p->kind == PIECE_TEXT)
            buf_str(&b, p->text);
        else if (p->kind == PIECE_HOLE)
            buf_fmt(&b, "\1%012zu\2", i);
        else
            buf_fmt(&b, "\3%zu\2", i);
    }
    struct str s = buf_dup(a, &b);
    buf_end(&b);
    return s;
}

static bool is_link(struct str line)
{
    return str_find(line, str_lit("://")) != STR_NONE || str_find(line, str_lit("mailto:")) != STR_NONE;
}

/* "[12] https://...": the list of links, one a line; or a link alone. */
static bool link_line(struct str line)
{
    if (!is_link(line))
        return false;
    if (line.n && line.s[0] == '[') {
        size_t space = str_chr(line, ' ');
        if (space != STR_NONE)
            line = str_sub(line, space + 1, line.n);
    }
    return str_chr(line, ' ') == STR_NONE;
}

/* A word wider than the column, an ideographic text without a place to break: cut between characters. */
static void put_cut(struct buf *b, struct str line)
{
    while (!is_link(line) && str_chr(line, '\1') == STR_NONE && utf8_width(line) > TEXT_COLUMNS) {
        size_t end = 0, columns = 0;
        while (end < line.n) {
            size_t next = end;
            utf8_next(line, &next);
            size_t w = utf8_width(str_sub(line, end, next));
            if (columns + w > TEXT_COLUMNS && w)
                break;
            columns += w;
            end = next;
        }
        buf_str(b, str_sub(line, 0, end));
        buf_ch(b, '\n');
        line = str_sub(line, end, line.n);
    }
    buf_str(b, line);
}

/* Edges of conditions stand at a line's start without being seen. */
static size_t behind_edges(struct str line)
{
    size_t i = 0;
    while (i < line.n && line.s[i] == '\3')
        while (i < line.n && line.s[i++] != '\2')
            ;
    return i;
}

static void put_line(struct buf *b, struct str line, size_t *empty)
{
    while (line.n && (line.s[line.n - 1] == ' ' || line.s[line.n - 1] == '\t'))
        line.n--;
    *empty = line.n ? 0 : *empty + 1;
    if (*empty > EMPTY_LINES_MAX || (!line.n && !b->n))
        return;
    size_t shown = behind_edges(line);
    struct str words = str_sub(line, shown, line.n);
    buf_str(b, str_sub(line, 0, shown));
    if (str_starts(words, "From ") || str_starts(words, ".") || str_starts(words, ">") || str_eqc(words, "--"))
        buf_ch(b, ' ');
    put_cut(b, words);
    buf_ch(b, '\n');
}

static struct str wrapped(struct arena *a, struct str s)
{
    struct buf b;
    buf_init(&b, 3 * TEMPLATE_OUTPUT_MAX);
    struct str line, part;
    for (size_t empty = 0; str_line(&s, &line);) {
        bool hangs = str_starts(line, "* ") || str_starts(line, "! ");
        struct str rest = link_line(line) ? line
                                          : utf8_wrap(a, str_sub(line, hangs ? 2 : 0, line.n), TEXT_COLUMNS,
                                                      hangs ? (line.s[0] == '*' ? "* " : "! ") : "", hangs ? "  " : "");
        if (!rest.n)
            put_line(&b, rest, &empty);
        while (rest.n && str_cut(&rest, '\n', &part))
            put_line(&b, part, &empty);
    }
    while (b.n > 1 && b.p[b.n - 1] == '\n' && b.p[b.n - 2] == '\n')
        b.p[--b.n] = '\0';
    struct str out = buf_dup(a, &b);
    buf_end(&b);
    return out;
}

static struct str replaced(struct arena *a, struct str s, const char *what, const char *with)
{
    struct buf b;
    buf_init(&b, 3 * TEMPLATE_OUTPUT_MAX);
    for (size_t at; (at = str_find(s, str_c(what))) != STR_NONE; s = str_sub(s, at + strlen(what), s.n)) {
        buf_str(&b, str_sub(s, 0, at));
        buf_c(&b, with);
    }
    buf_str(&b, s);
    struct str out = buf_dup(a, &b);
    buf_end(&b);
    return out;
}

/* A link's number stays on the line of the word before it: " [12]" with a space that does not break. */
static struct str tied(struct arena *a, struct str s)
{
    struct buf b;
    buf_init(&b, 3 * TEMPLATE_OUTPUT_MAX);
    size_t done = 0;
    for (size_t at; (at = str_find(str_sub(s, done, s.n), str_lit(" ["))) != STR_NONE;) {
        size_t from = done + at, k = from + 2;
        while (k < s.n && s.s[k] >= '0' && s.s[k] <= '9')
            k++;
        buf_str(&b, str_sub(s, done, from));
        buf_c(&b, k > from + 2 && k < s.n && s.s[k] == ']' ? NBSP : " ");
        done = from + 1;
    }
    buf_str(&b, str_sub(s, done, s.n));
    struct str out = buf_dup(a, &b);
    buf_end(&b);
    return out;
}

static void add_text(struct arena *a, struct piece_list *out, struct str s)
{
    if (s.n)
        vec_add(a, out, ((struct piece){.kind = PIECE_TEXT, .text = s}));
}

void text_wrap(struct arena *a, const struct piece_list *in, struct piece_list *out)
{
    struct str s = replaced(a, wrapped(a, tied(a, with_marks(a, in))), NBSP, " ");
    size_t from = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.s[i] != '\1' && s.s[i] != '\3')
            continue;
        add_text(a, out, str_sub(s, from, i));
        size_t piece = 0;
        for (i++; i < s.n && s.s[i] >= '0' && s.s[i] <= '9'; i++)
            piece = piece * 10 + (size_t)(s.s[i] - '0');
        if (piece < in->n)
            vec_add(a, out, in->v[piece]);
        from = i + 1;
    }
    add_text(a, out, str_sub(s, from, s.n));
}
