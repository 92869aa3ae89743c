#!/bin/sh
# bench/bench_desk.sh [N] [made]: what a desk of N reports costs (1,000): CPU time of whole processes, their start
# included, and peak memory. `made`: short reports of our own making, for desks of 100,000 and more.
set -eu
cd "$(dirname "$0")/.."
n=${1:-1000} kind=${2:-}
cmake --build build/release --target bench_desk stemma -- --quiet >&2
tmp=$(mktemp -d "${TMPDIR:-/tmp}/stemma-bench-XXXXXX")
trap 'rm -rf "$tmp"' EXIT
if [ -d ../shared/data/reports/text ] && [ -z "$kind" ]; then
    gzip -dc ../shared/data/reports/text/part-*.jsonl.gz | head -n "$((n + 20))" > "$tmp/all.jsonl" || true
else
    python3 bench/make_reports.py "$((n + 20))" > "$tmp/all.jsonl"
fi
build/release/bench_desk build/release/stemma "$tmp" "$n"
