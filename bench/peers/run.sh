#!/bin/sh
# Our figures beside our peers' (requirements.txt, in a folder of their own under build/), in the same run.
set -eu
cd "$(dirname "$0")/../.."
[ -d ../shared/data ] || { echo "peers: no ../shared here" >&2; exit 0; }
if [ ! -x build/peers/bin/python ]; then
    python3 -m venv build/peers
    build/peers/bin/pip install -q --upgrade pip
    while read -r p; do build/peers/bin/pip install -q "$p"; done < bench/peers/requirements.txt
fi
echo "== peers: pages"
cmake --build build/release --target bench_page -- --quiet >&2
build/peers/bin/python bench/peers/pages.py build/release/stemma build/release/bench_page ../shared/data/pages/wcxb-dev \
    ../shared/data/pages/trafilatura-en ../shared/data/pages/news
echo "== peers: reuse"
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
head -n 3000 ../shared/data/reports/allsides/reports.jsonl > "$tmp/pool.jsonl"
python3 ../shared/score/families.py "$tmp/pool.jsonl" "$tmp/planted" >/dev/null
python3 ../shared/score/families.py "$tmp/pool.jsonl" "$tmp/crowd" --scale 20000 >/dev/null
cmake --build build/release --target bench_scale -- --quiet >&2
build/peers/bin/python bench/peers/reuse.py build/release/bench_scale build/release/stemma "$tmp/planted" "$tmp/crowd/reports.jsonl"
