"""million.py OUT [PEOPLE]: the whole program with a list of a million. How long and in how much memory the list is taken in, then
`send` over 10 connections into the catcher: from the start of the process to the catcher's first mail, and the most memory it ever
had (the kernel's high-water mark). The edition is frozen in between, as on any morning. Exits 1 when a limit is missed."""
import json, os, signal, subprocess, sys, tempfile, shutil, time

out, people = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1000000
program, now = out + "/bulletin", "2025-07-31T11:05:00Z"
FIRST_MAIL, RESIDENT = 5.0, 32.0  # s, MiB
work = tempfile.mkdtemp(prefix="bulletin-million-")
room, log = work + "/room", work + "/log"


def bulletin(*words, room=room):
    return [program, "-q", "--now", now, "-C", room, *words]


def timed(command):
    """exit code, seconds, peak MiB"""
    start = time.monotonic()
    pid = os.posix_spawn(command[0], command, os.environ)
    _, status, usage = os.wait4(pid, 0)
    return os.waitstatus_to_exitcode(status), time.monotonic() - start, usage.ru_maxrss / 1024


def make_list(path, n):
    """Names, two thirds with topics of their own in either order, some languages: about sixteen cohorts."""
    topics = ["", "", "", "defense", "harbor", "energy", "harbor;energy", "energy;harbor", "defense;energy", "harbor;defense", "defense;harbor;energy"]
    with open(path, "w") as f:
        f.write("email,name,topics,lang\n")
        for i in range(n):
            f.write("reader%d@mail%d.people.example,Reader Number %d,%s,en\n" % (i * 7919 % n, i % 97, i, topics[i % 11]))


def first_mail(path, process):
    while process.poll() is None:
        if os.path.exists(path) and os.path.getsize(path):
            return time.monotonic()
        time.sleep(0.005)
    sys.exit("million: the sender ended with %d before its first mail" % process.returncode)


def peak(pid):
    for line in open("/proc/%d/status" % pid):
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024


def cpu(pid):
    fields = open("/proc/%d/stat" % pid).read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


p = None
try:
    subprocess.run([program, "-q", "--now", now, "init", room], check=True)
    p = subprocess.Popen([out + "/tools/sink", "--log", log], stdout=subprocess.PIPE, text=True)
    port = p.stdout.readline().strip()
    y = open(room + "/bulletin.yaml").read()
    y = y.replace('url: "maildir:outbox"', 'url: "smtp://127.0.0.1:%s", connections: 10' % port)
    open(room + "/bulletin.yaml", "w").write(y)
    make_list(room + "/subscribers/sample.csv", people)
    size = os.path.getsize(room + "/subscribers/sample.csv") / 1e6
    code, seconds, mib = timed(bulletin("compose", "morning"))
    print("list of %d (%.0f MB) taken in: %.1f s, %.0f rows/s, peak %.0f MiB (exit %d)" % (people, size, seconds, people / seconds, mib, code), flush=True)
    start = time.monotonic()
    sender = subprocess.Popen(bulletin("send", "morning", "--yes"))
    first = first_mail(log, sender) - start
    high, busy = peak(sender.pid), cpu(sender.pid)
    _, status, usage = os.wait4(sender.pid, 0)
    seconds, mib = time.monotonic() - start, usage.ru_maxrss / 1024
    p.send_signal(signal.SIGTERM)
    told = json.loads(p.stdout.read().strip().splitlines()[-1])
    p.wait()
    print("send: first mail after %.2f s (%.2f s of CPU; wanted <= %.0f s), all %d of %d after %.1f s (%.0f/s), %.1f s of CPU" %
          (first, busy, FIRST_MAIL, told["accepted"], people, seconds, people / (seconds - first), usage.ru_utime + usage.ru_stime))
    print("resident at most %.1f MiB until the first mail, %.1f MiB at all (wanted <= %.0f), 10 connections" % (high, mib, RESIDENT))
    bad = os.waitstatus_to_exitcode(status) or told["accepted"] != people
    bad = bad or first > FIRST_MAIL or mib > RESIDENT
    print("reached" if not bad else "NOT REACHED")
    sys.exit(1 if bad else 0)
finally:
    if p:
        p.kill()
    shutil.rmtree(work, ignore_errors=True)
