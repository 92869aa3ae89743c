"""Machine-made trees for train_lang: what several readers of English agree on over MASC's text.

    self_train.py text MASC.conll OUT.jsonl              MASC's sentences as reports, one paragraph each
    self_train.py vote MASC.conll OUT.conllu A B C...    A B C: `stemma annotate --conllu OUT.jsonl` by each reader

`vote` takes each word's tag, features, head and relation by majority, the last reader's where there is none, and
keeps the sentences in which one word in ten at most has none, whose heads make a tree, and whose tags are, for
eight words in ten, the Penn tags that MASC's people gave
(self-training: McClosky et al. 2006; agreement of several parsers: Zhou and Li 2005). No randomness."""
import collections
import json
import sys

TIGHT_BEFORE = {",", ".", ";", ":", "?", "!", ")", "]", "}", "%", "'", "n't", "'s", "'re", "'m", "'ve", "'ll", "'d",
                "'S", "N'T", "...", "\u2019s", "\u2019"}
TIGHT_AFTER = {"(", "[", "{", "$", "#", "\u00a3", "``"}


def documents(path):
    """(id, [[(token, tag)]]) of a file of tokens and tags, mails left out."""
    name, sentences, now = None, [], []
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# newdoc"):
            if now:
                sentences.append(now)
            if name and sentences:
                yield name, sentences
            # EWT's mails are of the same collection as MASC's
            name = None if "genre = email" in line else line.split("id = ")[1].split(" ")[0]
            sentences, now = [], []
        elif "\t" in line:
            token, tag = line.split("\t")[:2]
            if token.strip():
                now.append((token, tag))
        elif now:
            sentences.append(now)
            now = []
    if now:
        sentences.append(now)
    if name:
        yield name, sentences


def join(tokens):
    """Text of tokens, spaced as people write."""
    out, quote_open, glue = "", False, True
    for t in tokens:
        if t == '"':
            glue = glue or quote_open
            out += ("" if glue else " ") + t
            quote_open, glue = not quote_open, not quote_open
            continue
        out += ("" if glue or t in TIGHT_BEFORE else " ") + t
        glue = t in TIGHT_AFTER or (len(t) > 1 and t.endswith("-"))
    return out


def write_text(masc, out):
    with open(out, "w", encoding="utf-8") as f:
        for name, sentences in documents(masc):
            text = "\n\n".join(join([t for t, _ in s]) for s in sentences)
            f.write(json.dumps({"id": name, "text": text}, ensure_ascii=False) + "\n")


def sentences_of(path):
    """The sentences of a CoNLL-U file: rows, split into columns."""
    rows = []
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if not line:
            if rows:
                yield rows
            rows = []
        elif line[0] != "#":
            rows.append(line.split("\t"))
    if rows:
        yield rows


def most(values):
    """The value that more than half have, else None."""
    value, n = collections.Counter(values).most_common(1)[0]
    return value if 2 * n > len(values) else None


def is_tree(heads):
    if heads.count(0) != 1:
        return False
    for i in range(1, len(heads) + 1):
        at, steps = i, 0
        while at and steps <= len(heads):
            at, steps = heads[at - 1], steps + 1
        if at:
            return False
    return True


def vote(readings):
    """One reading of a sentence out of several, or None where more than a word in ten is open."""
    out, heads, unsure = [], [], 0
    for rows in zip(*readings):
        if len({r[0] + "\t" + r[1] for r in rows}) != 1:
            return None
        row = list(rows[-1])
        if "-" not in row[0]:
            tag, arc = most([(r[3], r[4], r[5]) for r in rows]), most([(r[6], r[7]) for r in rows])
            unsure += not tag or not arc
            row[3:6], row[6:8] = tag or row[3:6], arc or row[6:8]
            if not row[6].isdigit():
                return None
            heads.append(int(row[6]))
        out.append(row)
    return out if 10 * unsure <= len(heads) and is_tree(heads) else None


def agrees(rows, tags):
    """Whether eight words in ten have a tag that people gave to that form in that sentence."""
    words = [r for r in rows if "-" not in r[0]]
    return 10 * sum((r[1], r[4]) in tags or (r[1], None) not in tags for r in words) >= 8 * len(words)


def write_votes(masc, out, paths):
    tags = {}
    for _, sentences in documents(masc):
        for s in sentences:
            have = tags.setdefault(join([t for t, _ in s]).replace(" ", ""), set())
            for token, tag in s:
                have.update([(token, tag.strip()), (token, None)])
    kept = words = seen = 0
    with open(out, "w", encoding="utf-8") as f:
        for readings in zip(*map(sentences_of, paths)):
            seen += 1
            if len({len(r) for r in readings}) != 1:
                continue
            rows = vote(readings)
            text = rows and "".join(r[1] for r in rows if "-" not in r[0])
            if not rows or len(rows) < 4 or text not in tags or not agrees(rows, tags[text]):
                continue
            kept, words = kept + 1, words + len(rows)
            f.write("".join("\t".join(r) + "\n" for r in rows) + "\n")
    print(f"{kept} of {seen} sentences, {words} words", file=sys.stderr)


if __name__ == "__main__":
    if sys.argv[1:2] == ["text"] and len(sys.argv) == 4:
        write_text(*sys.argv[2:])
    elif sys.argv[1:2] == ["vote"] and len(sys.argv) > 4:
        write_votes(sys.argv[2], sys.argv[3], sys.argv[4:])
    else:
        sys.exit(__doc__)
