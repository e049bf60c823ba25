#!/bin/sh
# The whole program killed with SIGKILL at random moments of a send and started again until it says it is done: judged from the mail
# catcher's own log, nobody is missed, and everybody who got two is named by `who --doubted`. KILLS and PEOPLE: more of both (SOAK=1).
. "$(dirname "$0")/../lib.sh"
export BULLETIN TMP OUT
KILLS=${KILLS:-${SOAK:+200}}
PEOPLE=${PEOPLE:-${SOAK:+20000}}
export KILLS="${KILLS:-12}" PEOPLE="${PEOPLE:-1500}"
cat >"$TMP/kills.py" <<'P'
import collections, json, os, random, signal, subprocess, sys, time
B, T, OUT = os.environ["BULLETIN"], os.environ["TMP"], os.environ["OUT"]
kills, people = int(os.environ["KILLS"]), int(os.environ["PEOPLE"])
rnd, now, n, bad = random.Random(4), "2025-07-31T11:05:00Z", 0, 0

def ok(good, name, more=""):
    global n, bad
    n += 1
    bad += not good
    print(("ok" if good else "not ok"), n, "-", name)
    if not good and more:
        print("#", more)

def sink(*flags):
    log = T + "/accepted-%d.jsonl" % n
    p = subprocess.Popen([OUT + "/tools/sink", "--port", "0", "--log", log, *flags], stdout=subprocess.PIPE, text=True)
    port = "".join(c for c in p.stdout.readline() if c.isdigit() or c == " ").split()[-1]
    return p, port, log

def room(name, port, extra=""):
    d = T + "/" + name
    subprocess.run([B, "-q", "--now", now, "init", d], check=True)
    y = open(d + "/bulletin.yaml").read().replace('"maildir:outbox"', '"smtp://127.0.0.1:%s"%s' % (port, extra))
    open(d + "/bulletin.yaml", "w").write(y)
    with open(d + "/subscribers/sample.csv", "w") as f:
        f.write("email,name,topics\n" + "".join("reader%d@people.example,Reader %d,\n" % (i, i) for i in range(people)))
    return d

def send(d, when=now):
    return subprocess.Popen([B, "-q", "--now", when, "-C", d, "send", "morning", "--yes"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

def got(log):
    c = collections.Counter()
    for line in open(log):
        j = json.loads(line)
        for r in j.get("rcpts") or j.get("to") or j.get("rcpt") or []:
            c[r.lower()] += 1
    return c

def say(d, *args):
    return subprocess.run([B, "--now", now, "-C", d, *args], capture_output=True, text=True)

def account(d, log, name):
    c, want = got(log), {"reader%d@people.example" % i for i in range(people)}
    twice = {a for a, k in c.items() if k > 1}
    named = {json.loads(l)["address"] for l in say(d, "--json", "who", "morning-2025-07-31", "--doubted").stdout.splitlines()}
    ok(not want - set(c), "%s: nobody is missed" % name, "%d missed" % len(want - set(c)))
    ok(not set(c) - want, "%s: nobody else got anything" % name)
    ok(not twice - named, "%s: everybody who got two is named (%d twice, %d named)" % (name, len(twice), len(named)), str(sorted(twice - named)[:5]))
    ok(say(d, "verify").returncode == 0, "%s: the ledger closes" % name)

def killed(name, flags, extra="", most=kills):
    p, port, log = sink(*flags)
    d, done, struck, later = room(name, port, extra), False, 0, 0
    for _ in range(most * 4):
        # who was put off is tried again when the time has come, as from cron
        s = send(d, "2025-07-31T%02d:%02d:00Z" % divmod(11 * 60 + 5 + 15 * min(later, 48), 60))
        try:
            code = s.wait(rnd.uniform(0.02, 0.30) if struck < most else 120)
            if code == 0:
                done = True
                break
            later += code == 75
            time.sleep(0.05)
        except subprocess.TimeoutExpired:
            s.send_signal(signal.SIGKILL)
            s.wait()
            struck += 1
    ok(done, "%s: done after %d kills" % (name, struck))
    ok(struck >= 3, "%s: it was killed in the middle, more than once" % name)
    time.sleep(0.2)
    p.terminate()
    p.wait()
    account(d, log, name)

killed("pipelined", ["--delay", "5"])
killed("one at a time", ["--without", "PIPELINING,CHUNKING", "--delay", "1"], ", connections: 3")
killed("rough weather", ["--fault", "reply=rcpt:0.02:421 4.3.2 busy", "--fault", "drop=text:0.01"], "", max(4, kills // 3))

# SIGTERM: what is in flight is drained and recorded, the exit code says later
p, port, log = sink("--delay", "20")
d = room("term", port)
s = send(d)
for _ in range(600): # until the first mail has gone
    lines = say(d, "--json", "status").stdout.splitlines()
    if s.poll() is not None or (lines and json.loads(lines[0])["sent"] > 0):
        break
    time.sleep(0.05)
s.send_signal(signal.SIGTERM)
code = s.wait(60)
ok(code in (75, 0), "SIGTERM drains and exits 75", "exit %s" % code)
state = json.loads(say(d, "--json", "status", "morning-2025-07-31").stdout)
ok(state["sending"] == 0 and state["in_doubt"] == 0, "nothing is left in the air", str(state))
ok(len(got(log)) == state["sent"], "what the catcher has is what the ledger says", "%d, %s" % (len(got(log)), state))
ok(send(d).wait(120) == 0, "and the next send ends it")
p.terminate()
p.wait()
account(d, log, "term")
print("1..%d" % n)
sys.exit(bad > 0)
P
python3 "$TMP/kills.py"
