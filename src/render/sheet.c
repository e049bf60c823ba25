#include "render/sheet.h"
#include <string.h>

struct str sheet_squeeze(struct arena *a, struct str css)
{
    struct buf b;
    buf_init(&b, css.n + 1);
    for (size_t i = 0; i < css.n;) {
        if (css.s[i] == '/' && i + 1 < css.n && css.s[i + 1] == '*') {
            size_t end = str_find(str_sub(css, i + 2, css.n), str_lit("*/"));
            i = end == STR_NONE ? css.n : i + 2 + end + 2;
            continue;
        }
        bool space = strchr(" \t\r\n", css.s[i]) != NULL;
        if (!space)
            buf_ch(&b, css.s[i]);
        else if (b.n && b.p[b.n - 1] != ' ')
            buf_ch(&b, ' ');
        i++;
    }
    struct str s = buf_dup(a, &b);
    buf_end(&b);
    return s;
}

/* Where the block that opens at `open` ends: the index of its closing brace. */
static size_t block_end(struct str css, size_t open)
{
    size_t depth = 0;
    char quote = 0;
    for (size_t i = open; i < css.n; i++) {
        char c = css.s[i];
        if (quote) {
            quote = c == quote ? 0 : quote;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '{') {
            depth++;
        } else if (c == '}' && --depth == 0) {
            return i;
        }
    }
    return STR_NONE;
}

static bool ident(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           (unsigned char)c >= 0x80;
}

static struct str take_ident(struct str *s)
{
    size_t n = 0;
    while (n < s->n && ident(s->s[n]))
        n++;
    struct str name = str_sub(*s, 0, n);
    *s = str_sub(*s, n, s->n);
    return name;
}

/* One compound: element, classes, id. False: something that does not depend on the tree alone. */
static bool compound(struct arena *a, struct str s, struct selector *sel, bool child)
{
    if (sel->n == SELECTOR_PARTS || !s.n)
        return false;
    struct sheet_part *p = &sel->part[sel->n++];
    *p = (struct sheet_part){.child = child};
    if (s.s[0] == '*') {
        s = str_sub(s, 1, s.n);
    } else if (ident(s.s[0])) {
        p->element = take_ident(&s);
        sel->specificity += 1;
    }
    while (s.n) {
        char sigil = s.s[0];
        s = str_sub(s, 1, s.n);
        struct str name = take_ident(&s);
        if (!name.n || (sigil != '.' && sigil != '#'))
            return false;
        if (sigil == '.')
            vec_add(a, &p->classes, name);
        else
            p->id = name;
        sel->specificity += sigil == '.' ? 1u << 8 : 1u << 16;
    }
    return true;
}

static bool selector(struct arena *a, struct str s, struct selector *out)
{
    *out = (struct selector){0};
    bool child = false;
    s = str_trim(s);
    while (s.n) {
        if (s.s[0] == '>') {
            child = true;
            s = str_trim(str_sub(s, 1, s.n));
            continue;
        }
        size_t n = 0;
        while (n < s.n && s.s[n] != ' ' && s.s[n] != '>')
            n++;
        if (!compound(a, str_sub(s, 0, n), out, child))
            return false;
        child = false;
        s = str_trim(str_sub(s, n, s.n));
    }
    return out->n > 0 && !child;
}

/* Up to the next separator that is not inside quotes or parentheses. */
static bool next_field(struct str *rest, char sep, struct str *out)
{
    if (!rest->n)
        return false;
    size_t i = 0;
    char quote = 0;
    for (int depth = 0; i < rest->n; i++) {
        char c = rest->s[i];
        if (quote)
            quote = c == quote ? 0 : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == '(')
            depth++;
        else if (c == ')')
            depth--;
        else if (c == sep && depth <= 0)
            break;
    }
    *out = str_trim(str_sub(*rest, 0, i));
    *rest = i < rest->n ? str_sub(*rest, i + 1, rest->n) : (struct str){0};
    return true;
}

void sheet_declarations(struct arena *a, struct str body, struct declarations *out)
{
    struct str field;
    while (next_field(&body, ';', &field)) {
        size_t colon = str_chr(field, ':');
        if (colon == STR_NONE)
            continue;
        struct declaration d = {str_trim(str_sub(field, 0, colon)), str_trim(str_sub(field, colon + 1, field.n)),
                                false};
        size_t bang = d.value.n;
        while (bang && d.value.s[bang - 1] != '!')
            bang--;
        if (bang && str_ieqc(str_trim(str_sub(d.value, bang, d.value.n)), "important")) {
            d.important = true;
            d.value = str_trim(str_sub(d.value, 0, bang - 1));
        }
        if (d.property.n && d.value.n)
            vec_add(a, out, d);
    }
}

bool sheet_parse(struct arena *a, struct str css, struct sheet_rules *rules, struct buf *kept)
{
    for (css = str_trim(sheet_squeeze(a, css)); css.n; css = str_trim(css)) {
        size_t open = str_chr(css, '{'), semi = str_chr(css, ';');
        if (css.s[0] == '@' && semi != STR_NONE && (open == STR_NONE || semi < open)) { /* @import "x"; */
            buf_str(kept, str_sub(css, 0, semi + 1));
            css = str_sub(css, semi + 1, css.n);
            continue;
        }
        size_t close = open == STR_NONE ? STR_NONE : block_end(css, open);
        if (close == STR_NONE || rules->n > SHEET_RULES_MAX)
            return false;
        struct str prelude = str_trim(str_sub(css, 0, open)), body = str_sub(css, open + 1, close), one;
        if (css.s[0] == '@') {
            buf_str(kept, str_sub(css, 0, close + 1));
            buf_ch(kept, '\n');
        } else {
            struct declarations decls = {0};
            sheet_declarations(a, body, &decls);
            while (next_field(&prelude, ',', &one)) {
                struct sheet_rule r = {.decls = decls};
                if (selector(a, one, &r.selector))
                    vec_add(a, rules, r);
                else
                    buf_fmt(kept, STR_FMT "{" STR_FMT "}\n", STR_ARG(one), STR_ARG(body));
            }
        }
        css = str_sub(css, close + 1, css.n);
    }
    return true;
}

static bool part_fits(const struct sheet_part *p, const struct html_node *n)
{
    if (p->element.n && !str_ieq(p->element, n->tag))
        return false;
    if (p->id.n && !str_eq(html_get(n, "id"), p->id))
        return false;
    for (size_t i = 0; i < p->classes.n; i++)
        if (!strs_has(&n->classes, p->classes.v[i]))
            return false;
    return true;
}

/* Part n - 1 fits the element; do the parts before it fit its ancestors? Going back is bounded: twelve times div in
 * four hundred nested ones would take for ever. */
static bool ancestors_fit(const struct selector *s, size_t n, const struct html_node *el, int *budget)
{
    if (n == 1)
        return true;
    for (const struct html_node *up = el->parent; up && --*budget > 0; up = up->parent) {
        if (part_fits(&s->part[n - 2], up) && ancestors_fit(s, n - 1, up, budget))
            return true;
        if (s->part[n - 1].child)
            return false;
    }
    return false;
}

bool selector_fits(const struct selector *s, const struct html_node *n)
{
    int budget = 5000;
    return part_fits(&s->part[s->n - 1], n) && ancestors_fit(s, s->n, n, &budget);
}
