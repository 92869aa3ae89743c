#!/bin/sh
# bench/bench_warc.sh [MB]: adds a web archive as CC-NEWS has them (bench/make_warc.py), of so many MB (30), and
# prints the pages read and the peak of memory. At 1024 it is as large as theirs, and takes a while.
set -eu
cd "$(dirname "$0")/.."
mb=${1:-30}
S=${STEMMA:-build/release/stemma}
if [ ! -d ../shared/data/pages ]; then echo "bench_warc: no ../shared/data/pages here" >&2; exit 0; fi
tmp=$(mktemp -d "${TMPDIR:-/tmp}/stemma-bench-XXXXXX")
trap 'rm -rf "$tmp"' EXIT
python3 bench/make_warc.py ../shared/data/pages "$tmp/news.warc.gz" "$mb"
python3 - "$S" "$tmp" <<'PY'
import resource, subprocess, sys
done = subprocess.run([sys.argv[1], "add", "-d", sys.argv[2] + "/desk.db", sys.argv[2] + "/news.warc.gz"],
                      stderr=subprocess.PIPE, text=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(done.stderr.strip().split("\n")[-1].split(": ", 1)[1])
print("%.1f s CPU, peak %.0f MB" % (used.ru_utime + used.ru_stime, used.ru_maxrss / 1024))
PY
