/* lint.h: what the checks share. A rule is a row of lint_rules.c: its letter says how bad it is (Error, Warning, Note),
 * its number where it belongs (1 size, 2 structure, 3 links, 4 looks, 5 text part, 6 subject, 7 headers, 8 words, 9
 * edition). */
#ifndef RENDER_LINT_H
#define RENDER_LINT_H

#include "render/html.h"
#include "render/render.h"

struct lint {
    struct arena *a;
    const struct rendered *mail;
    const struct edition *ed; /* NULL when only the mail is known */
    size_t *lines;            /* offsets of the HTML's lines */
    size_t line_count;
    struct html page; /* root NULL: there is no HTML, or it could not be read */
    struct lint_findings *out;
};

void lint_say(struct lint *l, const char *rule, struct str where, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
void lint_index(struct lint *l);                          /* once, before lint_html */
struct str lint_html(struct lint *l, size_t offset);      /* "html:12:3" */
struct str lint_text_line(struct lint *l, size_t line);   /* "text:12" */
struct str lint_header(struct lint *l, const char *name); /* "header Subject" */

/* Header fields, unfolded; unknown when there is none. */
struct str lint_field(struct lint *l, const char *name);
size_t lint_fields(struct lint *l, const char *name); /* how many */

bool lint_hidden(const struct html_node *n); /* display:none by its own style attribute, or inside such a node */

bool lint_leaves(struct str words); /* are these the words of a link to unsubscribe, in a language we know? */

void lint_size(struct lint *l);
void lint_structure(struct lint *l);
void lint_spoken(struct lint *l);
void lint_links(struct lint *l);
void lint_looks(struct lint *l);
void lint_text(struct lint *l);
void lint_subject(struct lint *l);
void lint_headers(struct lint *l);
void lint_words(struct lint *l);
void lint_edition(struct lint *l);
void lint_clients(struct lint *l);

#endif
