# lib.sh: a few lines of TAP for shell tests. Each test sources this, calls ok, is, like ..., and ends with `finish`.
# $BULLETIN is the program, $TMP a folder of the test's own that goes away.
set -u
ROOT=$(cd "$(dirname "$0")/../.." && pwd)
OUT=${OUT:-$ROOT/build/san}
BULLETIN=${BULLETIN:-$OUT/bulletin}
TMP=$(mktemp -d "${TMPDIR:-/tmp}/bulletin-test.XXXXXX")
PIDS=
n=0
failed=0
cleanup() {
    for p in $PIDS; do kill "$p" 2>/dev/null; done
    wait 2>/dev/null
    rm -rf "$TMP"
}
trap cleanup EXIT
trap 'exit 130' INT TERM
ok() { # ok STATUS NAME
    n=$((n + 1))
    if [ "$1" -eq 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; failed=$((failed + 1)); fi
}
is() { # is GOT WANTED NAME
    [ "$1" = "$2" ]
    r=$?
    ok $r "$3"
    [ $r -eq 0 ] || printf '# got:    %s\n# wanted: %s\n' "$1" "$2"
}
has() { # has FILE TEXT NAME
    grep -qF -- "$2" "$1"
    r=$?
    ok $r "$3"
    [ $r -eq 0 ] || { echo "# no '$2' in:"; head -n 15 "$1" | sed 's/^/#   /'; }
}
hasnt() {
    ! grep -qF -- "$2" "$1"
    ok $? "$3"
}
runs() { # runs CODE NAME COMMAND...: the exit code; output in $TMP/out and $TMP/err
    want=$1 name=$2
    shift 2
    "$@" >"$TMP/out" 2>"$TMP/err" </dev/null
    r=$?
    [ $r -eq "$want" ]
    ok $? "$name (exit $want)"
    [ $r -eq "$want" ] || { echo "# exit $r"; head -n 15 "$TMP/err" | sed 's/^/#   /'; }
}
skip() { # skip NAME REASON
    n=$((n + 1))
    echo "ok $n - $1 # SKIP $2"
}
await() { # await COMMAND...: until it succeeds. Two minutes are a bound, no guess: on an idle machine it is soon so
    give_up=$(($(date +%s) + 120))
    while ! "$@" 2>/dev/null; do
        [ "$(date +%s)" -lt "$give_up" ] || { echo "# waited in vain for: $*"; return 1; }
        sleep 0.02
    done
}
port() { # port 0..3: one that the system gives to nobody by itself; tests that run beside one another ask with different numbers
    python3 - "$1" <<'P'
import random, socket, sys
try:
    low, high = map(int, open("/proc/sys/net/ipv4/ip_local_port_range").read().split())
except OSError:
    low, high = 32768, 60999
while True:
    p = random.randrange(10240 + int(sys.argv[1]), 65000, 4)
    if low <= p <= high < low + 50000:
        continue
    with socket.socket() as s:
        try:
            s.bind(("127.0.0.1", p))
            break
        except OSError:
            pass
print(p)
P
}
finish() {
    echo "1..$n"
    [ "$failed" -eq 0 ]
}
