#!/bin/sh
# The mail as another program reads it: Python's email package finds no defect, and every header that must be there is.
. "$(dirname "$0")/../lib.sh"
NOW=2025-07-31T11:05:00Z
room=$TMP/room
"$BULLETIN" -q --now $NOW init "$room" && "$BULLETIN" -q --now $NOW -C "$room" send morning --yes
ok $? "a newsroom, sent"
cat >"$TMP/check.py" <<'P'
import email, email.policy, glob, re, sys
n = 0
def test(good, name):
    global n
    n += 1
    print(("ok" if good else "not ok"), "-", name, file=out)
out = open(sys.argv[2], "w")
mails = {}
raw = {}
for f in sorted(glob.glob(sys.argv[1] + "/new/*")):
    b = open(f, "rb").read()
    m = email.message_from_bytes(b, policy=email.policy.default)
    mails[m["To"].addresses[0].addr_spec] = m
    raw[m["To"].addresses[0].addr_spec] = b
def walk(m):
    yield m
    for p in (m.iter_parts() if m.is_multipart() else []):
        yield from walk(p)
test(len(mails) == 11, "eleven mails")
test(all(not p.defects for m in mails.values() for p in walk(m)), "no defects in any part")
test(all(not h.defects for m in mails.values() for h in (m["From"], m["To"], m["Subject"], m["Date"])), "no defects in any header")
test(all(m.get_content_type() == "multipart/alternative" and [p.get_content_type() for p in m.iter_parts()] == ["text/plain", "text/html"]
         for m in mails.values()), "multipart/alternative, plain first")
test(all(p["Content-Transfer-Encoding"] == "quoted-printable" and p.get_content_charset() == "utf-8"
         for m in mails.values() for p in m.iter_parts()), "quoted-printable, UTF-8")
test(all(len(l) <= 998 for b in raw.values() for l in b.split(b"\r\n")), "no line over 998")
test(all(len(l) <= 76 for b in raw.values() for l in b.split(b"\r\n\r\n", 1)[1].split(b"\r\n")), "no body line over 76")
test(all(b.count(b"\n") == b.count(b"\r\n") == b.count(b"\r") and b"\0" not in b and max(b) < 128 for b in raw.values()),
     "canonical CRLF, seven bits")
for name in ("From", "To", "Subject", "Date", "Message-ID", "List-Id", "List-Unsubscribe", "MIME-Version", "X-Auto-Response-Suppress"):
    test(all(len(m.get_all(name, [])) == 1 for m in mails.values()), "exactly one " + name)
test(len({m["Message-ID"] for m in mails.values()}) == 11, "Message-IDs differ")
test(all("mailto:" in m["List-Unsubscribe"] and "https://news.example.org/u/" in m["List-Unsubscribe"] and
         m["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click" for m in mails.values()), "one-click unsubscribe, and mailto")
test(len({m["List-Unsubscribe"] for m in mails.values()}) == 11, "unsubscribe tokens differ")
test(all(m["Precedence"] is None and m["Auto-Submitted"] == "auto-generated" for m in mails.values()), "a scheduled digest says Auto-Submitted, and no Precedence")
test(mails["seoyeon@example.net"]["To"].addresses[0].display_name == "김서연", "a Korean name arrives")
test(mails["maeve@example.org"]["To"].addresses[0].display_name == "O'Hara, Maeve", "a name with a comma arrives")
test(any(a.startswith("jorg@xn--") for a in mails), "an international domain becomes its A-label")
html = {a: m.get_body(("html",)).get_content() for a, m in mails.items()}
text = {a: m.get_body(("plain",)).get_content() for a, m in mails.items()}
test(all("1 Wharf Street" in h for h in html.values()) and all("1 Wharf Street" in t for t in text.values()), "postal address in both parts")
test(all(re.search(r'href="https://news\.example\.org/u/[A-Za-z0-9_-]{20,}"', h) for h in html.values()), "a visible unsubscribe link")
test(all("https://news.example.org/u/" in t for t in text.values()), "also in the text part")
test("Why it matters" in html["ada@example.org"] and "Why it matters" in text["ada@example.org"], "Why it matters")
test("Sources differ" in html["ada@example.org"] and "Sources differ" in text["ada@example.org"], "Sources differ")
test(not any(re.search(r"\{\{|\}\}|\(null\)|undefined", h) for h in [*html.values(), *text.values()]), "no braces, no (null)")
h2 = lambda a: [re.sub(r"<[^>]*>", "", x).strip() for x in re.findall(r"<h2[^>]*>(.*?)</h2>", html[a], re.S)]
test(len(h2("inigo@example.com")) < len(h2("ada@example.org")), "who follows one topic gets fewer sections than who follows all")
test(max(len(l) for t in text.values() for l in t.splitlines() if "http" not in l and "mailto:" not in l) <= 72, "text lines within 72 columns")
print("1..%d" % n, file=out)
P
python3 "$TMP/check.py" "$room/outbox" "$TMP/results"
ok $? "Python reads them all"
while read -r status rest; do
    case $status in
    ok) ok 0 "${rest#- }" ;;
    not) ok 1 "${rest#ok - }" ;;
    esac
done <"$TMP/results"
finish
