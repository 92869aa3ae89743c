#!/usr/bin/env python3
"""sites.py STEMMA DATA: does a site's profile help? Word F1 of pages with and without one.

Pages of ../shared/data/pages whose site has several there. `together`: one profile from all pages, as a user would make
it (it never sees gold). `left out`: for each page a profile from the other pages of its site alone."""
import collections
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "shared", "score"))
import extract  # noqa: E402
from common import read_rows  # noqa: E402


def run(stemma, *args):
    return subprocess.run([stemma, *args], capture_output=True, check=True).stdout


def rows(out):
    return {r["file"]: r for r in map(json.loads, out.splitlines())}


def main():
    stemma, data = sys.argv[1:3]
    gold = {}
    for name in ("wcxb-dev", "news"):
        folder = os.path.join(data, "pages", name)
        for g in read_rows(os.path.join(folder, "gold.jsonl")):
            if g.get("text"):
                gold[os.path.join(folder, g["file"])] = g
    plain = rows(run(stemma, "extract", "-q", *gold))
    hosts = collections.defaultdict(list)
    for f, r in plain.items():
        hosts[r["domain"]].append(f)
    with tempfile.TemporaryDirectory() as tmp:
        def with_profile(learn, read):
            path = os.path.join(tmp, "sites.txt")
            with open(path, "wb") as o:
                o.write(run(stemma, "sites", "-q", *learn))
            return rows(run(stemma, "extract", "-q", "--sites", path, *read))

        together = with_profile(gold, gold)
        for least in (2, 3):
            many = [h for h, fs in hosts.items() if h and len(fs) >= least]
            pages = [f for h in many for f in hosts[h]]
            left = {}
            for h in many:
                for f in hosts[h]:
                    left.update(with_profile([x for x in hosts[h] if x != f], [f]))
            score = lambda got: sum(extract.word_scores(gold[f]["text"], got.get(f, {}).get("text") or "")[2]  # noqa: E731
                                    for f in pages) / len(pages)
            changed = sum(plain[f]["text"] != together.get(f, {}).get("text") for f in pages)
            print("sites with %d pages or more: %d sites, %d pages, word F1 without %.4f, together %.4f (%d pages changed), left out %.4f"
                  % (least, len(many), len(pages), score(plain), score(together), changed, score(left)), flush=True)


if __name__ == "__main__":
    main()
