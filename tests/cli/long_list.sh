#!/bin/sh
# Lists of any length: import, a changed file taken in, export and removing need no more memory for three times the people, and lose nobody.
# Measured in the program as it is shipped: sanitizers keep what is freed.
. "$(dirname "$0")/../lib.sh"
BULLETIN=$ROOT/build/plain/bulletin
# One that stands there may be of yesterday.
env -u SAN -u OUT -u MAKEFLAGS make -s --no-print-directory -C "$ROOT" build/plain/bulletin >"$TMP/make" 2>&1 || { cat "$TMP/make"; exit 1; }
cat >"$TMP/peak.py" <<'P'
import os, sys
pid = os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ)
_, status, usage = os.wait4(pid, 0)
open(sys.argv[1], "a").write("%d\n" % usage.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))
P
# In no order; every hundredth row is wrong, every hundredth somebody once more in other letters.
make_list() {
    awk -v n="$1" 'BEGIN {
        print "email,name,topics,city"
        for (i = 0; i < n; i++) {
            k = i * 7919 % n
            printf "reader%d@mail%d.people.example,Reader %d,\"harbor;energy\",Springfield\n", k, k % 97, k
            if (i % 100 == 0) printf "no address %d,,,\nREADER%d@mail%d.people.example,,,\n", k, k, k % 97
        }
    }' >"$2"
}
with() { # with PEOPLE: the most memory of all four, in KiB, in $peak
    room=$TMP/room$1 list=$TMP/list$1.csv
    "$BULLETIN" -q init "$room"
    make_list "$1" "$list"
    b() { python3 "$TMP/peak.py" "$room/peaks" "$BULLETIN" -C "$room" "$@"; }
    runs 65 "$1 people are imported" b -v subscribers import "$list" --list long
    has "$TMP/out" "long: $1 added" "everybody, once"
    is "$(grep -c 'row refused' "$TMP/err")" "$(($1 / 100))" "every wrong row is told, once"
    sed -i 's/Springfield/Shelbyville/' "$room/subscribers/long.csv"
    runs 0 "a list that changed on every row" b subscribers export --list long
    is "$(grep -c Shelbyville "$TMP/out")" "$1" "is taken in and exported whole"
    runs 0 "one is taken off" b subscribers remove reader7@mail7.people.example --list long
    is "$(grep -c . "$room/subscribers/long.csv")" "$1" "the others stay"
    peak=$(sort -n "$room/peaks" | tail -n 1)
}
# Killed at any moment, the list is the old one or the new one, and the store follows the file.
room=$TMP/killed
"$BULLETIN" -q init "$room"
make_list 60000 "$TMP/list.csv"
printf 'email,name\nold@example.org,Old\n' >"$room/subscribers/long.csv"
torn=0 cut=0
for ms in 005 02 05 10 15 20 30 40 60; do
    cp "$room/subscribers/long.csv" "$TMP/before.csv"
    "$BULLETIN" -q -C "$room" subscribers import "$TMP/list.csv" --list long >/dev/null 2>&1 &
    victim=$!
    sleep "0.$ms"
    kill -9 $victim 2>/dev/null && cut=$((cut + 1))
    wait $victim 2>/dev/null
    rows=$(($(wc -l <"$room/subscribers/long.csv") - 1))
    [ $rows = 1 ] || [ $rows = 60001 ] || torn=1
    stored=$("$BULLETIN" -q -C "$room" subscribers export --list long | grep -c @)
    [ "$stored" = $rows ] || torn=1
    cp "$TMP/before.csv" "$room/subscribers/long.csv"
done
is $torn 0 "killed $cut times of nine while importing: never half a list, in file or store"

with 60000
few=$peak
with 180000
echo "# $few KiB for 60,000, $peak KiB for 180,000"
[ "$((peak - few))" -le 6144 ]
ok $? "three times the people, no more than 6 MiB more memory"
[ "$peak" -le 40960 ]
ok $? "and no more than 40 MiB"
finish
