/* The preview's index page: page.html with its style, its script and the mails as JSON. Nothing of a mail becomes part
 * of the page's own markup: the script puts texts in as text, and the HTML into frames that run no scripts. */
#include "base/crypto.h"
#include "base/embedded.h"
#include "base/escape.h"
#include "base/json.h"
#include "base/utf8.h"
#include "render/html.h"
#include "render/lint.h"

enum { DATA_MAX = 256 << 20 };

static struct str page_file(const char *name)
{
    struct arena a = {0};
    struct str path = str_fmt(&a, "src/render/preview/%s", name), bytes = str_lit("");
    for (const struct embedded *f = embedded_files; f->path; f++)
        if (str_eqc(path, f->path))
            bytes = f->bytes;
    arena_end(&a);
    return bytes;
}

/* The first hidden text of the page, without the characters that pad it. */
static struct str preheader(struct arena *a, const struct html *page)
{
    for (const struct html_node *n = page->root; n; n = html_next(page->root, n)) {
        if (n->kind != HTML_TEXT || !str_trim(n->text).n || !n->parent || html_is(n->parent, "title") ||
            html_is(n->parent, "style"))
            continue;
        struct str text = lint_hidden(n) ? html_text(a, n->parent) : str_lit("");
        size_t pad = str_find(text, str_lit("\xCD\x8F"));
        return str_trim(str_sub(text, 0, pad == STR_NONE ? text.n : pad));
    }
    return str_lit("");
}

static struct str field(struct arena *a, struct str headers, const char *name)
{
    struct rendered mail = {.headers = headers};
    struct lint l = {.a = a, .mail = &mail};
    return lint_field(&l, name);
}

static size_t encoded(struct str s)
{
    struct buf b;
    buf_init(&b, DATA_MAX);
    escape_qp(&b, s);
    size_t n = b.n;
    buf_end(&b);
    return n;
}

static void put_findings(struct arena *a, struct json_out *o, const struct preview_item *item)
{
    struct lint_findings found = {0};
    render_lint(a, &item->mail, item->ed, &found);
    json_open(o, "findings", '[');
    for (size_t i = 0; i < found.n; i++) {
        json_open(o, NULL, '{');
        json_put_str(o, "rule", str_c(found.v[i].rule));
        json_put_str(o, "where", found.v[i].where.s ? found.v[i].where : str_lit(""));
        json_put_str(o, "text", utf8_clean(a, found.v[i].text));
        json_close(o, '}');
    }
    json_close(o, ']');
}

static void put_text(struct arena *a, struct json_out *o, const char *key, struct str s)
{
    json_put_str(o, key, s.n ? utf8_clean(a, s) : str_lit(""));
}

static void put_item(struct arena *a, struct json_out *o, const struct preview_item *item)
{
    const struct rendered *m = &item->mail;
    struct html page = {0};
    bool readable = m->html.n && html_parse(a, m->html, &page);
    json_open(o, NULL, '{');
    put_text(a, o, "label", item->label);
    put_text(a, o, "from", field(a, m->headers, "From"));
    put_text(a, o, "subject", m->subject);
    put_text(a, o, "preheader", readable ? preheader(a, &page) : str_lit(""));
    json_put_i64(o, "size", (int64_t)encoded(m->html));
    json_put_i64(o, "total", (int64_t)m->eml.n);
    put_text(a, o, "html", m->html);
    put_text(a, o, "text", m->text);
    put_text(a, o, "headers", m->headers);
    put_text(a, o, "source", m->eml);
    put_findings(a, o, item);
    json_close(o, '}');
}

static void put_rules(struct json_out *o)
{
    json_open(o, "rules", '{');
    for (const struct lint_rule *r = render_lint_rules; r->id; r++)
        json_put_str(o, r->id, str_c(r->help));
    json_close(o, '}');
}

/* Inside <script> only "<" can end or open anything; JSON has another way to write it. */
static struct str without_angles(struct arena *a, struct str s)
{
    struct buf b;
    buf_init(&b, DATA_MAX);
    for (size_t from = 0, i = 0; i <= s.n; i++)
        if (i == s.n || s.s[i] == '<') {
            buf_str(&b, str_sub(s, from, i));
            buf_c(&b, i < s.n ? "\\u003c" : "");
            from = i + 1;
        }
    struct str out = buf_dup(a, &b);
    buf_end(&b);
    return out;
}

static struct str mails(struct arena *a, const struct preview_items *items)
{
    struct buf b;
    buf_init(&b, DATA_MAX);
    struct json_out o = {.b = &b};
    json_open(&o, NULL, '{');
    json_open(&o, "items", '[');
    for (size_t i = 0; i < items->n; i++)
        put_item(a, &o, &items->v[i]);
    json_close(&o, ']');
    put_rules(&o);
    json_close(&o, '}');
    struct str s = without_angles(a, buf_view(&b));
    buf_end(&b);
    return s;
}

struct str render_preview(struct arena *a, struct str title, const struct preview_items *items)
{
    struct str script = page_file("page.js");
    uint8_t digest[SHA256_LEN];
    sha256(script, digest);
    struct strs parts = {0};
    struct {
        const char *mark;
        struct str value;
    } holes[] = {
        {"{{title}}", {0}},
        {"{{{hash}}}", base64(a, (struct str){(const char *)digest, sizeof digest})},
        {"{{{style}}}", page_file("page.css")},
        {"{{{data}}}", mails(a, items)},
        {"{{{script}}}", script},
    };
    struct buf name;
    buf_init(&name, 1 << 16);
    escape_html_text(&name, utf8_line(a, title, 200));
    holes[0].value = buf_dup(a, &name);
    buf_end(&name);
    for (struct str page = page_file("page.html"); page.n;) {
        size_t at = STR_NONE, which = 0;
        for (size_t i = 0; i < sizeof holes / sizeof *holes; i++) {
            size_t found = str_find(page, str_c(holes[i].mark));
            if (found < at) {
                at = found;
                which = i;
            }
        }
        vec_add(a, &parts, str_sub(page, 0, at == STR_NONE ? page.n : at));
        if (at == STR_NONE)
            break;
        vec_add(a, &parts, holes[which].value);
        page = str_sub(page, at + str_c(holes[which].mark).n, page.n);
    }
    return str_join(a, &parts, "");
}
