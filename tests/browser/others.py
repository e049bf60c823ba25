"""others.py DIR: thirty mails of our own making in the manner of what other programs make, six in each of five manners: an editor of
campaigns, a word processor, a compiler of components, a blog's newsletter, a shop's notices. Each has the habits of its kind and a few
faults, so that lint can be held against axe and the HTML checker on mails it was not written for. The same every time."""
import os, sys

out = sys.argv[1]
os.makedirs(out, exist_ok=True)
NEWS = [("Ferry timetable changes on Sunday", "The first boat leaves at six, an hour earlier than until now."),
        ("Library opens a workshop", "Saws, a lathe and a printer for solid things may be borrowed by the hour."),
        ("Weir repaired before the flood season", "Divers closed the last crack on Thursday evening."),
        ("Night market returns to the quay", "Forty stalls, no cars, and music until eleven.")]
LOREM = "The council met for two hours and heard nine speakers before it voted. "


def picture(name, alt=None, more=""):
    return '<img src="https://pictures.example.net/%s.jpg" %s width="560" style="display:block;width:100%%;max-width:560px;height:auto" %s>' % (
        name, "" if alt is None else 'alt="%s"' % alt, more)


def campaign(i):
    """Tables in tables in tables, ids on them, classes that a style block dresses, colours at every level."""
    role = ' role="presentation"' if i % 2 else ""
    grounds = ["#fafafa", "#333333", "#eeeeee", "#222", "rgb(240, 240, 240)", "#FFF"][i]
    ink = ["#656565", "#9a9a9a", "#777777", "#ffffff", "#8a8a8a", "#202020"][i]
    blocks = ""
    for k, (head, text) in enumerate(NEWS):
        level = [1, 2, 3, 3][k] if i != 2 else [1, 3, 4, 2][k]
        blocks += ('<table border="0" cellpadding="0" cellspacing="0" width="100%%" class="textBlock"%s><tbody><tr><td valign="top" class="textContent" '
                   'style="padding:9px 18px;%s"><h%d>%s</h%d><p>%s%s <a href="https://letters.example.net/%d"%s>%s</a></p></td></tr></tbody></table>'
                   % (role, "color:%s;" % ink if k % 2 else "", level, head, level, text, LOREM, k, ' style="color:#2BAADF"' if i == 1 else "",
                      "Read more" if k == 1 else "Read about it")
                   + ('<table width="100%%" class="imageBlock"%s><tr><td><a href="https://letters.example.net/p%d">%s</a></td></tr></table>'
                      % (role, k, picture("c%d%d" % (i, k), [None, "", "A boat at the pier", "IMG_0042.jpg"][(i + k) % 4])) if k != 1 else ""))
    social = "".join('<td class="icon"><a href="https://%s.example/" target="_blank"><img src="https://pictures.example.net/%s.png" style="display:block" height="24" width="24"%s></a></td>'
                     % (n, n, "" if (i + k) % 3 == 0 else ' alt="%s"' % n) for k, n in enumerate(["facet", "chirper", "photogram"]))
    return """<!doctype html>
<html%s><head><meta charset="UTF-8"><meta http-equiv="X-UA-Compatible" content="IE=edge"><meta name="viewport" content="width=device-width, initial-scale=1%s">
<title>%s</title>
<!--[if gte mso 15]><xml><o:OfficeDocumentSettings><o:AllowPNG/></o:OfficeDocumentSettings></xml><![endif]-->
<style type="text/css">
p{margin:10px 0;padding:0}table{border-collapse:collapse}h1,h2,h3,h4{display:block;margin:0;padding:0}
body,#outer,#cell{height:100%%;margin:0;padding:0;width:100%%}
#outer,.footerPart{background-color:%s}
#outer{border-top:0}.textContent{color:%s;font-family:Helvetica;font-size:16px;line-height:150%%}
.textContent a{color:%s;text-decoration:underline}
a[data-kind="button"]{color:#ffffff;background-color:%s}
td[class~="footer"] p, #legal > p{color:%s;font-size:12px}
h1+p{color:#111111}
@media only screen and (max-width:480px){.textContent{font-size:18px!important;line-height:125%%!important;color:#888!important}}
</style></head>
<body style="height:100%%;margin:0;padding:0;width:100%%"><span class="previewText" style="display:none;font-size:0;line-height:0;max-height:0;max-width:0;opacity:0;overflow:hidden;visibility:hidden;color:#fff">What happened on the quay this week</span>
<center><table align="center" border="0" cellpadding="0" cellspacing="0" height="100%%" width="100%%" id="outer"%s><tr><td align="center" valign="top" id="cell">
<table border="0" cellpadding="0" cellspacing="0" width="600" class="container" bgcolor="%s"%s><tr><td class="textContent">%s</td></tr>
<tr><td><table class="buttonBlock"%s id="%s"><tr><td><a data-kind="button" href="https://letters.example.net/join" style="display:inline-block;padding:15px;font-weight:bold">Join us</a></td></tr></table></td></tr>
<tr><td><table%s><tr>%s</tr></table></td></tr>
<tr><td class="footer footerPart" id="legal"><p>Copyright 2026 Quay Letters. 4 Rope Walk, Springfield</p><p><a href="https://letters.example.net/u" style="color:%s">unsubscribe</a></p></td></tr></table>
</td></tr></table></center></body></html>""" % (
        ['', ' lang="en"', ' lang="en-US"', ' lang=""', ' lang="english"', ' lang="de"'][i], ",maximum-scale=1" if i == 3 else "",
        "" if i == 4 else "Quay Letters", grounds, ink, ["#2BAADF", "#9ad1ff", "#007c89", "#6cb4ff", "#2BAADF", "#0b57a4"][i],
        ["#2BAADF", "#0b57a4", "#4CAAD8", "#005f87", "#ff6a00", "#2e7d32"][i], ["#656565", "#b0b0b0", "#999", "#ddd", "#a0a0a0", "#444"][i],
        role, grounds if i != 5 else "ffffff", role, blocks, role, "cell" if i in (0, 3) else "join", role, social,
        ["#656565", "#cccccc", "#aaaaaa", "inherit", "#656565", "#444444"][i])


def processor(i):
    """Paragraphs with their look on every span, namespaces, conditional comments, no table but for data, no headings but bold lines."""
    ink = ["#1F497D", "black", "#7F7F7F", "windowtext", "#A6A6A6", "#00B0F0"][i]
    body = ""
    for k, (head, text) in enumerate(NEWS):
        body += ("<p class=MsoNormal%s><b><span style='font-size:14.0pt;color:%s'>%s<o:p></o:p></span></b></p>\n<p class=MsoNormal><span style='font-size:%s;color:%s'>%s %s<o:p>&nbsp;</o:p></span></p>\n"
                 % (" align=center style='text-align:center'" if k == 2 else "", ink if k % 2 else "#2F5496", head, "11.0pt" if i % 2 else "9.0pt", ink, text, LOREM))
    marks = "<ul style='margin-top:0cm' type=disc>%s</ul>" % "".join("<li class=MsoListParagraph style='color:%s'>%s</li>" % (["#333", "#808080", "navy"][k % 3], h) for k, (h, _) in enumerate(NEWS))
    if i in (1, 4):
        marks = "<ul>" + "".join("<p class=MsoListParagraph>%s</p>" % h for h, _ in NEWS) + "</ul>"
    data = ("<table class=MsoNormalTable border=1 cellspacing=0 cellpadding=0%s><tr style='background:#%s'>%s</tr>%s</table>"
            % (" role=presentation" if i == 2 else "", ["4472C4", "D9E2F3", "C00000", "FFC000", "7F7F7F", "ED7D31"][i],
               "".join("<t%s style='padding:0 5.4pt'><p class=MsoNormal><b><span style='color:white'>%s</span></b></p></t%s>" % (("h", w, "h") if i % 2 == 0 else ("d", w, "d")) for w in ("Day", "Boat", "Hour")),
               "".join("<tr><td><p class=MsoNormal>%s</p></td><td><p class=MsoNormal>%s</p></td><td><p class=MsoNormal>%s</p></td></tr>" % r for r in (("Sunday", "Aurora", "6:00"), ("Monday", "Borea", "7:00")))))
    return """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40"%s>
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=Generator content="Some Word Processor 15 (filtered medium)">%s
<!--[if !mso]><style>v\\:* {behavior:url(#default#VML);} o\\:* {behavior:url(#default#VML);}</style><![endif]-->
<style><!--
/* Font Definitions */
@font-face {font-family:Calibri; panose-1:2 15 5 2 2 2 4 3 2 4;}
/* Style Definitions */
p.MsoNormal, li.MsoNormal, div.MsoNormal {margin:0cm; font-size:11.0pt; font-family:"Calibri",sans-serif;}
a:link, span.MsoHyperlink {mso-style-priority:99; color:#0563C1; text-decoration:underline;}
a:visited, span.MsoHyperlinkFollowed {color:#954F72; text-decoration:underline;}
span.EmailStyle17 {mso-style-type:personal-compose; color:%s;}
@page WordSection1 {size:612.0pt 792.0pt; margin:72.0pt 72.0pt 72.0pt 72.0pt;}
div.WordSection1 {page:WordSection1;}
--></style></head>
<body lang=%s link="#0563C1" vlink="#954F72" style='word-wrap:break-word%s'><div class=WordSection1>
<p class=MsoNormal><span class=EmailStyle17>Dear neighbours,</span></p>
%s%s%s
<p class=MsoNormal><img width=560 height=200 id="Picture_x0020_1" src="cid:image001.png@01D9"%s></p>
<p class=MsoNormal><a href="https://processor.example.net/all"><span style='color:%s'>%s</span></a> or see <a href="https://processor.example.net/x">%s</a></p>
<p class=MsoNormal><font color=%s size=2>This message and its attachments are confidential.</font></p></div></body></html>""" % (
        ' lang="en-GB"' if i % 3 == 0 else "", "<title>Neighbours</title>" if i % 2 else "", ["#1F497D", "windowtext", "#ADADAD", "black", "#767171", "#3B3838"][i],
        ["EN-GB", "EN-US", "DE", "EN-GB", "EN-US", "xx-none"][i], ";background:#%s" % ["fff", "FDFDFD", "E7E6E6", "fff", "F2F2F2", "222A35"][i],
        body, marks, data, ["", ' alt="A chart of boats"', ' alt="image001.png"', "", ' alt=""', ""][i], ["#0563C1", "#70AD47", "#0563C1", "#FFC000", "#0563C1", "#9CC2E5"][i],
        "All notices" if i % 2 else "click here", "" if i == 3 else "the timetable", ["gray", "silver", "#595959", "green", "#A5A5A5", "white"][i])


def components(i):
    """Sections of divs and presentational tables, conditional comments around each, a look on every cell."""
    ground, ink = [("#f4f4f4", "#000000"), ("#1a82e2", "#ffffff"), ("#ffffff", "#8c8c8c"), ("#2e3b4e", "#cfd8e3"), ("#fffbe6", "#b59b00"), ("#e8f5e9", "#1b5e20")][i]
    sections = ""
    for k, (head, text) in enumerate(NEWS):
        tag = "div" if i % 2 == 0 else ["h1", "h2", "h3", "h4"][k] if i != 5 else ["h2", "h1", "h3", "h5"][k]
        inner = [ground, "#ffffff", "transparent", "rgba(0,0,0,0.6)"][(k + i) % 4]
        sections += """<!--[if mso | IE]><table align="center" border="0" cellpadding="0" cellspacing="0" style="width:600px" width="600"><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]-->
<div style="background:%s;background-color:%s;margin:0px auto;max-width:600px;"><table align="center" border="0" cellpadding="0" cellspacing="0" role="%s" style="width:100%%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:20px 0;text-align:center;">
<div class="col-100 outlook-group-fix" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" style="vertical-align:top;background-color:%s" width="100%%"><tbody>
<tr><td align="left" style="font-size:0px;padding:10px 25px;word-break:break-word;"><%s style="font-family:Ubuntu, Helvetica, Arial, sans-serif;font-size:%dpx;line-height:1;text-align:left;color:%s;">%s</%s></td></tr>
<tr><td align="left" style="font-size:0px;padding:10px 25px;"><div style="font-family:Ubuntu, Helvetica, Arial, sans-serif;font-size:13px;line-height:%s;text-align:left;color:%s;opacity:%s">%s %s</div></td></tr>
<tr><td align="center" style="font-size:0px;padding:10px 25px"><table border="0" cellpadding="0" cellspacing="0" role="presentation" style="border-collapse:separate;line-height:100%%"><tr><td align="center" bgcolor="%s" role="%s" style="border:none;border-radius:3px;cursor:auto;background:%s;" valign="middle">
<a href="https://components.example.net/%d" style="display:inline-block;background:%s;color:%s;font-size:13px;line-height:120%%;margin:0;text-decoration:none;padding:10px 25px;" target="_blank">%s</a></td></tr></table></td></tr>
</tbody></table></div></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]-->
""" % (ground, ground, "presentation" if k != 3 else ["presentation", "none", "layout", "presentation", "group", "presentation"][i], inner, tag, 20, ink, head, tag,
            "1.5", ink, ["1", "0.5", "1", "0.8", "1", "0.7"][i] if k % 2 else "1", text, LOREM,
            ["#414141", "#ffffff", "#f45e43", "#00b894", "#ffd54f", "#43a047"][i], "presentation" if i != 4 else "button", ["#414141", "#fff", "#f45e43", "#00b894", "#ffd54f", "#43a047"][i], k,
            ["#414141", "#fff", "#f45e43", "#00b894", "#ffd54f", "#43a047"][i], ["#ffffff", "#1a82e2", "#fff", "white", "#333333", "#ffffff"][i], ["Join", "Here", "More about it", "See it", "Go", "Open"][i])
    return """<!doctype html><html lang="%s" dir="auto" xmlns="http://www.w3.org/1999/xhtml" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><head><title>%s</title><!--[if !mso]><!--><meta http-equiv="X-UA-Compatible" content="IE=edge"><!--<![endif]-->
<meta http-equiv="Content-Type" content="text/html; charset=UTF-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<style type="text/css">#outlook a { padding:0; } body { margin:0;padding:0;-webkit-text-size-adjust:100%%; } table, td { border-collapse:collapse; } p { display:block;margin:13px 0; }</style>
<!--[if mso]><noscript><xml><o:OfficeDocumentSettings><o:PixelsPerInch>96</o:PixelsPerInch></o:OfficeDocumentSettings></xml></noscript><![endif]-->
<style type="text/css">@media only screen and (min-width:480px) { .col-100 { width:100%% !important; max-width: 100%%; } } .light a:not(.button) { color: %s }</style></head>
<body style="word-spacing:normal;background-color:%s;"><div style="display:none;font-size:1px;color:#ffffff;line-height:1px;max-height:0px;max-width:0px;opacity:0;overflow:hidden;">A week on the quay</div>
<div%s style="background-color:%s;" lang="%s" dir="auto">%s<div class="light" style="font-size:12px;color:%s;text-align:center">You asked for this letter. <a href="https://components.example.net/u" style="color:inherit">Leave the list</a> 4 Rope Walk, Springfield</div></div></body></html>""" % (
        ["und", "en", "en", "fr", "en", "pt-BR"][i], ["", "Quay", "Quay", "Quai", "Quay", "Cais"][i], ["#c0c0c0", "#0b57a4", "#777", "#fff", "#bbb", "#060"][i], ground,
        ' aria-roledescription="email" role="article"' + (' aria-label="Quay"' if i % 2 else ' aria-labelled="title"'), ground, ["und", "en", "zz-zz-zz", "fr", "en", "pt-BR"][i], sections,
        ["#999999", "#d0e6fb", "#8c8c8c", "#9fb0c4", "#c2ad3c", "#2e7d32"][i])


def blog(i):
    """An article as a mail: figures, quotations, lists and headings, dressed by classes that are inlined as well."""
    accent = ["#15171a", "#ff1a75", "#3eb0ef", "#a4d037", "#fecd35", "#5b21b6"][i]
    parts = ""
    for k, (head, text) in enumerate(NEWS):
        parts += '<h%d id="%s" style="margin:1.5em 0 0.5em;line-height:1.11em;font-weight:700;color:#15212A%s">%s</h%d>' % (
            2 if k < 2 else 3 if i != 1 else 5, "part" if i in (2, 4) else "part-%d" % k, ";color:%s" % accent if k == 3 else "", head if not (i == 3 and k == 2) else "", 2 if k < 2 else 3 if i != 1 else 5)
        parts += '<p style="margin:0 0 1.5em;line-height:1.6em">%s %s<a href="https://blog.example.net/%d" style="overflow-wrap:anywhere;color:%s;text-decoration:%s">%s</a></p>' % (
            text, LOREM, k, accent, "none" if i % 2 else "underline", "the whole story" if k != 2 else "here")
        if k == 1:
            parts += '<figure class="card" style="margin:0 0 1.5em">%s<figcaption style="text-align:center;color:%s;font-size:13px">Photo: <a href="https://blog.example.net/photo" style="color:%s">A. Kvist</a></figcaption></figure>' % (
                picture("b%d" % i, None if i == 0 else "The quay at night", 'srcset="https://pictures.example.net/b.jpg 1x"'), ["#738a94", "#626d79", "#738a94", "#999", "#738a94", "#595959"][i], ["#738a94", "#626d79", "#738a94", "#999", "inherit", "#595959"][i])
        if k == 2:
            parts += '<blockquote style="border-left:%s 2px solid;margin:2em 0;padding:0 2em"><p style="font-size:1.2em;color:%s">Nobody asked the ferry.</p></blockquote><hr>' % (accent, accent)
            parts += '<dl style="margin:0"><dt>Tide</dt><dd>6:10</dd></dl>' if i % 2 else '<dl><div><dt>Tide</dt><dd>6:10</dd></div><span>no entry</span></dl>' if i == 2 else '<dl><p>Tide 6:10</p></dl>'
    button = '<div class="btn btn-accent"><table border="0" cellspacing="0" cellpadding="0" align="center"%s><tr><td align="center"><a href="https://blog.example.net/join" target="_blank"%s>Become a member</a></td></tr></table></div>' % (
        ' role="presentation"' if i != 3 else "", ' tabindex="3"' if i == 5 else "")
    return """<!doctype html>
<html%s><head><meta name="viewport" content="width=device-width"><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"><title>%s</title>
<style>.post-title{padding-bottom:10px;line-height:1.1em;font-size:42px;font-weight:700;text-align:center}.post-title a,.view-online,.feature-caption{color:%s}
.body a{color:%s}.btn a{background-color:%s;border:solid 1px %s;color:#FFFFFF!important;text-decoration:none!important;padding:12px 25px;display:inline-block;border-radius:5px}
.btn a:hover{background:#000}.footer,.footer a{color:%s!important;font-size:13px}.footer td:first-child{color:#15212a}li:nth-child(2n){color:#444}
.latest > tbody > tr > td + td a{color:#bbbbbb} p ~ p.aside{color:#9ca3af}
@media only screen and (max-width: 620px){table.body{width:100%%;min-width:100%%}.post-title a{color:#15212a!important}}</style></head>
<body style="background-color:%s;font-family:-apple-system,sans-serif;font-size:18px;line-height:1.4;margin:0;padding:0;color:#15212A">
<span class="preheader" style="color:transparent;display:none;height:0;max-height:0;max-width:0;opacity:0;overflow:hidden;mso-hide:all;visibility:hidden;width:0">A week on the quay</span>
<table role="presentation" border="0" cellpadding="0" cellspacing="0" class="body" width="100%%" style="background-color:%s"><tr><td class="container" style="vertical-align:top;margin:0 auto;display:block;max-width:600px">
<div class="content"><table role="presentation" class="main" width="100%%" style="background:#ffffff"><tr><td class="wrapper"><table role="presentation" width="100%%">
<tr><td class="post-title"><%s><a href="https://blog.example.net/1">Four things from the quay</a></%s></td></tr><tr><td><a class="view-online" href="https://blog.example.net/1">View in browser</a></td></tr>
<tr><td class="body">%s<p class="aside">Written by hand.</p>%s<ul>%s</ul></td></tr></table></td></tr>
<tr><td><table class="latest"%s><tbody><tr><td><a href="https://blog.example.net/l1">%s</a></td><td><a href="https://blog.example.net/l2">Older letters</a></td></tr></tbody></table></td></tr>
<tr><td><table role="presentation" class="footer"><tr><td>Quay Blog, 4 Rope Walk, Springfield</td><td><a href="https://blog.example.net/unsubscribe">Unsubscribe</a></td></tr></table></td></tr></table></div></td></tr></table></body></html>""" % (
        ['', ' lang="en"', ' lang="en"', ' lang="e n"', ' lang="en"', ' lang="nl"'][i], "Quay Blog" if i != 0 else "", accent, accent, accent, accent,
        ["#738a94", "#738a94", "#667085", "#738a94", "#aaaaaa", "#475467"][i], ["#ffffff", "#f7f7f7", "#fff", "whitesmoke", "ivory", "#faf5ff"][i], ["#fff", "#f7f7f7", "#fff", "whitesmoke", "ivory", "#faf5ff"][i],
        "h1" if i != 5 else "div", "h1" if i != 5 else "div", parts, button, "".join("<li>%s</li>" % h for h, _ in NEWS) + ("<div>more</div>" if i == 4 else ""), ' role="presentation"' if i % 2 else "",
        picture("l%d" % i, "Older letters" if i == 2 else "") + ("Older letters" if i == 2 else ""))


def notice(i):
    """What a shop or an account sends: little markup, old attributes, a table of figures, words too pale."""
    rows = "".join("<tr><%s>%s</%s><td align=right>%d.00</td></tr>" % ("th scope=%s" % ["row", "row", "line", "row", "row", "col"][i] if i != 4 else "td", h, "th" if i != 4 else "td", 7 + k) for k, (h, _) in enumerate(NEWS))
    head = ["<h1>Your order</h1>", "<p><font size=5 color=%s>Your order</font></p>" % "darkslategray", "<h3>Your order</h3>", "<h1></h1><h2>Your order</h2>", "<center><h1><img src='https://pictures.example.net/logo.gif' width=120 height=40></h1></center>", "<h1 style='color:lightslategray'>Your order</h1>"][i]
    return """%s<html%s>
<head>%s%s<style>.fine{color:%s;font-size:11px}table.sum th{text-align:left;color:%s}.pale{opacity:%s}a{color:%s}</style></head>
<body bgcolor=%s text=%s link=%s>
%s
<p>Thank you. %s</p>
<table class=sum border=1 cellpadding=4%s><caption>What you ordered</caption><tr style="background:%s"><th%s>Item</th><th>%s</th></tr>%s</table>
<div style="background:%s"><div style="background-color:rgba(255,255,255,.%d)"><p class=pale style="color:%s">The parcel leaves on Monday.</p></div></div>
<p><a href="https://shop.example.net/o/1">%s</a> &middot; <a href="https://shop.example.net/help"%s><img src="https://pictures.example.net/help.png" width=16 height=16%s></a></p>
<div role="%s" aria-label="Notes"%s><p>Keep this mail.</p></div>
<map name=m><area shape=rect coords="0,0,10,10" href="https://shop.example.net/m"%s></map><img usemap="#m" src="https://pictures.example.net/map.png" alt="Where the shops are" width=300>
<div %s><a href="https://shop.example.net/hidden">Hidden from ears</a></div>
<p class=fine>Shop, 4 Rope Walk, Springfield. <a href="https://shop.example.net/unsubscribe">Unsubscribe</a></p>
</body></html>""" % (
        "<!doctype html>" if i % 2 == 0 else "", [' lang=en', '', ' lang="en"', ' lang="xyzzy"', ' lang=en', ' lang="ar" dir="rtl"'][i], "<meta charset=utf-8>" if i != 1 else "", "<title>Your order</title>" if i != 2 else "",
        ["#aaa", "dimgray", "darkgray", "#767676", "#777", "slategray"][i], ["#333", "white", "#fff", "peru", "#555", "black"][i], ["1", ".5", ".9", "0.62", "60%", "1"][i],
        ["teal", "dodgerblue", "#06c", "mediumvioletred", "#090", "darkcyan"][i], ["white", "#ffffe0", "#ffffff", "lavender", "fff", "mintcream"][i], ["black", "#333333", "#888888", "midnightblue", "#222222", "#2f4f4f"][i],
        ["blue", "olive", "navy", "purple", "#006600", "teal"][i], head, LOREM, "" if i != 3 else " role=presentation", ["#eee", "#336699", "gold", "linen", "#ddd", "palegreen"][i], "" if i != 5 else ' scope="colum"',
        "Price" if i != 1 else "", rows, ["#000", "#123", "#456", "#fff", "#000", "#246"][i], [5, 2, 8, 1, 85, 7][i], ["#fff", "#fff", "#345", "#999", "#222", "#eee"][i],
        ["Your order online", "click here", "Your order online", "", "Follow the parcel", "More"][i], ["", "", ' aria-label="Help"', "", ' title="Help"', ""][i], ["", ' alt=""', ' alt=""', ' alt="Help"', ' alt=""', ""][i],
        ["note", "banner2", "region", "complementary", "listitem", "note"][i], [' aria-hidden="true"', "", ' aria-labeledby="x"', ' aria-level="two"', "", ' aria-expanded="perhaps"'][i], "" if i % 2 else ' alt="Springfield"',
        ['aria-hidden="true"', "", 'aria-hidden="true"', "", "", 'hidden'][i])


for kind in (campaign, processor, components, blog, notice):
    for i in range(6):
        with open("%s/%s-%d.html" % (out, kind.__name__, i), "w", encoding="utf-8") as f:
            f.write(kind(i))
