#!/bin/sh
# What bulletin.yaml says about relays and sending, and what comes of it: signatures, notices, patience, retries, budgets.
SENDER=
. "$(dirname "$0")/lib.sh"
NOW=2025-07-31T11:05:00Z
catch() { # catch OPTION...: a new catcher that keeps the mails; its port in $PORT
    [ -z "${SINK_PID:-}" ] || sink_end
    rm -rf "$TMP/eml"
    sink --dir "$TMP/eml" "$@"
}
room() { # room RELAY-SETTINGS [DIGEST-LINE...]: a fresh newsroom with that relay
    rm -rf "$TMP/room"
    "$BULLETIN" -q --now $NOW init "$TMP/room"
    relay=$1
    shift
    for line in "$@"; do printf '    %s\n' "$line"; done >"$TMP/lines"
    sed -i -e "s|^  - { url: \"maildir:outbox\" }|  - { $relay }|" -e "/^    title: Morning Brief/r $TMP/lines" "$TMP/room/bulletin.yaml"
}
send() { "$BULLETIN" --now "${AT:-$NOW}" -C "$TMP/room" send morning --yes; }

# ---- every wrong value is named with its place
wrong() { # wrong TEXT RELAY-SETTINGS [DIGEST-LINE]
    text=$1
    shift
    room "$@"
    runs 78 "refused: $text" send
    has "$TMP/err" "bulletin.yaml:" "its place"
    has "$TMP/err" "$text" "what is wrong: $text"
}
wrong "unknown key 'mial' in 'timeouts'; did you mean 'mail'?" 'url: "null:", timeouts: {mial: 5m}'
wrong "length of time" 'url: "null:", timeouts: {mail: soon}'
wrong "'notify' must be" 'url: "null:", dsn: {notify: [never, delay]}'
wrong "'ret' must be" 'url: "null:", dsn: {ret: all}'
wrong "'hours' must be" 'url: "null:"' 'hours: "8 to 20"'
wrong "'hours' must be" 'url: "null:"' 'hours: "08:00-25:00"'
wrong "'hours_in' must be" 'url: "null:"' 'hours_in: Paris'
wrong "'auth' must be" 'url: "smtp://localhost", auth: magic'
wrong "needs a 'selector' and a 'key_file'" 'url: "null:"' 'dkim: {selector: a}'
wrong "'factor' above 1" 'url: "null:", warmup: {start: 50, factor: 1}'
wrong "'gmail.com' must be a rate" 'url: "null:", domain_rates: {gmail.com: fast}'

# ---- DKIM, in the eyes of another program
DEB=$ROOT/build/debian
MODULES=$DEB/usr/lib/python3/dist-packages
export LD_LIBRARY_PATH="$DEB/usr/lib/$(uname -m)-linux-gnu" # libsodium
sh "$ROOT/tests/tools/unpack.sh" "$DEB" python3-dkim python3-dnspython python3-nacl python3-cffi-backend >"$TMP/unpack" 2>&1
if PYTHONPATH=$MODULES /usr/bin/python3 -c 'import dkim, nacl.signing' 2>/dev/null && openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$TMP/rsa.pem" 2>/dev/null && openssl genpkey -algorithm ED25519 -out "$TMP/ed.pem" 2>/dev/null; then
    cat >"$TMP/verify.py" <<'P'
import base64, dkim, glob, subprocess, sys
def public(name): return subprocess.run(["openssl", "pkey", "-in", name, "-pubout", "-outform", "DER"], capture_output=True).stdout
keys = {"rsa25._domainkey.example.org.": b"v=DKIM1; k=rsa; p=" + base64.b64encode(public(sys.argv[2])),
        "ed25._domainkey.example.org.": b"v=DKIM1; k=ed25519; p=" + base64.b64encode(public(sys.argv[3])[-32:])}
good = mails = 0
for f in glob.glob(sys.argv[1] + "/*"):
    m, mails = open(f, "rb").read(), mails + 1
    for i in range(m.count(b"DKIM-Signature:")):
        good += dkim.DKIM(m).verify(idx=i, dnsfunc=lambda name, timeout=5: keys.get(name.decode() if isinstance(name, bytes) else name))
print(mails, good)
P
    verified() { PYTHONPATH=$MODULES /usr/bin/python3 "$TMP/verify.py" "$1" "$TMP/rsa.pem" "$TMP/ed.pem" 2>&1; }
    chmod 600 "$TMP/rsa.pem" "$TMP/ed.pem"
    catch
    room "url: \"smtp://127.0.0.1:$PORT\"" 'dkim: { selector: [rsa25, ed25], key_file: [keys/rsa.pem, keys/ed.pem] }'
    mkdir "$TMP/room/keys"
    cp "$TMP/rsa.pem" "$TMP/ed.pem" "$TMP/room/keys/"
    runs 0 "signed with two keys" send
    is "$(verified "$TMP/eml")" "11 22" "every signature of every mail holds"
    catch
    sed -i "s|127.0.0.1:[0-9]*|127.0.0.1:$PORT|" "$TMP/room/bulletin.yaml"
    runs 0 "a test mail" "$BULLETIN" --now $NOW -C "$TMP/room" send morning --test me@example.org
    is "$(verified "$TMP/eml")" "1 2" "is signed as well"
    room 'url: "maildir:outbox"'
    printf 'dkim: { domain: example.org, selector: ed25, key_file: %s/ed.pem }\n' "$TMP" >>"$TMP/room/bulletin.yaml"
    runs 0 "the newsroom's key, into a maildir" send
    is "$(verified "$TMP/room/outbox/new")" "11 11" "holds too"
    chmod 644 "$TMP/ed.pem"
    room 'url: "maildir:outbox"' "dkim: { selector: ed25, key_file: $TMP/ed.pem }"
    runs 77 "a key that others can read" send
    has "$TMP/err" "chmod 600" "says what to do"
    is "$(ls "$TMP/room/outbox" 2>/dev/null | wc -l)" 0 "nothing was sent"
    chmod 600 "$TMP/ed.pem"
    room 'url: "maildir:outbox"' "dkim: { selector: ed25, key_file: missing.pem }"
    runs 66 "a key that is not there" send
    has "$TMP/err" "missing.pem" "is named"
else
    skip "DKIM" "python3-dkim or openssl is missing"
fi

# ---- logins: by token, and by a mechanism of one's choice
catch --auth me:ya29.token
room "url: \"smtp://localhost:$PORT\", user: me, token_command: \"echo ya29.token\""
runs 0 "an access token" send
is "$(grep -c '"ev":"accepted"' "$TMP/log")" 11 "logs in"
room "url: \"smtp://localhost:$PORT\", user: me, token_command: \"echo stale\", auth: xoauth2"
runs 77 "a token that is no good" send
has "$TMP/err" "token is still good" "says what to look at"
hasnt "$TMP/err" "stale" "does not show it"
room "url: \"smtp://localhost:$PORT\", user: me, token_command: \"false\""
runs 78 "a token command that fails" send
has "$TMP/err" "token_command failed" "is named"
catch --auth me:secret
export SECRET=secret
for how in plain login; do
    room "url: \"smtp://localhost:$PORT\", user: me, password_env: SECRET, auth: $how"
    runs 0 "auth: $how" send
done
room "url: \"smtp://localhost:$PORT\", user: me, password_env: SECRET, auth: cram-md5"
runs 78 "a mechanism that is not offered" send
has "$TMP/err" "login by CRAM-MD5 is not possible" "is named"

# ---- delivery notices
catch
room "url: \"smtp://127.0.0.1:$PORT\", dsn: true"
runs 0 "notices as usual" send
is "$(grep -c '"mail":"SIZE=[0-9]* RET=HDRS ENVID=morning-2025-07-31.[0-9]*","rcpt":"NOTIFY=FAILURE ORCPT=rfc822;' "$TMP/log")" 11 "RET, ENVID, NOTIFY and ORCPT with each"
catch
room "url: \"smtp://127.0.0.1:$PORT\", dsn: {notify: [failure, delay], ret: full, envid: false}"
runs 0 "notices as wished" send
is "$(grep -c '"mail":"SIZE=[0-9]* RET=FULL","rcpt":"NOTIFY=FAILURE,DELAY ORCPT=rfc822;' "$TMP/log")" 11 "as the map says"
catch --without DSN
room "url: \"smtp://127.0.0.1:$PORT\", dsn: true"
runs 0 "where none are offered" send
is "$(grep -c 'NOTIFY\|violation' "$TMP/log")" 0 "none are asked for"

# ---- patience: each command has its own, and the shortest counts
slow() { # slow STAGE KEY: STAGE is never answered
    catch --fault "stall=$1:1.0" --without "${3:-none}"
    room "url: \"smtp://127.0.0.1:$PORT\", connections: 1, timeouts: {connect: 200s, mail: 200s, rcpt: 200s, data: 200s, block: 200s, end: 200s, $2: 1s}"
    sed -i "s|$2: 200s, ||" "$TMP/room/bulletin.yaml"
    start=$(date +%s)
    runs 69 "no answer to $1" send
    has "$TMP/err" "no answer in time" "says so"
    [ $(($(date +%s) - start)) -le 100 ]
    ok $? "timeouts.$2 is what counted"
}
slow connect connect
slow mail mail
slow rcpt rcpt CHUNKING
slow data data CHUNKING
slow text end

# ---- tries, waits, age
catch --fault 'reply=rcpt:1.0:450 4.2.0 busy'
room "url: \"smtp://127.0.0.1:$PORT\"" 'attempts: 3' 'retry: 10m'
runs 75 "put off" send
AT=2025-07-31T11:12:00Z runs 75 "too early" send
is "$("$BULLETIN" --json -C "$TMP/room" who morning-2025-07-31 --state deferred | grep -c '"attempts":1,')" 11 "nobody was tried again within ten minutes less a fifth"
AT=2025-07-31T11:18:00Z runs 75 "second try" send
AT=2025-07-31T11:50:00Z runs 0 "third and last" send
is "$("$BULLETIN" --json -C "$TMP/room" who morning-2025-07-31 --state failed | grep -c '"reason":"gave up"')" 11 "given up"
room "url: \"smtp://127.0.0.1:$PORT\"" 'give_up: 1h'
runs 75 "put off" send
AT=2025-07-31T12:06:00Z runs 0 "given up by age" send
is "$("$BULLETIN" --json -C "$TMP/room" who morning-2025-07-31 --state failed | grep -c '"reason":"gave up"')" 11 "after an hour"
catch --fault 'reply=text:1.0:554 5.7.1 no thanks'
room "url: \"smtp://127.0.0.1:$PORT\"" 'error_budget: 2'
runs 69 "two refusals are enough" send
has "$TMP/err" "refuses our mail 2 times in a row" "says so"

# ---- connections end by age and by count
catch --delay 300 --without CHUNKING,PIPELINING
room "url: \"smtp://127.0.0.1:$PORT\", connections: 1, connection_age: 2s"
runs 0 "old connections" send
kill "$SINK_PID"
wait "$SINK_PID" 2>/dev/null
[ "$(tail -n 1 "$TMP/sink.out" | sed 's/.*"connections":\([0-9]*\).*/\1/')" -gt 1 ]
ok $? "are replaced"
catch
room "url: \"smtp://127.0.0.1:$PORT\", connections: 1, per_connection: 4"
runs 0 "four to a connection" send
kill "$SINK_PID"
wait "$SINK_PID" 2>/dev/null
is "$(tail -n 1 "$TMP/sink.out" | sed 's/.*"connections":\([0-9]*\).*/\1/')" 3 "three connections for eleven people"
finish
