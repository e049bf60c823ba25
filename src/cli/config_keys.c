#include "cli/config_keys.h"
#include "base/address.h"
#include "base/date.h"
#include "base/url.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_KEYS 40

int key_error(struct key_reader *r, const struct yaml *y, struct err *e, const char *fmt, ...)
{
    char text[600];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    return err_set(e, EX_CONFIG, STR_FMT ":%d:%d: %s", STR_ARG(r->file), y->line, y->column, text);
}

static int unknown(struct key_reader *r, const struct yaml *y, const char *what, const struct key *keys, size_t n,
                   struct err *e)
{
    const char *names[MAX_KEYS];
    for (size_t i = 0; i < n && i < MAX_KEYS; i++)
        names[i] = keys[i].name;
    const char *near = nearest_name(y->key, names, n);
    return err_set(e, EX_CONFIG, STR_FMT ":%d:%d: unknown key '%.*s' in %s%s%s%s", STR_ARG(r->file), y->key_line,
                   y->key_column, (int)(y->key.n > 60 ? 60 : y->key.n), y->key.s, what, near ? "; did you mean '" : "",
                   near ? near : "", near ? "'?" : "");
}

static bool number(struct str s, double *out)
{
    char text[40], *end;
    if (!s.n || s.n >= sizeof text)
        return false;
    memcpy(text, s.s, s.n);
    text[s.n] = 0;
    *out = strtod(text, &end);
    return !*end && *out == *out && *out >= -1e15 && *out <= 1e15;
}

/* "50/s", "600/m", "1000/h" or a plain number a second. */
static bool rate(struct str s, double *out)
{
    size_t slash = str_chr(s, '/');
    struct str per = slash == STR_NONE ? str_lit("s") : str_sub(s, slash + 1, s.n);
    if (!number(str_sub(s, 0, slash == STR_NONE ? s.n : slash), out) || *out < 0)
        return false;
    if (str_eqc(per, "m") || str_eqc(per, "min"))
        *out /= 60;
    else if (str_eqc(per, "h"))
        *out /= 3600;
    else if (!str_eqc(per, "s"))
        return false;
    return true;
}

bool key_is_name(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_", s.s[i]))
            return false;
    return s.n && s.n <= 64;
}

/* RFC 5646 in outline: words of letters and digits, the first of two or three letters, with dashes between. */
static bool is_lang(struct str s)
{
    struct str word;
    bool first = true;
    while (str_cut(&s, '-', &word)) {
        if (word.n < (first ? 2 : 1) || word.n > (first ? 3 : 8))
            return false;
        for (size_t i = 0; i < word.n; i++) {
            char c = word.s[i];
            if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (!first && c >= '0' && c <= '9')))
                return false;
        }
        first = false;
    }
    return !first;
}

static int read_text(struct key_reader *r, const struct key *k, const struct yaml *y, struct str *field, struct err *e)
{
    struct err why = {0};
    struct mailbox box;
    if (y->kind != YAML_SCALAR)
        return key_error(r, y, e, "'%s' must be text", k->name);
    struct str shown = str_sub(y->text, 0, 200);
    *field = y->text;
    if (k->kind == KEY_LINK && y->text.n && !url_is_web(y->text))
        return key_error(r, y, e, "'%s': '" STR_FMT "' is not an http or https address", k->name, STR_ARG(shown));
    if (k->kind == KEY_BOX && y->text.n && mailbox_parse(r->arena, y->text, &box, &why))
        return key_error(r, y, e, "'%s': %s", k->name, why.msg);
    if (k->kind == KEY_NAME && !key_is_name(y->text))
        return key_error(r, y, e, "'%s': '" STR_FMT "' is no name; use letters, digits, - and _ only", k->name,
                         STR_ARG(shown));
    if (k->kind == KEY_LANG && y->text.n && !is_lang(y->text))
        return key_error(r, y, e, "'%s': '" STR_FMT "' is no language; write it as en or pt-BR", k->name,
                         STR_ARG(shown));
    return 0;
}

int key_value(struct key_reader *r, const struct key *k, const struct yaml *y, void *whole, struct err *e)
{
    void *field = (char *)whole + k->offset;
    if (k->kind == KEY_READ)
        return k->read(r, y, field, e);
    if (y->kind == YAML_NULL)
        return 0;
    switch (k->kind) {
    case KEY_STR:
    case KEY_LINK:
    case KEY_BOX:
    case KEY_NAME:
    case KEY_LANG:
        return read_text(r, k, y, field, e);
    case KEY_STRS:
        if (yaml_strs(r->arena, y, field))
            return 0;
        return key_error(r, y, e, "'%s' must be a list of words, as in [one, two]", k->name);
    case KEY_BOOL:
        if (yaml_bool(y, field))
            return 0;
        return key_error(r, y, e, "'%s' must be true or false", k->name);
    case KEY_INT:
        if (y->kind == YAML_SCALAR && str_i64(y->text, field) && *(int64_t *)field >= 0)
            return 0;
        return key_error(r, y, e, "'%s' must be a whole number, 0 or more", k->name);
    case KEY_NUM:
        if (y->kind == YAML_SCALAR && number(y->text, field) && *(double *)field >= 0)
            return 0;
        return key_error(r, y, e, "'%s' must be a number, 0 or more", k->name);
    case KEY_SPAN:
        if (y->kind == YAML_SCALAR && duration_parse(y->text, field))
            return 0;
        return key_error(r, y, e, "'%s' must be a length of time, as in 24h or 7d", k->name);
    case KEY_RATE:
        if (y->kind == YAML_SCALAR && rate(y->text, field))
            return 0;
        return key_error(r, y, e, "'%s' must be a rate, as in 50/s or 1000/h", k->name);
    case KEY_READ:
        break;
    }
    return 0;
}

int keys_read(struct key_reader *r, const struct yaml *map, const char *what, const struct key *keys, size_t n,
              void *whole, struct err *e)
{
    if (map->kind != YAML_MAP)
        return key_error(r, map, e, "%s must be a map of keys and values", what);
    for (const struct yaml *y = map->child; y; y = y->next) {
        const struct key *k = NULL;
        for (size_t i = 0; i < n && !k; i++)
            if (str_eqc(y->key, keys[i].name))
                k = &keys[i];
        if (!k)
            return unknown(r, y, what, keys, n, e);
        if (key_value(r, k, y, whole, e))
            return -1;
    }
    return 0;
}
