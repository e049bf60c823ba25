#!/bin/sh
# Pictures that travel in the mail: a digest's `images: cid`. As another program reads it: the HTML names a part, and the part is the file.
. "$(dirname "$0")/../lib.sh"
NOW=2026-11-22T06:00:00Z
room=$TMP/room
b() { "$BULLETIN" -q --now $NOW -C "$room" "$@"; }
"$BULLETIN" -q --now $NOW init "$room"
mkdir -p "$room/articles/pictures"
python3 - "$room" <<'P'
import struct, sys, zlib
room = sys.argv[1] + "/articles/"
def png(size, seed):
    rows = b"".join(b"\0" + bytes((x * y * seed) % 251 for x in range(size)) for y in range(size))
    chunk = lambda t, d: struct.pack(">I", len(d)) + t + d + struct.pack(">I", zlib.crc32(t + d))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", size, size, 8, 0, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
open(room + "pictures/dock one.png", "wb").write(png(40, 3))
open(room + "pictures/huge.png", "wb").write(png(40, 5) + b"x" * 400000)
open(room + "pictures/false.png", "wb").write(b"<svg onload=alert(1)>")
open(sys.argv[1] + "/outside.png", "wb").write(png(20, 7))
for name, image in (("drydock-reopens", "https://news.example.org/pictures/dock%20one.png"), ("dredging-spoil", "https://news.example.org/pictures/huge.png"),
                    ("ferry-timetable", "https://news.example.org/pictures/false.png"), ("district-heat", "https://elsewhere.example/pictures/dock%20one.png"),
                    ("island-cable", "https://news.example.org/pictures/%2e%2e/%2e%2e/outside.png")):
    s = open(room + name + ".md").read()
    open(room + name + ".md", "w").write(s.replace("---\n", "---\nimage: %s\nimage_alt: What it shows\n" % image, 1))
P
sed -i 's/template: .*/template: cards/' "$room/bulletin.yaml"
cat >"$TMP/parts.py" <<'P'
import email, email.policy, re, sys
m = email.message_from_bytes(open(sys.argv[1], "rb").read(), policy=email.policy.default)
shape = lambda p: p.get_content_subtype() + ("(" + " ".join(shape(q) for q in p.iter_parts()) + ")" if p.is_multipart() else "")
html = next(p for p in m.walk() if p.get_content_type() == "text/html").get_content()
named = re.findall(r'src="cid:([^"]+)"', html)
parts = {p["Content-ID"].strip("<>"): p for p in m.walk() if p["Content-ID"]}
defects = [d for p in m.walk() for d in p.defects]
same = [parts[n].get_content() == open(sys.argv[2], "rb").read() for n in named if n in parts]
print(shape(m), len(named), sorted(named) == sorted(parts), same, [p.get_content_disposition() for p in parts.values()], defects, len(re.findall('src="https://', html)))
P
b preview morning --for ada@example.org -o "$TMP/link.eml"
is "$(python3 "$TMP/parts.py" "$TMP/link.eml" /dev/null)" "alternative(plain html) 0 True [] [] [] 5" "by default pictures are linked"
sed -i 's/^    template: cards/    template: cards\n    images: cid/' "$room/bulletin.yaml"
"$BULLETIN" --now $NOW -C "$room" preview morning --for ada@example.org -o "$TMP/cid.eml" 2>"$TMP/err"
is "$(python3 "$TMP/parts.py" "$TMP/cid.eml" "$room/articles/pictures/dock one.png")" "alternative(plain related(html png)) 1 True [True] ['inline'] [] 4" \
    "images: cid: the newsroom's own picture is a part of the mail; what is large, elsewhere, outside or no picture stays linked"
has "$TMP/err" "this is no JPEG, PNG or GIF; it is linked, not attached" "what is no picture is told"
runs 0 "lint" b lint morning
b preview morning --for ada@example.org -o "$TMP/again.eml" 2>/dev/null
cmp -s "$TMP/cid.eml" "$TMP/again.eml"
ok $? "same input, same bytes"
runs 0 "send" b send morning --yes
sent=$(grep -l 'ada@example.org' "$room"/outbox/new/*)
is "$(python3 "$TMP/parts.py" "$sent" "$room/articles/pictures/dock one.png")" "alternative(plain related(html png)) 1 True [True] ['inline'] [] 4" "and sent so"
for f in "$room"/outbox/new/*; do grep -q 'Dry dock' "$f" || other=$f; done
is "$(python3 "$TMP/parts.py" "$other" /dev/null | cut -d ' ' -f 1-2)" "alternative(plain html)" "a mail without the story is without its picture"
sed -i 's/images: cid/images: inline/' "$room/bulletin.yaml"
runs 78 "another word" b lint morning
has "$TMP/err" "'images' must be link or cid" "is refused with the right ones"
finish
