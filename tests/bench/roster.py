"""roster.py OUT [PEOPLE]: a long list from a CSV file into the newsroom, beside the sqlite3 shell's .import and Python's csv and sqlite3,
which check no address, find no second row of a person in other letters and write no list file. CPU is of the process and its children;
the machine's other work shows in seconds. Exits 1 when memory grows with the list or a row is missing."""
import os, shutil, subprocess, sys, tempfile, time

out, people = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1000000
program, now = out + "/bulletin", "2025-07-31T11:05:00Z"
MIB = 40  # whatever the list's length
STORED = 150000  # rows a second of CPU
work = tempfile.mkdtemp(prefix="bulletin-roster-")


def make(path, n):
    """In no order, three ways of topics, one in fifty has left."""
    topics = ["", "", "harbor", "energy;harbor", "defense"]
    with open(path, "w") as f:
        f.write("email,name,status,topics,timezone,lang,city\n")
        for i in range(n):
            k = i * 7919 % n
            f.write("reader.%d@mail%d.people.example,Reader Number %d,%s,%s,%s,en,%s\n" % (
                k, k % 97, k, "active" if k % 50 else "unsubscribed", topics[k % 5], "Europe/Paris" if k % 3 else "Asia/Seoul", "Springfield" if k % 4 else ""))


def timed(command):
    """seconds, seconds of CPU, peak MiB"""
    start = time.monotonic()
    pid = os.posix_spawnp(command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)])
    _, status, u = os.wait4(pid, 0)
    if status:
        sys.exit("roster: %s ended with %d" % (command[0], os.waitstatus_to_exitcode(status)))
    return time.monotonic() - start, u.ru_utime + u.ru_stime, u.ru_maxrss / 1024


def show(what, n, t):
    print("%-58s %6.1f s, %5.1f s of CPU: %7.0f rows/s, %7.0f per CPU second, peak %4.0f MiB" % (what, t[0], t[1], n / t[0], n / t[1], t[2]), flush=True)
    return t


def import_into(name, path, n):
    room = work + "/" + name
    subprocess.run([program, "-q", "--now", now, "init", room], check=True)
    t = timed([program, "-q", "--now", now, "-C", room, "subscribers", "import", path, "--list", "long"])
    lines = 0  # counted as they come: what this process holds would count as its children's peak
    with subprocess.Popen([program, "-C", room, "subscribers", "export", "--list", "long"], stdout=subprocess.PIPE) as export:
        for block in iter(lambda: export.stdout.read(1 << 20), b""):
            lines += block.count(b"\r\n")
    if export.returncode or lines != n + 1:
        sys.exit("roster: %d of %d people are on the list" % (lines - 1, n))
    return t


def with_python(path):
    code = """
import csv, sqlite3, sys
d = sqlite3.connect(sys.argv[2])
d.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE member (email TEXT PRIMARY KEY COLLATE NOCASE, name, status, topics, timezone, lang, city) WITHOUT ROWID")
with open(sys.argv[1], newline="") as f:
    rows = csv.reader(f)
    next(rows)
    d.executemany("INSERT INTO member VALUES (?,?,?,?,?,?,?) ON CONFLICT DO NOTHING", rows)
d.commit()
"""
    return timed([sys.executable, "-c", code, path, work + "/python.db"])


def with_shell(path):
    setup = "CREATE TABLE member (email TEXT PRIMARY KEY COLLATE NOCASE, name, status, topics, timezone, lang, city) WITHOUT ROWID"
    return timed(["sqlite3", work + "/shell.db", "PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", setup, ".import --csv --skip 1 " + path + " member"])


try:
    subprocess.run([out + "/bench/bench_roster", str(people), work], check=True)
    path, short = work + "/long.csv", work + "/short.csv"
    make(path, people)
    make(short, people // 10)
    few = show("bulletin: import of %d" % (people // 10), people // 10, import_into("few", short, people // 10))
    many = show("bulletin: import of %d (%.0f MB)" % (people, os.path.getsize(path) / 1e6), people, import_into("many", path, people))
    again = timed([program, "-q", "--now", now, "-C", work + "/many", "subscribers", "import", path, "--list", "long"])
    show("bulletin: the same file again, everybody is there", people, again)
    show("Python's csv and sqlite3", people, with_python(path))
    if shutil.which("sqlite3"):
        show("the sqlite3 shell's .import", people, with_shell(path))
    bad = many[2] > MIB or again[2] > MIB or people / many[1] < STORED
    print("reached" if not bad else "NOT REACHED (at most %d MiB, at least %d rows per second of CPU)" % (MIB, STORED))
    sys.exit(1 if bad else 0)
finally:
    shutil.rmtree(work, ignore_errors=True)
