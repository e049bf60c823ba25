"""phones.py DIR: twenty-one mails of our own making in the manner of seven programs that write newsletters, three each, all with rules for
phones, as such programs have them: sizes that shrink or grow, columns that fall under each other, parts for one kind of screen only, dark
colours beside. Each has the habits of its kind and a few faults that only some readers meet. The same every time."""
import os, sys

out = sys.argv[1]
os.makedirs(out, exist_ok=True)
TEXT = "The council heard nine speakers on the quay before it voted, and the boats waited for the tide until late in the evening."
HEADS = ["Ferry leaves an hour earlier", "A workshop in the library", "The weir holds again", "Night market on the quay"]


def link(words, look="", more=""):
    return '<a href="https://letters.example.net/%s"%s%s>%s</a>' % (words.lower().replace(" ", "-"), ' style="%s"' % look if look else "", more, words)


def page(lang, title, head, body, body_look=""):
    return '<!doctype html>\n<html%s><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">%s%s</head>\n<body%s>%s</body></html>\n' % (
        ' lang="%s"' % lang if lang else "", "<title>%s</title>" % title if title else "", head, ' style="%s"' % body_look if body_look else "", body)


def foot(look, words="Unsubscribe"):
    return '<p class="foot" style="%s">You asked for this letter. Quay Letters, 4 Rope Walk, Springfield. %s</p>' % (look, link(words, "color:inherit"))


def builder(i):
    """A campaign editor of the newer kind: classes by the hundred, sizes by class, colours turned at 480 px."""
    blocks = "".join('<table width="100%%" border="0" cellpadding="0" cellspacing="0"%s class="mceBlock"><tbody><tr><td class="mceText b%d" style="padding:12px 24px"><h%d class="mceTitle">%s</h%d>'
                     '<p>%s %s</p></td></tr></tbody></table>' % (' role="presentation"' if i != 1 else "", k, min(k + 1, 3), h, min(k + 1, 3), TEXT, link("Read about %s" % h.lower())) for k, h in enumerate(HEADS))
    css = """body,.mceText{font-family:Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5;color:%s}.mceText{background-color:%s}
.mceText a{color:%s}.mceTitle{font-size:25px;line-height:125%%;margin:0}.mceText.b2{background:%s}
@media only screen and (max-width: 480px){body,table,td,p,a,li{-webkit-text-size-adjust:none !important}.mceText p{font-size:%s !important;line-height:%s !important}
.mceText.b%d{color:%s !important}.mceTitle{font-size:20px !important}}
@media only screen and (max-width: 640px){.mceText.b3{background-color:%s !important;color:%s !important}}""" % (
        ["#222222", "#4b4b4b", "#333333"][i], ["#ffffff", "#f6f7fb", "#fffdf5"][i], ["#0b57a4", "#007c89", "#8a3b12"][i], ["#eef4fb", "#ffffff", "#1d2430"][i],
        ["14px", "16px", "17px"][i], ["110%", "1.5", "1.4"][i], i, ["#8c8c8c", "#777777", "#b0b0b0"][i], ["#1b2a41", "#222222", "#3b2416"][i], ["#ffffff", "#6a6a6a", "#f3e9dc"][i])
    return page("en" if i else "", "Quay Letters", "<style>%s</style>" % css, "<center>%s%s</center>" % (blocks, foot("font-size:12px;color:%s" % ["#656565", "#999999", "#5c5c5c"][i])))


def compiled(i):
    """Columns compiled from a component language: phone first, the desk by min-width."""
    cols = "".join('<div class="col-%d out" style="font-size:0;text-align:left;display:inline-block;vertical-align:top;width:100%%"><table border="0" cellpadding="0" cellspacing="0" role="%s" width="100%%"><tbody><tr>'
                   '<td class="cell c%d" style="padding:10px 25px;word-break:break-word"><div class="words" style="font-family:Ubuntu,Arial,sans-serif;font-size:%s;line-height:1.5;color:%s">%s<br>%s</div></td></tr></tbody></table></div>'
                   % (50 if k < 2 else 100, "presentation" if (k, i) != (3, 2) else "layout", k, ["16px", "15px", "13px"][i], ["#1f2933", "#616e7c", "#000000"][i], TEXT, link("%s, in full" % HEADS[k])) for k in range(4))
    css = """.cell{background:%s}.c%d .words{color:%s !important}
@media only screen and (min-width:480px){.col-50{width:50%% !important;max-width:50%%}.col-100{width:100%% !important}.c%d .words{color:%s !important}}
@media only screen and (max-width:479px){.c3 .words{font-size:11px !important}table.full{width:100%% !important}}
@media (prefers-color-scheme:dark){.cell{background:#101820 !important}.words{color:%s !important}}""" % (
        ["#ffffff", "#f5f7fa", "#fafafa"][i], i, ["#9aa5b1", "#cbd2d9", "#777777"][i], i, ["#1f2933", "#323f4b", "#111111"][i], ["#e4e7eb", "#52606d", "#dddddd"][i])
    return page("en", "Quay Letters", '<meta name="color-scheme" content="light dark"><style>%s</style>' % css,
                '<div role="article" aria-roledescription="email" lang="en"><h1 style="font:bold 28px/34px Arial;color:#111;margin:0;padding:20px 25px">Four things from the quay</h1>%s%s</div>' % (
                    cols, foot("font:13px/20px Arial;color:%s;padding:20px 25px" % ["#52606d", "#9aa5b1", "#555555"][i])), "background-color:%s" % ["#f0f4f8", "#ffffff", "#eeeeee"][i])


def journal(i):
    """A blog that mails its posts: one table, a big title that shrinks, footers paler on phones."""
    post = "".join('<h%d style="margin:1.5em 0 .5em;line-height:1.2;color:#15212a">%s</h%d><p class="post p%d" style="margin:0 0 1.5em;line-height:1.6">%s %s</p>' % (
        2 if i != 2 else 4, h, 2 if i != 2 else 4, k, TEXT, link("Go on reading", "color:%s" % ["#e0006d", "#15171a", "#2b7a4b"][i])) for k, h in enumerate(HEADS))
    css = """.title{font-size:42px;line-height:1.1;margin:0}.post{font-size:18px;color:#15212a}.foot{color:#738a94;font-size:13px}
@media only screen and (max-width:600px){table.body .title{font-size:26px !important}table.body .post{font-size:%s !important}table.body .p%d{color:%s !important;background:%s}
.foot{color:%s !important}.desk{display:none !important}.phone-only{display:block !important;max-height:none !important}}""" % (
        ["16px", "17px", "12px"][i], i, ["#9aa7ad", "#333d44", "#c4ccd0"][i], ["#ffffff", "#e9eef0", "#15212a"][i], ["#aab6bc", "#5b6b73", "#8b9aa1"][i])
    return page(["en", "en-GB", "e n"][i], "The Quay Journal", "<style>%s</style>" % css,
                '<table role="presentation" class="body" width="100%%" style="background:#fff"><tr><td style="font-family:Georgia,serif;max-width:600px"><h1 class="title">Four things from the quay</h1>'
                '<p class="desk" style="color:%s">Read on the site</p><p class="phone-only" style="display:none;max-height:0;overflow:hidden;color:%s">Tap to read on the site</p>%s%s</td></tr></table>' % (
                    ["#999999", "#444444", "#626d79"][i], ["#666666", "#bbbbbb", "#222222"][i], post, foot("")))


def letters(i):
    """A platform for writers: buttons made of links, icons with and without words, a post header of spans."""
    icons = "".join('<td><a href="https://letters.example.net/%s"%s><img src="https://pictures.example.net/%s.png" width="18" height="18"%s></a></td>' % (
        n, ' aria-label="%s"' % n if (i, k) == (1, 2) else "", n, "" if (i, k) == (0, 1) else ' alt=""' if (i, k) in ((2, 0), (1, 2)) else ' alt="%s"' % n) for k, n in enumerate(["like", "comment", "share"]))
    body = "".join("<h3>%s</h3><p>%s</p>" % (h, TEXT) for h in HEADS[: 4 - i])
    css = """.post h1{font-size:32px;line-height:36px;color:#363737}.post p{font-size:16px;line-height:26px;color:#363737}.meta{color:%s;font-size:12px}
.button{display:inline-block;padding:12px 20px;line-height:20px;background:%s;color:%s;text-decoration:none;font-size:14px;border-radius:8px}
@media screen and (max-width:650px){.post p{font-size:%s !important;line-height:%s !important}.meta{color:%s !important}.button{padding:%s !important;background:%s !important}}
@media all and (-ms-high-contrast:none){.post p{color:#eee}}""" % (
        ["#777777", "#868787", "#5b5b5b"][i], ["#ff6719", "#1d4ed8", "#006b5e"][i], ["#ffffff", "#ffffff", "#e9fffb"][i],
        ["18px", "16px", "15px"][i], ["20px", "25px", "24px"][i], ["#b6b6b6", "#757575", "#9b9b9b"][i], ["5px 20px", "12px 20px", "14px 20px"][i], ["#b34000", "#6f97ff", "#006b5e"][i])
    return page("en", ["Quay Writers", "Quay Writers", ""][i], "<style>%s</style>" % css,
                '<div class="preview" style="display:none;font-size:1px;max-height:0;opacity:0;overflow:hidden;color:#fff">A week on the quay</div><div class="post"><h1>%s</h1><table role="presentation"><tr>'
                '<td class="meta">Ada Kvist, Nov 22</td>%s</tr></table>%s<p><a class="button" href="https://letters.example.net/subscribe">Subscribe to the letter</a></p></div>%s' % (
                    link("Four things from the quay", "color:#363737;text-decoration:none"), icons, body, foot("font-size:13px;color:%s" % ["#868787", "#666666", "#707070"][i])))


def plugin(i):
    """A plug-in of a site: rows of pictures beside words that fall under each other, sizes in em, alignment by attribute."""
    rows = "".join('<table width="100%%" align="center" cellpadding="0"%s><tr><td class="half" width="50%%">%s</td><td class="half words w%d" width="50%%" valign="top"><h2 class="head" align="left"><a href="https://plugin.example.net/%d">%s</a></h2>'
                   '<p>%s</p></td></tr></table>' % ("" if (i, k) == (1, 1) else ' role="presentation"', '<img src="https://pictures.example.net/%d.jpg" width="270"%s>' % (k, "" if (i, k) == (0, 2) else ' alt="The quay on day %d"' % k), k, k, h, TEXT) for k, h in enumerate(HEADS))
    css = """body{font:1em/1.5 Arial,sans-serif;color:#333}.head{font-size:1.4em}.head a{color:%s}
@media screen and (max-width:37.5em){.half{display:block;width:100%% !important}.words p{font-size:%s}.w%d{background:%s;color:%s}.head a{color:%s}}
@media screen and (min-width:60em){.w0{color:#aaaaaa}}@media not all and (max-width:600px){.w1{color:#eeeeee}}""" % (
        ["#0b57a4", "#333333", "#7a1f5c"][i], ["0.75em", "1em", "0.85em"][i], i, ["#fafafa", "#224466", "#ffffff"][i], ["#8f8f8f", "#9ab3cc", "#a0a0a0"][i], ["#7fb2e5", "#333333", "#7a1f5c"][i])
    return page("en", "Quay Site", "<style>%s</style>" % css, "<h1>This week on the site</h1>" + rows + foot("font-size:13px;color:#6b6b6b", ["Unsubscribe", "here", "Leave the list"][i]))


def manager(i):
    """A list manager with a plain template: one narrow column, a wrapper with a grey ground, rules inside one style element at the body's end."""
    css = """.wrap{background:%s;padding:30px}.inner{background:#fff;max-width:600px;margin:0 auto;padding:30px;color:#444}.inner a{color:%s}.footer{color:%s;font-size:13px}.btn{background:#0055d4;color:#fff;padding:13px 30px;line-height:20px;display:inline-block}
@media screen and (max-width: 600px){.wrap{padding:0 !important;background:#fff !important}.inner{padding:15px !important;color:%s !important}.footer{color:%s !important}.btn{padding:13px 10px !important;color:%s !important}}""" % (
        ["#f0f1f3", "#333333", "#ffffff"][i], ["#0055d4", "#0055d4", "#8ab4f8"][i], ["#888888", "#dddddd", "#595959"][i], ["#444444", "#999999", "#444444"][i], ["#595959", "#dddddd", "#c0c0c0"][i], ["#ffffff", "#ffffff", "#5b8def"][i])
    items = "".join('<li>%s: %s</li>' % (h, TEXT) for h in HEADS)
    return page(["en", "", "en"][i], "List", "", '<div class="wrap"><div class="inner"><h1>List of the week</h1><ul>%s</ul>%s<p><a class="btn" href="https://manager.example.net/all" style="text-decoration:none">All of it</a></p></div>'
                '<div class="footer"><p>%s</p></div></div><style>%s</style>' % (items if i != 2 else items + "<p>And more</p>", "" if i else '<p>See <a href="https://manager.example.net/old">the old lists</a>.</p>', link("Unsubscribe", "color:inherit"), css))


def growth(i):
    """A platform for growth: polls, cards with colours of their own, a web font, dark colours for phones alone."""
    cards = "".join('<tr><td class="card k%d" style="background-color:%s;border-radius:10px;padding:20px"><h2 style="margin:0;font-size:24px;line-height:30px;color:%s">%s</h2><p class="t" style="color:%s;font-size:16px;line-height:24px">%s</p>%s</td></tr>' % (
        k, ["#ffffff", "#fdf2f8", "#0f172a", "#fef9c3"][(k + i) % 4], ["#0f172a", "#831843", "#f8fafc", "#713f12"][(k + i) % 4], h, ["#334155", "#9d174d", "#cbd5e1", "#854d0e"][(k + i) % 4], TEXT,
        link(["Love it", "It was fine", "Not for me", "Tell us more"][k], "display:block;padding:%s;background:#030712;color:#f9fafb;text-decoration:none;line-height:20px" % ["13px", "8px", "14px"][i])) for k, h in enumerate(HEADS))
    css = """@import url(https://fonts.example.net/css2);@media (max-width:480px){.card{padding:12px !important}.k%d{background-color:%s !important}.t{font-size:%s !important;line-height:%s !important}}
@media (prefers-color-scheme:dark) and (max-width:480px){.card{background-color:#111827 !important}.card h2{color:#f9fafb !important}.t{color:%s !important}}
:root{color-scheme:light dark}""" % (i, ["#e2e8f0", "#f472b6", "#475569"][i], ["16px", "15px", "16px"][i], ["24px", "17px", "24px"][i], ["#d1d5db", "#6b7280", "#4b5563"][i])
    return page("en", "Growth on the quay", '<meta name="color-scheme" content="light dark"><style>%s</style>' % css,
                '<table role="presentation" width="100%%" cellspacing="12"><tr><td><h1 style="color:%s;font-size:32px">Growth on the quay</h1></td></tr>%s</table>%s' % (["#111827", "#6d28d9", "#9ca3af"][i], cards, foot("color:%s;font-size:13px" % ["#6b7280", "#4b5563", "#9ca3af"][i])), "background:#fff")


for kind in (builder, compiled, journal, letters, plugin, manager, growth):
    for i in range(3):
        with open("%s/%s-%d.html" % (out, kind.__name__, i), "w", encoding="utf-8") as f:
            f.write(kind(i))
