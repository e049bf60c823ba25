#!/bin/sh
# The editor's desk: bad articles and rules are findings, never a stop; every choice is explained; wishes about stories are kept.
. "$(dirname "$0")/../lib.sh"
NOW=2025-07-31T11:05:00Z
room=$TMP/room
b() { "$BULLETIN" --now $NOW -C "$room" "$@"; }
fresh() { rm -rf "$room" && "$BULLETIN" -q --now $NOW init "$room"; }
yaml() { sed "$1" "$room/bulletin.yaml" >"$TMP/y" && cp "$TMP/y" "$room/bulletin.yaml"; }
art() { # art FILE FRONT-MATTER BODY
    printf -- '---\n%b\n---\n\n%b\n' "$2" "$3" >"$room/articles/$1.md"
}

# ---- what is wrong with an article is said, and the edition is made all the same
fresh
yaml 's/per_topic: 4/per_topic: 9/'
art nodate 'title: Tide tables are late\ncategories: [Harbor]' 'The harbor board met and decided to wait for the tide tables before it lets the contract for the quay.'
art nobody 'title: No body here\ndate: 2025-07-31\ncategories: [Harbor]' ''
art notitle 'date: 2025-07-31\ncategories: [Harbor]' 'The lock keeper found a seal behind the inner gate and nobody says how it came to be there.'
art oneword 'title: Seal\ndate: 2025-07-31\ncategories: [Harbor]' 'Seal'
art nolang 'title: "12 34 56"\ndate: 2025-07-31\ncategories: [Harbor]' '1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18'
art big 'title: A report of two megabytes\ndate: 2025-07-31\ncategories: [Energy]' ''
python3 -c 'print("The turbine inspectors walked along every blade and wrote down what they saw, which took them longer than planned. " * 18000)' >>"$room/articles/big.md"
runs 65 "compose with one bad article of each kind" b compose morning --explain
cp "$TMP/out" "$TMP/explained"
has "$TMP/err" "articles/nodate.md: warning: has no date" "no date"
has "$TMP/err" "articles/nobody.md: warning: has no text" "no body"
grep -qE 'articles/notitle\.md:[0-9:]*: error: no title' "$TMP/err"
ok $? "no title"
has "$TMP/err" "articles/oneword.md: warning: has only 1 word" "one word"
has "$TMP/err" "articles/nolang.md: warning: its language is not known" "no language"
has "$TMP/err" "articles/big.md: warning: has 2.1 MB of text" "two megabytes"
for t in "Tide tables" "No body here" "Seal" "12 34 56" "two megabytes" "minehunters"; do has "$TMP/explained" "$t" "in the edition: $t"; done
b preview morning -o "$TMP/mail.txt" 2>/dev/null
has "$TMP/mail.txt" "Tide tables are late" "and it can be looked at"
rm "$room/articles/notitle.md"
runs 0 "without the one that cannot be read there are only warnings" b compose morning --force
runs 0 "send" b send morning --yes
is "$(cat "$TMP/err")" "" "of which sending says nothing: cron stays silent"

# ---- rules that match nothing, or everything
fresh
yaml 's/^topics:$/topics:\n  zeppelins: { title: Zeppelins, any: [zeppelin] }\n  grammar: { title: Grammar, any: [the, a, of, and, in] }/; s/topics: \[defense, harbor, energy\]  /topics: [defense, harbor, energy, zeppelins, grammar]/'
for i in 1 2 3; do art more$i "title: Harbor notes $i\ndate: 2025-07-31\ncluster: never\ncategories: [Harbor]" 'The harbor board met in the old customs house and talked of the quay and of a new crane.'; done
runs 0 "compose" b compose morning
grep -qE "bulletin\.yaml:[0-9]+:[0-9]+: warning: topic 'zeppelins' matches none of the 11 articles" "$TMP/err"
ok $? "a rule that matches nothing is named with file and line"
grep -qE "bulletin\.yaml:[0-9]+:[0-9]+: warning: topic 'grammar' matches 11 of the 11 articles looked at; its rules are too wide" "$TMP/err"
ok $? "so is one that matches everything"
runs 0 "lint has both too" b lint morning
has "$TMP/err" "topic 'zeppelins' matches none" "in its own words"

# ---- a # in the middle of a text, and an outlet nobody has
fresh
art hash 'title: Crane #4 is back\ndate: 2025-07-31\ncategories: [Harbor]' 'The fourth crane of the container terminal works again after the flood of spring.'
yaml 's/^    title: Morning Brief$/    title: Brief #1\n    differs: prefer Open Wier/'
runs 0 "compose with texts that are cut at a #" b compose morning
has "$TMP/err" "articles/hash.md:2:8: warning: the text ends before '#4 is back', as a # begins a remark" "a title that is cut is told"
grep -qE "bulletin\.yaml:[0-9]+:12: warning: the value ends before '#1'" "$TMP/err"
ok $? "so is a value of bulletin.yaml"
grep -qE "bulletin\.yaml:[0-9]+:14: warning: 'prefer Open Wier': no source and no article has an outlet of that name, so nobody's word is taken; did you mean 'Open Wire'\?" "$TMP/err"
ok $? "and an outlet that nobody has, with the nearest there is"
yaml 's/prefer Open Wier/prefer open wire/'
runs 0 "compose again" b compose morning
hasnt "$TMP/err" "prefer" "a name is known whatever its case"

# ---- a wish for a story that is not there
fresh
art opera 'title: Opera opens\ndate: 2025-07-31\ncluster: force https://news.example.org/energy/outer-islands-cable\ncategories: [Harbor]' 'The opera opens on Sunday with a gala for six hundred guests.'
art circus 'title: Circus comes\ndate: 2025-07-31\ncluster: sometimes\ncategories: [Harbor]' 'The circus comes for nine days in August and stays on the meadow.'
runs 0 "compose with wishes" b compose morning
has "$TMP/err" "articles/circus.md: warning: 'cluster' names 'sometimes', but no article looked at has that id, address or file" "a story that is not there is told"
hasnt "$TMP/err" "opera.md" "one that is there is not"
b stories >"$TMP/out"
is "$(grep -A3 -F 'Broken power cable' "$TMP/out" | grep -cF 'Harbor Ledger: Opera opens')" 1 "and joined, by its address"

# ---- what is asked for is answered with -q too, what is told of the work is not
fresh
runs 0 "compose -q" b -q compose morning
is "$(cat "$TMP/out")" "" "-q: nothing about the work"
b -q compose morning --explain >"$TMP/out"
has "$TMP/out" "in: " "-q --explain explains"
b -q send morning --dry-run >"$TMP/out"
has "$TMP/out" "subscribers of" "-q --dry-run says to whom"
b -q send morning --yes >"$TMP/out"
is "$(cat "$TMP/out")" "" "-q send says nothing"
b -q status >"$TMP/out"
has "$TMP/out" "morning-2025-07-31: audience" "-q status answers"
b -q verify >"$TMP/out"
is "$(cat "$TMP/out")" "" "verify -q answers with its exit code"

# ---- why there is nothing to look at
fresh
b compose morning >/dev/null
sed 's/^      - id: .*/&\n        drop: true/' "$room/editions/morning-2025-07-31.yaml" >"$TMP/y" && cp "$TMP/y" "$room/editions/morning-2025-07-31.yaml"
runs 66 "everything in the plan was dropped" b preview morning -o "$TMP/x.html"
has "$TMP/err" "morning-2025-07-31.yaml: no story stands in a section any more; nothing to preview" "which is said, and in what file"
rm "$room/articles/"*.md "$room/editions/"*
runs 66 "no articles at all" b compose morning
has "$TMP/err" "no stories in its window; nothing to compose" "nothing was written"
b --now 9999-12-31T12:00:00Z compose morning 2>"$TMP/err"
has "$TMP/err" "morning-9999-12-31: no stories" "the last day there is has a plain name"

# ---- a plan that names a story that is gone
fresh
b compose morning >/dev/null && rm "$room/articles/drydock-reopens.md"
runs 65 "a story of the plan is gone" b preview morning -o "$TMP/x.html"
line=$(grep -n "id: .*$(sed -n "s/.*story '\([0-9a-f]*\)' is gone.*/\1/p" "$TMP/err")" "$room/editions/morning-2025-07-31.yaml" | cut -d: -f1)
has "$TMP/err" "morning-2025-07-31.yaml:$line:" "the line is named"

# ---- why a story is in, where it stands, who leads it
fresh
yaml 's/stories: { max: 12, per_topic: 4 }/stories: { max: 12, per_topic: 1 }/'
art old 'title: Old news of the quay\ndate: 2025-07-20\ncategories: [Harbor]' 'The quay was swept, said the harbor master, and then it was swept again.'
art aside 'title: Choir looks for tenors\ndate: 2025-07-31' 'The choir of the upper town looks for tenors who can read music and come on Mondays.'
runs 0 "stories --explain" b stories --explain
grep -qE 'because lead: Harbor Ledger, of 2 articles, because it has its own "Why it matters"' "$TMP/out"
ok $? "names the lead and the rule that chose it"
runs 0 "compose --explain" b compose morning --explain
grep -qE '^     score [0-9.]+, number [0-9]+ of [0-9]+ candidates, in harbor' "$TMP/out"
ok $? "a story's score and place"
grep -qE '^ *freshness [0-9.]+ x outlet [0-9.]+ x coverage [0-9.]+ x topic fit [0-9.]+ x editor [0-9.]+' "$TMP/out"
ok $? "and the factors of its rank"
has "$TMP/out" "a headline only: its topic is full" "what became a headline"
has "$TMP/out" "out: Choir looks for tenors" "a near miss is told"
has "$TMP/out" "in none of the digest's topics" "with its reason"
has "$TMP/out" "older than the window (newest article 2025-07-20" "and what is too old"
hasnt "$TMP/out" "out: out:" "once"
fresh
yaml 's/stories: { max: 12, per_topic: 4 }/stories: { max: 12, per_topic: 4, per_outlet: 2 }/'
b compose morning --explain >"$TMP/out"
has "$TMP/out" "a headline only: its outlet has its share" "no outlet takes the mail"
art weighty 'title: Heavy lift\ndate: 2025-07-25\nweight: 50\ncategories: [Harbor]' 'A barge brought the crane that nobody had ordered, and the harbor board kept it for the winter.'
b compose morning --force --explain >"$TMP/out"
grep -A1 "^in: Heavy lift" "$TMP/out" | grep -q "number 1 of"
ok $? "the editor's weight counts"

# ---- an editor's word on what belongs together
joined() { b stories --json | python3 -c 'import json, sys; print(sorted(len(x["articles"]) for x in map(json.loads, sys.stdin))[-1])'; }
fresh
is "$(joined)" 2 "two outlets tell one story"
sed 's/^title:/cluster: never\ntitle:/' "$room/articles/minehunters-wire.md" >"$TMP/a" && cp "$TMP/a" "$room/articles/minehunters-wire.md"
is "$(joined)" 1 "cluster: never parts them"
art tenors 'title: Choir looks for tenors\ndate: 2025-07-31\ncluster: articles/radar-hill.md' 'The choir of the upper town looks for tenors who can read music and come on Mondays.'
b stories --json | python3 -c 'import json, sys; print([len(x["articles"]) for x in map(json.loads, sys.stdin) if "radar" in x["headline"].lower()])' >"$TMP/facts"
is "$(cat "$TMP/facts")" "[2]" "cluster: FILE joins what has nothing in common"

# ---- a story keeps its id as it grows, also by a report of an earlier hour
fresh
mv "$room/articles/minehunters-wire.md" "$TMP/wire.md"
before=$(b stories --json | python3 -c 'import json, sys; print([x["id"] for x in map(json.loads, sys.stdin) if "minehunter" in x["headline"].lower()][0])')
sed 's/^date: .*/date: 2025-07-29T06:00:00Z/' "$TMP/wire.md" >"$room/articles/minehunters-wire.md"
"$BULLETIN" --now 2025-07-31T12:05:00Z -C "$room" stories --json >"$TMP/out"
python3 - "$TMP/out" "$before" <<'P' >"$TMP/facts"
import json, sys
print([len(x["articles"]) for x in map(json.loads, open(sys.argv[1])) if x["id"] == sys.argv[2]])
P
is "$(cat "$TMP/facts")" "[2]" "the id stays"
finish
