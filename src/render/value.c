#include "render/value.h"
#include <math.h>
#include <stdlib.h>

enum { DEPTH_MAX = 64 };

struct value *value_new(struct arena *a, enum value_kind kind)
{
    struct value *v = arena_new(a, struct value);
    v->kind = kind;
    return v;
}

void value_add(struct value *list, struct value *v)
{
    if (list->last)
        list->last->next = v;
    else
        list->first = v;
    list->last = v;
    list->n++;
}

void value_add_text(struct arena *a, struct value *list, struct str text)
{
    struct value *v = value_new(a, VALUE_TEXT);
    v->text = text;
    value_add(list, v);
}

void value_put(struct arena *a, struct value *map, const char *name, struct value *v)
{
    if (!v)
        v = value_new(a, VALUE_NONE);
    v->name = str_c(name);
    value_add(map, v);
}

void value_put_text(struct arena *a, struct value *map, const char *name, struct str text)
{
    struct value *v = value_new(a, text.n ? VALUE_TEXT : VALUE_NONE);
    v->text = text;
    value_put(a, map, name, v);
}

void value_put_size(struct arena *a, struct value *map, const char *name, size_t n)
{
    value_put_text(a, map, name, n ? str_fmt(a, "%zu", n) : (struct str){0});
}

void value_put_flag(struct arena *a, struct value *map, const char *name, bool on)
{
    value_put(a, map, name, value_new(a, on ? VALUE_TRUE : VALUE_NONE));
}

void value_put_field(struct arena *a, struct value *map, const char *name, const char *field)
{
    struct value *v = value_new(a, VALUE_FIELD);
    v->text = str_c(field);
    value_put(a, map, name, v);
}

const struct value *value_get(const struct value *map, struct str name)
{
    if (!map || map->kind != VALUE_MAP)
        return NULL;
    for (const struct value *v = map->first; v; v = v->next)
        if (str_eq(v->name, name))
            return v;
    return NULL;
}

bool value_true(const struct value *v)
{
    if (!v)
        return false;
    switch (v->kind) {
    case VALUE_NONE:
        return false;
    case VALUE_TEXT:
        return v->text.n > 0;
    case VALUE_LIST:
        return v->n > 0;
    default:
        return true;
    }
}

static struct str number_text(struct arena *a, double d)
{
    for (int precision = 1; precision < 17; precision++) {
        struct str s = str_fmt(a, "%.*g", precision, d);
        if (strtod(s.s, NULL) == d)
            return fabs(d) < 1e15 && d == floor(d) ? str_fmt(a, "%.0f", d) : s;
    }
    return str_fmt(a, "%.17g", d);
}

static struct value *json_value_at(struct arena *a, const struct json *j, int depth)
{
    if (depth > DEPTH_MAX)
        return NULL;
    if (json_is_object(j) || json_is_array(j)) {
        bool map = json_is_object(j);
        struct value *v = value_new(a, map ? VALUE_MAP : VALUE_LIST);
        for (void *i = map ? json_first(j) : NULL; i; i = json_next(j, i)) {
            struct value *member = json_value_at(a, json_value(i), depth + 1);
            if (!member)
                return NULL;
            member->name = str_dup(a, json_key(i));
            value_add(v, member);
        }
        for (size_t i = 0; !map && i < json_len(j); i++) {
            struct value *item = json_value_at(a, json_at(j, i), depth + 1);
            if (!item)
                return NULL;
            value_add(v, item);
        }
        return v;
    }
    struct value *v = value_new(a, VALUE_NONE);
    if (json_is_string(j)) {
        v->kind = VALUE_TEXT;
        v->text = str_dup(a, json_str(j));
    } else if (json_bool(j, true) == json_bool(j, false)) {
        v->kind = json_bool(j, false) ? VALUE_TRUE : VALUE_NONE;
    } else if (json_num(j, 0) == json_num(j, 1)) {
        v->kind = VALUE_TEXT;
        v->text = number_text(a, json_num(j, 0));
    }
    return v;
}

struct value *value_json(struct arena *a, const struct json *j)
{
    return json_value_at(a, j, 0);
}
