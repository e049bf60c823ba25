/* The rules: the sample mail breaks none; each change below breaks the one that is named. */
#include "render/hard.h"
#include "render/lint.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static bool found(const struct lint_findings *f, const char *rule)
{
    for (size_t i = 0; i < f->n; i++)
        if (strcmp(f->v[i].rule, rule) == 0)
            return true;
    return false;
}

static struct str changed(struct arena *a, struct str s, const char *from, const char *to)
{
    size_t at = str_find(s, str_c(from));
    if (at == STR_NONE)
        fail_msg("the sample does not hold \"%s\"", from);
    return str_fmt(a, STR_FMT "%s" STR_FMT, STR_ARG(str_sub(s, 0, at)), to,
                   STR_ARG(str_sub(s, at + strlen(from), s.n)));
}

static void sample(struct arena *a, struct sample *s, struct rendered *r)
{
    struct err e = {0};
    struct family *f;
    sample_make(a, s);
    if (sample_family(a, "brief", &f, &e) || sample_render(a, f, s, r, &e))
        fail_msg("%s", e.msg);
}

/* What lint says of the sample with HTML put before its first section's heading. */
static struct lint_findings judged(struct arena *a, const char *html)
{
    struct sample s;
    struct rendered r;
    struct lint_findings f = {0};
    sample(a, &s, &r);
    r.html = changed(a, r.html, "<h2", str_fmt(a, "%s<h2", html).s);
    render_lint(a, &r, &s.ed, &f);
    return f;
}

static void test_clean(void **state)
{
    struct arena a = {0};
    struct sample s;
    struct rendered r;
    struct lint_findings f = {0};
    sample(&a, &s, &r);
    render_lint(&a, &r, &s.ed, &f);
    for (size_t i = 0; i < f.n; i++)
        fail_msg("%s %s: %s", f.v[i].rule, f.v[i].where.s, f.v[i].text.s);
    arena_end(&a);
}

/* Every family carries every hard edition without a finding; the bare newsroom has no https link to leave the list, and
 * is told so. */
static void test_hard(void **state)
{
    static const char *const families[] = {"brief", "minimal", "cards"};
    for (size_t k = 0; k < 3; k++)
        for (const char *const *name = hard_names; *name; name++) {
            struct arena a = {0};
            struct err e = {0};
            struct family *f;
            struct sample s;
            struct rendered r;
            struct lint_findings found_ = {0};
            hard_make(&a, *name, &s);
            if (sample_family(&a, families[k], &f, &e) || sample_render(&a, f, &s, &r, &e))
                fail_msg("%s", e.msg);
            render_lint(&a, &r, &s.ed, &found_);
            for (size_t i = 0; i < found_.n; i++)
                if (strcmp(*name, "bare") != 0 ||
                    (strcmp(found_.v[i].rule, "W711") != 0 && strcmp(found_.v[i].rule, "W809") != 0))
                    fail_msg("%s, %s: %s %s: %s", families[k], *name, found_.v[i].rule, found_.v[i].where.s,
                             found_.v[i].text.s);
            arena_end(&a);
        }
}

static size_t html_bytes(const char *family, const char *edition, size_t sections, size_t ctas)
{
    struct arena a = {0};
    struct err e = {0};
    struct family *f;
    struct sample s;
    struct rendered r;
    hard_make(&a, edition, &s);
    if (sections < s.all.sections.n)
        s.all.sections.n = sections;
    s.all.ctas.n = ctas;
    if (sample_family(&a, family, &f, &e) || sample_render(&a, f, &s, &r, &e))
        fail_msg("%s", e.msg);
    size_t n = r.html.n;
    arena_end(&a);
    return n;
}

/* The table of sizes: ten stories, what a further one adds, and what there is without any. */
static void test_sizes(void **state)
{
    static const struct {
        const char *family;
        size_t ten, story;
    } limits[] = {{"brief", 32000, 2000}, {"minimal", 28000, 1700}, {"cards", 40000, 2700}};
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        const char *family = limits[i].family;
        size_t ten = html_bytes(family, "ten", 9, 2), full = html_bytes(family, "allimages", 9, 2),
               none = html_bytes(family, "ten", 0, 0);
        size_t one = html_bytes(family, "one", 9, 0), plain = html_bytes(family, "allimages", 9, 0);
        if (ten > limits[i].ten || full > limits[i].ten || none > 9500 || (plain - one) / 9 > limits[i].story)
            fail_msg("%s: ten stories %zu, with ten pictures %zu, none %zu, each further %zu bytes", family, ten, full,
                     none, (plain - one) / 9);
        print_message("# %s: ten stories %zu bytes, with ten pictures %zu, none %zu, each further %zu\n", family, ten,
                      full, none, (plain - one) / 9);
    }
}

enum part { HTML, TEXT, HEADERS, SUBJECT };

static const struct {
    enum part part;
    const char *from, *to, *rule;
} breaks[] = {
    {HTML, "<!doctype html>", "", "W201"},
    {HTML, "<html lang=\"en\"", "<html", "E202"},
    {HTML, " dir=\"ltr\">\n<head>", ">\n<head>", "N203"},
    {HTML, "<title>Breakwater vote, night buses return, and a syrup that works</title>", "", "E204"},
    {HTML, "<meta charset=\"utf-8\">", "", "E205"},
    {HTML, "name=\"viewport\"", "name=\"view\"", "W206"},
    {HTML, "width=device-width", "user-scalable=no,width=device-width", "W219"},
    {HTML, "name=\"color-scheme\"", "name=\"scheme\"", "W207"},
    {HTML, "<h1", "<p", "W208"},
    {HTML, "<h2", "<h1", "W209"},
    {HTML, "<h2", "<h3></h3><h2", "E210"},
    {HTML, "<h2", "<h4", "W211"},
    {HTML, "role=\"presentation\"", "", "E212"},
    {HTML, "alt=\"Waves breaking over a damaged stone wall at dusk\"", "", "E213"},
    {HTML, "alt=\"Waves breaking over a damaged stone wall at dusk\"", "alt=\"breakwater.jpg\"", "W214"},
    {HTML, "width=\"536\"", "", "W215"},
    {HTML, "src=\"https://pictures.example/breakwater-vote.jpg\"", "", "E216"},
    {HTML, "https://pictures.example/breakwater-vote.jpg", "data:image/png;base64,AAAA", "E217"},
    {HTML, "https://pictures.example/breakwater-vote.jpg", "http://pictures.example/a.jpg", "W218"},
    {HTML, "breakwater-vote.jpg", "breakwater-vote.svg", "W220"},
    {HTML, "<ul", "<ul></ul><ul", "E221"},
    {HTML, "<ul", "<form></form><ul", "W222"},
    {HTML, "<ul", "<marquee>x</marquee><ul", "W222"},
    {HTML, "<title>", "<meta http-equiv=\"refresh\" content=\"5;url=https://x.example/\"><title>", "W222"},
    {HTML, "width=device-width,initial-scale=1", "width=device-width, maximum-scale = 1.0", "W219"},
    {HTML, "<title>", "<meta name=\"viewport\" content=\"user-scalable=no\"><title>", "W219"},
    {HTML, "<p", "<li>x</li><p", "W224"},
    {HTML, "<li", "<p>x</p><li", "W224"},
    {HTML, "<ul", "<p style=\"color:rgba(0,0,0,.3)\">faint words</p><ul", "E401"},
    {HTML, "<ul", "<div style=\"opacity:.4\"><p>faded words</p></div><ul", "E401"},
    {HTML, "<ul", "<div style=\"opacity:70%\"><p style=\"opacity:.6\">faded twice</p></div><ul", "E401"},
    {HTML, "<ul", "<style>a:link{color:#6cf}</style><a href=\"https://x.example/\">pale link</a><ul", "E401"},
    {HTML, "<ul", "<dl><p>x</p></dl><ul", "W224"},
    {HTML, "<ul", "<dt>x</dt><ul", "W224"},
    {HTML, "<ul", "<map name=m><area href=\"https://x.example/\" shape=rect coords=\"0,0,1,1\"></map><ul", "E213"},
    {HTML, "<ul", "<p lang=\"english\">x</p><ul", "E225"},
    {HTML, "<ul", "<p lang=\"zz\">x</p><ul", "E225"},
    {HTML, "<ul",
     "<a href=\"https://x.example/\"><img src=\"https://x.example/i.png\" width=\"9\" alt=\"A pier\">A pier</a><ul",
     "W226"},
    {HTML, "<ul", "<div role=\"layout\">x</div><ul", "E227"},
    {HTML, "<ul", "<div aria-labelled=\"x\">x</div><ul", "E228"},
    {HTML, "<ul", "<div aria-hidden=\"yes\">x</div><ul", "E228"},
    {HTML, "<ul", "<div aria-level=\"two\">x</div><ul", "E228"},
    {HTML, "<ul", "<div aria-hidden=\"true\"><a href=\"https://x.example/\">x y</a></div><ul", "E229"},
    {HTML, "<ul", "<a tabindex=\"2\" href=\"https://x.example/\">x y</a><ul", "W230"},
    {HTML, "<ul", "<table><tr><th scope=\"line\">x</th></tr></table><ul", "W231"},
    {HTML, "<ul", "<table><tr><th></th><td>x</td></tr></table><ul", "W231"},
    {HTML, "<ul", "<table role=\"presentation\"><tr><th>x</th></tr></table><ul", "W232"},
    {HTML, "<ul", "<p id=\"a\">x</p><p id=\"a\">y</p><ul", "E233"},
    {HTML, "<ul", "<style>p[data-x=\"1\"]{color:#ccc}</style><p data-x=\"1\">pale words</p><ul", "E401"},
    {HTML, "<ul", "<style>i+b{color:#ccc}</style><p><i>x</i><b>pale words</b></p><ul", "E401"},
    {HTML, "<ul", "<style>i~s:nth-child(3){color:#ccc}</style><p><i>x</i><s>some words</s><s>pale words</s></p><ul",
     "E401"},
    {HTML, "<ul", "<style>s:first-child{color:#ccc}</style><p><s>pale words</s></p><ul", "E401"},
    {HTML, "<ul", "<style>.pale s:not(.dark){color:#ccc}</style><p class=\"pale\"><s>pale words</s></p><ul", "E401"},
    {HTML, "<ul", "<style>@media (min-width:480px){.pale{color:#ccc}}</style><p class=\"pale\">pale words</p><ul",
     "E401"},
    {HTML, "<ul", "<p style=\"color:lightslategray\">pale words</p><ul", "E401"},
    {HTML, "<ul",
     "<div style=\"color:#ccc\"><a href=\"https://x.example/\" style=\"color:inherit\">pale link</a></div><ul", "E401"},
    {HTML, "<ul",
     "<table role=\"presentation\" bgcolor=\"fff\"><tr><td style=\"color:#222\">words on what is nearly "
     "black</td></tr></table><ul",
     "E401"},
    {HTML, "<ul", "<ul onclick=\"x()\"", "E223"},
    {HTML, ">View&#160;in&#160;browser<", "><", "E301"},
    {HTML, ">View&#160;in&#160;browser<", ">Click here<", "W302"},
    {HTML, "href=\"https://harbor-ledger.example", "href=\"\" data-x=\"https://harbor-ledger.example", "E303"},
    {HTML, "href=\"https://harbor-ledger.example", "href=\"http://harbor-ledger.example", "W304"},
    {HTML, "href=\"https://harbor-ledger.example", "href=\"javascript:x", "E305"},
    {HTML, "href=\"https://harbor-ledger.example", "href=\"", "E306"},
    {HTML, ">View&#160;in&#160;browser<", ">www.bank.example<", "W307"},
    {HTML, "href=\"https://harbor-ledger.example", "href=\"https://bit.ly", "W308"},
    {HTML, "href=\"https://harbor-ledger.example", "href=\"#top\" data-x=\"https://x", "W309"},
    {HTML, "style=\"color:#0b57a4\"", "style=\"color:#0b57a4;text-decoration:none\"", "W310"},
    {HTML, "color:#565c64", "color:#9aa0a8", "E401"},
    {HTML, ".mute{color:#a7aeb8", ".mute{color:#4a4f57", "E402"},
    {HTML, "font-size:14px", "font-size:11px", "W403"},
    {HTML, "padding:13px 24px;border", "padding:6px 24px;border", "W406"},
    {HTML, "@media (prefers-color-scheme:dark)", "@media (prefers-color-scheme:light)", "N407"},
    {HTML, "margin:12px 0 0\"", "margin:12px 0 0;filter:blur(1px)\"", "W408"},
    {HTML, "a:hover{", "@font-face{font-family:x}a:hover{", "N409"},
    {HTML, "@media screen", "@media screen{@media print{p{color:red}}}@media screen", "E104"},
    {TEXT, NULL, "", "E501"},
    {TEXT, "Good morning, Dana.",
     "Good morning, Dana, and everybody else who reads this line that is much too long for it.", "W502"},
    {TEXT, "Good morning", "From Good morning", "W503"},
    {TEXT, "Good morning, Dana.", "Good morning, Dana. ", "N504"},
    {TEXT, "\n\nUnsubscribe", "\n-- \nUnsubscribe", "W505"},
    {TEXT, "Good morning", "\n\n\nGood morning", "N506"},
    {TEXT, "MORNING", "\nMORNING", "N507"},
    {TEXT, "Night buses return", "Night trains return", "E508"},
    {TEXT, "https://quay-observer.example/2025/07/night-buses", "https://quay-observer.example/other", "W509"},
    {TEXT, "https://news.example.org/u/", "https://news.example.org/x/", "E510"},
    {SUBJECT, NULL, "", "E601"},
    {SUBJECT, NULL, "News", "W602"},
    {SUBJECT, NULL, "BREAKWATER VOTE and NIGHT BUSES and nothing else today", "W603"},
    {SUBJECT, NULL, "Re: Breakwater vote and night buses return to town", "W604"},
    {SUBJECT, NULL, "Breakwater vote and night buses \xF0\x9F\x9A\x8C return to town", "N605"},
    {SUBJECT, NULL, "Breakwater vote and night buses return to town!!", "W606"},
    {SUBJECT, NULL, "Why the stone matters more than the wall, savers should expect it", "W609"},
    {SUBJECT, NULL, "Hello {{first_name}}, here is the news of the whole day", "W801"},
    {HTML, "display:none;max-height:0", "max-height:none", "W607"},
    {HTML, "Why the stone matters more than the wall, what savers should expect, and eight more stories.", "Short.",
     "W608"},
    {HEADERS, "Date:", "Date: x\r\nDate:", "E701"},
    {HEADERS, "From:", "X-From:", "E702"},
    {HEADERS, "Date:", "X-Date:", "E703"},
    {HEADERS, "Message-ID:", "X-ID:", "E704"},
    {HEADERS, "MIME-Version:", "X-V:", "W705"},
    {HEADERS, "news@example.org>", "news at example>", "E706"},
    {HEADERS, "Reply-To: desk@example.org", "Reply-To: desk@other.example", "W707"},
    {HEADERS, "Date:", "DKIM-Signature: v=1; d=mailer.example; h=from:list-unsubscribe-post\r\nDate:", "W708"},
    {HEADERS, "Date:", "DKIM-Signature: v=1; d=example.org; h=from:subject\r\nDate:", "W709"},
    {HEADERS, "List-Unsubscribe:", "X-L:", "E710"},
    {HEADERS, "<https://news.example.org/u/", "<mailto:x@example.org/", "W711"},
    {HEADERS, "List-Unsubscribe-Post:", "X-P:", "W712"},
    {HEADERS, "List-Unsubscribe: <", "List-Unsubscribe: x <", "E713"},
    {HEADERS, "List-Id:", "X-Id:", "N714"},
    {HEADERS, "From: Harbor", "From: H\xC3\xA4rbor", "W717"},
    {HTML, "Cooks now start", "Cooks undefined start", "W802"},
    {HTML, "Cooks now start", "CTA Image Cooks now start", "E803"},
    {HTML, "<h3", "<p></p><h3", "W804"},
    {HTML, "Harbor Ledger &middot; Ines", "&middot; Ines", "W805"},
    {HTML, ">Unsubscribe<", ">Goodbye<", "E807"},
    {HTML, "1 Wharf Street", "2 Wharf Street", "E811"},
    {HTML, "Night buses return to the hill districts after three years",
     "A cheap cough syrup passes its largest trial yet", "W902"},
    {HTML, "47 million dollars", "a lot", "E903"},
};

/* Looks that need more than an element and a class, and are fine: none of these may be called pale. */
static void test_looks(void **state)
{
    static const char *const fine[] = {
        "<style>p[data-x=\"1\"]{color:#ccc}</style><p data-x=\"11\">words</p>",
        "<style>i+b{color:#ccc}</style><p><i>x</i><u>so</u><b>words</b></p>",
        "<style>s:nth-child(2n+1){color:#ccc}</style><p><i>x</i><s>words</s></p>",
        "<style>s:not([class]){color:#ccc}</style><p><s class=\"x\">words</s></p>",
        "<style>p:hover,p::first-line{color:#ccc}</style><p>words</p>",
        "<style>@media (min-width:2000px){.pale{color:#ccc}}@media print{p{color:#ccc}}</style><p "
        "class=\"pale\">words</p>",
        "<style>@media (max-width:300px),(min-width:90em){p{color:#ccc}}</style><p>words</p>",
        "<style>.wide{color:#ccc}@media (max-width:480px){.wide{color:#222}}@media (min-width:30em){.wide{color:#333}}"
        "</style><p class=\"wide\">words</p>",
        "<style>@media (max-width:480px){.tiny{display:none}}</style><p class=\"tiny\">words</p>",
        "<style>s{color:#ccc}s[class|=\"so\"]{color:#000}</style><s class=\"so-dark\">words</s>",
        "<style>s a{color:#ccc}s a[href^=\"https:\"]{color:#00e}</style><s><a "
        "href=\"https://x.example/\">words</a></s>",
        "<style><!-- p{color:#ccc} --></style><style>p{color:#111}</style><p>words</p>",
        "<table role=\"presentation\" bgcolor=\"#fff\"><tr><td style=\"color:#222\">words</td></tr></table>",
        "<table role=\"presentation\" bgcolor=\"\"><tr><td style=\"color:#222\">words</td></tr></table>",
        "<dl><dt>x</dt><dd>y</dd></dl><dl><div><dt>x</dt><dd>y</dd></div></dl>",
        "<div role=\"doc-chapter\" lang=\"zh-Hant-TW\">x</div><p lang=\"nds\">x</p>",
        "<p aria-level=\"2\" aria-checked=\"mixed\" aria-current=\"page\" aria-expanded=\"undefined\">x</p>",
    };
    for (size_t i = 0; i < sizeof fine / sizeof *fine; i++) {
        struct arena a = {0};
        struct lint_findings f = judged(&a, fine[i]);
        static const char *const wrong[] = {"E401", "E225", "E227", "E228", "W224", "W230"};
        for (size_t k = 0; k < sizeof wrong / sizeof *wrong; k++)
            if (found(&f, wrong[k]))
                fail_msg("%s: %s", fine[i], wrong[k]);
        arena_end(&a);
    }
}

/* Rules of the page, and what is said where a reader holds a phone: NULL, nothing. */
static void test_phones(void **state)
{
    static const struct {
        const char *html, *rule, *words;
    } cases[] = {
        {"<style>@media (max-width:480px){.p{color:#ccc}}</style><p class=\"p\">words</p>", "E401", " on a phone"},
        {"<style>@media only screen and (max-device-width:30em){.p{color:#ccc}}</style><p class=\"p\">words</p>",
         "E401", " on a phone"},
        {"<style>@media screen and (max-width:479.98px), print{.p{color:#ccc}}</style><p class=\"p\">words</p>", "E401",
         " on a phone"},
        {"<style>@media not all and (min-width:480px){.p{color:#ccc}}</style><p class=\"p\">words</p>", "E401",
         " on a phone"},
        {"<style>@media not print{.p{color:#ccc}}</style><p class=\"p\">words</p>", "E401", "1.61; "},
        {"<style>@media not all and (-ms-high-contrast:none){.p{color:#ccc}}</style><p class=\"p\">words</p>", NULL,
         "1.61"},
        {"<style>.p{color:#ccc}@media (min-width:480px){.p{color:#111}}</style><p class=\"p\">words</p>", "E401",
         " on a phone"},
        {"<style>@media (max-width:480px){.p{color:#222}}</style><p class=\"p\" style=\"color:#ccc\">words</p>", "E401",
         "1.61; "},
        {"<style>@media (prefers-color-scheme:dark) and (max-width:480px){.p{color:#444 !important}}</style>"
         "<p class=\"p\">words</p>",
         "E402", " on a phone in dark mode"},
        {"<style>@media (max-width:480px){.only{display:block !important;max-height:none !important}}</style>"
         "<p class=\"only\" style=\"display:none;max-height:0;color:#ccc\">words</p>",
         "E401", " on a phone"},
        {"<style>@media (max-width:480px){.p{font-size:11px}}</style><p class=\"p\">words</p>", "W403", " on a phone"},
        {"<style>@media (max-width:480px){a.q{padding:4px 9px;line-height:20px}}</style>"
         "<a class=\"q\" href=\"https://x.example/\" style=\"display:inline-block;line-height:20px\">words</a>",
         "W406", " on a phone"},
        {"<style>@media (max-width:480px){.s{padding-left:2px}}</style><p class=\"s\">words</p>", NULL, " on a phone"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena a = {0};
        struct lint_findings f = judged(&a, cases[i].html);
        bool said = false;
        for (size_t k = 0; k < f.n; k++)
            said |= (!cases[i].rule || strcmp(f.v[k].rule, cases[i].rule) == 0) &&
                    str_find(f.v[k].text, str_c(cases[i].words)) != STR_NONE;
        if (said != (cases[i].rule != NULL))
            fail_msg("%s: %s", cases[i].html, cases[i].rule ? cases[i].rule : "something is said");
        arena_end(&a);
    }
}

static void test_breaks(void **state)
{
    for (size_t i = 0; i < sizeof breaks / sizeof *breaks; i++) {
        if (!breaks[i].rule)
            continue;
        struct arena a = {0};
        struct sample s;
        struct rendered r;
        struct lint_findings f = {0};
        sample(&a, &s, &r);
        struct str *part = breaks[i].part == HTML      ? &r.html
                           : breaks[i].part == TEXT    ? &r.text
                           : breaks[i].part == HEADERS ? &r.headers
                                                       : &r.subject;
        *part = breaks[i].from ? changed(&a, *part, breaks[i].from, breaks[i].to) : str_c(breaks[i].to);
        render_lint(&a, &r, &s.ed, &f);
        if (!found(&f, breaks[i].rule))
            fail_msg("\"%s\" to \"%s\": %s was not found", breaks[i].from, breaks[i].to, breaks[i].rule);
        arena_end(&a);
    }
}

static void test_large(void **state)
{
    struct arena a = {0};
    struct sample s;
    struct rendered r;
    sample(&a, &s, &r);
    for (int size = 60000; size <= 90000; size += 30000) {
        struct lint_findings f = {0};
        struct str pad = {memset(arena_alloc(&a, (size_t)size + 1), 'x', (size_t)size), (size_t)size};
        struct rendered big = r;
        big.html = changed(&a, r.html, "Cooks now start", str_fmt(&a, "Cooks " STR_FMT, STR_ARG(pad)).s);
        render_lint(&a, &big, NULL, &f);
        assert_true(found(&f, size == 60000 ? "W101" : "E101"));
        assert_false(found(&f, "W107"));
    }
    struct lint_findings f = {0};
    struct rendered big = r;
    big.eml = str_fmt(&a, STR_FMT "%s", STR_ARG(r.eml), (char *)memset(arena_alloc(&a, 1000001), 'x', 1000000));
    render_lint(&a, &big, NULL, &f);
    assert_true(found(&f, "W107"));
    arena_end(&a);
}

/* Pages made to be slow: each is done, or refused, at once. */
static void test_slow(void **state)
{
    static const char *const units[] = {
        "<div>", "<table><tr><td>",  "<p class=a><b>", "<a href=x>", "<style>p p p p p p p{color:red}", "<!--", "{{",
        "\" '",  "<font color=red>", "<i></i>"};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        struct arena a = {0};
        struct lint_findings f = {0};
        struct buf b;
        buf_init(&b, 1 << 21);
        buf_c(&b, "<style>div div div div div div div div div p{color:red} * * * * * * .b{color:red}"
                  "i~i~i~i:nth-child(3n)~b,i+i+i{color:red}</style>");
        for (int k = 0; k < 30000; k++)
            buf_c(&b, units[i]);
        struct rendered r = {.html = buf_view(&b)};
        render_lint(&a, &r, NULL, &f);
        buf_end(&b);
        arena_end(&a);
    }
}

/* Every rule is explained, and every finding of the table above is one of them. */
static void test_rules(void **state)
{
    for (size_t i = 0; i < sizeof breaks / sizeof *breaks; i++) {
        bool known = !breaks[i].rule;
        for (const struct lint_rule *r = render_lint_rules; r->id; r++)
            known |= breaks[i].rule && strcmp(r->id, breaks[i].rule) == 0;
        if (!known)
            fail_msg("%s is not explained", breaks[i].rule);
    }
    for (const struct lint_rule *r = render_lint_rules; r->id; r++)
        for (const struct lint_rule *o = r + 1; o->id; o++)
            assert_string_not_equal(r->id, o->id);
}

static void test_privacy(void **state)
{
    struct arena a = {0};
    struct sample s;
    struct rendered r;
    struct lint_findings f = {0};
    sample(&a, &s, &r);
    r.html = changed(&a, r.html, "<h1",
                     "<img src=\"https://t.example/o?id=8f2c1a77d0e94b3f\" width=\"1\" alt=\"\"><a "
                     "href=\"https://x.example/?e=dana%40example.net\">x</a><h1");
    render_lint_privacy(&a, &r, &f);
    assert_true(found(&f, "N951") && found(&f, "N952") && found(&f, "N953") && found(&f, "N954"));
    arena_end(&a);
}

/* Nothing of a mail becomes part of the preview's own page. */
static void test_preview(void **state)
{
    struct arena a = {0};
    struct sample s;
    struct rendered r;
    struct preview_items items = {0};
    sample(&a, &s, &r);
    r.subject = r.text = r.html = str_lit("</script><script>alert(1)</script><!--");
    vec_add(&a, &items, ((struct preview_item){str_lit("<b>everybody</b>"), r, NULL}));
    struct str page = render_preview(&a, str_lit("A <title> & \"more\" {{{data}}}"), &items);
    assert_true(str_find(page, str_lit("<title>A &lt;title&gt; &amp; &quot;more&quot;")) != STR_NONE);
    assert_true(str_find(page, str_lit("<script>alert")) == STR_NONE);
    assert_true(str_find(page, str_lit("<b>everybody")) == STR_NONE);
    assert_true(str_find(page, str_lit("\\u003c/script>")) != STR_NONE);
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_clean),  cmocka_unit_test(test_looks),   cmocka_unit_test(test_phones),
        cmocka_unit_test(test_breaks), cmocka_unit_test(test_large),   cmocka_unit_test(test_slow),
        cmocka_unit_test(test_rules),  cmocka_unit_test(test_privacy), cmocka_unit_test(test_preview),
        cmocka_unit_test(test_hard),   cmocka_unit_test(test_sizes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
