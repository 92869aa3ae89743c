#!/bin/sh
# What each stage costs. On 1,000 reports of ../shared/data when it is there, else on the examples.
set -eu
cd "$(dirname "$0")/.."
cmake --build build/release --target bench_stages -- --quiet >&2
many=examples few=examples
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
if [ -d ../shared/data/reports/text ]; then
    gzip -dc ../shared/data/reports/text/part-*.jsonl.gz | head -n 1000 > "$tmp/reports.jsonl" || true
    many=$tmp/reports.jsonl
    few=../shared/seeds
fi
echo "== stages: $(basename "$many")"
build/release/bench_stages build/release/stemma "$few" "$many"
for b in bench/bench_*.sh; do
    echo "== $(basename "$b" .sh)"
    sh "$b"
done
echo "== one story, by the number of its reports: CPU seconds, of reading them and of all (read --json -t 1)"
for n in 125 250 500 1000; do
    python3 bench/make_story.py $n > "$tmp/story.jsonl"
    python3 - build/release/stemma "$tmp/story.jsonl" $n <<'PY'
import resource, subprocess, sys
def cpu(*args):
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    subprocess.run([sys.argv[1], *args, sys.argv[2]], stdout=subprocess.DEVNULL, check=True)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
read = min(cpu("annotate", "-t", "1") for _ in range(2))
whole = min(cpu("read", "-q", "--json", "-t", "1") for _ in range(2))
print(f"{int(sys.argv[3]):5} reports  {read:6.2f} {whole:6.2f}")
PY
done
echo "== kill"
sh bench/kill.sh 5 200
