#!/usr/bin/env python3
"""Outlets on loopback for tests of fetching: feeds that change, move, break and come back, pages behind them, and a neighbour
that nobody may ask.

  news_server.py [SECONDS]     prints "PORT NEIGHBOUR" when ready, serves for at most SECONDS (default 120)

GET /_set?NAME=VALUE sets a switch, GET /_log answers what was asked since the last /_log, a line a request:
"PORT PATH STATUS [conditional] AGENT". Switches: v=1|2|3 (what /a.rss says), broken=0|1, gone=0|1, busy=0|1, down=0|1 (pages).
"""
import gzip
import re
import sys
import threading
import time
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlparse

SWITCH = {"v": "1", "broken": "1", "gone": "1", "busy": "1", "down": "0"}
LOG = []
LOCK = threading.Lock()
LONG = ("The harbor board met on Tuesday evening and heard the engineers for two hours. The channel will be dredged in "
        "three stages, the first of them before the winter. Fishing boats keep their berths while the work goes on. ")


def feed(items, head="", encoding="utf-8"):
    body = '<?xml version="1.0" encoding="%s"?><rss version="2.0"><channel><title>Tide Gauge</title>' % encoding
    body += "<link>http://127.0.0.1:%d/</link>%s" % (PORTS[0], head)
    for guid, link, title, text in items:
        link = link if link.startswith("http") else "http://127.0.0.1:%d%s" % (PORTS[0], link)
        body += "<item><title>%s</title><link>%s</link><pubDate>Thu, 31 Jul 2025 05:07:00 GMT</pubDate>" % (title, link)
        body += ('<guid isPermaLink="false">%s</guid>' % guid if guid else "") + "<description>%s</description></item>" % text
    return body + "</channel></rss>"


def stories(v):
    items = [("g1", "/story/1?utm_source=rss", "Dredging begins in the north channel", "The first stage."),
             ("g2", "/story/2", "Ferry returns to winter timetable", "Fewer crossings."),
             ("g3", "/story/3", "Lighthouse keeper retires after forty years", "A farewell.")]
    if v >= 2:
        items[1] = ("g2", "/story/2", "Ferry returns to winter timetable early", "Fewer crossings, sooner.")
        items.insert(0, ("g4", "/story/4", "Storm closes the breakwater road", "Closed until Friday."))
    if v >= 3:
        items[0] = ("g4", "/story/4-moved", "Storm closes the breakwater road", "Closed until Friday.")
    return items


WAYS = ["https://city.example/news/quay-walls-4711", "http://www.city.example/news/quay-walls-4711?utm_source=rss&amp;fbclid=x#top",
        "https://amp.city.example/news/quay-walls-4711/", "https://city.example/news/quay-walls-4711/amp/?utm_medium=feed",
        "https://www.google.com/amp/s/www.city.example/news/quay-walls-4711",
        "https://city-example.cdn.ampproject.org/c/s/city.example/news/quay-walls-4711?amp=1&amp;amp_js_v=0.1",
        "https://city.example/news/quay-walls-4712"]


def page(n):
    titles = {t[0][1:]: t[2] for t in stories(2)}
    titles["2"] = "Ferry returns to winter timetable"
    if n == "5":
        return "<html><head><title>Before you go on</title></head><body><h1>Cookies</h1><p>We value privacy.</p></body></html>"
    why = "<h2>Why it matters</h2><ul><li>Commuters lose the late boat on weekdays.</li></ul>" if n == "2" else ""
    return ('<html><head><title>%s</title><link rel="canonical" href="http://127.0.0.1:%d/news/%s.html">'
            '<meta property="og:image" content="http://127.0.0.1:%d/i/%s.jpg"></head><body><article><h1>%s</h1>%s'
            "<p>%s</p><p>%s</p><p>%s</p></article></body></html>") % (
                titles.get(n, "Story"), PORTS[0], n, PORTS[0], n, titles.get(n, "Story"), why, LONG, LONG, LONG)


class Outlet(BaseHTTPRequestHandler):
    def log_message(self, *args):
        pass

    def answer(self, body=b"", status=200, kind="application/rss+xml", cut=0, **headers):
        if isinstance(body, str):
            body = body.encode()
        asked = "conditional " if "If-None-Match" in self.headers or "If-Modified-Since" in self.headers else ""
        with LOCK:
            LOG.append("%d %s %d %s%s" % (self.server.server_address[1], self.path, status, asked, self.headers.get("User-Agent", "-")))
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) + cut))
        for k, v in headers.items():
            self.send_header(k.replace("_", "-"), v)
        self.end_headers()
        self.wfile.write(body)

    def tagged(self, body, tag):
        if self.headers.get("If-None-Match") == tag:
            self.answer(status=304, ETag=tag)
        else:
            self.answer(body, ETag=tag)

    def do_GET(self):
        try:
            self.serve()
        except OSError:
            pass

    def serve(self):
        u = urlparse(self.path)
        p, here = u.path, PORTS[0]
        if p == "/_set":
            SWITCH.update({k: v[0] for k, v in parse_qs(u.query).items()})
            return self.plain("")
        if p == "/_log":
            with LOCK:
                text = "".join(line + "\n" for line in LOG)
                LOG.clear()
            return self.plain(text)
        v = int(SWITCH["v"])
        one = [("x" + p, "/story/9" + p, "Item of " + p[1:], "Short text.")]
        if p == "/a.rss":
            self.tagged(feed(stories(v)), '"a%d"' % v)
        elif p == "/b.rss":
            self.tagged(feed(stories(v)[:2]), '"b"')
        elif p.startswith("/ways"):
            way = WAYS[int(p[5:-4])]
            self.answer(feed([("w" + p, way, "Quay walls are to be raised", "By a metre.")]))
        elif p == "/plain.rss":
            self.answer(feed(one))
        elif p == "/dated.rss":
            when = "Thu, 31 Jul 2025 05:07:00 GMT"
            if self.headers.get("If-Modified-Since") == when:
                self.answer(status=304)
            else:
                self.answer(feed(one), Last_Modified=when)
        elif p in ("/moved.rss", "/moved308.rss"):
            self.answer(status=308 if "308" in p else 301, Location="/plain.rss" if "308" in p else "/dated.rss")
        elif p == "/found.rss":
            self.answer(status=302, Location="/gzip.rss")
        elif p == "/neighbour.rss":
            self.answer(status=302, Location="http://127.0.0.1:%d/secret" % PORTS[1])
        elif p == "/gone.rss":
            self.answer(status=410) if SWITCH["gone"] == "1" else self.answer(feed(one))
        elif p == "/busy.rss":
            self.answer(status=429, Retry_After="7200") if SWITCH["busy"] == "1" else self.answer(feed(one))
        elif p == "/broken.rss":
            self.answer("oops", 500) if SWITCH["broken"] == "1" else self.answer(feed(one))
        elif p == "/gzip.rss":
            self.answer(gzip.compress(feed(one).encode()), Content_Encoding="gzip")
        elif p == "/stuck.rss":
            time.sleep(60)
            self.answer(status=204)
        elif p == "/slow.rss":
            time.sleep(1.5)
            self.answer(feed(one))
        elif p == "/short.rss":
            self.answer(feed(one)[:200], cut=5000)
        elif p == "/bad.rss":
            self.answer(feed(one).replace("Short text.", "<b>Open & broken"))
        elif p == "/huge.rss":
            self.answer(feed(one) + " " * (11 << 20))
        elif p == "/bomb.rss":
            self.answer(gzip.compress(b" " * (30 << 20)), Content_Encoding="gzip")
        elif p == "/latin.rss":
            self.answer(feed([("l", "/story/9l", "Caf\xe9 on the quay", "Open.")], encoding="iso-8859-1").encode("latin-1"),
                        kind="application/rss+xml; charset=utf-8")
        elif p == "/ttl.rss":
            self.answer(feed(one, head="<ttl>180</ttl>"))
        elif p == "/many.rss":
            self.tagged(feed([("m%d" % i, "/m/%d" % i, "Notice %d" % i, "Short text.") for i in range(2000)], head="<ttl>%d</ttl>" % v), '"m%d"' % v)
        elif p == "/hours.rss":
            self.tagged(feed(one, head="<skipHours><hour>9</hour><hour>10</hour></skipHours>"), '"h"')
        elif p == "/days.rss":
            self.answer(feed(one, head="<skipDays><day>Thursday</day><day>Friday</day></skipDays>"))
        elif p == "/age.rss":
            self.answer(feed(one), Cache_Control="public, max-age=10800")
        elif p == "/expires.rss":
            self.answer(feed(one), Expires=formatdate(time.time() + 10800, usegmt=True))
        elif p == "/nameless.rss":
            self.answer("<rss version='2.0'><channel><title>N</title><item><title>First one</title></item>"
                        "<item><title>Second one</title></item></channel></rss>")
        elif p == "/notices.rss":
            self.answer(feed([("n%d" % i, "/notices", "Notice %d to mariners" % i, "Buoy %d is unlit." % i) for i in range(3)]))
        elif p == "/full.rss":
            self.tagged(feed(stories(v) + [("g5", "/story/5", "Cranes arrive by barge on Sunday", "Two cranes."),
                                           ("g6", "/closed/6", "Fish market opens an hour earlier", "From Monday.")]), '"f%d"' % v)
        elif p == "/front":
            self.answer('<html><head><link rel="alternate" type="application/rss+xml" href="/a.rss"></head><body>' + "".join(
                '<h2><a href="/s/%d">Dredgers return to the harbor, day %d</a></h2><p>They came.</p>' % (i, i) for i in range(9)), kind="text/html")
        elif p == "/ago":
            self.answer("<h1>Second crane is up</h1><p>By Ann Lee | %d hours ago</p><p>%s</p>" % (v + 1, LONG), kind="text/html")
        elif p == "/ago.rss":
            self.answer(feed(one).replace("Thu, 31 Jul 2025 05:07:00 GMT", "%d hours ago" % (v + 1)))
        elif p == "/nameless-ago.rss":
            self.answer(re.sub(r"<(link|guid)[^>]*>[^<]*</\1>", "", feed(one).replace("Thu, 31 Jul 2025 05:07:00 GMT", "%d hours ago" % (v + 1))))
        elif p == "/site":
            self.answer('<html><head><title>Site</title><link rel="alternate" type="application/rss+xml" title="Tide Gauge" '
                        'href="/a.rss"></head><body><p>Welcome.</p></body></html>', kind="text/html")
        elif p == "/robots.txt":
            self.answer("User-agent: *\nDisallow: /closed/\n", kind="text/plain")
        elif p.startswith("/story/") or p.startswith("/news/") or p.startswith("/closed/"):
            n = p.split("/")[2].split(".")[0]
            if SWITCH["down"] == "1":
                self.answer("later", 503, "text/html")
            else:
                self.answer(page(n), kind="text/html; charset=utf-8")
        else:
            self.answer("none", 404, "text/plain")

    def plain(self, text):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(text.encode())


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256


servers = [Server(("127.0.0.1", 0), Outlet) for _ in range(2)]
PORTS = [s.server_address[1] for s in servers]
for s in servers:
    threading.Thread(target=s.serve_forever, daemon=True).start()
print(*PORTS, flush=True)
time.sleep(float(sys.argv[1]) if len(sys.argv) > 1 else 120)
