#!/bin/sh
# The system refuses: descriptors (EMFILE), memory (ENOMEM), the disk (full, broken), or it only interrupts (EINTR) and does half of what
# it was asked (short reads and writes), or a thread's wake-up is lost. One call in turn is struck, then every second one. The program ends with a sentence and an exit
# code it knows, never with a signal and never hanging; what it left is whole, and the same command afterwards does the rest: judged for
# a send from the mail catcher's own log. SAMPLES: calls tried for each kind and command (SOAK=1: 400).
. "$(dirname "$0")/lib.sh"
needs tools/sink crash/bulletin
# ASan has an allocator of its own, before which nothing can stand: memory is refused to the plain program.
PLAIN=$ROOT/build/plain
[ "$OUT" = "$PLAIN" ] || env -u SAN -u OUT -u MAKEFLAGS make -s --no-print-directory -C "$ROOT" build/plain/crash/bulletin >"$TMP/make" 2>&1 || { cat "$TMP/make"; exit 1; }
export PLAIN
cat >"$TMP/refused.py" <<'P'
import concurrent.futures, threading
from rooms import *

PEOPLE, SAMPLES = 40, int(os.environ.get("SAMPLES", many(5, 400)))
CODES = {0, 1, 65, 66, 69, 71, 73, 74, 75, 77, 78}
KINDS = ("fd", {}), ("disk", {"FAIL_ERRNO": "28"}), ("disk", {"FAIL_ERRNO": "5", "FAIL_ON": "1"}), ("memory", {}), ("memory", {"FAIL_ON": "1"}), \
    ("signal", {}), ("short", {}), ("wake", {"FAIL_ON": "1"})
LIMIT = 120
lock = threading.Lock()

def program(kind):
    return (os.environ["PLAIN"] if kind == "memory" else OUT) + "/crash/bulletin"

class Case:
    """A command in a fresh copy of a room, as often as is asked for."""

    def __init__(self, name, sink, *args, before=(), people=PEOPLE):
        self.name, self.args, self.sink = name, args, sink
        self.r = Room("as it was " + name, sink, people, ", connections: 3, tls: off")
        for b in before:
            self.r.say(*b)

    def again(self, i):
        d = "%s/%s-%s" % (T, self.name.replace(" ", "-"), i)
        shutil.copytree(self.r.d, d)
        return d

    def run(self, d, kind, **env):
        try:
            p = subprocess.run([program(kind), "--now", now(0), "-C", d, *self.args], capture_output=True, stdin=subprocess.DEVNULL, timeout=LIMIT,
                               env={**os.environ, "FAIL_KIND": kind, **env})
            return p.returncode, p.stderr.decode(errors="replace")
        except subprocess.TimeoutExpired:
            return "hang", ""

    def after(self, d):
        """What is wrong now, in a few words; nothing, after the same command has run undisturbed."""
        for later in range(0, 300, 15): # who was put off, and mail goes, has his turn
            r = subprocess.run([B, "--now", now(later), "-C", d, *self.args], capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=LIMIT)
            if r.returncode != 75:
                break
        if r.returncode not in (0, 1):
            return "afterwards: exit %d %s" % (r.returncode, r.stderr[-300:])
        v = subprocess.run([B, "--now", now(0), "-C", d, "verify"], capture_output=True, text=True, timeout=LIMIT)
        return "verify: " + v.stdout + v.stderr if v.returncode else self.lost(d)

    def lost(self, d):
        return ""

class Send(Case):
    """Each run has a list of its own, so that one log tells them all apart."""

    def signs(self):
        """Its mail is signed, by threads of their own."""
        os.mkdir(self.r.d + "/keys")
        subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", self.r.d + "/keys/k.pem"], check=True, capture_output=True)
        os.chmod(self.r.d + "/keys/k.pem", 0o600)
        with open(self.r.d + "/bulletin.yaml", "a") as f:
            f.write("\ndkim: { selector: k, key_file: keys/k.pem }\n")
        return self

    def again(self, i):
        d = super().again(i)
        with open(d + "/subscribers/sample.csv", "w") as f:
            f.write("email,name\n" + "".join("reader%d@%s.example,Reader\n" % (k, os.path.basename(d)) for k in range(PEOPLE)))
        return d

    def lost(self, d):
        got = collections.Counter()
        for line in open(self.sink.log):
            got.update(a for a in json.loads(line).get("rcpts", ()) if a.endswith("@%s.example" % os.path.basename(d)))
        who = subprocess.run([B, "--json", "-C", d, "who", EDITION, "--doubted"], capture_output=True, text=True).stdout
        named = {json.loads(line)["address"] for line in who.splitlines()}
        twice = {a for a, c in got.items() if c > 1}
        return "%d missed" % (PEOPLE - len(got)) if len(got) < PEOPLE else "%s twice, not named" % sorted(twice - named) if twice - named else ""

def judged(case, name, kind, **env):
    """"" when all is well."""
    d = case.again(name)
    code, said = case.run(d, kind, **env)
    silent = code in CODES - {0, 1} and not said.strip()
    wrong = "" if code in CODES and not silent else "exit %s%s %s" % (code, ", and not a word" if silent else "", said[-300:])
    wrong = wrong or case.after(d)
    shutil.rmtree(d)
    return wrong

def struck(case, kind, more):
    what = "%s: %s %s" % (case.name, kind, " ".join("%s=%s" % k for k in more.items()))
    name = kind + "".join(more)
    name = "".join(c for c in name.lower() if c.isalnum())
    d = case.again(name + "-0")
    code, said = case.run(d, kind, FAIL_COUNT=d + ".calls")
    calls = int(open(d + ".calls").read())
    shutil.rmtree(d)
    at = sorted({1 + k * (calls - 1) // max(1, SAMPLES - 1) for k in range(SAMPLES)} & set(range(1, calls + 1)))
    at = at[:1] if kind == "wake" else at # a nap for each
    tries = [{"FAIL_AT": str(k), **more} for k in at] + ([{"FAIL_EVERY": "2"}, {"FAIL_EVERY": "3"}, {"FAIL_EVERY": "7"}] if kind in ("signal", "short") else [])
    wrong = []
    for i, env in enumerate(tries):
        w = judged(case, "%s-%d" % (name, i + 1), kind, **env)
        if w:
            wrong.append("%s: %s" % (" ".join("%s=%s" % e for e in env.items()), w))
    with lock:
        ok(code in (0, 1) and calls and not wrong, "%s: %d of %d calls" % (what, len(at), calls), "\n".join(wrong[:6]) or "exit %s %s" % (code, said))

s = Sink("refused")
words = T + "/words.md"
open(words, "w").write("---\ntitle: A pier is mended\ntopics: [harbor]\ndate: 2025-07-31T06:00:00Z\n---\nThe pier of the old harbor is mended.\n\nIt was shut for a year.\n")
more = T + "/more.csv"
open(more, "w").write("email,name\n" + "".join("more%d@people.example,Reader\n" % i for i in range(200)))
cases = [
    Send("send", s, "-q", "send", "morning", "--yes"),
    Send("signed send", s, "-q", "send", "morning", "--yes").signs(),
    Case("compose", s, "compose", "morning", "--force"),
    Case("preview", s, "preview", "morning", "-o", T + "/page.html"),
    Case("add", s, "add", words),
    Case("import", s, "subscribers", "import", more),
    Case("status", s, "status", before=(("send", "morning", "--yes"),)),
]
with concurrent.futures.ThreadPoolExecutor(2) as pool:
    # the short form tries every kind on a send, and on the others those that ask the most of the libraries
    work = [(c, k, m) for c in cases for k, m in KINDS if not (c.name == "status" and k == "disk") and (k != "wake" or isinstance(c, Send))
            and (SOAK or c.name == "send" or (k, m) in (("fd", {}), ("memory", {"FAIL_ON": "1"}), ("wake", {"FAIL_ON": "1"})))]
    for done in [pool.submit(struck, *w) for w in work]:
        done.result()
s.end()
finish()
P
python "$TMP/refused.py"
