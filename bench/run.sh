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
for b in bench/bench_*.c; do
    name=$(basename "$b" .c)
    [ "$name" = bench_stages ] && continue
    [ -f "bench/$name.sh" ] || continue
    echo "== $name"
    sh "bench/$name.sh"
done
