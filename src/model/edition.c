#include "model/edition.h"
#include "model/shapes.h"

static void put_sections(struct json_out *o, const struct sections *sections)
{
    json_open(o, "sections", '[');
    for (size_t i = 0; i < sections->n; i++) {
        const struct section *s = &sections->v[i];
        json_open(o, NULL, '{');
        json_put_str(o, "topic", s->topic);
        json_put_str(o, "title", s->title);
        json_open(o, "stories", '[');
        for (size_t k = 0; k < s->stories.n; k++)
            story_put(o, NULL, s->stories.v[k]);
        json_close(o, ']');
        json_close(o, '}');
    }
    json_close(o, ']');
}

static void put_ctas(struct json_out *o, const struct ctas *ctas)
{
    static const char *const kinds[] = {[CTA_PRIMARY] = "primary", [CTA_BANNER] = "banner", [CTA_SPONSOR] = "sponsor"};
    json_open(o, "ctas", '[');
    for (size_t i = 0; i < ctas->n; i++) {
        const struct cta *c = &ctas->v[i];
        json_open(o, NULL, '{');
        json_put_str(o, "key", c->key);
        json_put_str(o, "kind", str_c(kinds[c->kind]));
        json_put_str(o, "heading", c->heading);
        json_put_str(o, "button", c->button);
        json_put_str(o, "url", c->url);
        json_put_str(o, "sponsor", c->sponsor);
        json_close(o, '}');
    }
    json_close(o, ']');
}

void edition_to_json(struct buf *b, const struct edition *ed)
{
    struct arena a = {0};
    struct json_out o = {.b = b};
    json_open(&o, NULL, '{');
    json_put_str(&o, "edition", ed->id);
    json_put_str(&o, "digest", ed->digest);
    json_put_str(&o, "date", date_rfc3339(&a, when_at(ed->date, ed->zone.s)));
    json_put_str(&o, "subject", ed->subject);
    json_put_str(&o, "preheader", ed->preheader);
    put_sections(&o, &ed->sections);
    put_ctas(&o, &ed->ctas);
    if (ed->more.n) {
        json_open(&o, "more", '[');
        for (size_t i = 0; i < ed->more.n; i++)
            story_put(&o, NULL, ed->more.v[i]);
        json_close(&o, ']');
    }
    json_close(&o, '}');
    arena_end(&a);
}
