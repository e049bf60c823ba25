/* Plain text as it comes out of a page: no markup left, and around the article what the page had around it.
 *
 * Three passes: lines (cut, unwrapped, repeated ones marked), the head (outlet, section, title, byline, dates,
 * caption), and the body, from which the page's furniture and its closing pitch are taken away. No rule knows a single
 * outlet. */
#include "base/escape.h"
#include "base/map.h"
#include "base/utf8.h"
#include "base/words.h"
#include "ingest/article.h"
#include "ingest/phrases.h"
#include "ingest/readers.h"
#include <string.h>

#define LINES_MAX 100000
#define WHY_MAX 12    /* bullets taken from one article */
#define PITCH_TAIL 12 /* last paragraphs looked at for a closing pitch */

struct line {
    struct str s; /* trimmed, without heading and bullet signs */
    int no;       /* in the file, from 1 */
    int heading;  /* number of leading '#' */
    bool bullet, after_blank;
    bool repeated; /* the same words stand here several times: a placeholder */
    bool taken;    /* used up: title, byline, caption, why ... */
    size_t words;
};
VEC(lines, struct line);

struct para {
    struct str s;
    bool bullet, heading;
    bool after_divider; /* repeated lines or a dropped section stood before it */
    size_t words;
};
VEC(paras, struct para);

struct text {
    struct arena *a;
    const struct read_options *o;
    struct lines lines;
    struct paras paras;
    struct article *art;
    struct str pitch; /* what was dropped as advertising: it may name the outlet */
    size_t title;     /* line index; lines.n when there is none */
    size_t body;      /* line index of the first paragraph */
};

/* ---- lines */

static size_t words_of(struct str s)
{
    size_t n = 0;
    bool in = false;
    for (size_t i = 0; i < s.n; i++) {
        bool gap = (unsigned char)s.s[i] <= ' ';
        n += !gap && !in;
        in = !gap;
    }
    if (n < 3 && s.n > 30) /* scripts without spaces */
        n = utf8_words(s);
    return n;
}

/* Length of a list sign at the start of s with its white space, 0 when there is none. */
static size_t bullet_sign(struct str s)
{
    static const char *const signs[] = {"•",
                                        "‣",
                                        "◦",
                                        "⁃",
                                        "∙",
                                        "·",
                                        "●",
                                        "○",
                                        "■",
                                        "□",
                                        "▪",
                                        "▫",
                                        "►",
                                        "▶",
                                        "▸",
                                        "➤",
                                        "➔",
                                        "→",
                                        "⇒",
                                        "»",
                                        "›",
                                        "✓",
                                        "✔",
                                        "✅",
                                        "☑",
                                        "★",
                                        "☆",
                                        "🔹",
                                        "🔸",
                                        "👉",
                                        "◆",
                                        "◇",
                                        "❖",
                                        "➢",
                                        "➜",
                                        "・",
                                        "\xEF\x82\xB7",
                                        NULL};
    for (const char *const *p = signs; *p; p++) {
        size_t n = strlen(*p);
        if (str_starts(s, *p)) {
            while (n < s.n && ((unsigned char)s.s[n] <= ' ' || str_starts(str_sub(s, n, s.n), "\xEF\xB8\x8F")))
                n += (unsigned char)s.s[n] <= ' ' ? 1 : 3;
            return n;
        }
    }
    static const char *const spaced[] = {"-", "*", "+", "–", "—", "o", NULL};
    for (const char *const *p = spaced; *p; p++) {
        size_t n = strlen(*p);
        if (str_starts(s, *p) && n + 1 < s.n &&
            (s.s[n] == ' ' || s.s[n] == '\t' || str_starts(str_sub(s, n, s.n), "\xC2\xA0"))) {
            if (**p == 'o' && s.s[n] != '\t')
                continue;
            while (n < s.n &&
                   ((unsigned char)s.s[n] <= ' ' || (unsigned char)s.s[n] == 0xC2 || (unsigned char)s.s[n] == 0xA0))
                n++;
            return n;
        }
    }
    size_t i = s.n && s.s[0] == '(', d = i;
    while (d < s.n && d < i + 2 && s.s[d] >= '0' && s.s[d] <= '9')
        d++;
    if (d > i && d + 1 < s.n && (s.s[d] == ')' || (s.s[d] == '.' && i == 0)) &&
        (s.s[d + 1] == ' ' || s.s[d + 1] == '\t')) {
        d += 2;
        while (d < s.n && (unsigned char)s.s[d] <= ' ')
            d++;
        return d;
    }
    return 0;
}

/* Is the text wrapped at a fixed width, so that one paragraph takes several lines? Then most lines inside a block are
 * long, none is longer than the width, and they end inside sentences. */
static bool is_wrapped(struct str text)
{
    size_t longest = 0, inner = 0, full = 0, open = 0;
    struct str rest = text, l, prev = {NULL, 0};
    while (str_line(&rest, &l)) {
        if (l.n > longest)
            longest = l.n;
        if (prev.n && str_trim(l).n && bullet_sign(str_trim(l)) == 0) {
            inner++;
            full += prev.n >= 50;
            open += prev.n >= 50 && !ends_sentence(prev);
        }
        prev = str_trim(l);
    }
    return longest <= 120 && inner >= 4 && full * 10 >= inner * 6 && open * 2 >= full;
}

static void add_line(struct text *t, struct str raw, int no, bool blank)
{
    struct line l = {.no = no, .after_blank = blank};
    struct str s = str_trim(raw);
    while (l.heading < 6 && (size_t)l.heading < s.n && s.s[l.heading] == '#')
        l.heading++;
    if (l.heading && (size_t)l.heading < s.n && s.s[l.heading] == ' ') {
        s = str_trim(str_sub(s, (size_t)l.heading, s.n));
        while (s.n && s.s[s.n - 1] == '#')
            s = str_trim(str_sub(s, 0, s.n - 1));
    } else {
        l.heading = 0;
        size_t n = bullet_sign(s);
        l.bullet = n > 0;
        s = str_trim(str_sub(s, n, s.n));
    }
    /* bold as in Markdown, around the whole line */
    if (s.n > 4 && str_starts(s, "**") && str_ends(s, "**") &&
        str_find(str_sub(s, 2, s.n - 2), str_lit("**")) == STR_NONE)
        s = str_trim(str_sub(s, 2, s.n - 2));
    l.s = s;
    l.words = words_of(s);
    vec_add(t->a, &t->lines, l);
}

static void cut_lines(struct text *t, struct str text)
{
    bool wrapped = is_wrapped(text), blank = true;
    struct str rest = text, l;
    struct buf joined;
    buf_init(&joined, 1 << 20);
    for (int no = 1; str_line(&rest, &l) && t->lines.n < LINES_MAX; no++) {
        struct str s = str_trim(l);
        if (!s.n) {
            blank = true;
            continue;
        }
        struct line *last = t->lines.n ? &t->lines.v[t->lines.n - 1] : NULL;
        bool lone_sign = last && last->bullet && last->s.n == 0;
        bool goes_on =
            wrapped && last && !blank && !last->heading && last->s.n >= 45 && bullet_sign(s) == 0 && s.s[0] != '#';
        if (lone_sign || goes_on) { /* a bullet on a line of its own; a wrapped paragraph */
            buf_clear(&joined);
            buf_str(&joined, last->s);
            if (joined.n)
                buf_ch(&joined, ' ');
            buf_str(&joined, s);
            if (!joined.over) {
                last->s = buf_dup(t->a, &joined);
                last->words = words_of(last->s);
                blank = false;
                continue;
            }
        }
        add_line(t, l, no, blank);
        blank = false;
    }
    buf_end(&joined);
}

/* Lines that stand three times and more, or twice in a row, are placeholders whatever they say. */
static void mark_repeated(struct text *t)
{
    struct map count = {0};
    struct str last = {NULL, 0};
    for (size_t i = 0; i < t->lines.n; i++) {
        struct line *l = &t->lines.v[i];
        struct str key = phrase_key(t->a, l->s);
        if (l->s.n > 120 || !key.n) {
            last = (struct str){NULL, 0};
            continue;
        }
        void **n = map_at(t->a, &count, key);
        *n = (void *)((size_t)*n + 1);
        if (last.s && str_eq(last, key)) {
            l->repeated = true;
            t->lines.v[i - 1].repeated = true;
        }
        last = key;
    }
    for (size_t i = 0; i < t->lines.n; i++) {
        struct line *l = &t->lines.v[i];
        if (l->s.n <= 120 && (size_t)map_get(&count, phrase_key(t->a, l->s)) >= 3)
            l->repeated = true;
    }
}

/* ---- head */

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
           phrase_categories(t->a, s, &names);
}

static bool is_by_alone(struct text *t, struct str s)
{
    static const char *const by[] = {"by",       "written by", "author", "authors", "reported by",
                                     "story by", "von",        "por",    "par",     NULL};
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
static bool is_title_case(struct str s)
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
            dated |= phrase_dates(t->a, parts.v[j], t->o->zone, &d) && !d.label_only;
        if (!dated)
            continue;
        for (size_t j = 0; j < parts.n; j++) {
            struct str part = parts.v[j];
            size_t comma = str_chr(part, ',');
            if (phrase_dates(t->a, part, t->o->zone, &d)) {
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
static bool take_dates(struct text *t, size_t i)
{
    if (take_parts(t, i))
        return true;
    struct date_line d, next;
    struct line *l = &t->lines.v[i];
    if (!phrase_dates(t->a, l->s, t->o->zone, &d))
        return false;
    if (d.label_only) {
        size_t j = i + 1;
        if (j >= t->lines.n || !phrase_dates(t->a, t->lines.v[j].s, t->o->zone, &next) || next.label_only)
            return false;
        if (d.says_updated && !next.updated.has) {
            next.updated = next.published;
            next.published = (struct when){0};
        }
        set_dates(t->art, &next);
        t->lines.v[j].taken = true;
    } else {
        set_dates(t->art, &d);
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
        if (at == STR_NONE || words_of(s) > 14)
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
static bool take_caption(struct text *t, size_t i)
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

/* ---- why it matters */

static void add_why(struct text *t, struct str s)
{
    s = utf8_line(t->a, s, 1000);
    while (str_starts(s, "**"))
        s = str_trim(str_sub(s, 2, s.n));
    if (s.n && t->art->why.n < WHY_MAX && !strs_has(&t->art->why, s))
        vec_add(t->a, &t->art->why, str_dup(t->a, s));
    t->art->why_from = WHY_PAGE;
}

static bool take_why(struct text *t, size_t i)
{
    struct line *l = &t->lines.v[i];
    struct str rest;
    enum why_phrase kind = l->words > 90 ? WHY_NO : phrase_why(t->a, l->s, &rest);
    if (kind == WHY_NO)
        return false;
    size_t j = i + 1, n = t->lines.n;
    while (j < n && t->lines.v[j].repeated)
        j++;
    bool listed = j < n && t->lines.v[j].bullet;
    if (kind == WHY_LIST_ONLY && !listed)
        return false;
    if (rest.n)
        add_why(t, rest);
    l->taken = true;
    if (listed) {
        for (; j < n && t->lines.v[j].bullet; j++) {
            add_why(t, t->lines.v[j].s);
            t->lines.v[j].taken = true;
        }
        return true;
    }
    if (rest.n)
        return true;
    /* no signs: short lines under the heading as one block, or one paragraph */
    size_t first = j, longest = 0;
    for (; j < n && j < first + 6; j++) {
        struct line *x = &t->lines.v[j];
        struct str r;
        bool stop = x->heading || x->words > 60 || phrase_why(t->a, x->s, &r) != WHY_NO || is_meta(t, j);
        if (stop || (j > first && (x->after_blank || (x->words > 35 && x->words > longest * 3 / 2))))
            break;
        add_why(t, x->s);
        x->taken = true;
        longest = x->words > longest ? x->words : longest;
    }
    return true;
}

/* ---- body */

static void add_para(struct text *t, const struct line *l, bool divider)
{
    bool heading = l->heading > 0 || (l->words <= 12 && l->words > 0 && !ends_sentence(l->s) && !l->bullet);
    vec_add(t->a, &t->paras, ((struct para){l->s, l->bullet, heading, divider, l->words}));
}

static void head(struct text *t)
{
    find_title(t);
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
    t->body = i;
}

static void append_pitch(struct text *t, struct str s)
{
    t->pitch = t->pitch.s ? str_fmt(t->a, STR_FMT "\n" STR_FMT, STR_ARG(s), STR_ARG(t->pitch)) : str_dup(t->a, s);
}

/* Enough of a word to find it again with another ending. */
static struct str stem(struct arena *a, struct str word)
{
    struct str low = utf8_lower(a, word);
    size_t end = 0;
    while (end < low.n && end < 6)
        utf8_next(low, &end);
    return str_sub(low, 0, end);
}

/* Share of a paragraph's longer words that the article has used before. */
static double overlap(struct text *t, size_t upto, struct str s)
{
    struct map seen = {0};
    size_t at = 0, total = 0, known = 0;
    struct word w;
    for (size_t i = 0; i <= upto; i++) {
        struct str p = i < upto ? t->paras.v[i].s : t->art->title;
        for (at = 0; word_next(p, &at, &w);)
            if (w.s.n >= 5)
                *map_at(t->a, &seen, stem(t->a, w.s)) = t;
    }
    for (at = 0; word_next(s, &at, &w);) {
        if (w.s.n < 5)
            continue;
        total++;
        known += map_get(&seen, stem(t->a, w.s)) != NULL;
    }
    return total ? (double)known / (double)total : 0;
}

static void body(struct text *t)
{
    bool divider = false, skipping = false, ended = false;
    for (size_t i = t->body; i < t->lines.n; i++) {
        struct line *l = &t->lines.v[i];
        if (l->taken)
            continue;
        if (l->repeated) {
            divider = true;
            continue;
        }
        enum noise noise = phrase_noise(t->a, l->s);
        if (ended || noise == NOISE_END) {
            /* what follows the last line of a page is only asked for the outlet's name */
            append_pitch(t, l->s);
            ended = ended || i * 10 > t->lines.n * 6 || t->paras.n >= 3;
            continue;
        }
        /* headlines of other stories end where a sentence about this one stands */
        if (skipping &&
            !(l->words >= 18 && ends_sentence(l->s) && (l->words >= 30 || overlap(t, t->paras.n, l->s) >= 0.12)))
            continue;
        skipping = false;
        if (noise != NOISE_NONE) {
            skipping = noise == NOISE_SECTION;
            divider = true;
            if (phrase_pitch(t->a, l->s))
                append_pitch(t, l->s);
            continue;
        }
        if (str_eq(l->s, t->art->title) || take_why(t, i) || take_dates(t, i) ||
            phrase_categories(t->a, l->s, &t->art->categories) || phrase_tags(t->a, l->s, &t->art->tags))
            continue;
        struct str text;
        if ((str_starts(l->s, "![") || phrase_is_image_mark(t->a, l->s) || phrase_credit(t->a, l->s, &text)) &&
            take_caption(t, i))
            continue;
        add_para(t, l, divider);
        divider = false;
    }
}

static bool is_pitch(struct text *t, size_t i, bool divided, bool dropped_after)
{
    const struct para *p = &t->paras.v[i];
    int pitch = phrase_pitch(t->a, p->s);
    if (pitch >= 2 && p->words <= 120)
        return true;
    if (p->words > 120 || (pitch == 0 && !divided && !dropped_after))
        return false;
    double known = overlap(t, i, p->s);
    if (pitch == 1)
        return known < (divided ? 0.5 : 0.2);
    if (dropped_after && p->words <= 14 && (p->heading || is_title_case(p->s) || str_ends(p->s, "!"))) /* its heading */
        return known < 0.5;
    return divided && dropped_after && p->words <= 30 && known < 0.3;
}

/* The outlet's own advertising at the end, and its heading. */
static void drop_pitch(struct text *t)
{
    size_t n = t->paras.n, total = 0;
    for (size_t i = 0; i < n; i++)
        total += t->paras.v[i].words;
    size_t first = n > PITCH_TAIL ? n - PITCH_TAIL : 1, keep = n, tail = 0;
    bool divided_below[PITCH_TAIL + 2] = {false};
    /* a divider in the last third parts the article from what follows it; an earlier one stood inside the article */
    bool divided = false;
    for (size_t i = 0, before = 0; i < n; i++) {
        divided |= t->paras.v[i].after_divider && before * 3 > total * 2;
        before += t->paras.v[i].words;
        if (i >= first)
            divided_below[i - first] = divided;
    }
    for (size_t i = n; i-- > first;) {
        tail += t->paras.v[i].words;
        if (tail * 10 > total * 4)
            break;
        bool after_all = i + 1 < n && keep == i + 1;
        if (is_pitch(t, i, divided_below[i - first], after_all)) {
            append_pitch(t, t->paras.v[i].s);
            keep = i;
        } else {
            break;
        }
    }
    /* a heading with nothing left below it, where it is the pitch's */
    while (keep < n && keep > 1 && t->paras.v[keep - 1].heading && t->paras.v[keep - 1].words <= 14) {
        append_pitch(t, t->paras.v[keep - 1].s);
        keep--;
    }
    t->paras.n = keep;
    /* in the middle of the text only what is clearly one */
    size_t out = 0;
    for (size_t i = 0; i < t->paras.n; i++) {
        struct para p = t->paras.v[i];
        int pitch = i ? phrase_pitch(t->a, p.s) : 0;
        if (pitch >= 3 && p.words <= 60 && overlap(t, i, p.s) < 0.4) {
            append_pitch(t, p.s);
            continue;
        }
        t->paras.v[out++] = p;
    }
    t->paras.n = out;
}

/* A sentence that the page's layout broke over two paragraphs is one again. */
static void join_broken(struct text *t)
{
    size_t out = 0;
    for (size_t i = 0; i < t->paras.n; i++) {
        struct para p = t->paras.v[i];
        struct para *last = out ? &t->paras.v[out - 1] : NULL;
        if (last && !p.bullet && !last->bullet && last->words >= 6 && !ends_sentence(last->s) && starts_lower(p.s)) {
            last->s = str_fmt(t->a, STR_FMT " " STR_FMT, STR_ARG(last->s), STR_ARG(p.s));
            last->words += p.words;
            last->heading = false;
            continue;
        }
        t->paras.v[out++] = p;
    }
    t->paras.n = out;
}

static void write_out(struct text *t)
{
    struct buf text, html;
    buf_init(&text, 16u << 20);
    buf_init(&html, 64u << 20);
    bool list = false;
    for (size_t i = 0; i < t->paras.n; i++) {
        const struct para *p = &t->paras.v[i];
        bool item = p->bullet && list;
        if (text.n)
            buf_c(&text, item ? "\n" : "\n\n");
        buf_str(&text, p->s);
        if (list != p->bullet)
            buf_c(&html, p->bullet ? "<ul>\n" : "</ul>\n");
        list = p->bullet;
        const char *tag = p->bullet ? "li" : p->heading && i + 1 < t->paras.n ? "h2" : "p";
        buf_fmt(&html, "<%s>", tag);
        escape_html_text(&html, p->s);
        buf_fmt(&html, "</%s>\n", tag);
    }
    if (list)
        buf_c(&html, "</ul>\n");
    t->art->text = buf_dup(t->a, &text);
    t->art->html = str_dup(t->a, str_trim(html.over ? str_lit("") : buf_view(&html)));
    buf_end(&text);
    buf_end(&html);
}

int read_text(struct arena *a, struct str bytes, const struct read_options *o, struct articles *out, struct findings *f,
              struct err *e)
{
    struct arena scratch = {0};
    struct article art = {0};
    struct text t = {.a = &scratch, .o = o, .art = &art};
    cut_lines(&t, utf8_clean(&scratch, utf8_from(&scratch, bytes, NULL)));
    if (!t.lines.n) {
        arena_end(&scratch);
        finding_add(f, SEV_ERROR, o->name, 0, 0, "holds no text");
        return 0;
    }
    mark_repeated(&t);
    head(&t);
    body(&t);
    drop_pitch(&t);
    join_broken(&t);
    write_out(&t);
    if (!art.outlet.s && t.pitch.s)
        art.outlet = phrase_outlet_in(&scratch, t.pitch);
    if (!art.published.has)
        art.published = art.updated;
    art.lang = words_language(art.text);
    if (!art.lang.n)
        art.lang = (struct str){NULL, 0};
    if (!art.title.n)
        art.title = utf8_cut(&scratch, t.lines.v[0].s, 120);
    article_copy(a, &art, vec_push(a, out));
    arena_end(&scratch);
    return 0;
}
