#!/bin/sh
# Where the sources of a story contradict each other a digest shows it, takes one outlet's word, or holds the story for an editor.
. "$(dirname "$0")/../lib.sh"
NOW=2025-07-31T11:05:00Z
room=$TMP/room
plan=$room/editions/morning-2025-07-31.yaml
b() { "$BULLETIN" --now $NOW -C "$room" "$@"; }
fresh() { # fresh [POLICY]
    rm -rf "$room" && "$BULLETIN" -q --now $NOW init "$room"
    [ -z "${1:-}" ] || { sed "s/^    window: 7d/    differs: $1\n    window: 7d/" "$room/bulletin.yaml" >"$TMP/y" && cp "$TMP/y" "$room/bulletin.yaml"; }
}
text() { b preview morning -o "$TMP/mail.txt" 2>"$TMP/err"; }
story() { b stories --json | python3 -c 'import json, sys; print([x for x in map(json.loads, sys.stdin) if x["differs"]][0]["id"])'; }

fresh
text
has "$TMP/mail.txt" "Sources differ" "without a policy both sides are shown"
b compose morning >/dev/null
has "$plan" "# sources differ: " "the plan says what is in question"
is "$(grep -c '^        # [A-Z][a-zA-Z ]*: ' "$plan")" "$(b stories --json | python3 -c 'import json, sys; print(sum(len(d["claims"]) for x in map(json.loads, sys.stdin) for d in x["differs"]))')" "and who says what"

fresh 'prefer open wire'
runs 0 "prefer" b compose morning --explain
has "$TMP/out" "(differs: prefer)" "compose --explain says whose word is taken"
grep -q "Open Wire's \".*\" is taken" "$TMP/out"
ok $? "and which"
text
hasnt "$TMP/mail.txt" "Sources differ" "the note is gone"
grep -qi "minehunters" "$TMP/mail.txt"
ok $? "the story is there"
runs 0 "lint has nothing against it" b lint morning
hasnt "$TMP/out" "E903" "least of all an unresolved difference"
b compose morning --json --force >"$TMP/out"
python3 - "$TMP/out" "$(story)" <<'P' >"$TMP/facts"
import json, sys
e = json.load(open(sys.argv[1]))
print([s["differs"] for c in e["sections"] for s in c["stories"] if s["id"] == sys.argv[2]])
P
is "$(cat "$TMP/facts")" "[[]]" "the same from the plan"
fresh 'prefer Nobody'
text
has "$TMP/mail.txt" "Sources differ" "an outlet that says nothing about it settles nothing"

fresh hold
id=$(story)
runs 0 "hold" b compose morning --explain
has "$TMP/out" "held: sources differ on" "compose --explain says why"
has "$TMP/out" "1 held because their sources differ" "and how many"
sed -n '/^held:/,$p' "$plan" >"$TMP/held"
has "$TMP/held" "$id" "it waits in the plan"
text
! grep -qi "minehunters" "$TMP/mail.txt"
ok $? "and is not in the mail"
runs 0 "lint agrees" b lint morning
hasnt "$TMP/out" "E903" "nothing unresolved is in the mail"
sed 's/accept: false/accept: true/' "$plan" >"$TMP/p" && cp "$TMP/p" "$plan"
text
grep -qi "minehunters" "$TMP/mail.txt"
ok $? "accepted, it is"
has "$TMP/mail.txt" "Sources differ" "with what the sources say"
runs 0 "lint is content" b lint morning
sed 's/accept: true/accept: perhaps/' "$plan" >"$TMP/p" && cp "$TMP/p" "$plan"
runs 65 "a slip in the plan" b preview morning -o "$TMP/x.html"
grep -qE "morning-2025-07-31.yaml:[0-9]+:[0-9]+: 'accept' must be true or false" "$TMP/err"
ok $? "names file, line and column"
fresh hold
runs 0 "send with a held story" b send morning --yes
! grep -rqi "minehunters" "$room/outbox/new"
ok $? "nobody gets it"
"$BULLETIN" --now 2025-08-01T11:05:00Z -C "$room" compose morning >"$TMP/out" 2>"$TMP/err"
has "$room/editions/morning-2025-08-01.yaml" "accept: false" "and it waits on, the next day: it was not sent"

# everything held: the plan is written all the same, or nobody could accept
fresh hold
for f in "$room"/articles/*.md; do case $f in *minehunters*) ;; *) rm "$f" ;; esac; done
runs 0 "compose when everything is held" b compose morning
has "$plan" "accept: false" "it can be accepted"
fresh sometimes
runs 78 "an unknown policy" b compose morning
has "$TMP/err" "prefer Open Wire" "says how to write it"
finish
