#!/bin/sh
# Lists of subscribers and lines of articles as an enemy or an accident makes them, through the whole program: what is wrong is named by
# file and line, nobody who should not gets mail, and what is right is kept. Every file is made here.
. "$(dirname "$0")/../lib.sh"
NOW=2025-07-31T12:00:00Z
room=$TMP/room
"$BULLETIN" -q --now $NOW init "$room" && rm "$room"/subscribers/*.csv
b() { "$BULLETIN" --now $NOW -C "$room" "$@"; }
people() { b subscribers export --list x 2>/dev/null | sed 1d | cut -d, -f1 | tr '\n' ' '; } # who would be mailed
list() { # list CODE "ADDRESS ADDRESS ..." NAME: imports $TMP/list.csv as the list x
    rm -f "$room/subscribers/x.csv"
    from=$(date +%s)
    runs "$1" "$3" timeout 60 "$BULLETIN" --now $NOW -C "$room" subscribers import "$TMP/list.csv" --list x
    cp "$TMP/err" "$TMP/said"
    is "$(people)" "$2" "$3: who is on the list then"
    [ $(($(date +%s) - from)) -le 30 ]
    ok $? "$3: in time"
}
csv() { printf "$@" >"$TMP/list.csv"; }

csv 'email,name\nkim@p.example,Kim\n"lu@p.example\r\nBcc: eve@p.example",Lu\nmo@p.example,"Mo\r\nBcc: eve@p.example"\nno@p.example,"No\nX-Eve: 1"\n'
list 65 "kim@p.example " "line breaks in addresses and names"
is "$(sed -n 's/.*list.csv:\([0-9]*\).*error.*/\1/p' "$TMP/said" | tr '\n' ' ')" "3 5 7 " "each with its line"
csv 'email\n"lu@p.example> NOTIFY=NEVER\r\nRCPT TO:<eve@p.example"\n"<lu@p.example>,<eve@p.example>"\nlu@p.example eve@p.example\n"lu@p.example\tRCPT"\nlu@p.example;eve@p.example\n'
list 65 "" "commands to a mail server"
csv 'email\nplain\n@p.example\nlu@\nlu@@p.example\nlu@-p.example\nlu..mo@p.example\n.lu@p.example\nlu@p..example\nlu@p.example\0\n\342\200\256lu@p.example\nlu\342\200\213@p.example\nlu@%070d.example\n%070d@p.example\n' 1 1
list 65 "" "addresses that are none"
csv 'email,name\nlu@p.example\0eve@p.example,Lu\nmo@p.example,Mo\n'
list 65 "mo@p.example " "a NUL"
csv 'email,name\nlu@p.example,Ren\351\nmo@p.example,Mo\n'
list 65 "mo@p.example " "Latin-1"
python3 -c 'import sys; sys.stdout.write("email,name\n" + "a%d@p.example,\"open\n" * 1 % 1 + "".join("b%d@p.example,B\n" % i for i in range(3)))' >"$TMP/list.csv"
list 65 "b0@p.example b1@p.example b2@p.example " "a quote that never closes"
has "$TMP/said" "list.csv:2:" "a quote that never closes: named by line"
python3 -c 'import sys; sys.stdout.write("email,name\nlu@p.example," + "N" * 30000000 + "\nmo@p.example,Mo\n")' >"$TMP/list.csv"
list 65 "mo@p.example " "a field of 30 MB"
python3 -c 'import sys; sys.stdout.write(",".join("c%d" % i for i in range(200000)) + ",email\n" + "," * 200000 + "lu@p.example\n")' >"$TMP/list.csv"
list 65 "" "200,000 columns"
[ "$(wc -c <"$TMP/said")" -lt 2000 ]
ok $? "200,000 columns: said in a few words"
python3 -c 'import sys; sys.stdout.write("email\n" + "no address\n" * 100000 + "lu@p.example\n")' >"$TMP/list.csv"
list 65 "lu@p.example " "100,000 wrong rows"
csv 'email,name\nLu@p.example,1\nlu@p.example,2\nlu@P.EXAMPLE,3\n lu@p.example ,4\nlu@p.example.,5\n'
list 0 "Lu@p.example " "one person in five spellings"

# what names hold reaches the mail as text
printf 'email,name\nlu@p.example,{{#all}}{{secret}}{{/all}}\nmo@p.example,<script>mark()</script>\nno@p.example,%%s%%n${jndi:x}\nom@p.example,=1+1\n' >"$room/subscribers/sample.csv"
for who in lu mo no om; do
    runs 0 "a mail to $who" b preview morning --for $who@p.example -o "$TMP/$who.eml"
    python3 - "$TMP/$who.eml" "$room/subscribers/sample.csv" "$who" >"$TMP/said" <<'P'
import csv, email, email.policy, sys
m = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
want = [r["name"] for r in csv.DictReader(open(sys.argv[2])) if r["email"].startswith(sys.argv[3])][0]
html = m.get_body(("html",)).get_content()
print("script" if "<script" in html else "quiet", m["To"].addresses[0].addr_spec, m["To"].addresses[0].display_name in (want, ""))
P
    is "$(cat "$TMP/said")" "quiet $who@p.example True" "names nobody else and runs nothing"
done

# articles a line: bad lines are named, good ones kept, and nothing acts
python3 - "$TMP/x.jsonl" <<'P'
import json, sys
deep = "[" * 50000
lines = [json.dumps({"title": "First good", "text": "One."}), "", "{", "[]", "null", '"text"', "{" * 100000, '{"title":' + deep, "\x00\x01",
         json.dumps({"title": "x", "text": {"a": 1}}), json.dumps({"title": ["x"]}), json.dumps({"title": "x", "text": "y", "published": "no day"}),
         '{"title":"\\ud800","text":"half a letter"}', '{"title":"a\\u0000b","text":"nul"}',
         json.dumps({"title": "Acts <script>mark()</script>", "text": "t", "html": "<p onclick=mark()>t<script>mark()</script><img src=x onerror=mark()></p>",
                     "url": "javascript:mark()", "image": {"url": "data:text/html,mark()"}}),
         json.dumps({"title": "Taken over", "text": "t", "id": "../../../etc/x"}), "x" * 100000, json.dumps({"title": "T" * 200000, "text": "long"}),
         json.dumps({"title": "Last good", "text": "Two."})]
open(sys.argv[1], "wb").write("\n".join(lines).encode("utf-8", "surrogatepass") + b"\n\xff\xfe\n")
P
runs 65 "lines of every wrong kind" timeout 60 "$BULLETIN" --now $NOW -C "$room" add "$TMP/x.jsonl"
for line in 3 7 8 9 10 11 17 20; do has "$TMP/err" "x.jsonl:$line: error" "line $line is named"; done
[ "$(wc -c <"$TMP/err")" -lt 4000 ]
ok $? "in a few words"
b articles --json >"$TMP/articles"
has "$TMP/articles" '"First good"' "the first good line is kept"
has "$TMP/articles" '"Last good"' "and the last"
python3 - "$TMP/articles" >"$TMP/said" <<'P'
import json, re, sys
bad = []
for line in open(sys.argv[1]):
    x = json.loads(line)
    s = x.get("html", "")
    if re.search(r"<script|onclick|onerror|javascript:|data:", s) or not re.match(r"https?://|$", x.get("url", "")) or "data:" in str(x.get("image")) or "/" in x["id"]:
        bad.append(x["title"][:20])
print("acting", bad)
P
is "$(cat "$TMP/said")" "acting []" "and none of them acts"
finish
