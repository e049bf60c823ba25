#include "render/cascade.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BUDGET = 40000000, BUDGET_ONE = 5000 };

/* The pixels of "480px" or "30em". */
static bool pixels(struct str s, int64_t *px)
{
    size_t digits = 0;
    while (s.n && (s.s[0] == ' ' || s.s[0] == ':'))
        s = str_sub(s, 1, s.n);
    while (digits < s.n && s.s[digits] >= '0' && s.s[digits] <= '9')
        digits++;
    if (!str_i64(str_sub(s, 0, digits), px) || *px > 100000)
        return false;
    s = str_sub(s, digits, s.n);
    if (s.n && s.s[0] == '.') /* 479.98px */
        for (s = str_sub(s, 1, s.n); s.n && s.s[0] >= '0' && s.s[0] <= '9';)
            s = str_sub(s, 1, s.n);
    if (str_istarts(s, "em") || str_istarts(s, "rem"))
        *px *= 16;
    return true;
}

static bool names(struct str query, const char *const *words)
{
    for (; *words; words++)
        if (str_ifind(query, str_c(*words)) != STR_NONE)
            return true;
    return false;
}

/* What "screen and (max-width:480px)" asks of the width. */
static bool wide_enough(struct str query, int width)
{
    static const char *const limits[] = {"min-width", "min-device-width", "max-width", "max-device-width"};
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        size_t at = str_ifind(query, str_c(limits[i]));
        int64_t px;
        if (at == STR_NONE)
            continue;
        if (!pixels(str_sub(query, at + strlen(limits[i]), query.n), &px) || (i < 2 ? px > width : px < width))
            return false;
    }
    return true;
}

/* Does it hold in a window, on a screen, so wide? Of what nobody knows beforehand neither it nor its contrary holds. */
static bool holds_one(struct str query, int width)
{
    static const char *const unknown[] = {"-webkit-", "-ms-", "orientation", "hover", "pointer", NULL};
    static const char *const elsewhere[] = {"print", "speech", NULL};
    query = str_trim(query);
    bool contrary = str_istarts(query, "not ");
    return !names(query, unknown) && (!names(query, elsewhere) && wide_enough(query, width)) != contrary;
}

static bool asks_dark(struct str query)
{
    return str_ifind(query, str_lit("prefers-color-scheme")) != STR_NONE &&
           str_ifind(query, str_lit("dark")) != STR_NONE;
}

/* Of "a, b" one is enough. */
static bool holds(struct str query, int width, bool dark)
{
    struct str one;
    while (query.n && str_cut(&query, ',', &one))
        if (asks_dark(one) == dark && (dark || str_ifind(one, str_lit("prefers-")) == STR_NONE) &&
            holds_one(one, width))
            return true;
    return false;
}

/* The rules inside @media (prefers-color-scheme: dark), and those that hold at this width. */
static void media_blocks(struct arena *a, struct str kept, int width, struct cascade *out)
{
    for (size_t at; (at = str_find(kept, str_lit("@media"))) != STR_NONE;) {
        kept = str_sub(kept, at, kept.n);
        size_t open = str_chr(kept, '{');
        if (open == STR_NONE)
            return;
        struct str query = str_sub(kept, 6, open);
        size_t end = open, depth = 0;
        for (; end < kept.n; end++) {
            depth += kept.s[end] == '{';
            if (kept.s[end] == '}' && --depth == 0)
                break;
        }
        bool dark = holds(query, width, true);
        out->own |= (dark || holds(query, width, false)) && str_ifind(query, str_lit("width")) != STR_NONE;
        if (dark || holds(query, width, false)) {
            struct buf rest;
            buf_init(&rest, kept.n + 64);
            sheet_parse_looks(a, str_sub(kept, open + 1, end), dark ? &out->dark : &out->rules, &rest);
            buf_end(&rest);
        }
        kept = str_sub(kept, end, kept.n);
    }
}

/* <style><!-- ... --></style>, as word processors write it. */
static struct str without_comment_marks(struct str css)
{
    css = str_trim(css);
    if (str_starts(css, "<!--"))
        css = str_sub(css, 4, css.n);
    return str_ends(css, "-->") ? str_sub(css, 0, css.n - 3) : css;
}

void cascade_read(struct arena *a, const struct html *page, int width, struct cascade *out)
{
    *out = (struct cascade){.budget = BUDGET};
    for (const struct html_node *n = page->root; n; n = html_next(page->root, n)) {
        if (!html_is(n, "style") || n->tag_end == n->at)
            continue;
        struct str css = str_sub(page->text, n->tag_end, n->close_at > n->tag_end ? n->close_at : n->tag_end);
        struct buf kept;
        buf_init(&kept, css.n * 2 + 4096);
        sheet_parse_looks(a, without_comment_marks(css), &out->rules, &kept);
        media_blocks(a, str_dup(a, buf_view(&kept)), width, out);
        buf_end(&kept);
    }
}

struct look cascade_root(bool dark_canvas)
{
    struct color white = {1, 1, 1, 1}, black = {0, 0, 0, 1}, night = {18 / 255.0, 18 / 255.0, 18 / 255.0, 1};
    struct color canvas = dark_canvas ? night : white;
    return (struct look){
        .color = dark_canvas ? white : black, .background = canvas, .behind = canvas, .fade = 1, .size = 16};
}

double cascade_contrast(const struct look *k)
{
    struct color ink = color_over(k->color, k->background), ground = k->background;
    if (k->image)
        return 21;
    ink.a = ground.a = k->fade;
    return color_contrast(color_over(ink, k->behind), color_over(ground, k->behind));
}

/* A length in px; relative ones against `em`. */
static bool length(struct str s, double em, double *out)
{
    char text[32];
    s = str_trim(s);
    if (!s.n || s.n >= sizeof text)
        return false;
    memcpy(text, s.s, s.n);
    text[s.n] = '\0';
    char *unit;
    double v = strtod(text, &unit);
    if (unit == text || !isfinite(v))
        return false;
    if (strcmp(unit, "px") == 0 || (!*unit && v == 0))
        *out = v;
    else if (strcmp(unit, "pt") == 0)
        *out = v * 4 / 3;
    else if (strcmp(unit, "em") == 0)
        *out = v * em;
    else if (strcmp(unit, "rem") == 0)
        *out = v * 16;
    else if (strcmp(unit, "%") == 0)
        *out = v * em / 100;
    else
        return false;
    return true;
}

static void line_height(struct look *k, struct str s)
{
    char text[16];
    double v;
    if (length(s, k->size, &v) && v > 0) {
        k->line = v;
    } else if (s.n && s.n < sizeof text) {
        memcpy(text, s.s, s.n);
        text[s.n] = '\0';
        v = strtod(text, NULL);
        k->line = v > 0 && v < 10 ? v * k->size : k->line;
    }
}

static bool next_word(struct str *rest, struct str *word)
{
    *rest = str_trim(*rest);
    size_t n = 0;
    for (int depth = 0; n < rest->n && (depth > 0 || rest->s[n] != ' '); n++)
        depth += rest->s[n] == '(' ? 1 : rest->s[n] == ')' ? -1 : 0;
    *word = str_sub(*rest, 0, n);
    *rest = str_sub(*rest, n, rest->n);
    return n > 0;
}

static void background(struct look *k, struct str value)
{
    struct str word;
    struct color c;
    if (str_ifind(value, str_lit("url(")) != STR_NONE || str_ifind(value, str_lit("gradient(")) != STR_NONE)
        k->image = true;
    while (next_word(&value, &word))
        if (color_parse(word, &c)) {
            k->background = color_over(c, k->background);
            k->image = k->image && c.a < 1;
        }
}

/* font: bold 16px/24px sans-serif */
static void font(struct look *k, struct str value, double em)
{
    struct str word;
    while (next_word(&value, &word)) {
        size_t slash = str_chr(word, '/');
        double v;
        if (!length(str_sub(word, 0, slash == STR_NONE ? word.n : slash), em, &v) || v <= 0)
            continue;
        k->size = v;
        k->line = 0;
        if (slash != STR_NONE)
            line_height(k, str_sub(word, slash + 1, word.n));
        return;
    }
}

/* Above and below, of "13px 24px" or "1px 2px 3px 4px". */
static void padding(struct look *k, struct str value)
{
    double v[4] = {0};
    size_t n = 0;
    struct str word;
    while (n < 4 && next_word(&value, &word))
        if (length(word, k->size, &v[n]))
            n++;
    k->padding = n ? v[0] + (n > 2 ? v[2] : v[0]) : k->padding;
}

static void opacity(struct look *k, struct str value)
{
    char text[16];
    if (!value.n || value.n >= sizeof text)
        return;
    memcpy(text, value.s, value.n);
    text[value.n] = '\0';
    char *end;
    double v = strtod(text, &end) / (value.s[value.n - 1] == '%' ? 100 : 1);
    if (end == text || !(v < 1))
        return;
    k->fade *= v < 0 ? 0 : v;
}

static void apply(struct look *k, const struct declaration *d, const struct look *up)
{
    struct color c;
    double v, em = up->size;
    if (str_ieqc(d->property, "color") && (str_ieqc(d->value, "inherit") || str_ieqc(d->value, "unset")))
        k->color = up->color;
    else if (str_ieqc(d->property, "color") && color_parse(d->value, &c))
        k->color = c;
    else if (str_ieqc(d->property, "background-color") && color_parse(d->value, &c))
        k->background = color_over(c, k->background);
    else if (str_ieqc(d->property, "background") || str_ieqc(d->property, "background-image"))
        background(k, d->value);
    else if (str_ieqc(d->property, "font"))
        font(k, d->value, em);
    else if (str_ieqc(d->property, "font-size") && length(d->value, em, &v))
        k->size = v;
    else if (str_ieqc(d->property, "line-height"))
        line_height(k, d->value);
    else if (str_ieqc(d->property, "text-decoration") || str_ieqc(d->property, "text-decoration-line"))
        k->underline = str_ifind(d->value, str_lit("underline")) != STR_NONE;
    else if (str_ieqc(d->property, "display")) {
        k->gone = str_ieqc(d->value, "none");
        k->block =
            str_ieqc(d->value, "block") || str_ieqc(d->value, "inline-block") || str_ieqc(d->value, "table-cell");
    } else if (str_ieqc(d->property, "visibility"))
        k->unseen = str_ieqc(d->value, "hidden");
    else if (str_ieqc(d->property, "opacity"))
        opacity(k, d->value);
    else if (str_ieqc(d->property, "max-height"))
        k->flat = length(d->value, em, &v) && v == 0;
    else if (str_ieqc(d->property, "padding"))
        padding(k, d->value);
    else if ((str_ieqc(d->property, "padding-top") || str_ieqc(d->property, "padding-bottom")) &&
             length(d->value, em, &v))
        k->padding += v;
}

struct weighed {
    const struct declaration *d;
    unsigned long weight;
    size_t order;
};
VEC(weighed_list, struct weighed);

static int by_weight(const void *x, const void *y)
{
    const struct weighed *a = x, *b = y;
    if (a->weight != b->weight)
        return a->weight < b->weight ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

static bool fits(struct cascade *c, const struct selector *s, const struct html_node *n)
{
    long most = c->budget < BUDGET_ONE ? c->budget : BUDGET_ONE, left = most;
    bool yes = selector_fits_within(s, n, &left);
    c->budget -= most - left;
    return yes;
}

static void add_rules(struct arena *a, struct cascade *c, const struct sheet_rules *rules, const struct html_node *n,
                      struct weighed_list *out)
{
    for (size_t r = 0; r < rules->n; r++) {
        if (!fits(c, &rules->v[r].selector, n))
            continue;
        for (size_t i = 0; i < rules->v[r].decls.n; i++) {
            const struct declaration *d = &rules->v[r].decls.v[i];
            struct weighed w = {d, (unsigned long)d->important << 40 | rules->v[r].selector.specificity, out->n};
            vec_add(a, out, w);
        }
    }
}

static void by_default(struct look *k, const struct html_node *n, double em)
{
    static const double heading[] = {2, 1.5, 1.17, 1, 0.83, 0.67};
    struct color c;
    if (n->tag.n == 2 && n->tag.s[0] == 'h' && n->tag.s[1] >= '1' && n->tag.s[1] <= '6') {
        k->size = em * heading[n->tag.s[1] - '1'];
        k->block = true;
    }
    if (html_is(n, "small"))
        k->size = em * 0.83;
    if (html_is(n, "a") && html_attr(n, "href")) {
        k->color = (struct color){0, 0, 238 / 255.0, 1};
        k->underline = true;
    }
    if (html_is(n, "font") && color_parse_old(html_get(n, "color"), &c))
        k->color = c;
    if (html_is(n, "body") && color_parse_old(html_get(n, "text"), &c))
        k->color = c;
    if (color_parse_old(html_get(n, "bgcolor"), &c))
        k->background = color_over(c, k->background);
    if (html_get(n, "background").n)
        k->image = true;
}

struct look cascade_look(struct cascade *c, const struct html_node *n, const struct look *up, bool dark)
{
    struct arena t = {0}; /* a page has many elements, and a look holds no strings */
    struct look k = *up;
    k.padding = 0;
    k.block = k.gone = k.flat = false;
    if (up->fade >= 1)
        k.behind = up->background;
    by_default(&k, n, up->size);
    struct weighed_list list = {0};
    add_rules(&t, c, &c->rules, n, &list);
    if (dark)
        add_rules(&t, c, &c->dark, n, &list);
    struct declarations own = {0};
    sheet_declarations(&t, html_get(n, "style"), &own);
    for (size_t i = 0; i < own.n; i++) {
        struct weighed w = {&own.v[i], (unsigned long)own.v[i].important << 40 | 1ul << 32, list.n};
        vec_add(&t, &list, w);
    }
    if (list.n)
        qsort(list.v, list.n, sizeof *list.v, by_weight);
    struct color behind = k.background;
    for (size_t i = 0; i < list.n; i++) {
        if (str_istarts(list.v[i].d->property, "background"))
            k.background = behind; /* the last one wins over the others, not over what is behind twice */
        apply(&k, list.v[i].d, up);
    }
    k.hidden =
        up->hidden || k.gone || k.flat || k.unseen || k.fade < 0.05; /* what a phone shows may be hidden at a desk */
    arena_end(&t);
    return k;
}
