#!/bin/sh
# run.sh: every figure the README quotes, from this machine, now. Called by `make bench`; loopback only. The machine's other work shows in
# absolute figures: compare the lines of one run with one another. ONLY=name runs one part.
set -u
OUT=${OUT:-$(pwd)/build/plain}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/bulletin-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
part() { # part NAME COMMAND...
    name=$1
    shift
    [ -z "${ONLY:-}" ] || [ "$ONLY" = "$name" ] || return 0
    echo
    echo "== $name"
    "$@"
}
part fill "$OUT/bench/bench_fill"
part compose "$OUT/bench/bench_compose"
part ledger "$OUT/bench/bench_ledger" 1000000 "$work"
part roster python3 "$here/roster.py" "$OUT"
part cluster "$OUT/bench/bench_cluster" 10000 30000 100000
part feeds python3 "$here/feeds.py" "$OUT"
part fetch python3 "$here/bench_fetch.py" "$OUT/bulletin"
[ ! -e "$here/send.py" ] || part send python3 "$here/send.py" "$OUT"
part syncs python3 "$here/syncs.py" "$OUT"
part million python3 "$here/million.py" "$OUT"
[ ! -e "$here/render.py" ] || part render python3 "$here/render.py" "$OUT"
[ ! -e "$here/pages.py" ] || part pages python3 "$here/pages.py" "$OUT"
exit 0
