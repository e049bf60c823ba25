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
finish
