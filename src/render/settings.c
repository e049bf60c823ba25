#include "render/settings.h"
#include "render/colors.h"

static const double least = 4.5; /* WCAG AA, for text of any size: headlines shrink on phones */

static bool family_color(const struct declarations *defs, const char *name, struct color *out)
{
    for (size_t i = 0; i < defs->n; i++)
        if (str_eqc(defs->v[i].property, name))
            return color_parse(defs->v[i].value, out);
    return false;
}

struct rule { /* the setting, and the family's colour that it must stand out from */
    const char *setting, *against, *what;
};

static int color_check(struct str value, const struct rule *rules, size_t n, const struct declarations *defs,
                       struct err *e)
{
    struct color own, other;
    if (!value.n)
        return 0;
    if (value.s[0] != '#' || !color_parse(value, &own) || own.a < 1)
        return err_set(e, EX_CONFIG, "%s: \"%.*s\" is not a colour; write it as #rrggbb", rules[0].setting,
                       STR_ARG(str_sub(value, 0, 60)));
    for (size_t i = 0; i < n; i++) {
        double ratio = family_color(defs, rules[i].against, &other) ? color_contrast(own, other) : least;
        if (ratio < least)
            return err_set(e, EX_CONFIG, "%s: %.*s gives %s a contrast of %.2f; at least %.1f is needed to read it",
                           rules[i].setting, STR_ARG(value), rules[i].what, ratio, least);
    }
    return 0;
}

static int font_check(struct str font, struct err *e)
{
    for (size_t i = 0; i < font.n; i++) {
        char c = font.s[i];
        bool ok = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' ' || c == ',' ||
                  c == '-' || c == '\'';
        if (!ok || font.n > 200)
            return err_set(e, EX_CONFIG,
                           "headline_font: write font names with commas between them, "
                           "such as Georgia, 'Times New Roman', serif");
    }
    return 0;
}

int settings_check(const struct masthead *m, const struct declarations *defs, struct err *e)
{
    static const struct rule accent[] = {{"accent", "--card", "links"}, {"accent", "--label", "the words on buttons"}};
    static const struct rule dark[] = {{"accent_dark", "--card-dark", "links in dark mode"},
                                       {"accent_dark", "--label-dark", "the words on buttons in dark mode"}};
    static const struct rule page[] = {{"page", "--text", "text"}};
    if (color_check(m->accent, accent, 2, defs, e) || color_check(m->accent_dark, dark, 2, defs, e) ||
        color_check(m->page_color, page, 1, defs, e) || font_check(m->headline_font, e))
        return m->style_place.n ? err_wrap(e, STR_FMT ": style", STR_ARG(m->style_place)) : -1;
    return 0;
}
