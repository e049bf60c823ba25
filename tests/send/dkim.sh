#!/bin/sh
# Signatures in the eyes of two verifiers that other people wrote (python3-dkim and OpenDKIM, unpacked, with the public keys in place of the
# DNS).
. "$(dirname "$0")/lib.sh"
DEB=$ROOT/build/debian
MODULES=$DEB/usr/lib/python3/dist-packages
LD_LIBRARY_PATH=$DEB/usr/lib/$(uname -m)-linux-gnu # libsodium
export LD_LIBRARY_PATH
sh "$ROOT/tests/tools/unpack.sh" "$DEB" python3-dkim python3-dnspython python3-nacl python3-cffi-backend >"$TMP/unpack" 2>&1
if ! PYTHONPATH=$MODULES /usr/bin/python3 -c 'import dkim, nacl.signing' 2>"$TMP/import"; then
    skip "DKIM" "python3-dkim could not be downloaded and unpacked"
    finish
    exit
fi
if ! openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$TMP/rsa.pem" 2>/dev/null || ! openssl genpkey -algorithm ED25519 -out "$TMP/ed.pem" 2>/dev/null; then
    skip "DKIM" "openssl makes no keys"
    finish
    exit
fi
cat >"$TMP/verify.py" <<'P'
# verify.py DIR KIND: how many signatures hold, how many do not; KIND spoils the message first
import base64, dkim, glob, subprocess, sys
folder, kind = sys.argv[1], sys.argv[2]
def public(name): return subprocess.run(["openssl", "pkey", "-in", name, "-pubout", "-outform", "DER"], capture_output=True).stdout
keys = {"rsa": b"v=DKIM1; k=rsa; p=" + base64.b64encode(public(sys.argv[3])), "ed": b"v=DKIM1; k=ed25519; p=" + base64.b64encode(public(sys.argv[4])[-32:])}
def spoil(m):
    if kind == "body": return m.replace(b"The harbor was calm", b"The harbor was_calm", 1)
    if kind == "subject": return m.replace(b"Subject: Morning", b"Subject: Mornimg", 1)
    if kind in ("From", "Subject", "List-Unsubscribe", "List-Unsubscribe-Post", "Reply-To"):
        return kind.encode() + b": <evil@example.com>\r\n" + m
    if kind == "refolded": return m.replace(b"Subject: ", b"SUBJECT:\t \r\n ", 1) + b"\r\n\r\n"
    return m
good = bad = 0
for f in sorted(glob.glob(folder + "/*.eml")):
    m = spoil(open(f, "rb").read())
    for i in range(m.count(b"DKIM-Signature:")):
        try: holds = dkim.DKIM(m).verify(idx=i, dnsfunc=lambda name, timeout=5: keys.get((name.decode() if isinstance(name, bytes) else name).split(".")[0]))
        except dkim.DKIMException: holds = False
        good, bad = good + holds, bad + (not holds)
print(good, bad)
P
verify() { PYTHONPATH=$MODULES /usr/bin/python3 "$TMP/verify.py" "$1" "$2" "$TMP/rsa.pem" "$TMP/ed.pem" 2>&1; }
for without in none CHUNKING; do
    sink --dir "$TMP/eml-$without" --without $without
    fresh
    runs 0 "both keys, without $without" sender --recipients 60 --cohorts 3 --dkim "rsa=$TMP/rsa.pem" --dkim "ed=$TMP/ed.pem"
    is "$(people) $(copies) $(breaches)" "60 0 0" "everybody once"
    sink_end
    is "$(verify "$TMP/eml-$without" none)" "120 0" "every signature holds"
done
is "$(verify "$TMP/eml-none" refolded)" "120 0" "and still does when a relay folds anew"
for kind in body subject From Subject List-Unsubscribe List-Unsubscribe-Post Reply-To; do
    is "$(verify "$TMP/eml-none" "$kind")" "0 120" "none holds when this was changed or added: $kind"
done

# OpenDKIM's own test program takes one message at a time, and tells of one signature
second() { # second SPOIL: how many messages hold
    held=0
    for f in "$TMP"/eml-second/*.eml; do
        sed "$1" "$f" | DKIM_KEYS=$TMP/keys LD_PRELOAD=$TMP/keys.so "$DEB/usr/sbin/opendkim-testmsg" -C 2>>"$TMP/second" && held=$((held + 1))
    done
    echo $held
}
public() { openssl pkey -in "$1" -pubout -outform DER 2>/dev/null; }
sh "$ROOT/tests/tools/unpack.sh" "$DEB" opendkim-tools >"$TMP/unpack" 2>&1
if [ ! -x "$DEB/usr/sbin/opendkim-testmsg" ] || ! ${CC:-cc} -shared -fPIC -o "$TMP/keys.so" "$ROOT/tests/send/opendkim_keys.c" 2>"$TMP/cc"; then
    if [ "${CI:-}" = true ]; then
        ok 1 "OpenDKIM's verifier could be unpacked"
    else
        skip "OpenDKIM" "opendkim-tools could not be downloaded and unpacked"
    fi
else
    {
        printf 'rsa._domainkey.example.org v=DKIM1; k=rsa; p=%s\n' "$(public "$TMP/rsa.pem" | base64 -w0)"
        printf 'ed._domainkey.example.org v=DKIM1; k=ed25519; p=%s\n' "$(public "$TMP/ed.pem" | tail -c 32 | base64 -w0)"
    } >"$TMP/keys"
    for key in rsa ed; do
        rm -rf "$TMP/eml-second"
        sink --dir "$TMP/eml-second"
        fresh
        runs 0 "one key: $key" sender --recipients 12 --cohorts 3 --dkim "$key=$TMP/$key.pem"
        sink_end
        is "$(second 's/x/x/')" 12 "OpenDKIM: every $key signature holds"
        is "$(second 's/The harbor was calm/The harbor was_calm/')" 0 "OpenDKIM: none does when the text was changed, $key"
        is "$(second 's/^Subject: Morning/Subject: Mornimg/')" 0 "OpenDKIM: nor when the subject was, $key"
    done
fi

fresh
runs 0 "into a maildir" sender --relay maildir:box --recipients 20 --dkim "ed=$TMP/ed.pem"
for f in "$TMP"/d/box/new/*; do mv "$f" "$f.eml"; done
is "$(verify "$TMP/d/box/new" none)" "20 0" "every signature holds"
fresh
openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:768 -out "$TMP/small.pem" 2>/dev/null && {
    runs 78 "a key of 768 bits" sender --relay null: --recipients 5 --dkim "rsa=$TMP/small.pem"
    has "$TMP/err" "768 bits" "says so"
}
sink
fresh
"$SENDER" "$TMP/d" --relay "smtp://127.0.0.1:$PORT" --recipients 5000 --size 3000 --rate 300 --dkim "rsa=$TMP/rsa.pem" >"$TMP/out" 2>"$TMP/err" &
p=$!
await reached 20
kill -TERM $p
wait $p
is $? 75 "stopped while letters are signed"
is "$(people)" "$(field sent)" "the ledger says what the catcher got"
finish
