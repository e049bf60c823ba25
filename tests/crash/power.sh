#!/bin/sh
# The power goes while the whole program sends: what was not synced is lost, or torn, the boot is another one, and the next send goes on
# from there. Judged from the mail catcher's own log: nobody is missed, and whoever got two is named; with `in_doubt: hold` nobody gets
# two, and whoever may be missed is listed. SOAK=1: 10,000 people and 20 cuts of each kind. SEED: other moments.
. "$(dirname "$0")/lib.sh"
needs tools/sink crash/bulletin
cat >"$TMP/cuts.py" <<'P'
from rooms import *

LINE = 150
PEOPLE, CUTS = many(900, 10000), many(5, 20)

def struck(r, disk, deaths, lucky):
    """Cuts while the newsroom is read and frozen, at some write of the ledger, and after a share of the mail; True when all is done."""
    tries = 0
    while len(deaths.at) < CUTS and tries < 4 * CUTS:
        tries += 1
        how = rnd.random()
        point = {"BULLETIN_FAULT": "*:%d" % rnd.randint(1, 3 * PEOPLE // CUTS)} if how < 0.3 else {}
        p = r.send(**disk.env(), **point)
        if point:
            code = p.wait(600)
            code = None if code == -9 else code
        elif how < 0.45:
            code = kill_when(p, r.sink, seconds=rnd.uniform(0.01, 0.3))
        else:
            code = kill_when(p, r.sink, grown=int(rnd.uniform(0.05, 1.6) * LINE * PEOPLE / CUTS))
        if code is None:
            deaths.now()
            disk.cut(lucky)
        elif code == 0:
            return True
        else:
            return ok(False, "it goes on after a power cut", "exit %s\n%s" % (code, r.said()))
    return r.goes_on()

# Two claims are at work at once (CLAIM_MAX in send/run_parts.h): more than that no cut doubles, and on average not more than 64.
def power(name, flags=("--delay", "2"), lucky=False, digest="", hold=False, most=64):
    for again in range(5): # where all is done before the second cut, who cuts got no processor in time
        s = Sink(name, *flags)
        r = Room(name + " again" * again, s, PEOPLE, ", connections: 8", digest)
        deaths, disk = Deaths(s), Disk(r)
        done = struck(r, disk, deaths, lucky)
        s.end()
        if len(deaths.at) >= 2 or not done:
            break
    ok(done, "%s: done after %d power cuts" % (name, len(deaths.at)), r.said())
    ok(len(deaths.at) >= 2, name + ": the power went in the middle")
    deaths.account(name, r, most, hold)

# The database is made: a cut before each sync in turn leaves none or a good one, and the same command does the rest.
def first_time(name, lucky):
    wrong, cuts, code, s = [], 0, -9, Sink(name)
    while code == -9:
        r = Room("%s %d" % (name, cuts), s, 3)
        disk = Disk(r)
        p = subprocess.run([CRASHING, *r.args("--json", "articles")[1:]], env={**os.environ, **disk.env(), "POWER_CUT": str(cuts + 1)}, capture_output=True)
        code = p.returncode
        if code == -9:
            cuts += 1
            disk.cut(lucky)
        after, sound = r.say("--json", "articles"), r.say("verify")
        if code not in (0, -9) or after.returncode or after.stdout.count("\n") != 8 or sound.returncode:
            wrong.append((cuts, code, after.returncode, after.stdout.count("\n"), after.stderr, sound.stdout + sound.stderr))
    s.end()
    ok(not wrong, "%s: goes on after each of %d cuts" % (name, cuts), wrong[:2])
    ok(cuts >= 5, name + ": the power went at every sync")

# Megabytes of articles at once, which go into the database without its log: a cut before each sync in turn leaves what was there before,
# or all of it as well, and the same command does the rest.
def much(where):
    os.mkdir(where)
    for f in range(10):
        items = "".join("<item><title>Pier %d %d stands</title><link>https://pier.example/%d/%d</link><description>%s</description></item>"
                        % (f, k, f, k, "Piles %d to %d were driven in a night. " % (k, f) * 150) for k in range(35))
        open("%s/%d.xml" % (where, f), "w").write("<rss version='2.0'><channel><title>Piers</title>%s</channel></rss>" % items)
    return [where + "/%d.xml" % f for f in range(10)]

def added(name, lucky):
    wrong, cuts, ends, code, s, files = [], 0, set(), -9, Sink(name), much(T + "/" + name.replace(" ", "-") + "-files")
    while code == -9:
        r = Room("%s %d" % (name, cuts), s, 3)
        before = r.say("--json", "articles").stdout.count("\n")
        disk = Disk(r)
        p = subprocess.run([CRASHING, *r.args("add", *files)[1:]], env={**os.environ, **disk.env(), "POWER_CUT": str(cuts + 1)}, capture_output=True)
        code = p.returncode
        if code == -9:
            cuts += 1
            disk.cut(lucky)
        first, again, after, sound = (r.say(*x) for x in (("--json", "articles"), ("add", *files), ("--json", "articles"), ("verify",)))
        there = first.stdout.count("\n")
        ends.add(there - before)
        if code not in (0, -9) or there - before not in (0, 350) or again.returncode or after.stdout.count("\n") != before + 350 or sound.returncode:
            wrong.append((cuts, code, before, there, again.returncode, again.stderr, after.stdout.count("\n"), sound.stdout + sound.stderr))
    s.end()
    ok(not wrong, "%s: goes on after each of %d cuts" % (name, cuts), wrong[:2])
    ok(cuts >= 8 and ends == {0, 350}, name + ": the power went at every sync", (cuts, ends))

for i in range(many(1, 10)):
    added("many articles %d" % i, False)
    added("many articles, some of what was not synced %d" % i, True)
for i in range(many(1, 10)):
    first_time("a new database %d" % i, False)
    first_time("a new database, some of what was not synced %d" % i, True)
power("only what was synced")
power("only what was synced, grouped", ("--without", "CHUNKING", "--delay", "1"))
power("some of what was not synced", lucky=True)
power("some of what was not synced, one at a time", ("--without", "CHUNKING,PIPELINING", "--delay", "1"), lucky=True)
power("held", digest="in_doubt: hold", hold=True)
power("held, some of what was not synced", lucky=True, digest="in_doubt: hold", hold=True)
finish()
P
python "$TMP/cuts.py"
