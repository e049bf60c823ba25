/* Plain text as it comes out of a page: no markup left, and around the article what the page had around it. No rule
 * knows a single outlet. */
#include "ingest/plaintext.h"

#include "base/escape.h"
#include "base/utf8.h"
#include "base/words.h"
#include "ingest/article.h"
#include "ingest/dom.h"
#include "ingest/phrases.h"

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
    struct article art = {.url = article_address(o)};
    struct text t = {.a = &scratch, .o = o, .art = &art};
    text_lines(&t, straight_text(&scratch, utf8_clean(&scratch, utf8_from(&scratch, bytes, NULL))));
    if (!t.lines.n) {
        arena_end(&scratch);
        finding_add(f, SEV_ERROR, o->name, 0, 0, "holds no text");
        return 0;
    }
    text_head(&t);
    text_body(&t);
    write_out(&t);
    if (!art.outlet.s && t.pitch.s)
        art.outlet = phrase_outlet_in(&scratch, t.pitch);
    if (!art.published.has && !art.updated.has) {
        art.published = t.ago.published;
        art.updated = t.ago.updated;
        art.published_about = t.ago.published.has || t.ago.updated.has;
    }
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
