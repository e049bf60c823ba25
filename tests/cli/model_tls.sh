#!/bin/sh
# A model's endpoint over TLS, on loopback: the right certificate is asked, any other gets neither the question nor the key, and the
# plan is the offline one.
. "$(dirname "$0")/../lib.sh"
command -v openssl >/dev/null || { skip "a model over TLS" "openssl is missing"; finish; exit; }
NOW=2025-07-31T11:05:00Z
room=$TMP/room tls=$TMP/tls plan=$TMP/room/editions/morning-2025-07-31.yaml
b() { "$BULLETIN" --now $NOW -C "$room" "$@"; }
mkdir -p "$tls"
"$BULLETIN" -q --now $NOW init "$room"
rm -f "$room"/articles/*.md "$room"/ctas/*.md
cat >"$room/articles/quay.md" <<'T'
---
title: "Council votes to shut the coal quay"
outlet: Calder Post
date: 2025-07-30T08:00:00Z
topics: [harbor]
---

The harbor council voted nine to four on Tuesday to close the coal quay at Port Calder by June 2027, two years earlier than planned.

About 340 dock workers will lose their jobs when the coal quay closes, and their union has asked for a fund of $12 million to train them.

The state has not promised any money. Grain ships could use the deep berths from 2028 if the channel is dredged.
T
mine="When the coal quay closes, about 340 dock workers will lose their jobs."
cp "$room/bulletin.yaml" "$TMP/plain.yaml"
printf 'sesame-4711\n' >"$room/key"
chmod 600 "$room/key"

# ---- certificates of an authority of our own
{
    openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj "/CN=Test authority" -keyout "$tls/ca.key" -out "$tls/ca.pem"
    openssl req -newkey rsa:2048 -nodes -subj "/CN=localhost" -keyout "$tls/key.pem" -out "$tls/request.pem"
    sign() { # sign NAME HOST DAYS
        printf 'subjectAltName=DNS:%s\n' "$2" >"$tls/ext"
        openssl x509 -req -in "$tls/request.pem" -CA "$tls/ca.pem" -CAkey "$tls/ca.key" -CAcreateserial -days "$3" -extfile "$tls/ext" -out "$tls/$1.pem"
    }
    sign good localhost 30
    sign other news.example.org 30
    sign expired localhost -1
} >"$TMP/openssl" 2>&1
[ -s "$tls/good.pem" ] && [ -s "$tls/other.pem" ]
ok $? "certificates are made"

serve() { # serve CERTIFICATE: the server's folder in $srv, its port in $port; "" for none: plain HTTP
    srv=$TMP/srv-${1:-plain}
    mkdir -p "$srv"
    : >"$srv/calls"
    printf '{"Council votes to shut the coal quay": ["%s"]}\n' "$mine" >"$srv/answers.json"
    python3 "$ROOT/tests/cli/model_server.py" "$srv" ${1:+"$tls/$1.pem" "$tls/key.pem"} 2>"$TMP/server.err" &
    PIDS="$PIDS $!"
    await test -s "$srv/port"
    port=$(cat "$srv/port")
    { cat "$TMP/plain.yaml"; printf 'why:\n  openai: { url: "https://localhost:%s/good/v1", model: tiny, key_file: key }\n  timeout: 10s\n' "$port"; } >"$room/bulletin.yaml"
}
forget() { rm -rf "$room/.bulletin/bulletin.db"* "$room/editions" "$room/.bulletin/bulletin.log"; : >"$srv/calls"; }
refused() { # refused NAME WORDS [VARIABLE=VALUE]: composes, the plan is the offline one, nothing was asked
    forget
    runs 0 "$1" env ${3:+"$3"} "$BULLETIN" --now $NOW -C "$room" compose morning
    cmp -s "$plan" "$TMP/offline.yaml"
    ok $? "$1: the plan is the offline one, byte for byte"
    is "$(wc -l <"$srv/calls" | tr -d ' ')" 0 "$1: nobody got the question"
    grep -qiE "$2" "$TMP/err" "$room/.bulletin/bulletin.log"
    ok $? "$1: a sentence says why"
    hasnt "$TMP/err" sesame "$1: the key is shown nowhere"
}

srv=$TMP/none
mkdir "$srv"
forget
runs 0 "compose without a model" b compose morning
cp "$plan" "$TMP/offline.yaml"

serve good
forget
runs 0 "an authority of our own" env SSL_CERT_FILE="$tls/ca.pem" "$BULLETIN" --now $NOW -C "$room" compose morning
has "$plan" "$mine" "the model's sentence is in the plan"
is "$(cat "$srv/calls")" "good 1 key" "asked once, with the key"
refused "an authority nobody trusts" "certificate"
refused "a file of authorities that is not there" "SSL_CERT_FILE" "SSL_CERT_FILE=$tls/none.pem"
serve other
refused "a certificate for another name" "name|certificate|match" "SSL_CERT_FILE=$tls/ca.pem"
if [ -s "$tls/expired.pem" ] && ! openssl x509 -in "$tls/expired.pem" -noout -checkend 0 >/dev/null; then
    serve expired
    refused "a certificate that is out of date" "expired|certificate" "SSL_CERT_FILE=$tls/ca.pem"
else
    skip "a certificate that is out of date" "this openssl makes none"
fi
serve ""
refused "a server that speaks no TLS" "ssl|tls|handshake|packet|record|wrong" "SSL_CERT_FILE=$tls/ca.pem"
finish
