/* What a selector asks for beside element, class and id: attributes, the place among siblings, what an element is not.
 * Only for telling how a page looks; nothing of this is inlined. */
#include "render/sheet.h"
#include <string.h>

enum { NTH_MAX = 200 }; /* further places are not counted */

enum ask_kind { ASK_HAS, ASK_IS, ASK_WORD, ASK_STARTS, ASK_ENDS, ASK_HOLDS, ASK_DASH, ASK_NTH, ASK_LAST, ASK_NOT };

struct sheet_ask {
    enum ask_kind kind;
    struct str name, value;
    int64_t step, offset;           /* ASK_NTH: step * n + offset */
    const struct sheet_part * not ; /* ASK_NOT */
};
VEC(sheet_asks, struct sheet_ask);

static void add(struct arena *a, struct sheet_part *p, struct sheet_ask ask)
{
    if (!p->asks)
        p->asks = arena_new(a, struct sheet_asks);
    vec_add(a, p->asks, ask);
}

/* [name], [name=value], [name~="a value"], with i or s behind it. */
static bool attribute(struct arena *a, struct str s, struct sheet_part *p)
{
    static const struct {
        char sign;
        enum ask_kind kind;
    } signs[] = {{'~', ASK_WORD}, {'^', ASK_STARTS}, {'$', ASK_ENDS}, {'*', ASK_HOLDS}, {'|', ASK_DASH}};
    struct sheet_ask ask = {.kind = ASK_HAS};
    size_t equals = str_chr(s, '=');
    ask.name = str_trim(str_sub(s, 0, equals == STR_NONE ? s.n : equals));
    if (equals != STR_NONE) {
        ask.kind = ASK_IS;
        for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
            if (ask.name.n && ask.name.s[ask.name.n - 1] == signs[i].sign) {
                ask.kind = signs[i].kind;
                ask.name = str_trim(str_sub(ask.name, 0, ask.name.n - 1));
                break;
            }
        ask.value = str_trim(str_sub(s, equals + 1, s.n));
        if (ask.value.n > 1 && (ask.value.s[0] == '"' || ask.value.s[0] == '\'')) {
            size_t end = str_chr(str_sub(ask.value, 1, ask.value.n), ask.value.s[0]);
            if (end == STR_NONE)
                return false;
            ask.value = str_sub(ask.value, 1, 1 + end);
        }
    }
    if (!ask.name.n)
        return false;
    add(a, p, ask);
    return true;
}

/* odd, even, 3, 2n, 2n+1, -n+3 */
static bool nth(struct str s, struct sheet_ask *ask)
{
    char text[16];
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        if (s.s[i] != ' ' && n + 1 < sizeof text)
            text[n++] = s.s[i];
    struct str t = {text, n};
    if (str_ieqc(t, "odd") || str_ieqc(t, "even")) {
        ask->step = 2;
        ask->offset = str_ieqc(t, "odd");
        return true;
    }
    size_t at = str_chr(t, 'n');
    struct str step = str_sub(t, 0, at == STR_NONE ? 0 : at);
    struct str offset = str_sub(t, at == STR_NONE ? 0 : at + 1, t.n);
    if (offset.n && offset.s[0] == '+')
        offset = str_sub(offset, 1, offset.n);
    if (at != STR_NONE && !str_i64(step, &ask->step))
        ask->step = str_eqc(step, "-") ? -1 : 1;
    return offset.n ? str_i64(offset, &ask->offset) : at != STR_NONE;
}

static bool pseudo(struct arena *a, struct str name, struct str inside, struct sheet_part *p, unsigned *specificity)
{
    struct sheet_ask ask = {.kind = ASK_NTH, .offset = 1};
    if (str_ieqc(name, "link") || str_ieqc(name, "any-link")) {
        ask = (struct sheet_ask){.kind = ASK_HAS, .name = str_lit("href")};
    } else if (str_ieqc(name, "not")) {
        struct sheet_part *not = arena_new(a, struct sheet_part);
        if (str_chr(inside, ' ') != STR_NONE || str_chr(inside, ',') != STR_NONE ||
            str_find(inside, str_lit(":not")) != STR_NONE || !sheet_compound(a, inside, not, specificity, true))
            return false;
        add(a, p, (struct sheet_ask){.kind = ASK_NOT, .not = not });
        return true;
    } else if (str_ieqc(name, "last-child")) {
        ask.kind = ASK_LAST;
    } else if (str_ieqc(name, "nth-child")) {
        ask.offset = 0;
        if (!nth(inside, &ask))
            return false;
    } else if (str_ieqc(name, "root")) {
        if (!p->element.n)
            p->element = str_lit("html");
        return true;
    } else if (!str_ieqc(name, "first-child")) {
        return false;
    }
    *specificity += 1u << 8;
    add(a, p, ask);
    return true;
}

bool sheet_ask_take(struct arena *a, struct str *s, struct sheet_part *p, unsigned *specificity)
{
    if (s->s[0] == '[') {
        size_t end = str_chr(*s, ']');
        if (end == STR_NONE || !attribute(a, str_sub(*s, 1, end), p))
            return false;
        *specificity += 1u << 8;
        *s = str_sub(*s, end + 1, s->n);
        return true;
    }
    size_t n = 1;
    while (n < s->n && ((s->s[n] | 0x20) >= 'a' || s->s[n] == '-') && (s->s[n] | 0x20) <= 'z')
        n++;
    struct str name = str_sub(*s, 1, n), inside = {0};
    *s = str_sub(*s, n, s->n);
    if (s->n && s->s[0] == '(') {
        size_t end = str_chr(*s, ')');
        if (end == STR_NONE)
            return false;
        inside = str_trim(str_sub(*s, 1, end));
        *s = str_sub(*s, end + 1, s->n);
    }
    return pseudo(a, name, inside, p, specificity);
}

static bool has_word(struct str words, struct str word)
{
    struct str one;
    while (words.n && str_cut(&words, ' ', &one))
        if (word.n && str_eq(one, word))
            return true;
    return false;
}

static bool has_attribute(const struct sheet_ask *ask, const struct html_node *n)
{
    for (size_t i = 0; i < n->attrs.n; i++) {
        struct str v = n->attrs.v[i].value;
        if (!str_ieq(n->attrs.v[i].name, ask->name))
            continue;
        switch (ask->kind) {
        case ASK_IS:
            return str_eq(v, ask->value);
        case ASK_WORD:
            return has_word(v, ask->value);
        case ASK_STARTS:
            return ask->value.n && v.n >= ask->value.n && str_eq(str_sub(v, 0, ask->value.n), ask->value);
        case ASK_ENDS:
            return ask->value.n && v.n >= ask->value.n && str_eq(str_sub(v, v.n - ask->value.n, v.n), ask->value);
        case ASK_HOLDS:
            return ask->value.n && str_find(v, ask->value) != STR_NONE;
        case ASK_DASH:
            return str_eq(v, ask->value) ||
                   (v.n > ask->value.n && v.s[ask->value.n] == '-' && str_eq(str_sub(v, 0, ask->value.n), ask->value));
        default:
            return true;
        }
    }
    return false;
}

static bool is_nth(const struct sheet_ask *ask, const struct html_node *n)
{
    int64_t place = 1;
    for (const struct html_node *i = n->prev; i && place < NTH_MAX; i = i->prev)
        place += i->kind == HTML_ELEMENT;
    int64_t rest = place - ask->offset;
    return place < NTH_MAX && (ask->step ? rest % ask->step == 0 && rest / ask->step >= 0 : rest == 0);
}

static bool is_last(const struct html_node *n)
{
    for (n = n->next; n; n = n->next)
        if (n->kind == HTML_ELEMENT)
            return false;
    return true;
}

bool sheet_asks_fit(const struct sheet_asks *asks, const struct html_node *n)
{
    for (size_t i = 0; i < asks->n; i++) {
        const struct sheet_ask *ask = &asks->v[i];
        bool fits = ask->kind == ASK_NTH    ? is_nth(ask, n)
                    : ask->kind == ASK_LAST ? is_last(n)
                    : ask->kind == ASK_NOT  ? !sheet_part_fits(ask->not, n)
                                            : has_attribute(ask, n);
        if (!fits)
            return false;
    }
    return true;
}
