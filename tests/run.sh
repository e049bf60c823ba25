#!/bin/sh
# run.sh TEST...: runs TAP programs, JOBS at a time (default: one more than there are processors, for the long ones mostly wait; five at
# the most), and tells in the order of the arguments what failed, what was skipped, and what took long; the counts come last.
# A test that prints no plan, dies, or takes longer than LIMIT seconds has failed.
set -u
: "${LOGS:=build/tests}" "${LIMIT:=900}"
[ -n "${JOBS:-}" ] || { JOBS=$(($(nproc 2>/dev/null || echo 1) + 1)); [ "$JOBS" -le 5 ] || JOBS=5; }
mkdir -p "$LOGS"
name_of() { printf '%s' "$1" | sed 's|^build/[a-z]*/||; s|^tests/||'; }
log_of() { printf '%s/%s.tap' "$LOGS" "$(name_of "$1" | tr / -)"; }

if [ "${1:-}" = --one ]; then # what each worker runs; the file that says "it is over" appears whole
    log=$(log_of "$2")
    began=$(date +%s)
    CMOCKA_MESSAGE_OUTPUT=TAP timeout -k 10 "$LIMIT" "$2" >"$log" 2>&1 </dev/null
    echo "$? $(($(date +%s) - began))" >"$log.part"
    mv "$log.part" "$log.over"
    exit 0
fi

for t in "$@"; do
    log=$(log_of "$t")
    rm -f "$log.over"
    : >"$log"
done
export LOGS LIMIT
printf '%s\n' "$@" | xargs -P "$JOBS" -n 1 sh "$0" --one &
workers=$!
trap 'kill $workers 2>/dev/null; exit 130' INT TERM

passed=0 failed=0 skipped=0
for t in "$@"; do
    name=$(name_of "$t") log=$(log_of "$t")
    while [ ! -e "$log.over" ] && kill -0 $workers 2>/dev/null; do sleep 0.1; done
    status=-1 seconds=0
    [ ! -e "$log.over" ] || read -r status seconds <"$log.over"
    rm -f "$log.over"
    # cmocka's "ok 1 - name" and ours look alike; a skip has "# SKIP reason"
    counts=$(awk '/^ok .*# SKIP/ { s++; next } /^ok / { o++ } /^not ok / { n++ } /^1\.\./ { plan = substr($1, 4) }
        END { print o + 0, n + 0, s + 0, plan == "" ? -1 : plan }' "$log")
    read -r good bad skips plan <<EOF
$counts
EOF
    if [ "$plan" -lt 0 ] || [ $((good + bad + skips)) -ne "$plan" ] || { [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; }; then
        bad=$((bad + 1))
        echo "FAIL $name: exit $status after $seconds s, $((good + bad + skips - 1)) of $plan tests reported"
        tail -n 25 "$log" | sed 's/^/    /'
    elif [ "$bad" -gt 0 ]; then
        echo "FAIL $name"
        grep -A 6 '^not ok' "$log" | head -n 60 | sed 's/^/    /'
    elif [ "$seconds" -ge 10 ]; then
        printf 'ok   %s (%s, %s s)\n' "$name" "$good" "$seconds"
    else
        printf 'ok   %s (%s)\n' "$name" "$good"
    fi
    sed -n "s|^ok [0-9]* *-* *\(.*\) # SKIP \(.*\)|SKIP $name: \1: \2|p" "$log"
    passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + skips))
done
wait $workers
echo
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
