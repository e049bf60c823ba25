#include "render/view_parts.h"
#include "base/url.h"
#include "base/utf8.h"

/* One clean line of at most max characters; unknown when nothing is left. */
struct str view_line(struct view *v, struct str s, size_t max)
{
    return s.n ? utf8_line(v->a, s, max) : s;
}

struct str view_upper(struct view *v, struct str s)
{
    return labels_upper(v->a, s, v->ed->masthead.lang);
}

void view_put_line(struct view *v, struct value *map, const char *name, struct str s, size_t max)
{
    value_put_text(v->a, map, name, view_line(v, s, max));
}

void view_put_prose(struct view *v, struct value *map, const char *name, struct str s, size_t max)
{
    value_put_text(v->a, map, name, view_prose(v, view_line(v, s, max)));
}

bool view_rtl(const struct edition *ed)
{
    return str_ieqc(ed->masthead.dir, "rtl") || labels_run_left(ed->masthead.lang);
}

/* Hebrew, Arabic, Syriac, Thaana, N'Ko and their like. */
static bool runs_left(uint32_t c)
{
    return (c >= 0x590 && c <= 0x8FF) || (c >= 0xFB1D && c <= 0xFDFF) || (c >= 0xFE70 && c <= 0xFEFE) ||
           (c >= 0x10800 && c <= 0x10FFF) || (c >= 0x1E800 && c <= 0x1EFFF);
}

static bool against(const struct view *v, uint32_t letter)
{
    return runs_left(letter) != view_rtl(v->ed);
}

static const char *mark(const struct view *v, bool needed)
{
    return !needed ? "" : view_rtl(v->ed) ? "\xE2\x80\x8E" : "\xE2\x80\x8F";
}

struct str view_name(struct view *v, struct str s)
{
    bool last = false;
    for (size_t i = 0; i < s.n;) {
        uint32_t c = utf8_next(s, &i);
        if (utf8_is_letter(c))
            last = against(v, c);
    }
    return last ? str_fmt(v->a, STR_FMT "%s", STR_ARG(s), view_rtl(v->ed) ? "\xE2\x80\x8F" : "\xE2\x80\x8E") : s;
}

/* The first letter says which way a text runs (UAX 9, rule P2). */
struct str view_prose(struct view *v, struct str s)
{
    bool found = false, runs_against = false, opens = false, closes = false;
    for (size_t i = 0; i < s.n;) {
        uint32_t c = utf8_next(s, &i);
        bool letter = utf8_is_letter(c);
        if (letter && !found) {
            runs_against = against(v, c);
            found = true;
        } else if (!found) {
            opens = true;
        }
        closes = !letter;
    }
    if (!runs_against)
        return s;
    return str_fmt(v->a, "%s" STR_FMT "%s", mark(v, opens), STR_ARG(s), mark(v, closes));
}

struct str view_tied(struct view *v, struct str s)
{
    struct strs words = {0};
    struct str word;
    while (str_cut(&s, ' ', &word))
        vec_add(v->a, &words, word);
    return words.n ? str_join(v->a, &words, "\xC2\xA0") : s;
}

struct str view_web(struct str url)
{
    return url_is_web(url) ? url : (struct str){0};
}

struct str view_call(const struct cta *c)
{
    struct str mail = str_lit("mailto:");
    if (!str_istarts(c->url, "mailto:") || c->url.n == mail.n)
        return view_web(c->url);
    for (size_t i = 0; i < c->url.n; i++) /* nothing in it may end the address early */
        if ((unsigned char)c->url.s[i] <= ' ' || c->url.s[i] == 0x7f)
            return (struct str){0};
    return c->url;
}

struct value *view_image(struct view *v, const struct image *i)
{
    if (!url_is_web(i->url) || !str_istarts(i->url, "https:"))
        return NULL;
    struct value *m = value_new(v->a, VALUE_MAP);
    struct str url = i->url;
    for (size_t k = 0; k < v->ed->pictures.n; k++)
        if (str_eq(v->ed->pictures.v[k].url, i->url))
            url = str_fmt(v->a, "cid:" STR_FMT, STR_ARG(v->ed->pictures.v[k].id));
    value_put_text(v->a, m, "url", url);
    view_put_line(v, m, "alt", i->alt, 300);
    view_put_line(v, m, "caption", i->caption, 300);
    return m;
}

static struct str date(struct arena *a, const struct labels *l, const char *pattern, const struct civil *c)
{
    struct str day = c->day == 1 && l->first ? str_c(l->first) : str_fmt(a, "%d", c->day);
    return labels_fill(a, pattern, "weekday", str_c(l->weekdays[c->weekday % 7]), "day", day, "month",
                       str_c(l->months[(c->month + 11) % 12]), "year", str_fmt(a, "%d", c->year), NULL);
}

struct value *view_date(struct arena *a, const struct labels *l, struct when w, struct str zone, int this_year)
{
    if (w.has == WHEN_NONE)
        return NULL;
    /* a day without a time is that day everywhere */
    struct civil c = date_civil(w.t, w.has == WHEN_DAY || !zone.n ? NULL : zone.s);
    struct value *m = value_new(a, VALUE_MAP);
    value_put_text(a, m, "long", date(a, l, l->date_long, &c));
    value_put_text(a, m, "full", date(a, l, l->date_full, &c));
    value_put_text(a, m, "short", date(a, l, this_year && c.year != this_year ? l->date_full : l->date_short, &c));
    value_put_text(a, m, "iso", str_fmt(a, "%04d-%02d-%02d", c.year, c.month, c.day));
    value_put_text(a, m, "weekday", str_c(l->weekdays[c.weekday % 7]));
    value_put_text(a, m, "month_name", str_c(l->months[(c.month + 11) % 12]));
    value_put_text(a, m, "day", str_fmt(a, "%d", c.day));
    value_put_text(a, m, "month", str_fmt(a, "%d", c.month));
    value_put_text(a, m, "year", str_fmt(a, "%d", c.year));
    return m;
}

struct str view_number(struct arena *a, const struct labels *l, size_t n)
{
    if (!n)
        return (struct str){0};
    return n <= 12 && l->numbers ? str_c(l->numbers[n - 1]) : str_fmt(a, "%zu", n);
}

struct str view_greeting(const struct labels *l, int hour)
{
    return str_c(l->greetings[hour < 12 ? 0 : hour < 18 ? 1 : 2]);
}

struct str view_and(struct arena *a, const struct labels *l, const struct strs *names)
{
    if (names->n < 2)
        return names->n ? names->v[0] : (struct str){0};
    struct strs head = {.v = names->v, .n = names->n - 1};
    return str_fmt(a, STR_FMT "%s" STR_FMT, STR_ARG(str_join(a, &head, l->comma)), l->and,
                   STR_ARG(names->v[names->n - 1]));
}

struct str view_lines(struct arena *a, struct str s)
{
    struct strs lines = {0};
    struct str l;
    while (str_line(&s, &l))
        if (str_trim(l).n)
            vec_add(a, &lines, str_trim(l));
    return lines.n ? str_join(a, &lines, ", ") : (struct str){0};
}
