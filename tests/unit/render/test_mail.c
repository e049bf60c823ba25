/* A mail from the sample edition: its structure, its bytes, and what hostile text cannot do to it. */
#include "base/file.h"
#include "render/hard.h"
#include "render/render.h"
#include "render/vars.h"
#include "render/view.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static const char *const families[] = {"brief", "minimal", "cards", NULL};

static void rendered(struct arena *a, const char *family, const struct sample *s, struct rendered *out)
{
    struct err e = {0};
    struct family *f = NULL;
    if (sample_family(a, family, &f, &e) || sample_render(a, f, s, out, &e))
        fail_msg("%s: %s", family, e.msg);
}

static void holds(struct str text, const char *what)
{
    if (str_find(text, str_c(what)) == STR_NONE)
        fail_msg("%s\nis not in\n%.3000s", what, text.s);
}

static void lacks(struct str text, const char *what)
{
    size_t at = str_find(text, str_c(what));
    if (at != STR_NONE)
        fail_msg("%s\nis in\n%.200s", what, text.s + at);
}

/* UPDATE=1 writes what is compared with. */
static void golden(struct arena *a, const char *name, struct str got)
{
    struct str path = str_fmt(a, "tests/unit/render/golden/%s", name), want = {0};
    struct err e = {0};
    if (getenv("UPDATE")) {
        assert_int_equal(file_mkdirs("tests/unit/render/golden", 0755, &e), 0);
        assert_int_equal(file_write(path.s, got, 0644, &e), 0);
        return;
    }
    if (file_read(a, path.s, 1 << 20, &want, &e))
        fail_msg("%s", e.msg);
    if (!str_eq(want, got))
        fail_msg("%s differs; UPDATE=1 writes it anew, git diff shows how", path.s);
}

static void test_goldens(void **state)
{
    for (const char *const *f = families; *f; f++) {
        struct arena a = {0};
        struct sample s;
        struct rendered r;
        sample_make(&a, &s);
        rendered(&a, *f, &s, &r);
        golden(&a, str_fmt(&a, "%s.html", *f).s, r.html);
        golden(&a, str_fmt(&a, "%s.txt", *f).s, r.text);
        golden(&a, str_fmt(&a, "%s.headers", *f).s, r.headers);
        arena_end(&a);
    }
}

static void test_frame(void **state)
{
    struct arena a = {0};
    struct sample s;
    struct rendered r, again;
    sample_make(&a, &s);
    rendered(&a, "brief", &s, &r);
    holds(r.headers, "From: Harbor Ledger <news@example.org>\r\n");
    holds(r.headers, "Content-Type: multipart/alternative; boundary=");
    holds(r.headers, "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n");
    holds(r.headers, "Auto-Submitted: auto-generated\r\n");
    lacks(r.headers, "Precedence");
    size_t plain = str_find(r.eml, str_lit("text/plain")), html = str_find(r.eml, str_lit("text/html"));
    assert_true(plain < html && html != STR_NONE);
    size_t column = 0;
    for (size_t i = 0; i < r.eml.n; i++) {
        assert_false(r.eml.s[i] == '\n' && r.eml.s[i - 1] != '\r');
        column = r.eml.s[i] == '\n' ? 0 : column + 1;
        assert_true(column < 120);
    }
    rendered(&a, "brief", &s, &again);
    assert_true(str_eq(r.eml, again.eml));
    s.mail.unsubscribe_url = (struct str){0};
    s.mail.precedence = str_lit("bulk");
    s.ed.scheduled = false;
    rendered(&a, "brief", &s, &again);
    lacks(again.headers, "List-Unsubscribe-Post");
    lacks(again.headers, "Auto-Submitted");
    holds(again.headers, "Precedence: bulk\r\n");
    holds(again.html, "href=\"mailto:leave@example.org?subject=unsubscribe%20");
    arena_end(&a);
}

/* "Also covered by Wire U.S." has its full stop already, unless a link's number follows. */
static void test_one_full_stop(void **state)
{
    static const struct {
        const char *outlet, *url, *want;
    } table[] = {{"Wire U.S.", "", "Also covered by Wire U.S.\n"},
                 {"Coast Wire", "", "Also covered by Coast Wire.\n"},
                 {"Wire U.S.", "https://wire.example/1", "Also covered by Wire U.S. [2].\n"}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct arena a = {0};
        struct sample s;
        struct rendered r;
        sample_make(&a, &s);
        struct story *st = s.all.sections.v[0].stories.v[0];
        struct article *other = arena_copy(&a, st->lead, sizeof *other);
        other->outlet = str_c(table[i].outlet);
        other->url = str_c(table[i].url);
        st->articles.n = 1;
        vec_add(&a, &st->articles, other);
        rendered(&a, "brief", &s, &r);
        holds(r.text, table[i].want);
        arena_end(&a);
    }
}

/* Two readers' mails differ in their own values only, and a reader without a name is not greeted by an empty one. */
static void test_readers(void **state)
{
    struct arena a = {0};
    struct sample s;
    struct rendered r;
    sample_make(&a, &s);
    s.reader.name = str_lit("");
    rendered(&a, "brief", &s, &r);
    holds(r.headers, "To: dana@example.net\r\n");
    lacks(r.text, "Good morning");
    lacks(r.html, "Good morning");
    s.reader.name = str_lit("Zo\xC3\xAB \"Z\" <M\xC3\xBCller>\r\nBcc: x@example.org");
    rendered(&a, "brief", &s, &r);
    holds(r.headers, "To: =?UTF-8?");
    lacks(r.headers, "\nBcc");
    holds(r.html, "Good morning, Zo\xC3\xAB &quot;Z&quot; &lt;M\xC3\xBCller&gt;");
    arena_end(&a);
}

/* In a mail from right to left a Latin name is followed by a mark, or the day behind it would be read as part of it;
 * and the other way round. */
static void test_direction(void **state)
{
    struct arena a = {0};
    struct sample s;
    struct rendered r;
    hard_make(&a, "arabic", &s);
    rendered(&a, "brief", &s, &r);
    holds(r.html, "Ines Calloway&#8207; &middot; 31");
    holds(r.html, "Quay Observer&#8207;</a>");
    holds(r.text, "Ines Calloway\xE2\x80\x8F | 31");
    sample_make(&a, &s);
    rendered(&a, "brief", &s, &r);
    lacks(r.html, "&#8206;");
    lacks(r.html, "&#8207;");
    struct story *second = s.ed.sections.v[0].stories.v[1];
    ((struct article *)second->lead)->outlet = str_lit("\xD8\xB3\xD8\xAC\xD9\x84");
    rendered(&a, "brief", &s, &r);
    holds(r.html, "\xD8\xB3\xD8\xAC\xD9\x84&#8206; &middot; ");
    arena_end(&a);
}

static void test_subject(void **state)
{
    struct arena a = {0};
    struct err e = {0};
    struct sample s;
    struct rendered r;
    sample_make(&a, &s);
    struct str subject;
    assert_int_equal(
        render_subject(&a, str_lit("{{lead.headline}}"), str_lit("bulletin.yaml"), &s.ed, &s.all, &subject, &e), 0);
    assert_true(str_starts(subject, "Council votes to rebuild"));
    assert_int_equal(
        render_subject(&a, str_lit("{{lead.hedline}}"), str_lit("bulletin.yaml:9"), &s.ed, &s.all, &subject, &e), -1);
    assert_non_null(
        strstr(e.msg, "bulletin.yaml:9:1:1: there is no variable \"lead.hedline\" here; is \"headline\" meant?"));
    assert_int_equal(render_subject(&a, str_lit("{{#subscriber.name}}x{{/subscriber.name}}"), str_lit("s"), &s.ed,
                                    &s.all, &subject, &e),
                     -1);
    assert_int_equal(render_subject(&a, str_lit("{{subscriber.name}}, the caf\xC3\xA9 is open"), str_lit("s"), &s.ed,
                                    &s.all, &subject, &e),
                     0);
    s.all.subject = subject;
    rendered(&a, "brief", &s, &r);
    assert_string_equal(r.subject.s, "Dana, the caf\xC3\xA9 is open");
    holds(r.html, "<title>Dana, the caf\xC3\xA9 is open</title>");
    s.reader.name = str_lit("Zo\xC3\xAB");
    rendered(&a, "brief", &s, &r);
    assert_string_equal(r.subject.s, "Zo\xC3\xAB, the caf\xC3\xA9 is open");
    s.all.subject = str_lit("News\r\nBcc: everybody@example.org {{subscriber.email}}");
    rendered(&a, "brief", &s, &r);
    lacks(r.headers, "\nBcc");
    holds(r.html, "{{subscriber.email}}");
    arena_end(&a);
}

/* What is in another language, or runs the other way, says so; a part of the meta line stays on one line. */
static void test_foreign(void **state)
{
    struct arena a = {0};
    struct sample s;
    struct rendered r;
    sample_make(&a, &s);
    struct story *lead = s.all.sections.v[0].stories.v[0];
    ((struct article *)lead->lead)->lang = str_lit("es-MX");
    rendered(&a, "cards", &s, &r);
    holds(r.html, "<h3 class=\"big\" lang=\"es-MX\" style=\"");
    holds(r.html, "<ul lang=\"es-MX\" style=\"");
    size_t n = 0;
    for (size_t at = 0, next; (next = str_find(str_sub(r.html, at, r.html.n), str_lit(" lang=\"es-MX\""))) != STR_NONE;
         n++)
        at += next + 1;
    assert_int_equal(n, 3); /* headline, dek, bullets: of this story alone */
    holds(r.html, "July&#160;31,&#160;2025 &middot; 4&#160;min&#160;read");
    holds(r.text, "July 31, 2025 | 4 min read");
    ((struct article *)lead->lead)->lang = str_lit("en-GB");
    rendered(&a, "cards", &s, &r);
    lacks(r.html, "en-GB");
    holds(r.html, "letter-spacing:.5px");
    hard_make(&a, "arabic", &s);
    s.all.ctas.v[0].kind = CTA_BANNER;
    s.all.ctas.v[0].heading = str_lit("\"Join us!\"");
    s.all.ctas.v[0].text = str_lit("Members pay for this.");
    rendered(&a, "cards", &s, &r);
    holds(r.html, "&#8206;&quot;Join us!&quot;&#8206;</p>");
    holds(r.html, ">Members pay for this.&#8206;</p>");
    lacks(r.html, "letter-spacing:.5px"); /* joined letters stay joined */
    arena_end(&a);
}

static void test_hostile(void **state)
{
    struct arena a = {0};
    struct sample s;
    struct rendered r;
    sample_make(&a, &s);
    struct story *lead = s.ed.sections.v[0].stories.v[0], *second = s.ed.sections.v[0].stories.v[1];
    struct article *art = (struct article *)lead->lead;
    lead->headline = str_lit("--><script>alert(1)</script> {{subscriber.email}}\r\nBcc: x \xE2\x80\xAE gnp.exe");
    lead->dek = str_lit("</td></table><style>*{display:none}</style> \"quoted\" & 'more'");
    art->image.alt = str_lit("\" onerror=\"alert(1)");
    art->image.url = str_lit("https://pictures.example/a.jpg\"onload=\"x");
    art->outlet = str_lit("<b>Outlet</b>");
    second->url = str_lit("javascript:alert(1)");
    s.ed.masthead.title = str_lit("A \"quoted\" title\">");
    s.all.sections = s.ed.sections;
    for (const char *const *f = families; *f; f++) {
        rendered(&a, *f, &s, &r);
        lacks(r.html, "<script");
        lacks(r.html, "<b>Outlet");
        lacks(r.html, "</table><style>*");
        lacks(r.html, "onerror=\"");
        lacks(r.html, "onload=\"");
        lacks(r.html, "javascript:");
        lacks(r.html, "\xE2\x80\xAE");
        lacks(r.text, "\nBcc");
        holds(r.html, "--&gt;&lt;script&gt;");
        holds(r.html, "{{subscriber.email}}");
        holds(r.html, "aria-label=\"A &quot;quoted&quot; title&quot;&gt;, Thursday");
    }
    arena_end(&a);
}

/* Colours and fonts of the newsroom: used when they can be read, refused with the ratio when not. */
static void test_settings(void **state)
{
    static const struct {
        const char *accent, *dark, *page, *font, *message;
    } cases[] = {
        {"#7a1f5c", "#ffb3e0", "#fffaf0", "'Palatino', serif", NULL},
        {"#ffd700", NULL, NULL, NULL, "accent: #ffd700 gives links a contrast of 1.40; at least 4.5 is needed"},
        {"#6ca0dc", NULL, NULL, NULL, "accent: #6ca0dc gives links a contrast of 2.73"},
        {NULL, "#333333", NULL, NULL, "accent_dark: #333333 gives links in dark mode a contrast of 1.34"},
        {NULL, NULL, "#222222", NULL, "page: #222222 gives text a contrast of 1.06"},
        {"red", NULL, NULL, NULL, "accent: \"red\" is not a colour; write it as #rrggbb"},
        {"#123456;background:url(x)", NULL, NULL, NULL, "is not a colour"},
        {NULL, NULL, NULL, "x;background:url(y)", "headline_font: write font names"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena a = {0};
        struct err e = {0};
        struct sample s;
        struct rendered r;
        struct family *f;
        sample_make(&a, &s);
        s.ed.masthead.accent = str_c(cases[i].accent);
        s.ed.masthead.accent_dark = str_c(cases[i].dark);
        s.ed.masthead.page_color = str_c(cases[i].page);
        s.ed.masthead.headline_font = str_c(cases[i].font);
        assert_int_equal(sample_family(&a, "brief", &f, &e), 0);
        int failed = sample_render(&a, f, &s, &r, &e);
        if (cases[i].message && (!failed || !strstr(e.msg, cases[i].message)))
            fail_msg("said %s\nnot  %s", e.msg, cases[i].message);
        if (!cases[i].message) {
            assert_int_equal(failed, 0);
            holds(r.html, "bgcolor=\"#7a1f5c\"");
            holds(r.html, ".btn{background-color:#ffb3e0 !important}");
            holds(r.html, "font:bold 32px/38px 'Palatino', serif");
            lacks(r.html, "#0b57a4");
            holds(r.html, "background-color:#f6eff4"); /* 7 % of the accent on white: the boxes go with it */
            holds(r.html, "background-color:#292830 !important");
            lacks(r.html, "#eef4fb");
        }
        arena_end(&a);
    }
}

/* view.c and vars.c tell the same story: each map holds exactly the names of its table. */
static void compare(const struct value *map, const struct var *table, const char *where)
{
    size_t n = 0;
    for (; table[n].name; n++) {
        const struct value *v = value_get(map, str_c(table[n].name));
        if (!v)
            fail_msg("%s has no \"%s\"", where, table[n].name);
        if (v->kind == VALUE_MAP && strcmp(table[n].name, "subscriber") != 0)
            compare(v, table[n].members, table[n].name);
        for (const struct value *i = v->kind == VALUE_LIST ? v->first : NULL; i && table[n].members; i = i->next)
            compare(i, table[n].members, table[n].name);
    }
    for (const struct value *v = map->first; v; v = v->next)
        if (!vars_find(table, v->name))
            fail_msg("%s has \"%s\", which is not in the table", where, v->name.s);
}

static void test_variables(void **state)
{
    struct arena a = {0};
    struct sample s;
    struct strs none = {0};
    sample_make(&a, &s);
    vec_add(&a, &s.all.more, s.ed.sections.v[0].stories.v[0]);
    compare(view_edition(&a, &s.ed, &s.all, &s.mail, &none), vars, "the mail");
    arena_end(&a);
}

/* Where calls to action stand, by the number of sections behind the lead. */
static void test_ctas(void **state)
{
    static const struct {
        size_t stories[3];
        const char *order; /* L lead, S section, B banner, P sponsor */
    } cases[] = {
        {{1, 0, 0}, "L"}, {{2, 0, 0}, "LBS"}, {{2, 1, 0}, "LSBS"}, {{1, 1, 1}, "LSBS"}, {{2, 1, 1}, "LSBSPS"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena a = {0};
        struct sample s;
        struct rendered r;
        sample_make(&a, &s);
        struct sections cut = {0};
        for (size_t k = 0; k < 3 && cases[i].stories[k]; k++) {
            struct section *sec = vec_push(&a, &cut);
            *sec = s.ed.sections.v[k];
            sec->stories.n = cases[i].stories[k];
        }
        s.all.sections = cut;
        rendered(&a, "brief", &s, &r);
        char order[16] = "";
        for (size_t at = 0; at < r.html.n; at++) {
            struct str rest = str_sub(r.html, at, r.html.n);
            const char *c = str_starts(rest, ">Top story</h2>")  ? "L"
                            : str_starts(rest, "</h2>")          ? "S"
                            : str_starts(rest, ">Support local") ? "B"
                            : str_starts(rest, "Sponsored by")   ? "P"
                                                                 : "";
            if (!(c[0] == 'S' && str_starts(str_sub(r.html, at - 9, at), "Top story")))
                strcat(order, c);
        }
        assert_string_equal(order, cases[i].order);
        arena_end(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_goldens),  cmocka_unit_test(test_frame),     cmocka_unit_test(test_one_full_stop),
        cmocka_unit_test(test_readers),  cmocka_unit_test(test_direction), cmocka_unit_test(test_subject),
        cmocka_unit_test(test_hostile),  cmocka_unit_test(test_variables), cmocka_unit_test(test_ctas),
        cmocka_unit_test(test_settings), cmocka_unit_test(test_foreign),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
