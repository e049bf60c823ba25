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
bool sheet_compound(struct arena *a, struct str s, struct sheet_part *p, unsigned *specificity, bool looks)
{
    if (!s.n)
        return false;
    if (s.s[0] == '*') {
        s = str_sub(s, 1, s.n);
    } else if (ident(s.s[0])) {
        p->element = take_ident(&s);
        *specificity += 1;
    }
    while (s.n) {
        char sigil = s.s[0];
        if (looks && (sigil == '[' || sigil == ':')) {
            if (!sheet_ask_take(a, &s, p, specificity))
                return false;
            continue;
        }
        s = str_sub(s, 1, s.n);
        struct str name = take_ident(&s);
        if (!name.n || (sigil != '.' && sigil != '#'))
            return false;
        if (sigil == '.')
            vec_add(a, &p->classes, name);
        else
            p->id = name;
        *specificity += sigil == '.' ? 1u << 8 : 1u << 16;
    }
    return true;
}

/* Where the compound at the front of s ends: at white space or a combinator outside of brackets. */
static size_t compound_end(struct str s)
{
    size_t n = 0;
    for (int depth = 0; n < s.n; n++) {
        char c = s.s[n];
        depth += c == '[' || c == '(' ? 1 : (c == ']' || c == ')') && depth > 0 ? -1 : 0;
        if (!depth && (c == ' ' || c == '>' || c == '+' || c == '~'))
            break;
    }
    return n;
}

static bool selector(struct arena *a, struct str s, struct selector *out, bool looks)
{
    *out = (struct selector){0};
    enum sheet_join join = JOIN_WITHIN;
    s = str_trim(s);
    while (s.n) {
        if (s.s[0] == '>' || (looks && (s.s[0] == '+' || s.s[0] == '~'))) {
            join = s.s[0] == '>' ? JOIN_CHILD : s.s[0] == '+' ? JOIN_NEXT : JOIN_AFTER;
            s = str_trim(str_sub(s, 1, s.n));
            continue;
        }
        size_t n = compound_end(s);
        if (out->n == SELECTOR_PARTS)
            return false;
        struct sheet_part *p = &out->part[out->n++];
        p->join = join;
        if (!sheet_compound(a, str_sub(s, 0, n), p, &out->specificity, looks))
            return false;
        join = JOIN_WITHIN;
        s = str_trim(str_sub(s, n, s.n));
    }
    return out->n > 0 && join == JOIN_WITHIN;
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

static bool parse(struct arena *a, struct str css, struct sheet_rules *rules, struct buf *kept, bool looks)
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
                if (selector(a, one, &r.selector, looks))
                    vec_add(a, rules, r);
                else if (!looks)
                    buf_fmt(kept, STR_FMT "{" STR_FMT "}\n", STR_ARG(one), STR_ARG(body));
            }
        }
        css = str_sub(css, close + 1, css.n);
    }
    return true;
}

bool sheet_parse(struct arena *a, struct str css, struct sheet_rules *rules, struct buf *kept)
{
    return parse(a, css, rules, kept, false);
}

bool sheet_parse_looks(struct arena *a, struct str css, struct sheet_rules *rules, struct buf *kept)
{
    return parse(a, css, rules, kept, true);
}

bool sheet_part_fits(const struct sheet_part *p, const struct html_node *n)
{
    if (p->element.n && !str_ieq(p->element, n->tag))
        return false;
    if (p->id.n && !str_eq(html_get(n, "id"), p->id))
        return false;
    for (size_t i = 0; i < p->classes.n; i++)
        if (!strs_has(&n->classes, p->classes.v[i]))
            return false;
    return !p->asks || sheet_asks_fit(p->asks, n);
}

static const struct html_node *before(const struct html_node *n)
{
    for (n = n->prev; n && n->kind != HTML_ELEMENT;)
        n = n->prev;
    return n;
}

/* Part n - 1 fits the element; do the parts before it fit its ancestors and siblings? Going back is bounded: twelve
 * times div in four hundred nested ones would take for ever. */
static bool rest_fits(const struct selector *s, size_t n, const struct html_node *el, long *budget)
{
    if (n == 1)
        return true;
    enum sheet_join join = s->part[n - 1].join;
    bool beside = join == JOIN_NEXT || join == JOIN_AFTER;
    const struct html_node *at = beside ? before(el) : el->parent;
    for (; at && --*budget > 0; at = beside ? before(at) : at->parent) {
        if (sheet_part_fits(&s->part[n - 2], at) && rest_fits(s, n - 1, at, budget))
            return true;
        if (join == JOIN_CHILD || join == JOIN_NEXT)
            return false;
    }
    return false;
}

bool selector_fits_within(const struct selector *s, const struct html_node *n, long *budget)
{
    return --*budget > 0 && sheet_part_fits(&s->part[s->n - 1], n) && rest_fits(s, s->n, n, budget);
}

bool selector_fits(const struct selector *s, const struct html_node *n)
{
    long budget = 5000;
    return selector_fits_within(s, n, &budget);
}
