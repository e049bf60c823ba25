#!/usr/bin/env python3
"""How far the stories found depend on which stories there are, and on how much the articles say.

usage: stories.py DRIVER DATA SCORER

Each set is clustered 20 times with a random half of its stories, then the full texts once more with every body cut to so many words.
Mean, standard deviation and the mean of the worst five are printed."""
import importlib.util
import json
import random
import statistics
import subprocess
import sys

driver, data, scorer = sys.argv[1:4]
spec = importlib.util.spec_from_file_location("scorer", scorer)
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)


def load(name):
    with open(f"{data}/{name}", encoding="utf-8") as f:
        return [json.loads(line) for line in f if line.strip()]


def scores(articles, story):
    lines = "".join(json.dumps(a) + "\n" for a in articles)
    out = subprocess.run([driver], input=lines.encode(), stdout=subprocess.PIPE, check=True).stdout
    got = {r["id"]: r["cluster"] for r in map(json.loads, out.splitlines())}
    return module.scores({a["id"]: story[a["id"]] for a in articles}, got)


def spread(values):
    worst = statistics.mean(sorted(values)[:5])
    return "%.3f +- %.3f, worst five %.3f" % (statistics.mean(values), statistics.pstdev(values), worst)


articles = load("articles.jsonl")
story = {t["id"]: t["story"] for t in load("truth.jsonl")}
for name in sorted({a["set"] for a in articles}):
    own = [a for a in articles if a["set"] == name]
    stories = sorted({story[a["id"]] for a in own}, key=str)
    runs = []
    for seed in range(20):
        half = set(random.Random(seed).sample(stories, len(stories) // 2))
        runs.append(scores([a for a in own if story[a["id"]] in half], story))
    print("%-9s 20 random halves: pair F1 %s; B3 F1 %s" % (
        name, spread([r["pair_f1"] for r in runs]), spread([r["b3_f1"] for r in runs])))
    if not any(a.get("text") for a in own):
        continue
    for words in (20, 30, 50, 80):
        cut = [dict(a, text=" ".join(a["text"].split()[:words])) for a in own]
        r = scores(cut, story)
        print("%-9s cut to %d words: pair P %.3f R %.3f F1 %.3f  mixed %d" % (
            name, words, r["pair_p"], r["pair_r"], r["pair_f1"], r["mixed"]))
