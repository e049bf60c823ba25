#!/usr/bin/env python3
"""Reads the pages of an extraction set and writes what score_extraction.py wants.

usage: extraction.py READER DATADIR > results.jsonl

READER is the batch driver (tests/quality/read_driver.c) or the program itself; DATADIR holds truth.jsonl and the gzipped pages
it names. A page's address is given only when it is one.
"""
import gzip
import json
import os
import subprocess
import sys
import tempfile


def answers(reader, rows, folder):
    """One article (or None) for each row, in order."""
    if os.path.basename(reader) == "bulletin":
        for path, url, charset in rows:
            command = [reader, "read", "--json"] + (["--url", url] if url else []) + [path]
            out = subprocess.run(command, capture_output=True).stdout.decode("utf-8", "replace")
            lines = [line for line in out.splitlines() if line.startswith("{")]
            yield json.loads(lines[0]) if lines else None
        return
    listing = os.path.join(folder, "list.tsv")
    with open(listing, "w") as f:
        for row in rows:
            f.write("\t".join(row) + "\n")
    with open(listing) as f:
        out = subprocess.run([reader], stdin=f, stdout=subprocess.PIPE).stdout.decode("utf-8", "replace")
    for line in out.split("\n"):
        if line:
            yield json.loads(line)


def main():
    reader, data = sys.argv[1:3]
    with open(os.path.join(data, "truth.jsonl"), encoding="utf-8") as f:
        truth = [json.loads(line) for line in f if line.strip()]
    with tempfile.TemporaryDirectory() as folder:
        rows = []
        for i, t in enumerate(truth):
            path = os.path.join(folder, "%d.html" % i)
            with gzip.open(os.path.join(data, t["file"])) as page, open(path, "wb") as f:
                f.write(page.read())
            url = t["url"] if t["url"].startswith("http") else ""
            rows.append((path, url, t.get("charset") or ""))
        for t, a in zip(truth, answers(reader, rows, folder)):
            a = a or {}
            print(json.dumps({"id": t["id"], "body": a.get("text", ""), "title": a.get("title"), "author": a.get("authors"),
                              "published": a.get("published"), "site_name": a.get("outlet"), "lang": a.get("lang")}))


main()
