/* What in a mail identifies its reader: asked for by `lint --privacy`. */
#include "base/url.h"
#include "render/lint.h"
#include <string.h>

static struct str reader(struct lint *l)
{
    struct str to = lint_field(l, "To");
    size_t open = str_chr(to, '<');
    return open == STR_NONE ? str_trim(to) : str_sub(to, open + 1, str_chr(to, '>'));
}

/* A path or query part of 16 characters or more that looks drawn by lot: letters of both cases or digits mixed. */
static bool has_token(struct str url)
{
    size_t run = 0, digits = 0, upper = 0, lower = 0;
    for (size_t i = 0; i <= url.n; i++) {
        char c = i < url.n ? url.s[i] : '/';
        bool digit = c >= '0' && c <= '9', big = c >= 'A' && c <= 'Z', small = c >= 'a' && c <= 'z';
        if (digit || big || small || c == '_') {
            run++;
            digits += digit;
            upper += big;
            lower += small;
            continue;
        }
        if (run >= 16 && ((upper > 2 && lower > 2) || (digits > 3 && upper + lower > 3)))
            return true;
        run = digits = upper = lower = 0;
    }
    return false;
}

static void image(struct lint *l, const struct html_node *n, struct strs *hosts)
{
    struct str src = html_get(n, "src"), host = url_host(l->a, src);
    bool pixel =
        str_eqc(html_get(n, "width"), "1") || str_eqc(html_get(n, "height"), "1") || str_eqc(html_get(n, "width"), "0");
    if (pixel || has_token(src))
        lint_say(l, "N951", lint_html(l, n->at), "%s from " STR_FMT,
                 pixel ? "an invisible image" : "an image with a token in its address", STR_ARG(host));
    if (host.n && !strs_ihas(hosts, host)) {
        vec_add(l->a, hosts, host);
        lint_say(l, "N954", lint_html(l, n->at), "pictures are loaded from " STR_FMT, STR_ARG(host));
    }
}

void render_lint_privacy(struct arena *a, const struct rendered *mail, struct lint_findings *out)
{
    struct lint l = {.a = a, .mail = mail, .out = out};
    struct strs hosts = {0};
    lint_index(&l);
    if (!mail->html.n || !html_parse(a, mail->html, &l.page))
        return;
    struct str address = reader(&l), escaped = address.n ? url_escape(a, address) : address;
    for (const struct html_node *n = l.page.root; n; n = html_next(l.page.root, n)) {
        if (html_is(n, "img"))
            image(&l, n, &hosts);
        struct str href = html_is(n, "a") ? html_get(n, "href") : (struct str){0};
        if (href.n && address.n && (str_ifind(href, address) != STR_NONE || str_ifind(href, escaped) != STR_NONE))
            lint_say(&l, "N953", lint_html(&l, n->at), "the reader's address stands in the link \"" STR_FMT "\"",
                     STR_ARG(str_sub(html_text(a, n), 0, 40)));
        else if (href.n && has_token(href))
            lint_say(&l, "N952", lint_html(&l, n->at), "the link \"" STR_FMT "\" carries a token",
                     STR_ARG(str_sub(html_text(a, n), 0, 40)));
    }
}
