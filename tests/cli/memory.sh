#!/bin/sh
# What a reader was sent does not come back, across digests and days, unless there is news; who was not sent it may get it.
. "$(dirname "$0")/../lib.sh"
room=$TMP/room
"$BULLETIN" -q --now 2025-07-31T08:00:00Z init "$room" && rm -rf "$room"/articles/* "$room"/ctas/* "$room"/subscribers/*
cat >"$room/bulletin.yaml" <<'Y'
title: Harbor Ledger
address: 1 Wharf Street, Springfield
timezone: UTC
sources: [{ outlet: Harbor Ledger, folder: articles }]
topics:
  harbor: { title: Harbor, categories: [Harbor] }
  energy: { title: Energy, categories: [Energy] }
digests:
  morning: { list: daily, window: 7d, from: "Ledger <news@example.org>", stories: { max: 12, per_topic: 4 } }
  evening: { list: night, window: 7d, from: "Ledger <news@example.org>" }
relays: [{ url: "maildir:outbox" }]
Y
list() { f=$room/subscribers/$1.csv; shift; echo email,topics >"$f"; for p; do echo "$p" >>"$f"; done; }
article() { # article FILE DATE CATEGORY TITLE TEXT
    printf -- '---\ntitle: "%s"\ndate: %s\ncategories: [%s]\n---\n\n%s\n' "$4" "$2" "$3" "$5" >"$room/articles/$1.md"
}
at() { t=$1; shift; "$BULLETIN" --now "$t" -C "$room" "$@"; }
send() { # send DAY HOUR DIGEST: mails of that edition as $TMP/mail/ADDRESS
    rm -rf "$room/outbox" "$TMP/mail"
    mkdir -p "$TMP/mail"
    at "2025-08-$1T$2:00:00Z" send "$3" --yes >"$TMP/out" 2>"$TMP/err" </dev/null
    code=$?
    for m in "$room"/outbox/new/*; do
        [ -e "$m" ] && python3 - "$m" "$TMP/mail" <<'P'
import email, email.policy, sys
m = email.message_from_bytes(open(sys.argv[1], "rb").read(), policy=email.policy.default)
a = m["To"].addresses[0].addr_spec
open(sys.argv[2] + "/" + a, "w").write(m.get_body(("plain",)).get_content())
open(sys.argv[2] + "/" + a + ".html", "w").write(m.get_body(("html",)).get_content())
P
    done
    return $code
}
gets() { has "$TMP/mail/$1" "$2" "$3"; }
not() { if [ -e "$TMP/mail/$1" ]; then hasnt "$TMP/mail/$1" "$2" "$3"; else ok 0 "$3 (no mail)"; fi; }

list daily ada@example.org, ben@example.org,energy
list night ada@example.org, cleo@example.org,
article crane 2025-08-01T01:00:00Z Harbor "Crane falls into the dock" "A crane fell into dock four on Thursday night and sank a tug. Nobody was hurt. The quay stays closed until divers have looked at the wall."
article wind 2025-08-01T01:00:00Z Energy "Wind farm gets its permit" "The county has allowed the wind farm off Saltholm with thirty turbines. Fishermen will be paid for the grounds they lose. Work begins next spring."
send 01 07 morning
gets ada@example.org "Crane falls" "day 1: who follows everything gets both"
gets ada@example.org "Wind farm" "the second too"
not ben@example.org "Crane falls" "who follows energy gets one"
runs 0 "seen" at 2025-08-01T08:00:00Z seen ada@example.org
has "$TMP/out" "morning-2025-08-01  2025-08-01 07:00  sent" "the edition and its date"
has "$TMP/out" "Crane falls into the dock" "its stories"
at 2025-08-01T08:00:00Z --json seen ben@example.org >"$TMP/out"
is "$(python3 -c 'import json,sys; print([[s["headline"] for s in json.loads(l)["stories"]] for l in open(sys.argv[1])])' "$TMP/out")" "[['Wind farm gets its permit']]" "seen --json: what was in that reader's own mail"
runs 66 "seen: an unknown address" at 2025-08-01T08:00:00Z seen nobody@example.org
is "$(wc -l <"$TMP/err" | tr -d ' ')" 1 "is one sentence"
runs 0 "seen: somebody who was not sent anything yet" at 2025-08-01T08:00:00Z seen cleo@example.org
has "$TMP/out" "has not been sent anything yet" "says so"

# another digest, one reader of both
article ferry 2025-08-01T15:00:00Z Harbor "Night ferry returns" "The night ferry to Saltholm sails again from Monday. It carries forty cars and stops at the outer islands on request. Tickets cost nine crowns."
send 01 18 evening
gets cleo@example.org "Crane falls" "evening: who reads only this digest gets what the other one carried"
gets cleo@example.org "Night ferry" "and the news"
not ada@example.org "Crane falls" "who reads both is not told twice"
not ada@example.org "Wind farm" "of neither"
gets ada@example.org "Night ferry" "and gets the news"

# the next morning: somebody is new, and somebody follows more
list daily ada@example.org, "ben@example.org,energy;harbor" dora@example.org,
article port 2025-08-02T02:00:00Z Harbor "Port fees rise" "Port fees rise by four percent in October, the council decided. Small boats are spared. The money is meant for the breakwater."
runs 0 "day 2: composed before it is sent" at 2025-08-02T06:00:00Z compose morning --explain
has "$TMP/out" "missed: Crane falls into the dock (harbor)" "what most have had is explained as missed"
sed -n '/^missed:/,$p' "$room/editions/morning-2025-08-02.yaml" >"$TMP/missed"
has "$TMP/missed" "headline: Crane falls into the dock" "and stands in the plan"
sed 's/headline: Crane falls into the dock/headline: A crane fell on Thursday/' "$room/editions/morning-2025-08-02.yaml" >"$TMP/y"
cp "$TMP/y" "$room/editions/morning-2025-08-02.yaml"
send 02 07 morning
gets dora@example.org "A crane fell on Thursday" "where it may be edited"
gets ada@example.org "Port fees rise" "day 2: the news"
not ada@example.org "A crane fell" "what was missed by others does not come back"
not ada@example.org "Crane falls" "nothing comes back"
not ada@example.org "Night ferry" "nor what the evening digest sent"
gets dora@example.org "quay stays closed" "a new subscriber may catch up"
gets dora@example.org "Port fees rise" "behind the news"
gets ben@example.org "A crane fell" "and so may who follows more topics now"
not ben@example.org "Wind farm" "less what they had"

# the same page read again is no news; a new article with news is, for those who had the story
article crane2 2025-08-02T12:00:00Z Harbor "Crane falls into the dock" "A crane fell into dock four on Thursday night and sank a tug. Nobody was hurt. The quay stays closed until divers have looked at the wall. Read more on our site."
article tide 2025-08-02T12:00:00Z Energy "Tide mill turns again" "The old tide mill makes power for sixty houses since Saturday. Volunteers rebuilt the wheel over nine years. School classes may visit on Fridays."
send 03 07 morning
gets ada@example.org "Tide mill" "day 3: the news"
not ada@example.org "Crane falls" "the same account again is no update"
article crane3 2025-08-03T12:00:00Z Harbor "Crane driver charged over fall into the dock" "Prosecutors charged the driver of the crane that fell into dock four with negligence. He had worked nineteen hours without a break, the indictment says. The trial begins in Calder in November, and the tug owner demands two million crowns."
list daily ada@example.org, dora@example.org, emil@example.org,
send 04 07 morning
gets ada@example.org "Crane driver charged" "day 4: real news of a story comes"
gets ada@example.org "Update: " "and is marked"
python3 - "$TMP/mail/ada@example.org" <<'P'
import re, sys
t = " ".join(open(sys.argv[1]).read().split())
m = re.search(r"Update: (.*?)(?= [A-Z]{3}|$)", t)
sys.exit(not (m and ("charged the driver" in t[m.start():m.start() + 250] or "nineteen hours" in t[m.start():m.start() + 250])))
P
ok $? "with what is new"
has "$TMP/mail/ada@example.org.html" "Update:" "also in HTML"
gets emil@example.org "Crane driver charged" "who never had it gets it"
not emil@example.org "Update" "as a story like any other"
at 2025-08-04T08:00:00Z seen ada@example.org >"$TMP/out"
has "$TMP/out" "Update: Crane driver charged" "seen tells updates apart"
article lamp 2025-08-04T12:00:00Z Harbor "Lighthouse gets a new lamp" "The lighthouse of Gull Hill has a new lamp since Monday. It uses a tenth of the power. The old lens goes to the museum."
send 05 07 morning
not ada@example.org "Crane driver" "day 5: the update does not come back either"
gets ada@example.org "Lighthouse" "other news does"
at 2025-08-05T08:00:00Z verify >/dev/null 2>&1
ok $? "the ledger closes"

# only what was delivered counts
list daily ada@example.org, nul@example.org,
article dredge 2025-08-05T12:00:00Z Harbor "Dredging ends" "Dredging of the inner basin ended on Tuesday after five months. Ships with nine metres of draught may call again. The sand rebuilds the beach."
sed 's|maildir:outbox|maildir:nowhere/x|' "$room/bulletin.yaml" >"$TMP/y" && cp "$room/bulletin.yaml" "$TMP/good" && cp "$TMP/y" "$room/bulletin.yaml"
: >"$room/nowhere"
send 06 07 morning
is "$(at 2025-08-06T07:30:00Z seen nul@example.org)" "nul@example.org has not been sent anything yet" "what could not be delivered is not seen"
rm "$room/nowhere"
cp "$TMP/good" "$room/bulletin.yaml"
send 06 19 evening
gets ada@example.org "Dredging ends" "and another digest may bring it"
finish
