#!/bin/sh
# The whole program killed with SIGKILL, at random moments of a send and at every named fault point, and started again until it says it
# is done: judged from the mail catcher's own log, nobody is missed, and everybody who got two is named by `who --doubted`.
# SOAK=1: 20,000 people and 240 random kills, 100,000 people and 50 kills, every named point early, in the middle and late. SEED: others.
. "$(dirname "$0")/lib.sh"
needs tools/sink crash/bulletin
cat >"$TMP/kills.py" <<'P'
import collections, json, os, re, signal, subprocess, time
from rooms import *

LINE = 150  # bytes of the catcher's log for one message, roughly

def struck(r, deaths, kills, people):
    """Kills until there have been so many, or all is done: some early, before anything goes out, most after a share of the mail."""
    while len(deaths.at) < kills:
        p = r.send()
        if rnd.random() < 0.15:
            code = kill_when(p, r.sink, seconds=rnd.uniform(0.01, 0.3))
        else:
            code = kill_when(p, r.sink, grown=int(rnd.uniform(0.05, 1.6) * LINE * people / kills))
        if code is None:
            deaths.now()
        elif code == 0:
            return True
        elif code != 75:
            ok(False, "a killed edition goes on", "exit %s\n%s" % (code, r.said()))
            return False
        else:
            r.later += 15
    return r.goes_on()

def killed(name, flags, kills, people, most, relay="connections: 8", digest="", hold=False):
    """Editions until there were that many kills."""
    each = min(kills, 50)
    left, at, missed = kills, 0, 0
    while left > 0:
        at += 1
        title = name if at == 1 else "%s, edition %d" % (name, at)
        s = Sink(title, *flags)
        r, deaths = Room(title, s, people, ", " + relay, digest), Deaths(s)
        ok(struck(r, deaths, min(each, left), people), "%s: done after %d kills" % (title, len(deaths.at)), r.said())
        s.end()
        deaths.account(title, r, most, hold, s.counts["lost"])
        missed += not deaths.at # who shall kill got no processor before all was done: then the next edition
        if (deaths.at or missed > 4) and not ok(len(deaths.at) > 0, title + ": it was killed in the middle"):
            return
        left -= len(deaths.at)

# ---- every point that has a name in the source
NAMES = sorted({m for d, _, files in os.walk(ROOT + "/src") for f in files for m in re.findall(r'fault_point\("([a-z-]+)"\)', open(d + "/" + f, errors="replace").read())})

def passages(people, relay, **more):
    """How often a calm send passes each point."""
    s = Sink("calm")
    r = Room("calm " + relay[:7], s, people, ", connections: 4", **more)
    r.send(FAULT_COUNT=T + "/passed").wait(600)
    s.end()
    return {k: int(v) for k, v in (line.split() for line in open(T + "/passed"))}

def at_points(people):
    passed = passages(people, "smtp")
    todo = []
    for name in NAMES:
        if name in passed:
            k = passed[name]
            todo += [(name, x) for x in sorted({1, (k + 1) // 2, k} if not SOAK else {1, 2, k // 4 + 1, (k + 1) // 2, max(1, k - 1), k})]
    for without, most in (("none", 4 * 16), ("CHUNKING", 4), ("CHUNKING,PIPELINING", 4))[:many(1, 3)]: # killed.sh has the others
        for name, x in todo:
            title = "killed at %s %d without %s" % (name, x, without)
            s = Sink("point", "--without", without)
            r, deaths = Room("point", s, people, ", connections: 4"), Deaths(s)
            code = r.send(BULLETIN_FAULT="%s:%d" % (name, x)).wait(600)
            deaths.now()
            # other ways of talking group results and claims otherwise, so the last passage may be missing there
            if code != -9 and not (code == 0 and x > 1):
                ok(False, title + ": it was", "exit %s\n%s" % (code, r.said()))
            done = r.goes_on()
            s.end()
            deaths.count()
            twice = {a for a, k in deaths.copies.items() if k > 1}
            ok(done and set(deaths.copies) == r.people and twice <= r.who("--doubted") and len(twice) <= most and not deaths.breaches
               and r.say("verify").returncode == 0, "%s: 0 missed, %d twice, all named" % (title, len(twice)),
               "%d of %d, twice %d\n%s" % (len(deaths.copies), people, len(twice), r.said()))
            shutil.rmtree(r.d)
    return passed

def at_rare_points(passed):
    """Those only another death or another way of delivery leads to."""
    s = Sink("rare", "--delay", "2")
    r, deaths = Room("rare", s, 300, ", connections: 4"), Deaths(s)
    r.send(BULLETIN_FAULT="answered:40").wait(600)
    deaths.now()
    swept = r.send(BULLETIN_FAULT="sweep-before-commit:1").wait(600)
    deaths.now()
    ok(swept == -9 and r.goes_on(), "killed while what a death left is swept up", r.said())
    s.end()
    deaths.account("killed while sweeping", r, 64)
    box = Room("box", s, 300, url="maildir:outbox")
    for point in "maildir-written:30", "maildir-renamed:60", "answered:100":
        ok(box.send(BULLETIN_FAULT=point).wait(600) == -9, "maildir: killed at " + point, box.said())
    ok(box.goes_on(), "maildir: and sent again", box.said())
    files = os.listdir(box.d + "/outbox/new")
    ok(len(files) == 300 and not os.listdir(box.d + "/outbox/tmp"), "maildir: each once, even those in doubt, and nothing left in tmp", len(files))
    left = set(NAMES) - set(passed) - {"sweep-before-commit", "maildir-written", "maildir-renamed"}
    ok(not left, "every named point was reached", sorted(left))

# ---- SIGTERM: what is in flight is drained and recorded, the exit code says later
def told_to_stop():
    s = Sink("term", "--delay", "20")
    r, deaths = Room("term", s, 600, ", rate: 100/s"), Deaths(s)
    p = r.send()
    while p.poll() is None and s.size() < 20 * LINE:
        time.sleep(0.01)
    p.send_signal(signal.SIGTERM)
    code = p.wait(120)
    ok(code == 75, "SIGTERM drains and exits 75", "exit %s" % code)
    state = json.loads(r.say("--json", "status", EDITION).stdout)
    ok(state["sending"] == 0 and state["in_doubt"] == 0, "nothing is left in the air", state)
    deaths.count()
    ok(len(deaths.copies) == state["sent"], "what the catcher has is what the ledger says", "%d, %s" % (len(deaths.copies), state))
    ok(r.goes_on(), "and the next send ends it", r.said())
    s.end()
    deaths.account("term", r, 0)

STORM = ("--greylist", "--after", "20", "--fault", "reply=rcpt:/10:451 4.2.0 later", "--fault", "drop=mail:/97", "--fault", "reply=text:/21:452 4.3.1 full")
MANY = many(1500, 20000)
# As many letters are under way as the line needs (pace_depth): on a short one as many as there are connections, on a long one up to
# 16 on each of the eight, which may all be doubled at the very worst.
killed("pipelined, a long line", ("--delay", "40"), many(5, 60), MANY, 128)
# one a connection; where there is no free processor for the catcher every line is longer, so the short form allows a second one
killed("pipelined, no distance", (), many(4, 60), MANY, many(16, 8))
killed("grouped", ("--without", "CHUNKING", "--delay", "1"), many(4, 60), MANY, 8)
killed("one at a time", ("--without", "PIPELINING,CHUNKING", "--delay", "1"), many(4, 60), MANY, 8)
killed("held", ("--delay", "2"), many(4, 30), MANY, 0, digest="in_doubt: hold", hold=True)
killed("rough weather", STORM, many(4, 30), many(600, 20000), 128)
killed("answers lost", ("--without", "CHUNKING", "--fault", "lost=text:/97"), many(3, 30), many(600, 20000), 8)
if SOAK:
    killed("a hundred thousand", (), 50, 100000, 8)
at_rare_points(at_points(many(260, 20000)))
told_to_stop()
finish()
P
python "$TMP/kills.py"
