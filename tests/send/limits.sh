#!/bin/sh
# How fast, when, and until when: rates by relay and by domain, warm-up by day, hours, and the end of an edition's time.
SENDER=
. "$(dirname "$0")/lib.sh"
NOW=2025-07-31T11:05:00Z # 07:05 in the newsroom
E=morning-2025-07-31
room() { # room RELAY-SETTINGS LIST [DIGEST-LINE...]
    rm -rf "$TMP/room"
    "$BULLETIN" -q --now $NOW init "$TMP/room"
    relay=$1
    cp "$2" "$TMP/room/subscribers/sample.csv"
    shift 2
    for line in "$@"; do printf '    %s\n' "$line"; done >"$TMP/lines"
    sed -i -e "s|^  - { url: \"maildir:outbox\" }|  - { $relay }|" -e "/^    title: Morning Brief/r $TMP/lines" "$TMP/room/bulletin.yaml"
}
send() { "$BULLETIN" --now "${AT:-$NOW}" -C "$TMP/room" send morning --yes; }
really() { "$BULLETIN" -C "$TMP/room" send morning --yes; } # by the real clock: the edition of $NOW is gone on with first
frozen() { # frozen RELAY-SETTINGS LIST: the edition of $NOW, with nothing sent
    room "url: \"smtp://127.0.0.1:1\"" "$2"
    send >/dev/null 2>&1
    sed -i "s|^  - { url: \"smtp://127.0.0.1:1\" }|  - { $1 }|" "$TMP/room/bulletin.yaml"
}
count() { "$BULLETIN" --json -C "$TMP/room" status $E | sed "s/.*\"$1\":\\([0-9]*\\).*/\\1/"; }
people() { sed -n 's/.*"ev":"accepted".*"rcpts":\["\([^"]*\)".*/\1/p' "$TMP/log" 2>/dev/null; }
list() { # list COUNT DOMAIN [COLUMN VALUE]
    for i in $(seq "$1"); do echo "r$i@$2,R $i,${4:-}"; done
}
header() { echo "email,name,${1:-lang}"; }
closes() { runs 0 "$1: the ledger closes" "$BULLETIN" -C "$TMP/room" verify $E; }

# ---- hours
{ header; list 20 a.example; } >"$TMP/twenty"
sink
room "url: \"smtp://127.0.0.1:$PORT\"" "$TMP/twenty" 'hours: "08:00-20:00"'
runs 75 "before its hours" send
is "$(people | wc -l) $(count queued)" "0 20" "nobody is written to, everybody waits"
runs 75 "with -v it says why" "$BULLETIN" -v --now $NOW -C "$TMP/room" send morning --yes
has "$TMP/err" "outside its hours" "in words"
AT=2025-07-31T12:01:00Z runs 0 "in its hours" send
is "$(people | sort -u | wc -l)" 20 "everybody has it"
{ header timezone; list 7 ny.example timezone America/New_York; list 5 berlin.example timezone Europe/Berlin; list 3 tokyo.example timezone Asia/Tokyo; list 2 none.example timezone ""; } >"$TMP/zones"
: >"$TMP/log"
room "url: \"smtp://127.0.0.1:$PORT\"" "$TMP/zones" 'hours: "08:00-20:00"' 'hours_in: subscriber'
runs 75 "each reader's hours" send
is "$(people | sed 's/.*@//' | sort | uniq -c | tr -s ' \n' ' ')" " 5 berlin.example " "it is day in Berlin only"
is "$(count queued)" 12 "the others wait"
AT=2025-07-31T12:01:00Z runs 75 "morning in New York" send
is "$(people | sed 's/.*@//' | sort | uniq -c | tr -s ' \n' ' ')" " 5 berlin.example 2 none.example 7 ny.example " "and for those of no known zone"
AT=2025-07-31T23:01:00Z runs 0 "morning in Tokyo" send
is "$(people | sort -u | wc -l) $(people | wc -l)" "17 17" "everybody once"
closes "hours"

# ---- expire
sink --fault 'reply=rcpt:@later.example:450 4.2.0 busy'
{ header; list 10 a.example; list 4 later.example; } >"$TMP/some"
room "url: \"smtp://127.0.0.1:$PORT\"" "$TMP/some" 'expire: 12h'
runs 75 "four are put off" send
AT=2025-07-31T22:30:00Z runs 75 "still within its time" send
AT=2025-07-31T23:06:00Z runs 0 "its time is over" send
is "$(count sent) $(count skipped) $(count deferred)" "10 4 0" "who has nothing by then gets nothing"
is "$("$BULLETIN" --json -C "$TMP/room" who $E --state skipped | grep -c '"reason":"expired"')" 4 "skipped (expired)"
is "$("$BULLETIN" --json -C "$TMP/room" status $E | sed 's/.*"state":"\([a-z]*\)".*/\1/')" done "the edition is done"
closes "expire"
room "url: \"smtp://127.0.0.1:1\"" "$TMP/some" 'expire: 12h'
runs 69 "a relay that is not there" send
AT=2025-08-01T23:06:00Z runs 0 "the day after" "$BULLETIN" --now 2025-07-31T23:10:00Z -C "$TMP/room" send morning --yes
is "$(count skipped) $(count queued)" "14 0" "everybody is skipped"
closes "nobody reached"

# ---- warm-up
{ header; list 100 a.example; } >"$TMP/hundred"
sink
room "url: \"smtp://127.0.0.1:$PORT\", warmup: {start: 10, factor: 3}" "$TMP/hundred"
runs 75 "the first day" send
is "$(people | wc -l)" 10 "ten"
runs 75 "once more on the first day" "$BULLETIN" -v --now $NOW -C "$TMP/room" send morning --yes
has "$TMP/err" "ration" "says why"
is "$(people | wc -l)" 10 "no more"
AT=2025-08-01T11:05:00Z runs 75 "the second day" send
is "$(people | sort -u | wc -l)" 40 "thirty more"
AT=2025-08-02T11:05:00Z runs 0 "the third day" send
is "$(people | sort -u | wc -l) $(people | wc -l)" "100 100" "the rest, everybody once"
closes "warm-up"
B=$PORT
: >"$TMP/log"
room "url: \"smtp://127.0.0.1:1\", warmup: {start: 10}, domains: [b.example] }\\n  - { url: \"smtp://localhost:$B\"" "$TMP/hundred"
runs 0 "a relay in its warm-up beside one that is not" send
is "$(people | wc -l)" 100 "the other takes all"

# ---- rates by domain: those at their limit hold up nobody else
{ header; list 60 slow.example; list 300 fast.example; list 5 other.example; } >"$TMP/mixed"
: >"$TMP/log"
frozen "url: \"smtp://127.0.0.1:$PORT\", domain_rates: { slow.example: 10/s, other.example: 600/m }" "$TMP/mixed"
start=$(date +%s%N)
runs 0 "domains with limits" really
took=$((($(date +%s%N) - start) / 1000000))
[ $took -ge 5000 ] && [ $took -le 24000 ]
ok $? "60 at 10 a second take six seconds ($took ms)"
is "$(people | sort -u | wc -l) $(people | wc -l)" "365 365" "everybody once"
ahead=$(people | awk '/fast/ { last = NR } /slow/ { at[NR] } END { n = 0; for (i in at) n += i + 0 < last + 0; print n }')
[ "$ahead" -le 30 ]
ok $? "the others were not held up ($ahead of 60 slow ones went before the last fast one)"
closes "domain rates"
: >"$TMP/log"
frozen "url: \"smtp://127.0.0.1:$PORT\", domain_rates: { \"*\": 2/s }" "$TMP/twenty"
start=$(date +%s%N)
runs 0 "any domain" really
took=$((($(date +%s%N) - start) / 1000000))
[ $took -ge 8500 ]
ok $? "20 at two a second take nine seconds and more ($took ms)"
is "$(people | sort -u | wc -l)" 20 "everybody has it"

# ---- one limit for all processes, also across a kill
: >"$TMP/log"
frozen "url: \"smtp://127.0.0.1:$PORT\", rate: 20/s" "$TMP/hundred"
start=$(date +%s%N)
"$BULLETIN" -C "$TMP/room" send morning --yes >"$TMP/one" 2>&1 & # not in a function: $! must be the program itself
p=$!
really >"$TMP/two" 2>&1 &
q=$!
begun() { [ "$(people | wc -l)" -ge 10 ]; }
await begun
kill -9 $p
wait $p 2>/dev/null
wait $q
really >"$TMP/three" 2>&1
took=$((($(date +%s%N) - start) / 1000000))
is "$(people | sort -u | wc -l)" 100 "two processes, one of them killed: everybody has it"
[ $took -ge 3800 ]
ok $? "a hundred at twenty a second take four seconds, however many send ($took ms)"
people | sort | uniq -d >"$TMP/twice"
"$BULLETIN" --json -C "$TMP/room" who $E --doubted | sed 's/.*"address":"\([^"]*\)".*/\1/' | sort >"$TMP/named"
[ "$(people | wc -l)" -le 104 ] && [ -z "$(comm -23 "$TMP/twice" "$TMP/named")" ] # one on each of its four connections
ok $? "who has two is named ($(wc -l <"$TMP/twice") of $(wc -l <"$TMP/named"))"
finish
