#!/bin/sh
# Lists: what comes in goes out again, nobody's address changes on the way, and who left or was taken off gets nothing.
. "$(dirname "$0")/../lib.sh"
NOW=2025-07-31T11:05:00Z
room=$TMP/room
b() { "$BULLETIN" --now $NOW -C "$room" "$@"; }
lists=$room/subscribers
"$BULLETIN" -q --now $NOW init "$room"

runs 0 "a quiet dry run" b -q send morning --dry-run
[ ! -d "$room/outbox/new" ]
ok $? "sends nothing"

runs 0 "add, with what a spreadsheet takes for formulas" b subscribers add +tag@example.org --name "=Sum"
has "$lists/sample.csv" "+tag@example.org,=Sum,active" "the file holds what was said"
runs 0 "and the address is on the list" b subscribers show +tag@example.org
b subscribers export >"$TMP/all.csv"
has "$TMP/all.csv" "timezone,lang,city" "export has every column, whoever comes first"
has "$TMP/all.csv" "+tag@example.org,\"'=Sum\"" "a name is made safe for spreadsheets, an address is never changed"

printf 'name,email,city,shoe,status\nTwo,two@example.org,"Pa\nris",44,active\nThree,three@example.org,Rome,,active\nAda,ada@example.org,x,,unsubscribed\n' >"$TMP/in.csv"
runs 0 "import into a new list" b subscribers import "$TMP/in.csv" --list other
has "$lists/other.csv" "three@example.org,Three,active,,,,,Rome," "further columns come along"
runs 0 "import into a list with other columns" b subscribers import "$TMP/in.csv" --list sample
has "$lists/sample.csv" "three@example.org,Three,active,,,,,Rome" "they stand under the file's own header"
has "$TMP/err" "no column 'shoe'" "what has no column is named"
b subscribers show ada@example.org >"$TMP/out"
has "$TMP/out" "suppressed: unsubscribed" "who left elsewhere gets no more mail here"

b --json subscribers show ada@example.org >"$TMP/out"
has "$TMP/out" '"list":"sample","email":"ada@example.org"' "show speaks JSON too"

sed -i 's/^topics:/topics:\n  shore: { title: "Boats, Nets and Tides", any: [boat] }/' "$room/bulletin.yaml"
printf 'email,topics\nfive@example.org,"harbor,energy"\nsix@example.org,"boats, nets and tides;harbor"\n' >"$TMP/commas.csv"
runs 0 "topics parted by commas" b subscribers import "$TMP/commas.csv" --list commas
has "$TMP/err" 'commas.csv:2: warning: topics "harbor,energy" are read as one topic of that name; part them by '"';'" "are doubted, with their line"
hasnt "$TMP/err" "commas.csv:3" "a title may hold commas"
b subscribers add seven@example.org --list commas --topics harbor,energy >"$TMP/out" 2>"$TMP/err"
has "$TMP/err" "there is no topic 'harbor,energy'; several are parted by ';'" "add says it too"
is "$(b --json subscribers import "$TMP/commas.csv" --list two 2>/dev/null)" '{"list":"two","added":2,"there":0,"merged":0,"left":0,"dry_run":false}' "import speaks JSON"
is "$(b --json subscribers add eight@example.org --list two)" '{"list":"two","email":"eight@example.org","added":true}' "so do add"
is "$(b --json subscribers add eight@example.org --list two)" '{"list":"two","email":"eight@example.org","added":false}' "add of somebody who is there"
is "$(b --json subscribers suppress eight@example.org --reason bounced)" '{"email":"eight@example.org","suppressed":true,"reason":"bounced"}' "suppress"
is "$(b --json subscribers remove eight@example.org --list two)" '{"list":"two","email":"eight@example.org","removed":true}' "remove"
is "$(b --json subscribers show eight@example.org)" '{"email":"eight@example.org","suppressed":true,"reason":"bounced"}' "show of somebody on no list"
is "$(b --json subscribers suppress eight@example.org --undo)" '{"email":"eight@example.org","suppressed":false}' "and suppress --undo"
rm "$lists/commas.csv" "$lists/two.csv"

printf 'name;email;city\r\nTwo;two@example.org;"Pa\r\nris"\r\nThree;three@example.org;5" x\r\nFour;four@example.org;\r\nT;Three@example.org;\r\n' >"$lists/hand.csv"
runs 0 "remove somebody who is there twice" b subscribers remove three@example.org --list hand
runs 0 "and one whose row has two lines" b subscribers remove two@example.org --list hand
printf 'name;email;city\r\nFour;four@example.org;\r\n' | cmp -s - "$lists/hand.csv"
ok $? "all else stays, byte for byte"

printf 'email,name\nold@example.org,Old\nno address,Nobody\n' >"$lists/spoilt.csv"
printf 'email,name\nnew@example.org,New\n@,None\nOLD@example.org,Again\nnew@EXAMPLE.org,Twice\nlast@example.org,Last\n' >"$TMP/in.csv"
cp "$lists/spoilt.csv" "$TMP/before.csv"
runs 65 "import --dry-run" b subscribers import "$TMP/in.csv" --list spoilt --dry-run
has "$TMP/out" "spoilt: 2 would be added, 1 on it already" "says what would be added"
has "$TMP/out" "1 more rows were of somebody who is in the file already" "and how many rows were merged"
b -v subscribers import "$TMP/in.csv" --list spoilt --dry-run >"$TMP/out" 2>"$TMP/err"
has "$TMP/err" "in.csv:5: note: new@example.org is the same person as new@example.org on line 2" "and who, when asked"
cmp -s "$TMP/before.csv" "$lists/spoilt.csv"
ok $? "and changes nothing"
runs 65 "rows that are wrong in the file and in the list" b subscribers import "$TMP/in.csv" --list spoilt
is "$(grep -c 'spoilt.csv:3' "$TMP/err")" 1 "one of the list is told once"
is "$(grep -c 'in.csv:3' "$TMP/err")" 1 "one of the file is told once"
printf 'email,name\nold@example.org,Old\nno address,Nobody\nnew@example.org,New\nlast@example.org,Last\n' | cmp -s - "$lists/spoilt.csv"
ok $? "the rest is added in the file's order"
b subscribers add third@example.org --list spoilt >"$TMP/out" 2>"$TMP/err"
is "$(grep -c 'spoilt.csv:3' "$TMP/err")" 1 "add tells it once, too"
b subscribers remove third@example.org --list spoilt >"$TMP/out" 2>"$TMP/err"
is "$(grep -c 'spoilt.csv:3' "$TMP/err")" 1 "and so does remove"
rm "$lists/spoilt.csv"
printf 'email\nstdin@example.org\n' | b -v subscribers import - --list piped >"$TMP/out"
has "$TMP/out" "piped: 1 added" "a list may come through a pipe"

printf 'no names of columns\n' >"$lists/broken.csv"
runs 65 "a list that cannot be read does not stop the others" b send morning --dry-run
has "$TMP/out" "subscribers of 'sample'" "the edition is there"
rm "$lists/broken.csv" "$lists/sample.csv"
runs 66 "nobody is on a list whose file is gone" b send morning --yes
has "$TMP/err" "has no subscribers" "and it says so"
runs 0 "a list comes back" b subscribers import "$TMP/all.csv" --list sample
runs 0 "and is sent to" b send morning --yes
is "$(b who morning-2025-07-31 --state skipped | sort | tr '\n' ';')" "skipped   ada@example.org  unsubscribed;skipped   oskar@example.com  unsubscribed;" "but not to those who left"
finish
