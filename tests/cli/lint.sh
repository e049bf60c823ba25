#!/bin/sh
# lint as somebody uses it: on a digest, on files of any kind, its places, its codes and what a script reads.
OUT=${OUT:-$(cd "$(dirname "$0")/../.." && pwd)/build/san}
. "$(dirname "$0")/../lib.sh"
NOW=2026-11-22T06:00:00Z
room=$TMP/room
b() { "$BULLETIN" --now $NOW -C "$room" "$@"; }
"$BULLETIN" -q --now $NOW init "$room"
sed -i 's/template: .*/template: brief/' "$room/bulletin.yaml"

runs 0 "the sample newsroom's mails are fine" b lint morning
[ ! -s "$TMP/out" ]
ok $? "and silence says so"
b -q preview morning --for ada@example.org -o "$TMP/mail.eml" >"$TMP/out" 2>&1
runs 0 "a mail in a file" b lint "$TMP/mail.eml"
cp "$TMP/mail.eml" "$TMP/1763791200.M1P2.host:2,S"
runs 0 "a mail whose file has no ending, as in a Maildir" b lint "$TMP/1763791200.M1P2.host:2,S"
: >"$TMP/empty.eml"
runs 65 "an empty file is no mail" b lint "$TMP/empty.eml"
has "$TMP/err" "nothing is in it" "and is said to be none"
runs 66 "a file that is not there" b lint "$TMP/none.eml"
runs 64 "a digest that is not there" b lint evening

# A place is line and column of the part, and the code tells errors from the rest.
printf '<!doctype html>\n<html lang="en" dir="ltr"><head><meta charset="utf-8"><title>t</title></head>\n<body><h1>Quay</h1>\n  <p style="color:#ccc">pale words</p><p><a href="https://post.example.org/u">Unsubscribe</a></p></body></html>\n' >"$TMP/pale.html"
runs 1 "an error is code 1" b lint "$TMP/pale.html"
has "$TMP/out" 'E401 error: html:4:25: "pale words" has a contrast of 1.61' "with its place"
sed 's/#ccc/#222/' "$TMP/pale.html" >"$TMP/dark.html"
runs 0 "warnings and notes alone are code 0" b lint "$TMP/dark.html"
has "$TMP/out" "W206 warning: html:" "and are told"
b --json lint "$TMP/pale.html" >"$TMP/json"
python3 - "$TMP/json" <<'P'
import json, sys
lines = [json.loads(l) for l in open(sys.argv[1])]
found, last = lines[:-1], lines[-1]
assert all(set(f) == {"rule", "severity", "of", "where", "text"} for f in found), found
assert all({"E": "error", "W": "warning", "N": "note"}[f["rule"][0]] == f["severity"] for f in found), found
assert last == {"mails": 1, **{k: sum(f["severity"] == k[:-1] for f in found) for k in ("errors", "warnings", "notes")}}, last
P
ok $? "--json: a line a finding, and one that counts them"

# Every rule is explained in words that stand alone.
rules=$(sed -n 's/^ *{"\([EWN][0-9]*\)",.*/\1/p' "$ROOT/src/render/lint_rules.c")
poor=
for r in $rules; do
    "$BULLETIN" lint --explain "$r" >"$TMP/out" 2>&1 || poor="$poor $r"
    [ "$(wc -c <"$TMP/out")" -ge 60 ] || poor="$poor $r"
done
is "$poor" "" "all $(echo "$rules" | wc -l) rules explain themselves"
runs 64 "a rule that is not there" b lint --explain E999

# What is wrong with every cohort's mail is told once; what only some have says whose it is.
"$BULLETIN" -q -C "$room" templates eject brief >"$TMP/out" 2>&1
sed -i 's/--accent: #0b57a4/--accent: #e8b9d8/' "$room/templates/brief/style.css"
runs 1 "an accent that cannot be read" b lint morning
is "$(grep -c '"Become a member" has a contrast' "$TMP/out")" 1 "is told once a text, however many mails have it"
grep -q 'E401 error: html:[0-9]*:[0-9]*: "Unsubscribe" .* (reader of ' "$TMP/out"
ok $? "and of a mail that is not the first it says whose it is"
is "$(sed 's/[^"]*\("[^"]*" has a contrast\).*/\1/' "$TMP/out" | grep contrast | sort | uniq -d | grep -vc 'Read at')" 0 "no text twice"
finish
