#!/bin/sh
# bench/bench_warc.sh [MB]: reads a web archive as CC-NEWS has them (bench/make_warc.py), of so many MB (30). Prints
# what `extract` makes of it, packed and unpacked, beside unpacking alone: packed, one thread is to keep up with nine
# tenths of what both together allow, two threads with 1.8 times that (one by the processor's clock, two by the wall's: on
# a machine that others use they look worse than they are). Then adds it to a desk, and prints the pages read
# and the peak of memory. At 1024 it is as large as theirs, and takes a while.
set -eu
cd "$(dirname "$0")/.."
mb=${1:-30}
S=${STEMMA:-build/release/stemma}
if [ ! -d ../shared/data/pages ]; then echo "bench_warc: no ../shared/data/pages here" >&2; exit 0; fi
tmp=$(mktemp -d "${TMPDIR:-/tmp}/stemma-bench-XXXXXX")
trap 'rm -rf "$tmp"' EXIT
python3 bench/make_warc.py ../shared/data/pages "$tmp/news.warc.gz" "$mb"
python3 - "$S" "$tmp" <<'PY'
import os, subprocess, sys, time, zlib
stemma, tmp = sys.argv[1:3]
gz, plain = tmp + "/news.warc.gz", tmp + "/news.warc"

with open(gz, "rb") as f:
    packed = f.read()

def unpack(write):
    at = 0  # of the next record; what is left of a damaged one is passed over
    while at >= 0:
        d, end = zlib.decompressobj(31), at
        try:
            while not d.eof and end < len(packed):
                start, end = end, min(end + (1 << 16), len(packed))
                write(d.decompress(packed[start:end]))
            at = end - len(d.unused_data)
            if not d.eof or at == len(packed):
                return
        except zlib.error:
            at = packed.find(b"\x1f\x8b\x08", at + 1)

def unpacking():
    start = time.process_time()
    unpack(len)
    return time.process_time() - start

def extracting(path, threads, wall=False):
    used, start = os.times(), time.perf_counter()
    subprocess.run([stemma, "extract", "-q", "-t", str(threads), path], stdout=subprocess.DEVNULL, check=True)
    took, now = time.perf_counter() - start, os.times()
    return took if wall else now[2] + now[3] - used[2] - used[3]

with open(plain, "wb") as f:
    unpack(f.write)
size = os.path.getsize(plain) / 1e6
best = [min(times) for times in zip(*((unpacking(), extracting(plain, 1), extracting(gz, 1), extracting(gz, 2, True))
                                      for _ in range(5)))]
for what, t in zip(("unpacking", "unpacked", "packed", "packed, 2 threads"), best):
    print("%-18s %7.1f MB/s" % (what, size / t))
for threads, t in ((1, best[2]), (2, best[3])):
    print("%d thread%s: %.2f of what both allow" % (threads, "s" * (threads > 1), (best[0] + best[1]) / t))
PY
python3 - "$S" "$tmp" <<'PY'
import resource, subprocess, sys
done = subprocess.run([sys.argv[1], "add", "-d", sys.argv[2] + "/desk.db", sys.argv[2] + "/news.warc.gz"],
                      stderr=subprocess.PIPE, text=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(done.stderr.strip().split("\n")[-1].split(": ", 1)[1])
print("%.1f s CPU, peak %.0f MB" % (used.ru_utime + used.ru_stime, used.ru_maxrss / 1024))
PY
