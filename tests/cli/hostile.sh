#!/bin/sh
# What authors of feeds and pages may try (the threat model's rows a1 to a9), through the whole program: reading, and the mail that is
# made of it. Everything here was written for this test.
. "$(dirname "$0")/../lib.sh"
NOW=2025-07-31T12:00:00Z
room=$TMP/room
"$BULLETIN" -q --now $NOW init "$room" && rm "$room"/articles/*.md
b() { "$BULLETIN" --now $NOW -C "$room" "$@"; }

# a1, a2: a canary on loopback that nobody may talk to, by whatever name it is called
python3 - "$TMP/port" "$TMP/canary" <<'P' &
import socket, sys
try:
    s = socket.socket(socket.AF_INET6)
    s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    s.bind(("::", 0))
except OSError: # there is no IPv6 here
    s = socket.socket()
    s.bind(("0.0.0.0", 0))
s.listen(8)
open(sys.argv[1] + ".new", "w").write(str(s.getsockname()[1]))
import os; os.rename(sys.argv[1] + ".new", sys.argv[1])
s.settimeout(1200)
while True:
    c, who = s.accept()
    open(sys.argv[2], "a").write("%s\n" % (who,))
    c.close()
P
PIDS="$PIDS $!"
await test -s "$TMP/port"
port=$(cat "$TMP/port")
for h in 127.0.0.1 127.1 0x7f000001 0x7f.0.0.1 017700000001 2130706433 0.0.0.0 localhost LOCALHOST. x@127.0.0.1 127.0.0.1%2f@127.0.0.1 "[::1]" "[::ffff:127.0.0.1]" "[::]" "[0:0:0:0:0:ffff:7f00:1]"; do
    "$BULLETIN" read "http://$h:$port/feed.xml" >"$TMP/out" 2>"$TMP/err"
    is $? 65 "a1: $h"
    grep -q "refused: " "$TMP/err"
    ok $? "a1: is refused in words"
done
[ ! -e "$TMP/canary" ]
ok $? "a1: the canary was not touched"
for u in "file:///etc/passwd" "gopher://127.0.0.1:$port/x" "ftp://127.0.0.1:$port/x"; do
    runs 65 "a2: $u" "$BULLETIN" read "$u"
done
[ ! -e "$TMP/canary" ]
ok $? "a2: nor by another scheme"

# a4: XML that reads files, calls out, multiplies or nests
feed() { printf '<rss version="2.0"><channel><title>Wire</title><item><title>%s</title><link>https://wire.example/1</link><description>%s</description></item></channel></rss>' "$1" "$2"; }
{ printf '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY %% d SYSTEM "http://127.0.0.1:%s/dtd"> %%d;]>' "$port"; feed 'Outside' 'A &x; B'; } >"$TMP/entity.xml"
{ printf '<?xml version="1.0"?><!DOCTYPE r SYSTEM "http://127.0.0.1:%s/x.dtd">' "$port"; feed 'Dtd' 'Fine.'; } >"$TMP/dtd.xml"
feed 'Include' "<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='file:///etc/passwd' parse='text'/>Fine." >"$TMP/include.xml"
python3 - "$TMP" <<'P'
import sys
t = sys.argv[1]
laughs = "".join('<!ENTITY l%d "%s">' % (i, "&l%d;" % (i - 1) * 10) for i in range(1, 12))
item = "<item><title>Laughs</title><description>%s</description></item>"
open(t + "/laughs.xml", "w").write('<!DOCTYPE r [<!ENTITY l0 "lol">%s]><rss version="2.0"><channel>%s</channel></rss>' % (laughs, item % "&l11;"))
open(t + "/deep.xml", "w").write("<rss version='2.0'><channel>" + item % "Before." + "<a>" * 200000)
open(t + "/flood.xml", "w").write("<rss version='2.0'><channel><item " + " ".join("a%d='x'" % i for i in range(50000)) + "><title>Flood</title></item></channel></rss>")
open(t + "/deep.html", "w").write("<html><body><article><h1>Deep</h1><p>%s</p>%s" % ("Words of an article. " * 60, "<div>" * 200000))
P
for f in entity dtd include laughs deep flood; do
    timeout 100 "$BULLETIN" read --json "$TMP/$f.xml" >"$TMP/out" 2>"$TMP/err"
    is $? 0 "a4: $f.xml is read as far as it makes sense"
    ! grep -q 'root:' "$TMP/out" "$TMP/err" && [ "$(wc -c <"$TMP/out")" -lt 100000 ]
    ok $? "a4: and gives nothing of others"
done
[ ! -e "$TMP/canary" ]
ok $? "a4: nobody was called"
timeout 100 "$BULLETIN" read --json "$TMP/deep.html" >"$TMP/out" 2>"$TMP/err"
has "$TMP/err" "nested deeper than any page needs" "a3: a deep page is flattened and said so"
has "$TMP/out" "Words of an article." "a3: and still read"

# a5 to a8: one article full of tricks, one that is all right, to a mail
cat >"$TMP/tricks.html" <<'P'
<html><head><title>Dredging &lt;img src=x onerror=mark()&gt; begins</title></head><body><article><h1>Dredging begins in the north channel</h1>
<p>The dredging of the north channel began on Monday, the harbor board said, and will last until the first winter storms come in.</p>
<script>mark()</script><p onclick="mark()" style="background:url(https://evil.example/a)">The second stage needs the consent of the fishing fleet, which met on Tuesday evening.</p>
<p><a href="javascript:mark()">first</a> <a href="data:text/html,mark">second</a> <a href=" java&#10;script:mark()">third</a> are links that must not live.</p>
<iframe src="https://evil.example/f"></iframe><form action="https://evil.example/s"><input name="mark"><button>Send</button></form><svg onload="mark()"><a xlink:href="javascript:mark()">x</a></svg>
<meta http-equiv="refresh" content="0;url=https://evil.example/"><link rel="stylesheet" href="https://evil.example/s.css"><style>@import "https://evil.example/t.css";</style>
<!--[if mso]><p>mark()</p><![endif]--><noscript><p title="</noscript><img src=x onerror=mark()>">x</p></noscript>
<img src="https://evil.example/open.gif?reader=7" width="1" height="1"><img src="https://count.example/pixel.gif"><img src="https://evil.example/z.png" style="width:0;height:0">
<p>--=_boundary</p><p>From the quay it looked calm.</p><p>MAIL FROM:&lt;evil@evil.example&gt;</p>
<p>The dry dock and the container terminal stay open while the dredging goes on, the board said in its statement.</p></article></body></html>
P
python3 - "$TMP" <<'P'
import json, sys
rtl = "\u202eevil\u202c \u2066x\u2069"
long = "Dredging " * 12000
with open(sys.argv[1] + "/lines.jsonl", "w") as f:
    for k, (title, text) in enumerate([
            ("Container terminal %s reopens\r\nBcc: evil@evil.example" % rtl, "The container terminal reopened on Monday, its operator said. Cranes were tested over the weekend."),
            (long, "A long headline about dredging. The text is short, and about the dredging of the channel too.")]):
        f.write(json.dumps({"url": "https://wire.example/%d" % k, "outlet": "Wire", "title": title, "published": "2025-07-31T0%d:00:00Z" % (6 + k), "categories": ["Harbor"], "text": text}) + "\n")
P
b add --url https://city.example/news/1 --outlet "City Desk" "$TMP/tricks.html" >/dev/null 2>"$TMP/err"
b add "$TMP/lines.jsonl" >/dev/null 2>>"$TMP/err"
runs 0 "a5: a mail of it" b preview morning -o "$TMP/mail.eml"
python3 - "$TMP/mail.eml" >"$TMP/said" 2>&1 <<'P'
import email, email.policy, html.parser, re, sys
raw = open(sys.argv[1], "rb").read()
m = email.message_from_bytes(raw, policy=email.policy.default)
parts = [p.get_content_type() for p in m.walk()]
print("parts", parts)
text, page = (next(p for p in m.walk() if p.get_content_type() == t).get_content() for t in ("text/plain", "text/html"))
bad = []
class Look(html.parser.HTMLParser):
    def handle_starttag(self, tag, attrs):
        if tag in ("script", "iframe", "form", "input", "svg", "object", "embed", "base"): bad.append(tag)
        for k, v in attrs:
            v = v or ""
            if k.startswith("on"): bad.append(k)
            if k in ("href", "src", "background", "action") and not re.match(r"https?://|mailto:|#|cid:", v): bad.append((k, v[:60]))
            if "evil.example" in v or "count.example" in v: bad.append((k, v[:60]))
Look().feed(page)
print("live", bad)
print("evil", [h for h in ("Bcc", "Cc") if m[h]])
subject = m["Subject"] or ""
print("turns", [hex(ord(c)) for c in subject + page if ord(c) in (0x202a, 0x202b, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068)])
print("longest", max(len(l) for l in raw.split(b"\n")) <= 998, "subject", len(subject) < 300, "size", len(raw) < 400000)
P
has "$TMP/said" "parts ['multipart/alternative', 'text/plain', 'text/html']" "a7: the mail has the parts it should have"
has "$TMP/said" "live []" "a5, a6: nothing in it acts, calls home or counts"
has "$TMP/said" "evil []" "a7: a headline makes no header"
has "$TMP/said" "turns []" "a8: nothing turns the writing round"
has "$TMP/said" "longest True subject True size True" "a8: a headline of 100,000 letters is cut"
b articles --json >"$TMP/articles"
python3 - "$TMP/articles" >"$TMP/said" <<'P'
import json, sys
for line in open(sys.argv[1]):
    x = json.loads(line)
    if x["url"].startswith("https://city"):
        print("kept", "From the quay it looked calm." in x["text"], "MAIL FROM:<evil@evil.example>" in x["text"], "--=_boundary" in x["text"])
P
has "$TMP/said" "kept True True True" "a7: lines that look like mail stay text"

printf -- '---\ntitle: Dots\ndate: 2025-07-31\n---\n\nFirst line of it.\n\n\\.\n\n..\n\nFrom the end.\n' >"$TMP/dots.md"
"$BULLETIN" read --json "$TMP/dots.md" >"$TMP/out"
has "$TMP/out" 'First line of it.\n\n.\n\n..\n\nFrom the end.' "a7: so do dots of an editor's"

# a9: two outlets, one event, two dates: both are named
rm -rf "$room/.bulletin/bulletin.db"*
for k in 1 2; do
    if [ $k = 1 ]; then day=28 who="Ines Falk" outlet="City Desk"; else day=29 who="Anton Reyl" outlet="Open Wire"; fi
    printf -- '---\ntitle: "Calder and Norland sign a pact about the north lock"\ndate: 2025-07-31T0%d:00:00Z\noutlet: %s\nurl: https://%d.example/lock\ncategories: [Harbor]\n---\n\nThe pact about the north lock was signed on July %d, 2025 in the old customs house. Norland%ss harbor minister, %s, signed for the government and thanked the port of Calder. Ships of up to ninety meters can use the north lock again after fourteen months.\n' "$k" "$outlet" "$k" "$day" "'" "$who" >"$room/articles/lock$k.md"
done
b fetch >/dev/null 2>&1
b stories --json >"$TMP/stories" 2>"$TMP/err"
python3 - "$TMP/stories" >"$TMP/said" <<'P'
import json, sys
rows = [json.loads(x) for x in open(sys.argv[1])]
print("stories", len(rows), sorted({c["outlet"] for r in rows for d in r["differs"] for c in d["claims"]}))
P
has "$TMP/said" "stories 1 ['City Desk', 'Open Wire']" "a9: one story, and what each of the two says"
runs 0 "a9: the mail" b preview morning -o "$TMP/mail.txt"
grep -qi "differ" "$TMP/mail.txt"
ok $? "a9: tells its readers that the sources differ"
finish
