"""feeds.py OUT [DIR]: the whole step from the bytes of a feed to stored articles (`bulletin add` into an empty newsroom, the start of
the program and the syncs of the database included) beside Python's feedparser, which only parses: the files are in its memory, and
its start does not count. The same files in one run, in turns, after one turn that does not count; medians of ROUNDS (9).
Two figures. By the wall, which the wanted 40 is held against: it is what somebody waits for the step, which uses all cores (how many:
"cores"), while feedparser has one and does not use more; it is taken to need its processor time, which is what it needs on the
wall of an idle machine. And by processor time, of all threads together: what the step costs a
machine that has other work, or one core. "cpu_MB/s" and "wall_MB/s", "times_faster" (by the wall) and "times_faster_by_cpu"; "least"
are the quickest turns, far from the medians on a machine that is busy with something else.
The feeds are written here: prose in paragraphs as RSS with CDATA, RSS with escaped HTML, and Atom with XHTML. With DIR (or DATA in
the environment, laid out as for `make quality`) also the feeds found there."""
import html, json, os, random, resource, shutil, statistics, subprocess, sys, tempfile, time

out = sys.argv[1]
root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
rounds = int(os.environ.get("ROUNDS", "9"))
work = tempfile.mkdtemp(prefix="bulletin-bench-")
dice = random.Random(11)
WORDS = """harbor council budget dredging ferry quay market vote reform grain railway export energy court border teacher hospital storm
signal report quarter alliance minister channel winter timetable lighthouse keeper the a of and to in for with on after before that
said would have been from their early late three seven northern public private city region state committee paper""".split()


def sentence(low=8, high=22):
    return " ".join(dice.choice(WORDS) for _ in range(dice.randint(low, high))).capitalize() + "."


def paragraph(k):
    text = " ".join(sentence() for _ in range(dice.randint(2, 5)))
    if k % 3 == 0:
        text += ' <a href="https://city.example/%d?utm_source=rss&amp;p=%d" rel="nofollow" class="ext">more on this</a> caf\u00e9 &amp; quay' % (k, k)
    if k % 4 == 1:
        text = "<strong>%s</strong> <em>%s</em> %s" % (sentence(2, 4), sentence(2, 4), text)
    return "<p class='wp-block'>%s</p>\n" % text


def body(k):
    parts = [paragraph(i) for i in range(8)]
    parts.insert(2, '<figure class="wp-block-image"><img src="https://city.example/i/%d.jpg" alt="%s" width="800" height="450" />'
                    "<figcaption>%s</figcaption></figure>" % (k, sentence(3, 6), sentence(5, 9)))
    parts.insert(5, "<h3>Why it matters</h3><ul>%s</ul>" % "".join("<li>%s</li>" % sentence(6, 12) for _ in range(3)))
    return "<div>%s</div>" % "".join(parts)


def item(feed, k):
    link, title, text = "https://city.example/%d/%d" % (feed, k), sentence(5, 9), body(k)
    if feed % 3 == 2:
        return ('<entry><title>%s</title><link rel="alternate" href="%s"/><id>tag:city.example,2025:%d.%d</id><updated>2025-07-31T0%d:00:00Z</updated>'
                "<author><name>R. Writer</name></author><category term='harbor'/><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>%s</div></content></entry>\n"
                % (title, link, feed, k, k % 10, text))
    content = "<![CDATA[%s]]>" % text if feed % 3 == 0 else html.escape(text)
    return ("<item><title>%s</title><link>%s</link><guid isPermaLink='false'>%d.%d</guid><pubDate>Thu, 31 Jul 2025 0%d:00:00 GMT</pubDate><dc:creator>R. Writer</dc:creator>"
            "<category>harbor</category><category>transport</category><description>%s</description><content:encoded>%s</content:encoded></item>\n"
            % (title, link, feed, k, k % 10, html.escape(sentence(20, 40)), content))


def write_feeds(count, items):
    files = []
    for f in range(count):
        inside = "".join(item(f, k) for k in range(items))
        if f % 3 == 2:
            text = '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>City %d</title><id>tag:city.example,2025:%d</id>%s</feed>' % (f, f, inside)
        else:
            text = ('<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
                    "<channel><title>City %d</title><link>https://city.example/</link><description>d</description>%s</channel></rss>" % (f, inside))
        files.append("%s/feed%d.xml" % (work, f))
        with open(files[-1], "w", encoding="utf-8") as o:
            o.write(text)
    return files


def ours(files):
    room = work + "/room"
    shutil.rmtree(room, ignore_errors=True)
    subprocess.run([out + "/bulletin", "-q", "init", room], check=True, stdout=subprocess.DEVNULL)
    for sample in os.listdir(room + "/articles"):
        os.remove(room + "/articles/" + sample)
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    p = subprocess.run([out + "/bulletin", "-C", room, "-q", "add", *files], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    after, elapsed = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - start
    if p.returncode > 1:
        sys.exit("bench: bulletin add: exit %d" % p.returncode)
    stored = subprocess.run([out + "/bulletin", "-C", room, "articles", "--json"], stdout=subprocess.PIPE, check=True).stdout.count(b"\n")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, elapsed, stored


PEER = """
import sys, time
import feedparser
entries, start = 0, None
bodies = [open(f, "rb").read() for f in sys.stdin.read().split("\\n") if f]
start, clock = time.process_time(), time.perf_counter()
for b in bodies:
    entries += len(feedparser.parse(b).entries)
print(time.process_time() - start, time.perf_counter() - clock, entries)
"""


def peer(files, env):
    got = subprocess.run([sys.executable, "-c", PEER], input="\n".join(files), stdout=subprocess.PIPE, text=True, env=env, check=True).stdout.split()
    return float(got[0]), float(got[1]), int(got[2])


def feedparser_env():
    tree = root + "/build/debian"
    subprocess.run(["sh", root + "/tests/tools/unpack.sh", tree, "python3-feedparser", "python3-sgmllib3k"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    env = dict(os.environ, PYTHONPATH=tree + "/usr/lib/python3/dist-packages")
    return env if subprocess.run([sys.executable, "-c", "import feedparser"], env=env, stderr=subprocess.DEVNULL, check=False).returncode == 0 else None


def race(what, files, env):
    size = sum(os.path.getsize(f) for f in files) / 1e6
    mine, theirs, stored, entries = [], [], 0, 0
    for turn in range(rounds + 1):
        cpu, wall, stored = ours(files)
        mine.append((cpu, wall))
        if env:
            cpu, wall, entries = peer(files, env)
            theirs.append((cpu, wall))
        if turn == 0:
            mine, theirs = [], []
    cpu, wall = (statistics.median(x) for x in zip(*mine))
    line = {"bench": "feeds", "set": what, "files": len(files), "MB": round(size, 2), "articles": stored, "cores": len(os.sched_getaffinity(0)),
            "wall_seconds": round(wall, 3), "wall_MB/s": round(size / wall, 1), "cpu_seconds": round(cpu, 3), "cpu_MB/s": round(size / cpu, 1),
            "least": {"wall_seconds": round(min(w for _, w in mine), 3), "cpu_seconds": round(min(c for c, _ in mine), 3)}}
    if env:
        peer_cpu, peer_wall = (statistics.median(x) for x in zip(*theirs))
        line.update({"feedparser_entries": entries, "feedparser_wall_seconds": round(peer_wall, 3), "feedparser_cpu_seconds": round(peer_cpu, 3), "feedparser_MB/s": round(size / peer_cpu, 2),
                     "times_faster": round(peer_cpu / wall, 1), "wanted": 40, "times_faster_by_cpu": round(peer_cpu / cpu, 1)})
    print(json.dumps(line), flush=True)


try:
    env = feedparser_env()
    if not env:
        print("left out: feedparser (Debian's python3-feedparser could not be unpacked); ours alone")
    race("30 feeds of 40 entries", write_feeds(30, 40), env)
    found = sys.argv[2] if len(sys.argv) > 2 else os.environ.get("DATA", "") and os.environ["DATA"] + "/feeds"
    if found and os.path.exists(found + "/truth.jsonl"):
        rows = [json.loads(x) for x in open(found + "/truth.jsonl", encoding="utf-8")]
        names = [found + "/" + r["file"] for r in rows if r["set"] == "realworld"]
        race("%d real feeds" % len(names), names, env)
    else:
        print("left out: real feeds (say DATA=DIR, laid out as for make quality)")
finally:
    shutil.rmtree(work, ignore_errors=True)
