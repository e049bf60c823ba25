#include "base/json.h"
#include "base/utf8.h"
#include <math.h>
/* jansson has macros of these names */
#include <jansson.h>
#undef json_is_object
#undef json_is_array
#undef json_is_string
#undef json_is_null

static const json_t *in(const struct json *j)
{
    return (const json_t *)j;
}

static json_t *load(struct str text, size_t flags, json_error_t *why)
{
    flags |= JSON_DECODE_ANY | JSON_ALLOW_NUL;
    json_t *root = json_loadb(text.s ? text.s : "", text.n, flags, why);
    if (!root && json_error_code(why) == json_error_numeric_overflow) /* ids of thirty digits occur */
        root = json_loadb(text.s, text.n, flags | JSON_DECODE_INT_AS_REAL, why);
    return root;
}

struct json *json_parse(struct str text, struct str name, struct err *e)
{
    json_error_t why;
    json_t *root = load(text, 0, &why);
    if (!root)
        err_set(e, EX_DATAERR, STR_FMT ":%d:%d: %s", STR_ARG(name), why.line > 0 ? why.line : 1,
                why.column > 0 ? why.column : 1, why.text);
    return (struct json *)root;
}

struct json *json_parse_first(struct str text, struct json_stop *stop)
{
    json_error_t why;
    json_t *root = load(text, JSON_DISABLE_EOF_CHECK, &why);
    *stop = (struct json_stop){.at = why.position > 0 ? (size_t)why.position : 0};
    if (root)
        return (struct json *)root;
    stop->line = why.line > 0 ? why.line : 1;
    stop->column = why.column > 0 ? why.column : 1;
    stop->ended = json_error_code(&why) == json_error_premature_end_of_input;
    snprintf(stop->why, sizeof stop->why, "%s", why.text);
    return NULL;
}

void json_end(struct json *root)
{
    json_decref((json_t *)root);
}

const struct json *json_get(const struct json *object, const char *key)
{
    return (const struct json *)json_object_get(in(object), key);
}

size_t json_len(const struct json *j)
{
    if (json_is_array(j))
        return json_array_size(in(j));
    return json_is_object(j) ? json_object_size(in(j)) : 0;
}

const struct json *json_at(const struct json *array, size_t i)
{
    return json_is_array(array) ? (const struct json *)json_array_get(in(array), i) : NULL;
}

bool json_is_object(const struct json *j)
{
    return j && json_typeof(in(j)) == JSON_OBJECT;
}

bool json_is_array(const struct json *j)
{
    return j && json_typeof(in(j)) == JSON_ARRAY;
}

bool json_is_string(const struct json *j)
{
    return j && json_typeof(in(j)) == JSON_STRING;
}

bool json_is_null(const struct json *j)
{
    return j && json_typeof(in(j)) == JSON_NULL;
}

struct str json_str(const struct json *j)
{
    if (!json_is_string(j))
        return (struct str){0};
    return (struct str){json_string_value(in(j)), json_string_length(in(j))};
}

bool json_bool(const struct json *j, bool otherwise)
{
    if (!j || !json_is_boolean(in(j)))
        return otherwise;
    return json_is_true(in(j));
}

double json_num(const struct json *j, double otherwise)
{
    return j && json_is_number(in(j)) ? json_number_value(in(j)) : otherwise;
}

int64_t json_i64(const struct json *j, int64_t otherwise)
{
    if (j && json_is_integer(in(j)))
        return json_integer_value(in(j));
    if (!j || !json_is_real(in(j)))
        return otherwise;
    double d = json_real_value(in(j));
    return d == floor(d) && fabs(d) < 9e18 ? (int64_t)d : otherwise;
}

void *json_first(const struct json *object)
{
    return json_is_object(object) ? json_object_iter((json_t *)in(object)) : NULL;
}

void *json_next(const struct json *object, void *it)
{
    return json_object_iter_next((json_t *)in(object), it);
}

struct str json_key(void *it)
{
    return str_c(json_object_iter_key(it));
}

const struct json *json_value(void *it)
{
    return (const struct json *)json_object_iter_value(it);
}

static void put_string(struct buf *b, struct str s)
{
    buf_ch(b, '"');
    for (size_t i = 0; i < s.n && !b->over;) {
        size_t from = i;
        while (i < s.n && (unsigned char)s.s[i] >= 0x20 && (unsigned char)s.s[i] < 0x7F && s.s[i] != '"' &&
               s.s[i] != '\\')
            i++;
        buf_add(b, s.s + from, i - from);
        if (i == s.n)
            break;
        uint32_t c = utf8_next(s, &i);
        if (c == '"' || c == '\\')
            buf_fmt(b, "\\%c", (char)c);
        else if (c == '\n')
            buf_c(b, "\\n");
        else if (c == '\t')
            buf_c(b, "\\t");
        else if (c < 0x20 || (c >= 0x7F && c <= 0x9F))
            buf_fmt(b, "\\u%04x", (unsigned)c);
        else
            buf_utf8(b, c);
    }
    buf_ch(b, '"');
}

static void begin(struct json_out *o, const char *key)
{
    if (o->comma)
        buf_ch(o->b, ',');
    o->comma = true;
    if (key) {
        put_string(o->b, str_c(key));
        buf_ch(o->b, ':');
    }
}

void json_open(struct json_out *o, const char *key, char bracket)
{
    begin(o, key);
    buf_ch(o->b, bracket);
    o->comma = false;
}

void json_close(struct json_out *o, char bracket)
{
    buf_ch(o->b, bracket);
    o->comma = true;
}

void json_put_str(struct json_out *o, const char *key, struct str s)
{
    if (!s.s && key)
        return;
    begin(o, key);
    if (s.s)
        put_string(o->b, s);
    else
        buf_c(o->b, "null");
}

void json_put_i64(struct json_out *o, const char *key, int64_t v)
{
    begin(o, key);
    buf_fmt(o->b, "%lld", (long long)v);
}

/* Through integers, so that no locale can turn the point into a comma. */
void json_put_num(struct json_out *o, const char *key, double v)
{
    begin(o, key);
    if (!isfinite(v)) {
        buf_c(o->b, "null");
        return;
    }
    if (fabs(v) >= 9e12) {
        buf_fmt(o->b, "%.0f", v);
        return;
    }
    long long millionths = llround(fabs(v) * 1e6);
    char digits[8];
    snprintf(digits, sizeof digits, "%06d", (int)(millionths % 1000000));
    size_t n = 6;
    while (n && digits[n - 1] == '0')
        n--;
    buf_fmt(o->b, "%s%lld%s%.*s", v < 0 && millionths ? "-" : "", millionths / 1000000, n ? "." : "", (int)n, digits);
}

void json_put_bool(struct json_out *o, const char *key, bool v)
{
    begin(o, key);
    buf_c(o->b, v ? "true" : "false");
}

void json_put_strs(struct json_out *o, const char *key, const struct strs *v)
{
    json_open(o, key, '[');
    for (size_t i = 0; i < v->n; i++)
        json_put_str(o, NULL, v->v[i]);
    json_close(o, ']');
}
