/* html.h: a page as a tree that remembers where everything stands in the text, over gumbo (seen only by html.c). For
 * inlining styles and for lint. */
#ifndef RENDER_HTML_H
#define RENDER_HTML_H

#include "base/str.h"

struct html_attr {
    struct str name, value; /* name in lower case, value decoded */
    size_t at, end;         /* of the whole attribute in the text */
    size_t value_at;        /* of its raw value, behind the quote */
    bool quoted;
};
VEC(html_attrs, struct html_attr);

enum html_kind { HTML_ELEMENT, HTML_TEXT, HTML_COMMENT };

struct html_node {
    enum html_kind kind;
    struct str tag; /* lower case */
    struct html_attrs attrs;
    struct strs classes;
    struct str text;            /* HTML_TEXT, HTML_COMMENT: decoded */
    size_t at;                  /* offset of the start tag or text */
    size_t tag_end;             /* behind the start tag's > ; equal to `at` when the element is implied */
    size_t close_at, close_end; /* of the end tag; equal when there is none */
    struct html_node *parent, *first, *last, *next, *prev;
};

struct html {
    struct str text;
    struct html_node *root; /* the html element */
    bool doctype;
    struct html_node *outside; /* comments before and behind the root, joined by `next` */
};

/* False: more than 20,000 tags, or 1,000 open at once, or 400 deep: gumbo's time grows with its square. */
bool html_parse(struct arena *a, struct str text, struct html *out);

const struct html_attr *html_attr(const struct html_node *n, const char *name); /* NULL when it has none */
struct str html_get(const struct html_node *n, const char *name); /* its value; unknown when it has none */
/* The next node in document order inside `within`; start with within itself. NULL at the end. */
const struct html_node *html_next(const struct html_node *within, const struct html_node *n);
bool html_is(const struct html_node *n, const char *tag);
/* All text inside, white space squeezed. */
struct str html_text(struct arena *a, const struct html_node *n);

#endif
