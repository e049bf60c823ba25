#include "base/buf.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void buf_init(struct buf *b, size_t max)
{
    *b = (struct buf){.p = (char *)"", .max = max};
}

void buf_fixed(struct buf *b, char *p, size_t max)
{
    *b = (struct buf){.p = p, .cap = max + 1, .max = max};
    p[0] = '\0';
}

void buf_end(struct buf *b)
{
    if (b->cap)
        free(b->p);
    buf_init(b, b->max);
}

void buf_clear(struct buf *b)
{
    b->n = 0;
    b->over = false;
    if (b->cap)
        b->p[0] = '\0';
}

/* Room for n more bytes and the NUL; false when that would pass the ceiling. */
static bool room(struct buf *b, size_t n)
{
    if (b->over || n > b->max - b->n) {
        b->over = true;
        return false;
    }
    size_t need = b->n + n + 1;
    if (need <= b->cap)
        return true;
    size_t cap = b->cap ? b->cap : 64;
    while (cap < need)
        cap *= 2;
    b->p = mem_realloc(b->cap ? b->p : NULL, cap);
    b->cap = cap;
    return true;
}

void buf_reserve(struct buf *b, size_t n)
{
    if (n <= b->cap || n > b->max)
        return;
    b->p = mem_realloc(b->cap ? b->p : NULL, n);
    b->p[b->n] = '\0';
    b->cap = n;
}

void buf_grow_add(struct buf *b, const void *p, size_t n)
{
    if (n == 0 || !room(b, n))
        return;
    memcpy(b->p + b->n, p, n);
    b->n += n;
    b->p[b->n] = '\0';
}

void buf_utf8(struct buf *b, uint32_t c)
{
    if (c < 0x80) {
        buf_ch(b, (char)c);
        return;
    }
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        c = 0xFFFD;
    unsigned char u[4];
    size_t n = 0;
    if (c < 0x800) {
        u[n++] = (unsigned char)(0xC0 | c >> 6);
        u[n++] = (unsigned char)(0x80 | (c & 63));
    } else if (c < 0x10000) {
        u[n++] = (unsigned char)(0xE0 | c >> 12);
        u[n++] = (unsigned char)(0x80 | (c >> 6 & 63));
        u[n++] = (unsigned char)(0x80 | (c & 63));
    } else {
        u[n++] = (unsigned char)(0xF0 | c >> 18);
        u[n++] = (unsigned char)(0x80 | (c >> 12 & 63));
        u[n++] = (unsigned char)(0x80 | (c >> 6 & 63));
        u[n++] = (unsigned char)(0x80 | (c & 63));
    }
    buf_add(b, u, n);
}

void buf_number(struct buf *b, unsigned n)
{
    char digits[10];
    size_t i = sizeof digits;
    do
        digits[--i] = (char)('0' + n % 10);
    while ((n /= 10) > 0);
    buf_add(b, digits + i, sizeof digits - i);
}

void buf_fmt(struct buf *b, const char *fmt, ...)
{
    char small[512];
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(small, sizeof small, fmt, ap);
    va_end(ap);
    if (n > 0 && (size_t)n < sizeof small) {
        buf_add(b, small, (size_t)n);
    } else if (n > 0 && room(b, (size_t)n)) {
        vsnprintf(b->p + b->n, (size_t)n + 1, fmt, again);
        b->n += (size_t)n;
    }
    va_end(again);
}

struct str buf_dup(struct arena *a, const struct buf *b)
{
    return str_dup(a, buf_view(b));
}
