#!/bin/sh
# The changes that templates/README.md walks through, made as it says.
. "$(dirname "$0")/../lib.sh"
NOW=2026-11-22T06:00:00Z
room=$TMP/room
b() { "$BULLETIN" -q --now $NOW -C "$room" "$@"; }
"$BULLETIN" -q --now $NOW init "$room"
runs 0 "eject" b templates eject brief
cd "$room/templates/brief" || exit 1
shot() { b preview morning --for ada@example.org -o "$TMP/mail.html" 2>"$TMP/err"; }

sed -i 's/--accent: #0b57a4; *--accent-dark: #8dbcff;/--accent: #7a1f5c; --accent-dark: #f0a8dc;/' style.css
shot
ok $? "another accent"
has "$TMP/mail.html" 'bgcolor="#7a1f5c"' "the button has it"
has "$TMP/mail.html" '#f0a8dc !important' "and its other in the dark"
hasnt "$TMP/mail.html" '#0b57a4' "the old one is gone"

python3 - <<'P'
s = open("masthead.html").read().splitlines(True)
h1 = next(i for i, l in enumerate(s) if "<h1" in l)
line = next(i for i, l in enumerate(s) if "dateline" in l)
s.insert(line, s.pop(h1))
open("masthead.html", "w").writelines(s)
s = open("body.html").read()
why = s[s.index("{{#why}}"):s.index("{{/why}}\n") + 9]
open("body.html", "w").write(s.replace(why, "").replace("{{#dek}}", why + "{{#dek}}", 1))
P
shot
ok $? "another masthead, another order"
python3 - "$TMP/mail.html" <<'P'
import sys
s = open(sys.argv[1]).read()
sys.exit(not (s.index("<h1") < s.index("November 22, 2026 &middot;") and s.index("Why it matters") < s.index("A renewed pact keeps four")))
P
ok $? "the name stands above the date, the bullets above the dek"
runs 0 "and lint is content" b lint morning

sed -i 's/--accent: #7a1f5c/--accent: #ffd700/' style.css
runs 1 "a colour that cannot be read is an error" b lint morning
has "$TMP/out" "has a contrast of 1.40" "with its contrast"
runs 65 "and send refuses" b send morning --yes
sed -i 's/--accent: #ffd700/--accent: #7a1f5c/; s/{{title}}/{{titel}}/' style.css masthead.html
shot
is $? 78 "a wrong name is refused"
has "$TMP/err" 'masthead.html:2:20: there is no variable "titel" here; is "title" meant?' "with file, line, column and the right one"
finish
