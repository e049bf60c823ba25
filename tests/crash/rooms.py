"""A newsroom, a mail catcher and a program that dies: what the tests of this folder share.

The catcher's own log tells who got what; the ledger's word is only compared with it. BULLETIN is the program that answers questions,
CRASHING the one that is killed (tests/crash/kill.c, power.c and fail.c are linked into it)."""
import atexit, collections, json, os, random, shutil, signal, statistics, subprocess, sys, time

B, T, OUT, ROOT = (os.environ[v] for v in ("BULLETIN", "TMP", "OUT", "ROOT"))
CRASHING = os.environ.get("CRASHING", OUT + "/crash/bulletin")
SINK = OUT + "/tools/sink"
SOAK = bool(os.environ.get("SOAK"))
EDITION = "morning-2025-07-31"
rnd = random.Random(int(os.environ.get("SEED", "4")))
n = bad = 0


def ok(good, name, more=""):
    global n, bad
    n += 1
    bad += not good
    print("ok" if good else "not ok", n, "-", name, flush=True)
    if not good and more != "":
        print("\n".join("# " + line for line in str(more).splitlines()[:20]), flush=True)
    return good


def note(text):
    print("#", text, flush=True)


def finish():
    print("1..%d" % n)
    sys.exit(bad > 0)


def many(short, long):
    return long if SOAK else short


class Sink:
    """A catcher on a port of its own; started again it takes the same port and goes on in the same log."""

    def __init__(self, name, *flags):
        self.log, self.port, self.counts = T + "/" + name.replace(" ", "-") + ".jsonl", "0", collections.Counter()
        open(self.log, "w").close()
        self.start(*flags)

    def start(self, *flags):
        self.p = subprocess.Popen([SINK, "--port", self.port, "--log", self.log, *flags], stdout=subprocess.PIPE, text=True)
        self.port = self.p.stdout.readline().strip()
        atexit.register(self.p.kill)  # also when the test itself falls

    def end(self):
        self.p.terminate()
        for k, v in json.loads(self.p.communicate()[0].splitlines()[-1]).items():
            self.counts[k] += v
        return self.counts

    def size(self):
        return os.stat(self.log).st_size

    def settled(self):
        """What a dead sender left in the sockets has been read."""
        was = -1
        while was != self.size():
            was = self.size()
            time.sleep(0.1)
        return was


def now(minutes):
    return "2025-07-31T%02d:%02d:00Z" % divmod(11 * 60 + 5 + minutes, 60)


class Room:
    """A newsroom of that many readers whose morning goes to the catcher."""

    def __init__(self, name, sink, people, relay="", digest="", url=None):
        self.d, self.sink, self.later = T + "/" + name.replace(" ", "-"), sink, 0
        self.people = {"reader%d@people.example" % i for i in range(people)}
        subprocess.run([B, "-q", "--now", now(0), "init", self.d], check=True)
        y = open(self.d + "/bulletin.yaml").read()
        y = y.replace('{ url: "maildir:outbox" }', '{ url: "%s"%s }' % (url or "smtp://127.0.0.1:" + sink.port, relay))
        if digest:
            y = y.replace("  morning:\n", "  morning:\n    %s\n" % digest)
        open(self.d + "/bulletin.yaml", "w").write(y)
        with open(self.d + "/subscribers/sample.csv", "w") as f:
            f.write("email,name,topics\n" + "".join("%s,Reader %d,\n" % (a, i) for i, a in enumerate(sorted(self.people))))

    def args(self, *args):
        return [B, "--now", now(self.later), "-C", self.d, *args]

    def say(self, *args):
        return subprocess.run(self.args(*args), capture_output=True, text=True, timeout=300)

    def send(self, **env):
        """A send by the program that can be killed."""
        return subprocess.Popen([CRASHING, *self.args("-q", "send", "morning", "--yes")[1:]], stdout=subprocess.DEVNULL,
                                stderr=open(self.d + ".err", "w"), env={**os.environ, **env})

    def said(self):
        return open(self.d + ".err").read()

    def who(self, *args):
        return {json.loads(line)["address"] for line in self.say("--json", "who", EDITION, *args).stdout.splitlines()}

    def goes_on(self, most=400):
        """As from cron: who was put off is tried again when the time has come. True when all is done."""
        for _ in range(most):
            code = self.send().wait(600)
            if code != 75:
                return code == 0
            self.later += 15
        return False


class Deaths:
    """Who got what, and after which death: a second copy is put down to the death after the first."""

    def __init__(self, sink):
        self.sink, self.at = sink, []

    def now(self):
        self.at.append(self.sink.settled())

    def count(self):
        self.copies, self.ids, self.each = collections.Counter(), collections.defaultdict(set), [0] * len(self.at)
        self.breaches, self.between, first = 0, 0, {}
        where = deaths = 0
        with open(self.sink.log, "rb") as f:
            for line in f:
                while deaths < len(self.at) and where >= self.at[deaths]:
                    deaths += 1
                where += len(line)
                if not line.endswith(b"\n"):  # is being written
                    break
                j = json.loads(line)
                self.breaches += j["ev"] == "violation"
                for a in j.get("rcpts", ()):
                    self.copies[a] += 1
                    self.ids[a].add(j["message_id"])
                    if self.copies[a] == 1:
                        first[a] = deaths
                    elif first[a] < len(self.at) and first[a] < deaths:
                        self.each[first[a]] += 1
                    else:
                        self.between += 1  # an answer that was lost without a death

    def tell(self, name):
        e = self.each or [0]
        note("%s: %d deaths, %d people, %d missed, second copies: %d in all, %.2f a death, median %g, at most %d%s" %
             (name, len(self.at), len(self.room.people), len(self.missed), sum(self.copies.values()) - len(self.copies), statistics.mean(e),
              statistics.median(e), max(e), ", %d without one" % self.between if self.between else ""))

    def account(self, name, room, most, hold=False, lost=0):
        """Nobody is missed; everybody who got two is named and got the same twice; there are not more of them than `most` a death, besides
        those whose answer the catcher has lost."""
        self.room = room
        self.count()
        twice = {a for a, k in self.copies.items() if k > 1}
        self.missed = room.people - set(self.copies)
        held = room.who("--state", "in_doubt") if hold else set()
        named = room.who("--doubted")
        ok(self.missed <= held, name + (": who is missed is listed as in doubt" if hold else ": nobody is missed"), sorted(self.missed - held)[:5])
        ok(set(self.copies) <= room.people, name + ": nobody else got anything")
        if hold:
            ok(not twice, name + ": nobody got two", sorted(twice)[:5])
        else:
            ok(twice <= named, "%s: everybody who got two is named (%d twice, %d named)" % (name, len(twice), len(named)), sorted(twice - named)[:5])
            ok(all(len(self.ids[a]) == 1 for a in twice), name + ": and got the same message twice")
            copies = sum(self.copies.values()) - len(self.copies)
            ok(copies <= most * len(self.at) + lost, "%s: not more than %d second copies a death" % (name, most), self.each)
        ok(self.breaches == 0, name + ": no breach of protocol", self.breaches)
        v = room.say("verify")
        ok(v.returncode == 0, name + ": the ledger closes", v.stdout + v.stderr)
        self.tell(name)


class Disk:
    """What of a room would survive a power cut: power.c keeps the synced bytes in a second folder."""

    def __init__(self, room):
        self.room, self.kept, self.boot = room, room.d + ".disk", room.d + ".boot"
        self.comes_back()

    def comes_back(self):
        """The machine starts again: all there is lies on the disk."""
        shutil.rmtree(self.kept, ignore_errors=True)
        shutil.copytree(self.room.d, self.kept)
        open(self.boot, "w").write("%08x-0000-4000-8000-%012x\n" % (rnd.getrandbits(32), rnd.getrandbits(48)))

    def env(self):
        return {"POWER_DIR": os.path.realpath(self.room.d), "POWER_SHADOW": self.kept, "POWER_BOOT": self.boot}

    def files(self, top):
        return {os.path.relpath(d + "/" + f, top) for d, _, files in os.walk(top) for f in files if not f.endswith((".part", ".renamed"))}

    def cut(self, lucky):
        """The power goes. Only synced bytes are left; or, lucky, besides them any part of what was written and not synced, block by
        block, and any new or vanished name: disks write when they like."""
        shutil.rmtree(self.room.d + ".before", ignore_errors=True)
        os.rename(self.room.d, self.room.d + ".before")
        new, old = self.room.d + ".before", self.kept
        for f in self.files(new) | self.files(old):
            synced, latest = os.path.exists(old + "/" + f), os.path.exists(new + "/" + f)
            lies = rnd.choice(("synced", "latest", "torn")) if lucky else "synced"
            if not (latest if lies == "latest" else synced):
                continue
            to = self.room.d + "/" + f
            os.makedirs(os.path.dirname(to), exist_ok=True)
            shutil.copy2((new if lies == "latest" else old) + "/" + f, to)
            if lies == "torn" and latest:
                tear(to, new + "/" + f)
        for d, _, _ in os.walk(new):
            os.makedirs(self.room.d + d[len(new):], exist_ok=True)
            shutil.copymode(d, self.room.d + d[len(new):])
        self.comes_back()


def tear(path, latest):
    """Some blocks as they were synced, some as they were written last; the length is that of either."""
    a, b = open(path, "rb").read(), open(latest, "rb").read()
    size = rnd.choice((len(a), len(b)))
    a, b = a.ljust(size, b"\0")[:size], b.ljust(size, b"\0")[:size]
    open(path, "wb").write(b"".join(rnd.choice((a, b))[i:i + 4096] for i in range(0, size, 4096)))


def kill_when(p, sink, grown=None, seconds=600.0):
    """SIGKILL when the log has grown by that many bytes or the time is over; None when it was killed, else how it ended."""
    until, target = time.monotonic() + seconds, sink.size() + (grown or 1 << 60)
    while p.poll() is None:
        if sink.size() >= target or time.monotonic() > until:
            p.send_signal(signal.SIGKILL)
            return None if p.wait() == -9 else p.returncode
        time.sleep(0.001)
    return p.returncode
