/* Text made shorter, and text made into lines. */
#include "base/buf.h"
#include "base/utf8.h"
#include <stdlib.h>
#include <string.h>
#include <unilbrk.h>
#include <uniwidth.h>

static bool blank(uint32_t c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == 0xA0 || c == 0x3000;
}

static bool full_stop(uint32_t c)
{
    return c == '.' || c == '!' || c == '?' || c == 0x2026;
}

static bool cjk_stop(uint32_t c)
{
    return c == 0x3002 || c == 0xFF01 || c == 0xFF1F || c == 0xFF0E;
}

static bool closing(uint32_t c)
{
    return c == '"' || c == '\'' || c == ')' || c == ']' || c == 0x201D || c == 0x2019 || c == 0xBB || c == 0x300D ||
           c == 0x300F;
}

/* "U.S." and "Mr." end no sentence: a stop counts after a word of three letters or more that holds no other stop. */
struct cutter {
    size_t sentence, word; /* where the text may end; 0: nowhere yet */
    size_t sentence_chars;
    size_t letters;
    bool dotted;
};

static void see(struct cutter *k, uint32_t c, uint32_t next, size_t at, size_t end, size_t chars, bool *stopped)
{
    if (blank(c)) {
        k->letters = 0;
        k->dotted = *stopped = false;
        return;
    }
    if (cjk_stop(c)) {
        *stopped = true;
    } else if (full_stop(c)) {
        *stopped = c != '.' || (k->letters >= 3 && !k->dotted);
        k->dotted = true;
    } else if (!closing(c)) {
        *stopped = false;
        k->letters++;
    }
    if (*stopped && (next == 0 || blank(next) || (cjk_stop(c) && !closing(next)))) {
        k->sentence = end;
        k->sentence_chars = chars;
    }
    if (next == 0 || blank(next) || utf8_is_cjk(next))
        k->word = end;
}

static uint32_t peek(struct str s, size_t i)
{
    return i < s.n ? utf8_next(s, &i) : 0;
}

/* A dangling comma or dash before the ellipsis reads badly. */
static size_t trim_tail(struct str s, size_t end)
{
    while (end > 0 && strchr(" ,;:-.(\n\t", s.s[end - 1]))
        end--;
    while (end >= 3 && (memcmp(s.s + end - 3, "\xE2\x80\x93", 3) == 0 || memcmp(s.s + end - 3, "\xE2\x80\x94", 3) == 0))
        for (end -= 3; end > 0 && s.s[end - 1] == ' ';)
            end--;
    return end;
}

struct str utf8_cut(struct arena *a, struct str s, size_t max)
{
    if (!s.s)
        return s;
    s = str_trim(s);
    struct cutter k = {0};
    bool stopped = false;
    size_t i = 0, chars = 0, last = 0; /* last: end of max - 1 clusters, where an ellipsis still fits */
    size_t word = 0;
    while (i < s.n && chars < max) {
        size_t end = utf8_cluster(s, i);
        chars++;
        see(&k, peek(s, i), peek(s, end), i, end, chars, &stopped);
        if (chars + 1 == max || chars < max) {
            last = end;
            word = k.word;
        }
        i = end;
    }
    if (i >= s.n)
        return str_dup(a, s);
    if (k.sentence && k.sentence_chars >= max / 2)
        return str_dup(a, str_sub(s, 0, k.sentence));
    size_t end = trim_tail(s, word ? word : last);
    return str_fmt(a, "%.*s\xE2\x80\xA6", (int)end, s.s);
}

static bool url_byte(unsigned char c)
{
    return c > 0x20 && c < 0x7F && c != '<' && c != '>' && c != '"';
}

static bool url_starts(struct str s)
{
    char c = (char)(s.s[0] | 0x20);
    if (c != 'h' && c != 'm' && c != 'w') /* asked at every byte of every line */
        return false;
    return str_istarts(s, "http://") || str_istarts(s, "https://") || str_istarts(s, "mailto:") ||
           str_istarts(s, "www.");
}

/* Forbids breaks inside every URL of the line. */
static void keep_urls(struct str s, char *brk)
{
    for (size_t i = 0; i < s.n;) {
        if (!url_starts(str_sub(s, i, s.n))) {
            i++;
            continue;
        }
        for (i++; i < s.n && url_byte((unsigned char)s.s[i]); i++)
            brk[i] = UC_BREAK_PROHIBITED;
    }
}

/* UAX 14 (LB29) keeps "U.S." and "example.org" together; libunistring breaks after the dot. */
static void keep_dots(struct str s, char *brk)
{
    for (size_t i = 1; i < s.n; i++)
        if (s.s[i - 1] == '.' && s.s[i] != ' ' && (unsigned char)s.s[i] < 0x80)
            brk[i] = UC_BREAK_PROHIBITED;
}

struct wrapper {
    struct buf out;
    size_t columns;
    const char *first, *next;
    bool begun;
};

static void put_line(struct wrapper *w, struct str line)
{
    struct str prefix = str_c(w->begun ? w->next : w->first);
    while (line.n && (line.s[line.n - 1] == ' ' || line.s[line.n - 1] == '\t'))
        line.n--;
    if (w->begun)
        buf_ch(&w->out, '\n');
    w->begun = true;
    while (line.n == 0 && prefix.n && prefix.s[prefix.n - 1] == ' ')
        prefix.n--;
    buf_str(&w->out, prefix);
    buf_str(&w->out, line);
}

static size_t room(const struct wrapper *w)
{
    size_t taken = utf8_width(str_c(w->begun ? w->next : w->first));
    return w->columns > taken + 1 ? w->columns - taken : 1;
}

static void wrap_line(struct wrapper *w, struct str s, char *brk)
{
    u8_possible_linebreaks((const uint8_t *)s.s, s.n, "UTF-8", brk);
    keep_urls(s, brk);
    keep_dots(s, brk);
    size_t start = 0, cut = 0, width = 0, width_at_cut = 0, limit = room(w);
    for (size_t i = 0; i < s.n;) {
        size_t from = i;
        if (from > start && brk[from] == UC_BREAK_POSSIBLE) {
            cut = from;
            width_at_cut = width;
        }
        uint32_t c = utf8_next(s, &i);
        int columns = c >= 0x20 && c < 0x7F ? 1 : uc_width(c, "UTF-8");
        width += columns > 0 ? (size_t)columns : 0;
        if (width <= limit || c == ' ' || cut <= start) /* spaces at the end hang over */
            continue;
        put_line(w, str_sub(s, start, cut));
        start = cut;
        width -= width_at_cut;
        limit = room(w);
    }
    put_line(w, str_sub(s, start, s.n));
}

struct str utf8_wrap(struct arena *a, struct str s, size_t columns, const char *first, const char *next)
{
    if (!s.s)
        return s;
    struct wrapper w = {.columns = columns, .first = first ? first : "", .next = next ? next : ""};
    /* each byte may become a line of its own with its prefix */
    buf_init(&w.out, strlen(w.first) + (s.n + 1) * (strlen(w.next) + 2));
    char *brk = mem_realloc(NULL, s.n);
    struct str rest = s, line;
    bool final_newline = s.n && s.s[s.n - 1] == '\n';
    while (str_cut(&rest, '\n', &line)) {
        if (!rest.s && final_newline)
            break;
        wrap_line(&w, line, brk);
    }
    if (final_newline)
        buf_ch(&w.out, '\n');
    free(brk);
    struct str out = buf_dup(a, &w.out);
    buf_end(&w.out);
    return out;
}
