#include "ingest/front.h"

#include "base/url.h"
#include "base/utf8.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FRONT_MAX (256u << 10) /* bytes of YAML: hand-written, a page at most */

static int line_of(const struct yaml *at)
{
    return at ? at->line : 1;
}

static void complain(struct front *fr, enum severity severity, const struct yaml *at, const char *fmt, va_list ap)
{
    struct str text = str_vfmt(fr->arena, fmt, ap);
    finding_add(fr->f, severity, fr->file, line_of(at), at ? at->column : 0, STR_FMT, STR_ARG(text));
    fr->bad |= severity == SEV_ERROR;
}

void front_error(struct front *fr, const struct yaml *at, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    complain(fr, SEV_ERROR, at, fmt, ap);
    va_end(ap);
}

void front_warning(struct front *fr, const struct yaml *at, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    complain(fr, SEV_WARNING, at, fmt, ap);
    va_end(ap);
}

static bool fence(struct str line, const char *mark)
{
    while (line.n && (line.s[line.n - 1] == ' ' || line.s[line.n - 1] == '\t'))
        line.n--;
    return str_eqc(line, mark);
}

/* The parser's message begins with "FILE:LINE:COLUMN: "; a finding keeps the place in fields. */
static void yaml_complaint(struct front *fr, const struct err *e)
{
    struct str msg = str_c(e->msg);
    int line = 0, column = 0, n = 0;
    if (str_sub(msg, 0, fr->file.n).n == fr->file.n && str_eq(str_sub(msg, 0, fr->file.n), fr->file) &&
        sscanf(msg.s + fr->file.n, ":%d:%d: %n", &line, &column, &n) == 2 && n > 0)
        msg = str_sub(msg, fr->file.n + (size_t)n, msg.n);
    finding_add(fr->f, SEV_ERROR, fr->file, line, column, "front matter: " STR_FMT, STR_ARG(msg));
    fr->bad = true;
}

static void warn_of_remarks(struct front *fr, const struct yaml *root)
{
    struct yaml_refs glued = {0};
    if (root)
        yaml_glued(fr->arena, root, &glued);
    for (size_t i = 0; i < glued.n; i++)
        front_warning(fr, glued.v[i],
                      "the text ends before '" STR_FMT "', as a # begins a remark; quotation marks keep it whole",
                      STR_ARG(glued.v[i]->glued));
}

bool front_open(struct front *fr, struct str bytes)
{
    struct str rest = bytes, line;
    if (str_starts(rest, "\xEF\xBB\xBF"))
        rest = str_sub(rest, 3, rest.n);
    fr->map = NULL;
    fr->body = rest;
    fr->body_line = 1;
    struct str first = str_sub(rest, 0, str_chr(rest, '\n'));
    if (fence(first, "+++") || fence(first, "---toml")) {
        finding_add(fr->f, SEV_ERROR, fr->file, 1, 1,
                    "front matter in TOML (+++) is not read; write it as YAML between two lines \"---\"");
        fr->bad = true;
        return false;
    }
    if (str_starts(rest, "{")) {
        struct str after = str_trim(str_sub(rest, 1, rest.n));
        if (str_starts(after, "\"")) {
            finding_add(fr->f, SEV_ERROR, fr->file, 1, 1,
                        "front matter in JSON is not read; write it as YAML between two lines \"---\"");
            fr->bad = true;
            return false;
        }
    }
    if (!str_line(&rest, &line) || !fence(line, "---"))
        return true;
    const char *from = rest.s;
    int no = 1;
    bool closed = false;
    struct str yaml = {NULL, 0};
    while (str_line(&rest, &line)) {
        no++;
        if (fence(line, "---") || fence(line, "...")) {
            yaml = (struct str){from, (size_t)(line.s - from)};
            closed = true;
            break;
        }
    }
    if (!closed) {
        finding_add(fr->f, SEV_ERROR, fr->file, 1, 1,
                    "front matter is not closed: no second line \"---\"; the file is left out");
        fr->bad = true;
        return false;
    }
    fr->body = rest.s ? rest : str_lit("");
    fr->body_line = no + 1;
    if (yaml.n > FRONT_MAX) {
        finding_add(fr->f, SEV_ERROR, fr->file, 1, 1,
                    "front matter is longer than %u kB; is a second line \"---\" missing?", FRONT_MAX >> 10);
        fr->bad = true;
        return false;
    }
    struct err e = {0};
    struct yaml *root = NULL;
    if (str_trim(yaml).n && yaml_parse(fr->arena, str_dup(fr->arena, yaml), fr->file, 2, &root, &e)) {
        yaml_complaint(fr, &e);
        return false;
    }
    if (root && root->kind != YAML_MAP && root->kind != YAML_NULL) {
        front_error(fr, root, "front matter must be \"key: value\" lines");
        return false;
    }
    fr->map = root && root->kind == YAML_MAP ? root : NULL;
    warn_of_remarks(fr, root);
    return true;
}

static bool listed(struct str key, const char *const *names)
{
    for (; names && *names; names++)
        if (str_eqc(key, *names))
            return true;
    return false;
}

void front_check_keys(struct front *fr, const char *const *known, const char *const *quiet)
{
    size_t n = 0;
    while (known[n])
        n++;
    for (const struct yaml *y = fr->map ? fr->map->child : NULL; y; y = y->next) {
        if (listed(y->key, known) || listed(y->key, quiet))
            continue;
        const char *near = nearest_name(y->key, known, n);
        struct str key = utf8_line(fr->arena, y->key, 60);
        if (near)
            finding_add(fr->f, SEV_WARNING, fr->file, y->key_line, y->key_column,
                        "unknown key \"" STR_FMT "\"; did you mean \"%s\"?", STR_ARG(key), near);
        else
            finding_add(fr->f, SEV_WARNING, fr->file, y->key_line, y->key_column, "unknown key \"" STR_FMT "\"",
                        STR_ARG(key));
    }
}

const struct yaml *front_get(const struct front *fr, const char *key)
{
    const struct yaml *y = fr->map ? yaml_get(fr->map, key) : NULL;
    return y && y->kind != YAML_NULL ? y : NULL;
}

struct str front_line(struct front *fr, const char *key, size_t max_chars)
{
    const struct yaml *y = front_get(fr, key);
    struct str none = {NULL, 0};
    if (!y)
        return none;
    if (y->kind != YAML_SCALAR) {
        front_error(fr, y, "\"%s\" must be a single value, not a list or a map", key);
        return none;
    }
    struct str s = utf8_line(fr->arena, y->text, max_chars);
    return s.n ? s : none;
}

void front_strs(struct front *fr, const char *key, struct strs *out)
{
    const struct yaml *y = front_get(fr, key);
    struct strs raw = {0};
    if (!y)
        return;
    if (!yaml_strs(fr->arena, y, &raw)) {
        front_error(fr, y, "\"%s\" must be a value or a list of values", key);
        return;
    }
    for (size_t i = 0; i < raw.n && out->n < 200; i++) {
        struct str s = utf8_line(fr->arena, raw.v[i], 1000);
        if (s.n && !strs_has(out, s))
            vec_add(fr->arena, out, s);
    }
}

void front_date(struct front *fr, const char *key, struct when *out)
{
    const struct yaml *y = front_get(fr, key);
    if (!y)
        return;
    if (y->kind != YAML_SCALAR || !date_parse(y->text, fr->zone, out)) {
        struct str shown = y->kind == YAML_SCALAR ? utf8_line(fr->arena, y->text, 60) : str_lit("...");
        front_error(fr, y, "\"%s: " STR_FMT "\" is not a date; write 2025-07-31 or 2025-07-31T05:07:00-04:00", key,
                    STR_ARG(shown));
    }
}

bool front_bool(struct front *fr, const char *key)
{
    const struct yaml *y = front_get(fr, key);
    bool b = false;
    if (y && !yaml_bool(y, &b))
        front_error(fr, y, "\"%s\" must be true or false", key);
    return b;
}

double front_number(struct front *fr, const char *key, double otherwise)
{
    const struct yaml *y = front_get(fr, key);
    if (!y)
        return otherwise;
    char *end = NULL;
    struct str s = str_dup(fr->arena, yaml_str(y));
    double v = s.n ? strtod(s.s, &end) : 0;
    if (!s.n || *end || v != v || v < -1e9 || v > 1e9) {
        front_error(fr, y, "\"%s\" must be a number", key);
        return otherwise;
    }
    return v;
}

struct str front_url(struct front *fr, const char *key)
{
    struct str s = front_line(fr, key, 4000);
    if (s.s && !url_is_web(s)) {
        front_warning(fr, front_get(fr, key), "\"%s\" is left out: not an absolute http or https address", key);
        return (struct str){NULL, 0};
    }
    return s;
}
