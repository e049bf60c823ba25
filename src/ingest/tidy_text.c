/* tidy_text.c: what tidy tells, written as HTML for a parser. */
#include "ingest/tidy.h"

#include <string.h>

struct text_writer {
    struct tidy_to to; /* first: the functions get this and mean the whole */
    struct buf *out;
    size_t depth;
    struct {
        size_t from, to;
    } open[TIDY_DEPTH + 1]; /* start tags in the output; a title is not counted in the depth */
};

static void put_text(struct tidy_to *to, struct str s)
{
    buf_str(((struct text_writer *)to)->out, s);
}

/* An element of no known name is written as one that is known and means nothing. */
static struct str written_name(enum tag tag)
{
    return tag == T_OTHER ? str_lit("bdo") : tag_name(tag);
}

static void put_attribute(struct buf *out, const struct attribute_value *a)
{
    buf_ch(out, ' ');
    buf_str(out, attr_name(a->name));
    if (!a->value.s)
        return;
    bool quote = str_chr(a->value, '"') != STR_NONE; /* then no other quote is in it */
    buf_c(out, quote ? "='" : "=\"");
    buf_str(out, a->value);
    buf_ch(out, quote ? '\'' : '"');
}

static void put_start(struct tidy_to *to, enum tag tag, const struct attribute_value *attrs, size_t n)
{
    struct text_writer *w = (struct text_writer *)to;
    size_t from = w->out->n;
    buf_ch(w->out, '<');
    buf_str(w->out, written_name(tag));
    for (size_t i = 0; i < n; i++)
        put_attribute(w->out, &attrs[i]);
    buf_ch(w->out, '>');
    if (tidy_opens(tag)) {
        w->open[w->depth].from = from;
        w->open[w->depth++].to = w->out->n;
    }
}

static void put_end(struct tidy_to *to, enum tag tag)
{
    struct text_writer *w = (struct text_writer *)to;
    w->depth--;
    buf_c(w->out, "</");
    buf_str(w->out, written_name(tag));
    buf_ch(w->out, '>');
}

/* Its start tag becomes a comment. */
static void take_back(struct tidy_to *to, size_t inner)
{
    struct text_writer *w = (struct text_writer *)to;
    size_t k = --w->depth - inner, tag = w->open[k].to - w->open[k].from;
    if (tag >= 3 && w->open[k].to <= w->out->n) {
        char *p = w->out->p + w->open[k].from;
        p[1] = '!';
        memset(p + 2, ' ', tag - 3);
    }
    memmove(w->open + k, w->open + k + 1, inner * sizeof *w->open);
}

size_t html_tidy(struct str html, struct buf *out)
{
    struct text_writer w; /* but for the open tags, which are most of it and written before they are read */
    w.to = (struct tidy_to){put_text, put_start, put_end, take_back};
    w.out = out;
    w.depth = 0;
    return html_tidy_to(html, &w.to);
}
