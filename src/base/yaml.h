/* yaml.h: YAML in, over libfyaml (seen only by yaml.c), with line and column for every node.
 *
 * Used for bulletin.yaml, front matter and edition plans. Anchors and aliases are refused beyond a small expansion
 * limit; nesting beyond 64 and documents over the caller's ceiling are refused. Duplicate keys are an error that names
 * both lines. */
#ifndef BASE_YAML_H
#define BASE_YAML_H

#include "base/err.h"

enum yaml_kind { YAML_NULL, YAML_SCALAR, YAML_LIST, YAML_MAP };

struct yaml { /* everything lives in the arena given to yaml_parse */
    enum yaml_kind kind;
    bool quoted;      /* scalar was quoted: "yes" is text then */
    struct str text;  /* scalar */
    struct str glued; /* "#2": right behind the unquoted value, a remark to YAML and perhaps none to who wrote it */
    struct str key;   /* this node's key, when its parent is a map */
    int line, column; /* of the value; from 1 */
    int key_line, key_column;
    struct yaml *child, *next; /* first child; next sibling */
    size_t n;                  /* number of children */
};

/* first_line: the line of the file on which text starts (front matter starts at 2). */
int yaml_parse(struct arena *a, struct str text, struct str name, int first_line, struct yaml **out, struct err *e);
const struct yaml *yaml_get(const struct yaml *map, const char *key); /* NULL when absent */
struct str yaml_str(const struct yaml *y);       /* scalar's text; {NULL,0} for null, absent, not scalar */
bool yaml_bool(const struct yaml *y, bool *out); /* true/false/yes/no/on/off, unquoted; false: not one */
/* "a", [a, b] or absent -> list. False when y holds something else. */
bool yaml_strs(struct arena *a, const struct yaml *y, struct strs *out);
VEC(yaml_refs, const struct yaml *);
/* Nodes with such a remark, at most 20. */
void yaml_glued(struct arena *a, const struct yaml *top, struct yaml_refs *out);
/* For "unknown key" errors: the nearest of the names by edit distance, or NULL when none is near. */
const char *nearest_name(struct str wrong, const char *const *names, size_t n);
/* A scalar written so that every YAML reader gives back the same text: plain when safe, else double-quoted. */
struct str yaml_quote(struct arena *a, struct str s);

#endif
