#!/usr/bin/env python3
"""reuse.py STEMMA REPORTS.jsonl [GOLD.json]: near-copies by datasketch (MinHash LSH, 128 permutations, 5-word
shingles, threshold 0.5) and by `stemma reuse`, on the same records, in one run, one core. With the gold of
planted families: edges of kind copy found by each."""
import json
import re
import subprocess
import sys
import time


def planted(path):
    with open(path, encoding="utf-8") as f:
        gold = json.load(f)
    edges = gold.get("derivation") or gold.get("edges") or []
    ids = {d["id"] if isinstance(d, dict) else d for d in gold.get("documents") or []}
    return {frozenset((str(e["doc"]), str(e["from"]))) for e in edges
            if e.get("kind") == "copy" and not str(e["from"]).startswith("o-") or str(e.get("from")) in ids}


def main():
    stemma, reports = sys.argv[1:3]
    from datasketch import MinHash, MinHashLSH
    with open(reports, encoding="utf-8") as f:
        rows = [json.loads(line) for line in f]
    gold = planted(sys.argv[3]) if len(sys.argv) > 3 else None

    start = time.perf_counter()
    done = subprocess.run([stemma, "reuse", "-q", "--threads", "1", reports], capture_output=True, check=True)
    ours = time.perf_counter() - start
    pairs = {frozenset((r["doc"], r["from"])) for r in map(json.loads, done.stdout.splitlines()) if r["kind"] == "copy"}
    tell("stemma reuse", len(rows), ours, pairs, gold)

    start = time.perf_counter()
    lsh, found = MinHashLSH(threshold=0.5, num_perm=128), set()
    for row in rows:
        words = re.findall(r"\w+", row["text"].lower())
        m = MinHash(num_perm=128)
        m.update_batch([" ".join(words[i:i + 5]).encode() for i in range(max(1, len(words) - 4))])
        for other in lsh.query(m):
            found.add(frozenset((other, str(row["id"]))))
        lsh.insert(str(row["id"]), m)
    spent = time.perf_counter() - start
    tell("datasketch", len(rows), spent, found, gold)
    print("  stemma is %.1f times as fast" % (spent / ours))


def tell(name, n, seconds, pairs, gold):
    line = "  %-14s %9.1f reports/s %7d pairs" % (name, n / seconds, len(pairs))
    if gold:
        hits = len(pairs & gold)
        line += "  copies: P %.3f R %.3f" % (hits / max(1, len(pairs)), hits / len(gold))
    print(line, flush=True)


if __name__ == "__main__":
    main()
