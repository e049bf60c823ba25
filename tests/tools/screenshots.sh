#!/bin/sh
# screenshots.sh: the README's pictures, from the sample newsroom on a fixed day, by headless Chromium.
set -eu
bulletin=$(pwd)/build/plain/bulletin
work=$(mktemp -d "${TMPDIR:-/tmp}/bulletin-shots.XXXXXX")
trap 'rm -rf "$work"' EXIT
now=2025-07-31T11:05:00Z
"$bulletin" -q --now $now init "$work/room"
"$bulletin" -q --now $now -C "$work/room" preview morning --for ada@example.org -o "$work/mail.html"
shot() { # shot FILE WIDTH HEIGHT [FLAG...]
    file=$1 width=$2 height=$3
    shift 3
    chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
        --disable-component-update --disable-sync --hide-scrollbars --user-data-dir="$work/chrome" --window-size="$width,$height" \
        "$@" --screenshot="$file" "file://$work/mail.html" >/dev/null 2>&1
    echo "$file"
}
shot "$(pwd)/templates/brief/preview.png" 640 1180
# Chromium's window is never narrower than 500 pixels: the phone is a frame inside it
cat >"$work/phone.html" <<H
<!doctype html><meta charset="utf-8"><style>body{margin:0;background:#dfe2e7;display:flex;justify-content:center}iframe{box-sizing:content-box;border:10px solid #23272e;border-radius:34px;width:375px;height:1136px;margin:12px}</style>
<iframe src="mail.html"></iframe>
H
mv "$work/mail.html" "$work/inner.html" && sed 's/mail.html/inner.html/' "$work/phone.html" >"$work/mail.html"
shot "$(pwd)/templates/brief/preview-dark.png" 500 1180 --blink-settings=preferredColorScheme=0
