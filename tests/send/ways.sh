#!/bin/sh
# Ways to deliver: maildir, nowhere, LMTP, several relays; how fast; and being told to stop.
. "$(dirname "$0")/lib.sh"
first() { head -n 1 "$1"; }
total() { is "$(($(field sent) + $(field deferred) + $(field failed) + $(field queued) + $(field in_doubt) + $(field sending)))" "$1" "$2: the sum closes"; }

fresh
runs 0 "maildir" sender --relay maildir:box --recipients 100
URL=maildir:box
is "$(find "$TMP/d/box/new" -type f | wc -l)" 100 "a file for everybody"
is "$(find "$TMP/d/box/tmp" -type f | wc -l)" 0 "nothing half written"
runs 0 "maildir again: nothing to do" sender
is "$(find "$TMP/d/box/new" -type f | wc -l)" 100 "and nothing is doubled"
cp -r "$TMP/d/box/new" "$TMP/maildir"
fresh
runs 73 "a maildir that cannot be made" sender --relay maildir:/proc/nowhere --recipients 5
URL=null:
fresh
runs 0 "nowhere" sender --recipients 1000
is "$(field sent)" 1000 "all of it"
unset URL

# what was delivered three ways are the same bytes
sink --dir "$TMP/eml1"
fresh
runs 0 "by BDAT" sender --recipients 100
sink_end
sink --dir "$TMP/eml2" --without CHUNKING
fresh
runs 0 "by DATA" sender --recipients 100
sink_end
hashes() { find "$1" -type f -exec sha256sum {} + | cut -d' ' -f1 | sort; }
hashes "$TMP/eml1" >"$TMP/h1"
hashes "$TMP/eml2" >"$TMP/h2"
hashes "$TMP/maildir" >"$TMP/h3"
cmp -s "$TMP/h1" "$TMP/h2" && cmp -s "$TMP/h1" "$TMP/h3"
ok $? "BDAT, DATA and maildir give the same bytes"
is "$(sort -u "$TMP/h1" | wc -l)" 100 "each its own"

for w in none PIPELINING; do
    sink --lmtp --without "$w"
    fresh
    runs 0 "LMTP, without $w" sender --relay "lmtp://127.0.0.1:$PORT" --recipients 100
    URL="lmtp://127.0.0.1:$PORT"
    is "$(people) $(copies) $(breaches)" "100 0 0" "everybody once"
    sink_end
done
sink --lmtp --host "$TMP/lmtp.sock" --fault 'reply=text:/5:550 5.2.2 mailbox full'
fresh
runs 0 "LMTP over a socket" sender --relay "lmtp:$TMP/lmtp.sock" --recipients 100
is "$(field sent) $(field failed)" "80 20" "full mailboxes are their owners' alone"
sink_end
unset URL

# several relays
lines() { [ -f "$1" ] && grep -c accepted "$1" || echo 0; }
sink --delay 2
A=$PORT A_PID=$SINK_PID
LOG=$TMP/b
sink
B=$PORT B_PID=$SINK_PID
LOG=
fresh
runs 0 "three to one" "$SENDER" "$TMP/d" --relay "smtp://127.0.0.1:$A,weight=3" --relay "smtp://127.0.0.1:$B,weight=1" --recipients 2000 --size 1000 --connections 2 --depth 2
is "$(($(lines "$TMP/log") + $(lines "$TMP/b")))" 2000 "everybody once"
: >"$TMP/log"; : >"$TMP/b"
fresh
runs 0 "by the recipient's domain" "$SENDER" "$TMP/d" --relay "smtp://127.0.0.1:$A,domain=d1.example,domain=D2.example" --relay "smtp://127.0.0.1:$B" --recipients 500 --domains 5 --size 1000
is "$(grep accepted "$TMP/log" | grep -vc '@d[12].example')" 0 "only its own domains go there"
is "$(($(lines "$TMP/log") + $(lines "$TMP/b")))" 500 "everybody once"
: >"$TMP/log"; : >"$TMP/b"
fresh
runs 0 "one of two is dead" "$SENDER" "$TMP/d" --relay "smtp://127.0.0.1:1" --relay "smtp://127.0.0.1:$B" --recipients 500 --size 1000
is "$(lines "$TMP/b")" 500 "the other takes all"
: >"$TMP/log"; : >"$TMP/b"
kill "$A_PID"
fresh
"$SENDER" "$TMP/d" --relay "smtp://127.0.0.1:$A" --relay "smtp://127.0.0.1:$B" --recipients 3000 --size 1000 >"$TMP/out" 2>"$TMP/err"
ok $? "one was there yesterday"
is "$(sed -n 's/.*"rcpts":\["\([^"]*\)".*/\1/p' "$TMP/b" | sort -u | wc -l)" 3000 "nobody is missed"
# the dead one is asked again while the other works
: >"$TMP/log"; : >"$TMP/b"
fresh
"$SENDER" "$TMP/d" --relay "smtp://127.0.0.1:$A" --relay "smtp://127.0.0.1:$B" --recipients 2400 --size 1000 --rate 200 >"$TMP/out" 2>"$TMP/err" &
p=$!
begun() { [ "$(lines "$TMP/b")" -ge 100 ]; }
await begun
sink --port "$A"
wait $p
is $? 0 "a relay that comes back while another works"
[ "$(lines "$TMP/log")" -ge 50 ] && [ "$(lines "$TMP/b")" -ge 500 ] && [ "$(sed -n 's/.*"rcpts":\["\([^"]*\)".*/\1/p' "$TMP/b" "$TMP/log" | sort -u | wc -l)" -eq 2400 ]
ok $? "is given its part ($(lines "$TMP/log") and $(lines "$TMP/b"))"
sink_end
kill "$B_PID"
fresh
runs 69 "both are dead" "$SENDER" "$TMP/d" --relay "smtp://127.0.0.1:$A" --relay "smtp://127.0.0.1:$B" --recipients 10 --size 1000
total 10 "both are dead"

# how fast: fifty at once, fifty a second later, the rest after two. Nobody may be faster, not even once. Who is slower may be so because
# somebody else is busy: no single measure on the wall can tell, so one of three has to be quick enough. A rate
# that is kept too well is so all three times.
sink
fastest=
for _ in 1 2 3; do
    fresh
    start=$(date +%s%N)
    runs 0 "fifty a second" sender --recipients 120 --rate 50
    took=$((($(date +%s%N) - start) / 1000000))
    [ -n "$fastest" ] && [ $took -ge "$fastest" ] || fastest=$took
    [ $took -gt 6000 ] || break
done
[ "$fastest" -ge 2000 ] && [ "$fastest" -le 6000 ]
ok $? "120 take between 2 and 6 seconds ($fastest ms)"
sink_end
sink
fresh
runs 0 "ten on each connection" sender --recipients 100 --per-connection 10 --connections 2
sink_end
[ "$(sed 's/.*"connections":\([0-9]*\).*/\1/' "$TMP/counts")" -ge 10 ]
ok $? "at least ten connections"

# the answers are there when a process that was stopped for longer than it may wait goes on: it hears them first, and nobody gets two
sink --delay 100
fresh
"$SENDER" "$TMP/d" --relay "smtp://127.0.0.1:$PORT" --recipients 400 --size 1000 --connections 2 --timeout 3000 >"$TMP/out" 2>"$TMP/err" &
p=$!
await reached 3
kill -STOP $p
sleep 5
kill -CONT $p
wait $p
is $? 0 "stopped for five seconds, where it waits for three: exit 0"
is "$(people) $(copies) $(breaches)" "400 0 0" "everybody once"
sink_end

# stopping
sink --delay 20 --without CHUNKING
fresh
"$SENDER" "$TMP/d" --relay "smtp://127.0.0.1:$PORT" --recipients 5000 --size 1000 --connections 4 >"$TMP/out" 2>"$TMP/err" &
p=$!
await reached 20
kill -TERM $p
wait $p
is $? 75 "SIGTERM: exit 75"
[ "$(field queued)" -gt 0 ] && is "$(field in_doubt)" 0 "what was under way was answered, the rest is queued"
total 5000 "SIGTERM"
is "$(people)" "$(field sent)" "the ledger says what the catcher got"
"$SENDER" "$TMP/d" --relay "smtp://127.0.0.1:$PORT" --connections 20 >"$TMP/out" 2>"$TMP/err" &
p=$!
await reached $(($(people) + 20))
"$SENDER" "$TMP/d" --relay null: --state paused
wait $p
is $? 75 "paused from another shell: exit 75"
total 5000 "paused"
runs 75 "paused stays paused" sender
"$SENDER" "$TMP/d" --relay null: --state sending
"$SENDER" "$TMP/d" --relay "smtp://127.0.0.1:$PORT" --connections 10 >"$TMP/out1" 2>&1 &
p=$!
"$SENDER" "$TMP/d" --relay "smtp://127.0.0.1:$PORT" --connections 10 >"$TMP/out2" 2>&1 &
q=$!
wait $p
a=$?
wait $q
b=$?
[ $a -eq 0 ] || [ $b -eq 0 ]
ok $? "two processes on one edition"
runs 0 "nothing is left" sender
is "$(people) $(copies) $(breaches)" "5000 0 0" "everybody once"
sink_end
finish
