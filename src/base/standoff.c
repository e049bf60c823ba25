/* Kept: the number of the form; PLAIN: the bytes as they are. STEPS: how many bytes come out, then, until they are all
 * there, a length and so many bytes as they are, how many of the text to skip, how many to copy. Numbers are seven bits
 * a byte, the lowest first, the eighth says that more follow. */
#include "base/standoff.h"
#include "base/lanes.h"

enum { PLAIN, STEPS };

enum {
    LEAST = 4,   /* bytes that are worth a copy */
    NEAR = 48,   /* how far ahead a word is looked for in the text */
    FAR = 1024,  /* the same for what follows a tag */
    PRICE = 8,   /* bytes of way ahead that one byte alike pays for: a leap must be worth it, or it was chance */
    LOOKS = 16,  /* bytes looked at ahead for each byte, in sum */
    NUMBER = 10, /* longest of a number */
};

struct writer {
    const char *h, *h_end; /* what is still to be said */
    const char *said;      /* before h: not yet written */
    const char *t, *t_end; /* where the text is thought to go on */
    const char *used;      /* before t: the end of the last copy */
    bool after_tag;        /* nothing was looked for since */
    size_t patience;       /* bytes that may still be looked at ahead */
    char *o, *o_end;
    bool over;
};

/* ---- numbers */

static char *put_number(char *o, size_t n)
{
    for (; n >= 0x80; n >>= 7)
        *o++ = (char)(n | 0x80);
    *o++ = (char)n;
    return o;
}

static bool take_number(struct str *in, size_t *out)
{
    size_t n = 0;
    for (unsigned shift = 0; in->n && shift < 63; shift += 7) {
        unsigned char c = (unsigned char)*in->s++;
        in->n--;
        n |= (size_t)(c & 0x7f) << shift;
        if (c < 0x80) {
            *out = n;
            return true;
        }
    }
    return false;
}

/* ---- writing */

static size_t first_byte(uint64_t differs)
{
    return (size_t)(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? __builtin_ctzll(differs) : __builtin_clzll(differs)) /
           8;
}

/* How many bytes are alike from here on. */
static size_t alike(const char *x, const char *x_end, const char *y, const char *y_end)
{
    size_t n = (size_t)(x_end - x), i = 0;
    if ((size_t)(y_end - y) < n)
        n = (size_t)(y_end - y);
    for (; i + 16 <= n; i += 16) {
        uint64_t a[2], b[2];
        memcpy(a, x + i, 16);
        memcpy(b, y + i, 16);
        if (a[0] != b[0])
            return i + first_byte(a[0] ^ b[0]);
        if (a[1] != b[1])
            return i + 8 + first_byte(a[1] ^ b[1]);
    }
    while (i < n && x[i] == y[i])
        i++;
    return i;
}

/* What was not found in the text, then a copy from the text at t. */
static void copy(struct writer *w, size_t n)
{
    size_t own = (size_t)(w->h - w->said);
    if (own + 3 * NUMBER > (size_t)(w->o_end - w->o)) {
        w->over = true;
        return;
    }
    w->o = put_number(w->o, own);
    memcpy(w->o, w->said, own);
    w->o = put_number(w->o + own, (size_t)(w->t - w->used));
    w->o = put_number(w->o, n);
    w->h += n;
    w->t += n;
    w->said = w->h;
    w->used = w->t;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static const char *past_space(const char *p, const char *end)
{
    while (p < end && is_space(*p))
        p++;
    return p;
}

/* The same in the text, where it may be asked at every word: not for ever. */
static const char *past_gap(const struct writer *w)
{
    return past_space(w->t, w->t_end - w->t > NEAR ? w->t + NEAR : w->t_end);
}

static bool is_word_end(const struct writer *w, const char *h)
{
    return h == w->h_end || *h == '<' || *h == '&' || is_space(*h);
}

static void spend(struct writer *w, size_t n)
{
    w->patience -= w->patience < n ? w->patience : n;
}

/* The first place between the two that goes on like the html, for long enough. */
static const char *look_between(struct writer *w, const char *at, const char *end)
{
    for (; at < end; at++) {
        size_t need = LEAST + (size_t)(at - w->used) / PRICE;
        if (*at != *w->h || need > (size_t)(w->h_end - w->h))
            continue;
        size_t n = alike(w->h, w->h + need, at, w->t_end);
        spend(w, n);
        if (n == need)
            return at;
    }
    return NULL;
}

/* The next place in the text, not more than `way` ahead, that goes on like the html. NULL: there is none */
static const char *look_ahead(struct writer *w, size_t way)
{
    if (w->h_end - w->h < LEAST)
        return NULL;
    lanes a = lanes_of((unsigned char)w->h[0]), b = lanes_of((unsigned char)w->h[1]),
          c = lanes_of((unsigned char)w->h[2]), d = lanes_of((unsigned char)w->h[3]);
    const char *end = (size_t)(w->t_end - w->used) > way ? w->used + way : w->t_end, *found = NULL;
    for (const char *p = w->used; p < end && !found && w->patience; p += LANES) {
        spend(w, LANES);
        if (w->t_end - p < LANES + LEAST || lanes_any((lanes)(lanes_at(p) == a) & (lanes)(lanes_at(p + 1) == b) &
                                                      (lanes)(lanes_at(p + 2) == c) & (lanes)(lanes_at(p + 3) == d)))
            found = look_between(w, p, end - p < LANES ? end : p + LANES);
    }
    return found;
}

/* A word stands here that does not follow in the text as it should. */
static void find_again(struct writer *w, size_t alike_here)
{
    if (alike_here && is_word_end(w, w->h + alike_here)) { /* too short to be copied: "<b>a</b>" */
        w->h += alike_here;
        w->t += alike_here;
        return;
    }
    const char *gap = past_gap(w);
    size_t n = gap > w->t ? alike(w->h, w->h_end, gap, w->t_end) : 0;
    if (n < LEAST && !(n && is_word_end(w, w->h + n)))
        gap = look_ahead(w, w->after_tag ? FAR : NEAR);
    w->after_tag = false;
    if (gap) {
        w->t = gap;
        return;
    }
    while (!is_word_end(w, w->h))
        w->h++;
}

/* A reference stands for one character. */
static void pass_reference(struct writer *w)
{
    const char *end = w->h_end - w->h > NUMBER ? w->h + NUMBER : w->h_end, *p = w->h + 1;
    while (p < end && *p != ';' && *p != '<' && !is_space(*p))
        p++;
    w->h = p < end && *p == ';' ? p + 1 : w->h + 1;
    w->t = past_gap(w);
    if (w->t < w->t_end)
        w->t++;
    while (w->t < w->t_end && ((unsigned char)*w->t & 0xc0) == 0x80)
        w->t++;
}

static void pass_tag(struct writer *w)
{
    const char *end = memchr(w->h, '>', (size_t)(w->h_end - w->h));
    w->h = end ? end + 1 : w->h_end;
    w->after_tag = true;
}

static void step(struct writer *w)
{
    if (*w->h == '<') {
        pass_tag(w);
        return;
    }
    size_t n = alike(w->h, w->h_end, w->t, w->t_end);
    if (n > LEAST && (w->h[n - 1] == '&' || w->h[n - 1] == '<')) /* the html's begins a reference or a tag */
        n--;
    if (n >= LEAST)
        copy(w, n);
    else if (*w->h == '&')
        pass_reference(w);
    else if (is_space(*w->h)) {
        w->h = past_space(w->h, w->h_end);
        w->t = past_gap(w);
    } else
        find_again(w, n);
}

/* Where the steps end; NULL: they would be longer than the html. */
static char *put_steps(struct writer *w)
{
    size_t all = (size_t)(w->h_end - w->h);
    char *to = w->o;
    *w->o++ = STEPS;
    w->o = put_number(w->o, all);
    while (w->h < w->h_end && !w->over)
        step(w);
    size_t own = (size_t)(w->h - w->said);
    if (w->over || own + NUMBER > (size_t)(w->o_end - w->o))
        return NULL;
    if (own)
        w->o = put_number(w->o, own);
    memcpy(w->o, w->said, own);
    char *end = w->o + own;
    return (size_t)(end - to) > all ? NULL : end;
}

struct str standoff_encode(struct arena *a, struct str text, struct str html)
{
    if (!html.s)
        return (struct str){0};
    size_t room = html.n + 4 * NUMBER;
    char *to = arena_room(a, room), *end = NULL;
    struct writer w = {.h = html.s,
                       .h_end = html.s + html.n,
                       .said = html.s,
                       .t = text.s,
                       .t_end = text.n ? text.s + text.n : text.s,
                       .used = text.s,
                       .patience = FAR + (size_t)LOOKS * html.n,
                       .o = to,
                       .o_end = to + room};
    if (text.n >= LEAST && html.n >= LEAST)
        end = put_steps(&w);
    if (end)
        return (struct str){to, (size_t)(end - to)};
    to[0] = PLAIN;
    memcpy(to + 1, html.s, html.n);
    return (struct str){to, html.n + 1};
}

/* ---- reading */

static bool take_bytes(struct str *in, size_t n, char *to)
{
    if (n > in->n)
        return false;
    memcpy(to, in->s, n);
    in->s += n;
    in->n -= n;
    return true;
}

static bool take_steps(struct str *in, struct str text, char *to, size_t all)
{
    size_t done = 0, own, skip, n;
    while (done < all) {
        if (!take_number(in, &own) || own > all - done || !take_bytes(in, own, to + done))
            return false;
        done += own;
        if (done == all)
            break;
        if (!take_number(in, &skip) || skip > text.n || !take_number(in, &n) || n > text.n - skip || n > all - done ||
            !n)
            return false;
        text.s += skip;
        text.n -= skip;
        take_bytes(&text, n, to + done);
        done += n;
    }
    return !in->n;
}

bool standoff_decode(struct arena *a, struct str text, struct str kept, struct str *html)
{
    *html = (struct str){0};
    if (!kept.n)
        return !kept.s;
    struct str in = str_sub(kept, 1, kept.n);
    if (kept.s[0] == PLAIN) {
        *html = str_dup(a, in);
        return true;
    }
    size_t all;
    /* each byte comes out of one of the two, once: a length that lies gets no memory */
    if (kept.s[0] != STEPS || !take_number(&in, &all) || (all > in.n && all - in.n > text.n))
        return false;
    char *to = arena_room(a, all + 1);
    if (!take_steps(&in, text, to, all))
        return false;
    to[all] = '\0';
    *html = (struct str){to, all};
    return true;
}
