#!/bin/sh
# Calls to action over ten editions: caps, turns by weight, days, tracking parameters, and what the report says.
. "$(dirname "$0")/../lib.sh"
room=$TMP/room
"$BULLETIN" -q --now 2025-07-31T08:00:00Z init "$room" && rm -rf "$room"/articles/* "$room"/ctas/* "$room"/subscribers/*
cat >"$room/bulletin.yaml" <<'Y'
title: Harbor Ledger
address: 1 Wharf Street, Springfield
timezone: UTC
sources: [{ outlet: Harbor Ledger, folder: articles }]
topics: { harbor: { title: Harbor }, energy: { title: Energy }, sport: { title: Sport }, arts: { title: Arts } }
digests:
  morning:
    list: daily
    window: 24h
    from: "Ledger <news@example.org>"
    unsubscribe: { url: "https://news.example.org/u/{token}" }
    utm: { source: ledger, medium: email, campaign: "{edition}", content: "{cta}" }
relays: [{ url: "maildir:outbox" }]
Y
echo 'email
ada@example.org
ben@example.org' >"$room/subscribers/daily.csv"
cta() { # cta KEY KIND FURTHER-LINES
    printf -- '---\nkind: %s\nheading: Heading of %s\nbutton: Button of %s\nurl: "https://news.example.org/%s?a=1#top"\n%b---\n\nA sentence.\n' "$2" "$1" "$1" "$1" "$3" >"$room/ctas/$1.md"
}
at() { t=$1; shift; "$BULLETIN" --now "$t" -C "$room" "$@"; }
cta capped primary 'cap: 3\n'
cta often banner 'weight: 3\n'
cta seldom banner ''
cta gone sponsor 'sponsor: Rope & Co\nuntil: 2025-08-04\n'
: >"$TMP/shown"
for d in 01 02 03 04 05 06 07 08 09 10; do
    for k in Harbor Energy Sport Arts; do
        printf -- '---\ntitle: "News %s of day %s from pier %s%s"\ndate: 2025-08-%sT01:00:00Z\ncategories: [%s]\ncluster: never\n---\n\nSomething happened on day %s at pier %s and it was number %s. More will be known tomorrow.\n' "$k" "$d" "$k" "$d" "$d" "$k" "$d" "$k" "$k" >"$room/articles/n$d$k.md"
    done
    [ "$d" = 05 ] && echo 'cleo@example.org' >>"$room/subscribers/daily.csv"
    rm -rf "$room/outbox"
    at "2025-08-${d}T07:00:00Z" send morning --yes >"$TMP/out" 2>"$TMP/err" </dev/null || { echo "# day $d: $(cat "$TMP/err")"; }
    python3 - "$room/outbox/new" "$d" >>"$TMP/shown" <<'P'
import email, email.policy, glob, re, sys
for f in sorted(glob.glob(sys.argv[1] + "/*")):
    m = email.message_from_bytes(open(f, "rb").read(), policy=email.policy.default)
    html = m.get_body(("html",)).get_content()
    links = re.findall(r'href="([^"]*)"', html)
    keys = sorted({re.search(r"example\.org/(\w+)\?a=1", l).group(1) for l in links if "?a=1" in l})
    urls = sorted({l.replace("&amp;", "&") for l in links if "?a=1" in l})
    unsub = [l for l in links if "/u/" in l]
    print(sys.argv[2], m["To"].addresses[0].addr_spec, ",".join(keys), " ".join(urls), "CLEAN" if unsub and not any("utm" in u for u in unsub) else "DIRTY")
P
done
count() { grep -c "^[0-9]* $1@example.org .*\b$2\b.* http" "$TMP/shown"; }
shows() { awk -v a="$1@example.org" -v k="$2" '$2 == a && ("," $3 ",") ~ ("," k ",") { n++ } END { print n + 0 }' "$TMP/shown"; }
is "$(wc -l <"$TMP/shown" | tr -d ' ')" 26 "ten editions"
is "$(shows ada capped)" 3 "cap 3: three times in ten editions"
is "$(shows ben capped)" 3 "for each reader"
is "$(shows cleo capped)" 3 "also for who came later"
is "$(awk '$3 ~ /capped/ && $2 ~ /ada/ { print $1 }' "$TMP/shown" | tr '\n' ' ')" "01 02 03 " "the first three"
often=$(shows ada often) seldom=$(shows ada seldom)
is "$((often + seldom))" 10 "one banner in each mail"
[ "$often" -ge 7 ] && [ "$often" -le 8 ]
ok $? "three to one: $often and $seldom of ten"
is "$(shows ada gone)" 4 "until: four days, the last one included"
is "$(grep -c DIRTY "$TMP/shown")" 0 "unsubscribe links are left alone"
has "$TMP/shown" "https://news.example.org/capped?a=1&utm_source=ledger&utm_medium=email&utm_campaign=morning-2025-08-01&utm_content=capped#top" "parameters stand between query and fragment"

runs 0 "ctas" at 2025-08-10T08:00:00Z ctas
has "$TMP/out" "capped  running primary: shown 9 times to 3 readers; 3 have reached the cap of 3, 0 showings remain" "the report: the cap"
has "$TMP/out" "gone  expired sponsor: shown 8 times to 2 readers" "and who is over"
at 2025-08-10T08:00:00Z --json ctas >"$TMP/out"
python3 - "$TMP/out" "$often" <<'P'
import json, sys
r = {j["key"]: j for j in map(json.loads, open(sys.argv[1]))}
sys.exit(not (r["capped"]["shown"] == 9 and r["capped"]["remaining"] == 0 and r["capped"]["at_cap"] == 3 and r["often"]["readers"] == 3 and "remaining" not in r["often"]))
P
ok $? "the same as JSON"
echo 'dora@example.org' >>"$room/subscribers/daily.csv"
at 2025-08-10T08:00:00Z ctas >"$TMP/out"
has "$TMP/out" "3 showings remain" "a new reader may see it three times"
at 2025-08-10T08:00:00Z seen ada@example.org >"$TMP/out"
has "$TMP/out" "cta capped" "seen names what was shown"

# composed before its last day, sent after it
cta gone sponsor 'sponsor: Rope & Co\nuntil: 2025-08-11T06:00:00Z\n'
for k in Harbor Energy Sport Arts; do sed "s/day 10/day 11/g; s/2025-08-10/2025-08-11/" "$room/articles/n10$k.md" | sed "s/pier ${k}10/pier ${k}11/" >"$room/articles/n11$k.md"; done
runs 0 "composed in time" at 2025-08-11T05:00:00Z compose morning
grep -q '^ctas: .*gone' "$room/editions/morning-2025-08-11.yaml"
ok $? "it is in the plan"
rm -rf "$room/outbox"
runs 0 "sent too late" at 2025-08-11T07:00:00Z send morning --yes
! grep -rqs "example.org/gone" "$room/outbox"
ok $? "it does not show"

# a call may ask for a letter
"$BULLETIN" -q --now 2025-07-31T11:05:00Z init "$TMP/letters"
sed -i 's|^kind: banner|kind: primary|; s|^url:.*|url: "mailto:tips@example.org?subject=A%20tip"|' "$TMP/letters/ctas/join.md"
in_letters() { "$BULLETIN" -q --now 2025-07-31T11:05:00Z -C "$TMP/letters" "$@"; }
runs 0 "previewed with a letter" in_letters preview morning -o "$TMP/letter.txt"
has "$TMP/letter.txt" "mailto:tips@example.org?subject=A%20tip" "where it leads stands in the text"
in_letters lint morning >"$TMP/out"
! grep -q W905 "$TMP/out"
ok $? "lint has nothing against it"

# what is wrong with a file is told once, with its line
printf -- '---\nkind: flag\nheading: X\nbutton: Y\nurl: https://news.example.org/\n---\n\nX.\n' >"$room/ctas/bad.md"
at 2025-08-12T07:00:00Z ctas >"$TMP/out" 2>"$TMP/err"
is "$?" 65 "a bad file is an error"
is "$(grep -c 'ctas/bad.md:2' "$TMP/err")" 1 "told once, with file and line"
has "$TMP/out" "often" "the others go on"
finish
