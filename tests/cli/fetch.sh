#!/bin/sh
# bulletin fetch, against outlets on loopback that change, move, break and lie: conditional requests, what is remembered of a
# source, articles that come in once, pages behind entries, and that nothing private is asked.
. "$(dirname "$0")/../lib.sh"
room=$TMP/room
"$BULLETIN" -q --now 2025-07-31T08:00:00Z init "$room" && rm "$room"/articles/*.md
python3 "$ROOT/tests/tools/news_server.py" 1200 >"$TMP/ports" &
PIDS="$PIDS $!"
await test -s "$TMP/ports"
read -r PORT NEIGHBOUR <"$TMP/ports"
U=http://127.0.0.1:$PORT
ask() { python3 -c 'import sys, urllib.request as u; sys.stdout.write(u.urlopen(sys.argv[1]).read().decode())' "$U$1"; }
at() { t=$1; shift; "$BULLETIN" --now "2025-07-31T$t:00Z" -C "$room" "$@"; }
cp "$room/bulletin.yaml" "$TMP/first.yaml"
sources() { # sources LINE...: the newsroom's, each a feed's name and more keys
    rm -rf "$room/.bulletin/bulletin.db"*
    grep -v '{ outlet: Harbor Ledger, folder' "$TMP/first.yaml" | sed '/^sources:/q' >"$room/bulletin.yaml"
    for s in "$@"; do printf '  - { outlet: %s, feed: "%s/%s", allow_private: true%s }\n' "Tide ${s%% *}" "$U" "${s%% *}" "${s#"${s%% *}"}" >>"$room/bulletin.yaml"; done
    sed '1,/^sources:/d' "$TMP/first.yaml" | grep -v 'folder: articles' >>"$room/bulletin.yaml"
    ask /_log >/dev/null
}
count() { at 23:00 articles --json | wc -l; }
field() { python3 -c 'import json, sys
for line in open(sys.argv[1]):
    x = json.loads(line)
    print(x.get(sys.argv[2], "-"))' "$@"; }

# conditional requests, news, changes
sources a.rss
runs 0 "a feed is read" at 08:00 fetch --json
is "$(field "$TMP/out" result) $(field "$TMP/out" new)" "read 3" "three articles are new"
is "$(cat "$TMP/err")" "" "silent otherwise"
ask /_log >"$TMP/log"
has "$TMP/log" "bulletin/" "the program names itself"
has "$TMP/log" "+https://news.example.org" "and whom to write to"
at 08:00 articles --json >"$TMP/articles"
has "$TMP/articles" "\"$U/story/1\"" "links lose their tracking"
runs 0 "a minute later" at 08:01 fetch --json
is "$(field "$TMP/out" result)" "waiting" "it is not due"
is "$(ask /_log)" "" "and not asked"
runs 0 "an hour later" at 09:00 fetch --json
is "$(field "$TMP/out" result) $(field "$TMP/out" status)" "unchanged 304" "nothing changed"
ask /_log >"$TMP/log"
has "$TMP/log" "304 conditional" "that was a conditional request"
ask "/_set?v=2"
runs 0 "something changed" at 10:00 fetch --json
is "$(field "$TMP/out" new) $(field "$TMP/out" updated) $(field "$TMP/out" known)" "1 1 2" "one new, one updated, two known"
ask "/_set?v=3"
runs 0 "an entry got another link" at 11:00 fetch --json
is "$(field "$TMP/out" new) $(count)" "0 4" "it is still one article"
runs 0 "named sources are read at once" at 11:01 fetch "tide a.rss" --json
is "$(field "$TMP/out" result)" "unchanged" "due or not"
runs 64 "an unknown name" at 11:01 fetch "Tide a.rs"
has "$TMP/err" "did you mean 'Tide a.rss'?" "the nearest is named"
ask "/_set?v=1"

# two sources, one article; no validators; two entries without link or id
sources a.rss b.rss plain.rss dated.rss nameless.rss
runs 0 "five feeds" at 08:00 fetch --json
is "$(field "$TMP/out" new | tr '\n' ' ')" "3 0 1 1 2 " "what two feeds link to comes in once"
before=$(python3 -c 'import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute("select count(*), max(changed_at), total(length(seal)) from article").fetchone())' "$room/.bulletin/bulletin.db")
ask /_log >/dev/null
runs 0 "again" at 09:30 fetch --json
is "$(field "$TMP/out" result | sort | uniq -c | tr -s ' \n' ' ')" " 5 unchanged " "also where the server has no validators"
ask /_log >"$TMP/log"
is "$(grep -c conditional "$TMP/log")" 3 "validators are sent where they were given"
is "$(wc -l <"$TMP/log")" 5 "one request each"
after=$(python3 -c 'import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute("select count(*), max(changed_at), total(length(seal)) from article").fetchone())' "$room/.bulletin/bulletin.db")
is "$after" "$before" "and no article is written"

# another body around the same entries: nothing of them is written
sources many.rss
rows() { python3 -c 'import hashlib, sqlite3, sys
c = sqlite3.connect(sys.argv[1])
print([hashlib.sha256(repr(c.execute("select rowid, * from " + t).fetchall() if t == "article" else c.execute("select * from " + t).fetchall()).encode()).hexdigest() for t in ("article", "item", "article_before")])' "$room/.bulletin/bulletin.db"; }
at 08:00 fetch
rows >"$TMP/rows"
pages=$(python3 -c 'import os, sys; print(os.stat(sys.argv[1]).st_size)' "$room/.bulletin/bulletin.db")
ask "/_set?v=2"
runs 0 "2,000 known entries in another body" at 09:30 fetch --json
is "$(field "$TMP/out" result) $(field "$TMP/out" known)" "read 2000" "are known"
is "$(rows)" "$(cat "$TMP/rows")" "and no row of theirs is touched"
is "$(python3 -c 'import os, sys; print(os.stat(sys.argv[1]).st_size)' "$room/.bulletin/bulletin.db")" "$pages" "the database does not grow"
ask "/_set?v=1"

# what came in by another way
sources a.rss
printf '{"url":"https://127.0.0.1:%s/story/3","title":"Lighthouse keeper retires after forty years","text":"By hand."}\n' "$PORT" >"$TMP/hand.jsonl"
at 08:00 add "$TMP/hand.jsonl" >/dev/null
runs 0 "https and http" at 08:00 fetch --json
is "$(field "$TMP/out" new) $(count)" "2 3" "are one page"

sources notices.rss
runs 0 "entries that all link to one page" at 08:00 fetch --json
is "$(field "$TMP/out" new) $(count)" "3 3" "are several articles"
rm -rf "$room/.bulletin/bulletin.db"*
at 08:00 fetch && at 09:30 fetch --json >"$TMP/out"
is "$(field "$TMP/out" new) $(count)" "0 3" "and stay so"

# one article, whichever link led to it: trackers, AMP, caches of AMP, www, a slash
sources ways0.rss ways1.rss ways2.rss ways3.rss ways4.rss ways5.rss ways6.rss
runs 0 "seven links to two articles" at 08:00 fetch --json
is "$(field "$TMP/out" new | tr '\n' ' ')" "1 0 0 0 0 0 1 " "are two articles"
at 08:00 articles --json >"$TMP/articles"
has "$TMP/articles" '"https://city.example/news/quay-walls-4711"' "by the first link"
runs 0 "again" at 10:00 fetch --json
is "$(field "$TMP/out" new | tr '\n' ' ')$(count)" "0 0 0 0 0 0 0 2" "and stay so"
rm -rf "$room/.bulletin/bulletin.db"*
at 08:00 fetch "Tide ways4.rss" "Tide ways6.rss" && at 08:01 fetch "Tide ways0.rss" "Tide ways2.rss"
is "$(count)" 2 "in any order"

# moves
sources moved.rss moved308.rss found.rss
runs 0 "moved feeds are read" at 08:00 fetch --json
is "$(field "$TMP/out" new | tr '\n' ' ')" "1 1 1 " "where they are now"
grep -qE "bulletin.yaml:[0-9]+:[0-9]+: warning: Tide moved.rss, $U/moved.rss: moved for good to $U/dated.rss" "$TMP/err"
ok $? "a permanent move is reported with line, outlet, URL"
hasnt "$TMP/err" "found.rss" "a passing one is not"
ask /_log >/dev/null
runs 0 "next time" at 09:30 fetch
ask /_log >"$TMP/log"
hasnt "$TMP/log" "/moved" "the new place is asked"
has "$TMP/log" "/found.rss" "the passing redirect is followed again"
is "$(cat "$TMP/err")" "" "and nothing is said twice"
sed "s|/moved.rss|/dated.rss|" "$room/bulletin.yaml" >"$TMP/y" && cp "$TMP/y" "$room/bulletin.yaml"
ask /_log >/dev/null
runs 0 "the file follows the move" at 11:00 fetch --json
is "$(field "$TMP/out" result | head -n 1) $(count)" "unchanged 3" "what was known of it is known, no article comes twice"

# trouble: one bad source never stops the others
sources gone.rss busy.rss broken.rss a.rss
runs 65 "gone, busy, broken and one that works" at 08:00 fetch --json
is "$(field "$TMP/out" result | tr '\n' ' ')" "gone failed failed read " "each by itself"
grep -qE "bulletin.yaml:[0-9]+:[0-9]+: error: Tide gone.rss, $U/gone.rss: taken down for good" "$TMP/err"
ok $? "gone is named with line, outlet, URL"
has "$TMP/err" "asked again from 2025-07-31T06:00:00-04:00" "Retry-After is kept"
at 08:00 sources >"$TMP/out"
has "$TMP/out" "next never" "sources shows it"
has "$TMP/out" "failed: the server answered 500" "and the error"
at 08:00 sources --json >"$TMP/out"
is "$(field "$TMP/out" failures | tr '\n' ' ')" "1 1 1 0 " "also for scripts"
ask /_log >/dev/null
runs 75 "only the broken one is due" at 08:15 fetch --json
is "$(field "$TMP/out" result | tr '\n' ' ')" "waiting waiting failed waiting " "temporary trouble alone is 75"
runs 0 "it waits longer now" at 08:40 fetch
runs 75 "and longer" at 08:45 fetch
ask "/_set?broken=0"
runs 0 "then it works again" at 09:45 fetch --json
is "$(field "$TMP/out" new | sed -n 3p)" 1 "and is read"
at 09:45 sources --json >"$TMP/out"
is "$(field "$TMP/out" failures | sed -n 3p)" 0 "healthy again"
ask "/_set?gone=0"
runs 0 "gone is not asked again" at 23:00 fetch "Tide a.rss"
ask /_log >"$TMP/log"
hasnt "$TMP/log" "/gone.rss" "by itself"
runs 0 "but by name" at 23:00 fetch "Tide gone.rss" --json
is "$(field "$TMP/out" new)" 1 "and it is back"
ask "/_set?gone=1&broken=1"

# a source that never answers keeps no other one of its host waiting, nor another use of the connection
sources stuck.rss a.rss b.rss
runs 75 "one that never answers, before two of the same host" at 08:00 fetch --json
is "$(field "$TMP/out" result | tr '\n' ' ')" "failed read read " "the others are read"
has "$TMP/err" "stuck.rss: no answer within 10 s" "and the limit is named"

# on a terminal a line says how far it is, and is wiped away; without one, with -q and with --json there is none
sources a.rss b.rss
progress() { # progress OPTION...: what the terminal saw
    python3 - "$BULLETIN" --now 2025-07-31T08:00:00Z -C "$room" "$@" fetch "Tide a.rss" "Tide b.rss" >"$TMP/out" <<'P'
import os, pty, sys
pid, fd = pty.fork()
if pid == 0:
    os.execv(sys.argv[1], sys.argv[1:])
seen = b""
try:
    while True:
        seen += os.read(fd, 4096)
except OSError:
    pass
os.waitpid(pid, 0)
sys.stdout.write(seen.decode().replace("\r", "\n").replace("\x1b[K", "<wiped>"))
P
}
if [ "${CI:-}" = true ] || python3 -c 'import os; os.openpty()' 2>/dev/null; then
    progress
    has "$TMP/out" "[############............] 1/2 sources<wiped>" "half way"
    has "$TMP/out" "[########################] 2/2 sources<wiped>" "all of them"
    has "$TMP/out" "<wiped>2 sources: " "then sums stand in its place"
    progress -q
    hasnt "$TMP/out" "sources" "silent with -q"
    progress --json
    hasnt "$TMP/out" "2/2 sources" "only JSON with --json"
else
    skip "a progress line" "no terminal is to be had here (/dev/pts)"
fi

# bodies that lie
sources gzip.rss slow.rss short.rss bad.rss huge.rss bomb.rss latin.rss site none.rss
"$BULLETIN" --now 2025-07-31T08:00:00Z -C "$room" fetch --json >"$TMP/out" 2>"$TMP/err"
is $? 65 "bad data is 65"
is "$(field "$TMP/out" result | tr '\n' ' ')" "read read failed read failed failed read failed failed " "compressed, slow, truncated, ill-formed, huge, bomb, wrong charset, page, missing"
for f in short huge bomb none; do
    grep -qE "bulletin.yaml:[0-9]+:[0-9]+: (error|warning): Tide $f.rss, $U/$f.rss: " "$TMP/err"
    ok $? "$f is named with line, outlet, URL"
done
has "$TMP/err" "is not a feed but a page; its feed is $U/a.rss" "a page says where its feed is"
at 08:00 articles --json >"$TMP/articles"
has "$TMP/articles" "Café on the quay" "the wrong charset is seen through"

# how long answers stay fresh
sources ttl.rss age.rss expires.rss "plain.rss , every: 15m"
at 08:00 fetch
ask /_log >/dev/null
at 09:05 fetch
is "$(ask /_log | cut -d' ' -f2)" "/plain.rss" "ttl, max-age and Expires are waited for; every is the source's own"
at 11:00 fetch
is "$(ask /_log | wc -l)" 4 "after three hours all are due"

# hours and days when a feed wants to be left alone (UTC)
sources hours.rss days.rss
runs 0 "feeds with hours and days to skip" at 08:00 fetch --json
is "$(field "$TMP/out" result | tr '\n' ' ')" "read read " "are read the first time"
for t in 09:05 10:55; do
    at $t fetch --json >"$TMP/out"
    is "$(field "$TMP/out" result | tr '\n' ' ')" "waiting waiting " "and left alone at $t"
done
at 10:55 sources --json >"$TMP/out"
is "$(field "$TMP/out" next | tr '\n' ' ')" "2025-07-31T07:00:00-04:00 2025-08-01T20:00:00-04:00 " "sources says until when"
at 11:00 fetch --json >"$TMP/out"
is "$(field "$TMP/out" result | tr '\n' ' ')" "unchanged waiting " "until the hour is over"
at 12:00 fetch --json >"$TMP/out"
is "$(field "$TMP/out" result | head -n 1)" "unchanged" "304 forgets none of it"
"$BULLETIN" --now 2025-08-01T09:30:00Z -C "$room" fetch --json >"$TMP/out"
is "$(field "$TMP/out" result | tr '\n' ' ')" "waiting waiting " "also on the next day"
"$BULLETIN" --now 2025-08-02T00:00:00Z -C "$room" fetch --json >"$TMP/out"
is "$(field "$TMP/out" result | tail -n 1)" "unchanged" "and until the days are over"

# full text
sources "full.rss , full_text: true"
runs 0 "entries are followed to their pages" at 08:00 fetch --json
is "$(field "$TMP/out" new) $(field "$TMP/out" pages)" "5 3" "five new, three pages"
has "$TMP/err" "2 of 5 pages could not be read" "the others are counted"
ask /_log >"$TMP/log"
hasnt "$TMP/log" "/closed/" "robots.txt is respected"
at 08:00 articles --json >"$TMP/articles"
has "$TMP/articles" "three stages" "the page's text is in"
has "$TMP/articles" "Commuters lose the late boat" "its bullets too"
has "$TMP/articles" "/i/1.jpg" "and its picture"
has "$TMP/articles" "\"$U/news/1.html\"" "and its own name for itself"
hasnt "$TMP/articles" "We value privacy" "a wall for consent is no article"
has "$TMP/articles" "Two cranes." "there the feed's text stands"
ask "/_set?v=2&down=1"
runs 0 "pages in trouble" at 09:30 fetch --json
is "$(field "$TMP/out" new) $(field "$TMP/out" updated) $(field "$TMP/out" pages)" "1 1 0" "delay only the text"
at 09:30 articles --json >"$TMP/articles"
has "$TMP/articles" "winter timetable early" "the new title is in"
has "$TMP/articles" "Commuters lose the late boat" "with the text of before"
is "$(count)" 6 "still one article each"
ask "/_set?down=0"
runs 0 "later" at 11:00 fetch --json
is "$(field "$TMP/out" result) $(field "$TMP/out" pages)" "unchanged 2" "the pages are read, though the feed is the same"
ask "/_set?v=1"

# two feeds lead to one page
sources "full.rss , full_text: true" a.rss
runs 0 "an article known by its page's name" at 08:00 fetch --json
is "$(field "$TMP/out" new | tr '\n' ' ')$(count)" "5 0 5" "is not taken again by the feed's link"

# pages as sources
sources a.rss
sed "s|^sources:|&\\n  - { outlet: Page One, page: \"$U/story/1\", allow_private: true }\\n  - { outlet: Page Two, page: \"$U/closed/2\", allow_private: true }|" "$room/bulletin.yaml" >"$TMP/y" && cp "$TMP/y" "$room/bulletin.yaml"
runs 65 "pages as sources" at 08:00 fetch --json
is "$(field "$TMP/out" result | tr '\n' ' ')" "read failed read " "are read where robots.txt allows it"
has "$TMP/err" "$U/closed/2: the host's robots.txt does not allow it" "and left alone where not"
runs 0 "a page again" at 09:30 fetch "Page One" --json
is "$(field "$TMP/out" result)" "unchanged" "unchanged"

# a page that only says how long ago it was
sources
sed "s|^sources:|&\\n  - { outlet: Page, page: \"$U/ago\", allow_private: true }|" "$room/bulletin.yaml" >"$TMP/y" && cp "$TMP/y" "$room/bulletin.yaml"
runs 0 "a page that says 2 hours ago" at 08:40 fetch --json
is "$(field "$TMP/out" new)" 1 "is read"
is "$(at 08:40 articles --json | python3 -c 'import json, sys; print(json.loads(sys.stdin.readline())["published"])')" "2025-07-31T02:00:00-04:00" "and counted back from when it was fetched"
ask "/_set?v=3"
runs 0 "later it says 4 hours ago" at 10:20 fetch --json
is "$(field "$TMP/out" updated) $(field "$TMP/out" known)" "0 1" "and is no other article for that"
is "$(at 10:20 articles --json | python3 -c 'import json, sys; print(json.loads(sys.stdin.readline())["published"])')" "2025-07-31T02:00:00-04:00" "the first reading stays"
ask "/_set?v=1"

# a feed that does
dates() { at "$1" articles --json | python3 -c 'import json, sys; print(*sorted(json.loads(l)["published"] for l in sys.stdin))'; }
for feed in ago nameless-ago; do
    sources $feed.rss
    runs 0 "$feed: a feed whose dates are told from now" at 08:40 fetch --json
    is "$(field "$TMP/out" new) $(dates 08:40)" "1 2025-07-31T02:00:00-04:00" "$feed: is counted back from when it was fetched"
    ask "/_set?v=3"
    runs 0 "$feed: later they are told anew" at 11:20 fetch --json
    is "$(field "$TMP/out" new) $(field "$TMP/out" known) $(dates 11:20)" "0 1 2025-07-31T02:00:00-04:00" "$feed: and nothing is another for that"
    ask "/_set?v=1"
done

# a page that is none, but a list of them
sources
sed "s|^sources:|&\\n  - { outlet: Front, page: \"$U/front\", allow_private: true }|" "$room/bulletin.yaml" >"$TMP/y" && cp "$TMP/y" "$room/bulletin.yaml"
runs 65 "a front page" at 08:00 fetch --json
is "$(field "$TMP/out" result) $(count)" "failed 0" "is no article"
has "$TMP/err" "bulletin.yaml:" "the finding has the line"
has "$TMP/err" "Front, $U/front: no article but a page that leads to 9 of them; read its feed instead: $U/a.rss" "and tells what to read"

# two at a time
python3 - "$room/.bulletin/fetch.lock" "$TMP/held" <<'P' &
import fcntl, os, sys, time
f = open(sys.argv[1], "a+")
fcntl.flock(f, fcntl.LOCK_EX)
f.truncate(0); f.write("%d bulletin fetch, since a test began\n" % os.getpid()); f.flush()
open(sys.argv[2], "w").close()
time.sleep(600)
P
holder=$!
PIDS="$PIDS $holder"
await test -e "$TMP/held"
runs 75 "a second fetch steps back" at 12:00 fetch
has "$TMP/err" "$holder" "and names the holder"
kill "$holder"

# nothing private without leave
sources a.rss neighbour.rss
sed 's/, allow_private: true//' "$room/bulletin.yaml" >"$TMP/y" && cp "$TMP/y" "$room/bulletin.yaml"
runs 65 "loopback without allow_private" at 08:00 fetch
has "$TMP/err" "refused: 127.0.0.1 is a loopback address" "is refused"
is "$(ask /_log)" "" "before anything is asked"
sources neighbour.rss
runs 65 "a redirect to another private place" at 08:00 fetch
ask /_log >"$TMP/log"
hasnt "$TMP/log" "$NEIGHBOUR" "does not reach it"

# lists of feeds
sources a.rss
runs 0 "discover" at 08:00 sources discover "$U/site" --allow-private
is "$(cat "$TMP/out")" "" "knows what is configured"
sources b.rss
runs 0 "discover" at 08:00 sources discover "$U/site" --allow-private
is "$(cat "$TMP/out")" "  - { outlet: Tide Gauge, feed: \"$U/a.rss\" }" "prints a line for bulletin.yaml"
runs 0 "discover --add" at 08:00 sources discover "$U/site" --allow-private --add
grep -c '#' "$room/bulletin.yaml" >"$TMP/n" && is "$(cat "$TMP/n")" "$(grep -v 'folder: articles' "$TMP/first.yaml" | grep -c '#')" "keeps the comments"
runs 0 "export" at 08:00 sources export
has "$TMP/out" "xmlUrl=\"$U/a.rss\"" "as OPML"
cp "$TMP/out" "$TMP/list.opml"
sources plain.rss
runs 0 "import" at 08:00 sources import "$TMP/list.opml" --add
at 08:00 sources >"$TMP/out"
is "$(grep -c ' feed http' "$TMP/out")" 3 "takes them over"
printf '%s/ttl.rss harbor "~The Clock"\n' "$U" >"$TMP/urls"
runs 0 "newsboat's urls" at 08:00 sources import "$TMP/urls"
is "$(cat "$TMP/out")" "  - { outlet: The Clock, feed: \"$U/ttl.rss\", topics: [harbor] }" "too"

# cron: passing trouble is silent until it lasts, and stops no edition
cp "$TMP/first.yaml" "$room/bulletin.yaml"
rm -rf "$room/.bulletin/bulletin.db"*
sed "s|^  - { outlet: Harbor Ledger, folder: articles }|&\\n  - { outlet: Broken, feed: \"$U/broken.rss\", allow_private: true }|" "$room/bulletin.yaml" >"$TMP/y" && cp "$TMP/y" "$room/bulletin.yaml"
"$BULLETIN" -q --now 2025-07-31T08:00:00Z init "$TMP/other" && cp "$TMP"/other/articles/*.md "$room/articles/"
for t in 11:00 11:15 11:45 12:45; do
    runs 0 "run at $t with a source in trouble" at $t run
    is "$(cat "$TMP/out" "$TMP/err")" "" "is silent"
done
is "$(find "$room/outbox/new" -type f | wc -l)" 11 "the edition went out"
at 14:45 run >"$TMP/out" 2>"$TMP/err"
has "$TMP/err" "Broken, $U/broken.rss: the server answered 500 (5 times in a row)" "the fifth failure in a row is worth a mail"
rm "$room"/articles/*.md

# local files: an identity that changes leaves nothing behind
cp "$TMP/first.yaml" "$room/bulletin.yaml"
rm -rf "$room/.bulletin/bulletin.db"*
write() { printf -- '---\ntitle: "%s"\ndate: 2025-07-31\n%s\n---\n\nThe island grid will be switched over on Friday night, the operator said to everybody.\n' "$1" "$2" >"$room/articles/grid.md"; touch -d "$3" "$room/articles/grid.md"; }
write "Grid switched over" "tags: [a]" 10:01
at 08:00 fetch
id=$(at 08:00 articles --json | head -n 1 >"$TMP/out"; field "$TMP/out" id)
write "Grid switched over" "url: https://news.example.org/grid" 10:02
at 08:00 fetch
at 08:00 articles --json >"$TMP/out"
is "$(field "$TMP/out" id) $(field "$TMP/out" url)" "$id https://news.example.org/grid" "a url added later: the same article"
sed 's/^date:.*/date: 2025-08-01/; s/^title:.*/title: Bridge closed/; s|/grid$|/bridge|' "$room/articles/grid.md" >"$TMP/y" && cp "$TMP/y" "$room/articles/grid.md"
at 08:00 fetch
at 08:00 articles --json >"$TMP/out"
is "$(field "$TMP/out" title)" "Bridge closed" "a file that holds another article: the old one is gone"
[ "$(field "$TMP/out" id)" != "$id" ]
ok $? "and the new one is new"
i=0
while [ $i -lt 300 ]; do
    i=$((i + 1))
    printf -- '---\ntitle: Note %d\ndate: 2025-07-31\n---\n\nThe ferry will leave an hour earlier from Monday on, the harbor master said.\n' $i >"$room/articles/note-$i.md"
done
at 08:00 fetch
is "$(count)" 301 "many new files"
cksum "$room/.bulletin/bulletin.db" >"$TMP/sum"
touch -r "$room/.bulletin/bulletin.db" "$TMP/time"
at 08:00 fetch
is "$(cksum "$room/.bulletin/bulletin.db")" "$(cat "$TMP/sum")" "unchanged files cost no write"
[ ! "$room/.bulletin/bulletin.db" -nt "$TMP/time" ]
ok $? "none at all"
rm "$room"/articles/note-*.md "$room/articles/grid.md"
at 08:00 fetch
is "$(count)" 0 "a file that is gone takes its article with it"
finish
