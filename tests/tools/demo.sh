#!/bin/sh
# demo.sh: the main job on the shipped sample newsroom: compose, preview to files, deliver by real SMTP on loopback.
set -eu
bulletin=$(pwd)/build/plain/bulletin
room=build/demo/newsroom
rm -rf build/demo
mkdir -p build/demo/delivered

build/plain/tools/sink --port 0 --dir build/demo/delivered --log build/demo/delivered.jsonl >build/demo/sink.out 2>&1 &
sink=$!
trap 'kill $sink 2>/dev/null || true; wait $sink 2>/dev/null || true' EXIT
port=
for _ in $(seq 600); do
    port=$(sed -n 's/[^0-9]*\([0-9][0-9]*\).*/\1/p;q' build/demo/sink.out)
    [ -n "$port" ] && break
    sleep 0.1
done
[ -n "$port" ] || { echo "demo: the mail catcher did not start"; cat build/demo/sink.out; exit 70; }

echo "== A newsroom"
"$bulletin" init $room >/dev/null
sed "s|maildir:outbox|smtp://127.0.0.1:$port|" $room/bulletin.yaml >build/demo/yaml && mv build/demo/yaml $room/bulletin.yaml
echo "$room: $(find $room/articles -name '*.md' | wc -l) articles, $(($(wc -l <$room/subscribers/sample.csv) - 1)) subscribers, relay smtp://127.0.0.1:$port"

echo
echo "== What is in it"
"$bulletin" -C $room stories

echo
echo "== The edition"
"$bulletin" -C $room compose morning --explain
"$bulletin" -C $room preview morning -o build/demo/preview >/dev/null
"$bulletin" -C $room send morning --yes
edition=$("$bulletin" -C $room status --json | sed -n 's/.*"edition": *"\([^"]*\)".*/\1/p' | head -n 1)

echo
echo "== What happened"
echo "Previews:"
ls -1 build/demo/preview/* | sed 's/^/  /'
echo "Delivered by SMTP (build/demo/delivered):"
sed -n 's/.*"rcpts": *\["\([^"]*\)".*/  \1/p' build/demo/delivered.jsonl
echo "The ledger:"
"$bulletin" -C $room who "$edition" | sort | awk '{ print "  " $0 }'
"$bulletin" -C $room verify "$edition"
sent=$("$bulletin" -C $room status "$edition" --json | sed -n 's/.*"sent": *\([0-9]*\).*/\1/p')
got=$(find build/demo/delivered -name '*.eml' | wc -l)
[ "$sent" -gt 0 ] && [ "$sent" -eq "$got" ] || { echo "demo: the ledger says $sent sent, the catcher has $got"; exit 70; }
echo "Open build/demo/preview/index.html in a browser."
