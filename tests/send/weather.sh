#!/bin/sh
# The whole program through bad weather: relays that put off, refuse, hang up, babble, hide STARTTLS or change the lock. Judged from
# the catcher's log: nobody is lost, nobody doubled who is not named, nobody called failed who was only put off, no breach of
# protocol, one sentence with the right exit code, and the next send goes on where this one stopped. PEOPLE: more of them (SOAK=1: 20,000).
. "$(dirname "$0")/../lib.sh"
case $OUT in */san) san=SAN=1 ;; *) san= ;; esac
# shellcheck disable=SC2086
[ -x "$OUT/tools/sink" ] || MAKEFLAGS='' make -s --no-print-directory -C "$ROOT" $san "${OUT#"$ROOT"/}/tools/sink" >"$TMP/make" 2>&1 || { cat "$TMP/make"; exit 1; }
export BULLETIN TMP OUT
cat >"$TMP/weather.py" <<'P'
import collections, concurrent.futures, json, os, subprocess, sys, threading, traceback
B, T, OUT = os.environ["BULLETIN"], os.environ["TMP"], os.environ["OUT"]
MANY, FEW = int(os.environ.get("PEOPLE", 20000 if os.environ.get("SOAK") else 600)), 60
EDITION = "morning-2025-07-31"
# The first wait is five minutes, each further one twice as long, a fifth of it jitter. The storm puts off every so manyeth, not by chance: with
# each turn they are fewer, and the last one finds nobody.
NOWS = ["2025-07-31T%s:00Z" % t for t in ("11:05", "11:15", "11:30", "12:00", "13:00", "15:00", "19:00", "22:00")]
PASSWORD = "open-sesame"
os.environ["RELAY_PASSWORD"] = PASSWORD
n = bad = 0
one = threading.Lock()

def ok(good, name, more=""):
    global n, bad
    with one:
        n += 1
        bad += not good
        print("ok" if good else "not ok", n, "-", name, flush=True)
        if not good and more:
            print("\n".join("# " + line for line in str(more).splitlines()))

class Weather:
    """A newsroom, and one catcher after the other on the same port and in the same log."""
    all = []

    def __init__(self, name, people, relay):
        self.all.append(self)
        self.name, self.d, self.port, self.sink = name, T + "/" + name.replace(" ", "-"), "0", None
        self.log = self.d + ".log"
        self.people = ["reader%d@%s.example" % (i, "gone" if i % 20 == 7 else "here") for i in range(people)]
        self.relay, self.counts, self.turn = relay, collections.Counter(), 0

    def relay_is(self, *flags):
        self.close()
        self.sink = subprocess.Popen([OUT + "/tools/sink", "--port", self.port, "--log", self.log, *flags], stdout=subprocess.PIPE, text=True)
        port = self.sink.stdout.readline().strip()
        if self.port == "0":
            self.port = port
            self.room()
        return self

    def room(self):
        subprocess.run([B, "-q", "--now", NOWS[0], "init", self.d], check=True)
        self.edit('url: "maildir:outbox"', 'url: "smtp://localhost:%s", %s' % (self.port, self.relay))
        with open(self.d + "/subscribers/sample.csv", "w") as f:
            f.write("email,name,topics\n" + "".join("%s,Reader,\n" % a for a in self.people))

    def edit(self, old, new):
        y = open(self.d + "/bulletin.yaml").read()
        assert old in y
        open(self.d + "/bulletin.yaml", "w").write(y.replace(old, new))

    def close(self):
        if self.sink:
            self.sink.terminate()
            self.counts.update({k: v for k, v in json.loads(self.sink.communicate()[0].splitlines()[-1]).items() if isinstance(v, int)})
        self.sink = None

    def say(self, *args):
        return subprocess.run([B, "--now", NOWS[self.turn], "-C", self.d, *args], capture_output=True, text=True, timeout=1200 if MANY > 600 else 240)

    def sends(self, code, name, *words):
        """One send; its exit code, and what its last words must contain."""
        r = self.say("-q", "send", "morning", "--yes")
        last = (r.stderr.strip().splitlines() or [""])[-1]
        ok(r.returncode == code and all(w in last for w in words), "%s: %s (exit %d)" % (self.name, name, code), "exit %d\n%s" % (r.returncode, r.stderr))
        if "password" in self.relay:
            ok(PASSWORD not in r.stdout + r.stderr, self.name + ": the password is not shown")

    def later(self):
        self.turn += 1

    def sends_until_done(self):
        while self.say("-q", "send", "morning", "--yes").returncode == 75 and self.turn + 1 < len(NOWS):
            self.later()

    def who(self, *args):
        return {json.loads(l)["address"] for l in self.say("--json", "who", EDITION, *args).stdout.splitlines()}

    def stands(self, **want):
        j = json.loads(self.say("--json", "status", EDITION).stdout)
        got = {k: v for k, v in j.items() if isinstance(v, int) and v and k != "audience"}
        ok(got == want, "%s: it stands at %s" % (self.name, want), got)

    def account(self, failed=(), twice=None):
        """Everybody has it but those who failed; who has it twice is named, and has the same message twice."""
        self.close()
        seen, ids, breaches, clear = collections.Counter(), collections.defaultdict(set), 0, 0
        for line in open(self.log) if os.path.exists(self.log) else ():
            j = json.loads(line)
            breaches += j["ev"] == "violation"
            for a in j.get("rcpts", ()):
                seen[a] += 1
                ids[a].add(j["message_id"])
                clear += not j["tls"]
        double = {a for a, k in seen.items() if k > 1}
        lost = set(self.people) - set(seen) - set(failed)
        ok(not lost and set(seen) <= set(self.people), "%s: nobody is lost, nobody else is written to" % self.name, "%d lost: %s" % (len(lost), sorted(lost)[:5]))
        ok(self.who("--state", "failed") == set(failed), self.name + ": only those are failed whom the relay refused", self.who("--state", "failed"))
        ok(self.who("--state", "sent") == set(seen), self.name + ": sent is who has it")
        ok(double <= (self.who("--doubted") if twice is None else set()), "%s: %s" % (self.name, "who has it twice is named" if twice is None else "nobody has it twice"), sorted(double)[:5])
        if double:
            ok(all(len(ids[a]) == 1 for a in double), self.name + ": and has the same message twice")
        ok(breaches == 0 and self.counts["violations"] == 0, self.name + ": no breach of protocol", breaches)
        if "tls: required" in self.relay:
            ok(clear == 0, self.name + ": nothing in the clear")
        ok(self.say("verify").returncode == 0, self.name + ": the ledger closes")
        return len(double)

# everything at once: nobody does anything but call send again, as cron would
STORM = ["--greylist", "--after", "20", "--fault", "reply=rcpt:/10:451 4.2.0 later", "--fault", "reply=text:/21:452 4.3.1 full",
         "--fault", "drop=mail:/97", "--fault", "reply=rcpt:/89:421 4.3.2 going down"]

def storm(people, without):
    w = Weather("storm without " + without, people, "tls: off, connections: 4").relay_is("--without", without, *STORM)
    w.sends_until_done()
    w.account(twice=0 if "PIPELINING" in without else None)

def answers_lost():
    """The one duplicate nobody can avoid, and no more than those."""
    w = Weather("answers lost", MANY // 2, "tls: off, connections: 2").relay_is("--without", "CHUNKING,PIPELINING", "--fault", "lost=text:/33")
    w.sends_until_done()
    double = w.account()
    ok(0 < double <= w.counts["lost"], "answers lost: only they came twice (%d, %d answers lost)" % (double, w.counts["lost"]))

def refused():
    w = Weather("refused", FEW, "tls: off").relay_is("--fault", "reply=rcpt:@gone.example:550 5.1.1 no such user")
    gone = [a for a in w.people if "@gone" in a]
    w.sends(0, "a dead address is no trouble")
    w.stands(sent=FEW - len(gone), failed=len(gone))
    w.account(failed=gone, twice=0)

def content_refused():
    w = Weather("content refused", FEW, "tls: off").relay_is("--fault", "reply=text:1.0:554 5.7.1 looks like spam")
    w.sends(69, "names the relay, its words, and whose fault it is not", "localhost:" + w.port, "554 5.7.1 looks like spam", "they stay queued")
    w.stands(queued=FEW)
    w.relay_is().sends(0, "goes on when the relay thinks better of it")
    w.account(twice=0)

def broken(name, fault, without="none", said="", twice=0):
    """The relay does the same bad thing each time, then works."""
    w = Weather(name, FEW, "tls: off").relay_is("--without", without, "--fault", fault)
    w.sends(69, "gives up in one sentence", "localhost:" + w.port, said)
    ok(not w.who("--state", "failed") and not w.who("--state", "sent"), w.name + ": nobody is failed or sent")
    w.relay_is()
    w.later()
    w.sends_until_done()
    w.account(twice=twice)

def too_large():
    w = Weather("too large", FEW, "tls: off").relay_is("--size", "2000")
    w.sends(69, "blames no recipient", "larger than the relay")
    w.stands(queued=FEW)
    w.relay_is().sends(0, "goes on")
    w.account(twice=0)

def locked(name, code, said, *flags):
    """tls: required is required, and so is the login."""
    ca = T + "/" + name.replace(" ", "-") + ".pem"
    login = ("--auth", "me:" + PASSWORD)
    w = Weather(name, FEW, "tls: required, ca_file: %s, user: me, password_env: RELAY_PASSWORD" % ca).relay_is("--tls", ca, *(flags if "--auth" in flags else flags + login))
    w.sends(code, "says so", said)
    w.stands(queued=FEW)
    w.relay_is("--tls", ca, *login).sends(0, "goes on when it is mended")
    w.account(twice=0)

def unknown_certificate():
    ca = T + "/unknown.pem"
    w = Weather("a certificate nobody vouches for", FEW, "tls: required").relay_is("--tls", ca)
    w.sends(78, "says what to do", "ca_file")
    w.edit("tls: required", "tls: required, ca_file: " + ca)
    w.sends(0, "goes on with ca_file")
    w.account(twice=0)

CASES = [
    (storm, MANY, "none"), (storm, MANY // 3, "CHUNKING"), (storm, MANY // 3, "CHUNKING,PIPELINING"),
    (answers_lost,), (refused,), (content_refused,), (too_large,),
    (broken, "dropped at connect", "drop=connect:1.0"),
    (broken, "dropped at RCPT", "drop=rcpt:1.0", "CHUNKING"),
    (broken, "dropped at the text", "drop=text:1.0"),
    (broken, "garbage", "say=connect:1.0:\\xff\\x00\\x1b[2J what\\r\\n", "none", "not SMTP"),
    # what is no answer may stand for an acceptance
    (broken, "codes that are none", "say=mail:1.0:2500 ok\\r\\n", "none", "", None),
    (locked, "STARTTLS stripped", 78, "TLS is required", "--without", "STARTTLS"),
    (locked, "STARTTLS refused", 78, "TLS is required", "--fault", "reply=starttls:1.0:454 4.7.0 not now"),
    (locked, "STARTTLS with more behind it", 78, "STARTTLS", "--tls-inject"),
    (locked, "another name in the certificate", 78, "certificate", "--tls-name", "elsewhere.example"),
    (locked, "an old certificate", 78, "certificate", "--tls-expired"),
    (locked, "login refused", 77, 'login as "me"', "--auth", "me:other"),
    (locked, "login not possible now", 69, "again later", "--fault", "reply=auth:1.0:454 4.7.0 later"),
    (unknown_certificate,),
]

def run(case):
    try:
        case[0](*case[1:])
    except Exception:
        ok(False, str(case[1:2] or case[0].__name__) + ": the test itself", traceback.format_exc())

# most of the time is waiting for one's turn to try again
with concurrent.futures.ThreadPoolExecutor(4) as pool:
    list(pool.map(run, CASES))
for w in Weather.all:
    w.close()
print("1..%d" % n)
sys.exit(bad > 0)
P
python3 "$TMP/weather.py"
