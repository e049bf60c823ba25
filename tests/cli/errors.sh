#!/bin/sh
# What people see when something is wrong: the place, the cause, what to do; and an exit code that scripts can rely on.
. "$(dirname "$0")/../lib.sh"
NOW=2025-07-31T11:05:00Z
room=$TMP/room
b() { "$BULLETIN" --now $NOW -C "$room" "$@"; }
fresh() { rm -rf "$room" && "$BULLETIN" -q --now $NOW init "$room"; }
yaml() { sed "$1" "$room/bulletin.yaml" >"$TMP/y" && cp "$TMP/y" "$room/bulletin.yaml"; }

mkdir "$TMP/empty"
runs 78 "no configuration" "$BULLETIN" -C "$TMP/empty" send morning
has "$TMP/err" "there is no bulletin.yaml" "one clear sentence"
runs 64 "an unknown command" "$BULLETIN" snd
runs 64 "an unknown option" "$BULLETIN" -C "$TMP/empty" send morning --yess
has "$TMP/err" "did you mean --yes?" "the nearest option is named"
runs 64 "--now must be a time" "$BULLETIN" --now yesterday status

fresh && yaml 's/^digests:/digestes:/'
runs 78 "an unknown key" b status
grep -qE 'bulletin\.yaml:[0-9]+:[0-9]+: unknown key .digestes.*did you mean .digests' "$TMP/err"
ok $? "file, line, column, key and the nearest name"
fresh && yaml 's/    window: 7d/    windoww: 7d/'
runs 78 "an unknown key inside a digest" b status
has "$TMP/err" "did you mean 'window'?" "the nearest name there"
fresh && yaml '/^address:/d'
runs 78 "no postal address" b status
has "$TMP/err" "postal address" "says what is missing"
fresh && yaml 's/    window: 7d/    window: soon/'
runs 78 "a window that is none" b status
has "$TMP/err" "as in 24h or 7d" "says how to write it"
fresh && yaml 's/topics: \[defense, harbor/topics: [defence, harbor/'
runs 78 "an unknown topic" b status
has "$TMP/err" "did you mean 'defense'?" "the nearest topic"
fresh && yaml 's/timezone: America/timezone: Amerika/'
runs 78 "an unknown time zone" b status
fresh && printf 'title: "x\n' >"$room/bulletin.yaml"
runs 78 "YAML that does not parse" b status
grep -qE 'bulletin\.yaml:[0-9]+:[0-9]+: ' "$TMP/err"
ok $? "with line and column"
fresh
runs 64 "an unknown digest" b send mornin
has "$TMP/err" "did you mean 'morning'?" "the nearest digest"

# one bad article or row never stops the others; the exit code says 65 at the end
fresh
printf -- '---\ntitle: Not closed\n\nbody\n' >"$room/articles/open.md"
printf -- '---\ntitle: Dated never\ndate: the day after never\n---\n\nThis body is long enough to be read as a body of something.\n' >"$room/articles/date.md"
printf 'nobody\n,No Address\nbad@@example.org,Two Ats\n' >>"$room/subscribers/sample.csv"
runs 65 "send with bad articles and rows" b send morning --yes
has "$TMP/err" "articles/open.md:" "the article with open front matter is named"
has "$TMP/err" "articles/date.md:3" "the bad date is named by line"
grep -qE 'sample\.csv:1[3-9]' "$TMP/err"
ok $? "the bad rows are named by line"
is "$(find "$room/outbox/new" -type f | wc -l)" 11 "everybody else got their mail"

# a template error stops before the first mail
for bad in '{{no_such_thing}}' '{{#lead}}' '{{> nowhere}}'; do
    fresh && b templates eject brief >/dev/null
    printf '%s\n' "$bad" >>"$room/templates/brief/digest.html"
    runs 78 "template error: $bad" b send morning --yes
    grep -qE 'digest\.html:[0-9]+:[0-9]+' "$TMP/err"
    ok $? "with file, line, column"
    [ ! -d "$room/outbox/new" ] || [ -z "$(ls "$room/outbox/new")" ]
    ok $? "and nothing was sent"
done

fresh && rm "$room"/articles/*.md
runs 66 "no stories" b send morning --yes
has "$TMP/err" "no stories" "one clear sentence"
fresh && rm "$room/subscribers/sample.csv"
runs 66 "no subscribers" b send morning --yes
has "$TMP/err" "has no subscribers" "one clear sentence"

# secrets
fresh && chmod 644 "$room/.bulletin/keys"
runs 77 "a key that others can read" b status
has "$TMP/err" "chmod 600" "says what to do"
fresh && printf 'relays:\n  - { url: "smtp://127.0.0.1:1", user: news, password: hunter2 }\n' >"$TMP/relay" && sed '/^relays:/,$d' "$room/bulletin.yaml" >"$TMP/y" && cat "$TMP/y" "$TMP/relay" >"$room/bulletin.yaml"
runs 78 "a password in bulletin.yaml" b status
hasnt "$TMP/err" "hunter2" "and the message does not show it"
fresh && yaml 's|maildir:outbox|smtp://127.0.0.1:1|'
runs 69 "a relay that is not there" b send morning --yes
has "$TMP/err" "127.0.0.1:1" "names the relay"
b status --json | grep -q '"queued":11'
ok $? "nobody is lost: eleven are queued"

# plan errors
fresh && b compose morning >/dev/null && sed 's/^\( *- *\(id\|story\): *\).*/\1"000000000000"/' "$room/editions/morning-2025-07-31.yaml" >"$TMP/p" && cp "$TMP/p" "$room/editions/morning-2025-07-31.yaml"
runs 65 "a plan that names a story that is gone" b preview morning -o "$TMP/x.html"
grep -qE 'morning-2025-07-31\.yaml:[0-9]+:[0-9]+' "$TMP/err"
ok $? "with file, line, column"
finish
