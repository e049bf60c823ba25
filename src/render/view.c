#include "render/view.h"
#include "base/url.h"
#include "base/utf8.h"
#include "render/view_parts.h"

enum { ALSO_MAX = 4, BULLETS_MAX = 3, BULLET_CHARS = 160, DEK_CHARS = 240 };

static void put_number(struct view *v, struct value *map, struct value *links, struct str url)
{
    if (!url.n) {
        value_put_text(v->a, map, "number", (struct str){0});
        return;
    }
    value_put_size(v->a, map, "number", ++v->link);
    struct value *l = value_new(v->a, VALUE_MAP);
    value_put_size(v->a, l, "number", v->link);
    value_put_text(v->a, l, "url", url);
    value_add(links, l);
}

static void meta_part(struct view *v, struct value *meta, struct str text, bool reading)
{
    if (!text.n)
        return;
    struct value *m = value_new(v->a, VALUE_MAP);
    value_put_text(v->a, m, "text", text);
    value_put_flag(v->a, m, "reading", reading);
    value_add(meta, m);
}

/* Marks the last item of a list, once all are in. */
static void mark_last(struct view *v, struct value *list)
{
    for (struct value *i = list->first; i; i = i->next)
        value_put_flag(v->a, i, "last", i == list->last);
}

static struct str reading_time(struct view *v, size_t minutes)
{
    return minutes ? labels_fill(v->a, v->labels->minutes, "n", str_fmt(v->a, "%zu", minutes), NULL) : (struct str){0};
}

static struct value *meta(struct view *v, const struct story *s, struct str byline, struct value *date, bool lead)
{
    struct value *list = value_new(v->a, VALUE_LIST);
    const struct value *day = value_get(date, lead ? str_lit("full") : str_lit("short"));
    meta_part(v, list, view_name(v, view_line(v, s->lead->outlet, 80)), false);
    meta_part(v, list, view_name(v, byline), false);
    meta_part(v, list, day ? view_tied(v, day->text) : (struct str){0}, false);
    meta_part(v, list, view_tied(v, reading_time(v, s->minutes)), true);
    mark_last(v, list);
    return list;
}

/* Where the bullets come from is part of their label; an outlet that is not known cannot be named. */
static struct str why_label(struct view *v, enum why_from from, struct str outlet)
{
    const struct labels *l = v->labels;
    if (from == WHY_PAGE && outlet.n)
        return labels_fill(v->a, l->why_page, "outlet", outlet, NULL);
    return str_c(from == WHY_PAGE || from == WHY_DERIVED ? l->why_derived : from == WHY_MODEL ? l->why_model : l->why);
}

static struct value *why(struct view *v, const struct story *s)
{
    struct value *bullets = value_new(v->a, VALUE_LIST);
    for (size_t i = 0; i < s->why.n && bullets->n < BULLETS_MAX; i++) {
        struct str text = view_line(v, s->why.v[i], 2000);
        if (text.n)
            value_add_text(v->a, bullets, view_prose(v, utf8_cut(v->a, text, BULLET_CHARS)));
    }
    if (!bullets->n)
        return NULL;
    struct value *m = value_new(v->a, VALUE_MAP);
    value_put(v->a, m, "bullets", bullets);
    value_put_flag(v->a, m, "editor", s->why_from == WHY_EDITOR);
    value_put_flag(v->a, m, "page", s->why_from == WHY_PAGE);
    value_put_flag(v->a, m, "derived", s->why_from == WHY_DERIVED);
    value_put_flag(v->a, m, "model", s->why_from == WHY_MODEL);
    struct str outlet = view_line(v, s->why_outlet.n ? s->why_outlet : s->lead->outlet, 80);
    value_put_text(v->a, m, "outlet", outlet);
    value_put_text(v->a, m, "label", why_label(v, s->why_from, outlet));
    return m;
}

static bool listed(const struct value *outlets, struct str outlet)
{
    for (const struct value *o = outlets->first; o; o = o->next)
        if (str_ieq(value_get(o, str_lit("outlet"))->text, outlet))
            return true;
    return false;
}

static struct value *also(struct view *v, const struct story *s, struct value *links)
{
    struct value *outlets = value_new(v->a, VALUE_LIST);
    struct value *seen = value_new(v->a, VALUE_LIST);
    struct str end = {0}; /* of the line in the text part, where nothing follows the last outlet */
    size_t others = 0;
    for (size_t i = 0; i < s->articles.n; i++) {
        const struct article *art = s->articles.v[i];
        struct str outlet = view_line(v, art->outlet, 80);
        if (!outlet.n || str_ieq(outlet, view_line(v, s->lead->outlet, 80)) || listed(seen, outlet))
            continue;
        struct value *name = value_new(v->a, VALUE_MAP);
        value_put_text(v->a, name, "outlet", outlet);
        value_add(seen, name);
        if (outlets->n == ALSO_MAX) {
            others++;
            continue;
        }
        struct value *o = value_new(v->a, VALUE_MAP);
        value_put_text(v->a, o, "outlet", view_name(v, outlet));
        value_put_text(v->a, o, "url", view_web(art->url));
        put_number(v, o, links, view_web(art->url));
        value_add(outlets, o);
        end = view_web(art->url).n ? (struct str){0} : outlet;
    }
    if (!outlets->n)
        return NULL;
    mark_last(v, outlets);
    struct value *m = value_new(v->a, VALUE_MAP);
    value_put(v->a, m, "outlets", outlets);
    value_put_text(v->a, m, "others",
                   others ? labels_fill(v->a, v->labels->others, "n", str_fmt(v->a, "%zu", others), NULL)
                          : (struct str){0});
    value_put_flag(v->a, m, "stopped", !others && str_ends(end, "."));
    return m;
}

static struct value *differs(struct view *v, const struct story *s)
{
    struct value *list = value_new(v->a, VALUE_LIST);
    for (size_t i = 0; i < s->differs.n; i++) {
        const struct differ *d = &s->differs.v[i];
        struct value *claims = value_new(v->a, VALUE_LIST);
        for (size_t k = 0; k < d->claims.n; k++) {
            struct str text = view_line(v, d->claims.v[k].value, 120);
            if (!text.n)
                continue;
            struct value *c = value_new(v->a, VALUE_MAP);
            value_put_text(v->a, c, "value", text);
            value_put_text(v->a, c, "outlet", view_name(v, view_line(v, d->claims.v[k].outlet, 80)));
            value_add(claims, c);
        }
        if (claims->n < 2)
            continue;
        mark_last(v, claims);
        struct value *m = value_new(v->a, VALUE_MAP);
        view_put_line(v, m, "about", labels_differ(v->a, v->labels, d), 120);
        value_put(v->a, m, "claims", claims);
        value_add(list, m);
    }
    mark_last(v, list);
    return list;
}

static struct str byline(struct view *v, const struct article *art)
{
    struct strs names = {0};
    for (size_t i = 0; i < art->authors.n && names.n < 3; i++) {
        struct str name = view_line(v, art->authors.v[i], 60);
        if (name.n)
            vec_add(v->a, &names, name);
    }
    return view_and(v->a, v->labels, &names);
}

/* A call's own words, or what every story's link says. */
static struct value *button(struct view *v, const struct cta *cta, struct str url, struct str outlet)
{
    struct value *m = value_new(v->a, VALUE_MAP);
    struct str label = view_line(v, cta ? cta->button : (struct str){0}, 60);
    if (!label.n)
        label = labels_fill(v->a, v->labels->full, "outlet", cta ? (struct str){0} : outlet, NULL);
    value_put_text(v->a, m, "label", label);
    value_put_text(v->a, m, "url", cta ? view_call(cta) : url);
    return (cta ? view_call(cta) : url).n ? m : NULL;
}

static const struct cta *first_cta(const struct cohort *c, enum cta_kind kind)
{
    for (size_t i = 0; i < c->ctas.n; i++)
        if (c->ctas.v[i].kind == kind && view_call(&c->ctas.v[i]).n)
            return &c->ctas.v[i];
    return NULL;
}

static struct value *cta(struct view *v, const struct cta *c)
{
    if (!c)
        return NULL;
    struct value *m = value_new(v->a, VALUE_MAP);
    view_put_prose(v, m, "heading", c->heading, 120);
    view_put_prose(v, m, "text", c->text, 300);
    value_put_text(v->a, m, "url", view_call(c));
    struct str sponsor = view_line(v, c->sponsor, 80), words = view_line(v, c->button.n ? c->button : c->heading, 60);
    if (!words.n && sponsor.n)
        words = labels_fill(v->a, v->labels->visit, "sponsor", sponsor, NULL);
    value_put_text(v->a, m, "button", words.n ? words : str_c(v->labels->read_plain));
    value_put_text(v->a, m, "sponsor", sponsor);
    value_put_text(v->a, m, "sponsored",
                   sponsor.n ? labels_fill(v->a, v->labels->sponsored, "sponsor", sponsor, NULL) : sponsor);
    return m;
}

static struct str read_label(struct view *v, struct str outlet)
{
    return outlet.n ? labels_fill(v->a, v->labels->read, "outlet", outlet, NULL) : str_c(v->labels->read_plain);
}

/* The article's language, where it is not the mail's: a screen reader changes its voice (WCAG 3.1.2). "en-GB" in "en"
 * is no change. */
static struct str foreign(struct view *v, struct str lang)
{
    struct str mail = v->ed->masthead.lang.n ? v->ed->masthead.lang : str_lit("en"), theirs = lang, ours = mail, a, b;
    str_cut(&theirs, '-', &a);
    str_cut(&ours, '-', &b);
    return !lang.n || str_ieq(a, b) ? (struct str){0} : view_line(v, lang, 35);
}

/* Every story has every name, also where it cannot have a value: a lookup must not go on to the section around it. */
static struct value *story(struct view *v, const struct story *s, struct str section, bool lead, struct value *links)
{
    struct value *m = value_new(v->a, VALUE_MAP);
    struct str url = view_web(s->url), names = byline(v, s->lead);
    struct value *date = view_date(v->a, v->labels, s->lead->published, v->ed->zone, v->today.year);
    view_put_prose(v, m, "headline", s->headline, 300);
    value_put_text(v->a, m, "lang", foreign(v, s->lead->lang));
    value_put_text(v->a, m, "url", url);
    put_number(v, m, links, url);
    struct str outlet = view_line(v, s->lead->outlet, 80);
    value_put_text(v->a, m, "outlet", outlet);
    value_put_text(v->a, m, "read", url.n ? read_label(v, outlet) : url);
    value_put_text(v->a, m, "byline", names);
    value_put(v->a, m, "meta", meta(v, s, names, date, lead));
    value_put(v->a, m, "date", date);
    value_put_size(v->a, m, "minutes", s->minutes);
    view_put_line(v, m, "kicker", s->kicker.n || !lead ? s->kicker : section, 60);
    struct str dek = view_line(v, s->dek, 2000);
    value_put_text(v->a, m, "dek", dek.n ? view_prose(v, utf8_cut(v->a, dek, DEK_CHARS)) : dek);
    view_put_prose(v, m, "note", s->note, 600);
    value_put_flag(v->a, m, "update", s->is_update);
    view_put_prose(v, m, "news", s->is_update ? s->news : (struct str){0}, 300);
    value_put(v->a, m, "image", view_image(v, &s->lead->image));
    value_put(v->a, m, "why", why(v, s));
    value_put(v->a, m, "also", also(v, s, links));
    struct value *disputes = differs(v, s);
    value_put_flag(v->a, m, "disputed", disputes->n > 0);
    value_put(v->a, m, "differs", disputes);
    value_put(v->a, m, "button", lead ? button(v, first_cta(v->c, CTA_PRIMARY), url, outlet) : NULL);
    value_put(v->a, m, "primary", lead ? cta(v, first_cta(v->c, CTA_PRIMARY)) : NULL);
    return m;
}

static struct value *brief_story(struct view *v, const struct story *s, struct value *links)
{
    struct value *m = value_new(v->a, VALUE_MAP);
    view_put_prose(v, m, "headline", s->headline, 300);
    value_put_text(v->a, m, "url", view_web(s->url));
    put_number(v, m, links, view_web(s->url));
    view_put_line(v, m, "outlet", s->lead->outlet, 80);
    static const char *const without[] = {"byline", "date",    "minutes", "meta",      "kicker", "dek",     "note",
                                          "news",   "update",  "image",   "why",       "also",   "differs", "disputed",
                                          "button", "primary", "banner",  "sponsored", "links",  "read",    "lang"};
    for (size_t i = 0; i < sizeof without / sizeof *without; i++)
        value_put(v->a, m, without[i], NULL);
    return m;
}

static struct value *section(struct view *v, const struct section *s, bool skip_first)
{
    struct value *m = value_new(v->a, VALUE_MAP), *links = value_new(v->a, VALUE_LIST);
    struct value *stories = value_new(v->a, VALUE_LIST);
    struct str title = view_line(v, s->title, 80);
    for (size_t i = skip_first; i < s->stories.n; i++) {
        struct value *st = story(v, s->stories.v[i], title, false, links);
        value_put(v->a, st, "banner", NULL);
        value_put(v->a, st, "sponsored", NULL);
        value_put(v->a, st, "links", NULL);
        value_add(stories, st);
    }
    mark_last(v, stories);
    value_put_text(v->a, m, "topic", s->topic);
    value_put_text(v->a, m, "title", title);
    value_put_text(v->a, m, "title_upper", view_upper(v, title));
    value_put(v->a, m, "stories", stories);
    value_put(v->a, m, "links", links);
    return stories->n ? m : NULL;
}

/* The banner after the first section behind the lead, the sponsor after the second; neither comes last, nor both in one
 * place. Place 0 is behind the lead: for a mail with one section, where the place after it would be the last. */
static void place_ctas(struct view *v, struct value *lead, struct value *sections, bool more)
{
    size_t places = sections->n + more; /* behind the last of lead, sections and more comes the footer */
    const struct cta *banner = first_cta(v->c, CTA_BANNER), *sponsor = first_cta(v->c, CTA_SPONSOR);
    size_t at_banner = places > 1 ? 1 : 0, at_sponsor = places > 2 ? 2 : places > 1 ? 1 : 0;
    if (!places)
        banner = sponsor = NULL;
    if (banner && at_sponsor == at_banner)
        sponsor = NULL;
    struct value *m = lead;
    for (size_t i = 0; m; i++, m = i == 1 ? sections->first : m->next) {
        value_put(v->a, m, "banner", i == at_banner ? cta(v, banner) : NULL);
        value_put(v->a, m, "sponsored", i == at_sponsor ? cta(v, sponsor) : NULL);
    }
}

/* "Ten stories, 31 min to read." */
static struct str summary(struct view *v, size_t count, struct str words, size_t minutes)
{
    struct str stories = labels_fill(v->a, labels_plural(v->labels, count), "n", words, NULL);
    struct str time = minutes ? str_fmt(v->a, "%zu", minutes) : (struct str){0};
    return count ? labels_fill(v->a, v->labels->summary, "stories", stories, "n", time, NULL) : (struct str){0};
}

static void put_stories(struct view *v, struct value *root)
{
    struct value *lead = NULL, *sections = value_new(v->a, VALUE_LIST), *links = value_new(v->a, VALUE_LIST);
    size_t count = 0, minutes = 0;
    for (size_t i = 0; i < v->c->sections.n; i++) {
        const struct section *s = &v->c->sections.v[i];
        bool first = !lead && s->stories.n;
        if (first) {
            lead = story(v, s->stories.v[0], view_line(v, s->title, 80), true, links);
            value_put(v->a, lead, "links", links);
        }
        struct value *sec = section(v, s, first);
        if (sec)
            value_add(sections, sec);
        count += s->stories.n;
        for (size_t k = 0; k < s->stories.n; k++)
            minutes += s->stories.v[k]->minutes;
    }
    mark_last(v, sections);
    struct value *more = NULL, *list = value_new(v->a, VALUE_LIST), *more_links = value_new(v->a, VALUE_LIST);
    for (size_t i = 0; i < v->c->more.n; i++)
        value_add(list, brief_story(v, v->c->more.v[i], more_links));
    mark_last(v, list);
    if (list->n) {
        more = value_new(v->a, VALUE_MAP);
        value_put(v->a, more, "stories", list);
        value_put(v->a, more, "links", more_links);
    }
    if (lead) {
        place_ctas(v, lead, sections, more != NULL);
        value_put_flag(v->a, lead, "last", !sections->n);
    }
    value_put(v->a, root, "lead", lead);
    value_put(v->a, root, "sections", sections);
    value_put(v->a, root, "more", more);
    value_put_size(v->a, root, "count", count);
    struct str words = view_number(v->a, v->labels, count);
    value_put_text(v->a, root, "count_words", words);
    value_put_text(v->a, root, "summary", summary(v, count, words, minutes));
    value_put_flag(v->a, root, "single", count == 1);
    value_put_size(v->a, root, "minutes", minutes);
}

static void put_topics(struct view *v, struct value *root)
{
    struct strs titles = {0};
    for (size_t i = 0; i < v->c->sections.n && titles.n < 6; i++) {
        struct str title = view_line(v, v->c->sections.v[i].title, 80);
        if (title.n && !strs_has(&titles, title))
            vec_add(v->a, &titles, title);
    }
    struct str topics = view_and(v->a, v->labels, &titles);
    value_put_text(v->a, root, "topics", topics);
    value_put_text(v->a, root, "issue",
                   topics.n ? labels_fill(v->a, v->labels->issue, "topics", topics, NULL) : topics);
}

struct value *view_edition(struct arena *a, const struct edition *ed, const struct cohort *c,
                           const struct mail_settings *s, const struct strs *columns)
{
    struct view v = {.a = a,
                     .ed = ed,
                     .c = c,
                     .labels = labels_for(ed->masthead.lang),
                     .today = date_civil(ed->date, ed->zone.n ? ed->zone.s : NULL)};
    struct value *root = value_new(a, VALUE_MAP);
    view_frame(&v, root, s, columns);
    put_topics(&v, root);
    put_stories(&v, root);
    return root;
}
