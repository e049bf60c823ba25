#!/bin/sh
# run.sh TEST...: runs TAP programs one after the other, shows what failed and what was skipped by name, and ends with the counts.
# A test that prints no plan, dies, or takes longer than LIMIT seconds has failed.
set -u
: "${LOGS:=build/tests}" "${LIMIT:=600}"
mkdir -p "$LOGS"
passed=0 failed=0 skipped=0
for t in "$@"; do
    name=$(printf '%s' "$t" | sed 's|^build/[a-z]*/||; s|^tests/||')
    log=$LOGS/$(printf '%s' "$name" | tr / -).tap
    CMOCKA_MESSAGE_OUTPUT=TAP timeout -k 10 "$LIMIT" "$t" >"$log" 2>&1 </dev/null
    status=$?
    # cmocka's "ok 1 - name" and ours look alike; a skip has "# SKIP reason"
    counts=$(awk '/^ok .*# SKIP/ { s++; next } /^ok / { o++ } /^not ok / { n++ } /^1\.\./ { plan = substr($1, 4) }
        END { print o + 0, n + 0, s + 0, plan == "" ? -1 : plan }' "$log")
    read -r good bad skips plan <<EOF
$counts
EOF
    if [ "$plan" -lt 0 ] || [ $((good + bad + skips)) -ne "$plan" ] || { [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; }; then
        bad=$((bad + 1))
        echo "FAIL $name: exit $status, $((good + bad + skips)) of $plan tests reported"
        tail -n 25 "$log" | sed 's/^/    /'
    elif [ "$bad" -gt 0 ]; then
        echo "FAIL $name"
        grep -A 6 '^not ok' "$log" | head -n 60 | sed 's/^/    /'
    else
        printf 'ok   %s (%s)\n' "$name" "$good"
    fi
    sed -n "s|^ok [0-9]* *-* *\(.*\) # SKIP \(.*\)|SKIP $name: \1: \2|p" "$log"
    passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + skips))
done
echo
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
