#!/bin/sh
# Real servers that other people wrote, Debian's exim (STARTTLS and AUTH; every way of talking it can offer), OpenSMTPD (which offers
# neither PIPELINING nor CHUNKING) and dovecot (LMTP, over TCP and a local socket): every message arrives once, and byte for byte as it was
# previewed. All are unpacked below build/ and run as root in folders of their own. Where CI=true they must start; elsewhere what does not
# is named. ONLY=exim, opensmtpd or dovecot: one of them.
. "$(dirname "$0")/../lib.sh"
started= # KIND:FOLDER of each server at work
start() { # start KIND FOLDER ARGUMENT...
    kind=$1 folder=$2
    shift 2
    started="$started $kind:$folder"
    sh "$ROOT/tests/tools/$kind.sh" start "$folder" "$@" >"$TMP/start" 2>&1
}
stop() { # stop KIND FOLDER
    sh "$ROOT/tests/tools/$1.sh" stop "$2" 2>/dev/null
    started=$(printf '%s' "$started" | sed "s| $1:$2||")
}
trap 'for s in $started; do stop "${s%%:*}" "${s#*:}"; done; cleanup' EXIT
NOW=2025-07-31T11:05:00Z
PEOPLE=${PEOPLE:-2000}
listens() {
    python3 - "$1" <<'P'
import socket, sys, time
end = time.monotonic() + 90
while time.monotonic() < end:
    try:
        s = socket.create_connection(("127.0.0.1", int(sys.argv[1])), 5)
        s.settimeout(30)
        sys.exit(0 if s.recv(4) == b"220 " else 1)
    except OSError: time.sleep(0.1)
sys.exit(1)
P
}
cannot() { # cannot NAME REASON: a server that must run in CI and may be missing elsewhere
    if [ "${CI:-}" = true ]; then
        ok 1 "$1: $2"
    else
        skip "$1" "$2"
    fi
}
unpacked() { # unpacked FOLDER FILE PACKAGE...
    folder=$ROOT/build/$1 file=$2
    shift 2
    sh "$ROOT/tests/tools/unpack.sh" "$folder" "$@" >"$TMP/unpack" 2>&1
    [ -x "$folder/$file" ]
}
newsroom() { # newsroom DIR PEOPLE: readers with names that need encoding, and an article that looks like a conversation
    "$BULLETIN" -q --now $NOW init "$1"
    printf -- '---\ntitle: Dots at the quay\ntopics: [harbor]\ndate: 2025-07-31T06:00:00Z\n---\n.\n\n..two\n\nQUIT\n\n.RSET and %s\n' \
        "$(printf 'x%.0s' $(seq 1200))" >"$1/articles/dots.md"
    awk -v n="$2" 'BEGIN {
        split(";defense;harbor;energy,harbor;energy", t, ";"); split("Ann,Zoë,김민준,O.Leary,.dot", names, ",")
        print "email,name,topics"
        for (i = 0; i < n; i++) { topics = t[i % 5 + 1]; sub(",", ";", topics); printf "reader%d@people.example,%s %d,%s\n", i, names[i % 5 + 1], i, topics }
    }' >"$1/subscribers/sample.csv"
    rm -rf "$1.expected" # the same edition, the same keys, delivered into a folder
    cp -a "$1" "$1.expected"
    "$BULLETIN" -q --now $NOW -C "$1.expected" send morning --yes --no-lint
}
relay() { sed -i "s#{ url: \"maildir:outbox\" }#{ $2 }#" "$1/bulletin.yaml"; }
cat >"$TMP/compare.py" <<'P'
# compare.py EXPECTED GOT: both folders of messages; what a server put above our first header is its own
import email, email.policy, os, sys
def read(folder):
    for name in sorted(os.listdir(folder)):
        yield open(os.path.join(folder, name), "rb").read().replace(b"\r\n", b"\n")
def to(m): return email.message_from_bytes(m.split(b"\n\n", 1)[0] + b"\n\n", policy=email.policy.default)["To"].addresses[0].addr_spec.lower()
expected = {to(m): m for m in read(sys.argv[1])}
first = next(iter(expected.values())).split(b":", 1)[0] + b":"
seen, twice, different, strangers = set(), 0, 0, 0
for m in read(sys.argv[2]):
    at = 0 if m.startswith(first) else m.find(b"\n" + first) + 1
    m = m[at:]
    who = to(m)
    twice += who in seen
    seen.add(who)
    strangers += who not in expected
    if who in expected and m.rstrip(b"\n") != expected[who].rstrip(b"\n"): # mbox habits: an empty line more at the end
        different += 1
        if different == 1: open(sys.argv[2] + ".differs", "wb").write(m), open(sys.argv[2] + ".wanted", "wb").write(expected[who])
print(len(expected), len(seen), twice, different, strangers)
P
arrives() { # arrives NAME ROOM FOLDER PEOPLE
    until=$(($(date +%s) + 300)) # the server's own queue
    while [ "$(find "$3" -type f 2>/dev/null | wc -l)" -lt "$4" ] && [ "$(date +%s)" -lt $until ]; do sleep 0.2; done
    is "$(python3 "$TMP/compare.py" "$2.expected/outbox/new" "$3")" "$4 $4 0 0 0" "$1: $4 messages, each once, each as it would lie in a folder"
    runs 0 "$1: the ledger closes" "$BULLETIN" -q --now $NOW -C "$2" verify
    "$BULLETIN" --now $NOW -C "$2" status --json >"$TMP/status"
    has "$TMP/status" "\"sent\":$4" "$1: and says $4 sent"
    for who in 0 1 7; do # and as preview shows it
        "$BULLETIN" -q --now $NOW -C "$2" preview morning --for reader$who@people.example -o "$TMP/preview.eml"
        rm -rf "$TMP/one" "$TMP/other" && mkdir "$TMP/one" "$TMP/other" && cp "$TMP/preview.eml" "$TMP/one/"
        grep -rlF "reader$who@people.example" "$3" | head -n 1 | while read -r f; do cp "$f" "$TMP/other/"; done
        is "$(python3 "$TMP/compare.py" "$TMP/one" "$TMP/other")" "1 1 0 0 0" "$1: reader$who got what preview shows"
    done
}

exim() { # exim WITHOUT PEOPLE NAME
    p=$(port 0)
    start exim "$TMP/exim-$1" "$p" "$1"
    if ! listens "$p"; then
        cannot "$3" "it does not start here: $(tail -n 1 "$TMP/start" | tr -d '#')"
        return
    fi
    newsroom "$TMP/room-$1" "$2"
    relay "$TMP/room-$1" "url: \"smtp://localhost:$p\", user: news, password_env: RELAY_PASSWORD, tls: required, ca_file: \"$TMP/exim-$1/ca.pem\", connections: 4"
    runs 0 "$3: sent, with STARTTLS and AUTH" env RELAY_PASSWORD=secret "$BULLETIN" -q --now $NOW -C "$TMP/room-$1" send morning --yes --no-lint
    arrives "$3" "$TMP/room-$1" "$TMP/exim-$1/mail/new" "$2"
    grep -q 'A=plain:news' "$TMP/exim-$1/log/main" && ! grep '<= ' "$TMP/exim-$1/log/main" | grep -qv 'X=TLS'
    ok $? "$3: its log has every one under TLS and by name"
    stop exim "$TMP/exim-$1"
}

root=yes
if [ "$(id -u)" != 0 ]; then
    cannot "exim, OpenSMTPD and dovecot" "they run only as root"
    root=
fi
chmod 755 "$TMP"
if [ "${ONLY:-exim}" != exim ]; then
    :
elif [ "$root" ] && unpacked exim usr/sbin/exim4 exim4-daemon-light libnss-wrapper; then
    exim none "$PEOPLE" "exim"
    exim chunking $((PEOPLE / 5)) "exim without CHUNKING"
    exim both $((PEOPLE / 5)) "exim without PIPELINING"
elif [ "$root" ]; then
    cannot "exim" "its package could not be downloaded and unpacked"
fi
if [ "${ONLY:-opensmtpd}" != opensmtpd ]; then
    :
elif [ "$root" ] && unpacked opensmtpd usr/sbin/smtpd opensmtpd; then
    p=$(port 0)
    mkdir "$TMP/caught"
    "$OUT/tools/sink" --prompt --dir "$TMP/caught" >"$TMP/sink" 2>"$TMP/sink.err" &
    PIDS="$PIDS $!"
    await test -s "$TMP/sink"
    next=$(head -n 1 "$TMP/sink")
    start opensmtpd "$TMP/smtpd" "$p" "$next"
    if listens "$p"; then
        newsroom "$TMP/room" "$PEOPLE"
        relay "$TMP/room" "url: \"smtp://127.0.0.1:$p\", connections: 4"
        runs 0 "OpenSMTPD: sent" "$BULLETIN" -q --now $NOW -C "$TMP/room" send morning --yes --no-lint
        arrives "OpenSMTPD" "$TMP/room" "$TMP/caught" "$PEOPLE"
        hasnt "$TMP/smtpd/log" "result=\"5" "OpenSMTPD: no command refused"
        stop opensmtpd "$TMP/smtpd"
    else
        cannot "OpenSMTPD" "it does not start here: $(cat "$TMP/start" "$TMP/smtpd/log" 2>/dev/null | tail -n 1 | tr -d '#')"
    fi
elif [ "$root" ]; then
    cannot "OpenSMTPD" "its package could not be downloaded and unpacked"
fi

dovecot() { # dovecot ROOM RELAY-URL PEOPLE NAME: into an empty mailbox
    rm -rf "$TMP/dovecot/mail/"*
    newsroom "$1" "$3"
    relay "$1" "url: \"$2\", connections: 4"
    runs 0 "$4: sent" "$BULLETIN" -q --now $NOW -C "$1" send morning --yes --no-lint
    arrives "$4" "$1" "$TMP/dovecot/mail/new" "$3"
}
if [ "${ONLY:-dovecot}" != dovecot ]; then
    :
elif [ "$root" ] && ! setpriv --reuid=65534 --regid=65534 --clear-groups /bin/true 2>/dev/null; then # a root folder that only root may enter
    cannot "dovecot" "its programs work as nobody, and nobody may run programs here"
elif [ "$root" ] && unpacked dovecot usr/lib/dovecot/lmtp dovecot-lmtpd; then
    p=$(port 0)
    start dovecot "$TMP/dovecot" "$p"
    if listens "$p"; then
        dovecot "$TMP/room-lmtp" "lmtp://127.0.0.1:$p" "$PEOPLE" "dovecot, LMTP"
        dovecot "$TMP/room-lmtp-local" "lmtp:$TMP/dovecot/lmtp" $((PEOPLE / 5)) "dovecot, LMTP over a local socket"
        hasnt "$TMP/dovecot/log" "Error" "dovecot: nothing to complain of"
        stop dovecot "$TMP/dovecot"
    else
        cannot "dovecot" "it does not start here: $(cat "$TMP/start" "$TMP/dovecot/log" 2>/dev/null | tail -n 1 | tr -d '#')"
    fi
elif [ "$root" ]; then
    cannot "dovecot" "its package could not be downloaded and unpacked"
fi
finish
