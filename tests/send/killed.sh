#!/bin/sh
# The sender killed with SIGKILL at every named point, over each way of talking; then sent again. Judged from the catcher's log.
# ROUNDS: more random kills for each.
. "$(dirname "$0")/lib.sh"
rounds=${ROUNDS:-${SOAK:+60}}
rounds=${rounds:-4}
people=${PEOPLE:-${SOAK:+20000}}
people=${people:-600}
connections=4 depth=8
seed=${SEED:-1}
dice() { seed=$(((seed * 1103515245 + 12345) % 2147483648)); die=$((seed / 65536 % $1 + 1)); }

start() {
    fresh
    : >"$TMP/log"
    "$SENDER" "$TMP/d" --relay null: --recipients "$people" --size 3000 --freeze-only
}
go() { "$SENDER" "$TMP/d" --relay "smtp://127.0.0.1:$PORT" --connections $connections --depth $depth --timeout 5000 "$@" >"$TMP/out" 2>"$TMP/err"; }
account() { # account NAME MOST: who is missing, who got two and is not named, and whether more got two than can be in doubt
    "$SENDER" "$TMP/d" --relay null: --verify >"$TMP/doubted"
    r=$?
    got | sort | uniq -d >"$TMP/twice"
    sort "$TMP/doubted" >"$TMP/named"
    unnamed=$(comm -23 "$TMP/twice" "$TMP/named" | wc -l)
    [ $r -eq 0 ] && [ "$(people)" -eq "$people" ] && [ "$unnamed" -eq 0 ] && [ "$(copies)" -le "$2" ]
    ok $? "$1"
    [ $r -eq 0 ] && [ "$(people)" -eq "$people" ] && [ "$unnamed" -eq 0 ] && [ "$(copies)" -le "$2" ] ||
        echo "# verify $r, $(people) of $people have it, $(copies) copies (at most $2), $unnamed of them not named"
}

for without in none CHUNKING CHUNKING,PIPELINING; do
    sink --without $without
    most=$connections
    [ $without = none ] && most=$((connections * depth))
    for point in open-committed:1 claim-committed:1 claim-committed:3 claim-before-commit:2 started:1 started:50 started:333 answered:1 answered:50 \
        answered:333 record-before-commit:1 close-before-commit:1 close-committed:1; do
        start
        BULLETIN_FAULT=$point go
        [ $? -eq 137 ] || { ok 1 "$point was not reached, without $without"; continue; }
        go
        account "killed at $point, without $without" $most
    done
    i=0
    while [ $i -lt "$rounds" ]; do
        i=$((i + 1)) kills=0
        start
        while [ $kills -lt 6 ]; do
            dice 700
            BULLETIN_FAULT=*:$die go && break
            kills=$((kills + 1))
        done
        go
        account "round $i: killed $kills times anywhere, without $without" $((most * kills))
    done
    start
    BULLETIN_FAULT=started:200 go --hold
    go --hold
    "$SENDER" "$TMP/d" --relay null: --verify >"$TMP/doubted"
    missing=$((people - $(people)))
    [ "$(copies)" -eq 0 ] && [ "$missing" -le "$(wc -l <"$TMP/doubted")" ] && [ "$(field in_doubt)" -eq "$(wc -l <"$TMP/doubted")" ]
    ok $? "hold: nobody gets two, who may be missing is listed, without $without"
    sink_end
done

start
URL=maildir:box
for point in maildir-written:30 maildir-renamed:60 answered:100; do
    BULLETIN_FAULT=$point "$SENDER" "$TMP/d" --relay maildir:box >"$TMP/out" 2>&1
    is $? 137 "maildir: killed at $point"
done
runs 0 "maildir: and sent again" "$SENDER" "$TMP/d" --relay maildir:box
is "$(find "$TMP/d/box/new" -type f | wc -l)" "$people" "each once, even those in doubt"
finish
