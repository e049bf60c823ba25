/* tags.h: the HTML elements and attributes that ingest cares about, as numbers.
 *
 * Anything else is T_OTHER (an element whose content is kept and whose tag is not) or A_NONE (an attribute that is
 * dropped before parsing). What each element means for nesting is a row of flags, so that no other file lists names. */
#ifndef INGEST_TAGS_H
#define INGEST_TAGS_H

#include "base/str.h"

enum {
    TAG_VOID = 1,   /* has no end tag */
    TAG_BLOCK = 2,  /* closes an open <p>, starts on a line of its own */
    TAG_FORMAT = 4, /* a formatting element of HTML's tree construction: survives misnesting */
    TAG_SKIP = 8,   /* never shown as text: dropped with its content before parsing */
    TAG_SCOPE = 16, /* an end tag inside never closes something outside */
    TAG_HEADING = 32,
    TAG_KEEP = 64, /* allowed in sanitized HTML */
};

/* id, name, flags; alphabetical by name, of at most 16 letters. */
#define TAG_LIST(X)                                         \
    X(A, "a", TAG_FORMAT | TAG_KEEP)                        \
    X(ABBR, "abbr", TAG_KEEP)                               \
    X(ADDRESS, "address", TAG_BLOCK)                        \
    X(ANNOTATION, "annotation", TAG_SKIP)                   \
    X(ANNOTATION_XML, "annotation-xml", TAG_SKIP)           \
    X(APPLET, "applet", TAG_SKIP)                           \
    X(AREA, "area", TAG_VOID)                               \
    X(ARTICLE, "article", TAG_BLOCK)                        \
    X(ASIDE, "aside", TAG_BLOCK)                            \
    X(AUDIO, "audio", TAG_SKIP)                             \
    X(B, "b", TAG_FORMAT | TAG_KEEP)                        \
    X(BASE, "base", TAG_VOID)                               \
    X(BASEFONT, "basefont", TAG_VOID)                       \
    X(BGSOUND, "bgsound", TAG_VOID)                         \
    X(BIG, "big", TAG_FORMAT)                               \
    X(BLOCKQUOTE, "blockquote", TAG_BLOCK | TAG_KEEP)       \
    X(BODY, "body", 0)                                      \
    X(BR, "br", TAG_VOID | TAG_KEEP)                        \
    X(BUTTON, "button", 0)                                  \
    X(CANVAS, "canvas", TAG_SKIP)                           \
    X(CAPTION, "caption", TAG_BLOCK | TAG_SCOPE | TAG_KEEP) \
    X(CENTER, "center", TAG_BLOCK)                          \
    X(CITE, "cite", TAG_KEEP)                               \
    X(CODE, "code", TAG_FORMAT | TAG_KEEP)                  \
    X(COL, "col", TAG_VOID)                                 \
    X(COLGROUP, "colgroup", 0)                              \
    X(DD, "dd", TAG_BLOCK | TAG_KEEP)                       \
    X(DEL, "del", TAG_KEEP)                                 \
    X(DETAILS, "details", TAG_BLOCK)                        \
    X(DFN, "dfn", TAG_KEEP)                                 \
    X(DIALOG, "dialog", TAG_BLOCK)                          \
    X(DIV, "div", TAG_BLOCK | TAG_KEEP)                     \
    X(DL, "dl", TAG_BLOCK | TAG_KEEP)                       \
    X(DT, "dt", TAG_BLOCK | TAG_KEEP)                       \
    X(EM, "em", TAG_FORMAT | TAG_KEEP)                      \
    X(EMBED, "embed", TAG_VOID)                             \
    X(FIELDSET, "fieldset", TAG_BLOCK)                      \
    X(FIGCAPTION, "figcaption", TAG_BLOCK | TAG_KEEP)       \
    X(FIGURE, "figure", TAG_BLOCK | TAG_KEEP)               \
    X(FONT, "font", TAG_FORMAT)                             \
    X(FOOTER, "footer", TAG_BLOCK)                          \
    X(FORM, "form", TAG_BLOCK)                              \
    X(FRAME, "frame", TAG_VOID)                             \
    X(FRAMESET, "frameset", 0)                              \
    X(H1, "h1", TAG_BLOCK | TAG_HEADING | TAG_KEEP)         \
    X(H2, "h2", TAG_BLOCK | TAG_HEADING | TAG_KEEP)         \
    X(H3, "h3", TAG_BLOCK | TAG_HEADING | TAG_KEEP)         \
    X(H4, "h4", TAG_BLOCK | TAG_HEADING | TAG_KEEP)         \
    X(H5, "h5", TAG_BLOCK | TAG_HEADING | TAG_KEEP)         \
    X(H6, "h6", TAG_BLOCK | TAG_HEADING | TAG_KEEP)         \
    X(HEAD, "head", 0)                                      \
    X(HEADER, "header", TAG_BLOCK)                          \
    X(HGROUP, "hgroup", TAG_BLOCK)                          \
    X(HR, "hr", TAG_VOID | TAG_BLOCK | TAG_KEEP)            \
    X(HTML, "html", 0)                                      \
    X(I, "i", TAG_FORMAT | TAG_KEEP)                        \
    X(IFRAME, "iframe", TAG_SKIP)                           \
    X(IMG, "img", TAG_VOID | TAG_KEEP)                      \
    X(INPUT, "input", TAG_VOID)                             \
    X(INS, "ins", TAG_KEEP)                                 \
    X(KBD, "kbd", TAG_KEEP)                                 \
    X(KEYGEN, "keygen", TAG_VOID)                           \
    X(LABEL, "label", 0)                                    \
    X(LEGEND, "legend", TAG_BLOCK)                          \
    X(LI, "li", TAG_BLOCK | TAG_KEEP)                       \
    X(LINK, "link", TAG_VOID)                               \
    X(MAIN, "main", TAG_BLOCK)                              \
    X(MAP, "map", 0)                                        \
    X(MARK, "mark", 0)                                      \
    X(MENU, "menu", TAG_BLOCK)                              \
    X(META, "meta", TAG_VOID)                               \
    X(NAV, "nav", TAG_BLOCK)                                \
    X(NOBR, "nobr", TAG_FORMAT)                             \
    X(NOEMBED, "noembed", TAG_SKIP)                         \
    X(NOFRAMES, "noframes", TAG_SKIP)                       \
    X(NOSCRIPT, "noscript", TAG_SKIP)                       \
    X(OBJECT, "object", TAG_SKIP)                           \
    X(OL, "ol", TAG_BLOCK | TAG_KEEP)                       \
    X(OPTGROUP, "optgroup", 0)                              \
    X(OPTION, "option", 0)                                  \
    X(P, "p", TAG_BLOCK | TAG_KEEP)                         \
    X(PARAM, "param", TAG_VOID)                             \
    X(PICTURE, "picture", 0)                                \
    X(PLAINTEXT, "plaintext", 0)                            \
    X(PRE, "pre", TAG_BLOCK | TAG_KEEP)                     \
    X(Q, "q", TAG_KEEP)                                     \
    X(S, "s", TAG_FORMAT | TAG_KEEP)                        \
    X(SAMP, "samp", TAG_KEEP)                               \
    X(SCRIPT, "script", TAG_SKIP)                           \
    X(SECTION, "section", TAG_BLOCK)                        \
    X(SELECT, "select", TAG_SKIP)                           \
    X(SMALL, "small", TAG_FORMAT | TAG_KEEP)                \
    X(SOURCE, "source", TAG_VOID)                           \
    X(SPAN, "span", TAG_KEEP)                               \
    X(STRIKE, "strike", TAG_FORMAT)                         \
    X(STRONG, "strong", TAG_FORMAT | TAG_KEEP)              \
    X(STYLE, "style", TAG_SKIP)                             \
    X(SUB, "sub", TAG_KEEP)                                 \
    X(SUMMARY, "summary", TAG_BLOCK)                        \
    X(SUP, "sup", TAG_KEEP)                                 \
    X(SVG, "svg", TAG_SKIP)                                 \
    X(TABLE, "table", TAG_BLOCK | TAG_SCOPE | TAG_KEEP)     \
    X(TBODY, "tbody", TAG_BLOCK | TAG_KEEP)                 \
    X(TD, "td", TAG_BLOCK | TAG_SCOPE | TAG_KEEP)           \
    X(TEMPLATE, "template", TAG_SKIP)                       \
    X(TEXTAREA, "textarea", TAG_SKIP)                       \
    X(TFOOT, "tfoot", TAG_BLOCK | TAG_KEEP)                 \
    X(TH, "th", TAG_BLOCK | TAG_SCOPE | TAG_KEEP)           \
    X(THEAD, "thead", TAG_BLOCK | TAG_KEEP)                 \
    X(TIME, "time", 0)                                      \
    X(TITLE, "title", 0)                                    \
    X(TR, "tr", TAG_BLOCK | TAG_KEEP)                       \
    X(TRACK, "track", TAG_VOID)                             \
    X(TT, "tt", TAG_FORMAT)                                 \
    X(U, "u", TAG_FORMAT | TAG_KEEP)                        \
    X(UL, "ul", TAG_BLOCK | TAG_KEEP)                       \
    X(VAR, "var", TAG_KEEP)                                 \
    X(VIDEO, "video", TAG_SKIP)                             \
    X(WBR, "wbr", TAG_VOID)                                 \
    X(XMP, "xmp", TAG_SKIP)

enum tag {
    T_TEXT, /* a run of text, not an element */
    T_OTHER,
#define TAG_ENUM(id, name, flags) T_##id,
    TAG_LIST(TAG_ENUM)
#undef TAG_ENUM
        TAG_COUNT
};

#define ATTR_LIST(X)                    \
    X(ALT, "alt")                       \
    X(ARIA_HIDDEN, "aria-hidden")       \
    X(ARIA_LABEL, "aria-label")         \
    X(CHARSET, "charset")               \
    X(CLASS, "class")                   \
    X(COLSPAN, "colspan")               \
    X(CONTENT, "content")               \
    X(DATA_COMPONENT, "data-component") \
    X(DATA_LAZY_SRC, "data-lazy-src")   \
    X(DATA_ORIGINAL, "data-original")   \
    X(DATA_SRC, "data-src")             \
    X(DATA_SRCSET, "data-srcset")       \
    X(DATA_TESTID, "data-testid")       \
    X(DATETIME, "datetime")             \
    X(DIR, "dir")                       \
    X(HEIGHT, "height")                 \
    X(HIDDEN, "hidden")                 \
    X(HREF, "href")                     \
    X(HTTP_EQUIV, "http-equiv")         \
    X(ID, "id")                         \
    X(ITEMPROP, "itemprop")             \
    X(ITEMSCOPE, "itemscope")           \
    X(ITEMTYPE, "itemtype")             \
    X(LANG, "lang")                     \
    X(NAME, "name")                     \
    X(PROPERTY, "property")             \
    X(REL, "rel")                       \
    X(ROLE, "role")                     \
    X(ROWSPAN, "rowspan")               \
    X(SRC, "src")                       \
    X(SRCSET, "srcset")                 \
    X(START, "start")                   \
    X(STYLE, "style")                   \
    X(TITLE, "title")                   \
    X(TYPE, "type")                     \
    X(WIDTH, "width")                   \
    X(XML_LANG, "xml:lang")

enum attr {
    A_NONE,
#define ATTR_ENUM(id, name) A_##id,
    ATTR_LIST(ATTR_ENUM)
#undef ATTR_ENUM
        ATTR_COUNT
};

struct attribute_value {
    enum attr name;
    struct str value;
};

enum tag tag_of(struct str name);   /* any case; T_OTHER when unknown */
enum attr attr_of(struct str name); /* any case; A_NONE when not wanted */
struct str attr_name(enum attr a);

extern const struct tag_kind {
    struct str name;
    unsigned flags;
} tag_kinds[TAG_COUNT];
static inline struct str tag_name(enum tag t) /* "" for T_TEXT and T_OTHER */
{
    return tag_kinds[t].name;
}
static inline unsigned tag_flags(enum tag t)
{
    return tag_kinds[t].flags;
}

#endif
