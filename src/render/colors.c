#include "render/colors.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    unsigned rgb;
} names[] = {
    /* clang-format off */
    {"aliceblue", 0xf0f8ff}, {"antiquewhite", 0xfaebd7}, {"aqua", 0x00ffff}, {"aquamarine", 0x7fffd4},
    {"azure", 0xf0ffff}, {"beige", 0xf5f5dc}, {"bisque", 0xffe4c4}, {"black", 0x000000},
    {"blanchedalmond", 0xffebcd}, {"blue", 0x0000ff}, {"blueviolet", 0x8a2be2}, {"brown", 0xa52a2a},
    {"burlywood", 0xdeb887}, {"cadetblue", 0x5f9ea0}, {"chartreuse", 0x7fff00}, {"chocolate", 0xd2691e},
    {"coral", 0xff7f50}, {"cornflowerblue", 0x6495ed}, {"cornsilk", 0xfff8dc}, {"crimson", 0xdc143c},
    {"cyan", 0x00ffff}, {"darkblue", 0x00008b}, {"darkcyan", 0x008b8b}, {"darkgoldenrod", 0xb8860b},
    {"darkgray", 0xa9a9a9}, {"darkgreen", 0x006400}, {"darkgrey", 0xa9a9a9}, {"darkkhaki", 0xbdb76b},
    {"darkmagenta", 0x8b008b}, {"darkolivegreen", 0x556b2f}, {"darkorange", 0xff8c00}, {"darkorchid", 0x9932cc},
    {"darkred", 0x8b0000}, {"darksalmon", 0xe9967a}, {"darkseagreen", 0x8fbc8f}, {"darkslateblue", 0x483d8b},
    {"darkslategray", 0x2f4f4f}, {"darkslategrey", 0x2f4f4f}, {"darkturquoise", 0x00ced1}, {"darkviolet", 0x9400d3},
    {"deeppink", 0xff1493}, {"deepskyblue", 0x00bfff}, {"dimgray", 0x696969}, {"dimgrey", 0x696969},
    {"dodgerblue", 0x1e90ff}, {"firebrick", 0xb22222}, {"floralwhite", 0xfffaf0}, {"forestgreen", 0x228b22},
    {"fuchsia", 0xff00ff}, {"gainsboro", 0xdcdcdc}, {"ghostwhite", 0xf8f8ff}, {"gold", 0xffd700},
    {"goldenrod", 0xdaa520}, {"gray", 0x808080}, {"green", 0x008000}, {"greenyellow", 0xadff2f}, {"grey", 0x808080},
    {"honeydew", 0xf0fff0}, {"hotpink", 0xff69b4}, {"indianred", 0xcd5c5c}, {"indigo", 0x4b0082},
    {"ivory", 0xfffff0}, {"khaki", 0xf0e68c}, {"lavender", 0xe6e6fa}, {"lavenderblush", 0xfff0f5},
    {"lawngreen", 0x7cfc00}, {"lemonchiffon", 0xfffacd}, {"lightblue", 0xadd8e6}, {"lightcoral", 0xf08080},
    {"lightcyan", 0xe0ffff}, {"lightgoldenrodyellow", 0xfafad2}, {"lightgray", 0xd3d3d3}, {"lightgreen", 0x90ee90},
    {"lightgrey", 0xd3d3d3}, {"lightpink", 0xffb6c1}, {"lightsalmon", 0xffa07a}, {"lightseagreen", 0x20b2aa},
    {"lightskyblue", 0x87cefa}, {"lightslategray", 0x778899}, {"lightslategrey", 0x778899},
    {"lightsteelblue", 0xb0c4de}, {"lightyellow", 0xffffe0}, {"lime", 0x00ff00}, {"limegreen", 0x32cd32},
    {"linen", 0xfaf0e6}, {"magenta", 0xff00ff}, {"maroon", 0x800000}, {"mediumaquamarine", 0x66cdaa},
    {"mediumblue", 0x0000cd}, {"mediumorchid", 0xba55d3}, {"mediumpurple", 0x9370db}, {"mediumseagreen", 0x3cb371},
    {"mediumslateblue", 0x7b68ee}, {"mediumspringgreen", 0x00fa9a}, {"mediumturquoise", 0x48d1cc},
    {"mediumvioletred", 0xc71585}, {"midnightblue", 0x191970}, {"mintcream", 0xf5fffa}, {"mistyrose", 0xffe4e1},
    {"moccasin", 0xffe4b5}, {"navajowhite", 0xffdead}, {"navy", 0x000080}, {"oldlace", 0xfdf5e6},
    {"olive", 0x808000}, {"olivedrab", 0x6b8e23}, {"orange", 0xffa500}, {"orangered", 0xff4500},
    {"orchid", 0xda70d6}, {"palegoldenrod", 0xeee8aa}, {"palegreen", 0x98fb98}, {"paleturquoise", 0xafeeee},
    {"palevioletred", 0xdb7093}, {"papayawhip", 0xffefd5}, {"peachpuff", 0xffdab9}, {"peru", 0xcd853f},
    {"pink", 0xffc0cb}, {"plum", 0xdda0dd}, {"powderblue", 0xb0e0e6}, {"purple", 0x800080},
    {"rebeccapurple", 0x663399}, {"red", 0xff0000}, {"rosybrown", 0xbc8f8f}, {"royalblue", 0x4169e1},
    {"saddlebrown", 0x8b4513}, {"salmon", 0xfa8072}, {"sandybrown", 0xf4a460}, {"seagreen", 0x2e8b57},
    {"seashell", 0xfff5ee}, {"sienna", 0xa0522d}, {"silver", 0xc0c0c0}, {"skyblue", 0x87ceeb},
    {"slateblue", 0x6a5acd}, {"slategray", 0x708090}, {"slategrey", 0x708090}, {"snow", 0xfffafa},
    {"springgreen", 0x00ff7f}, {"steelblue", 0x4682b4}, {"tan", 0xd2b48c}, {"teal", 0x008080}, {"thistle", 0xd8bfd8},
    {"tomato", 0xff6347}, {"turquoise", 0x40e0d0}, {"violet", 0xee82ee}, {"wheat", 0xf5deb3}, {"white", 0xffffff},
    {"whitesmoke", 0xf5f5f5}, {"windowtext", 0x000000}, {"yellow", 0xffff00}, {"yellowgreen", 0x9acd32},
    /* clang-format on */
};

static bool hex_color(struct str s, struct color *out)
{
    unsigned v[8];
    for (size_t i = 0; i < s.n; i++) {
        const char *at = s.n <= 8 ? strchr("0123456789abcdefABCDEF", s.s[i]) : NULL;
        if (!at || !s.s[i])
            return false;
        size_t d = (size_t)(at - "0123456789abcdefABCDEF");
        v[i] = (unsigned)(d > 15 ? d - 6 : d);
    }
    if (s.n == 3 || s.n == 4)
        *out = (struct color){v[0] / 15.0, v[1] / 15.0, v[2] / 15.0, s.n == 4 ? v[3] / 15.0 : 1};
    else if (s.n == 6 || s.n == 8)
        *out = (struct color){(v[0] * 16 + v[1]) / 255.0, (v[2] * 16 + v[3]) / 255.0, (v[4] * 16 + v[5]) / 255.0,
                              s.n == 8 ? (v[6] * 16 + v[7]) / 255.0 : 1};
    else
        return false;
    return true;
}

static double bounded(double x)
{
    return x < 0 ? 0 : x > 1 ? 1 : x;
}

static double hue_part(double p, double q, double t)
{
    t = t < 0 ? t + 1 : t > 1 ? t - 1 : t;
    if (t < 1.0 / 6)
        return p + (q - p) * 6 * t;
    if (t < 0.5)
        return q;
    return t < 2.0 / 3 ? p + (q - p) * (2.0 / 3 - t) * 6 : p;
}

/* rgb(1,2,3), rgb(1 2 3 / 50%), hsl(...) */
static bool function_color(struct str s, struct color *out)
{
    char text[80];
    if (s.n >= sizeof text)
        return false;
    memcpy(text, s.s, s.n);
    text[s.n] = '\0';
    bool hsl = strncmp(text, "hsl", 3) == 0;
    char *p = strchr(text, '(');
    double v[4] = {0, 0, 0, 1};
    size_t n = 0;
    for (p = p ? p + 1 : text + s.n; *p && n < 4;) {
        char *end;
        double x = strtod(p, &end);
        if (end == p) {
            p++;
            continue;
        }
        bool percent = *end == '%';
        v[n] = percent ? x / 100 : n == 3 ? x : hsl ? x / (n ? 100 : 360) : x / 255;
        n++;
        p = end + percent;
    }
    if (n < 3)
        return false;
    *out = (struct color){bounded(v[0]), bounded(v[1]), bounded(v[2]), bounded(v[3])};
    if (hsl) {
        double h = v[0] - floor(v[0]), l = bounded(v[2]), sat = bounded(v[1]);
        double q = l < 0.5 ? l * (1 + sat) : l + sat - l * sat, pp = 2 * l - q;
        *out = (struct color){hue_part(pp, q, h + 1.0 / 3), hue_part(pp, q, h), hue_part(pp, q, h - 1.0 / 3), out->a};
    }
    return true;
}

bool color_parse(struct str s, struct color *out)
{
    s = str_trim(s);
    if (s.n && s.s[0] == '#')
        return hex_color(str_sub(s, 1, s.n), out);
    if (str_istarts(s, "rgb") || str_istarts(s, "hsl"))
        return function_color(s, out);
    if (str_ieqc(s, "transparent")) {
        *out = (struct color){0};
        return true;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_ieqc(s, names[i].name)) {
            unsigned c = names[i].rgb;
            *out = (struct color){(c >> 16) / 255.0, (c >> 8 & 255) / 255.0, (c & 255) / 255.0, 1};
            return true;
        }
    return false;
}

/* HTML's rules for old colour attributes: three equal parts of whatever stands there, what is no hex digit counts as 0.
 * So "fff" is nearly black. */
static bool old_color(struct str s, struct color *out)
{
    enum { PART = 40 };
    unsigned v[3];
    if (s.n && s.s[0] == '#')
        s = str_sub(s, 1, s.n);
    if (!s.n || s.n > 3 * PART)
        return false;
    size_t part = (s.n + 2) / 3, skip = part > 8 ? part - 8 : 0;
    char text[3][PART + 1];
    for (size_t i = 0; i < 3 * part; i++) {
        char c = i < s.n ? s.s[i] : '0';
        text[i / part][i % part] = strchr("0123456789abcdefABCDEF", c) && c ? c : '0';
    }
    while (part - skip > 2 && text[0][skip] == '0' && text[1][skip] == '0' && text[2][skip] == '0')
        skip++;
    for (size_t i = 0; i < 3; i++) {
        text[i][part - skip > 2 ? skip + 2 : part] = '\0';
        v[i] = (unsigned)strtoul(text[i] + skip, NULL, 16);
    }
    *out = (struct color){v[0] / 255.0, v[1] / 255.0, v[2] / 255.0, 1};
    return true;
}

bool color_parse_old(struct str s, struct color *out)
{
    s = str_trim(s);
    if (!s.n || str_ieqc(s, "transparent"))
        return false;
    bool hash = s.s[0] == '#', letters = (s.s[0] | 0x20) >= 'a' && (s.s[0] | 0x20) <= 'z';
    return ((hash || letters) && str_chr(s, '(') == STR_NONE && color_parse(s, out)) || old_color(s, out);
}

struct color color_over(struct color f, struct color b)
{
    return (struct color){f.r * f.a + b.r * (1 - f.a), f.g * f.a + b.g * (1 - f.a), f.b * f.a + b.b * (1 - f.a), 1};
}

static double linear(double v)
{
    return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

static double luminance(struct color c)
{
    return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b);
}

double color_contrast(struct color x, struct color y)
{
    double a = luminance(x), b = luminance(y);
    return a > b ? (a + 0.05) / (b + 0.05) : (b + 0.05) / (a + 0.05);
}
