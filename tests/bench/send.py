"""send.py OUT: the whole sender (list in the store, ledger synced, personalised 30 kB messages) beside postfix's smtp-source and
nodemailer, against the same catcher, in turns, medians of ROUNDS (5). What cannot be had (a package, npm) is left out and said.
ROUNDS, SCALE (1.0: seconds per run, roughly) and MILLION=1 (a million recipients: memory, first mail) from the environment."""
import json, os, resource, shutil, signal, statistics, subprocess, sys, tempfile, time

out = sys.argv[1]
root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
rounds, scale = int(os.environ.get("ROUNDS", "5")), float(os.environ.get("SCALE", "1"))
work = tempfile.mkdtemp(prefix="bulletin-bench-")
SIZE = 30000


def sink(*flags):
    p = subprocess.Popen([out + "/tools/sink", *flags], stdout=subprocess.PIPE, text=True)
    return p, p.stdout.readline().strip()


def cpu_of(command, env=None):
    """exit code, CPU seconds, peak kB"""
    timing = work + "/time"
    code = subprocess.run(["python3", "-c", """
import resource, subprocess, sys
r = subprocess.run(sys.argv[2:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
u = resource.getrusage(resource.RUSAGE_CHILDREN)
open(sys.argv[1], "w").write("%f %d" % (u.ru_utime + u.ru_stime, u.ru_maxrss))
sys.stderr.write(r.stderr.decode()[-300:])
sys.exit(r.returncode)""", timing, *command], env=env).returncode
    cpu, rss = open(timing).read().split()
    return code, float(cpu), int(rss)


def measure(command, flags, count, ours):
    """messages a second between the catcher's first and last, CPU seconds for 1000, peak MiB"""
    p, port = sink(*flags)
    state = work + "/state"
    shutil.rmtree(state, ignore_errors=True)
    env = dict(os.environ, **environment)
    fill = dict(port=port, count=count, state=state)
    if ours:
        subprocess.run([a.format(**fill) for a in freeze], check=True, stdout=subprocess.DEVNULL)
    code, cpu, rss = cpu_of([a.format(**fill) for a in command], env)
    p.send_signal(signal.SIGTERM)
    told = json.loads(p.stdout.read().strip().splitlines()[-1])
    p.wait()
    if code != 0 or told["accepted"] != count:
        sys.exit("bench: %s: exit %d, %d of %d arrived" % (command[0], code, told["accepted"], count))
    return (told["accepted"] - 1) / max(told["seconds"], 1e-6), cpu * 1000 / count, rss / 1024


environment = {}
bench = out + "/bench/bench_send"
freeze = [bench, "{state}", "--recipients", "{count}", "--size", str(SIZE), "--cohorts", "8", "--freeze-only", "--relay", "null:"]


def sender(connections, *more):
    return [bench, "{state}", "--relay", "smtp://127.0.0.1:{port}", "--connections", str(connections), *more]


def smtp_source():
    tree = root + "/build/debian"
    subprocess.run(["sh", root + "/tests/tools/unpack.sh", tree, "postfix"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    program = tree + "/usr/sbin/smtp-source"
    if not os.access(program, os.X_OK):
        return None
    arch = os.uname().machine + "-linux-gnu"
    libs = ":".join(tree + folder for folder in ("/usr/lib/postfix", "/usr/lib/" + arch, "/lib/" + arch, "/usr/lib", "/lib"))
    environment["LD_LIBRARY_PATH"] = libs + ":" + os.environ.get("LD_LIBRARY_PATH", "")
    return lambda n: [program, "-s", str(n), "-m", "{count}", "-l", str(SIZE), "-N", "-d", "-f", "news@example.org", "-t", "reader@people.example", "127.0.0.1:{port}"]


def nodemailer():
    tree = root + "/build/node"
    os.makedirs(tree, exist_ok=True)
    if not shutil.which("npm"):
        return None
    if not os.path.isdir(tree + "/node_modules/nodemailer"):
        subprocess.run(["npm", "--prefix", tree, "install", "--silent", "--no-audit", "--no-fund", "nodemailer@6"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if not os.path.isdir(tree + "/node_modules/nodemailer"):
        return None
    environment["NODE_PATH"] = tree + "/node_modules"
    script = root + "/tests/bench/send_nodemailer.js"
    return lambda n: ["node", script, "{port}", "{count}", str(SIZE), str(n)]


def table(title, rows, peers_of):
    """rows: name -> (command, sink flags, count, ours)"""
    figures = {name: [] for name in rows}
    for k in range(rounds):
        for name in list(rows) if k % 2 == 0 else list(rows)[::-1]:
            figures[name].append(measure(*rows[name]))
    print("\n%s\n%-34s %10s %18s %12s %9s" % (title, "", "msgs/s", "(min - max)", "CPU s/1000", "peak MiB"))
    middle = {}
    for name, f in figures.items():
        rates = [x[0] for x in f]
        middle[name] = statistics.median(rates)
        print("%-34s %10.0f %18s %12.3f %9.1f" % (name, middle[name], "(%.0f - %.0f)" % (min(rates), max(rates)),
                                                statistics.median(x[1] for x in f), statistics.median(x[2] for x in f)), flush=True)
    for ours, peer, wanted in peers_of:
        if ours in middle and peer in middle:
            ratio = middle[ours] / middle[peer]
            print("  %s / %s: %.1f (wanted %.1f)%s" % (ours, peer, ratio, wanted, "" if ratio >= wanted else "   <-- below"))


source, node = smtp_source(), nodemailer()
for peer, name in ((source, "smtp-source: postfix could not be unpacked"), (node, "nodemailer: npm could not install it")):
    if not peer:
        print("left out: " + name)
n = lambda x: max(20, int(x * scale))

rows = {"deep (CHUNKING)": (sender(10), (), n(60000), True), "grouped (PIPELINING only)": (sender(10), ("--without", "CHUNKING"), n(40000), True)}
if source:
    rows["smtp-source -s 10"] = (source(10), (), n(30000), False)
if node:
    rows["nodemailer, pool of 10"] = (node(10), (), n(2000), False)
table("10 connections, 30 kB, no round trip", rows, [("deep (CHUNKING)", "smtp-source -s 10", 2.0), ("grouped (PIPELINING only)", "smtp-source -s 10", 1.2),
                                                     ("deep (CHUNKING)", "nodemailer, pool of 10", 30), ("grouped (PIPELINING only)", "nodemailer, pool of 10", 20)])

line = ("--delay", "50")
rows = {"deep (CHUNKING)": (sender(1), line, n(900), True), "grouped (PIPELINING only)": (sender(1), line + ("--without", "CHUNKING"), n(100), True)}
if source:
    rows["smtp-source -s 1"] = (source(1), line, n(30), False)
if node:
    rows["nodemailer, one connection"] = (node(1), line, n(40), False)
table("1 connection, 30 kB, 50 ms round trip", rows, [("deep (CHUNKING)", "nodemailer, one connection", 15), ("grouped (PIPELINING only)", "nodemailer, one connection", 1.8),
                                                      ("deep (CHUNKING)", "smtp-source -s 1", 30), ("grouped (PIPELINING only)", "smtp-source -s 1", 4)])

ca = work + "/ca.pem"
tls = [bench, "{state}", "--relay", "smtp://localhost:{port}", "--connections", "10", "--tls", "--ca", ca]
table("10 connections, 30 kB, STARTTLS", {"deep, TLS": (tls, ("--tls", ca), n(20000), True)}, [])

if os.environ.get("MILLION"):
    state = work + "/million"
    start = time.monotonic()
    subprocess.run([a.format(state=state, count=1000000) for a in freeze], check=True)
    frozen = time.monotonic() - start
    p, port = sink()
    start = time.monotonic()
    q = subprocess.Popen([a.format(state=state, port=port) for a in sender(10)], stdout=subprocess.PIPE, text=True)
    told = json.loads(q.communicate()[0])
    p.terminate()
    print("\na million recipients: frozen in %.1f s, sent in %.1f s (%d/s), %.1f MiB, %.1f s of CPU" % (frozen, told["seconds"], told["rate"], told["rss_kb"] / 1024, told["cpu"]))
shutil.rmtree(work, ignore_errors=True)
