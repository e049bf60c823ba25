# lib.sh: the sender against the catcher, judged from the catcher's own log. Sourced by the tests of this folder.
. "$(dirname "$0")/../lib.sh"
case $OUT in */san) san=SAN=1 ;; *) san= ;; esac
SINK=$OUT/tools/sink
tools=$SINK
[ -n "${SENDER+set}" ] && [ -x "$SINK" ] && tools= # built by somebody else; empty: the test is content with the program
[ -n "${SENDER+set}" ] || { SENDER=$OUT/bench/bench_send; tools="$SENDER $SINK"; }
# shellcheck disable=SC2086
for tool in $tools; do
    MAKEFLAGS='' make -s --no-print-directory -C "$ROOT" $san "${tool#"$ROOT"/}" >"$TMP/make" 2>&1 || { cat "$TMP/make"; exit 1; }
done

sink() { # sink OPTION...: a new catcher; its port in $PORT
    rm -f "${LOG:=$TMP/log}" "$TMP/sink.out"
    "$SINK" --log "$LOG" "$@" >"$TMP/sink.out" 2>"$TMP/sink.err" &
    SINK_PID=$!
    PIDS="$PIDS $SINK_PID"
    await test -s "$TMP/sink.out"
    PORT=$(head -n 1 "$TMP/sink.out")
}
sink_end() { # the counts in $TMP/counts
    kill "$SINK_PID" 2>/dev/null
    wait "$SINK_PID" 2>/dev/null
    tail -n 1 "$TMP/sink.out" >"$TMP/counts"
}
got() { # every recipient of every message accepted, one a line
    [ -f "$TMP/log" ] && sed -n 's/.*"ev":"accepted".*"rcpts":\["\([^]]*\)"\].*/\1/p' "$TMP/log" | sed 's/","/\n/g'
}
people() { got | sort -u | wc -l; }
reached() { [ "$(people)" -ge "$1" ]; } # reached NUMBER: of people; to be waited for
copies() { echo $(($(got | wc -l) - $(people))); }
breaches() { grep -c '"ev":"violation"' "$TMP/log" 2>/dev/null || true; }
field() { sed -n "s/.*\"$1\":\\([0-9]*\\).*/\\1/p" "$TMP/out"; }
sender() { "$SENDER" "$TMP/d" --relay "${URL:-smtp://127.0.0.1:${PORT:-1}}" --size "${SIZE:-3000}" "$@"; }
fresh() { rm -rf "$TMP/d"; }

# case NAME EXIT SENT DEFERRED FAILED LEFT SINK-OPTIONS... [-- SENDER-OPTIONS...]: LEFT is queued and in doubt; "-" is not looked at. Who is
# not to be kept waiting says so: on a loaded machine any answer may take a second.
case_of() {
    name=$1 want=$2 sent=$3 deferred=$4 bounced=$5 left=$6
    shift 6
    set_sink= set_sender=
    while [ $# -gt 0 ] && [ "$1" != -- ]; do
        set_sink="$set_sink
$1"
        shift
    done
    [ $# -gt 0 ] && shift
    while [ $# -gt 0 ]; do
        set_sender="$set_sender
$1"
        shift
    done
    fresh
    IFS='
'
    # shellcheck disable=SC2086
    sink $set_sink
    # shellcheck disable=SC2086
    runs "$want" "$name" timeout 240 "$SENDER" "$TMP/d" --relay "smtp://127.0.0.1:$PORT" --size 3000 --recipients 200 --connections 4 --timeout 20000 $set_sender
    unset IFS
    sink_end
    [ "$sent" = - ] || is "$(field sent)" "$sent" "$name: sent"
    [ "$deferred" = - ] || is "$(field deferred)" "$deferred" "$name: deferred"
    [ "$bounced" = - ] || is "$(field failed)" "$bounced" "$name: failed"
    [ "$left" = - ] || is "$(($(field queued) + $(field in_doubt)))" "$left" "$name: queued or in doubt"
    is "$(($(field sent) + $(field deferred) + $(field failed) + $(field queued) + $(field in_doubt) + $(field skipped) + $(field sending)))" 200 "$name: the sum closes"
    [ "$(people)" -ge "$(field sent)" ]
    ok $? "$name: nobody is called sent who has nothing"
    is "$(breaches)" 0 "$name: no breach of protocol"
}
says() { has "$TMP/err" "$1" "$name: says so"; }
