/* The head of a page that came out as plain text: everything that stands around the title. */
#include "ingest/plaintext.h"

#include "base/utf8.h"
#include "ingest/phrases.h"
#include <string.h>

static bool is_long(const struct line *l)
{
    return l->words >= 22 || (l->words >= 14 && ends_sentence(l->s));
}

static bool is_meta(struct text *t, size_t i)
{
    if (i >= t->lines.n)
        return false;
    struct str s = t->lines.v[i].s;
    struct date_line d;
    struct strs names = {0};
    size_t bar = str_find(s, str_lit(" | "));
    if (bar != STR_NONE && s.n < 160 &&
        (phrase_dates(t->a, str_sub(s, 0, bar), t->o->zone, &d) ||
         phrase_dates(t->a, str_sub(s, bar + 3, s.n), t->o->zone, &d)))
        return true;
    return phrase_dates(t->a, s, t->o->zone, &d) || phrase_byline(t->a, s, &names) ||
           phrase_categories(t->a, s, &names) || (t->o->as_of && phrase_ago(t->a, s, t->o->as_of, t->o->zone, &d));
}

static bool is_by_alone(struct text *t, struct str s)
{
    /* clang-format off */
    static const char *const by[] = {
        "by", "written by", "author", "authors", "reported by", "story by", "von", "por", "par", NULL,
    };
    /* clang-format on */
    return key_is(phrase_key(t->a, s), by);
}

static bool is_title_label(struct str s, struct str *rest)
{
    static const char *const labels[] = {"title:", "headline:"};
    for (size_t i = 0; i < 2; i++)
        if (str_istarts(s, labels[i]) && str_trim(str_sub(s, strlen(labels[i]), s.n)).n) {
            *rest = str_trim(str_sub(s, strlen(labels[i]), s.n));
            return true;
        }
    return false;
}

/* Most words begin with a capital, as in an English headline. */
bool is_title_case(struct str s)
{
    size_t words = 0, capitals = 0;
    struct str rest = s, w;
    while (str_cut(&rest, ' ', &w)) {
        if (w.n < 4 && words) /* of, the, and */
            continue;
        size_t i = 0;
        uint32_t c = w.n ? utf8_next(w, &i) : 0;
        words += utf8_is_letter(c);
        capitals += utf8_is_upper(c);
    }
    return words >= 2 && capitals * 10 >= words * 7;
}

/* The title: of the lines before the first long paragraph the one that looks most like a headline. */
static void find_title(struct text *t)
{
    size_t first_long = 0;
    while (first_long < t->lines.n && !is_long(&t->lines.v[first_long]))
        first_long++;
    double best = -100;
    t->title = t->lines.n;
    for (size_t i = 0; i < t->lines.n && i < first_long + 1 && i < 60; i++) {
        struct line *l = &t->lines.v[i];
        struct str rest;
        if (is_title_label(l->s, &rest)) {
            t->title = i;
            l->s = rest;
            return;
        }
        bool dated = is_meta(t, i);
        if (l->repeated || l->bullet || dated || l->words < 2 || l->words > 32 || l->s.n > 300 ||
            (i == first_long && !l->heading) || phrase_noise(t->a, l->s) != NOISE_NONE ||
            phrase_is_section(t->a, l->s) || phrase_is_image_mark(t->a, l->s) ||
            phrase_why(t->a, l->s, &rest) != WHY_NO || phrase_credit(t->a, l->s, &rest))
            continue;
        if (i > 0 && is_by_alone(t, t->lines.v[i - 1].s))
            continue;
        if (i + 1 < t->lines.n && starts_lower(t->lines.v[i + 1].s) && !ends_sentence(l->s))
            continue; /* the first half of a broken sentence */
        double score = l->words < 12 ? (double)l->words : 12;
        score += best < -50 ? 3 : 0; /* the first that could be one */
        score += l->heading == 1 ? 8 : l->heading ? 6 : 0;
        score -= str_ends(l->s, ".") ? 6 : 0;
        score += is_meta(t, i + 1) || is_meta(t, i + 2) ? 4 : is_meta(t, i + 3) ? 3 : 0;
        score += is_title_case(l->s) ? 4 : 0;
        score -= l->words <= 4 && (phrase_is_outlet(l->s) || phrase_is_name(l->s)) ? 4 : 0;
        score -= l->words <= 9 && phrase_is_job(t->a, l->s) && i && phrase_is_name(t->lines.v[i - 1].s) ? 8 : 0;
        score -= 0.75 * (double)i;
        if (score > best) {
            best = score;
            t->title = i;
        }
    }
}

static void set_dates(struct article *art, const struct date_line *d)
{
    if (d->published.has && !art->published.has)
        art->published = d->published;
    if (d->updated.has && !art->updated.has)
        art->updated = d->updated;
}

/* The line says when. In the head also from now ("2 hours ago"): then t->ago has it, and *d nothing. */
static bool says_when(struct text *t, struct str s, struct date_line *d)
{
    if (phrase_dates(t->a, s, t->o->zone, d))
        return true;
    struct date_line ago;
    if (!t->in_head || !t->o->as_of || !phrase_ago(t->a, s, t->o->as_of, t->o->zone, &ago))
        return false;
    if (!t->ago.published.has)
        t->ago.published = ago.published;
    if (!t->ago.updated.has)
        t->ago.updated = ago.updated;
    *d = (struct date_line){0};
    return true;
}

/* "Jun 1, 2025 | By Helen Marsh": one line, several facts. */
static bool take_parts(struct text *t, size_t i)
{
    static const char *const seps[] = {" | ", " \xC2\xB7 ", " \xE2\x80\xA2 ", " / ", " \xE2\x80\x94 ", " \xE2\x80\x93 ",
                                       "\t"};
    struct line *l = &t->lines.v[i];
    if (l->words > 24)
        return false;
    for (size_t k = 0; k < sizeof seps / sizeof *seps; k++) {
        struct strs parts = {0};
        size_t n = strlen(seps[k]), at;
        struct str rest = l->s;
        for (; (at = str_find(rest, str_c(seps[k]))) != STR_NONE; rest = str_sub(rest, at + n, rest.n))
            vec_add(t->a, &parts, str_trim(str_sub(rest, 0, at)));
        vec_add(t->a, &parts, str_trim(rest));
        bool dated = false;
        struct date_line d;
        for (size_t j = 0; j < parts.n && parts.n > 1; j++)
            dated |= says_when(t, parts.v[j], &d) && !d.label_only;
        if (!dated)
            continue;
        for (size_t j = 0; j < parts.n; j++) {
            struct str part = parts.v[j];
            size_t comma = str_chr(part, ',');
            if (says_when(t, part, &d)) {
                set_dates(t->art, &d);
            } else if (!phrase_byline(t->a, part, &t->art->authors) && !t->art->authors.n) {
                struct str name = comma != STR_NONE && phrase_is_job(t->a, part) ? str_sub(part, 0, comma) : part;
                if (phrase_is_name(name) && !phrase_is_section(t->a, name) && !phrase_is_outlet(name))
                    phrase_authors(t->a, name, &t->art->authors);
            }
        }
        return l->taken = true;
    }
    return false;
}

/* Takes a date line, and with it the line after a label that stands alone. */
bool take_dates(struct text *t, size_t i)
{
    if (take_parts(t, i))
        return true;
    struct date_line d, next;
    struct line *l = &t->lines.v[i];
    if (!says_when(t, l->s, &d))
        return false;
    if (d.label_only) {
        size_t j = i + 1;
        if (j >= t->lines.n || !says_when(t, t->lines.v[j].s, &next) || next.label_only)
            return false;
        if (d.says_updated && !next.updated.has) {
            next.updated = next.published;
            next.published = (struct when){0};
        }
        set_dates(t->art, &next);
        t->lines.v[j].taken = true;
    } else {
        set_dates(t->art, &d);
        size_t comma = d.published.has || d.updated.has ? STR_NONE : str_chr(l->s, ',');
        if (comma != STR_NONE && !t->art->authors.n) /* "By Jane Doe, 3 hours ago" */
            phrase_byline(t->a, str_sub(l->s, 0, comma), &t->art->authors);
    }
    l->taken = true;
    return true;
}

static void add_caption(struct text *t, struct str s)
{
    struct str *c = &t->art->image.caption;
    s = utf8_line(t->a, s, 600);
    *c = c->s ? str_fmt(t->a, STR_FMT " " STR_FMT, STR_ARG(*c), STR_ARG(s)) : s;
}

static bool take_breadcrumb(struct text *t, struct str s)
{
    static const char *const arrows[] = {" > ", " › ", " » ", " / "};
    for (size_t k = 0; k < sizeof arrows / sizeof *arrows; k++) {
        size_t n = strlen(arrows[k]), at = str_find(s, str_c(arrows[k]));
        if (at == STR_NONE || utf8_words(s) > 14)
            continue;
        for (struct str rest = s; rest.n;) {
            at = str_find(rest, str_c(arrows[k]));
            struct str one = str_trim(at == STR_NONE ? rest : str_sub(rest, 0, at));
            rest = at == STR_NONE ? str_lit("") : str_sub(rest, at + n, rest.n);
            if (one.n && !str_ieqc(one, "home") && phrase_is_section(t->a, one) && !strs_ihas(&t->art->categories, one))
                vec_add(t->a, &t->art->categories, str_dup(t->a, one));
        }
        return true;
    }
    return false;
}

static void add_category(struct text *t, struct str s)
{
    s = utf8_line(t->a, s, 100);
    if (s.n && !strs_ihas(&t->art->categories, s))
        vec_add(t->a, &t->art->categories, s);
}

/* A line above the title: the masthead, the section, or furniture. */
static void above_title(struct text *t, size_t i)
{
    struct line *l = &t->lines.v[i];
    struct article *art = t->art;
    l->taken = true;
    if (l->repeated || take_dates(t, i) || phrase_byline(t->a, l->s, &art->authors) ||
        phrase_categories(t->a, l->s, &art->categories) || phrase_tags(t->a, l->s, &art->tags) ||
        take_breadcrumb(t, l->s))
        return;
    if (phrase_is_section(t->a, l->s)) {
        add_category(t, l->s);
        return;
    }
    if (phrase_noise(t->a, l->s) != NOISE_NONE || phrase_is_image_mark(t->a, l->s) || l->bullet)
        return;
    static const char *const seps[] = {" | ", " \xE2\x80\x94 ", " \xE2\x80\x93 ", " - ",
                                       ": "}; /* a masthead with its motto */
    for (size_t k = 0; k < sizeof seps / sizeof *seps && !art->outlet.s; k++) {
        size_t at = str_find(l->s, str_c(seps[k]));
        if (at != STR_NONE && phrase_is_outlet(str_sub(l->s, 0, at))) {
            art->outlet = utf8_line(t->a, str_sub(l->s, 0, at), 100);
            return;
        }
    }
    if (!art->outlet.s && (l->heading || phrase_is_outlet(l->s)) && l->words <= 6) {
        art->outlet = utf8_line(t->a, l->s, 100);
        return;
    }
    if (l->words > 3 || ends_sentence(l->s))
        return;
    /* a masthead and a section, or one of them: the section is the one of a known name, or the only one */
    bool section_below = false;
    for (size_t j = i + 1; j < t->title; j++)
        section_below |= phrase_is_section(t->a, t->lines.v[j].s);
    if (!art->outlet.s && section_below)
        art->outlet = utf8_line(t->a, l->s, 100);
    else if (!art->categories.n)
        add_category(t, l->s);
}

/* A person, or the line that says what they are: "Ryan Bennett" / "Senior Editor at large". */
static bool take_person(struct text *t, size_t i)
{
    struct line *l = &t->lines.v[i];
    struct article *art = t->art;
    if (phrase_byline(t->a, l->s, &art->authors))
        return l->taken = true;
    if (is_by_alone(t, l->s) && i + 1 < t->lines.n && t->lines.v[i + 1].words <= 8) {
        phrase_authors(t->a, t->lines.v[i + 1].s, &art->authors);
        t->lines.v[i + 1].taken = true;
        return l->taken = true;
    }
    if (l->heading || l->bullet || l->words > 9)
        return false;
    if (phrase_is_name(l->s) && !phrase_is_section(t->a, l->s) && !phrase_is_outlet(l->s) &&
        !phrase_is_job(t->a, l->s) && !art->authors.n) {
        phrase_authors(t->a, l->s, &art->authors);
        return l->taken = true;
    }
    if (phrase_is_job(t->a, l->s) && !ends_sentence(l->s)) {
        /* "Jane Doe, Staff Writer" */
        size_t comma = str_chr(l->s, ',');
        if (comma != STR_NONE && !art->authors.n && phrase_is_name(str_sub(l->s, 0, comma)))
            phrase_authors(t->a, str_sub(l->s, 0, comma), &art->authors);
        return l->taken = true;
    }
    return false;
}

/* A picture's caption follows its placeholder; in the head of the page it may be cut short by the page itself. */
bool take_caption(struct text *t, size_t i)
{
    struct line *l = &t->lines.v[i];
    struct str text;
    if (str_starts(l->s, "![") && str_ends(l->s, ")")) { /* left over from Markdown */
        size_t end = str_find(l->s, str_lit("]("));
        if (end != STR_NONE && end > 2 && !t->art->image.alt.s)
            t->art->image.alt = utf8_line(t->a, str_sub(l->s, 2, end), 500);
        return l->taken = true;
    }
    if (phrase_credit(t->a, l->s, &text)) {
        add_caption(t, text);
        return l->taken = true;
    }
    if (!phrase_is_image_mark(t->a, l->s))
        return false;
    l->taken = true;
    struct line *next = i + 1 < t->lines.n ? &t->lines.v[i + 1] : NULL;
    struct str rest;
    if (!next || next->heading || next->bullet || next->repeated || next->s.n > 420 ||
        phrase_why(t->a, next->s, &rest) != WHY_NO)
        return true;
    size_t longs = 0;
    for (size_t j = i + 2; j < t->lines.n && longs < 2; j++)
        longs += is_long(&t->lines.v[j]);
    bool cut = str_ends(next->s, "...") || str_ends(next->s, "\xE2\x80\xA6");
    /* paragraphs of the article are about as long as each other; a caption is one sentence or two */
    if (longs >= 2 || cut || phrase_credit(t->a, next->s, &rest)) {
        add_caption(t, next->s);
        next->taken = true;
    }
    return true;
}

void text_head(struct text *t)
{
    find_title(t);
    t->in_head = true;
    size_t i = 0;
    if (t->title < t->lines.n) {
        for (; i < t->title; i++)
            if (!t->lines.v[i].taken)
                above_title(t, i);
        t->art->title = utf8_line(t->a, t->lines.v[i].s, 300);
        t->lines.v[i++].taken = true;
    }
    for (; i < t->lines.n; i++) {
        struct line *l = &t->lines.v[i];
        if (l->taken)
            continue;
        if (l->repeated || str_eq(l->s, t->art->title)) {
            l->taken = true;
            continue;
        }
        if (take_why(t, i) || take_dates(t, i) || take_caption(t, i) || take_person(t, i) ||
            phrase_categories(t->a, l->s, &t->art->categories) || phrase_tags(t->a, l->s, &t->art->tags)) {
            l->taken = true;
            continue;
        }
        if (phrase_noise(t->a, l->s) != NOISE_NONE) {
            l->taken = true;
            continue;
        }
        if (phrase_is_section(t->a, l->s)) {
            add_category(t, l->s);
            l->taken = true;
            continue;
        }
        /* a standfirst: one sentence or two between the title and the byline or date */
        bool meta_below = false;
        for (size_t j = i + 1; j < t->lines.n && j <= i + 4 && !is_long(&t->lines.v[j]); j++)
            meta_below |=
                is_meta(t, j) || is_by_alone(t, t->lines.v[j].s) || phrase_is_image_mark(t->a, t->lines.v[j].s);
        if (!t->art->summary.s && l->words >= 5 && l->words <= 60 && !l->bullet &&
            (meta_below || (i == t->title + 1 && l->words <= 30 && !ends_sentence(l->s) && i + 1 < t->lines.n &&
                            !starts_lower(t->lines.v[i + 1].s)))) {
            t->art->summary = utf8_line(t->a, l->s, 600);
            l->taken = true;
            continue;
        }
        break;
    }
    t->in_head = false;
    t->body = i;
}
