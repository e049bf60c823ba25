#!/bin/sh
# Two thousand people through programs that other people wrote: postfix's smtp-sink, and a real postfix with its smtpd and its own
# delivery, the sender killed with SIGKILL in the middle and started again. Nobody is missed, and the ledger closes.
. "$(dirname "$0")/../lib.sh"
case $OUT in */san) san=SAN=1 ;; *) san= ;; esac
# shellcheck disable=SC2086
[ -x "$OUT/crash/bulletin" ] || MAKEFLAGS='' make -s --no-print-directory -C "$ROOT" $san "${OUT#"$ROOT"/}/crash/bulletin" >"$TMP/make" 2>&1 || { cat "$TMP/make"; exit 1; }
NOW=2025-07-31T11:05:00Z
PEOPLE=2000
DEB=$ROOT/build/debian
if ! sh "$ROOT/tests/tools/unpack.sh" "$DEB" postfix >"$TMP/unpack" 2>&1 || [ ! -x "$DEB/usr/sbin/smtp-sink" ]; then
    skip "postfix" "its package could not be downloaded and unpacked"
    finish
    exit
fi
LIBS=$DEB/usr/lib/postfix:$DEB/usr/lib/$(uname -m)-linux-gnu:$DEB/lib/$(uname -m)-linux-gnu
wait_port() {
    python3 - "$1" <<'P'
import socket, sys, time
end = time.monotonic() + 90
while time.monotonic() < end:
    try: socket.create_connection(("127.0.0.1", int(sys.argv[1])), 5).close(); break
    except OSError: time.sleep(0.1)
P
}
newsroom() { # newsroom DIR PORT: two thousand readers, this relay
    "$BULLETIN" -q --now $NOW init "$1"
    sed "s|maildir:outbox|smtp://127.0.0.1:$2|" "$1/bulletin.yaml" >"$TMP/y" && cp "$TMP/y" "$1/bulletin.yaml"
    { echo email,name,topics; i=0; while [ $i -lt $PEOPLE ]; do echo "reader$i@people.example,Reader $i,"; i=$((i + 1)); done; } >"$1/subscribers/sample.csv"
}
send() { "$BULLETIN" -q --now $NOW -C "$1" send morning --yes; }
status() { "$BULLETIN" --now $NOW -C "$1" status --json 2>/dev/null; }
kill_in_the_middle() { # kill_in_the_middle ROOM NAME: when a fifth has been accepted
    runs 137 "$2: killed in the middle" env BULLETIN_FAULT=answered:$((PEOPLE / 5)) "$OUT/crash/bulletin" -q --now $NOW -C "$1" send morning --yes
    status "$1" >"$TMP/midway"
    hasnt "$TMP/midway" '"state":"done"' "$2: and not done"
}
account() { # account ROOM RECIPIENTS NAME: everybody at least once, and the ledger closes
    "$BULLETIN" -q --now $NOW -C "$1" verify >/dev/null
    ok $? "$3: the ledger closes"
    status "$1" >"$TMP/status"
    has "$TMP/status" "\"sent\":$PEOPLE" "$3: the ledger says $PEOPLE sent"
    is "$(sort -u "$2" | wc -l)" $PEOPLE "$3: $PEOPLE different people have it"
    extra=$(($(wc -l <"$2") - PEOPLE))
    [ "$extra" -le 128 ]
    ok $? "$3: few got it twice ($extra), no more than can be in doubt"
}

p=$(port 1)
chmod 755 "$TMP" # postfix's programs work as nobody
mkdir "$TMP/dump" && chmod 777 "$TMP/dump" && cd "$TMP/dump" || exit 1
as=
[ "$(id -u)" != 0 ] || as="-u nobody"
# shellcheck disable=SC2086
LD_LIBRARY_PATH=$LIBS "$DEB/usr/sbin/smtp-sink" $as -D m. "127.0.0.1:$p" 256 >"$TMP/sink.out" 2>&1 &
sink=$!
PIDS="$PIDS $sink"
cd "$ROOT" || exit 1
wait_port "$p"
newsroom "$TMP/one" "$p"
kill_in_the_middle "$TMP/one" "smtp-sink"
runs 0 "smtp-sink: sent again to its end" send "$TMP/one"
kill $sink
find "$TMP/dump" -type f -exec cat {} + | tr -d '\r' | sed -n 's/^X-Rcpt-Args: <\([^>]*\)>.*/\1/p' >"$TMP/got"
account "$TMP/one" "$TMP/got" "smtp-sink"

if [ "$(id -u)" != 0 ]; then
    skip "a real postfix" "its master runs only as root"
    finish
    exit
fi
if ! setpriv --reuid=65534 --regid=65534 --clear-groups /bin/true 2>/dev/null; then # a root folder that only root may enter
    skip "a real postfix" "its programs work as nobody, and nobody may run programs here"
    finish
    exit
fi
p=$(port 1)
sh tests/tools/postfix.sh start "$TMP/mta" "$p" >"$TMP/start" 2>&1
wait_port "$p"
if ! python3 -c "import socket; socket.create_connection(('127.0.0.1', $p), 2)" 2>/dev/null && [ "${CI:-}" != true ]; then
    skip "a real postfix" "it does not start here: $(tail -n 1 "$TMP/start" | tr -d '#')"
    finish
    exit
fi
python3 -c "import socket; socket.create_connection(('127.0.0.1', $p), 2)"
ok $? "a private postfix starts"
newsroom "$TMP/two" "$p"
kill_in_the_middle "$TMP/two" "postfix"
runs 0 "postfix: sent again to its end" send "$TMP/two"
until=$(($(date +%s) + 300))
while [ "$(date +%s)" -lt $until ]; do # its own queue
    d=$(find "$TMP/mta/mail/all/new" -type f 2>/dev/null | wc -l)
    [ "$d" -ge $PEOPLE ] && [ -z "$(find "$TMP/mta/queue/active" "$TMP/mta/queue/incoming" -type f | head -n 1)" ] && break
    sleep 0.3
done
sh tests/tools/postfix.sh stop "$TMP/mta"
find "$TMP/mta/mail/all/new" -type f -exec sed -n 's/^Delivered-To: //p' {} + >"$TMP/got"
account "$TMP/two" "$TMP/got" "postfix"
grep warning "$TMP/mta/log" | grep -v 'space for only [0-9]* open files' >"$TMP/warnings" # that is about this machine
is "$(cat "$TMP/warnings")" "" "postfix: no warning in its log"
finish
