#!/usr/bin/env python3
"""Reads the inputs of a feed set and writes what score_feeds.py wants.

usage: feeds.py DRIVER DATADIR > results.jsonl

DRIVER is tests/quality/feed_driver.c, which answers by path; DATADIR holds truth.jsonl and the files it names.
"""
import json
import os
import subprocess
import sys

driver, data = sys.argv[1:3]
rows = [json.loads(line) for line in open(os.path.join(data, "truth.jsonl"), encoding="utf-8")]
path = {row["id"]: os.path.join(data, row["file"]) for row in rows}
asked = "".join(f"{path[r['id']]}\t{r['content_type']}\n" if r.get("content_type") else f"{path[r['id']]}\n" for r in rows)
done = subprocess.run([driver], input=asked.encode(), stdout=subprocess.PIPE, check=True)
for row, line in zip(rows, done.stdout.decode("utf-8").splitlines()):
    answer = json.loads(line)
    assert answer["id"] == path[row["id"]]
    answer["id"] = row["id"]
    print(json.dumps(answer))
