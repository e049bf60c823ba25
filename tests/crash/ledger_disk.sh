#!/bin/sh
# ledger_disk.sh: every read, write and sync of a send fails in turn, once or for good. The sender stops with a sentence that names a
# file, and the next one finishes what it left. TAP. OUT: build/plain or build/san. STEP: every how manyeth call (default 7, SOAK=1: 1).
out=${OUT:-build/plain}
case $out in *san) san=SAN=1 ;; *) san= ;; esac
prog=$out/crash/crash_ledger
MAKEFLAGS='' make -s --no-print-directory $san "${prog#"$PWD"/}" >&2 || exit 1
step=${STEP:-${SOAK:+1}}
step=${step:-7}
n=0 bad=0
work=$(mktemp -d /tmp/bulletin-disk-XXXXXX) || exit 1
trap 'rm -rf "$work"' EXIT
LOG=$work/accepted
export LOG

mkdir "$work/state" && "$prog" freeze "$work/state" 200 && mv "$work/state" "$work/frozen" || exit 1
start() { # the same frozen edition each time
    rm -rf "$work/state"
    cp -a "$work/frozen" "$work/state"
    : >"$LOG"
}
try() { # the call that fails; what else is set
    start
    env FAIL_AT="$1" $2 "$prog" send "$work/state" resend 2>"$work/said"
    status=$?
    case $status in
    0) ;;                                    # what failed was of no importance, such as a checkpoint
    74) grep -q "$work/state/\|/etc/" "$work/said" || return 1 ;; # EX_IOERR
    *) return 1 ;;
    esac
    "$prog" send "$work/state" resend && "$prog" check "$work/state" resend >/dev/null
}

start
FAIL_COUNT=$work/count "$prog" send "$work/state" resend
calls=$(cat "$work/count")
for how in FAIL_ERRNO=28 FAIL_ERRNO=5 "FAIL_ERRNO=28 FAIL_ON=1" "FAIL_ERRNO=5 FAIL_ON=1"; do
    failures=0 at=1
    while [ $at -le "$calls" ]; do
        if ! try $at "$how"; then
            failures=$((failures + 1))
            echo "# call $at, $how: exit $status: $(tail -n 1 "$work/said")"
        fi
        at=$((at + step))
    done
    n=$((n + 1))
    if [ $failures = 0 ]; then echo "ok $n - $how, every ${step}th of $calls calls"; else echo "not ok $n - $how: $failures failures" && bad=1; fi
done
echo "1..$n"
exit $bad
