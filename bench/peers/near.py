#!/usr/bin/env python3
"""near.py datasketch|rensa THRESHOLD REPORTS.jsonl: near-copies by MinHash and LSH, {a, b} a line.

128 permutations (of rensa about as many, in the bands that datasketch takes for the threshold) over runs of five words, as
text-dedup does it; rensa is a core in Rust. What LSH proposes is taken if the sketches' own estimate reaches the threshold."""
import json
import re
import sys

BANDS = {0.5: (25, 5), 0.3: (37, 3)}  # bands and rows in them


def shingles(text):
    words = re.findall(r"\w+", text.lower())
    return [" ".join(words[i:i + 5]) for i in range(max(1, len(words) - 4))]


def rows(path):
    with open(path, encoding="utf-8") as f:
        for line in f:
            row = json.loads(line)
            yield str(row["id"]), row["text"]


def datasketch(path, threshold):
    from datasketch import MinHash, MinHashLSH
    lsh, known = MinHashLSH(threshold=threshold, num_perm=128), {}
    for name, text in rows(path):
        m = MinHash(num_perm=128)
        m.update_batch([s.encode() for s in shingles(text)])
        for other in lsh.query(m):
            if m.jaccard(known[other]) >= threshold:
                yield other, name
        lsh.insert(name, m)
        known[name] = m


def rensa(path, threshold):
    from rensa import RMinHash, RMinHashLSH
    bands, deep = BANDS[threshold]
    lsh, names, known = RMinHashLSH(threshold=threshold, num_perm=bands * deep, num_bands=bands), [], []
    for name, text in rows(path):
        m = RMinHash(num_perm=bands * deep, seed=1)
        m.update(shingles(text))
        for other in lsh.query(m):
            if m.jaccard(known[other]) >= threshold:
                yield names[other], name
        lsh.insert(len(names), m)
        names.append(name)
        known.append(m)


if __name__ == "__main__":
    for a, b in {"datasketch": datasketch, "rensa": rensa}[sys.argv[1]](sys.argv[3], float(sys.argv[2])):
        print(json.dumps({"a": a, "b": b}))
