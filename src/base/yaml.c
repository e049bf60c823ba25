#include "base/yaml.h"
#include "base/map.h"
#include "base/utf8.h"
#include <libfyaml.h>
#include <stdlib.h>
#include <string.h>

enum {
    DEPTH_MAX = 64,
    ALIASED_MAX = 2000, /* nodes that aliases may add in all: enough for shared defaults, not for a bomb */
    NODES_MAX = 1000000,
    GLUED_MAX = 20, /* nodes told of */
    GLUED_CHARS = 40,
    REMARK_FAR = 100, /* bytes: many values that are nothing must not be looked through again and again */
};

struct anchor {
    struct yaml *node;
    size_t weight; /* nodes in it */
};

struct loader {
    struct arena *arena;
    struct fy_parser *parser;
    struct fy_diag *diag;
    struct str name, text;
    int first_line;
    struct map anchors;
    size_t nodes, aliased;
    size_t behind; /* the last scalar: an offset in text */
    size_t n_glued;
    struct err *e;
};

static int fail_at(struct loader *l, int line, int column, const char *why)
{
    return err_set(l->e, EX_CONFIG, STR_FMT ":%d:%d: %s", STR_ARG(l->name), line, column, why);
}

/* The library's words are for people who know YAML; these are the mistakes that others make. */
static const char *plain_words(const char *msg)
{
    static const char *const words[][2] = {
        {"invalid nested block mapping on the same line", "a text with a colon in it must stand in quotation marks"},
        {"plain scalar cannot start with", "a text that begins with this sign must stand in quotation marks"},
        {"did not find expected '-' indicator", "this line is indented like none of the lines above it"},
        {"wrong indendation in sequence", "a '- ' does not belong here, or the line above it should end with a colon"},
        {"wrongly indented double-quoted scalar", "a quotation mark was opened here and not closed"},
        {"wrongly indented single-quoted scalar",
         "an apostrophe was opened here and not closed; write it twice inside one"},
        {"invalid trailing content after double-quoted scalar",
         "text stands behind a closing quotation mark; put the whole into apostrophes"},
        {"invalid trailing content after single-quoted scalar",
         "text stands behind a closing apostrophe; put the whole into quotation marks"},
        {"invalid alias detected",
         "a text that begins with * must stand in quotation marks; a bullet begins with '- '"},
        {"could not find expected ':'", "this is neither 'key: value' nor a '- ' bullet"},
        {"invalid mapping in plain multiline", "the line above this one is neither 'key: value' nor a remark (#)"},
        {"invalid multiline plain key",
         "this line and the next do not belong together; is one of them indented wrongly, or with a tab?"},
        {"invalid value after mapping",
         "this is neither 'key: value' nor a '- ' bullet; a text with brackets in it must stand in quotation marks"},
        {"block sequence on the same line as a mapping key",
         "a text that begins with '- ' must stand in quotation marks, and a list on lines of its own"},
        {"invalid mapping key (not allowed", "a text that begins with '? ' must stand in quotation marks"},
        {"invalid tab used as indentation", "lines are indented with spaces, not with tabs"},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!strncmp(msg, words[i][0], strlen(words[i][0])))
            return words[i][1];
    return msg;
}

/* The library's own words, with its place moved to the file's lines. */
static int fail_parse(struct loader *l)
{
    void *it = NULL;
    struct fy_diag_error *d = fy_diag_errors_iterate(l->diag, &it);
    if (!d)
        return fail_at(l, l->first_line, 1, "cannot be read as YAML");
    return fail_at(l, (d->line > 0 ? d->line : 1) + l->first_line - 1, d->column > 0 ? d->column : 1,
                   plain_words(d->msg));
}

static void place(const struct loader *l, struct fy_event *ev, int *line, int *column)
{
    const struct fy_mark *m = fy_event_start_mark(ev);
    *line = m && m->line >= 0 ? m->line + l->first_line : l->first_line;
    *column = m && m->column >= 0 ? m->column + 1 : 1;
    struct fy_token *t = ev->type == FYET_SCALAR ? fy_event_get_token(ev) : NULL;
    enum fy_scalar_style style = t ? fy_token_scalar_style(t) : FYSS_PLAIN;
    if ((ev->type == FYET_ALIAS || style == FYSS_SINGLE_QUOTED || style == FYSS_DOUBLE_QUOTED) && *column > 1)
        --*column; /* the library's mark is behind the asterisk or the quote */
}

static struct str token_text(struct loader *l, struct fy_token *t)
{
    size_t n = 0;
    const char *s = t ? fy_token_get_text(t, &n) : NULL;
    return str_dup(l->arena, s ? (struct str){s, n} : str_lit(""));
}

static bool is_null(struct str s)
{
    return s.n == 0 || str_eqc(s, "~") || str_eqc(s, "null") || str_eqc(s, "Null") || str_eqc(s, "NULL");
}

static int load(struct loader *l, struct fy_event *ev, int depth, struct yaml **out);

/* The first character of the line before the one at `at`, blank lines not counted. */
static char line_start_before(struct str text, size_t at)
{
    struct str before = str_trim(str_sub(text, 0, at));
    size_t i = before.n;
    while (i > 0 && before.s[i - 1] != '\n')
        i--;
    struct str line = str_trim(str_sub(before, i, before.n));
    return line.n ? line.s[0] : '\0';
}

/* libfyaml 0.7.12 loses the end of a block whose | or > stands on a line of its own, and reads an empty block as a NUL.
 */
static int check_block(struct loader *l, struct fy_event *ev, struct yaml *y)
{
    const struct fy_mark *m = fy_event_start_mark(ev);
    char header = m ? line_start_before(l->text, m->input_pos) : '\0';
    while (y->text.n && y->text.s[y->text.n - 1] == '\0')
        y->text.n--;
    if (header == '|' || header == '>')
        return fail_at(l, y->line, y->column, "the | or > of a text block must stand on the line of its key or dash");
    if (memchr(y->text.s, '\0', y->text.n))
        return fail_at(l, y->line, y->column,
                       "this text block cannot be read; indent all its lines alike, or put it in quotes");
    return 0;
}

/* From the end of the last scalar on: the # behind a value on its line, or, for no value at all, behind the colon or
 * dash where it should stand. */
static size_t remark_at(struct str text, size_t at, bool value)
{
    bool line_is_his = value;
    for (size_t end = at + REMARK_FAR; at < text.n && at < end; at++)
        switch (text.s[at]) {
        case '#':
            if (line_is_his)
                return at;
            while (at + 1 < text.n && text.s[at + 1] != '\n')
                at++;
            break;
        case ':':
        case '-':
            line_is_his = true;
            break;
        case '\n':
            line_is_his = false;
            if (value)
                return STR_NONE;
            break;
        case ' ':
        case '\t':
        case '"':
        case '\'':
            break;
        default:
            return STR_NONE;
        }
    return STR_NONE;
}

/* "Dock #2" ends before the #, and "#2" is nothing at all: to YAML the rest is a remark. People who mean one put a
 * space behind the sign. */
static void find_glued(struct loader *l, struct yaml *y)
{
    bool value = y->kind == YAML_SCALAR;
    size_t at = l->n_glued < GLUED_MAX ? remark_at(l->text, l->behind, value) : STR_NONE;
    struct str rest = str_sub(l->text, at == STR_NONE ? l->text.n : at, l->text.n), line;
    unsigned char next = rest.n > 1 ? (unsigned char)rest.s[1] : 0;
    bool word = (next >= '0' && next <= '9') || (next | 32u) - 'a' < 26 || next >= 0x80;
    if (!word || !str_line(&rest, &line))
        return;
    y->glued = utf8_line(l->arena, line, GLUED_CHARS);
    l->n_glued++;
    if (value) /* what is nothing has no place of its own */
        return;
    y->line = l->first_line;
    y->column = 1;
    for (size_t i = 0; i < at; i++) {
        y->column = l->text.s[i] == '\n' ? 1 : y->column + 1;
        y->line += l->text.s[i] == '\n';
    }
}

/* Two apostrophes in a row, 'a''''b', are three to the library, which also loses the memory of many: such a text is put
 * together here, if it stands on one line. */
static int load_apostrophes(struct loader *l, struct str raw, struct yaml *y)
{
    if (str_chr(raw, '\n') != STR_NONE)
        return fail_at(l, y->line, y->column, "a text with apostrophes in a row must stand in quotation marks");
    char *to = arena_alloc(l->arena, raw.n + 1);
    y->text = (struct str){to, 0};
    for (size_t i = 0; i < raw.n; i += raw.s[i] == '\'' ? 2 : 1)
        to[y->text.n++] = raw.s[i];
    to[y->text.n] = '\0';
    return 0;
}

static int load_text(struct loader *l, struct fy_event *ev, enum fy_scalar_style style, struct yaml *y)
{
    const struct fy_mark *from = fy_event_start_mark(ev), *to = fy_event_end_mark(ev);
    if (style == FYSS_SINGLE_QUOTED && from && to) {
        struct str raw = str_sub(l->text, from->input_pos, to->input_pos);
        if (str_find(raw, str_lit("''''")) != STR_NONE)
            return load_apostrophes(l, raw, y);
    }
    y->text = token_text(l, fy_event_get_token(ev));
    return 0;
}

static int load_scalar(struct loader *l, struct fy_event *ev, struct yaml *y)
{
    struct fy_token *t = fy_event_get_token(ev);
    enum fy_scalar_style style = t ? fy_token_scalar_style(t) : FYSS_PLAIN;
    if (load_text(l, ev, style, y) != 0)
        return -1;
    y->quoted = style != FYSS_PLAIN;
    y->kind = !y->quoted && is_null(y->text) ? YAML_NULL : YAML_SCALAR;
    const struct fy_mark *end = fy_event_end_mark(ev);
    if (end)
        l->behind = end->input_pos;
    if (!y->quoted)
        find_glued(l, y);
    if (y->kind == YAML_NULL)
        y->text = (struct str){0};
    if (style == FYSS_LITERAL || style == FYSS_FOLDED)
        return check_block(l, ev, y);
    if (!utf8_valid(y->text)) /* the library loses count over \L and \P before line breaks */
        return fail_at(l, y->line, y->column, "this text cannot be read; write its characters without escapes");
    if (memchr(y->text.s ? y->text.s : "", '\0', y->text.n))
        return fail_at(l, y->line, y->column, "text holds a NUL character");
    return 0;
}

static struct fy_event *next_event(struct loader *l)
{
    struct fy_event *ev = fy_parser_parse(l->parser);
    if (ev && !fy_diag_got_error(l->diag))
        return ev;
    fy_parser_event_free(l->parser, ev);
    fail_parse(l);
    return NULL;
}

static void append(struct yaml *parent, struct yaml *child, struct yaml **last)
{
    if (*last)
        (*last)->next = child;
    else
        parent->child = child;
    *last = child;
    parent->n++;
}

static int load_list(struct loader *l, struct yaml *y, int depth)
{
    y->kind = YAML_LIST;
    for (struct yaml *last = NULL, *item;;) {
        struct fy_event *ev = next_event(l);
        if (!ev)
            return -1;
        if (ev->type == FYET_SEQUENCE_END) {
            fy_parser_event_free(l->parser, ev);
            return 0;
        }
        if (load(l, ev, depth + 1, &item) != 0)
            return -1;
        append(y, item, &last);
    }
}

/* A key, out of its event. */
static int load_key(struct loader *l, struct fy_event *ev, struct yaml *key)
{
    place(l, ev, &key->line, &key->column);
    int rc = ev->type == FYET_SCALAR ? load_scalar(l, ev, key)
                                     : fail_at(l, key->line, key->column, "a key must be plain text");
    fy_parser_event_free(l->parser, ev);
    if (rc == 0 && !key->text.s)
        key->text = str_lit("");
    return rc;
}

static int load_map(struct loader *l, struct yaml *y, int depth)
{
    y->kind = YAML_MAP;
    struct map seen = {0};
    for (struct yaml *last = NULL, *value;;) {
        struct fy_event *ev = next_event(l);
        if (!ev)
            return -1;
        if (ev->type == FYET_MAPPING_END) {
            fy_parser_event_free(l->parser, ev);
            return 0;
        }
        struct yaml key = {0};
        if (load_key(l, ev, &key) != 0 || !(ev = next_event(l)) || load(l, ev, depth + 1, &value) != 0)
            return -1;
        struct yaml **before = (struct yaml **)map_at(l->arena, &seen, key.text);
        if (*before)
            return err_set(l->e, EX_CONFIG,
                           STR_FMT ":%d:%d: \"%.*s\" stands here a second time, it was set on line %d already",
                           STR_ARG(l->name), key.line, key.column, key.text.n > 100 ? 100 : (int)key.text.n, key.text.s,
                           (*before)->key_line);
        *before = value;
        value->key = key.text;
        value->key_line = key.line;
        value->key_column = key.column;
        append(y, value, &last);
    }
}

/* An alias is a node of its own that shares the children; what it stands for was complete before, so there are no
 * circles. */
static int load_alias(struct loader *l, struct fy_event *ev, struct yaml *y)
{
    struct str name = token_text(l, fy_event_get_token(ev));
    const struct anchor *a = map_get(&l->anchors, name);
    if (!a)
        return err_set(l->e, EX_CONFIG, STR_FMT ":%d:%d: no anchor is called \"" STR_FMT "\"", STR_ARG(l->name),
                       y->line, y->column, STR_ARG(name));
    l->aliased += a->weight;
    l->nodes += a->weight; /* an anchor around this alias weighs as much */
    if (l->aliased > ALIASED_MAX)
        return fail_at(l, y->line, y->column, "aliases add too much; write it out");
    int line = y->line, column = y->column;
    *y = *a->node;
    y->line = line;
    y->column = column;
    y->next = NULL;
    y->key = (struct str){0};
    return 0;
}

/* "!Now": YAML would take it for the kind of value and drop it. "!!str" is its own. */
static bool own_tag(struct loader *l, struct fy_event *ev)
{
    struct fy_token *t = ev->type == FYET_SCALAR           ? ev->scalar.tag
                         : ev->type == FYET_SEQUENCE_START ? ev->sequence_start.tag
                         : ev->type == FYET_MAPPING_START  ? ev->mapping_start.tag
                                                           : NULL;
    return t && !str_starts(token_text(l, t), "tag:yaml.org,2002:");
}

/* Loads the node that ev begins; takes ev over. */
static int load(struct loader *l, struct fy_event *ev, int depth, struct yaml **out)
{
    struct yaml *y = arena_new(l->arena, struct yaml);
    place(l, ev, &y->line, &y->column);
    struct fy_token *at = fy_event_get_anchor_token(ev);
    struct str anchor = at ? token_text(l, at) : (struct str){0};
    bool tagged = own_tag(l, ev);
    const struct fy_mark *m = at ? fy_token_start_mark(at) : NULL;
    if (m && ev->type == FYET_SCALAR) { /* what is nothing has no place of its own */
        y->line = m->line + l->first_line;
        y->column = m->column > 0 ? m->column : 1; /* the mark is behind the sign */
    }
    size_t before = l->nodes++;
    enum fy_event_type type = ev->type;
    int rc = 0;
    if (depth > DEPTH_MAX)
        rc = fail_at(l, y->line, y->column, "nested deeper than 64 levels");
    else if (l->nodes > NODES_MAX)
        rc = fail_at(l, y->line, y->column, "more than a million values");
    else if (type == FYET_SCALAR)
        rc = load_scalar(l, ev, y);
    else if (type == FYET_ALIAS)
        rc = load_alias(l, ev, y);
    fy_parser_event_free(l->parser, ev);
    if (rc == 0 && (tagged || (anchor.s && y->kind == YAML_NULL && type == FYET_SCALAR)))
        rc = fail_at(l, y->line, y->column, "a text that begins with ! or & must stand in quotation marks");
    if (rc == 0 && type == FYET_SEQUENCE_START)
        rc = load_list(l, y, depth);
    else if (rc == 0 && type == FYET_MAPPING_START)
        rc = load_map(l, y, depth);
    else if (rc == 0 && type != FYET_SCALAR && type != FYET_ALIAS)
        rc = fail_at(l, y->line, y->column, "cannot be read as YAML");
    if (rc != 0)
        return -1;
    if (anchor.s && type != FYET_ALIAS) {
        struct anchor *a = arena_new(l->arena, struct anchor);
        *a = (struct anchor){y, l->nodes - before};
        *map_at(l->arena, &l->anchors, anchor) = a;
    }
    *out = y;
    return 0;
}

/* One document, or none. */
static int load_stream(struct loader *l, struct yaml **out)
{
    bool loaded = false;
    for (;;) {
        struct fy_event *ev = next_event(l);
        if (!ev)
            return -1;
        enum fy_event_type type = ev->type;
        if (type == FYET_STREAM_START || type == FYET_DOCUMENT_END || type == FYET_STREAM_END ||
            type == FYET_DOCUMENT_START) {
            int line, column;
            place(l, ev, &line, &column);
            fy_parser_event_free(l->parser, ev);
            if (type == FYET_STREAM_END)
                return 0;
            if (type == FYET_DOCUMENT_START && loaded)
                return fail_at(l, line, column, "a second document starts here; one is expected");
            continue;
        }
        if (load(l, ev, 1, out) != 0)
            return -1;
        loaded = true;
    }
}

static int check_bytes(struct loader *l, struct str text)
{
    int line = l->first_line, column = 1;
    for (size_t i = 0; i < text.n;) {
        size_t from = i;
        uint32_t c = utf8_next(text, &i);
        if (c == 0xFFFD && i == from + 1)
            return fail_at(l, line, column, "is not valid UTF-8; save the file as UTF-8");
        if (c == 0)
            return fail_at(l, line, column, "holds a NUL character");
        column = c == '\n' ? 1 : column + 1;
        line += c == '\n';
    }
    return 0;
}

int yaml_parse(struct arena *a, struct str text, struct str name, int first_line, struct yaml **out, struct err *e)
{
    struct loader l = {.arena = a, .name = name, .first_line = first_line > 0 ? first_line : 1, .e = e};
    if (str_starts(text, "\xEF\xBB\xBF"))
        text = str_sub(text, 3, text.n);
    if (check_bytes(&l, text) != 0)
        return -1;
    struct yaml *root = arena_new(a, struct yaml);
    root->line = l.first_line;
    root->column = 1;
    struct fy_diag_cfg quiet = {.level = FYET_ERROR, .module_mask = ~0u};
    l.diag = fy_diag_create(&quiet);
    if (!l.diag)
        mem_gone(1);
    fy_diag_set_collect_errors(l.diag, true);
    struct fy_parse_cfg cfg = {.flags = FYPCF_QUIET | FYPCF_COLLECT_DIAG | FYPCF_ALLOW_DUPLICATE_KEYS, .diag = l.diag};
    l.parser = fy_parser_create(&cfg);
    if (!l.parser)
        mem_gone(1);
    int rc = 0;
    /* the library takes no empty string, and counts wrongly in a last line that does not end */
    l.text = str_ends(text, "\n") ? text : str_fmt(a, STR_FMT "\n", STR_ARG(text));
    if (text.n)
        rc = fy_parser_set_string(l.parser, l.text.s, l.text.n) == 0 ? load_stream(&l, &root) : fail_parse(&l);
    fy_parser_destroy(l.parser);
    fy_diag_destroy(l.diag);
    if (rc == 0)
        *out = root;
    return rc;
}

void yaml_glued(struct arena *a, const struct yaml *top, struct yaml_refs *out)
{
    if (top->glued.n && out->n < GLUED_MAX)
        vec_add(a, out, top);
    for (const struct yaml *y = top->child; y; y = y->next)
        yaml_glued(a, y, out);
}
