/* Who holds an office: "South Korea's acting Defense Minister Kim Seon-ho", "Maria Lopez, the mayor of Springfield". */
#include "why/countries.h"
#include "why/facts.h"
#include <string.h>

static const char heads[] =
    " minister secretary president chancellor premier governor mayor ceo chairman chairwoman chairperson chair king "
    "queen emperor sultan emir pope coach ambassador speaker chief director commissioner superintendent captain "
    "principal general sheriff judge justice envoy founder rector manager skipper leader ";
/* Heads that name an office only with a department before or behind them. */
static const char needs_department[] = " minister secretary chief director commissioner general justice leader ";
static const char departments[] =
    " defense defence foreign interior finance health education labor labour justice trade energy transport "
    "transportation agriculture "
    "home environment culture treasury commerce housing science technology security economy economic industry prime "
    "press police fire "
    "attorney head state army navy tourism immigration unification planning water sports veterans affairs fisheries "
    "communications "
    "digital climate antitrust intelligence executive managing medical athletic information ";
/* What stands before "minister" and is no department. */
static const char no_department[] =
    " senior junior cabinet government another one other several each every this that his her their my our female "
    "powerful popular state federal regional provincial said told as by prime-time ";
static const char acting[] = " acting interim caretaker ";
static const char passing[] =
    " new newly appointed named current incumbent longtime the a an its our country city state company then-new "
    "first elected installed recently freshly ";
static const char other_holder[] =
    " former ex late then outgoing incoming deputy vice assistant under junior shadow previous next future "
    "ousted retired onetime would aspiring associate co predecessor honorary fellow ";
static const char particles[] = " bin al de van von der da di el ibn la le du dos del ";

static bool gap_joins(const struct token *t)
{
    return t->gap == GAP_SPACE || t->gap == GAP_HYPHEN;
}

static bool person_word(const struct token *t)
{
    bool initial = t->w.s.n == 1 || (t->w.s.n == 2 && t->w.s.s[1] == '.');
    return t->w.capital && t->w.kind == WORD_LETTERS && (initial || !(t->flags & TERM_STOP)) &&
           !word_in(heads, t->low) &&
           !word_in(" monday tuesday wednesday thursday friday saturday sunday january february march april june july "
                    "august september "
                    "october november december ministry department government party council university mr mrs ms dr ",
                    t->low);
}

/* The name that begins at word i; its last word goes to *last. */
static bool name_from(const struct tokens *t, size_t i, size_t *last)
{
    size_t words, n = 0;
    if (i >= t->n || !person_word(&t->v[i]) || country_at(t, i, &words))
        return false;
    for (size_t k = i; k < t->n && n < 6; k++) {
        bool joined = k == i || gap_joins(&t->v[k]);
        bool hyphened = k > i && t->v[k].gap == GAP_HYPHEN;
        if (!joined)
            break;
        if (person_word(&t->v[k]) || hyphened) {
            *last = k;
            n++;
        } else if (!(word_in(particles, t->v[k].low) && k + 1 < t->n && t->v[k + 1].w.capital)) {
            break;
        }
        if (t->v[k].possessive)
            break;
    }
    return n > 1 || !(t->v[i].flags & (TERM_COMMON | TERM_BROAD));
}

/* The name that ends at word k: at least two words, so that a place is not taken for a person. */
static bool name_to(const struct tokens *t, size_t k, size_t *first)
{
    size_t n = 0, i = k + 1;
    while (i > 0 && n < 6) {
        const struct token *x = &t->v[i - 1];
        bool hyphened = x->gap == GAP_HYPHEN;
        if (i <= k && !gap_joins(&t->v[i]))
            break;
        if (!person_word(x) && !(hyphened && x->w.kind == WORD_LETTERS) && !(i <= k && word_in(particles, x->low)))
            break;
        if (x->possessive)
            break;
        i--;
        n++;
    }
    *first = i;
    return n >= 2;
}

struct office {
    size_t from, to;      /* words of the office, departments included */
    size_t begin, end;    /* with qualifier and modifiers */
    struct str qualifier; /* "South Korea", "Springfield"; unknown: none */
    bool acting, other;   /* other: not the present holder, or another office */
};

/* "of South Korea", "of the Springfield school board" */
static void qualifier_behind(struct reading *r, struct office *o)
{
    const struct tokens *t = r->t;
    size_t i = o->to + 1, words;
    if (!token_in(t, i, " of for at in "))
        return;
    i += token_is(t, i + 1, "the") ? 2 : 1;
    const char *country = country_at(t, i, &words);
    if (country) {
        o->qualifier = str_c(country);
        o->end = i + words - 1;
        return;
    }
    size_t k = i;
    while (k < t->n && k < i + 4 && t->v[k].w.capital && (k == i || gap_joins(&t->v[k])))
        k++;
    if (k > i) {
        o->qualifier = tokens_span(t, i, k - 1);
        o->end = k - 1;
    }
}

/* The country that ends at word k. */
static const char *country_to(const struct tokens *t, size_t k, size_t *first)
{
    for (size_t n = 4; n > 0; n--) {
        size_t words;
        if (k + 1 < n)
            continue;
        const char *name = country_at(t, k + 1 - n, &words);
        if (name && words == n) {
            *first = k + 1 - n;
            return name;
        }
    }
    return NULL;
}

/* Modifiers and qualifier before the office. */
static void look_before(const struct tokens *t, struct office *o)
{
    while (o->begin > 0) {
        size_t k = o->begin - 1, first;
        const struct token *x = &t->v[k];
        if (t->v[k + 1].gap != GAP_SPACE && t->v[k + 1].gap != GAP_HYPHEN)
            return;
        const char *country = country_to(t, k, &first);
        if (country && !o->qualifier.n) {
            o->qualifier = str_c(country);
            o->begin = first;
        } else if (word_in(acting, x->low)) {
            o->acting = true;
            o->begin = k;
        } else if (word_in(other_holder, x->low) || token_in(t, k, " his her their my your ")) {
            o->other = true;
            return;
        } else if (word_in(passing, x->low) || (x->possessive && !x->w.capital)) { /* "the board's chairman" */
            o->begin = k;
        } else if (x->w.capital && !(x->flags & TERM_STOP) && x->w.kind == WORD_LETTERS && !o->qualifier.n) {
            for (first = k; first > 0 && first + 3 > k && t->v[first - 1].w.capital && gap_joins(&t->v[first]) &&
                            !(t->v[first - 1].flags & TERM_STOP);)
                first--;
            for (size_t i = first; i <= k; i++)
                o->other |= word_in(other_holder, t->v[i].low);
            o->qualifier = tokens_span(t, first, k);
            o->begin = first;
        } else {
            return;
        }
    }
}

/* "transport" before or behind "minister": governments have departments of all names. */
static bool of_minister(const struct tokens *t, size_t i)
{
    size_t words;
    const struct token *x = i < t->n ? &t->v[i] : NULL;
    return x && x->w.kind == WORD_LETTERS && x->w.s.n > 3 && !(x->flags & TERM_STOP) && !x->possessive &&
           !word_in(no_department, x->low) && !word_in(other_holder, x->low) && !word_in(acting, x->low) &&
           !word_in(passing, x->low) && !word_in(heads, x->low) && !country_at(t, i, &words);
}

/* "museum director", "leader of the expedition" */
static bool department_at(const struct tokens *t, size_t h, size_t i)
{
    if (token_in(t, i, departments))
        return true;
    return (token_is(t, h, "minister") ||
            (token_in(t, h, " director leader ") && i < t->n && (!i || !t->v[i].w.capital))) &&
           of_minister(t, i);
}

/* "director of the museum, Ann Lee": what the office is of may go without a name. */
static void plain_qualifier_behind(const struct tokens *t, struct office *o)
{
    size_t i = o->end + 1, k;
    if (!token_is(t, i, "of") || !token_in(t, i + 1, " the a an its our "))
        return;
    for (k = i + 2; k < t->n && k < i + 5 && !t->v[k].w.capital && !(t->v[k].flags & TERM_STOP); k++)
        if (k > i + 2 && t->v[k].gap > GAP_HYPHEN)
            break;
    if (k > i + 2)
        o->end = k - 1;
}

static bool office_at(struct reading *r, size_t h, struct office *o)
{
    const struct tokens *t = r->t;
    *o = (struct office){.from = h, .to = h, .begin = h, .end = h};
    while (o->from > 0 && gap_joins(&t->v[o->from]) &&
           ((o->from == h ? department_at(t, h, h - 1) : token_in(t, o->from - 1, departments)) ||
            (token_is(t, o->from - 1, "and") && token_in(t, o->from - 2, departments)) ||
            (token_is(t, o->from, "affairs") && of_minister(t, o->from - 1)) ||
            (token_in(t, h, " officer justice ") && token_is(t, o->from - 1, "chief"))))
        o->from--;
    if (token_is(t, h, "chief") && token_is(t, h + 1, "executive"))
        o->to = h + (token_is(t, h + 2, "officer") ? 2 : 1);
    else if (token_in(t, h, needs_department) && o->from == h) {
        size_t i = h + 2;
        if (!token_in(t, h + 1, " of for "))
            return false;
        i += token_is(t, i, "the");
        if (!department_at(t, h, i))
            return false;
        o->to = i;
        while (token_is(t, o->to + 1, "and") && token_in(t, o->to + 2, departments))
            o->to += 2;
    }
    if (token_is(t, o->to + 1,
                 "general")) /* secretary general, governor general, attorney general: attorney is no head */
        o->to++;
    o->begin = o->from;
    o->end = o->to;
    if (o->to + 1 < t->n &&
        token_in(t, o->to + 1, " elect designate nominee candidate hopeful contender office job post role "))
        return false;
    qualifier_behind(r, o);
    if (!o->qualifier.n)
        plain_qualifier_behind(t, o);
    look_before(t, o);
    return !o->other;
}

static const struct {
    const char *word, *plain;
} spellings[] = {{"defence", "defense"},
                 {"labour", "labor"},
                 {"transportation", "transport"},
                 {"economic", "economy"},
                 {"premier", "prime minister"},
                 {"ceo", "chief executive"},
                 {"chairman", "chair"},
                 {"chairwoman", "chair"},
                 {"chairperson", "chair"},
                 {"minister", ""},
                 {"secretary", ""},
                 {"chief", ""},
                 {"of", ""},
                 {"for", ""},
                 {"the", ""},
                 {"officer", ""},
                 {"skipper", "captain"},
                 {"head", ""}};

/* One name per office: "Secretary of Defense", "defence minister" and "defense chief" are all "defense". */
static struct str office_key(struct reading *r, const struct office *o)
{
    struct strs parts = {0};
    const struct tokens *t = r->t;
    if (token_is(t, o->from, "prime"))
        return str_lit("prime minister");
    if (token_is(t, o->to, "executive") || token_is(t, o->to - 1, "executive"))
        return str_lit("chief executive");
    if (token_in(t, o->to, " police fire ") || token_in(t, o->from, " police fire "))
        return str_fmt(r->a, STR_FMT " chief",
                       STR_ARG(token_in(t, o->from, " police fire ") ? t->v[o->from].low : t->v[o->to].low));
    size_t n = o->to - o->from + 1, turn = token_in(t, o->from, " director leader ") ? 1 : 0;
    for (size_t k0 = 0; k0 < n; k0++) {
        struct str w = t->v[o->from + (k0 + turn) % n].low; /* "leader of the expedition": expedition leader */
        for (size_t k = 0; k < sizeof spellings / sizeof *spellings; k++)
            if (str_eqc(w, spellings[k].word))
                w = str_c(spellings[k].plain);
        if (w.n)
            vec_add(r->a, &parts, w);
    }
    return str_join(r->a, &parts, " ");
}

static struct str lowered(struct arena *a, const struct tokens *t, size_t from, size_t to)
{
    struct strs parts = {0};
    for (size_t i = from; i <= to; i++)
        vec_add(a, &parts, str_eqc(t->v[i].low, "ceo") ? str_lit("CEO") : t->v[i].low);
    return str_join(a, &parts, " ");
}

static struct str possessive(struct arena *a, struct str who)
{
    return str_fmt(a, STR_FMT "%s", STR_ARG(who), str_ends(who, "s") ? "'" : "'s");
}

static void add_holder(struct reading *r, const struct office *o, size_t first, size_t last)
{
    struct fact *f = fact_add(r, FACT_ROLE, first, last);
    struct str key = office_key(r, o), office = lowered(r->a, r->t, o->from, o->to);
    if (!key.n)
        key = office;
    f->key = str_fmt(r->a, STR_FMT "|" STR_FMT, STR_ARG(key), STR_ARG(word_fold(r->a, o->qualifier)));
    f->acting = o->acting;
    f->what = DIFFER_OFFICE;
    f->subject = o->qualifier.n
                     ? str_fmt(r->a, STR_FMT " " STR_FMT, STR_ARG(possessive(r->a, o->qualifier)), STR_ARG(office))
                     : str_fmt(r->a, "the " STR_FMT, STR_ARG(office));
}

static void holder_of(const struct tokens *t, size_t i, struct office *o)
{
    size_t words;
    const char *country = i < t->n ? country_at(t, i, &words) : NULL;
    if (country)
        o->qualifier = str_c(country);
}

void facts_roles(struct reading *r)
{
    const struct tokens *t = r->t;
    struct office o;
    size_t first, last = 0;
    for (size_t h = 0; h < t->n; h++) {
        bool head = token_in(t, h, heads) || (token_is(t, h, "general") && token_is(t, h - 1, "attorney"));
        if (!head || !office_at(r, h, &o))
            continue;
        size_t next = o.end + 1;
        bool close = next < t->n && (t->v[next].gap == GAP_SPACE || t->v[next].gap == GAP_COMMA);
        bool apposed = close && t->v[next].gap == GAP_COMMA;
        if (close && !t->v[o.end].possessive && name_from(t, next, &last) &&
            (!apposed || (last > next && (last + 1 == t->n || t->v[last + 1].gap == GAP_COMMA)))) {
            if (!o.qualifier.n && token_is(t, last + 1, "of")) /* "President Ann Lee of Norway" */
                holder_of(t, last + 2, &o);
            add_holder(r, &o, next, last);
            h = last;
        } else if (o.begin > 0 && t->v[o.begin].gap == GAP_COMMA && name_to(t, o.begin - 1, &first)) {
            add_holder(r, &o, first, o.begin - 1);
            h = o.end;
        }
    }
}
