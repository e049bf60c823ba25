#!/bin/sh
# A run that is watched, stopped, paused and cancelled: what people see, and that nobody is lost or doubled who is not named.
. "$(dirname "$0")/../lib.sh"
case $OUT in */san) san=SAN=1 ;; *) san= ;; esac
# shellcheck disable=SC2086
[ -x "$OUT/tools/sink" ] || MAKEFLAGS='' make -s --no-print-directory -C "$ROOT" $san "${OUT#"$ROOT"/}/tools/sink" >"$TMP/make" 2>&1 || { cat "$TMP/make"; exit 1; }
export BULLETIN TMP OUT
cat >"$TMP/stopping.py" <<'P'
import collections, json, os, pty, re, select, signal, subprocess, sys, time
B, T, OUT = os.environ["BULLETIN"], os.environ["TMP"], os.environ["OUT"]
NOW, E, MANY = "2025-07-31T11:05:00Z", "morning-2025-07-31", 400
n = bad = 0

def ok(good, name, more=""):
    global n, bad
    n, bad = n + 1, bad + (not good)
    print("ok" if good else "not ok", n, "-", name, flush=True)
    if not good and more:
        print("\n".join("# " + line for line in str(more).splitlines()))

class Room:
    def __init__(self, name, relay, *sink):
        self.d, self.log = T + "/" + name, T + "/" + name + ".log"
        self.sink = subprocess.Popen([OUT + "/tools/sink", "--log", self.log, *sink], stdout=subprocess.PIPE, text=True)
        port = self.sink.stdout.readline().strip()
        subprocess.run([B, "-q", "--now", NOW, "init", self.d], check=True)
        y = open(self.d + "/bulletin.yaml").read().replace('url: "maildir:outbox"', 'url: "smtp://127.0.0.1:%s", %s' % (port, relay))
        open(self.d + "/bulletin.yaml", "w").write(y)
        self.people = ["reader%d@example.com" % i for i in range(MANY)]
        open(self.d + "/subscribers/sample.csv", "w").write("email,name\n" + "".join(a + ",Reader\n" for a in self.people))

    def args(self, *a):
        return [B, "--now", NOW, "-C", self.d, *a]

    def say(self, *a):
        return subprocess.run(self.args(*a), capture_output=True, text=True, timeout=120)

    def start(self, *a):
        return subprocess.Popen(self.args(*a), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def status(self):
        r = self.say("--json", "status", E)
        return json.loads(r.stdout) if r.returncode == 0 else {}

    def until(self, sent):
        """The ledger says so many; the last it said."""
        end, s = time.monotonic() + 120, self.status()
        while s.get("sent", 0) < sent and s.get("state") != "done" and time.monotonic() < end:
            time.sleep(0.02)
            s = self.status()
        return s

    def got(self):
        c = collections.Counter()
        for line in open(self.log) if os.path.exists(self.log) else ():
            if line.endswith("\n"):  # else it is being written
                c.update(json.loads(line).get("rcpts", ()))
        return c

    def edit(self, old, new):
        y = open(self.d + "/bulletin.yaml").read()
        assert re.search(old, y)
        open(self.d + "/bulletin.yaml", "w").write(re.sub(old, new, y))

    def end(self):
        self.sink.terminate()
        self.sink.communicate()

# A run of half a minute, so that it is in its middle whenever somebody looks, also where looking takes seconds.
RATE = ", rate: 15/s"
SLOW = ("--delay", "20", "--without", "CHUNKING")

# ---- one signal: what is under way is answered, the rest waits
r = Room("signal", "connections: 4" + RATE, *SLOW)
for sig in (signal.SIGINT, signal.SIGTERM):
    before = sum(r.got().values())
    p = r.start("--json", "send", "morning", "--yes")
    s = r.until(before + 20)
    ok(s.get("state") == "sending" and 0 < s.get("sent", 0) < MANY and s["audience"] == MANY, "status --json while it runs", s)
    p.send_signal(sig)
    out, err = p.communicate(timeout=60)
    ok(p.returncode == 75, "%s: exit 75" % sig.name, err)
    line = json.loads(out.strip().splitlines()[-1])
    ok(line["edition"] == E and line["queued"] > 0 and line["in_doubt"] == 0 and line["sending"] == 0, "it leaves nobody in doubt", out)
    ok(line["sent"] == len(r.got()), "and says what the catcher has")
r.edit(RATE, "")
ok(r.say("send", "morning", "--yes").returncode == 0 and set(r.got()) == set(r.people) and max(r.got().values()) == 1, "sent again: everybody once")
v = r.say("--json", "verify", E)
ok(v.returncode == 0 and json.loads(v.stdout)["closes"] is True and json.loads(v.stdout)["sent"] == MANY, "verify --json tells its own count", v.stdout)
r.end()

# ---- two signals: at once, and nothing is lost
r = Room("twice", "connections: 4", "--fault", "mute=text:1.0")
p = r.start("send", "morning", "--yes")
end = time.monotonic() + 120
while not r.got() and time.monotonic() < end:
    time.sleep(0.02)
p.send_signal(signal.SIGINT)
time.sleep(1)
ok(p.poll() is None, "one signal waits for the answers")
at = time.monotonic()
p.send_signal(signal.SIGINT)
p.communicate(timeout=120)
took = time.monotonic() - at  # a minute, if it waited
ok(p.returncode == 75 and took < 20, "the second one does not", "%s after %s s" % (p.returncode, took))
r.end()
ok(len(r.got()) > 0, "somebody has it, and it was never said")
r.sink = subprocess.Popen([OUT + "/tools/sink", "--log", r.log], stdout=subprocess.PIPE, text=True)
r.edit(r"127\.0\.0\.1:\d+", "127.0.0.1:" + r.sink.stdout.readline().strip())
ok(r.say("send", "morning", "--yes").returncode == 0 and set(r.got()) == set(r.people), "sent again: nobody is lost")
doubted = {json.loads(l)["address"] for l in r.say("--json", "who", E, "--doubted").stdout.splitlines()}
twice = {a for a, k in r.got().items() if k > 1}
ok(twice and twice <= doubted, "who has two is named", "%s, named %s" % (sorted(twice), sorted(doubted)))
ok(r.say("verify").returncode == 0, "the ledger closes")
r.end()

# ---- from another shell
r = Room("shell", "connections: 4" + RATE, *SLOW)
p = r.start("send", "morning", "--yes")
r.until(20)
ok(r.say("pause", E).returncode == 0, "pause")
p.communicate(timeout=60)
ok(p.returncode == 75, "the run ends with 75", p.returncode)
s = r.status()
ok(s["state"] == "paused" and s["in_doubt"] == 0 and s["sending"] == 0 and s["sent"] == len(r.got()) < MANY, "paused, nobody in doubt", s)
q = r.say("send", "morning", "--yes")
ok(q.returncode == 75 and "resume" in q.stderr and r.status()["sent"] == s["sent"], "paused stays paused, and says how to go on", q.stderr)
p = r.start("resume", E)
r.until(s["sent"] + 20)
ok(r.say("cancel", E).returncode == 0, "resumed, then cancelled")
p.communicate(timeout=60)
s = r.status()
ok(p.returncode == 75 and s["state"] == "cancelled" and s["sent"] == len(r.got()) < MANY, "the run ends", s)
q = r.say("send", "morning", "--yes")
ok(q.returncode == 0 and r.status()["sent"] == s["sent"], "cancelled stays cancelled", q.stderr)
ok(r.say("resume", E).returncode == 65, "and cannot be resumed")
ok(max(r.got().values()) == 1 and r.say("verify").returncode == 0, "nobody has two, the ledger closes")
r.end()

# ---- what a terminal shows
def terminal():
    r = Room("terminal", "connections: 4, rate: 100/s", "--fault", "reply=rcpt:@gone.example:550 5.1.1 nobody", "--fault", "reply=rcpt:@later.example:450 4.2.0 busy")
    with open(r.d + "/subscribers/sample.csv", "a") as f:
        f.write("a@gone.example,A\nb@gone.example,B\nc@later.example,C\n")
    pid, fd = pty.fork()
    if pid == 0:
        os.environ["TERM"] = "xterm"
        os.execv(B, r.args("send", "morning", "--yes"))
    shown = b""
    while select.select([fd], [], [], 60)[0]:
        try:
            more = os.read(fd, 65536)
        except OSError:
            break
        if not more:
            break
        shown += more
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    bars = [b for b in re.split(rb"[\r\n]", shown) if b.startswith(b"[")]
    ok(status == 75 and len(bars) > 5, "a progress bar", shown[-500:])
    ok(any(re.search(rb"\] \d+/403  \d+/s  \d+m\d\ds left", b) for b in bars), "with rate and time left", bars[-1:])
    ok(any(b"1 deferred, 2 failed" in b for b in bars), "with deferred and failed", bars[-1:])
    ok(b"audience 403 = 400 sent + 2 failed + 1 deferred" in shown, "and the sum at the end", shown[-300:])
    r.end()

def terminals():
    try:
        for fd in os.openpty():
            os.close(fd)
        return True
    except OSError:
        return os.environ.get("CI") == "true"

if terminals():
    terminal()
else:
    n += 1
    print("ok %d - a progress bar # SKIP no terminal is to be had here (/dev/pts)" % n, flush=True)

# ---- JSON lines and nothing else
r = Room("json", "connections: 4")
d = r.say("--json", "send", "morning", "--dry-run")
j = json.loads(d.stdout)
ok(d.returncode == 0 and j["edition"] == E and j["recipients"] == MANY and j["examples"][0]["address"] in r.people and j["examples"][0]["subject"], "send --dry-run --json", d.stdout)
d = r.say("--json", "send", "morning", "--test", "me@example.org")
j = json.loads(d.stdout)
ok(d.returncode == 0 and j["test"] == "me@example.org" and j["code"] == 250, "send --test --json", d.stdout)
d = r.say("--json", "send", "morning", "--yes")
lines = [json.loads(l) for l in d.stdout.splitlines()]
ok(d.returncode == 0 and len(lines) == 1 and lines[0]["sent"] == MANY and lines[0]["state"] == "done", "send --json", d.stdout)
r.end()
print("1..%d" % n)
sys.exit(bad > 0)
P
python3 "$TMP/stopping.py"
