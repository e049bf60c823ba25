#!/bin/sh
# What looks at mails before anybody gets one (preview, lint, templates): their JSON lines, and findings about the edition a mail was
# made from, on the terminal and on the preview's page.
. "$(dirname "$0")/../lib.sh"
NOW=2026-11-22T06:00:00Z
room=$TMP/room
b() { "$BULLETIN" --now $NOW -C "$room" "$@"; }
lines() { # lines EXPRESSION: of the JSON lines in $TMP/out, as x
    python3 -c 'import json, sys
x = [json.loads(l) for l in open(sys.argv[1])]
print(eval(sys.argv[2]))' "$TMP/out" "$1"
}
"$BULLETIN" -q --now $NOW init "$room"

runs 0 "lint --json of a clean digest" b lint morning --json
is "$(lines 'len(x) == 1 and x[0]["mails"] > 3 and x[0]["errors"] == 0')" True "one line: so many mails, no error"
printf -- '---\ntitle: "A lantern festival lights the old harbour wall again"\ndate: 2026-11-21\ntopics: [harbor]\n---\n\nThe lanterns hang from noon on. Children made nine hundred of them in November.\n' >"$room/articles/lanterns.md"
b lint morning --json >"$TMP/out"
is "$(lines '{f["rule"] for f in x if "rule" in f} >= {"N904"}')" True "an article without a link is a note about the edition"
is "$(lines 'x[-1]["notes"] == sum(f.get("severity") == "note" for f in x) > 0')" True "the last line counts them"
runs 0 "preview --json" b preview morning --json -o "$TMP/pages"
is "$(lines 'len(x) == 1 and x[0]["edition"] == "morning-2026-11-22" and len(x[0]["mails"]) > 3 and all(m["subject"] and m["bytes"] > m["html_bytes"] > 5000 for m in x[0]["mails"])')" \
    True "one line: the edition, its mails, their sizes"
has "$TMP/pages/index.html" '"rule":"N904"' "the preview's page has the note about the edition, too"
runs 0 "lint --explain --json" b lint --explain w902 --json
is "$(lines 'x[0]["rule"] == "W902" and len(x[0]["help"]) > 10')" True "a rule explained"
runs 0 "templates --json" b templates --json
is "$(lines '[f["family"] for f in x if "family" in f]')" "['brief', 'cards', 'minimal']" "three families"
is "$(lines 'any(f.get("variable") == "lead.headline" and f["kind"] == "text" and f["example"] for f in x)')" True "and every variable, with kind and example"
runs 0 "templates eject --json" b templates eject cards --json
is "$(lines 'x[0]["family"]')" cards "the family"
[ -f "$room/templates/cards/style.css" ]
ok $? "is there to be changed"
# Forty long stories, nine bytes a letter: what an edition is chosen by is an estimate, the mail is measured.
room=$TMP/long
"$BULLETIN" -q --now $NOW init "$room"
rm -f "$room"/articles/*
sed -i 's/stories: {.*}/stories: { max: 40, per_topic: 40 }/' "$room/bulletin.yaml"
words='부두와 다리와 둑을 따라 걷는 사람들이 오늘도 물가에 모였다 그리고 배는 아직 오지 않았으나 모두가 기다리고 있었다 바람이 불고 비가 내리는 동안에도'
path=$(printf '%%EB%%B6%%80%%EB%%91%%90%.0s' 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20)
i=0
while [ $i -lt 40 ]; do
    i=$((i + 1))
    topic=$(echo defense harbor energy | cut -d ' ' -f $((i % 3 + 1)))
    printf -- '---\ntitle: 제%s호 %s\ndate: 2026-11-21T10:00:00Z\ntopics: [%s]\nurl: https://news.example.org/%s/%s\ncluster: never\nwhy:\n  - %s 하나\n  - %s 둘\n  - %s 셋\n---\n\n%s %s.\n' \
        $i "$words" "$topic" "$path" $i "$words" "$words" "$words" "$words" $i >"$room/articles/s$i.md"
done
for family in brief minimal cards; do
    sed -i "s/template: .*/template: $family/" "$room/bulletin.yaml"
    runs 0 "$family: forty long stories" b lint morning --json
    is "$(lines '[f["rule"] for f in x if f.get("rule") in ("E101", "W101", "E808")]')" "[]" "no mail is larger than 80,000 bytes"
done
b preview morning --for ada@example.org -o "$TMP/long.html" && cp "$TMP/long.html" "$TMP/out"
[ "$(grep -c '<h3' "$TMP/out")" -lt 40 ] && grep -q 'More headlines' "$TMP/out"
ok $? "what does not fit are more headlines"
for k in 1 20 40; do has "$TMP/out" "제$k호" "story $k is there"; done
finish
