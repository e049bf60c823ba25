#!/bin/sh
# Hostile strings on their whole way, from an article to the mail: each comes out inert, or is refused where it came in; and templates
# that include themselves or grow are refused with file, line and column.
. "$(dirname "$0")/../lib.sh"
NOW=2026-11-22T06:00:00Z
cat >"$TMP/articles.py" <<'P'
import json, sys
room = sys.argv[1]
strings = {
    "script": "--><script>alert(1)</script>",
    "attribute": '"onmouseover=alert(1) x="',
    "apostrophe": "' onfocus='alert(2)' autofocus='",
    "crlf": "The news\r\nBcc: everybody@example.org\r\n\r\nbody",
    "override": "harmless \u202egpj.exe\u2066 and \u200f on",
    "style": "</style><style>*{display:none}</style>",
    "conditional": "<![endif]--><svg onload=alert(3)><!--[if mso]>",
    "template": "{{lead.headline}} {{{unsubscribe}}} {{>digest}} {{=<% %>=}}",
    "marks": "mark \x01subscriber.email\x02 \x05 7\x06 \x00 end",
    "entity": "&lt;script&gt;alert(4)&lt;/script&gt; &#x3c;img src=x onerror=alert(5)&#x3e;",
    "encoded": "=?utf-8?B?PHNjcmlwdD4=?= =3Cscript=3E",
    "dots": ".\r\n.\r\nQUIT",
    "from": "From here on it is another mail",
}
lines = []
for i, (name, s) in enumerate(strings.items()):
    lines.append(json.dumps({"url": "https://news.example.org/" + name, "outlet": s if i % 3 == 0 else "Harbor Ledger", "title": s + " number %d" % i,
        "authors": [s], "topics": ["harbor"], "published": "2026-11-21T10:%02d:00Z" % i, "image": {"url": "https://images.example.org/%d.jpg" % i, "alt": s},
        "summary": s, "why": [s, "A second reason for number %d" % i], "why_from": "editor", "text": s + "\n\nThe rest of article %d is as harmless as can be." % i}))
# what json.dumps would not write: half a surrogate pair, alone and the wrong way round
lines.append('{"url":"https://news.example.org/half","outlet":"Harbor Ledger","title":"Half a \\ud83d letter \\udc00\\ud83d here","topics":["harbor"],"published":"2026-11-21T09:00:00Z","text":"A text with \\udead in it."}')
open(room + "/in.jsonl", "w").write("\n".join(lines) + "\n")
P
cat >"$TMP/inert.py" <<'P'
import email, email.policy, html.parser, re, sys
raw = open(sys.argv[1], "rb").read()
m = email.message_from_bytes(raw, policy=email.policy.default)
page, text = m.get_body(("html",)).get_content(), m.get_body(("plain",)).get_content()
wrong = []
class P(html.parser.HTMLParser):
    def handle_starttag(self, tag, attrs):
        if tag in ("script", "svg", "iframe", "object", "embed", "form", "link", "base"):
            wrong.append("<%s>" % tag)
        for k, v in attrs:
            if k.startswith("on") or k == "autofocus" or (k in ("href", "src") and not re.match("https://|mailto:", v or "")):
                wrong.append("%s=%s" % (k, v))
    def handle_data(self, data):
        self.words = getattr(self, "words", "") + data
p = P(convert_charrefs=True)
p.feed(page)
if set(m.keys()) & {"Bcc", "Cc"}: wrong.append("a header of the article's own")
if m.defects: wrong.append(str(m.defects))
for name, s in (("html", page), ("text", text), ("subject", m["Subject"])):
    if re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]|[\ud800-\udfff]", s): wrong.append("a control character in the " + name)
if page.count("<style") > 4: wrong.append("a style block of the article's own")
if re.search(r"(?m)^(From |\.|>)", text): wrong.append("a line that begins like another mail")
if b"\r\n.\r\n" in raw: wrong.append("a line of one dot")
if len(sys.argv) > 2 and sys.argv[2] not in p.words: wrong.append("a headline is gone")
print("; ".join(sorted(set(wrong))) or "inert")
P
for family in brief minimal cards; do
    room=$TMP/$family
    "$BULLETIN" -q --now $NOW init "$room"
    rm -f "$room"/articles/*
    sed -i "s/template: .*/template: $family/; s/stories: {.*}/stories: { max: 40, per_topic: 40 }/" "$room/bulletin.yaml"
    python3 "$TMP/articles.py" "$room"
    "$BULLETIN" --now $NOW -C "$room" add "$room/in.jsonl" >"$TMP/out" 2>&1
    r=$?
    [ $r -eq 0 ] || [ $r -eq 65 ]
    ok $? "$family: hostile articles are taken in, or found wanting ($r)"
    runs 0 "$family: preview" "$BULLETIN" -q --now $NOW -C "$room" preview morning --for ada@example.org -o "$TMP/$family.eml"
    is "$(python3 "$TMP/inert.py" "$TMP/$family.eml" '--><script>alert(1)</script> number 0')" inert "$family: every string is inert in every place"
    "$BULLETIN" -q --now $NOW -C "$room" preview morning -o "$TMP/$family" 2>"$TMP/err"
    is "$(grep -c '<script' "$TMP/$family/index.html")" 2 "$family: the preview's page runs its own script only, beside its data"
done

room=$TMP/large
"$BULLETIN" -q --now $NOW init "$room"
python3 -c 'print("---\ntitle: \"" + "endless " * 1310720 + "\"\ndate: 2026-11-21\ntopics: [harbor]\n---\n\nA short text."); ' >"$room/articles/large.md"
before=$(date +%s)
"$BULLETIN" -q --now $NOW -C "$room" preview morning --for ada@example.org -o "$TMP/large.eml" >"$TMP/out" 2>&1
r=$?
{ [ $r -eq 0 ] || [ $r -eq 65 ]; } && [ $(($(date +%s) - before)) -lt 60 ]
ok $? "a headline of ten megabytes ends in a mail, or is refused, soon (exit $r)"
[ "$(wc -c <"$TMP/large.eml")" -lt 100000 ]
ok $? "and the mail stays small"
is "$(python3 "$TMP/inert.py" "$TMP/large.eml")" inert "and inert"

# Templates. Each is refused before anything is made, with the place.
refused() { # refused FILE TEXT-OF-FILE MESSAGE NAME
    rm -rf "$room/templates"
    mkdir -p "$room/templates/brief"
    printf '%s\n' "$2" >"$room/templates/brief/$1"
    "$BULLETIN" --now $NOW -C "$room" preview morning --for ada@example.org -o "$TMP/x.eml" >"$TMP/out" 2>"$TMP/err" </dev/null
    is $? 78 "$4 is a mistake of the configuration"
    has "$TMP/err" "$3" "and is told where"
}
room=$TMP/brief
refused story.html '<tr><td>
{{>story}}</td></tr>' 'story.html:2:1:' "a partial that includes itself"
refused meta.html '{{>kicker}} {{>body}}
{{>lead}}' '.html:' "two that include one another"
refused kicker.html '<p>{{#kicker}}{{kicker}}</p>' 'kicker.html:1:4:' "a section that never ends"
refused kicker.html "$(printf '{{#lead}}%.0s' 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60 61 62 63 64 65 66)" \
    'kicker.html:1:' "sections in sections without end"
refused kicker.html '<p onclick="{{kicker}}">x</p>' 'kicker.html:1:' "a value in an event handler"
refused kicker.html '<p>{{{kicker}}}</p>' 'kicker.html:1:4:' "a value that is not escaped"
finish
