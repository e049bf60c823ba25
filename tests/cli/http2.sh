#!/bin/sh
# Feeds over TLS from nghttpd, which speaks nothing but HTTP/2 there: one connection for many requests, certificates by SSL_CERT_FILE,
# and those that are expired, made for somebody else or signed by nobody refused in one sentence.
. "$(dirname "$0")/../lib.sh"
if ! command -v nghttpd >/dev/null; then
    if [ -n "${CI:-}" ]; then ok 1 "nghttpd (Debian's nghttp2-server) is missing"; else skip "HTTP/2" "nghttpd (Debian's nghttp2-server) is missing"; fi
    finish
    exit
fi
room=$TMP/room site=$TMP/site tls=$TMP/tls
mkdir "$site" "$tls"
"$BULLETIN" -q --now 2025-07-31T08:00:00Z init "$room" && rm "$room"/articles/*.md
cp "$room/bulletin.yaml" "$TMP/first.yaml"

# ---- certificates: an authority of our own, and what it signed
{
    openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj "/CN=Test authority" -keyout "$tls/ca.key" -out "$tls/ca.pem"
    openssl req -newkey rsa:2048 -nodes -subj "/CN=localhost" -keyout "$tls/key.pem" -out "$tls/request.pem"
    mkdir "$tls/new"
    : >"$tls/index.txt"
    echo 01 >"$tls/serial"
    cat >"$tls/ca.conf" <<EOF
[ca]
default_ca = own
[own]
database = $tls/index.txt
serial = $tls/serial
new_certs_dir = $tls/new
certificate = $tls/ca.pem
private_key = $tls/ca.key
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
[good]
subjectAltName = DNS:localhost
[other]
subjectAltName = DNS:news.example.org
EOF
    now=$(date -u +%Y%m%d%H%M%SZ)
    sign() { openssl ca -batch -config "$tls/ca.conf" -extensions "$1" -startdate "$2" -enddate "$3" -in "$tls/request.pem" -out "$tls/$4.pem"; }
    sign good 20200101000000Z "$(($(date -u +%Y) + 1))0101000000Z" good
    sign other 20200101000000Z "$(($(date -u +%Y) + 1))0101000000Z" other
    sign good 20200101000000Z 20200201000000Z expired
} >"$TMP/openssl" 2>&1
[ -s "$tls/good.pem" ] && [ -s "$tls/other.pem" ] && [ -s "$tls/expired.pem" ]
ok $? "certificates are made ($now)"

# ---- the server
serve() { # serve CERTIFICATE: its port in $PORT, what it saw in $TMP/server
    : >"$TMP/server"
    PORT=$(port 2)
    nghttpd -v -a 127.0.0.1 -d "$site" "$PORT" "$tls/key.pem" "$tls/$1.pem" >>"$TMP/server" 2>&1 &
    SERVER=$!
    PIDS="$PIDS $SERVER"
    await python3 -c "import socket; socket.create_connection(('127.0.0.1', $PORT)).close()"
    : >"$TMP/server"
    U=https://localhost:$PORT
}
quit() { kill "$SERVER" 2>/dev/null; wait "$SERVER" 2>/dev/null; }
connections() { sed 's/\x1b\[[0-9;]*m//g' "$TMP/server" | grep 'recv HEADERS' | sed 's/].*//' | sort | uniq -c | sort -n | awk '{print $1}' | tr '\n' ' '; }
configure() {
    rm -rf "$room/.bulletin/bulletin.db"*
    sed '/^sources:/q' "$TMP/first.yaml" >"$room/bulletin.yaml"
    printf '  - { outlet: Tide, feed: "%s/feed.xml", allow_private: true%s }\n' "$U" "${1:-}" >>"$room/bulletin.yaml"
    sed '1,/^sources:/d' "$TMP/first.yaml" | grep -v '  - { outlet: .*folder:' >>"$room/bulletin.yaml"
}
fetch() { "$BULLETIN" --now 2025-07-31T08:00:00Z -C "$room" --json fetch; }
trusting() { SSL_CERT_FILE=$tls/ca.pem fetch; }

serve good
{
    echo '<?xml version="1.0"?><rss version="2.0"><channel><title>Tide</title>'
    for i in 1 2 3 4 5 6 7 8; do
        echo "<item><title>Harbor report number $i</title><link>$U/$i.html</link><description>Short.</description></item>"
        {
            echo "<html><head><title>Harbor report number $i</title></head><body><article><h1>Harbor report number $i</h1>"
            for p in 1 2 3 4; do echo "<p>Paragraph $p of report $i says at some length how the dredging of the harbor goes, what it costs the city, and when the ferries can use the northern quay again.</p>"; done
            echo "</article></body></html>"
        } >"$site/$i.html"
    done
    echo '</channel></rss>'
} >"$site/feed.xml"

configure ", full_text: true"
runs 0 "a feed and its eight pages over HTTP/2" trusting
has "$TMP/out" '"new":8' "eight articles"
has "$TMP/out" '"pages":8' "and the page of each"
is "$(connections)" "1 9 " "one connection for the feed, one for robots.txt and the eight pages"
"$BULLETIN" -C "$room" articles --json >"$TMP/articles"
is "$(grep -c 'northern quay' "$TMP/articles")" 8 "the pages' text is stored"
runs 0 "read knows the variable too" env SSL_CERT_FILE="$tls/ca.pem" "$BULLETIN" read --allow-private --json "$U/feed.xml"
is "$(grep -c '"title":"Harbor report' "$TMP/out")" 8 "and shows the entries"

# ---- who is not trusted
refused() { # refused NAME COMMAND...
    name=$1
    shift
    configure
    runs 65 "$name" "$@"
    has "$TMP/err" "$U/feed.xml: the server's certificate is not accepted" "$name: which, and why"
    is "$(wc -l <"$TMP/err")" 1 "$name: in one sentence"
    has "$TMP/out" '"result":"failed"' "$name: nothing is read"
}
refused "a certificate of an authority nobody named" fetch
quit
serve other
refused "a certificate made for another host" trusting
quit
serve expired
refused "a certificate that is expired" trusting
configure
runs 65 "a file of certificates that is not there" env SSL_CERT_FILE="$tls/none.pem" "$BULLETIN" --now 2025-07-31T08:00:00Z -C "$room" fetch
has "$TMP/err" "none.pem; see SSL_CERT_FILE" "is named, and trusts nobody else"
finish
