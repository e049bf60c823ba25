/* What assistive programs are told: languages, roles, states, names that repeat. */
#include "render/lint.h"
#include <stdlib.h>
#include <string.h>

enum { IDS_MAX = 4000 };

/* ---- languages (BCP 47) ---- */

/* ISO 639-1, two letters each. */
static const char languages[] =
    "aaabaeafakamanarasavayazbabebgbhbibmbnbobrbscacechcocrcscucvcydadedvdzeeeleneoeseteufafffifjfofrfyga"
    "gdglgngugvhahehihohrhthuhyhziaidieigiiikioisitiujajvkakgkikjkkklkmknkokrkskukvkwkylalblglilnloltlulv"
    "mgmhmimkmlmnmrmsmtmynanbndnengnlnnnonrnvnyocojomorospapiplpsptqurmrnrorurwsascsdsesgsiskslsmsnsosqsr"
    "ssstsusvswtatetgthtitktltntotrtstttwtyugukuruzvevivowawoxhyiyozazhzu";

static bool known_language(struct str tag)
{
    struct str first = str_sub(tag, 0, str_chr(tag, '-') == STR_NONE ? tag.n : str_chr(tag, '-'));
    for (size_t i = 0; i < tag.n; i++)
        if (!(((tag.s[i] | 0x20) >= 'a' && (tag.s[i] | 0x20) <= 'z') || (tag.s[i] >= '0' && tag.s[i] <= '9') ||
              (tag.s[i] == '-' && i > 0 && i + 1 < tag.n)))
            return false;
    if (first.n == 3) /* too many to list: Low German, Cantonese, undetermined */
        return true;
    for (size_t i = 0; first.n == 2 && i + 1 < sizeof languages; i += 2)
        if (str_ieq(first, (struct str){languages + i, 2}))
            return true;
    return false;
}

static void language(struct lint *l, const struct html_node *n)
{
    struct str lang = str_trim(html_get(n, "lang"));
    if (lang.n && !known_language(lang))
        lint_say(l, "E225", lint_html(l, n->at), "lang=\"" STR_FMT "\" is no language; it is read in a wrong voice",
                 STR_ARG(str_sub(lang, 0, 40)));
}

/* ---- roles and states (WAI-ARIA 1.2) ---- */

static const char *const roles[] = {
    "alert",         "alertdialog",  "application",  "article",       "banner",
    "blockquote",    "button",       "caption",      "cell",          "checkbox",
    "code",          "columnheader", "combobox",     "complementary", "contentinfo",
    "definition",    "deletion",     "dialog",       "directory",     "document",
    "emphasis",      "feed",         "figure",       "form",          "generic",
    "grid",          "gridcell",     "group",        "heading",       "img",
    "image",         "insertion",    "link",         "list",          "listbox",
    "listitem",      "log",          "main",         "mark",          "marquee",
    "math",          "menu",         "menubar",      "menuitem",      "menuitemcheckbox",
    "menuitemradio", "meter",        "navigation",   "none",          "note",
    "option",        "paragraph",    "presentation", "progressbar",   "radio",
    "radiogroup",    "region",       "row",          "rowgroup",      "rowheader",
    "scrollbar",     "search",       "searchbox",    "separator",     "slider",
    "spinbutton",    "status",       "strong",       "subscript",     "suggestion",
    "superscript",   "switch",       "tab",          "table",         "tablist",
    "tabpanel",      "term",         "text",         "textbox",       "time",
    "timer",         "toolbar",      "tooltip",      "tree",          "treegrid",
    "treeitem"};

/* What their values may be: T true false, M also mixed, U also undefined, N a number, - anything, | words. */
static const struct {
    const char *name, *values;
} states[] = {{"activedescendant", "-"},
              {"atomic", "T"},
              {"autocomplete", "inline|list|both|none"},
              {"braillelabel", "-"},
              {"brailleroledescription", "-"},
              {"busy", "T"},
              {"checked", "MU"},
              {"colcount", "N"},
              {"colindex", "N"},
              {"colindextext", "-"},
              {"colspan", "N"},
              {"controls", "-"},
              {"current", "page|step|location|date|time|true|false"},
              {"describedby", "-"},
              {"description", "-"},
              {"details", "-"},
              {"disabled", "T"},
              {"dropeffect", "-"},
              {"errormessage", "-"},
              {"expanded", "U"},
              {"flowto", "-"},
              {"grabbed", "U"},
              {"haspopup", "true|false|menu|listbox|tree|grid|dialog"},
              {"hidden", "U"},
              {"invalid", "true|false|grammar|spelling"},
              {"keyshortcuts", "-"},
              {"label", "-"},
              {"labelledby", "-"},
              {"level", "N"},
              {"live", "off|polite|assertive"},
              {"modal", "T"},
              {"multiline", "T"},
              {"multiselectable", "T"},
              {"orientation", "horizontal|vertical|undefined"},
              {"owns", "-"},
              {"placeholder", "-"},
              {"posinset", "N"},
              {"pressed", "MU"},
              {"readonly", "T"},
              {"relevant", "-"},
              {"required", "T"},
              {"roledescription", "-"},
              {"rowcount", "N"},
              {"rowindex", "N"},
              {"rowindextext", "-"},
              {"rowspan", "N"},
              {"selected", "U"},
              {"setsize", "N"},
              {"sort", "ascending|descending|none|other"},
              {"valuemax", "N"},
              {"valuemin", "N"},
              {"valuenow", "N"},
              {"valuetext", "-"}};

static bool one_of(struct str words, struct str word)
{
    struct str one;
    while (words.n && str_cut(&words, '|', &one))
        if (str_ieq(one, word))
            return true;
    return false;
}

static bool allowed(const char *values, struct str v)
{
    if (*values == '-' || !v.n)
        return true;
    if (*values == 'N') {
        for (size_t i = 0; i < v.n; i++)
            if (!(v.s[i] >= '0' && v.s[i] <= '9') && v.s[i] != '.' && !(v.s[i] == '-' && i == 0))
                return false;
        return true;
    }
    if (*values < 'A' || *values > 'Z')
        return one_of(str_c(values), v);
    return one_of(str_lit("true|false"), v) || (strchr(values, 'M') && str_ieqc(v, "mixed")) ||
           (strchr(values, 'U') && str_ieqc(v, "undefined"));
}

static void role(struct lint *l, const struct html_node *n)
{
    struct str words = html_get(n, "role"), one;
    bool some = false, known = false;
    while (words.n && str_cut(&words, ' ', &one)) {
        some |= one.n > 0;
        known |= str_istarts(one, "doc-") || str_istarts(one, "graphics-"); /* vocabularies of their own */
        for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
            known |= str_ieqc(one, roles[i]);
    }
    if (some && !known)
        lint_say(l, "E227", lint_html(l, n->at), "role=\"" STR_FMT "\" is no role; screen readers pass over it",
                 STR_ARG(str_sub(html_get(n, "role"), 0, 40)));
}

static void state(struct lint *l, const struct html_node *n, const struct html_attr *at)
{
    struct str name = str_sub(at->name, 5, at->name.n);
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        if (!str_eqc(name, states[i].name))
            continue;
        if (!allowed(states[i].values, str_trim(at->value)))
            lint_say(l, "E228", lint_html(l, at->at), STR_FMT " cannot be \"" STR_FMT "\"", STR_ARG(at->name),
                     STR_ARG(str_sub(at->value, 0, 40)));
        return;
    }
    lint_say(l, "E228", lint_html(l, at->at), "there is no " STR_FMT "; nobody hears what it says",
             STR_ARG(str_sub(at->name, 0, 40)));
}

/* ---- what can be reached by keys though it is not there ---- */

static bool reached(const struct html_node *n)
{
    return (html_is(n, "a") && html_attr(n, "href")) || html_is(n, "button") || html_is(n, "select") ||
           html_is(n, "textarea") || (html_is(n, "input") && !str_ieqc(html_get(n, "type"), "hidden"));
}

static void hidden_links(struct lint *l, const struct html_node *n)
{
    if (!str_ieqc(str_trim(html_get(n, "aria-hidden")), "true") || lint_hidden(n))
        return;
    for (const struct html_node *i = n; i; i = html_next(n, i))
        if (i->kind == HTML_ELEMENT && reached(i) && str_trim(html_get(i, "tabindex")).n == 0 && !lint_hidden(i)) {
            lint_say(l, "E229", lint_html(l, i->at), "a link inside aria-hidden=\"true\"");
            return;
        }
}

static void order(struct lint *l, const struct html_node *n)
{
    int64_t v;
    if (str_i64(str_trim(html_get(n, "tabindex")), &v) && v > 0)
        lint_say(l, "W230", lint_html(l, n->at), "tabindex=\"%lld\"", (long long)v);
}

/* ---- tables ---- */

static void header_cell(struct lint *l, const struct html_node *n)
{
    struct str scope = html_get(n, "scope");
    if (html_attr(n, "scope") && !one_of(str_lit("row|col|rowgroup|colgroup"), scope))
        lint_say(l, "W231", lint_html(l, n->at), "scope=\"" STR_FMT "\" says nothing", STR_ARG(str_sub(scope, 0, 40)));
    if (html_is(n, "th") && !html_text(l->a, n).n && !html_get(n, "aria-label").n) {
        for (const struct html_node *i = n; i; i = html_next(n, i))
            if (html_is(i, "img") && html_get(i, "alt").n)
                return;
        lint_say(l, "W231", lint_html(l, n->at), "a <th> without words");
    }
}

/* A layout has no headers; a table with headers is no layout, whatever its role says. */
static void laid_out_data(struct lint *l, const struct html_node *n)
{
    struct str r = html_get(n, "role");
    if (!html_is(n, "table") || (!str_ieqc(r, "presentation") && !str_ieqc(r, "none")))
        return;
    for (const struct html_node *i = n->first; i; i = html_next(n, i)) {
        const struct html_node *up = i->parent;
        while (up && !html_is(up, "table"))
            up = up->parent;
        if (up == n && (html_is(i, "th") || html_is(i, "caption"))) {
            lint_say(l, "W232", lint_html(l, n->at), "a table with <%s> that says it is layout",
                     html_is(i, "th") ? "th" : "caption");
            return;
        }
    }
}

/* ---- names that repeat ---- */

static void said_twice(struct lint *l, const struct html_node *n)
{
    if (!html_is(n, "a"))
        return;
    struct str words = html_text(l->a, n);
    for (const struct html_node *i = n; words.n && i; i = html_next(n, i))
        if (html_is(i, "img") && str_ieq(str_trim(html_get(i, "alt")), words)) {
            lint_say(l, "W226", lint_html(l, i->at), "the picture and the words of its link both say \"" STR_FMT "\"",
                     STR_ARG(str_sub(words, 0, 60)));
            return;
        }
}

static int by_id(const void *x, const void *y)
{
    const struct html_node *a = *(const struct html_node *const *)x, *b = *(const struct html_node *const *)y;
    int c = str_cmp(html_get(a, "id"), html_get(b, "id"));
    return c ? c : a->at < b->at ? -1 : a->at > b->at;
}

static void ids(struct lint *l)
{
    const struct html_node **all = arena_array(l->a, const struct html_node *, IDS_MAX);
    size_t n = 0;
    for (const struct html_node *i = l->page.root; i && n < IDS_MAX; i = html_next(l->page.root, i))
        if (i->kind == HTML_ELEMENT && html_get(i, "id").n)
            all[n++] = i;
    if (n)
        qsort(all, n, sizeof *all, by_id);
    for (size_t i = 1; i < n; i++)
        if (str_eq(html_get(all[i], "id"), html_get(all[i - 1], "id")))
            lint_say(l, "E233", lint_html(l, all[i]->at), "id=\"" STR_FMT "\" stands here a second time",
                     STR_ARG(str_sub(html_get(all[i], "id"), 0, 40)));
}

void lint_spoken(struct lint *l)
{
    if (!l->page.root)
        return;
    for (const struct html_node *n = l->page.root; n; n = html_next(l->page.root, n)) {
        if (n->kind != HTML_ELEMENT || (n->tag_end == n->at && n->parent))
            continue;
        language(l, n);
        role(l, n);
        for (size_t i = 0; i < n->attrs.n; i++)
            if (str_starts(n->attrs.v[i].name, "aria-"))
                state(l, n, &n->attrs.v[i]);
        hidden_links(l, n);
        order(l, n);
        if (html_is(n, "th") || html_is(n, "td"))
            header_cell(l, n);
        laid_out_data(l, n);
        said_twice(l, n);
    }
    ids(l);
}
