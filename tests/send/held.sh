#!/bin/sh
# A database that another process holds, a newsroom that cannot be written, a disk that gets full, a newsroom that was copied to another machine or put back from a
# backup, and several senders on one edition. Each stops with a sentence that says what to do, marks nothing that did not happen (the
# catcher's log and the ledger agree), and the next send reaches everybody who is left, once.
# Small disks and other machines are namespaces where they may be made; in a bare container the program that tests/crash/fail.c is linked
# into plays them (NO_NAMESPACES=1: everywhere).
. "$(dirname "$0")/../lib.sh"
case $OUT in */san) san=SAN=1 ;; *) san= ;; esac
for thing in tools/sink crash/bulletin; do
    # shellcheck disable=SC2086
    [ -x "$OUT/$thing" ] || MAKEFLAGS='' make -s --no-print-directory -C "$ROOT" $san "${OUT#"$ROOT"/}/$thing" >"$TMP/make" 2>&1 || { cat "$TMP/make"; exit 1; }
done
export BULLETIN TMP OUT
cat >"$TMP/held.py" <<'P'
import collections, concurrent.futures, json, os, shutil, signal, sqlite3, subprocess, sys, threading, time, traceback
B, T, OUT = os.environ["BULLETIN"], os.environ["TMP"], os.environ["OUT"]
NOW, LATER, E, MANY = "2025-07-31T11:05:00Z", "2025-07-31T11:30:00Z", "morning-2025-07-31", 200
SLOW = ("--delay", "100", "--without", "CHUNKING")
HALF = ("--fault", "reply=rcpt:@later.example:451 4.2.0 busy")
n = bad = 0
one = threading.Lock()

def ok(good, name, more=""):
    global n, bad
    with one:
        n, bad = n + 1, bad + (not good)
        print("ok" if good else "not ok", n, "-", name, flush=True)
        if not good and more != "":
            print("\n".join("# " + line for line in str(more).splitlines()))

def namespaces(*which, to):
    """Whether they may be made here, and that be done in them."""
    try:
        return not os.environ.get("NO_NAMESPACES") and subprocess.run(["unshare", *which, "sh", "-c", to], capture_output=True).returncode == 0
    except OSError:
        return False

def played(**env):
    """What to put before the program, so that the one that plays runs in its place."""
    return ["env", *("%s=%s" % e for e in env.items()), "sh", "-c", 'shift; exec "$0" "$@"', OUT + "/crash/bulletin"]

class Room:
    """A newsroom and its catcher; every second reader is of a domain that can be put off."""

    def __init__(self, name, *sink, under=(), inside="", many=MANY):
        self.d, self.port, self.log, self.sink, self.under = T + "/" + name, "0", T + "/" + name.replace("/", "-") + ".log", None, under
        self.relay_is(*sink)
        subprocess.run([*under, B, "-q", "--now", NOW, "init", self.d], check=True)
        there = inside + self.d
        y = open(there + "/bulletin.yaml").read()
        y = y.replace('url: "maildir:outbox"', 'url: "smtp://127.0.0.1:%s", connections: 4' % self.port)
        open(there + "/bulletin.yaml", "w").write(y)
        self.people = ["reader%d@%s.example" % (i, ("here", "later")[i % 2]) for i in range(many)]
        open(there + "/subscribers/sample.csv", "w").write("email,name\n" + "".join(a + ",Reader\n" for a in self.people))

    def relay_is(self, *flags):
        self.end()
        self.sink = subprocess.Popen([OUT + "/tools/sink", "--port", self.port, "--log", self.log, *flags], stdout=subprocess.PIPE, text=True)
        self.port = self.sink.stdout.readline().strip()

    def end(self):
        if self.sink:
            self.sink.terminate()
            self.sink.communicate()
        self.sink = None

    def args(self, *a, now=NOW, d=None):
        return [*self.under, B, "--now", now, "-C", d or self.d, *a]

    def say(self, *a, **k):
        return subprocess.run(self.args(*a, **k), capture_output=True, text=True, timeout=120)

    def start(self):
        return subprocess.Popen(self.args("-q", "send", "morning", "--yes"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def status(self, **k):
        r = self.say("--json", "status", E, **k)
        return json.loads(r.stdout) if r.returncode == 0 and r.stdout else {}

    def got(self):
        c = collections.Counter()
        for line in open(self.log) if os.path.exists(self.log) else ():
            if line.endswith("\n"): # else it is being written
                c.update(json.loads(line).get("rcpts", ()))
        return c

    def until(self, mails):
        end = time.monotonic() + 120
        while sum(self.got().values()) < mails and time.monotonic() < end:
            time.sleep(0.02)

    def refused(self, why, code, *words, run=None):
        """One send that stops with these words in its last sentence; nobody has got anything by it."""
        before = sum(self.got().values())
        r = run or self.say("-q", "send", "morning", "--yes", now=LATER)
        last = (r.stderr.strip().splitlines() or [""])[-1]
        ok(r.returncode == code and all(w in last for w in words), "%s: says so (exit %d)" % (why, code), "exit %d\n%s" % (r.returncode, r.stderr))
        ok(sum(self.got().values()) == before, why + ": no mail went out")

    def agrees(self, why):
        s = self.status()
        ok(s.get("sent", 0) == len(self.got()), why + ": what the catcher has is what the ledger says", "%d, %s" % (len(self.got()), s))

    def goes_on(self, why, twice=False, **k):
        """Sent again: nobody is missed, and nobody has two who is not named."""
        r = self.say("-q", "send", "morning", "--yes", now=LATER, **k)
        ok(r.returncode == 0, why + ": afterwards it goes on to the end", "exit %d\n%s" % (r.returncode, r.stderr))
        got = self.got()
        ok(set(got) == set(self.people), why + ": 0 missed", "%d of %d" % (len(got), len(self.people)))
        named = {json.loads(l)["address"] for l in self.say("--json", "who", E, "--doubted", **k).stdout.splitlines()} if twice else set()
        double = {a for a, c in got.items() if c > 1}
        ok(double <= named, why + (": who has two is named" if twice else ": nobody has two"), sorted(double - named)[:5])
        ok(self.say("verify", E, **k).returncode == 0, why + ": the ledger closes")

class Held:
    """Another process that writes and does not come to an end, such as a copy program or somebody's sqlite3."""

    def __init__(self, r, when=lambda: None):
        code = "import sqlite3, sys\nc = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=60)\nprint('there', flush=True)\nsys.stdin.readline()\n" \
            "c.execute('BEGIN IMMEDIATE')\nprint('held', flush=True)\nsys.stdin.read()"
        self.p = subprocess.Popen([sys.executable, "-c", code, r.d + "/.bulletin/bulletin.db"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.p.stdout.readline() == "there\n"
        when()
        self.p.stdin.write("now\n")
        self.p.stdin.flush()
        assert self.p.stdout.readline() == "held\n"

    def gives_up(self):
        self.p.communicate("")

HELD = (".bulletin/bulletin.db", "another process", "try again")

# ---- a locked database: before anything is made, between two sends, and in the middle of one
def locked_from_the_start():
    r = Room("locked")
    r.say("status") # the database is there
    h = Held(r)
    r.refused("held from the start", 75, *HELD)
    h.gives_up()
    ok(not r.status().get("sent"), "held from the start: nobody is called sent", r.status())
    r.goes_on("held from the start")
    r.end()

def locked_between():
    r = Room("locked-between", *HALF)
    r.say("-q", "send", "morning", "--yes")
    h = Held(r)
    r.relay_is()
    r.refused("held between two sends", 75, *HELD)
    h.gives_up()
    s = r.status()
    ok(s.get("sent") == MANY // 2 and s.get("deferred") == MANY // 2 and not s["in_doubt"], "held between two sends: it stands where it stood", s)
    r.goes_on("held between two sends")
    r.end()

def locked_midway():
    r = Room("locked-midway", *SLOW)
    r.say("status") # the database is there
    p = r.start()
    h = Held(r, when=lambda: r.until(20))
    at = time.monotonic()
    out, err = p.communicate(timeout=250)
    ok(time.monotonic() - at < 55, "held in the middle of a send: it waits its half minute once", time.monotonic() - at)
    last = (err.strip().splitlines() or [""])[-1]
    ok(p.returncode == 75 and all(w in last for w in HELD), "held in the middle of a send: says so (exit 75)", "exit %d\n%s" % (p.returncode, err))
    ok(0 < sum(r.got().values()) < MANY, "held in the middle of a send: it stopped", sum(r.got().values()))
    h.gives_up()
    ok(r.status()["sent"] <= len(r.got()), "held in the middle of a send: nobody is called sent who has nothing", r.status())
    r.relay_is()
    r.goes_on("held in the middle of a send", twice=True)
    r.end()

# ---- a newsroom that cannot be written; root may write anything, unless it gives that up
def readonly():
    under = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []

    def may_write(r, yes, *tops):
        for top in tops or (r.d,):
            for folder, _, files in os.walk(top):
                for path in [folder] + [os.path.join(folder, f) for f in files]:
                    mode = os.stat(path).st_mode & 0o7777
                    os.chmod(path, mode | 0o200 if yes else mode & ~0o222)

    for what, part in (("a newsroom", ""), ("its .bulletin", "/.bulletin")):
        r = Room("readonly" + part.replace("/.", "-"), *HALF)
        r.say("status")
        r.under = under
        may_write(r, False, r.d + part)
        r.refused(what + " read-only from the start", 74, r.d + "/.bulletin", "cannot be written")
        may_write(r, True, r.d + part)
        s = r.say("-q", "send", "morning", "--yes")
        ok(s.returncode == 75 and len(r.got()) == MANY // 2, what + ": half of it sent", s.stderr)
        may_write(r, False, r.d + part)
        r.relay_is()
        r.refused(what + " read-only between two sends", 74, r.d + "/.bulletin", "cannot be written")
        s = r.status()
        ok(s.get("sent") == MANY // 2 and s.get("deferred") == MANY // 2, what + ": status can still be read, and says the same", s)
        may_write(r, True, r.d + part)
        r.goes_on(what + " read-only")
        r.end()

# ---- a small disk of its own, full before the edition is frozen, while it is, and while it is sent
class SmallDisk:
    """A real one, mounted where only who looks through keeper can see it."""

    def __init__(self):
        self.top = T + "/small"
        os.mkdir(self.top)
        self.keeper = subprocess.Popen(["unshare", "--mount", "sh", "-c", "mount -t tmpfs -o size=16m none '%s' && echo there && exec cat" % self.top],
                                       stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.keeper.stdout.readline() == "there\n"
        self.inside = "/proc/%d/root" % self.keeper.pid

    def room(self, name, people):
        return Room("small/" + name, under=["nsenter", "-t", str(self.keeper.pid), "-m"], inside=self.inside, many=people)

    def leave(self, r, left):
        there = os.statvfs(self.inside + self.top)
        with open(self.inside + self.top + "/fill", "wb") as f:
            f.write(bytes(there.f_bavail * there.f_bsize - left))

    def make_room(self, r):
        os.remove(self.inside + self.top + "/fill")

    def end(self, r=None):
        if r:
            shutil.rmtree(self.inside + r.d)
        else:
            self.keeper.communicate("")

class PlayedDisk:
    def room(self, name, people):
        return Room("small-" + name, many=people)

    def leave(self, r, left):
        r.under = played(FAIL_ROOM=left)

    def make_room(self, r):
        r.under = ()

    def end(self, r=None):
        pass

def full_disk():
    disk = SmallDisk() if namespaces("--mount", to="mount -t tmpfs -o size=16m none /tmp") else PlayedDisk()
    midway = False
    for left in (40, 600, 900, 1200):
        name = "a disk with %d KiB left" % left
        r = disk.room(str(left), 3000)
        r.say("status")
        disk.leave(r, left * 1024)
        q = r.say("-q", "send", "morning", "--yes")
        ok(q.returncode == 74 and "the disk is full; make room" in q.stderr, name + ": says so (exit 74)", "exit %d\n%s" % (q.returncode, q.stderr))
        midway |= 0 < len(r.got()) < len(r.people)
        disk.make_room(r)
        ok(r.status().get("sent", 0) <= len(r.got()), name + ": nobody is called sent who has nothing", r.status())
        r.goes_on(name, twice=True)
        r.end()
        disk.end(r)
    ok(midway, "a full disk: also in the middle of a send")
    disk.end()

# ---- another machine: a machine-id and a host name of its own where that can be had, else a word in the database
def copied():
    r = Room("copied", *HALF)
    r.say("-q", "send", "morning", "--yes")
    ok(len(r.got()) == MANY // 2, "half of an edition is sent")
    r.relay_is()
    copy = r.d + "-moved"
    shutil.copytree(r.d, copy)
    open(T + "/other-id", "w").write("0123456789abcdef0123456789abcdef\n")
    if namespaces("--mount", "--uts", to="[ ! -e /etc/machine-id ] || mount --bind /etc/hostname /etc/machine-id; hostname elsewhere"):
        r.under = ["unshare", "--mount", "--uts", "sh", "-c",
                   "[ ! -e /etc/machine-id ] || mount --bind '%s/other-id' /etc/machine-id || exit 99; hostname elsewhere || exit 99; exec \"$@\"" % T, "sh"]
    else:
        r.under = played(OTHER_HOST=T + "/other-id")
    for _ in range(2):
        r.refused("on another machine", 78, "another host", "`bulletin adopt`", run=r.say("-q", "send", "morning", "--yes", now=LATER, d=copy))
    s = r.status(d=copy)
    ok(s["sent"] == MANY // 2 and s["deferred"] == MANY // 2, "on another machine: it can be read, and says where it stands", s)
    q = r.say("-v", "adopt", d=copy)
    ok(q.returncode == 0 and "no other" in q.stdout + q.stderr, "adopt, and what to mind", q.stdout + q.stderr)
    r.goes_on("on another machine, adopted", d=copy)
    r.end()

def copied_beside():
    """cp -a on the same machine: what it was made of may be sending. A folder that was moved is the same folder."""
    r = Room("beside", *HALF)
    r.say("-q", "send", "morning", "--yes")
    r.relay_is()
    copy, moved = r.d + "-copy", r.d + "-elsewhere"
    subprocess.run(["cp", "-a", r.d, copy], check=True)
    r.refused("a copy beside", 78, "is a copy of", r.d, "`bulletin adopt`", run=r.say("-q", "send", "morning", "--yes", now=LATER, d=copy))
    ok(r.status(d=copy).get("sent") == MANY // 2, "a copy beside: it can be read")
    os.rename(r.d, moved)
    r.goes_on("moved to another folder", d=moved)
    r.end()

def restored():
    r = Room("restored", *HALF)
    db = r.d + "/.bulletin/bulletin.db"
    r.say("-q", "send", "morning", "--yes")
    ok(r.say("backup", T + "/backup.db").returncode == 0, "a backup when half is sent")
    r.relay_is()
    r.goes_on("half sent")
    for old in (db, db + "-wal", db + "-shm"):
        if os.path.exists(old):
            os.remove(old)
    shutil.copyfile(T + "/backup.db", db)
    os.chmod(db, 0o600)
    r.refused("put back from a backup", 78, "older than what was last sent", "`bulletin adopt`")
    ok(max(r.got().values()) == 1, "put back from a backup: nobody has two")
    r.end()

# ---- several senders of one edition, from its first moment on; two of them are killed
def together():
    for name, killed in (("eight at once", 0), ("eight at once, two of them killed", 2)):
        r = Room(name.replace(" ", "-").replace(",", ""), *SLOW)
        all = [r.start() for _ in range(8)]
        for p in all[:killed]:
            r.until(20)
            p.send_signal(signal.SIGKILL)
        ends = [(p.communicate(timeout=120), p.returncode) for p in all]
        ok(all and {c for _, c in ends} <= {0, 75, -9}, name + ": each is done, or says that another one is at it", [(c, o[1]) for o, c in ends])
        ok(any(c == 0 for _, c in ends[killed:]), name + ": one goes through", [c for _, c in ends])
        ok(r.status()["sent"] <= len(r.got()), name + ": nobody is called sent who has nothing", r.status())
        r.goes_on(name, twice=killed > 0)
        r.end()

def run(test):
    try:
        test()
    except Exception:
        ok(False, test.__name__ + ": the test itself", traceback.format_exc())

# most of the time is waiting for a lock
with concurrent.futures.ThreadPoolExecutor(4) as pool:
    list(pool.map(run, (locked_midway, locked_from_the_start, locked_between, full_disk, readonly, copied, copied_beside, restored, together)))
print("1..%d" % n)
sys.exit(bad > 0)
P
python3 "$TMP/held.py"
