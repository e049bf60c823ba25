#include "ingest/roster_text.h"
#include <stdlib.h>
#include <string.h>

enum { WINDOW = 4 * CSV_ROW_MAX, RAW = 32 << 10 };

static int get(struct roster_text *t, char *to, size_t n, size_t *got, struct err *e)
{
    ssize_t some = t->in->read(t->in->ctx, to, n, e);
    if (some < 0)
        return -1;
    t->ended = some == 0;
    *got = (size_t)some;
    return 0;
}

/* ---- UTF-16 */

static void put(struct roster_text *t, uint32_t c)
{
    char *p = t->window + t->n;
    size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const unsigned char first[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = n; i-- > 1; c >>= 6)
        p[i] = (char)(0x80 | (c & 0x3F));
    p[0] = (char)(first[n] | c);
    t->n += n;
}

static uint32_t unit(const struct roster_text *t, const unsigned char *p)
{
    return t->wide == 'l' ? (uint32_t)p[0] | (uint32_t)p[1] << 8 : (uint32_t)p[1] | (uint32_t)p[0] << 8;
}

/* Decodes what is whole; how many bytes that was. Half a pair of surrogates becomes U+FFFD. */
static size_t decode(struct roster_text *t, const unsigned char *p, size_t n)
{
    size_t i = 0;
    while (i + 2 <= n) {
        uint32_t c = unit(t, p + i);
        if (c >= 0xD800 && c < 0xDC00) {
            if (i + 4 > n && !t->ended)
                break;
            uint32_t low = i + 4 <= n ? unit(t, p + i + 2) : 0;
            bool pair = low >= 0xDC00 && low < 0xE000;
            put(t, pair ? 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00) : 0xFFFD);
            i += pair ? 4 : 2;
            continue;
        }
        put(t, c >= 0xDC00 && c < 0xE000 ? 0xFFFD : c);
        i += 2;
    }
    return i;
}

static int read_wide(struct roster_text *t, struct err *e)
{
    unsigned char raw[RAW];
    size_t got, n = t->n_raw, room = (WINDOW - t->n) / 3 * 2; /* two bytes become three at most */
    memcpy(raw, t->raw, n);
    if (get(t, (char *)raw + n, (room < RAW ? room : RAW) - n, &got, e) < 0)
        return -1;
    n += got;
    size_t used = decode(t, raw, n);
    t->n_raw = n - used;
    memcpy(t->raw, raw + used, t->n_raw);
    return 0;
}

/* ---- the window */

/* Until the window is full, so that pipes give windows as large as files do. */
static int fill(struct roster_text *t, struct err *e)
{
    size_t from = t->n, got;
    while (!t->ended && WINDOW - t->n >= RAW) {
        if (t->wide) {
            if (read_wide(t, e) < 0)
                return -1;
            continue;
        }
        if (get(t, t->window + t->n, WINDOW - t->n, &got, e) < 0)
            return -1;
        t->n += got;
    }
    t->nul = t->nul || memchr(t->window + from, '\0', t->n - from);
    return 0;
}

static void drop(struct roster_text *t, size_t n)
{
    memmove(t->window, t->window + n, t->n - n);
    t->n -= n;
    t->from += (int64_t)n;
}

/* Every second byte of what begins the list is 0. */
static bool unmarked_utf16(const char *p, size_t n)
{
    return n >= 4 && !p[0] != !p[1] && !p[2] != !p[3] && !p[0] == !p[2];
}

int roster_text_begin(struct roster_text *t, const struct roster_input *in, struct str *out, struct err *e)
{
    *t = (struct roster_text){.in = in, .window = mem_realloc(NULL, WINDOW + 1)};
    size_t got;
    while (!t->ended && t->n < 4) {
        if (get(t, t->window + t->n, 4 - t->n, &got, e) < 0)
            return -1;
        t->n += got;
    }
    struct str start = {t->window, t->n};
    if (str_starts(start, "\xff\xfe") || str_starts(start, "\xfe\xff")) {
        t->wide = start.s[0] == '\xff' ? 'l' : 'b';
        t->n_raw = t->n - 2;
        memcpy(t->raw, t->window + 2, t->n_raw);
        t->n = 0;
        if (t->ended)
            t->n_raw -= decode(t, t->raw, t->n_raw);
    } else if (unmarked_utf16(t->window, t->n)) {
        return err_set(e, EX_DATAERR, STR_FMT ": looks like UTF-16 without a byte order mark; save the list as UTF-8",
                       STR_ARG(in->file));
    } else if (str_starts(start, "\xef\xbb\xbf")) {
        drop(t, 3);
    }
    t->nul = memchr(t->window, '\0', t->n) != NULL;
    if (fill(t, e) < 0)
        return -1;
    *out = (struct str){t->window, t->n};
    return 0;
}

int roster_text_more(struct roster_text *t, struct csv *c, struct err *e)
{
    while (!t->ended && c->end - c->at < CSV_ROW_MAX) {
        drop(t, (size_t)(c->at - t->window));
        if (fill(t, e) < 0)
            return -1;
        csv_text(c, t->window, t->window + t->n, !t->ended);
    }
    return 0;
}

int64_t roster_text_at(const struct roster_text *t, const char *p)
{
    return t->wide ? -1 : t->from + (p - t->window);
}

void roster_text_end(struct roster_text *t)
{
    free(t->window);
}
