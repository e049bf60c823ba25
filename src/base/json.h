/* json.h: JSON in and out, over jansson (seen only by json.c).
 *
 * Reading gives a tree of opaque nodes that live until json_end of its document. Accessors take any node, also NULL,
 * and give the "unknown" value when the type does not fit. Writing is a stream: one writer, one line, keys in call
 * order. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/buf.h"
#include "base/err.h"

struct json; /* a node */

/* The caller ends it with json_end; NULL and e ("name:line:column: why", EX_DATAERR) when it is no JSON. */
struct json *json_parse(struct str text, struct str name, struct err *e);
/* The value that text begins with, whatever stands behind it. Where it stopped: behind the value, or (NULL) where the
 * text is no JSON any more; ended: it is as far as it goes, and there is no more of it. */
struct json_stop {
    size_t at;
    int line, column;
    bool ended;
    char why[160];
};
struct json *json_parse_first(struct str text, struct json_stop *stop);
void json_end(struct json *root);
const struct json *json_get(const struct json *object, const char *key);
size_t json_len(const struct json *array_or_object);
const struct json *json_at(const struct json *array, size_t i);
bool json_is_object(const struct json *j);
bool json_is_array(const struct json *j);
bool json_is_string(const struct json *j);
bool json_is_null(const struct json *j);   /* there, and null */
struct str json_str(const struct json *j); /* borrows; {NULL,0} when not a string */
bool json_bool(const struct json *j, bool otherwise);
double json_num(const struct json *j, double otherwise);
int64_t json_i64(const struct json *j, int64_t otherwise);
/* Walk an object in its order: for (void *i = json_first(o); i; i = json_next(o, i)) json_key(i), json_value(i) */
void *json_first(const struct json *object);
void *json_next(const struct json *object, void *it);
struct str json_key(void *it);
const struct json *json_value(void *it);

struct json_out {
    struct buf *b;
    bool comma; /* whether the next item needs one before it */
};
/* `bracket` is '{' or '['; `key` NULL inside arrays and at the top, for this and all that follow. */
void json_open(struct json_out *o, const char *key, char bracket);
void json_close(struct json_out *o, char bracket);                    /* '}' or ']' */
void json_put_str(struct json_out *o, const char *key, struct str s); /* left out when s is unknown and key is set */
void json_put_i64(struct json_out *o, const char *key, int64_t v);
void json_put_num(struct json_out *o, const char *key, double v); /* shortest form, at most 6 decimals */
void json_put_bool(struct json_out *o, const char *key, bool v);
void json_put_strs(struct json_out *o, const char *key, const struct strs *v); /* always written, [] when empty */

#endif
