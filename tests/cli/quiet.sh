#!/bin/sh
# What scripts lean on: success is silent where nobody looks, what is asked for goes to standard output, what is wrong to standard error.
. "$(dirname "$0")/../lib.sh"
NOW=2025-07-31T11:05:00Z
room=$TMP/room
E=morning-2025-07-31
b() { "$BULLETIN" --now $NOW -C "$room" "$@"; }
silent() { # silent NAME COMMAND...
    name=$1
    shift
    runs 0 "$name" "$@"
    is "$(cat "$TMP/out" "$TMP/err")" "" "says nothing"
}

silent "init" "$BULLETIN" --now $NOW init "$room"
printf -- '---\ntitle: Crane barge comes back\ndate: 2025-07-30T09:00:00Z\ntopics: [harbor]\nurl: https://city.example/crane\n---\n\nThe crane barge came back to the harbor on Tuesday after two years.\n' >"$TMP/a.md"
silent "add" b add "$TMP/a.md"
silent "add again" b add "$TMP/a.md"
silent "fetch" b fetch
silent "compose" b compose morning
silent "preview into a folder" b preview morning -o "$TMP/preview"
silent "preview into a file" b preview morning -o "$TMP/x.eml"
silent "lint without findings" b lint morning
printf 'email,name\nxenia@example.org,Xenia\n' >"$TMP/l.csv"
silent "subscribers import" b subscribers import "$TMP/l.csv" --list late
silent "subscribers add" b subscribers add yann@example.org --list late
silent "subscribers remove" b subscribers remove yann@example.org --list late
silent "subscribers suppress" b subscribers suppress yann@example.org
silent "subscribers suppress --undo" b subscribers suppress yann@example.org --undo
silent "send --test" b send morning --test me@example.org
silent "send" b send morning
silent "send again" b send morning
silent "run" b run
silent "retry of nobody" b retry $E --failed
silent "backup" b backup "$TMP/copy.db"
silent "templates eject" b templates eject minimal
silent "adopt" b adopt

# what was asked for is printed all the same
for command in "articles" "stories" "sources" "status" "verify" "who $E" "templates" "ctas" "seen ada@example.org" \
    "subscribers export --list late" "subscribers show ada@example.org" "send morning --dry-run" "subscribers import $TMP/l.csv --list late --dry-run"; do
    runs 0 "$command" b $command
    [ -s "$TMP/out" ] && [ ! -s "$TMP/err" ]
    ok $? "prints on standard output"
done
runs 0 "with -v" b -v send morning
has "$TMP/out" "nothing was done" "it is told"

# with --json every line of standard output is one JSON object, and only that
for command in "articles" "stories" "sources" "status" "verify" "who $E" "ctas" "templates" "seen ada@example.org" "lint morning" \
    "subscribers show ada@example.org" "show 6b3e" "fetch" "run" "send morning --dry-run"; do
    runs 0 "--json $command" b --json $command
    python3 -c 'import json, sys; assert all(isinstance(json.loads(l), dict) for l in open(sys.argv[1]))' "$TMP/out"
    ok $? "only objects"
done

# refusals: nothing on standard output, one line on standard error that begins with the program's name
while read -r code command; do
    runs "$code" "$command" b $command
    is "$(wc -c <"$TMP/out") $(grep -c '^bulletin: ' "$TMP/err") $(wc -l <"$TMP/err")" "0 1 1" "one line on standard error"
done <<'T2'
64 frobnicate
64 send
64 send morning --frobnicate
64 send evening
64 who
64 who morning-2025-07-31 --state lost
64 retry morning-2025-07-31
66 status morning-1999-01-01
66 who morning-1999-01-01
66 read nothing.md
66 show ffffff
66 subscribers show nobody@example.org
66 lint nothing.eml
73 init .
T2
runs 78 "no newsroom there" "$BULLETIN" -C "$TMP" status
runs 64 "no command" "$BULLETIN"
"$BULLETIN" --now $NOW init "$TMP/cut" && : >"$TMP/cut/.bulletin/bulletin.db"
for command in status verify sources; do runs 0 "$command after a first command that came to grief" "$BULLETIN" -C "$TMP/cut" $command; done
runs 0 "help" "$BULLETIN" --help
[ -s "$TMP/out" ] && [ ! -s "$TMP/err" ]
ok $? "goes to standard output"

# topics that only a source or a digest names
sed -i 's/    topics: \[defense, harbor, energy\].*/    topics: [defense, harbor, energy, politics]/' "$room/bulletin.yaml"
printf -- '---\ntitle: Mayor loses her majority\ndate: 2025-07-31T09:00:00Z\ncategories: [Politics]\nurl: https://city.example/majority\n---\n\nHer party lost two seats on Sunday; a second round is held in a fortnight, and coalition talks begin after it.\n' >"$room/articles/mayor.md"
runs 0 "a digest may name a topic without rules" "$BULLETIN" --now 2025-08-01T11:05:00Z -C "$room" --json compose morning
python3 -c 'import json, sys; s = json.load(open(sys.argv[1]))["sections"]; assert [x["topic"] for x in s if any("Mayor" in y["headline"] for y in x["stories"])] == ["politics"]' "$TMP/out"
ok $? "it holds what says so itself"
rm "$room/articles/mayor.md"
"$BULLETIN" --now 2025-08-01T11:05:00Z -C "$room" compose morning --force 2>"$TMP/err"
has "$TMP/err" "topic 'politics' has no rules under 'topics'" "an empty one is told by compose"

# what is wrong in every version of the mail is told once; --json tells it of each
"$BULLETIN" --now $NOW init "$TMP/two"
sed -i '/^    unsubscribe:/d' "$TMP/two/bulletin.yaml"
runs 0 "no https link to leave by is no error" "$BULLETIN" --now $NOW -C "$TMP/two" lint morning
is "$(grep -c '^W809' "$TMP/out") $(grep -c '^W711' "$TMP/out")" "1 1" "each warning once"
"$BULLETIN" --now $NOW -C "$TMP/two" --json lint morning >"$TMP/out"
[ "$(grep -c '"W809"' "$TMP/out")" -gt 1 ]
ok $? "of each version with --json"
finish
