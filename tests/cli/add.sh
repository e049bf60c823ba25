#!/bin/sh
# add: many files at once. They are read by several threads while others are stored, and nothing of that shows: what is stored, what is
# said and in which order are the same with one core and with all, one bad file undoes no other, and a store that cannot be opened ends it.
. "$(dirname "$0")/../lib.sh"
NOW=2025-07-31T12:00:00Z
cat >"$TMP/feeds.py" <<'P'
import sys
for f in range(70):
    items = "".join("<item><title>Berth %d of quay %d is dredged</title><link>https://quay.example/%d/%d</link><pubDate>Thu, 31 Jul 2025 05:00:00 GMT</pubDate>"
                    "<description>%s</description></item>" % (k, f, f, k, "The board let the work go out to tender again, at &lt;b&gt;twice&lt;/b&gt; the price. " * (1 + k % 7))
                    for k in range((3, 20, 7, 70)[f % 4]))
    items += ("<item><title>The harbor master's word, as quay %d heard it</title><link>https://quay.example/word</link><pubDate>Thu, 31 Jul 2025 05:00:00 GMT</pubDate>"
              "<description>Heard at quay %d.</description></item>" % (f, f))
    end = "" if f % 10 == 4 else "</channel></rss>"  # cut off in the middle: read as far as it goes, and told
    open("%s/%02d.xml" % (sys.argv[1], f), "w").write('<?xml version="1.0"?><rss version="2.0"><channel><title>Quay %d</title>%s%s' % (f, items, end))
open(sys.argv[1] + "/30.xml", "w").write("")
open(sys.argv[1] + "/69.xml", "wb").write(b"\x7fELF" + bytes(5000))
P
mkdir "$TMP/in" && python3 "$TMP/feeds.py" "$TMP/in"
cat >"$TMP/cores.py" <<'P'
import os, sys
os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:int(sys.argv[1])])
os.execv(sys.argv[2], sys.argv[2:])
P
files="$TMP/in/0*.xml $TMP/in/missing.xml $TMP/in/[1-6]*.xml"
take() { # take ROOM CORES: a new newsroom takes them all; what was said goes to ROOM.out and ROOM.err, what is stored to ROOM.stored
    "$BULLETIN" -q --now $NOW init "$TMP/$1" && rm -f "$TMP/$1"/articles/*
    python3 "$TMP/cores.py" "$2" "$BULLETIN" -v --now $NOW -C "$TMP/$1" add $files >"$TMP/$1.out" 2>"$TMP/$1.err" </dev/null
    code=$?
    "$BULLETIN" --now $NOW -C "$TMP/$1" articles --json >"$TMP/$1.stored"
}
take one 1
is $code 65 "one core: files that are wrong are told by the exit code"
sums=$(cat "$TMP/one.out")
is "$(wc -l <"$TMP/one.stored" | tr -d ' ')" "$(echo "$sums" | sed -n 's/^\([0-9]*\) new.*/\1/p')" "as many are stored as it says are new ($sums)"
for i in 1 2 3; do
    take "all$i" 64
    is $code 65 "all cores, run $i: the same exit code"
    cmp "$TMP/one.out" "$TMP/all$i.out" && cmp "$TMP/one.stored" "$TMP/all$i.stored"
    ok $? "the same sums, the same articles"
    cmp "$TMP/one.err" "$TMP/all$i.err"
    ok $? "the same findings in the same order"
done
is "$(grep -o 'in/[a-z0-9]*.xml' "$TMP/one.err" | uniq | tr '\n' ' ')" \
    "in/04.xml in/missing.xml in/14.xml in/24.xml in/30.xml in/34.xml in/44.xml in/54.xml in/64.xml in/69.xml " "in that of the files"
has "$TMP/one.stored" "Heard at quay 68." "of an article that stands in many files the last file has the last word"
is "$(grep -c quay.example/word "$TMP/one.stored")" 1 "and it is stored once"

runs 65 "the same once more" "$BULLETIN" -v --now $NOW -C "$TMP/all1" add $files
"$BULLETIN" --now $NOW -C "$TMP/all1" articles --json | cmp - "$TMP/one.stored"
ok $? "changes nothing that is stored"

# html is kept as what it says beyond the text, and comes back as it was read
cat >"$TMP/html.py" <<'P'
import json, sys
def bodies(path):
    articles = (json.loads(line) for line in open(path, encoding="utf-8"))
    return {a["id"]: (a.get("text"), a.get("html")) for a in articles if "id" in a}
read, stored = bodies(sys.argv[1]), bodies(sys.argv[2])
marked = sum(1 for text, html in read.values() if html and html != text)
print("as read" if stored == read and marked > 300 else "%d of %d differ, %d have html" %
      (sum(1 for i in read if stored.get(i) != read[i]), len(read), marked))
P
many="$files $ROOT/tests/fuzz/corpus/feed_xml/* $ROOT/tests/fuzz/corpus/page/* $ROOT/tests/fuzz/corpus/markdown/*"
"$BULLETIN" -q --now $NOW init "$TMP/html" && rm -f "$TMP/html"/articles/*
"$BULLETIN" --now $NOW read --json $many >"$TMP/html.read" 2>"$TMP/err"
"$BULLETIN" --now $NOW -C "$TMP/html" add $many >"$TMP/out" 2>"$TMP/err"
"$BULLETIN" --now $NOW -C "$TMP/html" articles --json >"$TMP/html.stored"
is "$(python3 "$TMP/html.py" "$TMP/html.read" "$TMP/html.stored")" "as read" "text and html come back from the store byte for byte"

# much at once goes into the database without its log. Who comes meanwhile waits, two of them end well, and who dies in the middle has added
# nothing, or all of it
cat >"$TMP/much.py" <<'P'
import sys
for f in range(24):
    items = "".join("<item><title>Pier %d of %s %d stands</title><link>https://%s.example/%d/%d</link><pubDate>Thu, 31 Jul 2025 05:00:00 GMT</pubDate><description>%s</description></item>"
                    % (k, sys.argv[2], f, sys.argv[2], f, k, "Piles %d to %d were driven in a night, and the tide did the rest. " % (k, f) * 40) for k in range(40))
    open("%s/%02d.xml" % (sys.argv[1], f), "w").write('<?xml version="1.0"?><rss version="2.0"><channel><title>%s</title>%s</channel></rss>' % (sys.argv[2], items))
P
mkdir "$TMP/east" "$TMP/west" && python3 "$TMP/much.py" "$TMP/east" east && python3 "$TMP/much.py" "$TMP/west" west
room=$TMP/much db=$TMP/much/.bulletin/bulletin.db
"$BULLETIN" -q --now $NOW init "$room" && rm -f "$room"/articles/*
whole() { python3 -c 'import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); print(c.execute("pragma integrity_check").fetchone()[0], c.execute("pragma journal_mode").fetchone()[0])' "$db"; }
stored() { "$BULLETIN" --now $NOW -C "$room" articles --json | wc -l | tr -d ' '; }
"$BULLETIN" -v --now $NOW -C "$room" add "$TMP"/east/*.xml >"$TMP/east.out" 2>"$TMP/east.err" &
east=$!
"$BULLETIN" -v --now $NOW -C "$room" add "$TMP"/west/*.xml >"$TMP/west.out" 2>"$TMP/west.err" &
west=$!
read_well=0
while kill -0 $east 2>/dev/null || kill -0 $west 2>/dev/null; do
    case $(stored) in 0 | 960 | 1920) ;; *) read_well=1 ;; esac
done
wait $east
ok $? "two at once: one"
wait $west
ok $? "and the other"
ok $read_well "who reads meanwhile sees all of one or nothing of it"
cat "$TMP/east.out" "$TMP/west.out" >"$TMP/both.out"
is "$(grep -c '960 new, 0 updated' "$TMP/both.out")" 2 "each took all of its own"
is "$(stored)" 1920 "all is there"
is "$(whole)" "ok wal" "the database is whole, and has its log"
cat >"$TMP/die.py" <<'P'
import os, signal, subprocess, sys, time
journal, files = sys.argv[1], sys.argv[2:]  # killed when there is a journal, and after a hundredth of a second each time later
for late in range(60):
    p = subprocess.Popen(files, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while p.poll() is None and not (os.path.exists(journal) and os.path.getsize(journal)):
        time.sleep(0.001)
    time.sleep(late * 0.01)
    p.kill()
    if p.wait() != -signal.SIGKILL or not os.path.exists(journal):
        continue
    sys.exit(0)
sys.exit(1)
P
for i in 1 2 3; do
    rm -rf "$db"*
    "$BULLETIN" -q --now $NOW -C "$room" add "$TMP/one.stored" >"$TMP/out" 2>"$TMP/err"
    before=$(stored)
    python3 "$TMP/die.py" "$db-journal" "$BULLETIN" --now $NOW -C "$room" add "$TMP"/east/*.xml
    ok $? "killed in the middle, $i"
    now=$(stored)
    [ "$now" -eq "$before" ] || [ "$now" -eq $((before + 960)) ]
    ok $? "nothing of it is there, or all ($before before, $now now)"
    runs 0 "the same again" "$BULLETIN" -v --now $NOW -C "$room" add "$TMP"/east/*.xml
    is "$(stored) $(whole)" "$((before + 960)) ok wal" "ends well"
    [ ! -e "$db-journal" ] && [ ! -e "$db-wal" ]
    ok $? "and leaves nothing beside the database"
done

# a store that cannot be opened, found while files are being read already
mkdir "$TMP/broken" && "$BULLETIN" -q --now $NOW init "$TMP/broken"
printf 'this is no database, and long enough to be looked at as one: %0200d' 0 >"$TMP/broken/.bulletin/bulletin.db"
chmod 600 "$TMP/broken/.bulletin/bulletin.db"
runs 65 "a store that is none" "$BULLETIN" --now $NOW -C "$TMP/broken" add $files
is "$(wc -l <"$TMP/err" | tr -d ' ')" 1 "is one sentence"
has "$TMP/err" "not a database" "about the store"
finish
