"""pages.py OUT [DIR]: the time an article's page takes, beside @mozilla/readability with jsdom over the same pages in one run, in turns.
Processor milliseconds a page, the median of ROUNDS (5) means. The pages are written here, as large and as full of other things as
news sites' are (menus, teasers, scripts, styles, comments); with DIR (or DATA in the environment, laid out as for `make quality`)
also the pages found there."""
import gzip, json, os, random, shutil, statistics, subprocess, sys, tempfile

out = sys.argv[1]
root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
rounds = int(os.environ.get("ROUNDS", "5"))
work = tempfile.mkdtemp(prefix="bulletin-bench-")
dice = random.Random(12)
WORDS = """harbor council budget dredging ferry quay market vote reform grain railway export energy court border teacher hospital storm
signal report quarter alliance minister channel winter timetable lighthouse keeper the a of and to in for with on after before that
said would have been from their early late three seven northern public private city region state committee paper""".split()


def words(low, high):
    return " ".join(dice.choice(WORDS) for _ in range(dice.randint(low, high))).capitalize()


def teaser(k):
    return ('<div class="card card--small js-track" data-position="%d" data-module="teaser"><a class="card__link" href="/news/%d?ref=rail" title="%s">'
            '<div class="card__image"><img class="lazy" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" data-src="/i/%d-320.jpg" srcset="/i/%d-320.jpg 320w, /i/%d-640.jpg 640w" alt="%s"></div>'
            '<h3 class="card__title"><span>%s</span></h3></a><p class="card__meta"><span class="icon"><svg viewBox="0 0 24 24"><path d="M12 2C6.48 2 2 6.48 2 12s4.48 10 10 10 10-4.48 10-10S17.52 2 12 2z"/></svg></span>%d min</p></div>\n'
            % (k, k, words(4, 8), k, k, k, words(2, 5), words(5, 10), k % 9))


def comment(k):
    return ('<li class="comment depth-1" id="c%d"><div class="comment__head"><img src="/a/%d.png" width="40" height="40" alt=""><b>reader%d</b> <time datetime="2025-07-31T08:00:00Z">today</time></div>'
            '<div class="comment__text"><p>%s.</p></div><div class="comment__foot"><a href="#r%d">Reply</a> <button type="button">Like</button></div></li>\n' % (k, k, k, words(10, 40), k))


def page(k):
    menu = "".join('<li class="nav__item"><a class="nav__link" href="/section/%d" data-track="nav">%s</a></li>' % (i, words(1, 2)) for i in range(140))
    body = "".join("<p>%s. %s. <a href='/topic/%d'>%s</a> %s.</p>%s\n" % (words(12, 25), words(10, 25), i, words(1, 3), words(8, 20),
                   '<aside class="related"><h4>Read also</h4><a href="/news/%d">%s</a></aside>' % (i, words(4, 8)) if i % 7 == 3 else
                   '<figure><img src="/i/%d.jpg" alt="%s"><figcaption>%s</figcaption></figure>' % (i, words(2, 4), words(5, 9)) if i % 9 == 4 else "") for i in range(28))
    script = "<script>%s</script>" % "".join("window.q=window.q||[];q.push({id:%d,name:'%s',size:[[300,250],[728,90]]});" % (i, words(1, 2)) for i in range(350))
    style = "<style>%s</style>" % "".join(".card--%d .card__title{margin:0 %dpx;color:#%06x}@media(max-width:600px){.card--%d{display:none}}" % (i, i, i * 991, i) for i in range(300))
    title = words(6, 10)
    return ('<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>%s | City Desk</title><meta property="og:title" content="%s"><meta property="og:site_name" content="City Desk">'
            '<meta name="author" content="R. Writer"><meta property="article:published_time" content="2025-07-31T08:00:00Z"><link rel="canonical" href="https://city.example/news/%d">'
            '<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"%s","author":{"@type":"Person","name":"R. Writer"},"datePublished":"2025-07-31T08:00:00Z"}</script>'
            '%s%s</head><body class="article"><header><nav><ul>%s</ul></nav></header><main><div class="layout"><article><h1>%s</h1><p class="byline">By <a rel="author" href="/p/w">R. Writer</a></p>%s</article>'
            '<div class="rail">%s</div></div><section class="comments"><ol>%s</ol></section></main><footer><div class="newsletter"><h4>Our letter</h4><p>Every morning in your inbox.</p><form><input type="email"></form></div><ul>%s</ul></footer>%s</body></html>'
            % (title, title, k, title, style, script, menu, title, body, "".join(teaser(i) for i in range(70)), "".join(comment(i) for i in range(60)), menu, script))


def pages_here(count):
    files = []
    for k in range(count):
        files.append("%s/%d.html" % (work, k))
        with open(files[-1], "w", encoding="utf-8") as f:
            f.write(page(k))
    return files


def pages_of(folder, wanted):
    files = []
    for i, row in enumerate(json.loads(x) for x in open(folder + "/truth.jsonl", encoding="utf-8")):
        if row["set"] == wanted:
            files.append("%s/%s-%d.html" % (work, wanted, i))
            with gzip.open(folder + "/" + row["file"]) as f, open(files[-1], "wb") as o:
                o.write(f.read())
    return files


def readability():
    tree = root + "/build/node"
    os.makedirs(tree, exist_ok=True)
    if not shutil.which("npm") or not shutil.which("node"):
        return None, "npm is not there"
    if not os.path.isdir(tree + "/node_modules/jsdom") or not os.path.isdir(tree + "/node_modules/@mozilla/readability"):
        p = subprocess.run(["npm", "--prefix", tree, "install", "--silent", "--no-audit", "--no-fund", "@mozilla/readability@0.6", "jsdom@26"],
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        if p.returncode:
            return None, "npm could not install it: " + (p.stdout.strip().splitlines() or ["no reason given"])[-1]
    return dict(os.environ, NODE_PATH=tree + "/node_modules"), None


def mean_ms(command, lines, env=None):
    p = subprocess.run(command, input="\n".join(lines) + "\n", stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=env, check=True)
    times = [float(x.split("\t")[0]) for x in p.stdout.splitlines()]
    if len(times) != len(lines):
        sys.exit("bench: %s answered %d of %d pages" % (command[0], len(times), len(lines)))
    return statistics.mean(times)


def race(what, files, env):
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(mean_ms([out + "/quality/read_driver", "-t"], [f + "\thttps://city.example/news/1" for f in files]))
        if env:
            theirs.append(mean_ms(["node", root + "/tests/bench/pages_readability.js"], files, env))
    m = statistics.median(ours)
    line = {"bench": "pages", "set": what, "pages": len(files), "mean_KB": round(sum(map(os.path.getsize, files)) / len(files) / 1000), "ms_a_page": round(m, 2)}
    if env:
        t = statistics.median(theirs)
        line.update({"readability_jsdom_ms": round(t, 1), "times_faster": round(t / m, 1), "wanted": 12})
    print(json.dumps(line), flush=True)


try:
    env, why = readability()
    if not env:
        print("left out: @mozilla/readability with jsdom (%s); ours alone" % why)
    race("written here", pages_here(20), env)
    found = sys.argv[2] if len(sys.argv) > 2 else os.environ.get("DATA", "") and os.environ["DATA"] + "/extraction"
    if found and os.path.exists(found + "/truth.jsonl"):
        race("zyte", pages_of(found, "zyte"), env)
    else:
        print("left out: real pages (say DATA=DIR, laid out as for make quality)")
finally:
    shutil.rmtree(work, ignore_errors=True)
