"""Folders for train_claims out of train/judged.tsv: judged.py ALLSIDES OUT

ALLSIDES is the folder reports/allsides. OUT/ID gets the reports of a roundup (reports.jsonl) and the judged pairs of
their clauses (gold.json with `pairs`)."""
import json
import os
import sys

allsides, out = sys.argv[1:]
reports = {}
with open(os.path.join(allsides, "reports.jsonl"), encoding="utf-8") as f:
    for line in f:
        row = json.loads(line)
        reports[str(row["id"])] = row
roundup = {}
with open(os.path.join(allsides, "clusters.jsonl"), encoding="utf-8") as f:
    for line in f:
        row = json.loads(line)
        if row["split"] == "train":
            for i in row["ids"]:
                roundup[str(i)] = (str(row["cluster"]), [str(x) for x in row["ids"]])
pairs = {}
here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "judged.tsv"), encoding="utf-8") as f:
    for line in f:
        if line.startswith("#"):
            continue
        a, s, e, b, t, g, same = line.rstrip("\n").split("\t")
        pairs.setdefault(roundup[a][0], []).append(
            {"a": {"doc": a, "span": [int(s), int(e)]}, "b": {"doc": b, "span": [int(t), int(g)]}, "same": int(same)})
ids = {cluster: members for cluster, members in roundup.values()}
for cluster in sorted(pairs):
    folder = os.path.join(out, cluster)
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "reports.jsonl"), "w", encoding="utf-8") as f:
        for i in ids[cluster]:
            if i in reports:
                f.write(json.dumps(reports[i], ensure_ascii=False) + "\n")
    with open(os.path.join(folder, "gold.json"), "w", encoding="utf-8") as f:
        json.dump({"documents": [{"id": i} for i in ids[cluster]], "claims": [], "pairs": pairs[cluster]}, f)
