#!/bin/sh
# Sources that leave bulletin.yaml: a folder's articles go at once, what is known of a feed after a summer.
. "$(dirname "$0")/../lib.sh"
room=$TMP/room
at() { day=$1; shift; "$BULLETIN" --now "${day}T08:00:00Z" -C "$room" "$@"; }
rows() { python3 -c 'import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute(sys.argv[2]).fetchone()[0])' "$room/.bulletin/bulletin.db" "$1"; }
"$BULLETIN" -q --now 2025-07-31T08:00:00Z init "$room"
mkdir "$room/articles2"
printf -- '---\ntitle: Ferry late again\ndate: 2025-07-30\n---\n\nThe ferry was late again on Thursday, the harbor office said.\n' >"$room/articles2/ferry.md"
cp "$room/bulletin.yaml" "$TMP/plain"
sed 's|^  - { outlet: Harbor Ledger, folder: articles }|&\n  - { outlet: Two, folder: articles2 }\n  - { outlet: Wire, feed: "http://127.0.0.1:1/a.rss", allow_private: true }|' "$TMP/plain" >"$room/bulletin.yaml"
at 2025-07-31 articles >"$TMP/out"
is "$(wc -l <"$TMP/out")" 9 "two folders"
at 2025-07-31 fetch 2>/dev/null
is "$(rows 'SELECT count(*) FROM source')" 1 "a feed that is known of"

sed 's|, folder: articles }|, folder: articles2 }|' "$TMP/plain" >"$room/bulletin.yaml"
at 2025-08-01 articles >"$TMP/out"
is "$(wc -l <"$TMP/out")" 1 "the articles of a removed folder leave; a name that begins alike does not matter"
has "$TMP/out" "Ferry late again" "the other folder's stay"
[ -f "$room/articles/dry-dock.md" ] || [ "$(find "$room/articles" -name '*.md' | wc -l)" -eq 8 ]
ok $? "the files are where they were"
cp "$TMP/plain" "$room/bulletin.yaml"
at 2025-08-01 articles >"$TMP/out"
is "$(wc -l <"$TMP/out")" 8 "a folder that comes back is read again"
mv "$room/articles" "$room/away"
at 2025-08-01 articles >"$TMP/out" 2>"$TMP/err"
is "$(wc -l <"$TMP/out")" 8 "a folder that is configured and not there (a mount?) loses nothing"
has "$TMP/err" "'articles' is not there" "and is named"

at 2025-08-20 fetch
is "$(rows 'SELECT count(*) FROM source')" 1 "a removed feed is remembered for a summer"
at 2025-12-01 fetch
is "$(rows 'SELECT count(*) FROM source')" 0 "and then forgotten"
is "$(rows 'SELECT count(*) FROM item')" 0 "with its items"
finish
