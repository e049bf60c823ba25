/* value.h: what a template is filled with: a tree of named values.
 *
 * view.c makes one from an edition, value_json one from JSON. A map made by view.c holds every name of its kind in
 * vars.c, with VALUE_NONE for what is unknown, so that a story without a picture never shows its section's. All in the
 * caller's arena. */
#ifndef RENDER_VALUE_H
#define RENDER_VALUE_H

#include "base/json.h"

enum value_kind {
    VALUE_NONE,
    VALUE_TRUE,
    VALUE_TEXT,
    VALUE_LIST,
    VALUE_MAP,
    VALUE_FIELD, /* the reader's own: known only when a mail is filled; `text` is the field's name in the mold */
};

struct value {
    enum value_kind kind;
    struct str name; /* as a member of a map */
    struct str text; /* VALUE_TEXT, VALUE_FIELD */
    size_t n;        /* items or members */
    struct value *first, *last, *next;
};

struct value *value_new(struct arena *a, enum value_kind kind);
/* Members of a map. Text that is unknown or empty becomes VALUE_NONE. */
void value_put(struct arena *a, struct value *map, const char *name, struct value *v); /* v may be NULL: VALUE_NONE */
void value_put_text(struct arena *a, struct value *map, const char *name, struct str text);
void value_put_size(struct arena *a, struct value *map, const char *name, size_t n); /* 0 becomes VALUE_NONE */
void value_put_flag(struct arena *a, struct value *map, const char *name, bool on);
void value_put_field(struct arena *a, struct value *map, const char *name, const char *field);
/* Items of a list. */
void value_add(struct value *list, struct value *v);
void value_add_text(struct arena *a, struct value *list, struct str text);

const struct value *value_get(const struct value *map, struct str name); /* NULL when it has no such member */
bool value_true(const struct value *v);                                  /* does {{#v}} show its body? NULL: no */

/* JSON as a value, nesting at most 64; NULL when it is deeper. */
struct value *value_json(struct arena *a, const struct json *j);

#endif
