#!/usr/bin/env python3
"""bench_fetch.py BULLETIN [SOURCES] [ITEMS]: what a fetch costs against a web server on loopback that answers at once.

Three rounds over SOURCES feeds of ITEMS entries each: all new, nothing new (304), and changed around the same entries (200,
another body). Then one feed of 10,000 entries, new and known. One line of JSON a round: seconds by the clock and of
the processor, requests, bytes written."""
import asyncio
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time

PROGRAM = sys.argv[1]
SOURCES = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
ITEMS = int(sys.argv[3]) if len(sys.argv) > 3 else 20
TEXT = "The channel will be dredged in three stages, the first of them before the winter, the board was told. " * 8
state = {"round": 0, "requests": 0, "port": 0}


def body(name, items):
    head = "<?xml version='1.0'?><rss version='2.0'><channel><title>%s %d</title>" % (name, state["round"])
    return (head + "".join(
        "<item><title>Item %d of %s</title><link>http://%s.example/%d</link><guid>%s-%d</guid>"
        "<pubDate>Thu, 31 Jul 2025 05:07:00 GMT</pubDate><description>%s</description></item>" % (i, name, name, i, name, i, TEXT)
        for i in range(items)) + "</channel></rss>").encode()


async def serve(reader, writer):
    try:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            state["requests"] += 1
            name = head.split(" ")[1].strip("/")
            tag = '"%d"' % state["round"]
            if "if-none-match: %s" % tag in head.lower():
                writer.write(("HTTP/1.1 304 Not Modified\r\nETag: %s\r\n\r\n" % tag).encode())
            else:
                b = body(name, 10000 if name == "big" else ITEMS)
                writer.write(("HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nETag: %s\r\nContent-Length: %d\r\n\r\n"
                              % (tag, len(b))).encode() + b)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


def run_server(ready):
    async def main():
        server = await asyncio.start_server(serve, "127.0.0.1", 0, backlog=512)
        state["port"] = server.sockets[0].getsockname()[1]
        ready.set()
        await server.serve_forever()
    asyncio.run(main())



def fetch(room, what, hour, named=()):
    state["requests"] = 0
    db = os.path.join(room, ".bulletin", "bulletin.db")
    before = os.stat(db).st_size if os.path.exists(db) else 0
    start, used = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    p = subprocess.run([PROGRAM, "--now", "2025-07-31T%02d:00:00Z" % hour, "-C", room, "fetch", "--json", *named],
                       stdout=subprocess.PIPE, check=False)
    took, now = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    rows = [json.loads(x) for x in p.stdout.splitlines()]
    print(json.dumps({"bench": "fetch", "round": what, "seconds": round(took, 3),
                      "processor_seconds": round(now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime, 3), "exit": p.returncode, "requests": state["requests"],
                      "new": sum(r["new"] for r in rows), "updated": sum(r["updated"] for r in rows),
                      "known": sum(r["known"] for r in rows), "database_grew": os.stat(db).st_size - before}), flush=True)


def room_with(names):
    room = tempfile.mkdtemp(prefix="bulletin-bench.")
    with open(os.path.join(room, "bulletin.yaml"), "w") as f:
        f.write("title: Bench\naddress: 1 Wharf Street\nsources:\n")
        for n in names:
            f.write('  - { outlet: %s, feed: "http://127.0.0.1:%d/%s", allow_private: true }\n' % (n, state["port"], n))
    return room


ready = threading.Event()
threading.Thread(target=run_server, args=(ready,), daemon=True).start()
ready.wait()
rooms = []
try:
    rooms.append(room_with(["s%d" % i for i in range(SOURCES)]))
    fetch(rooms[0], "%d sources, all new" % SOURCES, 6)
    fetch(rooms[0], "%d sources, nothing new" % SOURCES, 8)
    state["round"] = 1
    fetch(rooms[0], "%d sources, other bodies, known entries" % SOURCES, 10)
    rooms.append(room_with(["big"]))
    fetch(rooms[1], "10,000 entries, all new", 6)
    state["round"] = 2
    fetch(rooms[1], "10,000 entries, all known", 8)
finally:
    for r in rooms:
        shutil.rmtree(r, ignore_errors=True)
