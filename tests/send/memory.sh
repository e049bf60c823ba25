#!/bin/sh
# Memory does not grow with the list: a send to 120,000 people, frozen and delivered, may have at most 4 MiB more than one to 40,000 at its
# highest. Measured in the program as it is shipped: sanitizers keep what is freed.
. "$(dirname "$0")/../lib.sh"
BULLETIN=$ROOT/build/plain/bulletin
# One that stands there may be of yesterday.
env -u SAN -u OUT -u MAKEFLAGS make -s --no-print-directory -C "$ROOT" build/plain/bulletin >"$TMP/make" 2>&1 || { cat "$TMP/make"; exit 1; }
day=2025-07-31T11:05:00Z
cat >"$TMP/peak.py" <<'P'
import os, sys
pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(pid, 0)
print(usage.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))
P
send_to() { # send_to PEOPLE: what the send had at most, in KiB, in $peak
    room=$TMP/room$1
    "$BULLETIN" -q --now $day init "$room"
    sed -i 's|"maildir:outbox"|"null:"|' "$room/bulletin.yaml"
    awk -v n="$1" 'BEGIN {
        split(";defense;harbor;energy;harbor energy;energy harbor;defense energy", t, ";")
        print "email,name,topics,lang"
        for (i = 0; i < n; i++) { topics = t[i % 7 + 1]; sub(" ", ";", topics); printf "reader%d@mail%d.people.example,Reader %d,%s,en\n", i * 7919 % n, i % 97, i, topics }
    }' >"$room/subscribers/sample.csv"
    runs 0 "$1 people taken in" "$BULLETIN" -q --now $day -C "$room" compose morning
    runs 0 "and sent to" python3 "$TMP/peak.py" "$BULLETIN" -q --now $day -C "$room" send morning --yes
    peak=$(cat "$TMP/out")
    is "$("$BULLETIN" --now $day --json -C "$room" status morning-2025-07-31 | sed 's/.*"sent": *\([0-9]*\).*/\1/')" "$1" "every one of them"
}
send_to 40000
few=$peak
send_to 120000
echo "# $few KiB for 40,000, $peak KiB for 120,000"
[ "$((peak - few))" -le 4096 ]
ok $? "three times the people, no more than 4 MiB more memory"
[ "$peak" -le 32768 ]
ok $? "and no more than 32 MiB"
finish
