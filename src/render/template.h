/* template.h: Mustache, in four steps.
 *
 *     template_parse   one file's text into operations, standalone lines taken out
 *     template_link    partials, parents and blocks put in place: one flat program of text, values and sections
 *     (markup.h, vars.h, css.h check and rewrite that program)
 *     template_eval    program and values into pieces: finished text, and what depends on the reader
 *
 * The language is the Mustache specification's core with inheritance ({{<parent}} {{$block}}) and dynamic names
 * ({{>*name}}); lambdas are left out, because a template holds no code. Everything that a hostile template could grow
 * is bounded. */
#ifndef RENDER_TEMPLATE_H
#define RENDER_TEMPLATE_H

#include "base/err.h"
#include "model/mold.h"
#include "render/value.h"

enum {
    TEMPLATE_DEPTH = 64,           /* of nested sections */
    TEMPLATE_LINK_DEPTH = 40,      /* of partials in partials */
    TEMPLATE_OPS_MAX = 100000,     /* after linking */
    TEMPLATE_BYTES_MAX = 1 << 20,  /* of one file, and of the linked text */
    TEMPLATE_OUTPUT_MAX = 8 << 20, /* of what one evaluation makes */
};

/* Text values may carry the reader's fields, "\1subscriber.name\2": so does a subject on its way from its template to
 * the header. These bytes cannot come from outside: the doors in `ingest` take control characters out, and template
 * files may not hold them. */
#define FIELD_OPEN '\1'
#define FIELD_CLOSE '\2'

struct source {      /* one template file */
    struct str name; /* "story.html": how partials name it */
    struct str path; /* for messages */
    struct str text;
};
VEC(sources, struct source);

/* Where on the page a value stands; set by markup_contexts. */
enum place {
    PLACE_PLAIN,   /* no escaping: text part, subject */
    PLACE_HTML,    /* text, and comments */
    PLACE_ATTR,    /* a quoted attribute */
    PLACE_URL,     /* the whole of href, src ... */
    PLACE_URLPART, /* a component inside a URL */
    PLACE_CSS,     /* style attribute or <style> */
};

enum op_kind {
    OP_TEXT,
    OP_VALUE,    /* {{name}} */
    OP_SECTION,  /* {{#name}} ... OP_END */
    OP_INVERTED, /* {{^name}} ... OP_END */
    OP_CASE,     /* linked {{>*name}}: shown when the value is `text`; ... OP_END */
    OP_END,
    OP_PARTIAL, /* {{>name}}; after linking only in lazy programs */
    OP_PARENT,  /* {{<name}} ... OP_END */
    OP_BLOCK,   /* {{$name}} ... OP_END */
    OP_COMMENT, /* comments and delimiters: gone after parsing */
};

struct op {
    enum op_kind kind;
    struct str text;   /* OP_TEXT, OP_CASE; OP_VALUE: what stands in for an unknown value, from css.c */
    struct str name;   /* as written, white space trimmed */
    struct strs path;  /* the name's parts; empty for "." */
    bool raw;          /* {{{name}}}, {{&name}} */
    bool dynamic;      /* {{>*name}} */
    bool line_start;   /* OP_TEXT: begins a line of its file, where an indentation goes */
    bool alone;        /* OP_BLOCK: it and its end fill one line; OP_BLOCK, OP_PARENT: its line holds nothing else */
    bool opens;        /* OP_BLOCK: it fills its line, and ends on another */
    struct str indent; /* OP_PARTIAL, OP_PARENT, OP_BLOCK: the white space before it on its line */
    size_t end;        /* index of the OP_END that belongs to it */
    enum place place;  /* OP_VALUE */
    const struct source *in; /* where it was written */
    size_t at;               /* byte offset there */
};
VEC(ops, struct op);

int template_parse(struct arena *a, const struct source *in, struct ops *out, struct err *e);
/* "PATH:LINE:COLUMN: ..."; always -1. */
int template_error(struct err *e, const struct source *in, size_t at, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* How names become files. `choices` gives what {{>*name}} may stand for; NULL: only known when evaluated. */
struct linker {
    struct arena *arena;
    const struct sources *sources;
    bool lazy; /* partials stay, missing ones are empty, recursion is allowed: the specification's way, for tests */
    const char *const *(*choices)(struct str name); /* NULL-terminated; NULL when the name is not such a variable */
};
int template_link(const struct linker *l, const struct source *main, struct ops *out, struct err *e);
int template_link_indented(const struct linker *l, const struct source *main, struct str indent, struct ops *out,
                           struct err *e); /* each line moved to the right; for lazy partials */
void template_close(struct ops *ops);      /* sets `end` of every op; for passes that made a new program */

/* What evaluation gives. A PIECE_IF or PIECE_UNLESS reaches to its PIECE_END. */
enum piece_kind { PIECE_TEXT, PIECE_HOLE, PIECE_IF, PIECE_UNLESS, PIECE_END };
struct piece {
    enum piece_kind kind;
    struct str text;  /* PIECE_TEXT; the others: the field's name */
    enum place place; /* PIECE_HOLE */
};
VEC(piece_list, struct piece);

/* `l` is needed for lazy programs only. */
int template_eval(struct arena *a, const struct ops *program, const struct value *root, const struct linker *l,
                  struct piece_list *out, struct err *e);

#endif
