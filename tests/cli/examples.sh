#!/bin/sh
# Topics by example: a folder of articles, or a category of stored ones, teaches what a topic is about, beside the rules.
. "$(dirname "$0")/../lib.sh"
NOW=2025-07-31T11:05:00Z
room=$TMP/room
b() { "$BULLETIN" --now $NOW -C "$room" "$@"; }
"$BULLETIN" -q --now $NOW init "$room" && rm -r "$room"/articles/*
python3 - "$room" <<'P'
import os, sys
room = sys.argv[1]
os.makedirs(room + "/examples/rowing")
import random
r = random.Random(7)
words = {"rowing": "crew regatta cox sprint sculler oars stroke boathouse blade lightweight coxless lane juniors fours eight bow slipway pontoon rigger catch",
         "kitchen": "onions butter stock soup dough loaf oven recipe saffron turmeric beetroot salad vinegar dill eggs sugar flour sponge simmer whisk",
         "other": "council levy auditors borough scheme tram depot signal orchard frost museum lantern quarry permit survey harbour dredger tariff ballot parish"}
shape = ["The {} stood before the {} and the {}.", "A {} was worth more than any {} of the season.", "People spoke of {}, of {} and of {} all day.",
         "After the {} came the {}, and nobody missed the {}.", "The {} needs a {} as much as a {}."]
def text(kind, n):
    pool = words[kind].split()
    return " ".join(r.choice(shape).format(*r.sample(pool, 3)) for _ in range(n))
def article(path, title, date, kind, extra=""):
    open(f"{room}/{path}", "w").write(f"---\ntitle: {title}\ndate: {date}\n{extra}---\n\n{text(kind, 8)}\n")
for i in range(20):
    article(f"examples/rowing/{i}.md", f"Rowing {i}", "2025-07-01", "rowing")
    article(f"articles/k{i}.md", f"Kitchen {i}", f"2025-06-{10 + i}", "kitchen", "categories: [Cookery]\n")
    article(f"articles/o{i}.md", f"Sundries {i}", f"2025-06-{10 + i}", "other")
article("articles/race.md", "Tight finish on the lower river", "2025-07-31", "rowing")
article("articles/soup.md", "What to do with a glut", "2025-07-31", "kitchen")
article("articles/tax.md", "Council sets the levy", "2025-07-31", "other", "cluster: never\n") # the shapes are shared
y = open(room + "/bulletin.yaml").read()
head, tail = y.split("topics:\n", 1)
tail = tail[tail.index("digests:"):].replace("topics: [defense, harbor, energy] ", "topics: [rowing, kitchen] ")
open(room + "/bulletin.yaml", "w").write(head + 'topics:\n  rowing: { title: Rowing, any: [regattta], examples: examples/rowing }\n'
    '  kitchen: { title: Kitchen, examples: Cookery }\n' + tail)
P
id_of() { b articles --json | python3 -c 'import json, sys; print([x["id"] for x in map(json.loads, sys.stdin) if x["title"].startswith(sys.argv[1])][0])' "$1"; }
topics_of() { b articles --json | python3 -c 'import json, sys; print([x["topics"] for x in map(json.loads, sys.stdin) if x["title"].startswith(sys.argv[1])][0])' "$1"; }

runs 0 "articles" b articles
is "$(topics_of Tight)" "['rowing']" "a folder of examples teaches a topic"
is "$(topics_of What)" "['kitchen']" "so does a category of stored articles"
is "$(topics_of Council)" "[]" "an article about neither is in neither"
runs 0 "articles --explain" b articles --explain "$(id_of Tight)"
has "$TMP/out" "not in rowing: no category, tag or word of the topic occurs" "the rules say no"
grep -qE '^in rowing by example: belief (1\.00|0\.9[0-9]), no rule gave it a topic; learned from 20 examples: words "[a-z]+", "[a-z]+"' "$TMP/out"
ok $? "the examples say yes, and by which words"
grep -qE '^not in kitchen by example: belief 0\.[0-9]+, 0\.90 would do; learned from 20 examples' "$TMP/out"
ok $? "and why it is not in the other"
runs 0 "compose uses what was learned" b compose morning
has "$room/editions/morning-2025-07-31.yaml" "Tight finish" "the race is in the edition"
hasnt "$room/editions/morning-2025-07-31.yaml" "Council sets" "the levy is not"

# a rule comes first
printf -- '---\ntitle: Regattta of cooks\ndate: 2025-07-31\n---\n\nThe regattta of cooks: simmer onions in butter, the soup and the dough, a loaf in the oven, whisk eggs, dill, salad, flour and vinegar.\n' >"$room/articles/both.md"
is "$(topics_of Regattta)" "['rowing']" "where a rule fits, the examples are not asked"
b articles --explain "$(id_of Regattta)" >"$TMP/out"
has "$TMP/out" "not needed, as the rules or the editor gave it topics" "and that is said"

# findings, never a stop
sed 's|examples: Cookery|examples: Astronomy|' "$room/bulletin.yaml" >"$TMP/y" && cp "$TMP/y" "$room/bulletin.yaml"
runs 0 "examples that are not there" b articles
grep -qE 'bulletin\.yaml:[0-9]+:[0-9]+: .*topic .kitchen.: .examples: Astronomy. is neither a folder' "$TMP/err"
ok $? "a finding names file, line and topic"
has "$TMP/err" "nothing is learned before a second one" "and one topic alone teaches nothing"
mkdir "$room/Astronomy"
b articles 2>"$TMP/err" >"$TMP/out"
has "$TMP/err" "a folder without articles" "an empty folder is told from a missing one"
finish
