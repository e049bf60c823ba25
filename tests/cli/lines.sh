#!/bin/sh
# Articles a line, of any number: read and add need no more memory for three times the articles, from a file or through a pipe, and what is
# known already is not written again. Measured in the program as it is shipped: sanitizers keep what is freed.
. "$(dirname "$0")/../lib.sh"
BULLETIN=$ROOT/build/plain/bulletin
env -u SAN -u OUT -u MAKEFLAGS make -s --no-print-directory -C "$ROOT" build/plain/bulletin >"$TMP/make" 2>&1 || { cat "$TMP/make"; exit 1; }
NOW=2025-07-31T12:00:00Z
cat >"$TMP/lines.py" <<'P'
import json, sys
n = int(sys.argv[1])
for i in range(n):
    body = "Quay number %d is to be raised by a metre before the winter storms, the board said. " % i * 20
    print(json.dumps({"url": "https://wire.example/%d" % i, "outlet": "Wire", "title": "Quay %d is raised" % i, "published": "2025-07-31T05:00:00Z",
                      "text": body, "html": "<p>" + body + "</p>"}))
P
cat >"$TMP/peak.py" <<'P'
import os, sys
pid = os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ)
_, status, usage = os.wait4(pid, 0)
open(sys.argv[1], "w").write("%d" % usage.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))
P
peak() { python3 "$TMP/peak.py" "$TMP/peak" "$BULLETIN" -v --now $NOW "$@"; }
"$BULLETIN" -q --now $NOW init "$TMP/few" && "$BULLETIN" -q --now $NOW init "$TMP/many"
python3 "$TMP/lines.py" 4000 >"$TMP/few.jsonl"
python3 "$TMP/lines.py" 12000 >"$TMP/many.jsonl"
[ "$(wc -c <"$TMP/few.jsonl")" -gt 10485760 ]
ok $? "both files are longer than any single source may be"
runs 0 "4,000 articles" peak -C "$TMP/few" add "$TMP/few.jsonl"
has "$TMP/out" "4000 new" "all of them are taken"
few=$(cat "$TMP/peak")
runs 0 "12,000 articles" peak -C "$TMP/many" add "$TMP/many.jsonl"
has "$TMP/out" "12000 new" "all of those too"
many=$(cat "$TMP/peak")
echo "# $few KiB for 4,000, $many KiB for 12,000"
[ $((many - few)) -le 6144 ] && [ "$many" -le 40960 ]
ok $? "in no more memory"

# known already: not a byte is written
db=$TMP/many/.bulletin/bulletin.db
cksum "$db" >"$TMP/sum"
touch -r "$db" "$TMP/time"
runs 0 "the same once more" peak -C "$TMP/many" add "$TMP/many.jsonl"
has "$TMP/out" "12000 known already" "they are known"
is "$(cksum "$db")" "$(cat "$TMP/sum")" "and the database stays as it was"
[ ! "$db" -nt "$TMP/time" ] && [ ! -s "$db-wal" ]
ok $? "untouched"
"$BULLETIN" read --json "$TMP/few.jsonl" >"$TMP/read.jsonl"
is "$(wc -l <"$TMP/read.jsonl" | tr -d ' ')" 4000 "read shows them"
peak read --json "$TMP/many.jsonl" >"$TMP/read.jsonl"
[ "$(cat "$TMP/peak")" -le 40960 ]
ok $? "in no more memory"
printf 'said\n' | cat "$TMP/read.jsonl" - | "$BULLETIN" -v --now $NOW -C "$TMP/many" add - >"$TMP/out" 2>"$TMP/err"
is $? 65 "through a pipe, with a line that is none"
has "$TMP/out" "12000 known already" "what read prints is what was read"
has "$TMP/err" "-:12001: error: not JSON; the line is left out" "and the line is named"

# lines that are too long, wrong, or all of them wrong
python3 -c 'import sys
w = sys.stdout.write
w(open(sys.argv[1]).read())
w("x" * (17 << 20) + "\n" + "[" * (40 << 20) + "\n")
w("{\n" * 5000)
w("{\"title\":\"After all that\",\"text\":\"Still read.\"}")' "$TMP/few.jsonl" >"$TMP/wrong.jsonl"
runs 65 "lines of 17 and 40 MB, and 5,000 that are none" peak -C "$TMP/few" add "$TMP/wrong.jsonl" "$TMP/few.jsonl"
has "$TMP/out" "1 new, 0 updated, 8000 known already" "the good ones on both sides are taken, and the next file"
has "$TMP/err" "wrong.jsonl:4001: error: line longer than 16 MB; left out" "the first is named"
has "$TMP/err" "wrong.jsonl:4002: error: line longer than 16 MB; left out" "and the second"
has "$TMP/err" "wrong.jsonl:4003: error: not JSON; the line is left out" "and what follows them, by the right number"
has "$TMP/err" "4002 more lines are left out; only the first 1000 are listed" "but not for ever"
[ "$(cat "$TMP/peak")" -le 98304 ]
ok $? "in bounded memory"
finish
