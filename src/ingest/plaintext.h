/* plaintext.h: reading plain text in three passes: lines, head, body. They share one struct. */
#ifndef INGEST_PLAINTEXT_H
#define INGEST_PLAINTEXT_H

#include "ingest/phrases.h"
#include "ingest/readers.h"

struct line {
    struct str s; /* trimmed, without heading and bullet signs */
    int no;       /* in the file, from 1 */
    int heading;  /* number of leading '#' */
    bool bullet, after_blank;
    bool repeated; /* the same words stand here several times: a placeholder */
    bool taken;    /* used up: title, byline, caption, why ... */
    size_t words;
};
VEC(lines, struct line);

struct para {
    struct str s;
    bool bullet, heading;
    bool after_divider; /* repeated lines or a dropped section stood before it */
    size_t words;
};
VEC(paras, struct para);

struct text {
    struct arena *a;
    const struct read_options *o;
    struct lines lines;
    struct paras paras;
    struct article *art;
    bool in_head;
    struct date_line ago; /* of the head; dates told from now; they count when no other is found */
    struct str pitch;     /* what was dropped as advertising: it may name the outlet */
    size_t title;         /* line index; lines.n when there is none */
    size_t body;          /* line index of the first paragraph */
};

/* 1. Lines: cut, unwrapped, bullets and headings told apart, repeated ones marked. */
void text_lines(struct text *t, struct str text);
/* 2. The head: outlet, section, title, byline, dates, caption, standfirst; t->body is where the body begins. */
void text_head(struct text *t);
/* 3. The body: paragraphs, without the page's furniture and its closing pitch; sentences whole. */
void text_body(struct text *t);

/* What may stand anywhere: each takes the line when it is one of its kind. */
bool take_dates(struct text *t, size_t i);
bool take_caption(struct text *t, size_t i);
bool take_why(struct text *t, size_t i);
bool is_title_case(struct str s);

#endif
