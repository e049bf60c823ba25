#!/bin/sh
# A new newsroom works at once: init, articles, stories, compose, preview, send into the local maildir, status, who, verify.
. "$(dirname "$0")/../lib.sh"
NOW=2025-07-31T11:05:00Z # a Thursday, five past seven in New York
room=$TMP/room
b() { "$BULLETIN" --now $NOW -C "$room" "$@"; }

runs 0 "init" "$BULLETIN" --now $NOW init "$room"
is "$(stat -c %a "$room/.bulletin/keys")" 600 "the signing key is its owner's alone"
runs 73 "a second init writes nothing" "$BULLETIN" init "$room"
has "$TMP/err" "is a newsroom already" "and says so"

runs 0 "articles" b articles --json
python3 - "$TMP/out" <<'P' >"$TMP/facts"
import json, sys
a = [json.loads(l) for l in open(sys.argv[1])]
print(len(a) >= 5, len({t for x in a for t in x["topics"]}) >= 3, len({x["outlet"] for x in a}) >= 2,
      any(x["why_from"] == "none" for x in a), all(x["words"] > 50 for x in a))
P
is "$(cat "$TMP/facts")" "True True True True True" "five articles or more, three topics, two outlets, one without a why"

runs 0 "stories" b stories --json
python3 - "$TMP/out" <<'P' >"$TMP/facts"
import json, sys
s = [json.loads(l) for l in open(sys.argv[1])]
two = [x for x in s if len(x["outlets"]) == 2]
print(len(two), sorted(len(d["claims"]) for x in two for d in x["differs"]))
P
is "$(cat "$TMP/facts")" "1 [2, 2]" "two outlets make one story, and differ on a date and a name"

runs 0 "compose" b compose morning
[ -f "$room/editions/morning-2025-07-31.yaml" ]
ok $? "the plan is in editions/"
cp "$room/editions/morning-2025-07-31.yaml" "$TMP/plan"
runs 0 "compose again, nobody having touched the plan" b compose morning
cmp -s "$TMP/plan" "$room/editions/morning-2025-07-31.yaml"
ok $? "the same plan, byte for byte"
echo "# my thoughts" >>"$room/editions/morning-2025-07-31.yaml"
runs 73 "an edited plan is left alone" b compose morning
runs 0 "unless forced" b compose morning --force
cmp -s "$TMP/plan" "$room/editions/morning-2025-07-31.yaml"
ok $? "then it is as before"

b compose morning --force --json >"$TMP/out"
python3 -c 'import json, sys; d = json.load(open(sys.argv[1])); sys.exit("{{" in d["subject"] or not d["preheader"])' "$TMP/out"
ok $? "compose --json has the subject and preheader as readers see them"
cmp -s "$TMP/plan" "$room/editions/morning-2025-07-31.yaml"
ok $? "while the plan keeps the template"

runs 0 "preview into a folder" b preview morning -o "$TMP/preview"
for f in index.html morning-2025-07-31.html morning-2025-07-31.txt morning-2025-07-31.eml; do
    [ -s "$TMP/preview/$f" ]
    ok $? "preview wrote $f"
done
for end in html txt eml; do runs 0 "preview -o x.$end" b preview morning --for ada@example.org -o "$TMP/ada.$end"; done
"$BULLETIN" --now $NOW -C "$room" preview morning --for ada@example.org -o - >"$TMP/ada.again"
cmp -s "$TMP/ada.eml" "$TMP/ada.again"
ok $? "-o - is the .eml"
runs 66 "--for somebody who is not on the list" b preview morning --for nobody@example.org -o "$TMP/x.eml"
b status --json >"$TMP/out"
is "$(wc -c <"$TMP/out")" 0 "the ledger knows nothing yet"

runs 0 "send --dry-run" b send morning --dry-run
has "$TMP/out" "11 of 12" "the plan counts 11 of 12: one has unsubscribed"
runs 0 "send" b send morning --yes
is "$(find "$room/outbox/new" -type f | wc -l)" 11 "eleven mails in the maildir"
runs 0 "send again does nothing" b send morning --yes -v
has "$TMP/out" "sent already" "and says so"
is "$(find "$room/outbox/new" -type f | wc -l)" 11 "still eleven"
b status morning-2025-07-31 --json >"$TMP/out"
python3 - "$TMP/out" <<'P' >"$TMP/facts"
import json, sys
s = json.loads(open(sys.argv[1]).read())
print(s["edition"], s["state"], s["audience"], s["sent"], s["skipped"],
      s["audience"] == sum(s[k] for k in ("queued", "sending", "sent", "deferred", "failed", "skipped", "in_doubt")))
P
is "$(cat "$TMP/facts")" "morning-2025-07-31 done 12 11 1 True" "the ledger closes"
runs 0 "verify" b verify
b who morning-2025-07-31 --state skipped >"$TMP/out"
has "$TMP/out" "oskar@example.com  unsubscribed" "who names the one who was left out, and why"

# what was previewed is what was sent
found=
for f in "$room"/outbox/new/*; do cmp -s "$f" "$TMP/ada.eml" && found=$f; done
[ -n "$found" ]
ok $? "Ada's mail is the previewed one, byte for byte"
b preview morning --for ada@example.org -o "$TMP/after.eml" && cmp -s "$TMP/after.eml" "$TMP/ada.eml"
ok $? "and the preview of the sent edition is still the same"

# tomorrow: the same articles do not come again
tomorrow() { "$BULLETIN" --now 2025-08-01T11:05:00Z -C "$room" "$@"; }
runs 66 "the next day nothing is new" tomorrow send morning --yes
has "$TMP/err" "no stories" "and that is one clear sentence"

# an edition that was left in the middle is finished, and holds up nobody's mail of today
late=$TMP/late
"$BULLETIN" -q --now $NOW init "$late" && sed "s|maildir:outbox|smtp://127.0.0.1:1|" "$late/bulletin.yaml" >"$TMP/y" && cp "$late/bulletin.yaml" "$TMP/good" && cp "$TMP/y" "$late/bulletin.yaml"
runs 69 "a relay that is away" "$BULLETIN" --now $NOW -C "$late" send morning --yes
cp "$TMP/good" "$late/bulletin.yaml"
printf -- '---\ntitle: Island grid to be switched over\ndate: 2025-08-01T02:00:00Z\ncategories: [Energy]\n---\n\nThe island grid will be switched over on Friday night, the operator said.\n' >"$late/articles/friday.md"
runs 0 "send on the next day" "$BULLETIN" --now 2025-08-01T11:05:00Z -C "$late" send morning --yes
"$BULLETIN" -C "$late" status --json >"$TMP/out"
is "$(grep -c '"state":"done"' "$TMP/out")" 2 "both editions are done"
runs 0 "and once more" "$BULLETIN" --now 2025-08-01T11:05:00Z -C "$late" send morning --yes

# the same newsroom twice, the same bytes
"$BULLETIN" -q --now $NOW init "$TMP/two" && cp "$room/.bulletin/keys" "$TMP/two/.bulletin/keys"
"$BULLETIN" -q --now $NOW -C "$TMP/two" preview morning --for ada@example.org -o "$TMP/two.eml" && cmp -s "$TMP/two.eml" "$TMP/ada.eml"
ok $? "same input and time, same bytes"
finish
