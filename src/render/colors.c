#include "render/colors.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    unsigned rgb;
} names[] = {
    {"black", 0x000000},     {"white", 0xffffff},     {"red", 0xff0000},       {"green", 0x008000},
    {"blue", 0x0000ff},      {"gray", 0x808080},      {"grey", 0x808080},      {"silver", 0xc0c0c0},
    {"maroon", 0x800000},    {"yellow", 0xffff00},    {"olive", 0x808000},     {"lime", 0x00ff00},
    {"aqua", 0x00ffff},      {"cyan", 0x00ffff},      {"teal", 0x008080},      {"navy", 0x000080},
    {"fuchsia", 0xff00ff},   {"magenta", 0xff00ff},   {"purple", 0x800080},    {"orange", 0xffa500},
    {"pink", 0xffc0cb},      {"brown", 0xa52a2a},     {"gold", 0xffd700},      {"tomato", 0xff6347},
    {"crimson", 0xdc143c},   {"darkblue", 0x00008b},  {"darkgreen", 0x006400}, {"darkred", 0x8b0000},
    {"darkgray", 0xa9a9a9},  {"darkgrey", 0xa9a9a9},  {"lightgray", 0xd3d3d3}, {"lightgrey", 0xd3d3d3},
    {"dimgray", 0x696969},   {"dimgrey", 0x696969},   {"gainsboro", 0xdcdcdc}, {"whitesmoke", 0xf5f5f5},
    {"steelblue", 0x4682b4}, {"royalblue", 0x4169e1}, {"slategray", 0x708090}, {"slategrey", 0x708090},
    {"indigo", 0x4b0082},    {"firebrick", 0xb22222}, {"coral", 0xff7f50},     {"salmon", 0xfa8072},
    {"beige", 0xf5f5dc},     {"ivory", 0xfffff0},     {"snow", 0xfffafa},      {"aliceblue", 0xf0f8ff},
    {"lightblue", 0xadd8e6}, {"skyblue", 0x87ceeb},   {"lavender", 0xe6e6fa},  {"rebeccapurple", 0x663399},
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
