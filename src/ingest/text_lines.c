/* Plain text as lines. */
#include "ingest/plaintext.h"

#include "base/map.h"
#include "base/utf8.h"
#include "ingest/phrases.h"
#include <string.h>

#define LINES_MAX 100000

static size_t words_of(struct str s)
{
    size_t n = 0;
    bool in = false;
    for (size_t i = 0; i < s.n; i++) {
        bool gap = (unsigned char)s.s[i] <= ' ';
        n += !gap && !in;
        in = !gap;
    }
    if (n < 3 && s.n > 30) /* scripts without spaces */
        n = utf8_words(s);
    return n;
}

/* Length of a list sign at the start of s with its white space, 0 when there is none. */
static size_t bullet_sign(struct str s)
{
    /* clang-format off */
    static const char *const signs[] = {
        "•", "‣", "◦", "⁃", "∙", "·", "●", "○", "■", "□", "▪", "▫", "►", "▶", "▸", "➤", "➔", "→", "⇒", "»", "›",
        "✓", "✔", "✅", "☑", "★", "☆", "🔹", "🔸", "👉", "◆", "◇", "❖", "➢", "➜", "・", "\xEF\x82\xB7", NULL,
    };
    /* clang-format on */
    bool ascii = s.n && (unsigned char)s.s[0] < 0x80, letter = ascii && (s.s[0] | 32) >= 'a' && (s.s[0] | 32) <= 'z';
    if (!s.n || (letter && s.s[0] != 'o'))
        return 0; /* nearly every line */
    for (const char *const *p = signs; *p && !ascii; p++) {
        size_t n = strlen(*p);
        if (str_starts(s, *p)) {
            while (n < s.n && ((unsigned char)s.s[n] <= ' ' || str_starts(str_sub(s, n, s.n), "\xEF\xB8\x8F")))
                n += (unsigned char)s.s[n] <= ' ' ? 1 : 3;
            return n;
        }
    }
    static const char *const spaced[] = {"-", "*", "+", "–", "—", "o", NULL};
    for (const char *const *p = spaced; *p; p++) {
        size_t n = strlen(*p);
        if (str_starts(s, *p) && n + 1 < s.n &&
            (s.s[n] == ' ' || s.s[n] == '\t' || str_starts(str_sub(s, n, s.n), "\xC2\xA0"))) {
            if (**p == 'o' && s.s[n] != '\t')
                continue;
            while (n < s.n && ((unsigned char)s.s[n] <= ' ' || str_starts(str_sub(s, n, s.n), "\xC2\xA0")))
                n += (unsigned char)s.s[n] <= ' ' ? 1 : 2;
            return n;
        }
    }
    size_t i = s.n && s.s[0] == '(', d = i;
    while (d < s.n && d < i + 2 && s.s[d] >= '0' && s.s[d] <= '9')
        d++;
    if (d > i && d + 1 < s.n && (s.s[d] == ')' || (s.s[d] == '.' && i == 0)) &&
        (s.s[d + 1] == ' ' || s.s[d + 1] == '\t')) {
        d += 2;
        while (d < s.n && (unsigned char)s.s[d] <= ' ')
            d++;
        return d;
    }
    return 0;
}

/* Is the text wrapped at a fixed width, so that one paragraph takes several lines? Then most lines inside a block are
 * long, none is longer than the width, and they end inside sentences. */
static bool is_wrapped(struct str text)
{
    size_t longest = 0, inner = 0, full = 0, open = 0;
    struct str rest = text, l, prev = {NULL, 0};
    while (str_line(&rest, &l)) {
        if (l.n > longest)
            longest = l.n;
        if (prev.n && str_trim(l).n && bullet_sign(str_trim(l)) == 0) {
            inner++;
            full += prev.n >= 50;
            open += prev.n >= 50 && !ends_sentence(prev);
        }
        prev = str_trim(l);
    }
    return longest <= 120 && inner >= 4 && full * 10 >= inner * 6 && open * 2 >= full;
}

static void add_line(struct text *t, struct str raw, int no, bool blank)
{
    struct line l = {.no = no, .after_blank = blank};
    struct str s = str_trim(raw);
    while (l.heading < 6 && (size_t)l.heading < s.n && s.s[l.heading] == '#')
        l.heading++;
    if (l.heading && (size_t)l.heading < s.n && s.s[l.heading] == ' ') {
        s = str_trim(str_sub(s, (size_t)l.heading, s.n));
        while (s.n && s.s[s.n - 1] == '#')
            s = str_trim(str_sub(s, 0, s.n - 1));
    } else {
        l.heading = 0;
        size_t n = bullet_sign(s);
        l.bullet = n > 0;
        s = str_trim(str_sub(s, n, s.n));
    }
    /* bold as in Markdown, around the whole line */
    if (s.n > 4 && str_starts(s, "**") && str_ends(s, "**") &&
        str_find(str_sub(s, 2, s.n - 2), str_lit("**")) == STR_NONE)
        s = str_trim(str_sub(s, 2, s.n - 2));
    l.s = s;
    l.words = words_of(s);
    vec_add(t->a, &t->lines, l);
}

static void cut_lines(struct text *t, struct str text)
{
    bool wrapped = is_wrapped(text), blank = true;
    struct str rest = text, l;
    struct buf joined;
    buf_init(&joined, 1 << 20);
    for (int no = 1; str_line(&rest, &l) && t->lines.n < LINES_MAX; no++) {
        struct str s = str_trim(l);
        if (!s.n) {
            blank = true;
            continue;
        }
        struct line *last = t->lines.n ? &t->lines.v[t->lines.n - 1] : NULL;
        bool lone_sign = last && last->bullet && last->s.n == 0;
        bool goes_on =
            wrapped && last && !blank && !last->heading && last->s.n >= 45 && bullet_sign(s) == 0 && s.s[0] != '#';
        if (lone_sign || goes_on) { /* a bullet on a line of its own; a wrapped paragraph */
            buf_clear(&joined);
            buf_str(&joined, last->s);
            if (joined.n)
                buf_ch(&joined, ' ');
            buf_str(&joined, s);
            if (!joined.over) {
                last->s = buf_dup(t->a, &joined);
                last->words = words_of(last->s);
                blank = false;
                continue;
            }
        }
        add_line(t, l, no, blank);
        blank = false;
    }
    buf_end(&joined);
}

/* Lines that stand three times and more, or twice in a row, are placeholders whatever they say. */
static void mark_repeated(struct text *t)
{
    struct map count = {0};
    struct str last = {NULL, 0};
    for (size_t i = 0; i < t->lines.n; i++) {
        struct line *l = &t->lines.v[i];
        struct str key = phrase_key(t->a, l->s);
        if (l->s.n > 120 || !key.n) {
            last = (struct str){NULL, 0};
            continue;
        }
        void **n = map_at(t->a, &count, key);
        *n = (void *)((size_t)*n + 1);
        if (last.s && str_eq(last, key)) {
            l->repeated = true;
            t->lines.v[i - 1].repeated = true;
        }
        last = key;
    }
    for (size_t i = 0; i < t->lines.n; i++) {
        struct line *l = &t->lines.v[i];
        if (l->s.n <= 120 && (size_t)map_get(&count, phrase_key(t->a, l->s)) >= 3)
            l->repeated = true;
    }
}

void text_lines(struct text *t, struct str text)
{
    cut_lines(t, text);
    if (t->lines.n)
        mark_repeated(t);
}
