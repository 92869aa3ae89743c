#!/usr/bin/env python3
"""Draws lines of an account to be judged by people: does the span support what the line says?

  tools/lines.py draw COMMIT [--stemma PROGRAM] [--n 100] > lines.tsv
  tools/lines.py show lines.tsv [--stemma PROGRAM]

Lines are drawn from the accounts of examples/ and, where they are, of the gold stories in ../shared, by the
hash of the commit and the line's own: nobody chooses them. A row: set, kind, id, what the line says (left
out of the stories of publishers), places (doc:start-end, comma between), judgement, remark. `show` prints
each row with its passages cut out, to be judged again; `judgement` is yes, partly or no.
"""
import glob
import hashlib
import json
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SHARED = os.path.join(ROOT, "..", "shared")


def sets():
    yield "examples", [os.path.join(ROOT, "examples")]
    for name, pattern in (("seeds", "seeds/*.txt"), ("oil-ships", "gold/oil-ships/reports.jsonl"),
                          ("schoolgirls", "gold/schoolgirls/reports.jsonl")):
        paths = sorted(glob.glob(os.path.join(SHARED, pattern)))
        if paths:
            yield name, paths


def account(stemma, paths):
    return json.loads(subprocess.run([stemma, "read", "--json", "-q", *paths], capture_output=True, check=True).stdout)


def place(row):
    return "%s:%d-%d" % (row["doc"], *row["span"]) if row.get("span") else row["doc"] + ":gone"


def lines(a):
    """(kind, id, words, places, passages)"""
    for c in a["claims"]:
        for r in c["reports"]:
            yield ("claim", c["id"], "%s%s: %s" % (r["stance"], " by " + r["by"] if r.get("by") else "", c["text"]),
                   [place(r)], [r["text"]])
    for c in a["conflicts"]:
        yield ("conflict", c["id"], "%s: %s" % (c["kind"], c["note"]), [place(s) for s in c["sides"]],
               ["%s [%s]" % (s["text"], s.get("by") or "") for s in c["sides"]])
    for x in a["losses"]:
        yield ("loss", x["id"], x["kind"], [place(x["from"]), place(x["to"])],
               [x["from"]["text"], x["to"].get("text") or "(gone)"])
    for u in a["ledger"]:
        yield ("ledger", u["id"], "the same unnamed people" + (", %d" % u["count"] if u.get("count") else ""),
               [place(d) for d in u["descriptions"]], [d["text"] for d in u["descriptions"]])
    for m in a["timeline"]:
        yield "moment", "-".join(m["rests_on"][:1]), m["date"], [place(m)], [m["text"]]


def all_lines(stemma):
    for name, paths in sets():
        for kind, id_, words, places, passages in lines(account(stemma, paths)):
            yield name, kind, id_, words, places, passages


def clean(s):
    return " ".join(s.split())


def main():
    args = sys.argv[1:]
    stemma, n = os.path.join(ROOT, "build/release/stemma"), 100
    while "--stemma" in args:
        i = args.index("--stemma")
        stemma = args[i + 1]
        del args[i:i + 2]
    while "--n" in args:
        i = args.index("--n")
        n = int(args[i + 1])
        del args[i:i + 2]
    if len(args) == 2 and args[0] == "draw":
        rows = sorted(all_lines(stemma), key=lambda r: hashlib.sha256(
            (args[1] + "\t".join([r[0], r[1], r[2], *r[4]])).encode()).hexdigest())[:n]
        print("# drawn by %s from %d lines" % (args[1], sum(1 for _ in all_lines(stemma))))
        print("set\tkind\tid\tsays\tplaces\tjudgement\tremark")
        for name, kind, id_, words, places, _ in sorted(rows, key=lambda r: r[:3] + tuple(r[4])):
            said = clean(words) if name == "examples" or kind in ("loss", "moment") else words.split(":")[0].split(" by ")[0]
            print("\t".join([name, kind, id_, said, ",".join(places), "", ""]))
    elif len(args) == 2 and args[0] == "show":
        now = {}
        for r in all_lines(stemma):
            now[r[0], r[1], ",".join(r[4])] = now[r[0], r[1], r[2], ",".join(r[4])] = r
        for line in open(args[1], encoding="utf-8"):
            if line.startswith(("#", "set\t")):
                continue
            name, kind, id_, words, places, judgement, remark = line.rstrip("\n").split("\t")
            found = now.get((name, kind, id_, places)) or now.get((name, kind, places))
            print("%s %s %s | %s | %s %s" % (name, kind, id_, clean(found[3]) if found else words, judgement, remark))
            for p, words in zip(places.split(","), found[5] if found else ["(no line of the account now)"]):
                print("      %-28s %s" % (p, clean(words)))
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
