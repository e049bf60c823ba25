#!/bin/sh
# read: Markdown, an HTML page and plain text as it comes out of a page, to the JSON that other programs rely on. Texts are our own.
. "$(dirname "$0")/../lib.sh"
facts() { python3 -c "
import json, sys
a = [json.loads(l) for l in open('$TMP/out')]
x = a[0] if a else {}
print(($1))"; }

cat >"$TMP/page.txt" <<'P'
Transport

Night Ferry Crews to Carry Two Licensed Officers From March
Maria Ortega
Staff Writer
Updated
March 3, 2025 6:40 PM
News Image

The ferry Grace Point (pictured at berth two) returned to service on Monday after four weeks of inspect...


Why it matters
  • Thirty-one ports need new crew rosters by next spring.
  • Night fares could rise by four to six percent.
The harbor authority will require two licensed officers on every night crossing, it said on Monday, ending a waiver that small operators have used since 2019.

The change follows a collision in January in which a single officer had been awake for nineteen hours. Nobody died, but eleven people were taken to hospital.

Operators called the date ambitious. The union called it overdue.
Subscribe Now
Subscribe Now
Subscribe Now

The Coast, In Your Inbox.

Every morning the Coast Dispatch brings you ferries, ports and weather. Sign up for our free newsletter and never miss a tide.
P
runs 0 "plain text" "$BULLETIN" read --json "$TMP/page.txt"
is "$(facts 'x["title"]')" "Night Ferry Crews to Carry Two Licensed Officers From March" "title"
is "$(facts 'x["authors"]')" "['Maria Ortega']" "byline, without the job"
is "$(facts 'x["published"][:16], x["updated"][:16]')" "('2025-03-03T18:40', '2025-03-03T18:40')" "the only date there is, as updated and published"
is "$(facts 'x["categories"]')" "['Transport']" "category"
is "$(facts 'x["why"], x["why_from"]')" "(['Thirty-one ports need new crew rosters by next spring.', 'Night fares could rise by four to six percent.'], 'page')" "the page's bullets"
is "$(facts 'len(x["text"].split(chr(10) * 2))')" 3 "three paragraphs"
is "$(facts '"Subscribe" in x["text"], "Inbox" in x["text"], "newsletter" in x["text"], "pictured" in x["text"]')" "(False, False, False, False)" "no boilerplate, no pitch, no caption"
is "$(facts '"Grace Point" in x["image"]["caption"]')" True "the caption is the image's"

cat >"$TMP/page.html" <<'P'
<!doctype html><html lang="en"><head><title>Second cable passes its test | Valley Ledger</title>
<meta property="og:site_name" content="Valley Ledger"><meta property="article:published_time" content="2025-04-02T09:15:00+02:00">
<meta name="author" content="Jon Smith"><link rel="canonical" href="https://valley.example/cable?utm_source=x"></head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>Second cable passes its test</h1>
<p>The second power cable to the island carried its full load for the first time on Tuesday night, the grid operator said.</p>
<figure><img src="/cable.jpg" alt="A cable drum"><figcaption>The drum on the quay.</figcaption></figure>
<h2>Why it matters</h2><ul><li>The island no longer depends on a single line.</li></ul>
<p>Until now a fault on the old line left two thousand homes dark for hours, as it did twice last winter.</p>
<p>Both lines will run together from June, after inspectors have looked at the joints.</p></article>
<aside><h3>Related articles</h3><ul><li><a href="/a">One</a></li><li><a href="/b">Two</a></li></ul></aside>
<script>alert(1)</script></body></html>
P
runs 0 "a page" "$BULLETIN" read --json --url https://valley.example/cable "$TMP/page.html"
is "$(facts 'x["title"], x["outlet"], x["authors"], x["published"]')" "('Second cable passes its test', 'Valley Ledger', ['Jon Smith'], '2025-04-02T09:15:00+02:00')" "title, outlet, byline, date"
is "$(facts 'x["url"], x["lang"], x["image"]["url"]')" "('https://valley.example/cable', 'en', 'https://valley.example/cable.jpg')" "canonical address, language, image"
is "$(facts 'x["why"], x["why_from"]')" "(['The island no longer depends on a single line.'], 'page')" "the page's why"
is "$(facts 'len(x["text"].split(chr(10) * 2)), "Related" in x["text"], "alert" in x["html"]')" "(3, False, False)" "the body, nothing else"

printf -- '---\ntitle: "A \\"quoted\\" title"\ndate: 2025-05-06T07:08:09+02:00\nauthors: [Ada, Bo]\ncategories: [Energy]\ntags: [grid]\nwhy:\n  - First reason.\n  - Second reason.\nimage: cable.jpg\n---\n\nThe **first** paragraph, with a [link](https://example.org/).\n\nThe second.\n' >"$TMP/a.md"
runs 0 "Markdown" "$BULLETIN" read --json --outlet "Our Desk" "$TMP/a.md"
is "$(facts 'x["title"], x["outlet"], x["authors"], x["published"], x["why_from"], len(x["why"])')" "('A \"quoted\" title', 'Our Desk', ['Ada', 'Bo'], '2025-05-06T07:08:09+02:00', 'editor', 2)" "front matter"
is "$(facts 'x["text"].split(chr(10) * 2)[1], "<strong>first</strong>" in x["html"]')" "('The second.', True)" "body as text and HTML"
printf -- '+++\ntitle = "Toml"\n+++\n\nBody.\n' >"$TMP/toml.md"
runs 65 "TOML front matter is refused" "$BULLETIN" read --json "$TMP/toml.md" "$TMP/a.md"
is "$(facts 'len(a)')" 1 "and the other file is read"
has "$TMP/err" "toml.md" "naming the file"
runs 66 "a file that is not there" "$BULLETIN" read "$TMP/nowhere.md"

# front matter: what is not YAML is refused with a sentence; Jekyll's file names say date and slug; links by the file's address
printf -- '{\n  "title": "Json"\n}\n\nBody.\n' >"$TMP/json.md"
runs 65 "JSON front matter is refused" "$BULLETIN" read --json "$TMP/json.md"
has "$TMP/err" "json.md:1:1: error: front matter" "with file, line and column"
has "$TMP/err" "YAML" "and what to write instead"
runs 65 "TOML, alone" "$BULLETIN" read --json "$TMP/toml.md"
has "$TMP/err" "toml.md:1:1: error: front matter" "the same"
has "$TMP/err" "YAML" "too"
mkdir -p "$TMP/_posts"
printf -- '---\ntitle: Cables\n---\n\nThe [chart](charts/one.html) and ![a drum](/img/drum.jpg "Drum") of the quay. The cable carried its load.\n' >"$TMP/_posts/2025-03-09-second-cable.md"
runs 0 "a Jekyll name" "$BULLETIN" read --json --url https://valley.example/2025/03/second-cable/ "$TMP/_posts/2025-03-09-second-cable.md"
is "$(facts 'x["published"][:10], x["origin"]')" "('2025-03-09', '2025-03-09-second-cable.md')" "gives the date"
is "$(facts '"https://valley.example/2025/03/second-cable/charts/one.html" in x["html"], "https://valley.example/img/drum.jpg" in x["html"]')" "(True, True)" "relative links and images follow the address"
printf 'The cable carried its load.\n' >"$TMP/_posts/2025-03-10-untitled-story-of-a-cable.md"
runs 0 "a Jekyll name without front matter" "$BULLETIN" read --json "$TMP/_posts/2025-03-10-untitled-story-of-a-cable.md"
is "$(facts 'x["published"][:10], x["title"]')" "('2025-03-10', 'Untitled story of a cable')" "gives date and slug"

# a feed from a file that says nothing of where it came from: links stand on the feed's site, unless the command says where
printf '<rss version="2.0"><channel><title>Tide</title><link>https://tide.example/home/</link><item><title>One</title><link>/one</link><description>&lt;p&gt;See &lt;a href="/two"&gt;two&lt;/a&gt;.&lt;/p&gt;</description></item></channel></rss>' >"$TMP/nowhere.xml"
runs 0 "a feed of a file" "$BULLETIN" read --json "$TMP/nowhere.xml"
has "$TMP/out" 'href=\"https://tide.example/two\"' "links in the text stand on the site that the feed names"
runs 0 "with its address" "$BULLETIN" read --json --url https://feeds.example/tide "$TMP/nowhere.xml"
has "$TMP/out" 'href=\"https://feeds.example/two\"' "or where it came from, when that is known"

# what is no text is refused by name, and other schemes are not asked
refused() { # refused FILE WORDS
    runs 65 "$(basename "$1")" "$BULLETIN" read --json "$1"
    has "$TMP/err" "$2" "is refused for what it is"
    is "$(cat "$TMP/out")" "" "and gives nothing"
}
printf '<rss version="2.0"><channel><item><title>x</title></item></channel></rss>' | gzip >"$TMP/feed.xml.gz"
refused "$TMP/feed.xml.gz" "feed.xml.gz: compressed (gzip); unpack it first"
printf '%%PDF-1.7\nrubbish' >"$TMP/a.pdf" && refused "$TMP/a.pdf" "a PDF"
printf '\211PNG\r\n\032\n' >"$TMP/a.txt" && refused "$TMP/a.txt" "a picture"
head -c 4000 /dev/zero | tr '\0' '\003' >"$TMP/b.txt" && refused "$TMP/b.txt" "full of control characters"
python3 -c 'print("[" * 200000)' >"$TMP/deep.json" && refused "$TMP/deep.json" "JSON, but neither a JSON Feed nor an article a line"
for u in gopher://127.0.0.1/x file:///etc/passwd ftp://x.example/a data://x; do
    runs 65 "read $u" "$BULLETIN" read "$u"
    has "$TMP/err" "$u: refused: only http and https addresses are read" "is refused"
done

# what read prints, add takes
NOW=2025-05-07T08:00:00Z
"$BULLETIN" -q --now $NOW init "$TMP/room" && rm "$TMP"/room/articles/*
"$BULLETIN" read --json "$TMP/page.txt" "$TMP/page.html" "$TMP/a.md" >"$TMP/lines.jsonl"
runs 0 "add takes read's lines" "$BULLETIN" -v --now $NOW -C "$TMP/room" add "$TMP/lines.jsonl"
has "$TMP/out" "3 new" "three articles"
cksum "$TMP/room/.bulletin/bulletin.db" >"$TMP/sum"
touch -r "$TMP/room/.bulletin/bulletin.db" "$TMP/time"
runs 0 "add again" "$BULLETIN" -v --now $NOW -C "$TMP/room" add "$TMP/lines.jsonl"
has "$TMP/out" "3 known already" "changes nothing"
is "$(cksum "$TMP/room/.bulletin/bulletin.db")" "$(cat "$TMP/sum")" "not a byte"
[ ! "$TMP/room/.bulletin/bulletin.db" -nt "$TMP/time" ] && [ ! -s "$TMP/room/.bulletin/bulletin.db-wal" ]
ok $? "and writes nothing"
"$BULLETIN" --now $NOW -C "$TMP/room" articles --json >"$TMP/out"
is "$(facts 'len(a), sorted(len(y["why"]) for y in a)')" "(3, [1, 2, 2])" "all of it is in the store"
printf '{"title":"Good","text":"Fine."}\n{"title":"x","text":5}\n{"title":"y","authors":"Ada"}\n{"title":"z","why":[1]}\n{"title":"n","text":null}\n' >"$TMP/kinds.jsonl"
runs 65 "values of the wrong kind" "$BULLETIN" -v --now $NOW -C "$TMP/room" add "$TMP/kinds.jsonl"
has "$TMP/err" 'kinds.jsonl:2: error: not an article: "text" must be a string' "are named with file and line"
has "$TMP/err" 'kinds.jsonl:3: error: not an article: "authors" must be a list of strings' "each"
has "$TMP/err" 'kinds.jsonl:4: error: not an article: "why" must be a list of strings' "of them"
has "$TMP/out" "2 new" "and the good lines are taken"

# a JSON Feed that is not all there
printf '{"version":"https://jsonfeed.org/version/1.1","title":"Quay","items":[\n{"id":"1","title":"One","content_text":"a"},\n{"id":"2","title":"Two","content_te' >"$TMP/cut.json"
runs 0 "a JSON Feed that is cut off" "$BULLETIN" read --json "$TMP/cut.json"
is "$(facts '[y.get("title") for y in a[1:]]')" "['One']" "gives the items that are whole"
has "$TMP/err" "cut.json:3:35: warning: the JSON is broken here" "and says where it broke"
has "$TMP/err" "1 entry kept, 1 left out" "and what became of the rest"
head -c 100 "$TMP/cut.json" >"$TMP/half.json"
runs 65 "one without a whole item" "$BULLETIN" read "$TMP/half.json"
has "$TMP/err" "half.json:2:29: not a feed: " "is refused"

# entries with neither link nor id
printf '<rss><channel><title>T</title><item><title>One</title></item><item><title>Two</title></item></channel></rss>' >"$TMP/nameless.rss"
runs 0 "a feed without links and ids" "$BULLETIN" -v --now $NOW -C "$TMP/room" add "$TMP/nameless.rss"
has "$TMP/out" "2 new" "each entry is an article"
runs 0 "again" "$BULLETIN" -v --now $NOW -C "$TMP/room" add "$TMP/nameless.rss"
has "$TMP/out" "2 known already" "and is known again"
printf '<opml version="2.0"><body><outline xmlUrl="http://h.example/f"/></body></opml>' >"$TMP/list.opml"
runs 65 "a list of feeds" "$BULLETIN" read "$TMP/list.opml"
has "$TMP/err" "not a feed: the outermost element is <opml>" "is told for what it is"

# dates told from now
printf '<h1>Second crane is up</h1><p>vor 3 Stunden</p><p>The second of the two cranes, which came by barge on Sunday, is up at last.</p>' >"$TMP/ago.html"
touch -d 2025-07-31T14:25:30Z "$TMP/ago.html"
runs 0 "a page that says vor 3 Stunden" "$BULLETIN" read --json "$TMP/ago.html"
is "$(facts 'x["published"]')" "2025-07-31T11:00:00Z" "is as old as its file"
runs 0 "by another clock" "$BULLETIN" read --json --as-of 2025-07-30T10:00:00Z "$TMP/ago.html"
is "$(facts 'x["published"]')" "2025-07-30T07:00:00Z" "or as --as-of says"
runs 0 "a file from tomorrow" "$BULLETIN" --now 2025-07-20T12:30:00Z read --json "$TMP/ago.html"
is "$(facts 'x["published"]')" "2025-07-20T09:00:00Z" "is from now"
runs 64 "--as-of that is no time" "$BULLETIN" read --as-of soon "$TMP/ago.html"
has "$TMP/err" "--as-of 'soon': not a time" "is said"
finish
