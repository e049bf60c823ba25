"""syncs.py OUT: what it costs that every claim and result is synced: the whole sender as it is beside the same with a disk that syncs
nothing (nosync.c), in turns, medians of ROUNDS (5). COUNT: messages of a run."""
import json, os, shutil, statistics, subprocess, sys, tempfile

out, rounds, count = sys.argv[1], int(os.environ.get("ROUNDS", "5")), int(os.environ.get("COUNT", "20000"))
work = tempfile.mkdtemp(prefix="bulletin-bench-")
bench, frozen = out + "/bench/bench_send", work + "/frozen"
subprocess.run([bench, frozen, "--recipients", str(count), "--size", "30000", "--cohorts", "8", "--freeze-only", "--relay", "null:"], check=True, stdout=subprocess.DEVNULL)


def rate(flags, synced):
    state = work + "/state"
    shutil.rmtree(state, ignore_errors=True)
    shutil.copytree(frozen, state)
    os.sync()  # what other runs wrote is not this one's to wait for
    sink = subprocess.Popen([out + "/tools/sink", *flags], stdout=subprocess.PIPE, text=True)
    port = sink.stdout.readline().strip()
    env = dict(os.environ) if synced else dict(os.environ, LD_PRELOAD=os.path.abspath(out + "/bench/nosync.so"))
    code = subprocess.run([bench, state, "--relay", "smtp://127.0.0.1:" + port, "--connections", "10"], env=env, stdout=subprocess.DEVNULL).returncode
    sink.terminate()
    told = json.loads(sink.communicate()[0].splitlines()[-1])
    if code or told["accepted"] != count:
        sys.exit("syncs: exit %d, %d of %d arrived" % (code, told["accepted"], count))
    return (count - 1) / told["seconds"]


for name, flags in ("deep (CHUNKING)", ()), ("grouped (PIPELINING only)", ("--without", "CHUNKING")):
    both = {True: [], False: []}
    for k in range(rounds):
        for synced in (True, False) if k % 2 else (False, True):
            both[synced].append(rate(flags, synced))
    a, b = statistics.median(both[True]), statistics.median(both[False])
    print("%-28s %8.0f msgs/s (%.0f - %.0f), nothing synced %8.0f (%.0f - %.0f): %.0f %% (wanted 90)%s" %
          (name, a, min(both[True]), max(both[True]), b, min(both[False]), max(both[False]), 100 * a / b, "" if a >= 0.9 * b else "   <-- below"), flush=True)
shutil.rmtree(work)
