#include "render/markup.h"
#include <ctype.h>
#include <string.h>
#include <strings.h>

enum state {
    TEXT,
    TAG_OPEN, /* after < */
    TAG_NAME,
    IN_TAG, /* between attributes */
    ATTR_NAME,
    AFTER_NAME, /* white space after an attribute's name */
    BEFORE_VALUE,
    VALUE_DOUBLE,
    VALUE_SINGLE,
    VALUE_BARE,
    COMMENT,
    DECLARATION, /* <!doctype ...> */
    RAW,         /* inside <style> or <script>, until its end tag */
};

struct scan {
    enum state state;
    char tag[12], attr[24]; /* lower case, cut */
    size_t tag_n, attr_n;
    bool end_tag;
    bool joint;     /* a section inside the tag has just ended: the next character must not go on with its name */
    size_t value_n; /* bytes of the attribute's value seen, values counted as one */
    char tail[10];  /* the last characters, for --> and </style */
    size_t tail_n;
};

static bool space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static void keep(char *to, size_t size, size_t *n, char c)
{
    if (*n + 1 < size) {
        to[(*n)++] = (char)tolower((unsigned char)c);
        to[*n] = '\0';
    }
}

static void remember(struct scan *s, char c)
{
    if (s->tail_n + 1 == sizeof s->tail)
        memmove(s->tail, s->tail + 1, s->tail_n--);
    s->tail[s->tail_n++] = c;
    s->tail[s->tail_n] = '\0';
}

static bool tail_is(const struct scan *s, const char *what)
{
    size_t n = strlen(what);
    return s->tail_n >= n && strcasecmp(s->tail + s->tail_n - n, what) == 0;
}

static void forget(struct scan *s)
{
    s->tail_n = 0;
    s->tail[0] = '\0';
}

static void tag_done(struct scan *s)
{
    bool raw = !s->end_tag && (strcmp(s->tag, "style") == 0 || strcmp(s->tag, "script") == 0);
    s->state = raw ? RAW : TEXT;
    s->attr[s->attr_n = 0] = '\0';
    forget(s);
}

static void open_tag(struct scan *s, char c)
{
    if (c == '!') {
        s->state = DECLARATION;
        forget(s);
        remember(s, '!');
    } else if (c == '/') {
        s->end_tag = true;
    } else if (isalpha((unsigned char)c)) {
        s->state = TAG_NAME;
        s->tag_n = 0;
        keep(s->tag, sizeof s->tag, &s->tag_n, c);
    } else {
        s->state = TEXT;
    }
}

static void in_tag(struct scan *s, char c)
{
    if (c == '>') {
        tag_done(s);
    } else if (!space(c) && c != '/') {
        s->state = ATTR_NAME;
        s->attr_n = 0;
        keep(s->attr, sizeof s->attr, &s->attr_n, c);
    }
}

static void raw(struct scan *s, char c)
{
    remember(s, c);
    char end[16] = "</";
    memcpy(end + 2, s->tag, s->tag_n + 1);
    if (tail_is(s, end)) {
        s->state = IN_TAG;
        s->end_tag = true;
        forget(s);
    }
}

static void feed(struct scan *s, char c)
{
    switch (s->state) {
    case TEXT:
        if (c == '<') {
            s->state = TAG_OPEN;
            s->end_tag = false;
        }
        break;
    case TAG_OPEN:
        open_tag(s, c);
        break;
    case TAG_NAME:
        if (space(c) || c == '/')
            s->state = IN_TAG;
        else if (c == '>')
            tag_done(s);
        else
            keep(s->tag, sizeof s->tag, &s->tag_n, c);
        break;
    case IN_TAG:
        in_tag(s, c);
        break;
    case ATTR_NAME:
    case AFTER_NAME:
        if (c == '=')
            s->state = BEFORE_VALUE;
        else if (c == '>')
            tag_done(s);
        else if (space(c))
            s->state = AFTER_NAME;
        else if (s->state == AFTER_NAME || c == '/')
            in_tag(s, c);
        else
            keep(s->attr, sizeof s->attr, &s->attr_n, c);
        break;
    case BEFORE_VALUE:
        s->value_n = 0;
        if (c == '"')
            s->state = VALUE_DOUBLE;
        else if (c == '\'')
            s->state = VALUE_SINGLE;
        else if (c == '>')
            tag_done(s);
        else if (!space(c))
            s->state = VALUE_BARE;
        break;
    case VALUE_DOUBLE:
    case VALUE_SINGLE:
        s->value_n++;
        if (c == (s->state == VALUE_DOUBLE ? '"' : '\''))
            s->state = IN_TAG;
        break;
    case VALUE_BARE:
        if (c == '>')
            tag_done(s);
        else if (space(c))
            s->state = IN_TAG;
        break;
    case COMMENT:
        remember(s, c);
        if (tail_is(s, "-->")) {
            s->state = TEXT;
            forget(s);
        }
        break;
    case DECLARATION:
        remember(s, c);
        if (tail_is(s, "!--") && s->tail_n == 3) {
            s->state = COMMENT;
            forget(s);
        } else if (c == '>') {
            s->state = TEXT;
            forget(s);
        }
        break;
    case RAW:
        raw(s, c);
        break;
    }
}

static bool one_of(const char *name, const char *const *names)
{
    for (; *names; names++)
        if (strcmp(name, *names) == 0)
            return true;
    return false;
}

static const char *const url_attributes[] = {"href", "src",      "background", "action",     "cite", "poster",
                                             "data", "longdesc", "formaction", "xlink:href", NULL};

/* NULL and a place, or the reason why nothing may stand here. */
static const char *place_of(const struct scan *s, enum place *out)
{
    switch (s->state) {
    case TEXT:
    case COMMENT:
        *out = PLACE_HTML;
        return NULL;
    case RAW:
        *out = PLACE_CSS;
        return strcmp(s->tag, "script") == 0 ? "a mail has no scripts, and a value inside one cannot be made safe"
                                             : NULL;
    case VALUE_DOUBLE:
    case VALUE_SINGLE:
        if (strncmp(s->attr, "on", 2) == 0)
            return "a mail has no event handlers, and a value inside one cannot be made safe";
        if (strcmp(s->attr, "srcset") == 0)
            return "a value cannot stand in srcset; use src";
        *out = strcmp(s->attr, "style") == 0      ? PLACE_CSS
               : !one_of(s->attr, url_attributes) ? PLACE_ATTR
               : s->value_n == 0                  ? PLACE_URL
                                                  : PLACE_URLPART;
        return NULL;
    case BEFORE_VALUE:
    case VALUE_BARE:
        return "a value in an attribute needs quotes around it";
    default:
        return "a value can stand in text, in a quoted attribute or in <style>, not inside a tag";
    }
}

static bool between_attributes(enum state s)
{
    return s == TAG_NAME || s == IN_TAG || s == AFTER_NAME;
}

static bool same_place(const struct scan *x, const struct scan *y)
{
    if (between_attributes(x->state) && between_attributes(y->state))
        return true; /* <td{{#x}} class="a"{{/x}}> */
    if (x->state != y->state)
        return false;
    bool value = x->state == VALUE_DOUBLE || x->state == VALUE_SINGLE;
    return (!value || strcmp(x->attr, y->attr) == 0) && (x->state != RAW || strcmp(x->tag, y->tag) == 0);
}

int markup_contexts(struct ops *program, struct err *e)
{
    struct scan s = {.state = TEXT}, nest[TEMPLATE_DEPTH * TEMPLATE_LINK_DEPTH];
    size_t depth = 0, opened[TEMPLATE_DEPTH * TEMPLATE_LINK_DEPTH];
    for (size_t i = 0; i < program->n; i++) {
        struct op *op = &program->v[i];
        if (op->kind == OP_TEXT) {
            if (s.joint && op->text.n && !space(op->text.s[0]) && op->text.s[0] != '>' && op->text.s[0] != '/')
                return template_error(e, op->in, op->at, "a section inside a tag needs white space or > after it");
            s.joint = s.joint && !op->text.n;
            for (size_t k = 0; k < op->text.n; k++)
                feed(&s, op->text.s[k]);
        } else if (op->kind == OP_VALUE) {
            const char *why = place_of(&s, &op->place);
            if (why)
                return template_error(e, op->in, op->at, "{{" STR_FMT "}}: %s", STR_ARG(op->name), why);
            s.value_n++;
        } else if (op->kind == OP_END) {
            const struct op *from = &program->v[opened[--depth]];
            if (!same_place(&nest[depth], &s))
                return template_error(e, from->in, from->at,
                                      "the section \"" STR_FMT "\" begins in one part of a tag or page and ends in "
                                      "another, so it could not be left out; close in it what it opens",
                                      STR_ARG(from->name));
            s.joint = s.state != nest[depth].state;
            s.value_n = nest[depth].value_n; /* left out, the next value may be the first */
        } else {
            opened[depth] = i;
            nest[depth++] = s;
        }
    }
    if (s.state != TEXT && program->n) {
        const struct op *last = &program->v[program->n - 1];
        return template_error(e, last->in, last->at, "the page ends inside a tag or comment that is still open");
    }
    return 0;
}
