/* Calls to action: front matter and a sentence or two of Markdown. */
#include "base/file.h"
#include "base/url.h"
#include "base/utf8.h"
#include "ingest/front.h"
#include "ingest/html_text.h"
#include "ingest/ingest.h"
#include <stdlib.h>

static const char *const cta_keys[] = {"heading",    "button",       "url",      "kind",        "topics",  "lists",
                                       "from",       "until",        "cap",      "weight",      "sponsor", "utm_source",
                                       "utm_medium", "utm_campaign", "utm_term", "utm_content", NULL};

static enum cta_kind read_kind(struct front *fr)
{
    static const char *const kinds[] = {[CTA_PRIMARY] = "primary", [CTA_BANNER] = "banner", [CTA_SPONSOR] = "sponsor"};
    struct str s = front_line(fr, "kind", 40);
    if (!s.s)
        return CTA_PRIMARY;
    for (int k = 0; k < 3; k++)
        if (str_eqc(s, kinds[k]))
            return (enum cta_kind)k;
    front_error(fr, front_get(fr, "kind"), "\"kind\" must be primary, banner or sponsor");
    return CTA_PRIMARY;
}

/* Plain text of the body: one or two sentences, which the template escapes. */
static struct str read_words(struct arena *a, struct str body)
{
    static const struct text_style plain = {0};
    struct dom d;
    dom_parse_fragment(a, markdown_html(a, body), &d);
    return utf8_cut(a, dom_plain(a, d.root, &plain), 600);
}

static void require(struct front *fr, const char *key, struct str value)
{
    if (!value.n && !front_get(fr, key)) /* a value that is there and wrong has its own finding */
        front_error(fr, fr->map, "a call to action needs \"%s\"", key);
}

int ingest_cta(struct arena *a, struct str bytes, struct str file, const char *zone, struct cta *out,
               struct findings *f, struct err *e)
{
    struct front fr = {.arena = a, .file = file, .zone = zone, .f = f};
    *out = (struct cta){.file = str_dup(a, file)};
    struct str name = path_base(file);
    out->key = str_dup(a, str_sub(name, 0, name.n - path_ext(name).n));
    size_t before = f->list.n;
    if (front_open(&fr, utf8_clean(a, utf8_from(a, bytes, NULL)))) {
        front_check_keys(&fr, cta_keys, NULL);
        out->heading = front_line(&fr, "heading", 200);
        out->button = front_line(&fr, "button", 80);
        out->sponsor = front_line(&fr, "sponsor", 100);
        out->url = front_line(&fr, "url", 4000);
        if (out->url.s && !url_is_web(out->url) && !str_istarts(out->url, "mailto:"))
            front_error(&fr, front_get(&fr, "url"), "\"url\" must be an absolute http, https or mailto address");
        out->kind = read_kind(&fr);
        front_strs(&fr, "topics", &out->topics);
        front_strs(&fr, "lists", &out->lists);
        out->utm = (struct utm){front_line(&fr, "utm_source", 200), front_line(&fr, "utm_medium", 200),
                                front_line(&fr, "utm_campaign", 200), front_line(&fr, "utm_term", 200),
                                front_line(&fr, "utm_content", 200)};
        front_date(&fr, "from", &out->from);
        front_date(&fr, "until", &out->until);
        double cap = front_number(&fr, "cap", 0);
        if (cap < 0 || cap != (double)(int64_t)cap)
            front_error(&fr, front_get(&fr, "cap"), "\"cap\" must be a whole number, 0 for no limit");
        out->cap = cap > 0 ? (int64_t)cap : 0;
        out->weight = front_number(&fr, "weight", 0);
        out->text = read_words(a, fr.body);
        require(&fr, "heading", out->heading);
        require(&fr, "button", out->button);
        require(&fr, "url", out->url);
        if (out->kind == CTA_SPONSOR)
            require(&fr, "sponsor", out->sponsor);
        if (out->from.has && out->until.has && out->until.t < out->from.t)
            front_error(&fr, front_get(&fr, "until"), "\"until\" is before \"from\": it would never show");
    }
    if (!fr.bad)
        return 0;
    /* the caller is told once more, in one sentence, for callers that keep no findings */
    for (size_t i = before; i < f->list.n; i++)
        if (f->list.v[i].severity == SEV_ERROR)
            return err_set(e, EX_DATAERR, STR_FMT ":%d: " STR_FMT, STR_ARG(file), f->list.v[i].line,
                           STR_ARG(f->list.v[i].text));
    return err_set(e, EX_DATAERR, STR_FMT ": cannot be used as a call to action", STR_ARG(file));
}
