#!/bin/sh
# TLS and logins: verified or nothing, never in the clear, and a sentence that says which.
. "$(dirname "$0")/lib.sh"
CA=$TMP/ca.pem
go() { # go NAME EXIT SENDER-OPTIONS...
    name=$1 want=$2
    shift 2
    fresh
    runs "$want" "$name" timeout 240 "$SENDER" "$TMP/d" --size 3000 --recipients 50 --connections 3 --timeout 20000 "$@"
}
nothing() { is "$(people)" 0 "$name: nothing was sent"; has "$TMP/err" "$1" "$name: says so"; }
everything() {
    is "$(people)" 50 "$name: everybody has it"
    is "$(breaches)" 0 "$name: no breach of protocol"
}

sink --tls "$CA"
go "STARTTLS" 0 --relay "smtp://localhost:$PORT" --tls --ca "$CA"
everything
hasnt "$TMP/log" '"tls":false' "all of it under TLS"
: >"$TMP/log"
go "STARTTLS, by address" 0 --relay "smtp://127.0.0.1:$PORT" --tls --ca "$CA"
everything
: >"$TMP/log"
go "a certificate nobody vouches for" 78 --relay "smtp://localhost:$PORT" --tls
nothing "certificate was not accepted"
go "a file of certificates that is not there" 78 --relay "smtp://localhost:$PORT" --tls --ca "$TMP/missing.pem"
nothing "ca_file"
sink_end

# the certificates to trust are read once, not for each connection; a relay that comes back with another certificate of the same
# bundle is known again, one of nobody's is not
cat /etc/ssl/certs/ca-certificates.crt "$CA" >"$TMP/bundle.pem" 2>/dev/null || cp "$CA" "$TMP/bundle.pem"
sink --tls "$CA"
cp "$CA" "$TMP/first.pem"
cat "$CA" >>"$TMP/bundle.pem"
if command -v strace >/dev/null; then
    fresh
    runs 0 "many connections" env ASAN_OPTIONS=detect_leaks=0 strace -f -qq -e trace=openat -o "$TMP/opens" "$SENDER" "$TMP/d" --size 3000 --recipients 60 --connections 4 --per-connection 3 --timeout 30000 --relay "smtp://localhost:$PORT" --tls --ca "$TMP/bundle.pem"
    [ "$(people)" -eq 60 ] && [ "$(grep -c bundle.pem "$TMP/opens")" -le 8 ]
    ok $? "the bundle is read by those opened first, and once to learn from it ($(grep -c bundle.pem "$TMP/opens") times for twenty connections)"
else
    skip "certificates are read once" "strace is missing"
fi
fresh
: >"$TMP/log"
"$SENDER" "$TMP/d" --size 3000 --recipients 200 --connections 1 --per-connection 5 --rate 60 --timeout 30000 --relay "smtp://localhost:$PORT" --tls --ca "$TMP/bundle.pem" >"$TMP/out" 2>"$TMP/err" &
p=$!
await reached 20
kill -STOP $p
kill "$SINK_PID"
wait "$SINK_PID" 2>/dev/null
mv "$TMP/log" "$TMP/log1"
sink --tls "$CA" --port "$PORT"
cat "$CA" >>"$TMP/bundle.pem"
kill -CONT $p
wait $p
is $? 0 "a relay that comes back with another certificate ($(head -n 1 "$TMP/err"))"
cat "$TMP/log1" >>"$TMP/log"
is "$(people)" 200 "of the same bundle: everybody has it"
[ "$(grep -c accepted "$TMP/log1")" -ge 20 ] && ! cmp -s "$CA" "$TMP/first.pem"
ok $? "it was another one"
sink_end

sink --tls "$CA" --tls-name other.example
go "a certificate made out to another name" 78 --relay "smtp://localhost:$PORT" --tls --ca "$CA"
nothing "another name"
sink_end

sink --tls "$CA" --tls-expired
go "a certificate that is out of date" 78 --relay "smtp://localhost:$PORT" --tls --ca "$CA"
nothing "certificate was not accepted"
sink_end

sink --tls "$CA" --tls-wrap --without PIPELINING
go "smtps, lockstep" 0 --relay "smtps://localhost:$PORT" --ca "$CA"
everything
: >"$TMP/log"
go "smtps, unknown certificate" 78 --relay "smtps://localhost:$PORT"
nothing "certificate was not accepted"
sink_end

sink --tls "$CA" --tls-wrap --without CHUNKING
go "smtps, grouped" 0 --relay "smtps://localhost:$PORT" --ca "$CA"
everything
sink_end

# a handshake that is cut off where others have worked is weather, not configuration
sink --tls "$CA" --tls-drop 3
go "every third handshake breaks off" 0 --relay "smtp://localhost:$PORT" --tls --ca "$CA" --per-connection 5
everything
sink_end
[ "$(sed -n 's/.*"dropped":\([0-9]*\).*/\1/p' "$TMP/counts")" -ge 2 ]
ok $? "some did ($(cat "$TMP/counts"))"

sink --tls "$CA" --fault 'reply=starttls:/5:454 4.7.0 not now'
go "STARTTLS refused now and then" 0 --relay "smtp://localhost:$PORT" --tls --ca "$CA" --per-connection 5
everything
sink_end
[ "$(sed -n 's/.*"connections":\([0-9]*\).*/\1/p' "$TMP/counts")" -ge 12 ]
ok $? "some of the connections ($(cat "$TMP/counts"))"

sink
go "STARTTLS stripped" 78 --relay "smtp://127.0.0.1:$PORT" --tls
nothing "does not offer it"
go "smtps to a server without TLS" 78 --relay "smtps://127.0.0.1:$PORT"
nothing "TLS could not be set up"
sink_end

sink --tls "$CA" --fault 'reply=starttls:1.0:454 4.7.0 not now'
go "STARTTLS refused" 78 --relay "smtp://localhost:$PORT" --tls --ca "$CA"
nothing "refused STARTTLS (454 4.7.0 not now)"
sink_end

sink --tls "$CA" --fault 'say=starttls:1.0:220 go ahead\r\nthis is no handshake\r\n'
go "STARTTLS broken" 78 --relay "smtp://localhost:$PORT" --tls --ca "$CA"
is "$(people)" 0 "nothing was sent"
sink_end

sink --tls "$CA" --tls-inject
go "replies injected behind STARTTLS" 78 --relay "smtp://localhost:$PORT" --tls --ca "$CA"
is "$(people)" 0 "nothing was sent"
sink_end

sink --tls "$CA" --auth news:s3cret
go "a login under TLS" 0 --relay "smtp://localhost:$PORT" --tls --ca "$CA" --user news --password s3cret
everything
: >"$TMP/log"
go "a wrong password" 77 --relay "smtp://localhost:$PORT" --tls --ca "$CA" --user news --password hunter2
nothing 'login as "news" was refused'
hasnt "$TMP/err" hunter2 "the password is not told"
go "no login where one is wanted" 77 --relay "smtp://localhost:$PORT" --tls --ca "$CA"
nothing "wants a login"
go "a password to a distant host in the clear" 78 --relay "smtp://192.0.2.1:25" --tls-off --user news --password s3cret
nothing "in the clear"
sink_end

sink --tls "$CA" --auth news:s3cret --fault 'reply=auth:1.0:454 4.7.0 directory is down'
go "logins are down" 69 --relay "smtp://localhost:$PORT" --tls --ca "$CA" --user news --password s3cret
nothing "directory is down"
sink_end

sink
go "a login where none is offered" 78 --relay "smtp://127.0.0.1:$PORT" --user news --password s3cret
nothing "offers no login"
sink_end
go "no such host" 69 --relay smtp://no-such-host.invalid
has "$TMP/err" "no such host" "says so"
go "not a relay" 78 --relay ftp://127.0.0.1/
finish
