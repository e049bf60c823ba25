#include "render/view.h"
#include "base/url.h"
#include "base/utf8.h"
#include "render/view_parts.h"

enum { ALSO_MAX = 4, BULLETS_MAX = 3, BULLET_CHARS = 160, DEK_CHARS = 240, PREHEADER_SHOWN = 200 };

struct view {
    struct arena *a;
    const struct edition *ed;
    const struct cohort *c;
    struct civil today;
    size_t link; /* the last number given in the text part */
};

/* One clean line of at most max characters; unknown when nothing is left. */
static struct str line(struct view *v, struct str s, size_t max)
{
    return s.n ? utf8_line(v->a, s, max) : s;
}

static void put_line(struct view *v, struct value *map, const char *name, struct str s, size_t max)
{
    value_put_text(v->a, map, name, line(v, s, max));
}

static struct str web(struct str url)
{
    return url_is_web(url) ? url : (struct str){0};
}

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

static struct value *image(struct view *v, const struct image *i)
{
    if (!url_is_web(i->url) || !str_istarts(i->url, "https:"))
        return NULL;
    struct value *m = value_new(v->a, VALUE_MAP);
    value_put_text(v->a, m, "url", i->url);
    put_line(v, m, "alt", i->alt, 300);
    put_line(v, m, "caption", i->caption, 300);
    return m;
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

static struct value *meta(struct view *v, const struct story *s, struct str byline, struct value *date, bool lead)
{
    struct value *list = value_new(v->a, VALUE_LIST);
    const struct value *day = value_get(date, lead ? str_lit("full") : str_lit("short"));
    meta_part(v, list, line(v, s->lead->outlet, 80), false);
    meta_part(v, list, byline, false);
    meta_part(v, list, day ? day->text : (struct str){0}, false);
    meta_part(v, list, s->minutes ? str_fmt(v->a, "%zu", s->minutes) : (struct str){0}, true);
    mark_last(v, list);
    return list;
}

static struct value *why(struct view *v, const struct story *s)
{
    struct value *bullets = value_new(v->a, VALUE_LIST);
    for (size_t i = 0; i < s->why.n && bullets->n < BULLETS_MAX; i++) {
        struct str text = line(v, s->why.v[i], 2000);
        if (text.n)
            value_add_text(v->a, bullets, utf8_cut(v->a, text, BULLET_CHARS));
    }
    if (!bullets->n)
        return NULL;
    struct value *m = value_new(v->a, VALUE_MAP);
    value_put(v->a, m, "bullets", bullets);
    value_put_flag(v->a, m, "editor", s->why_from == WHY_EDITOR);
    value_put_flag(v->a, m, "page", s->why_from == WHY_PAGE);
    value_put_flag(v->a, m, "derived", s->why_from == WHY_DERIVED);
    value_put_flag(v->a, m, "model", s->why_from == WHY_MODEL);
    put_line(v, m, "outlet", s->why_outlet.n ? s->why_outlet : s->lead->outlet, 80);
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
    size_t others = 0;
    for (size_t i = 0; i < s->articles.n; i++) {
        const struct article *art = s->articles.v[i];
        struct str outlet = line(v, art->outlet, 80);
        if (!outlet.n || str_ieq(outlet, line(v, s->lead->outlet, 80)) || listed(seen, outlet))
            continue;
        struct value *name = value_new(v->a, VALUE_MAP);
        value_put_text(v->a, name, "outlet", outlet);
        value_add(seen, name);
        if (outlets->n == ALSO_MAX) {
            others++;
            continue;
        }
        struct value *o = value_new(v->a, VALUE_MAP);
        value_put_text(v->a, o, "outlet", outlet);
        value_put_text(v->a, o, "url", web(art->url));
        put_number(v, o, links, web(art->url));
        value_add(outlets, o);
    }
    if (!outlets->n)
        return NULL;
    mark_last(v, outlets);
    struct value *m = value_new(v->a, VALUE_MAP);
    value_put(v->a, m, "outlets", outlets);
    value_put_size(v->a, m, "others", others);
    return m;
}

static struct value *differs(struct view *v, const struct story *s)
{
    struct value *list = value_new(v->a, VALUE_LIST);
    for (size_t i = 0; i < s->differs.n; i++) {
        const struct differ *d = &s->differs.v[i];
        struct value *claims = value_new(v->a, VALUE_LIST);
        for (size_t k = 0; k < d->claims.n; k++) {
            struct str text = line(v, d->claims.v[k].value, 120);
            if (!text.n)
                continue;
            struct value *c = value_new(v->a, VALUE_MAP);
            value_put_text(v->a, c, "value", text);
            put_line(v, c, "outlet", d->claims.v[k].outlet, 80);
            value_add(claims, c);
        }
        if (claims->n < 2)
            continue;
        mark_last(v, claims);
        struct value *m = value_new(v->a, VALUE_MAP);
        put_line(v, m, "about", d->about, 120);
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
        struct str name = line(v, art->authors.v[i], 60);
        if (name.n)
            vec_add(v->a, &names, name);
    }
    return view_and(v->a, &names);
}

static struct value *button(struct view *v, const struct cta *cta, struct str url)
{
    struct value *m = value_new(v->a, VALUE_MAP);
    put_line(v, m, "label", cta ? cta->button : (struct str){0}, 60);
    value_put_text(v->a, m, "url", cta ? web(cta->url) : url);
    return (cta ? web(cta->url) : url).n ? m : NULL;
}

static const struct cta *first_cta(const struct cohort *c, enum cta_kind kind)
{
    for (size_t i = 0; i < c->ctas.n; i++)
        if (c->ctas.v[i].kind == kind && url_is_web(c->ctas.v[i].url))
            return &c->ctas.v[i];
    return NULL;
}

static struct value *cta(struct view *v, const struct cta *c)
{
    if (!c)
        return NULL;
    struct value *m = value_new(v->a, VALUE_MAP);
    put_line(v, m, "heading", c->heading, 120);
    put_line(v, m, "text", c->text, 300);
    put_line(v, m, "button", c->button, 60);
    value_put_text(v->a, m, "url", web(c->url));
    put_line(v, m, "sponsor", c->sponsor, 80);
    return m;
}

/* Every story has every name, also where it cannot have a value: a lookup must not go on to the section around it. */
static struct value *story(struct view *v, const struct story *s, struct str section, bool lead, struct value *links)
{
    struct value *m = value_new(v->a, VALUE_MAP);
    struct str url = web(s->url), names = byline(v, s->lead);
    struct value *date = view_date(v->a, s->lead->published, v->ed->zone, v->today.year);
    put_line(v, m, "headline", s->headline, 300);
    value_put_text(v->a, m, "url", url);
    put_number(v, m, links, url);
    put_line(v, m, "outlet", s->lead->outlet, 80);
    value_put_text(v->a, m, "byline", names);
    value_put(v->a, m, "meta", meta(v, s, names, date, lead));
    value_put(v->a, m, "date", date);
    value_put_size(v->a, m, "minutes", s->minutes);
    put_line(v, m, "kicker", s->kicker.n || !lead ? s->kicker : section, 60);
    struct str dek = line(v, s->dek, 2000);
    value_put_text(v->a, m, "dek", dek.n ? utf8_cut(v->a, dek, DEK_CHARS) : dek);
    put_line(v, m, "note", s->note, 600);
    value_put_flag(v->a, m, "update", s->is_update);
    value_put(v->a, m, "image", image(v, &s->lead->image));
    value_put(v->a, m, "why", why(v, s));
    value_put(v->a, m, "also", also(v, s, links));
    struct value *disputes = differs(v, s);
    value_put_flag(v->a, m, "disputed", disputes->n > 0);
    value_put(v->a, m, "differs", disputes);
    value_put(v->a, m, "button", lead ? button(v, first_cta(v->c, CTA_PRIMARY), url) : NULL);
    return m;
}

static struct value *brief_story(struct view *v, const struct story *s, struct value *links)
{
    struct value *m = value_new(v->a, VALUE_MAP);
    put_line(v, m, "headline", s->headline, 300);
    value_put_text(v->a, m, "url", web(s->url));
    put_number(v, m, links, web(s->url));
    put_line(v, m, "outlet", s->lead->outlet, 80);
    static const char *const without[] = {"byline",   "date",   "minutes", "meta",      "kicker", "dek",
                                          "note",     "update", "image",   "why",       "also",   "differs",
                                          "disputed", "button", "banner",  "sponsored", "links"};
    for (size_t i = 0; i < sizeof without / sizeof *without; i++)
        value_put(v->a, m, without[i], NULL);
    return m;
}

static struct value *section(struct view *v, const struct section *s, bool skip_first)
{
    struct value *m = value_new(v->a, VALUE_MAP), *links = value_new(v->a, VALUE_LIST);
    struct value *stories = value_new(v->a, VALUE_LIST);
    struct str title = line(v, s->title, 80);
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
    value_put_text(v->a, m, "title_upper", title.n ? utf8_upper(v->a, title) : title);
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

static void put_stories(struct view *v, struct value *root)
{
    struct value *lead = NULL, *sections = value_new(v->a, VALUE_LIST), *links = value_new(v->a, VALUE_LIST);
    size_t count = 0, minutes = 0;
    for (size_t i = 0; i < v->c->sections.n; i++) {
        const struct section *s = &v->c->sections.v[i];
        bool first = !lead && s->stories.n;
        if (first) {
            lead = story(v, s->stories.v[0], line(v, s->title, 80), true, links);
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
    value_put_text(v->a, root, "count_words", view_number(v->a, count));
    value_put_flag(v->a, root, "single", count == 1);
    value_put_size(v->a, root, "minutes", minutes);
}

static void put_topics(struct view *v, struct value *root)
{
    struct strs titles = {0};
    for (size_t i = 0; i < v->c->sections.n && titles.n < 6; i++) {
        struct str title = line(v, v->c->sections.v[i].title, 80);
        if (title.n && !strs_has(&titles, title))
            vec_add(v->a, &titles, title);
    }
    value_put_text(v->a, root, "topics", view_and(v->a, &titles));
}

/* Languages written from right to left, by their primary subtag. */
static bool runs_left(struct str lang)
{
    static const char *const tags[] = {"ar", "he", "iw", "fa", "ur", "yi", "ps", "dv", "ug", "ckb", "sd"};
    struct str primary = str_sub(lang, 0, str_chr(lang, '-') == STR_NONE ? lang.n : str_chr(lang, '-'));
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (str_ieqc(primary, tags[i]))
            return true;
    return false;
}

static void put_masthead(struct view *v, struct value *root)
{
    const struct masthead *m = &v->ed->masthead;
    bool rtl = str_ieqc(m->dir, "rtl") || runs_left(m->lang);
    put_line(v, root, "title", m->title, 80);
    put_line(v, root, "title_upper", m->title.n ? utf8_upper(v->a, m->title) : m->title, 80);
    put_line(v, root, "outlet", m->outlet, 80);
    value_put_text(v->a, root, "url", web(m->url));
    value_put_text(v->a, root, "host", web(m->url).n ? url_host(v->a, m->url) : (struct str){0});
    put_line(v, root, "address", view_lines(v->a, m->address), 300);
    put_line(v, root, "intro", m->intro, 600);
    value_put_text(v->a, root, "lang", m->lang.n ? line(v, m->lang, 35) : str_lit("en"));
    value_put_text(v->a, root, "dir", rtl ? str_lit("rtl") : str_lit("ltr"));
    value_put_text(v->a, root, "start", rtl ? str_lit("right") : str_lit("left"));
    value_put_text(v->a, root, "end", rtl ? str_lit("left") : str_lit("right"));
    value_put_flag(v->a, root, "rtl", rtl);
    struct image logo = {m->logo, m->title, {0}};
    value_put(v->a, root, "logo", image(v, &logo));
    struct value *style = value_new(v->a, VALUE_MAP);
    value_put_text(v->a, style, "accent", m->accent);
    value_put_text(v->a, style, "accent_dark", m->accent_dark);
    value_put_text(v->a, style, "page", m->page_color);
    value_put_text(v->a, style, "headline_font", m->headline_font);
    value_put(v->a, root, "style", style);
}

static void put_envelope(struct view *v, struct value *root)
{
    struct str subject = v->c->subject, preheader = line(v, v->c->preheader, 300);
    value_put_text(v->a, root, "subject", subject); /* may hold fields: only controls are taken out */
    value_put_text(v->a, root, "preheader", preheader);
    struct value *pad = value_new(v->a, VALUE_LIST);
    size_t shown = preheader.n ? utf8_chars(preheader) : 0;
    for (; preheader.n && shown < PREHEADER_SHOWN; shown += 3) /* an item stands for three characters */
        value_add_text(v->a, pad, str_lit(" "));
    value_put(v->a, root, "preheader_pad", pad);
    value_put(v->a, root, "date", view_date(v->a, when_at(v->ed->date, v->ed->zone.s), v->ed->zone, 0));
    value_put_text(v->a, root, "number",
                   v->ed->number > 0 ? str_fmt(v->a, "%lld", (long long)v->ed->number) : (struct str){0});
    value_put_text(v->a, root, "greeting", view_greeting(v->today.hour));
}

static void put_reader(struct view *v, struct value *root, const struct mail_settings *s, const struct strs *columns)
{
    struct value *sub = value_new(v->a, VALUE_MAP);
    for (size_t i = 0; columns && i < columns->n; i++)
        value_put_field(v->a, sub, columns->v[i].s, str_fmt(v->a, "subscriber." STR_FMT, STR_ARG(columns->v[i])).s);
    value_put(v->a, root, "subscriber", sub);
    const struct {
        const char *name, *field;
        bool known;
    } links[] = {
        {"unsubscribe", s && s->unsubscribe_url.n ? "unsubscribe_url" : "unsubscribe_mail", s != NULL},
        {"unsubscribe_url", "unsubscribe_url", s && s->unsubscribe_url.n},
        {"unsubscribe_mail", "unsubscribe_mail", s != NULL},
        {"preferences_url", "preferences_url", s && s->preferences_url.n},
        {"view_url", "view_url", s && s->view_url.n},
        {"message_id", "message_id", s != NULL},
    };
    for (size_t i = 0; i < sizeof links / sizeof *links; i++)
        if (links[i].known)
            value_put_field(v->a, root, links[i].name, links[i].field);
        else
            value_put(v->a, root, links[i].name, NULL);
}

struct value *view_edition(struct arena *a, const struct edition *ed, const struct cohort *c,
                           const struct mail_settings *s, const struct strs *columns)
{
    struct view v = {.a = a, .ed = ed, .c = c, .today = date_civil(ed->date, ed->zone.n ? ed->zone.s : NULL)};
    struct value *root = value_new(a, VALUE_MAP);
    put_masthead(&v, root);
    put_envelope(&v, root);
    put_topics(&v, root);
    put_stories(&v, root);
    put_reader(&v, root, s, columns);
    return root;
}
