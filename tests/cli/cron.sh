#!/bin/sh
# bulletin run, as cron calls it: one edition a period, silence, one at a time, and what happens to a missed morning.
. "$(dirname "$0")/../lib.sh"
room=$TMP/room
at() { t=$1; shift; "$BULLETIN" --now "$t" -C "$room" "$@"; }
"$BULLETIN" -q --now 2025-07-31T08:00:00Z init "$room" # Thursday, four in the morning in New York
mails() { find "$room/outbox/new" -type f 2>/dev/null | wc -l; }
sent() { at 2025-08-30T00:00:00Z status --json | wc -l; }

runs 0 "before the first moment nothing is due" at 2025-07-31T08:00:00Z run
is "$(mails)" 0 "no mail"
at 2025-07-31T11:00:00Z preview morning --for ada@example.org -o "$TMP/ada.eml"
for minute in 00 05 10 15 20; do runs 0 "cron at 7:$minute" at "2025-07-31T11:$minute:00Z" run; done
is "$(cat "$TMP/out" "$TMP/err" | wc -c)" 0 "silent"
is "$(mails)" 11 "five fires, one edition"
grep -lq '^Auto-Submitted: auto-generated' "$room"/outbox/new/*
ok $? "scheduled mail says Auto-Submitted: auto-generated"
cmp -s "$TMP/ada.eml" "$(grep -l 'ada@example.org' "$room"/outbox/new/*)"
ok $? "and is the previewed one, byte for byte"
at 2025-07-31T12:00:00Z status --json >"$TMP/out"
has "$TMP/out" '"edition":"morning-2025-07-31"' "named by digest and date"

# a new article, and a morning that is caught up within the grace
article() { printf -- '---\ntitle: "%s"\ndate: %s\ncategories: [Energy]\n---\n\n%s\n' "$2" "$3" "$4" >"$room/articles/$1.md"; }
article friday "Island grid to be switched over" 2025-08-01T02:00:00Z "The island grid will be switched over on Friday night, the operator said. Around two thousand homes could be without power for an hour."
runs 0 "an hour late is caught up" at 2025-08-01T12:00:00Z run
is "$(sent)" 2 "a second edition"
article monday "Second cable passes its test" 2025-08-04T02:00:00Z "A second cable carried full load for nine hours on Sunday and stayed cool, the engineers report. It may be buried before the storms of October."
runs 0 "nine hours late is too late" at 2025-08-04T20:00:00Z run
has "$TMP/err" "skipped" "a line says so"
has "$room/.bulletin/bulletin.log" "skipped" "also in the log"
is "$(sent)" 2 "nothing was sent"
runs 0 "and it says so once" at 2025-08-04T20:05:00Z run
is "$(cat "$TMP/err")" "" "silent again"
runs 0 "the next morning is on time" at 2025-08-05T11:00:00Z run
is "$(sent)" 3 "a third edition"

# two at a time: one works, the other exits 75 and names the holder
python3 - "$room/.bulletin/run.lock" "$TMP/held" <<'P' &
import fcntl, os, sys, time
f = open(sys.argv[1], "a+")
fcntl.flock(f, fcntl.LOCK_EX)
f.truncate(0); f.write("%d bulletin run, since a test began\n" % os.getpid()); f.flush()
open(sys.argv[2], "w").close()
time.sleep(600)
P
holder=$!
PIDS="$PIDS $holder"
await test -e "$TMP/held"
runs 75 "a second run steps back" at 2025-08-06T11:00:00Z run
has "$TMP/err" "$holder" "and names the holder"
kill "$holder"

# a digest that cannot be sent does not stop the next one
two=$TMP/two
"$BULLETIN" -q --now 2025-07-31T08:00:00Z init "$two"
python3 - "$two/bulletin.yaml" <<'P'
import re, sys
t = open(sys.argv[1]).read()
block = re.search(r"^  morning:\n(?:    .*\n|\s*\n)+", t, re.M).group(0)
bad = re.sub(r"^    template: .*\n", "", block.replace("  morning:", "  broken:", 1), flags=re.M).rstrip() + "\n    template: broken\n"
open(sys.argv[1], "w").write(t.replace(block, bad + block))
P
mkdir -p "$two/templates/broken" && printf '{{no_such_thing}}\n' | tee "$two/templates/broken/digest.html" >"$two/templates/broken/digest.txt"
runs 78 "one digest has a broken template" "$BULLETIN" --now 2025-07-31T11:00:00Z -C "$two" run
has "$TMP/err" "no_such_thing" "which is told"
is "$(find "$two/outbox/new" -type f 2>/dev/null | wc -l)" 11 "the other one is sent"

# a list that is gone is told, once: nobody gets the mail that is due
three=$TMP/three
"$BULLETIN" --now 2025-07-31T08:00:00Z init "$three"
rm "$three/subscribers/sample.csv"
runs 66 "an edition is due and its list is gone" "$BULLETIN" --now 2025-07-31T11:00:00Z -C "$three" run
has "$TMP/err" "list 'sample' has no subscribers" "which is told"
runs 0 "five minutes later" "$BULLETIN" --now 2025-07-31T11:05:00Z -C "$three" run
is "$(cat "$TMP/out" "$TMP/err")" "" "not again"
finish
