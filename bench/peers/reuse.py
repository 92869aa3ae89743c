#!/usr/bin/env python3
"""reuse.py BENCH_SCALE STEMMA PLANTED CROWD.jsonl: near-copies by stemma and by its peers, in one run.

Each is a process of one thread that reads the same JSONL and writes pairs of reports; counted is its processor time, from its
start to its end (so that a busy machine tells the same). `stemma, near-copies` sketches, searches and aligns each pair found
(bench_scale); `stemma reuse` cleans the pages, and finds families, their trees, citations and missing originals too.
PLANTED (a folder of score/families.py): a pair is right if its reports are of one planted family; recall is of the planted copies
and rewrites. CROWD (families.py --scale): speed."""
import collections
import json
import os
import resource
import subprocess
import sys
import tempfile

NEAR = os.path.join(os.path.dirname(os.path.abspath(__file__)), "near.py")
PEERS = [("datasketch", "0.5"), ("datasketch", "0.3"), ("rensa", "0.5"), ("rensa", "0.3")]


def timed(*command):
    """Processor seconds, and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    out = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout.decode()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime, out


def pair(a, b):
    return frozenset((str(a), str(b)))


def near_copies(bench, reports, ids):
    with tempfile.NamedTemporaryFile("r") as copies:
        seconds, _ = timed(bench, "-t", "1", "-p", copies.name, reports)
        return seconds, {pair(*(ids[int(n)] for n in line.split())) for line in copies}


def whole_tree(stemma, reports):
    seconds, out = timed(stemma, "reuse", "-q", "--threads", "1", reports)
    rows = map(json.loads, out.splitlines())
    return seconds, {pair(r["doc"], r["from"]) for r in rows if r["kind"] in ("copy", "rewrite") and r["from"][:2] != "o-"}


def peer(name, threshold, reports):
    seconds, out = timed(sys.executable, NEAR, name, threshold, reports)
    return seconds, {pair(r["a"], r["b"]) for r in map(json.loads, out.splitlines())}


class Planted:
    def __init__(self, path):
        with open(path, encoding="utf-8") as f:
            gold = json.load(f)
        self.top = {}
        self.edges = collections.defaultdict(set)
        ids = {d["id"] for d in gold["documents"]}
        for e in gold["derivation"]:
            if e["kind"] not in ("copy", "rewrite"):
                continue
            self.top[self.head(e["doc"])] = self.head(e["from"])
            if e["from"] in ids:
                self.edges[e["kind"]].add(pair(e["doc"], e["from"]))

    def head(self, x):
        while self.top.get(x, x) != x:
            x = self.top[x]
        return x

    def judge(self, pairs):
        right = sum(len({self.head(x) for x in p}) == 1 for p in pairs)
        return "P %.3f, R of copies %.3f, of rewrites %.3f" % (
            right / max(1, len(pairs)), *(len(pairs & self.edges[k]) / len(self.edges[k]) for k in ("copy", "rewrite")))


def main():
    bench, stemma, planted, crowd = sys.argv[1:]
    gold = Planted(os.path.join(planted, "gold.json"))
    for reports, judge in ((os.path.join(planted, "reports.jsonl"), gold.judge), (crowd, None)):
        with open(reports, encoding="utf-8") as f:
            ids = [json.loads(line)["id"] for line in f]
        print("  %d reports" % len(ids))
        ours = None
        for name, run in [("stemma, near-copies", lambda: near_copies(bench, reports, ids)),
                          ("stemma reuse", lambda: whole_tree(stemma, reports))] + [
                         ("%s %s" % p, lambda p=p: peer(*p, reports)) for p in PEERS]:
            seconds, pairs = run()
            ours = ours or seconds
            print("  %-20s %8.0f reports/s %7d pairs  %s" % (
                name, len(ids) / seconds, len(pairs),
                judge(pairs) if judge else "%.1f times the first's time" % (seconds / ours)), flush=True)


if __name__ == "__main__":
    main()
