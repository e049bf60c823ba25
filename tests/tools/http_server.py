#!/usr/bin/env python3
"""A small web server on loopback for tests: it answers, moves, lies and dawdles on request, and ends by itself.

  http_server.py [SECONDS]     prints "PORT OTHERPORT" when it is ready, serves for at most SECONDS (default 120)

Both ports serve the same paths; OTHERPORT stands for a neighbour that must not be asked. GET /hits answers how often each
port was asked, "PORT N\\n" a line, /hits itself not counted.
  /feed /page /text        small answers          /moved   301 to /feed           /found   302 to /feed
  /gone 410                /busy 429, Retry-After /hops/N  N redirects            /loop    302 to itself
  /neighbour               302 to OTHERPORT       /file    302 to file:///        /gzip    compressed feed, also
                           /deflate /zstd /brotli
  /bomb                    20 MB in 20 kB of gzip /endless no end                 /short   cut off
  /never                   no answer              /drip    a byte a second        /headers 200 header lines
  /etag                    304 when asked again   /robots.txt /private/x /chunked /latin1  wrong charset
"""
import gzip
import socketserver
import sys
import threading
import time
import zlib

FEED = (b'<?xml version="1.0"?><rss version="2.0"><channel><title>Tide Gauge</title><link>http://tide.example/</link>'
        b'<item><title>High water</title><link>http://tide.example/1</link><description>Noon.</description></item>'
        b'</channel></rss>')
HITS = {}
LOCK = threading.Lock()


class Handler(socketserver.BaseRequestHandler):
    def send(self, body=b"", status="200 OK", kind="text/html; charset=utf-8", extra=""):
        head = "HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n%s\r\n" % (
            status, kind, len(body), extra)
        self.request.sendall(head.encode("latin-1") + body)

    def move(self, to, status="302 Found"):
        self.send(status=status, extra="Location: %s\r\n" % to)

    def handle(self):
        self.request.settimeout(20)
        try:
            self.serve()
        except OSError:
            pass

    def serve(self):
        data = b""
        while b"\r\n\r\n" not in data and len(data) < 65536:
            more = self.request.recv(4096)
            if not more:
                return
            data += more
        head = data.decode("latin-1").lower()
        path = (data.split(b"\r\n")[0].decode("latin-1").split(" ") + ["", ""])[1]
        port = self.server.server_address[1]
        if path == "/hits":
            self.send("".join("%d %d\n" % (p, HITS[p]) for p in PORTS).encode())
            return
        with LOCK:
            HITS[port] += 1
        rss = "application/rss+xml"
        if path == "/feed":
            self.send(FEED, kind=rss, extra="Cache-Control: public, max-age=600\r\n")
        elif path == "/page":
            self.send(b"<html><title>Page</title><p>Words.</p></html>")
        elif path == "/text":
            self.send(b"plain", kind="text/plain")
        elif path == "/moved":
            self.move("/feed", "301 Moved Permanently")
        elif path == "/found":
            self.move("/feed")
        elif path == "/gone":
            self.send(b"gone", "410 Gone")
        elif path == "/busy":
            self.send(b"", "429 Too Many Requests", extra="Retry-After: 120\r\n")
        elif path.startswith("/hops/"):
            n = int(path[6:])
            self.move("/hops/%d" % (n - 1)) if n else self.send(FEED, kind=rss)
        elif path == "/loop":
            self.move("/loop")
        elif path == "/neighbour":
            self.move("http://127.0.0.1:%d/feed" % PORTS[1])
        elif path == "/file":
            self.move("file:///etc/hostname")
        elif path == "/gzip":
            self.send(gzip.compress(FEED), kind=rss, extra="Content-Encoding: gzip\r\n")
        elif path == "/deflate":
            self.send(zlib.compress(FEED), kind=rss, extra="Content-Encoding: deflate\r\n")
        elif path == "/zstd":  # RFC 8878: a frame with its size in four bytes, one raw block
            block = (len(FEED) << 3 | 1).to_bytes(3, "little")
            self.send(b"\x28\xb5\x2f\xfd\xa0" + len(FEED).to_bytes(4, "little") + block + FEED, kind=rss,
                      extra="Content-Encoding: zstd\r\n")
        elif path == "/brotli":  # RFC 7932: one block that is not compressed, and an empty last one
            block = ((len(FEED) - 1) << 4 | 1 << 20).to_bytes(3, "little")
            self.send(block + FEED + b"\x03", kind=rss, extra="Content-Encoding: br\r\n")
        elif path == "/bomb":
            z = zlib.compressobj(9, zlib.DEFLATED, 31)
            body = b"".join(z.compress(b"\0" * (1 << 20)) for _ in range(20)) + z.flush()
            self.send(body, kind=rss, extra="Content-Encoding: gzip\r\n")
        elif path == "/endless":
            self.request.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n<rss>")
            while True:
                self.request.sendall(b"<item/>" * 10000)
        elif path == "/short":
            self.request.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + FEED)
        elif path == "/never":
            time.sleep(20)
        elif path == "/drip":
            self.request.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n")
            for _ in range(20):
                self.request.sendall(b"x")
                time.sleep(1)
        elif path == "/headers":
            self.send(b"x", extra="X-A: b\r\n" * 200)
        elif path == "/etag":
            if 'if-none-match: "v1"' in head and "if-modified-since: thu, 31 jul 2025 05:07:00 gmt" in head:
                self.send(b"", "304 Not Modified")
            else:
                self.send(FEED, kind=rss, extra='ETag: "v1"\r\nLast-Modified: Thu, 31 Jul 2025 05:07:00 GMT\r\n')
        elif path == "/robots.txt":
            self.send(b"User-agent: *\nDisallow: /private/\nCrawl-delay: 1\n", kind="text/plain")
        elif path == "/chunked":
            self.request.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n6\r\n</rss>\r\n0\r\n\r\n")
        elif path == "/latin1":
            self.send(FEED.replace(b"High", b"H\xf6h"), kind=rss + "; charset=utf-8")
        else:
            self.send(b"found", "200 OK") if path.startswith(("/private/", "/n/")) else self.send(b"none", "404 Not Found")


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


servers = [Server(("127.0.0.1", 0), Handler) for _ in range(2)]
PORTS = [s.server_address[1] for s in servers]
for p in PORTS:
    HITS[p] = 0
for s in servers:
    threading.Thread(target=s.serve_forever, daemon=True).start()
print(*PORTS, flush=True)
time.sleep(float(sys.argv[1]) if len(sys.argv) > 1 else 120)
