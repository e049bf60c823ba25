#!/bin/sh
# Readers follow and mute topics, outlets and words of their own; who gets the same stories shares a mail.
. "$(dirname "$0")/../lib.sh"
NOW=2025-07-31T11:05:00Z
room=$TMP/room
b() { "$BULLETIN" --now $NOW -C "$room" "$@"; }
"$BULLETIN" -q --now $NOW init "$room"
cat >"$room/subscribers/sample.csv" <<'C'
email,name,status,topics
all@example.org,All,active,
ferry@example.org,Fay,active,word:ferries
quoted@example.org,Quentin,active,"""ferry"""
wire@example.org,Wim,active,outlet:open wire
quiet@example.org,Quincy,active,-defense;-word:cable
minus@example.org,Mina,active,harbor;-word:ferry
none@example.org,Nona,active,word:zeppelin
guard@example.org,Guy,active,'-defense;-word:cables
C
mail() { b preview morning --for "$1@example.org" -o "$TMP/$1.txt" 2>"$TMP/err"; }
for who in all ferry quoted wire quiet minus guard; do mail $who; ok $? "$who gets a mail"; done
has "$TMP/ferry.txt" "erry" "the follower of a word gets its story"
hasnt "$TMP/ferry.txt" "inehunters" "and not the others"
has "$TMP/wire.txt" "Open Wire" "the follower of an outlet gets what it tells"
hasnt "$TMP/wire.txt" "erry" "and not the others"
hasnt "$TMP/quiet.txt" "inehunters" "a muted topic stays out"
hasnt "$TMP/quiet.txt" "island cable" "so does a muted word"
has "$TMP/quiet.txt" "erry" "everything else is there"
hasnt "$TMP/minus.txt" "erry" "a mute wins over a topic that is followed"
runs 66 "nobody writes about zeppelins" b preview morning --for none@example.org -o "$TMP/none.eml"
runs 0 "send" b send morning --yes
is "$(find "$room/outbox/new" -type f | wc -l)" 7 "seven mails"
b who morning-2025-07-31 --state skipped >"$TMP/out"
has "$TMP/out" "none@example.org" "who follows only what is not there is skipped"
body() { tr -d '\r\n' <"$TMP/$1.txt" | sed 's|https*://[^ >)]*||g; s/[a-z]*@example.org//g; s/F[a]y\|Quentin\|Quincy\|Guy//g; s/  */ /g'; } # less what is theirs
[ "$(body ferry)" = "$(body quoted)" ]
ok $? "two ways to say one wish are one mail"
[ "$(body quiet)" = "$(body guard)" ]
ok $? "an apostrophe that a spreadsheet put before the minus does not matter"

# A word or an outlet reaches beyond the digest's topics, in a mail and in the plan, and comes once.
cat >"$room/articles/opera.md" <<'A'
---
title: Opera house opens with a comedy
date: 2025-08-01T06:00:00Z
outlet: Stage Post
---

The new opera house of Calder opens on Saturday with a comedy about a baker. All seats are sold. Two hundred singers take part.
A
cat >"$room/articles/tug.md" <<'A'
---
title: Old tug becomes a cafe
date: 2025-08-01T06:00:00Z
topics: [harbor]
---

The tug Hercules opens as a cafe at the old quay. It has forty seats below deck. The engine may be seen on Sundays.
A
cat >"$room/subscribers/sample.csv" <<'C'
email,name,status,topics
all@example.org,All,active,
opera@example.org,Ona,active,harbor;word:operas
stage@example.org,Stan,active,outlet:stage post
quiet@example.org,Quincy,active,-defense;-word:cable
C
later() { "$BULLETIN" --now 2025-08-01T11:05:00Z -C "$room" "$@"; }
runs 0 "compose" later compose morning --explain
has "$TMP/out" "followed: Opera house opens" "--explain has what is only for followers"
has "$room/editions/morning-2025-08-01.yaml" "followed:" "and the plan"
for who in all opera stage; do later preview morning --for $who@example.org -o "$TMP/$who.txt" 2>"$TMP/err"; done
has "$TMP/opera.txt" "Opera house opens" "a word brings what is in none of the digest's topics"
has "$TMP/opera.txt" "Old tug becomes" "beside the topics"
has "$TMP/stage.txt" "Opera house opens" "so does an outlet"
hasnt "$TMP/all.txt" "Opera house opens" "nobody else gets it"
runs 0 "send it" later send morning --yes
later seen opera@example.org >"$TMP/out"
has "$TMP/out" "Opera house opens" "it is remembered"
later seen all@example.org >"$TMP/out"
hasnt "$TMP/out" "Opera house opens" "by those who had it"
later preview morning --for stage@example.org -o "$TMP/again.txt" 2>"$TMP/err"
sed -i 's|date: 2025-08-01T06:00:00Z|date: 2025-08-02T06:00:00Z|' "$room/articles/tug.md"
sed -i 's|Hercules opens as a cafe|Hercules sank at its mooring and was raised|; s|forty seats|nine holes|' "$room/articles/tug.md"
"$BULLETIN" --now 2025-08-02T05:00:00Z -C "$room" preview morning --for stage@example.org -o "$TMP/next.txt" >"$TMP/out" 2>"$TMP/err"
[ ! -e "$TMP/next.txt" ] || ! grep -q "Opera house" "$TMP/next.txt"
ok $? "and does not come back the next day"

runs 0 "subscribers show" b subscribers show quiet@example.org
has "$TMP/out" "follows: everything" "says what is followed"
has "$TMP/out" 'mutes: defense, "cable" (word)' "and what is muted"
runs 0 "subscribers add" b subscribers add new@example.org --topics 'harbor;outlet:Open Wire;word:dry dock;-energy'
hasnt "$TMP/err" "warning" "known topics are no finding"
b --json subscribers show new@example.org >"$TMP/out"
python3 - "$TMP/out" <<'P' >"$TMP/facts"
import json, sys
s = json.load(open(sys.argv[1]))
print(s["topics"], s["follows"], s["mutes"])
P
is "$(cat "$TMP/facts")" "['harbor', 'outlet:Open Wire', 'word:dry dock', '-energy'] {'topics': ['harbor'], 'outlets': ['Open Wire'], 'words': ['dry dock']} {'topics': ['energy'], 'outlets': [], 'words': []}" "follows and mutes in JSON, the contract's topics beside them"
b subscribers add slip@example.org --topics 'harbour' >"$TMP/out" 2>"$TMP/err"
has "$TMP/err" "there is no topic 'harbour'; did you mean 'harbor'?" "a slip of the pen is told"
b subscribers export --list sample >"$TMP/export.csv"
runs 0 "export and import" b subscribers import "$TMP/export.csv" --list copy
b --json subscribers show new@example.org | grep -c '"outlets":\["Open Wire"\]' >"$TMP/facts"
is "$(cat "$TMP/facts")" 2 "wishes survive export and import"
finish
