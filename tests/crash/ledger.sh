#!/bin/sh
# ledger.sh: the ledger under SIGKILL and power cuts. TAP. OUT: build/plain or build/san.
# ROUNDS (default 6, SOAK=1: 200): random rounds of each kind. SEED: other random numbers.
out=${OUT:-build/plain}
case $out in *san) san=SAN=1 ;; *) san= ;; esac
prog=$out/crash/crash_ledger
MAKEFLAGS='' make -s --no-print-directory $san "${prog#"$PWD"/}" >&2 || exit 1
rounds=${ROUNDS:-${SOAK:+200}}
rounds=${rounds:-6}
people=600
n=0 bad=0
work=$(mktemp -d /tmp/bulletin-crash-XXXXXX) || exit 1
trap 'rm -rf "$work"' EXIT
LOG=$work/accepted
export LOG
# Small steps of a linear congruence: the same "random" kills every time.
seed=${SEED:-1}
dice() { seed=$(((seed * 1103515245 + 12345) % 2147483648)); die=$((seed / 65536 % $1 + 1)); }

result() { # status what
    n=$((n + 1))
    if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; bad=1; fi
}
fresh() {
    rm -rf "$work/state" "$work/shadow" "$LOG"
    mkdir "$work/state" "$work/shadow"
    : >"$LOG"
}
start() { fresh; "$prog" freeze "$work/state" $people; }
finish() { # policy most: what was interrupted goes on, and the books are read
    "$prog" send "$work/state" "$1" && MOST=${2:-100000} "$prog" check "$work/state" "$1"
}
cut() { # the power: only what was synced is left
    rm -rf "$work/state"
    cp -r "$work/shadow" "$work/state"
}

start && finish resend 0
result $? "calm"

# Every fault point, early and late; that it was reached shows in the exit status of SIGKILL.
for point in marks-made:1 open-before-commit:1 open-committed:1 claim-before-commit:1 claim-before-commit:4 claim-committed:1 claim-committed:5 \
    started:1 started:77 accepted:1 accepted:100 answered:1 answered:100 record-before-commit:1 record-before-commit:9 record-committed:1 record-committed:9 \
    close-before-commit:1 close-committed:1; do
    for policy in resend hold; do
        start
        BULLETIN_FAULT=$point "$prog" send "$work/state" $policy 2>/dev/null
        [ $? = 137 ] && finish $policy 8 # as many as are in flight
        result $? "killed at $point, $policy"
    done
done
for point in freeze-before-commit:1 freeze-committed:1; do
    fresh
    BULLETIN_FAULT=$point "$prog" freeze "$work/state" $people 2>/dev/null
    status=$?
    "$prog" freeze "$work/state" $people 2>/dev/null # the second is refused when the first was complete
    [ $status = 137 ] && finish resend
    result $? "killed at $point"
done
# A second death while the first one's rows are being swept.
start
BULLETIN_FAULT=accepted:50 "$prog" send "$work/state" resend 2>/dev/null
BULLETIN_FAULT=sweep-before-commit:1 "$prog" send "$work/state" resend 2>/dev/null
[ $? = 137 ] && finish resend
result $? "killed while sweeping up"

# Any point, again and again until it is through.
i=0
while [ $i -lt "$rounds" ]; do
    i=$((i + 1))
    for policy in resend hold; do
        start
        kills=0
        while [ $kills -lt 8 ]; do
            dice 900; at=$die; dice 16; flight=$die; dice 40
            BULLETIN_FAULT=*:$at FLIGHT=$flight GROUP=$die "$prog" send "$work/state" $policy 2>/dev/null && break
            kills=$((kills + 1))
        done
        finish $policy
        result $? "round $i, $policy: killed $kills times anywhere"
    done
done

# The same with results and claims in one transaction.
i=0
while [ $i -lt "$rounds" ]; do
    i=$((i + 1))
    start
    kills=0
    while [ $kills -lt 8 ]; do
        dice 900
        TURN=1 BULLETIN_FAULT=*:$die "$prog" send "$work/state" resend 2>/dev/null && break
        kills=$((kills + 1))
    done
    finish resend
    result $? "round $i: turns, killed $kills times"
done

# From outside, at any instruction.
i=0
while [ $i -lt "$rounds" ]; do
    i=$((i + 1))
    start
    kills=0
    while [ $kills -lt 12 ]; do
        dice 30
        GROUP=8 timeout -s KILL "0.0$((die + 9))" "$prog" send "$work/state" resend 2>/dev/null && break
        kills=$((kills + 1))
    done
    finish resend $((8 * kills))
    result $? "round $i: killed $kills times from outside"
done

# Three at once, each killed at some moment.
i=0
while [ $i -lt "$rounds" ]; do
    i=$((i + 1))
    start
    for k in 1 2 3; do
        dice 600
        BULLETIN_FAULT=*:$die "$prog" send "$work/state" resend 2>/dev/null &
    done
    wait
    finish resend
    result $? "round $i: three at once, all killed"
done
start
for k in 1 2 3 4 5 6 7 8; do "$prog" send "$work/state" resend & done
wait
"$prog" check "$work/state" resend && [ "$(sort "$LOG" | uniq -d | wc -l)" = 0 ]
result $? "eight at once, nobody killed: no second copy"

# The power goes: only synced bytes are left, and the marks are not among them.
POWER_DIR=$work/state POWER_SHADOW=$work/shadow
i=0
while [ $i -lt "$rounds" ]; do
    i=$((i + 1))
    for policy in resend hold; do
        export POWER_DIR POWER_SHADOW
        start
        kills=0
        while [ $kills -lt 5 ]; do
            dice 700
            BULLETIN_FAULT=*:$die "$prog" send "$work/state" $policy 2>/dev/null && break
            kills=$((kills + 1))
            cut
        done
        finish $policy $((64 * kills)) # a claim each
        result $? "round $i, $policy: $kills power cuts"
    done
done
echo "1..$n"
exit $bad
