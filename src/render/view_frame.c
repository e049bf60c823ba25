/* What stands around the stories: the words of the mail, masthead, subject, greeting, the reader's own fields. */
#include "base/url.h"
#include "base/utf8.h"
#include "render/colors.h"
#include "render/view_parts.h"

enum { PREHEADER_SHOWN = 200 };

static void put_words(struct view *v, struct value *root)
{
    const struct labels *l = v->labels;
    const struct {
        const char *name, *text;
    } plain[] = {{"email", l->email},
                 {"view_in_browser", view_tied(v, str_c(l->view_in_browser)).s},
                 {"top_story", l->top_story},
                 {"note", l->note},
                 {"updated", l->updated},
                 {"also", l->also},
                 {"differ", l->differ},
                 {"more", l->more},
                 {"unsubscribe", l->unsubscribe},
                 {"preferences", l->preferences},
                 {"comma", l->comma}};
    struct value *m = value_new(v->a, VALUE_MAP);
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        value_put_text(v->a, m, plain[i].name, str_c(plain[i].text));
    value_put_text(v->a, m, "top_story_upper", view_upper(v, str_c(l->top_story)));
    value_put_text(v->a, m, "more_upper", view_upper(v, str_c(l->more)));
    value_put(v->a, root, "words", m);
}

/* A box in the newsroom's accent, so faint that text on it is as easy to read as on the card. */
static struct str tint(struct view *v, struct str accent, struct color card)
{
    struct color c;
    if (!accent.n || !color_parse(accent, &c))
        return (struct str){0};
    c.a = 0.07;
    c = color_over(c, card);
    return str_fmt(v->a, "#%02x%02x%02x", (unsigned)(c.r * 255 + 0.5), (unsigned)(c.g * 255 + 0.5),
                   (unsigned)(c.b * 255 + 0.5));
}

static void put_masthead(struct view *v, struct value *root)
{
    const struct masthead *m = &v->ed->masthead;
    bool rtl = view_rtl(v->ed);
    view_put_line(v, root, "title", m->title, 80);
    view_put_line(v, root, "title_upper", view_upper(v, m->title), 80);
    view_put_line(v, root, "outlet", m->outlet, 80);
    value_put_text(v->a, root, "url", view_web(m->url));
    struct str host = view_web(m->url).n ? url_host(v->a, m->url) : (struct str){0};
    value_put_text(v->a, root, "host", host);
    value_put_text(v->a, root, "reason",
                   labels_fill(v->a, v->labels->reason, "title", view_line(v, m->title, 80), "host", host, NULL));
    view_put_line(v, root, "address", view_lines(v->a, m->address), 300);
    view_put_prose(v, root, "intro", m->intro, 600);
    value_put_text(v->a, root, "lang", m->lang.n ? view_line(v, m->lang, 35) : str_lit("en"));
    value_put_text(v->a, root, "dir", rtl ? str_lit("rtl") : str_lit("ltr"));
    value_put_text(v->a, root, "start", rtl ? str_lit("right") : str_lit("left"));
    value_put_text(v->a, root, "end", rtl ? str_lit("left") : str_lit("right"));
    value_put_text(v->a, root, "tracking", rtl ? str_lit("normal") : str_lit(".5px")); /* joined letters stay joined */
    value_put_flag(v->a, root, "rtl", rtl);
    struct image logo = {m->logo, m->title, {0}};
    value_put(v->a, root, "logo", view_image(v, &logo));
    struct value *style = value_new(v->a, VALUE_MAP);
    value_put_text(v->a, style, "accent", m->accent);
    value_put_text(v->a, style, "accent_dark", m->accent_dark);
    value_put_text(v->a, style, "panel", tint(v, m->accent, (struct color){1, 1, 1, 1}));
    value_put_text(v->a, style, "panel_dark",
                   tint(v, m->accent_dark, (struct color){0.098, 0.114, 0.137, 1})); /* #191d23 */
    value_put_text(v->a, style, "page", m->page_color);
    value_put_text(v->a, style, "headline_font", m->headline_font);
    value_put(v->a, root, "style", style);
}

/* The name comes in when a mail is filled: what stands before it, and after. */
static void put_greeting(struct view *v, struct value *root)
{
    struct str greeting = view_greeting(v->labels, v->today.hour);
    struct str hello = labels_fill(v->a, v->labels->hello, "greeting", greeting, "name", str_lit("\1"), NULL);
    size_t at = str_find(hello, str_lit("\1"));
    value_put_text(v->a, root, "greeting", greeting);
    value_put_text(v->a, root, "greeting_before", str_sub(hello, 0, at));
    value_put_text(v->a, root, "greeting_after", str_sub(hello, at + 1, hello.n));
}

static void put_envelope(struct view *v, struct value *root)
{
    struct str subject = v->c->subject, preheader = view_line(v, v->c->preheader, 300);
    value_put_text(v->a, root, "subject", subject); /* may hold fields: only controls are taken out */
    value_put_text(v->a, root, "preheader", preheader);
    struct value *pad = value_new(v->a, VALUE_LIST);
    size_t shown = preheader.n ? utf8_chars(preheader) : 0;
    for (; preheader.n && shown < PREHEADER_SHOWN; shown += 3) /* an item stands for three characters */
        value_add_text(v->a, pad, str_lit(" "));
    value_put(v->a, root, "preheader_pad", pad);
    value_put(v->a, root, "date", view_date(v->a, v->labels, when_at(v->ed->date, v->ed->zone.s), v->ed->zone, 0));
    struct str number = v->ed->number > 0 ? str_fmt(v->a, "%lld", (long long)v->ed->number) : (struct str){0};
    value_put_text(v->a, root, "number", number);
    value_put_text(v->a, root, "number_label",
                   number.n ? labels_fill(v->a, v->labels->number, "n", number, NULL) : number);
    put_greeting(v, root);
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

void view_frame(struct view *v, struct value *root, const struct mail_settings *s, const struct strs *columns)
{
    put_words(v, root);
    put_masthead(v, root);
    put_envelope(v, root);
    put_reader(v, root, s, columns);
}
