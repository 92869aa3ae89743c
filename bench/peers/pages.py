#!/usr/bin/env python3
"""pages.py STEMMA BENCH_PAGE SET...: our extraction beside its peers, on the same pages, in one run, one core.

A SET is a folder of ../shared/data/pages; its dev fold is scored, with the scorers' own functions. Pages are
unpacked in memory before the clock starts for the peers. Ours is timed twice: "in memory" as the peers are, from a
page's bytes to its report (bench_page), and "program": `stemma extract` with its start-up, reading the pages from
disk, hashing them, and writing all it found as JSON. Times are the processor's, since others may use the machine."""
import gzip
import json
import os
import resource
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
SCORE = os.path.join(HERE, "..", "..", "..", "shared", "score")
sys.path.insert(0, SCORE)
import extract  # noqa: E402
from common import read_rows, squeeze  # noqa: E402
from fold import fold  # noqa: E402


def peers():
    import justext
    import newspaper
    import readability
    import trafilatura
    from lxml import html
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding

    def by_readability(raw):
        summary = readability.Document(raw.decode("utf-8", "replace")).summary()
        return html.fromstring(summary).text_content()

    def by_newspaper(raw):
        article = newspaper.Article("http://page.example/", fetch_images=False)
        article.download(input_html=raw.decode("utf-8", "replace"))
        article.parse()
        return article.text

    def by_justext(raw):
        stop = justext.get_stoplist("English")
        return "\n".join(p.text for p in justext.justext(raw, stop) if not p.is_boilerplate)

    def by_resiliparse(raw):
        return extract_plain_text(bytes_to_str(raw, detect_encoding(raw)), main_content=True)

    def with_metadata(raw):  # as ours does; by itself it gives the text alone
        document = trafilatura.bare_extraction(raw, with_metadata=True)
        return document.text if document else ""

    return {"trafilatura": lambda raw: trafilatura.extract(raw) or "", "  and its metadata": with_metadata, "readability-lxml": by_readability,
            "newspaper4k": by_newspaper, "justext": by_justext, "resiliparse": by_resiliparse}


def figures(gold, texts):
    words = [extract.word_scores(g["text"], t)[2] for g, t in zip(gold, texts) if g.get("text")]
    tp = fp = fn = 0
    for g, t in zip(gold, texts):
        t = squeeze(t)
        found = [squeeze(s) in t for s in g.get("with") or []]
        tp, fn = tp + sum(found), fn + len(found) - sum(found)
        fp += sum(squeeze(s) in t for s in g.get("without") or [])
    out = ""
    if words:
        out += "  word F1 %.3f" % (sum(words) / len(words))
    if tp:
        p, r = tp / (tp + fp), tp / (tp + fn)
        out += "  snippet F1 %.3f" % (2 * p * r / (p + r))
    return out


def children():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


TURNS = 5  # of ours, which take a fraction of a second each


def in_memory(bench, folder):
    """Seconds of the processor for one pass over a folder's pages: the mean of some processes, each with a cold first pass."""
    spent = 0
    for _ in range(TURNS):
        done = subprocess.run([bench, "-s", "6", "-n", "1", folder], capture_output=True, check=True, text=True)
        pages = int(done.stdout.split()[0])
        spent += pages / float(done.stdout.split()[-2])
    return spent / TURNS


def main():
    stemma, bench = sys.argv[1:3]
    for folder in sys.argv[3:]:
        gold = [g for g in read_rows(os.path.join(folder, "gold.jsonl")) if fold(g) == "dev"]
        raw = []
        for g in gold:
            with gzip.open(os.path.join(folder, g["file"]), "rb") as f:
                raw.append(f.read())
        size = sum(map(len, raw)) / 1e6
        print("%s: %d pages, %.1f MB, one core" % (os.path.basename(folder), len(gold), size))
        with tempfile.TemporaryDirectory() as tmp:
            files = []
            for i, page in enumerate(raw):
                files.append(os.path.join(tmp, "p%06d.html" % i))
                with open(files[-1], "wb") as f:
                    f.write(page)
            start = children()
            for _ in range(TURNS):
                done = subprocess.run([stemma, "extract", "-q", "--threads", "1"] + files, capture_output=True, check=True)
            program = (children() - start) / TURNS
            memory = in_memory(bench, tmp)
        rows = {os.path.basename(r["file"]): r["text"] for r in map(json.loads, done.stdout.splitlines())}
        texts = [rows.get(os.path.basename(f), "") for f in files]
        for name, ours in ("stemma, in memory", memory), ("stemma, program", program):
            print("  %-18s %8.1f pages/s %8.1f MB/s %s" % (name, len(gold) / ours, size / ours, figures(gold, texts)))
        for name, run in peers().items():
            texts, start = [], time.process_time()
            for page in raw:
                try:
                    texts.append(run(page) or "")
                except Exception:  # a peer's own failure is an empty page
                    texts.append("")
            spent = time.process_time() - start
            print("  %-18s %8.1f pages/s %8.1f MB/s %s  stemma is %.0f times as fast in memory, %.0f as a program"
                  % (name, len(gold) / spent, size / spent, figures(gold, texts), spent / memory, spent / program), flush=True)


if __name__ == "__main__":
    main()
