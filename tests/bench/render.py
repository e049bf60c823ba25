"""render.py OUT: one personalised mail of the sample edition (text, HTML, MIME, about 40 kB on the wire) by our molds, by Go's
html/template and by nodemailer's composer: the same content, CPU time, in turns, medians of ROUNDS (5). Go comes from Debian's packages,
unpacked and not installed, nodemailer from npm; what cannot be had is left out and said."""
import email, email.policy, html.parser, os, re, shutil, statistics, subprocess, sys, tempfile

out = sys.argv[1]
here = os.path.dirname(os.path.abspath(__file__))
root = os.path.dirname(os.path.dirname(here))
rounds = int(os.environ.get("ROUNDS", "5"))
work = tempfile.mkdtemp(prefix="bulletin-bench-")
COHORT = 1000  # mails of one cohort: as many as share one rendering


def quietly(*command, **more):
    try:
        return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300, **more).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def go_program():
    """The Go side, compiled; or None and why not."""
    go, env = shutil.which("go"), dict(os.environ, CGO_ENABLED="0", GO111MODULE="off", GOCACHE=root + "/build/go-cache")
    if not go:
        tree = root + "/build/debian"
        found = subprocess.run(["apt-cache", "depends", "golang-go"], capture_output=True, text=True).stdout if shutil.which("apt-cache") else ""
        names = [w for w in found.split() if w.startswith("golang-1") and w.endswith("-go")]
        if not names:
            return None, "apt knows no golang-go"
        quietly("sh", root + "/tests/tools/unpack.sh", tree, names[0], names[0][:-2] + "src")
        env["GOROOT"] = tree + "/usr/lib/go-" + names[0].split("-")[1]
        go = env["GOROOT"] + "/bin/go"
        if not os.access(go, os.X_OK):
            return None, "apt could not download " + names[0]
    program = work + "/render"
    if not quietly(go, "build", "-o", program, here + "/render.go", env=env):
        return None, "go build failed"
    return program, ""


def nodemailer():
    tree = root + "/build/node"
    os.makedirs(tree, exist_ok=True)
    if not shutil.which("npm"):
        return None, "there is no npm"
    if not os.path.isdir(tree + "/node_modules/nodemailer"):
        quietly("npm", "--prefix", tree, "install", "--silent", "--no-audit", "--no-fund", "nodemailer@6")
    if not os.path.isdir(tree + "/node_modules/nodemailer"):
        return None, "npm could not install it"
    return tree + "/node_modules", ""


def measure(command, env):
    """microseconds of CPU a mail, its bytes"""
    count, cpu, size = subprocess.run(command, env=dict(os.environ, **env), capture_output=True, text=True, check=True).stdout.split()
    return float(cpu) / int(count) * 1e6, int(size)


ours = out + "/bench/bench_render"
subprocess.run([ours, work], check=True)
rows = {"bulletin": ([ours, "60000", str(COHORT)], {})}
go, why = go_program()
if go:
    one = {"GOMAXPROCS": "1"}
    rows["Go, the family's template"] = ([go, work, "whole", "500"], one)
    rows["Go, only the reader's words"] = ([go, work, "filled", "2000"], one)
else:
    print("left out: Go's html/template: " + why)
modules, why = nodemailer()
if modules:
    rows["nodemailer's composer"] = (["node", here + "/render_nodemailer.js", work, "300"], {"NODE_PATH": modules})
else:
    print("left out: nodemailer: " + why)



class Words(html.parser.HTMLParser):
    """What an HTML part says and where it points, without the ways there are to write it."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.said = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.said += [tag] + [v for k, v in sorted(attrs) if k in ("href", "src", "alt")]

    def handle_data(self, data):
        self.said += data.split()


def content(file):
    """Text and HTML of a mail, the reader's own words and links made alike: they differ from one program to the other."""
    with open(file, "rb") as f:
        mail = email.message_from_binary_file(f, policy=email.policy.default)
    alike = lambda s: re.sub(r"Qqnameqq|Reader N\u00famero \d+", "NAME", re.sub(r"(news\.example\.org/[uvp]/)[\w/-]+", r"\1", s))
    text, page = (alike(mail.get_body((kind,)).get_content()) for kind in ("plain", "html"))
    return text.split(), [alike(w) for w in Words(page).said]


mine = content(work + "/mail.eml")
for name, (command, env) in rows.items():
    if name != "bulletin":  # a mail of another content would make every figure below worthless
        subprocess.run(command[:-1] + ["2", work + "/peer.eml"], env=dict(os.environ, **env), stdout=subprocess.DEVNULL, check=True)
        theirs = content(work + "/peer.eml")
        if theirs != mine:
            part = 0 if theirs[0] != mine[0] else 1
            at = next((i for i, (a, b) in enumerate(zip(theirs[part], mine[part])) if a != b), min(len(theirs[part]), len(mine[part])))
            sys.exit("render.py: %s makes another mail: %s, not %s" % (name, theirs[part][at - 3:at + 5], mine[part][at - 3:at + 5]))

figures = {name: [] for name in rows}
for k in range(rounds):
    for name in list(rows) if k % 2 == 0 else list(rows)[::-1]:
        figures[name].append(measure(*rows[name]))
print("%-30s %12s %22s %14s" % ("one personalised mail", "us of CPU", "(min - max)", "bytes of mail"))
middle = {}
for name, f in figures.items():
    times = [x[0] for x in f]
    middle[name] = statistics.median(times)
    print("%-30s %12.1f %22s %14d" % (name, middle[name], "(%.1f - %.1f)" % (min(times), max(times)), f[0][1]), flush=True)
for peer, wanted in (("Go, the family's template", 50), ("Go, only the reader's words", None), ("nodemailer's composer", 300)):
    if peer in middle:
        ratio = middle[peer] / middle["bulletin"]
        note = "" if wanted is None else " (wanted %d)%s" % (wanted, "" if ratio >= wanted else "   <-- below")
        print("  %s / bulletin: %.0f%s" % (peer, ratio, note))
shutil.rmtree(work, ignore_errors=True)
